"""No file about people but readable by its owner alone: every command that writes one, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from releasecheck.app.opening.config import RETENTION
from releasecheck.cli import cli
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import RecordPlace
from tests.made_up.program import Run

PERSON = "A1234BC"
REPORTS = ("csv", "json", "md", "html", "txt")
PAPERS = ("md", "html", "txt", "docx", "pdf", "json")
DATA = ("csv", "json", "jsonl", "xlsx")


def each(words: str, forms: tuple[str, ...]) -> list[str]:
    """The command once for each form, into a file of that ending."""
    return [f"{words} OUT/{'-'.join(words.split()[:2])}.{form}" for form in forms]


WRITES = {
    "today -o": each("today -o", REPORTS),
    "list -o": each("list -o", REPORTS),
    "show -o": each(f"show {PERSON} -o", REPORTS),
    "asked -o": each(f"asked {PERSON} -o", ("md", "txt")),
    "missing -o": each("missing -o", REPORTS),
    "forecast -o": each("forecast -o", REPORTS),
    "caseload -o": each("caseload -o", REPORTS),
    "outcomes -o": each("outcomes -o", REPORTS),
    "nightly --out": ["nightly --out OUT/nights", "nightly --out OUT/nights"],
    "nightly --backups": ["nightly --out OUT/more --backups OUT/backups"],
    "handover -o": each(f"handover {PERSON} --to COM -o", PAPERS),
    "handover --bundle": [f"--by P.Marsh handover {PERSON} --to Leeds --bundle OUT/person.json"],
    "handover --out": ["handover --all --to COM --format html --out OUT/all/handovers"],
    "sheet -o": each(f"sheet {PERSON} -o", ("md", "html", "txt", "docx", "pdf")),
    "gate -o": each(f"gate {PERSON} -o", PAPERS),
    "gate --out": ["gate --on 2027-02-05 --format html --out OUT/all/gates"],
    "prefill -o": each(f"prefill {PERSON} cas3 --to CAS3 -o", ("md", "html", "txt", "docx", "pdf", "json")),
    "import contacts --rejects": ["import contacts IN/contacts.csv --rejects OUT/contacts.csv"],
    "import people --rejects": ["import people IN/people.csv --rejects OUT/people.csv"],
    "import tasks --rejects": ["import tasks IN/tasks.csv --rejects OUT/tasks.csv"],
    "import report -o": each("import report -o", REPORTS),
    "export before -o": ["export before --to Leeds -o OUT/before.xlsx"],
    "export facts -o": each("export facts --to Leeds -o", DATA),
    "export history -o": each("export history --to Leeds -o", DATA),
    "export ics -o": ["export ics --to Leeds -o OUT/calendar.ics"],
    "export outcomes -o": each("export outcomes --to Leeds -o", DATA),
    "export people -o": each("export people --to Leeds -o", DATA),
    "export plans -o": each("export plans --to Leeds -o", ("json", "jsonl")),
    "export tasks -o": each("export tasks --to Leeds -o", DATA),
    "export unknown -o": each("export unknown --to Leeds -o", ("csv", "xlsx")),
    "export work -o": each("export work --to Leeds -o", ("csv", "xlsx")),
    "record backup DESTINATION": ["record backup OUT/copy.db"],
    "record copy DESTINATION": ["record copy OUT/copy.db OUT/copied.db"],
    "record repair DESTINATION": ["record repair OUT/repaired.db"],
    "record restore FILE": ["--record OUT/restored/record.db record restore --yes OUT/copy.db"],
    "record about -o": ["record about --sbom -o OUT/libraries.json"],
    "record access-report -o": [f"record access-report {PERSON} --to Sam -o OUT/access"],
    "record retention -o": ["record retention --format csv -o OUT/due.csv"],
    "record signing-key new FILE": ["record signing-key new OUT/signing.key"],
    "record encrypt --new-key": ["--record OUT/copy.db record encrypt --new-key OUT/record.key"],
    "log export -o": each("log export --to ICO -o", ("csv", "json", "jsonl")),
    "demo --keep": ["demo --keep OUT/demo/made-up.db"],
    "demo --files": ["demo --files OUT/lists/made-up"],
}
"""What writes a file, by command and option, and how it is typed: in each form in which it can be written."""

READS = {
    "import bundle FILE",
    "import contacts FILE",
    "import contacts --map",
    "import people FILE",
    "import people --map",
    "import tasks FILE",
    "import tasks --map",
    "calendar import FILE",
    "log verify --against",
    "record verify --against",
    "record copy SOURCE",
    "record erase --backups",
    "record erase --nights",
    "record rekey --to-key",
}
LIKE_ANOTHER = {"record rekey --new-key": "record encrypt --new-key"}
"""What writes as another does, by the same hands."""


def paths(group: click.Group, *before: str) -> Iterator[str]:
    """Every place on the command line where a file or a folder may be named."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from paths(command, *before, name)
        assert command is not None
        for option in command.params:
            if isinstance(option.type, FilePath | RecordPlace):
                named = option.opts[0].upper() if isinstance(option, click.Argument) else option.opts[0]
                yield " ".join((*before, name, named))


def test_every_place_where_a_file_is_named_is_known() -> None:
    """A new one is put into one of these lists, and what it writes is looked at."""
    assert sorted(paths(cli)) == sorted({*WRITES, *READS, *LIKE_ANOTHER})


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
def test_whatever_is_written_is_its_owners_alone(run: Run, demo: Path, tmp_path: Path) -> None:
    """Files 0600, folders 0700, also those that came with the settings, and nothing left hidden."""
    out, given = tmp_path / "out", tmp_path / "in"
    out.mkdir(mode=0o755)
    given.mkdir()
    (given / "people.csv").write_text(
        "prison_number,last_name,crd\nQ,No,2027-01-01\nA9990ZZ,Made,2027-01-08\n"
    )
    (given / "tasks.csv").write_text("NOMS No,Task,Status\nQ,crs,done\n")
    (given / "contacts.csv").write_text("NOMS No,Date,Who,How\nQ,2026-11-02,POM,face\n")
    run("config", "set", "office", "Leeds")
    for kept in RETENTION:
        run("config", "set", f"retention.{kept}", "6 years")
    run("template", "copy", "form.docx")
    for wanted, lines in WRITES.items():
        for line in lines:
            before = set(out.rglob("*"))
            words = line.replace("OUT", str(out)).replace("IN/", f"{given}/").split()
            done = run(*words)
            assert done.code in (0, 3), (line, done)
            assert set(out.rglob("*")) > before, (wanted, line)
    places = [path for path in tmp_path.rglob("*") if given not in (path, *path.parents) and path != out]
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in places if not path.is_symlink()}
    wrong = [
        f"{mode:o} {path}" for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)
    ]
    assert wrong == []
    assert len(modes) > 200
    assert [path.name for path in places if path.name.startswith((".releasecheck-", ".night-"))] == []
