"""`waive`, `decline` and `note`: what is not asked for any more, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.made_up.answers import said, task
from tests.made_up.program import Run


@pytest.mark.usefixtures("sam")
def test_waiving_what_applies_needs_although(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    waive = ("waive", "rivers", "da_check", "--reason", "asked last month")
    assert said(run(*waive)) == (
        "da_check applies to A1234BC. What decides it: releasecheck why A1234BC da_check. "
        "To waive it all the same: add --although"
    )
    assert said(run("waive", "rivers", "mappa_level")) == (
        "mappa_level not_needed needs 1 answer: add it\n  --reason …  why, in a few words"
    )
    marked = run("mark", "rivers", "da_check", "not_needed", "--reason", "asked last month")
    assert "add --although" in said(marked)


@pytest.mark.usefixtures("sam")
def test_waived_with_although_it_is_not_asked_for_and_says_who_and_why(run: Run) -> None:
    done = run("--by", "P. Marsh", "waive", "rivers", "da_check", "--reason", "asked in May", "--although")
    assert (
        done.out
        == "A1234BC RIVERS, Sam da_check not needed Mon 23 Nov 2026. Next: releasecheck show A1234BC\n"
    )
    assert task(run, "da_check")["state"] == "not_required"
    assert task(run, "da_check")["reasons"] == ["not needed: asked in May"]
    history = " ".join(run("history", "rivers", "--item", "da_check").out.split())
    assert "P. Marsh: da_check not needed on Mon 23 Nov 2026: because asked in May." in history


@pytest.mark.usefixtures("sam")
def test_what_cannot_be_said_to_apply_may_be_waived(run: Run) -> None:
    assert task(run, "mappa_level")["state"] == "unknown"
    assert run("waive", "rivers", "mappa_level", "--reason", "not a MAPPA offence").code == 0
    assert task(run, "mappa_level")["state"] == "not_required"


@pytest.mark.usefixtures("sam")
def test_nobody_waives_without_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    done = run("waive", "rivers", "mappa_level", "--reason", "not a MAPPA offence")
    assert said(done).startswith("who says so? Add --by NAME")


@pytest.mark.usefixtures("sam")
def test_what_somebody_declines_is_listed_and_not_asked_for(run: Run) -> None:
    done = run("decline", "rivers", "dtr", "--on", "2026-11-20", "--reason", "family")
    assert done.out == (
        "A1234BC RIVERS, Sam dtr declined by the person Fri 20 Nov 2026. cas3 still needs dtr and crs. "
        "Next: releasecheck show A1234BC\n"
    )
    assert (task(run, "dtr")["state"], task(run, "dtr")["outcome_on"]) == ("declined", "2026-11-20")


@pytest.mark.usefixtures("sam")
def test_a_note_stands_in_the_history_beside_its_item(run: Run) -> None:
    done = run("note", "rivers", "asks to be met at the gate", "--item", "RD01", "--on", "2026-11-20")
    item = done.out.split(" about ")[1].split(".")[0]
    assert (
        done.out
        == f"A1234BC RIVERS, Sam: noted Fri 20 Nov 2026, about {item}. Next: releasecheck history A1234BC\n"
    )
    history = " ".join(run("history", "rivers", "--item", item).out.split())
    assert f"note on Fri 20 Nov 2026 about {item}: asks to be met at the gate" in history
