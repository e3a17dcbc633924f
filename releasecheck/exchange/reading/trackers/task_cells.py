"""What the cells of a tracker say: which item, which outcome, which day. Nothing is guessed."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Literal

from releasecheck.core.words import did_you_mean, listed
from releasecheck.people.days import nearest_day
from releasecheck.people.facts import FIRST_YEAR, BadValue, folded
from releasecheck.planning.marking import outcomes_meant
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec

#: Words that stand for the item's way of being done.
_DONE = frozenset({"done", "complete", "completed", "yes", "y", "x", "✓", "✔", "true"})
NotBegun = Literal["not begun"]
NOT_BEGUN: NotBegun = "not begun"
#: Words that say that nothing has happened, or that nothing need: nothing is recorded of them.
_NOT_BEGUN = frozenset(
    {
        *("", "notbegun", "notstarted", "notyet", "notdone", "notyetdone", "todo", "outstanding"),
        *("no", "n", "false", "na", "notapplicable", "nil", "none", "tbc", "due", "overdue", "upcoming"),
    }
)
_DAY = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4})"
_TIME = r"(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"


class Names:
    """Every way of naming the items and their outcomes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.items = {folded(item.id): item for item in catalogue.items.values()}
        for item in catalogue.items.values():
            for name in (item.code, item.title):
                if name:
                    self.items.setdefault(folded(name), item)

    def item(self, text: str) -> Item:
        """The item of this id, code or title; raises BadValue with the closest."""
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


def outcome_said(item: Item, text: str) -> OutcomeSpec | NotBegun:
    """What happened, by name or title, or that nothing has; raises BadValue with the closest."""
    found = named_outcome(item, text)
    if found is not None:
        return found
    if _word(text) in _DONE:
        return _the_one(item)
    if _word(text) in _NOT_BEGUN:
        return NOT_BEGUN
    hint = did_you_mean(text, item.outcomes) or "."
    raise BadValue(f"{item.id} has no such outcome{hint} It has: {', '.join(item.outcomes)}")


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


def in_one_cell(
    item: Item, headed: OutcomeSpec | None, text: str, today: date
) -> tuple[OutcomeSpec, date] | NotBegun:
    """The outcome and the day that one cell holds, or that nothing has happened.

    `headed`: the outcome that the heading names. A day by itself says which outcome only there, and for an
    item that is never sent and is done in one way; raises BadValue for one that could mean several.
    """
    days = list(re.finditer(rf"(?<![\w/.-])({_DAY}){_TIME}(?![\w/])", text))
    if len({found[1] for found in days}) > 1:
        raise BadValue("has more than one day: only a file with a row for each outcome can hold both")
    words = text
    for found in days:
        words = words.replace(found[0], " ")
    words = words.strip(" \t\n:;,.()-").removeprefix("on ").removesuffix(" on").strip()
    said = _outcome_in(item, headed, words, dated=bool(days), today=today)
    if said == NOT_BEGUN:
        return NOT_BEGUN
    if not days:
        raise BadValue(f'on which day? Write it in, such as "{said.name} {today.isoformat()}"')
    return said, happened_on(days[0][0], today)


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


def _outcome_in(
    item: Item, headed: OutcomeSpec | None, words: str, *, dated: bool, today: date
) -> OutcomeSpec | NotBegun:
    if headed is not None:
        if (dated and not words) or _word(words) in _DONE or named_outcome(item, words) == headed:
            return headed
        if _word(words) in _NOT_BEGUN:
            return NOT_BEGUN
        raise BadValue(f"the day of {headed.name}, and nothing else")
    if words or not dated:
        return outcome_said(item, words)
    sent = any(spec.kind == "waiting" for spec in item.outcomes.values())
    done = outcomes_meant(item, "done")
    if not sent and len(done) == 1:
        return done[0]
    first = next(iter(item.outcomes))
    raise BadValue(
        f'what happened that day? Write it in, such as "{first} {today.isoformat()}", '
        f'or head the column "{item.id} {first}"'
    )


def _the_one(item: Item) -> OutcomeSpec:
    done = outcomes_meant(item, "done")
    if len(done) == 1:
        return done[0]
    if not done:
        raise BadValue(f"{item.id} has no such outcome. It has: {', '.join(item.outcomes)}")
    raise BadValue(f"{item.id} is done in more than one way: {listed((one.name for one in done), 'or')}")


def _word(text: str) -> str:
    """Folded, with a tick or a dash standing for itself."""
    return folded(text) or text.strip().strip("-–—.")


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    raise BadValue("each piece of evidence is a text, a number, true, false or null")
