"""What a list of people says of their tasks, in columns beside the facts: an office's tracker comes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.opening.session import App
from releasecheck.app.reading.task_words import task_words
from releasecheck.app.recording.marking import told_on as fact_told_on
from releasecheck.core.words import count, plain_prison_number
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.lists.column_map import ListMap
from releasecheck.exchange.reading.lists.people_diff import PeopleComparison
from releasecheck.exchange.reading.lists.people_file import PeopleFile, RowFacts, UnreadCell, UnusedHeading
from releasecheck.exchange.reading.lists.row_reader import Place
from releasecheck.exchange.reading.trackers.person_outcomes import NewOutcome, add_outcomes
from releasecheck.exchange.reading.trackers.task_cells import Names
from releasecheck.exchange.reading.trackers.task_columns import (
    FoundColumns,
    find_task_columns,
    read_task_columns,
)
from releasecheck.exchange.reading.trackers.task_file import LeftOne, ReadOutcome
from releasecheck.exchange.reading.trackers.task_words import TrackerWords
from releasecheck.exchange.reading.trackers.tasks_diff import TaskComparison
from releasecheck.exchange.reading.trackers.tracker_map import as_they_say
from releasecheck.people.facts import folded
from releasecheck.planning.changes import PersonChange, decide

if TYPE_CHECKING:
    from releasecheck.core.domain import PersonRecord

_ITEMS = 3
"""Items that are named; more are counted."""


class ListTasks(NamedTuple):
    """What the list adds to tasks."""

    new: tuple[NewOutcome, ...] = ()
    unread: tuple[UnreadCell, ...] = ()
    """Cells of which somebody must say more."""
    columns: frozenset[int] = frozenset()
    """The columns that were read, from 0."""
    unsure: tuple[UnusedHeading, ...] = ()
    """Columns that could be a task, or something else."""
    notes: tuple[str, ...] = ()

    def changes(self, source: str) -> list[PersonChange]:
        """What to record, after the facts."""
        return TaskComparison("cell", self.new, 0, 0, 0, ()).changes(source)

    def without(self, numbers: Collection[str]) -> ListTasks:
        """The same without what it adds to these people."""
        return self._replace(new=tuple(one for one in self.new if one.prison_number not in numbers))

    def lines(self) -> tuple[str, ...]:
        """What came over, in words: which tasks, and what of them is still to write down."""
        if not self.new:
            return ()
        items = Counter(one.recorded.item for one in self.new)
        people = count(len({one.prison_number for one in self.new}), "person", "people")
        named = [f"{item} {number:,}" for item, number in items.most_common(_ITEMS)]
        others = f" and {count(len(items) - _ITEMS, 'other task')}" if len(items) > _ITEMS else ""
        gaps = sum(bool(one.gaps) for one in self.new)
        missing = f"; {gaps:,} lack evidence, shown as gaps" if gaps else ""
        outcomes = count(len(self.new), "outcome comes", "outcomes come")
        return (f"{outcomes} over for {people}: {', '.join(named)}{others}{missing}",)

    def left_unused(
        self, unused: Sequence[UnusedHeading], spoken_of: Collection[str] = ()
    ) -> tuple[UnusedHeading, ...]:
        """The headings that nothing was read from, not even as a task; those that could be one say which.

        `spoken_of`: headings, folded, that need no word again.
        """
        asked = {one.index: one for one in self.unsure}
        return tuple(
            asked.get(one.index, one)
            for one in unused
            if one.index not in self.columns and folded(one.heading) not in spoken_of
        )


def list_tasks(
    app: App,
    people: PeopleFile,
    comparison: PeopleComparison,
    changes: Sequence[PersonChange],
    answers: ListMap,
    list_day: date,
) -> ListTasks:
    """The outcomes that the list tells and the record does not have yet.

    `changes`: what the list changes of facts, which comes first; `answers`: what headings and words mean to
    the office; `list_day`: settles days without a year, and dates what has none.
    """
    words = task_words(app)
    headings = _headings(people)
    found, as_written = _columns(people, headings, Names(app.whole_catalogue(), words), words, answers)
    unsure = tuple(
        UnusedHeading(place.heading, asks=f"the task {item}", index=place.at)
        for place, item in found.unsure.items()
    )
    if not found.items:
        return ListTasks(unsure=unsure)
    # A row that may be about somebody else says nothing of their tasks either.
    refused = {error.row for error in comparison.refused}
    wanted = {row.prison_number for row in people.rows if row.row not in refused}
    rows = _rows(people, headings, wanted, found, answers)
    read = read_task_columns(found, rows, words, list_day)
    numbers = sorted({*read.outcomes, *(one.prison_number for one in read.left)})
    left: dict[str, list[LeftOne]] = {}
    for one in read.left:
        left.setdefault(one.prison_number, []).append(one)
    by_number = {change.prison_number: change for change in changes}
    new: list[NewOutcome] = []
    unread: list[UnreadCell] = []
    for record in _records(app, numbers, by_number):
        number = record.prison_number
        added = add_outcomes(
            *(record, read.outcomes.get(number, ()), left.get(number, ()), app.planner(), app.today),
            by=app.by,
            told_on=partial(fact_told_on, app, number),
            # What an office has done is done, whether or not the facts we know so far ask for it.
            although=True,
        )
        new += added.new
        unread += [_unread(one, as_written, one.text, why) for one, why in added.refused]
        unread += [_unread(one, as_written, one.value, one.why) for one in added.left]
    columns = {place.at for column in found.items for place in (column.cell, column.day) if place}
    return ListTasks(tuple(new), tuple(unread), frozenset(columns), unsure, read.notes)


def _headings(people: PeopleFile) -> list[str]:
    """The headings by their place."""
    cells = next(cells for number, cells in people.table.rows() if number == people.heading_row)
    return [" ".join((cell or "").split()) for cell in cells]


def _columns(
    people: PeopleFile, headings: Sequence[str], names: Names, words: TrackerWords, answers: ListMap
) -> tuple[FoundColumns, dict[str, str]]:
    """Which columns are tasks, by their headings or as a map says; and the headings as they are written."""
    unused = {one.heading for one in people.unused_headings}
    facts = {
        at: people.headings[heading][0] if len(people.headings[heading]) == 1 else ""
        for at, heading in enumerate(headings)
        if heading in people.headings
    }
    meant = {
        at: answers.columns.get(folded(heading), heading)
        for at, heading in enumerate(headings)
        if heading and (heading in unused or at in facts)
    }
    places = [Place(at, meaning) for at, meaning in meant.items()]
    return find_task_columns(places, names, words, facts), {meant[at]: headings[at] for at in meant}


#: What says nothing of a task under a fact: nearly every row of a country has only these.
_ONLY_OF_FACTS = frozenset({None, "", "yes", "no", "Yes", "No", "YES", "NO", "Y", "N"})


def _rows(
    people: PeopleFile,
    headings: Sequence[str],
    wanted: set[str],
    found: FoundColumns,
    answers: ListMap,
) -> Iterator[tuple[int, str, RowFacts, Sequence[SourceCell]]]:
    """The rows of people who are recorded that may say something of a task, each with whom it is about."""
    tasks = [place.at for one in found.items if not one.of_fact for place in (one.cell, one.day) if place]
    facts = [one.cell.at for one in found.items if one.of_fact]
    number_at = next(
        at for at, heading in enumerate(headings) if people.headings.get(heading) == ("prison_number",)
    )
    for row, cells in people.table.rows():
        width = len(cells)
        if not any(at < width and cells[at] for at in tasks) and _ONLY_OF_FACTS.issuperset(
            cells[at] for at in facts if at < width
        ):
            continue
        number = plain_prison_number(cells[number_at] or "") if number_at < width else None
        if row > people.heading_row and number in wanted:
            yield row, number, {}, as_they_say(answers.values, headings, cells)


def _records(app: App, numbers: Sequence[str], changes: dict[str, PersonChange]) -> Iterator[PersonRecord]:
    """Each person as the list makes them."""
    known = {record.prison_number: record for record in app.store.records(numbers)}
    for number in numbers:
        before, change = known.get(number), changes.get(number)
        if change is not None:
            yield decide(before, change, app.planner(), app.today).record
        elif before is not None:
            yield before


def _unread(
    one: ReadOutcome | LeftOne, as_written: Mapping[str, str], text: str | None, why: str
) -> UnreadCell:
    return UnreadCell(one.row, one.prison_number, as_written.get(one.column, one.column), text, why)
