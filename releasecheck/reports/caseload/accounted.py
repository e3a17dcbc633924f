"""Who is not in a report over people and dates, and why: whoever is in prison is shown or counted here.

One grouped query says how many people stand where; which of them a report leaves out for what reason is
worked out here, for every report. Restricted people are counted, whatever was asked for, and never named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_words

DayIs = Literal["unknown", "past", "outside", "inside"]
"""Where a release day lies: nobody knows it, before today, outside or inside of what was asked for."""


class Whereabouts(NamedTuple):
    """What decides whether somebody is in a report; a person has one of few."""

    shown: bool
    released: bool
    restricted: bool
    fits: bool
    """Whether the filters on people let them through."""
    day: DayIs


#: Reasons in the order in which they are told, as programs call them.
LEFT_OUT = ("no_release_date", "day_gone_by", "outside_window", "nothing_due", "filtered_out", "restricted")


class LeftOut(NamedTuple):
    """How many people in prison a report does not show, by reason; and how many released."""

    reasons: Mapping[str, int]
    """Only those reasons that fit somebody. With whom the report shows they are everybody in prison."""
    released: int = 0

    @property
    def not_counted(self) -> dict[str, int]:
        """As programs are told it."""
        return dict(self.reasons)


class Scope(NamedTuple):
    """Which release days a report is about, and how it says that somebody is not in it."""

    first: date | None = None
    last: date | None = None
    """None: any day, or none."""
    outside: str = "leaving later"
    nothing: str = "with nothing due"
    what: str = "this list"


def left_out(standings: Mapping[Whereabouts, int]) -> LeftOut:
    """Everybody who is not shown, each under the first reason that fits."""
    found: Counter[str] = Counter()
    for standing, number in standings.items():
        if not standing.shown:
            found[_reason(standing)] += number
    return LeftOut({reason: found[reason] for reason in LEFT_OUT if found[reason]}, found["released"])


def _reason(standing: Whereabouts) -> str:
    if standing.released:
        return "released"
    if standing.restricted:
        return "restricted"
    if not standing.fits:
        return "filtered_out"
    days = {"unknown": "no_release_date", "past": "day_gone_by", "outside": "outside_window"}
    return days.get(standing.day, "nothing_due")


def less_shown(everybody: Mapping[Whereabouts, int], shown: Iterable[Whereabouts]) -> dict[Whereabouts, int]:
    """The same people once these, of whom nobody was shown so far, are shown."""
    found = Counter(everybody)
    for standing in shown:
        if found[standing]:
            found[standing] -= 1
            found[standing._replace(shown=True)] += 1
    return dict(found)


def whatever_the_day(standings: Mapping[Whereabouts, int]) -> dict[Whereabouts, int]:
    """The same people for a list that is not about release days: no day lies outside of it."""
    found: Counter[Whereabouts] = Counter()
    for standing, number in standings.items():
        found[standing._replace(day="inside") if standing.day == "outside" else standing] += number
    return dict(found)


def leaving_after(last: date) -> str:
    """Leaving after Fri 19 Feb 2027: outside of a window that ends that day."""
    return f"leaving after {day_in_words(last)}"


def left_out_words(left: LeftOut, scope: Scope) -> str:
    """Who is not in a report, why, and what to type to see them; nothing where it has everybody."""
    words = {
        "no_release_date": "with no release date",
        "day_gone_by": "whose day has gone by",
        "outside_window": scope.outside,
        "nothing_due": scope.nothing,
        "filtered_out": "not asked for",
        "restricted": "restricted",
    }
    told = [f"{number:,} {words[reason]}" for reason, number in left.reasons.items()]
    if not told:
        return ""
    sentence = f"Not in {scope.what}: {', '.join(told)}."
    if set(left.reasons) == {"restricted"}:
        return f"{sentence} Restricted people are in no list."
    return f"{sentence} See them: releasecheck list --all"
