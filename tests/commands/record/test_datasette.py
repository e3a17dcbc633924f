"""What `record schema --datasette` tells Datasette, and what Datasette makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from releasecheck.store.sqlite.schema import TABLES, VIEWS
from tests.made_up.datasette import ask, datasette
from tests.made_up.program import AS_OF, Run, run
from tests.made_up.records import logged, rows, tamper

VALUES = {
    ":_header_x_forwarded_proto": "''",
    ":_header_host": "'desk:8001'",
    ":prison_number": "'a1234bc'",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """The demonstration on its own Monday, one of its people restricted; its metadata; its Datasette."""
    record = tmp_path_factory.mktemp("served") / "hmp leeds.2026.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASECHECK_BY", "P. Marsh")
        assert run("demo", "--keep", record).code == 0
        patch.setenv("RELEASECHECK_RECORD", str(record))
        assert run("record", "restrict", "A7710FA", "--reason", "dispute").code == 0
        before = len(logged(record))
        done = run("record", "schema", "--datasette")
        assert (done.code, done.err) == (0, "")
        assert len(logged(record)) == before, "it shows nobody's data"
    tamper(record, "DROP VIEW v_today", f"CREATE VIEW v_today AS SELECT '{AS_OF}' AS today")
    metadata = record.with_name("metadata.json")
    metadata.write_text(done.out, "utf-8")
    with datasette(record, "-m", metadata) as address:
        yield record, json.loads(done.out), f"{address}hmp+leeds~2E2026"


def of(served: tuple[Path, dict[str, Any], str]) -> dict[str, Any]:
    """What is said of the one database."""
    found: dict[str, Any] = served[1]["databases"]["hmp leeds.2026"]
    return found


def test_every_view_and_table_is_described_from_the_one_place(
    served: tuple[Path, dict[str, Any], str],
) -> None:
    told = of(served)["tables"]
    assert set(told) == {*VIEWS, *TABLES, "sqlite_sequence", "_sqlite_migrations"}
    assert {name: told[name]["columns"] for name in VIEWS} == {name: VIEWS[name][1] for name in VIEWS}
    views = {name: about for name, (about, _) in VIEWS.items()}
    said = {name: one["description"] for name, one in told.items() if "sqlite" not in name}
    assert said == {**TABLES, **views}


def test_what_it_names_is_there(served: tuple[Path, dict[str, Any], str]) -> None:
    record = served[0]
    for name, one in of(served)["tables"].items():
        there = {column for (column,) in rows(record, "SELECT name FROM pragma_table_info(?)", name)}
        named = {*one.get("columns", {}), *one.get("facets", ()), *one.get("units", {})}
        named |= {one[key] for key in ("sort", "label_column") if key in one}
        assert there
        assert named <= there, name


def test_every_query_finds_something(served: tuple[Path, dict[str, Any], str]) -> None:
    queries = of(served)["queries"]
    assert len(queries) == 6
    for name, query in queries.items():
        sql = query["sql"]
        for asked, value in VALUES.items():
            sql = sql.replace(asked, value)
        assert rows(served[0], sql), name


def test_datasette_says_what_a_view_and_its_columns_are(served: tuple[Path, dict[str, Any], str]) -> None:
    page = unescape(ask(f"{served[2]}/v_missing"))
    assert VIEWS["v_missing"][0] in page
    assert VIEWS["v_missing"][1]["days"] in page
    assert 'data-column="state"' in page.replace("'", '"')
    assert "_facet=state" in page or 'class="facet-info' in page
    within = json.loads(ask(f"{served[2]}/v_missing.json?_shape=array&_size=max&days__lt=-30"))
    assert within
    assert all(row["days"] < -30 for row in within)


def test_one_leads_from_what_is_missing_to_whose_it_is_and_back(
    served: tuple[Path, dict[str, Any], str],
) -> None:
    """By the address that the browser itself asked for."""
    page = unescape(ask(f"{served[2]}/late_tasks"))
    person = re.search(r'href="(http://127[^"]*v_people\?prison_number=A\d{4}[A-Z]{2})"', page)
    assert person
    assert "1 row" in ask(person[1])
    everybody = unescape(ask(f"{served[2]}/everybody"))
    missing = re.search(r'href="(http://127[^"]*/v_missing\?prison_number=A1234BC)"', everybody)
    checklist = re.search(r'href="(http://127[^"]*/one_person\?prison_number=A1234BC)"', everybody)
    assert missing
    assert checklist
    assert "RIVERS" in ask(missing[1])
    assert "RIVERS" in ask(checklist[1])


def test_the_tables_behind_the_views_are_shut_for_restricted_people_are_in_them(
    served: tuple[Path, dict[str, Any], str],
) -> None:
    _, _, address = served
    number = "A7710FA"
    (((name,),)) = rows(served[0], "SELECT last_name FROM people WHERE prison_number = ?", number)
    assert ask(f"{address}/people") == "403"
    assert ask(f"{address}?sql=select+*+from+people") == "403"
    for place in ("", "/v_people", "/v_missing", "/everybody", f"/one_person?prison_number={number}"):
        page = ask(address + place)
        assert page.startswith("<!DOCTYPE html>"), place
        assert name not in page
    listed = re.findall(r'<h3><a href="[^"]*">(\w+)</a></h3>', ask(address))
    assert listed == []


def test_two_answers_at_once_are_refused(run: Run, record: Path) -> None:
    done = run("record", "schema", "--sql", "--datasette")
    assert done.code == 2
    assert "--sql" in done.err
