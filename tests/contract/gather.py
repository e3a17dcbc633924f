"""What this program answers, asked through its front door: the command, its completion, its files."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click

from releasecheck.app.opening.config import RETENTION
from releasecheck.cli import cli, main
from tests.contract.caseload import KERRY, SAM, TUNDE, TYLER, lines, make
from tests.contract.shapes import Contract, shape
from tests.made_up.program import Run
from tests.made_up.records import rows
from tests.places import TOP

FORMS = (
    "dtr crs crs_women cas1 cas2 cas3 da_check child_check id_document bank_account benefits gp_registration"
).split()
EXPORTS = "people facts tasks plans outcomes history".split()
REPORTS = {
    "list": "list --released",
    "missing": "missing",
    "forecast": "forecast",
    "caseload": "caseload",
    "outcomes": "outcomes --by sex --measure settled --who",
}
#: Commands that end in each way; `{new}` is a list with a row that is refused, `{folder}` one to write in.
ENDS = (
    "list",
    "missing --exit-code --person A5948DX",
    "nightly --check --out {folder}",
    "show A0000AA",
    "log verify",
    "show",
    "show holroyd",
    "mark A1234BC dtrr submitted",
    "import people {new}",
    "import people {new} --dry-run",
    "missing --exit-code",
    "gate A2291BB --exit-code",
    "nightly --out {folder} --exit-code",
)


class Asker:
    """Asks one record."""

    def __init__(self, run: Run, record: Path) -> None:
        self._run, self.record = run, record

    def __call__(self, *words: str | Path) -> str:
        """What a command printed; it must not have failed."""
        done = self._run("--record", self.record, *words)
        assert done.code in (0, 4), f"{words}: {done.err}"
        return done.out

    def code(self, *words: str) -> int:
        """How a command ended."""
        return self._run("--record", self.record, *words).code

    def json(self, *words: str | Path) -> Any:
        """A command's JSON."""
        return json.loads(self(*words, "--format", "json"))

    def rows(self, *words: str | Path) -> list[dict[str, str]]:
        """A command's CSV."""
        return list(csv.DictReader(io.StringIO(self(*words, "--format", "csv"), newline="")))

    def heading(self, *words: str | Path) -> list[str]:
        """The heading of a command's CSV."""
        return heading(self(*words, "--format", "csv"))


def heading(text: str) -> list[str]:
    """The first row of a CSV."""
    return next(csv.reader(io.StringIO(text, newline="")))


def _seen(words: Iterable[str | None]) -> list[str]:
    """Each word once."""
    return sorted({word for word in words if word})


def gather(run: Run, folder: Path) -> Contract:
    """The whole contract as this program keeps it, over the made-up caseload."""
    ask = Asker(run, make(run, folder))
    numbers = [person["prison_number"] for person in ask.json("list", "--released")["people"]]
    night = folder / "nights"
    ask("nightly", "--out", night)
    ask("--as-of", "2026-11-24", "nightly", "--out", night)
    shown = [ask.json("show", number) for number in numbers]
    return {
        "json": {
            "show": shape(shown),
            **{name: shape(values) for name, values in _json(ask, folder, numbers, night)},
        },
        "columns": dict(_columns(ask, folder, night)),
        "views": _views(ask.record),
        "words": {
            "states": list(shown[0]["counts"]),
            "positions": _seen(task["position"] for one in shown for task in one["tasks"]),
            "pathways": _seen(task["pathway"] for one in shown for task in one["tasks"]),
            "handover reasons": _seen(one["handover"]["reason"] for one in shown if one["handover"]),
            "responsible": _seen(one["handover"]["responsible"] for one in shown if one["handover"]),
            "release types": _seen(one["release"]["type"] for one in shown if one["release"]),
            "why it is missing": _seen(row["reason"] for row in ask.rows("missing")),
            "a night's files": sorted(path.name for path in (night / "latest").iterdir()),
            "items": _items(ask),
            "environment": sorted(_environment(run, folder)),
        },
        "outcomes": {item: _outcomes(ask, item) for item in _items(ask)},
        "facts": _facts(),
        "commands": {name: _options(command) for name, command in commands(cli, "")},
        "exit codes": dict(_exit_codes(ask, folder)),
    }


def _json(
    ask: Asker, folder: Path, numbers: list[str], night: Path
) -> Iterator[tuple[str, Iterable[object]]]:
    """Every output in JSON, with enough of its answers to see each of its values."""
    for name, words in REPORTS.items():
        yield name, [ask.json(*words.split())]
    yield "outcomes (all)", [ask.json("outcomes")]
    for name in EXPORTS:
        yield f"export {name}", ask.json("export", name)
        yield f"export {name} (jsonl)", lines(ask("export", name, "--format", "jsonl"))
    yield "history", [ask.json("history", number) for number in numbers]
    for form in ("json", "jsonl"):
        text = ask("log", "export", "--to", "the tests", "--format", form)
        yield f"log export ({form})", json.loads(text) if form == "json" else lines(text)
    yield "gate", [ask.json("gate", number) for number in numbers]
    days = ("2026-11-23", "2026-12-01", "2026-12-20")
    yield "gate (a day)", [ask.json("gate", "--on", day) for day in days]
    people = (SAM, TYLER, TUNDE, KERRY, "A5520FC", "A3301FE")
    yield "prefill", [ask.json("prefill", number, form) for number in people for form in FORMS]
    since = ("--to", "J. Okafor", "--since", "2026-11-01")
    handovers = [ask.json("handover", number, *since) for number in numbers]
    yield "handover", handovers + [ask.json("handover", number, "--to", "the office") for number in people]
    yield from _read_on_a_screen(ask, folder, numbers)
    for name in ("summary", "missing"):
        yield f"nightly, {name}.json", map(_read, night.glob(f"2*/{name}.json"))
    yield "record retention", [_retention(ask)]
    ask("record", "access-report", SAM, "--to", SAM, "-o", folder / "sar", "--format", "json")
    yield "record access-report", [_read(folder / "sar" / f"access-report-{SAM}.json")]
    yield "record access-report, the review sheet", [_read(folder / "sar" / f"review-sheet-{SAM}.json")]
    yield "a bundle", [_read(folder / name) for name in ("bundle.json", "back.json")]


#: What is no document and is read on a screen, and what proves something.
READ = (
    *("today --all", "today --tasks", "catalogue list", "catalogue facts", "calendar list"),
    *("config show", "config path"),
    *("log show", "record path", "record schema", "record policy show", "staff", "template list"),
    *("directory list", "record verify", "log verify", "catalogue check", "directory check"),
)


def _read_on_a_screen(ask: Asker, folder: Path, numbers: list[str]) -> Iterator[tuple[str, Iterable[object]]]:
    """The same, and what commands answer that change something."""
    (folder / "directory.csv").write_text(
        "kind,name,area,address,telephone,email,also\n"
        "council,Leeds,Yorkshire,1 Hall Street,0113 496 0000,homes@leeds.example,LCC\n"
        "pdu,York,,,,york@probation.example,\n",
        "utf-8",
    )
    ask("config", "set", "directory", folder / "directory.csv")
    ask("staff", "add", "M. Kettle", "--role", "POM")
    ask("staff", "left", "M. Kettle")
    for words in READ:
        yield words, [ask.json(*words.split())]
    yield "find", [ask.json("find", "a")]
    yield "why", [ask.json("why", number) for number in numbers]
    yield "why (an item)", [ask.json("why", number, "dtr") for number in numbers]
    yield "asked", [ask.json("asked", number) for number in numbers]
    yield "catalogue show", [ask.json("catalogue", "show", item) for item in _items(ask)]
    yield "template show", [ask.json("template", "show", name) for name in ("sheet.en.toml", "form.docx")]
    changed = [("set", SAM, "cell=A-1-009", "--reason", "told"), ("note", SAM, "gate"), ("undo",)]
    yield "an answer", [ask.json(*words) for words in [*changed, ("config", "set", "office", "Leeds")]]


def _retention(ask: Asker) -> object:
    """Of an office that has set every period, with somebody held and somebody restricted."""
    for name in RETENTION:
        ask("config", "set", f"retention.{name}", "6 years")
    ask("record", "hold", KERRY, "--reason", "inquest")
    found = ask.json("record", "retention", "--within", "3650d")
    ask("record", "hold", KERRY, "--lift", "--reason", "closed")
    return found


def _read(path: Path) -> object:
    return json.loads(path.read_text("utf-8"))


def _columns(ask: Asker, folder: Path, night: Path) -> Iterator[tuple[str, list[str]]]:
    """The headings of every spreadsheet."""
    yield "show", ask.heading("show", SAM)
    for name, words in REPORTS.items():
        yield name, ask.heading(*words.split())
    yield "asked", ask.heading("asked", SAM)
    yield "log export", ask.heading("log", "export", "--to", "the tests")
    yield "nightly, missing.csv", heading((night / "latest" / "missing.csv").read_text("utf-8"))
    yield "rows refused", heading((folder / "rejects.csv").read_text("utf-8"))
    for name in EXPORTS:
        yield f"export {name}", ask.heading("export", name)
        workbook = folder / f"{name}.xlsx"
        ask("export", name, "-o", workbook, "--to", "the tests")
        yield f"export {name} (xlsx)", _workbook_heading(workbook)


def _workbook_heading(path: Path) -> list[str]:
    from openpyxl import load_workbook

    return [str(cell.value) for cell in next(load_workbook(path).worksheets[0].iter_rows())]


def _views(record: Path) -> dict[str, list[str]]:
    """The columns of each view, for programs that read the record themselves."""
    names = rows(record, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
    columns = "SELECT name FROM pragma_table_info(?)"
    return {name: [column for (column,) in rows(record, columns, name)] for (name,) in names}


def _items(ask: Asker) -> list[str]:
    """Every item of the catalogue by its id, those switched off as well."""
    with patch.dict(os.environ, COLUMNS="200"):
        return re.findall(r"^  ([a-z]\w*)  +\S", ask("catalogue", "list", "--all"), re.MULTILINE)


def _outcomes(ask: Asker, item: str) -> list[str]:
    """What can be recorded of an item."""
    with patch.dict(os.environ, COLUMNS="200"):
        _, _, after = ask("catalogue", "show", item).partition("\nOutcomes: ")
    return re.findall(r"^  (\w+) \(", after.partition("\n\n")[0], re.MULTILINE)


def _facts() -> dict[str, list[str]]:
    """Every fact by its name, with the words it may be where they are few: as a shell completes them."""
    names = [offer.removesuffix("=") for offer in completions("set", SAM, "")]
    offers = {name: completions("set", SAM, f"{name}=") for name in names}
    return {
        name: [word for _, _, word in (offer.partition("=") for offer in found) if word]
        for name, found in offers.items()
    }


def completions(*words: str) -> list[str]:
    """What a shell is offered in place of the last of these words."""
    environment = {
        "_RELEASECHECK_COMPLETE": "fish_complete",
        "COMP_WORDS": " ".join(["releasecheck", *words]),
        "COMP_CWORD": words[-1],
    }
    shown = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with (
        patch.dict(os.environ, environment),
        contextlib.redirect_stdout(shown),
        contextlib.suppress(SystemExit),
    ):
        main([])
    shown.seek(0)
    return [line.rstrip("\n").partition(",")[2].partition("\t")[0] for line in shown]


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command and its commands, by what is typed."""
    yield name or "(before the command)", command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from commands(found, f"{name} {inner}".strip())


def _options(command: click.Command) -> dict[str, list[str]]:
    """Each option with what it takes: nothing, anything, or one of these words."""
    found: dict[str, list[str]] = {}
    for option in command.params:
        if isinstance(option, click.Option):
            for name in option.opts:
                # A list of words is click's own, or the program's, which keeps it in `words`.
                words = getattr(option.type, "choices", None) or getattr(option.type, "words", None)
                found[name] = ["(a flag)"] if option.is_flag else [*map(str, words or ["(a value)"])]
    return found


def _environment(run: Run, folder: Path) -> Iterator[str]:
    """The variables that are listened to: each is tried where that shows, else looked for in the code."""
    config = folder / "config" / "releasecheck" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('marking = "TOLD APART"\n', encoding="utf-8")
    named = folder / "named.db"
    run("--record", named, "record", "init")
    tried = {
        "RELEASECHECK_RECORD": (str(named), "record path", str(named)),
        "RELEASECHECK_AS_OF": ("2030-01-01", "list --format json", "2030-01-01"),
        "RELEASECHECK_BY": ("O. Ther", "config show", "O. Ther"),
        "RELEASECHECK_REASON": ("by letter", "log export --to tests --format json", "by letter"),
        "RELEASECHECK_CONFIG": (str(config), "config show", "TOLD APART"),
        "RELEASECHECK_BUSY_SECONDS": ("soon", "list", "RELEASECHECK_BUSY_SECONDS"),
        "XDG_DATA_HOME": (str(folder), "record path", str(folder)),
        "XDG_CONFIG_HOME": (str(folder / "config"), "config show", "TOLD APART"),
    }
    for name, (value, command, seen) in tried.items():
        where = (
            {} if name in ("RELEASECHECK_RECORD", "XDG_DATA_HOME") else {"RELEASECHECK_RECORD": str(named)}
        )
        with patch.dict(os.environ, {**where, name: value}):
            if name == "RELEASECHECK_REASON":
                run("add", "A9999ZZ", "--name", "ROE, Chris", as_of="2026-11-23")
            done = run(*command.split(), as_of=None)
        if seen in done.out + done.err:
            yield name
    code = "".join(path.read_text("utf-8") for path in (TOP / "releasecheck").rglob("*.py"))
    untried = set(re.findall(r"\b(?:RELEASECHECK_[A-Z_]+[A-Z]|NO_COLOR)\b", code)) - set(tried)
    yield from sorted(untried)


def _exit_codes(ask: Asker, folder: Path) -> Iterator[tuple[str, int]]:
    """How each of these commands ends."""
    places = {"new": str(folder / "list.csv"), "folder": str(folder / "ends")}
    for words in ENDS:
        yield words, ask.code(*(word.format_map(places) for word in words.split()))
