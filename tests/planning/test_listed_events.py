"""The same told by commands and by whole records ends in the same state, in whatever order it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue
from releasecheck.planning.events import EventFacts, died, left, moved, recalled, returned
from releasecheck.planning.listed_events import Listed, happened, whereabouts
from releasecheck.policy.movements import movement_codes

CODES = movement_codes()
START = date(2026, 1, 5)
BEFORE: dict[str, FactValue] = {
    "prison": "LEI",
    "legal_status": "SENTENCED",
    "reception_date": date(2024, 12, 1),
    "recall": False,
    "conditional_release_date": date(2026, 12, 4),
    "pom": "P. Marsh",
    "cell": "A-1-1",
}


def after(facts: Mapping[str, FactValue], told: EventFacts) -> dict[str, FactValue]:
    """The facts once these are recorded."""
    return {name: value for name, value in {**facts, **told}.items() if value is not None}


def record(facts: Mapping[str, FactValue], **other: FactValue | None) -> dict[str, FactValue | None]:
    """What a whole record says beside the movement: the facts a list holds, as they now are."""
    names = ("legal_status", "reception_date", "conditional_release_date", "recall", "recall_type")
    return {name: facts[name] for name in names if name in facts} | dict(other)


def told_and_listed(
    facts: dict[str, FactValue], what: str, day: date
) -> tuple[dict[str, FactValue], dict[str, FactValue | None], Listed] | None:
    """What a command makes of an event, and how a whole record tells of the same; None where it cannot be."""
    inside = Listed(status="ACTIVE IN", movement="ADM", moved_on=day, whole=True)
    out = "released_on" in facts
    if what == "moved" and not out:
        prison = "MDI" if facts["prison"] == "LEI" else "LEI"
        new = after(facts, moved(prison))
        return new, record(new, prison=prison), inside._replace(reason="INT")
    if what == "recalled" and out:
        new = after(facts, recalled(facts, day, day, "standard"))
        return new, record(new, prison=facts["prison"]), inside._replace(reason="L")
    if what == "returned" and out:
        new = after(facts, returned(facts, day, "REMAND"))
        return new, record(new, prison=facts["prison"]), inside._replace(reason="N")
    if what == "died":
        new = after(facts, died(day))
        listed = Listed("INACTIVE OUT", "OUT", "OUT", "REL", "DEC", day, whole=True)
        return new, record(new), listed
    return None


@given(
    st.lists(
        st.tuples(st.sampled_from(["moved", "released", "recalled", "returned", "died"]), st.integers(1, 40))
    )
)
def test_events_told_by_commands_and_by_records_end_in_the_same_state(steps: list[tuple[str, int]]) -> None:
    by_command, by_list, day = dict(BEFORE), dict(BEFORE), START
    for what, later in steps:
        day += timedelta(days=later)
        if what == "released" and "released_on" not in by_command:
            # A release is only ever told by a command: the list asks, and the command settles it.
            listed = Listed("INACTIVE OUT", "OUT", "OUT", "REL", "CR", day, whole=True)
            asked = happened(by_list, record(by_list), listed, day, CODES, lambda fact: None)
            assert "released_on" not in asked.facts and not any(one.certain for one in asked.events)
            by_list = after(after(by_list, asked.facts), left(day))
            by_command = after(by_command, left(day))
            continue
        step = told_and_listed(by_command, what, day)
        if step is None:
            continue
        by_command, said, listed = step
        found = happened(by_list, said, listed, day, CODES, lambda fact: None)
        by_list = after(by_list, found.facts)
        assert by_list == by_command
        again = happened(by_list, said, listed, day + timedelta(days=1), CODES, lambda fact: None)
        assert after(by_list, again.facts) == by_list and again.events == ()
        if what == "died":
            return


@given(st.integers(-30, 0), st.sampled_from(["L", "I", "RECA", "N"]))
def test_a_list_of_the_day_or_before_never_brings_anybody_back(days: int, reason: str) -> None:
    out_on = date(2026, 11, 26)
    facts = after(BEFORE, left(out_on))
    day = out_on + timedelta(days=days)
    listed = Listed(status="ACTIVE IN", movement="ADM", reason=reason, moved_on=day, whole=True)
    found = happened(facts, record(facts), listed, day, CODES, lambda fact: None)
    assert after(facts, found.facts) == facts and found.events == ()


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=4))
def test_a_movement_out_is_a_release_only_where_the_codes_say_so(reason: str) -> None:
    where = whereabouts(Listed("INACTIVE OUT", "OUT", "OUT", "REL", reason), CODES)
    meaning = CODES.reasons.get(("REL", reason))
    assert (where == "released") == (meaning == "released")
    assert where == "outside" or meaning is not None


@pytest.mark.parametrize(
    ("listed", "where"),
    [
        (Listed("ACTIVE IN", "IN"), "in_prison"),
        (Listed("ACTIVE OUT", "OUT", "", "CRT", "CA"), "out_for_the_day"),
        (Listed("INACTIVE TRN", "TRN", "TRN", "TRN", "NOTR"), "in_transit"),
        (Listed("INACTIVE OUT", "OUT", "OUT", "REL", "HP", restricted=True), "hospital"),
        (Listed("INACTIVE OUT", "OUT", "OUT", "REL", "MRG"), "merged"),
        (Listed("ACTIVE IN", "IN", "", "ADM", "S"), "in_transit"),
        (Listed(place="TRN"), "in_transit"),
        (Listed(place="OUT"), "outside"),
        (Listed(), None),
    ],
)
def test_where_a_record_has_somebody(listed: Listed, where: str | None) -> None:
    assert whereabouts(listed, CODES) == where
