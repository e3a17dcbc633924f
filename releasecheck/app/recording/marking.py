"""Recording outcomes: everything is checked first, then what is missing is asked for, then all is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.restricted import refused, restricted
from releasecheck.app.opening.session import App
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.need import refuse_unseen
from releasecheck.app.reading.staff import staff_of
from releasecheck.app.recording.evidence_prompts import (
    REASON,
    ask_for,
    ask_reason,
    ask_which,
    can_ask,
    check_reason,
    needs,
    plain_text,
    typed_evidence,
)
from releasecheck.app.recording.mark_replies import (
    AFTER_SEVERAL,
    Ready,
    hard_to_read_lines,
    nothing_new,
    totals,
    what_now,
)
from releasecheck.app.recording.old_days import ask_about_old
from releasecheck.app.recording.writing import record_changes
from releasecheck.core.domain import OutcomeKind, PersonRecord, RecordedOutcome
from releasecheck.core.errors import ReleasecheckError, UsageError, WrongWords
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import FILL_IN, did_you_mean, for_shell, who
from releasecheck.people.office.reason_codes import coded
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.marking import (
    already_so,
    asked_before,
    completes,
    facts_to_record,
    objection,
    outcomes_meant,
    retired_by,
    standing,
    too_soon,
)
from releasecheck.policy.catalogue import SIGNED_BY, Item, OutcomeSpec

if TYPE_CHECKING:
    from releasecheck.store.writes import StoreTransaction


class MarkOptions(NamedTuple):
    """The options of `mark`, for all that it records."""

    on: date | None = None
    reason: str | None = None
    not_known: tuple[str, ...] = ()
    although: bool = False
    gaps: bool = False
    """Evidence that is missing is left open, and listed as a gap."""


class Marking(NamedTuple):
    """One outcome of one person as somebody typed it."""

    number: str
    item: Item
    outcome: str
    evidence: tuple[str, ...]
    given: MarkOptions
    line: int = 0
    """Which line of standard input it was read from; 0 for the command line itself."""


class Problem(NamedTuple):
    """Why something cannot be recorded."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


def markings_for(
    app: App,
    people: Iterable[str],
    items: Iterable[Item],
    outcome_of: Callable[[Item], str],
    evidence: tuple[str, ...],
    given: MarkOptions,
) -> list[Marking]:
    """The same for each of these people and items.

    With several items, each takes the fields that its outcome asks for; what none asks for goes to all.
    """
    numbers = dict.fromkeys(app.find(person) for person in people)
    items = tuple(items)
    for item in items:
        for number in numbers:
            refuse_unseen(app, item, number)
    named = [(item, find_outcome(item, outcome_of(item))) for item in items]
    asked = {item.id: {need.field for need in spec.evidence} for item, spec in named}
    anywhere = {name for names in asked.values() for name in names}

    def share(words: tuple[str, ...], item: Item) -> tuple[str, ...]:
        names = ((word, word.partition("=")[0]) for word in words)
        return tuple(word for word, name in names if name in asked[item.id] or name not in anywhere)

    return [
        Marking(
            *(number, item, spec.name, share(evidence, item)),
            given._replace(not_known=share(given.not_known, item)),
        )
        for number in numbers
        for item, spec in named
    ]


def record_lines(app: App, markings: Sequence[Marking], unread: Iterable[Problem]) -> None:
    """Record what was read from standard input, in one entry: all of it, or nothing where a line is wrong."""
    ready, problems = _all_ready(app, markings, ask=False)
    _refuse([*unread, *problems], several=True)
    fresh = [one for one in ready if not one.repeated]
    saved = record_changes(app, [_change(app, one) for one in fresh]) if fresh else []
    click.echo(totals(ready, saved))


def record_markings(app: App, markings: Sequence[Marking]) -> None:
    """Record all of these in one entry, or nothing; say what stands now and what to type next."""
    several = len(markings) > 1
    ready = ready_to_record(app, markings, ask=can_ask())
    ready = [one._replace(recorded=_answered(app, one, several)) if one.missing else one for one in ready]
    looked_at(app, [one.number for one in ready if one.repeated])
    for number, days in days_typed(app, ready).items():
        ask_about_old(app, number, days)
    for line in record_ready(app, ready):
        click.echo(line)
    if several:
        click.echo(AFTER_SEVERAL)
    for line in hard_to_read_lines(ready):
        click.echo(line, err=True)


def ready_to_record(app: App, markings: Sequence[Marking], *, ask: bool) -> list[Ready]:
    """Each of these checked, saving nothing; raises WrongWords with every mistake.

    `ask`: what is missing is asked for after this, and is no mistake.
    """
    ready, problems = _all_ready(app, markings, ask=ask)
    _refuse(problems, several=len(markings) > 1)
    return ready


def record_ready(
    app: App, ready: Sequence[Ready], before: Callable[[StoreTransaction], None] | None = None
) -> list[str]:
    """Save what was checked, in one entry, but for what stands already; a line for each says what it means.

    `before`: what is done in the transaction first.
    """
    fresh = [one for one in ready if not one.repeated]
    saved = record_changes(app, [_change(app, one) for one in fresh], before=before) if fresh else []
    last = len(ready) == 1
    said = [nothing_new(one) for one in ready if one.repeated]
    return said + [
        what_now(decided, one, app.today, last=last) for one, decided in zip(fresh, saved, strict=True)
    ]


def days_typed(app: App, ready: Iterable[Ready]) -> dict[str, list[date]]:
    """By prison number, every day that somebody gave of what is new: when it was, and in the evidence."""
    fields = app.whole_catalogue().fields
    found: dict[str, list[date]] = {}
    for one in ready:
        if one.repeated:
            continue
        told = [one.recorded.on] if one.given_day else []
        told += [
            date.fromisoformat(text)
            for name, text in one.recorded.evidence.items()
            if fields[name].kind == "date"
        ]
        found.setdefault(one.number, []).extend(told)
    return found


def one_of_kind(item: Item, *, kind: OutcomeKind, person: str) -> str:
    """The outcome that a short form stands for: the usual one of its kind, or the only one.

    Where there are several it is asked for at a terminal; WrongWords lists what to type elsewhere.
    """
    found = outcomes_meant(item, kind)
    if len(found) == 1:
        return found[0].name
    if not found:
        raise WrongWords(f"{item.id} has no outcome of that kind. It has: {', '.join(item.outcomes)}.")
    if can_ask():
        return ask_which(item, found)
    width = max(len(spec.name) for spec in found)
    mark = f"  releasecheck mark {for_shell(person)} {item.id}"
    lines = [f"{mark} {spec.name:<{width}}  {spec.title}" for spec in found]
    raise WrongWords("\n".join([f"{item.id} is done in more than one way. Type one of these:", *lines]))


def find_outcome(item: Item, name: str) -> OutcomeSpec:
    """The item's outcome of that name, or a usage error listing those it has."""
    spec = item.outcomes.get(name) or item.outcomes.get(name.lower())
    if spec is None:
        hint = did_you_mean(name, item.outcomes)
        raise WrongWords(
            f'{item.id} has no outcome "{name}"{hint or "."} It has: {", ".join(item.outcomes)}.'
        )
    return spec


def _refuse(problems: Sequence[Problem], *, several: bool) -> None:
    """Raise WrongWords with every problem, by line, if there is any: none tells of somebody restricted."""
    if problems:
        # The same slip about everybody is said once.
        said = dict.fromkeys(str(problem) for problem in sorted(problems, key=lambda problem: problem.line))
        raise WrongWords("\n".join([*said, *(["Nothing was recorded."] if several else [])]))


def _all_ready(app: App, markings: Sequence[Marking], *, ask: bool) -> tuple[list[Ready], list[Problem]]:
    """Each marking checked against what those before it make of the record, and every mistake."""
    ready: list[Ready] = []
    problems: list[Problem] = []
    records: dict[str, PersonRecord] = {}
    times = Counter(marking.number for marking in markings)
    for marking in markings:
        record = records.get(marking.number) or app.store.person(marking.number)
        assert record is not None, "only called for people the record knows"
        try:
            one = _ready(app, marking, record, ask=ask)
        except ReleasecheckError as error:
            tells = marking.number in restricted(app) and not isinstance(error, WrongWords)
            problems.append(Problem(marking.line, refused((marking.number,)) if tells else str(error)))
            continue
        ready.append(one)
        if times[marking.number] > 1:
            records[marking.number] = decide(record, _change(app, one), app.planner(), app.today).record
    return ready, problems


def _ready(app: App, marking: Marking, record: PersonRecord, *, ask: bool) -> Ready:
    number, planner = marking.number, app.planner().at(record.facts.get("prison"))
    item = planner.catalogue.items.get(marking.item.id)
    if item is None:
        raise UsageError(f"{number}: {marking.item.id} is asked for in other prisons only")
    spec = find_outcome(item, marking.outcome)
    reason = plain_text("the reason", marking.given.reason)
    reason = None if reason in FILL_IN else reason
    if reason is not None and not spec.reasons:
        reason = str(coded(reason, "not_done") or reason)
    typed = typed_evidence(planner.catalogue, spec, marking.evidence, marking.given.not_known, app.today)
    now = standing(planner, record, item, app.today)
    task, day, evidence = now.task, marking.given.on or app.today, typed.given
    # Of what was done before anybody here knew of them, what was written down then may be known to nobody.
    before = asked_before(now)
    missing = () if before else typed.missing(spec, planner.catalogue)
    adds = marking.given.on is None and completes(spec, now, evidence)
    if adds and task is not None and task.outcome_on is not None:
        day, reason = task.outcome_on, reason or task.outcome_reason
        evidence = {**task.evidence, **evidence}
        missing = tuple(name for name in missing if name not in evidence and name not in task.gaps)
    if marking.given.gaps:
        missing = tuple(name for name in missing if name in typed.to_fill_in)
    if reason is None and (spec.reason_needed or spec.reasons):
        missing = (*missing, REASON)
    elif reason is not None:
        check_reason(item, spec, reason)
    if not adds and (problem := objection(item, spec, now, day, although=marking.given.although)):
        raise UsageError(problem)
    if not marking.given.although and (
        problem := retired_by(item, now, day) or too_soon(item, spec, now, day)
    ):
        raise UsageError(problem)
    if spec.kind == "countersigned":
        _by_another(app, item, record, evidence)
    if missing and not ask:
        raise needs(item, spec, missing, planner.catalogue)
    recorded = RecordedOutcome(item.id, spec.name, day, reason=reason, evidence=evidence, by=app.by)
    # The same words once more say that it holds for the release of today as well.
    confirms = task is not None and task.misfit is not None and item.release_fits is not None
    repeated = not missing and not confirms and already_so(record, recorded)
    return Ready(
        number,
        item,
        spec,
        recorded,
        missing,
        repeated,
        who(number, record.facts),
        marking.given.on is not None and not before,
    )


def _by_another(app: App, item: Item, record: PersonRecord, evidence: Mapping[str, str]) -> None:
    """Raise UsageError where whoever recorded that it is done countersigns it as well."""
    done = [outcome.by for outcome in record.outcomes if outcome.item == item.id]
    signed = evidence.get(SIGNED_BY)
    if signed is not None and done and staff_of(app).are_one(done[-1], signed):
        raise UsageError(f"{signed} recorded that {item.id} is done: somebody else countersigns it")


def _answered(app: App, one: Ready, several: bool) -> RecordedOutcome:
    """The outcome with what somebody at the terminal knows of its evidence."""
    about = f"{one.number} {one.item.id}: " if several else ""
    recorded = one.recorded
    if REASON in one.missing:
        recorded = recorded._replace(reason=ask_reason(one.item, one.spec, about))
        app.reason = app.reason or recorded.reason
    wanted = (name for name in one.missing if name != REASON)
    answers = ask_for(app.whole_catalogue(), wanted, app.today, about)
    return recorded._replace(evidence={**recorded.evidence, **answers})


def _change(app: App, one: Ready) -> PersonChange:
    """The outcome, with the facts that it says as well: unless something later is known of them."""
    recorded, catalogue = one.recorded, app.whole_catalogue()
    facts = facts_to_record(one.spec, recorded, catalogue, partial(told_on, app, one.number))
    day = recorded.on if facts else None
    return PersonChange(one.number, dict(facts), outcomes=(recorded,), told_on=day)


def told_on(app: App, number: str, fact: str) -> date | None:
    """The day that the value of a fact which stands was told, or None if none was."""
    return max((known.told_on for known in app.store.provenance(number, fact)), default=None)
