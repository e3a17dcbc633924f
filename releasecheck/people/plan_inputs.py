"""What a person's row carries beside the facts, so that another record makes the same plan of them.

The release dates told, in the order recorded, and who does what for them: as values for JSON, and back. A
cell of a spreadsheet holds the same as JSON text. What cannot be read says what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from releasecheck.core.domain import ROLES, Telling, split_owner
from releasecheck.core.words import listed
from releasecheck.people.days import parse_day
from releasecheck.people.fact import NAME, BadValue

KNOWN_SINCE = "known_since"
"""Since when the other record knew of them; kept among what was told of them here."""
RELEASES_TOLD = "releases_told"
OWNERS = "owners"

_KEYS = ("told_on", "date", "type", "confirmed", "source", "anchors")
_TOLD = f"a list of release dates told, each with {listed(_KEYS)}"
_OWNED = 'items and roles, as {"dtr": "PRT"} or {"dtr": "PRT S. Jones"}'
_TYPE = r"[A-Z]{2,10}"
_NAME = r"[a-z0-9_.]{1,60}"
_LONGEST_SOURCE = 1_000


def tellings_given(tellings: Sequence[Telling]) -> list[dict[str, object]]:
    """Release dates told, as values that `told_before` reads back."""
    return [
        {
            "told_on": told.told_on.isoformat(),
            "date": told.date.isoformat(),
            "type": told.type,
            "confirmed": told.confirmed,
            "source": told.source,
            "anchors": {name: day.isoformat() for name, day in told.anchors.items()},
        }
        for told in tellings
    ]


def told_before(value: object) -> tuple[Telling, ...]:
    """Release dates told, in the order recorded, from a list or its JSON text; nothing at all is none.

    Raises BadValue saying what was expected.
    """
    found = _from_text(value, _TOLD)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise BadValue(_TOLD)
    return tuple(map(_telling, found))


def owners_given(value: object) -> dict[str, str]:
    """Item or role to owner, from a map or its JSON text; nothing at all is none. Raises BadValue."""
    found = _from_text(value, _OWNED)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise BadValue(_OWNED)
    for item, role in found.items():
        known, name = split_owner(str(role))
        fits = item == known if item in ROLES else re.fullmatch(_NAME, str(item))
        if not fits or known not in ROLES or len(name or "") > NAME:
            raise BadValue(f"{_OWNED}; a role is {listed(ROLES, 'or')}")
    return dict(found)


def _from_text(value: object, expected: str) -> object:
    """The value that a cell's text holds; None for an empty cell. Raises BadValue for what is not JSON."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    import json

    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise BadValue(expected) from None


def _telling(value: object) -> Telling:
    if not isinstance(value, Mapping) or not {"told_on", "date"} <= set(value) <= set(_KEYS):
        raise BadValue(_TOLD)
    kind, confirmed, source = value.get("type"), value.get("confirmed", False), value.get("source")
    anchors = value.get("anchors") or {}
    if kind is not None and not (isinstance(kind, str) and re.fullmatch(_TYPE, kind)):
        raise BadValue("the type of a release date is CRD, ARD, PRRD or another such name")
    if not isinstance(confirmed, bool):
        raise BadValue("confirmed is true or false")
    if source is not None and not (isinstance(source, str) and len(source) <= _LONGEST_SOURCE):
        raise BadValue("the source of a release date is a short text")
    if not isinstance(anchors, Mapping) or not all(re.fullmatch(_NAME, str(name)) for name in anchors):
        raise BadValue('anchors are names and dates, as {"release": "2027-02-05"}')
    return Telling(
        *(_day(value["told_on"]), _day(value["date"]), kind, confirmed, source),
        {str(name): _day(day) for name, day in anchors.items()},
    )


def _day(value: object) -> date:
    """Raises BadValue for what is not a date as text."""
    if not isinstance(value, str):
        raise BadValue("a day is written here as 2027-02-05")
    return parse_day(value)
