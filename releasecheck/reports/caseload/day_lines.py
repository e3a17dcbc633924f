"""Who needs somebody today as lines for a screen: head and foot first, then as many people as fit."""

from __future__ import annotations

from collections.abc import Iterable

from releasecheck.core.words import count, day_in_words
from releasecheck.formats.terminal import (
    Screen,
    joined,
    title_lines,
    wrap,
)
from releasecheck.reports.caseload.day_list import MANY_OTHERS, DayList, waits_words
from releasecheck.reports.caseload.needs import PersonNeeds
from releasecheck.reports.caseload.person_rows import (
    CHECKS,
    Headings,
    LaidOut,
    Said,
    check_block,
    cut_rows,
    decide_words,
    late_words,
    legend,
    next_words,
    number_that_fits,
    person_rows,
)
from releasecheck.reports.person import phrases

WAITS = 3
"""People waiting for an answer of their own who are named."""
ROLES = 4
"""Roles that are named with their people, before the rest is only counted."""


def day_lines(report: DayList, screen: Screen, everything: bool = False) -> list[str]:
    """The day's people: CHECK THIS, then one line each, then who is not among them and how to see more."""
    head, rows, foot, room = _laid_out(report, screen, everything)
    body = cut_rows(rows, report.needs.listed, room, "today --all")
    if not rows:
        body = ["", *wrap(_nobody(report), screen.room, rest="  ")]
    return [*head, *body, *foot]


def day_fitted(report: DayList, screen: Screen) -> DayList:
    """The report with those people only whom a screen of this height shows: nobody else was looked at."""
    report = report._replace(waits=report.waits[:WAITS])
    _, rows, _, room = _laid_out(report, screen, everything=False)
    return report._replace(needs=report.needs.first(number_that_fits(rows, report.needs.listed, room)))


def _laid_out(report: DayList, screen: Screen, everything: bool) -> LaidOut:
    head = title_lines(joined((day_in_words(report.as_of), *report.heading)), report.filters, screen)
    head += check_block(report.checks, screen, report.as_of, None if everything else CHECKS)
    foot = _foot(report, screen)
    room = None if everything or screen.lines is None else screen.lines - len(head) - len(foot)
    people = report.needs.people[:room]
    headings = Headings(("DECIDE FIRST", "BY") if report.first_day else ("LATE", "NEXT"))
    rows = person_rows(people, [_said(report, person) for person in people], headings, screen)
    return LaidOut(head, rows, foot, room)


def _said(report: DayList, person: PersonNeeds) -> Said:
    mine, today = report.mine, report.as_of
    if report.first_day:
        return Said(decide_words(person, mine, today))
    brief = late_words(person, mine, brief=True), next_words(person, mine, today, brief=True)
    return Said((late_words(person, mine), next_words(person, mine, today)), brief=brief)


def _nobody(report: DayList) -> str:
    """Never that all is well over people of whom nothing is known."""
    if report.asked:
        return "Nothing is late or due: too little is known of these people to say more."
    return phrases.NOTHING_OUTSTANDING


def _foot(report: DayList, screen: Screen) -> list[str]:
    """What is asked at once, whose the rest is, who is not among these people, and what the signs mean."""
    lines: list[str] = [""]
    lines += _waiting(report, screen)
    if report.before:
        lines += _before(report, screen)
    if report.asked and (report.first_day or not report.needs.people):
        lines += _asked(report, screen)
    for sentence in (*_colleagues(report), *legend(report.needs.people), *report.footnotes):
        lines += wrap(sentence, screen.room, rest="  ")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _waiting(report: DayList, screen: Screen) -> Iterable[str]:
    """Who has waited too long for an answer of their own: what they asked stands on their own page."""
    if not report.waits:
        return
    yield screen.style("THEY ASKED, NOT ANSWERED", "soon", bold=True)
    for each in report.waits:
        yield from wrap(f"{each.prison_number}  {each.name}  {waits_words(each)}", screen.room, "  ", "    ")
    if (more := report.waits_in_all - len(report.waits)) > 0:
        yield from wrap(f"and {more:,} more: today --all", screen.room, "  ", "    ")
    yield ""


def _before(report: DayList, screen: Screen) -> Iterable[str]:
    were = "was" if report.before == 1 else "were"
    due = f"DONE BEFORE?  {count(report.before, 'task')} {were} due before these people were recorded here."
    yield from (screen.style(line, "plain", bold=True) for line in wrap(due, screen.room, rest="  "))
    yield from wrap("None is late. Say what was done, for all at once:", screen.room, "  ", "  ")
    for typed in ("releasecheck export before -o before.xlsx", "releasecheck import tasks before.xlsx"):
        yield from wrap(typed, screen.room, "  ", "    ")


def _asked(report: DayList, screen: Screen) -> list[str]:
    wanted = ", ".join(f"{phrases.asked_fact(fact)} {number:,}" for fact, number in report.asked)
    return wrap(f"NOT KNOWN  {wanted}: releasecheck export unknown -o ask.xlsx", screen.room, rest="  ")


def _colleagues(report: DayList) -> Iterable[str]:
    role = report.mine and report.mine.role
    owners = {other: number for other, number in report.needs.people_by_owner.items() if other != role}
    if owners:
        (role, number), *rest = owners.items()
        told = [f"{role} {count(number, 'person', 'people')}"]
        told += [f"{role} {number:,}" for role, number in rest[: ROLES - 1]]
        if (left := len(rest) - (ROLES - 1)) > 0:
            told.append(count(left, "other role"))
        yield f"{'Colleagues' if report.mine else 'Whose'}: {', '.join(told)} · today --tasks"
    if report.others:
        others = count(min(report.others, MANY_OTHERS), "person", "people")
        more = "More than " if report.others > MANY_OTHERS else ""
        yield f"{more}{others} of others need somebody: today --all"
