"""Lists of people for tests of the screens that have one line a person."""

from __future__ import annotations

from releasecheck.reports.caseload.day_list import DayList
from releasecheck.reports.caseload.missing_people import MissingPeople
from releasecheck.reports.caseload.needs import Mine, Needs, Weighing, needs_of
from releasecheck.reports.caseload.pressing import pressing_rules
from tests.made_up import reports
from tests.made_up.reports import FOOTNOTES, TODAY


def needs(mine: Mine | None = None) -> Needs:
    """What is missing for four made-up people, one of whom nobody knows much of."""
    rows = sorted(reports.what_is_missing("person").items, key=lambda row: row.prison_number)
    return needs_of(rows, Weighing(TODAY, pressing_rules(), {"address_check": 40}, mine), limit=None)


def today(mine: Mine | None = None, *, first_day: bool = False) -> DayList:
    """Who needs somebody: everybody, or those of one worker."""
    checks = tuple(row for row in reports.caseload().rows if row.to_check)
    found = needs(mine)
    return DayList(
        as_of=TODAY,
        place="HMP Leeds",
        asker="P. Marsh, POM" if mine else "",
        mine=mine,
        caseload=61,
        checks=checks,
        needs=found,
        needing=len({*(one.prison_number for one in found.people), *(row.prison_number for row in checks)}),
        others=12 if mine else 0,
        window_days=7,
        first_day=first_day,
        before=212 if first_day else 0,
        asked=(("housing", 88), ("sex", 120), ("police_check", 97)),
        footnotes=FOOTNOTES[:1],
    )


def missing_people() -> MissingPeople:
    """The same as the first screen of what is missing."""
    report = today()
    return MissingPeople(TODAY, 28, 61, report.needs, report.checks, 3, ("prison HMP Leeds",), FOOTNOTES[:1])
