"""What a command that changes something answers to other programs: one object, with its entry's number."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from releasecheck.cli import cli
from tests.contract.gather import commands
from tests.made_up.program import Run
from tests.made_up.records import entries, rows, tamper
from tests.made_up.terminal import Terminal

SAM, EVE, ODO = "A1234BC", "A5562CD", "A5561CD"
PEOPLE = f"Prison Number,Surname,CRD,Tier\n{SAM},RIVERS,12/03/2027,A1\nA1239BC,NEW,12/03/2027,Z9\n"
KEYS = ["as_of", "command", "entry", "entries", "said"]
ENTRY_KEYS = ["entry", "command", "by", "at", "reason", "people", "people_not_shown", "undid"]
#: A star: an entry is made by it.
LINES = """
add A1239BC --name "NEW, One" *
add A1239BC --name "NEW, One" --dry-run
set A1234BC tier=A1 --reason told *
set A1234BC,A5562CD tier=A1 *
set A1234BC tier=B2
set A1234BC tier=A1 --dry-run
mark A1234BC dtr submitted authority=Leeds consent_to_refer=yes *
mark - *
done A1234BC oasys_review --gaps *
decline A1234BC dtr --reason "stays with a friend" *
waive A1234BC child_check --reason "no children" *
note A1234BC "wants a coat" *
own A1234BC dtr PRT *
handback A1234BC handover_report --because no_capacity *
undo *
undo --dry-run
void 2 --reason "wrong person" *
redate A1234BC 2027-03-01 --type CRD --source memo *
redate A1234BC 2027-03-01 --type CRD --source memo --dry-run
transfer A1234BC MDI *
com A1234BC "T. Hughes" *
released A1234BC --on 2026-11-22 *
recalled A5562CD --on 2026-11-20 *
returned A5562CD --on 2026-11-20 --legal-status REMAND *
died A1234BC *
checked A1234BC same_name
merge A1234BC A5562CD *
contact A1234BC --by COM --how phone *
ask A1234BC visit --of OMU *
import people people.csv *
import people people.csv --dry-run
import tasks tracker.csv *
import contacts contacts.csv *
import bundle bundle.json
import undo
import undo 4 *
calendar add 2026-12-24 Closed *
calendar add 2026-12-23 Training --prison LEI
calendar remove 2026-12-23 --prison LEI
calendar import holidays.json
staff add "M. Kettle" --role POM *
staff left "P. Marsh" *
config set office Leeds
config unset office
template copy sheet.en.toml --force
record init
record backup copy.db
record copy record.db copied.db
record compact
record encrypt
record rekey
record decrypt
record migrate
record repair new.db
record restore copy.db --yes
record hold A1234BC --reason inquest
record restrict A1234BC --reason dispute
record unrestrict A1234BC --reason settled
record erase A1234BC --rule request --dry-run
record policy take --dry-run
record signing-key new signing.key
nightly --out nights
"""
TRIED = [line for line in LINES.split("\n") if line]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record of two people, one of whom has left: entries 1 to 4; and files to bring in."""
    from tests.made_up.program import run

    folder = tmp_path_factory.mktemp("answers")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    (folder / "first.csv").write_text(f"Prison Number,Surname\n{ODO},NIGHTLARK\n", "utf-8")
    (folder / "tracker.csv").write_text(
        f"NOMS No,Task,Status,Date,Notes\n{SAM},bank_account,applied,20/11/2026,\n", "utf-8"
    )
    (folder / "contacts.csv").write_text(
        f"NOMS No,Date,Who,How,Staff name,Notes\n{SAM},20/11/2026,COM,phone,T. Hughes,\n", "utf-8"
    )
    (folder / "holidays.json").write_text("{}", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASECHECK_RECORD", str(folder / "record.db"))
        patch.setenv("RELEASECHECK_BY", "P. Marsh")
        facts = ("tier=B2", "prison=LEI", "pom=P. Marsh")
        named = ("--name", "RIVERS, Sam", "--release", "2027-02-20", "--type", "CRD")
        done = [
            run("record", "init"),
            run("add", SAM, *named, *facts),
            run("add", EVE, "--name", "WHIMBREL, Eve", "--release", "2026-10-30", "--type", "CRD", *facts),
            run("released", EVE, "--on", "2026-10-30"),
            run("import", "people", folder / "first.csv"),
            run("handover", SAM, "--to", "Leeds", "--bundle", folder / "bundle.json"),
        ]
    assert [one.err for one in done if one.code] == []
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in which the program is run."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(tmp_path / "record.db"))
    monkeypatch.setenv("RELEASECHECK_BY", "P. Marsh")
    return tmp_path


def answer(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(text)
    assert list(told) == KEYS
    assert all(list(entry) == ENTRY_KEYS for entry in told["entries"])
    assert told["entry"] == (told["entries"][-1]["entry"] if told["entries"] else None)
    return told


@pytest.mark.parametrize("line", TRIED)
def test_the_answer_has_the_entry_that_was_made_and_the_words_of_the_screen(
    run: Run, folder: Path, line: str
) -> None:
    words = shlex.split(line.removesuffix(" *"))
    before = entries(folder / "record.db")
    stdin = f"{SAM} dtr submitted authority=Leeds consent_to_refer=yes\n" if words == ["mark", "-"] else None
    shutil.copytree(folder, folder / "aside")
    plain = run(*words, stdin=stdin)
    for path in folder.iterdir():
        if path.name == "nights":
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()
    shutil.copytree(folder / "aside", folder, dirs_exist_ok=True)
    done = run(*words, "--format", "json", stdin=stdin)
    assert done.code == plain.code
    if done.code not in (0, 3):
        assert (done.out, done.err) == ("", plain.err)
        assert not line.endswith("*"), done.err
        return
    told = answer(done.out)
    assert " ".join(words).startswith(told["command"])
    assert told["as_of"] == "2026-11-23"
    made = [entry["entry"] for entry in told["entries"]]
    assert made == list(range(before + 1, entries(folder / "record.db") + 1)) and bool(made) == (
        line.endswith("*")
    )
    said = [text for text in plain.out.splitlines() if text.strip()]
    assert list(map(_lasting, told["said"])) == list(map(_lasting, said))


def _lasting(line: str) -> str:
    """The line without what another run has otherwise: keys and moments."""
    return re.sub(
        r"[0-9a-f]{4}( [0-9a-f]{4}){7}|[0-9a-f]{64}|ed25519:[\w+/]{43}=|\d\d:?\d\d:?\d\d", "…", line
    )


def test_an_entry_says_whose_it_is_by_whom_why_and_what_it_took_back(run: Run, folder: Path) -> None:
    done = run("set", f"{SAM},{EVE}", "tier=A1", "--reason", "told on the wing", "--format", "json")
    (entry,) = answer(done.out)["entries"]
    assert (entry["command"], entry["by"], entry["reason"]) == ("set", "P. Marsh", "told on the wing")
    assert (entry["people"], entry["people_not_shown"], entry["undid"]) == ([SAM, EVE], 0, [])
    assert entry["at"].endswith("Z")
    (undone,) = answer(run("undo", "--format", "json").out)["entries"]
    assert undone["undid"] == [entry["entry"]]


def test_whoever_is_restricted_is_counted_and_not_named(run: Run, folder: Path) -> None:
    assert run("record", "restrict", EVE, "--reason", "a dispute").code == 0
    done = run("set", f"{SAM},{EVE}", "tier=A1", "--format", "json")
    told = answer(done.out)
    assert (told["entries"][0]["people"], told["entries"][0]["people_not_shown"]) == ([SAM], 1)
    assert "WHIMBREL" not in done.out + done.err
    alone = answer(run("set", EVE, "tier=B3", "--format", "json").out)
    assert (alone["entries"][0]["people"], alone["entries"][0]["people_not_shown"]) == ([], 1)
    assert alone["said"] == [
        f"{EVE} is restricted: what was told of them is in the record, and nothing of them is shown. "
        "To take back what you recorded last: releasecheck undo"
    ]


def test_whom_the_answer_names_is_in_the_log(run: Run, folder: Path) -> None:
    run("import", "people", folder / "people.csv", "--format", "json")
    logged = rows(folder / "record.db", "SELECT people FROM log WHERE command LIKE 'import people people%'")
    assert {SAM, "A1239BC"} <= {number for (people,) in logged for number in json.loads(people)}


def test_a_mistake_leaves_standard_output_empty(run: Run, folder: Path) -> None:
    done = run("set", SAM, "tier=Z9", "--format", "json")
    assert (done.code, done.out) == (2, "")
    assert "Z9" in done.err


def test_a_question_is_asked_with_what_it_is_about_and_the_answer_stays_whole(run: Run, folder: Path) -> None:
    run("show", SAM)  # so that what is undone is not the last that was done
    terminal = Terminal("undo", "--format", "json")
    terminal.shows("Older than your last command: entry 4, import people first.csv")
    terminal.shows("Take that back? [y/N]: ")
    terminal.type("y")
    rest = terminal.rest()
    told = answer(rest[rest.index("{") :])
    assert told["entries"][0]["undid"] == [4]
    assert told["said"][0].startswith("Older than your last command")


PROOFS = ["record verify", "log verify", "template check", "catalogue check", "directory check"]


@pytest.mark.parametrize("line", PROOFS)
def test_what_proves_something_says_that_it_is_sound(run: Run, folder: Path, line: str) -> None:
    done = run(*line.split(), "--format", "json")
    told = json.loads(done.out)
    assert (done.code, list(told)) == (0, ["as_of", "command", "sound", "said", "wrong"])
    assert (told["command"], told["sound"], told["wrong"]) == (line, True, [])
    assert told["said"] == run(*line.split()).out.splitlines()


def test_what_is_not_sound_is_named_and_ends_with_1(run: Run, folder: Path) -> None:
    tamper(folder / "record.db", f"UPDATE people SET tier = 'A1' WHERE prison_number = '{SAM}'")
    plain, done = run("record", "verify"), run("record", "verify", "--format", "json")
    assert (done.code, done.err) == (1, plain.err)
    told = json.loads(done.out)
    assert (told["sound"], told["said"]) == (False, [])
    assert len(told["wrong"]) == 1 and SAM in told["wrong"][0] and told["wrong"][0] in plain.err


#: Commands that change nothing and have an object of their own, or none, and why.
WITHOUT = {
    "board": "a screen to work on; each thing done there is a command that has one",
    "completion": "a script for a shell",
    "demo": "for people to look at",
    "help": "pages to read",
    "export ics": "a calendar",
    "record about": "lines to send with a report of a fault; --sbom is JSON",
    "sheet": "words for whoever leaves; `show` has what it is made of",
}


def test_every_command_gives_json() -> None:
    leaves = {
        name: command for name, command in commands(cli, "") if not isinstance(command, click.Group) and name
    }
    without = {
        name
        for name, command in leaves.items()
        if not any("json" in getattr(option.type, "choices", ()) for option in command.params)
    }
    assert without == set(WITHOUT)


def test_a_config_file_that_is_wrong_is_told_of_as_data_too(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "config.toml").write_text('late_afer = "14:00"\n', "utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(folder / "config.toml"))
    done = run("config", "show", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, len(told["wrong"])) == (1, 1)
    assert "late_afer" in told["wrong"][0] and told["wrong"][0] in done.err


def test_receiving_a_handover_is_answered_as_well(run: Run, folder: Path) -> None:
    assert run("handover", SAM, "--to", "COM", "-o", folder / "handover.html").code == 0
    told = answer(run("handover", SAM, "--acknowledge", "--format", "json").out)
    assert (told["command"], told["entries"][0]["people"]) == ("handover", [SAM])


def test_json_has_everybody_found_and_the_screen_as_many_as_it_holds(run: Run, demo: Path) -> None:
    told = json.loads(run("find", "a", "--format", "json").out)
    said = run("find", "a").out
    assert len(told["people"]) > 40 and said.startswith(f"{len(told['people'])} people")


def test_staff_takes_its_format_after_the_command(run: Run, folder: Path) -> None:
    done = run("staff", "--format", "json", "left", "P. Marsh")
    assert (done.code, done.out) == (2, "")
    assert "--format goes after the command: releasecheck staff left" in done.err
    assert json.loads(run("staff", "--format", "json").out)["staff"] == []
