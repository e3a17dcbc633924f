"""What a record keeps of the policy that everybody in it is planned by.

It is the office's files that its plans were made by, and over them a layer for a prison that has rules of its
own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.policy.sources import (
    KEPT_FILES,
    LAYERS,
    OFFICE_RULES,
    CatalogueFile,
    builtin_files,
    files_from,
    files_text,
    fingerprint,
)

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Catalogue
    from releasecheck.policy.date_rules import Rules
    from releasecheck.store.base import Store
    from releasecheck.store.writes import StoreTransaction

_TAKEN = "policy_taken"
_CLOSED_DAYS = "closed days"
"""What a layer's own closed days are called among its files."""


class HeldLayer(NamedTuple):
    """What a record holds of a prison's own rules, without their text."""

    mark: str
    """The fingerprint of its files: what plans made by it are marked with."""
    of: str
    """The fingerprint of all the files of the office it was taken from, to know that office by."""
    names: tuple[str, ...]


class Taken(NamedTuple):
    """That somebody said by what people are to be planned: when, and for which prison; empty: for all."""

    by: str
    day: str
    prison: str
    names: tuple[str, ...]


def layers_kept(kept: str) -> Mapping[str, HeldLayer]:
    """The layers that a record keeps under `LAYERS`, by prison code."""
    found = json.loads(kept)
    return {prison: HeldLayer(one["mark"], one["of"], tuple(one["names"])) for prison, one in found.items()}


def layer_files(store: Store, prison: str) -> tuple[CatalogueFile, ...]:
    """The files of a prison's layer."""
    return tuple(file._replace(prison=prison) for file in files_from(store.meta(f"{LAYERS}:{prison}")))


def house_files(store: Store) -> tuple[CatalogueFile, ...] | None:
    """The office's files that hold for the whole record; None where it has kept none yet."""
    kept = store.meta(KEPT_FILES)
    return None if kept is None else files_from(kept)


def taken(store: Store) -> tuple[Taken, ...]:
    """Every time that somebody said by what people are to be planned, oldest first."""
    kept = json.loads(store.meta(_TAKEN) or "[]")
    return tuple(Taken(one["by"], one["day"], one["prison"], tuple(one["names"])) for one in kept)


def layers_with(
    layers: Mapping[str, HeldLayer], prison: str, files: Iterable[CatalogueFile], of: str
) -> Mapping[str, HeldLayer]:
    """The layers, with what a prison goes by from now on, or with nothing of its own; `of`: see HeldLayer."""
    own = tuple(files)
    rest = {code: one for code, one in layers.items() if code != prison}
    if own:
        rest[prison] = HeldLayer(fingerprint(own), of, tuple(file.name for file in own))
    return rest


def closed_in(files: Iterable[CatalogueFile]) -> dict[date, str]:
    """The days on which a prison is closed by its layer, beside those of the whole record, each with why."""
    own = (json.loads(file.text) for file in files if file.name == _CLOSED_DAYS)
    return {date.fromisoformat(day): title for days in own for day, title in days.items()}


def closed_there(store: Store, prisons: Iterable[str]) -> list[tuple[str, date, str]]:
    """The closed days of each of these prisons alone: prison, day and why, by day."""
    found = (
        (prison, day, title)
        for prison in prisons
        for day, title in closed_in(layer_files(store, prison)).items()
    )
    return sorted(found, key=lambda one: (one[1], one[0]))


def closing(
    files: Iterable[CatalogueFile], prison: str, days: Mapping[date, str]
) -> tuple[CatalogueFile, ...]:
    """The files of a prison's layer, with these as all of its own closed days."""
    own = rules_alone(files)
    if not days:
        return own
    text = json.dumps({day.isoformat(): days[day] for day in sorted(days)}, ensure_ascii=False)
    return (*own, CatalogueFile(_CLOSED_DAYS, text, True, prison))


def rules_alone(files: Iterable[CatalogueFile]) -> tuple[CatalogueFile, ...]:
    """The catalogue files and date rules of a layer, without its closed days."""
    return tuple(file for file in files if file.name != _CLOSED_DAYS)


def keep_layer(
    transaction: StoreTransaction,
    layers: Mapping[str, HeldLayer],
    prison: str,
    files: Iterable[CatalogueFile],
) -> None:
    """Keep the files that a prison goes by, and which layers there are then."""
    transaction.set_meta(f"{LAYERS}:{prison}", files_text(files))
    transaction.set_meta(LAYERS, json.dumps({code: one._asdict() for code, one in layers.items()}))


def keep_taken(transaction: StoreTransaction, before: Iterable[Taken], now: Taken) -> None:
    """Keep that somebody said by what people are to be planned."""
    transaction.set_meta(_TAKEN, json.dumps([one._asdict() for one in (*before, now)], ensure_ascii=False))


def policy_of(files: Iterable[CatalogueFile]) -> tuple[Catalogue, Rules]:
    """What files make together, the shipped ones first. Raises CatalogueError with every mistake in them."""
    from releasecheck.policy.catalogue_files import read_catalogue
    from releasecheck.policy.date_rules import load_rules, parse_office_rules

    office = [file for file in files if file.office]
    own = [parse_office_rules(file.text) for file in office if file.name == OFFICE_RULES]
    catalogue = read_catalogue((*builtin_files(), *(file for file in office if file.name != OFFICE_RULES)))
    return catalogue, load_rules(*own)
