"""What is told of somebody restricted is recorded, and no answer says anything of them."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import click
import pytest

from releasecheck.cli import cli
from tests.contract.gather import commands
from tests.made_up.program import Run
from tests.made_up.records import entries, rows

ODO, EVE, SAM = "A5561CD", "A5562CD", "A1234BC"
#: What is recorded of the two who are restricted; Eve has left.
OF_THEM = (
    *(
        "NIGHTLARK",
        "Nightlark",
        "Odo",
        "WHIMBREL",
        "Whimbrel",
        "Q-7-771",
        "X770011",
        "Quux",
        "Marsh",
        "B2",
        "LEI",
    ),
    *("31/05/1990", "1990-05-31", "31 May 1990", "5 Feb 2027", "2027-02-05", "6 Feb 2027", "2027-02-06"),
    *("asked about a card", "West Yorkshire Police", "30 Oct 2026", "2026-10-30", "tagged"),
)
PEOPLE = (
    f"Prison Number,Surname,Forename,Release date,Tier,COM,Cell,DTR\n"
    f"{ODO},NIGHTLARK,Odo,TBC,A1,T. Hughes,,sent\n"
    f"{SAM},RIVERS,Sam,12/02/2027,A1,,,\n"
)
#: Another birthday than the one recorded: is it somebody else?
DOUBTED = f"Prison Number,Date of Birth,Tier,DTR\n{ODO},01/06/1990,A1,sent 1/11\n{SAM},,A1,\n"
UNREAD = f"Prison Number,Tier,Release date\n{ODO},Z9,01/12/2026\n"
TRACKER = (
    f"NOMS No,Surname,Task,Status,Date,Notes\n{ODO},NIGHTLARK,dtr,submitted,20/11/2026,\n"
    f"{ODO},NIGHTLARK,bank_account,applied,20/11/2026,\n{SAM},RIVERS,dtr,submitted,20/11/2026,\n"
    f"{ODO},OTHERNAME,dtr,accepted,21/11/2026,\n{ODO},,dtr,submitted,20/11/1980,\n"
)
CONTACTS = f"NOMS No,Date,Who,How,Staff name,Notes\n{ODO},20/11/2026,COM,phone,T. Hughes,\n"

#: A star: something is recorded by it.
LINES = """
set A5561CD tier=A1 *
set A5561CD tier=B2
set nightlark tier=A1 housing="not known" *
set X770011 tier=A1 *
set A5561CD cell=A-1 crn=X990011 *
set A5561CD,A1234BC tier=A1 *
set A5561CD tier=Z9
set A5561CD tier=A1 --dry-run
mark A5561CD dtr submitted authority=Leeds consent_to_refer=yes *
mark A5561CD,A1234BC dtr submitted authority=Leeds consent_to_refer=yes *
mark A5561CD dtr submitted
mark A5561CD oasys_review done --on 2019-01-01
mark A5561CD bank_account done bank=Barnes --on 2026-11-20 *
mark - *
done A5561CD oasys_review --gaps *
decline A5561CD dtr --reason "stays with a friend" *
waive A5561CD child_check --reason "no children" *
note A5561CD "wants a coat" *
note A5561CD --question "Will I be met?" *
note A5561CD "told so" --answered 3 *
note A5561CD --question "Will I be tagged?" --on 2026-11-20
note A5561CD "told so" --answered 99
own A5561CD dtr COM *
own A5561CD KW "M. Kettle"
own A5561CD KW usual
own A5561CD dtr nobodys
handback A5561CD dtr --because no_capacity
com A5561CD "T. Hughes" *
com A5561CD "Z. Quux"
com A5561CD "T. Hughes" --dry-run
contact A5561CD --by COM --how phone *
ask A5561CD visit --of OMU *
ask A5561CD --answered 4 *
ask A5561CD --answered 99
transfer A5561CD MDI *
transfer A5561CD LEI
redate A5561CD 2027-03-01 --type CRD --source memo *
redate A5561CD 2027-03-01 --type CRD --source memo --yes *
redate A5561CD 2020-03-01 --type CRD --source memo *
redate A5561CD 2027-02-06 --type CRD --source memo
redate A5561CD 2027-03-01 --type CRD --source memo --dry-run
redate A5562CD 2027-03-01 --type CRD --source memo
released A5561CD --on 2026-11-22 *
released A5561CD *
released A5561CD --on 2019-11-22 *
released A5561CD --dry-run
released A5562CD
recalled A5562CD --on 2026-11-20 *
recalled A5562CD --on 2026-10-20
recalled A5561CD --on 2026-11-20
returned A5562CD --on 2026-11-20 --legal-status REMAND *
returned A5561CD --on 2026-11-20
died A5561CD *
died A5561CD --on 2019-01-01 *
died A5561CD --dry-run
checked A5561CD same_name
checked A5561CD nothing_here
merge A5561CD A1234BC
merge A5561CD A5562CD
add A5561CD --name "ANOTHER, One"
add A5569CD --name "ANOTHER, One" crn=X770011 *
undo --dry-run
undo --yes *
void 3 --reason "wrong person" --dry-run
void 3 --reason "wrong person" *
void 2 --reason "wrong person" --dry-run
import people people.csv --dry-run
import people people.csv *
import people people.csv --strict *
import people people.csv --suggest-map
import people doubted.csv --dry-run
import people doubted.csv --rejects out.csv *
import people unread.csv *
import people unread.csv --suggest-map
import tasks tracker.csv --dry-run
import tasks tracker.csv --rejects out.csv *
import contacts contacts.csv --dry-run
import contacts contacts.csv *
import bundle bundle.json --dry-run
import bundle bundle.json
import bundle newer.json *
import undo
import undo 2 --dry-run
import undo 2 *
import report
import report 2
calendar add 2027-02-04 Closed --dry-run
calendar add 2027-02-04 Closed *
calendar add 2027-02-03 Training --prison LEI
calendar remove 2027-02-03 --prison LEI
calendar import holidays.json
staff left "P. Marsh" --dry-run
list --com "Z. Quux"
list --com Quuz
list --pom Mash
today --com Quuz
missing --pom "P. Mash"
today --tasks
staff
why A5561CD
asked A5561CD
find night
find nightlrk
show nightlrk
"""
#: Commands that record nothing of anybody; that they show nobody restricted is tested where they are.
OTHERS = (
    *(
        "asked",
        "board",
        "caseload",
        "catalogue",
        "completion",
        "config",
        "demo",
        "directory",
        "export",
        "forecast",
        "gate",
    ),
    *(
        "handover",
        "help",
        "history",
        "log",
        "nightly",
        "outcomes",
        "prefill",
        "record",
        "sheet",
        "staff",
        "template",
    ),
    *("why", "calendar list"),
)


def _line(line: str) -> tuple[list[str], bool]:
    *words, last = shlex.split(line)
    return (words, True) if last == "*" else ([*words, last], False)


TRIED = [_line(line) for line in LINES.split("\n") if line]


@pytest.fixture(scope="module")
def told_of_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record of them: entries 1 to 8."""
    from tests.made_up.program import run

    folder = tmp_path_factory.mktemp("restricted")
    (folder / "first.csv").write_text(
        "Prison Number,Surname,Forename,Date of Birth,CRD,Tier,COM,POM,Cell,CRN,Establishment\n"
        f"{ODO},NIGHTLARK,Odo,31/05/1990,06/02/2027,B2,Z. Quux,P. Marsh,Q-7-771,X770011,LEI\n"
        f"{EVE},WHIMBREL,Eve,31/05/1990,30/10/2026,B2,Z. Quux,P. Marsh,,,LEI\n"
    )
    files = {"people": PEOPLE, "doubted": DOUBTED, "unread": UNREAD, "tracker": TRACKER, "contacts": CONTACTS}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (folder / "holidays.json").write_text("{}", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASECHECK_RECORD", str(folder / "record.db"))
        done = [
            run("record", "init"),
            run(
                "add", SAM, "--name", "RIVERS, Sam", "--release", "2027-02-20", "--type", "CRD", "prison=BMI"
            ),
            run("import", "people", folder / "first.csv"),
            run("note", ODO, "--question", "Will I be tagged?", "--on", "2026-11-20"),
            run("ask", ODO, "police_check", "--of", "West Yorkshire Police", "--on", "2026-11-20"),
            run("handover", ODO, "--to", "Leeds", "--bundle", folder / "bundle.json"),
            run("released", EVE, "--on", "2026-10-30"),
            run("mark", ODO, "bank_account", "applied", "bank=Barnes", "--on", "2026-11-20", "--gaps"),
            run("note", ODO, "asked about a card"),
        ]
        shutil.copy(folder / "record.db", folder / "other.db")
        patch.setenv("RELEASECHECK_RECORD", str(folder / "other.db"))
        done += [
            run("set", ODO, "housing=homeless"),
            run("handover", ODO, "--to", "Leeds", "--bundle", folder / "newer.json"),
        ]
        patch.setenv("RELEASECHECK_RECORD", str(folder / "record.db"))
        done += [run("record", "restrict", one, "--reason", "a dispute") for one in (ODO, EVE)]
    assert [one.err for one in done if one.code] == []
    return folder


@pytest.fixture
def folder(told_of_three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in which the program is run."""
    shutil.copytree(told_of_three, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(tmp_path / "record.db"))
    return tmp_path


def recorded_since(record: Path, entry: int) -> set[str]:
    """Of whom anything was recorded after this entry."""
    told = " UNION ".join(
        f"SELECT prison_number FROM {table} WHERE entry > {entry}"
        for table in ("facts", "outcomes", "notes", "owners")
    )
    return {number for (number,) in rows(record, told)} & {ODO, EVE, "A5569CD"}


def ids(line: tuple[list[str], bool]) -> str:
    return " ".join(line[0])


@pytest.mark.parametrize("form", [(), ("--format", "json")], ids=["for people", "for programs"])
@pytest.mark.parametrize("line", TRIED, ids=ids)
def test_no_answer_says_anything_of_somebody_restricted(
    run: Run, folder: Path, line: tuple[list[str], bool], form: tuple[str, ...]
) -> None:
    words, records = line
    typed = " ".join(words)
    words = [*words, *form]
    before = entries(folder / "record.db")
    stdin = f"{ODO} dtr submitted authority=Leeds consent_to_refer=yes\n" if "-" in words else None
    done = run(*words, stdin=stdin)
    assert not form or not done.out or json.loads(done.out)
    said = f"{done.out}\n{done.err}"
    assert [one for one in OF_THEM if one in said and one not in typed] == [], done
    assert "Help: releasecheck" not in done.err, done.err
    assert records == (entries(folder / "record.db") > before), done
    if records and words[0] not in ("undo", "void", "calendar") and not {"undo", "doubted.csv"} & {*words}:
        assert recorded_since(folder / "record.db", before), "it is recorded of them"
    assert run("record", "verify").code == 0


def test_every_command_that_records_something_is_tried() -> None:
    names = {name for name, command in commands(cli, "") if not isinstance(command, click.Group)}
    tried = {name for name in names for words, _ in TRIED if " ".join(words).startswith(name)}
    left = {name for name in names - tried if not name.startswith(OTHERS)}
    assert left == set()
