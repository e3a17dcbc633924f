"""The generated parts of the README: python -m tests.docs writes them, `test_docs` compares them.

The tour is run for real, on a made-up discharge list, as of a fixed day.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

import click
from click.testing import CliRunner

from releasecheck.cli import cli
from releasecheck.core.shipped import DATA
from releasecheck.exchange.writing.export_columns import EXPORTS, FACT_NAMES, Column
from releasecheck.reports.person.countdown import STATE_ORDER

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
ENVIRONMENT = {
    "RELEASECHECK_RECORD": "leeds.db",
    "RELEASECHECK_AS_OF": "2026-11-23",
    "RELEASECHECK_BY": "P. Marsh",
    "COLUMNS": "80",
}
#: The tour: what is typed, with the words before it.
TOUR = (
    ("Make a record. It is one file, readable by you only.", "record init"),
    ("Bring in the discharge list you already keep.", "import people leeds.csv"),
    ("Who leaves when, and what is missing.", "list"),
    ("One person: what is wrong, what is unknown, what is next.", "show rivers"),
    ("Why is that there, and why then?", "why rivers crs"),
    ("Record what happened, in one line.", "mark rivers dtr submitted authority=Leeds consent_to_refer=yes"),
    ("What is missing across the caseload, by whoever must act.", "missing --within 7d"),
    ("A page to keep or to send.", "show rivers --format html -o rivers.html"),
)


def run(command: str) -> str:
    """What a command prints, errors among it, as a terminal would show."""
    found = CliRunner(env=ENVIRONMENT).invoke(cli, command.split(), prog_name="releasecheck")
    return found.output.rstrip()


def tour() -> str:
    """Every step of the tour with what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(DATA / "demo" / "leeds.csv", folder)
        home = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
        with chdir(folder), patch.dict(os.environ, home | ENVIRONMENT):
            steps = [
                f"{words}\n\n```console\n$ releasecheck {line}\n{run(line)}\n```" for words, line in TOUR
            ]
    return "\n\n".join(steps)


def commands(
    command: click.Command = cli, name: str = "releasecheck", parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Every command below this one with its help, groups before what is in them."""
    settings = {**command.context_settings, "terminal_width": 80}
    with click.Context(command, info_name=name, parent=parent, **settings) as here:
        yield here.command_path, command.get_help(here)
        if isinstance(command, click.Group):
            for inner_name in command.list_commands(here):
                inner = command.get_command(here, inner_name)
                assert inner is not None, f"{here.command_path} {inner_name} is listed and not there"
                yield from commands(inner, inner_name, here)


def reference() -> str:
    """The help of every command, as it is printed."""
    return "\n\n".join(f"### `{path}`\n\n```text\n{text}\n```" for path, text in commands())


def exports() -> str:
    """The columns of every export; the facts and the states, which each have one, are named in one row."""
    return "\n\n".join(f"#### `export {what}`\n\n{_columns(columns)}" for what, columns in EXPORTS.items())


def _columns(columns: Sequence[Column]) -> str:
    lines = {column.name: column.about for column in columns}
    rows: dict[str, list[str]] = {}
    for name, about in lines.items():
        if name in FACT_NAMES and "last_name" in lines:
            about = "each fact, by its name"
        elif name in STATE_ORDER:
            about = "how many tasks are in each state"
        rows.setdefault(about, []).append(f"`{name}`")
    cells = [f"| {', '.join(names)} | {about} |" for about, names in rows.items()]
    return "\n".join(["| column | what stands in it |", "|---|---|", *cells])


PARTS = {"tour": tour, "exports": exports, "reference": reference}


def with_parts(text: str) -> str:
    """The README's text with its generated parts made anew."""
    for name, make in PARTS.items():
        begin, end = f"<!-- {name}: generated -->", f"<!-- {name}: end -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        made = f"{begin}\n\n{make()}\n\n{end}"
        text, replaced = pattern.subn(lambda _, made=made: made, text)
        assert replaced == 1, f"the README has {replaced} places for the {name}"
    return text


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text("utf-8")), "utf-8")
