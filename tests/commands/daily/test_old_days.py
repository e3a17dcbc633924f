"""A day more than six months back is named: a slip of the year is otherwise recorded and never seen."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.mark.usefixtures("sam")
def test_an_outcome_of_long_ago_is_recorded_and_named(run: Run) -> None:
    words = ("mark", "rivers", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes", "--on")
    assert run(*words, "2026-05-24").err == ""
    done = run(*words, "2026-05-23")
    assert done.code == 0
    assert done.err == (
        "A1234BC: Sat 23 May 2026 is more than six months back: is the year right? "
        "To take it back: releasecheck undo\n"
    )


@pytest.mark.usefixtures("sam")
def test_a_release_date_of_another_year_is_named_and_not_with_yes(run: Run) -> None:
    words = ("redate", "rivers", "2025-12-05", "--type", "CRD", "--source", "memo")
    assert "Fri 5 Dec 2025 is more than six months back" in run(*words).err
    assert run("undo").code == 0
    assert run(*words, "--yes").err == ""
