"""A whole record copied to another place, proved there, and only then given its name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from releasecheck.core.errors import StoreError
from releasecheck.store.address import Address
from releasecheck.store.copying import rows
from releasecheck.store.copying.places import target
from releasecheck.store.copying.shape import NotForAFile
from releasecheck.store.tables import access_log, digests

if TYPE_CHECKING:
    from releasecheck.store.database import Database
    from releasecheck.store.sqlite.cipher import Key

_MOST_NAMED = 20


class Copied(NamedTuple):
    """What a copy holds."""

    people: int
    entry: int
    line: int
    rows: int
    went_on: bool


class Steps(Protocol):
    """Who is told how far it has come: the work, and how many rows of it are done."""

    def __call__(self, work: str, done: int, of: int) -> None:
        """Take it in."""


def copy_record(
    source: Database,
    where: Path | Address,
    key: Callable[[], Key],
    *,
    timeout: float = 10.0,
    told: Steps = lambda work, done, of: None,
) -> Copied:
    """A copy of a record as of one moment, compared with it person by person and along both chains.

    Raises StoreError where it cannot be made, or is not the same: it then has no name and cannot be opened.
    """
    origin = access_log.origin_of(source)
    with ExitStack() as held:
        held.enter_context(source.snapshot())
        _one_chain(source)
        number = rows.count_rows(source)
        made = held.enter_context(target(where, key, origin, timeout))
        rows.copy_rows(source, made.connection, made.structure, _told(told, "Copying", number))
        differing = _differing(source, made.connection, _told(told, "Comparing", 2 * number))
        if differing:
            raise StoreError(
                f"the copy in {where} is not the same as the record, and was not kept: {_some(differing)}"
            )
        if wrong := [*rows.broken_chains(made.connection), *digests.breaks(source)]:
            raise StoreError(
                f"the record is not whole, nor is its copy in {where}, which was not kept: {_some(wrong)}. "
                "See: releasecheck record verify"
            )
        last = [source.one(f"SELECT max(id) FROM {table}") or (0,) for table in ("entries", "log")]
        (people,) = source.one("SELECT count(*) FROM people") or (0,)
        return Copied(int(people), int(last[0][0] or 0), int(last[1][0] or 0), number, made.goes_on)


def _one_chain(source: Database) -> None:
    """Raises NotForAFile where several offices have written into chains of their own: a file has one."""
    if not source.chains:
        return
    (offices,) = source.one("SELECT count(*) FROM heads WHERE entry > 0 OR line > 0") or (0,)
    if offices > 1:
        raise NotForAFile(
            f"{offices} offices have chains of their own there, which no file can hold; nothing was copied. "
            "Copy the database to another server: pg_dump, then pg_restore"
        )


def compare_records(source: Database, copy: Database, told: Steps = lambda work, done, of: None) -> list[str]:
    """What a copy has otherwise than the record: people by number, tables, and what breaks in its chains."""
    with source.snapshot(), copy.snapshot():
        number = rows.count_rows(source) + rows.count_rows(copy)
        return [*_differing(source, copy, _told(told, "Comparing", number)), *rows.broken_chains(copy)]


def _differing(source: Database, copy: Database, tick: rows.Tick) -> list[str]:
    return rows.differences(rows.sums(source, tick), rows.sums(copy, tick))


def _told(told: Steps, work: str, of: int) -> rows.Tick:
    done = 0

    def tick(_: str, more: int) -> None:
        nonlocal done
        done += more
        told(work, done, of)

    return tick


def _some(found: list[str]) -> str:
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return "; ".join(found[:_MOST_NAMED]) + more
