"""`list`: who leaves when, and what is worst for each."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from releasecheck.core.domain import ROLES, Release, TurnedRelease
from releasecheck.reports.caseload.missing import CaseloadRow, to_check
from releasecheck.reports.caseload.people_page import more_by_kind
from tests.made_up.lists import missing_items, people
from tests.made_up.program import AS_OF, MakePerson, Run
from tests.made_up.terminal import Terminal

# --- list ---


def test_the_list_is_by_release_date_and_those_without_any_day_come_last(run: Run, demo: Path) -> None:
    """Whoever has no release date stands where they could be out."""
    rows = people(run, "--all")
    days = [row["release_date"] or row["earliest_possible"] or "9999" for row in rows]
    assert days == sorted(days)
    assert any(row["earliest_possible"] and not row["release_date"] for row in rows)


def test_the_list_in_a_window_ends_with_it(run: Run, demo: Path) -> None:
    last = (date.fromisoformat(AS_OF) + timedelta(weeks=12)).isoformat()
    inside = [row for row in people(run) if row["release_date"] and row["release_date"] <= last]
    assert people(run, "--within", "12w") == inside != []


def test_people_who_have_left_are_listed_when_asked_for(run: Run, demo: Path) -> None:
    here, all_of_them = people(run), people(run, "--released")
    assert len(all_of_them) > len(here)
    assert {row["prison_number"] for row in here} < {row["prison_number"] for row in all_of_them}


def test_the_counts_of_the_list_are_those_of_missing(run: Run, demo: Path) -> None:
    everything = missing_items(run, "--within", "28d")
    for row in people(run)[:12]:
        own = [one for one in everything if one["prison_number"] == row["prison_number"]]
        for state in ("overdue", "chase", "unknown"):
            assert row["counts"].get(state, 0) == sum(one["state"] == state for one in own)


def test_every_owner_that_is_shown_is_a_role_we_know(run: Run, demo: Path) -> None:
    assert {row["owner"] for row in missing_items(run)} <= set(ROLES)


def test_each_line_of_the_list_says_when_how_who_and_what_is_worst(run: Run, demo: Path) -> None:
    lines = run("list", as_of="2026-11-27").out.splitlines()
    assert any(line.split() == ["OUT", "DAY", "TYPE", "WHO", "WORST"] for line in lines)
    (row,) = (line for line in lines if "A1234BC" in line)
    assert re.fullmatch(r" +70 d  5 Feb 2027 +CRD +A1234BC RIVERS, Sam +H +set MAPPA level", row)


def test_only_those_to_check_can_be_asked_for(run: Run, demo: Path) -> None:
    asked = people(run, "--check")
    assert [row["prison_number"] for row in asked] == ["A5561CD"]
    assert " WHO " not in run("list", "--check").out


def test_with_check_all_are_shown_and_elsewhere_the_rest_is_counted_by_kind(
    run: Run, make_person: MakePerson
) -> None:
    numbers = [f"A10{n:02}AA" for n in range(6)]
    for number in numbers:
        make_person(number, release="2026-11-27")
    day = "2026-12-01"
    asked = Terminal("--no-color", "--as-of", day, "list", "--check", rows=24).rest()
    assert all(f"releasecheck released {number} --on 2026-11-27" in asked for number in numbers)
    assert "more" not in asked
    some = Terminal("--no-color", "--as-of", day, "list", rows=24).rest()
    assert "and 3 more whose day has gone by: releasecheck list --check" in some


def test_whoever_has_no_release_day_is_named_before_those_whose_day_has_gone_by() -> None:
    gone = caseload_row("A1000AA", date(2026, 11, 27), "")
    waits = caseload_row("A1001AA", None, "No release day")
    stopped = gone._replace(stopped=TurnedRelease("detained", "IS91", date(2026, 11, 20), "immigration"))
    assert to_check([gone, waits, stopped]) == (stopped, waits, gone)
    assert more_by_kind([waits, gone, gone]) == "3 more, 1 with no release day, 2 whose day has gone by"


def caseload_row(number: str, on: date | None, check: str) -> CaseloadRow:
    release = None if on is None else Release(on, "CRD", on, False)
    left = None if on is None else (on - date(2026, 12, 1)).days
    return CaseloadRow(number, "HALL, Curtis", "LEI", release, left, {}, check=check or None)
