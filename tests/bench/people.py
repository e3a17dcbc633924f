"""Made-up people by the thousand: the demo's forty, again and again under other prison numbers."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path

from releasecheck.catalogue_files import builtin_files, fingerprint, read_catalogue
from releasecheck.changes import PersonChange, decide
from releasecheck.demo_data import DemoPerson, demo_people
from releasecheck.domain import PersonRecord
from releasecheck.planning import PLAN_VERSION, Planner
from releasecheck.rules import load_rules
from releasecheck.store import Fingerprints, create
from releasecheck.working_days import load_calendar

TODAY = date(2026, 11, 23)


def prison_number(index: int) -> str:
    """The nth prison number: B0000AA, B0001AA …"""
    letters = string.ascii_uppercase
    rest, digits = divmod(index, 10_000)
    return f"B{digits:04}{letters[rest // 26 % 26]}{letters[rest % 26]}"


def people(number: int) -> Iterator[tuple[str, DemoPerson]]:
    """So many people, each with a prison number of their own."""
    return ((prison_number(n), person) for n, person in enumerate(islice(cycle(demo_people(TODAY)), number)))


def records(number: int) -> Iterator[PersonRecord]:
    """What the record knows of so many people."""
    for own, person in people(number):
        yield PersonRecord(own, person.facts, person.known_since, outcomes=person.outcomes)


def planner() -> Planner:
    """The shipped rules."""
    return Planner(read_catalogue(builtin_files()), load_calendar(), load_rules())


def make_record(path: Path, people: int) -> str:
    """A record with so many people, planned; a prison number in it."""
    rules = planner()
    marks = Fingerprints(f"{PLAN_VERSION}-{fingerprint(builtin_files())}", rules.calendar.fingerprint)
    with (
        create(path) as store,
        store.writing("bench", datetime(2026, 11, 23, tzinfo=UTC), TODAY, "bench") as tx,
    ):
        tx.save_items(rules.catalogue)
        tx.save_fingerprints(marks)
        for own, person in _numbered(people):
            change = PersonChange(
                own, dict(person.facts), outcomes=person.outcomes, told_on=person.known_since
            )
            tx.save(decide(None, change, rules, TODAY), marks)
    return prison_number(people // 2)


def _numbered(number: int) -> Iterator[tuple[str, DemoPerson]]:
    return people(number)
