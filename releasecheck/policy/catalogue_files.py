"""Catalogue files in TOML, read into values; every mistake found, all at once, with file, item and key.

`read_catalogue` takes texts, not paths, so that it can be tried on anything. An office's files are merged
over the program's own, item by item and key by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import cast

from releasecheck.core.errors import CatalogueError
from releasecheck.core.outside import read_toml
from releasecheck.core.words import did_you_mean
from releasecheck.policy.catalogue import SIGNED_BY, Catalogue, EvidenceField, FieldKind
from releasecheck.policy.catalogue_checks import check_catalogue
from releasecheck.policy.items.item_reader import ItemReader
from releasecheck.policy.sources import CatalogueFile, builtin_files, fingerprint

__all__ = ["CatalogueFile", "builtin_files", "fingerprint", "read_catalogue", "to_keep"]

_FIELD_KEYS = ("ask", "kind", "values", "fact", "appointment", "at")
_FIELD_KINDS: tuple[FieldKind, ...] = ("text", "date", "yes_no", "number", "time", "choice")


def read_catalogue(files: Iterable[CatalogueFile]) -> Catalogue:
    """The catalogue these files make together.

    Raises CatalogueError with every mistake in every file when there is any.
    """
    files = tuple(files)
    reader = _taken(files)
    catalogue = reader.finish(fingerprint(files))
    reader.problems.extend(check_catalogue(catalogue, reader.where))
    if reader.problems:
        raise CatalogueError(reader.problems)
    return catalogue


def catalogue_kept(kept: str, mark: str) -> Catalogue | None:
    """The catalogue that `to_keep` made this of, in a tenth of the time that TOML takes.

    None where it was made of others than those with this mark, or was not made by this program.
    """
    try:
        return _from_kept(kept, mark)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def to_keep(files: Iterable[CatalogueFile], mark: str) -> str:
    """The tables of these files as JSON, to be kept and read by their mark; they must be sound."""
    import json

    files = tuple(files)
    reader = _taken(files)
    return json.dumps(
        {"form": _KEPT_FORM, "mark": mark, "fingerprint": fingerprint(files), **reader.tables()},
        ensure_ascii=False,
        separators=(",", ":"),
        default=lambda day: {_DAY: cast(date, day).isoformat()},
    )


_KEPT_FORM = 2
"""Raised when what is kept changes, and `PLAN_VERSION` with it: then every record keeps it afresh."""
_DAY = "$day"


def _from_kept(kept: str, mark: str) -> Catalogue | None:
    import json

    found = json.loads(kept, object_hook=lambda table: _day(table) if _DAY in table else table)
    if (found.pop("form", None), found.pop("mark", None)) != (_KEPT_FORM, mark):
        return None
    own = str(found.pop("fingerprint"))
    if found.keys() != _CatalogueReader().tables().keys():
        return None
    reader = _CatalogueReader(**found)
    catalogue = reader.finish(own)
    return None if reader.problems else catalogue


def _day(table: Mapping[str, str]) -> date:
    return date.fromisoformat(table[_DAY])


def _taken(files: Iterable[CatalogueFile]) -> _CatalogueReader:
    reader, prison = _CatalogueReader(), ""
    for file in files:
        if file.prison != prison:
            prison = file.prison
            reader.office.clear()  # a layer may say otherwise than what it lies on
        reader.take(file)
    return reader


class _CatalogueReader:
    """Gathers tables from file after file, then turns each item into a value."""

    def __init__(
        self,
        items: dict[str, dict[str, object]] | None = None,
        fields: dict[str, dict[str, object]] | None = None,
        where: dict[str, str] | None = None,
        changed: dict[str, list[str]] | None = None,
        version: str = "unnumbered",
        overrides: list[str] | None = None,
    ) -> None:
        self.problems: list[str] = []
        self.items, self.fields, self.where = items or {}, fields or {}, where or {}
        self.changed, self.version, self.overrides = changed or {}, version, overrides or []
        self.office: dict[tuple[str, str], tuple[str, object]] = {}

    def tables(self) -> dict[str, object]:
        """All that was gathered, by the names it is made from again."""
        return {name: value for name, value in vars(self).items() if name not in ("problems", "office")}

    def take(self, file: CatalogueFile) -> None:
        import tomllib

        try:
            document = read_toml(file.text)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(f"{file.name}: not valid TOML: {error}")
            return
        if file.office:
            self.overrides.append(file.name)
        for key, value in document.items():
            if key == "version" and isinstance(value, str):
                self.version = value
            elif key == "item" and isinstance(value, dict):
                self._take_items(file, value)
            elif key == "field" and isinstance(value, dict):
                self.fields.update(value)
                self.where.update({f"field {name}": file.name for name in value})
            else:
                hint = did_you_mean(key, ("item", "field", "version"))
                self.problems.append(f"{file.name}: nothing is called [{key}] here{hint}")

    def _take_items(self, file: CatalogueFile, tables: Mapping[str, object]) -> None:
        for name, table in tables.items():
            if not isinstance(table, dict):
                self.problems.append(f"{file.name}: item.{name} is a table, [item.{name}]")
            elif name not in self.items:
                self.items[name] = dict(table)
                self.where[name] = file.name
            elif file.office:
                self._change(file, name, table)
            else:
                self.problems.append(f"{file.name}: item {name} is already in {self.where[name]}")

    def _change(self, file: CatalogueFile, name: str, table: Mapping[str, object]) -> None:
        """Lay an office's table over an item; two files of one office must not say different things."""
        for key, value in table.items():
            earlier, said = self.office.setdefault((name, key), (file.name, value))
            if said != value:
                self.problems.append(f"{file.name}: item {name}: {key} is set in {earlier} as well")
        self.items[name] = _merged(self.items[name], table)
        self.changed.setdefault(name, []).extend(table)
        self.where[name] = f"{self.where[name]} with {file.name}"

    def finish(self, mark: str) -> Catalogue:
        fields = {name: self._field(name, table) for name, table in self.fields.items()}
        if any("countersign" in table for table in self.items.values()):
            fields.setdefault(SIGNED_BY, EvidenceField(SIGNED_BY, "Countersigned by"))
        items = {}
        for name, table in self.items.items():
            complain = partial(self._complain, f"{self.where[name]}: item {name}")
            items[name] = ItemReader(name, table, complain).read(tuple(self.changed.get(name, ())))
        return Catalogue(items, fields, self.version, tuple(self.overrides), mark)

    def _complain(self, place: str, text: str) -> None:
        self.problems.append(f"{place}: {text}")

    def _field(self, name: str, table: object) -> EvidenceField:
        place = f"{self.where[f'field {name}']}: field {name}"
        if not isinstance(table, Mapping):
            self._complain(place, "is a table")
            return EvidenceField(name, name)
        for key in table:
            if key not in _FIELD_KEYS:
                self._complain(place, f'no key "{key}"{did_you_mean(key, _FIELD_KEYS)}')
        given = table.get("kind", "text")
        kind = next((known for known in _FIELD_KINDS if known == given), None)
        if kind is None:
            self._complain(place, f'kind "{given}" is not one of {", ".join(_FIELD_KINDS)}')
        values = table.get("values", [])
        if kind == "choice" and not values:
            self._complain(place, "a choice needs values")
        appointment = table.get("appointment", False)
        if not isinstance(appointment, bool):
            self._complain(place, '"appointment" is true or false')
        return EvidenceField(
            *(name, str(table.get("ask", name)), kind or "text", tuple(map(str, values))),
            fact=str(table["fact"]) if "fact" in table else None,
            appointment=appointment is True,
            at=str(table["at"]) if "at" in table else None,
        )


def _one_day(item: dict[str, object]) -> dict[str, object]:
    """An item with the first of its checkpoints as its only day."""
    checkpoints = item.get("checkpoints")
    if not isinstance(checkpoints, list) or not checkpoints:
        return item
    first = {key: value for key, value in checkpoints[0].items() if key in ("due", "opens")}
    return {**{key: value for key, value in item.items() if key != "checkpoints"}, **first}


def _merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """`over` laid on `base`, tables key by key; anything else is replaced.

    A day that is set for the item as a whole takes the place of all its checkpoints.
    """
    merged = dict(base)
    if over.get("off") is False:
        merged.pop("since", None)  # this office has asked for it before
    if ("due" in over or "opens" in over) and "checkpoints" not in over:
        merged = _one_day(merged)
    for key, value in over.items():
        below = merged.get(key)
        if key == "retired" and value is False and isinstance(below, dict):
            merged[key] = {**below, "brought_back": True}
        elif isinstance(below, dict) and isinstance(value, dict) and key not in ("due", "opens"):
            merged[key] = _merged(below, value)
        else:
            merged[key] = value
    return merged
