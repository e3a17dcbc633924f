"""Whatever of somebody leaves the program, by the screen, by stderr or by a file, is in the log before it."""

from __future__ import annotations

import json
import shlex
import shutil
import zipfile
from pathlib import Path

import click
import pytest

from releasecheck.cli import cli
from tests.contract.gather import commands
from tests.made_up.program import Result, Run
from tests.made_up.records import open_elsewhere, rows

#: Words that stand nowhere but with these people.
PEOPLE = {
    "A7001QX": ("QUILLBRANCH", "Zephrine", "Q-7-771", "X770011"),
    "A7002QX": ("QUILLFEATHER", "Ottoline", "Q-7-772", "X770012"),
    "A7003QX": ("VANTABERRY", "Ignace", "Q-7-773", "X770013"),
}
LIST = (
    "Prison Number,Surname,Forename,Cell,Tier\nA7001QX,QUILLBRANCH,Zephrine,Z-1,A1\nA7002QX,SOMEBODY,Else,,\n"
)
TRACKER = (
    "NOMS No,Task,Status,Date,Notes\nA7001QX,dtr,submitted,20/11/2026,\nA7002QX,nosuch,done,20/11/2026,\n"
)
CONTACTS = "NOMS No,Date,Who,How,Staff name,Notes\nA7001QX,20/11/2026,COM,phone,T. Hughes,\n"

#: What is typed, at least once for every command. A star: it tells of somebody, and the test must see it.
LINES = """
today *
list *
list --format csv -o out.csv *
list --format html -o out.html *
today --tasks --format json *
today --tasks -o out.csv *
find quillb *
find quillb --format json *
why A7001QX --format json *
why A7001QX dtr --format json *
asked A7001QX --format json *
log show --format json *
set A7001QX tier=A1 --format json *
set A7001QX tier=A1 --dry-run --format json *
import people list.csv --format json *
undo --format json *
show A7001QX *
show quill *
show quillbranche *
show A7001QX --format json *
show A7001QX -o out.html --format html *
show A7001QX -o out.html --format html --to COM *
show A7009QX
board
why A7001QX
why A7001QX dtr
add A7004QX --name "QUILLBRANCH, Zephrine"
add A7004QX --name "NEW, One" crn=X770011 *
add A7001QX --name "NEW, One"
set A7001QX tier=A1 *
set A7001QX tier=A1 --dry-run *
set A7001QX cell=Z-1 --dry-run *
set A7001QX tier=B2 --dry-run *
set A7001QX tier=B2 *
set A7002QX crn=X770011 --dry-run *
mark A7001QX dtr submitted authority=Leeds consent_to_refer=yes *
mark A7001QX dtr submitted --on 2020-01-01
mark A7001QX bank_account done --not-known bank *
done A7001QX oasys_review --gaps *
decline A7001QX dtr --reason "stays with family" *
waive A7001QX child_check --reason "no children" *
note A7001QX "asked about a card" *
own A7001QX dtr COM *
own A7001QX dtr usual *
handback A7001QX dtr --because no_capacity
undo --yes *
undo *
void 3 --reason "wrong person"
void 2 --reason "wrong person" *
history A7001QX *
redate A7001QX 2027-03-01 --type CRD --source memo --dry-run *
redate A7001QX 2027-03-01 --type CRD --source memo --yes *
redate A7001QX 2027-02-06 --type CRD --source memo --dry-run *
transfer A7001QX MDI --dry-run *
transfer A7001QX MDI *
transfer A7001QX LEEDS
com A7001QX "T. Hughes" --dry-run *
com A7001QX "T. Hughes" *
released A7001QX --on 2026-11-22 --dry-run *
released A7001QX --on 2026-11-22 *
recalled A7001QX --on 2026-11-22
recalled A7003QX --on 2026-11-22 --dry-run *
recalled A7003QX --on 2026-11-22 *
returned A7003QX --on 2026-11-22 --dry-run *
returned A7001QX --on 2026-11-22
died A7001QX --dry-run *
died A7001QX *
checked A7001QX same_name --reason "two people"
merge A7002QX A7001QX --dry-run *
merge A7002QX A7001QX *
contact A7001QX --by COM --how phone *
ask A7001QX pom.contact_details
ask A7001QX visit
asked A7001QX
missing *
missing --format csv *
missing --format csv -o out.csv *
missing --person A7001QX *
forecast
caseload
outcomes
nightly --out nights *
handover A7001QX --to "T. Hughes, COM" -o out.html --format html *
handover A7001QX --preview *
handover A7001QX --to "T. Hughes, COM" --bundle out.json *
sheet A7001QX -o out.html --format html *
sheet A7001QX *
gate A7001QX -o out.html --format html *
gate A7001QX *
gate --on 2027-02-05 --format html --out pages
prefill A7001QX dtr *
prefill A7001QX dtr -o out.html --format html --to Leeds *
import bundle bundle.json --dry-run *
import bundle bundle.json *
import contacts contacts.csv --dry-run
import contacts contacts.csv
import people list.csv --dry-run *
import people list.csv --rejects out.csv *
import people list.csv
import report
import tasks tracker.csv --dry-run
import tasks tracker.csv --rejects out.csv
import undo
import undo 2
export before *
export facts *
export history *
export ics --names --all *
export outcomes
export people *
export people -o out.csv --to Council *
export people -o out.xlsx --format xlsx --to Council *
export plans *
export tasks *
export unknown *
export work -o out.xlsx *
catalogue check
catalogue facts
catalogue list
catalogue show dtr
calendar add 2027-02-05 Closed *
calendar add 2027-02-05 Training --prison LEI *
calendar remove 2027-02-05 --prison LEI
calendar import holidays.json
calendar list
staff add "M. Kettle" --role POM
staff left "P. Marsh" --dry-run *
directory check
directory find leeds
directory list
template check
template copy sheet.en.toml
template list
template show sheet.en.toml
record backup copy.db
record copy record.db copied.db
record compact
record init
record migrate
record path
record repair new.db
record restore bundle.json
record schema
record schema --datasette
record verify
record about
record access-report A7001QX --to Zoe -o access *
record erase A7001QX --rule request --dry-run *
record hold A7001QX --reason inquest *
record restrict A7001QX --reason inquest *
record unrestrict A7001QX --reason settled
record policy show
record policy take --dry-run
record policy take
record retention
record encrypt
record rekey
record decrypt
record signing-key new signing.key
record signing-key show
log export --to ICO *
log show *
log show --person A7001QX *
log verify
config path
config set office Leeds
config show
config unset office
completion bash
demo
help
"""


def _line(line: str) -> tuple[list[str], bool]:
    *words, last = shlex.split(line)
    return (words, True) if last == "*" else ([*words, last], False)


TRIED = [_line(line) for line in LINES.split("\n") if line]


@pytest.fixture(scope="module")
def told_of_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record of them, and files that tell of them."""
    from tests.made_up.program import run

    folder = tmp_path_factory.mktemp("three")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASECHECK_RECORD", str(folder / "record.db"))
        done = [run("record", "init")]
        for (number, (last, first, cell, crn)), release in zip(
            PEOPLE.items(), ("2027-02-06", "2027-02-20", "2026-10-30"), strict=True
        ):
            facts = (f"cell={cell}", f"crn={crn}", "tier=B2", "prison=LEEDS", "pom=P. Marsh")
            done.append(
                run(
                    "add", number, "--name", f"{last}, {first}", "--release", release, "--type", "CRD", *facts
                )
            )
        done.append(run("released", "A7003QX", "--on", "2026-10-30"))
        done.append(run("handover", "A7001QX", "--to", "Leeds", "--bundle", folder / "bundle.json"))
        done.append(run("set", "A7001QX", "cell=Q-7-771", "tier=B2"))
    assert [one.err for one in done if one.code] == []
    for name, text in {"list.csv": LIST, "tracker.csv": TRACKER, "contacts.csv": CONTACTS}.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "holidays.json").write_text("{}", "utf-8")
    return folder


@pytest.fixture
def folder(told_of_three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in which the program is run."""
    shutil.copytree(told_of_three, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(tmp_path / "record.db"))
    return tmp_path


def left(folder: Path, done: Result, before: set[Path]) -> str:
    """All that has left: what was said, and what stands in each new file but copies of the record."""
    said = [done.out, done.err]
    for path in sorted(set(folder.rglob("*")) - before):
        if path.is_file() and path.suffix not in (".db", ".db-wal", ".db-shm"):
            said.append(path.read_bytes().decode("utf-8", "replace"))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    said += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join(said)


def told_about(words: list[str], text: str) -> set[str]:
    """Whose number stands in it, typed or not, or words of theirs that were not typed."""
    typed = " ".join(words)
    return {
        number
        for number, theirs in PEOPLE.items()
        if number in text or any(one in text and one not in typed for one in theirs)
    }


def ids(line: tuple[list[str], bool]) -> str:
    return " ".join(line[0])


@pytest.mark.parametrize("line", TRIED, ids=ids)
def test_whoever_is_told_about_is_in_the_log(run: Run, folder: Path, line: tuple[list[str], bool]) -> None:
    words, tells = line
    ((last,),) = rows(folder / "record.db", "SELECT max(id) FROM log")
    before = set(folder.rglob("*"))
    done = run(*words)
    assert "Help: releasecheck" not in done.err, done.err
    told = told_about(words, left(folder, done, before))
    if "--dry-run" in words:
        told |= PEOPLE.keys() & set(words)  # what is said of them need not name them
    logged = {
        number
        for (people,) in rows(folder / "record.db", "SELECT people FROM log WHERE id > ?", last)
        for number in json.loads(people)
    }
    assert told <= logged, done
    assert not tells or told, "it says nothing of anybody: what does the line try?"
    assert rows(folder / "record.db", "SELECT line FROM unfinished") == [] or done.code == 1
    assert run("log", "verify").code == 0


@pytest.mark.parametrize("line", TRIED, ids=ids)
def test_where_nothing_can_be_logged_nothing_is_told(
    run: Run, folder: Path, line: tuple[list[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is locked, and so is the file of one's own: a file stands where its folder would be."""
    words, _ = line
    (folder / "state").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    before = set(folder.rglob("*"))
    with open_elsewhere(folder / "record.db") as other:
        other("BEGIN IMMEDIATE")
        done = run(*words)
        other("ROLLBACK")
    assert told_about(words, left(folder, done, before)) == set()
    previewed = PEOPLE.keys() & set(words) and "--dry-run" in words
    assert not previewed or done.out == ""


def test_every_command_is_tried() -> None:
    names = {name for name, command in commands(cli, "") if not isinstance(command, click.Group)}
    tried = {name for name in names for words, _ in TRIED if " ".join(words).startswith(name)}
    assert names == tried
