"""The tests keep house too: short files, helpers in one place, and one door to the record."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import TESTS, TOP

LONGEST = 500
FILES = {str(path.relative_to(TOP)): path for path in sorted(TESTS.rglob("*.py"))}

#: Who opens a record by themselves, and why; everybody else goes through `rows` and its like.
OPENS_RECORDS = {
    "tests/faults/damage.py": "whether a damaged file still holds the same to the letter",
    "tests/faults/tampering.py": "somebody with another program, who stops at nothing",
    "tests/made_up/records.py": "the one door: rows, tamper, open_elsewhere",
    "tests/store/test_query_plans.py": "what SQLite says of every statement that a command runs",
    "tests/store/test_views.py": "what SQLite lets a program do that neither writes nor trusts the file",
}


def imported(source: str) -> Iterator[str]:
    """The module of each import."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def opens_records(source: str) -> bool:
    """Whether it could open a record by itself."""
    return "sqlite3" in imported(source)


def borrowed(source: str) -> list[str]:
    """The files of tests from which it takes something; what two need stands in tests/made_up."""
    return [name for name in imported(source) if name.split(".")[-1].startswith("test_")]


def test_the_record_is_opened_by_those_on_the_list_and_nobody_else() -> None:
    assert [name for name, path in FILES.items() if opens_records(path.read_text("utf-8"))] == sorted(
        OPENS_RECORDS
    )


def test_no_file_is_longer_than_anybody_reads() -> None:
    assert [name for name, path in FILES.items() if len(path.read_text("utf-8").splitlines()) > LONGEST] == []


def test_no_test_borrows_from_another() -> None:
    assert {name: found for name, path in FILES.items() if (found := borrowed(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "source",
    ["import sqlite3", "def f():\n    from sqlite3 import connect", "import json, sqlite3 as database"],
)
def test_a_record_opened_elsewhere_is_found(source: str) -> None:
    assert opens_records(source)


@pytest.mark.parametrize("source", ["from tests.store.test_file import path", "import tests.test_log"])
def test_something_borrowed_is_found(source: str) -> None:
    assert len(borrowed(source)) == 1


def test_every_folder_of_tests_is_looked_at() -> None:
    assert {Path(name).parts[1] for name in FILES} >= {"bench", "commands", "faults", "house", "made_up"}
