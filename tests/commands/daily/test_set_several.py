"""`set` for several people at once, and of facts whose values are still to give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.answers import ANN, SAM, facts, said
from tests.made_up.program import Run
from tests.made_up.records import entries
from tests.made_up.terminal import Terminal


@pytest.mark.usefixtures("sam", "ann")
@pytest.mark.parametrize(
    "people", [[SAM, ANN], [f"{SAM},{ANN}"], [f"{SAM.lower()}, {ANN},"], ["rivers", "cole"]]
)
def test_several_people_are_told_the_same_in_one_entry(run: Run, record: Path, people: list[str]) -> None:
    before = entries(record)
    done = run("set", *people, "tier=B2", "in_home_area=no")
    assert (done.code, done.err) == (0, "")
    said_of = [line.split()[0] for line in done.out.splitlines()]
    assert said_of == [SAM, SAM, ANN, ANN]
    assert entries(record) == before + 1
    assert [facts(run, number)["tier"] for number in (SAM, ANN)] == ["B2", "B2"]
    again = run("set", *people, "tier=B2")
    assert again.out.count("nothing new") == 2


@pytest.mark.usefixtures("sam", "ann")
def test_one_of_several_unknown_changes_nobody(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    assert said(run("set", SAM, "Z9999ZZ", "tier=B2"), 1).startswith("nobody here has the prison number")
    assert said(run("set", SAM, ANN, "tier=Z9")).startswith('tier "Z9"')


@pytest.mark.usefixtures("sam", "ann")
@pytest.mark.parametrize("word", ["last_name=X", "first_name=X", "date_of_birth=1990-01-01"])
def test_what_is_one_persons_own_is_not_told_of_two(
    run: Run, word: str, unchanged: Callable[[], None]
) -> None:
    unchanged()
    assert said(run("set", SAM, ANN, word)).endswith("one person's own. Name one person only")


@pytest.mark.usefixtures("sam", "ann")
def test_a_dry_run_shows_all_and_saves_nothing(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    done = run("set", SAM, ANN, "tier=B2", "--dry-run")
    assert done.out.endswith("Nothing saved. Without --dry-run this is recorded.\n")
    assert done.out.count("tier: B2") == 2


@pytest.mark.usefixtures("sam")
def test_a_name_with_its_comma_is_one_person(run: Run) -> None:
    assert run("set", "rivers, s", "tier=B2").out.startswith(SAM)


@pytest.mark.usefixtures("sam")
def test_a_value_still_to_give_is_listed_with_its_answers(run: Run, unchanged: Callable[[], None]) -> None:
    """As after "Next: releasecheck set A1234BC housing=…", pasted."""
    unchanged()
    assert said(run("set", SAM, "tier=B2", "rosh=…", "bank_account=...")) == (
        "2 answers to give: add them\n"
        "  rosh=…          Risk of serious harm (low, medium, high, very_high, not known)?\n"
        "  bank_account=…  Has a bank account (yes, no, not known)?"
    )


@pytest.mark.usefixtures("sam")
def test_a_value_still_to_give_is_asked_for_at_a_terminal(run: Run, record: Path) -> None:
    screen = Terminal("set", SAM, "rosh=…", columns=120)
    screen.shows("Risk of serious harm (low, medium, high, very_high, not known): ")
    screen.type("huge")
    screen.shows('rosh "huge"')
    screen.shows("Risk of serious harm (low, medium, high, very_high, not known): ")
    screen.type("high")
    screen.shows("rosh: high (was not known)")
    assert screen.code() == 0
    assert facts(run, SAM)["rosh"] == "high"


@pytest.mark.usefixtures("sam", "ann")
def test_mark_takes_numbers_with_commas_between_as_well(run: Run) -> None:
    done = run("done", f"{SAM},{ANN}", "oasys_review", "--gaps")
    assert [line.split()[0] for line in done.out.splitlines()] == [SAM, ANN, "To", "Next:"]
