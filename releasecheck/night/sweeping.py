"""Taking somebody who was erased out of the nights that were made before.

A page or a digest that names them is replaced by one that says so, for what is left of it could be read as
somebody else's; rows of a list are taken out; their own page goes. Nothing is touched but what a night made.
"""

from __future__ import annotations

import csv
import html
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from releasecheck.core import system
from releasecheck.core.marks import Marks
from releasecheck.core.words import day_in_words
from releasecheck.night.folder import clear_unfinished, nights

_TEXTS = frozenset((".html", ".txt", ".md", ".csv", ".json", ".ics"))
_PEOPLE = "people"
"""Inside a night: the pages of single people, each named by their number."""


class Swept(NamedTuple):
    """What was found in a folder of nights."""

    changed: tuple[Path, ...]
    """Files that named somebody, and do so no more."""
    unreached: tuple[Path, ...]
    """Files that could not be read or written."""


def files_naming(out: Path, marks: Marks) -> list[Path]:
    """The files of all nights in a folder that name somebody, or cannot be read."""
    return [path for path in _files(out) if _names(path, marks) is not False]


def sweep(out: Path, marks: Marks, today: date) -> Swept:
    """Take somebody out of every night in the folder; only ever called by who holds its lock."""
    clear_unfinished(out)
    changed, unreached = [], []
    for path in _files(out):
        named = _names(path, marks)
        if named is False:
            continue
        try:
            if named is None:
                raise OSError
            _take_out(path, marks, today)
            changed.append(path)
        except OSError:
            unreached.append(path)
    return Swept(tuple(changed), tuple(unreached))


def _files(out: Path) -> Iterator[Path]:
    for _, _, night in nights(out):
        for folder, _, names in os.walk(night):
            yield from (path for name in sorted(names) if not (path := Path(folder) / name).is_symlink())


def _names(path: Path, marks: Marks) -> bool | None:
    """Whether a file names somebody; None where nobody can tell."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if path.suffix not in _TEXTS:
        return marks.in_bytes(data)
    return marks.in_text(path.name) or marks.in_text(html.unescape(data.decode("utf-8", "replace")))


def _take_out(path: Path, marks: Marks, today: date) -> None:
    if path.parent.name == _PEOPLE or path.suffix not in _TEXTS:
        path.unlink()
        return
    text = path.read_text("utf-8", "replace")
    match path.suffix:
        case ".csv":
            left = _rows_left(text, marks)
        case ".json":
            left = json.dumps(_without(json.loads(text), marks), ensure_ascii=False, indent=2) + "\n"
        case ".ics":
            left = _events_left(text, marks)
        case ".html":
            left = f'<!doctype html><html lang="en"><title>Erased</title><p>{_said(today)}</p></html>\n'
        case _:
            left = f"{_said(today)}\n"
    _replace(path, left)


def _said(today: date) -> str:
    return (
        f"Somebody named here was erased on {day_in_words(today)}, as the law asks. The others are in the "
        "record as before: today's pages are made again by releasecheck nightly."
    )


def _rows_left(text: str, marks: Marks) -> str:
    written = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(text, newline=""))
    csv.writer(written).writerows(row for row in rows if not marks.in_text(" ".join(row)))
    return written.getvalue()


def _without(value: Any, marks: Marks) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(one, marks)
            for key, one in value.items()
            if not marks.in_text(key) and not (isinstance(one, str) and marks.in_text(one))
        }
    if isinstance(value, list):
        own = [one for one in value if not _is_about(one, marks)]
        return [_without(one, marks) for one in own]
    return value


def _is_about(one: Any, marks: Marks) -> bool:
    if isinstance(one, dict):
        return any(isinstance(part, str) and marks.in_text(part) for part in one.values())
    return isinstance(one, str) and marks.in_text(one)


def _events_left(text: str, marks: Marks) -> str:
    """A calendar without the events that name them, whose long lines are broken."""
    head, *events = text.split("BEGIN:VEVENT")
    kept, tail = [], ""
    for event in events:
        body, end, after = event.partition("END:VEVENT")
        tail = after
        if not marks.in_text(body.replace("\r\n ", "").replace("\n ", "")):
            kept.append(f"BEGIN:VEVENT{body}{end}")
    between = "\r\n" if "\r\n" in text else "\n"
    return head + between.join(kept) + (tail if kept or not events else tail.lstrip("\r\n"))


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".erasing-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        system.replace(Path(name), path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
