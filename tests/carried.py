"""What each paper carries of what is recorded, proved on somebody made up, and the table that says so.

`python -m tests.carried` tries every paper that the table names and puts it with those that carry a thing
or those that lose it; read the difference before you commit it. What is written freely, a day, a time and a
number are looked for on the paper as they are; of an answer that is one of few, the words of the paper must
be others than without it, whatever is counted there. The table stands in `tests/data/papers.csv`.
"""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from releasecheck.people.facts import FACTS
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from releasecheck.reports.papers.prefill_forms import forms
from tests.made_up import leavers
from tests.made_up.leavers import DAY, EVE
from tests.made_up.program import make_person, run, settle
from tests.places import DATA

SAM = "A1234BC"
PAPERS = ("sheet", "gate", "day", "handover", "prefill", "show")
"""In the order of the table; `day` is the list of who leaves on a day, `show` the page of the person."""
TABLE = DATA / "papers.csv"
FEW = ("yes_no", "choice", "whole_number")
"""Kinds of which a value is one of few."""


class Row(NamedTuple):
    """A fact or a field of evidence: the papers that carry it, those that lose it, or why none has it."""

    what: str
    """fact, or evidence."""
    name: str
    value: str
    """What is recorded to prove it."""
    mark: str
    """Of evidence: the item and the outcome that it is written down with."""
    carried: tuple[str, ...]
    lost: tuple[str, ...]
    """Papers that should carry it and do not."""
    why: str
    """Of what none carries, or one should and does not: the reason."""


def table() -> tuple[Row, ...]:
    """Every row of the table, as it stands in the file."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                *(row["what"], row["name"], row["value"], row["mark"]),
                *(tuple(row["carried"].split()), tuple(row["lost"].split()), row["why"]),
            )
            for row in csv.DictReader(file)
        )


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships."""
    return read_catalogue(builtin_files())


def usual() -> dict[str, str]:
    """Somebody of whom all is known that has few answers, none of it out of the ordinary."""
    left_out = ("indeterminate", "additional_indeterminate", "last_parole_outcome", "recall_type")
    by_hand = ("custody_status", "mappa_level", "responsibility_override", "hdc_date_stands")
    facts = {
        fact.name: "no" if fact.kind == "yes_no" else next(iter(fact.values))
        for fact in FACTS.values()
        if fact.kind in FEW and fact.name not in (*left_out, *by_hand)
    }
    return {**facts, **leavers.FACTS, "confirmed_release_date": DAY}


class Proof:
    """Records things of one person, always from the same beginning, and reads what the papers say then."""

    def __init__(self, record: Path) -> None:
        """`record`: an empty one, which commands use."""
        self._record, self._start = record, record.with_name("start.db")
        make_person(SAM, "RIVERS, Sam", DAY, **usual())
        shutil.copy2(record, self._start)
        self._without: dict[tuple[str, str, str], str] = {}

    def found(self, row: Row, papers: Iterable[str]) -> tuple[str, ...]:
        """Those of the papers that say what is recorded."""
        wanted = tuple(papers)
        kind = FACTS[row.name].kind if row.what == "fact" else catalogue().fields[row.name].kind
        asked = _forms_with(row.name)
        keys = {paper: (paper, row.mark, asked if paper == "prefill" else "") for paper in wanted}
        if missing := [paper for paper, key in keys.items() if key not in self._without]:
            self._record_it(row._replace(value=""))
            self._without.update({keys[paper]: _words(paper, row.name) for paper in missing})
        self._record_it(row)
        return tuple(
            paper
            for paper, key in keys.items()
            if _found(kind, row.value, _words(paper, row.name), self._without[key])
        )

    def _record_it(self, row: Row) -> None:
        shutil.copy2(self._start, self._record)
        pair = (f"{row.name}={row.value}",) if row.value else ()
        if row.what == "fact":
            done = run("set", SAM, *pair) if pair else None
        else:
            item, outcome = row.mark.split()
            reasons = catalogue().items[item].outcomes[outcome].reasons
            reason = ("--reason", reasons[0]) if reasons else ()
            done = run("mark", SAM, item, outcome, *reason, *pair, "--although", "--gaps", as_of=EVE)
        assert done is None or done.code == 0, f"{row}: {done.err}"


#: What a form reads in the place of a fact.
_MADE_FROM = {"first_name": "name", "last_name": "name", "confirmed_release_date": "release_words"}


def _forms_with(name: str) -> str:
    """The referral forms that ask for it: a fact, or a field written down with whatever task."""
    field = catalogue().fields.get(name)
    wanted = {name, field.fact if field else None, _MADE_FROM.get(name)}
    found = (
        item
        for item, form in forms().items()
        if any(source.rpartition(".")[2] in wanted for one in form.questions for source in one.sources)
    )
    return " ".join(found)


def _words(paper: str, name: str) -> str:
    """What a paper says, without where and when it was made, and without how lines are broken."""
    commands: dict[str, list[tuple[str, ...]]] = {
        "sheet": [("sheet", SAM, "--format", "txt")],
        "gate": [("gate", SAM, "--format", "txt")],
        "day": [("gate", "--on", DAY, "--format", "txt")],
        "handover": [("handover", SAM, "--to", "J. Okafor, COM", "--preview")],
        "prefill": [("prefill", SAM, item, "--only", "answers") for item in _forms_with(name).split()],
        "show": [("show", SAM, "--all", "--format", "txt")],
    }
    said = []
    for words in commands[paper]:
        done = run(*words, as_of=EVE)
        assert done.code == 0, done.err
        said.append(re.sub(r"Made \w+ \d+ \w+ \d+ from .*", "", done.out))
    return " ".join(" ".join(said).split())


_CALENDAR = frozenset("mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec".split())


def _said(text: str) -> list[str]:
    """Its words, without numbers and days: how much there is to do changes with everything."""
    return [word for word in re.findall(r"[a-z]\w*", text.lower()) if word not in _CALENDAR]


def _found(kind: str, value: str, text: str, without: str) -> bool:
    if kind in FEW:
        return text != without if value.isdecimal() else _said(text) != _said(without)
    patterns = {"date": _day_pattern, "time": _time_pattern}
    pattern = patterns[kind](value) if kind in patterns else rf"\b{re.escape(value)}\b"
    return bool(re.search(pattern, text, re.IGNORECASE)) and not re.search(pattern, without, re.IGNORECASE)


def _day_pattern(value: str) -> str:
    day = date.fromisoformat(value)
    return rf"\b{day.day} {day:%b}"


def _time_pattern(value: str) -> str:
    hour, minute = value.split(":")
    return rf"\b0?{int(hour) % 12 or 12}:{minute}\b|\b{value}\b"


def main() -> None:
    """Write the table as it is now, and say what moved."""
    rows = table()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        settle(environment, Path(folder))
        environment.setenv("RELEASECHECK_RECORD", str(Path(folder) / "record.db"))
        assert run("record", "init").code == 0
        proof = Proof(Path(folder) / "record.db")
        tried = [_tried(proof, row) for row in rows]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(Row._fields)
        write.writerows((*row[:4], " ".join(row.carried), " ".join(row.lost), row.why) for row in tried)
    for before, now in zip(rows, tried, strict=True):
        if before != now:
            print(f"{now.name}: carried by {now.carried or 'none'}, lost by {now.lost or 'none'}")


def _tried(proof: Proof, row: Row) -> Row:
    """The row as it is now."""
    named = [paper for paper in PAPERS if paper in (*row.carried, *row.lost)]
    if not named:
        return row
    found = proof.found(row, named)
    return row._replace(carried=found, lost=tuple(paper for paper in named if paper not in found))


if __name__ == "__main__":
    main()
