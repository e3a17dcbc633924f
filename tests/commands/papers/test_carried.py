"""Nothing recorded is lost: each fact and each field of evidence has its papers, or a reason for none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from releasecheck.people.facts import FACTS
from tests.carried import PAPERS, SAM, Proof, Row, catalogue, table
from tests.made_up.program import run, settle

ROWS = table()
NAMED = [pytest.param(row, id=f"{row.what}: {row.name}") for row in ROWS if row.carried or row.lost]


def test_every_fact_and_every_field_of_evidence_is_in_the_table_once_and_nothing_else() -> None:
    """A number that names somebody is on every paper, and is not looked for."""
    there = Counter((row.what, row.name) for row in ROWS)
    facts = [("fact", name) for name in FACTS if name != "prison_number"]
    assert there == Counter([*facts, *(("evidence", name) for name in catalogue().fields)])


def test_what_no_paper_carries_has_a_reason_and_so_has_what_one_loses() -> None:
    assert [row.name for row in ROWS if (row.lost or not row.carried) and not row.why] == []
    assert [row.name for row in ROWS if row.carried and row.why and not row.lost] == []


def test_papers_stand_in_order_and_none_both_carries_and_loses_a_thing() -> None:
    for row in ROWS:
        for papers in (row.carried, row.lost):
            assert list(papers) == [paper for paper in PAPERS if paper in papers], row.name
        assert set(row.carried).isdisjoint(row.lost), row.name


def test_evidence_is_proved_with_an_outcome_that_asks_for_it() -> None:
    items, wrong = catalogue().items, []
    for row in ROWS:
        if row.what == "evidence" and (row.carried or row.lost):
            item, _, outcome = row.mark.partition(" ")
            asked = {need.field for need in items[item].outcomes[outcome].evidence}
            wrong += [] if row.name in asked else [row.name]
    assert wrong == []


@pytest.fixture(scope="module")
def proof(_empty_record: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("carried")
    record = folder / "record.db"
    record.write_bytes(_empty_record.read_bytes())
    with pytest.MonkeyPatch.context() as environment:
        settle(environment, folder)
        environment.setenv("RELEASECHECK_RECORD", str(record))
        environment.setenv("RELEASECHECK_BY", "P. Marsh")
        yield Proof(record)


@pytest.mark.parametrize("row", NAMED)
def test_what_is_recorded_stands_on_the_papers_that_carry_it(proof: Proof, row: Row) -> None:
    """Where this fails because a paper carries it now: python -m tests.carried."""
    assert proof.found(row, (*row.carried, *row.lost)) == row.carried


def test_a_paper_that_does_not_say_it_is_found_out(proof: Proof) -> None:
    row = Row("fact", "ethnicity", "other", "", ("sheet",), (), "")
    assert proof.found(row, row.carried) == ()
    assert run("show", SAM).code == 0
