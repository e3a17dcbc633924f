"""The answer of `import people`: at most a screen, what hurts first, with what to type about it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import click

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import say
from releasecheck.app.presenting.unshown import restricted_among
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.recording.list_tasks import ListTasks
from releasecheck.commands.imports.import_restricted import people_shown
from releasecheck.commands.imports.import_undo import how_to_undo
from releasecheck.core.text import safe
from releasecheck.core.words import count, for_shell, listed
from releasecheck.exchange.reading.answers.answer_lines import (
    LeavingSoon,
    head_lines,
    leaving_lines,
    no_day_lines,
    not_read_lines,
    not_used_lines,
)
from releasecheck.exchange.reading.answers.change_lines import change_lines
from releasecheck.exchange.reading.lists.by_crn import shared_crns
from releasecheck.exchange.reading.lists.people_diff import PeopleComparison
from releasecheck.exchange.reading.lists.people_file import PeopleFile, UnusedHeading
from releasecheck.formats.terminal import wrap
from releasecheck.planning.moves import Move
from releasecheck.reports.person.event_lines import event_line
from releasecheck.reports.person.move_lines import brief_line

_FEW = 20
"""People who are named; more are counted."""
_MOVED = 8
"""Moved releases that are named; more are counted."""
_REFUSED = 6
"""Refused rows that are named; more are counted."""


class Imported(NamedTuple):
    """A list that was brought in, or that only was to be seen what it would do."""

    file: Path
    rejects_file: Path | None
    people: PeopleFile
    comparison: PeopleComparison
    tasks: ListTasks
    told_on: date
    saved: bool
    changed: str
    """How its headings differ from the last such list's; or nothing."""
    unused: tuple[UnusedHeading, ...]
    """Columns that nothing was read from, which no such list had before."""


class Recorded(NamedTuple):
    """What came of saving a list, or of working out what that would do."""

    entry: int | None
    moved: tuple[tuple[Move, str], ...]
    """Whose releases move, the first to leave first."""
    leaving: tuple[LeavingSoon, ...]
    """Who of the new and changed leaves by the next working day."""


def say_what_came_of_people(app: App, came: Imported, recorded: Recorded) -> None:
    """The whole answer: to stdout what it is about, to stderr what was refused and what to type next."""
    people, comparison, unshown, whole = people_shown(app, came.people, came.comparison)
    screen, tasks = app.screen, came.tasks.without(restricted(app))
    came = came._replace(people=people, comparison=comparison)
    sentence = comparison.sentence(sum(move.pressing for move, _ in recorded.moved), whole)
    lines = head_lines(people, sentence, came.told_on, screen)
    until = app.calendar().next_working_day(app.today + timedelta(days=1))
    lines += _events(app, comparison)
    lines += no_day_lines(people, comparison, screen)
    lines += leaving_lines(recorded.leaving, until, screen)
    lines += _moves(app, recorded)
    named = {move.prison_number for move, _ in recorded.moved}
    lines += change_lines((*comparison.changed, *comparison.older), screen, named)
    if unshown:
        lines.append(restricted_among(unshown))
    for line in tasks.lines():
        lines += ["", *wrap(line, screen.room, "", "  ")]
    lines += not_read_lines(comparison, screen)
    lines += not_used_lines(came.unused, screen)
    click.echo("\n".join(map(safe, lines)))
    for note in (*people.notes, *came.tasks.notes, came.changed):
        if note:
            say(app, safe(note))
    for problem in comparison.refused[:_REFUSED]:
        click.echo(safe(str(problem)), err=True)
    if len(comparison.refused) > _REFUSED:
        click.echo(f"and {len(comparison.refused) - _REFUSED:,} more like these", err=True)
    _say_the_rest(app, came, recorded)


def _events(app: App, comparison: PeopleComparison) -> list[str]:
    """Each event by number, before anything else that changed."""
    people = sorted((*comparison.new, *comparison.changed), key=lambda one: one.prison_number)
    said = [event_line(one.prison_number, event, one.facts) for one in people for event in one.events]
    said += [
        f"{new}: same name and date of birth as {old}, who is not in this list. One person? "
        f"Then: releasecheck merge {old} {new}"
        for old, new in comparison.one_person
    ]
    told = [(one.prison_number, one.facts["crn"]) for one in people if "crn" in one.facts]
    shared = shared_crns(app.store.by_crn(), told) if told else {}
    looked_at(app, {number for numbers in shared.values() for number in numbers})
    said += [
        f"CHECK THIS {listed(numbers)} have the same CRN, {crn}: whose is it? "
        "Once known: releasecheck set NUMBER crn=…"
        for crn, numbers in shared.items()
    ]
    return [line for each in said for line in wrap(each, app.screen.room, "", "  ")]


def _moves(app: App, recorded: Recorded) -> list[str]:
    """Whose day moved and what that makes urgent, the first to leave first."""
    moved = recorded.moved
    if not moved:
        return []
    urgent = sum(move.pressing for move, _ in moved)
    also = f", {urgent:,} with something urgent" if urgent else ""
    lines = ["", f"MOVED, {count(len(moved), 'release day')}{also}"]
    lines += [
        line
        for move, name in moved[:_MOVED]
        for line in wrap(brief_line(move, name), app.screen.room, "  ", "    ")
    ]
    if len(moved) > _MOVED:
        lines.append(f"  and {len(moved) - _MOVED:,} more whose release moves")
    return lines


def _say_the_rest(app: App, came: Imported, recorded: Recorded) -> None:
    """Who is not in the list, how to take it back, where the rest is, and what is next."""
    comparison = came.comparison
    if comparison.not_in_file:
        left = count(len(comparison.not_in_file), "person", "people")
        few = len(comparison.not_in_file) <= _FEW
        who = f": {', '.join(comparison.not_in_file)}" if few else ""
        say(app, f"{left} in the record and not in this file, left as they are{who}")
    if not came.saved:
        click.echo("Nothing saved.")
    if recorded.entry is not None:
        say(app, how_to_undo(app, recorded.entry))
    if comparison.refused or comparison.unread:
        _say_where(app, came, recorded)
    if came.saved and (comparison.new or comparison.changed or comparison.older):
        say(app, "Next: releasecheck today, or releasecheck list")


def _say_where(app: App, came: Imported, recorded: Recorded) -> None:
    """Where everything that was not read is listed, and what to mend it with."""
    if came.rejects_file is not None:
        say(app, f"What was not read is in {came.rejects_file}, each row with why")
    elif recorded.entry is not None:
        say(app, f"All that was not read: releasecheck import report {recorded.entry}")
    else:
        name = "refused.csv" if str(came.file) == "-" else f"{came.file.stem}-refused.csv"
        say(app, f"To get what was not read as a file, with why: add --rejects {for_shell(name)}")
