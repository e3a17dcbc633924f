"""`undo` says what stands now, and asks before it takes back what the last command did not record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.answers import SAM, facts, task
from tests.made_up.program import Run
from tests.made_up.records import logged
from tests.made_up.terminal import Terminal


@pytest.mark.usefixtures("sam")
def test_it_says_what_stands_now(run: Run) -> None:
    run("set", SAM, "tier=B2")
    run("set", SAM, "tier=C1", "bank_account=yes")
    assert run("undo").out == (
        f"Undone: entry 3, set, {SAM} RIVERS, Sam: tier C1 (was B2), has a bank account: yes "
        f"(was not known). Now: tier B2 (was C1), has a bank account: not known (was yes). "
        f"Next: releasecheck show {SAM}\n"
    )


@pytest.mark.usefixtures("sam")
def test_what_the_last_command_recorded_is_taken_back_without_asking(run: Run, record: Path) -> None:
    run("set", SAM, "tier=B2")
    screen = Terminal("--by", "tester", "undo", columns=200)
    screen.shows("Undone: entry 2, set")
    assert screen.code() == 0
    assert "tier" not in facts(run, SAM)


#: After each of these the entry before is not what the last command recorded.
SINCE = {
    "set": ("set", SAM, "tier=B2"),
    "redate": ("redate", SAM, "2027-02-06", "--type", "CRD", "--source", "OMU"),
    "mark": ("mark", SAM, "crs", "submitted"),
    "com": ("com", SAM, "not known"),
    "own": ("own", SAM, "dtr", "usual"),
    "show": ("show", SAM),
}


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("words", SINCE.values(), ids=SINCE)
def test_at_a_terminal_it_asks_where_the_last_command_recorded_nothing(
    run: Run, record: Path, words: tuple[str, ...]
) -> None:
    run("mark", SAM, "crs", "submitted", "--gaps")
    run("set", SAM, "tier=B2")
    again = run(*words)
    assert again.code == 0, again.err
    assert logged(record)[-1][0] == "disclosure"
    screen = Terminal("--by", "tester", "undo", columns=200)
    screen.shows(f"Older than your last command: entry 3, set, {SAM} RIVERS, Sam: tier B2")
    screen.shows("Take that back? [y/N]: ")
    screen.type("n")
    assert screen.code() == 1
    assert facts(run, SAM)["tier"] == "B2"
    run(*words)
    screen = Terminal("--by", "tester", "undo", "-y", columns=200)
    screen.shows("Undone: entry 3, set")
    assert screen.code() == 0


@pytest.mark.usefixtures("sam")
def test_a_second_undo_asks_for_it_takes_back_what_is_older(run: Run, record: Path) -> None:
    run("set", SAM, "tier=B2")
    run("set", SAM, "tier=C1")
    assert run("undo").out.startswith("Undone: entry 3")
    screen = Terminal("--by", "tester", "undo", columns=200)
    screen.shows("Older than your last command: entry 2, set")
    screen.shows("Take that back? [y/N]: ")
    screen.type("y")
    screen.shows("Undone: entry 2")
    assert screen.code() == 0


@pytest.mark.usefixtures("sam")
def test_where_nobody_can_be_asked_it_says_what_it_took_back(run: Run) -> None:
    run("set", SAM, "tier=B2")
    run("set", SAM, "tier=B2")
    assert run("undo").out.startswith(f"Undone: entry 2, set, {SAM} RIVERS, Sam: tier B2")


@pytest.mark.usefixtures("sam")
def test_a_day_of_another_year_in_the_evidence_is_asked_about(
    run: Run, record: Path, unchanged: Callable[[], None]
) -> None:
    unchanged()
    booked = ("mark", SAM, "first_appointment", "booked", "appointment_on=2026-02-05", "--gaps")
    screen = Terminal(*booked, columns=120)
    screen.shows("Thu 5 Feb 2026 is more than six months back. Is that the day? [y/N]: ")
    screen.type("n")
    assert screen.code() == 1
    assert task(run, "first_appointment")["state"] != "waiting"
