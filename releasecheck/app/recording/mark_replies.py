"""What is said once an outcome is recorded: what stands now, what hangs on it, and what to type next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from releasecheck.core.domain import RecordedOutcome, Task
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.people.facts import FACTS, show_value, to_text
from releasecheck.planning.changes import Decided
from releasecheck.planning.marking import worth_suggesting
from releasecheck.planning.states import state_on
from releasecheck.policy.catalogue import Item, OutcomeSpec
from releasecheck.reports.person.phrases import happened

AFTER_SEVERAL = "To take it all back: releasecheck undo\nNext: releasecheck today"


class Ready(NamedTuple):
    """One outcome that may be recorded, but for the evidence still to ask for."""

    number: str
    item: Item
    spec: OutcomeSpec
    recorded: RecordedOutcome
    missing: tuple[str, ...]
    repeated: bool
    """It stands in the record already, to the letter."""
    who: str
    """The prison number with the name."""
    given_day: bool = False
    """Somebody typed the day on which it happened, and it may be a slip."""


def nothing_new(one: Ready) -> str:
    """What is said of an outcome that stands already."""
    needed = [need.field for need in one.spec.evidence if need.required]
    gaps = [name for name in needed if name not in one.recorded.evidence]
    still = f" Still to record: {listed(gaps)}." if gaps else ""
    return (
        f"{one.who} {one.item.id}: nothing new, that was recorded already.{still} "
        f"Next: releasecheck show {one.number}"
    )


def what_now(decided: Decided, one: Ready, today: date, *, last: bool) -> str:
    """One line that says what stands now, what it hangs on, and what to type next."""
    item, spec = one.item, one.spec
    task = decided.plan.task(item.id)
    what = happened(spec.title, day_in_words(one.recorded.on), one.recorded.evidence)
    parts = [f"{one.who} {item.id} {what}."]
    if task is None:
        parts.append("The item is switched off here: kept in the history.")
    else:
        parts.extend(_about(task, spec, today))
        parts.extend(_still_blocked(decided, item, today))
    if decided.change.facts:
        facts = (f"{name} {show_value(FACTS[name], value)}" for name, value in decided.change.facts.items())
        parts.append(f"Also recorded: {listed(facts)}.")
    if last:
        parts.append(_next_command(decided, one, task))
    return " ".join(parts)


def _about(task: Task, spec: OutcomeSpec, today: date) -> list[str]:
    parts = [f"Does not fit: {task.misfit}."] if task.misfit else []
    if task.gaps:
        parts.append(f"Still to record: {listed(task.gaps)}.")
    if task.expires_on is not None and task.expires_on < today:
        return [*parts, f"It counted only until {day_in_words(task.expires_on)}: it has to be done again."]
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


def totals(ready: Sequence[Ready], saved: Sequence[Decided]) -> str:
    """What a file left behind, and where to look next."""
    repeated = sum(one.repeated for one in ready)
    people = count(len({decided.record.prison_number for decided in saved}), "person", "people")
    said = [f"{count(len(saved), 'outcome')} recorded for {people}."]
    if repeated:
        said.append(f"{count(repeated, 'was', 'were')} recorded already.")
    gaps = _with_gaps(saved)
    if gaps:
        said.append(f"Something is still to record for {listed(gaps)}.")
    return " ".join([*said, AFTER_SEVERAL])


def _with_gaps(saved: Iterable[Decided]) -> list[str]:
    """The people with evidence missing from what was recorded just now."""
    found = {
        decided.record.prison_number
        for decided in saved
        for task in decided.plan.tasks
        if task.gaps and any(outcome.item == task.item for outcome in decided.change.outcomes)
    }
    return sorted(found)


#: What is written down in staff's own words and printed on the sheet of the person.
_READ_BY_THEM = ("way_in", "way_there", "document", "card_location")


def hard_to_read_lines(ready: Iterable[Ready]) -> Iterator[str]:
    """For whoever typed it, while they remember what they meant: what the person is to read and is long."""
    long = [
        (one, field)
        for one in ready
        for field in _READ_BY_THEM
        if not one.repeated and " " in one.recorded.evidence.get(field, "")
    ]
    if not long:
        return
    from releasecheck.reports.papers.leaving.worker import hard_to_read

    for one, field in long:
        if (hard := hard_to_read(field, one.recorded.evidence[field])) is not None:
            yield f"{one.number}: {hard}"
