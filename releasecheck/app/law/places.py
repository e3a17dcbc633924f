"""Where files lie that may hold people's data: the record's folder, and wherever else it was written to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.law.folders import known_folders
from releasecheck.core.words import listed
from releasecheck.store.rows import LogFilters

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
    from releasecheck.store.base import Store

_DEEP = 4
"""Folders in folders of the record's own, and of nights."""
_MOST_FILES = 20_000
_MOST_LINES = 5_000
"""Lines of the log, the newest, of which the places are looked at."""


class Places:
    """The files of all places that are known; what was left out is counted once they were gone through."""

    def __init__(self, app: App, store: Store, numbers: Iterable[str], more: Sequence[Path] = ()) -> None:
        beside = [] if app.file is None else [app.file.parent]
        kinds = (known_folders(app, kind, store) for kind in ("nights", "backups"))
        wide = [*beside, *(folder for found in kinds for folder in found), *more]
        self._folders = dict.fromkeys((one.resolve(), _DEEP) for one in wide)
        near = known_folders(app, "outputs", store)
        self._files = list[Path]()
        for path in _given_out_to(store, numbers):
            (near if path.is_dir() else self._files).append(path)
        self._folders |= dict.fromkeys((one.resolve(), 1) for one in near)
        self.left_out = Counter[str]()

    def own_folders(self) -> list[Path]:
        """The folders that are this record's own: where it lies, its nights and backups."""
        return [folder for folder, deep in self._folders if deep > 1]

    def files(self) -> Iterator[Path]:
        """Every plain file, each once; no link is followed."""
        seen = set[Path]()
        folders = (path for folder, deep in self._folders for path in self._in(folder, deep))
        for path in chain(self._files, folders):
            if path in seen or path.is_symlink() or not path.is_file():
                continue
            if len(seen) >= _MOST_FILES:
                self.left_out[f"files beyond the first {_MOST_FILES:,}"] += 1
                return
            seen.add(path)
            yield path

    def _in(self, folder: Path, deep: int) -> Iterator[Path]:
        for place, folders, names in os.walk(folder):
            here = Path(place)
            yield from (here / name for name in sorted(names))
            if len(here.relative_to(folder).parts) + 1 >= deep and folders:
                if deep > 1:
                    self.left_out[f"folders more than {deep - 1} deep"] += len(folders)
                folders.clear()
            folders.sort()


def _given_out_to(store: Store, numbers: Iterable[str]) -> Iterator[Path]:
    """The files and folders that the log knows something of these people, or of everybody, went to."""
    found = dict[Path, None]()
    for number in numbers:
        for row in store.log_rows(LogFilters(person=number, kind="disclosure"))[-_MOST_LINES:]:
            path = Path(row.recipient or "")
            if path.is_absolute() and path.exists():
                found[path.resolve()] = None
    yield from found


def said_left_out(left_out: Mapping[str, int]) -> str:
    """A sentence about what nobody looked into; nothing where that is nothing."""
    if not left_out:
        return ""
    what = [f"{words} ({number:,})" for words, number in sorted(left_out.items())]
    return f"Not looked into: {listed(what)}."
