"""What the person who takes over must know: what is missing, what was done, and what was asked for.

Plain values from a checklist and the history behind it; nothing is read or written. Of a check there is a
status, a day and whether anything is known, never what; of security information a status and a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import PersonRecord, RecordedOutcome, Release, Telling
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.names import fold
from releasecheck.people.office.staff import BY_RULE, StaffNames, surname_of
from releasecheck.people.questions import OwnQuestion, own_questions
from releasecheck.planning.contacts import Contact, Request, contacts, last_contact, requests
from releasecheck.policy.catalogue import Item
from releasecheck.reports.papers.handover.doubts import contradictions
from releasecheck.reports.papers.handover.needed import Case, CaseAnswers, answers
from releasecheck.reports.papers.handover.recorded import (
    CHECKS,
    Enquiry,
    PomView,
    analysis,
    contact_with_children,
    enquiry,
    pom_view,
    work_here,
    work_named,
)
from releasecheck.reports.person.countdown import Countdown, TaskLine

GIVEN = "handover"
"""The kind of note that says that a handover was given to somebody."""
REPORT = "handover_report"
"""The item that a handover sent and acknowledged is recorded for."""


class HandoverGiven(NamedTuple):
    """One time a handover was given to somebody."""

    on: date
    to: str
    by: str


class ComChange(NamedTuple):
    """Who became the COM, recorded when and by whom."""

    name: str
    on: date
    by: str


class Appointment(NamedTuple):
    """Somewhere to be, after release or before it."""

    on: str
    at: str | None
    what: str
    where: str | None


class HandoverReport(NamedTuple):
    """One person as they are handed over on a day."""

    countdown: Countdown
    recipient: str
    answers: CaseAnswers
    """What a COM needs and what else it must say, in what is known and what is missing."""
    contradictions: tuple[str, ...]
    """Each two things recorded that do not agree, as a sentence."""
    contact_level: str | None
    """The level of contact with children, as a fact or with its decision."""
    contact_review: date | None
    pom_view: PomView | None
    analysis: str | None
    """What matters most and why, in one line of whoever sent the report."""
    told_by: str | None
    """Who recorded the release date that stands."""
    earlier: tuple[Telling, ...]
    """Other release dates told before, latest first."""
    checks: tuple[Enquiry, ...]
    done_by: Mapping[str, str]
    """Who recorded the outcome that stands, by item."""
    work_named: str | None
    """Offence-focused work that is needed, where it was named."""
    work_here: bool | None
    contacts: tuple[Contact, ...]
    com_last_met: date | None
    """The last time this very COM was in contact."""
    requests: tuple[Request, ...]
    com_changes: tuple[ComChange, ...]
    appointments: tuple[Appointment, ...]
    own_questions: tuple[OwnQuestion, ...]
    """What the person asked or applied for, answered or not, oldest first."""
    given: tuple[HandoverGiven, ...]
    """Earlier handovers, oldest first."""
    waiting_since: date | None
    """The day the handover was sent that nobody has acknowledged."""
    acknowledged_on: date | None
    since: date | None
    changes: tuple[str, ...]
    """What was recorded since then, in words."""

    @property
    def complete(self) -> bool:
        """Whether everything that a handover must say is known."""
        return not self.answers.blank

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return self.countdown.numbers


def handover_report(
    countdown: Countdown,
    record: PersonRecord,
    entries: Sequence[HistoryEntry],
    items: Mapping[str, Item],
    recipient: str,
    since: date | None = None,
    changes: Sequence[str] = (),
    staff: StaffNames = BY_RULE,
) -> HandoverReport:
    """Everything to be handed over about one person."""
    tasks = {task.item: task for task in countdown.tasks}
    met = contacts(entries)
    com_changes = tuple(_com_changes(entries, staff))
    report = tasks.get(REPORT)
    sent = report is not None and report.outcome == "sent"
    acknowledged = report is not None and report.outcome == "acknowledged"
    checks = tuple(enquiry(record.outcomes, items[name]) for name in CHECKS if name in items)
    level, review = contact_with_children(record)
    case = Case(
        *(countdown.facts, countdown.release, tasks),
        answered=frozenset(check.item for check in checks if check.answered_on is not None),
        place=any(_stands(tasks, item, outcome) for item, outcome in _PLACES),
        contact_level=level,
    )
    return HandoverReport(
        countdown=countdown,
        recipient=recipient,
        answers=answers(case),
        contradictions=contradictions(
            *(countdown.facts, record.outcomes, entries),
            misfits=(item for item, task in tasks.items() if task.misfit),
        ),
        contact_level=level,
        contact_review=review,
        pom_view=pom_view(record.outcomes),
        analysis=analysis(record.outcomes),
        told_by=_told_by(entries, countdown.release),
        earlier=_earlier(record.tellings, countdown.release),
        checks=checks,
        done_by={outcome.item: outcome.by for outcome in record.outcomes if outcome.by},
        work_named=work_named(record.outcomes),
        work_here=work_here(record.outcomes),
        contacts=met,
        com_last_met=_com_last_met(met, record, com_changes, staff),
        requests=requests(entries, record.outcomes, items),
        com_changes=com_changes,
        appointments=tuple(_appointments(record.outcomes, items, tasks)),
        own_questions=own_questions(entries),
        given=tuple(handovers_given(entries)),
        waiting_since=report.outcome_on if report and sent else None,
        acknowledged_on=report.outcome_on if report and acknowledged else None,
        since=since,
        changes=tuple(changes),
    )


def _told_by(entries: Iterable[HistoryEntry], release: Release | None) -> str | None:
    """Who recorded the release date that stands."""
    if release is None:
        return None
    standing = [entry.by for entry in entries if entry.voided_by is None and entry.releases]
    return standing[-1] if standing else None


def _earlier(tellings: Sequence[Telling], release: Release | None) -> tuple[Telling, ...]:
    """Earlier dates, latest first, each once."""
    seen = {(release.date, release.type)} if release else set()
    found = []
    for telling in reversed(tellings):
        if telling.of_release and (telling.date, telling.type) not in seen:
            seen.add((telling.date, telling.type))
            found.append(telling)
    return tuple(found)


#: A place to sleep that was arranged.
_PLACES = (
    *(("cas1", "placement_booked"), ("cas2", "placed"), ("cas3", "booking_confirmed")),
    *(("private_address", "confirmed"), ("address_night_one", "done")),
)


def _stands(tasks: Mapping[str, TaskLine], item: str, outcome: str) -> bool:
    """Whether this is the last that was recorded of an item, and fits the release."""
    task = tasks.get(item)
    return task is not None and task.outcome == outcome and not task.misfit


def _com_last_met(
    met: Sequence[Contact], record: PersonRecord, changes: Sequence[ComChange], staff: StaffNames
) -> date | None:
    """The last contact with the COM of now: noted by name, or recorded since they were named."""
    if "com" not in record.facts or not changes:
        return None
    noted = last_contact(met, "COM", str(record.facts["com"]), staff)
    recorded = (
        outcome.on
        for outcome in record.outcomes
        if (outcome.item, outcome.outcome) == ("first_contact", "done") and outcome.on >= changes[-1].on
    )
    return max([*([noted.on] if noted else []), *recorded], default=None)


def _com_changes(entries: Iterable[HistoryEntry], staff: StaffNames) -> Iterator[ComChange]:
    before = None
    for entry in entries:
        for fact in entry.facts if entry.voided_by is None else ():
            if fact.fact == "com" and fact.value is not None and not staff.are_one(fact.value, before):
                before = fact.value
                yield ComChange(str(fact.value), fact.told_on, entry.by)


#: Where the evidence of a task says when and where to be.
_WHEN = (("appointment_on", "appointment_at"), ("interview_on", None), ("starts_on", None))
_WHERE = ("place", "jobcentre", "provider", "employer", "premises")


def _appointments(
    outcomes: Iterable[RecordedOutcome], items: Mapping[str, Item], tasks: Mapping[str, TaskLine]
) -> Iterator[Appointment]:
    """Everything booked that still stands and fits the release, by day."""
    latest = {outcome.item: outcome for outcome in outcomes}
    found = []
    for name, outcome in latest.items():
        if name in items and items[name].outcome_record:
            continue  # The day on which they began work, as somebody learnt of it, is nowhere to be.
        evidence = outcome.evidence
        for on, at in _WHEN:
            if on in evidence and name in items and name in tasks and not tasks[name].misfit:
                where = next((evidence[field] for field in _WHERE if field in evidence), None)
                time = evidence.get(at) if at else None
                found.append(Appointment(evidence[on], time, items[name].title, where))
    yield from sorted(found)


def handovers_given(entries: Iterable[HistoryEntry]) -> Iterator[HandoverGiven]:
    """Every handover that was given to somebody, oldest first."""
    for entry in entries:
        for note in entry.notes if entry.voided_by is None else ():
            if note.kind == GIVEN:
                yield HandoverGiven(note.on, note.fields.get("to", ""), entry.by)


def is_the_com(recipient: str, record: PersonRecord) -> bool:
    """Whether whoever is given the handover is this person's COM, by role, name or office."""
    words = recipient.casefold().replace(",", " ").split()
    said = fold(recipient.replace(",", " ").replace(".", " "))
    com, office = record.facts.get("com"), record.facts.get("com_office")
    surname = fold(surname_of(str(com))) if com else ""
    return (
        "com" in words
        or (surname != "" and f" {surname} " in f" {said} ")
        or (office is not None and str(office).casefold() in recipient.casefold())
    )
