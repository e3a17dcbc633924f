"""The record asked from Python: the same answers as the commands', the same log, nothing given past it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

import releasecheck
from releasecheck.api.door import State
from releasecheck.planning.states import MISSING
from tests.api.example import late_in
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import column, entries, logged, open_elsewhere, rows
from tests.places import TOP

MONDAY = date(2026, 11, 23)
PAGE = (TOP / "releasecheck" / "api" / "README.md").read_text("utf-8")
Open = Callable[..., releasecheck.OpenedRecord]


@pytest.fixture
def look() -> Open:
    """Opens a record on the Monday of the tests."""

    def opened(path: Path, **options: Any) -> releasecheck.OpenedRecord:
        return releasecheck.open(path, **{"by": "P. Marsh", "as_of": MONDAY, **options})

    return opened


def test_importing_it_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import releasecheck; print(set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stdout == "{'releasecheck'}\n"


def test_the_names_that_are_promised_are_those_that_are_there() -> None:
    """The types that a checker reads, and what is there when it runs."""
    stub = (TOP / "releasecheck" / "__init__.pyi").read_text("utf-8")
    named = {line.split(" as ")[1] for line in stub.splitlines() if " as " in line}
    assert named == {*releasecheck._DOOR, *releasecheck._ERRORS}  # type: ignore[attr-defined]
    assert all(getattr(releasecheck, name).__module__.startswith("releasecheck.") for name in named)
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = releasecheck.opne  # type: ignore[attr-defined]


def test_the_states_that_can_be_asked_for_are_those_of_missing() -> None:
    assert get_args(State) == MISSING


def test_the_example_of_the_page_is_the_one_that_is_run(demo: Path) -> None:
    code = (TOP / "tests" / "api" / "example.py").read_text("utf-8").split('"""\n\n', 1)[1]
    assert f"```python\n{code}```" in PAGE
    lines = late_in(str(demo), "LEI", MONDAY)
    assert "2026-08-05 COM MAPPA level set before release: RIVERS, Sam" in lines
    assert any(line.startswith("Not in this ") for line in lines)
    assert any(line.startswith("Who: COM, community offender manager: ") for line in lines)
    assert rows(demo, "SELECT command, kind, by, recipient FROM log ORDER BY id DESC LIMIT 2") == [
        ("python why", "disclosure", "Monday list", "head of OMU"),
        ("python missing", "disclosure", "Monday list", "head of OMU"),
    ]


def test_people_are_those_of_list(run: Run, demo: Path, look: Open) -> None:
    said = json.loads(run("list", "--prison", "LEI", "--format", "json").out)
    with look(demo) as record:
        found = record.people(prison="leeds")
    assert len(found) == len(said["people"]) > 0
    keys = ("prison_number", "name", "prison", "release_date", "released_on", "pom", "com")
    assert [[getattr(one, key) and str(getattr(one, key)) for key in keys] for one in found] == [
        [one[key] for key in keys] for one in said["people"]
    ]
    assert [dict(one.counts) for one in found] == [one["counts"] for one in said["people"]]
    assert found.not_counted == said["not_counted"]


def test_a_plan_is_that_of_show(run: Run, demo: Path, look: Open) -> None:
    said = json.loads(run("show", "rivers", "--format", "json").out)
    with look(demo) as record:
        plan = record.plan("rivers")
    keys = ("item", "state", "owner", "owner_name", "due_on", "outcome", "next")
    assert [[getattr(one, key) and str(getattr(one, key)) for key in keys] for one in plan.tasks] == [
        [one[key] for key in keys] for one in said["tasks"]
    ]
    assert (plan.prison_number, plan.release_date) == ("A1234BC", date(2027, 2, 5))
    with pytest.raises(FrozenInstanceError):
        plan.name = "ELSE, Sombody"  # type: ignore[misc]


def test_what_is_missing_is_that_of_missing(run: Run, demo: Path, look: Open) -> None:
    words = ("missing", "--within", "60", "--owner", "POM", "--state", "overdue", "--format", "json")
    said = json.loads(run(*words).out)["items"]
    with look(demo) as record:
        found = record.missing(within=60, owner="pom", state="overdue")
    assert [(one.prison_number, one.item, one.days) for one in found] == [
        (one["prison_number"], one["item"], one["days"]) for one in said
    ]
    assert len(found) > 0


def test_reasons_are_those_of_why(run: Run, demo: Path, look: Open) -> None:
    said = json.loads(run("why", "rivers", "dtr", "--format", "json").out)
    with look(demo) as record:
        told = record.why("rivers", "DTR")
    assert [[one.asked, one.found, one.said_by] for one in told.reasons] == [
        [one["asked"], one["found"], one["said_by"]] for one in said["reasons"]
    ]
    assert (told.item, told.verdict, list(told.sources)) == ("dtr", said["verdict"], said["sources"])


def test_whoever_is_given_is_logged_and_nothing_is_recorded(
    record: Path, make_person: MakePerson, look: Open
) -> None:
    make_person()
    make_person("A2291BB", "RIVERS, Joan")
    before, made = len(logged(record)), entries(record)
    with look(record, reason="Monday meeting") as opened:
        opened.people()
        opened.plan("smith")
        opened.missing()
        opened.why("A2291BB", "dtr")
    both = ["A1234BC", "A2291BB"]
    assert logged(record, after=before) == [
        ("disclosure", "python people", both),
        ("disclosure", "python plan", ["A1234BC"]),
        ("disclosure", "python missing", both),
        ("disclosure", "python why", ["A2291BB"]),
    ]
    assert column(record, "recipient")[before:] == ["a Python program"] * 4
    assert column(record, "by")[before:] == ["P. Marsh"] * 4
    assert column(record, "reason")[before:] == ["Monday meeting"] * 4
    assert rows(record, "SELECT * FROM unfinished") == []
    assert entries(record) == made


def test_somebody_restricted_is_given_to_nobody(
    run: Run, record: Path, make_person: MakePerson, look: Open
) -> None:
    make_person()
    make_person("A9999ZZ", "HUSH, Una")
    assert run("record", "restrict", "A9999ZZ", "--reason", "dispute").code == 0
    with look(record) as opened:
        assert [one.prison_number for one in opened.people()] == ["A1234BC"]
        assert opened.people().not_counted == {"restricted": 1}
        assert {one.prison_number for one in opened.missing()} == {"A1234BC"}
        for ask in (lambda: opened.plan("hush"), lambda: opened.why("A9999ZZ", "dtr")):
            with pytest.raises(releasecheck.Restricted, match="A9999ZZ is restricted since"):
                ask()


def test_somebody_restricted_while_it_is_open_is_not_given_from_then_on(
    run: Run, record: Path, make_person: MakePerson, look: Open
) -> None:
    make_person()
    with look(record) as opened:
        assert len(opened.people()) == 1
        assert run("record", "restrict", "A1234BC", "--reason", "dispute").code == 0
        assert len(opened.people()) == 0
        with pytest.raises(releasecheck.Restricted):
            opened.plan("A1234BC")


def test_a_name_that_fits_several_is_logged_for_whom_it_tells_of(
    record: Path, make_person: MakePerson, look: Open
) -> None:
    make_person("A1234BC", "RIVERS, Sam")
    make_person("A2291BB", "RIVERS, Joan")
    before = len(logged(record))
    with look(record) as opened, pytest.raises(releasecheck.AmbiguousPerson, match="could be 2 people"):
        opened.plan("rivers")
    assert logged(record, after=before) == [("consultation", "python plan", ["A1234BC", "A2291BB"])]


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda opened: opened.missing(prison="XYZ"), 'nobody in the record has prison "XYZ"'),
        (lambda opened: opened.missing(owner="BOSS"), 'no role "BOSS"'),
        (lambda opened: opened.missing(state="late"), 'no state "late"'),
        (lambda opened: opened.missing(item="dtrr"), "dtrr"),
        (lambda opened: opened.people(com="nobody"), 'nobody in the record has com "nobody"'),
        (lambda opened: opened.people(within=-1), "within=-1: a number of days"),
        (lambda opened: opened.missing(within=10_000), "within=10000: a number of days"),
        (lambda opened: opened.plan(" "), "who?"),
        (lambda opened: opened.why("A1234BC", "x"), '"x"'),
    ],
)
def test_a_word_that_is_none_is_an_error_and_never_an_empty_list(
    record: Path, make_person: MakePerson, look: Open, ask: Callable[[Any], object], why: str
) -> None:
    make_person(prison="LEI", com="T. Hughes")
    with look(record) as opened, pytest.raises(releasecheck.UsageError, match=why.replace("?", r"\?")):
        ask(opened)


def test_an_office_that_asks_for_a_reason_or_for_whom_asks_that_here_too(
    record: Path, tmp_path: Path, look: Open
) -> None:
    config = tmp_path / "office.toml"
    config.write_text('require_reason = "yes"\nrequire_to = "yes"\n', "utf-8")
    with pytest.raises(releasecheck.UsageError, match="this office asks for a reason"):
        look(record, config=config)
    with pytest.raises(releasecheck.UsageError, match="this office asks who it is for"):
        look(record, config=config, reason="review")
    look(record, config=config, reason="review", to="OMU").close()
    config.write_text('require_reson = "yes"\n', "utf-8")
    with pytest.raises(releasecheck.ConfigError, match="require_reson"):
        look(record, config=config)


def test_what_is_no_record_is_said_when_it_is_opened(tmp_path: Path, look: Open) -> None:
    with pytest.raises(releasecheck.StoreError, match=r"no record at .*none\.db"):
        look(tmp_path / "none.db")
    with pytest.raises(releasecheck.StoreError):
        look(tmp_path)
    with pytest.raises(releasecheck.UsageError, match="the name is empty"):
        look("")
    for by in ("", "  "):
        with pytest.raises(releasecheck.UsageError, match="who is asking"):
            look(tmp_path / "none.db", by=by)


def test_nothing_is_given_to_somebody_where_the_log_cannot_be_written(
    record: Path, make_person: MakePerson, look: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0")
    make_person()
    with look(record, to="OMU") as opened, open_elsewhere(record) as other:
        other("BEGIN IMMEDIATE")
        with pytest.raises(releasecheck.StoreError):
            opened.people()


def test_what_it_gave_stays_and_a_closed_record_is_let_go_of(
    record: Path, make_person: MakePerson, look: Open
) -> None:
    make_person()
    with look(record) as opened:
        people = opened.people()
    assert [one.name for one in people] == ["SMITH, John"]
    with pytest.raises(releasecheck.StoreError, match="the record is closed"):
        opened.people()
    opened.close()
    assert not record.with_name(f"{record.name}-wal").exists()
