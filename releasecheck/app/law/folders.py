"""Which folders hold nights and backups of this record: remembered as they are used, to be searched later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
    from releasecheck.store.base import Store
    from releasecheck.store.writes import StoreTransaction

#: Under what the record keeps what an erasure that was cut off has still to do.
UNFINISHED = "unfinished_erasure"
_KEY = "folders"
"""Under what the record keeps them: for `nights` and for `backups`."""


def known_folders(app: App, kind: str) -> list[Path]:
    """The folders that are set or were used for this; some may be there no more."""
    named = app.settings.get("nights") if kind == "nights" else None
    found = [Path(one) for one in _remembered(app, kind)]
    return list(dict.fromkeys([*found, *([Path(named).expanduser().resolve()] if named else ())]))


def _remembered(app: App, kind: str) -> list[str]:
    return list(_kept(app.store).get(kind, ()))


def _kept(store: Store) -> dict[str, list[str]]:
    return dict(json.loads(store.meta(_KEY) or "{}"))


def remember_folders(app: App, transaction: StoreTransaction, used: Iterable[tuple[str, Path]]) -> None:
    """Keep which folders were used, where that is new."""
    known = {kind: _remembered(app, kind) for kind in ("nights", "backups")}
    before = json.dumps(known)
    for kind, folder in used:
        path = str(folder.resolve())
        if path not in known[kind]:
            known[kind].append(path)
    if json.dumps(known) != before:
        transaction.set_meta(_KEY, json.dumps(known))


def lists_of_erased(app: App, store: Store) -> list[Path]:
    """The lists of whom a record erased that are there: beside it and with the backups of its nights."""
    from releasecheck.store.sqlite.tombstones import list_beside

    beside = list_beside(app.record.resolve())
    there = [beside, *(Path(one) / beside.name for one in _kept(store).get("backups", ()))]
    return [one for one in there if one.is_file()]


def has_nights(app: App, backup: Path) -> bool:
    """Whether there is a night of a record: where the settings say, or beside a backup of it.

    The record itself is not asked, for it is not there.
    """
    from releasecheck.night.folder import nights

    named = app.settings.get("nights")
    places = [backup.absolute().parent, backup.absolute().parent.parent]
    return any(
        one.is_dir() and nights(one) for one in (*places, *([Path(named).expanduser()] if named else ()))
    )
