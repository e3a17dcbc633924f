"""`add` and `set`: who is recorded, and what is known of them."""

from __future__ import annotations

import itertools
from datetime import date

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.countdowns import sharing_crn
from releasecheck.app.recording.asked_prison import default_prison
from releasecheck.app.recording.fact_prompts import typed_facts
from releasecheck.app.recording.move_checks import typed
from releasecheck.app.recording.writing import record_change, record_changes
from releasecheck.commands.daily.mark_words import people_in
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import DateTypeWord
from releasecheck.commands.options import (
    DAY_TO_COME,
    dry_run_option,
    reason_option,
    source_option,
    told_option,
)
from releasecheck.core.domain import FactValue, PersonRecord
from releasecheck.core.errors import UsageError, WrongWords
from releasecheck.core.words import day_in_words, full_name, listed, who
from releasecheck.formats.terminal import wrap
from releasecheck.people.alike import alike_lines, likeness
from releasecheck.people.facts import FACTS, BadValue, show_value, split_name
from releasecheck.people.identifiers import same_crn_check
from releasecheck.people.sentence_dates import RELEASE_FACTS
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.events import with_events
from releasecheck.planning.moves import CONFIRMED_TYPE, date_fact
from releasecheck.reports.person.older_lines import older_lines

_DATE_TYPES = (*RELEASE_FACTS, CONFIRMED_TYPE)


@click.command("add")
@click.argument("number")
@click.option("--name", required=True, help="“SURNAME, First” or “First Surname”.", metavar="NAME")
@click.option("--release", type=DAY_TO_COME, help="The release date told.", metavar="DATE")
@click.option(
    "--type",
    "kind",
    type=DateTypeWord(_DATE_TYPES),
    help=f"What kind of date it is: {', '.join(_DATE_TYPES)}.",
    metavar="TYPE",
)
@told_option
@source_option
@click.option("--again", is_flag=True, help="They were erased and are really here again; needs --reason.")
@reason_option
@dry_run_option
@click.argument("facts", nargs=-1, metavar="[FACT=VALUE]...")
@answer_option
@pass_app
def add_command(
    app: App,
    number: str,
    name: str,
    release: date | None,
    kind: str | None,
    told: date | None,
    source: str | None,
    again: bool,
    dry_run: bool,
    facts: tuple[str, ...],
) -> None:
    """Record a person.

    \b
    Examples:
      releasecheck add A4321CB --name "MOORE, Jo" tier=B2 housing=settled
      releasecheck add A4321CB --name MOORE --release 2027-02-06 --type CRD
    """
    prison_number = str(typed("prison_number", number))
    values = _names(name)
    if (prison := default_prison(app)) is not None:
        values["prison"] = prison
    called = full_name(values.get("last_name"), values.get("first_name"))
    values |= _release_fact(release, kind)
    values |= typed_facts(facts, app.today)
    change = PersonChange(
        prison_number, {k: v for k, v in values.items() if v is not None}, told_on=told, source=source
    )
    if again and not app.reason:
        raise UsageError("why is somebody recorded who was erased? Add --reason TEXT")
    decided = record_change(app, change, dry_run=dry_run, new=True, again=again)
    click.echo(
        f"{prison_number} {'would be ' if dry_run else ''}recorded as {called}. {_release_sentence(decided)}"
    )
    if decided is not None:
        _say_who_is_alike(app, decided)
        _say_whose_crn(app, decided)
    click.echo(f"Next: releasecheck show {prison_number}")


def _say_who_is_alike(app: App, decided: Decided) -> None:
    """Who could be taken for the person just recorded, or is the same person under another number."""
    release = decided.plan.release
    of = likeness(decided.record.prison_number, decided.record.facts, release.date if release else None)
    others = app.store.alike(of) if of else []
    looked_at(app, (other.prison_number for other in others))
    for line in alike_lines(others):
        click.echo("\n".join(wrap(f"CHECK THIS {line}", app.screen.room, "", "  ")))


def _say_whose_crn(app: App, decided: Decided) -> None:
    """Who else has the CRN that was just recorded."""
    number = decided.record.prison_number
    others = sharing_crn(app, number, decided.record.facts) if "crn" in decided.change.facts else ()
    looked_at(app, others)
    if others:
        line = f"CHECK THIS {same_crn_check(number, others)}"
        click.echo("\n".join(wrap(line, app.screen.room, "", "  ")))


@click.command("set")
@click.argument("words", nargs=-1, required=True, metavar="PERSON... FACT=VALUE...")
@told_option
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def set_command(
    app: App, words: tuple[str, ...], told: date | None, source: str | None, dry_run: bool
) -> None:
    """Record what is known of a person, or of several.

    \b
    Examples:
      releasecheck set rivers tier=B2 housing="not known"
      releasecheck set A1234BC,A2291BB in_home_area=no

    A value of "not known" records that nobody knows. Every earlier value is kept. Many
    people with values of their own: releasecheck export unknown, fill it in, releasecheck import people
    """
    people = tuple(itertools.takewhile(lambda word: "=" not in word, words))
    if len(people) == len(words) > 1:
        people = words[:1]
    if not people or len(words) == 1:
        raise UsageError("who, and what is known of them? Such as: rivers tier=B2")
    numbers = dict.fromkeys(app.find(one) for one in people_in(app, people))
    records = [app.person(number) for number in numbers]
    values = typed_facts(words[len(people) :], app.today)
    own = [name for name in _ONE_PERSONS if name in values]
    if own and len(records) > 1:
        raise WrongWords(f"{listed(own)}: one person's own. Name one person only")
    changes = [
        PersonChange(
            record.prison_number,
            with_events(record.facts, values),
            told_on=told,
            source=source,
            by_day=told is not None,
        )
        for record in records
    ]
    decided = {one.record.prison_number: one for one in record_changes(app, changes, dry_run=dry_run)}
    if not dry_run:
        looked_at(app, [record.prison_number for record in records if record.prison_number not in decided])
    for record in records:
        one = decided.get(record.prison_number)
        _say_what_was_set(record, one)
        if one is not None:
            _say_whose_crn(app, one)
    if dry_run and decided:
        click.echo("Nothing saved. Without --dry-run this is recorded.")


_ONE_PERSONS = ("last_name", "first_name", "date_of_birth", "crn", "pnc")
"""Facts that no two people are told at once."""


def _say_what_was_set(record: PersonRecord, decided: Decided | None) -> None:
    """Each fact as it stands now, beside whose it is and what it was."""
    if decided is None:
        called = who(record.prison_number, record.facts)
        click.echo(f"{called}: nothing new, all of that was recorded already.")
        return
    called = who(record.prison_number, decided.record.facts)
    before = decided.before.facts if decided.before else {}
    for name, value in decided.change.facts.items():
        was = f"was {show_value(FACTS[name], before.get(name))}"
        again = "so already, now told on a later day" if before.get(name) == value else was
        click.echo(f"{called} {name}: {show_value(FACTS[name], value)} ({again})")
    for line in older_lines(decided.change):
        click.echo(line)
    if decided.telling is not None:
        click.echo(_release_sentence(decided))


def _names(text: str) -> dict[str, FactValue | None]:
    try:
        last_name, first_name = split_name(text)
    except BadValue as error:
        raise UsageError(f'--name "{text}": {error}') from error
    if not text.strip(" ,"):
        raise UsageError('--name is empty. If nobody knows it: --name "not known"')
    return {"last_name": last_name, "first_name": first_name}


def _release_fact(release: date | None, kind: str | None) -> dict[str, FactValue | None]:
    if release is None:
        if kind is not None:
            raise UsageError("--type says what kind of date --release is: give both")
        return {}
    if kind is None:
        raise UsageError(f"what kind of date is {release}? Add --type: {listed(_DATE_TYPES, 'or')}")
    return {date_fact({}, kind): release}


def _release_sentence(decided: Decided | None) -> str:
    release = decided.plan.release if decided else None
    if release is None:
        earliest = decided.plan.anchors.get("earliest_possible") if decided else None
        could_be = f" Could be as early as {day_in_words(earliest)}." if earliest else ""
        return f"No release date yet.{could_be}"
    kind = "confirmed" if release.confirmed else release.type or "type not known"
    moved = ""
    if release.date != release.nominal_date:
        moved = f", for {day_in_words(release.nominal_date, year=False)} is a closed day"
    return f"Release {day_in_words(release.date)} ({kind}{moved})."
