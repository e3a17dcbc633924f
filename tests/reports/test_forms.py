"""A report that is new to the program: its shape and its form in one file, and every format is there."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import releasecheck.cli
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import every_row_option, to_option
from releasecheck.core.errors import ReportError
from releasecheck.formats.charts import Box, Picture
from releasecheck.formats.csv_cells import csv_pieces
from releasecheck.formats.form import Form
from releasecheck.formats.json_text import Json
from releasecheck.formats.terminal import Screen, wrap
from releasecheck.reports import forms
from tests.made_up import reports as made_up
from tests.made_up.program import Run

# --- the report: who was sent by whom, a tree, which is the shape of no other report ---


class Referrals(NamedTuple):
    """A place, and where people were sent on to from there."""

    place: str
    people: tuple[str, ...]
    onward: tuple[Referrals, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(self.people).union(*(each.numbers for each in self.onward))

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Referrals]]:
        yield depth, self
        for each in self.onward:
            yield from each.walk(depth + 1)


TREE = Referrals("HMP <Leeds>", (), (Referrals("=Hub", ("A1234BC",), (Referrals("Flat", ("A5561CD",)),)),))


def referrals_form(report: Referrals) -> Form:
    def lines(screen: Screen, everything: bool) -> list[str]:
        shown = [(depth, each) for depth, each in report.walk() if everything or depth < 2]
        return [
            line
            for depth, each in shown
            for line in wrap(f"{'> ' * depth}{each.place} {len(each.people)}", screen.room)
        ]

    def as_object(one: Referrals) -> dict[str, Json]:
        return {"place": one.place, "people": list(one.people), "onward": list(map(as_object, one.onward))}

    return Form(
        ("referrals",),
        lambda: {"places": [each.place for _, each in report.walk()], "made_for": "today"},
        lines,
        lambda: (Picture("tree", "Tree", "three places", 10, (Box(0, 0, 7, 1, "due"),), ()),),
        lambda: csv_pieces(("depth", "place"), ((depth, each.place) for depth, each in report.walk())),
        lambda: as_object(report),
    )


TEMPLATES = {
    "referrals.md.j2": "# {{ page.places|join(' - ')|md }}\n",
    "referrals.html.j2": "<h1>{{ page.places|join(' - ') }}</h1>{{ pictures[0].title }}\n",
    "referrals.txt.j2": '{% extends "base.txt.j2" %}',
}


@click.command("referrals")
@every_row_option
@report_forms
@to_option
@pass_app
def referrals_command(
    app: App, everything: bool, form: str, output: Path | None, recipient: str | None
) -> None:
    """Show where people were sent."""
    present(app, TREE, form, output, recipient, everything=everything)


# --- asked for in every format ---


@pytest.fixture
def office(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with that report in it, and an office that lays it out."""
    folder = tmp_path / "config" / "releasecheck" / "templates"
    folder.mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(releasecheck.cli, "load", {"referrals": referrals_command}.get)
    monkeypatch.setitem(forms.FORMS, "Referrals", referrals_form)
    return tmp_path


PLACES = "HMP <Leeds> 0\n> =Hub 1\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", PLACES),
        ("--all", PLACES + "> > Flat 1\n"),
        ("--format csv", "depth,place\n0,HMP <Leeds>\n1,'=Hub\n2,Flat\n"),
        ("--format md", "# HMP \\<Leeds\\> - =Hub - Flat\n"),
        ("--format html", "<h1>HMP &lt;Leeds&gt; - =Hub - Flat</h1>Tree\n"),
    ],
)
def test_a_report_of_a_new_shape_is_printed_by_what_prints_every_report(
    office: Path, run: Run, words: str, said: str
) -> None:
    done = run("referrals", *words.split())
    assert (done.code, done.out, done.err) == (0, said, "")


def test_its_text_page_holds_all_of_it_between_the_markings(office: Path, run: Run) -> None:
    run("referrals", "-o", office / "tree.txt")
    text = (office / "tree.txt").read_text(encoding="utf-8")
    assert PLACES + "> > Flat 1\n" in text
    assert text.count("OFFICIAL-SENSITIVE") == 2


def test_its_json_is_its_own(office: Path, run: Run) -> None:
    found = json.loads(run("referrals", "--format", "json").out)
    assert found["onward"][0]["onward"] == [{"place": "Flat", "people": ["A5561CD"], "onward": []}]


def test_whose_data_it_shows_is_logged(office: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    file = office / "tree.csv"
    assert run("referrals", "-o", file, "--to", "the hub").err == f"Report written to {file}\n"
    monkeypatch.undo()
    logged = run("--record", office / "demo.db", "log", "export", "--to", "me").out
    assert "referrals,disclosure,A1234BC; A5561CD,,the hub" in logged


# --- the forms there are ---


@pytest.mark.parametrize(
    "report",
    [made_up.sam(), made_up.what_is_missing(), made_up.caseload(), made_up.releases_ahead()],
    ids=lambda report: type(report).__name__,
)
def test_a_report_has_every_part_of_its_form(report: object) -> None:
    form = forms.of(report)
    assert form.lines(Screen(), True)
    assert "".join(form.csv()).count("\n") > 1
    assert form.data()["as_of"] == "2026-11-23"
    assert form.page()


def test_every_form_is_of_a_class_of_that_name() -> None:
    """A form is found by its report's class, so that no report is loaded for another's sake."""
    package = Path(releasecheck.cli.__file__).parent
    classes = [
        node.name
        for room in ("reports", "formats")
        for path in (package / room).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert [classes.count(name) for name in forms.FORMS] == [1] * len(forms.FORMS)


def test_a_page_for_people_only_is_not_given_out_as_data() -> None:
    form = Form(("poster",), lambda: "words")
    assert (form.lines(Screen(), True), form.pictures()) == ([], ())
    for ask in (form.csv, form.data):
        with pytest.raises(ReportError, match="no CSV and no JSON"):
            ask()
