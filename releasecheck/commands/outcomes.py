"""Recording outcomes: everything is checked first, then what is missing is asked for, then all is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

import click

from releasecheck.catalogue import Item, OutcomeSpec
from releasecheck.changes import Decided, PersonChange, decide
from releasecheck.commands.context import App
from releasecheck.commands.evidence import ask_for, can_ask, needs_evidence, plain_text, typed_evidence
from releasecheck.commands.writing import record_changes
from releasecheck.domain import FactValue, OutcomeKind, PersonRecord, RecordedOutcome, Task
from releasecheck.errors import ReleasecheckError, UsageError
from releasecheck.facts import FACTS, show_value, to_text
from releasecheck.marking import already_so, completes, facts_told, objection, standing, worth_suggesting
from releasecheck.states import state_on
from releasecheck.words import count, day_in_words, did_you_mean, listed


class Marking(NamedTuple):
    """One outcome of one person as somebody typed it."""

    number: str
    item: Item
    outcome: str
    evidence: tuple[str, ...] = ()
    on: date | None = None
    reason: str | None = None
    not_known: tuple[str, ...] = ()
    although: bool = False
    where: str = ""
    """`line 3: `, for what is read from a file."""


class Ready(NamedTuple):
    """One outcome that may be recorded, but for the evidence still to ask for."""

    number: str
    item: Item
    spec: OutcomeSpec
    recorded: RecordedOutcome
    missing: tuple[str, ...]
    repeated: bool
    """It stands in the record already, to the letter."""


def record_one_by_one(
    app: App,
    people: Sequence[str],
    items: Sequence[Item],
    outcome_of: Callable[[Item], str],
    evidence: tuple[str, ...],
    on: date | None,
    reason: str | None,
    not_known: tuple[str, ...],
    although: bool,
) -> None:
    """The same for each of these people and items, as one entry."""
    numbers = list(dict.fromkeys(app.find(person) for person in people))
    named = [(item, outcome_of(item)) for item in items]
    shares = _shared_out(named, evidence, not_known)
    record_markings(
        app,
        [
            Marking(number, item, outcome, *shares[item.id], although=although)._replace(on=on, reason=reason)
            for number in numbers
            for item, outcome in named
        ],
    )


def record_markings(app: App, markings: Sequence[Marking], *, from_file: bool = False) -> None:
    """Record all of these in one entry, or nothing; say what stands now and what to type next."""
    ask = can_ask() and not from_file
    ready = _all_ready(app, markings, ask=ask)
    several = len(markings) > 1
    ready = [one._replace(recorded=_answered(app, one, several)) if one.missing else one for one in ready]
    fresh = [one for one in ready if not one.repeated]
    saved = record_changes(app, [_change(app, one) for one in fresh]) if fresh else []
    if from_file:
        _say_totals(ready, saved)
        return
    for one in ready:
        if one.repeated:
            click.echo(f"{one.number} {one.item.id}: nothing new, that was recorded already.{_show(one)}")
    for one, decided in zip(fresh, saved, strict=True):
        click.echo(_what_now(app, decided, one, last=not several))
    if several:
        click.echo("Next: releasecheck today; to take it all back: releasecheck undo")


def one_of_kind(item: Item, *, kind: OutcomeKind, command: str, person: str) -> str:
    """The outcome that a short form stands for: the usual one of its kind, or the only one."""
    usual = {"done": "done", "declined": "declined", "waived": "not_needed"}[kind]
    names = [spec.name for spec in item.outcomes.values() if spec.kind == kind]
    if usual in names:
        return usual
    if len(names) == 1:
        return names[0]
    if not names:
        raise UsageError(f"{item.id} cannot be recorded with {command}. It has: {', '.join(item.outcomes)}.")
    raise UsageError(
        f"{item.id} is done in more than one way: {listed(names, 'or')}. "
        f"Type: releasecheck mark {person} {item.id} {names[0]}"
    )


def find_outcome(item: Item, name: str) -> OutcomeSpec:
    """The item's outcome of that name, or a usage error listing those it has."""
    spec = item.outcomes.get(name)
    if spec is None:
        hint = did_you_mean(name, item.outcomes)
        raise UsageError(
            f'{item.id} has no outcome "{name}"{hint or "."} It has: {", ".join(item.outcomes)}.'
        )
    return spec


def check_reason(item: Item, spec: OutcomeSpec, reason: str | None) -> None:
    """Some outcomes need a reason, and some only certain reasons."""
    if spec.reason_needed and not reason:
        allowed = f": {listed(spec.reasons, 'or')}" if spec.reasons else ""
        raise UsageError(f"{item.id} {spec.name} needs a reason. Add --reason{allowed}")
    if spec.reasons and reason not in spec.reasons:
        hint = did_you_mean(reason or "", spec.reasons)
        raise UsageError(
            f'{item.id} {spec.name} is never for the reason "{reason}"{hint or "."} '
            f"Reasons: {listed(spec.reasons, 'or')}."
        )


def _shared_out(
    named: Sequence[tuple[Item, str]], evidence: tuple[str, ...], not_known: tuple[str, ...]
) -> dict[str, tuple[tuple[str, ...], date | None, str | None, tuple[str, ...]]]:
    """With several items, each takes the fields that its outcome asks for; what none asks for goes to all."""
    asked = {
        item.id: {need.field for need in find_outcome(item, outcome).evidence} for item, outcome in named
    }
    anywhere = set().union(*asked.values())

    def share(words: tuple[str, ...], mine: set[str]) -> tuple[str, ...]:
        names = ((word, word.partition("=")[0]) for word in words)
        return tuple(word for word, name in names if name in mine or name not in anywhere)

    return {name: (share(evidence, mine), None, None, share(not_known, mine)) for name, mine in asked.items()}


def _all_ready(app: App, markings: Sequence[Marking], *, ask: bool) -> list[Ready]:
    """Each marking checked against what those before it make of the record. Raises with every mistake."""
    ready, problems = [], []
    records: dict[str, PersonRecord] = {}
    times = Counter(marking.number for marking in markings)
    for marking in markings:
        record = records.get(marking.number) or app.store.person(marking.number)
        assert record is not None, "only called for people the record knows"
        try:
            one = _ready(app, marking, record, ask=ask)
        except ReleasecheckError as error:
            problems.append(f"{marking.where}{error}")
            continue
        ready.append(one)
        if times[marking.number] > 1:
            records[marking.number] = decide(record, _change(app, one), app.planner(), app.today).record
    if problems:
        # The same slip about everybody is said once.
        raise UsageError("\n".join(dict.fromkeys(problems)))
    return ready


def _ready(app: App, marking: Marking, record: PersonRecord, *, ask: bool) -> Ready:
    number, item, planner = marking.number, marking.item, app.planner()
    spec = find_outcome(item, marking.outcome)
    reason = plain_text("the reason", marking.reason)
    typed = typed_evidence(planner.catalogue, spec, marking.evidence, marking.not_known)
    now = standing(planner, record, item, app.today)
    task, day, evidence = now.task, marking.on or app.today, typed.given
    missing = typed.missing(spec, planner.catalogue)
    adds = marking.on is None and completes(spec, now, evidence)
    if adds and task is not None and task.outcome_on is not None:
        day, reason = task.outcome_on, reason or task.outcome_reason
        evidence = {**task.evidence, **evidence}
        missing = tuple(name for name in missing if name not in evidence and name not in task.gaps)
    check_reason(item, spec, reason)
    if not adds and (problem := objection(item, spec, now, day, although=marking.although)):
        raise UsageError(problem)
    if missing and not ask:
        raise needs_evidence(spec, missing)
    recorded = RecordedOutcome(item.id, spec.name, day, reason=reason, evidence=evidence, by=app.by)
    return Ready(number, item, spec, recorded, missing, not missing and already_so(record, recorded))


def _answered(app: App, one: Ready, several: bool) -> RecordedOutcome:
    """The outcome with what somebody at the terminal knows of its evidence."""
    about = f"{one.number} {one.item.id}: " if several else ""
    answers = ask_for(app.planner().catalogue, one.missing, about)
    recorded = one.recorded
    return RecordedOutcome(
        recorded.item,
        recorded.outcome,
        recorded.on,
        recorded.reason,
        {**recorded.evidence, **answers},
        recorded.by,
    )


def _change(app: App, one: Ready) -> PersonChange:
    """The outcome, with the facts that it says as well: unless something later is known of them."""
    recorded = one.recorded
    told = facts_told(one.spec, recorded.evidence, app.planner().catalogue)
    facts: dict[str, FactValue | None] = {
        name: value
        for name, value in told.items()
        if all(known.told_on <= recorded.on for known in app.store.provenance(one.number, name))
    }
    told_on = recorded.on if facts else None
    return PersonChange(one.number, facts, outcomes=(recorded,), told_on=told_on)


def _what_now(app: App, decided: Decided, one: Ready, *, last: bool) -> str:
    """One line that says what stands now, what it hangs on, and what to type next."""
    item, spec, number = one.item, one.spec, one.number
    task = next((task for task in decided.plan.tasks if task.item == item.id), None)
    parts = [f"{number} {item.id} {spec.title} {day_in_words(one.recorded.on)}."]
    if task is None:
        parts.append("The item is switched off here: kept in the history.")
    else:
        parts.extend(_about(task, spec))
        parts.extend(_still_blocked(decided, item, app.today))
    if decided.change.facts:
        facts = (f"{name} {show_value(FACTS[name], value)}" for name, value in decided.change.facts.items())
        parts.append(f"Also recorded: {listed(facts)}.")
    if last:
        parts.append(_next_command(decided, one, task))
    return " ".join(parts)


def _about(task: Task, spec: OutcomeSpec) -> list[str]:
    parts = []
    if task.gaps:
        parts.append(f"Still to record: {listed(task.gaps)}.")
    if spec.next:
        parts.append(f"{spec.next[:1].upper()}{spec.next[1:]}.")
    if spec.kind == "waiting" and task.chase_on:
        parts.append(f"Chase from {day_in_words(task.chase_on, year=False)}.")
    if task.expires_on:
        parts.append(f"Counts until {day_in_words(task.expires_on)}.")
    return parts


def _still_blocked(decided: Decided, item: Item, today: date) -> list[str]:
    found = []
    for other in decided.plan.tasks:
        if any(need.item == item.id for need in other.needs):
            found.append(_blocked_sentence(other, today))
    return [sentence for sentence in found if sentence]


def _blocked_sentence(task: Task, today: date) -> str:
    unmet = [need.item for need in task.needs if need.met_from is None]
    if unmet and task.rest == "open":
        return f"{task.item} still needs {listed(unmet)}."
    return f"{task.item} can start now." if state_on(task, today) in ("to_do", "overdue") else ""


def _next_command(decided: Decided, one: Ready, task: Task | None) -> str:
    number, item, spec = one.number, one.item, one.spec
    likely = worth_suggesting(spec, decided.record.facts)
    if likely:
        facts = " ".join(f"{name}={to_text(value)}" for name, value in likely.items())
        return f"Next: releasecheck set {number} {facts}"
    if task is not None and task.gaps:
        fields = " ".join(f"{name}=…" for name in task.gaps)
        return f"Next: releasecheck mark {number} {item.id} {spec.name} {fields}"
    if spec.kind == "waiting" and item.answer_mark:
        return f"When answered: releasecheck mark {number} {item.id} {item.answer_mark}"
    return f"Next: releasecheck show {number}"


def _show(one: Ready) -> str:
    return f" Next: releasecheck show {one.number}"


def _say_totals(ready: Sequence[Ready], saved: Sequence[Decided]) -> None:
    """What a file left behind, and where to look next."""
    repeated = sum(one.repeated for one in ready)
    people = count(len({decided.record.prison_number for decided in saved}), "person", "people")
    said = [f"{count(len(saved), 'outcome')} recorded for {people}."]
    if repeated:
        said.append(f"{count(repeated, 'was', 'were')} recorded already.")
    gaps = _with_gaps(saved)
    if gaps:
        said.append(f"Something is still to record for {listed(gaps)}.")
    click.echo(f"{' '.join(said)} Next: releasecheck today; to take it all back: releasecheck undo")


def _with_gaps(saved: Iterable[Decided]) -> list[str]:
    """The people with evidence missing from what was recorded just now."""
    found = {
        decided.record.prison_number
        for decided in saved
        for task in decided.plan.tasks
        if task.gaps and any(outcome.item == task.item for outcome in decided.change.outcomes)
    }
    return sorted(found)
