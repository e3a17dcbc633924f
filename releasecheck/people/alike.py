"""Who could be taken for somebody else: people alike in name, place and day, told apart in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.domain import Facts, FactValue
from releasecheck.core.words import day_in_words, full_name

NEAR = timedelta(days=14)
"""How far apart two people of one surname at one prison leave, and may still be confused."""


class Likeness(NamedTuple):
    """What somebody is taken for somebody else by."""

    prison_number: str
    last_name: str
    first_name: str | None
    prison: str | None
    born: date | None
    release_on: date | None


class Lookalike(NamedTuple):
    """Somebody else who could be meant."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    cell: str | None
    release_on: date | None
    released_on: date | None
    same_person: bool
    """Of the same name and date of birth: perhaps one person under two numbers."""


def likeness(prison_number: str, facts: Facts, release_on: date | None) -> Likeness | None:
    """What to compare others with; None where no surname is known."""
    last_name, born = facts.get("last_name"), facts.get("date_of_birth")
    if last_name is None:
        return None
    return Likeness(
        prison_number,
        str(last_name),
        _text(facts.get("first_name")),
        _text(facts.get("prison")),
        born if isinstance(born, date) else None,
        release_on,
    )


def alike_lines(others: Iterable[Lookalike]) -> tuple[str, ...]:
    """One sentence for each of them, to be read before the gate is opened."""
    return tuple(_sentence(other) for other in others)


def _sentence(other: Lookalike) -> str:
    called = f"{other.prison_number} {full_name(other.last_name, other.first_name)}"
    told = f"{called} ({cell_and_release(other.cell, other.release_on, other.released_on)})"
    if other.same_person:
        return f"Same name and date of birth as {told}: one person under two numbers?"
    return f"Not to be confused with {told}: same surname, same prison"


def cell_and_release(cell: str | None, release_on: date | None, released_on: date | None) -> str:
    """cell B-2-014, out 5 Feb 2027: by which two people of one name are told apart."""
    place = f"cell {cell}" if cell else "cell not known"
    if released_on is not None:
        return f"left {day_in_words(released_on, weekday=False)}"
    return f"{place}, {f'out {day_in_words(release_on, weekday=False)}' if release_on else 'no release date'}"


def _text(value: FactValue | None) -> str | None:
    return None if value is None else str(value)
