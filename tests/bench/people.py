"""Made-up people by the thousand: the demo's first forty, again and again under other prison numbers.

For planning each copy is moved to days of its own, for a country's people share their answers and not their
dates: otherwise what is remembered of the first forty would answer for everybody.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from releasecheck.commands.data.demo_data import DemoPerson, demo_people
from releasecheck.core.domain import PersonRecord, Telling
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import PLAN_VERSION, CatalogueFile, builtin_files, fingerprint, rules_text
from releasecheck.policy.working_days import load_calendar
from releasecheck.store import Fingerprints, create
from releasecheck.store.base import Store

TODAY = date(2026, 11, 23)
_LONGEST_AHEAD = 4 * 365
_LONGEST_AGO = 5 * 365
_OUTCOMES_SPREAD = 60


def _few() -> tuple[DemoPerson, ...]:
    """A caseload as it is: the others of the demo are all new on one day, or have all left."""
    return demo_people(TODAY)[:40]


def prison_number(index: int) -> str:
    """The nth prison number: B0000AA, B0001AA …"""
    letters = string.ascii_uppercase
    rest, digits = divmod(index, 10_000)
    return f"B{digits:04}{letters[rest // 26 % 26]}{letters[rest % 26]}"


def people(number: int) -> Iterator[tuple[str, DemoPerson]]:
    """So many people, each with a prison number of their own."""
    return ((prison_number(n), person) for n, person in enumerate(islice(cycle(_few()), number)))


def records(number: int, first: int = 0, step: int = 1) -> Iterator[PersonRecord]:
    """What the record knows of so many people, or of every nth of them, each on days of their own."""
    few = _few()
    for n in range(first, number, step):
        yield _moved(few[n % len(few)], prison_number(n), n // len(few), told_again=n % 3 == 0)


def _moved(person: DemoPerson, own: str, copy: int, *, told_again: bool) -> PersonRecord:
    """A copy of somebody whose past lies further back and whose release lies further off.

    The steps have no factor in common with the spreads, so that the dates of two copies seldom agree.
    """
    later = timedelta(days=0 if "released_on" in person.facts else copy * 37 % _LONGEST_AHEAD)
    earlier = timedelta(days=copy * 53 % _LONGEST_AGO)
    sooner = timedelta(days=copy * 7 % _OUTCOMES_SPREAD)
    facts = {
        name: value if not isinstance(value, date) else value + later if value >= TODAY else value - earlier
        for name, value in person.facts.items()
    }
    release = next((facts[name] for name in facts if name.endswith("_release_date")), None)
    known = person.known_since - earlier
    tellings: list[Telling] = []
    if isinstance(release, date):
        first = release - timedelta(days=20 if told_again else 0)
        tellings.append(Telling(known, first, anchors={"release": first}))
        if told_again:
            tellings.append(Telling(min(known + timedelta(days=200), TODAY), release))
    outcomes = tuple(outcome._replace(on=outcome.on - sooner) for outcome in person.outcomes)
    return PersonRecord(own, facts, known, tuple(tellings), outcomes)


def planner() -> Planner:
    """The shipped rules."""
    return Planner(read_catalogue(builtin_files()), load_calendar(), load_rules())


ONE_PRISON, PEOPLE_THERE = "QZZ", 120
"""A prison that has as many people however large the country is: the first of them."""


def country(number: int) -> Iterator[tuple[str, PersonRecord]]:
    """So many people on days of their own, in 123 prisons, with 20 POMs and 50 COMs to a prison."""
    for n, record in enumerate(records(number)):
        prison = f"Q{string.ascii_uppercase[n % 122 // 26]}{string.ascii_uppercase[n % 122 % 26]}"
        prison = ONE_PRISON if n < PEOPLE_THERE else prison
        facts = {**record.facts, "prison": prison}
        for role, names in (("pom", 20), ("com", 50)):
            if role in facts:
                facts[role] = f"{prison} {role.upper()} {n // 122 % names + 1}"
        yield record.prison_number, record._replace(facts=facts)


def make_record(path: Path, number: int, *, spread: bool = False) -> str:
    """A record with so many people, planned; a prison number in it.

    `spread`: over the prisons of a country, each on days of their own.
    """
    with create(path) as store:
        fill(store, number, spread=spread)
    return prison_number(number // 2)


def marks_of(rules: Planner) -> Fingerprints:
    """What plans by the shipped rules are made from."""
    files = (*builtin_files(), CatalogueFile("rules.toml", rules_text()))
    return Fingerprints(f"{PLAN_VERSION}-{fingerprint(files)}", rules.calendar.fingerprint)


def fill(store: Store, number: int, *, spread: bool = False) -> None:
    """So many people in an empty record, planned; see `make_record`."""
    rules = planner()
    marks = marks_of(rules)
    with store.writing("bench", datetime(2026, 11, 23, tzinfo=UTC), TODAY, "bench") as tx:
        tx.save_items(rules.catalogue)
        tx.save_fingerprints(marks)
        everyone: Iterator[tuple[str, DemoPerson | PersonRecord]]
        everyone = country(number) if spread else people(number)
        for own, person in everyone:
            change = PersonChange(
                own, dict(person.facts), outcomes=person.outcomes, told_on=person.known_since
            )
            tx.save(decide(None, change, rules, TODAY), marks)
