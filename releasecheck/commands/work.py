"""`mark` and `done`: what happened to a task."""

from __future__ import annotations

from datetime import date

import click

from releasecheck.catalogue import Item, OutcomeSpec
from releasecheck.changes import Decided, PersonChange
from releasecheck.commands.context import App, pass_app
from releasecheck.commands.evidence import read_evidence
from releasecheck.commands.options import on_option, remember_reason
from releasecheck.commands.writing import record_change
from releasecheck.domain import RecordedOutcome, Task
from releasecheck.errors import UsageError
from releasecheck.states import state_on
from releasecheck.words import day_in_words, did_you_mean, listed

_evidence_argument = click.argument("evidence", nargs=-1, metavar="[FIELD=VALUE]...")
_reason_option = click.option(
    "--reason", callback=remember_reason, help="Why, where the outcome needs a reason.", metavar="TEXT"
)
_not_known_option = click.option(
    "--not-known", multiple=True, help="Record without this field; it stays listed as a gap.", metavar="FIELD"
)


@click.command("mark")
@click.argument("person")
@click.argument("item")
@click.argument("outcome")
@_evidence_argument
@on_option
@_reason_option
@_not_known_option
@pass_app
def mark_command(
    app: App,
    person: str,
    item: str,
    outcome: str,
    evidence: tuple[str, ...],
    on: date | None,
    reason: str | None,
    not_known: tuple[str, ...],
) -> None:
    """Record what happened to a task.

    releasecheck mark rivers dtr submitted authority=Leeds --on 2026-11-20

    Missing evidence is asked for at a terminal. See the outcomes: releasecheck catalogue show ITEM
    """
    _mark(app, person, item, outcome, evidence, on, reason, not_known)


@click.command("done")
@click.argument("person")
@click.argument("item")
@_evidence_argument
@on_option
@_reason_option
@_not_known_option
@pass_app
def done_command(
    app: App,
    person: str,
    item: str,
    evidence: tuple[str, ...],
    on: date | None,
    reason: str | None,
    not_known: tuple[str, ...],
) -> None:
    """Record that a task is done.

    releasecheck done rivers first_appointment appointment_on=2027-02-05
    """
    kinds = [spec.name for spec in app.item(item).outcomes.values() if spec.kind == "done"]
    if "done" in kinds:
        kinds = ["done"]
    if len(kinds) != 1:
        raise UsageError(
            f"{item} is done in more than one way: {listed(kinds, 'or')}. "
            f"Type: releasecheck mark {person} {item} {kinds[0]}"
        )
    _mark(app, person, item, kinds[0], evidence, on, reason, not_known)


def _mark(
    app: App,
    person: str,
    item_name: str,
    outcome: str,
    evidence: tuple[str, ...],
    on: date | None,
    reason: str | None,
    not_known: tuple[str, ...],
) -> None:
    number, item = app.find(person), app.item(item_name)
    spec = find_outcome(item, outcome)
    day = on or app.today
    check_reason(item, spec, reason)
    found = read_evidence(app, spec, evidence, not_known)
    recorded = RecordedOutcome(item.id, spec.name, day, reason=reason, evidence=found, by=app.by)
    decided = record_change(app, PersonChange(number, outcomes=(recorded,)))
    if decided is not None:
        click.echo(_what_now(decided, item, spec, recorded, app.today))


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


def _what_now(decided: Decided, item: Item, spec: OutcomeSpec, recorded: RecordedOutcome, today: date) -> str:
    """One line that says what stands now, and what it hangs on."""
    task = next((task for task in decided.plan.tasks if task.item == item.id), None)
    parts = [f"{decided.record.prison_number} {item.id} {spec.title} {day_in_words(recorded.on)}."]
    if task is None:
        return f"{parts[0]} The item is switched off here: kept in the history."
    if task.gaps:
        parts.append(f"Still to record: {listed(task.gaps)}.")
    if spec.next:
        parts.append(f"{spec.next[:1].upper()}{spec.next[1:]}.")
    if spec.kind == "waiting" and task.chase_on:
        parts.append(f"Chase from {day_in_words(task.chase_on, year=False)}.")
    if task.expires_on:
        parts.append(f"Counts until {day_in_words(task.expires_on)}.")
    parts.extend(_still_blocked(decided, item, today))
    return " ".join(parts)


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
