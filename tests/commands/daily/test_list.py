"""`list` and `today`: who leaves when, and what is first this morning."""

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


# --- today ---


def test_a_bare_command_with_a_record_is_today(run: Run, demo: Path) -> None:
    assert run() == run("today")


def test_today_says_first_whose_release_day_has_passed(run: Run, demo: Path) -> None:
    lines = run("today").out.splitlines()
    assert lines[0].startswith("Mon 23 Nov 2026 · ")
    checks = lines.index("CHECK THIS")
    assert "DUNNE, Kerry" in lines[checks + 1]
    assert checks < next(n for n, line in enumerate(lines) if line.startswith("OVERDUE"))


def test_mine_is_what_the_config_file_says_i_am(run: Run, demo: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('role = "com"\nby = "J. Okafor"\n')
    mine = run("--config", config, "today", "--mine")
    assert (mine.code, mine.err) == (0, "")
    assert mine.out != run("--config", config, "today").out
    by_hand = run("--config", config, "today", "--owner", "COM", "--com", "J. Okafor")
    assert mine.out == by_hand.out


def test_every_owner_that_is_shown_is_a_role_we_know(run: Run, demo: Path) -> None:
    assert {row["owner"] for row in missing_items(run)} <= set(ROLES)
