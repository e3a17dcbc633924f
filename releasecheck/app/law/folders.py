"""Which folders hold nights and backups of this record: remembered as they are used, to be searched later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.store.address import Address

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
    from releasecheck.store.base import Store
    from releasecheck.store.writes import StoreTransaction

#: Under what the record keeps what an erasure that was cut off has still to do.
UNFINISHED = "unfinished_erasure"
_KEY = "folders"
"""Under what the record keeps them, by what they are for."""
_MOST = 200


def known_folders(app: App, kind: str, store: Store | None = None) -> list[Path]:
    """The folders that are set or were used for this; some may be there no more. The last used comes last.

    `kind`: `nights`, `backups`, or `outputs` for those that files about people were written to.
    """
    named = app.settings.get("nights") if kind == "nights" else None
    found = [Path(one) for one in _kept(store or app.store).get(kind, ())]
    return list(dict.fromkeys([*found, *([Path(named).expanduser().resolve()] if named else ())]))


def _kept(store: Store) -> dict[str, list[str]]:
    return dict(json.loads(store.meta(_KEY) or "{}"))


def remember_folders(app: App, transaction: StoreTransaction, used: Iterable[tuple[str, Path]]) -> None:
    """Keep which folders were used, and which of them last."""
    known, before = _kept(app.store), app.store.meta(_KEY)
    for kind, folder in used:
        path = str(folder.resolve())
        known[kind] = [*(one for one in known.get(kind, ()) if one != path), path][-_MOST:]
    if before != (after := json.dumps(known)):
        transaction.set_meta(_KEY, after)


def remember_outputs(app: App, files: Iterable[Path]) -> None:
    """Keep in which folders files about people were written, where that is new.

    To whom they were given stands in the log; where they lie is needed once somebody is erased.
    """
    folders = {path.resolve().parent for path in files}
    here = None if isinstance(app.place, Address) else app.place.resolve().parent
    known = set(known_folders(app, "outputs"))
    new = [one for one in sorted(folders - known) if here is None or not one.is_relative_to(here)]
    if new:
        with app.store.writing(app.by, app.now, app.today, app.command) as transaction:
            remember_folders(app, transaction, [("outputs", one) for one in new])


def forget_outputs(app: App, transaction: StoreTransaction, names: Callable[[str], bool]) -> None:
    """Do not keep folders by whose names somebody is named any more."""
    known = _kept(app.store)
    known["outputs"] = [one for one in known.get("outputs", ()) if not names(one)]
    if known["outputs"] != _kept(app.store).get("outputs", []):
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
