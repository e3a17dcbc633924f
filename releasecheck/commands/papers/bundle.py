"""`handover --bundle`: one person's whole record, written for another office."""

from __future__ import annotations

from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.app.opening.signing_keys import signing_key, signs
from releasecheck.app.presenting.present import may_replace, say, write_file
from releasecheck.app.reading.access_log import given_to
from releasecheck.commands.options import NAMELESS
from releasecheck.core.errors import UsageError
from releasecheck.core.words import for_shell
from releasecheck.exchange.bundles.bundle_file import SignedOff, bundle_text


def bundle_to(app: App, number: str, recipient: str, file: Path, force: bool) -> None:
    """Write one person's whole record for another office's releasecheck, and log to whom it was given."""
    if app.by == NAMELESS:
        raise UsageError("who signs it off? releasecheck --by NAME handover PERSON --to WHO --bundle FILE")
    may_replace(file, force)
    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    office = app.settings.get("office") or app.settings.get("prison") or ""
    version = app.store.meta("catalogue_version") or ""
    signed = SignedOff(app.by, app.today, office, recipient, version)
    text = bundle_text(record, app.store.history(number), signed, signing_key(app))
    write_file(file, text, lambda: given_to(app, [number], recipient), settled=True)
    say(app, f"{number}: whole record written to {file}, signed off by {app.by}, for {recipient}.")
    say(
        app, "Signed with this office's key." if signs(app) else "Not signed: this office has no signing key."
    )
    say(app, f"There: releasecheck import bundle {for_shell(file.name)}")
