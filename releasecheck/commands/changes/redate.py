"""`redate`, `transfer` and `com`: another release date, another prison, another officer."""

from __future__ import annotations

import sys
from datetime import date

import click

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.directory import directory_of
from releasecheck.app.reading.staff import staff_of
from releasecheck.app.recording.move_checks import (
    NOTHING_SAVED,
    move_of,
    not_before,
    person_in_prison,
    prison_code,
    typed,
)
from releasecheck.app.recording.old_days import ask_about_old
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.asked_options import Needed, all_of
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import DateTypeWord, OneOf
from releasecheck.commands.options import (
    DAY_TO_COME,
    dry_run_option,
    on_option,
    reason_option,
    source_option,
    told_option,
)
from releasecheck.core.domain import FactValue
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, day_in_words, listed, who
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.prisons import same_prison
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.contacts import contacts, last_contact
from releasecheck.planning.custody import holders, prison_tasks
from releasecheck.planning.events import moved
from releasecheck.planning.moves import (
    CONFIRMED_TYPE,
    RELEASE_TYPES,
    Move,
    facts_told,
    standing_instead,
)
from releasecheck.planning.states import state_on
from releasecheck.reports.person import phrases
from releasecheck.reports.person.move_lines import (
    earlier_line,
    holder_lines,
    indented,
    move_lines,
    standing_line,
    transfer_lines,
)
from releasecheck.reports.person.older_lines import older_lines

YES_NO = OneOf("answer", ("yes", "no"))


_KIND = DateTypeWord(RELEASE_TYPES)


@click.command("redate")
@click.argument("person")
@click.argument("day", metavar="DATE", type=DAY_TO_COME, required=False)
@click.option(
    "--type",
    "kind",
    type=_KIND,
    help=f"What kind of date it is: {', '.join(RELEASE_TYPES)}.",
    metavar="TYPE",
)
@source_option
@told_option
@click.option("--confirmed", is_flag=True, help="The prison has confirmed this date.")
@reason_option
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Record it without asking.")
@answer_option
@pass_app
def redate_command(
    app: App,
    person: str,
    day: date | None,
    kind: str | None,
    source: str | None,
    told: date | None,
    confirmed: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Record another release date, seeing first what it does.

    \b
    Examples:
      releasecheck redate rivers 2026-12-18 --type CRD --source memo --dry-run

    Shows what moves, what is suddenly due, which windows have closed and who must be told. At a terminal
    what is not given is asked for.
    """
    record = person_in_prison(app, person)
    day, kind, source = all_of(
        (
            Needed("DATE", "The new release day", DAY_TO_COME, day),
            Needed("--type TYPE", f"Which date is it? {listed(RELEASE_TYPES, 'or')}", _KIND, kind),
            Needed("--source TEXT", "Who or what said so", click.STRING, source),
        )
    )
    number, planner, called = record.prison_number, app.planner(), who(record.prison_number, record.facts)
    facts = facts_told(record.facts, day, kind, confirmed, planner.calendar, planner.rules)
    change = PersonChange(number, dict(facts), told_on=told, source=source, by_day=told is not None)
    if not dry_run and number in restricted(app):
        record_change(app, change)
        app.kept_back.add(number)  # nothing of them is shown: there is nothing to see first
        return
    decided = record_change(app, change, dry_run=True)
    if decided is None:
        looked_at(app, [] if dry_run else [number])
        click.echo(
            f"{called}: nothing new, that {kind} is recorded already. Next: releasecheck show {number}"
        )
        return
    for line in older_lines(decided.change):
        click.echo(line)
    if not decided.change.facts:
        if not dry_run:
            record_change(app, change)
        click.echo(NOTHING_SAVED if dry_run else f"Kept in the history: releasecheck history {number}")
        return
    move = move_of(app, decided, directory_of(app))
    print_lines(app, _preview(app, decided, move, CONFIRMED_TYPE if confirmed else kind))
    if dry_run:
        click.echo(NOTHING_SAVED)
        return
    if move.pressing and not yes and sys.stdin.isatty():
        click.confirm("Record it?", abort=True, err=True)
    if not yes:
        ask_about_old(app, number, [day])
    record_change(app, change)
    click.echo(f"{called}: recorded. {_next_step(move)}")


def _preview(app: App, decided: Decided, move: Move, kind: str) -> list[str]:
    rules, release, number = app.planner().rules, decided.plan.release, move.prison_number
    instead = standing_instead(decided.record.facts, release, kind, rules)
    tellings = decided.before.tellings if decided.before else ()
    checks = _new_checks(app, decided)
    after = [
        standing_line(instead, kind, release, number) if instead else "",
        earlier_line(tellings) if move.moves else "",
        *(f"Check this: {check}" for check in checks),
    ]
    return [*move_lines(move, app.screen), *indented(after, app.screen)]


def _new_checks(app: App, decided: Decided) -> list[str]:
    """What adds up no longer once the date is recorded."""
    from releasecheck.people.fact_checks import check_facts
    from releasecheck.policy.release_checks import check_release

    before = check_facts(decided.before.facts, app.today) if decided.before else ()
    known = {check.code for check in before}
    facts, plan = decided.record.facts, decided.plan
    doubts = check_release(facts, plan.release, plan.licence, app.calendar())
    found = (*check_facts(facts, app.today), *doubts)
    return [check.text for check in found if check.code not in known]


def _next_step(move: Move) -> str:
    number = move.prison_number
    if move.moves and "release_told" in move.telling:
        return f"Next, once everybody is told: releasecheck done {number} release_told"
    return f"Next: releasecheck show {number}"


@click.command("transfer")
@click.argument("person")
@click.argument("prison")
@on_option
@click.option("--pom", help="The POM there, if already known.", metavar="NAME")
@click.option("--in-home-area", type=YES_NO, help="Is it in the home area? yes or no.", metavar="YES|NO")
@click.option(
    "--resettlement-prison", type=YES_NO, help="Is it a resettlement prison? yes or no.", metavar="YES|NO"
)
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def transfer_command(
    app: App,
    person: str,
    prison: str,
    on: date | None,
    pom: str | None,
    in_home_area: str | None,
    resettlement_prison: str | None,
    source: str | None,
    dry_run: bool,
) -> None:
    """Record a move to another prison.

    \b
    Examples:
      releasecheck transfer rivers MDI --pom "K. Ellis" --in-home-area no

    The old prison's POM and cell are not known there, and what is known of the prison is asked afresh.
    The reception date stays the day they first came into custody.
    """
    record = person_in_prison(app, person)
    number, was = record.prison_number, record.facts
    new = prison_code(prison)
    not_before(record, on or app.today, "sentence_start_date", "reception_date", "return_to_custody_date")
    if same_prison(new, was.get("prison")):
        raise ReleasecheckError(f"{number} is at {new} already. Next: releasecheck show {number}")
    facts = {
        **moved(new),
        "pom": typed("pom", pom or ""),
        "in_home_area": typed("in_home_area", in_home_area or ""),
        "resettlement_prison": typed("resettlement_prison", resettlement_prison or ""),
    }
    change = PersonChange(number, facts, told_on=on, source=source)
    decided = record_change(app, change, dry_run=dry_run)
    assert decided is not None, "another prison is always something new"
    day = day_in_words(on or app.today)
    lines = [f"{who(number, was)} moved from {was.get('prison', 'a prison not recorded')} to {new} on {day}."]
    lines += transfer_lines(prison_tasks(decided.plan, app.today), str(new), app.screen)
    lines += indented(_after_a_transfer(decided, was.get("pom"), on or app.today), app.screen)
    print_lines(app, lines)
    click.echo(NOTHING_SAVED if dry_run else f"Next: releasecheck {_asked_after(decided)}")


def _after_a_transfer(decided: Decided, old_pom: FactValue | None, on: date) -> list[str]:
    number, facts, release = decided.record.prison_number, decided.record.facts, decided.plan.release
    new_pom = facts.get("pom")
    said = [f"POM: {new_pom or 'not known yet'} (was {old_pom or 'not known'}); both stay in the history"]
    if release is not None and any(doubt.code == "late_move" for doubt in decided.plan.doubts):
        days, home = count((release.date - on).days, "day"), facts.get("in_home_area")
        if home is False:
            said.append(
                f"ALARM: moved away from the home area {days} before release. Object to it, and say who "
                f"does the work there: releasecheck mark {number} resettlement_prison requested"
            )
        else:
            unknown = "" if home else " In the home area? Not known: add --in-home-area"
            said.append(
                f"Late move: {days} before release. Make the first-day plan again from here.{unknown}"
            )
        said.append(f"It stays under CHECK THIS until: {phrases.checked(number, ('late_move',))}")
    if facts.get("open_conditions") is True:
        said.append("Check this: open conditions were recorded before the move; do they hold here?")
    return said


def _asked_after(decided: Decided) -> str:
    number, facts = decided.record.prison_number, decided.record.facts
    asked = [name for name in ("pom", "in_home_area", "resettlement_prison") if name not in facts]
    return f"set {number} {' '.join(f'{name}=…' for name in asked)}" if asked else f"show {number}"


@click.command("com")
@click.argument("person")
@click.argument("name")
@click.option("--email", help="Their email. One recorded for another COM is not kept.", metavar="EMAIL")
@click.option("--office", help="Their office. Default: as it was.", metavar="OFFICE")
@told_option
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def com_command(
    app: App,
    person: str,
    name: str,
    email: str | None,
    office: str | None,
    told: date | None,
    source: str | None,
    dry_run: bool,
) -> None:
    """Record who the COM is now.

    \b
    Examples:
      releasecheck com rivers "T. Hughes" --email t.hughes@probation.example

    Every change is kept and counted. "not known" records that nobody is named.
    """
    record, com = app.person(person), typed("com", name)
    number, called = record.prison_number, who(record.prison_number, record.facts)
    facts: dict[str, FactValue | None] = {"com": com}
    if email is not None or not staff_of(app).are_one(com, record.facts.get("com")):
        facts["com_email"] = typed("com_email", email or "")
    if office is not None:
        facts["com_office"] = typed("com_office", office)
    change = PersonChange(number, facts, told_on=told, source=source, by_day=told is not None)
    decided = record_change(app, change, dry_run=dry_run)
    if decided is None:
        looked_at(app, [] if dry_run else [number])
        click.echo(f"{called}: nothing new, that was recorded already. Next: releasecheck show {number}")
        return
    was = record.facts.get("com") or "not known"
    lines = older_lines(decided.change)
    if "com" not in decided.change.older:
        lines.append(f"{called} COM: {com or 'not known'} (was {was})")
    if com is not None and decided.record.facts.get("com") == com:
        lines += _about_the_com(app, decided, app.store.history(number), told or app.today, dry_run=dry_run)
    print_lines(app, lines)
    if dry_run:
        click.echo(NOTHING_SAVED)
    elif com is None:
        click.echo(f"Next: releasecheck mark {number} com_allocated requested")
    else:
        click.echo(f"Next, once they have met: releasecheck contact {number} --by COM --how video")


def _about_the_com(
    app: App, decided: Decided, entries: list[HistoryEntry], told: date, *, dry_run: bool
) -> list[str]:
    """How many there have been, whether they have met, and when they must."""
    named = [
        (fact.value, fact.told_on)
        for entry in entries
        if entry.voided_by is None
        for fact in entry.facts
        if fact.fact == "com"
    ]
    com, staff = str(decided.record.facts["com"]), staff_of(app)
    coms = holders([*named, (com, told)] if dry_run else named, staff)
    met = last_contact(contacts(entries), "COM", com, staff)
    said = [f"Met the person: {f'last on {day_in_words(met.on)}' if met else 'not recorded'}"]
    task = decided.plan.task("first_contact")
    if task is not None and task.due_on and state_on(task, app.today) in ("to_do", "overdue", "upcoming"):
        said.append(f"Contact is due by {day_in_words(task.due_on)}")
    office = decided.record.facts.get("com_office")
    said.append(f"Office: {office}" if office else "Office not known: add --office")
    return [*holder_lines("COM", coms, app.screen), *indented(said, app.screen)]
