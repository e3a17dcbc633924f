"""`import bundle`: one person's whole record, from another office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.erased import refuse_erased
from releasecheck.app.law.restricted import may_be_shown
from releasecheck.app.opening.files import bytes_of_file
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.opening.signing_keys import trusted_keys
from releasecheck.app.presenting.present import say
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.recording.writing import record_each
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import dry_run_option, reason_option
from releasecheck.core.domain import ROLES
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import BUNDLE_BYTES
from releasecheck.core.words import capital, count, day_in_words, full_name
from releasecheck.exchange.bundles.bundle_diff import IMPORT, Taking, somebody_else, taking
from releasecheck.exchange.bundles.bundle_file import Bundle, read_bundle
from releasecheck.policy.catalogue import Catalogue

if TYPE_CHECKING:
    from releasecheck.store.writes import StoreTransaction


@click.command("bundle")
@click.argument("file", type=FilePath(dir_okay=False))
@dry_run_option
@reason_option
@answer_option
@pass_app
def import_bundle(app: App, file: Path, dry_run: bool) -> None:
    """Take in one person's whole record from another office.

    releasecheck import bundle A1234BC.json --dry-run

    Shows what differs, and follows whoever recorded it last. Both histories are kept.
    """
    bundle = read_bundle(_text(file), file.name, trusted_keys(app))
    if app.settings.get("require_signed") == "yes" and bundle.signature.state != "trusted":
        raise ReleasecheckError(
            f"{file.name} is {bundle.signature.words}, and this office takes in only what a trusted key "
            "signed. Nothing taken in. To trust a key, once its office has read it out to you: "
            'releasecheck config set "signing.trusted.OFFICE" KEY'
        )
    if (told := bundle.told_later_than(app.now)) is not None:
        raise ReleasecheckError(
            f"{file.name}: {told}, which has not come yet, and would stand against all that is told till "
            "then. Nothing taken in. Ask the office that made it to look at its clock and to make it again"
        )
    number = bundle.record.prison_number
    record = app.store.person(number)
    app.found.add(number)
    refuse_erased(app, number)
    if record is not None and (why := somebody_else(bundle, record)):
        raise ReleasecheckError(
            f"{file.name}: {number} is somebody else here: {why}. Nothing taken in. "
            f"If they are the same, correct one first: releasecheck set {number} FACT=VALUE"
        )
    if dry_run:
        may_be_shown(app, number)
    found = taking(bundle, record, app.store.history(number), app.today)
    app.command = f"{IMPORT} {file.name}"
    looked_at(app, [number] if record else [])
    for line in _lines(bundle, found, known=record is not None):
        click.echo(line)
    if (unread := _unread(bundle, app.catalogue())) is not None:
        click.echo(unread)
    if not found.anything:
        return
    if dry_run:
        click.echo("Nothing saved. Without --dry-run this is recorded.")
        return
    record_each(app, [found.change], lambda _: None, combining=True, before=_after(found.latest))
    say(app, f"Recorded. Next: releasecheck show {number}, or releasecheck history {number}")


def _after(latest: datetime | None) -> Callable[[StoreTransaction], None] | None:
    """Whatever is recorded here from now on is recorded in the knowledge of what was told there."""
    return None if latest is None else lambda writing: writing.comes_after(latest)


def _lines(bundle: Bundle, found: Taking, *, known: bool) -> list[str]:
    """What is in the bundle, and what differs from what is here."""
    facts, signed = bundle.record.facts, bundle.signed
    name = full_name(facts.get("last_name"), facts.get("first_name"))
    office = f" from {signed.office}" if signed.office else ""
    lines = [
        f"{bundle.record.prison_number} {name}: bundle{office}, signed off by {signed.by}, "
        f"{day_in_words(signed.on)}"
    ]
    lines.append(f"{capital(bundle.signature.words)}.")
    if not found.anything:
        lines.append("Everything in it is here already.")
    elif not known:
        lines.append(
            f"New here: {count(len(facts), 'fact')}, {count(len(found.outcomes), 'outcome')}, "
            f"{count(len(bundle.record.tellings), 'release date')} told, "
            f"{count(found.entries, 'entry', 'entries')} of history."
        )
    else:
        lines.append(f"{count(found.entries, 'entry', 'entries')} of history new here.")
    for one in found.differences:
        followed = "taken, told later" if one.taken else "not taken, told later here"
        lines.append(f"  {one.title}: {one.here} here, {one.there} there: {followed}")
    if known:
        lines += [
            f"  {outcome.item} {outcome.outcome.replace('_', ' ')} on {day_in_words(outcome.on)}: taken"
            for outcome in found.outcomes
        ]
    if bundle.not_facts:
        lines.append(f"Not known to this version, kept in the history only: {', '.join(bundle.not_facts)}.")
    return lines


def _unread(bundle: Bundle, catalogue: Catalogue) -> str | None:
    """The tasks and outcomes that the catalogue here does not have: another office's own, or a newer one's.

    They are kept, and read once a catalogue here has them.
    """
    told = {
        outcome.item if outcome.item not in catalogue.items else f"{outcome.item} {outcome.outcome}"
        for outcome in bundle.record.outcomes
        if outcome.item not in catalogue.items
        or outcome.outcome not in catalogue.items[outcome.item].outcomes
    }
    told |= {item for item in bundle.record.owners if item not in catalogue.items and item not in ROLES}
    if not told:
        return None
    theirs = bundle.signed.catalogue
    made_with = f", the bundle was made with {theirs}" if theirs != catalogue.version else ""
    return (
        f"Not in the catalogue here ({catalogue.version}{made_with}), kept and not read: "
        f"{', '.join(sorted(told))}."
    )


def _text(file: Path) -> str:
    try:
        return bytes_of_file(file, BUNDLE_BYTES).decode()
    except OSError as error:
        raise ReleasecheckError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ReleasecheckError(
            f"{file.name} is not a bundle: make one with handover PERSON --bundle FILE"
        ) from None
