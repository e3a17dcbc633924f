"""Who needs somebody today, one person to a line: the most pressing first, what is late, what is next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from releasecheck.core.domain import NOTHING
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import count, day_in_words
from releasecheck.formats.columns import Column, csv_of, object_maker
from releasecheck.formats.json_text import Json, plain
from releasecheck.formats.tables import Heading, Table, Tables
from releasecheck.reports.caseload.missing import CaseloadRow
from releasecheck.reports.caseload.needs import GROUPS, Mine, Needs, PersonNeeds
from releasecheck.reports.caseload.people_page import check_words_of, to_check_objects
from releasecheck.reports.caseload.person_rows import (
    RISK_SIGNS,
    late_words,
    next_words,
    out_in,
    risk_legend,
)

MANY_OTHERS = 1_000
"""People of others beyond whom nobody counts on, where a list is one worker's: that would take a country."""


class Waits(NamedTuple):
    """That somebody waits too long for an answer; what they asked is for their own page."""

    prison_number: str
    name: str
    kind: str
    """Question or application."""
    to: str
    """The role that should answer."""
    asked_on: date
    working_days: int


class DayList(NamedTuple):
    """The people of a day."""

    as_of: date
    place: str
    """The office, or the prison."""
    asker: str
    """Whose list it is, in words; empty where nobody said."""
    mine: Mine | None
    """Who they are, where the list is theirs."""
    caseload: int
    """People looked at."""
    checks: tuple[CaseloadRow, ...]
    """Whose release is stopped, whose day has gone by, or whose place a list left open."""
    needs: Needs
    needing: int
    """How many people need somebody, be it only to say whether they left."""
    others: int
    """People of others who need somebody, where the list is one worker's; no more than one over many."""
    window_days: int
    filters: tuple[str, ...] = ()
    first_day: bool = False
    """Everybody was recorded today or yesterday, and nothing is late yet."""
    before: int = 0
    """Tasks that were due before the people were recorded here."""
    asked: tuple[tuple[str, int], ...] = ()
    """The facts that are wanted of most people, with how many those are."""
    footnotes: tuple[str, ...] = ()
    not_counted: Mapping[str, int] = NOTHING
    waits: tuple[Waits, ...] = ()
    """Whoever has waited more than two weeks for an answer of their own, the longest first."""
    waits_in_all: int = 0
    """How many such questions there are, where not all are told of."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        people = frozenset(person.prison_number for person in self.needs.people)
        waiting = (each.prison_number for each in self.waits)
        return people.union(waiting, *(row.numbers for row in self.checks))

    @property
    def heading(self) -> tuple[str, ...]:
        """Where, whose list, and how many need somebody."""
        mine = self.mine is not None
        your = "your " if mine else ""
        people = f"{your}{self.caseload:,} {'person' if self.caseload == 1 else 'people'}"
        if self.first_day:
            who = f"you: {self.asker}" if self.asker else ""
            return self.place, f"{people}, first day", who
        number = self.needs.of_mine if mine else self.needing
        verb = "needs" if number == 1 else "need"
        return self.place, self.asker, f"{number:,} of {people} {verb} {'you' if mine else 'somebody'}"


def day_columns(report: DayList) -> tuple[Column[PersonNeeds], ...]:
    """The people of a day for other programs, one to a row."""
    today = report.as_of
    return (
        Column("as_of", "the day it was worked out for", lambda _: today),
        Column("prison_number", "whose it is", "prison_number"),
        Column("name", "their name", "name"),
        Column("prison", "their prison", "prison"),
        Column("release_date", "the release day counted to", "release_on"),
        Column("earliest_possible", "the first day on which they could be out", "earliest_on"),
        Column("days", "days until the release, or without one until the earliest possible day", "days"),
        Column("rosh", "the risk of serious harm", "rosh"),
        Column("late_item", "the worst of what is late, by its id", "late?.item"),
        Column("late_owner", "the role that must do it", "late?.owner"),
        Column("late_due_on", "the day it was due", "late?.due_on"),
        Column("next_item", "what comes next, by its id", "next?.item"),
        Column("next_owner", "the role that must do it", "next?.owner"),
        Column("next_due_on", "the day it is due", "next?.due_on"),
        *(_counted(group, states) for group, states in GROUPS.items()),
        Column("ask", "how many facts nobody has recorded and tasks hang on", lambda one: len(one.ask)),
    )


def _counted(group: str, states: tuple[str, ...]) -> Column[PersonNeeds]:
    about = f"how many of their tasks are in one of these states: {', '.join(states)}"
    return Column(group, about, lambda one: one.counts.get(group, 0))


def waits_words(each: Waits) -> str:
    """question of Mon 2 Nov: COM has not answered in 19 working days."""
    on = day_in_words(each.asked_on, year=False)
    return f"{each.kind} of {on}: {each.to} has not answered in {count(each.working_days, 'working day')}"


def day_csv(report: DayList) -> Iterator[str]:
    """The people of a day as CSV."""
    return csv_of(day_columns(report), report.needs.people)


def to_json_day(report: DayList) -> dict[str, Json]:
    """The people of a day, and who must be checked first."""
    return {
        "as_of": plain(report.as_of),
        "window_days": report.window_days,
        "caseload": report.caseload,
        "check": to_check_objects(report.checks, report.as_of),
        "people": list(map(object_maker(day_columns(report)), report.needs.people)),
        "not_counted": dict(report.not_counted),
        "own_questions": [
            {name: plain(value) for name, value in each._asdict().items()} for each in report.waits
        ],
    }


def day_tables(report: DayList) -> Tables:
    """The same as tables, for a page."""
    today, mine = report.as_of, report.mine
    check = Table(
        "check",
        "Check this",
        (Heading("number", "Number"), Heading("name", "Name"), Heading("check", "What to settle")),
        tuple((row.prison_number, row.name, check_words_of(row, today)) for row in report.checks),
    )
    words = ("Out in", "Number", "Name", "Risk", "Late", "Next")
    people = Table(
        "people",
        "The most pressing first",
        tuple(Heading(one.lower().replace(" ", "_"), one) for one in words),
        tuple(
            (
                *(out_in(one.days, one.release_on), one.prison_number, one.name),
                *(RISK_SIGNS.get(one.rosh, ""), late_words(one, mine), next_words(one, mine, today)),
            )
            for one in report.needs.people
        ),
        tuple(filter(None, (risk_legend(report.needs.people),))),
    )
    asked = Table(
        "asked",
        "They asked, not answered",
        (Heading("number", "Number"), Heading("name", "Name"), Heading("asked", "What waits")),
        tuple((each.prison_number, each.name, waits_words(each)) for each in report.waits),
    )
    title = " · ".join(filter(None, report.heading))
    return Tables(
        "today", title, today, (check, people, asked), report.filters, (), report.footnotes, report.numbers
    )
