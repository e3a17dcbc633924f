"""Reports as files: in every form, over an earlier one whole, and never over a record."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run


def test_what_could_not_be_written_is_not_logged_as_given(run: Run, make_person: MakePerson) -> None:
    person = make_person()
    done = run("show", person, "--format", "md", "-o", "/nonexistent/x.md", "--to", "Leeds Council")
    assert done.code == 1
    assert "disclosure" not in run("log", "show").out


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("show A6100AA --format md -o", "record.db"),
        ("handover A6100AA --force -o", "record.txt"),
        ("export people -o", "record.csv"),
        ("export ics -o", "record.ics"),
    ],
)
def test_no_report_is_written_over_a_record(
    run: Run, record: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    """Not even where the record is called what the report would be."""
    record = record.rename(record.with_name(name))
    monkeypatch.setenv("RELEASECHECK_RECORD", str(record))
    run("add", "A6100AA", "--name", "FELL, Ada", "--release", "2027-02-05", "--type", "CRD")
    done = run(*command.split(), record, "--to", "Leeds OMU")
    assert done.code == 1
    assert "is a record, and is not written over" in done.err
    assert run("record", "verify").code == 0
    assert "disclosure" not in run("log", "show").out


class Parsed(html.parser.HTMLParser):
    """Reads a page and remembers what is open; a page that closes nothing wrongly leaves nothing open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "link", "br", "hr", "img", "col", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("words", [["show", "A1234BC"], ["missing"], ["list"]], ids=lambda words: words[0])
@pytest.mark.parametrize("form", ["md", "html", "csv", "json", "txt"])
def test_a_report_can_be_had_as_a_document(
    run: Run, demo: Path, tmp_path: Path, words: list[str], form: str
) -> None:
    file = tmp_path / f"report.{form}"
    done = run(*words, "--format", form, "-o", file)
    assert (done.code, done.out) == (0, "")
    first, _, rest = done.err.partition("\n")
    assert first == f"Report written to {file}"
    # Rows cannot say whom they leave out: that is said beside them.
    assert (rest != "") == (form == "csv" and "Not in this list" in run(*words).out)
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert "A1234BC" in text
    assert run(*words, "--format", form).out.rstrip("\n") == text.rstrip("\n")
    if form == "html":
        page = Parsed()
        page.feed(text)
        assert page.open == []
        assert "RIVERS, Sam" in "".join(page.text)
    elif form == "json":
        assert json.loads(text)["as_of"] == "2026-11-23"
    elif form == "csv":
        heading, *rows = csv.reader(io.StringIO(text, newline=""))
        assert {len(row) for row in rows} == {len(heading)}
        assert "prison_number" in heading


def test_a_report_goes_over_an_earlier_one_whole(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("what was there before\n" * 10_000)
    assert run("show", "A1234BC", "-o", file).code == 0
    assert "was there before" not in file.read_text("utf-8")
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_output_to_a_dash_is_the_screen(run: Run, demo: Path) -> None:
    assert json.loads(run("show", "A1234BC", "--format", "json", "-o", "-").out)["as_of"] == "2026-11-23"
