"""One number says which release this is, wherever it is asked for."""

from __future__ import annotations

import ast
import re
from configparser import ConfigParser
from datetime import date

import pytest
from click.testing import CliRunner

import releasecheck
from releasecheck.cli import cli
from tests.places import TOP


def dated_headings(changelog: str) -> list[tuple[str, date]]:
    """Each release of the changelog with its day, in the order they stand."""
    found = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    return [(number, date.fromisoformat(day)) for number, day in found]


def as_numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


RELEASES = dated_headings((TOP / "CHANGELOG.md").read_text("utf-8"))


def test_setup_and_package_bear_the_number_of_the_newest_release_in_the_changelog() -> None:
    setup = ConfigParser()
    setup.read(TOP / "setup.cfg", "utf-8")
    newest, _ = RELEASES[0]
    assert setup["metadata"]["version"] == newest
    assert releasecheck.__version__ == newest


def test_releases_stand_newest_first_and_unreleased_changes_before_them() -> None:
    headings = re.findall(r"^## (.+)$", (TOP / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings == ["[Unreleased]", *(f"[{number}] - {day}" for number, day in RELEASES)]
    numbers = [as_numbers(number) for number, _ in RELEASES]
    days = [day for _, day in RELEASES]
    assert numbers == sorted(set(numbers), reverse=True)
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "heading", ["## [Unreleased]", "## [0.1.0]", "## 0.1.0 - 2026-11-27", "## [0.1.0] - 27 November 2026"]
)
def test_a_heading_without_number_or_day_is_no_release(heading: str) -> None:
    assert dated_headings(f"{heading}\n") == []


def test_version_is_what_the_command_says() -> None:
    done = CliRunner().invoke(cli, ["--version"], prog_name="releasecheck")
    assert (done.exit_code, done.output) == (0, f"releasecheck {releasecheck.__version__}\n")


def test_the_package_itself_imports_nothing() -> None:
    tree = ast.parse((TOP / "releasecheck" / "__init__.py").read_text("utf-8"))
    assert not [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
