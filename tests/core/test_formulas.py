"""A text that a spreadsheet would run is guarded, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.formulas import SIGNS, guarded, unguarded


@given(st.text(st.sampled_from(f"'{SIGNS}A1 ")))
def test_a_guarded_text_comes_back_and_never_begins_with_what_would_run(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set(SIGNS)


@pytest.mark.parametrize("text", ["", "'", "O'Neill", "'quoted'", "2 + 2", "a=b"])
def test_a_text_that_no_spreadsheet_runs_is_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text
