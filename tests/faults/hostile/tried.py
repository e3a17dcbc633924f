"""Trying inputs one after another on one record, and seeing that it lost nothing by any of them."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults.hostile.case import Case
from tests.faults.hostile.runner import Answer, Runner
from tests.made_up.records import Rows, rows

_RAW = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no answer may hold: a terminal would obey it, or read the line backwards."""
LIST = "NOMS No,Surname,CRD\nA5561CD,NIGHTLARK,14/02/2027\n"


class Trial(NamedTuple):
    """One input, what became of it, and what is wrong with that."""

    case: Case
    answer: Answer
    wrong: str
    took: float


def try_each(cases: Iterable[Case], runner: Runner, record: Path, folder: Path) -> Iterator[Trial]:
    """Every case in a folder of its own, on the one record."""
    for number, case in enumerate(cases):
        place = folder / str(number)
        place.mkdir()
        before = _kept(record)
        began = time.monotonic()
        answer = _run(case, runner, record, place)
        took = time.monotonic() - began
        yield Trial(case, answer, _wrong(case, answer, before, _kept(record)), took)
        shutil.rmtree(place)


def _run(case: Case, runner: Runner, record: Path, place: Path) -> Answer:
    file = place / case.called
    file.parent.mkdir(exist_ok=True)
    if callable(case.file):
        case.file(file)
    elif case.file is not None:
        file.write_bytes(
            case.file.encode("utf-8", "surrogatepass") if isinstance(case.file, str) else case.file
        )
    (place / "list.csv").write_text(LIST, "utf-8")
    config = place / "config" / "releasecheck" / "config.toml"
    config.parent.mkdir(parents=True)
    lines = []
    if "CATALOGUE" in case.env:
        lines.append(f'catalogue = "{place}"')
    if "TEMPLATES" in case.env:
        lines.append(f'templates = "{place}"')
    if (table := case.env.get("TABLE")) is not None:
        setting, inner, _ = table.partition("/")
        lines.append(f'{setting} = "{place / "words" if inner else file}"')
    config.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    env = {
        **{name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ},
        "HOME": str(place),
        "XDG_CONFIG_HOME": str(place / "config"),
        "XDG_DATA_HOME": str(place),
        "RELEASECHECK_RECORD": str(record),
        "LOGNAME": "tester",
        "COLUMNS": "80",
        "TMPDIR": str(place),
    }
    typed = [word.replace("{file}", str(file)).replace("{folder}", str(place)) for word in case.words]
    if "--as-of" not in typed:
        typed = ["--as-of", "2026-11-23", *typed]
    return runner(typed, env, file if case.stdin else None, place)


def _kept(record: Path) -> Rows:
    """How many entries and people there are, and the last entry: what no refusal may change."""
    return rows(record, "SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM people)")


def _wrong(case: Case, answer: Answer, before: Rows, after: Rows) -> str:
    if answer.code < 0:
        return f"ended by signal {-answer.code}"
    if "Traceback" in answer.said:
        return "an error of the program: " + answer.err.strip().splitlines()[-1][:200]
    if answer.code not in case.codes:
        return f"exit {answer.code}"
    if case.says not in answer.said:
        return f"it does not say {case.says!r}"
    if _RAW.search(answer.said):
        return "a letter that a terminal obeys"
    if answer.code in (1, 2) and not answer.err.strip():
        return "it says nothing"
    if answer.code in (1, 2) and before != after:
        return "it refused, and recorded something"
    return ""
