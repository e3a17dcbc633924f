"""One person's checklist for other programs: as JSON, which is a contract, and as rows.

Dates are ISO; what is not there is null. Keys are added at the end of an object, and never renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from releasecheck.core.domain import EarliestPossible, Licence, TurnedRelease
from releasecheck.formats.columns import Column, chosen, csv_of, inside, object_maker
from releasecheck.formats.json_text import Json, plain
from releasecheck.people.fact_checks import Check
from releasecheck.people.facts import FACTS
from releasecheck.people.questions import OwnQuestion
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_ORDER, Countdown, TaskLine

_IDENTITY = ("prison_number", "first_name", "last_name")


def to_json_countdown(report: Countdown) -> dict[str, Json]:
    """One person's checklist, exactly as the contract has it."""
    order = {name: n for n, name in enumerate(FACTS)}
    known = sorted(report.facts, key=lambda name: (order.get(name, len(order)), name))
    return {
        "as_of": plain(report.as_of),
        "person": {
            "prison_number": report.prison_number,
            "name": report.name,
            "facts": {name: plain(report.facts[name]) for name in known if name not in _IDENTITY},
        },
        "release": _json_release(report),
        "handover": _json_handover(report),
        "licence": _json_licence(report.licence),
        "tasks": list(map(_task_object, report.tasks)),
        "counts": dict(report.counts),
        "stopped": json_stopped(report.stopped),
        "earliest_possible": _json_earliest(report.earliest),
        "own_questions": [json_question(each) for each in report.questions],
        "to_check": list(map(_json_check, report.found)),
    }


def json_question(question: OwnQuestion) -> Json:
    """A question or an application of the person's own."""
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
        "to": question.to,
        "asked_on": plain(question.asked_on),
        "answered_on": plain(question.answered_on),
    }


def _json_check(check: Check) -> Json:
    """What somebody should look at, and what to type once it is dealt with; null where nothing is."""
    return {
        "code": check.code,
        "text": check.text,
        "facts": list(check.facts),
        "alarm": check.alarm,
        "settled_by": check.settled_by or None,
    }


def json_stopped(stop: TurnedRelease | None) -> Json:
    """What stands in the way of a release; null while nothing does."""
    if stop is None:
        return None
    return {"kind": stop.kind, "words": stop.words, "since": plain(stop.since), "item": stop.item}


def _json_earliest(earliest: EarliestPossible | None) -> Json:
    if earliest is None:
        return None
    return {"date": plain(earliest.date), "type": earliest.type, "because": earliest.because}


def _json_release(report: Countdown) -> Json:
    release = report.release
    if release is None:
        return None
    return {
        "date": plain(release.date),
        "type": release.type,
        "nominal_date": plain(release.nominal_date),
        "confirmed": release.confirmed,
        "source": release.source,
        "days": report.days_to_release,
        "working_days": report.working_days_to_release,
        "may_move_to": plain(release.may_move_to),
    }


def _json_handover(report: Countdown) -> Json:
    handover = report.handover
    if handover is None:
        return None
    earliest = handover.earliest_release
    return {
        "date": plain(handover.date),
        "start": plain(handover.start),
        "reason": handover.reason,
        "responsible": handover.responsible,
        "supporting": handover.supporting,
        "earliest_release": {"date": plain(earliest.date), "type": earliest.type} if earliest else None,
        "not_known": phrases.responsible_for_want_of(report.facts, handover),
    }


def _json_licence(licence: Licence | None) -> Json:
    if licence is None:
        return None
    return {
        "start": plain(licence.start),
        "hard_stop": plain(licence.hard_stop),
        "hard_stop_warning": plain(licence.hard_stop_warning),
    }


class PersonTask(NamedTuple):
    """One task of a checklist: what a row is made of."""

    report: Countdown
    task: TaskLine


def person_tasks(report: Countdown) -> Iterator[PersonTask]:
    """Each task of a person's checklist."""
    return (PersonTask(report, task) for task in report.tasks)


_TASK: tuple[Column[TaskLine], ...] = (
    Column("item", "the task, by its id", "item"),
    Column("title", "its title", "title"),
    Column("pathway", "its pathway", "pathway"),
    Column("owner", "the role that must act", "owner"),
    Column("owner_name", "who that is, where somebody is named", "owner_name"),
    Column("state", "where it stands: " + ", ".join(STATE_ORDER), "state"),
    Column("position", "the line's own name for that, where it has one", "position"),
    Column("opens_on", "the first day it can be done", "opens_on"),
    Column("due_on", "the day it is due", "due_on"),
    Column("expires_on", "the last day on which the outcome counts", "expires_on"),
    Column("chase_on", "the day to chase an answer", "chase_on"),
    Column("days", "days until it is due; negative when that has passed", "days"),
    Column("compressed", "whether it was due before anybody could have known", "compressed"),
    Column("days_lost", "how many days too late it became known", "days_lost"),
    Column("outcome", "what was recorded last", "outcome"),
    Column("outcome_on", "the day of that", "outcome_on"),
    Column("outcome_reason", "the reason given for it", "outcome_reason"),
    Column("missing_facts", "the facts that would say whether it applies, or done_before", "missing_facts"),
    Column("blocked_by", "what must come first", "blocked_by"),
    Column("reasons", "why it stands as it does", "reasons"),
    Column("next", "what to do", "next"),
    Column("local_default", "whether its date rests on a number that no source confirms", "local_default"),
    Column("contested_with", "handed back: who else it could be with, by role", "contested_with"),
    Column("contested_name", "who that is, where somebody is named", "contested_name"),
)

TASKS: tuple[Column[PersonTask], ...] = (
    Column("as_of", "the day it was worked out for", "report.as_of"),
    Column("prison_number", "whose it is", "report.prison_number"),
    Column("name", "their name", "report.name"),
    Column("release_date", "the release day counted to", "report.release?.date"),
    *inside("task", _TASK),
)

_EVIDENCE: Column[TaskLine] = Column(
    "evidence",
    "what was written down with the outcome, by field",
    lambda task: dict(sorted(task.evidence.items())),
)

#: A task as the contract has it: of the same columns, what was promised.
TASK_OBJECT: tuple[Column[TaskLine], ...] = (
    *chosen(_TASK, "item", "title", "pathway", "owner", "owner_name", "state", "position"),
    *chosen(_TASK, "opens_on", "due_on", "expires_on", "chase_on", "days", "compressed"),
    *chosen(_TASK, "outcome", "outcome_on"),
    _EVIDENCE,
    *chosen(_TASK, "missing_facts", "blocked_by", "reasons", "next", "contested_with", "contested_name"),
)
_task_object = object_maker(TASK_OBJECT)


def countdown_csv(report: Countdown) -> Iterator[str]:
    """One person's tasks as CSV."""
    return csv_of(TASKS, person_tasks(report))
