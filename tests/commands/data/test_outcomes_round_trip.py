"""What is exported of outcomes comes back as it was, in every format, and makes the same plans."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from releasecheck.policy.catalogue import Catalogue, EvidenceField
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from tests.made_up.program import MakePerson, Run

FIRST = date(2026, 6, 1)
DAYS = (date(2026, 11, 23) - FIRST).days
#: No shrinking: an example is a dozen commands, and what fails can be read as it is.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
#: Words as people write them, with what spreadsheets would run and what CSV must quote.
WORDS = st.text(
    st.one_of(st.characters(categories=("L", "N", "P", "S", "Zs")), st.sampled_from("=+-@';,\"\n")),
    max_size=12,
)


@cache
def catalogue() -> Catalogue:
    return read_catalogue(builtin_files())


def values(field: EvidenceField) -> st.SearchStrategy[object]:
    """What somebody may write under a field of evidence, as JSON holds it."""
    if field.values:
        return st.sampled_from(field.values)
    if field.fact is not None and field.kind == "text":
        return st.sampled_from(["not known", None])
    kinds: dict[str, st.SearchStrategy[object]] = {
        "date": st.dates(FIRST, FIRST + timedelta(days=DAYS)).map(date.isoformat),
        "yes_no": st.booleans(),
        "number": st.integers(0, 90),
        "time": st.sampled_from(["09:30", "14:05"]),
    }
    return kinds.get(field.kind, WORDS)


@st.composite
def told(draw: st.DrawFn) -> dict[str, object]:
    """One outcome of any item, on any day, with any of its evidence."""
    item = draw(st.sampled_from(catalogue().installed()))
    spec = draw(st.sampled_from([spec for spec in item.outcomes.values() if spec.kind != "waived"]))
    reason = st.sampled_from(spec.reasons) if spec.reasons else WORDS.map(lambda text: text or "because")
    fields = [catalogue().fields[need.field] for need in spec.evidence if draw(st.booleans())]
    return {
        "prison_number": draw(st.sampled_from(["A1234BC", "A5561CD"])),
        "item": item.id,
        "outcome": spec.name,
        "on": (FIRST + timedelta(days=draw(st.integers(0, DAYS)))).isoformat(),
        "reason": draw(reason) if spec.reason_needed else draw(st.none() | reason),
        "evidence": {field.name: draw(values(field)) for field in fields},
        "by": draw(st.sampled_from([None, "J. Okafor"])),
    }


def exported(run: Run, path: Path, what: str, form: str, to: Path) -> bytes:
    done = run("--record", path, "export", what, "--format", form, "--to", "us", "-o", to)
    assert done.code == 0, done.err
    return to.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "xlsx"])
@settings(
    max_examples=3, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(told(), min_size=1, max_size=15))
def test_an_empty_record_is_given_the_same_outcomes_and_plans(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, form: str, rows: list[dict[str, object]]
) -> None:
    """Whatever is recorded: exported and imported, it is exported again, from JSON byte for byte."""
    second = tmp_path / "second.db"
    for path in (record, second):
        path.unlink(missing_ok=True)
        run("--record", path, "record", "init")
    make_person(reception_date="2025-01-10", mappa_category="2", housing="homeless")
    make_person("A5561CD", "DUNNE, Kerry", None, sex="F")
    lines = "\n".join(json.dumps(row) for row in rows)
    first = run("import", "tasks", "-", "--although", stdin=lines)
    assert first.code in (0, 3)
    people, outcomes = tmp_path / "people.jsonl", tmp_path / f"outcomes.{form}"
    exported(run, record, "people", "jsonl", people)
    exported(run, record, "outcomes", form, outcomes)
    assert run("--record", second, "import", "people", people).code == 0
    if " new for " in first.out:
        back = run("--record", second, "import", "tasks", outcomes)
        assert back.code == 0, back.err
    for what in ("outcomes", "plans"):
        here = exported(run, record, what, "jsonl", tmp_path / "here")
        there = exported(run, second, what, "jsonl", tmp_path / "there")
        if form in ("json", "jsonl"):
            assert there == here
        else:  # columns have an order of their own
            assert [*map(json.loads, there.splitlines())] == [*map(json.loads, here.splitlines())]
