"""What stands of all that was told of a fact: the day it was told decides, and then the order of recording.

An older list, typed in late, is kept in the history and changes nothing. Of what was recorded before this was
so, the last recorded stands, as it did then, until something is told again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from releasecheck.core.domain import FactValue
from releasecheck.core.named import NamedTuple


class LastTold(NamedTuple):
    """What stands of one fact of a person, and what else was told of it on that day or later."""

    value: FactValue | None
    on: date
    said: frozenset[tuple[FactValue | None, date]]
    """Every value with its day, whether it stands or not."""


#: Fact by fact, what was told of a person no earlier than some day.
ToldOf: TypeAlias = Mapping[str, LastTold]


class Older(NamedTuple):
    """A value that was told before the one that stands: it is recorded, and does not stand."""

    value: FactValue | None
    kept: FactValue | None
    """What stands instead."""
    told_on: date
    """The day that was told."""


def replaces(entry: int, on: str, standing: str, old_entries: int) -> bool:
    """Whether a telling stands instead of one recorded before it; days as ISO dates.

    `old_entries`: the last entry that was made when the order of recording alone decided.
    """
    return entry <= old_entries or on >= standing
