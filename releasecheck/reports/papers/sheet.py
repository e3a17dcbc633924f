"""What the sheet for the person leaving says of them: where they sleep, whom they see, what is arranged.

Chosen and never copied: only what is named here is read, so that nothing about risk and nobody else's
business can reach a paper that others may read over a shoulder.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.domain import Facts
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.office.directory import Directory
from releasecheck.people.questions import OwnQuestion
from releasecheck.policy.catalogue import Item
from releasecheck.reports.person.countdown import Countdown, TaskLine

GIVEN = "sheet_given"
"""The kind of note that keeps the day somebody was given their sheet."""

SheetState = Literal["done", "waiting", "open", "unknown", "declined", "failed", "again"]

_STANDINGS: dict[str, SheetState] = {
    **dict.fromkeys(("done", "done_late"), "done"),
    **dict.fromkeys(("waiting", "chase"), "waiting"),
    **dict.fromkeys(("overdue", "to_do", "upcoming", "blocked", "expired", "action"), "open"),
    "unknown": "unknown",
    "declined": "declined",
    "not_achieved": "failed",
}
"""Where a task stands for the person; one that does not apply or is not needed is not told."""

#: What is told of an item besides where it stands: names of offices and services, never of people.
_DETAILS = ("practice", "employer", "authority", "provider")

#: Items with a part of the sheet to themselves; they are not listed again.
_OWN_PART = (
    *("address_night_one", "first_appointment", "travel_and_money"),
    *("bank_account", "discharge_medicines", "id_document"),
)
#: Items that are told as an appointment once they are booked.
_BOOKED_AS = {"jobcentre": "benefits", "support": "substance_appointment", "work": "work_lined_up"}
#: Done for now, and not yet what the person needs to be told is ready.
_HALF_DONE = {("benefits", "met")}
#: Asked for because of somebody's risk: told only once something was done that they have heard of.
_ONLY_ONCE_BEGUN = ("cas1",)
#: Nothing that the person could answer: they are not asked whether they need it.
_NOT_WHILE_UNKNOWN = ("licence_approved", "licence_explained", "cas3", "private_address")
#: Looking for a place to sleep, in whichever of these ways.
_LOOKING = (
    *("address_night_one", "private_address", "housing_status", "dtr"),
    *("crs", "crs_women", "cas1", "cas2", "cas3"),
)
_PLACES = (("cas1", "placement_booked"), ("cas3", "booking_confirmed"), ("cas2", "placed"))


class Doing(NamedTuple):
    """A task as the person is told of it."""

    item: str
    standing: SheetState
    owner: str
    owner_name: str | None
    """Only of the two who are named to the person: POM and COM."""
    outcome: str | None = None
    detail: str | None = None
    begun: bool = False
    """Whether somebody has recorded that they began: only then may it be said that they are doing it."""
    lapsed: bool = False
    """It was done, and must be done again."""


class Bed(NamedTuple):
    """Where they will sleep on the first night, as far as it is known."""

    standing: Literal["yes", "plan", "no", "ask", "again"]
    """`ask`: nobody has recorded anything; `again`: what was arranged is for another day than the release."""
    for_now: bool
    owner: str
    owner_name: str | None
    premises: str | None = None
    from_day: date | None = None
    by: str | None = None
    way_in: str | None = None
    begun: bool = False
    """Whether somebody has recorded that they look for a place."""


class SheetAppointment(NamedTuple):
    """Somebody to see: what for, and what is known of when and where."""

    kind: Literal["probation", "jobcentre", "support", "work"]
    on: date | None
    at: str | None
    where: str | None
    way: str | None = None


class Sheet(NamedTuple):
    """Everything the sheet says of one person on a day."""

    as_of: date
    prison_number: str
    name: str
    """First name first."""
    release_on: date | None
    certain: bool
    stopped: bool
    """Something stands in the way of the release: nothing is said of the day, a bed or a meeting."""
    released_on: date | None
    bed: Bed
    appointments: tuple[SheetAppointment, ...]
    tasks: Mapping[str, Doing]
    """Every item that there is something to say of."""
    supply_days: int | None
    warrant_to: str | None
    card_location: str | None
    document: str | None
    worker: str | None
    phones: Mapping[str, str]
    """Numbers that are known: `worker`, and those of the office."""
    given_on: date | None
    footnotes: tuple[str, ...]
    questions: tuple[OwnQuestion, ...] = ()
    """What the person asked and nobody has answered, oldest first."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset({self.prison_number})

    def listed(self, *standings: SheetState) -> tuple[Doing, ...]:
        """The tasks that stand so and have no part of the sheet to themselves."""
        booked = {_BOOKED_AS.get(one.kind) for one in self.appointments}
        return tuple(
            task
            for task in self.tasks.values()
            if task.standing in standings and task.item not in _OWN_PART and task.item not in booked
        )


def sheet(
    report: Countdown,
    phones: Mapping[str, str],
    given_on: date | None,
    begun: Collection[tuple[str, str]],
) -> Sheet:
    """The sheet from somebody's checklist; `phones` are the office's own numbers.

    `begun`: the outcomes, each with its item, that say that somebody is at work on it.
    """
    facts = report.facts
    lines = {task.item: task for task in report.tasks if not task.sensitive}
    tasks = {item: doing for item, line in lines.items() if (doing := _doing(line, begun)) is not None}
    tasks |= _from_facts(facts, tasks)
    # One referral: the sheet of a woman calls it by the service that hers goes to.
    tasks.pop("crs_women", None)
    if facts.get("sex") == "F" and "crs" in tasks:
        tasks["crs_women"] = tasks.pop("crs")._replace(item="crs_women")
    release = report.release
    released = facts.get("released_on")
    worker = facts.get("com")
    number = _evidence(lines.get("com_allocated"), "com_phone")
    supply = _evidence(lines.get("discharge_medicines"), "supply_days")
    return Sheet(
        as_of=report.as_of,
        prison_number=report.prison_number,
        name=" ".join(str(facts[name]) for name in ("first_name", "last_name") if name in facts),
        # A day that has gone by without a release is no day to promise.
        release_on=release.date
        if release and release.date >= report.as_of and report.stopped is None
        else None,
        certain=release is not None and release.confirmed,
        stopped=report.stopped is not None,
        released_on=released if isinstance(released, date) else None,
        bed=_bed(lines, facts, any(tasks[item].begun for item in _LOOKING if item in tasks)),
        appointments=tuple(_appointments(lines, report)),
        tasks=tasks,
        supply_days=int(supply) if supply and supply.isdecimal() else None,
        warrant_to=_evidence(lines.get("travel_and_money"), "warrant_to"),
        card_location=_evidence(lines.get("bank_account"), "card_location"),
        document=_evidence(lines.get("id_document"), "document"),
        worker=str(worker) if worker else None,
        phones={**phones, **({"worker": number} if number else {})},
        given_on=given_on,
        footnotes=report.footnotes,
        questions=report.questions,
    )


#: The number on the sheet that a kind of entry of the office's directory answers.
_DIRECTORY_PHONES = {"council": "housing", "pdu": "probation"}


def directory_phones(facts: Facts, referred_to: str | None, directory: Directory) -> dict[str, str]:
    """The numbers of the person's own council and PDU, which go before the office's, with whose they are.

    `referred_to`: the council that a duty to refer which counts went to.
    """
    found = directory.for_person(facts, {"council": referred_to})
    return {
        phone: f"{found[kind].telephone} ({found[kind].name})"
        for kind, phone in _DIRECTORY_PHONES.items()
        if kind in found and found[kind].telephone
    }


def last_given(entries: Sequence[HistoryEntry]) -> date | None:
    """The last day on which somebody was given their sheet; None where that was never written down."""
    days = (
        note.on for entry in entries if entry.voided_by is None for note in entry.notes if note.kind == GIVEN
    )
    return max(days, default=None)


def begun_by(items: Mapping[str, Item]) -> frozenset[tuple[str, str]]:
    """Every outcome, with its item, after which somebody is at work: sent, done in part, refused, a draft."""
    return frozenset(
        (item.id, spec.name)
        for item in items.values()
        for spec in item.outcomes.values()
        if spec.draft or spec.kind in ("waiting", "action", "done")
    )


def _doing(line: TaskLine, begun: Collection[tuple[str, str]]) -> Doing | None:
    standing = _STANDINGS.get(line.state)
    if standing is None:
        return None
    if (line.item, line.outcome) in _HALF_DONE:
        standing = "open"
    if line.item in _ONLY_ONCE_BEGUN and line.outcome is None:
        return None
    if line.item in _NOT_WHILE_UNKNOWN and standing == "unknown":
        return None
    if line.misfit:
        standing = "again"
    detail = next((line.evidence[name] for name in _DETAILS if name in line.evidence), None)
    named = line.owner_name if line.owner in ("POM", "COM") else None
    lapsed = line.state == "expired"
    return Doing(
        *(line.item, standing, line.owner, named, line.outcome, detail),
        begun=not lapsed and (line.item, line.outcome) in begun,
        lapsed=lapsed,
    )


def _from_facts(facts: Facts, tasks: Mapping[str, Doing]) -> Mapping[str, Doing]:
    """What somebody has already, so that no task asks for it."""
    held = {"bank_account": "bank_account", "id_document": "id_held"}
    return {
        item: Doing(item, "done", "IDB", None)
        for item, fact in held.items()
        if item not in tasks and facts.get(fact) is True
    }


def _evidence(line: TaskLine | None, name: str) -> str | None:
    """What was written down when the task was done; nothing while it is not."""
    return line.evidence.get(name) if line and line.state in ("done", "done_late") else None


def _bed(lines: Mapping[str, TaskLine], facts: Facts, begun: bool) -> Bed:
    line = lines.get("address_night_one")
    kind = _evidence(line, "place_kind")
    place = next(
        (
            lines[item]
            for item, outcome in _PLACES
            if item in lines and lines[item].outcome == outcome and not lines[item].misfit
        ),
        None,
    )
    unfit = any(lines[item].misfit for item in ("address_night_one", *dict(_PLACES)) if item in lines)
    standing: Literal["yes", "plan", "no", "ask", "again"] = "no"
    if line and line.state in ("done", "done_late") and kind != "homeless":
        standing = "yes"
    elif line is not None and line.outcome == "nowhere":
        standing = "no"
    elif unfit and place is None:
        standing = "again"
    elif place is not None or facts.get("next_accommodation") is True:
        standing = "plan"
    elif "next_accommodation" not in facts and not begun:
        standing = "ask"
    owner, name = (line.owner, line.owner_name) if line else ("COM", None)
    found = place.evidence if place else {}
    return Bed(
        standing=standing,
        for_now=kind == "temporary",
        owner=owner,
        owner_name=name if owner in ("POM", "COM") else None,
        premises=found.get("premises"),
        from_day=_day(found.get("bed_from")),
        by=_evidence(line, "check_in_by"),
        way_in=_evidence(line, "way_in"),
        begun=begun,
    )


def _appointments(lines: Mapping[str, TaskLine], report: Countdown) -> list[SheetAppointment]:
    """What is booked, soonest first; one before the day of release was made for an older date, or is over."""
    found = []
    lines = {item: line for item, line in lines.items() if not line.misfit}
    probation = lines.get("first_appointment")
    if probation and probation.outcome == "booked":
        told = probation.evidence
        found.append(_appointment("probation", told, told.get("place"), told.get("way_there")))
    jobcentre = lines.get("benefits")
    if jobcentre and jobcentre.outcome == "booked":
        found.append(_appointment("jobcentre", jobcentre.evidence, jobcentre.evidence.get("jobcentre")))
    support = lines.get("substance_appointment")
    if support and support.outcome == "booked":
        found.append(_appointment("support", support.evidence, support.evidence.get("provider")))
    work = lines.get("work_lined_up")
    if work and work.outcome in ("job_to_start", "training_place"):
        starts = _day(work.evidence.get("starts_on"))
        found.append(SheetAppointment("work", starts, None, work.evidence.get("employer")))
    first = max(report.as_of, report.release.date) if report.release else report.as_of
    if "released_on" in report.facts:
        first = report.as_of
    standing = [one for one in found if one.on is None or one.on >= first]
    return sorted(standing, key=lambda one: (one.on or date.max, one.at or "99:99"))


def _appointment(
    kind: Literal["probation", "jobcentre", "support"],
    told: Mapping[str, str],
    where: str | None,
    way: str | None = None,
) -> SheetAppointment:
    return SheetAppointment(kind, _day(told.get("appointment_on")), told.get("appointment_at"), where, way)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
