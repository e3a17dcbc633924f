"""People by release date as lines for a screen; what they say is decided in `people_page`."""

from __future__ import annotations

from datetime import date

from releasecheck.core.named import NamedTuple
from releasecheck.formats.terminal import Screen, footnote_lines, title_lines
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow
from releasecheck.reports.caseload.people_page import caseload_title
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
)
from releasecheck.reports.person import phrases
from releasecheck.reports.person.task_words import near

_HEADINGS = Headings(words=("WORST",), before=("DAY", "TYPE"))


class _Leaver(NamedTuple):
    """Somebody in the list, as every line of a person is made."""

    prison_number: str
    name: str
    rosh: str | None
    days: int | None
    release_on: date | None


def caseload_lines(report: Caseload, screen: Screen, everything: bool = False) -> list[str]:
    """CHECK THIS, then people by release date: as many as the screen is high."""
    head, rows, foot, room = _laid_out(report, screen, everything)
    return [*head, *cut_rows(rows, _listed(report), room, "list --all"), *foot]


def caseload_fitted(report: Caseload, screen: Screen) -> Caseload:
    """The report that knows whom a screen of this height shows: nobody else was looked at."""
    _, rows, _, room = _laid_out(report, screen, everything=False)
    others = [row for row in report.rows if not row.to_check]
    shown = (*report.to_check, *others[: number_that_fits(rows, _listed(report), room)])
    return report._replace(seen=frozenset[str]().union(*(row.numbers for row in shown)))


def _listed(report: Caseload) -> int:
    """How many there are besides those of whom something must be settled first."""
    return report.number - sum(row.to_check for row in report.rows)


def _laid_out(report: Caseload, screen: Screen, everything: bool) -> LaidOut:
    head = title_lines(caseload_title(report), report.filters, screen)
    head += check_block(report.to_check, screen, report.as_of, None if everything else CHECKS)
    listed = [row for row in report.rows if not row.to_check]
    listed = listed if everything else listed[: screen.lines]
    people = [_leaver(row, report.as_of) for row in listed]
    rows = person_rows(people, [_said(row, report) for row in listed], _HEADINGS, screen)
    foot = footnote_lines((*legend(people), *report.footnotes), screen)
    room = None if everything or screen.lines is None else screen.lines - len(head) - len(foot)
    return LaidOut(head, rows, foot, room)


def _leaver(row: CaseloadRow, today: date) -> _Leaver:
    day = None if row.released_on else row.release_on or row.earliest_on
    days = (day - today).days if day else None
    return _Leaver(row.prison_number, row.name, row.rosh, days, row.release_on)


def _said(row: CaseloadRow, report: Caseload) -> Said:
    worst = report.worst.get(row.prison_number) or (_counted(row),) * 2
    said, brief = (f"stopped; {words}" if row.stopped else words for words in worst)
    return Said((said,), before=_day_and_type(row, report.as_of), brief=(brief,))


def _counted(row: CaseloadRow) -> str:
    """How much there is where nobody worked out what is worst."""
    return f"{row.missing:,} to do or find out" if row.missing else NOTHING


def _day_and_type(row: CaseloadRow, today: date) -> tuple[str, str]:
    if row.released_on is not None:
        return _day(row.released_on, today), "left"
    if row.release is None:
        return (_day(row.earliest_on, today), "could be") if row.earliest_on else ("no date", "")
    lacking = f", {phrases.RECALL_NOT_RECORDED}" if row.lacks_recall else ""
    return _day(row.release.date, today), f"{row.release.type or phrases.NOT_KNOWN}{lacking}"


def _day(day: date, today: date) -> str:
    """Fri 11 Dec; 8 Jan 2027."""
    return near(day, today, weekday=day.year == today.year)
