"""A list that knows people by CRN, through the front door: probation's own lists have no prison numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.records import tamper

SAM, JO = "A1234BC", "A2291BB"


@pytest.fixture
def two(make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam", crn="X123456", prison="LEI")
    make_person(JO, "VAN DYKE, Jo", prison="LEI")


def facts(run: Run, number: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("show", number, "--format", "json").out)["person"]["facts"]
    return found


def listed(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "com.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("two")
def test_who_is_known_is_read_and_who_is_not_is_refused(run: Run, tmp_path: Path) -> None:
    file = listed(tmp_path, "CRN,Surname,Tier", "X123456,Rivers,B1", "X999999,Cole,C1")
    done = run("import", "people", file)
    assert (done.code, done.out.splitlines()[0]) == (3, "2 rows: 1 otherwise changed, 1 refused")
    assert 'com.csv row 3, CRN "X999999": nobody here has this CRN. Give the prison number' in done.err
    assert facts(run, SAM)["tier"] == "B1"


@pytest.mark.usefixtures("two")
def test_a_row_of_somebody_elses_name_is_refused(run: Run, tmp_path: Path) -> None:
    """A CRN typed wrong is most often another person's."""
    done = run("import", "people", listed(tmp_path, "CRN,Surname,Tier", "X123456,Cole,A1"))
    assert done.code == 3
    assert "A1234BC is called C… here and R… in the record" in done.err
    assert "tier" not in facts(run, SAM)


@pytest.mark.usefixtures("two")
def test_tasks_beside_the_facts_come_over_as_well(run: Run, tmp_path: Path) -> None:
    done = run("import", "people", listed(tmp_path, "CRN,Surname,DTR", "X123456,Rivers,sent 12/11/26"))
    assert (done.code, "1 outcome comes over for 1 person: dtr 1" in done.out) == (0, True)


@pytest.mark.usefixtures("two")
def test_once_the_crn_is_recorded_the_list_is_read(run: Run, tmp_path: Path) -> None:
    file = listed(tmp_path, "CRN,Surname,Tier", "X222222,Van Dyke,C1")
    assert run("import", "people", file).code == 3
    assert run("set", JO, "crn=X222222").code == 0
    assert run("import", "people", file).code == 0
    assert facts(run, JO)["tier"] == "C1"


@pytest.mark.usefixtures("two")
def test_nobody_new_comes_of_a_crn_alone_and_a_restricted_person_is_known_by_it(
    run: Run, record: Path, tmp_path: Path
) -> None:
    tamper(record, f"UPDATE people SET restricted = 1 WHERE prison_number = '{SAM}'")
    done = run("import", "people", listed(tmp_path, "CRN,Tier", "X123456,B1", "X999999,B1"))
    assert done.out.splitlines()[0] == "2 rows: 1 otherwise changed, 1 refused"


@pytest.mark.usefixtures("two")
def test_the_number_that_stands_has_the_crn_of_one_that_was_merged(run: Run, tmp_path: Path) -> None:
    assert run("merge", SAM, JO).code == 0
    assert run("import", "people", listed(tmp_path, "CRN,Tier", "X123456,B1")).code == 0
    found = facts(run, JO)
    assert (found["crn"], found["tier"]) == ("X123456", "B1")


# --- one CRN of two people, and a CRN that changes ---


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("dry_run", [("--dry-run",), ()])
def test_a_list_that_gives_two_people_one_crn_is_asked_about(
    run: Run, tmp_path: Path, dry_run: tuple[str, ...]
) -> None:
    file = listed(tmp_path, "NOMS No,CRN,Surname", f"{JO},X123456,Van Dyke", "A9999ZZ,X999999,Cole")
    text = " ".join(run("import", "people", file, *dry_run).out.split())
    assert (
        "CHECK THIS A1234BC and A2291BB have the same CRN, X123456: whose is it? "
        "Once known: releasecheck set NUMBER crn=…"
    ) in text
    assert text.count("CHECK THIS") == 1


@pytest.mark.usefixtures("two")
def test_two_people_who_change_crns_have_one_each(run: Run, tmp_path: Path) -> None:
    assert run("set", JO, "crn=X222222").code == 0
    file = listed(tmp_path, "NOMS No,CRN", f"{SAM},X222222", f"{JO},X123456")
    done = run("import", "people", file)
    assert "same CRN" not in done.out
    assert "A1234BC crn: X222222 (was X123456)" in done.out


@pytest.mark.usefixtures("two")
def test_a_crn_that_changes_is_named_on_the_longest_list(run: Run, tmp_path: Path) -> None:
    """Of more than twenty changes only those that do harm are named; a CRN told first is counted."""
    many = [f"A{number:04}AA,X{number:06},B2" for number in range(1, 30)]
    assert run("import", "people", listed(tmp_path, "NOMS No,CRN,Tier", *many)).code == 0
    again = [line.replace("B2", "C1") for line in many]
    file = listed(tmp_path, "NOMS No,CRN,Tier", *again, f"{SAM},X777777,C1", f"{JO},X888888,C1")
    text = run("import", "people", file).out
    assert "A1234BC crn: X777777 (was X123456)" in text
    assert "X888888" not in text


# --- trackers and logs of contacts ---


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("kind", "heading", "row", "came"),
    [
        (
            "tasks",
            "CRN,Task,Status,Date",
            "DTR,submitted,12/11/2026",
            "1 outcome new for 1 person, 1 refused",
        ),
        ("tasks", "CRN,DTR sent", "Sent 12/11/26", "1 outcome new for 1 person, 1 refused"),
        ("contacts", "CRN,Date,Who,How", "12/11/2026,COM,video", "1 contact new for 1 person, 1 refused"),
    ],
)
def test_what_probation_tracks_is_read_by_crn_too(
    run: Run, tmp_path: Path, kind: str, heading: str, row: str, came: str
) -> None:
    done = run("import", kind, listed(tmp_path, heading, f"X123456,{row}", f"X999999,{row}"))
    assert (done.code, came in done.out) == (3, True)
    assert (
        'row 3, Prison number? "X999999": no one person here has this CRN. Give the prison number' in done.err
    )
    assert "is not used" not in done.err
