"""What an item says of the day of release: which days an arrangement must fit, and what turns the release.

A rule is data: `{ on_day = true }`, `{ after = { days = 3 } }`, `{ before = { working_days = 1 } }`,
`{ not_before = true }` or `{ past = true }`. It makes an interval of days around the release, open where
the rule says nothing; an arrangement outside it does not count, and somebody has to make it anew. With `of` a
rule looks at another day than the release, such as the hearing. An outcome turns the release by a table of
its own, until a later one lifts it. And an item that is asked for no more says since when and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from releasecheck.core.words import day_in_words, did_you_mean, listed
from releasecheck.policy.offsets import ANCHORS, UNITS, Offset

_FORMS = ("on_day", "not_before", "past", "before", "after", "since")
_KEYS = (*_FORMS, "of", "types", "says", "next", "local_default")
_HERE = Offset("release", 0)

TURNS = ("detained", "removed", "stopped", "refused", "remanded")
_TURN_KEYS = "kind words lifted_by lifted_after types quiet".split()
_RETIRED_KEYS = "from because source into brought_back".split()


@dataclass(frozen=True, slots=True)
class Fit:
    """The days on which something arranged for a release may fall."""

    first: Offset | None
    """From the release day to the first day that fits; None: however early."""
    last: Offset | None
    """The same for the last; None: however late."""
    says: str
    """How the day is told of: "booked for" 30 Dec."""
    next: str
    """What to do about one that does not fit, as an order."""
    types: tuple[str, ...] = ()
    """Only where the release counted to is of one of these types; empty: always."""
    of: str = "release"
    """The day it must fit: an anchor of date rules."""
    local_default: bool = False
    since: date | None = None
    """A day of the calendar: for whoever leaves on it or later, what was done before it does not count."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What an outcome that turns the release does, until it is lifted."""

    kind: str
    """In one word for programs: one of those in the table of policy/README.md."""
    words: str
    """Read after "Stopped:": "to be detained under IS91"."""
    lifted_by: tuple[str, ...]
    """Later outcomes of the same item that lift it."""
    lifted_after: str | None = None
    """An anchor: lifted as well once that day is later than the outcome's."""
    types: tuple[str, ...] = ()
    """Only a release of these types, or one without a day; empty: any."""
    quiet: bool = False
    """Items for the community are not asked for meanwhile."""


def unfit_words(fit: Fit, day: date, now: date) -> str:
    """Why a day does not fit: "booked for 30 Dec; release is now 16 Dec", with years where they differ."""
    if fit.since is not None:
        return (
            f"{fit.says} {day_in_words(day, weekday=False)}, before {day_in_words(fit.since, weekday=False)}"
        )
    year = day.year != now.year
    told, stands = (day_in_words(one, year=year, weekday=False) for one in (day, now))
    return f"{fit.says} {told}; {fit.of.replace('_', ' ')} is now {stands}"


def read_fit(table: object, says: str, order: str, complain: Callable[[str], None]) -> Fit | None:
    """A rule from its table; `says` and `order` are the words where it has none of its own.

    None, once every mistake has been told to `complain`, where the table says no rule.
    """
    if not isinstance(table, Mapping):
        complain("is a table such as { on_day = true }")
        return None
    for key in table:
        if key not in _KEYS:
            complain(f'no key "{key}"{did_you_mean(key, _KEYS)}')
    for key in ("on_day", "not_before", "past"):
        if table.get(key, True) is not True:
            complain(f'"{key}" is true, or not there')
    given = tuple(form for form in _FORMS if form in table)
    if len(given) != 1 and given != ("before", "after"):
        complain('says one of on_day, not_before, past, since, before, after, or both "before" and "after"')
        return None
    since = table.get("since")
    if since is not None and type(since) is not date:
        complain('"since" is a date such as 2026-10-01')
        return None
    first, last = (None, None) if since else _days(given, table, complain)
    of = table.get("of", "release")
    if of not in ANCHORS:
        complain(f'of: no anchor "{of}"{did_you_mean(str(of), ANCHORS)}')
    types = table.get("types", [])
    if not isinstance(types, list):
        complain('"types" is a list of types of release')
        types = []
    return Fit(
        *(first, last, str(table.get("says", says)), str(table.get("next", order))),
        types=tuple(map(str, types)),
        of=str(of),
        local_default=bool(table.get("local_default", False)),
        since=since,
    )


@dataclass(frozen=True, slots=True)
class Retired:
    """That an item is not asked for any more; what was recorded of it is still read."""

    since: date
    """The first day on which it is not asked for."""
    because: str
    source: str
    into: str | None = None
    """The item that asks for it now: what was recorded of this one is read as its own."""
    brought_back: bool = False
    """An office asks for it all the same."""

    @property
    def words(self) -> str:
        """Since when, and why."""
        return f"retired from {day_in_words(self.since, weekday=False)}: {self.because}"


def read_retired(table: object, complain: Callable[[str], None]) -> Retired | None:
    """`{ from = 2026-08-27, because = "…", source = "…" }`; None without a table, and for `false`."""
    if table is None or table is False:
        return None
    if not isinstance(table, Mapping):
        complain('"retired" is a table such as { from = 2026-08-27, because = "…", source = "…" }, or false')
        return None
    for key in table:
        if key not in _RETIRED_KEYS:
            complain(f'retired: no key "{key}"{did_you_mean(key, _RETIRED_KEYS)}')
    since = table.get("from")
    if type(since) is not date:
        complain("retired: says from which day, as from = 2026-08-27")
        return None
    for key in ("because", "source"):
        if not isinstance(table.get(key), str) or not str(table[key]).strip():
            complain(f'retired: "{key}" is missing: say it in quotes')
    into = str(table["into"]) if "into" in table else None
    return Retired(since, str(table.get("because")), str(table.get("source")), into, "brought_back" in table)


def read_turn(table: object, complain: Callable[[str], None]) -> Turn | None:
    """`{ kind = "detained", words = "to be detained", lifted_by = ["released"] }`; None without a table."""
    if table is None:
        return None
    if not isinstance(table, Mapping):
        complain('"turns" is a table such as { kind = "detained", words = "…", lifted_by = ["released"] }')
        return None
    for key in table:
        if key not in _TURN_KEYS:
            complain(f'turns: no key "{key}"{did_you_mean(key, _TURN_KEYS)}')
    kind, words, after = table.get("kind"), table.get("words"), table.get("lifted_after")
    if kind not in TURNS:
        complain(f'turns: kind "{kind}" is not one of {listed(TURNS, "or")}')
    if not isinstance(words, str) or not words.strip():
        complain('turns: "words" say what stops the release')
    if after is not None and after not in ANCHORS:
        complain(f'turns: no anchor "{after}"{did_you_mean(str(after), ANCHORS)}')
    lists = {}
    for key in ("lifted_by", "types"):
        value = table.get(key, [])
        if not isinstance(value, list):
            complain(f'turns: "{key}" is a list')
            value = []
        lists[key] = tuple(map(str, value))
    if not lists["lifted_by"]:
        complain('turns: "lifted_by" names the outcomes that lift it')
    return Turn(
        *(str(kind), str(words), lists["lifted_by"], None if after is None else str(after), lists["types"]),
        quiet=table.get("quiet") is True,
    )


def _days(
    given: tuple[str, ...], table: Mapping[str, object], complain: Callable[[str], None]
) -> tuple[Offset | None, Offset | None]:
    """The first and last day that fit, counted from the release."""
    if given == ("past",):
        return Offset("release", 1, days=1), None
    if given == ("not_before",):
        return _HERE, None
    first = _size(table["before"], "before", -1, complain) if "before" in table else _HERE
    last = _size(table["after"], "after", 1, complain) if "after" in table else _HERE
    return first, last


def _size(table: object, key: str, direction: int, complain: Callable[[str], None]) -> Offset:
    """A distance from the release, as { days = 3 }."""
    sizes: dict[str, int] = {}
    for unit, number in table.items() if isinstance(table, Mapping) else ():
        if unit not in UNITS:
            complain(f'{key}: no unit "{unit}"{did_you_mean(unit, UNITS)}')
        elif not isinstance(number, int) or isinstance(number, bool) or number < 0:
            complain(f"{key}: {unit} is a whole number, 0 or more")
        else:
            sizes[unit] = number
    if not sizes:
        complain(f"{key} is a table such as {{ days = 3 }}")
    years, months, weeks, days, working_days = (sizes.get(unit, 0) for unit in UNITS)
    return Offset("release", direction, years, months, weeks, days, working_days)
