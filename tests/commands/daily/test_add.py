"""`add`, `set` and `own`: putting people and facts into the record one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.answers import facts, shown
from tests.made_up.program import Dump, MakePerson, Run
from tests.made_up.records import told

# --- add ---


def test_add_records_a_person_with_a_release_date_and_facts(run: Run, record: Path) -> None:
    done = run(
        "add",
        "a1234bc",
        "--name",
        "Sam Rivers",
        "--release",
        "06/02/2027",
        "--type",
        "crd",
        "tier=b2",
        "sex=M",
    )
    assert done == (
        0,
        "A1234BC recorded as RIVERS, Sam. Release Fri 5 Feb 2027 (CRD, for Sat 6 Feb is a closed day).\n"
        "Next: releasecheck show A1234BC\n",
        "",
    )
    assert shown(run, "rivers, s")["person"] == {
        "prison_number": "A1234BC",
        "name": "RIVERS, Sam",
        "facts": {"sex": "M", "conditional_release_date": "2027-02-06", "tier": "B2"},
    }


@pytest.mark.parametrize(
    ("kind", "type_", "confirmed"),
    [
        ("CRD", "CRD", False),
        ("ARD", "ARD", False),
        ("PRRD", "PRRD", False),
        ("APD", "APD", False),
        ("HDCAD", "HDCAD", False),
        ("CONFIRMED", None, True),
    ],
)
def test_add_takes_each_type_of_release_date(
    run: Run, record: Path, kind: str, type_: str | None, confirmed: bool
) -> None:
    more = ["recall=yes"] if kind == "PRRD" else []
    done = run("add", "A1234BC", "--name", "X", "--release", "2027-02-04", "--type", kind, *more)
    assert done.code == 0, done.err
    release = shown(run, "A1234BC")["release"]
    assert (release["date"], release["type"], release["confirmed"]) == ("2027-02-04", type_, confirmed)


def test_add_as_a_dry_run_says_what_would_be_and_saves_nothing(run: Run, record: Path, dump: Dump) -> None:
    before = dump(record)
    done = run("add", "A1234BC", "--name", "X", "--release", "2027-02-05", "--type", "CRD", "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("A1234BC would be recorded as X. Release Fri 5 Feb 2027 (CRD).\n")
    assert dump(record) == before


def test_a_name_that_nobody_knows_can_be_left_open(run: Run, record: Path) -> None:
    assert run("add", "A1234BC", "--name", "not known").code == 0
    assert shown(run, "A1234BC")["release"] is None


def test_the_prison_of_the_config_file_is_where_new_people_are(
    run: Run, record: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('prison = "LEI"\n')
    assert run("--config", config, "add", "A1234BC", "--name", "X").code == 0
    assert run("--config", config, "add", "A1234BD", "--name", "Y", "prison=MDI").code == 0
    assert facts(run, "A1234BC")["prison"] == "LEI"
    assert facts(run, "A1234BD")["prison"] == "MDI"


# --- set ---


def test_set_says_what_it_was_before(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2")
    assert run("set", "smith", "tier=C1", "housing=homeless").out == (
        "A1234BC SMITH, John tier: C1 (was B2)\nA1234BC SMITH, John housing: homeless (was not known)\n"
    )
    assert facts(run, "smith")["tier"] == "C1"


def test_not_known_takes_a_fact_away_and_its_history_stays(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person(tier="B2")
    assert run("set", "smith", "tier=not known").out == "A1234BC SMITH, John tier: not known (was B2)\n"
    assert "tier" not in facts(run, "smith")
    assert [row[0] for row in told(record, "tier")] == ["B2", None]


def test_set_to_what_is_known_already_records_nothing(
    run: Run, record: Path, make_person: MakePerson, dump: Dump
) -> None:
    make_person(tier="B2")
    before = dump(record)
    assert (
        run("set", "smith", "tier=B2").out
        == "A1234BC SMITH, John: nothing new, all of that was recorded already.\n"
    )
    assert dump(record) == before


def test_set_as_a_dry_run_saves_nothing(run: Run, record: Path, make_person: MakePerson, dump: Dump) -> None:
    make_person()
    before = dump(record)
    done = run("set", "smith", "tier=C1", "--dry-run")
    assert done.out.endswith("Nothing saved. Without --dry-run this is recorded.\n")
    assert dump(record) == before


def test_every_value_is_kept_with_who_said_so_and_when(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person(tier="B2")
    assert (
        run("--by", "P. Marsh", "set", "smith", "tier=C1", "--told", "2026-11-20", "--source", "memo").code
        == 0
    )
    assert told(record, "tier")[1] == ("C1", "2026-11-20", "memo", "P. Marsh")


def test_a_new_release_date_is_said_and_moves_the_plan(run: Run, make_person: MakePerson) -> None:
    make_person()
    done = run("set", "smith", "confirmed_release_date=2027-03-05")
    assert "Release Fri 5 Mar 2027 (confirmed)." in done.out
    after = shown(run, "smith")
    assert (after["release"]["date"], after["release"]["confirmed"]) == ("2027-03-05", True)
    assert next(task["opens_on"] for task in after["tasks"] if task["item"] == "dtr") == "2027-01-08"


def test_facts_may_be_called_by_the_headings_people_use(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert run("set", "smith", "crd=13/02/2027").code == 0
    assert facts(run, "smith")["conditional_release_date"] == "2027-02-13"
