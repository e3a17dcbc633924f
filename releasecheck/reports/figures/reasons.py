"""Why work was late, not done or handed back: by item and month, and never by member of staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from releasecheck.formats.tables import Table, TableColumn, table
from releasecheck.people.entries import HANDED_BACK
from releasecheck.people.office.reason_codes import coded, reason_words


class ReasonGiven(NamedTuple):
    """How often one reason was given for one item in one month."""

    item: str
    outcome: str
    """The outcome that it was the reason of; `handed_back` where no outcome was recorded."""
    month: str
    """As 2026-11."""
    reason: str
    times: int


class ReasonCount(NamedTuple):
    """How often one code was given for one item in one month."""

    item: str
    month: str
    code: str
    not_done: int
    """As the reason why it was late or not done."""
    handed_back: int


_COLUMNS: tuple[TableColumn[ReasonCount], ...] = (
    TableColumn("item", "Item", lambda row: row.item),
    TableColumn("month", "Month", lambda row: row.month),
    TableColumn("reason", "Reason", lambda row: reason_words(row.code)),
    TableColumn("not_done", "Late or not done", lambda row: row.not_done),
    TableColumn("handed_back", "Handed back", lambda row: row.handed_back),
    TableColumn("code", "", lambda row: row.code),
)


def reason_counts(given: Iterable[ReasonGiven], own: Collection[tuple[str, str]]) -> tuple[ReasonCount, ...]:
    """The reasons that have a code, counted. `own`: items and outcomes that have reasons of their own."""
    late: Counter[tuple[str, str, str]] = Counter()
    back: Counter[tuple[str, str, str]] = Counter()
    for one in given:
        handed = one.outcome == HANDED_BACK
        found = coded(one.reason, "handback" if handed else "not_done")
        if found is not None and (one.item, one.outcome) not in own:
            (back if handed else late)[one.item, one.month, found.code] += one.times
    return tuple(ReasonCount(*key, late[key], back[key]) for key in sorted({*late, *back}))


def reasons_table(counts: Iterable[ReasonCount]) -> Table:
    """The table of `outcomes`; what was said in words alone is in no row."""
    note = "Only reasons with a code are counted, and of no member of staff: mark … --reason staff_redeployed"
    return table("reasons", "Why work was late, not done or handed back", _COLUMNS, counts, (note,))
