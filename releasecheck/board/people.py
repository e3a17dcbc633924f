"""The people on the left of the board: whose list it is, in which order, and two short lines for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from releasecheck.app.opening.session import App
from releasecheck.app.reading.caseload import caseload_report, narrowed
from releasecheck.app.reading.day_list import day_list, my_filters, needs_role
from releasecheck.app.reading.staff import my_role
from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words
from releasecheck.formats.terminal import Screen, cell_width, joined, pad, wrap
from releasecheck.reports.caseload.missing import CaseloadRow
from releasecheck.reports.caseload.needs import GROUPS, PersonNeeds
from releasecheck.reports.caseload.people_page import check_brief
from releasecheck.reports.caseload.person_rows import RISK_SIGNS, out_in

WITHIN = 7
"""Days ahead of which the list of who needs somebody tells, as `today` does."""
_LETTERS = 2
"""Letters from which on people are looked for."""
_OUT = 10
"""Cells of how long it is until somebody leaves, after two for the sign of a cursor."""


_NARROWEST = 30
"""Cells below which a line is written as if there were so many."""


class Whose(NamedTuple):
    """Which people are asked for."""

    mine: bool = False
    everybody: bool = False
    """By release date, those with nothing to do as well; else who needs somebody, the most pressing first."""
    words: str = ""
    """What was typed to find somebody."""


class ListedPerson(NamedTuple):
    """One person of the list."""

    prison_number: str
    name: str
    out: str
    risk: str
    words: tuple[str, ...]
    """How much there is of what, the worst first."""
    check: str = ""
    """What must be settled first."""

    @property
    def tone(self) -> Tone:
        """Red where something is late or to be settled; the words say so too."""
        late = self.words and self.words[0].endswith(" late")
        return "bad" if self.check or late else "plain"

    def lines(self, screen: Screen) -> list[str]:
        """How soon and who; then the number, and as much of what there is as fits."""
        width = max(screen.width, _NARROWEST)
        room = width - _OUT - 1 - (len(self.risk) + 1 if self.risk else 0)
        name = wrap(self.name, room)[0]
        first = f"{pad(self.out, _OUT, right=True)} {pad(name, room)} {self.risk}".rstrip()
        said = self.check or self.words[0]
        for more in () if self.check else self.words[1:]:
            if cell_width(f"{said}, {more}") <= width - len(self.prison_number) - 4:
                said = f"{said}, {more}"
        below = wrap(said, width - len(self.prison_number) - 4)[0]
        return [first, f"   {self.prison_number} {screen.style(below, self.tone)}"]


class BoardPeople(NamedTuple):
    """The people as they were read, the first of them."""

    people: tuple[ListedPerson, ...]
    in_all: int
    title: str
    """Whose list it is, and how many there are."""


def has_a_list(app: App) -> bool:
    """Whether whoever asks has people or tasks of their own."""
    return my_role(app) is not None and my_filters(app, narrowed()) is not None


def read_people(app: App, whose: Whose, limit: int) -> BoardPeople:
    """At most so many of them, besides those of whom something must be settled first."""
    if whose.mine:
        needs_role(app)
    if whose.words or whose.everybody:
        return _by_release(app, whose, limit)
    report = day_list(app, WITHIN, narrowed(), mine=whose.mine, limit=limit)
    checked = [_to_check(row, app) for row in report.checks if row.to_check]
    people = (*checked, *(_needing(one) for one in report.needs.people))
    return BoardPeople(people, report.needs.listed + len(checked), joined(report.heading))


def _by_release(app: App, whose: Whose, limit: int) -> BoardPeople:
    filters = (my_filters(app, narrowed()) if whose.mine else None) or narrowed()
    if whose.words:
        if len(whose.words.strip()) < _LETTERS:
            return BoardPeople((), 0, "Who? A part of a name, a number, a cell, a COM")
        found = {one.prison_number for one in app.store.search(whose.words.split())}
        numbers = found.intersection(filters.number) if filters.number else found
        if not numbers:
            return BoardPeople((), 0, "Nobody fits that")
        filters = filters._replace(number=tuple(sorted(numbers)))
    report = caseload_report(app, None, bool(whose.words), filters, limit=limit)
    rows = (*report.to_check, *(row for row in report.rows if not row.to_check))
    people = tuple(_to_check(row, app) if row.to_check else _leaving(row, app) for row in rows)
    number = report.number
    of = "your " if whose.mine else ""
    title = (
        f"{count(number, 'person fits', 'people fit')} “{whose.words}”"
        if whose.words
        else f"{of}{count(number, 'person', 'people')} by release date"
    )
    return BoardPeople(people, number, title)


def _to_check(row: CaseloadRow, app: App) -> ListedPerson:
    # What is to be typed for it stands in CHECK THIS, on the right.
    asked = check_brief(row, app.today).partition(" releasecheck")[0].rstrip(":")
    return _leaving(row, app)._replace(check=f"check: {asked}")


def _leaving(row: CaseloadRow, app: App) -> ListedPerson:
    day = row.release_on or row.earliest_on
    days = (day - app.today) // timedelta(days=1) if day else None
    left = f"left {day_in_words(row.released_on)}" if row.released_on else ""
    grouped = {group: sum(row.counts.get(one, 0) for one in states) for group, states in GROUPS.items()}
    return ListedPerson(
        *(row.prison_number, row.name, "left" if left else out_in(days, row.release_on)),
        RISK_SIGNS.get(row.rosh, ""),
        (*filter(None, (left,)), *_amounts(grouped, row.counts.get("unknown", 0), "not known")),
    )


def _needing(one: PersonNeeds) -> ListedPerson:
    return ListedPerson(
        *(one.prison_number, one.name, out_in(one.days, one.release_on), RISK_SIGNS.get(one.rosh, "")),
        _amounts(one.counts, len(one.ask), "to ask"),
    )


_WORDS = {"late": "late", "waiting": "no answer", "due": "due", "blocked": "cannot start"}


def _amounts(counts: Mapping[str, int], asked: int, word: str) -> tuple[str, ...]:
    """2 late, 1 no answer, 5 due, 3 to ask; where there is nothing of all that, that."""
    found: Sequence[str] = [
        f"{counts[group]:,} {said}" for group, said in _WORDS.items() if counts.get(group)
    ]
    return (*found, *([f"{asked:,} {word}"] if asked else ())) or ("nothing to do now",)
