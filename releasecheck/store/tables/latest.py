"""Which of what was told comes last: the clock decides, then the record it was told to, and its place there.

The clock of a record never goes back, and an entry keeps as its origin the record that it was made in, with
its place there. So the order is the same wherever entries are kept, and in whatever order they came. Numbers
of entries and rows belong to one record: they only put in order what one entry says of one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from releasecheck.store.database import SqlValue

#: Where the record keeps the last of the entries that were made when typing decided: they keep that order.
OLD_ENTRIES = "entries_in_order_of_typing"
#: The end of the chain in a file. Of what came from a server the numbers are no order: several wrote at once.
LAST_ENTRY = """FROM entries WHERE origin = (SELECT origin FROM entries ORDER BY id DESC LIMIT 1)
ORDER BY origin_seq DESC LIMIT 1"""

_CLOCK = (
    "CASE WHEN {0}.id > (SELECT coalesce(max(CAST(value AS BIGINT)), 0) FROM meta "
    f"WHERE key = '{OLD_ENTRIES}') THEN {{0}}.at END"
)

Moment: TypeAlias = "tuple[str, str, int]"
"""When an entry was made, as a value to compare: clock, origin, and place among those of that origin."""


def by_clock(entries: str = "e", *, last_first: bool = False) -> str:
    """`ORDER BY` of entries under this name; rows of one entry are put in order by their own id after it."""
    down, ends = (" DESC", "LAST") if last_first else ("", "FIRST")
    clock = _CLOCK.format(entries)
    return f"{clock}{down} NULLS {ends}, {entries}.origin{down}, {entries}.origin_seq{down}"


def moment_columns(entries: str = "e") -> str:
    """The columns that `moment` reads."""
    return f"{_CLOCK.format(entries)}, {entries}.origin, {entries}.origin_seq"


def moment(columns: Sequence[SqlValue]) -> Moment:
    """When the entry of a row was made, from its `moment_columns`."""
    clock, origin, place = columns
    return str(clock or ""), str(origin), int(str(place))
