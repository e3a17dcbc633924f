"""Lists as offices keep them, with their truth: who is on them, and on which day each of them leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.made_up.program import Run
from tests.places import DATA, IMPORTS

OFFICES = DATA / "lists" / "offices"
TRUTHS = sorted(OFFICES.glob("*.truth.json"))
AS_OF = "2026-11-27"
MOST_LINES = 40
"""Of the answer: more than a screen nobody reads."""


def source(truth: Path) -> Path:
    stem = truth.name.removesuffix(".truth.json")
    return next(path for path in OFFICES.glob(f"{stem}.*") if path != truth)


def days(run: Run) -> Mapping[str, str | None]:
    """Prison number -> the day counted to, before any closed day moves it."""
    lines = run("-q", "export", "plans", "--format", "jsonl", as_of=AS_OF).out.splitlines()
    found = {}
    for plan in map(json.loads, lines):
        release = plan.get("release") or {}
        found[plan["person"]["prison_number"]] = release.get("nominal_date") or release.get("date")
    return found


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name)
def test_everybody_on_an_offices_list_is_recorded_with_the_right_day(
    run: Run, record: Path, truth: Path
) -> None:
    """At the first import and without an option: nobody lost, nobody with a wrong day, nobody made up."""
    done = run("import", "people", source(truth), as_of=AS_OF)
    people = json.loads(truth.read_text("utf-8"))["people"]
    assert days(run) == {number: person["release"] for number, person in people.items()}
    assert len((done.out + done.err).splitlines()) <= MOST_LINES


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name)
def test_the_same_list_again_changes_nothing_and_says_less(run: Run, record: Path, truth: Path) -> None:
    first = run("import", "people", source(truth), as_of=AS_OF)
    again = run("import", "people", source(truth), as_of=AS_OF)
    assert "new" not in again.out.splitlines()[0] and "changed" not in again.out.splitlines()[0].replace(
        "unchanged", ""
    )
    assert len(again.out.splitlines()) <= len(first.out.splitlines())


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name)
def test_who_has_no_day_is_under_check_this_until_a_day_is_told(run: Run, record: Path, truth: Path) -> None:
    """With the list's own words; whoever the list says nothing of is with those who have no release date."""
    done = run("import", "people", source(truth), as_of=AS_OF)
    people = json.loads(truth.read_text("utf-8"))["people"]
    nobody_knows = [number for number, person in people.items() if person["release"] is None]
    asked = [number for number in nobody_knows if said_instead(run, number) is not None]
    assert len(asked) == int(done.out.partition("NO RELEASE DAY READ, ")[2].split()[0] if asked else 0)
    morning = json.loads(run("today", "--format", "json", as_of=AS_OF).out)["check"]
    assert set(asked) <= {person["prison_number"] for person in morning}
    if not asked:
        return  # a diary has no word where no day is
    number = asked[0]
    run("redate", number, "2027-03-01", "--type", "CRD", "--source", "OMU", "-y", as_of=AS_OF)
    assert said_instead(run, number) is None
    assert "No release day: the list says" not in run("show", number, as_of=AS_OF).out


def said_instead(run: Run, number: str) -> object:
    """What the list says instead of a day."""
    person = json.loads(run("show", number, "--format", "json", as_of=AS_OF).out)["person"]
    return person["facts"].get("release_day_words")


FILES = [*map(source, TRUTHS), *sorted(path for path in IMPORTS.iterdir() if "task" not in path.name)]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_under_the_map_suggested_for_it_a_file_reads_exactly_as_without(
    run: Run, record: Path, tmp_path: Path, file: Path
) -> None:
    suggested = run("import", "people", file, "--suggest-map", as_of=AS_OF)
    if suggested.code == 1:
        return  # it cannot be read, with a map or without one
    mapping = tmp_path / "map.toml"
    mapping.write_text(suggested.out, "utf-8")
    without = run("import", "people", file, "--dry-run", as_of=AS_OF)
    under = run("import", "people", file, "--dry-run", "--map", mapping, as_of=AS_OF)
    assert (under.code, under.out) == (without.code, without.out)
