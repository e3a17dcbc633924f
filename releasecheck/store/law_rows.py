"""Rows about what the law asks of a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_words

HoldKind: TypeAlias = Literal["hold", "restriction"]


class HoldRow(NamedTuple):
    """Somebody who must not be erased, or whose data is kept and not shown."""

    prison_number: str
    kind: HoldKind
    at: str
    """The moment, UTC."""
    by: str
    reason: str


class ErasedRow(NamedTuple):
    """All that is left of somebody erased."""

    prison_number: str
    at: str
    rule: str

    @property
    def words(self) -> str:
        """That they were erased, and what to type where they are really here again."""
        day = day_in_words(date.fromisoformat(self.at[:10]))
        return (
            f"{self.prison_number} was erased on {day} ({self.rule}), and nothing of them is taken in. If "
            f"they are really in custody again: releasecheck add {self.prison_number} --name … --again "
            "--reason TEXT"
        )


class LeftRow(NamedTuple):
    """Somebody who is gone, and the day that keeping them is counted from."""

    prison_number: str
    died: bool
    since: date


class KeptRows(NamedTuple):
    """What a record keeps, and since when."""

    left: tuple[LeftRow, ...]
    """People who were released or have died, by prison number; one that was merged goes with the other."""
    off_the_lists: tuple[tuple[str, date], ...]
    """People whose recording was undone, of whom the history is kept; since when."""
    log: Mapping[date, int]
    """Lines of the log, by day."""
    unread: Mapping[date, int]
    """Cells that an import could not read, by day."""


class Trace(NamedTuple):
    """A row in which somebody is named."""

    table: str
    key: str
    column: str
    entry: int | None = None
    """The entry it belongs to, where it belongs to one."""
    prison_number: str | None = None
    """Whose row it is, where it is somebody's."""
