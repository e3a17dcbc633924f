"""A POM or COM spelled otherwise is the same one: in reports, in filters, in lists and in the history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made_up.answers import facts
from tests.made_up.program import MakePerson

OKAFOR = ("J Okafor", "Okafor, J", "OKAFOR J", "J. Okafor")


@pytest.fixture
def four(make_person: MakePerson) -> None:
    for place, name in enumerate(OKAFOR):
        make_person(
            f"A123{place}BC", f"RIVERS, S{place}", "2026-12-31", com=name, sentence_start_date="2025-02-06"
        )
    make_person("A1239BC", "COLE, Ann", "2026-12-31", com="John Okafor", sentence_start_date="2025-02-06")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A config file that names the office's table."""
    (tmp_path / "staff.csv").write_text("name,also\nJohn Okafor,J Okafor\n", "utf-8")
    config = tmp_path / "c.toml"
    config.write_text(f'staff = "{tmp_path / "staff.csv"}"\n', "utf-8")
    return config


def coms(run: Run, *before: str | Path) -> list[tuple[str, int]]:
    rows = json.loads(run(*before, "caseload", "--by", "com", "--format", "json").out)["coms"]
    return [(row["name"], row["people"]) for row in rows]


@pytest.mark.usefixtures("four")
def test_the_caseload_has_one_row_a_person(run: Run, table: Path) -> None:
    assert coms(run) == [("J. Okafor", 4), ("John Okafor", 1)]
    assert coms(run, "--config", table) == [("John Okafor", 5)]


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("typed", OKAFOR)
def test_a_filter_finds_every_spelling_and_no_other_person(run: Run, typed: str) -> None:
    people = json.loads(run("list", "--com", typed, "--format", "json").out)["people"]
    assert len(people) == 4


@pytest.mark.usefixtures("four")
def test_what_is_missing_stands_under_one_heading(run: Run) -> None:
    for words in (("--by", "com"), ("--by", "owner", "--owner", "COM")):
        out = run("missing", *words, "--format", "md", "--within", "12w").out
        assert [name for name in OKAFOR if f"COM {name}" in out] == ["J. Okafor"]


@pytest.mark.usefixtures("four")
def test_the_night_has_one_page_and_one_digest_a_person(run: Run, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "out").code == 0
    pages = sorted({path.name for path in (tmp_path / "out").glob("*/owners/com-*okafor*.html")})
    assert pages == ["com-j-okafor.html", "com-john-okafor.html"]


@pytest.mark.usefixtures("four")
def test_a_list_that_spells_the_com_otherwise_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('NOMS No,COM\nA1230BC,"OKAFOR, J."\nA1239BC,J Okafor\n', "utf-8")
    done = run("import", "people", file)
    assert "1 otherwise changed, 1 unchanged" in done.out
    assert facts(run, "A1230BC")["com"] == "J Okafor"


def test_the_same_com_spelled_otherwise_is_no_second_and_keeps_the_email(
    run: Run, make_person: MakePerson
) -> None:
    person = make_person(com="J Okafor", com_email="j.okafor@probation.example")
    done = run("com", person, "Okafor, J.")
    assert "COM: Okafor, J. (was J Okafor)" in done.out
    assert "COM: J Okafor (from" not in done.out and "Second COM" not in done.out
    assert facts(run, person)["com_email"] == "j.okafor@probation.example"
    assert "Second COM" in run("com", person, "T. Hughes").out


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("also,name\n", "begins with the line: name,also"),
        ("name,also\nJohn Okafor\n", "line 2 is not a name and another spelling of it"),
        ("name,also\nJohn Okafor,\n", "line 2 is not a name and another spelling of it"),
        (None, "No such file or directory"),
    ],
)
def test_a_table_that_cannot_be_read_is_said(run: Run, table: Path, text: str | None, why: str) -> None:
    file = table.with_name("staff.csv")
    file.unlink() if text is None else file.write_text(text, "utf-8")
    done = run("--config", table, "caseload")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("releasecheck: staff: ") and why in done.err
