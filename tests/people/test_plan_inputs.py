"""What goes with a person from one record to another, so that both make the same plan of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import PersonRecord, Telling
from releasecheck.people.facts import BadValue
from releasecheck.people.plan_inputs import owners_given, tellings_given, told_before
from releasecheck.planning.changes import PersonChange, decide, without_repeats
from releasecheck.planning.planner import Planner
from releasecheck.store import Fingerprints, create
from tests.bench.people import TODAY, planner

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
TELLINGS = st.lists(
    st.builds(
        Telling,
        told_on=DAYS,
        date=DAYS,
        type=st.none() | st.sampled_from(["CRD", "ARD", "PRRD"]),
        confirmed=st.booleans(),
        source=st.none() | st.text(max_size=40),
        anchors=st.dictionaries(st.sampled_from(["release", "handover", "licence_start"]), DAYS),
    ),
    max_size=4,
).map(tuple)
FIRST = Telling(date(2026, 1, 5), date(2027, 3, 5), "CRD", anchors={"release": date(2027, 3, 5)})
SECOND = Telling(
    *(date(2026, 6, 1), date(2027, 2, 5), "CRD", False, "OMU memo"),
    {"release": date(2027, 2, 5), "handover": date(2026, 5, 5)},
)
MOVED = PersonChange(
    "A1234BC",
    {"last_name": "Rivers", "conditional_release_date": date(2027, 2, 6)},
    source="other.csv",
    known_since=date(2025, 12, 1),
    tellings=(FIRST, SECOND),
)
MARKS = Fingerprints("catalogue", "calendar")


@pytest.fixture(scope="module")
def rules() -> Planner:
    return planner()


@given(TELLINGS)
def test_release_dates_told_come_back_as_they_went(tellings: tuple[Telling, ...]) -> None:
    values = tellings_given(tellings)
    assert told_before(values) == told_before(json.dumps(values)) == tellings


def test_an_empty_cell_tells_nothing() -> None:
    assert told_before("") == told_before(None) == told_before([]) == ()
    assert owners_given(" ") == owners_given(None) == owners_given({}) == {}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("[", "a list of release dates told"),
        ("{}", "a list of release dates told"),
        ("[" * 100_000, "a list of release dates told"),
        ([{"date": "2027-02-05"}], "a list of release dates told"),
        ([{"told_on": "2026-01-05", "date": "2027-02-05", "colour": "red"}], "a list of release dates told"),
        ([{"told_on": "2026-01-05", "date": "05/02/2027"}], "a day is written here as"),
        ([{"told_on": "2026-01-05", "date": 20270205}], "a day is written here as"),
        ([{"told_on": "2026-01-05", "date": "2027-02-05", "type": "soon"}], "CRD, ARD, PRRD"),
        ([{"told_on": "2026-01-05", "date": "2027-02-05", "confirmed": "yes"}], "true or false"),
        ([{"told_on": "2026-01-05", "date": "2027-02-05", "source": "x" * 2_000}], "a short text"),
        ([{"told_on": "2026-01-05", "date": "2027-02-05", "anchors": ["release"]}], "names and dates"),
    ],
)
def test_what_cannot_be_a_list_of_release_dates_says_what_was_expected(value: object, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        told_before(value)


@pytest.mark.parametrize("value", ["[]", {"dtr": "QQ"}, {"d t r": "PRT"}, {"dtr": ["PRT"]}, {"dtr": None}])
def test_what_cannot_be_owners_says_what_was_expected(value: object) -> None:
    with pytest.raises(BadValue, match="items and roles"):
        owners_given(value)


def test_somebody_new_brings_since_when_they_were_known_and_every_date_told(rules: Planner) -> None:
    decided = decide(None, MOVED, rules, TODAY)
    assert decided.record.known_since == date(2025, 12, 1)
    assert decided.record.tellings == (FIRST, SECOND)
    assert decided.telling is None, "nothing was told here that the other record was not told"
    assert decided.plan.release is not None
    assert (decided.plan.release.source, decided.plan.release.told_on) == ("OMU memo", date(2026, 6, 1))


def test_a_date_that_nobody_was_told_before_is_told_now(rules: Planner) -> None:
    another = replace(MOVED, facts={"conditional_release_date": date(2027, 4, 2)})
    decided = decide(None, another, rules, TODAY)
    assert decided.record.tellings[:2] == (FIRST, SECOND)
    assert decided.telling is not None
    assert (decided.telling.date, decided.telling.source) == (date(2027, 4, 2), "other.csv")


def test_somebody_recorded_already_keeps_what_is_known_here(rules: Planner) -> None:
    here = PersonRecord("A1234BC", {"last_name": "Rivers"}, date(2026, 10, 1), (FIRST,))
    fresh = without_repeats(here, MOVED, {}, TODAY)
    assert (fresh.known_since, fresh.tellings) == (None, ())
    assert decide(here, fresh, rules, TODAY).record.known_since == date(2026, 10, 1)


def test_what_came_with_somebody_is_kept_also_when_a_later_entry_is_undone(
    rules: Planner, tmp_path: Path
) -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with create(tmp_path / "record.db") as store:
        with store.writing("P. Marsh", at, TODAY, "import people") as transaction:
            transaction.save(decide(None, MOVED, rules, TODAY), MARKS)
        came = store.person("A1234BC")
        assert came is not None
        assert (came.known_since, came.tellings) == (date(2025, 12, 1), (FIRST, SECOND))
        with store.writing("P. Marsh", at + timedelta(hours=1), TODAY, "set") as transaction:
            tier = decide(came, PersonChange("A1234BC", {"tier": "B2"}), rules, TODAY)
            transaction.save(tier, MARKS)
            entry = transaction.entry
        with store.writing("P. Marsh", at + timedelta(hours=2), TODAY, "undo") as transaction:
            transaction.void(entry)
            assert transaction.rebuild("A1234BC") == came
        assert store.people_that_differ(["A1234BC"]) == []
