"""What may be recorded as the outcome of a task, and the facts that are recorded with it.

Pure: the record and the plan as they stand go in; an objection in words, or the facts, come out. Asking for
evidence is the commands' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from releasecheck.core.domain import (
    COUNTERSIGN,
    DONE_BEFORE,
    NOT_DONE_BEFORE,
    Facts,
    FactValue,
    OutcomeKind,
    PersonRecord,
    Plan,
    RecordedOutcome,
    Task,
    day_known,
)
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_words, listed
from releasecheck.people.days import parse_date, typed_day
from releasecheck.people.fact import Years
from releasecheck.people.facts import FACTS, BadValue, parse, parse_time, parse_whole, to_text
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import counts, ready, unmet
from releasecheck.policy.catalogue import Catalogue, EvidenceField, Item, OutcomeSpec
from releasecheck.policy.conditions import Condition, other_task
from releasecheck.policy.derived_facts import DERIVED_FACTS

#: The first day on which anything can have been done about somebody: the earliest of these that is known.
_RECEIVED = ("reception_date", "sentence_start_date")


class TaskStanding(NamedTuple):
    """One task of one person as it stands before something is recorded about it."""

    record: PersonRecord
    task: Task | None
    """None for an item that is switched off."""
    failed: tuple[Condition, ...]
    """The conditions by which it does not apply."""
    released: bool


def standing(planner: Planner, record: PersonRecord, item: Item, today: date) -> TaskStanding:
    """How one task stands today."""
    return standing_in(planner.plan(record, today), planner.prepare(record, today).inputs, record, item)


def standing_in(plan: Plan, inputs: Facts, record: PersonRecord, item: Item) -> TaskStanding:
    """How one task stands in a plan; `inputs` is what conditions read of the person that day."""
    task = plan.task(item.id)
    failed = tuple(condition for condition in item.applies if condition.answer(inputs) is False)
    return TaskStanding(record, task, failed, bool(inputs["released"]))


def outcomes_meant(item: Item, kind: OutcomeKind) -> tuple[OutcomeSpec, ...]:
    """What a word such as done means for an item: its usual outcome of that kind alone, or all of them."""
    usual = {"done": "done", "declined": "declined", "waived": "not_needed"}.get(kind)
    found = tuple(spec for spec in item.outcomes.values() if spec.kind == kind)
    return next(((spec,) for spec in found if spec.name == usual), found)


def completes(spec: OutcomeSpec, now: TaskStanding, evidence: Mapping[str, str]) -> bool:
    """Whether this only adds what was missing when the same outcome was recorded before."""
    task = now.task
    if task is None or task.outcome != spec.name or not any(name in task.gaps for name in evidence):
        return False
    return all(task.evidence.get(name, text) == text for name, text in evidence.items())


def objection(
    item: Item, spec: OutcomeSpec, now: TaskStanding, day: date, *, although: bool = False
) -> str | None:
    """Why this outcome cannot be recorded as of a day, with what to type instead; None when it can."""
    return (
        too_early(now.record, day)
        or _not_asked(item, spec, now)
        or _not_to_sign(item, spec, now)
        or (None if now.task is None else _done_already(item, spec, now, now.task, day))
        or (None if although or now.task is None else _does_not_fit(item, spec, now, now.task))
    )


def retired_by(item: Item, now: TaskStanding, day: date) -> str | None:
    """That nobody asks for it any more on that day; None where it was asked for, or is again."""
    retired = item.retired
    if retired is None or retired.brought_back or day < retired.since:
        return None
    number, into = now.record.prison_number, retired.into
    if into is not None:
        return (
            f"{item.id} of {number} is {retired.words}. Record it there: "
            f"releasecheck mark {number} {into} OUTCOME. To record it here: add --although"
        )
    return (
        f"{item.id} of {number} is {retired.words}. What happened before that day: "
        "add --on DAY. To record it all the same: add --although"
    )


def too_soon(item: Item, spec: OutcomeSpec, now: TaskStanding, day: date) -> str | None:
    """That it waits for something else to be recorded first, on that day; None when it does not."""
    task = now.task
    if task is None or task.rest != "open" or task.outcome is not None or ready(task, day):
        return None
    if spec.kind in ("declined", "waived", "not_achieved"):
        return None
    number, first = now.record.prison_number, unmet(task.needs, day)
    sent = next(
        (need.outcomes[0] for need in item.needs_hard if need.item == first[0] and need.outcomes), "done"
    )
    return (
        f"{item.id} of {number} cannot start before {listed(first)}. If that was sent, record it first: "
        f"releasecheck mark {number} {first[0]} {sent} --on DAY. To record this all the same: "
        "add --although"
    )


def asked_before(now: TaskStanding) -> bool:
    """Whether it is asked if the task was done before anybody here knew of the person."""
    return now.task is not None and now.task.missing_facts == (DONE_BEFORE,) and now.task.outcome is None


def already_so(record: PersonRecord, recorded: RecordedOutcome) -> bool:
    """Whether the last that was recorded of this item says the same, to the letter."""
    same = [outcome for outcome in record.outcomes if outcome.item == recorded.item]
    return bool(same) and same[-1]._replace(id=None, by=recorded.by, for_release=None) == recorded


def too_early(record: PersonRecord, day: date) -> str | None:
    """Why nothing can have been done about somebody on a day, before they were there."""
    known = [(found, name) for name in _RECEIVED if isinstance(found := record.facts.get(name), date)]
    born = record.facts.get("date_of_birth")
    if not known and isinstance(born, date):
        known = [(born, "date_of_birth")]
    first, name = min(known, default=(day, ""))
    if day >= first:
        return None
    return (
        f"{day_in_words(day)} is before the {FACTS[name].title.lower()} of {record.prison_number}, "
        f"{day_in_words(first)}. If that is wrong: releasecheck set {record.prison_number} {name}=DATE"
    )


def _not_asked(item: Item, spec: OutcomeSpec, now: TaskStanding) -> str | None:
    """That something was not done before is an answer only where that is asked."""
    if spec.name != NOT_DONE_BEFORE or now.task is None:
        return None
    if asked_before(now):
        return None
    number = now.record.prison_number
    return (
        f"nobody asks whether {item.id} of {number} was done before. "
        f"How it stands: releasecheck why {number} {item.id}"
    )


def _not_to_sign(item: Item, spec: OutcomeSpec, now: TaskStanding) -> str | None:
    """Only what is done and waits for it is countersigned."""
    if spec.kind != "countersigned" or now.task is None or now.task.outcome_next == COUNTERSIGN:
        return None
    number = now.record.prison_number
    return (
        f"{item.id} of {number} does not wait to be countersigned. "
        f"How it stands: releasecheck why {number} {item.id}"
    )


def _done_already(item: Item, spec: OutcomeSpec, now: TaskStanding, task: Task, day: date) -> str | None:
    """The same answer twice is a slip; what is done again and again, or for another day, is not."""
    if task.misfit or not day_known(task.evidence):
        return None
    if spec.kind != "done" or task.outcome != spec.name or not counts(task, day) or task.outcome_on is None:
        return None
    if (item.rolling or len(item.checkpoints) > 1) and day != task.outcome_on:
        return None
    if not any(one.item == item.id and one.outcome == spec.name for one in now.record.outcomes):
        return None  # what stands was recorded of an item that is read as this one
    return (
        f"{now.record.prison_number} {item.id} is {spec.name} already, on {day_in_words(task.outcome_on)}. "
        "If that was wrong, take it back first: releasecheck undo, or releasecheck void ENTRY"
    )


def _does_not_fit(item: Item, spec: OutcomeSpec, now: TaskStanding, task: Task) -> str | None:
    number = now.record.prison_number
    gone = now.released and not item.after_release
    # A route may have been begun elsewhere for somebody whom our facts rule out: what happened is recorded.
    route = bool(item.positions)
    ruled_out = task.rest == "not_applicable" and task.outcome is None and (now.failed or not gone)
    if ruled_out and not route and not _made_so(spec, now):
        why = _because(task.reasons)
        return f"{item.id} does not apply to {number}{why}. {_what_decides(now, number)}add --although"
    if spec.kind == "waived" and task.rest == "open":
        return (
            f"{item.id} applies to {number}{_because(task.reasons)}. "
            f"What decides it: releasecheck why {number} {item.id}. To waive it all the same: add --although"
        )
    return None


def _made_so(spec: OutcomeSpec, now: TaskStanding) -> bool:
    """Whether only what this outcome tells rules the item out: it was done, and what follows is known."""
    facts = now.record.facts
    told = {name for name, value in spec.facts.items() if facts.get(name) == value}
    return bool(now.failed) and all(told.intersection(_facts_read((failed,))) for failed in now.failed)


def _because(reasons: tuple[str, ...]) -> str:
    return f": {listed(reasons)}" if reasons else ""


def _what_decides(now: TaskStanding, number: str) -> str:
    """Which facts would have to be others, and how to say so."""
    asked = tuple(dict.fromkeys(_facts_read(now.failed)))
    if not asked:
        return "To record it all the same: "
    known = listed(f"{name} is {_shown(name, now.record.facts)}" for name in asked)
    change = [name for name in asked if name in FACTS]
    how = f"releasecheck set {number} {' '.join(f'{name}=…' for name in change)}" if change else ""
    if "release_date" in asked:
        how = " or ".join(filter(None, (how, f"releasecheck redate {number} DATE")))
    return f"Decided by: {known}. If that is wrong: {how}; if not, "


def _facts_read(conditions: tuple[Condition, ...]) -> Iterator[str]:
    for condition in conditions:
        for leaf in condition.leaves():
            if other_task(leaf.fact) is not None:
                continue
            derived = DERIVED_FACTS.get(leaf.fact)
            yield from derived.comes_from if derived else (leaf.fact,)


def _shown(name: str, facts: Facts) -> str:
    if name == "release_date":
        return "as recorded"
    value = facts.get(name)
    return "not known" if value is None else to_text(value)


def facts_told(spec: OutcomeSpec, evidence: Mapping[str, str], catalogue: Catalogue) -> dict[str, FactValue]:
    """The facts that an outcome and its evidence say as well: recorded with it, so never typed twice."""
    told = dict(spec.facts)
    for name, text in evidence.items():
        fact = catalogue.fields[name].fact if name in catalogue.fields else None
        value = parse(FACTS[fact], text) if fact else None
        if fact and value is not None:
            told[fact] = value
    return told


def facts_to_record(
    spec: OutcomeSpec,
    recorded: RecordedOutcome,
    catalogue: Catalogue,
    told_on: Callable[[str], date | None],
) -> dict[str, FactValue]:
    """The facts that an outcome tells, unless something later is known of them.

    `told_on`: the day that the value of a fact which stands was told, or None.
    """
    told = facts_told(spec, recorded.evidence, catalogue)
    return {name: value for name, value in told.items() if (told_on(name) or recorded.on) <= recorded.on}


def worth_suggesting(spec: OutcomeSpec, facts: Facts) -> dict[str, FactValue]:
    """The facts that this outcome makes likely and the record does not say yet.

    That something is no longer so is suggested only where it was so.
    """
    return {
        name: value
        for name, value in spec.suggests.items()
        if facts.get(name) != value and (value is not False or facts.get(name) is True)
    }


_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def parse_evidence(field: EvidenceField, text: str, today: date | None = None) -> str:
    """The value as it is kept; raises BadValue saying what was expected.

    `today`: given for what is typed, where a day may be `yesterday`, and an appointment `5 feb`.
    """
    if field.kind == "date":
        years: Years = "coming" if field.appointment else "past"
        if today is None:
            return parse_date(text, years).isoformat()
        # Of a day that is no appointment nobody knows whether it lies ahead: its year must be written.
        return typed_day(text, today, ahead=True if field.appointment else None, years=years).isoformat()
    if field.kind == "time":
        # Words that may stand in the place of a time are read however they are written.
        words = re.sub(r"\bon the\b|\bthe\b|[ _]", "", text.lower())
        said = next((value for value in field.values if value.replace("_", "") == words), None)
        return said or parse_time(text)
    if field.kind == "yes_no":
        if text.lower() in _YES_NO:
            return _YES_NO[text.lower()]
        raise BadValue("yes, no or not known")
    if field.kind == "number":
        return str(parse_whole(text))
    if field.kind == "choice":
        chosen = text.lower().replace(" ", "_")
        if chosen in field.values:
            return chosen
        raise BadValue(listed(field.values, "or"))
    if not text:
        raise BadValue("something, or not known")
    value = parse(FACTS[field.fact], text) if field.fact else None
    return text if value is None else to_text(value)
