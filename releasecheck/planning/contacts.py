"""Who saw whom, and who asked for what when: contacts and requests, read from what was noted.

A request is proof that somebody asked: it keeps the day it was made, every answer, and the days waited.
Tasks that were sent and answered are read the same way, so that nothing has to be noted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.domain import Plan, RecordedOutcome
from releasecheck.core.words import count, day_in_words
from releasecheck.people.entries import HistoryEntry, Note, ToldNote, whom
from releasecheck.people.office.staff import BY_RULE, StaffNames
from releasecheck.planning.states import state_on
from releasecheck.policy.catalogue import Item, OutcomeSpec

StepName = Literal["offered", "refused", "answered"]
STEPS: tuple[StepName, ...] = ("offered", "refused", "answered")

#: What can be asked for, and how it is said.
KINDS: dict[str, str] = {
    "video_link": "video link",
    "visit": "visit slot",
    "room": "interview room",
    "phone_call": "telephone call",
    "police_check": "police check",
    "child_check": "children's services check",
    "report": "report",
    "move": "move to another prison",
    "information": "information",
    "other": "something else",
}

#: How somebody was met, and what the evidence of a contact task calls it.
WAYS: dict[str, str] = {
    "visit": "face_to_face",
    "in_person": "face_to_face",
    "video": "video",
    "phone": "phone",
}
_IN_WORDS = {"visit": "at a visit", "in_person": "in person", "video": "by video", "phone": "by telephone"}


class Step(NamedTuple):
    """One answer to a request."""

    name: StepName
    on: date
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of somebody, and what came of it."""

    id: int
    """The number of the entry that noted it: what `void` and `history` call it by. 0 for a task."""
    kind: str
    """In words."""
    of: str
    asked_on: date
    asked_by: str
    item: str | None = None
    note: str | None = None
    steps: tuple[Step, ...] = ()

    @property
    def from_task(self) -> bool:
        """Read from what was recorded of a task; it is answered there."""
        return self.id == 0

    def step(self, name: StepName) -> Step | None:
        """The first answer of this kind."""
        return next((step for step in self.steps if step.name == name), None)

    @property
    def first_response(self) -> date | None:
        """The day anybody answered at all: offered, refused or answered."""
        return min((step.on for step in self.steps), default=None)

    def days_waited(self, today: date) -> int:
        """Days from asking to the first response; to today while there is none."""
        return ((self.first_response or today) - self.asked_on).days

    @property
    def status(self) -> str:
        """The last thing that came of it."""
        return self.steps[-1].name if self.steps else "no answer"

    @property
    def over(self) -> bool:
        """Whether it is settled: answered, or refused."""
        return self.status in ("answered", "refused")


@dataclass(frozen=True, slots=True)
class Contact:
    """One time somebody spoke to or saw the person; that they met, never what was said."""

    on: date
    role: str
    how: str
    name: str | None
    """Who it was, where the record knew it then."""
    note: str | None = None


class Total(NamedTuple):
    """What came of all requests of one kind."""

    kind: str
    asked: int
    offered: int
    refused: int
    answered: int
    unanswered: int
    longest_wait: int
    """Days, of the one that waited longest."""


# --- what is noted ---


def request_note(
    kind: str, of: str, on: date, remark: str | None, item: str | None, role: str | None = None
) -> Note:
    """A request as it is kept; `role` is who asked, where that is known."""
    fields = {"what": kind, "of": of} | ({"role": role} if role else {})
    return Note("request", on, remark or "", item, fields)


def step_note(request: Request, step: StepName, on: date, remark: str | None) -> Note:
    """What came of a request, as it is kept."""
    return Note("request", on, remark or "", request.item, {"request": str(request.id), "step": step})


def contact_note(role: str, how: str, on: date, name: str | None, remark: str | None) -> Note:
    """A contact as it is kept."""
    fields = {"by": role, "how": how} | ({"name": name} if name else {})
    return Note("contact", on, remark or "", None, fields)


def contact_words(role: str, how: str, name: str | None) -> str:
    """COM J. Okafor in contact by video."""
    return f"{role}{f' {name}' if name else ''} in contact {_IN_WORDS[how]}"


def contact_item(role: str, how: str) -> str | None:
    """The task that such a contact does: the COM's in any way, the POM's and key worker's only in person."""
    if role == "COM":
        return "first_contact"
    return "pom_contact" if role in ("POM", "KW") and WAYS[how] == "face_to_face" else None


def task_done(plan: Plan, contact: Note, today: date, by: str) -> tuple[RecordedOutcome | None, str]:
    """The outcome that a contact makes of a task, or why it makes none."""
    role, how, name = contact.fields["by"], contact.fields["how"], contact.fields.get("name")
    item = contact_item(role, how)
    if item is None:
        return None, "pom_contact asks for face to face: not marked." if role in ("POM", "KW") else ""
    task = plan.task(item)
    if task is None or state_on(task, today) in ("not_applicable", "not_required"):
        return None, ""
    if task.outcome is None and task.opens_on is not None and contact.on < task.opens_on:
        return None, f"{item} counts from {day_in_words(task.opens_on)}: not marked."
    if task.outcome_on is not None and contact.on < task.outcome_on:
        return None, f"{item} has something later recorded: not marked."
    if role == "COM":
        evidence = {"contact_kind": WAYS[how]}
    else:
        evidence = {"seen_how": WAYS[how], "seen_by": f"{name}, {role}" if name else role}
    return RecordedOutcome(item, "done", contact.on, evidence=evidence, by=by), ""


# --- what is read back ---


def contacts(entries: Iterable[HistoryEntry]) -> tuple[Contact, ...]:
    """Every contact that stands, by day."""
    found = [
        Contact(
            *(note.on, note.fields["by"], note.fields["how"]),
            note.fields.get("name"),
            note.text or None,
        )
        for _, note in _notes(entries, "contact")
    ]
    return tuple(sorted(found, key=lambda contact: contact.on))


def last_contact(
    found: Iterable[Contact], role: str, name: str | None = None, staff: StaffNames = BY_RULE
) -> Contact | None:
    """The last time somebody of this role, or this very person, was in contact."""
    fitting = [
        each for each in found if each.role == role and (name is None or staff.are_one(each.name, name))
    ]
    return fitting[-1] if fitting else None


def requests(
    entries: Iterable[HistoryEntry], outcomes: Iterable[RecordedOutcome], items: Mapping[str, Item]
) -> tuple[Request, ...]:
    """Every request that stands, noted or read from tasks, by the day it was made."""
    found = [*_noted(entries), *_from_tasks(outcomes, items)]
    return tuple(sorted(found, key=lambda request: request.asked_on))


def totals(found: Iterable[Request], today: date) -> tuple[Total, ...]:
    """What came of the requests, for each kind, the most asked for first."""
    by_kind: dict[str, list[Request]] = {}
    for request in found:
        by_kind.setdefault(request.kind, []).append(request)
    rows = [_total(kind, asked, today) for kind, asked in by_kind.items()]
    return tuple(sorted(rows, key=lambda row: (-row.asked, row.kind)))


def _total(kind: str, asked: Sequence[Request], today: date) -> Total:
    offered, refused, answered = (sum(request.step(name) is not None for request in asked) for name in STEPS)
    unanswered = sum(not request.steps for request in asked)
    longest = max(request.days_waited(today) for request in asked)
    return Total(kind, len(asked), offered, refused, answered, unanswered, longest)


def _notes(entries: Iterable[HistoryEntry], kind: str) -> Iterable[tuple[HistoryEntry, ToldNote]]:
    return (
        (entry, note)
        for entry in entries
        if entry.voided_by is None
        for note in entry.notes
        if note.kind == kind
    )


def _noted(entries: Iterable[HistoryEntry]) -> list[Request]:
    found: dict[int, Request] = {}
    for entry, note in _notes(entries, "request"):
        fields = note.fields
        if "request" not in fields:
            kind = KINDS.get(fields["what"], fields["what"])
            found[entry.entry] = Request(
                *(entry.entry, kind, fields["of"], note.on, entry.by, note.item, note.text or None)
            )
            continue
        asked = found.get(int(fields["request"]))
        name = next((step for step in STEPS if step == fields.get("step")), None)
        if asked is not None and name is not None:
            found[asked.id] = _with(asked, Step(name, note.on, entry.by, note.text or None))
    return list(found.values())


def _with(request: Request, step: Step) -> Request:
    return replace(request, steps=(*request.steps, step))


def _from_tasks(outcomes: Iterable[RecordedOutcome], items: Mapping[str, Item]) -> list[Request]:
    """Tasks sent, and what was recorded of them next."""
    found: list[Request] = []
    latest: dict[str, int] = {}
    for outcome in outcomes:
        spec = items[outcome.item].outcomes.get(outcome.outcome) if outcome.item in items else None
        if spec is None or spec.draft:
            continue
        at = latest.get(outcome.item)
        if spec.kind == "waiting" and outcome.outcome != "offered":
            latest[outcome.item] = len(found)
            found.append(_sent(items[outcome.item], outcome))
        elif at is not None and not found[at].over:
            found[at] = _with(found[at], _answer(outcome, spec))
    return found


def _sent(item: Item, outcome: RecordedOutcome) -> Request:
    sent_to = whom(outcome.evidence) or ""
    return Request(0, item.title, sent_to, outcome.on, outcome.by or "", item.id, outcome.reason)


def _answer(outcome: RecordedOutcome, spec: OutcomeSpec) -> Step:
    if spec.kind in ("waiting", "done"):
        return Step("offered" if spec.kind == "waiting" else "answered", outcome.on, outcome.by or "")
    return Step("refused", outcome.on, outcome.by or "", outcome.reason or spec.title)


def summary(found: Sequence[Request], today: date) -> str:
    """One sentence over all of them."""
    if not found:
        return "Nothing asked for is on record."
    open_requests = [request for request in found if not request.steps]
    waits = [request.days_waited(today) for request in open_requests]
    longest = f", the longest for {count(max(waits), 'day')}" if waits else ""
    return f"{len(found)} asked, {len(open_requests)} with no answer{longest}."
