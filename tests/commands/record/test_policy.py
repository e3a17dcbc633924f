"""By what everybody in a record is planned: its own rules, a prison's over them, whoever reads or writes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from releasecheck.store.sqlite.connection import connect
from releasecheck.store.tables import digests
from tests.made_up.program import Result, Run
from tests.made_up.records import rows, tamper

SOURCE = 'sources = [{ title = "Made up", confidence = "high", checked = 2026-11-02 }]'
HOUSE = """
[item.dtr]
title = "Refer to the council of A"
due = { before = "release", weeks = 10 }
"""
LEEDS = f"""
[item.dtr]
due = {{ before = "release", weeks = 2 }}

[item.leeds_talk]
title = "Talk at Leeds"
short = "Talk"
pathway = "accommodation"
owner = "POM"
action = "talk"
{SOURCE}
due = {{ before = "release", weeks = 3 }}
outcomes.done = {{ title = "talked", kind = "done" }}
"""
PLANS = "SELECT prison_number, item, due_on, opens_on FROM tasks ORDER BY 1, 2"
KEPT = "SELECT * FROM meta WHERE key LIKE 'p%' OR key = 'office_files' ORDER BY 1"
DIFFER = "are not those that this record plans people by"

As = Callable[..., Result]


@pytest.fixture
def as_(run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> As:
    """Run a command as somebody of an office: each has a login, and files of their own."""

    def as_(who: str, *words: str | Path, as_of: str = "2026-11-23", stdin: str | None = None) -> Result:
        folder = tmp_path / who
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").touch()
        monkeypatch.setenv("LOGNAME", who)
        monkeypatch.setenv("RELEASECHECK_CONFIG", str(folder / "config.toml"))
        return run(*words, as_of=as_of, stdin=stdin)

    for who, text in (("anna", HOUSE), ("bert", LEEDS), ("cleo", "")):
        (tmp_path / who).mkdir()
        (tmp_path / who / "config.toml").touch()
        if text:
            (tmp_path / who / f"{who}s.toml").write_text(text, "utf-8")
    return as_


@pytest.fixture
def two(as_: As) -> None:
    """One person at Leeds and one at Moorland, recorded by anna by her files."""
    for number, name, prison in (("A1234BC", "SMITH, John", "LEI"), ("A1234BD", "RIVERS, Sam", "MDI")):
        words = ("--release", "2027-03-01", "--type", "CRD", f"prison={prison}")
        assert as_("anna", "add", number, "--name", name, *words).code == 0


def due(record: Path, item: str = "dtr") -> dict[str, str]:
    return dict(rows(record, f"SELECT prison_number, due_on FROM tasks WHERE item = '{item}' ORDER BY 1"))


BY_HOUSE, BY_LEEDS = "2026-12-21", "2027-02-15"


def test_readers_with_other_files_change_nobodys_plan_and_are_told_so(
    as_: As, two: None, record: Path
) -> None:
    before = rows(record, PLANS), rows(record, "SELECT * FROM plans ORDER BY 1")
    for _ in range(2):
        for words in (("show", "smith"), ("list",), ("missing",), ("today",)):
            theirs, ours = as_("bert", *words), as_("anna", *words)
            assert (theirs.code, theirs.out) == (ours.code, ours.out)
            assert DIFFER in theirs.err and DIFFER not in ours.err
            assert len([line for line in theirs.err.splitlines() if DIFFER in line]) == 1
    assert (rows(record, PLANS), rows(record, "SELECT * FROM plans ORDER BY 1")) == before
    assert DIFFER not in as_("cleo", "list").err, "she has no files that could differ"
    assert DIFFER not in as_("bert", "-q", "list").err


def test_whoever_writes_plans_by_the_records_rules_and_only_whom_they_wrote_of(
    as_: As, two: None, record: Path
) -> None:
    marks = set(rows(record, "SELECT catalogue FROM plans"))
    tamper(
        record,
        "CREATE TABLE written(number TEXT)",
        *(
            f"CREATE TRIGGER spy_{deed} AFTER {deed} ON plans "
            "BEGIN INSERT INTO written VALUES (new.prison_number); END"
            for deed in ("INSERT", "UPDATE")
        ),
    )
    for who in ("bert", "anna", "cleo", "bert"):
        assert as_(who, "note", "smith", f"said to {who}").code == 0
        assert as_(who, "set", "smith", f"cell={who}").code == 0
    assert set(rows(record, "SELECT number FROM written")) == {("A1234BC",)}
    tamper(record, "DROP TRIGGER spy_INSERT", "DROP TRIGGER spy_UPDATE", "DROP TABLE written")
    assert due(record) == {"A1234BC": BY_HOUSE, "A1234BD": BY_HOUSE}
    assert set(rows(record, "SELECT catalogue FROM plans")) == marks
    assert as_("bert", "record", "verify").code == 0


def test_changed_files_are_taken_by_themselves_while_one_login_has_written(
    as_: As, two: None, record: Path, tmp_path: Path
) -> None:
    own = tmp_path / "anna" / "annas.toml"
    own.write_text(HOUSE.replace("10", "9"), "utf-8")
    assert as_("anna", "note", "smith", "a talk").code == 0
    assert due(record)["A1234BD"] == "2026-12-24"
    assert as_("bert", "note", "smith", "another").code == 0
    own.write_text(HOUSE, "utf-8")
    done = as_("anna", "note", "smith", "a third")
    assert (done.code, DIFFER in done.err) == (0, True)
    assert due(record)["A1234BD"] == "2026-12-24"
    done = as_("anna", "record", "policy", "take")
    assert (done.code, due(record)["A1234BD"]) == (0, BY_HOUSE)


def test_once_somebody_said_by_what_nothing_is_taken_by_itself(
    as_: As, two: None, record: Path, tmp_path: Path
) -> None:
    assert as_("anna", "record", "policy", "take").code == 0
    (tmp_path / "anna" / "annas.toml").write_text(HOUSE.replace("10", "9"), "utf-8")
    assert DIFFER in as_("anna", "set", "smith", "cell=A1").err
    assert due(record) == {"A1234BC": BY_HOUSE, "A1234BD": BY_HOUSE}


def test_taking_says_first_whose_dates_move_and_a_dry_run_saves_nothing(
    as_: As, two: None, record: Path
) -> None:
    before = rows(record, PLANS), rows(record, KEPT)
    done = as_("bert", "record", "policy", "take", "--dry-run")
    assert (done.code, "A1234BC: dtr due Mon 21 Dec 2026 to Mon 15 Feb 2027" in done.out) == (0, True)
    assert "of 2 people" in done.out and "Nothing saved" in done.out
    assert (rows(record, PLANS), rows(record, KEPT)) == before
    assert as_("bert", "record", "policy", "take").code == 0
    assert due(record) == {"A1234BC": BY_LEEDS, "A1234BD": BY_LEEDS}
    assert DIFFER in as_("anna", "list").err
    shown = as_("anna", "record", "policy", "show").out
    assert "taken Mon 23 Nov 2026 by bert" in shown and "berts.toml" in shown and "annas.toml" in shown


def test_a_prison_has_its_own_rules_over_those_of_the_record(as_: As, two: None, record: Path) -> None:
    done = as_("bert", "record", "policy", "take", "--prison", "Leeds")
    assert (done.code, "1 person planned again, at LEI, by your files." in done.out) == (0, True)
    assert "annas.toml of the record holds there as well" in done.err
    assert due(record) == {"A1234BC": BY_LEEDS, "A1234BD": BY_HOUSE}
    assert due(record, "leeds_talk") == {"A1234BC": "2027-02-08"}
    for who in ("anna", "bert"):
        done = as_(who, "show", "smith", "--all")
        assert ("leeds_talk" in done.out, DIFFER in done.err) == (True, False)
        assert "leeds_talk" not in as_(who, "show", "rivers", "--all").out
    assert as_("anna", "mark", "smith", "leeds_talk", "done").code == 0
    done = as_("bert", "mark", "rivers", "leeds_talk", "done")
    assert (done.code, "other prisons only" in done.err) == (2, True)
    assert as_("anna", "record", "verify").code == 0


def test_whoever_is_moved_is_planned_by_the_rules_of_the_next_prison(
    as_: As, two: None, record: Path
) -> None:
    as_("bert", "record", "policy", "take", "--prison", "LEI")
    assert as_("anna", "transfer", "smith", "MDI").code == 0
    assert as_("anna", "transfer", "rivers", "leeds").code == 0
    assert due(record) == {"A1234BC": BY_HOUSE, "A1234BD": BY_LEEDS}
    assert due(record, "leeds_talk") == {"A1234BD": "2027-02-08"}
    assert as_("cleo", "record", "verify").code == 0


@pytest.mark.parametrize(
    "deed",
    [
        """UPDATE meta SET value = replace(value, '"bert"', '"anna"') WHERE key = 'policy_taken'""",
        "UPDATE meta SET value = replace(value, 'weeks = 2', 'weeks = 4') WHERE key = 'policy_layers:LEI'",
        "DELETE FROM meta WHERE key LIKE 'policy%'",
    ],
)
def test_by_what_a_record_plans_is_in_its_log_so_that_a_forged_rule_shows(
    as_: As, two: None, record: Path, deed: str
) -> None:
    """Whoever made the digests fit again would have to write the log anew, which a night has seen."""
    assert as_("bert", "record", "policy", "take", "--prison", "LEI").code == 0
    assert "record policy take" in as_("anna", "log", "show").out
    assert as_("anna", "record", "verify").code == 0
    with closing(connect(record)) as connection, connection.transaction():
        connection.execute(deed)
        digests.keep(connection, digests.DIGESTED)
    done = as_("anna", "record", "verify")
    assert (done.code, "by what everybody is planned is not as the log says" in done.err) == (1, True)


def test_a_layer_changes_and_ends(as_: As, two: None, record: Path, tmp_path: Path) -> None:
    as_("bert", "record", "policy", "take", "--prison", "LEI")
    done = as_("bert", "record", "policy", "take", "--prison", "LEI")
    assert (done.code, "Nothing was changed" in done.err) == (2, True)
    (tmp_path / "bert" / "berts.toml").write_text(LEEDS.replace("weeks = 2", "weeks = 4"), "utf-8")
    assert as_("bert", "record", "policy", "take", "--prison", "LEI").code == 0
    assert due(record)["A1234BC"] == "2027-02-01"
    assert as_("anna", "record", "policy", "take", "--prison", "LEI").code == 0
    assert due(record) == {"A1234BC": BY_HOUSE, "A1234BD": BY_HOUSE}
    assert due(record, "leeds_talk") == {}
    assert as_("anna", "record", "verify").code == 0


def test_the_rules_of_a_prison_lie_over_changed_rules_of_the_record(
    as_: As, two: None, record: Path, tmp_path: Path
) -> None:
    as_("bert", "record", "policy", "take", "--prison", "LEI")
    (tmp_path / "anna" / "annas.toml").write_text(HOUSE.replace("10", "9"), "utf-8")
    assert as_("anna", "record", "policy", "take").code == 0
    assert due(record) == {"A1234BC": BY_LEEDS, "A1234BD": "2026-12-24"}
    assert as_("cleo", "record", "verify").code == 0


def test_a_prison_may_have_date_rules_of_its_own(as_: As, two: None, record: Path, tmp_path: Path) -> None:
    (tmp_path / "bert" / "rules.toml").write_text("[handover]\ndeterminate = { months = 3 }\n", "utf-8")
    assert as_("bert", "record", "policy", "take", "--prison", "LEI").code == 0
    days: dict[str, str] = dict(rows(record, "SELECT prison_number, handover_date FROM plans"))
    assert days["A1234BC"] != days["A1234BD"]
    assert as_("anna", "record", "verify").code == 0


def test_one_person_is_planned_by_ones_own_files_on_the_screen_alone(
    as_: As, two: None, record: Path
) -> None:
    before = rows(record, PLANS), rows(record, "SELECT * FROM plans ORDER BY 1")
    done = as_("bert", "show", "smith", "--all", "--own-rules")
    assert "leeds_talk" in done.out and "nothing was saved" in " ".join(done.out.split())
    assert "leeds_talk" not in as_("bert", "show", "smith", "--all").out
    assert "15 Feb 2027" in as_("bert", "why", "smith", "dtr", "--own-rules").out
    assert "15 Feb 2027" not in as_("bert", "why", "smith", "dtr").out
    assert (rows(record, PLANS), rows(record, "SELECT * FROM plans ORDER BY 1")) == before


def test_an_older_program_reads_newer_plans_and_writes_none(as_: As, two: None, record: Path) -> None:
    tamper(
        record,
        "UPDATE meta SET value = '99-new' WHERE key = 'planned_catalogue'",
        "UPDATE plans SET catalogue = '99-new'",
    )
    before = rows(record, PLANS), rows(record, "SELECT * FROM plans ORDER BY 1")
    assert as_("anna", "show", "smith", as_of="2027-02-20").code == 0
    done = as_("anna", "set", "smith", "cell=A1")
    assert (done.code, done.out) == (1, "") and "a newer version of the program" in done.err
    assert (rows(record, PLANS), rows(record, "SELECT * FROM plans ORDER BY 1")) == before


def test_wrong_files_of_somebody_elses_stop_nothing(as_: As, two: None, tmp_path: Path) -> None:
    (tmp_path / "bert" / "berts.toml").write_text("[item.dtr]\nnonsense = 1\n", "utf-8")
    assert as_("bert", "note", "smith", "a talk").code == 0
    done = as_("bert", "record", "policy", "take")
    assert (done.code, done.out) == (1, "") and "berts.toml" in done.err
    assert as_("bert", "record", "policy", "show").code == 0
    (tmp_path / "bert" / "berts.toml").write_bytes(b"\xff")
    assert as_("bert", "note", "smith", "a talk").code == 0
    assert "catalogue check" in as_("bert", "record", "policy", "show").out


def test_wrong_files_stop_nothing_either_where_the_record_goes_by_what_ships(as_: As, tmp_path: Path) -> None:
    assert as_("cleo", "add", "A1234BC", "--name", "SMITH, John", "prison=LEI").code == 0
    (tmp_path / "dora").mkdir()
    wrong = tmp_path / "dora" / "doras.toml"
    wrong.write_bytes(b"\xff")
    for words in ("list", "show smith", "why smith dtr", "record verify"):
        done = as_("dora", *words.split())
        assert (done.code, done.out != "") == (0, True), done.err
    wrong.unlink()
    (tmp_path / "dora" / "config.toml").write_text("x =")
    done = as_("dora", "record", "verify")
    assert "every saved plan is what the facts give" in done.out
    assert "compared with no night: signing.trusted cannot be known" in done.err


@pytest.mark.parametrize("prison", ["Nowhere", "", "A1234BC"])
def test_a_prison_that_nobody_knows_is_refused(as_: As, two: None, prison: str) -> None:
    done = as_("bert", "record", "policy", "take", "--prison", prison)
    assert (done.code, done.out) == (2, "") and "no prison is called" in done.err


def test_what_a_day_made_stale_is_planned_again_for_whom_it_is_asked_and_a_few_beside(
    as_: As, record: Path, tmp_path: Path
) -> None:
    listed = "".join(f"A{1000 + at}BC,PERSON{at},Sam,2027-03-01,LEI\n" for at in range(450))
    (tmp_path / "list.csv").write_text(f"Prison number,Surname,Forename,CRD,Prison\n{listed}", "utf-8")
    assert as_("anna", "import", "people", tmp_path / "list.csv").code == 0
    later, stale = "2027-01-20", "SELECT count(*) FROM plans WHERE valid_until < '2027-01-20'"
    ((were,),) = rows(record, stale)
    assert were == 450
    shown = as_("anna", "show", "A1449BC", "--format", "json", as_of=later).out
    ((left,),) = rows(record, stale)
    assert left == 450 - 200 - 1
    assert as_("anna", "list", as_of=later).code == 0
    assert rows(record, stale) == [(0,)]
    assert as_("anna", "show", "A1449BC", "--format", "json", as_of=later).out == shown
    assert as_("anna", "record", "verify", as_of=later).code == 0
