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
from releasecheck.planning.contacts import Contact, Request, contacts, requests
from releasecheck.policy.catalogue import Item
from releasecheck.reports.papers.handover.doubts import contradictions
from releasecheck.reports.papers.handover.needed import Case, CaseAnswers, answers
from releasecheck.reports.papers.handover.news import News
from releasecheck.reports.papers.handover.recorded import (
    CHECKS,
    Enquiry,
    PomView,
    adjustment,
    analysis,
    contact_with_children,
    enquiry,
    next_mappa,
    pom_view,
    told_on,
    work_here,
    work_named,
)
from releasecheck.reports.papers.handover.seen import (
    ComChange,
    Met,
    Noted,
    com_changes,
    com_last_met,
    noted,
    pom_last_met,
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
    entry: int = 0
    """The entry of the history that says so."""


class Appointment(NamedTuple):
    """Somewhere to be, after release or before it."""

    on: str
    at: str | None
    what: str
    where: str | None
    item: str = ""
    short: str = ""
    """What it is, in two or three words."""


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
    earlier: tuple[Telling, ...]
    """Other release dates told before, latest first."""
    checks: tuple[Enquiry, ...]
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
    told_on: Mapping[str, date]
    """The day each fact was last told."""
    to_com: bool
    """Whether whoever gets it is the COM, who acknowledges it."""
    adjustment: tuple[str, date] | None
    """What is needed and done about it, in the words it was written down in."""
    next_mappa: date | None
    """The next MAPPA meeting, where a day for it is recorded and has not gone by."""
    met: tuple[Met, ...]
    """The last contact with the COM of now, and with the POM."""
    notes: tuple[Noted, ...]
    """Remarks and contacts with what was written down of them, latest first."""
    begun: bool
    """Whether anything but facts was ever recorded of the person."""
    news: News
    """What changed since the handover before this one, or the day asked for."""

    @property
    def complete(self) -> bool:
        """Whether everything that a handover must say is known."""
        return not self.answers.blank

    @property
    def has_arrived(self) -> bool:
        """Whether the COM of now has acknowledged one."""
        if self.acknowledged_on is None:
            return False
        return not self.com_changes or self.com_changes[-1].on <= self.acknowledged_on

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return self.countdown.numbers


_NO_NEWS = News()


def handover_report(
    countdown: Countdown,
    record: PersonRecord,
    entries: Sequence[HistoryEntry],
    items: Mapping[str, Item],
    recipient: str,
    since: date | None = None,
    changes: Sequence[str] = (),
    staff: StaffNames = BY_RULE,
    news: News = _NO_NEWS,
) -> HandoverReport:
    """Everything to be handed over about one person."""
    tasks = {task.item: task for task in countdown.tasks}
    met = contacts(entries)
    changes_of_com = tuple(com_changes(entries, staff))
    written, asked = tuple(noted(entries, items)), own_questions(entries)
    report = tasks.get(REPORT)
    sent = report is not None and report.outcome == "sent"
    acknowledged = report is not None and report.outcome == "acknowledged"
    checks = tuple(enquiry(record.outcomes, items[name]) for name in CHECKS if name in items)
    level, review = contact_with_children(record)
    last_seen = com_last_met(met, record, changes_of_com, staff)
    return HandoverReport(
        countdown=countdown,
        recipient=recipient,
        answers=answers(_case(countdown, checks, level)),
        contradictions=contradictions(
            *(countdown.facts, record.outcomes, entries),
            misfits=(item for item, task in tasks.items() if task.misfit),
        ),
        contact_level=level,
        contact_review=review,
        pom_view=pom_view(record.outcomes),
        analysis=analysis(record.outcomes),
        earlier=_earlier(record.tellings, countdown.release),
        checks=checks,
        work_named=work_named(record.outcomes),
        work_here=work_here(record.outcomes),
        contacts=met,
        com_last_met=last_seen.on if last_seen else None,
        requests=requests(entries, record.outcomes, items),
        com_changes=changes_of_com,
        appointments=tuple(_appointments(record.outcomes, items, tasks)),
        own_questions=asked,
        given=tuple(handovers_given(entries)),
        waiting_since=report.outcome_on if report and sent else None,
        acknowledged_on=report.outcome_on if report and acknowledged else None,
        since=since,
        changes=tuple(changes),
        told_on=told_on(entries),
        to_com=is_the_com(recipient, record),
        adjustment=adjustment(record.outcomes),
        next_mappa=next_mappa(record.outcomes, countdown.as_of),
        met=tuple(filter(None, (last_seen, pom_last_met(met, record)))),
        notes=written,
        begun=any(outcome.item != REPORT for outcome in record.outcomes) or bool(written or asked),
        news=news,
    )


def _earlier(tellings: Sequence[Telling], release: Release | None) -> tuple[Telling, ...]:
    """Earlier dates, latest first, each once."""
    seen = {(release.date, release.type)} if release else set()
    found = []
    for telling in reversed(tellings):
        if telling.of_release and (telling.date, telling.type) not in seen:
            seen.add((telling.date, telling.type))
            found.append(telling)
    return tuple(found)


def _case(countdown: Countdown, checks: Sequence[Enquiry], contact_level: str | None) -> Case:
    """What is known of the person, as far as it answers what a COM needs."""
    tasks = {task.item: task for task in countdown.tasks}
    return Case(
        *(countdown.facts, countdown.release, tasks),
        answered=frozenset(check.item for check in checks if check.answered_on is not None),
        place=any(_stands(tasks, item, outcome) for item, outcome in _PLACES),
        contact_level=contact_level,
    )


#: A place to sleep that was arranged.
_PLACES = (
    *(("cas1", "placement_booked"), ("cas2", "placed"), ("cas3", "booking_confirmed")),
    *(("private_address", "confirmed"), ("address_night_one", "done")),
)


def _stands(tasks: Mapping[str, TaskLine], item: str, outcome: str) -> bool:
    """Whether this is the last that was recorded of an item, and fits the release."""
    task = tasks.get(item)
    return task is not None and task.outcome == outcome and not task.misfit


#: Where the evidence of a task says when and where to be.
_WHEN = (("appointment_on", "appointment_at"), ("interview_on", None), ("starts_on", None))
#: How an appointment is called where there is little room.
_CALLED = {
    "benefits": "Jobcentre",
    "first_appointment": "First meeting",
    "substance_appointment": "Support service",
    "work_lined_up": "Work or training",
}
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
                found.append(
                    Appointment(
                        *(evidence[on], time, items[name].title, where),
                        *(name, _CALLED.get(name, items[name].title)),
                    )
                )
    yield from sorted(found, key=lambda one: (one.on, one.at or "", one.what))


def handovers_given(entries: Iterable[HistoryEntry]) -> Iterator[HandoverGiven]:
    """Every handover that was given to somebody, oldest first."""
    for entry in entries:
        for note in entry.notes if entry.voided_by is None else ():
            if note.kind == GIVEN:
                yield HandoverGiven(note.on, note.fields.get("to", ""), entry.by, entry.entry)


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
