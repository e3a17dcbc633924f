"""Catalogues of one or two items, and somebody who is planned by them.

Everybody here is released on Fri 5 Feb 2027, confirmed and told on Mon 2 Feb 2026, unless a test says
otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from releasecheck.core.domain import (
    Facts,
    FactValue,
    PersonRecord,
    RecordedOutcome,
    Task,
    Telling,
)
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import CatalogueFile, builtin_files
from releasecheck.policy.working_days import load_calendar

CALENDAR = load_calendar()
RULES = load_rules()
RELEASE = date(2027, 2, 5)
TOLD = date(2026, 2, 2)
TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def by_the_rules() -> Catalogue:
    """The shipped catalogue as if nothing in it had ever been new."""
    since = re.compile(r"since = 2026-11-27(, |\n)")
    return read_catalogue([CatalogueFile(file.name, since.sub("", file.text)) for file in builtin_files()])


def item(name: str, rules: str) -> str:
    """One item in TOML, with the keys that every item must have."""
    own = "" if "owner = " in rules else 'owner = "COM"'
    return f"""
[item.{name}]
title = "{name}"
pathway = "work"
{own}
action = "do it"
sources = [{{ title = "made up", confidence = "low", checked = 2026-11-21 }}]
{rules}
"""


def planner(*items: str) -> Planner:
    """A planner for a catalogue of these items and nothing else."""
    return Planner(read_catalogue([CatalogueFile("small.toml", "".join(items))]), CALENDAR, RULES)


def did(name: str, outcome: str, on: str, reason: str | None = None, **evidence: str) -> RecordedOutcome:
    """Something recorded."""
    return RecordedOutcome(name, outcome, date.fromisoformat(on), reason, evidence)


def telling(on: date, release: date) -> Telling:
    """A release date told on a day."""
    return Telling(on, release, confirmed=True, anchors={"release": release})


def tasks(
    rules: Planner,
    *outcomes: RecordedOutcome,
    facts: Facts | None = None,
    release: date | None = RELEASE,
    tellings: Sequence[Telling] | None = None,
    owners: Mapping[str, str] | None = None,
    today: date = TODAY,
) -> dict[str, Task]:
    """The tasks of somebody, by item."""
    known: dict[str, FactValue] = {"confirmed_release_date": release} if release else {}
    told = (telling(TOLD, release),) if release else ()
    record = PersonRecord(
        prison_number="A1234BC",
        facts={**known, **(facts or {})},
        known_since=TOLD,
        tellings=told if tellings is None else tuple(tellings),
        outcomes=outcomes,
        owners=owners or {},
    )
    return {task.item: task for task in rules.plan(record, today).tasks}


def day(text: str) -> date:
    return date.fromisoformat(text)


REFERRAL = """
opens = { before = "release", weeks = 40 }
due = { before = "release", weeks = 8 }
expires = { after = "sent", weeks = 26 }
chase = { after = "sent", working_days = 10 }
outcomes.sent = { kind = "waiting", next = "record the answer" }
outcomes.done = { kind = "done" }
outcomes.withdrawn = { kind = "again", next = "send it again" }
outcomes.begun = { kind = "again", draft = true, next = "finish it" }
outcomes.left = { kind = "again", achieved = true }
evidence.sent = ["to", "reference?"]
"""
FIELDS = '[field.to]\nask = "to whom"\n[field.reference]\nask = "reference"\n'
REFER = planner(item("refer", REFERRAL), FIELDS)


EIGHT_WEEKS = planner(item("refer", 'due = { before = "release", weeks = 8 }'))

#: An office file with one item of its own.
BOOKS = """
[item.books]
title = "Library books returned"
pathway = "release_day"
owner = "OMU"
action = "collect the books"
evidence.done = ["shelf"]
outcomes.done = { kind = "done" }
sources = [{ title = "Governor's order", confidence = "high", checked = 2026-11-02 }]
[field.shelf]
ask = "Which shelf"
"""
