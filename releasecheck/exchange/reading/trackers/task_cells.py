"""Single cells of a tracker: which item one names, which day, and the evidence that stands in it."""

from __future__ import annotations

import json
import re
from datetime import date

from releasecheck.core.words import did_you_mean
from releasecheck.exchange.reading.trackers.task_words import TrackerWords
from releasecheck.people.days import nearest_day
from releasecheck.people.facts import FIRST_YEAR, BadValue, folded
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec


class Names:
    """Every way of naming the items and their outcomes."""

    def __init__(self, catalogue: Catalogue, words: TrackerWords) -> None:
        self._catalogue = catalogue
        self.items = {folded(item.id): item for item in catalogue.items.values()}
        for item in catalogue.items.values():
            for name in (item.code, item.title, item.short):
                if name:
                    self.items.setdefault(folded(name), item)
        for name, heading in words.headings.items():
            if heading.certain and heading.outcome is None:
                self.items.setdefault(name, catalogue.items[heading.item])

    def item(self, text: str) -> Item:
        """The item of this id, code, title, short title or spoken name; raises BadValue with the closest."""
        found = self.items.get(folded(text))
        if found is None:
            names = [name for item in self._catalogue.items.values() for name in (item.id, item.title)]
            raise BadValue(f"no such item{did_you_mean(text, names) or '.'} See: releasecheck catalogue list")
        return found


def named_outcome(item: Item, text: str) -> OutcomeSpec | None:
    """The item's outcome of this name, or of this title where only one has it."""
    word = folded(text)
    found = [spec for spec in item.outcomes.values() if folded(spec.name) == word]
    found = found or [spec for spec in item.outcomes.values() if folded(spec.title) == word]
    return found[0] if len(found) == 1 else None


def happened_on(text: str, today: date) -> date:
    """The day something happened, where no year is written the latest such day.

    Raises BadValue for one that cannot be read or cannot be.
    """
    day = nearest_day(text, today, ahead=False, years="past")
    if day > today:
        raise BadValue("has not come yet")
    if day.year < FIRST_YEAR:
        raise BadValue("is the year right?")
    return day


def in_one_text(text: str) -> dict[str, str]:
    """Evidence that stands in one cell: an object as JSON, or FIELD=VALUE with semicolons between."""
    if text.startswith("{"):
        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            raise BadValue("is not whole JSON") from None
        return {name: _as_text(value) for name, value in given.items() if value is not None}
    pairs = [part.partition("=") for part in re.split(r"[;\n]", text) if part.strip()]
    if not all(equals for _, equals, _ in pairs):
        raise BadValue(
            "evidence is FIELD=VALUE, with semicolons between, or a column for each: evidence.FIELD"
        )
    return {name.strip(): value.strip() for name, _, value in pairs}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    raise BadValue("each piece of evidence is a text, a number, true, false or null")
