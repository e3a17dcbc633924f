"""What the record gives out: the same in every format, to nobody unnamed, and fit to come back."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from releasecheck.commands.data.demo_data import demo_people
from releasecheck.core.domain import RecordedOutcome
from releasecheck.core.formulas import SIGNS
from releasecheck.exchange.writing.export_columns import EXPORTS, with_evidence
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.store import Fingerprints
from tests.bench.people import TODAY, planner
from tests.made_up.kept import open_record
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import AT, column, logged
from tests.made_up.terminal import Terminal

PLANS = ["export", "plans", "--format", "jsonl", "--to", "the tests"]


def sheet(path: Path) -> list[list[Any]]:
    """The cells of a workbook, as Excel would hold them."""
    book = load_workbook(path)
    assert len(book.worksheets) == 1
    return [[_value(cell) for cell in row] for row in book.worksheets[0].iter_rows()]


def _value(cell: Any) -> Any:
    """A day as a day: openpyxl gives every date with a time."""
    return cell.value.date() if cell.number_format == "yyyy-mm-dd" else cell.value


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def given(run: Run, what: str, *words: str) -> list[dict[str, Any]]:
    done = run("export", what, "--format", "jsonl", *words)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def as_text(value: object) -> str:
    """A cell of a workbook as the same export has it in CSV."""
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@pytest.fixture
def hostile(make_person: MakePerson, run: Run) -> str:
    """Somebody whose facts no spreadsheet may take for anything but text."""
    number = make_person(
        *("A1234BC", "0012, =1+1"),
        cell="007",
        pom="@SUM(A1)",
        com="＝cmd",
        com_office="#N/A",
        home_region="'-x",
    )
    assert run("mark", number, "dtr", "submitted", "authority=+44", "consent_to_refer=yes").code == 0
    assert run("note", number, "=HYPERLINK(1)").code == 0
    return number


# --- columns and formats ---


@pytest.mark.parametrize("what", EXPORTS)
def test_the_columns_are_the_promised_ones_and_every_format_says_the_same(
    run: Run, demo: Path, tmp_path: Path, what: str
) -> None:
    for ending in ("csv", "xlsx", "json", "jsonl"):
        assert run("export", what, "-o", tmp_path / f"x.{ending}", "--to", "Leeds").code == 0
    headings, *rows = table((tmp_path / "x.csv").read_text("utf-8"))
    first, *cells = sheet(tmp_path / "x.xlsx")
    assert first == headings
    assert [[as_text(value) for value in row] for row in cells] == rows != []
    promised = [column.name for column in EXPORTS[what]]
    if what == "outcomes":
        assert headings[:7] == promised[:7]
        assert {name.partition(".")[0] for name in headings[7:]} == {"evidence"}
    else:
        assert headings == promised
    listed = json.loads((tmp_path / "x.json").read_text("utf-8"))
    lines = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == listed
    assert len(listed) == len(rows)
    if what == "people":
        assert set(listed[0]) <= set(promised)
    elif what != "plans":
        assert all(list(one) == promised for one in listed)


def test_a_workbook_holds_days_as_days_and_text_as_text(run: Run, hostile: str, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    assert run("export", "people", "-o", path, "--to", "Leeds").code == 0
    headings, row = sheet(path)
    person = dict(zip(headings, row, strict=True))
    assert person["conditional_release_date"] == date(2027, 2, 6)
    assert (person["prison_number"], person["last_name"], person["cell"]) == ("A1234BC", "0012", "007")
    assert (person["com_office"], person["first_name"]) == ("#N/A", "'=1+1")
    book = load_workbook(path).worksheets[0]
    assert {cell.data_type for row in book.iter_rows() for cell in row if cell.value is not None} == {
        "s",
        "d",
    }
    assert book.freeze_panes == "A2"


@pytest.mark.parametrize("what", EXPORTS)
def test_no_cell_begins_what_a_spreadsheet_would_run(
    run: Run, hostile: str, tmp_path: Path, what: str
) -> None:
    """Days until a date may be negative numbers; nothing else may begin with such a sign."""
    for ending in ("csv", "xlsx"):
        assert run("export", what, "-o", tmp_path / f"x.{ending}", "--to", "Leeds", "--marked").code == 0
    rows = table((tmp_path / "x.csv").read_text("utf-8"))
    risky = [cell for row in rows for cell in row if cell[:1] in set(SIGNS) and not cell[1:].isdecimal()]
    assert risky == []
    cells = [cell for row in sheet(tmp_path / "x.xlsx") for cell in row if isinstance(cell, str)]
    assert [cell for cell in cells if cell[:1] in set(SIGNS)] == []
    assert any("1+1" in cell for cell in cells) or what in ("outcomes",)


def test_a_character_that_no_workbook_can_hold_is_shown_as_lost(run: Run, demo: Path, tmp_path: Path) -> None:
    with open_record(demo) as store, store.writing("tester", AT, TODAY, "test") as transaction:
        change = PersonChange("A1234BC", {"cell": "B\x00\x1b[31m"})
        before = transaction.record("A1234BC")
        transaction.save(decide(before, change, planner(), TODAY), Fingerprints("", ""))
    path = tmp_path / "x.xlsx"
    assert run("export", "people", "--person", "rivers", "-o", path, "--to", "Leeds").code == 0
    headings, row = sheet(path)
    assert (
        dict(zip(headings, row, strict=True))["cell"]
        == "B\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31m"
    )


def test_a_fact_that_is_not_known_is_absent_in_json_and_empty_in_a_spreadsheet(
    run: Run, make_person: MakePerson
) -> None:
    make_person(tier="B2", next_accommodation="no")
    (person,) = given(run, "people")
    assert person["next_accommodation"] is False
    assert "rosh" not in person
    headings, row = table(run("export", "people").out)
    cells = dict(zip(headings, row, strict=True))
    assert (cells["next_accommodation"], cells["rosh"], cells["owners"]) == ("no", "", "")


def test_what_excel_cannot_hold_is_said_and_nothing_is_written_or_logged(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tasks.xlsx"
    path.write_text("as it was")
    monkeypatch.setattr("releasecheck.formats.workbooks.MOST_ROWS", 100)
    before = len(logged(demo))
    done = run("export", "tasks", "-o", path, "--to", "Leeds")
    assert (done.code, done.out) == (1, "")
    assert "more than the 100 rows that Excel can hold: add --format csv" in done.err
    assert path.read_text() == "as it was"
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".xlsx"] == ["tasks.xlsx"]
    assert len(logged(demo)) == before
    monkeypatch.setattr("releasecheck.formats.sheets.made_cells.MOST_LETTERS", 5)
    assert "longer than the 5 letters" in run("export", "people", "-o", path, "--to", "Leeds").err


def test_a_workbook_needs_a_file_and_can_go_down_a_pipe(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("export", "people", "--format", "xlsx").code == 2
    from click.testing import CliRunner

    from releasecheck.cli import cli

    done = CliRunner().invoke(cli, ["export", "people", "--format", "xlsx", "-o", "-"])
    path = tmp_path / "piped.xlsx"
    path.write_bytes(done.stdout_bytes)
    assert len(sheet(path)) == 1 + len(demo_people(TODAY))


def test_a_machine_without_openpyxl_is_told_what_to_install(
    run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    done = run("export", "people", "-o", tmp_path / "x.xlsx", "--to", "Leeds")
    assert (done.code, "pip install 'releasecheck[office]'" in done.err) == (1, True)


# --- marking ---


def test_a_marked_export_says_so_first_and_on_every_page(run: Run, demo: Path, tmp_path: Path) -> None:
    rows = table(run("export", "people", "--marked").out)
    assert rows[0] == ["OFFICIAL-SENSITIVE"]
    assert rows[1:] == table(run("export", "people").out)
    path = tmp_path / "x.xlsx"
    config = tmp_path / "config.toml"
    config.write_text('marking = "OFFICIAL & SENSITIVE"\n')
    run("--config", config, "export", "people", "--marked", "-o", path, "--to", "Leeds")
    assert sheet(path)[0][0] == "OFFICIAL & SENSITIVE"
    header = load_workbook(path).worksheets[0].oddHeader
    assert header is not None
    assert header.center.text == "OFFICIAL && SENSITIVE"
    assert run("export", "people", "--marked", "--format", "json").code == 2


# --- to whom, and whose ---


@pytest.mark.parametrize("what", [what for what in EXPORTS if what != "before"])
def test_a_file_needs_a_recipient_and_a_pipe_has_one(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path, what: str
) -> None:
    make_person()
    path = tmp_path / "x.csv"
    assert run("export", what, "-o", path).code == 2
    assert not path.exists()
    run("export", what, "-o", path, "--to", "Leeds probation office")
    run("export", what)
    kinds = [(kind, command) for kind, command, _ in logged(record, after=1)]
    assert kinds == [("disclosure", f"export {what}"), ("disclosure", f"export {what}")]
    assert column(record, "recipient")[1:] == ["Leeds probation office", "standard output"]


@pytest.mark.parametrize("what", EXPORTS)
def test_restricted_people_are_left_out_and_not_given_out_by_name(
    run: Run, record: Path, make_person: MakePerson, what: str
) -> None:
    make_person()
    make_person("A5561CD", "DUNNE, Kerry")
    for number in ("A1234BC", "A5561CD"):
        run("mark", number, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    with open_record(record) as store, store.writing("tester", AT, TODAY, "restrict") as transaction:
        transaction.restrict("A5561CD")
    out = run("export", what).out
    assert "A1234BC" in out and "A5561CD" not in out
    done = run("export", what, "--person", "A5561CD")
    assert (done.code, done.out) == (1, "")
    assert done.err == "releasecheck: A5561CD is restricted: their data is kept, and not given out\n"


def test_exports_are_narrowed_by_prison_and_by_person(run: Run, demo: Path) -> None:
    everybody = given(run, "people")
    leeds = given(run, "people", "--prison", "lei")
    assert leeds == [one for one in everybody if one["prison"] == "LEI"] != []
    two = given(run, "people", "--person", "rivers", "--person", "A7710FA")
    assert [one["prison_number"] for one in two] == ["A1234BC", "A7710FA"]
    assert given(run, "people", "--person", "rivers", "--prison", "STI") == []
    assert run("export", "people", "--prison", "XYZ").code == 2
    items = given(run, "tasks", "--item", "dtr", "--owner", "COM")
    assert {(one["item"], one["owner"]) for one in items} == {("dtr", "COM")}
    assert {one["item"] for one in given(run, "outcomes", "--item", "dtr")} == {"dtr"}
    assert {one["fact"] for one in given(run, "facts", "--fact", "CRD")} == {"conditional_release_date"}


# --- what each holds ---


def test_facts_are_every_value_told_that_was_not_undone(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2")
    run("--by", "P. Marsh", "set", "smith", "tier=C1", "--source", "OMU", "--told", "2026-11-20")
    run("set", "smith", "tier=D1")
    run("undo")
    run("set", "smith", "tier=not known")
    told = given(run, "facts", "--fact", "tier")
    assert [(one["value"], one["told_on"], one["source"]) for one in told] == [
        ("B2", "2026-11-23", None),
        ("C1", "2026-11-20", "OMU"),
        (None, "2026-11-23", None),
    ]
    assert told[1]["by"] == "P. Marsh"
    assert datetime.fromisoformat(told[1]["recorded_at"]).utcoffset() is not None


def test_history_has_what_stood_before_and_what_was_undone(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2")
    run("set", "smith", "tier=C1")
    run("undo", "--reason", "a slip")
    changes = [one for one in given(run, "history") if one["name"] == "tier"]
    assert [(one["before"], one["after"]) for one in changes] == [(None, "B2"), ("B2", "C1"), ("C1", "B2")]
    assert (changes[1]["undone_by"], changes[1]["undone_reason"]) == (changes[2]["entry"], "a slip")
    assert given(run, "history", "--until", "2020-01-01") == []


def test_tasks_are_the_rows_of_show(run: Run, demo: Path) -> None:
    everything = table(run("export", "tasks").out)
    shown = table(run("show", "rivers", "--format", "csv").out)
    assert everything[0] == shown[0]
    assert [row for row in everything if row[1] == "A1234BC"] == shown[1:]


def test_evidence_that_the_catalogue_no_longer_asks_for_is_not_lost(run: Run, demo: Path) -> None:
    outcome = RecordedOutcome("dtr", "submitted", TODAY, evidence={"fax_number": "0113 496 0000"})
    with open_record(demo) as store, store.writing("tester", AT, TODAY, "test") as transaction:
        change = PersonChange("A1234BC", outcomes=(outcome,))
        before = transaction.record("A1234BC")
        transaction.save(decide(before, change, planner(), TODAY), Fingerprints("", ""))
    headings, *rows = table(run("export", "outcomes", "--person", "rivers").out)
    assert headings[-1] == "evidence.fax_number"
    assert rows[-1][-1] == "0113 496 0000"


def test_the_columns_of_evidence_follow_the_catalogue() -> None:
    fields = tuple(planner().catalogue.fields)
    assert [column.name for column in with_evidence(fields)[7:]] == [f"evidence.{name}" for name in fields]


# --- out and in again ---


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "xlsx"])
def test_what_is_exported_makes_the_same_plans_in_an_empty_record(
    run: Run, demo: Path, tmp_path: Path, ending: str
) -> None:
    """Byte for byte: with dates told more than once, people recorded long ago and another owner."""
    run("redate", "rivers", "2026-12-18", "--type", "CRD", "--source", "OMU memo 23 Nov", "--yes")
    run("redate", "rivers", "2027-01-15", "--type", "CRD", "--source", "OMU", "--told", "2026-11-20", "--yes")
    run("own", "rivers", "dtr", "PRT")
    # What was recorded last stands, although it lies before what was recorded first.
    run("mark", "rivers", "debts", "not_achieved", "--on", "2026-11-20", "--reason", "no adviser came")
    run("done", "rivers", "debts", "--on", "2026-11-18")
    run("set", "cole", "tier=not known", "pom=@SUM(A1)", "com_office=＝1+1")
    files = {what: tmp_path / f"{what}.{ending}" for what in ("people", "outcomes")}
    for what, path in files.items():
        assert run("export", what, "-o", path, "--to", "another record").code == 0
    plans, people = run(*PLANS).out, given(run, "people")
    other = ("--record", tmp_path / "other.db")
    assert run(*other, "record", "init").code == 0
    done, rows = run(*other, "import", "people", files["people"]), len(demo_people(TODAY))
    assert (done.code, done.out.splitlines()[0]) == (0, f"{rows} rows: {rows} new")
    done = run(*other, "import", "tasks", files["outcomes"])
    assert done.code == 0, done.err
    assert run(*other, *PLANS).out == plans
    assert run(*other, "record", "verify").code == 0
    again = run(*other, "export", "people", "--format", "jsonl").out
    assert [json.loads(line) for line in again.splitlines()] == people


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize("words", [("export", "people"), ("missing", "--format", "csv")])
def test_a_screen_is_never_sent_what_a_name_would_make_it_do(
    run: Run, record: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "people.csv"
    text = "prison_number,last_name,conditional_release_date\nA1234BC,O\x1b]0;x\x07NEILL,2026-11-27\n"
    file.write_text(text, "utf-8")
    assert run("import", "people", file).code == 0
    assert "\x1b" not in run(*words).out, "whatever is at the other end of a pipe may show it"
    shown = Terminal(*words).rest()
    assert "A1234BC" in shown
    assert "\x1b" not in shown and "\x07" not in shown
