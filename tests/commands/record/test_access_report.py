"""`record access-report`: all of the list, two files, and nothing about anybody else released by itself."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, rows

ODO = "A5561CD"
THEIRS = "NIGHTLARK"
#: Told of them, and each may name or reveal somebody else.
OF_OTHERS = (
    "her sister Marigold lives nearby",
    "Marigold rang the wing",
    "Marigold Pettifer",
    "council asked for Marigold's consent",
)


@pytest.fixture
def odo(run: Run, make_person: MakePerson) -> str:
    """Somebody of whom there is something of every kind."""
    make_person(
        ODO, f"{THEIRS}, Odo", "2027-02-06", prison="LEI", tier="B2", pom="M. Kettle", victim_contact="yes"
    )
    for words in (
        ("staff", "add", "P. Marsh", "--role", "POM"),
        ("--by", "P. Marsh", "set", ODO, "tier=A1", "--source", "Marigold Pettifer"),
        ("note", ODO, "her sister Marigold lives nearby"),
        (
            "mark",
            ODO,
            "dtr",
            "submitted",
            "authority=Leeds",
            "consent_to_refer=yes",
            "reference=Marigold rang the wing",
        ),
        ("mark", ODO, "dtr", "accepted", "--reason", "prevention_and_relief", "--although", "--gaps"),
        ("redate", ODO, "2027-03-05", "--type", "CRD", "--source", "OMU", "--reason", OF_OTHERS[-1]),
        ("export", "people", "--person", ODO, "--to", "Leeds council", "-o", "/dev/null"),
        ("show", ODO),
        ("config", "set", "retention.after_release", "6 years"),
    ):
        done = run(*words)
        assert done.code == 0, f"{words}: {done.err}"
    return ODO


def ask(run: Run, folder: Path, form: str, *more: str) -> tuple[Path, Path]:
    done = run("record", "access-report", ODO, "--to", "Odo", "-o", folder, "--format", form, *more)
    assert done.code == 0, done.err
    main, sheet = (folder / f"{name}-{ODO}.{form}" for name in ("access-report", "review-sheet"))
    assert f"Report written to {main}" in done.out
    assert f"Review sheet, for an officer only: {sheet}" in done.out
    return main, sheet


def data(run: Run, folder: Path, *more: str) -> tuple[dict[str, Any], dict[str, Any]]:
    main, sheet = ask(run, folder, "json", *more)
    return json.loads(main.read_text("utf-8")), json.loads(sheet.read_text("utf-8"))


def test_it_has_all_of_the_list(run: Run, odo: str, tmp_path: Path) -> None:
    found, _ = data(run, tmp_path / "sar")
    tiers = [(row["says"], row["stands"]) for row in found["facts"] if row["what"] == "Tier"]
    assert tiers == [("B2", "replaced"), ("A1", "now")], "a correction keeps the old value"
    assert all(row["on"] and row["how"].startswith("entry ") for row in found["facts"])
    assert [row["says"] for row in found["releases"]] == ["2027-02-05", "2027-03-05"]
    assert {"Leeds"} == {row["to"] for row in found["referrals"]}
    assert "Leeds council" in [row["recipient"] for row in found["log"]]
    kinds = {row["kind"] for row in found["log"]}
    assert {"collection", "alteration", "disclosure"} <= kinds
    assert any(row["title"] for row in found["tasks"])
    assert found["retention"] == {"after_release": "6 years"}
    assert found["purpose"]
    assert found["rights"]


def test_what_may_reveal_somebody_else_is_only_in_the_review_sheet(
    run: Run, odo: str, tmp_path: Path
) -> None:
    for form in ("json", "html", "txt", "md"):
        main, sheet = (path.read_text("utf-8") for path in ask(run, tmp_path / form, form))
        assert "Marigold" not in main
        assert "under review" in main.casefold()
        if form == "json":
            whole = " ".join(f"{row['what']} {row['says']}" for row in json.loads(sheet)["entries"])
            for text in OF_OTHERS:
                assert text in whole
            assert "victim" in whole
            assert "accepted; prevention" in whole, "a council's reply"
    found, review = data(run, tmp_path / "again")
    entries = {row["entry"] for row in review["entries"]}
    assert {row["entry"] for row in found["under_review"]} == entries
    assert all(one.startswith(("entry ", "line ")) for one in entries)
    victim = [row for row in found["facts"] if "victim" in row["what"].casefold()]
    assert [row["says"] for row in victim] == ["under review"]


def test_staff_are_named_by_role_unless_the_office_names_them(run: Run, odo: str, tmp_path: Path) -> None:
    found, _ = data(run, tmp_path / "roles")
    text = json.dumps(found)
    assert "P. Marsh" not in text
    assert "M. Kettle" not in text
    assert "prison offender manager" in text.casefold()
    named, _ = data(run, tmp_path / "names", "--staff-names")
    assert "P. Marsh" in json.dumps(named)


def test_it_is_logged_as_given_and_only_you_can_read_it(
    run: Run, odo: str, record: Path, tmp_path: Path
) -> None:
    main, sheet = ask(run, tmp_path / "sar", "html")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (main, sheet)} == {0o600}
    assert stat.S_IMODE(main.parent.stat().st_mode) == 0o700
    assert logged(record)[-1] == ("disclosure", "record access-report", [ODO])
    assert rows(record, "SELECT recipient FROM log ORDER BY id DESC LIMIT 1") == [("Odo",)]


def test_it_replaces_nothing_unasked(run: Run, odo: str, tmp_path: Path) -> None:
    ask(run, tmp_path / "sar", "html")
    again = run("record", "access-report", ODO, "--to", "Odo", "-o", tmp_path / "sar")
    assert again.code == 1
    assert "Add --force" in again.err
    ask(run, tmp_path / "sar", "html", "--force")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_it_can_be_a_file_to_print(run: Run, odo: str, tmp_path: Path, form: str) -> None:
    main, sheet = ask(run, tmp_path / "sar", form)
    assert min(main.stat().st_size, sheet.stat().st_size) > 2_000


def test_somebody_restricted_has_their_right_to_it(run: Run, odo: str, tmp_path: Path) -> None:
    assert run("record", "restrict", ODO, "--reason", "asked").code == 0
    found, _ = data(run, tmp_path / "sar")
    assert found["facts"]


def test_both_numbers_of_somebody_merged_are_in_it(
    run: Run, odo: str, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person("A0001AA", f"{THEIRS}, Odo", None, cell="A1-02")
    assert run("merge", "A0001AA", ODO).code == 0
    found, _ = data(run, tmp_path / "sar")
    assert found["prison_numbers"] == ["A0001AA", ODO]


def test_it_is_for_somebody(run: Run, odo: str, tmp_path: Path) -> None:
    done = run("record", "access-report", ODO, "--to", " ", "-o", tmp_path / "sar")
    assert done.code == 2
    assert not (tmp_path / "sar").exists()
