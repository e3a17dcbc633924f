"""The evening before and the day of release: what is recorded, what is not, and what must not be open.

Drawn from the tasks, their evidence and the facts: an item of the catalogue says with `gate` which of its
fields are asked for at the gate, and `data/gate.toml` in which lines a page says it. It is a prompt; whether
somebody may leave is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import NOTHING, RecordedOutcome
from releasecheck.core.words import day_in_words, day_written
from releasecheck.people.alike import Lookalike, alike_lines
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.office.reason_codes import reason_words
from releasecheck.planning.states import MISSING
from releasecheck.policy.catalogue import Catalogue, EvidenceField
from releasecheck.reports.papers.gate.line import GateLine
from releasecheck.reports.papers.leaving.office import last_given
from releasecheck.reports.person.countdown import Countdown, TaskLine

WINDOW = 28
"""Days before release within which nobody of high risk may have public-protection work open."""

_HIGH = ("high", "very_high")
_OPEN = (*MISSING, "waiting")
#: States in which what was written down still speaks; once a task is open again, it was for an older date.
_SPEAKS = ("done", "done_late", "waiting", "chase", "action", "declined", "not_achieved")


class GateAnswer(NamedTuple):
    """One thing asked for at the gate, and what was written down."""

    field: str
    question: str
    text: str | None
    """In words; None: nobody has recorded it."""


class GateItem(NamedTuple):
    """One item at the gate."""

    task: TaskLine
    answers: tuple[GateAnswer, ...]

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it, or wait."""
        return self.task.state in _OPEN


class TurnTold(NamedTuple):
    """Who recorded that a release is turned, when and why."""

    on: date
    time: str
    """As 15:40; empty where it was recorded on another day than it happened."""
    by: str
    reason: str
    served_on: date | None
    """When the papers were served."""


class GateContacts(NamedTuple):
    """Whom to ring about something missing; empty where it is written in by hand."""

    omu: str = ""
    com: str = ""
    com_phone: str = ""


class Gate(NamedTuple):
    """One person on the evening before, or on the day."""

    report: Countdown
    checks: tuple[GateItem, ...]
    protection: tuple[TaskLine, ...]
    """Public-protection work open although the risk is high, or not known, and the day is near or past."""
    also_open: tuple[TaskLine, ...]
    planned: str | None
    """The time at which they are to leave, as 10:30."""
    out: str | None
    """The time at which they left."""
    late_after: str
    notes: tuple[str, ...]
    """What was arranged and does not fit the release: an appointment before the day."""
    alike: tuple[Lookalike, ...] = ()
    """Whoever could be taken for this person at the gate."""
    written: Mapping[str, Mapping[str, str]] = NOTHING
    """What was written down of each task that still speaks, by item and field."""
    told: Mapping[str, date] = NOTHING
    """The day each fact was last told."""
    turned: TurnTold | None = None
    sheet_given: date | None = None
    contacts: GateContacts = GateContacts()
    lines: tuple[GateLine, ...] = ()
    """What must be true, and what the record says, pause by pause."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data its page shows."""
        others = (other.prison_number for other in self.alike)
        return frozenset((*self.report.numbers, *others))

    @property
    def points(self) -> tuple[str, ...]:
        """What to check first of all: who it could be instead, and what does not fit."""
        return (*alike_lines(self.alike), *self.report.checks, *self.notes)

    @property
    def outstanding(self) -> tuple[TaskLine, ...]:
        """What is outstanding on this list, public protection first."""
        open_checks = (check.task for check in self.checks if check.open)
        found = {task.item: task for task in (*self.protection, *open_checks)}
        return tuple(sorted(found.values(), key=lambda task: not task.public_protection))

    @property
    def late(self) -> bool:
        """Whether they left, or are to leave, later than this office allows."""
        return (self.out or self.planned or "") > self.late_after

    @property
    def released_on(self) -> date | None:
        """The day they left."""
        day = self.report.facts.get("released_on")
        return day if isinstance(day, date) else None


class MayLeave(NamedTuple):
    """People who are not on a list of a day and may have to be, for one reason."""

    number: int
    words: str
    """After the number: with no usable release day."""
    named: tuple[str, ...] = ()
    """The first of them, with what tells them apart."""
    numbers: frozenset[str] = frozenset()
    without_day: int = 0
    """How many of them have no release day."""


class Departures(NamedTuple):
    """Everybody who leaves on some days."""

    first: date
    last: date
    people: tuple[Gate, ...]
    past: tuple[str, ...]
    """Prison numbers of people whose day has gone by and nobody has recorded that they left."""
    asked: Mapping[str, str] = NOTHING
    """What a list said of where somebody is that nobody has settled, by prison number."""
    not_counted: Mapping[str, int] = NOTHING
    """How many people in prison are not in it, by reason."""
    left_out: str = ""
    """The same in words."""
    may_leave: tuple[MayLeave, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """Whom it is about."""
        return frozenset((*self.past, *self.asked, *(one.report.prison_number for one in self.people)))

    @property
    def seen(self) -> frozenset[str]:
        """Whose data it shows: with them, whoever could be taken for one of them."""
        named = (group.numbers for group in self.may_leave)
        return self.numbers.union(*(one.numbers for one in self.people), *named)


def gate(
    report: Countdown,
    catalogue: Catalogue,
    outcomes: Sequence[RecordedOutcome],
    entries: Iterable[HistoryEntry],
    late_after: str,
    alike: Iterable[Lookalike] = (),
) -> Gate:
    """One person's check, from their checklist and what was written down; its lines are made of it later."""
    entries = tuple(entries)
    standing = tuple(entry for entry in entries if entry.voided_by is None)
    given = last_given(standing)
    checks = tuple(
        _check(task, catalogue, outcomes)
        for task in report.tasks
        if task.item in catalogue.items
        and catalogue.items[task.item].gate is not None
        and task.state not in ("not_applicable", "not_required")
        # What nobody knows is found out in time: not before anybody could begin it.
        and not (task.state == "unknown" and task.opens_on is not None and task.opens_on > report.as_of)
    )
    order = {name: place for place, name in enumerate(catalogue.items)}
    checks = tuple(
        sorted(checks, key=lambda check: (check.task.pathway != "release_day", order[check.task.item]))
    )
    at_gate = {check.task.item for check in checks}
    protection = _protection(report)
    also = (
        task
        for task in report.tasks
        if task.state in _OPEN and task.item not in at_gate and task not in protection
    )
    travel = next((check for check in checks if check.task.item == "travel_and_money"), None)
    planned = [answer.text for answer in travel.answers if answer.field == "planned_time"] if travel else []
    return Gate(
        report=report,
        checks=checks,
        protection=protection,
        also_open=tuple(also),
        planned=next(iter(planned), None),
        out=_time_out(report, outcomes, entries),
        late_after=late_after,
        notes=tuple(_notes(report)),
        alike=tuple(alike),
        written={task.item: _written(task, outcomes) for task in report.tasks},
        told=_told(standing),
        turned=_turned(report, outcomes, standing),
        sheet_given=given.on if given else None,
    )


def _check(task: TaskLine, catalogue: Catalogue, outcomes: Iterable[RecordedOutcome]) -> GateItem:
    told = _written(task, outcomes)
    fields = catalogue.items[task.item].gate or ()
    return GateItem(task, tuple(_answer(catalogue.fields[name], told.get(name)) for name in fields))


def _written(task: TaskLine, outcomes: Iterable[RecordedOutcome]) -> dict[str, str]:
    """What was written down of a task, where it still speaks."""
    told: dict[str, str] = {}
    seen: set[str] = set()
    for outcome in outcomes if task.state in _SPEAKS and not task.misfit else ():
        if outcome.item == task.item:
            # The same outcome once more begins anew: what was told of the older date is over.
            told, seen = ({}, set()) if outcome.outcome in seen else (told, seen)
            told |= outcome.evidence
            seen.add(outcome.outcome)
    return told


def _told(entries: Iterable[HistoryEntry]) -> dict[str, date]:
    """The day each fact was last told."""
    days: dict[str, date] = {}
    for entry in entries:
        for fact in entry.facts:
            days[fact.fact] = max(fact.told_on, days.get(fact.fact, fact.told_on))
    return days


def _turned(
    report: Countdown, outcomes: Iterable[RecordedOutcome], entries: Iterable[HistoryEntry]
) -> TurnTold | None:
    """Who recorded what stands in the way of the release."""
    stop = report.stopped
    if stop is None:
        return None
    said = [one for one in outcomes if one.item == stop.item and one.on == stop.since]
    if not said:
        return None
    last = said[-1]
    made = [
        entry
        for entry in entries
        for told in entry.outcomes
        if (told.item, told.outcome, told.on) == (last.item, last.outcome, last.on)
    ]
    at = made[-1].at if made else None
    return TurnTold(
        on=stop.since,
        time=f"{at:%H:%M}" if at is not None and at.date() == stop.since else "",
        by=last.evidence.get("checked_by") or last.by or "",
        reason=reason_words(last.reason).replace("_", " ") if last.reason else "",
        served_on=day_written(last.evidence.get("served_on")),
    )


def _answer(field: EvidenceField, text: str | None) -> GateAnswer:
    if text and field.kind == "date":
        text = day_in_words(date.fromisoformat(text))
    return GateAnswer(
        field.name, field.ask, text.replace("_", " ") if text and field.kind == "choice" else text
    )


def _time_out(
    report: Countdown, outcomes: Iterable[RecordedOutcome], entries: Iterable[HistoryEntry]
) -> str | None:
    """The time at which they left on the day they left; an earlier release is not this one."""
    left = report.facts.get("released_on")
    if not isinstance(left, date):
        return None
    written = [one.evidence["time_out"] for one in outcomes if "time_out" in one.evidence and one.on >= left]
    noted = [
        note.fields["time"]
        for entry in entries
        if entry.voided_by is None
        for note in entry.notes
        if note.kind == "released" and note.on == left and "time" in note.fields
    ]
    return next(reversed([*noted, *written]), None)


def _protection(report: Countdown) -> tuple[TaskLine, ...]:
    """Open public-protection work of somebody of high or unknown risk whose day is within 28 days.

    A day that has gone by without their leaving hides none of it: they may leave at any time.
    """
    days = report.days_to_release
    if days is None or days > WINDOW or "released_on" in report.facts:
        return ()
    if report.facts.get("rosh", "high") not in _HIGH:
        return ()
    return tuple(task for task in report.tasks if task.public_protection and task.state in _OPEN)


def _notes(report: Countdown) -> Iterable[str]:
    for task in report.tasks:
        if task.misfit:
            yield f"{task.title}: {task.misfit}"
