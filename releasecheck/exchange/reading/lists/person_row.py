"""One row of a list as what it says of one person, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from releasecheck.core.domain import NOTHING, FactValue
from releasecheck.core.words import day_in_words
from releasecheck.exchange.reading.files.table import LONGEST_CELL, NO_VALUE, SourceCell
from releasecheck.exchange.reading.lists.cells import date_type
from releasecheck.exchange.reading.lists.custody_columns import NO_PRISON, alert_facts, read_listed
from releasecheck.exchange.reading.lists.headings import Layout
from releasecheck.exchange.reading.lists.office_words import plain_word, says_nothing
from releasecheck.exchange.reading.lists.people_file import (
    NOTHING_CARRIED,
    Carried,
    RowError,
    RowFacts,
    UnreadCell,
)
from releasecheck.exchange.reading.lists.row_reader import filled, one_line, whole
from releasecheck.exchange.reading.lists.source_columns import SourceColumn, TypedDate
from releasecheck.people.days import parse_day
from releasecheck.people.facts import FACTS, BadValue, folded, parse_yes_no, show_value
from releasecheck.people.plan_inputs import KNOWN_SINCE, OWNERS, RELEASES_TOLD, owners_given, told_before
from releasecheck.people.sentence_dates import RELEASE_DATES, UNTYPED_FACT
from releasecheck.planning.listed_events import NOT_LISTED, Listed

#: What an empty cell says where it says anything.
_NOT_KNOWN = "not known"
#: An empty cell never takes somebody's name away.
_NAMES = frozenset({"prison_number", "last_name", "first_name"})
_CARRIED: Mapping[str, Callable[[str], object]] = {
    KNOWN_SINCE: parse_day,
    RELEASES_TOLD: told_before,
    OWNERS: owners_given,
}
_WITHOUT_VALUE = "a formula without its value"
_LONGEST_WORDS = FACTS["release_day_words"].longest


@dataclass(slots=True)
class RowReading:
    """What one row says, and what of it nobody could read."""

    said: dict[str, FactValue | None]
    unread: list[UnreadCell] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    """What of another record's export is damaged: then the row is refused."""
    carried: Carried = NOTHING_CARRIED
    listed: Listed = NOT_LISTED


def read_person(
    layout: Layout, row: int, cells: Sequence[SourceCell], day: date | None, *, blank_clears: bool
) -> RowReading:
    """All that a row says of somebody whose prison number it has.

    `day`: of a diary, the day that stands above the row.
    """
    reading = _Reading(layout, row, cells, blank_clears=blank_clears)
    reading.columns()
    for typed in layout.typed:
        reading.typed(typed, day)
    if day is not None and not layout.typed:
        reading.tell("", {UNTYPED_FACT: day})
    reading.rivals()
    reading.kind()
    return _with_the_rest(reading.finish(), layout, row, cells)


def _with_the_rest(found: RowReading, layout: Layout, row: int, cells: Sequence[SourceCell]) -> RowReading:
    """With where the row has somebody, and what another record's export says beside the facts."""
    place = found.said.pop(NO_PRISON, None)
    if layout.carried:
        found.carried = _read_carried(layout, row, cells, found.errors)
    if layout.custody or place is not None:
        found.listed = _read_listed(layout, row, cells, found, str(place or ""))
    return found


class _Reading:
    """Reads the cells of one row."""

    def __init__(self, layout: Layout, row: int, cells: Sequence[SourceCell], *, blank_clears: bool) -> None:
        self._layout, self._row, self._blank_clears = layout, row, blank_clears
        self._cells = (*cells, *[None] * (layout.width - len(cells)))
        self._said: dict[str, tuple[str, FactValue | None]] = {}
        self._unread: list[UnreadCell] = []
        self._instead: list[str] = []
        """What stands where a day of release should be, and is none."""

    def columns(self) -> None:
        """Every column that says something by itself."""
        extra = [cell for cell in self._cells[self._layout.width :] if filled(cell)]
        if extra:
            self._cannot(f"column {self._layout.width + 1}", extra[0], "stands under no heading")
        for column, text in self._filled():
            releases = RELEASE_DATES.issuperset(column.sets)
            told = self._read(column, text, release=releases)
            if told:
                self.tell(column.heading, told)
            elif releases:
                self._instead.append(_WITHOUT_VALUE if text == NO_VALUE else text)

    def _filled(self) -> Iterator[tuple[SourceColumn, str]]:
        """Each cell that says something; an empty one says "not known", or nothing."""
        for column in self._layout.columns:
            cell = self._cells[column.index]
            if filled(cell):
                yield column, cell
            elif self._blank_clears and cell is not None and not _NAMES.issuperset(column.sets):
                yield column, _NOT_KNOWN

    def _read(self, column: SourceColumn, text: str, *, release: bool = False) -> RowFacts:
        try:
            return column.read(whole(text))
        except BadValue as problem:
            day = self._layout.undated.settled(text, self._row) if release else None
            if day is not None:
                return {column.sets[0] if len(column.sets) == 1 else UNTYPED_FACT: day}
            self._cannot(column.heading, text, str(problem), release=release)
            return NOTHING

    def typed(self, typed: TypedDate, above: date | None) -> None:
        """A day, and the type that another column gives it."""
        layout = self._layout
        kind = (self._cells[typed.type.index] or "").strip()
        answer = layout.answers.get(folded(typed.type.heading), NOTHING).get(plain_word(kind))
        of = date_type(layout.words, kind if answer is None else answer)
        own = {name for column in layout.columns for name in column.sets}
        fact = UNTYPED_FACT if of.fact in own else of.fact
        text = "" if typed.day is None else self._cells[typed.day.index] or ""
        if not filled(text) and above is None:
            if self._blank_clears and typed.day is not None and fact in FACTS:
                self.tell(typed.day.heading, {fact: None})
            self.tell(typed.type.heading, of.facts)
            return
        day = above if typed.day is None else self._read(typed.day, text, release=True).get(UNTYPED_FACT)
        if of.why:
            self._cannot(typed.type.heading, kind, of.why)
        self.tell(typed.type.heading, of.facts)
        if day is None or not of.fact:
            self._instead.append(
                _WITHOUT_VALUE if text == NO_VALUE else f"{text} {kind if day else ''}".strip()
            )
            return
        heading = typed.type.heading if typed.day is None else typed.day.heading
        if not of.releases:
            self._instead.append(f"{show_value(FACTS[of.fact], day)}, {kind}")
        self.tell(heading, {fact: day})
        confirmed = self._cells[typed.confirmed.index] if typed.confirmed else None
        if typed.confirmed and filled(confirmed):
            self._confirm(typed.confirmed, confirmed, day)

    def rivals(self) -> None:
        """Another column of release dates, with another day: then neither stands."""
        for column in self._layout.rivals:
            text = self._cells[column.index]
            day = self._read(column, text, release=True).get(UNTYPED_FACT) if filled(text) else None
            days = self._days()
            if isinstance(day, date) and days and day not in days.values():
                self._leave_open(f"{_in_words(*days.values())}, and {column.heading} {_in_words(day)}")

    def kind(self) -> None:
        """The type that says on which of the dates somebody leaves: without that one none stands."""
        column = self._layout.kind
        text = "" if column is None else (self._cells[column.index] or "").strip()
        if column is None or not text:
            return
        of = date_type(self._layout.words, text)
        self.tell(column.heading, of.facts)
        days = self._days()
        if of.fact in _NEEDS_ITS_OWN and days and not {of.fact, "confirmed_release_date"} & days.keys():
            self._leave_open(f"{text}, and no such day: only {_in_words(*days.values())}")

    def _days(self) -> dict[str, date]:
        """The days of release that the row has said so far."""
        said = {name: self._said[name][1] for name in RELEASE_DATES if name in self._said}
        return {name: day for name, day in said.items() if isinstance(day, date)}

    def _leave_open(self, words: str) -> None:
        """Take no day of release from this row, and say why."""
        for name in self._days():
            del self._said[name]
        self._instead.insert(0, words)

    def _confirm(self, column: SourceColumn, text: str, day: FactValue) -> None:
        """Yes makes this the confirmed date, no says that there is none."""
        try:
            answer = parse_yes_no(text)
        except BadValue as problem:
            self._cannot(column.heading, text, str(problem))
            return
        if answer is not None:
            self.tell(column.heading, {"confirmed_release_date": day if answer else None})

    def tell(self, heading: str, told: RowFacts) -> None:
        """Keep what a cell says; where another said otherwise, that stands, and of two days neither does."""
        for name, value in told.items():
            other, already = self._said.setdefault(name, (heading, value))
            if already == value:
                continue
            if already is None:
                self._said[name] = (heading, value)
            elif value is not None:
                release = name in RELEASE_DATES
                if release:
                    both = " and ".join(show_value(FACTS[name], one) for one in (already, value))
                    self._instead.insert(0, both)
                    self._said[name] = (heading, None)
                both = f"{other} and {heading}" if other and heading else heading
                self._cannot(both, None, f"differ, and both are {name}", release=release)

    def _cannot(self, column: str, text: str | None, why: str, *, release: bool = False) -> None:
        who = self._said.get("prison_number", ("", ""))[1]
        shown = None if text is None or not self._repeatable(column) or text == NO_VALUE else one_line(text)
        self._unread.append(UnreadCell(self._row, str(who or ""), column, shown, why, release))

    def _repeatable(self, heading: str) -> bool:
        """Whether an answer may repeat the cell: not a name of somebody in prison, and nothing sensitive."""
        facts = [FACTS[name] for name in self._layout.headings.get(heading, ())]
        return not any((fact.kind == "name" and fact.group == "identity") or fact.sensitive for fact in facts)

    def finish(self) -> RowReading:
        """What the row says in all."""
        said = {name: value for name, (_, value) in self._said.items()}
        _give_a_type(said, self._layout)
        who = str(said.get("prison_number") or "")
        if any(said.get(name) is not None for name in RELEASE_DATES):
            said["release_day_words"] = None
        elif self._instead and said.get("indeterminate") is not True:
            words = self._layout.words
            told = [text for text in self._instead if not says_nothing(words, text)] or self._instead
            said["release_day_words"] = one_line(told[0])[:_LONGEST_WORDS]
        unread = [cell if cell.prison_number else _of(cell, who) for cell in self._unread]
        return RowReading(said, unread)


#: Types whose day is earlier than the one that a sentence gives, or later: no other day may stand for it.
_NEEDS_ITS_OWN = frozenset({"hdc_actual_date", "post_recall_release_date", "actual_parole_date"})


def _in_words(*days: date) -> str:
    return " and ".join(day_in_words(day) for day in dict.fromkeys(days))


def _of(cell: UnreadCell, who: str) -> UnreadCell:
    return UnreadCell(cell.row, who, cell.column, cell.value, cell.why, cell.release)


def _give_a_type(said: dict[str, FactValue | None], layout: Layout) -> None:
    """A release date that is one of the row's dates with a type is that one, and nothing is left to ask.

    An earliest date of release may be a day on which nobody leaves yet.
    """
    day = said.get(UNTYPED_FACT)
    if day is None:
        return
    earliest = "earliest" in (layout.untyped or "").casefold()
    others = RELEASE_DATES | _EARLIEST if earliest else RELEASE_DATES
    if any(said.get(name) == day for name in others - {UNTYPED_FACT}):
        said[UNTYPED_FACT] = None


_EARLIEST = frozenset({"hdc_eligibility_date", "parole_eligibility_date", "tariff_date"})


def simply_said(layout: Layout, row: int, cells: Sequence[SourceCell]) -> RowReading | None:
    """What a row says when nothing about it is out of the ordinary; else None, and it is looked at with care.

    It takes a third of the time, and nearly every row of a country is such a row.
    """
    if len(cells) > layout.width:
        return None
    said: dict[str, FactValue | None] = {}
    read = 0
    try:
        for column in layout.columns:
            cell = cells[column.index]
            if filled(cell):
                if cell[0] == "'" or len(cell) > LONGEST_CELL:
                    return None
                told = column.read(cell)
                if not told:
                    return None
                said.update(told)
                read += len(told)
    except (BadValue, IndexError):
        return None
    if read != len(said) or said.get("prison_number") is None:
        return None
    if layout.untyped is not None:
        _give_a_type(said, layout)
    if not RELEASE_DATES.isdisjoint(said):
        said["release_day_words"] = None
    return _with_the_rest(RowReading(said), layout, row, cells)


def _read_listed(
    layout: Layout, row: int, cells: Sequence[SourceCell], found: RowReading, place: str
) -> Listed:
    """Where the row has somebody, with what its alerts say; a movement that cannot be read is an error."""
    for name, value in alert_facts(layout.custody, cells).items():
        found.said.setdefault(name, value)
    try:
        return read_listed(layout.custody, cells, place)
    except BadValue as problem:
        found.errors.append(RowError(layout.file, row, "last movement", None, str(problem)))
        return NOT_LISTED


def _read_carried(layout: Layout, row: int, cells: Sequence[SourceCell], wrong: list[RowError]) -> Carried:
    """What an export of another record says beside the facts; what cannot be read is added to `wrong`."""
    found: dict[str, Any] = {}
    for name, read in _CARRIED.items():
        place = layout.carried.get(name)
        cell = cells[place] if place is not None and place < len(cells) else None
        if not filled(cell):
            continue
        try:
            found[name] = read(whole(cell))
        except BadValue as problem:
            wrong.append(RowError(layout.file, row, name, None, str(problem)))
    return Carried(found.get(KNOWN_SINCE), found.get(RELEASES_TOLD, ()), found.get(OWNERS, NOTHING))
