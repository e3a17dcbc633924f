"""What was recorded since the last handover: facts, release days and outcomes, and never who typed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.words import capital
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.history import Line
from releasecheck.policy.catalogue import Item
from releasecheck.reports.person import phrases
from releasecheck.reports.person.task_words import near


class News(NamedTuple):
    """What changed, and since when; no day where nothing was handed over before."""

    since: date | None = None
    words: tuple[str, ...] = ()


def news(
    lines: Iterable[Line],
    entries: Sequence[HistoryEntry],
    items: Mapping[str, Item],
    since: date,
    today: date,
    after: int = 0,
) -> News:
    """What was recorded from a day on, latest first; `after`: only by entries that come after this one."""
    outcomes = {entry.entry: entry.outcomes for entry in entries}
    found: list[str] = []
    for line in reversed(tuple(lines)):
        if line.undone is not None or line.day < since or line.entry <= after:
            continue
        found += _told(line, items)
        shown = {part.name for part in line.parts}
        for told in outcomes.get(line.entry, ()):
            if told.item not in shown:
                continue
            day = near(told.on, today, weekday=False)
            title = items[told.item].title if told.item in items else told.item.replace("_", " ")
            found.append(f"{title}: {phrases.happened(told.outcome, day, told.evidence)}")
    return News(since, tuple(found))


def _told(line: Line, items: Mapping[str, Item]) -> Iterator[str]:
    """Facts, release days and owners; outcomes are told by their own days, and notes stand elsewhere."""
    for part in line.parts:
        if part.kind in ("fact", "release"):
            yield capital(part.words)
        elif part.kind == "owner" and part.name is not None:
            title = items[part.name].title if part.name in items else part.name
            yield part.words.replace(part.name, title, 1)
