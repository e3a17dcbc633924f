"""The log of processing: every look, change and giving out is in it, by name and reason, as one chain."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path

import pytest

from releasecheck import store as record_store
from releasecheck.store.rows import Look
from tests.made_up.kept import open_record
from tests.made_up.program import Dump, MakePerson, Run
from tests.made_up.records import AT, column, logged, tamper


@pytest.fixture
def two(make_person: MakePerson) -> None:
    make_person("A1234BC", "RIVERS, Sam")
    make_person("A5561CD", "DUNNE, Kerry", release="2026-12-01")


# What is logged


def test_every_write_is_logged_with_it(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person()
    run("set", "smith", "tier=B2")
    run("mark", "smith", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    run("own", "smith", "dtr", "PRT")
    run("undo")
    assert logged(record) == [
        ("collection", "add", ["A1234BC"]),
        *(("alteration", command, ["A1234BC"]) for command in ("set", "mark", "own", "undo")),
    ]


@pytest.mark.parametrize("words", [("set", "smith", "tier=B2", "--dry-run"), ("undo", "--dry-run")])
def test_what_saves_nothing_is_a_look(
    run: Run, record: Path, make_person: MakePerson, words: tuple[str, ...]
) -> None:
    """What was known before is said of them."""
    make_person()
    assert run(*words).code == 0
    assert logged(record, after=1) == [("disclosure", words[0], ["A1234BC"])]


def test_recording_the_same_again_is_a_look(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person(tier="B2")
    run("set", "smith", "tier=B2")
    assert logged(record)[1:] == [("disclosure", "set", ["A1234BC"])]


def test_import_is_one_collection_and_a_combination_with_what_was_there(
    run: Run, record: Path, tmp_path: Path, make_person: MakePerson
) -> None:
    make_person()
    file = tmp_path / "people.csv"
    file.write_text('NOMS No,Name,Tier\nA1234BC,"SMITH, John",B2\nA5561CD,"DUNNE, Kerry",C1\n')
    run("import", "people", file)
    assert sorted(logged(record, after=1)) == [
        ("alteration", "import people people.csv", ["A1234BC"]),
        ("collection", "import people people.csv", ["A5561CD"]),
        ("combination", "import people people.csv", ["A1234BC"]),
    ]


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("show", "rivers"), "show"),
        (("show", "rivers", "--format", "json"), "show"),
        (("why", "rivers"), "why"),
        (("why", "rivers", "dtr"), "why"),
        (("history", "rivers"), "history"),
        (("asked", "rivers"), "asked"),
    ],
)
def test_looking_at_one_person_through_a_pipe_is_a_disclosure(
    run: Run, record: Path, two: None, words: tuple[str, ...], command: str
) -> None:
    assert run(*words).code == 0
    assert logged(record, after=2) == [("disclosure", command, ["A1234BC"])]
    assert column(record, "recipient")[2:] == ["standard output"]


@pytest.mark.parametrize(
    ("words", "people"),
    [
        (("list",), ["A1234BC", "A5561CD"]),
        (("list", "--within", "4w"), ["A5561CD"]),
        (("missing", "--person", "rivers"), ["A1234BC"]),
    ],
)
def test_report_over_many_is_one_line_that_names_them(
    run: Run, record: Path, two: None, words: tuple[str, ...], people: list[str]
) -> None:
    run(*words)
    assert logged(record, after=2) == [("disclosure", words[0], people)]


def test_bare_command_is_logged_as_today(run: Run, record: Path, two: None) -> None:
    run()
    assert logged(record)[-1] == ("disclosure", "today", ["A1234BC", "A5561CD"])


def test_today_logs_only_those_it_shows(run: Run, record: Path, two: None) -> None:
    run("set", "dunne", "prison=HULL")
    assert "A1234BC" not in run("today", "--prison", "HULL").out
    assert logged(record)[-1] == ("disclosure", "today", ["A5561CD"])


def test_report_that_shows_nobody_logs_nothing(run: Run, record: Path) -> None:
    run("list")
    assert logged(record) == []


def test_document_for_somebody_is_a_disclosure_to_them(
    run: Run, record: Path, two: None, tmp_path: Path
) -> None:
    run("show", "rivers", "-o", tmp_path / "sam.md", "--format", "md", "--to", "J. Okafor, COM")
    run("missing", "--format", "csv", "-o", tmp_path / "missing.csv")
    assert [kind for kind, _, _ in logged(record, after=2)] == ["disclosure", "disclosure"]
    assert column(record, "recipient")[2:] == ["J. Okafor, COM", str(tmp_path / "missing.csv")]


def test_export_needs_a_recipient_and_is_a_disclosure(run: Run, record: Path, two: None) -> None:
    """To a file, because a file is passed on; what is only looked at is a consultation."""
    file = record.parent / "plans.jsonl"
    refused = run("export", "plans", "-o", file)
    assert refused.code == 2
    assert "--to" in refused.err
    assert not file.exists()
    assert logged(record, after=2) == []
    assert run("export", "plans", "--to", "Leeds probation office").code == 0
    assert logged(record, after=2) == [("disclosure", "export plans", ["A1234BC", "A5561CD"])]


def test_time_of_the_log_is_not_the_day_worked_from(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person()
    run("show", "smith", as_of="2031-01-01")
    times = [str(value) for value in column(record, "at")]
    assert times == sorted(times)
    assert all(value.endswith("Z") and value[:4] != "2031" for value in times)


def test_erased_number_can_still_be_asked_for(run: Run, record: Path, make_person: MakePerson) -> None:
    """The log keeps that somebody was recorded, by the number alone."""
    make_person()
    with open_record(record) as store, store.writing("P. Marsh", AT, AT.date(), "erase") as transaction:
        transaction.erase("A1234BC", "age")
        transaction.log("erasure", ["A1234BC"])
    assert run("history", "A1234BC").code == 1
    done = run("log", "export", "--person", "a1234bc", "--to", "ICO", "--format", "json")
    assert [row["kind"] for row in json.loads(done.out)] == ["collection", "erasure"]


# A read is not stopped


def test_record_that_cannot_be_written_to_is_still_read(
    run: Run, make_person: MakePerson, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    monkeypatch.setattr(record_store, "open_record", partial(open_record, read_only=True))
    done = run("show", "smith")
    assert done.code == 0
    assert "SMITH, John" in done.out
    assert done.err.startswith("releasecheck: this look could not be logged: the record at ")
    assert len(done.err.splitlines()) == 1
    assert len(logged(record)) == 1


def test_nothing_is_given_out_that_cannot_be_logged(
    run: Run, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    monkeypatch.setattr(record_store, "open_record", partial(open_record, read_only=True))
    done = run("export", "plans", "--to", "Leeds")
    assert (done.code, done.out) == (1, "")


def test_a_look_leaves_everything_else_as_it_was(run: Run, record: Path, two: None, dump: Dump) -> None:
    before = dump(record)
    run("show", "rivers")
    run("missing")
    assert dump(record) == before


# Reasons


def config(tmp_path: Path, setting: str) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(f'require_reason = "{setting}"\n')
    return file


@pytest.mark.parametrize(
    ("setting", "words", "code"),
    [
        ("yes", ("show", "smith"), 2),
        ("yes", ("set", "smith", "tier=B2"), 2),
        ("yes", ("undo",), 2),
        ("yes", ("export", "plans", "--to", "Leeds"), 2),
        ("changes", ("show", "smith"), 0),
        ("changes", ("set", "smith", "tier=B2"), 2),
        ("changes", ("set", "smith", "tier=B2", "--reason", "OASys review"), 0),
        ("changes", ("export", "plans", "--to", "Leeds"), 2),
        ("no", ("set", "smith", "tier=B2"), 0),
    ],
)
def test_office_may_ask_for_a_reason(
    run: Run, make_person: MakePerson, tmp_path: Path, setting: str, words: tuple[str, ...], code: int
) -> None:
    make_person()
    done = run("--config", config(tmp_path, setting), *words)
    assert done.code == code
    assert ("this office asks for a reason" in done.err) == (code == 2)


def test_refused_for_want_of_a_reason_nothing_is_saved(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, dump: Dump
) -> None:
    make_person()
    before = dump(record)
    run("--config", config(tmp_path, "yes"), "set", "smith", "tier=B2")
    assert dump(record) == before


@pytest.mark.parametrize(
    "words",
    [
        ("--reason", "OASys review", "set", "smith", "tier=B2"),
        ("set", "smith", "tier=B2", "--reason", "OASys review"),
    ],
)
def test_reason_is_kept_in_the_history_and_the_log(
    run: Run, make_person: MakePerson, record: Path, dump: Dump, words: tuple[str, ...]
) -> None:
    make_person()
    run(*words)
    assert column(record, "reason") == [None, "OASys review"]
    assert dump(record)["entries"][-1][5] == "OASys review"


def test_reason_of_a_look_is_in_the_log(run: Run, make_person: MakePerson, record: Path) -> None:
    make_person()
    run("--reason", "SFO review 12", "history", "smith")
    assert column(record, "reason") == [None, "SFO review 12"]


def test_unknown_value_of_the_setting_lists_the_values(run: Run, tmp_path: Path, record: Path) -> None:
    done = run("--config", config(tmp_path, "sometimes"), "list")
    assert done.code == 1
    assert "require_reason is yes, no or changes" in done.err


# verify, show, export


def test_whole_chain_is_verified(run: Run, record: Path, two: None) -> None:
    run("show", "rivers")
    done = run("log", "verify")
    assert done.code == 0
    assert done.out.splitlines()[0] == "3 lines, an unbroken chain."
    assert str(column(record, "hash")[-1]) in done.out


def test_empty_log_is_unbroken(run: Run, record: Path) -> None:
    assert run("log", "verify").out == "0 lines, an unbroken chain.\n"


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (
            "UPDATE log SET people = '[\"A9999ZZ\"]' WHERE id = 2",
            "line 2 of the log is not as it was written",
        ),
        ("DELETE FROM log WHERE id = 1", "line 1 of the log is not there"),
        (
            "UPDATE log SET previous_hash = hash WHERE id = 3",
            "line 3 of the log does not follow the one before",
        ),
    ],
)
def test_first_break_is_named(run: Run, record: Path, two: None, deed: str, found: str) -> None:
    run("show", "rivers")
    tamper(record, "DROP TRIGGER log_no_update", "DROP TRIGGER log_no_delete", deed)
    done = run("log", "verify")
    assert (done.code, done.out) == (1, "")
    assert found in done.err


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ((), [1, 2, 3, 4, 5]),
        (("--person", "dunne"), [2, 4]),
        (("--person", "A1234BC"), [1, 3, 4, 5]),
        (("--kind", "disclosure"), [3, 4, 5]),
        (("--by", "okafor"), [5]),
        (("--from", "2001-01-01", "--until", "2002-01-01"), []),
        (("--kind", "erasure"), []),
    ],
)
def test_filters_of_the_log(
    run: Run, record: Path, two: None, words: tuple[str, ...], numbers: list[int]
) -> None:
    run("show", "rivers")
    run("list")
    run("--by", "J. Okafor", "show", "rivers")
    done = run("log", "export", "--to", "information officer", "--format", "jsonl", *words)
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == numbers


def test_export_of_the_log_is_a_disclosure_itself(run: Run, record: Path, two: None) -> None:
    assert run("log", "export").code == 2
    done = run("log", "export", "--to", "Information Commissioner")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["people"] for row in rows] == ["A1234BC", "A5561CD"]
    assert logged(record, after=2) == [("disclosure", "log export", ["A1234BC", "A5561CD"])]
    assert column(record, "recipient")[-1] == "Information Commissioner"


def test_exported_log_holds_what_its_hashes_are_made_of(run: Run, record: Path, two: None) -> None:
    from releasecheck.store.rows import LogRow
    from releasecheck.store.tables.access_log import START, line_hash

    rows = json.loads(run("log", "export", "--to", "ICO", "--format", "json").out)
    previous = START
    for row in rows:
        line = LogRow(**{**row, "people": tuple(row["people"])})
        assert (line.previous_hash, line.hash) == (previous, line_hash(line))
        previous = line.hash
    assert len(rows) == 2


def test_log_on_the_screen_fits_it_and_says_to_whom_and_why(run: Run, record: Path, two: None) -> None:
    run(
        "--reason",
        "asked by the Governor",
        "list",
        "--to",
        "duty governor of HMP Leeds and nobody else at all",
    )
    done = run("log", "show")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "disclosure" in done.out
    assert "        to duty governor of HMP Leeds and nobody else at all\n" in done.out
    assert "        reason: asked by the Governor\n" in done.out


def test_only_the_last_lines_are_shown_and_the_rest_counted(run: Run, record: Path, two: None) -> None:
    with open_record(record) as store:
        for _ in range(60):
            store.log_look(Look("tester", AT, "show", ["A1234BC"]))
    done = run("log", "show")
    assert done.out.splitlines()[-1] == "The last 50 of 62 lines: releasecheck log show --all"
    assert len(run("log", "show", "--all").out.splitlines()) == 63 + 1, "the look before went down a pipe"


@pytest.mark.parametrize(
    "command",
    [
        ("handover", "A1234BC"),
        ("handover", "A1234BC", "--format", "json"),
        ("handover", "A1234BC", "--bundle", "given"),
        ("show", "A1234BC", "--format", "md"),
        ("show", "A1234BC", "-o", "given"),
        ("prefill", "A1234BC", "dtr"),
        ("gate", "A1234BC", "-o", "given"),
        ("sheet", "A1234BC"),
    ],
    ids=" ".join,
)
def test_somebody_restricted_is_looked_at_and_not_given_out(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path, dump: Dump, command: tuple[str, ...]
) -> None:
    make_person()
    with open_record(record) as store, store.writing("tester", AT, AT.date(), "restrict") as transaction:
        transaction.restrict("A1234BC")
    before = dump(record)
    file = tmp_path / "given.md"
    done = run(*(str(file) if word == "given" else word for word in command), "--to", "J. Okafor, COM")
    assert (done.code, done.out) == (1, "")
    assert done.err == "releasecheck: A1234BC is restricted: their data is kept, and not given out\n"
    assert not file.exists()
    assert dump(record) == before
    assert run("show", "A1234BC").code == 0
    assert run("log", "export", "--to", "the auditor").code == 0


def test_nothing_is_given_to_a_blank(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    make_person()
    file = tmp_path / "people.csv"
    done = run("export", "people", "--to", " ", "-o", str(file))
    assert (done.code, file.exists()) == (2, False)
    assert "who is it for?" in done.err
    assert "disclosure" not in run("log", "show").out


def test_a_line_that_does_not_say_over_whom_it_is_is_named(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    make_person()
    tamper(record, "DROP TRIGGER log_no_update", """UPDATE log SET people = '{"list":1}' WHERE id = 1""")
    done = run("log", "show")
    assert (done.code, done.out) == (1, "")
    assert "line 1 of the log is not as it was written" in done.err and "Traceback" not in done.err


@pytest.mark.parametrize(
    "deed",
    [
        "INSERT OR REPLACE INTO meta(key, value) VALUES ('folders', '[1]')",
        "INSERT INTO runs(at, kind, summary) VALUES ('x', 'night heads', '[')",
    ],
)
def test_what_is_kept_of_nights_and_cannot_be_read_is_no_fault_of_the_program(
    run: Run, make_person: MakePerson, record: Path, deed: str
) -> None:
    make_person()
    tamper(record, deed)
    for what in ("log", "record"):
        done = run(what, "verify")
        assert done.code == 1, done.err
        assert "this program is wrong" not in done.err
