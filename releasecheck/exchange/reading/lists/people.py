"""Rows of a list -> what they say of each person, which cells nobody could read, which rows are refused.

Everything here is a value. Only the prison number can refuse a row: any other cell that cannot be read is an
`UnreadCell`, its fact stays as it was, and the person is recorded for the rest. Nothing is written;
`people_diff` says what would change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice

from releasecheck.core.domain import NOTHING, FactValue
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, is_crn, plain_prison_number
from releasecheck.exchange.reading.files.table import SHEET_ROWS, Row, SourceCell, SourceTable
from releasecheck.exchange.reading.lists.arranged import arranged
from releasecheck.exchange.reading.lists.by_crn import ADDED_HEADING, Crns, crn_of, why_not, with_numbers
from releasecheck.exchange.reading.lists.column_map import NO_MAP, ListMap
from releasecheck.exchange.reading.lists.headings import (
    Layout,
    column_of,
    has_prison_number,
    read_headings,
    without_days,
)
from releasecheck.exchange.reading.lists.list_rows import (
    ListRow,
    ListSection,
    day_of_list,
    kind_of_row,
    prison_of_list,
    section_of,
)
from releasecheck.exchange.reading.lists.office_words import OfficeWords
from releasecheck.exchange.reading.lists.people_file import (
    NoPerson,
    PeopleFile,
    ReadRow,
    RowError,
    RowFacts,
    UnreadCell,
)
from releasecheck.exchange.reading.lists.person_row import RowReading, read_person, simply_said
from releasecheck.exchange.reading.lists.release_column import release_heading
from releasecheck.exchange.reading.lists.row_reader import Headed, filled, find_headings, one_line, repeated
from releasecheck.exchange.reading.lists.undated import Undated, weeks_of
from releasecheck.people.days import written_month_first
from releasecheck.people.facts import FACTS, expected, folded, show_value
from releasecheck.people.sentence_dates import RELEASE_DATES, UNTYPED_FACT

_ONLY_MONTH_FIRST = re.compile(r" *[0-9]{1,2}[-/.](1[3-9]|2[0-9]|3[01])[-/.]")
_SAMPLED = 300
"""Rows looked at to settle what a heading means."""


def read_people(
    table: SourceTable,
    mapping: ListMap = NO_MAP,
    *,
    blank_clears: bool = False,
    words: OfficeWords | None = None,
    today: date | None = None,
    crns: Crns = NOTHING,
) -> PeopleFile:
    """People from the rows of a table, under its headings, or under what an office's mapping makes of them.

    `blank_clears`: an empty cell says "not known"; without it, it says nothing.
    `words`: what headings and cells mean here, where an office has words of its own.
    `today`: near which days lie that have no year, where the list does not say when it was made.
    `crns`: who here has which CRN, for rows that have no prison number.
    Raises ReleasecheckError for a table without headings, without prison numbers or without rows.
    """
    table = arranged(table, mapping.columns, words)
    table = with_numbers(table, crns, partial(column_of, names=mapping.columns, words=words))
    headed = find_headings(table, partial(has_prison_number, names=mapping.columns, words=words))
    sample = partial(_sample, table, headed.row)
    read = partial(
        read_headings,
        table.name,
        headed.row,
        headed.headings,
        words=words,
        answers=mapping.values,
        sample=sample,
    )
    above = _above(table, headed)
    list_day = day_of_list(above)
    undated = Undated(list_day or today, weeks_of(table.sheets))
    layout = read(mapping.columns)
    titles = (*(cell for cells in above for cell in cells if filled(cell)), table.name, *table.sheets)
    if not layout.has_days and (day := release_heading(headed.headings, titles, sample, list_day, undated)):
        layout = read({folded(day): "Release Date", **mapping.columns})
    layout = replace(layout, undated=undated)
    people = _People(layout, table, crns, blank_clears=blank_clears)
    for row in headed.body:
        people.take(row)
    if month_first := people.month_first():
        people = _People(without_days(layout, month_first), table, crns, blank_clears=blank_clears)
        for row in table.rows():
            if row[0] > headed.row and any(map(filled, row[1])):
                people.take(row)
    return people.file(headed, mapping)


def _above(table: SourceTable, headed: Headed) -> list[Sequence[SourceCell]]:
    """The rows above the headings."""
    return [cells for number, cells in islice(table.rows(), headed.row) if number < headed.row]


def _sample(table: SourceTable, heading_row: int, index: int) -> Sequence[str]:
    """The first cells of a column that are filled, in rows that are somebody."""
    rows = (cells for number, cells in table.rows() if number > heading_row)
    return [
        cell
        for cells in islice(rows, _SAMPLED)
        if index < len(cells) and filled(cell := cells[index])
        # A month or a total stands in any column.
        if any(other and plain_prison_number(other) for other in cells)
    ]


class _People:
    """Takes row after row, and is a file at the end."""

    def __init__(self, layout: Layout, table: SourceTable, crns: Crns, *, blank_clears: bool) -> None:
        self._layout, self._table, self._blank_clears = layout, table, blank_clears
        self._crns = crns
        self._crn_at = next((column.index for column in layout.columns if column.sets == ("crn",)), None)
        self._rows: dict[str, ReadRow] = {}
        self._errors: list[RowError] = []
        self._unread: list[UnreadCell] = []
        self._no_people: list[NoPerson] = []
        self._below: list[Sequence[SourceCell]] = []
        self._mentioned: set[str] = set()
        self._section: ListSection | None = None
        self._sheet = 0
        self._left_out: Counter[str] = Counter()
        """Of people under a row that says so, how many are not read."""
        self._repeated = self._taken = 0
        self._day: date | None = None
        self._simple = not (blank_clears or layout.typed or layout.rivals or layout.kind) and layout.has_days
        self._diary = not layout.has_days
        self._number_at = next(column.index for column in layout.columns if column.sets == ("prison_number",))
        self._name_at = tuple(column.index for column in layout.columns if "last_name" in column.sets)
        self._headings = tuple(heading for heading in layout.headings if heading != ADDED_HEADING)

    def take(self, row: Row) -> None:
        """Read one row under the headings."""
        number, cells = row
        self._taken += 1
        if number // SHEET_ROWS != self._sheet:
            # What stands above people is said of those of its own sheet.
            self._sheet, self._day, self._section = number // SHEET_ROWS, None, None
        if self._section is None and self._simple and (simply := simply_said(self._layout, number, cells)):
            self._errors += simply.errors
            self._keep(number, simply)
            return
        kind = self._kind(cells)
        if kind.kind == "person":
            found = read_person(self._layout, number, cells, self._day, blank_clears=self._blank_clears)
            if self._section is not None and self._is_over(self._section, found.said):
                self._left_out[self._section.title] += 1
                return
            self._errors += found.errors
            self._keep(number, found)
        elif kind.kind == "refused":
            self._refuse(number, cells)
        else:
            self._nobody(number, cells, kind)

    def _is_over(self, section: ListSection, said: RowFacts) -> bool:
        """Whether somebody of a section is none of those who leave: has gone, and not on a day to come."""
        days = [day for name in RELEASE_DATES if isinstance(day := said.get(name), date)]
        near = self._layout.undated.near
        return not section.gone or (near is not None and bool(days) and max(days) < near)

    def _kind(self, cells: Sequence[SourceCell]) -> ListRow:
        if self._table.unit != "row":
            number = cells[self._number_at]
            return ListRow("person" if number and plain_prison_number(number) else "refused")
        return kind_of_row(
            cells,
            self._number_at,
            self._name_at,
            self._headings,
            diary=self._diary,
            near=self._layout.undated.near,
        )

    def _refuse(self, number: int, cells: Sequence[SourceCell]) -> None:
        text = cells[self._number_at] if self._number_at < len(cells) else ""
        said = one_line(text or "")
        heading, needed = self._layout.number_heading, expected(FACTS["prison_number"])
        if is_crn(said) or (said and said == crn_of(cells, self._crn_at)):
            heading, needed = FACTS["crn"].title, why_not(said, self._crns)
        elif self._crn_at is not None:
            needed += ", or give the CRN of somebody here"
        self._errors.append(RowError(self._layout.file, number, heading, repeated(said, needed), needed))

    def _nobody(self, number: int, cells: Sequence[SourceCell], row: ListRow) -> None:
        self._below.append(cells)
        if row.kind in ("day", "end_of_day"):
            self._day = row.day
        if row.kind != "headings":
            self._section = section_of(cells)
        if row.kind != "day":
            first = next(filter(filled, cells), "")
            self._no_people.append(NoPerson(number, one_line(first)))

    def _keep(self, number: int, found: RowReading) -> None:
        said = found.said
        who = str(said.pop("prison_number"))
        self._mentioned.add(who)
        if found.errors:
            return
        self._unread += found.unread
        row = ReadRow(number, who, said, found.carried, found.listed)
        first = self._rows.setdefault(who, row)
        if first is row:
            return
        if first.facts == said:
            self._repeated += 1
        elif (another := _another(first, said)) is not None:
            self._errors.append(
                RowError(
                    *(self._layout.file, number, self._layout.number_heading, who),
                    f"is already on {self._table.place(first.row)}, where it has another {another}",
                )
            )
        else:
            self._repeated += 1
            self._rows[who], differing = _together(first, row, self._layout, self._table.place)
            self._unread += differing

    def month_first(self) -> tuple[str, ...]:
        """The headings of columns whose days are written month first, as their cells show together."""
        wrong = Counter(cell.column for cell in self._unread if _ONLY_MONTH_FIRST.match(cell.value or ""))
        days = (*self._layout.columns, *(typed.day for typed in self._layout.typed if typed.day))
        return tuple(
            column.heading
            for column in days
            if wrong[column.heading] > 1 and written_month_first(self._column(column.index))
        )

    def _column(self, index: int) -> Iterator[str]:
        for _, cells in self._table.rows():
            yield (cells[index] or "") if index < len(cells) else ""

    def file(self, headed: Headed, mapping: ListMap) -> PeopleFile:
        """Everything that was read."""
        layout, table = self._layout, self._table
        if not self._taken:
            raise ReleasecheckError(f"{table.name} has headings and nobody under them: nothing to import")
        above = _above(table, headed)
        untyped = sum(row.facts.get(UNTYPED_FACT) is not None for row in self._rows.values())
        return PeopleFile(
            name=table.name,
            rows=tuple(self._rows.values()),
            errors=tuple(replace(error, where=table.place(error.row)) for error in self._errors),
            unread=tuple(self._unread),
            no_people=tuple(self._no_people),
            unused_headings=layout.unused,
            headings=layout.headings,
            notes=(
                *(*table.notes, *mapping.notes(headed.headings), *layout.notes),
                *(_which_date(layout, untyped) if untyped else ()),
                *_not_leaving(self._left_out),
            ),
            repeated=self._repeated,
            mentioned=frozenset(self._mentioned),
            heading_row=headed.row,
            table=table,
            has_days=layout.has_days
            or self._day is not None
            or any(RELEASE_DATES.intersection(row.facts) for row in self._rows.values()),
            dated=day_of_list((*above, *self._below)) if table.unit == "row" else None,
            prison=prison_of_list(above) if table.unit == "row" else None,
            listed_headings=tuple(heading for heading in headed.headings if heading),
        )


def _not_leaving(sections: Mapping[str, int]) -> Iterator[str]:
    """How many stand under each row that says they do not leave from here."""
    for title, people in sections.items():
        whom = count(people, "person", "people")
        yield f'"{one_line(title)}": {whom} under it not read. Who does leave from here belongs above it'


def _which_date(layout: Layout, people: int) -> tuple[str, ...]:
    """What must be asked of dates that came without a type."""
    days = (typed.day.heading for typed in layout.typed if typed.day is not None)
    heading = layout.untyped or next(days, "The day")
    whom = count(people, "person", "people")
    return (f"{heading}: of {whom} nobody says which date it is. Counted to for now, last of all dates",)


_WHO = ("last_name", "date_of_birth")


def _another(first: ReadRow, said: RowFacts) -> str | None:
    """By what a second row of a number seems to be about somebody else; None where it is the same person."""
    for name in _WHO:
        there, here = first.facts.get(name), said.get(name)
        if there is not None and here is not None and there != here:
            return FACTS[name].title.lower()
    return None


def _together(
    first: ReadRow, second: ReadRow, layout: Layout, place: Callable[[int], str]
) -> tuple[ReadRow, list[UnreadCell]]:
    """Two rows about one person as one, and where they differ: of two days of release neither is taken."""
    facts = {**second.facts, **first.facts}
    differing: list[UnreadCell] = []
    for name, value in _differing(first.facts, second.facts):
        release = name in RELEASE_DATES
        if release:
            there, here = (show_value(FACTS[name], one) for one in (first.facts[name], value))
            facts[name] = None
            facts["release_day_words"] = f"{there}, and {here}"
        heading = next((heading for heading, sets in layout.headings.items() if name in sets), name)
        why = f"{place(first.row)} has another"
        differing.append(UnreadCell(second.row, second.prison_number, heading, None, why, release))
    if any(facts.get(name) is not None for name in RELEASE_DATES):
        facts["release_day_words"] = None
    return replace(first, facts=facts), differing


def _differing(first: RowFacts, second: RowFacts) -> Iterator[tuple[str, FactValue]]:
    for name, value in second.items():
        before = first.get(name)
        if value is not None and before is not None and before != value and name != "release_day_words":
            yield name, value
