"""The tests that are not run with a record on a server are counted, and only get fewer."""

from __future__ import annotations

import ast

from tests.made_up.only_files import FOLDERS, ONLY_FILES
from tests.places import TESTS

MOST = 51


def in_file(name: str) -> list[str]:
    """The names of the tests in a file."""
    tree = ast.parse((TESTS / name).read_text("utf-8"))
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def test_there_are_no_more_of_them_than_there_were() -> None:
    assert len(ONLY_FILES) <= MOST


def test_each_is_there_and_says_why() -> None:
    for begins, why in ONLY_FILES.items():
        name, _, test = begins.partition("::")
        assert name.split("/")[0] in FOLDERS, begins
        assert any(found.startswith(test) for found in in_file(name)), begins
        assert len(why) > 20
