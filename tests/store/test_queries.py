"""What reports ask of the record: who is found, what is missing, who is left out, and by which index."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasecheck.people.alike import Likeness
from releasecheck.policy.catalogue import Catalogue, Item
from releasecheck.store import Filters, Fingerprints, SqliteStore
from releasecheck.store.queries.alike import alike_sql, by_crn_sql
from releasecheck.store.queries.filters import SAME_CRN_SQL
from releasecheck.store.queries.missing import (
    counts_sql,
    gaps_sql,
    people_sql,
    sent_sql,
    tasks_sql,
    waited_for_sql,
)
from releasecheck.store.queries.search import search_sql
from releasecheck.store.report_rows import ListAsked
from releasecheck.store.rows import PlannedBy
from releasecheck.store.tables.reading import stale_query
from tests.made_up.records import rows, tamper
from tests.made_up.saved import FULL, MARKS, TODAY, add, day, missing_rows, task, writing


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a1234bc", ["A1234BC"]),
        ("rivers", ["A1234BC", "A1234BD"]),
        ("RIV", ["A1234BC", "A1234BD"]),
        ("rivers, s", ["A1234BC"]),
        ("Sam Rivers", ["A1234BC"]),
        ("rivers sam", ["A1234BC"]),
        ("oneill", ["A1188DE"]),
        ("O'Neill, áine", ["A1188DE"]),
        ("aine o’neill", ["A1188DE"]),
        ("van dyke", ["A2291BB"]),
        ("jo van dyke", ["A2291BB"]),
        ("sam", ["A1234BC"]),
        ("TOM", ["A1234BD"]),
        ("aine", ["A1188DE"]),
        ("dyke", ["A2291BB"]),
        ("jo", ["A2291BB"]),
        ("s", ["A1234BC"]),
        ("iver", []),
        ("am", []),
        ("sam,", []),
        ("%", []),
        ("A1234", []),
    ],
)
def test_people_are_found_by_number_or_name(store: SqliteStore, text: str, numbers: list[str]) -> None:
    add(store, "A1234BC", last_name="RIVERS", first_name="Sam")
    add(store, "A1234BD", last_name="Rivers", first_name="Tom")
    add(store, "A1188DE", last_name="O’NEILL", first_name="Áine")
    add(store, "A2291BB", last_name="Van Dyke", first_name="Jo")
    assert [found.prison_number for found in store.find_people(text)] == numbers


def test_plan_is_stale_when_its_days_are_over_or_its_policy_is_another(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    add(store, "A5561CD")
    assert store.stale(TODAY, PlannedBy(MARKS)) == []
    assert store.stale(day(301), PlannedBy(MARKS)) == store.stale(day(-91), PlannedBy(MARKS)) == ["A1234BC"]
    others = PlannedBy(Fingerprints("policy1", "calendar2"))
    assert store.stale(TODAY, others) == ["A1234BC", "A5561CD"]


MIXED = (
    task("late", due_on=day(-3)),
    task("soon", due_on=day(20), owner="COM", owner_name="J. Okafor"),
    task("far", due_on=day(60)),
    task("sent", stage="waiting", chase_on=day(-1), due_on=None, outcome_on=day(-20), outcome="submitted"),
    task("unsure", rest="unknown", due_on=None, missing_facts=("housing",)),
    task("finished", stage="done"),
    task("never", rest="not_applicable"),
)


def test_missing_is_what_the_state_says_worst_first(store: SqliteStore) -> None:
    add(store, "A1234BC", *MIXED, last_name="RIVERS", prison="LEEDS")
    (person,) = store.missing_by_person(TODAY, day(28))
    rows = person.tasks
    assert [(row.item, row.state) for row in rows] == [
        ("late", "overdue"),
        ("sent", "chase"),
        ("unsure", "unknown"),
        ("soon", "to_do"),
    ]
    assert rows[3].owner_name == "J. Okafor"
    assert (rows[0].due_on, person.last_name, person.prison) == (day(-3).isoformat(), "RIVERS", "LEEDS")
    assert rows[2].missing_facts == '["housing"]'
    assert sum(count.tasks for count in store.missing_counts(TODAY, day(28))) == 4


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(number=("A5561CD",)), [("A5561CD", "dtr")]),
        (Filters(prison=("LEEDS",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
        (Filters(pom=("p. marsh",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
        (Filters(com=("j. okafor", "nobody")), [("A5561CD", "dtr")]),
        (Filters(owner=("COM",)), [("A5561CD", "dtr")]),
        (Filters(item=("dtr",)), [("A1234BC", "dtr"), ("A5561CD", "dtr")]),
        (Filters(pathway=("accommodation",)), [("A1234BC", "dtr"), ("A5561CD", "dtr")]),
        (Filters(state=("overdue",)), [("A1234BC", "late")]),
        (Filters(prison=("LEEDS",), state=("to_do",)), [("A1234BC", "dtr")]),
        (Filters(prison=("HULL",), owner=("POM",)), []),
        (Filters(wing=("B",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
        (Filters(rosh=("high", "not_known")), [("A5561CD", "dtr")]),
        (Filters(rosh=("low",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
    ],
)
def test_missing_can_be_narrowed(store: SqliteStore, filters: Filters, found: list[tuple[str, str]]) -> None:
    item = Item("dtr", "Duty to refer", "accommodation", "COM", "make the referral")
    with writing(store) as transaction:
        transaction.save_items(Catalogue({"dtr": item}, {}, "1"))
    known = {"prison": "LEEDS", "pom": "P. Marsh", "cell": "b-2-014", "rosh": "low"}
    add(store, "A1234BC", task("late", due_on=day(-1)), task("dtr"), **known)
    add(store, "A5561CD", task("dtr", owner="COM"), prison="HULL", com="J. Okafor", cell="BB-1-001")
    rows = [(number, row.item) for number, row in missing_rows(store, TODAY, day(28), filters)]
    assert sorted(rows) == sorted(found)
    counted = store.missing_counts(TODAY, day(28), filters)
    assert sum(count.tasks for count in counted) == len(found)
    assert store.missing_people(TODAY, day(28), filters) == sorted({number for number, _ in found})


def test_released_person_is_asked_only_for_what_comes_after_release(store: SqliteStore) -> None:
    after = Item("settled_after", "Settled?", "accommodation", "COM", "ask", after_release=True)
    with writing(store) as transaction:
        transaction.save_items(Catalogue({"settled_after": after}, {}, "1"))
    add(store, "A1234BC", task("dtr", stage="action"), task("settled_after"), released_on=day(-1))
    assert [row.item for _, row in missing_rows(store, TODAY, day(28))] == ["settled_after"]
    assert store.caseload_rows(TODAY, day(28), ListAsked()) == []
    assert [row.released_on for row in store.caseload_rows(TODAY, day(28), ListAsked(which="gone"))] == [
        day(-1)
    ]


def test_restricted_person_is_kept_and_left_out_of_reports(store: SqliteStore) -> None:
    add(store, "A1234BC", task("dtr"))
    with writing(store) as transaction:
        transaction.restrict("A1234BC")
    assert list(store.missing_by_person(TODAY, day(28))) == []
    assert store.caseload_rows(TODAY, day(28), ListAsked()) == []
    add(store, "A1234BC", task("dtr", reasons=("planned again",)))
    assert store.missing_counts(TODAY, day(28)) == []
    saved = store.saved_plan("A1234BC")
    assert saved is not None
    assert saved.person.restricted


def test_caseload_is_by_release_date_with_counts(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    add(store, "A5561CD", *MIXED)
    first, second = store.caseload_rows(TODAY, day(28), ListAsked())
    assert (first.prison_number, first.release_on, first.counts) == (
        "A1234BC",
        day(76),
        {"unknown": 1, "waiting": 1},
    )
    assert (second.release_on, second.counts) == (None, {"overdue": 1, "to_do": 1, "chase": 1, "unknown": 1})
    assert [
        row.prison_number for row in store.caseload_rows(TODAY, day(28), ListAsked(leaving_by=day(76)))
    ] == ["A1234BC"]
    assert store.caseload_rows(TODAY, day(28), ListAsked(leaving_by=day(75))) == []


def query_plan(store: SqliteStore, sql: str, parameters: dict[str, str | int | None]) -> list[str]:
    return [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]


def test_stale_plans_are_found_without_looking_at_those_that_hold(path: Path, store: SqliteStore) -> None:
    for marks in (1, 3):
        of = {f"c{at}": "c" for at in range(marks)}
        steps = query_plan(store, stale_query(marks), {"today": "2026-11-23", "calendar": "d", **of})
        searched = [step for step in steps if step.startswith("SEARCH plans")]
        assert len(searched) == 5 + marks, steps
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    tamper(path, "DELETE FROM plans")
    assert store.stale(TODAY, PlannedBy(MARKS)) == [FULL.record.prison_number]


@pytest.mark.parametrize("words", [("rivers",), ("riv", "leeds"), ("a1234bc",), ("okafor", "feb 2027")])
def test_people_are_looked_for_among_the_different_words_and_not_among_everybody(
    store: SqliteStore, words: tuple[str, ...]
) -> None:
    sql, parameters = search_sql(words)
    plan = store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)
    scans = {row[3] for row in plan if row[3].startswith("SCAN") and "CONSTANT" not in row[3]}
    assert scans <= {"SCAN words"}, plan


def test_words_go_with_the_last_person_who_has_them(path: Path, store: SqliteStore) -> None:
    add(store, "A1234BC", last_name="NIGHTLARK", first_name="Odo", prison="LEEDS")
    add(store, "A5561CD", last_name="OAK", first_name="Sam", prison="LEEDS")
    add(store, "A1234BC", last_name="NIGHTLARK", first_name="Sam", prison="LEEDS")
    counted = "SELECT word, people FROM words ORDER BY word"
    assert rows(path, counted) == [("leeds", 2), ("nightlark", 1), ("oak", 1), ("sam", 2)]
    with writing(store) as transaction:
        transaction.erase("A1234BC", "age")
    assert rows(path, counted) == [("leeds", 1), ("oak", 1), ("sam", 1)]
    assert store.people_that_differ() == []


@pytest.mark.parametrize("filters", [Filters(), Filters(prison=("LEEDS",), owner=("COM",))])
def test_roll_up_never_reads_the_tasks_themselves(store: SqliteStore, filters: Filters) -> None:
    plan = query_plan(store, *counts_sql(TODAY, day(28), filters))
    assert any("tasks USING COVERING INDEX tasks_open" in step for step in plan)
    assert not any("PRIMARY KEY" in step for step in plan)


def test_missing_reads_people_once_in_order_and_the_tasks_of_each_together(store: SqliteStore) -> None:
    people = query_plan(store, *people_sql(TODAY, Filters(prison=("LEEDS",))))
    assert any(step.startswith("SEARCH r USING") for step in people)
    tasks = query_plan(store, *tasks_sql([("A1234BC",)], TODAY, day(28), Filters()))
    assert any(step == "SEARCH t USING PRIMARY KEY (prison_number=?)" for step in tasks)
    assert not any(step.startswith("SCAN t") for step in tasks)


def test_what_was_sent_and_what_lacks_evidence_are_found_by_their_partial_indexes(store: SqliteStore) -> None:
    sent = query_plan(store, *sent_sql(TODAY, Filters()))
    assert any("tasks USING COVERING INDEX tasks_open" in step for step in sent)
    waited = query_plan(store, *waited_for_sql(Filters(number=("A1234BC",))))
    assert any("tasks USING COVERING INDEX tasks_open" in step for step in waited)
    gaps = query_plan(store, *gaps_sql(Filters()))
    assert any("s USING COVERING INDEX tasks_with_gaps" in step for step in gaps)
    assert not any(step.startswith("SCAN t") for step in (*sent, *waited, *gaps) if "tasks_open" not in step)


def test_who_is_alike_is_found_by_the_index_of_names(store: SqliteStore) -> None:
    of = Likeness("A1234BC", "RIVERS", "Sam", "LEI", day(-9_000), day(70))
    plan = query_plan(store, *alike_sql(of))
    assert plan[0] == "SEARCH p USING INDEX people_by_name (search_name>? AND search_name<?)"


@pytest.mark.parametrize("crns", [None, ["X123456"]])
def test_who_has_a_crn_is_found_by_the_index_of_crns(store: SqliteStore, crns: list[str] | None) -> None:
    for restricted in (True, False):
        plan = query_plan(store, *by_crn_sql(crns, restricted=restricted))
        assert "USING INDEX people_by_crn" in plan[0]


def test_who_else_has_a_crn_is_found_by_the_index_of_crns(store: SqliteStore) -> None:
    plan = query_plan(store, f"SELECT prison_number, {SAME_CRN_SQL} FROM people AS p", {})
    assert "SEARCH o USING INDEX people_by_crn (crn=?)" in plan


@pytest.mark.parametrize("number", ["crn", "pnc"])
def test_a_person_is_found_by_the_index_of_each_number(store: SqliteStore, number: str) -> None:
    plan = query_plan(store, f"SELECT prison_number FROM people WHERE {number} = :is", {"is": "X123456"})
    assert plan[0] == f"SEARCH people USING INDEX people_by_{number} ({number}=?)"
