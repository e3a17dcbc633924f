"""For every list of columns, a row of which no two values are alike, and what it must read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from releasecheck.core.domain import (
    EarliestRelease,
    Handover,
    Licence,
    PersonRecord,
    RecordedOutcome,
    Release,
    Telling,
    TurnedRelease,
)
from releasecheck.exchange.writing.export_columns import (
    BEFORE,
    FACT_NAMES,
    FACTS_TOLD,
    HISTORY,
    OUTCOMES,
    PEOPLE,
    PLANS,
    AskedBefore,
    HistoryRow,
    NumberedOutcome,
    with_evidence,
)
from releasecheck.formats.columns import Column
from releasecheck.people.entries import RecordedFact
from releasecheck.people.history import HistoryPart, Line, Undone
from releasecheck.people.later_facts import LATER
from releasecheck.planning.contacts import Request, Step
from releasecheck.reports.caseload.data import caseload_columns, missing_columns
from releasecheck.reports.caseload.missing import CaseloadRow, MissingRow
from releasecheck.reports.person.contact_lines import asked_columns
from releasecheck.reports.person.countdown import STATE_ORDER, Countdown
from releasecheck.reports.person.countdown_data import TASKS, PersonTask
from releasecheck.store.rows import LogRow
from tests.made_up import reports as made_up

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
COUNTS = {state: 100 + number for number, state in enumerate(STATE_ORDER)}


class Case(NamedTuple):
    """A list of columns, what one row is made of, and what must stand under each heading."""

    columns: Sequence[Column[Any]]
    source: object
    expected: Mapping[str, object]


REPORT: Countdown = made_up.countdown((), {"prison": "LEI"})._replace(
    release=Release(
        date=date(2027, 2, 5),
        type="CRD",
        nominal_date=date(2027, 2, 6),
        confirmed=True,
        source="OMU memo",
        told_on=date(2026, 1, 31),
        may_move_to=date(2027, 2, 4),
    ),
    days_to_release=74,
    working_days_to_release=51,
    handover=Handover(
        date=date(2026, 5, 23),
        start=date(2026, 5, 22),
        reason="determinate",
        responsible="COM",
        supporting="POM",
        earliest_release=EarliestRelease(date(2027, 3, 1), "HDCED"),
    ),
    licence=Licence(date(2027, 2, 7), date(2027, 2, 3), date(2027, 2, 1)),
    counts=COUNTS,
)

TASK = made_up.task(
    "dtr",
    "waiting",
    title="Duty to refer",
    pathway="accommodation",
    owner="POM",
    owner_name="P. Marsh",
    position="submitted",
    opens_on=date(2026, 12, 11),
    due_on=date(2027, 1, 8),
    expires_on=date(2027, 1, 9),
    chase_on=date(2027, 1, 10),
    closes_on=date(2027, 1, 11),
    compressed=True,
    days_lost=7,
    outcome="sent",
    outcome_on=date(2026, 10, 30),
    outcome_reason="late memo",
    evidence={"receipt": "R1", "authority": "Leeds"},
    gaps=("read_by",),
    missing_facts=("tier", "rosh"),
    settling_facts=("housing",),
    blocked_by=("crs", "oasys"),
    warnings=("cas2",),
    reasons=("no next accommodation recorded", "known too late"),
    next="make the referral",
    contested_with="COM",
    contested_name="T. Hughes",
)

TASK_ROW = {
    "as_of": TODAY,
    "prison_number": "A1234BC",
    "name": "RIVERS, Sam",
    "release_date": date(2027, 2, 5),
    "item": "dtr",
    "title": "Duty to refer",
    "pathway": "accommodation",
    "owner": "POM",
    "owner_name": "P. Marsh",
    "state": "waiting",
    "position": "submitted",
    "opens_on": date(2026, 12, 11),
    "due_on": date(2027, 1, 8),
    "expires_on": date(2027, 1, 9),
    "chase_on": date(2027, 1, 10),
    "days": 46,
    "compressed": True,
    "days_lost": 7,
    "outcome": "sent",
    "outcome_on": date(2026, 10, 30),
    "outcome_reason": "late memo",
    "missing_facts": ("tier", "rosh"),
    "blocked_by": ("crs", "oasys"),
    "reasons": ("no next accommodation recorded", "known too late"),
    "next": "make the referral",
    "local_default": False,
    "contested_with": "COM",
    "contested_name": "T. Hughes",
}

MISSING = MissingRow(
    prison_number="A1234BC",
    name="RIVERS, Sam",
    prison="LEI",
    item="da_check",
    title="Police enquiry",
    owner="PRT",
    owner_name="J. Okafor",
    state="chase",
    due_on=date(2026, 11, 20),
    days=-3,
    missing_facts=("tier", "rosh"),
    blocked_by=("crs", "oasys"),
    release_on=date(2027, 2, 5),
    next="chase: the police answer",
    local_default=True,
    waited=24,
    rosh="high",
    com="K. Ito",
    outcome="sent",
    outcome_on=date(2026, 10, 30),
    sent_to="West Yorkshire Police",
    gaps=("read_by", "read_on"),
    earliest_on=date(2027, 1, 8),
    stopped=TurnedRelease("detained", "to be detained under IS91", date(2026, 11, 20), "immigration"),
    contested_with="SPO",
    contested_name="A. Senior",
)

MISSING_ROW = {
    "as_of": TODAY,
    "prison_number": "A1234BC",
    "name": "RIVERS, Sam",
    "prison": "LEI",
    "release_date": date(2027, 2, 5),
    "item": "da_check",
    "title": "Police enquiry",
    "owner": "PRT",
    "owner_name": "J. Okafor",
    "state": "chase",
    "due_on": date(2026, 11, 20),
    "days": -3,
    "missing_facts": ("tier", "rosh"),
    "blocked_by": ("crs", "oasys"),
    "next": "chase: the police answer",
    "local_default": "yes",
    "rosh": "high",
    "com": "K. Ito",
    "reason": "contested",
    "outcome": "sent",
    "outcome_on": date(2026, 10, 30),
    "waited": 24,
    "sent_to": "West Yorkshire Police",
    "evidence_missing": ("read_by", "read_on"),
    "earliest_possible": date(2027, 1, 8),
    "stopped": "to be detained under IS91",
    "contested_with": "SPO",
    "contested_name": "A. Senior",
}

PERSON = CaseloadRow(
    prison_number="A1234BC",
    name="RIVERS, Sam",
    prison="LEI",
    release=Release(date(2027, 2, 5), "CRD", date(2027, 2, 6), True),
    days_to_release=74,
    counts=COUNTS,
    released_on=date(2027, 2, 8),
    pom="P. Marsh",
    com="K. Ito",
    stopped=TurnedRelease("detained", "to be detained under IS91", date(2027, 1, 14), "immigration"),
    earliest_on=date(2027, 1, 8),
)

PERSON_ROW = {
    "as_of": TODAY,
    "prison_number": "A1234BC",
    "name": "RIVERS, Sam",
    "prison": "LEI",
    "release_date": date(2027, 2, 5),
    "release_type": "CRD",
    "confirmed": True,
    "days": 74,
    "released_on": date(2027, 2, 8),
    "pom": "P. Marsh",
    "com": "K. Ito",
    "missing": 100 + 101 + 102 + 103 + 104 + 105 + 106,
    **COUNTS,
    "stopped": "to be detained under IS91",
    "earliest_possible": date(2027, 1, 8),
}

LOGGED = LogRow(
    id=7,
    at="2026-11-23T14:05:00Z",
    by="P. Marsh",
    command="export plans",
    kind="disclosure",
    people=("A1234BC", "A5561CD"),
    reason="asked by court",
    recipient="the court",
    previous_hash="aa11",
    hash="bb22",
    origin="leeds-7",
    login="marsh",
    written_at="2026-11-24T08:00:00Z",
    unfinished=True,
)

LOG_ROW = {
    "id": 7,
    "at": "2026-11-23T14:05:00Z",
    "by": "P. Marsh",
    "command": "export plans",
    "kind": "disclosure",
    "people": ("A1234BC", "A5561CD"),
    "reason": "asked by court",
    "recipient": "the court",
    "previous_hash": "aa11",
    "hash": "bb22",
    "origin": "leeds-7",
    "login": "marsh",
    "written_at": "2026-11-24T08:00:00Z",
    "unfinished": True,
}

OUTCOME = NumberedOutcome(
    "A1234BC",
    3,
    RecordedOutcome(
        item="dtr",
        outcome="submitted",
        on=date(2026, 10, 30),
        reason="late memo",
        evidence={"receipt": "R1", "authority": "Leeds"},
        by="P. Marsh",
        id=41,
    ),
)

OUTCOME_ROW = {
    "prison_number": "A1234BC",
    "item": "dtr",
    "outcome": "submitted",
    "on": date(2026, 10, 30),
    "reason": "late memo",
    "by": "P. Marsh",
    "sequence": 3,
}

AFTERWARDS = [fact.name for fact in LATER]
"""Facts that came later have their columns after those that were there."""

CASES: dict[str, Case] = {
    "people": Case(
        PEOPLE,
        PersonRecord(
            prison_number="A1234BC",
            facts={name: f"what is known of {name}" for name in FACT_NAMES},
            known_since=date(2026, 1, 31),
            tellings=(
                Telling(date(2026, 2, 1), date(2027, 2, 5), "CRD", True, "memo", {"x": date(2027, 1, 1)}),
            ),
            owners={"dtr": "PRT"},
        ),
        {
            "prison_number": "A1234BC",
            **{name: f"what is known of {name}" for name in FACT_NAMES if name not in AFTERWARDS},
            "known_since": date(2026, 1, 31),
            "releases_told": [
                {
                    "told_on": "2026-02-01",
                    "date": "2027-02-05",
                    "type": "CRD",
                    "confirmed": True,
                    "source": "memo",
                    "anchors": {"x": "2027-01-01"},
                }
            ],
            "owners": {"dtr": "PRT"},
            **{name: f"what is known of {name}" for name in AFTERWARDS},
        },
    ),
    "facts": Case(
        FACTS_TOLD,
        RecordedFact("A1234BC", "housing", "settled", date(2026, 11, 2), "OMU memo", "P. Marsh", AT, 41),
        {
            "prison_number": "A1234BC",
            "fact": "housing",
            "value": "settled",
            "told_on": date(2026, 11, 2),
            "source": "OMU memo",
            "recorded_at": AT,
            "by": "P. Marsh",
            "entry": 41,
        },
    ),
    "tasks": Case(TASKS, PersonTask(REPORT, TASK), TASK_ROW),
    "before": Case(
        BEFORE,
        AskedBefore("A1234BC", "RIVERS, Sam", TASK),
        {
            "prison_number": "A1234BC",
            "name": "RIVERS, Sam",
            "item": TASK.item,
            "title": TASK.title,
            "counted_from": TASK.reasons[-1],
            "done_before": None,
            "on": None,
        },
    ),
    "plans": Case(
        PLANS,
        REPORT,
        {
            "as_of": TODAY,
            "prison_number": "A1234BC",
            "name": "RIVERS, Sam",
            "prison": "LEI",
            "release_date": date(2027, 2, 5),
            "release_type": "CRD",
            "nominal_date": date(2027, 2, 6),
            "confirmed": True,
            "release_source": "OMU memo",
            "days": 74,
            "working_days": 51,
            "may_move_to": date(2027, 2, 4),
            "handover_date": date(2026, 5, 23),
            "handover_start": date(2026, 5, 22),
            "handover_reason": "determinate",
            "responsible": "COM",
            "supporting": "POM",
            "earliest_release": date(2027, 3, 1),
            "earliest_release_type": "HDCED",
            "licence_start": date(2027, 2, 7),
            "hard_stop": date(2027, 2, 3),
            "hard_stop_warning": date(2027, 2, 1),
            **COUNTS,
        },
    ),
    "outcomes": Case(OUTCOMES, OUTCOME, {**OUTCOME_ROW, "evidence": {"authority": "Leeds", "receipt": "R1"}}),
    "outcomes with evidence": Case(
        with_evidence(("authority", "nothing", "receipt")),
        OUTCOME,
        {
            **OUTCOME_ROW,
            "evidence.authority": "Leeds",
            "evidence.nothing": None,
            "evidence.receipt": "R1",
        },
    ),
    "history": Case(
        HISTORY,
        HistoryRow(
            "A1234BC",
            Line(
                entry=41,
                at=AT,
                by="P. Marsh",
                command="set",
                day=date(2026, 11, 21),
                deed="undid entry 40",
                parts=(),
                told_on=date(2026, 11, 2),
                source="OMU memo",
                reason="a slip",
                undone=Undone(57, datetime(2026, 11, 24, tzinfo=UTC), "K. Ito", "not a slip"),
            ),
            HistoryPart("fact", "housing", "homeless", "settled", "housing settled, was homeless"),
        ),
        {
            "prison_number": "A1234BC",
            "entry": 41,
            "recorded_at": AT,
            "by": "P. Marsh",
            "command": "set",
            "day": date(2026, 11, 21),
            "kind": "fact",
            "name": "housing",
            "before": "homeless",
            "after": "settled",
            "words": "undid entry 40: housing settled, was homeless",
            "told_on": date(2026, 11, 2),
            "source": "OMU memo",
            "reason": "a slip",
            "undone_by": 57,
            "undone_reason": "not a slip",
        },
    ),
    "missing": Case(missing_columns(TODAY), MISSING, MISSING_ROW),
    "list": Case(caseload_columns(TODAY), PERSON, PERSON_ROW),
    "asked": Case(
        asked_columns("A1234BC", TODAY),
        Request(
            id=57,
            kind="video link",
            of="OMU",
            asked_on=date(2026, 11, 2),
            asked_by="P. Marsh",
            item="first_contact",
            note="for an hour",
            steps=(
                Step("offered", date(2026, 11, 5), "K. Ito", "on Friday"),
                Step("refused", date(2026, 11, 6), "K. Ito", "no link free"),
                Step("answered", date(2026, 11, 9), "K. Ito", "it took place"),
            ),
        ),
        {
            "as_of": TODAY,
            "prison_number": "A1234BC",
            "request": 57,
            "kind": "video link",
            "asked_of": "OMU",
            "asked_on": date(2026, 11, 2),
            "asked_by": "P. Marsh",
            "for_item": "first_contact",
            "note": "for an hour",
            "offered_on": date(2026, 11, 5),
            "refused_on": date(2026, 11, 6),
            "refused_because": "no link free",
            "answered_on": date(2026, 11, 9),
            "status": "answered",
            "days_waited": "3",
        },
    ),
}
