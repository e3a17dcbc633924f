"""What we agreed on: how every file in tests/expected is made.

`python -m tests.expected` makes them all again and says which changed; read the difference before you
commit it. The tests compare what this table makes, so nothing else can be written than is compared.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import get_args
from unittest.mock import patch

import pytest

from releasecheck.formats.json_text import json_text
from releasecheck.formats.rendering import Format, render
from releasecheck.formats.table_lines import tables_lines
from releasecheck.formats.terminal import Screen
from releasecheck.night.folder import NightFolder
from releasecheck.reports import forms
from releasecheck.reports.caseload.day_lines import day_lines
from releasecheck.reports.caseload.missing_lines import missing_lines
from releasecheck.reports.caseload.missing_people import missing_people_lines
from releasecheck.reports.caseload.needs import Mine
from releasecheck.reports.caseload.people_lines import caseload_lines
from releasecheck.reports.person.countdown_lines import countdown_lines
from tests.made_up import leavers, people_lists, reports
from tests.made_up.leavers import EVE
from tests.made_up.nights import made_up_night, tree
from tests.made_up.program import AS_OF, run, settle
from tests.places import EXPECTED

Maker = Callable[[], str]
WIDTHS = (80, 120)
COM = "J. Okafor, COM"

REPORTS: dict[str, object] = {
    "show": reports.sam(),
    "missing": reports.what_is_missing(),
    "list": reports.caseload(),
    "forecast": reports.releases_ahead(),
    "caseload": reports.loads_of_a_prison(),
    "outcomes": reports.what_became_of_them(),
}
SCREENS: dict[str, Callable[[Screen], list[str]]] = {
    "show": lambda screen: countdown_lines(reports.sam(), screen),
    "missing": lambda screen: missing_lines(reports.what_is_missing(), screen),
    "list": lambda screen: caseload_lines(reports.caseload(), screen),
    "today": lambda screen: day_lines(people_lists.today(), screen),
    "today_mine": lambda screen: day_lines(people_lists.today(Mine("POM")), screen),
    "today_first_day": lambda screen: day_lines(people_lists.today(first_day=True), screen),
    "missing_people": lambda screen: missing_people_lines(people_lists.missing_people(), screen),
    "forecast": lambda screen: tables_lines(reports.releases_ahead(), screen),
    "caseload": lambda screen: tables_lines(reports.loads_of_a_prison(), screen),
    "outcomes": lambda screen: tables_lines(reports.what_became_of_them(), screen),
}


def _document(name: str, kind: Format) -> str:
    return render(forms.of(REPORTS[name]), kind)


def _csv(name: str) -> str:
    return "".join(forms.of(REPORTS[name]).csv())


def _json(name: str) -> str:
    return json_text(forms.of(REPORTS[name]).data())


def _screen(name: str, width: int) -> str:
    return "\n".join(SCREENS[name](Screen(width))) + "\n"


def _printed(*words: str, as_of: str = AS_OF, quiet: bool = False) -> str:
    """What a command prints; a quiet one has nothing to say beside it."""
    done = run(*words, as_of=as_of)
    assert done.code == 0, done.err
    assert not (quiet and done.err), done.err
    return done.out


def _body(text: str) -> str:
    """The page; of a web page what is read, without head and foot, which all of them share."""
    if "<main>" not in text:
        return text
    return text.partition("<main>\n")[2].partition('class="footnotes"')[0].rpartition("\n")[0] + "\n"


def _gate(form: str) -> str:
    return _body(
        _printed(
            "gate", leavers.ready_for_the_gate(leavers.leaving()), "--format", form, as_of=EVE, quiet=True
        )
    )


def _sheet(form: str) -> str:
    return _body(_printed("sheet", leavers.ready_to_leave(), "--format", form))


def _handover(*words: str) -> str:
    with patch.dict(os.environ, {"RELEASECHECK_BY": "P. Marsh"}):
        made = _printed("handover", leavers.half_way(), "--to", COM, *words)
    return made[made.index("<main>") :] if "<main>" in made else made


def _prefill(item: str, form: str) -> str:
    return _printed("--by", "P. Marsh", "prefill", leavers.referred(), item, "--format", form)


#: How each file is made. Reports are of made-up people; papers need a record, and are made on an empty one.
FROM_REPORTS: dict[str, Maker] = {
    **{f"{name}.{kind}": partial(_document, name, kind) for name in REPORTS for kind in get_args(Format)},
    **{f"{name}.csv": partial(_csv, name) for name in REPORTS},
    **{f"{name}.json": partial(_json, name) for name in REPORTS},
    **{f"{name}.screen-{width}.txt": partial(_screen, name, width) for name in SCREENS for width in WIDTHS},
}
FROM_A_RECORD: dict[str, Maker] = {
    **{f"gate.{form}": partial(_gate, form) for form in ("txt", "md", "html", "json")},
    "gate.empty.txt": lambda: _printed("gate", leavers.unknown(), "--format", "txt", as_of=EVE),
    **{f"sheet.{form}": partial(_sheet, form) for form in ("txt", "md", "html")},
    "sheet.welsh.txt": lambda: _printed("sheet", leavers.ready_to_leave(), "--welsh", "--format", "txt"),
    "sheet.empty.txt": lambda: _printed("sheet", leavers.unknown(), "--format", "txt"),
    **{f"handover.{form}": partial(_handover, "--format", form) for form in ("md", "html", "txt", "json")},
    "handover.screen-80.txt": _handover,
    "prefill.dtr.txt": lambda: _prefill("dtr", "txt"),
    "prefill.cas3.md": lambda: _prefill("cas3", "md"),
    "prefill.empty.txt": lambda: _printed("prefill", leavers.unknown(), "bank_account", "--format", "txt"),
}
FILES = FROM_REPORTS | FROM_A_RECORD


def night(folder: Path) -> dict[str, str]:
    """The files of a night in this folder, by name: the made-up caseload, as of the day of the reports."""
    with NightFolder(folder, reports.TODAY) as made:
        assert made_up_night(made) == ()
        path = made.publish()
    assert path.name == AS_OF
    return {f"nightly/{name}": text for name, text in tree(path).items()}


def agreed(name: str) -> str:
    """What stands in the file."""
    return (EXPECTED / name).read_text("utf-8")


def made(name: str) -> str:
    """What is made now; a paper, on the record that commands use, which is empty."""
    return FILES[name]()


@contextmanager
def _new_record() -> Iterator[Path]:
    """An empty record, which commands use, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        settle(environment, Path(folder))
        environment.setenv("RELEASECHECK_RECORD", str(Path(folder) / "record.db"))
        assert run("record", "init").code == 0
        yield Path(folder)


def everything() -> dict[str, str]:
    """Every file, made now."""
    found = {name: make() for name, make in FROM_REPORTS.items()}
    for name, make in FROM_A_RECORD.items():
        with _new_record():
            found[name] = make()
    with _new_record() as folder:
        return found | night(folder)


def write(folder: Path = EXPECTED) -> list[str]:
    """Write every file in which something changed and remove what nothing makes; a line for each."""
    found, before = everything(), tree(folder)
    for name in before.keys() - found.keys():
        (folder / name).unlink()
    for name, text in found.items():
        if before.get(name) != text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    return [
        f"{'removed' if name not in found else 'new' if name not in before else 'changed'}: {name}"
        for name in sorted(found.keys() | before.keys())
        if found.get(name) != before.get(name)
    ]


if __name__ == "__main__":
    print("\n".join(write()) or f"nothing changed in {EXPECTED}")
