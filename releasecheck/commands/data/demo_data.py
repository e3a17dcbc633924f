"""The made-up caseload behind `releasecheck demo`: people nobody ever met, on dates that are always near.

It is written as of a Monday and moved by whole weeks to the week it is looked at, so that every weekday in
it holds and something is due at every stage. Bank holidays stay where they are: on `BASE_DAY` they fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from releasecheck.core.domain import FactValue, RecordedOutcome
from releasecheck.core.shipped import DATA
from releasecheck.people.days import parse_day
from releasecheck.people.facts import FACTS, parse

BASE_DAY = date(2026, 11, 23)
"""The Monday that the files are written as of."""

_DATA = DATA / "demo"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One made-up person as a record would come to know them."""

    prison_number: str
    known_since: date
    """The day the record first knew of them."""
    source: str
    """Who or what gave their dates: "import", "OMU memo"."""
    facts: Mapping[str, FactValue]
    """What is known; a fact that is not known is absent."""
    outcomes: tuple[RecordedOutcome, ...]
    """Oldest first."""


def demo_people(as_of: date) -> tuple[DemoPerson, ...]:
    """The made-up people, with every date moved by whole weeks to the week of `as_of`."""
    shift = timedelta(weeks=(as_of - BASE_DAY).days // 7)
    outcomes: dict[str, list[RecordedOutcome]] = {}
    for row in _rows("outcomes.csv"):
        outcomes.setdefault(row["prison_number"], []).append(_outcome(row, shift))
    return tuple(_person(row, outcomes.get(row["prison_number"], []), shift) for row in _rows("people.csv"))


def _person(row: Mapping[str, str], outcomes: list[RecordedOutcome], shift: timedelta) -> DemoPerson:
    facts: dict[str, FactValue] = {}
    for name, fact in FACTS.items():
        value = parse(fact, row.get(name, ""))
        if value is not None and fact.kind != "prison_number":
            facts[name] = value + shift if isinstance(value, date) else value
    return DemoPerson(
        prison_number=row["prison_number"],
        known_since=parse_day(row["known_since"]) + shift,
        source=row["date_source"],
        facts=facts,
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.on)),
    )


def _outcome(row: Mapping[str, str], shift: timedelta) -> RecordedOutcome:
    return RecordedOutcome(
        item=row["item"],
        outcome=row["outcome"],
        on=parse_day(row["on"]) + shift,
        reason=row["reason"] or None,
        evidence=dict(_evidence(row["evidence"], shift)),
        by=row["by"] or None,
    )


def _evidence(text: str, shift: timedelta) -> Iterator[tuple[str, str]]:
    """Each `key=value`, parted by semicolons; a value that is a day moves as every other date does."""
    for pair in filter(None, text.split("; ")):
        key, _, value = pair.partition("=")
        yield key, (parse_day(value) + shift).isoformat() if _ISO_DAY.fullmatch(value) else value


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    import csv

    return csv.DictReader((_DATA / name).read_text(encoding="utf-8").splitlines())
