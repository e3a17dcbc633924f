"""What is missing, one person to a line: the first screen of `missing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from releasecheck.core.named import NamedTuple
from releasecheck.core.words import count
from releasecheck.formats.terminal import Screen, joined, title_lines, wrap
from releasecheck.reports.caseload.missing import CaseloadRow
from releasecheck.reports.caseload.needs import Needs, PersonNeeds
from releasecheck.reports.caseload.person_rows import (
    CHECKS,
    NOTHING,
    Headings,
    LaidOut,
    Said,
    check_block,
    cut_rows,
    legend,
    number_that_fits,
    person_rows,
    worst_words,
)

#: How many tasks are in each state, in words.
_COUNTED = {
    "overdue": "late",
    "action": "act now",
    "expired": "do again",
    "chase": "waiting too long",
    "blocked": "cannot start",
    "to_do": "due",
    "unknown": "not known",
}
_OWNERS = 6
"""Roles that are named with their tasks, before the rest is added up."""
#: What is counted beside each person, and the states of it; questions come last, for one may settle several.
_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "LATE": ("overdue",),
    "ACT": ("action", "expired"),
    "WAIT": ("chase",),
    "DUE": ("to_do",),
}


class MissingPeople(NamedTuple):
    """Everybody for whom something is missing, with how much of what."""

    as_of: date
    window_days: int
    caseload: int
    """People looked at."""
    needs: Needs
    checks: tuple[CaseloadRow, ...]
    """Whose release is stopped, whose day has gone by, or whose place a list left open."""
    gaps: int
    """Outcomes recorded without some of the evidence they ask for."""
    filters: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    yours: str = ""
    """That it is everybody's, and how whoever asks sees what is theirs; empty where no role is set."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        people = frozenset(person.prison_number for person in self.needs.people)
        return people.union(*(row.numbers for row in self.checks))


def missing_people_lines(report: MissingPeople, screen: Screen, everything: bool = False) -> list[str]:
    """How much is missing of what, CHECK THIS, one line a person, and how to see the tasks."""
    head, rows, foot, room = _laid_out(report, screen, everything)
    return [*head, *cut_rows(rows, report.needs.listed, room, "missing --all"), *foot]


def missing_fitted(report: MissingPeople, screen: Screen) -> MissingPeople:
    """The report with those people only whom a screen of this height shows: nobody else was looked at."""
    _, rows, _, room = _laid_out(report, screen, everything=False)
    return report._replace(needs=report.needs.first(number_that_fits(rows, report.needs.listed, room)))


def _laid_out(report: MissingPeople, screen: Screen, everything: bool) -> LaidOut:
    needs = report.needs
    number = f"{needs.in_all:,} of {count(report.caseload, 'person', 'people')}"
    verb = "has" if needs.in_all == 1 else "have"
    ahead = f"({count(report.window_days, 'day')} ahead)"
    head = title_lines(f"{number} {verb} something late, waiting or unknown {ahead}", report.filters, screen)
    totals = [
        f"{words} {needs.by_state[state]:,}" for state, words in _COUNTED.items() if state in needs.by_state
    ]
    if totals:
        asks = needs.by_group.get("ask")
        questions = f" ({count(asks, 'question')})" if asks else ""
        tasks = f"{count(sum(needs.by_state.values()), 'task')}: {joined(totals)}{questions}"
        head += wrap(tasks, screen.room, rest="  ")
    head += check_block(report.checks, screen, report.as_of, None if everything else CHECKS)
    foot = ["", *(line for text in _foot(report) for line in wrap(text, screen.room, rest="  "))]
    room = None if everything or screen.lines is None else screen.lines - len(head) - len(foot)
    people = needs.people[:room]
    shown = [name for name, states in _NUMBERS.items() if name != "ACT" or _any(people, states)]
    headings = Headings(words=("WORST",), numbers=(*shown, "ASK"))
    rows = person_rows(people, [_said(person, shown, report.as_of) for person in people], headings, screen)
    return LaidOut(head, rows, foot, room)


def _any(people: Iterable[PersonNeeds], states: Iterable[str]) -> bool:
    return any(state in person.states for person in people for state in states)


def _said(person: PersonNeeds, shown: Iterable[str], today: date) -> Said:
    found = (sum(person.states.get(state, 0) for state in _NUMBERS[name]) for name in shown)
    numbers = tuple(f"{number:,}" if number else NOTHING for number in (*found, len(person.ask)))
    return Said(
        (worst_words(person, today),), numbers=numbers, brief=(worst_words(person, today, brief=True),)
    )


def _foot(report: MissingPeople) -> Iterable[str]:
    needs = report.needs
    if needs.by_owner:
        owners = list(needs.by_owner.items())
        told = [f"{role} {number:,}" for role, number in owners[:_OWNERS]]
        if rest := sum(number for _, number in owners[_OWNERS:]):
            told.append(f"others {rest:,}")
        yield f"Whose  {joined(told)}"
    if report.yours:
        yield report.yours
    if needs.people:
        one = needs.people[0].prison_number
        yield f"One person: show {one} · by owner: missing --by owner · all: missing --tasks"
    if report.gaps:
        yield f"Evidence not written down for {count(report.gaps, 'outcome')}: missing --tasks"
    yield from legend(needs.people)
    yield from report.footnotes
