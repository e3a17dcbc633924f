"""What one cell of a tracker says is read, or refused in words; it is never guessed."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.exchange.reading.trackers.task_cells import (
    NOT_BEGUN,
    happened_on,
    in_one_cell,
    in_one_text,
    named_outcome,
)
from releasecheck.people.facts import BadValue, plain
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files

TODAY = date(2026, 11, 23)
PIECES = [
    "submitted",
    "done",
    "accepted",
    "n/a",
    "20/11/2026",
    "2026-11-20",
    "24/11/2026",
    "1/11/26",
    "✓",
    "on",
    " ",
]


@cache
def catalogue() -> Catalogue:
    return read_catalogue(builtin_files())


@given(
    st.sampled_from([item.id for item in catalogue().items.values()]),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=5).map(" ".join),
)
def test_a_cell_gives_an_outcome_of_the_item_and_a_day_that_stands_in_it(name: str, text: str) -> None:
    item = catalogue().items[name]
    try:
        found = in_one_cell(item, None, text, TODAY)
    except BadValue as refused:
        assert str(refused)
        return
    if found != NOT_BEGUN:
        spec, on = found
        assert item.outcomes[spec.name] is spec
        assert on <= TODAY
        forms = (on.isoformat(), f"{on:%d/%m/%Y}", f"{on.day}/{on.month}/{on:%y}")
        assert any(form in text for form in forms)


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
    for item in catalogue().items.values():
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
