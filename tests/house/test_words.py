"""The words we use, in everything that anybody reads: templates, catalogue, help and messages."""

from __future__ import annotations

import ast
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator

import pytest

from tests.made_up.wrong_words import wrong_words
from tests.places import TOP

Texts = Callable[[], Iterator[tuple[str, str]]]


def texts_of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((TOP / "templates").iterdir()):
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as file:
                for name in file.namelist():
                    if name.startswith(("word/", "docProps/")) and name.endswith(".xml"):
                        yield path.name, re.sub(r"<[^>]+>", " ", file.read(name).decode())
        elif path.is_file():
            yield path.name, path.read_text("utf-8")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def texts_of_data() -> Iterator[tuple[str, str]]:
    """Every text in a data file, but the titles of sources: those are other people's words."""
    for path in sorted((TOP / "releasecheck" / "data").rglob("*.toml")):
        tables = tomllib.loads(path.read_text("utf-8"))
        for table in (tables, *(inner for inner in tables.values() if isinstance(inner, dict))):
            table.pop("sources", None)
        for items in tables.values():
            for item in items.values() if isinstance(items, dict) else ():
                if isinstance(item, dict):
                    item.pop("sources", None)
                    item.pop("source", None)
        yield from ((path.name, text) for text in strings(tables))


def texts_of_code() -> Iterator[tuple[str, str]]:
    """Every text in the program: docstrings, help, messages and headings."""
    for path in sorted((TOP / "releasecheck").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.name} line {node.lineno}", node.value


def texts_of_papers() -> Iterator[tuple[str, str]]:
    for name in ("README.md", "CHANGELOG.md"):
        yield name, (TOP / name).read_text("utf-8")


@pytest.mark.parametrize("texts", [texts_of_templates, texts_of_data, texts_of_code, texts_of_papers])
def test_people_are_people_in_everything_that_anybody_reads(texts: Texts) -> None:
    found = [(where, words) for where, text in texts() if (words := wrong_words(text))]
    assert found == []


@pytest.mark.parametrize("texts", [texts_of_templates, texts_of_data, texts_of_code])
def test_nothing_ever_says_that_somebody_may_be_released(texts: Texts) -> None:
    """The list is a prompt, not a verdict."""
    verdicts = re.compile(r"\b(safe|lawful|cleared|ok|fit) (to|for) (be )?releas", re.I)
    found = [where for where, text in texts() if verdicts.search(text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The offender has no bed", ["offender"]),
        ("Two Inmates and a service user", ["inmates", "service user"]),
        ("The prison offender manager writes", []),
        ("Convicted, not yet sentenced; the prisoner's number", []),
        ("Offenders (Day of Release from Detention) Act 2023", []),
    ],
)
def test_the_check_finds_the_words_and_lets_names_be(text: str, words: list[str]) -> None:
    assert wrong_words(text) == words
