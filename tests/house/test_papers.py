"""Whatever the code relies on stands in this repository: nothing cites a paper that a reader cannot open."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import TOP

#: Folders of paper and notes that were never part of it, by the words they would be cited with.
PAPERS = re.compile(
    r"\b(DESIG[N]|SCREEN[S]|STYL[E]|HOUS[E]|ENGINEERIN[G]|PAGE[S])(\.md|'s|’s)?( \d|\b(?!_| *=))"
    r"|\bfounding tex[t]|\bconformance cas[e]|\btwelve peopl[e]\b"
)
#: A page, wherever somebody says it is.
PAGE = re.compile(r"[\w./-]*\w\.md\b(?!\.)")
#: The number of a need, a user or an item: only items have one, and theirs stand in the catalogue.
CODE = re.compile(r"(?<![\w.])[A-Z]{1,2}\d{1,2}(?![\w:-])")
#: What has the shape of such a number and is something else.
NO_CODES = {"A4", "IS91"}


def catalogue_codes() -> set[str]:
    """The codes of the catalogue's items."""
    found = set()
    for path in (TOP / "releasecheck" / "data" / "catalogue").glob("*.toml"):
        items = tomllib.loads(path.read_text("utf-8")).get("item", {})
        found |= {item["code"] for item in items.values() if "code" in item}
    return found


CODES = catalogue_codes() | NO_CODES
_PAGES = [*TOP.glob("*.md"), *(TOP / "templates").glob("*.md")]
_PAGES += [page for folder in ("releasecheck", "tests") for page in (TOP / folder).rglob("*.md")]
#: Every page there is, by its place; a page may be called by the end of its place.
PLACES = [page.relative_to(TOP).as_posix() for page in _PAGES]


def explanations(source: str) -> Iterator[str]:
    """The comments and docstrings of a module, which explain it to whoever changes it."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.Expr) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def messages(source: str) -> Iterator[str]:
    """Every text in a module, docstrings among them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def cited(text: str) -> list[str]:
    """What a text cites that is not in the repository."""
    papers = [found.group() for found in PAPERS.finditer(text)]
    places = [f"/{place}" for place in PLACES]
    pages = [page for page in PAGE.findall(text) if not any(place.endswith(f"/{page}") for place in places)]
    return papers + pages


def cited_in_explanation(text: str) -> list[str]:
    """The same, and numbers that no catalogue explains; code in backquotes and commands show what to type."""
    plain = re.sub(r"`[^`]*`|\breleasecheck .*", "", text)
    return cited(plain) + [code for code in CODE.findall(plain) if code not in CODES]


def modules() -> list[Path]:
    return sorted([*(TOP / "releasecheck").rglob("*.py"), *(TOP / "tests").rglob("*.py")])


def other_texts() -> list[Path]:
    """Pages, templates, catalogue and what the project is built with."""
    data = [*(TOP / "releasecheck" / "data").rglob("*.toml"), *(TOP / "templates").glob("*.j2")]
    return sorted([*(TOP / place for place in PLACES), *data, TOP / "setup.cfg", TOP / "pyproject.toml"])


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(TOP).as_posix())
def test_no_module_cites_what_is_not_here(path: Path) -> None:
    source = path.read_text("utf-8")
    found = {text: wrong for text in explanations(source) if (wrong := cited_in_explanation(text))}
    found |= {text: wrong for text in messages(source) if (wrong := PAPERS.findall(text))}
    assert found == {}


@pytest.mark.parametrize("path", other_texts(), ids=lambda path: path.relative_to(TOP).as_posix())
def test_no_page_template_or_policy_file_cites_what_is_not_here(path: Path) -> None:
    assert PAPERS.findall(path.read_text("utf-8")) == []


def test_nothing_is_still_to_be_explained() -> None:
    left = re.compile(r"#?\s*(TODO|FIXME)\b")
    sources = {path.relative_to(TOP).as_posix(): path.read_text("utf-8") for path in modules()}
    assert [name for name, source in sources.items() if any(map(left.match, explanations(source)))] == []


# --- the check itself can fail ---


@pytest.mark.parametrize(
    "text",
    [
        "The state of a task on a day (DESIG" + "N 3.3).",
        "The table is DESIG" + "N's.",
        "as needs" + ".md has it",
        "Working days' notice (needs B" + "14).",
        "Too close to release (B" + "5).",
        "as HOUS" + "E has it",
        "exchange/NOTES" + ".md says why",
        "as the founding tex" + "ts say",
    ],
)
def test_a_paper_that_is_not_here_is_found(text: str) -> None:
    assert len(cited_in_explanation(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The sheet is one page of A4.",
        "recall_restart (RD09) is switched off",
        "README.md says so",
        "releasecheck set rivers tier=B2",
        "an item's code, as `AC05` or `B5`",
        "PAGES = 3",
    ],
)
def test_what_is_here_may_be_named(text: str) -> None:
    assert cited_in_explanation(text) == []
