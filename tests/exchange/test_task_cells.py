"""What one cell of a tracker says is read, or refused in words; it is never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.exchange.reading.trackers.task_cells import (
    happened_on,
    in_one_text,
    named_outcome,
)
from releasecheck.people.facts import BadValue, plain
from tests.made_up.trackers import shipped_catalogue

TODAY = date(2026, 11, 23)


@given(st.sampled_from(["", "{", '{"authority": ', "a=b; c", "[", "="]), st.text(max_size=20))
def test_evidence_in_one_cell_is_texts_by_name_or_refused(start: str, text: str) -> None:
    try:
        found = in_one_text(start + text)
    except BadValue as refused:
        assert str(refused)
        return
    assert all(isinstance(part, str) for pair in found.items() for part in pair)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("authority=Leeds; reference=a=b", {"authority": "Leeds", "reference": "a=b"}),
        ('{"level": 2, "copy_given": true, "reference": null}', {"level": "2", "copy_given": "yes"}),
        ("", {}),
    ],
)
def test_evidence_in_one_cell_has_two_forms(text: str, found: dict[str, str]) -> None:
    assert in_one_text(text) == found


def test_every_outcome_is_found_by_its_name_and_never_by_a_title_that_two_share() -> None:
    for item in shipped_catalogue().items.values():
        for spec in item.outcomes.values():
            assert named_outcome(item, spec.name) is spec
            titled = named_outcome(item, spec.title)
            assert titled is None or spec.title.casefold() in (
                titled.title.casefold(),
                titled.name.casefold(),
            )


def test_a_day_with_a_time_of_day_is_that_day() -> None:
    """As workbooks and other systems give it."""
    assert happened_on("2026-11-20 00:00:00", TODAY) == date(2026, 11, 20)
    assert happened_on("20/11/2026 09:30", TODAY) == date(2026, 11, 20)


def test_plain_text_has_nothing_in_it_that_a_terminal_obeys() -> None:
    with pytest.raises(BadValue):
        plain("\x1b[2J")
