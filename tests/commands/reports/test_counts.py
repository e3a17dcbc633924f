"""The same question has the same answer on every page, and the window and the filter stand at its head."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.made_up.program import Run

NARROWED = [
    (),
    ("--prison", "LEI"),
    ("--owner", "POM"),
    ("--owner", "POM", "--prison", "LEI", "--within", "6w"),
    ("--owner", "COM", "--within", "0d"),
    ("--pom", "P. Marsh"),
    ("--state", "overdue", "--prison", "LEI"),
]


@pytest.mark.parametrize("more", NARROWED, ids=" ".join)
def test_missing_counts_the_same_people_in_every_form(run: Run, demo: Path, more: tuple[str, ...]) -> None:
    def found(*words: str) -> str:
        done = run("missing", *more, *words)
        assert done.code == 0, done.err
        return done.out

    rows = json.loads(found("--format", "json"))
    people = {row["prison_number"] for row in rows["items"]}
    assert {row["prison_number"] for row in csv.DictReader(io.StringIO(found("--format", "csv")))} == people
    heads = [
        found(),
        found("--tasks"),
        found("--by", "owner"),
        found("--format", "md"),
        found("--format", "html"),
    ]
    said = [re.search(r"([\d,]+) of ([\d,]+) (?:people|person)", head) for head in heads]
    assert {match.group(1, 2) for match in said if match} == {(str(len(people)), said[0].group(2))}  # type: ignore[union-attr]
    assert None not in said


def test_the_list_and_the_caseload_count_the_same_people(run: Run, demo: Path) -> None:
    for more in ((), ("--prison", "LEI")):
        listed = len(json.loads(run("list", *more, "--format", "json").out)["people"])
        assert run("list", *more).out.startswith(f"{listed} people by release date on ")
        head = run("caseload", *more).out.splitlines()[0]
        assert head == f"Caseload on Mon 23 Nov 2026: {listed} people, 28 days ahead"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("list", "--within", "12w"), r"^(# )?Out within 12 weeks of Mon 23 Nov 2026: 13 people$"),
        (("missing", "--within", "6w"), r"\(42 days ahead\)$"),
        (("missing", "--tasks", "--within", "6w"), r"due within 42 days$"),
        (("forecast", "--within", "12m"), r"releases from Mon 23 Nov 2026 to Tue 23 Nov 2027$"),
        (("outcomes", "--since", "2026-01-01"), r"releases from Thu 1 Jan 2026 to Mon 23 Nov 2026$"),
        (("caseload", "--within", "6w"), r"people, 42 days ahead$"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_the_window_and_the_filter_stand_at_the_head(
    run: Run, demo: Path, words: tuple[str, ...], title: str, form: str
) -> None:
    done = run(*words, "--prison", "LEI", "--format", form)
    assert done.code == 0, done.err
    text = re.sub(r"<[^>]+>", "", done.out[done.out.find("<h1>") :] if form == "html" else done.out)
    head = [line.strip("# ") for line in text.splitlines() if line.strip() and "OFFICIAL" not in line]
    if words[0] == "missing" and form != "table":
        title = r"due within 42 days$"
    assert re.search(title, head[0]), head[0]
    assert "prison LEI" in " ".join(head[1:4])
