"""Which folders hold nights and backups of this record: remembered as they are used, to be searched later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
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
    found = json.loads(app.store.meta(_KEY) or "{}")
    return list(found.get(kind, ()))


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
