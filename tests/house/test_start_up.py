"""What `show` loads: nothing that it does not need, for it is typed many times a day."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import TOP

HEAVY = {
    "asyncio",
    "csv",
    "dateutil",
    "difflib",
    "email",
    "http",
    "importlib.metadata",
    "jinja2",
    "logging",
    "nacl",
    "pandas",
    "psycopg2",
    "rich",
    "sqlcipher3",
    "sqlite_utils",
    "tempfile",
    "textual",
    "tomllib",
    "xml",
}

RUN = """
import contextlib, io, json, sys
import click, sqlite3
before = set(sys.modules)
from releasecheck.cli import cli
with contextlib.redirect_stdout(io.StringIO()) as out:
    cli.main(sys.argv[1:], prog_name="releasecheck", standalone_mode=False)
print(json.dumps([out.getvalue(), sorted(set(sys.modules) - before)]))
"""


def loaded_by(*words: str) -> tuple[str, set[str]]:
    """What a command printed, and what it imported beyond click and sqlite3."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--as-of", "2026-11-23", *words], cwd=TOP, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    out, names = json.loads(done.stdout)
    return out, set(names)


@pytest.mark.parametrize("line", ["show rivers", "list", "today", "missing"])
def test_a_report_on_the_screen_imports_nothing_heavy(demo: Path, line: str) -> None:
    out, names = loaded_by("--record", str(demo), *line.split())
    assert "Mon 23 Nov 2026" in out or "RIVERS, Sam" in out
    assert names & HEAVY == set()


def test_show_imports_no_other_command_and_no_page_of_another_report(demo: Path) -> None:
    _, names = loaded_by("--record", str(demo), "show", "rivers")
    commands = {name.removeprefix("releasecheck.commands.") for name in names}
    assert (
        commands
        & {
            "data.demo",
            "data.import_people",
            "daily.add",
            "daily.mark",
            "reports.missing",
            "daily.list",
            "data.record",
            "data.catalogue",
        }
        == set()
    )
    assert (
        names
        & {
            "releasecheck.exchange.reading.lists.people",
            "releasecheck.commands.data.demo_data",
            "releasecheck.formats.rendering",
            "releasecheck.policy.catalogue",
            "releasecheck.policy.date_rules",
            "releasecheck.planning.moves",
            "releasecheck.people.prisons",
        }
        == set()
    )


def test_help_loads_no_record(tmp_path: Path) -> None:
    out, _ = loaded_by("--record", str(tmp_path / "none.db"), "show", "--help")
    assert out.startswith("Usage: releasecheck show")
    assert list(tmp_path.iterdir()) == []
