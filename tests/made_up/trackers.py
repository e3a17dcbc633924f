"""What reading a tracker needs in tests: the catalogue and the words that ship with the program."""

from __future__ import annotations

from datetime import date
from functools import cache

from releasecheck.core.domain import day_known
from releasecheck.core.shipped import DATA
from releasecheck.exchange.reading.trackers.cell_words import CellSays, read_cell, without_reason
from releasecheck.exchange.reading.trackers.task_words import (
    CELLS,
    HEADINGS,
    TrackerWords,
    WordsFile,
    read_task_words,
)
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files

LIST_DAY = date(2026, 11, 27)


@cache
def shipped_catalogue() -> Catalogue:
    return read_catalogue(builtin_files())


@cache
def shipped_task_words() -> TrackerWords:
    return task_words_with()


def task_words_with(cells: str = "", headings: str = "") -> TrackerWords:
    """The words that ship, and an office's own after them."""
    return read_task_words(
        _files(CELLS, "item,written,means\n" + cells),
        _files(HEADINGS, "item,written\n" + headings),
        shipped_catalogue(),
    )


def _files(name: str, own: str) -> list[WordsFile]:
    return [WordsFile(name, (DATA / "words" / name).read_text("utf-8")), WordsFile(f"own {name}", own)]


def cell(item: str, text: str, headed: str | None = None, list_day: date = LIST_DAY) -> CellSays:
    """What a cell of a tracker says."""
    found = shipped_catalogue().items[item]
    spec = found.outcomes[headed] if headed else None
    said = read_cell(found, spec, text, shipped_task_words(), list_day)
    return without_reason(found, said, shipped_task_words(), list_day)


def in_short(said: CellSays) -> str:
    """submitted 2026-11-12; submitted, no day; nothing; asked: under_way."""
    told = [
        f"{one.spec.name} {one.on}" if day_known(one.evidence) else f"{one.spec.name}, no day"
        for one in said.told
    ]
    asked = [f"asked: {said.left.kind}"] if said.left else []
    return "; ".join([*told, *asked]) or "nothing"
