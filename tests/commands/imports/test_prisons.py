"""A list names prisons, the record keeps codes: the same prison is no move, in any spelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made_up.answers import facts
from tests.made_up.program import MakePerson
from tests.made_up.records import tamper


def take_in(run: Run, folder: Path, prison: str) -> str:
    file = folder / "list.csv"
    file.write_text(f"NOMS No,Surname,Prison\nA1234BC,SMITH,{prison}\n", "utf-8")
    return run("import", "people", file, as_of="2026-11-30").out


def test_a_list_by_name_and_a_list_by_code_are_one(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    make_person(prison="Leeds", cell="B-2-014", pom="K. Ellis")
    assert facts(run)["prison"] == "LEI"
    for prison in ("HMP Leeds", "LEI", "leeds (hmp)"):
        assert take_in(run, tmp_path, prison) == "1 row: 1 unchanged\n"
    assert "1 moved prison" in take_in(run, tmp_path, "HMP Moorland")
    assert facts(run)["prison"] == "MDI"


def test_a_prison_that_an_older_record_has_by_name_is_no_move(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(prison="LEI", cell="B-2-014", pom="K. Ellis")
    tamper(record, "UPDATE people SET prison = 'HMP Leeds'")
    for typed in ("Leeds", "lei", "HMP LEEDS"):
        found = json.loads(run("list", "--prison", typed, "--format", "json").out)["people"]
        assert [person["prison_number"] for person in found] == ["A1234BC"]
    assert "moved prison" not in take_in(run, tmp_path, "LEI")
    assert facts(run) | {"prison": "LEI", "cell": "B-2-014", "pom": "K. Ellis"} == facts(run)


def test_the_night_has_one_page_for_a_prison(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(prison="LEI")
    make_person("A1188DE", "COLE, Ann", prison="LEI")
    tamper(record, "UPDATE people SET prison = 'HMP Leeds' WHERE prison_number = 'A1188DE'")
    tamper(record, "UPDATE tasks SET prison = 'HMP Leeds' WHERE prison_number = 'A1188DE'")
    assert run("nightly", "--out", tmp_path / "out").code == 0
    (page,) = {path.name: path for path in (tmp_path / "out").glob("*/prisons/*.html")}.values()
    assert all(number in page.read_text("utf-8") for number in ("A1234BC", "A1188DE"))


def test_plain_peterborough_never_stands_in_the_place_of_one_of_them(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(prison="PFI", cell="B-2-014")
    assert take_in(run, tmp_path, "HMP Peterborough") == "1 row: 1 unchanged\n"
    assert facts(run)["cell"] == "B-2-014"


@pytest.mark.parametrize("prison", ["leeds", "HMP Leeds", "LEI"])
def test_a_transfer_to_where_they_are_is_refused(run: Run, make_person: MakePerson, prison: str) -> None:
    make_person(prison="LEI")
    done = run("transfer", "A1234BC", prison)
    assert done.code == 1 and "is at LEI already" in done.err


def test_the_config_file_may_name_the_prison(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('prison = "HMP Leeds"\n', "utf-8")
    run("record", "init")
    run("--config", tmp_path / "c.toml", "add", "A1234BC", "--name", "SMITH, John")
    assert facts(run)["prison"] == "LEI"
    run("--config", tmp_path / "c.toml", "add", "A1188DE", "--name", "COLE, Ann", "prison=Elsewhere")
    assert facts(run, "A1188DE")["prison"] == "Elsewhere"
