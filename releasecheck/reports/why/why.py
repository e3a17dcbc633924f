"""Why a task is what it is: conditions and the facts they read, the anchor, the arithmetic, the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import DONE_BEFORE, FactValue, Task, day_known
from releasecheck.core.words import capital, count, day_in_words, listed
from releasecheck.people.fact import Fact
from releasecheck.people.facts import FACTS, show_value
from releasecheck.planning.asking import to_ask
from releasecheck.planning.person import Person
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Checkpoint, Item, Need
from releasecheck.policy.conditions import CLOSED_PREFIX, Comparison, other_task
from releasecheck.policy.derived_facts import DERIVED_FACTS
from releasecheck.policy.fits import Retired
from releasecheck.policy.items.held import held
from releasecheck.policy.offsets import ANCHORS, Offset
from releasecheck.policy.working_days import Calendar
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS, TaskLine
from releasecheck.reports.why.why_days import arithmetic, why_closed
from releasecheck.reports.why.why_handover import handover_notes
from releasecheck.reports.why.why_licence import licence_notes
from releasecheck.reports.why.why_owner import owner_words
from releasecheck.reports.why.why_route import route_notes
from releasecheck.reports.why.why_timetable import how_often, timetable_notes


class Provenance(NamedTuple):
    """Who said a fact, when, and on whose word."""

    by: str
    on: date
    source: str | None


class Reason(NamedTuple):
    """One line of an explanation: what is asked, what was found, and who said so."""

    label: str
    found: str
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one task."""

    item: str
    title: str
    headline: str
    reasons: tuple[Reason, ...]
    sources: tuple[str, ...]
    help: str


def headline(line: TaskLine) -> str:
    """The verdict in a few words: "applies, overdue by 10 days"."""
    if line.state in ("not_applicable", "not_required", "unknown"):
        return {
            "not_applicable": "does not apply",
            "not_required": "applies, but is not needed",
            "unknown": f"cannot say: {not_known_words(line)}",
        }[line.state]
    return f"applies, {standing(line)}"


def retired_words(retired: Retired) -> str:
    """Since when and why an item is not asked for, where that was read, and whether an office asks."""
    back = "; brought back by this office" if retired.brought_back else ""
    return f"{retired.words} ({retired.source}){back}"


def not_known_words(line: TaskLine) -> str:
    """The facts by the names they are set by, or the question whether it was done before."""
    if line.missing_facts == (DONE_BEFORE,):
        return phrases.DONE_BEFORE_WORDS
    return f"{listed(line.missing_facts)} not known"


def standing(line: TaskLine) -> str:
    """Where a task that applies stands: "overdue by 10 days", "from Fri 11 Dec 2026"."""
    if line.state == "overdue" and line.days is not None:
        return f"overdue by {count(-line.days, 'day')}"
    if line.state == "upcoming" and line.opens_on is not None:
        return f"from {day_in_words(line.opens_on)}"
    if line.state == "upcoming":
        return f"{STATE_WORDS[line.state]}: {phrases.NO_DAY_YET}"
    if line.state == "to_do" and line.due_on is not None:
        return f"due {day_in_words(line.due_on)}"
    return STATE_WORDS[line.state]


def explain(
    item: Item,
    line: TaskLine,
    task: Task,
    person: Person,
    planner: Planner,
    provenance: Mapping[str, Provenance],
    today: date,
) -> Explanation:
    """Everything behind one task, in the order a colleague would ask."""
    calendar = planner.calendar
    notes = (
        *route_notes(item.id, person.inputs, person.release, task, today, calendar),
        *handover_notes(item.id, person, today, planner.rules),
        *licence_notes(item, person, today, calendar, planner.rules),
    )
    reasons = [
        *_conditions(item, person, provenance),
        *_dates(item, task, person, calendar),
        *(Reason(*note) for note in timetable_notes(item, task, person, planner)),
        *_outcome(item, line),
        *_prerequisites(item, task),
        *(Reason(note.label, note.text) for note in notes),
        Reason("Who", *owner_words(item, line, person.record.owners)),
        *_then(item, line, planner),
        *(Reason("Note", note.because) for note in item.notes if note.because and note.answer(person.inputs)),
    ]
    if task.contested_with is not None:
        reasons.append(Reason("Contested", task.outcome_next or ""))
    if item.retired is not None:
        reasons.append(Reason("Not asked for", retired_words(item.retired)))
    if item.changed:
        reasons.append(Reason("This office's own", listed(item.changed)))
    here = (one for one in item.sources if one.area in (None, person.inputs.get("home_area", one.area)))
    sources = tuple(
        f"{source.title}. {source.confidence.capitalize()} confidence, "
        f"checked {day_in_words(source.checked, weekday=False)}."
        for source in here
    )
    return Explanation(item.id, item.title, headline(line), tuple(reasons), sources, item.help)


def _conditions(item: Item, person: Person, provenance: Mapping[str, Provenance]) -> Iterator[Reason]:
    conditions = item.conditions()[: -len(item.notes) or None]
    if not conditions:
        yield Reason("Applies to", "everyone")
    shown: set[str] = set()
    for condition in conditions:
        answer = condition.answer(person.inputs)
        if (condition in item.asked_if and not answer) or (
            condition in item.not_asked_if and answer is False and not condition.otherwise
        ):
            continue  # ours, and it decided nothing: no fact of it is asked for
        said = condition.because if answer else condition.otherwise
        leaves = tuple(condition.leaves())
        label = capital(said) if said else None
        for leaf in leaves:
            idle = leaf.operator == "recorded" and leaf.fact not in person.inputs
            if leaf is not leaves[0] and (leaf.fact in shown or idle):
                continue  # said once is enough, and what nobody recorded is not asked for by it
            shown.add(leaf.fact)
            yield _leaf(leaf, person, provenance, label)
            label = ""


def _leaf(
    leaf: Comparison, person: Person, provenance: Mapping[str, Provenance], label: str | None
) -> Reason:
    value = person.inputs.get(leaf.fact)
    task = other_task(leaf.fact)
    if task is not None:
        empty = "still open" if leaf.fact.startswith(CLOSED_PREFIX) else "nothing recorded"
        found = f"{task[0]}: {str(value).replace('_', ' ') if value else empty}"
        return Reason(label if label is not None else f"What {task[0]} says", found)
    title = _fact_title(leaf.fact)
    shown = label if label is not None else title
    if value is None:
        fact = FACTS.get(leaf.fact)
        wanted = _answers(fact) if fact else listed(to_ask((leaf.fact,), person))
        return Reason(shown, f"{leaf.fact} not known", f"ask: {wanted}")
    known = provenance.get(leaf.fact)
    said_by = f"{known.by}, {day_in_words(known.on, year=False, weekday=False)}" if known else ""
    if leaf.fact in DERIVED_FACTS:
        said_by = "follows from the facts"
    elif leaf.fact == "current_accommodation" and known is None:
        said_by = "nobody recorded living elsewhere"
    return Reason(shown, f"{leaf.fact} = {_value(leaf.fact, value)}", said_by)


def _answers(fact: Fact) -> str:
    """What the answer may be: "settled, at_risk, homeless"."""
    forms = {"yes_no": "yes, no", "date": "the date", "whole_number": "the number", "name": "the name"}
    return fact.short or ", ".join(fact.values) or forms.get(fact.kind, fact.title)


def _fact_title(name: str) -> str:
    if name in FACTS:
        return FACTS[name].title
    return capital(DERIVED_FACTS[name].title)


def _value(name: str, value: FactValue) -> str:
    if name in FACTS:
        return show_value(FACTS[name], value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _dates(item: Item, task: Task, person: Person, calendar: Calendar) -> Iterator[Reason]:
    parts = held(item, person.inputs)
    for checkpoint in parts["checkpoints"]:
        yield from _checkpoint(checkpoint, person, calendar)
    if parts["rolling"] is not None:
        yield Reason("Again", how_often(parts["rolling"]))
    if item.late_after is not None and item.late_after.anchor in person.anchors:
        late_after = item.late_after.exact(person.anchors[item.late_after.anchor], calendar)
        yield Reason("Late after", f"{_in_words(item.late_after, person)} = {day_in_words(late_after)}")
    if item.closes is not None and task.closes_on is not None:
        yield Reason(
            "Closes",
            f"{_in_words(item.closes, person)} = {day_in_words(task.closes_on)}",
            "last day it can be done",
        )
    release = person.release
    from_release = ("release", "earliest_possible")
    if release is not None and any(name in anchor for anchor in item.anchors() for name in from_release):
        nominal = ""
        if release.date != release.nominal_date:
            closed = why_closed(release.nominal_date, calendar.law)
            nominal = f"{day_in_words(release.nominal_date, year=False)}, {closed}, so "
        told = f"{release.source or 'source not recorded'}"
        if release.told_on is not None:
            told += f", told {day_in_words(release.told_on, year=False, weekday=False)}"
        kind = "confirmed" if release.confirmed else release.type or "type not known"
        yield Reason("Release day", f"{kind} {nominal}{day_in_words(release.date)}", told)
    earliest = person.earliest
    if earliest is not None and not _is_the_release(person) and "earliest_possible" in item.anchors():
        yield Reason("Earliest possible day", day_in_words(earliest.date), earliest.because)


def _is_the_release(person: Person) -> bool:
    """Whether the earliest possible day is the release, so that there is one day to speak of."""
    return person.anchors.get("earliest_possible") == person.anchors.get("release")


def _in_words(offset: Offset, person: Person) -> str:
    """The offset read aloud: for whoever could be out on no other day, it counts from the release."""
    if offset.anchor == "earliest_possible" and _is_the_release(person):
        offset = replace(offset, anchor="release")
    return offset.in_words()


def _checkpoint(checkpoint: Checkpoint, person: Person, calendar: Calendar) -> Iterator[Reason]:
    name = f" ({checkpoint.name})" if checkpoint.name else ""
    for verb, offset, is_due in (("From", checkpoint.opens, False), ("Due", checkpoint.due, True)):
        if offset is None:
            continue
        anchor = person.anchors.get(offset.anchor)
        if anchor is None and ANCHORS.get(offset.anchor) in person.inputs:
            continue  # the fact is there and gives no such day: this checkpoint is for other cases
        label = f"{verb}{name} {_in_words(offset, person)}"
        star = "*" if offset.local_default else ""
        if anchor is None:
            said = "release" if offset.anchor == "earliest_possible" else offset.anchor
            yield Reason(label, f"{said.replace('_', ' ').replace('.', ' ')} not known{star}")
        else:
            yield Reason(label, arithmetic(offset, anchor, calendar, is_due=is_due) + star)


def _outcome(item: Item, line: TaskLine) -> Iterator[Reason]:
    if line.quiet:
        yield Reason("Not asked for", f"the release is stopped: {line.reasons[0]}")
    if line.outcome is None or line.outcome_on is None:
        yield Reason("Recorded", "nothing yet")
        return
    spec = item.outcomes.get(line.outcome)
    title = spec.title if spec else line.outcome
    because = f": {line.outcome_reason.replace('_', ' ')}" if line.outcome_reason else ""
    on = day_in_words(line.outcome_on)
    known = phrases.happened(title, f"on {on}", line.evidence)
    yield Reason("Recorded", f"{known}{'' if day_known(line.evidence) else f', told {on}'}{because}")
    if line.misfit:
        yield Reason("Does not fit", line.misfit)
    if line.chase_on:
        yield Reason("Chase from", day_in_words(line.chase_on))
    if line.expires_on:
        yield Reason("Counts until", day_in_words(line.expires_on))
    if line.gaps:
        yield Reason("Evidence missing", listed(line.gaps))


def _prerequisites(item: Item, task: Task) -> Iterator[Reason]:
    for need in task.needs:
        if need.met_from is None:
            yield Reason("Cannot start before", f"{need.item}: {_wanted(item, need.item)}")
        else:
            until = f" until {day_in_words(need.met_until)}" if need.met_until else ""
            yield Reason("Cannot start before", f"{need.item}: met from {day_in_words(need.met_from)}{until}")
    for name in task.warnings:
        yield Reason("Should come first", f"{name}, not done: a warning, not a bar")


def _then(item: Item, line: TaskLine, planner: Planner) -> Iterator[Reason]:
    """What waits for this: items that cannot start until it is made."""
    if line.state not in ("unknown", "upcoming", "blocked", "to_do", "overdue", "expired"):
        return
    for follower in planner.catalogue.installed():
        names = [need.item for need in follower.needs_hard]
        if item.id in names:
            waited = listed(["this", *(name for name in names if name != item.id)])
            are = "is" if waited == "this" else "are"
            yield Reason("Then", f"{follower.id} cannot start until {waited} {are} made")


def _wanted(item: Item, name: str) -> str:
    need: Need | None = next((need for need in item.needs_hard if need.item == name), None)
    return (
        f"needs {listed(need.outcomes, 'or').replace('_', ' ')}"
        if need and need.outcomes
        else "needs it done"
    )
