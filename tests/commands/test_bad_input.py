"""What is typed wrongly or cannot be done: said on stderr, with what to type next, and nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from releasecheck.core.domain import ROLES
from releasecheck.core.words import listed
from releasecheck.store.sqlite.connection import APPLICATION_ID, SCHEMA
from tests.made_up.program import Dump, Result, Run
from tests.made_up.records import open_elsewhere, tamper


def said(done: Result, code: int) -> str:
    """The one line that was said, and nothing on stdout."""
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("releasecheck: ")
    assert done.err.endswith("\n")
    assert "Traceback" not in done.err
    return done.err.removeprefix("releasecheck: ").removesuffix("\n")


@pytest.fixture
def unchanged(demo: Path, dump: Dump) -> Iterator[None]:
    """Whatever the test types, the record holds afterwards what it held before."""
    before = dump(demo)
    yield
    assert dump(demo) == before


# --- who and what ---

USAGE = {
    # what is typed: what is said, in whole
    "show ''": "who? Type a prison number or a name. See who is recorded: releasecheck list",
    "show A12": '"A12": a prison number is a letter, 4 digits, 2 letters',
    "add A12 --name X": 'prison_number "A12": a prison number is a letter, 4 digits, 2 letters',
    "add A123BC --name X": 'prison_number "A123BC": a prison number is a letter, 4 digits, 2 letters',
    "add A9999ZZ --name ''": '--name is empty. If nobody knows it: --name "not known"',
    "add A9999ZZ --name 'X\x1b[2J'": '--name "X�[2J": has a character that is not text',
    "add A1234BC --name X": "A1234BC is already recorded. To change a fact: releasecheck set A1234BC …",
    "add A9999ZZ --name X --release 2027-02-31 --type CRD": (
        '--release: "2027-02-31": no such day. Help: releasecheck add --help'
    ),
    "add A9999ZZ --name X --release 2027-02-05": (
        "what kind of date is 2027-02-05? Add --type: "
        "CRD, ARD, PRRD, APD, HDCAD, HDCED, PED, TED, NPD, MTD, ETD, LTD or CONFIRMED"
    ),
    "add A9999ZZ --name X --type CRD": "--type says what kind of date --release is: give both",
    "add A9999ZZ --name X --release 2027-02-05 --type CDR": (
        '--type: no type of date "CDR". Did you mean CRD? It is CRD, ARD, PRRD, APD, HDCAD, HDCED, PED, TED, '
        "NPD, MTD, ETD, LTD or CONFIRMED. Help: releasecheck add --help"
    ),
    "set rivers teir=B2": (
        'no fact called "teir". Did you mean tier? See them: releasecheck catalogue facts'
    ),
    "set rivers zzqq=1": 'no fact called "zzqq". See them: releasecheck catalogue facts',
    "set rivers tier=Z9": 'tier "Z9": A0 to D3, an S may follow, or A to G',
    "set rivers tier": '"tier" is not FACT=VALUE, such as tier=B2',
    "set rivers tier=B2 tier=C1": "tier is given twice, with different values",
    "set rivers prison_number=A1111AA": "the prison number says who the person is: it cannot be set",
    "set rivers conditional_release_date=31/02/2027": 'conditional_release_date "31/02/2027": no such day',
    "set rivers tier=C1 --told 2026-11-24": (
        "--told: Tue 24 Nov 2026 has not come yet. Help: releasecheck set --help"
    ),
    "mark rivers dtrr submitted": 'no item "dtrr". Did you mean dtr? See them: releasecheck catalogue list',
    "mark rivers zzz submitted": 'no item "zzz". See them: releasecheck catalogue list',
    "why rivers dtrr": 'no item "dtrr". Did you mean dtr? See them: releasecheck catalogue list',
    "done rivers dtrr": 'no item "dtrr". Did you mean dtr? See them: releasecheck catalogue list',
    "missing --item dtrr": 'no item "dtrr". Did you mean dtr? See them: releasecheck catalogue list',
    "catalogue show dtrr": 'no item "dtrr". Did you mean dtr? See them: releasecheck catalogue list',
    "mark rivers dtr acepted": (
        'dtr has no outcome "acepted". Did you mean accepted? It has: '
        "submitted, accepted, not_accepted, withdrawn, declined, not_achieved, not_needed."
    ),
    "mark rivers dtr accepted": (
        "dtr accepted needs 1 answer: add it\n  --reason …  prevention_and_relief or priority_need"
    ),
    "done rivers dtr": (
        "dtr accepted needs 1 answer: add it\n  --reason …  prevention_and_relief or priority_need"
    ),
    "mark rivers dtr accepted --reason priority": (
        'dtr accepted is never for the reason "priority". Did you mean priority_need? '
        "Reasons: prevention_and_relief or priority_need."
    ),
    "mark rivers dtr submitted": (
        "dtr submitted needs 2 answers: add them, or --gaps to record it without\n"
        "  authority=…         Local authority\n"
        "  consent_to_refer=…  Consent to refer: yes, no"
    ),
    "mark rivers dtr submitted Leeds": (
        '"Leeds": evidence is FIELD=VALUE. submitted asks for '
        "authority, consent_to_refer, consent_to_contact, chosen_by_person, reference and priority_need"
    ),
    "mark rivers dtr submitted authorty=Leeds": (
        'no evidence field "authorty". Did you mean authority? submitted asks for '
        "authority, consent_to_refer, consent_to_contact, chosen_by_person, reference and priority_need"
    ),
    "mark rivers dtr submitted authority=Leeds consent_to_refer=maybe": (
        'consent_to_refer "maybe": yes, no or not known'
    ),
    "mark rivers dtr submitted authority=Leeds consent_to_refer=yes --on 2026-11-24": (
        "--on: Tue 24 Nov 2026 has not come yet. Help: releasecheck mark --help"
    ),
    "own rivers dtr POMM": f'no role "POMM". Did you mean POM? Roles: {listed(ROLES)}, or usual',
    "missing --owner POMM": (
        f'--owner: no role "POMM". Did you mean POM? It is {listed(ROLES, "or")}. '
        "Help: releasecheck missing --help"
    ),
    "missing --state late": (
        '--state: no state "late". It is overdue, action, chase, expired, blocked, unknown or to_do. '
        "Help: releasecheck missing --help"
    ),
    "missing --within soon": '--within: "soon": write 28d, 12w or 3m. Help: releasecheck missing --help',
    "missing --within ²w": '--within: "²w": write 28d, 12w or 3m. Help: releasecheck missing --help',
    "list --within 99999m": '--within: "99999m": write 28d, 12w or 3m. Help: releasecheck list --help',
    "show rivers --format pdf": (
        "--format: 'pdf' is not one of 'table', 'json', 'csv', 'xlsx', 'md', 'html', 'txt'. "
        "Help: releasecheck show --help"
    ),
    "show rivers --as-of 2026-12-01": (
        "--as-of goes before the command: releasecheck --as-of … show. Help: releasecheck show --help"
    ),
    "show": "missing argument 'PERSON'. Help: releasecheck show --help",
    "shwo rivers": 'no command "shwo". Did you mean show? Help: releasecheck --help',
    "--bogus list": "no such option '--bogus'. Help: releasecheck --help",
    "export plan": "no such command 'plan'. Did you mean 'plans'? Help: releasecheck export --help",
    "calendar add 2026-02-30 Closed": (
        'day: "2026-02-30": no such day. Help: releasecheck calendar add --help'
    ),
    "calendar add 2026-12-24 ''": 'what is the day called? Such as "Office closed"',
    "today --mine": (
        "whose? Say once who you are: releasecheck config set role POM\n"
        "and your name: releasecheck config set by …"
    ),
    "show 'rivers\udcff'": '"rivers�" has bytes that are not text. Help: releasecheck --help',
}


def words(line: str) -> list[str]:
    """The words of a command line, with 'quotes' as a shell has them."""
    parts = line.split("'")
    return [
        word for n, part in enumerate(parts) for word in ([part] if n % 2 else part.split()) if n % 2 or word
    ]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("line", USAGE, ids=lambda line: line.encode("ascii", "replace").decode())
def test_wrong_usage_is_one_line_that_says_what_to_type(run: Run, line: str) -> None:
    assert said(run(*words(line)), 2) == USAGE[line]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("day", ["31/02/2027", "2026-13-01", "23/11", "", "27-02-05", "2026-W48-1"])
def test_an_impossible_day_to_work_from(run: Run, day: str) -> None:
    line = said(run("list", as_of=day), 2)
    assert line.startswith(f'--as-of: "{day}": ')
    assert line.endswith(". Help: releasecheck --help")


@pytest.mark.usefixtures("unchanged")
def test_an_unknown_prison_number(run: Run) -> None:
    line = said(run("show", "z9999zz"), 1)
    assert line == "nobody here has the prison number Z9999ZZ. See who is recorded: releasecheck list"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("command", ["show", "why", "set", "mark", "done", "missing"])
def test_an_unknown_name_gets_the_closest(run: Run, command: str) -> None:
    typed = {
        "set": ["set", "riversx", "tier=B2"],
        "mark": ["mark", "riversx", "dtr", "withdrawn"],
        "done": ["done", "riversx", "com_allocated"],
        "missing": ["missing", "--person", "riversx"],
    }.get(command, [command, "riversx"])
    line = said(run(*typed), 1)
    assert line == 'nobody called "riversx". Did you mean A1234BC (S. R.)?'


@pytest.mark.usefixtures("unchanged")
def test_an_ambiguous_name_lists_everybody_it_could_be(run: Run) -> None:
    line = said(run("set", "ra", "tier=B2"), 2)
    assert line.splitlines() == [
        '"ra" could be 4 people; use the prison number:',
        "  A1009AA  R. F.  LEI  cell not known, no release date",
        "  A6472FA  T. R.  DTI  cell G-1-010, out 1 Dec 2026, POM G. Rowntree, COM D. Teague",
        "  A7062FZ  K. R.  LEI  left 23 Apr 2026, POM D. Asare, COM R. Lindqvist",
        "  A1006AA  Y. R.  WDI  cell not known, out 5 Mar 2027, POM B. Low",
    ]


# --- the record ---


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "show rivers",
        "missing",
        "today",
        "why rivers",
        "add A1234BC --name X",
        "set rivers tier=B2",
        "mark rivers dtr withdrawn",
        "done rivers com_allocated",
        "export plans --to me",
        "record verify",
    ],
)
def test_without_a_record_every_command_says_how_to_make_one(run: Run, tmp_path: Path, line: str) -> None:
    path = tmp_path / "nowhere" / "record.db"
    assert (
        said(run("--record", path, *words(line)), 1) == f"no record at {path}. Type: releasecheck record init"
    )
    assert list(tmp_path.iterdir()) == []


def test_import_without_a_record_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("NOMS No,Surname\nA1234BC,Rivers\n")
    line = said(run("--record", tmp_path / "record.db", "import", "people", file), 1)
    assert line.endswith("Type: releasecheck record init")
    assert [found.name for found in tmp_path.iterdir()] == ["people.csv"]


@contextmanager
def somebody_writing(path: Path) -> Iterator[None]:
    with open_elsewhere(path) as other:
        other("BEGIN IMMEDIATE")
        yield
        other("ROLLBACK")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "line",
    [
        "add A9999ZZ --name X",
        "set rivers tier=C1",
        "mark rivers dtr withdrawn --reason no_consent",
    ],
)
def test_a_record_that_somebody_else_is_writing_to(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    with somebody_writing(demo):
        assert said(run(*words(line)), 1) == "the record is in use by another program; try again"


@pytest.mark.usefixtures("unchanged")
def test_a_closed_day_is_not_kept_while_somebody_else_is_writing(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose dates it would move was read before, and is said; nothing of it is kept."""
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    with somebody_writing(demo):
        done = run("calendar", "add", "2026-12-24", "Closed", "--yes")
    assert done.code == 1 and "the record is in use by another program; try again" in done.err


@pytest.mark.usefixtures("unchanged")
def test_import_into_a_record_that_somebody_else_is_writing_to(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("NOMS No,Surname\nA9999ZZ,New\n")
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    with somebody_writing(demo):
        assert said(run("import", "people", file), 1) == "the record is in use by another program; try again"


def test_reports_can_be_read_while_somebody_else_writes(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    expected = run("show", "rivers")
    with somebody_writing(demo):
        assert run("show", "rivers")[:2] == expected[:2]


def test_a_waiting_time_that_is_no_number(run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "soon")
    line = said(run("list"), 2)
    assert line == 'RELEASECHECK_BUSY_SECONDS "soon": a number of seconds, such as 10'


def not_a_record(kind: str, path: Path) -> None:
    if kind == "text":
        path.write_text("Dear all,\nplease find attached\n" * 40)
    elif kind == "empty":
        path.touch()
    elif kind == "folder":
        path.mkdir()
    else:
        tamper(path, "CREATE TABLE people (name)")
        if kind == "newer":
            tamper(path, f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {SCHEMA + 1}")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", "{path} is not a releasecheck record"),
        ("empty", "{path} is an empty file, not a record. Remove it, then type: releasecheck record init"),
        ("folder", "{path} is a folder, not a record"),
        ("other", "{path} belongs to another program: it is not a releasecheck record"),
        (
            "newer",
            "the record at {path} was made by a newer version of releasecheck: "
            "install that version or a later one",
        ),
    ],
)
@pytest.mark.parametrize("line", ["list", "set rivers tier=B2", "record verify"])
def test_a_file_that_is_no_record_of_ours_is_refused_untouched(
    run: Run, tmp_path: Path, kind: str, expected: str, line: str
) -> None:
    path = tmp_path / "record.db"
    not_a_record(kind, path)
    before = path.read_bytes() if path.is_file() else b""
    assert said(run("--record", path, *words(line)), 1) == expected.format(path=path)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [found.name for found in tmp_path.iterdir()] == ["record.db"]


def test_a_record_cannot_be_made_where_a_folder_is_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    done = run("--record", tmp_path / "file" / "record.db", "record", "init")
    assert said(done, 1).startswith(f"cannot make a record at {tmp_path / 'file' / 'record.db'}: ")
    assert (tmp_path / "file").read_text() == "kept"


# --- the catalogue and the config file ---

THREE_MISTAKES = """\
[item.dtr]
owner = "COMM"
titel = "Refer"
due = { before = "relese", weeks = 4 }
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the office's own catalogue files."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "releasecheck" / "catalogue"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("line", ["catalogue check", "show rivers", "set rivers tier=C1", "missing"])
def test_every_mistake_in_a_catalogue_file_is_shown_at_once(run: Run, office: Path, line: str) -> None:
    (office / "office.toml").write_text(THREE_MISTAKES)
    heading, *mistakes = said(run(*words(line)), 1).splitlines()
    assert heading == "the catalogue has 3 mistakes:"
    assert len(mistakes) == 3
    assert all("office.toml: item dtr: " in mistake for mistake in mistakes)
    text = "\n".join(mistakes)
    assert 'owner "COMM" is no role we know. Did you mean COM?' in text
    assert 'no key "titel". Did you mean title?' in text
    assert "relese" in text and "Did you mean release?" in text


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "content", [b"[item.", b"\xff\xfe", b"item = 3"], ids=["cut off", "not text", "shape"]
)
def test_a_catalogue_file_that_cannot_be_read_is_named(run: Run, office: Path, content: bytes) -> None:
    (office / "office.toml").write_bytes(content)
    assert "office.toml: " in said(run("show", "rivers"), 1)


@pytest.mark.usefixtures("unchanged")
def test_every_mistake_in_the_config_file_is_shown_at_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('recrod = "x"\nprison = 3\n')
    lines = said(run("--config", file, "list"), 1).splitlines()
    assert lines == [
        "catalogue cannot be known until the config file is mended",
        f"{file}: no setting recrod. Did you mean record?",
        f'{file}: prison is text in quotes, as prison = "…"',
    ]
    told = said(run("--config", tmp_path / "none.toml", "list"), 1)
    assert f"\nno config file at {tmp_path / 'none.toml'}. To make it: " in told


# --- files ---


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "line",
    ["show rivers", "show rivers --format html", "missing --format csv", "list", "export plans --to me"],
)
def test_an_output_path_that_cannot_be_written(run: Run, tmp_path: Path, line: str) -> None:
    file = tmp_path / "nowhere" / "report"
    assert said(run(*words(line), "-o", file), 1) == (
        f"cannot write {file}: No such file or directory. Choose another place with -o"
    )


@pytest.mark.usefixtures("unchanged")
def test_an_output_path_that_is_a_folder(run: Run, tmp_path: Path) -> None:
    assert said(run("show", "rivers", "-o", tmp_path), 2) == (
        f"--output: File '{tmp_path}' is a directory. Help: releasecheck show --help"
    )


@pytest.mark.usefixtures("unchanged")
def test_an_import_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    assert said(run("import", "people", file), 1) == f"cannot read {file}: No such file or directory"


@pytest.mark.usefixtures("unchanged")
def test_an_import_file_in_another_encoding_says_which_option_to_use(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_bytes("NOMS No,Surname\nA9999ZZ,O’NEILL\n".encode("cp1252"))
    assert "--encoding" in said(run("import", "people", file, "--encoding", "klingon"), 1)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("content", ["", "\n\n", "Surname\nRivers\n", "\0\0\0"])
def test_an_import_file_without_people_changes_nothing(run: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text(content)
    done = run("import", "people", file)
    assert done.code in (1, 3)
    assert "leeds.csv" in done.err


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]", b'{"england-and-wales": 3}'])
def test_a_bank_holiday_file_that_is_not_the_published_one(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bank-holidays.json"
    file.write_bytes(content)
    assert "GOV.UK" in said(run("calendar", "import", file), 1)


# --- nothing fits is not an error, and not good news either ---


@pytest.mark.parametrize("command", ["missing", "list"])
def test_a_filter_that_fits_nobody_is_not_an_all_clear(run: Run, demo: Path, command: str) -> None:
    done = run(command, "--prison", "LEIX")
    assert (done.code, done.out) == (2, "")
    assert done.err == 'releasecheck: nobody in the record has prison "LEIX". Did you mean LEI?\n'


@pytest.mark.parametrize("words", [("--prison", "lei"), ("--com", "okafor"), ("--com", "J. OKAFOR")])
def test_a_filter_is_met_whatever_its_case_and_by_part_of_a_name(
    run: Run, demo: Path, words: tuple[str, str]
) -> None:
    done = run("list", *words)
    assert done.code == 0
    assert "RIVERS" in done.out


def test_an_empty_record_has_nobody_to_filter(run: Run, record: Path) -> None:
    assert run("missing", "--prison", "LEI").code == 0
