"""What was told of somebody, in the words the history says it in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

from releasecheck.core.domain import DAY_NOT_KNOWN, NO_RELEASE_TYPES, ROLES, FactValue, day_known
from releasecheck.core.words import day_in_words
from releasecheck.people.entries import (
    CHECKED,
    ToldFact,
    ToldNote,
    ToldOutcome,
    ToldOwner,
    ToldRelease,
)
from releasecheck.people.facts import FACTS, show_value, to_text

Told: TypeAlias = ToldFact | ToldOutcome | ToldRelease | ToldOwner | ToldNote


PartKind = Literal["fact", "release", "outcome", "owner", "note", "person"]


def _words(told: Told | None, name: str = "", kind: PartKind = "fact") -> str:
    """One thing told, on its own."""
    match told:
        case ToldOutcome():
            because = [f"because {told.reason}"] if told.reason else []
            written = {name: text for name, text in told.evidence.items() if name not in DAY_NOT_KNOWN}
            details = ", ".join([*_details(written), *because])
            return f"{told.item} {_outcome(told)}{_after_colon(details)}"
        case ToldNote(kind="handed_back"):
            held = told.fields.get("held", "")
            return f"{told.item} handed back on {day_in_words(told.on)} by {held}: {told.text}"
        case ToldNote() if told.kind == CHECKED:
            return f"checked {told.fields.get('code')} on {day_in_words(told.on)}{_after_colon(told.text)}"
        case ToldNote():
            about = f" about {told.item}" if told.item else ""
            details = ", ".join(filter(None, (told.text, *_details(told.fields))))
            return f"{_plain(told.kind)} on {day_in_words(told.on)}{about}{_after_colon(details)}"
        case ToldRelease() | None if kind == "release":
            return f"{_which_day(told)} {_bare(told, name, kind)}"
        case ToldOwner() | None if kind == "owner":
            return f"{name}{' tasks' if name in ROLES else ''} with {_bare(told, name, kind)}"
    return f"{_title(name)} {_bare(told, name, kind)}"


def _outcome(told: ToldOutcome) -> str:
    """done on Mon 23 Nov 2026; done, day not known (told Mon 23 Nov 2026)."""
    on = day_in_words(told.on)
    day = f" on {on}" if day_known(told.evidence) else f", day not known (told {on})"
    return f"{_plain(told.outcome)}{day}"


def _bare(told: Told | None, name: str, kind: PartKind) -> str:
    """The value alone: `B2`, `not known`, `Fri 5 Feb 2027 (CRD)`, `the usual role`."""
    if isinstance(told, ToldRelease):
        kinds = ", ".join(filter(None, (told.type, "confirmed" if told.confirmed else None)))
        return day_in_words(told.day) + (f" ({kinds})" if kinds else "")
    if kind == "owner":
        return (told.role if isinstance(told, ToldOwner) else None) or "the usual role"
    if kind == "release":
        return "not known"
    return _fact_words(name, told.value if isinstance(told, ToldFact) else None)


def _fact_words(name: str, value: FactValue | None) -> str:
    """A fact's value as it is shown; one that this version no longer knows, as it was kept."""
    if value is None:
        return "not known"
    return show_value(FACTS[name], value) if name in FACTS else _plain(_readable(to_text(value)))


def _title(name: str) -> str:
    """The fact's title inside a sentence: `tier`, but `MAPPA level`; a question takes a colon."""
    if name not in FACTS:
        return _plain(name)
    fact = FACTS[name]
    head, *rest = fact.title.split(" ")
    title = " ".join([head.lower() if head[1:].islower() else head, *rest])
    return f"{title}:" if fact.kind == "yes_no" else title


def _moved(before: ToldRelease, after: ToldRelease) -> str:
    was, now = _bare(before, "", "release"), _bare(after, "", "release")
    before_it, day = _which_day(before), _which_day(after)
    if before_it != day:
        return f"{day} {now} (before: {before_it} {was})"
    if before.day != after.day:
        return f"{day} moved from {was} to {now}"
    return f"{day} {now} (was {was})" if was != now else f"{day} stays {now}, other dates moved"


def _which_day(told: ToldRelease | None) -> str:
    """What was counted to: the release, or while there is none the earliest possible day."""
    return "earliest possible day" if told is not None and told.type in NO_RELEASE_TYPES else "release"


def _value(told: Told | None) -> str | None:
    """The value for other programs: ISO dates, codes, not words."""
    match told:
        case ToldFact():
            return None if told.value is None else to_text(told.value)
        case ToldRelease():
            return told.day.isoformat()
        case ToldOutcome():
            return told.outcome
        case ToldOwner():
            return told.role
        case ToldNote():
            return told.text
    return None


def _details(fields: Mapping[str, str]) -> list[str]:
    return [f"{_plain(name)} {_readable(value)}" for name, value in fields.items()]


def _readable(value: str) -> str:
    """A field's value; a day kept as 2026-11-20 in words."""
    if len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdecimal():
        return day_in_words(date.fromisoformat(value))
    return value


def _after_colon(details: str) -> str:
    return f": {details}" if details else ""


def _plain(name: str) -> str:
    return name.replace("_", " ")
