"""How much is open for whom: totals that add up, nobody left out, nobody ranked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from releasecheck.store.queries.workload import named_loads_sql, owner_loads_sql
from releasecheck.store.rows import Filters
from tests.made_up.kept import open_record
from tests.made_up.program import MakePerson, Run


def caseload(run: Run, *words: str) -> dict:
    done = run("caseload", *words, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_open_and_overdue_add_up_to_what_missing_counts(run: Run, demo: Path) -> None:
    found = caseload(run)
    items = json.loads(run("missing", "--format", "json").out)["items"]
    overdue = sum(row["state"] == "overdue" for row in items)
    for table in ("owners", "prisons", "prison_owners"):
        assert sum(row["open"] for row in found[table]) == len(items), table
        assert sum(row["overdue"] for row in found[table]) == overdue, table


def test_everybody_still_here_has_one_pom_row_and_one_com_row(run: Run, demo: Path) -> None:
    found = caseload(run)
    here = len(json.loads(run("list", "--format", "json").out)["people"])
    for table in ("poms", "coms", "prisons"):
        assert sum(row["people"] for row in found[table]) == here, table


def test_a_poms_row_counts_what_the_pom_owns_for_their_people(run: Run, demo: Path) -> None:
    rows = {row["name"]: row for row in caseload(run)["poms"]}
    name = next(name for name in rows if name != "nobody named")
    mine = json.loads(run("missing", "--owner", "POM", "--pom", name, "--format", "json").out)
    here = json.loads(run("list", "--pom", name, "--format", "json").out)["people"]
    assert (rows[name]["people"], rows[name]["open"]) == (len(here), len(mine["items"]))


def test_rows_are_in_the_order_of_the_alphabet_after_what_nobody_is_named_for(run: Run, demo: Path) -> None:
    for table in ("poms", "coms"):
        names = [row["name"] for row in caseload(run)[table]]
        named = [name for name in names if name != "nobody named"]
        assert named == sorted(named, key=str.casefold)
        assert "nobody named" not in names[1:]


def test_b4_the_unowned_list_is_empty_once_somebody_is_named(run: Run, make_person: MakePerson) -> None:
    """Released in five weeks, so the COM is responsible; nobody is named until both are set."""
    person = make_person(release="2026-12-31", sentence_start_date="2025-02-06")
    assert [row["nobody"] for row in caseload(run)["unowned"]] == ["POM or COM"]
    run("set", person, "pom=P. Marsh")
    assert [row["nobody"] for row in caseload(run)["unowned"]] == ["COM"]
    run("set", person, "com=J. Okafor")
    assert caseload(run)["unowned"] == []
    assert "NOBODY NAMED" not in run("caseload").out


def test_only_the_tables_asked_for_are_made(run: Run, demo: Path) -> None:
    assert set(caseload(run, "--by", "prison")) == {
        *("as_of", "filters", "owners", "prisons", "prison_owners", "unowned")
    }
    out = run("caseload", "--by", "pom").out
    assert "BY POM" in out
    assert "BY COM" not in out


def test_the_roll_up_reads_the_index_in_its_order_and_nothing_else(demo: Path) -> None:
    today, until = date(2026, 11, 23), date(2026, 12, 21)
    with open_record(demo) as store:
        for sql, parameters in (
            owner_loads_sql(today, until, Filters()),
            owner_loads_sql(today, until, Filters(prison=("LEI",))),
            named_loads_sql("POM", today, until, Filters()),
        ):
            plan = [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]
            assert any("tasks USING COVERING INDEX tasks_open" in step for step in plan)
        sql, parameters = owner_loads_sql(today, until, Filters())
        plan = [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    assert plan == ["SCAN tasks USING COVERING INDEX tasks_open"]
