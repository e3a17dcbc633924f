"""The record as other programs read it: views that say what the reports say, in Datasette too."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from releasecheck.store import open_record
from releasecheck.store.queries.datasette import QUERIES as NAMED
from releasecheck.store.sqlite.migrations import steps
from releasecheck.store.sqlite.schema import TABLES, VIEWS
from releasecheck.store.sqlite.views import VIEWS as MADE
from releasecheck.store.sqlite.views import VIEWS_SINCE_ASKED
from tests import docs
from tests.bench.people import TODAY
from tests.made_up.datasette import ask, datasette
from tests.made_up.program import AS_OF, MakePerson, Run
from tests.made_up.records import AT, logged, open_elsewhere, tamper

PAGE = (docs.TOP / "releasecheck" / "store" / "README.md").read_text("utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def monday(demo: Path) -> Path:
    """The demonstration, read on the day it was made for."""
    tamper(demo, "DROP VIEW v_today", f"CREATE VIEW v_today AS SELECT '{AS_OF}' AS today")
    return demo


# It opens the record itself, unlike the rest: what SQLite does with a file that it is told not to trust is
# what these tests are about.
def untrusting(path: Path, sql: str) -> list[dict[str, object]]:
    """What a program with no leave to write, and no trust in the file, is given."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def test_what_is_missing_in_the_view_is_what_missing_reports(run: Run, monday: Path) -> None:
    reported = json.loads(run("missing", "--within", "9999d", "--format", "json").out)["items"]
    found = untrusting(monday, "SELECT * FROM v_missing")
    keys = ("prison_number", "item", "title", "owner", "state", "due_on", "days")
    as_told = sorted((*(str(row[key]) for key in keys), str(row["missing_facts"])) for row in reported)
    assert as_told == sorted(
        (*(str(row[key]) for key in keys), str(json.loads(str(row["missing_facts"])))) for row in found
    )
    assert as_told


def test_the_countdown_in_the_view_is_what_show_says(run: Run, monday: Path) -> None:
    found = {
        (row["prison_number"], row["item"]): row for row in untrusting(monday, "SELECT * FROM v_countdown")
    }
    tasks = 0
    for line in run("export", "plans", "--to", "the tests").out.splitlines():
        plan = json.loads(line)
        for task in plan["tasks"]:
            row = found[plan["person"]["prison_number"], task["item"]]
            tasks += 1
            for (
                key
            ) in "title owner owner_name state opens_on due_on days chase_on outcome outcome_on".split():
                in_wales = task[key] == "Application for assistance (Wales)"  # the view has one title
                assert row[key] == task[key] or in_wales, (task["item"], key)
            for key in ("evidence", "missing_facts", "reasons"):
                assert json.loads(str(row[key])) == task[key]
    assert tasks == len(found) > 0


def test_people_in_the_view_are_counted_as_in_their_checklist(run: Run, monday: Path) -> None:
    people = {row["prison_number"]: row for row in untrusting(monday, "SELECT * FROM v_people")}
    listed = json.loads(run("list", "--released", "--format", "json").out)["people"]
    assert len(people) == len(listed)
    for one in listed:
        row = people[one["prison_number"]]
        assert [row[key] for key in ("prison", "pom", "com", "release_date", "released_on")] == [
            one[key] for key in ("prison", "pom", "com", "release_date", "released_on")
        ]
        assert row["days_to_release"] == one["days"]
        for state in ("overdue", "chase", "unknown", "waiting", "blocked"):
            assert row[state] == one["counts"].get(state, 0)


def test_restricted_people_are_in_no_view(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person()
    make_person("A5561CD", "DUNNE, Kerry")
    with open_record(record) as store, store.writing("tester", AT, TODAY, "restrict") as transaction:
        transaction.restrict("A5561CD")
    for view in ("v_missing", "v_countdown", "v_people"):
        assert {row["prison_number"] for row in untrusting(record, f"SELECT * FROM {view}")} == {"A1234BC"}


def test_a_count_of_what_is_missing_reads_only_an_index(record: Path) -> None:
    counted = "SELECT prison, owner, state, count(*) FROM v_missing WHERE state = 'overdue' GROUP BY 1, 2, 3"
    plan = [str(row["detail"]) for row in untrusting(record, f"EXPLAIN QUERY PLAN {counted}")]
    assert [step for step in plan if "tasks" in step] == ["SCAN tasks USING COVERING INDEX tasks_open"]
    assert not [step for step in plan if "SEARCH" in step]


def test_the_views_know_the_day_by_themselves(record: Path) -> None:
    (today,) = untrusting(record, "SELECT today, date('now', 'localtime') AS clock FROM v_today")
    assert today["today"] == today["clock"]


# --- described ---


def test_every_view_table_and_column_is_described(run: Run, record: Path) -> None:
    out = run("record", "schema").out
    with open_record(record) as store:
        parts = {part.name: tuple(column for column, _ in part.columns) for part in store.schema()}
    assert set(parts) == {*VIEWS, *TABLES}
    for name, (_, words) in VIEWS.items():
        assert parts[name] == tuple(words)
    assert all(f"\n{name}: " in out for name in parts)
    assert all(len(line) <= 80 for line in out.splitlines())


def test_the_schema_as_sql_makes_the_same_record(run: Run, record: Path) -> None:
    made = run("record", "schema", "--sql").out
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(made)
        assert empty.execute("SELECT count(*) FROM v_missing").fetchone() == (0,)
    assert logged(record) == [], "it shows nobody's data"


def test_views_that_change_are_made_anew_by_a_step_of_their_own() -> None:
    """If this fails: keep the old text in its step, add a step with the new one, and raise SCHEMA."""
    names = [step.name for step in steps()._migrations if "views" in step.name]
    assert names == ["m007_views", "m011_views_since_asked"]
    texts = (MADE, VIEWS_SINCE_ASKED)
    assert [hashlib.sha256(text.encode()).hexdigest()[:12] for text in texts] == [
        "25ec9b2270f2",
        "f21446aef5df",
    ]


# --- read by other programs ---


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_of_the_readme_find_something(monday: Path, query: str) -> None:
    assert untrusting(monday, query)


def test_the_three_queries_of_the_page_are_named_ones() -> None:
    """What is pasted from the page is what Datasette asks under a name."""
    named = {query.sql for query in NAMED.values()}
    assert len(QUERIES) == 3
    assert set(QUERIES) <= named


def test_sqlite_utils_reads_a_view(monday: Path) -> None:
    words = [sys.executable, "-m", "sqlite_utils", "rows", str(monday), "v_people", "--limit", "3"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert [list(row) for row in json.loads(done.stdout)] == [list(VIEWS["v_people"][1])] * 3


def test_datasette_shows_what_was_recorded_a_moment_ago(run: Run, monday: Path) -> None:
    """While anybody has the record open, what is new stands in the log beside the file: -i reads past it."""
    where = f"{monday.stem}/people.json?_shape=array&prison_number=A7710FA"
    before = untrusting(monday, "SELECT cell FROM people WHERE prison_number = 'A7710FA'")
    with open_elsewhere(monday) as reader:
        reader("SELECT count(*) FROM people")
        assert run("--record", monday, "set", "A7710FA", "cell=Z9-01").code == 0
        assert monday.with_name(f"{monday.name}-wal").stat().st_size > 0
        with datasette(monday) as address:
            assert [person["cell"] for person in json.loads(ask(address + where))] == ["Z9-01"]
            assert ask(f"{address}{monday.name}") == "403"
        with datasette("-i", monday) as address:
            (stale,) = json.loads(ask(address + where))
            assert {"cell": stale["cell"]} == before[0] != {"cell": "Z9-01"}
            assert ask(f"{address}{monday.name}").startswith("SQLite format 3"), "it gives out the file"


def test_datasette_shows_a_view_and_leaves_the_record_as_it_was(monday: Path) -> None:
    before = monday.read_bytes()
    with datasette(monday) as address:
        missing = f"{address}{monday.stem}/v_missing.json?_shape=array&state=overdue&_size=1000"
        found = json.loads(ask(missing))
        page = ask(f"{address}{monday.stem}/v_people")
    assert found == untrusting(monday, "SELECT * FROM v_missing WHERE state = 'overdue'") != []
    assert "RIVERS" in page
    assert monday.read_bytes() == before
