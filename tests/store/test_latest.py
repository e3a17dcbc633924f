"""What stands is what was told last by the clock, whatever number its entry has in this record."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releasecheck.people.entries import HistoryEntry
from releasecheck.store import SqliteStore, create
from tests.made_up.records import open_elsewhere
from tests.made_up.saved import add, writing

NUMBER = "A1234BC"
#: Later than the entry that the person is recorded with, which the store makes.
MOMENTS = [f"2026-11-{day}T09:30:0{second}Z" for day in (22, 24, 26) for second in (0, 1)]


class Entry(NamedTuple):
    """One office's entry: when, its place among that office's, and what it tells."""

    at: str
    origin: str
    place: int
    told_on: str
    tier: str | None
    outcome: str
    owner: str | None
    release: str


def _office(name: str) -> st.SearchStrategy[list[Entry]]:
    """What one office recorded, in its own order: its clock never goes back."""
    days = st.sampled_from(["2026-11-10", "2026-11-11"])
    told = st.tuples(
        st.sampled_from(MOMENTS),
        days,
        st.sampled_from(["A3", "B2", "C1", None]),
        st.sampled_from(["sent", "answered", "no_reply"]),
        st.sampled_from(["POM", "COM", None]),
        st.sampled_from(["2027-02-06", "2027-03-06"]),
    )
    return st.lists(told, min_size=1, max_size=4).map(
        lambda rows: [Entry(row[0], name, place, *row[1:]) for place, row in enumerate(sorted(rows, key=_at))]
    )


def _at(row: Sequence[Any]) -> str:
    return str(row[0])


def _arrive(record: Path, entries: Sequence[Entry]) -> None:
    """The entries stand in this record, numbered as they came."""
    with open_elsewhere(record) as ask:
        for number, one in enumerate(entries, start=10):
            who = f"{number}, '{NUMBER}'"
            ask(
                'INSERT INTO entries(id, at, "by", command, day, origin, origin_seq, login, hash) VALUES '
                f"({number}, '{one.at}', '{one.origin}', 'set', '2026-11-26', '{one.origin}', {one.place}, "
                "'x', '')"
            )
            tier = "NULL" if one.tier is None else f"'{one.tier}'"
            owner = "NULL" if one.owner is None else f"'{one.owner}'"
            ask(
                "INSERT INTO facts(entry, prison_number, fact, value, told_on) VALUES "
                f"({who}, 'tier', {tier}, '{one.told_on}')"
            )
            ask(
                "INSERT INTO outcomes(entry, prison_number, item, outcome, on_date, evidence) VALUES "
                f"({who}, 'dtr', '{one.outcome}', '{one.told_on}', '{{}}')"
            )
            ask(f"INSERT INTO owners(entry, prison_number, item, role) VALUES ({who}, 'dtr', {owner})")
            ask(
                "INSERT INTO releases(entry, prison_number, told_on, date, type, confirmed, anchors) VALUES "
                f"({who}, '{one.told_on}', '{one.release}', 'CRD', 0, '{{}}')"
            )


def _told(entry: HistoryEntry) -> tuple[object, ...]:
    return entry.at, entry.by, entry.place, entry.facts, entry.outcomes, entry.owners, entry.releases


def _stands(store: SqliteStore) -> dict[str, object]:
    """All that the record says of them, but for the numbers that it gave itself."""
    with writing(store) as transaction:
        person = transaction.rebuild(NUMBER)
    assert person is not None
    last = store.last_entry()
    assert last is not None
    return {
        "person": person._replace(outcomes=tuple(one._replace(id=None) for one in person.outcomes)),
        "provenance": [(*one[:5], one.at) for one in store.provenance(NUMBER)],
        "history": [_told(entry) for entry in store.history(NUMBER)],
        "told": [one[:7] for one in store.facts_told([NUMBER])],
        "last": (last.at, last.by),
        "differ": store.people_that_differ([NUMBER]),
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leeds=_office("leeds"), hull=_office("hull"), data=st.data())
def test_entries_of_two_offices_give_the_same_in_whatever_order_they_came(
    leeds: list[Entry], hull: list[Entry], data: st.DataObject, tmp_path: Path
) -> None:
    came = data.draw(st.permutations([*leeds, *hull]))
    found = []
    for place, entries in enumerate(([*leeds, *hull], came)):
        record = Path(tempfile.mkdtemp(dir=tmp_path), f"{place}.db")
        with create(record) as store:
            add(store, NUMBER, last_name="Smith", tier="B1")
            _arrive(record, entries)
            found.append(_stands(store))
    assert found[0] == found[1], json.dumps(came)
    told = max(found[0]["history"][1:], key=lambda row: (row[0], row[1], row[2]))  # type: ignore[index]
    assert found[0]["person"].owners == {  # type: ignore[attr-defined]
        owner.item: owner.role for owner in told[5] if owner.role
    }
