"""The generated parts of the pages: python -m tests.docs writes them, `test_docs` compares them.

Whatever a page shows of the program is run for real, on made-up people, as of a fixed day.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol
from unittest.mock import patch

import click
from click.testing import CliRunner

from releasecheck.app.opening.config import RETENTION, SETTINGS
from releasecheck.cli import cli
from releasecheck.commands.data.help import TOPICS
from releasecheck.commands.data.help_manual import manual
from releasecheck.core.domain import ROLES, ROLES_WITHOUT_NEED
from releasecheck.core.shipped import shipped_templates
from releasecheck.exchange.writing.export_columns import EXPORTS
from releasecheck.formats.template_files import template_files
from releasecheck.people.facts import FACTS
from releasecheck.reports.person.countdown import STATE_ORDER, STATE_WORDS
from releasecheck.store.sqlite.schema import VIEWS
from tests import docs_json
from tests.places import TOP

README = TOP / "README.md"
MAN = TOP / "releasecheck" / "data" / "releasecheck.1"
#: Every page that `help` prints.
PAGES = tuple(TOP / topic.place for topic in TOPICS)
AS_OF = "2026-11-23"

#: The tour: the words before each block, and what is typed in it.
TOUR = (
    (
        "A list, a record, and the list brought in. Two cells cannot be read, on purpose: they are named.",
        'export PATH="$PWD/.venv/bin:$PATH"\n'
        "releasecheck demo --files tour && cd tour\n"
        f'export RELEASECHECK_RECORD=leeds.db RELEASECHECK_AS_OF={AS_OF} RELEASECHECK_BY="P. Marsh"\n'
        "releasecheck record init\n"
        "releasecheck import people leeds.csv",
    ),
    (
        "Who leaves when; and one of them: what is wrong, what is unknown, what is next.",
        "releasecheck list\nreleasecheck show rivers | head -25",
    ),
    ("Why is that there, and why then?", "releasecheck why rivers debts"),
    (
        "Record what happened, in one line; find somebody; make a page to keep.",
        "releasecheck mark rivers dtr submitted authority=Leeds consent_to_refer=yes\n"
        "releasecheck find sam\n"
        "releasecheck show rivers --format html -o rivers.html",
    ),
)


def pasted(script: str, folder: Path) -> str:
    """What a shell prints, errors among it, when this is pasted into it in this folder.

    A clean shell: of everything that was set, only what says where this program's Python is.
    """
    environment = {
        **{name: str(folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")},
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(TOP),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["/bin/sh"],
        input=script,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def tour() -> str:
    """Every step of the tour with what it printed."""
    mark = "--- end of a step ---"
    script = "".join(f"{typed}\necho '{mark}'\n" for _, typed in TOUR)
    with tempfile.TemporaryDirectory() as folder:
        printed = pasted(script, Path(folder)).split(f"{mark}\n")
    steps = [
        f"{words}\n\n```bash\n{typed}\n```\n\n```text\n{shown.rstrip()}\n```"
        for (words, typed), shown in zip(TOUR, printed, strict=False)
    ]
    return "\n\n".join(steps)


def commands(
    command: click.Command = cli, name: str = "releasecheck", parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Every command below this one with its help, groups before what is in them."""
    settings = {**command.context_settings, "terminal_width": 80}
    with click.Context(command, info_name=name, parent=parent, **settings) as here:
        yield here.command_path, command.get_help(here)
        if isinstance(command, click.Group):
            for inner_name in command.list_commands(here):
                inner = command.get_command(here, inner_name)
                assert inner is not None, f"{here.command_path} {inner_name} is listed and not there"
                yield from commands(inner, inner_name, here)


def reference() -> str:
    """The help of every command, as it is printed."""
    return "\n\n".join(f"## `{path}`\n\n```text\n{text}\n```" for path, text in commands())


def man() -> str:
    """The same, as `help --man` prints it: what ships for `man`."""
    return manual(click.Context(cli, info_name="releasecheck", **cli.context_settings))


def exports() -> str:
    """The columns of every export; the facts and the states, which each have one, are named in one row."""
    return "\n\n".join(f"### `export {what}`\n\n{_columns(columns)}" for what, columns in EXPORTS.items())


class Described(Protocol):
    """A column, as far as a page tells of it."""

    @property
    def name(self) -> str:
        """Its heading."""

    @property
    def about(self) -> str:
        """What stands in it."""


def _columns(columns: Sequence[Described]) -> str:
    lines = {column.name: column.about for column in columns}
    rows: dict[str, list[str]] = {}
    for name, about in lines.items():
        if name in FACTS and name != "prison_number" and "last_name" in lines:
            about = "each fact, by its name"
        elif name in STATE_ORDER:
            about = "how many tasks are in each state"
        rows.setdefault(about, []).append(f"`{name}`")
    return _table(
        ("column", "what stands in it"), ((", ".join(names), about) for about, names in rows.items())
    )


def _table(headings: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return (
        "\n".join(f"| {' | '.join(line)} |" for line in lines)
        .replace("| --- ", "|---")
        .replace("--- |", "---|")
    )


def _demo(*lines: str, files: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """What commands print of the demonstration's people, typed in a folder with these files."""
    with tempfile.TemporaryDirectory() as folder:
        here = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder)
        here |= {"RELEASECHECK_RECORD": "demo.db", "RELEASECHECK_AS_OF": AS_OF, "COLUMNS": "80"}
        others = {n: v for n, v in os.environ.items() if not n.startswith("RELEASECHECK_")}
        with chdir(folder), patch.dict(os.environ, others | here, clear=True):
            for name, text in files.items():
                Path(name).write_text(text, "utf-8")
            told = [
                CliRunner().invoke(cli, shlex.split(line), prog_name="releasecheck")
                for line in ("demo --keep demo.db", *lines)
            ]
    assert all(done.exit_code == 0 for done in told), [done.output for done in told if done.exit_code]
    return [done.stdout for done in told[1:]]


def checklists() -> list[dict[str, Any]]:
    """Every line of `export plans`, of the demonstration's people."""
    (lines,) = _demo("export plans --format jsonl")
    return [json.loads(line) for line in lines.splitlines()]


def missing() -> dict[str, Any]:
    """`missing` as JSON, of the demonstration's people."""
    (text,) = _demo("missing --format json")
    found: dict[str, Any] = json.loads(text)
    return found


def retained() -> dict[str, Any]:
    """`record retention` as JSON, once every period is set, somebody is held and somebody was erased."""
    set_up = [f"config set retention.{name} 6y" for name in RETENTION]
    gone, held, restricted = "A7975CW", "A5930BP", "A0377CT"
    *_, text = _demo(
        *set_up,
        f"record hold {held} --reason inquest",
        f"record restrict {restricted} --reason disputed",
        f"record erase {gone} --rule request --confirm {gone}",
        "record retention --within 3650d --format json",
    )
    found: dict[str, Any] = json.loads(text)
    return found


def access() -> list[dict[str, Any]]:
    """`record access-report` as JSON, of two of the demonstration's people."""
    numbers = ("A1234BC", "A5561CD")
    with tempfile.TemporaryDirectory() as folder:
        asked = (f"record access-report {one} --to {one} --format json -o {folder}/sar" for one in numbers)
        _demo("note A1234BC gate", f"export people --to Leeds -o {folder}/people.csv", *asked)
        found = [Path(folder, "sar", f"access-report-{one}.json").read_text("utf-8") for one in numbers]
    return list(map(json.loads, found))


def answers() -> list[dict[str, Any]]:
    """What two commands answer that change something, as JSON."""
    told = _demo("set A1234BC tier=A1 --reason told --format json", "undo --format json")
    return list(map(json.loads, told))


def proofs() -> list[dict[str, Any]]:
    """What a command answers that proves something, as JSON."""
    return list(map(json.loads, _demo("record verify --format json")))


#: What has to be there for `READ` to show something.
_OFFICE = (
    'staff add "M. Kettle" --role POM',
    "record signing-key new signing.key",
    "config set signing.key_file signing.key",
    "config set directory directory.csv",
)
_DIRECTORY = """kind,name,area,address,telephone,email,also
council,Leeds City Council,Yorkshire and the Humber,1 Hall Street,0113 496 0000,homes@leeds.example,Leeds
pdu,York,,,,york@probation.example,
"""


def read() -> str:
    """The keys of what is read on a screen and is no document, by what is typed."""
    set_up = (*_OFFICE, *(f"{typed} --format json" for typed in docs_json.READ))
    told = _demo(*set_up, files={"directory.csv": _DIRECTORY})[len(_OFFICE) :]
    rows = []
    for (typed, about), text in zip(docs_json.READ.items(), told, strict=True):
        found = {_told(key, about) for key in key_types([json.loads(text)])}
        assert found == {"as_of", *about}, f"{typed}: {found ^ {'as_of', *about}}"
        shown = f"`{typed}`"
        for key, words in about.items():
            rows.append((shown, f"`{key}`", words))
            shown = ""
    return _table(("typed", "key", "what stands in it"), iter(rows))


def _told(key: str, about: Mapping[str, str]) -> str:
    """The key that a page tells of: where it says of a list at once what is in it, that of the list."""
    of, dot, _ = key.rpartition("[].")
    apart = any(each.startswith(f"{of}[].") for each in about)
    return key if apart or not dot else of


#: Objects whose keys are data: names of facts, fields of evidence, states and roles.
OPEN = (
    "person.facts",
    "tasks[].evidence",
    "counts",
    "by_owner",
    "by_state",
    "not_counted",
    "others_by_state",
)


#: What may stand where it is null for everybody in the demonstration.
NOT_MET = {"handover.not_known": "text or null", "entry": "number or null"}


def key_types(values: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Every key of these objects, by its path, with the types that stand there."""
    found: dict[str, set[str]] = {}

    def walk(value: Any, path: str) -> None:
        if path:
            found.setdefault(path, set()).add(_type(value))
        if isinstance(value, dict) and path not in OPEN:
            for key, inner in value.items():
                walk(inner, f"{path}.{key}".lstrip("."))
        elif isinstance(value, list):
            for inner in value:
                if isinstance(inner, dict):
                    walk(inner, f"{path}[]")

    for value in values:
        walk(value, "")
    return {
        path: " or ".join(sorted(types, key=lambda name: (name == "null", name)))
        for path, types in found.items()
        if not path.endswith("[]")
    }


def _type(value: Any) -> str:
    if isinstance(value, str):
        return "day" if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else "text"
    if isinstance(value, bool):
        return "true or false"
    return {int: "number", dict: "object", list: "list", type(None): "null"}[type(value)]


def _keys(values: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> str:
    types = key_types(values)
    assert set(types) == set(about), f"in tests/docs_json.py and not in both: {set(types) ^ set(about)}"
    return _table(
        ("key", "type", "what stands in it"),
        ((f"`{key}`", NOT_MET.get(key, types[key]), words) for key, words in about.items()),
    )


def example() -> str:
    """Sam Rivers's checklist with some facts and one of its tasks."""
    (shown,) = [each for each in checklists() if each["person"]["prison_number"] == "A1234BC"]
    facts = shown["person"]["facts"]
    shown["person"]["facts"] = {
        name: facts[name] for name in ("date_of_birth", "prison", "in_home_area", "tier")
    }
    shown["tasks"] = [task for task in shown["tasks"] if task["item"] == "dtr"]
    return f"```json\n{json.dumps(shown, indent=2, ensure_ascii=False)}\n```"


def states() -> str:
    """Every state with its word, its meaning and whether it counts as missing."""
    rows = ((f"`{name}`", STATE_WORDS[name], *docs_json.STATES[name]) for name in STATE_ORDER)
    return _table(("state", "as people read it", "means", "counts as missing"), rows)


def views() -> str:
    """The views of the record, column by column."""
    parts = []
    for name, (about, columns) in VIEWS.items():
        rows: dict[str, list[str]] = {}
        for column, words in columns.items():
            words = "how many of their tasks are in each state" if column in STATE_ORDER else words
            rows.setdefault(words, []).append(f"`{column}`")
        cells = ((", ".join(names), words) for words, names in rows.items())
        parts.append(f"### `{name}`: {about}\n\n{_table(('column', 'what stands in it'), cells)}")
    return "\n\n".join(parts)


def settings() -> str:
    """What the config file may say."""
    rows = ((f"`{each.name}`", each.about, each.default or "-") for each in SETTINGS)
    return _table(("setting", "what it is", "unless you say otherwise"), rows)


def roles() -> str:
    """Who can own a task."""
    without = ROLES_WITHOUT_NEED
    rows = (
        (f"`{role}`", title, f"no: {without[role]}" if role in without else "yes")
        for role, title in ROLES.items()
    )
    return _table(("role", "who that is", "is shown what is sensitive"), rows)


def templates() -> str:
    """Every built-in template and what it is for."""
    found = template_files(shipped_templates(), TOP / "no such folder")
    return _table(("template", "what it is for"), ((f"`{file.name}`", file.about) for file in found))


def topics() -> str:
    """What `help` lists."""
    return _table(
        ("topic", "what it tells", "page"),
        (
            (f"`{each.name}`", each.about, f"[{each.place}]({os.path.relpath(each.place, 'releasecheck')})")
            for each in TOPICS
        ),
    )


PARTS: dict[str, Callable[[], str]] = {
    "tour": tour,
    "reference": reference,
    "exports": exports,
    "json": example,
    "json-keys": lambda: _keys(checklists(), docs_json.CHECKLIST),
    "missing-keys": lambda: _keys([missing()], docs_json.MISSING),
    "retention-keys": lambda: _keys([retained()], docs_json.RETENTION),
    "access-keys": lambda: _keys(access(), docs_json.ACCESS),
    "answer-keys": lambda: _keys(answers(), docs_json.ANSWER),
    "proof-keys": lambda: _keys(proofs(), docs_json.PROOF),
    "read-keys": read,
    "states": states,
    "views": views,
    "settings": settings,
    "roles": roles,
    "templates": templates,
    "topics": topics,
}
_PART = re.compile(r"<!-- (?P<name>[\w-]+): generated -->.*?<!-- (?P=name): end -->", re.DOTALL)


def parts_of(text: str) -> list[str]:
    """The names of the generated parts of a page."""
    return [found["name"] for found in _PART.finditer(text)]


def with_parts(text: str) -> str:
    """A page's text with its generated parts made anew."""

    def made(found: re.Match[str]) -> str:
        name = found["name"]
        return f"<!-- {name}: generated -->\n\n{PARTS[name]()}\n\n<!-- {name}: end -->"

    return _PART.sub(made, text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_parts(page.read_text("utf-8")), "utf-8")
    MAN.write_text(man(), "utf-8")
