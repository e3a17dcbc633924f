"""`released`, `recalled` and `returned`: out of prison, and back in it."""

from __future__ import annotations

from datetime import date

import click

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.countdowns import not_dead
from releasecheck.app.recording.custody_events import recall_outcome
from releasecheck.app.recording.evidence_prompts import can_ask
from releasecheck.app.recording.move_checks import (
    NOTHING_SAVED,
    not_before,
    person_in_prison,
    prison_code,
)
from releasecheck.app.recording.old_days import ask_about_old
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.asked_options import Needed, all_of
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import OneOf
from releasecheck.commands.options import (
    DAY,
    DAY_TO_COME,
    dry_run_option,
    on_option,
    reason_option,
    source_option,
)
from releasecheck.core.domain import PersonRecord, Release
from releasecheck.core.errors import ReleasecheckError, WrongWords
from releasecheck.core.words import count, day_in_words, who
from releasecheck.people.entries import Note
from releasecheck.people.facts import FACTS, BadValue, parse_time
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.custody import coming_back, leaving
from releasecheck.planning.events import left, recalled, returned
from releasecheck.planning.moves import date_fact
from releasecheck.reports.person.move_lines import coming_back_lines, indented, leaving_lines

_back_on_option = click.option(
    "--on", type=DAY, required=True, help="The day they came back.", metavar="DATE"
)


@click.command("released")
@click.argument("person")
@on_option
@click.option("--time", "at", help="When they went out of the gate, such as 10:30.", metavar="HH:MM")
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def released_command(
    app: App, person: str, on: date | None, at: str | None, source: str | None, dry_run: bool
) -> None:
    """Record that somebody has left prison.

    \b
    Examples:
      releasecheck released rivers --time 10:30

    What was not done ends as not achieved; what is asked after release begins.
    """
    record = person_in_prison(app, person)
    number, planner = record.prison_number, app.planner()
    before = planner.plan(record, app.today)
    day = on or _day_they_left(app, number, before.release)
    not_before(record, day, "sentence_start_date", "reception_date", "return_to_custody_date")
    time = None if at is None else _time(at)
    notes = (Note("released", day, "", None, {"time": time}),) if time else ()
    if not dry_run:
        ask_about_old(app, number, [day])
    change = PersonChange(number, left(day), notes=notes, told_on=day, source=source)
    decided = record_change(app, change, dry_run=dry_run)
    assert decided is not None, "somebody in prison has no release recorded"
    lines = [f"{who(number, record.facts)} released {day_in_words(day)}{f' at {time}' if time else ''}."]
    said = _beside_the_plan(before.release, day, assumed=on is None and not can_ask())
    if time and time > app.late_after:
        said.append(
            f"Late: out after {app.late_after}. Say why: "
            f'releasecheck mark {number} travel_and_money released_late time_out={time} --reason "…"'
        )
    lines += indented(said, app.screen)
    lines += leaving_lines(leaving(before, decided.plan, app.today), app.screen)
    print_lines(app, lines)
    told = f" time_out={time}" if time else ""
    click.echo(NOTHING_SAVED if dry_run else f"Next: releasecheck done {number} release_notice{told}")


def _beside_the_plan(planned: Release | None, day: date, *, assumed: bool) -> list[str]:
    """How the day they left stands to the one planned; `assumed`: nobody said that it was today."""
    if planned is None or (away := (day - planned.date).days) == 0:
        return []
    way = "after" if away > 0 else "before"
    said = f"{count(abs(away), 'day')} {way} the day planned ({day_in_words(planned.date)})"
    if away > 0 and assumed:
        said = f"no day was given, and so it is today, {said}"
    elif away > 0 or day == planned.may_move_to:
        return [said]
    return [f"Check this: {said}. If it is wrong: releasecheck undo"]


def _day_they_left(app: App, number: str, planned: Release | None) -> date:
    """Today, for whom no other day was given; asked at a terminal where the day planned has gone by."""
    if planned is None or planned.date >= app.today or not can_ask() or number in restricted(app):
        return app.today
    usual = f"{planned.date:%d/%m/%Y}"
    (day,) = all_of([Needed("--on DATE", "On which day did they leave?", DAY, usual=usual)])
    assert isinstance(day, date), "what its type makes of an answer"
    if day > app.today:
        raise WrongWords(f"--on: {day_in_words(day)} has not come yet")
    return day


@click.command("recalled")
@click.argument("person")
@_back_on_option
@click.option(
    "--recall-type",
    type=OneOf("type of recall", FACTS["recall_type"].values),
    help="fixed_term or standard.",
    metavar="TYPE",
)
@click.option(
    "--prrd", type=DAY_TO_COME, help="The post-recall release date, once the OMU has told it.", metavar="DATE"
)
@click.option("--cause", help="The main cause, where known: homelessness, contact_lost …", metavar="CAUSE")
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def recalled_command(
    app: App,
    person: str,
    on: date,
    recall_type: str | None,
    prrd: date | None,
    cause: str | None,
    source: str | None,
    dry_run: bool,
) -> None:
    """Record that somebody is back in prison on recall.

    \b
    Examples:
      releasecheck recalled rivers --on 2027-03-20 --recall-type fixed_term

    The date of the next release is never worked out: give --prrd when it has been told.
    """
    record = _person_outside(app, person, on)
    number, out_on = record.prison_number, record.facts["released_on"]
    facts = dict(recalled(record.facts, on, on, recall_type))
    if prrd is not None:
        if prrd < on:
            raise WrongWords(f"--prrd {day_in_words(prrd)} is before they came back on {day_in_words(on)}")
        kept = {name: value for name, value in record.facts.items() if facts.get(name, value) is not None}
        facts[date_fact(kept, "PRRD")] = prrd
    outcomes = recall_outcome(app, on, on, cause)
    change = PersonChange(number, facts, outcomes=outcomes, told_on=on, source=source)
    decided = record_change(app, change, dry_run=dry_run)
    assert decided is not None, "somebody outside has not been recorded as back"
    assert isinstance(out_on, date), "a person outside has the day they left"
    after = f"{count((on - out_on).days, 'day')} after release"
    said = f"{who(number, record.facts)} back on recall {day_in_words(on)}, {after}."
    following = f"Next: releasecheck show {number}"
    if decided.plan.release is None:
        following = f'Next, once the OMU tells it: releasecheck redate {number} DATE --type PRRD --source "…"'
    _say_back(app, decided, said, _what_starts_again(app, decided), None if dry_run else following)


@click.command("returned")
@click.argument("person")
@_back_on_option
@click.option(
    "--legal-status",
    type=OneOf("legal status", FACTS["legal_status"].values),
    help="Such as REMAND or SENTENCED. Default: not known.",
    metavar="STATUS",
)
@click.option("--prison", help="The prison they came back to. Default: the one they left.", metavar="CODE")
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def returned_command(
    app: App,
    person: str,
    on: date,
    legal_status: str | None,
    prison: str | None,
    source: str | None,
    dry_run: bool,
) -> None:
    """Record a return on a new sentence or on remand.

    \b
    Examples:
      releasecheck returned rivers --on 2027-03-20 --legal-status REMAND

    The dates of the old sentence are not known any more; all of them stay in the history. Back on
    the old sentence? That is: releasecheck recalled
    """
    record = _person_outside(app, person, on)
    number = record.prison_number
    facts = dict(returned(record.facts, on, legal_status))
    if prison is not None:
        facts["prison"] = prison_code(prison)
    decided = record_change(app, PersonChange(number, facts, told_on=on, source=source), dry_run=dry_run)
    assert decided is not None, "somebody outside has not been recorded as back"
    needed = [] if legal_status else ["legal_status=…"]
    if legal_status not in ("REMAND", "CONVICTED_UNSENTENCED"):
        needed += ["sentence_start_date=…", "conditional_release_date=…"]
    said = f"{who(number, record.facts)} back in prison {day_in_words(on)}; the list begins again from there."
    after = ["The dates of the old sentence are in the history and not counted to"]
    following = f"Next: releasecheck {' '.join(['set', number, *needed] if needed else ['show', number])}"
    _say_back(app, decided, said, after, None if dry_run else following)


def _person_outside(app: App, person: str, back_on: date) -> PersonRecord:
    """Everything known of somebody who has left. Raises ReleasecheckError for one who has not."""
    record = app.person(person)
    not_dead(record)
    if "released_on" not in record.facts:
        raise ReleasecheckError(
            f"{record.prison_number} is not recorded as released. First: "
            f"releasecheck released {record.prison_number} --on DATE"
        )
    not_before(record, back_on, "released_on")
    if back_on > app.today:
        raise WrongWords(f"--on: {day_in_words(back_on)} has not come yet")
    return record


def _say_back(app: App, decided: Decided, said: str, after: list[str], following: str | None) -> None:
    """That somebody is back, what is asked for now, and the line that says what is next; None: a dry run."""
    asked = coming_back_lines(coming_back(decided.plan, app.today), app.screen)
    print_lines(app, [said, *asked, *indented(after, app.screen)])
    click.echo(following or NOTHING_SAVED)


def _what_starts_again(app: App, decided: Decided) -> list[str]:
    catalogue = app.whole_catalogue()
    restart = catalogue.items.get("recall_restart")
    said = ["The COM is responsible. Every outcome from before is kept; take needs again"]
    if restart is not None and restart.off:
        said.append("recall_restart (RD09) would ask for that within 3 days; it is switched off here")
    elif restart is not None:
        said.append("recall_restart asks for that within 3 days")
    if decided.plan.release is None:
        said.append("No release date now: nothing is counted until the OMU has told the PRRD")
    return said


def _time(text: str) -> str:
    try:
        return parse_time(text)
    except BadValue as error:
        raise WrongWords(f'--time "{text}": {error}') from error
