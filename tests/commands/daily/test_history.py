"""`history`, `undo` and `void`: what was recorded stays, what stood before stands again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import Dump, MakePerson, Run
from tests.made_up.records import rows


def test_history_names_every_earlier_value(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B1")
    run("set", "A1234BC", "tier=B2")
    run("set", "A1234BC", "tier=not known")
    done = run("history", "smith", "--fact", "tier", "--format", "json")
    changes = [change for one in json.loads(done.out)["entries"] for change in one["changes"]]
    assert [(change["before"], change["after"]) for change in changes] == [
        (None, "B1"),
        ("B1", "B2"),
        ("B2", None),
    ]


def test_history_as_markdown_is_marked(run: Run, make_person: MakePerson) -> None:
    make_person()
    text = run("history", "smith", "--format", "md").out
    assert text.startswith("**OFFICIAL-SENSITIVE**\n\n# History: SMITH, John (A1234BC)\n\n- 1: ")
    assert text.endswith("**OFFICIAL-SENSITIVE**\n")


def test_history_fits_the_screen(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2", housing="settled")
    assert max(map(len, run("history", "smith").out.splitlines())) <= 80


def test_undo_brings_back_what_stood(run: Run, make_person: MakePerson, record: Path, dump: Dump) -> None:
    make_person(housing="settled")
    before = dump(record)
    run("set", "A1234BC", "housing=at_risk", "conditional_release_date=2026-12-18")
    done = run("undo")
    after = dump(record)
    assert done.code == 0
    assert done.out.startswith("Undone: entry 2, set, A1234BC SMITH, John: housing at risk (was settled), ")
    assert done.out.endswith("Next: releasecheck show A1234BC\n")
    assert {table: after[table] for table in ("people", "plans", "tasks")} == {
        table: before[table] for table in ("people", "plans", "tasks")
    }
    assert run("record", "verify").code == 0


def test_undo_takes_back_only_ones_own(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("--by", "J. Okafor", "set", "A1234BC", "tier=B2")
    run("set", "A1234BC", "tier=C1")
    assert run("--by", "J. Okafor", "undo").out.startswith("Undone: entry 2, ")
    assert json.loads(run("show", "smith", "--format", "json").out)["person"]["facts"]["tier"] == "C1"
    done = run("--by", "J. Okafor", "undo")
    assert (done.code, done.err) == (
        1,
        "releasecheck: nothing that J. Okafor recorded is left to undo. "
        "Another name: releasecheck --by NAME undo\n",
    )


def test_undo_twice_goes_back_twice(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B1")
    run("set", "A1234BC", "tier=B2")
    run("set", "A1234BC", "tier=C1")
    run("undo")
    run("undo")
    assert json.loads(run("show", "smith", "--format", "json").out)["person"]["facts"]["tier"] == "B1"


def test_undone_outcome_stays_in_the_record(
    run: Run, make_person: MakePerson, record: Path, dump: Dump
) -> None:
    make_person()
    run("mark", "smith", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    run("undo", "--reason", "wrong person")
    assert len(dump(record)["outcomes"]) == 1
    text = " ".join(run("history", "smith").out.split())
    assert "tester: wrong person." in text
    assert "dtr" not in json.loads(run("show", "smith", "--format", "json").out)["counts"]


def test_undo_dry_run_changes_nothing(run: Run, make_person: MakePerson, record: Path, dump: Dump) -> None:
    make_person()
    before = dump(record)
    done = run("undo", "--dry-run")
    assert done.out.startswith("Would undo entry 1, add, A1234BC SMITH, John: ")
    assert dump(record) == before


def test_undoing_an_add_takes_the_person_off_the_lists_and_keeps_the_history(
    run: Run, make_person: MakePerson
) -> None:
    make_person()
    assert "A1234BC off the lists" in run("undo").out
    assert run("show", "A1234BC").code == 1
    assert "0 people" in run("list").out
    done = run("history", "a1234bc")
    assert done.out.startswith("no longer recorded  A1234BC  2 entries, 1 undone\n")
    make_person(tier="B2")
    assert run("record", "verify").code == 0


def test_undo_of_an_add_that_others_have_built_on_is_refused(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("--by", "J. Okafor", "set", "A1234BC", "tier=B2")
    done = run("undo")
    assert done.code == 1
    assert "1 later entry stands (2). To take it all back: releasecheck void 1 --reason TEXT" in done.err


def test_void_of_an_add_takes_back_what_was_built_on_it(
    run: Run, make_person: MakePerson, record: Path, dump: Dump
) -> None:
    make_person()
    run("--by", "J. Okafor", "set", "A1234BC", "tier=B2")
    run("mark", "smith", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    done = run("void", "1", "--reason", "wrong prison number")
    assert "with 2 later entries about the same; A1234BC off the lists" in done.out
    assert [row[:2] for row in dump(record)["voids"]] == [(1, 4), (2, 4), (3, 4)]
    assert len(dump(record)["outcomes"]) == 1


def test_void_leaves_later_values_standing(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("set", "A1234BC", "tier=B2", "housing=settled")
    run("set", "A1234BC", "tier=C1")
    assert run("void", "2", "--reason", "another person").code == 0
    facts = json.loads(run("show", "smith", "--format", "json").out)["person"]["facts"]
    assert facts["tier"] == "C1"
    assert "housing" not in facts


def test_void_of_an_import_reaches_everybody_in_it(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text('NOMS No,Name,CRD\nA1234BC,"RIVERS, Sam",2027-02-06\nA5561CD,"DUNNE, Kerry",2027-03-01\n')
    run("import", "people", file)
    done = run("undo")
    assert done.out == (
        "Undone: entry 1, import people people.csv, A1234BC RIVERS, Sam and A5561CD DUNNE, Kerry; "
        "A1234BC and A5561CD off the lists. Next: releasecheck list\n"
    )


def test_void_of_an_entry_that_others_hang_on_across_people_is_refused(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path
) -> None:
    make_person()
    file = tmp_path / "people.csv"
    file.write_text('NOMS No,Name,Tier\nA1234BC,"SMITH, John",B2\nA5561CD,"DUNNE, Kerry",C1\n')
    run("import", "people", file)
    done = run("void", "1", "--reason", "wrong")
    assert done.code == 1
    assert "entry 2 hangs on entry 1 and is also about A5561CD" in done.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("void", "1"), 2, "void needs a reason"),
        (("void", "99", "--reason", "x"), 1, "there is no entry 99. See them: releasecheck history PERSON"),
        (("void", "0", "--reason", "x"), 2, '"0": a whole number, as the program gave it'),
    ],
)
def test_void_says_what_is_wrong(
    run: Run, make_person: MakePerson, words: tuple[str, ...], code: int, said: str
) -> None:
    make_person()
    done = run(*words)
    assert done.code == code
    assert said in done.err


def test_what_was_undone_cannot_be_undone_again(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("set", "A1234BC", "tier=B2")
    run("undo")
    assert "entry 2 is undone already" in run("void", "2", "--reason", "x").err
    assert "entry 3 undid another one" in run("void", "3", "--reason", "x").err


def test_undone_closed_day_plans_everybody_again(run: Run, make_person: MakePerson, record: Path) -> None:
    make_person(release="2027-02-05")
    run("calendar", "add", "2027-01-08", "Office closed")
    assert '"due_on": "2027-01-07"' in run("show", "smith", "--format", "json").out
    assert run("undo").out == "Undone: entry 2, calendar. Next: releasecheck list\n"
    shown = run("show", "smith", "--format", "json").out
    assert '"due_on": "2027-01-08"' in shown
    assert '"due_on": "2027-01-07"' not in shown
    assert run("record", "verify").code == 0


def test_a_date_that_stands_again_was_told_when_it_was_told(run: Run, record: Path) -> None:
    """A confirmed date hid a CRD told on 10 November; taking the confirmed date back is no new telling."""
    known = ("--name", "SMITH, John", "--release", "2027-02-05", "--type", "CRD", "--told", "2026-11-01")
    run("add", "A1234BC", *known)
    run("set", "A1234BC", "confirmed_release_date=2027-01-15", "--told", "2026-11-05")
    run("set", "A1234BC", "conditional_release_date=2027-03-05", "--told", "2026-11-10")
    run("void", "2", "--reason", "not confirmed after all")
    told = rows(record, "SELECT date, told_on, entry FROM releases ORDER BY id")
    assert told[-1] == ("2027-03-05", "2026-11-10", 4)
    assert run("record", "verify").code == 0
    text = " ".join(run("history", "smith").out.split())
    assert "undid entry 2: confirmed release date not known (was Fri 15 Jan 2027), release moved from" in text


def test_full_disk_leaves_nothing_undone(
    run: Run, make_person: MakePerson, record: Path, dump: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction ends in the middle: neither the void nor the rebuilt row is there."""
    from releasecheck.store.tables.transaction import Transaction

    make_person(tier="B2")
    before = dump(record)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Transaction, "rebuild", full)
    done = run("undo")
    assert (done.code, done.err) == (1, "releasecheck: cannot go on: no space left\n")
    assert dump(record) == before
    assert run("log", "verify").code == 0
