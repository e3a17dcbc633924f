"""What a file is called says what is in it, with every command that writes one."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from releasecheck.app.opening.config import RETENTION
from releasecheck.cli import cli
from releasecheck.commands.file_forms import form_for
from releasecheck.core.errors import UsageError
from tests.made_up.program import Result, Run

PERSON = "A7710FA"
#: How each command that writes a file is typed. What is not here fails the first test.
WORDS = {
    "show": f"show {PERSON}",
    "list": "list",
    "today": "today",
    "today --tasks": "today --tasks",
    "missing": "missing",
    "forecast": "forecast",
    "caseload": "caseload",
    "outcomes": "outcomes",
    "asked": f"asked {PERSON}",
    "handover": f"handover {PERSON} --to COM",
    "sheet": f"sheet {PERSON}",
    "gate": f"gate {PERSON}",
    "prefill": f"prefill {PERSON} dtr --to council",
    "log export": "log export --to ICO",
    "import report": "import report",
    "record about": "record about --sbom",
    "record retention": "record retention",
    **{
        f"export {what}": f"export {what} --to OMU"
        for what in "people facts tasks before plans outcomes history unknown work ics".split()
    },
}
REPORT, PAPER = {"html", "md", "csv", "json", "txt", "xlsx"}, {"html", "md", "txt", "docx", "pdf"}
HAS = {
    **dict.fromkeys(
        ("show", "list", "today", "today --tasks", "missing", "forecast", "caseload", "outcomes"), REPORT
    ),
    "import report": REPORT,
    "record about": {"json"},
    "record retention": REPORT,
    "asked": {"csv", "json", "md", "txt", "xlsx"},
    "sheet": PAPER,
    **dict.fromkeys(("handover", "prefill"), PAPER | {"json"}),
    "gate": PAPER | {"json", "xlsx"},
    "log export": {"csv", "json", "jsonl"},
    **{name: {"csv", "xlsx", "json", "jsonl"} for name in WORDS if name.startswith("export ")},
    "export ics": {"ics"},
}
ENDINGS = (
    "html",
    "htm",
    "md",
    "csv",
    "json",
    "jsonl",
    "txt",
    "docx",
    "pdf",
    "xlsx",
    "ics",
    "ods",
    "HTML",
    "XLSX",
)


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    with click.Context(group) as ctx:
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            assert command is not None
            if isinstance(command, click.Group):
                yield from commands(command, f"{before}{name} ")
            else:
                yield f"{before}{name}", command


def test_every_command_that_writes_a_file_is_tried_here() -> None:
    writes = {name for name, command in commands(cli) if any("-o" in each.opts for each in command.params)}
    writes.remove("record access-report")  # two files in a folder
    assert writes == {name.partition(" --")[0] for name in WORDS}
    assert set(WORDS) == set(HAS)


def is_what_it_says(made: bytes, ending: str) -> bool:
    """Whether a program that opens files of this ending would understand it."""
    if ending in ("docx", "xlsx"):
        part = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[ending]
        return made[:2] == b"PK" and part in zipfile.ZipFile(io.BytesIO(made)).namelist()
    if ending == "pdf":
        return made.startswith(b"%PDF-")
    text = made.decode("utf-8")
    if ending == "json":
        return json.loads(text) is not None
    if ending == "jsonl":
        return all(json.loads(line) for line in text.splitlines())
    if ending == "csv":
        # Several tables of one file are set apart by an empty line.
        tables = [list(csv.reader(io.StringIO(table))) for table in text.replace("\r\n", "\n").split("\n\n")]
        return all(len({len(row) for row in rows}) == 1 for rows in tables) and "OFFICIAL" not in text
    if ending == "txt":
        return not text.startswith(("<", "{", "[", "#")) and "\x1b" not in text
    begins = {"html": ("<!DOCTYPE html>",), "md": ("#", "**"), "ics": ("BEGIN:VCALENDAR",)}
    return text.startswith(begins[ending])


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_what_it_is_called_or_is_not_written(
    run: Run, demo: Path, tmp_path: Path, name: str, ending: str
) -> None:
    file = tmp_path / f"out.{ending}"
    kind = {"htm": "html"}.get(ending.lower(), ending.lower())
    if name == "import report":
        run("import", "people", "-", stdin=f"NOMS No,Tier,Cell\n{PERSON},Z9,E5-99\n")
    for kept in RETENTION if name == "record retention" else ():
        run("config", "set", f"retention.{kept}", "6 years")
    given = "--to" in WORDS[name] or name in ("record about",)  # names nobody
    done = run(*WORDS[name].split(), *([] if given else ["--to", "OMU"]), "-o", file)
    if kind in HAS[name]:
        assert done.code == 0, done.err
        assert is_what_it_says(file.read_bytes(), kind)
    else:
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"releasecheck: cannot write a .{ending.lower()} here. FILE may end in .")
        assert not file.exists()
        named = done.err.partition("FILE may end in ")[2].partition(". Help:")[0]
        assert set(named.replace(",", "").replace("or ", "").split()) == {f".{each}" for each in HAS[name]}


def refused(done: Result) -> str:
    assert (done.code, done.out) == (2, "")
    return done.err


def test_a_name_without_an_ending_says_nothing(run: Run, demo: Path, tmp_path: Path) -> None:
    """As scripts have it: the form is then the one asked for, or the usual one."""
    assert run("list", "-o", tmp_path / "list").code == 0
    assert (tmp_path / "list").read_text("utf-8").startswith("OFFICIAL")
    assert run("list", "--format", "csv", "-o", tmp_path / "rows").code == 0
    assert (tmp_path / "rows").read_text("utf-8").startswith(("as_of,", "prison_number,"))
    assert run("export", "people", "--to", "OMU", "-o", tmp_path / "people").code == 0
    assert (tmp_path / "people").read_text("utf-8").startswith(("as_of,", "prison_number,"))
    assert run("list", "--format", "json", "-o", "-").out.startswith("{")


def test_a_form_that_is_asked_for_is_written_and_another_ending_is_said(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    """Whoever asks for CSV gets it under any name; where the name means something else, that is said."""
    for ending, said in {"txt": True, "json": True, "xlsx": True, "dat": False, "csv": False}.items():
        file = tmp_path / f"rows.{ending}"
        done = run("list", "--format", "csv", "-o", file)
        assert done.code == 0, done.err
        assert file.read_text("utf-8").startswith(("as_of,", "prison_number,"))
        words = f"releasecheck: the file ends in .{ending}, and --format csv is written\n"
        assert (words in done.err) == said
        assert run("-q", "list", "--format", "csv", "-o", file).err == ""
    sheet = ("sheet", PERSON, "--to", "OMU", "--format")
    done = run(*sheet, "docx", "-o", tmp_path / "sheet.txt")
    assert "the file ends in .txt, and --format docx is written" in done.err
    assert is_what_it_says((tmp_path / "sheet.txt").read_bytes(), "docx")
    assert "the file ends" not in run(*sheet, "table", "-o", tmp_path / "plain.txt").err
    assert "the file ends" not in run(*sheet, "html", "-o", tmp_path / "page.HTM").err


def test_refused_rows_are_csv_and_are_called_so(run: Run, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("Prison Number,Surname\nnobody,GREY\n", "utf-8")
    words = ("import", "people", tmp_path / "people.csv", "--rejects")
    for ending in ("xlsx", "json"):
        said = refused(run(*words, tmp_path / f"refused.{ending}"))
        assert f"cannot write a .{ending} here. FILE may end in .csv or .txt" in said
    assert run(*words, tmp_path / "refused.txt").code == 3
    assert (tmp_path / "refused.txt").exists()


def test_a_folder_says_nothing_of_the_form() -> None:
    assert form_for(Path("leeds.d/list"), ("table", "csv")) is None
    assert form_for(None, ("table", "csv")) is None
    assert form_for(Path("-"), ("table", "csv")) is None
    assert form_for(Path("list.TXT"), ("table", "csv")) == "table"
    with pytest.raises(UsageError, match=r"FILE may end in \.txt or \.csv"):
        form_for(Path("list.2026-11-27"), ("table", "csv"))
