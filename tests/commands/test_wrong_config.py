"""A config file that is wrong stops only what needs it, and nothing that it protects is then shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.encrypted import encrypted, key_file, needs_sqlcipher
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import rows

WRONG = {
    "no TOML": ('role = "POM\n', "not valid TOML"),
    "an unknown setting": ('rol = "POM"\n', "no setting rol. Did you mean role?"),
    "no UTF-8": ("office = '\xff'\n", "not UTF-8"),
    "not there": (None, "no config file at"),
}
"""What stands in the file, and what is said of it; any setting may be what was meant."""
NAMED = ("--by", "tester", "--reason", "a made-up request")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This office's config file, in which nothing stands yet."""
    path = tmp_path / "office.toml"
    path.touch()
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(path))
    return path


@pytest.fixture(params=WRONG)
def said(
    make_person: MakePerson,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> str:
    """What is said of a file that is wrong, once somebody is recorded."""
    make_person(sex_offence="yes", tier="B2")
    text, words = WRONG[request.param]
    path = tmp_path / "office.toml"
    if text is not None:
        path.write_bytes(text.encode("latin-1"))
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(path))
    return words


@pytest.mark.parametrize(
    "words",
    [
        ("log", "show"),
        ("log", "export", "--to", "ICO"),
        ("history", "A1234BC"),
        ("history", "A1234BC", "--format", "json"),
        ("record", "backup", "b.db"),
        ("record", "schema"),
        ("record", "path"),
        ("record", "about"),
        ("undo", "--yes"),
        ("void", "1", "--reason", "wrong person"),
    ],
    ids=" ".join,
)
def test_what_does_not_need_it_goes_on_and_says_that_it_is_wrong(
    run: Run, said: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*NAMED, *words)
    assert done.code == 0, done.err
    (line,) = [one for one in done.err.splitlines() if "the config file is wrong" in one]
    assert line.startswith("releasecheck: the config file is wrong: ")
    assert said in line and str(tmp_path / "office.toml") in line


@pytest.mark.parametrize("words", [("help",), ("help", "night"), ("config", "path")], ids=" ".join)
def test_what_reads_no_setting_needs_nothing(run: Run, said: str, words: tuple[str, ...]) -> None:
    assert run(*words).code == 0


def test_showing_the_settings_says_all_that_is_wrong(run: Run, config: Path) -> None:
    config.write_text('office = "Leeds"\nrol = "POM"\nprison = 5\n')
    done = run("config", "show")
    assert done.code == 1
    assert "no setting rol" in done.err and "prison is text in quotes" in done.err
    shown = {line.split()[0]: line for line in done.out.splitlines()}
    assert "Leeds" in shown["office"] and str(config) in shown["office"]
    assert "not known" in shown["role"] and "not known" in shown["prison"]


@pytest.mark.parametrize("words", [("record", "verify"), ("log", "verify")], ids=" ".join)
def test_a_record_is_proved_but_against_no_night_and_the_exit_code_says_so(
    run: Run, said: str, words: tuple[str, ...]
) -> None:
    """Or else whoever breaks the file would have every check against signed nights pass."""
    done = run(*words)
    assert done.code == 1
    assert "was compared with no night" in done.err and said in done.err
    proved = "every saved plan is what the facts give" if words[0] == "record" else "an unbroken chain"
    assert proved in done.out
    assert "does not hold together" not in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("set", "A1234BC", "tier=C1"),
        ("add", "A5678CD", "--name", "Doe, Jan"),
        ("nightly", "--out", "n"),
        ("import", "people", "p.csv"),
        ("handover", "A1234BC", "--to", "the COM"),
        ("record", "init"),
        ("record", "restrict", "A1234BC", "--reason", "they ask for it"),
        ("record", "retention"),
        ("record", "compact"),
    ],
    ids=" ".join,
)
def test_nothing_is_recorded_made_or_given_out_without_it(
    run: Run, said: str, words: tuple[str, ...], record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before, there = rows(record, "SELECT * FROM log"), sorted(tmp_path.iterdir())
    done = run(*NAMED, *words)
    assert (done.code, done.out) == (1, "")
    assert said in done.err and "Traceback" not in done.err
    assert rows(record, "SELECT * FROM log") == before
    assert sorted(tmp_path.iterdir()) == there


@pytest.mark.parametrize(
    "words", [("show", "A1234BC"), ("list",), ("today",), ("export", "people")], ids=" ".join
)
def test_nobody_is_shown_where_it_may_say_who_sees_what(run: Run, said: str, words: tuple[str, ...]) -> None:
    done = run(*NAMED, *words)
    assert (done.code, done.out) == (1, "")
    assert "cannot be known until the config file is mended" in done.err and said in done.err


def test_the_record_must_be_named_where_the_file_may_name_another(
    run: Run, said: str, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RELEASECHECK_RECORD")
    done = run(*NAMED, "log", "show")
    assert (done.code, done.out) == (1, "")
    assert "record cannot be known" in done.err and "releasecheck --record FILE" in done.err
    assert run("--record", record, *NAMED, "log", "show").code == 0


def test_a_reason_must_be_given_where_the_office_may_ask_for_one(run: Run, said: str) -> None:
    for words in (("history", "A1234BC"), ("log", "show"), ("undo", "--yes")):
        done = run("--by", "tester", *words)
        assert (done.code, done.out) == (1, "")
        assert "require_reason cannot be known" in done.err and "releasecheck --reason TEXT" in done.err


def test_whoever_takes_something_back_must_be_named(run: Run, said: str, record: Path) -> None:
    for words in (("undo", "--yes"), ("void", "1")):
        done = run("--reason", "wrong person", *words)
        assert (done.code, done.out) == (1, "")
        assert "by cannot be known" in done.err and "releasecheck --by NAME" in done.err
    assert rows(record, "SELECT * FROM voids") == []


def test_whoever_looks_is_logged_by_the_name_the_machine_knows(run: Run, said: str, record: Path) -> None:
    assert run("--reason", "an audit", "history", "A1234BC").code == 0
    assert rows(record, "SELECT \"by\", login, reason FROM log WHERE command = 'history'") == [
        ("tester", "tester", "an audit")
    ]


def test_the_history_then_shows_what_every_role_may_see(run: Run, said: str) -> None:
    done = run(*NAMED, "history", "A1234BC", "--format", "json")
    facts = [part["name"] for line in json.loads(done.out)["entries"] for part in line["changes"]]
    assert "tier" in facts and "sex_offence" not in facts


def test_what_was_taken_back_is_planned_by_what_the_record_kept(run: Run, said: str, record: Path) -> None:
    run("--config", "/dev/null", "set", "A1234BC", "tier=C1")
    done = run(*NAMED, "undo", "--yes")
    assert done.code == 0, done.err
    assert "what the record kept of these files is gone by" in done.err
    assert rows(record, "SELECT tier FROM people") == [("B2",)]
    verified = run("--config", "/dev/null", "record", "verify")
    assert verified.code == 0, verified.err


def test_a_wrong_value_stops_only_what_needs_it(run: Run, make_person: MakePerson, config: Path) -> None:
    make_person()
    config.touch()
    expected = run("show", "A1234BC").out
    config.write_text("phone_housing = 5\n")
    done = run("show", "A1234BC")
    assert (done.code, done.out) == (0, expected)
    assert len(done.err.splitlines()) == 1 and "phone_housing is text in quotes" in done.err
    done = run("sheet", "A1234BC")
    assert (done.code, done.out) == (1, "") and "phone_housing cannot be known" in done.err
    assert run("record", "verify").code == 0


@pytest.mark.parametrize(
    ("text", "words", "instead"),
    [
        ("role = 5", ("show", "A1234BC"), None),
        ("require_to = true", ("show", "A1234BC"), ("show", "A1234BC", "--to", "the COM")),
        ("require_reason = true", ("show", "A1234BC"), ("--reason", "a visit", "show", "A1234BC")),
        ("require_reason = 'perhaps'", ("show", "A1234BC"), ("--reason", "a visit", "show", "A1234BC")),
        ("small_counts = 0", ("outcomes", "--to", "a researcher"), None),
        ("record = 5", ("show", "A1234BC"), ("--record", "RECORD", "show", "A1234BC")),
        ("by = 5", ("undo", "--yes"), ("--by", "tester", "undo", "--yes")),
        ("name = 5", ("undo", "--yes"), ("--by", "tester", "undo", "--yes")),
    ],
)
def test_what_protects_somebody_is_never_taken_for_not_set(
    run: Run,
    make_person: MakePerson,
    config: Path,
    record: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    words: tuple[str, ...],
    instead: tuple[str, ...] | None,
) -> None:
    make_person()
    config.write_text(f"{text}\n")
    monkeypatch.delenv("RELEASECHECK_RECORD")
    named = () if text.startswith("record") else ("--record", record)
    name = "by" if text.startswith("name") else text.partition(" ")[0]
    done = run(*named, *words)
    assert (done.code, done.out) == (1, "")
    assert f"{name} cannot be known until the config file is mended" in done.err
    if instead is not None:
        done = run(*named, *(str(record) if word == "RECORD" else word for word in instead))
        assert done.code == 0, done.err


def test_an_encrypted_record_needs_its_key_named(
    run: Run,
    make_person: MakePerson,
    record: Path,
    config: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs_sqlcipher()
    make_person()
    encrypted(monkeypatch, key_file(tmp_path / "key"))
    monkeypatch.delenv("RELEASECHECK_KEY_FILE")
    config.write_text(f'key_file = "{tmp_path / "key"}"\n')
    assert run("log", "show").code == 0
    config.write_text(f'keyfile = "{tmp_path / "key"}"\n')
    done = run(*NAMED, "log", "show")
    assert (done.code, done.out) == (1, "")
    assert "key_file cannot be known" in done.err and "RELEASECHECK_KEY_FILE=FILE" in done.err
    monkeypatch.setenv("RELEASECHECK_KEY_FILE", str(tmp_path / "key"))
    assert run(*NAMED, "log", "show").code == 0
    assert run(*NAMED, "record", "backup", tmp_path / "b.db").code == 0
    assert b"SMITH" not in (tmp_path / "b.db").read_bytes()
