"""`list`: who leaves when, and what is worst for each."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from releasecheck.core.domain import ROLES
from tests.made_up.lists import missing_items, people
from tests.made_up.program import AS_OF, Run

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
    assert "OUT IN  DAY              TYPE      WHO                           WORST" in lines
    (row,) = (line for line in lines if "A1234BC" in line)
    assert row == "  70 d  Fri 5 Feb 2027   CRD       A1234BC  RIVERS, Sam      H   set MAPPA level"


def test_only_those_to_check_can_be_asked_for(run: Run, demo: Path) -> None:
    asked = people(run, "--check")
    assert [row["prison_number"] for row in asked] == ["A5561CD"]
    assert "OUT IN" not in run("list", "--check").out
