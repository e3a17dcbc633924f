"""The page on data protection names every duty once, and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.places import TOP

PAGES = TOP / "releasecheck" / "data" / "pages"
ROWS = [
    re.split(r" \| ", line.strip("| "))
    for line in (PAGES / "data-protection.md").read_text("utf-8").splitlines()
    if re.match(r"\| D\d+ ", line)
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def missing_tests(text: str, top: Path = TOP) -> list[str]:
    """The tests that a text names and that are not there."""
    return [
        f"{place}::{name}"
        for place, name in NAMED.findall(text)
        if not (top / place).is_file() or f"\ndef {name}(" not in (top / place).read_text("utf-8")
    ]


def test_every_duty_stands_there_once_and_in_order() -> None:
    assert [row[0].split()[0] for row in ROWS] == [f"D{n}" for n in range(1, 24)]
    assert [row[0] for row in ROWS if len(row) != 5 or not all(row)] == []


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_test_that_a_duty_names_is_there(row: list[str]) -> None:
    shown = row[3]
    assert missing_tests(shown) == []
    assert NAMED.search(shown) or shown.startswith("none yet")


def test_a_test_that_is_gone_is_found() -> None:
    gone = "`tests/house/test_docs.py::test_nobody`, `tests/house/test_gone.py::test_x`"
    assert missing_tests(gone) == [
        "tests/house/test_docs.py::test_nobody",
        "tests/house/test_gone.py::test_x",
    ]


def test_the_assessment_has_the_seven_steps_and_blanks_under_each() -> None:
    """The steps are those of the Information Commissioner's sample template."""
    parts = re.split(r"^## ", (PAGES / "dpia.md").read_text("utf-8"), flags=re.MULTILINE)
    assert [part.splitlines()[0] for part in parts[1:]] == [
        "Step 1: Identify the need for a DPIA",
        "Step 2: Describe the processing",
        "Step 3: Consultation process",
        "Step 4: Assess necessity and proportionality",
        "Step 5: Identify and assess risks",
        "Step 6: Identify measures to reduce risk",
        "Step 7: Sign off and record outcomes",
    ]
    assert [part.splitlines()[0] for part in parts if "[…" not in part] == []


def test_the_page_on_security_says_what_was_not_tested_and_what_not_to_send() -> None:
    text = " ".join((PAGES / "security.md").read_text("utf-8").split())
    assert "no penetration test" in text
    assert "**Never send personal data**" in text
    assert "`releasecheck record about`" in text
