"""`merge`: two numbers that are one person are joined without rewriting a row, and can be parted again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Dump, Run
from tests.made_up.moves import fact
from tests.places import DATA

CASE = DATA / "cases" / "12-prison-number-merged"
OLD, NEW = "A9301ZA", "B9301ZB"


@pytest.fixture
def asked(record: Path, run: Run) -> str:
    """What an import said that has a known person under another number."""
    run("import", "people", CASE / "old.json", as_of="2026-11-20")
    run("mark", OLD, "da_check", "sent", "force=West Yorkshire", as_of="2026-11-21")
    run("set", OLD, "tier=B2", "rosh=high", as_of="2026-11-21")
    done = run("import", "people", CASE / "new.json", as_of="2026-11-27")
    return " ".join(done.out.split())


def test_an_import_asks_whether_they_are_one_person(asked: str) -> None:
    assert f"One person? Then: releasecheck merge {OLD} {NEW}" in asked


def test_the_new_number_has_everything_and_both_find_it(asked: str, run: Run, record: Path) -> None:
    run("set", NEW, "rosh=medium", as_of="2026-11-27")
    done = run("merge", OLD, NEW, as_of="2026-11-27")
    assert f"{OLD} FICTION, WREN is now {NEW} FICTION, WREN: 1 outcome" in done.out
    assert f"Risk of serious harm: medium stands, {OLD} had high" in done.out
    shown = run("show", OLD, as_of="2026-11-27").out
    assert NEW in shown.splitlines()[0] and shown == run("show", "fiction", as_of="2026-11-27").out
    assert "tier B2" in shown and "da_check" in run("history", NEW).out
    listed = run("list", as_of="2026-11-27").out
    assert NEW in listed and OLD not in listed and listed.startswith("1 person")
    assert run("record", "verify").code == 0


def test_no_row_that_stood_is_rewritten_and_undoing_it_parts_them(
    asked: str, run: Run, record: Path, dump: Dump
) -> None:
    before = dump(record)
    shown = [run("show", number, as_of="2026-11-27").out for number in (OLD, NEW)]
    run("merge", OLD, NEW, as_of="2026-11-27")
    after = dump(record)
    for table in ("facts", "outcomes", "releases", "notes", "entries"):
        assert after[table][: len(before[table])] == before[table]
    run("undo", as_of="2026-11-27")
    assert [run("show", number, as_of="2026-11-27").out for number in (OLD, NEW)] == shown
    assert fact(record, "merged_into", OLD) is None
    assert run("record", "verify").code == 0


def test_of_a_chain_of_merges_the_number_that_stands_is_said(asked: str, run: Run) -> None:
    last = "C9301ZC"
    run("add", last, "--name", "FICTION, Fay", as_of="2026-11-27")
    run("merge", OLD, NEW, as_of="2026-11-27")
    run("merge", NEW, last, as_of="2026-11-27")
    refused = run("import", "people", CASE / "old.json", as_of="2026-11-27")
    assert f"{OLD} was merged into {last}: give that number" in refused.err
    again = run("merge", OLD, last, as_of="2026-11-27").err
    assert f"{OLD} was merged into {last} already. See: releasecheck history {last}" in again


def test_a_number_is_merged_once_and_never_into_itself(asked: str, run: Run) -> None:
    assert run("merge", OLD, OLD).code == 2
    run("merge", OLD, NEW)
    assert run("merge", OLD, NEW).code == 2
    assert run("merge", OLD, "A0000AA").code != 0


def test_a_list_of_the_old_number_is_refused_in_words(asked: str, run: Run) -> None:
    run("merge", OLD, NEW)
    done = run("import", "people", CASE / "old.json", as_of="2026-11-28")
    assert done.code == 3 and f"{OLD} was merged into {NEW}" in done.err
