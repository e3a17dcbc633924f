"""What the sheet for the person leaving says: the day, where they sleep, whom they see, what is arranged.

Chosen and never copied: only what is named here is read, so that nothing about risk and nobody else's
business can reach a paper that others may read over a shoulder.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.domain import Facts
from releasecheck.core.words import day_written
from releasecheck.people.names import as_spoken
from releasecheck.people.questions import OwnQuestion
from releasecheck.reports.papers.leaving.office import Given, Office, Phone
from releasecheck.reports.papers.leaving.tasks import (
    LATER,
    Doing,
    Kept,
    call_otherwise,
    evidence,
    is_done,
    kept,
    told_task,
)
from releasecheck.reports.papers.leaving.times import SheetAppointment, appointments
from releasecheck.reports.person.countdown import Countdown, TaskLine

#: Looking for a place to sleep, in whichever of these ways.
_LOOKING = (
    *("address_night_one", "private_address", "housing_status", "dtr"),
    *("crs", "crs_women", "cas1", "cas2", "cas3"),
)
_PLACES = (("cas1", "placement_booked"), ("cas3", "booking_confirmed"), ("cas2", "placed"))

#: What is asked where nobody has recorded anything: the fact, and the task that would show that it is known.
_ASKED: Mapping[str, tuple[str, str]] = {
    "medicine": ("medication", "discharge_medicines"),
    "id": ("id_held", "id_document"),
    "bank": ("bank_account", "bank_account"),
    "benefits": ("benefit_need", "benefits"),
    "debts": ("debts", "debts"),
    "work": ("work_need", "work_lined_up"),
    "help": ("adjustments", "adjustments"),
}


class Bed(NamedTuple):
    """Where they will sleep on the first night, as far as it is known."""

    standing: Literal["yes", "plan", "no", "ask", "again"]
    """`ask`: nobody has recorded anything; `again`: what was arranged is for another day than the release."""
    for_now: bool
    owner: str
    owner_name: str | None
    kind: str | None = None
    """Of a place that was booked through a scheme, the task it was booked by: cas1, cas2, cas3."""
    premises: str | None = None
    from_day: date | None = None
    until: date | None = None
    by: str | None = None
    way_in: str | None = None
    begun: bool = False
    """Whether somebody has recorded that they look for a place."""
    later: bool = False
    """The time to look for one has not come."""


class Sheet(NamedTuple):
    """Everything the sheet says of one person on a day."""

    as_of: date
    prison_number: str
    name: str
    """First name first, no capitals."""
    release_on: date | None
    leave_at: str | None
    """The time out, 10:00; None where nobody has recorded it for that day."""
    released_on: date | None
    bed: Bed
    appointments: tuple[SheetAppointment, ...]
    tasks: Mapping[str, Doing]
    """Every item that there is something to say of."""
    kept: Kept
    practice: str | None
    """The doctor's surgery that took them on."""
    asks: tuple[str, ...]
    """What nobody has recorded and the person can say: sleep, medicine, id …"""
    worker: str | None
    """Their probation worker."""
    helper: str | None
    """Whom to ask in prison, by name."""
    phones: Mapping[str, Phone]
    """Numbers that are known: `probation`, `prison`, `housing`."""
    given_on: date | None
    changed_from: date | None
    """The day that the last sheet named, where that is another."""
    questions: tuple[OwnQuestion, ...] = ()
    """What the person asked and nobody has answered, oldest first."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset({self.prison_number})


def sheet(report: Countdown, facts: Facts, office: Office, given: Given | None) -> Sheet:
    """The sheet from somebody's checklist; `facts`: all of them, so that what is known is not asked for."""
    lines = {task.item: task for task in report.tasks if not task.sensitive}
    tasks = {
        item: doing for item, line in lines.items() if (doing := told_task(line, office.begun)) is not None
    }
    call_otherwise(tasks, facts)
    release = report.release
    released = facts.get("released_on")
    # A day that has gone by is no day to promise.
    release_on = release.date if release and release.date >= report.as_of else None
    number = evidence(lines.get("com_allocated"), "com_phone")
    worker, helper = facts.get("com"), facts.get("pom")
    bed = _bed(lines, facts, any(tasks[item].begun for item in _LOOKING if item in tasks))
    travel = lines.get("travel_and_money")
    return Sheet(
        as_of=report.as_of,
        prison_number=report.prison_number,
        name=" ".join(as_spoken(str(facts[name])) for name in ("first_name", "last_name") if name in facts),
        release_on=release_on,
        leave_at=None if travel is None or travel.misfit else evidence(travel, "planned_time"),
        released_on=released if isinstance(released, date) else None,
        bed=bed,
        appointments=tuple(appointments(lines, report, office.addresses)),
        tasks=tasks,
        kept=kept(lines, facts),
        practice=evidence(lines.get("gp_registration"), "practice"),
        asks=tuple(_asks(lines, facts, bed)),
        worker=str(worker) if worker else None,
        helper=str(helper) if helper else None,
        phones={**office.phones, **({"probation": Phone(number)} if number else {})},
        given_on=given.on if given else None,
        changed_from=given.release if given and release_on and given.release != release_on else None,
        questions=report.questions,
    )


def _asks(lines: Mapping[str, TaskLine], facts: Facts, bed: Bed) -> list[str]:
    """What the person is asked: only what is not recorded, as a fact or by what became of the task."""
    known = {item for item, line in lines.items() if line.outcome is not None}
    asks = ["sleep"] if bed.standing == "ask" else []
    return asks + [name for name, (fact, item) in _ASKED.items() if fact not in facts and item not in known]


def _bed(lines: Mapping[str, TaskLine], facts: Facts, begun: bool) -> Bed:
    line = lines.get("address_night_one")
    kind = evidence(line, "place_kind")
    booked = next(
        (
            item
            for item, outcome in _PLACES
            if item in lines and lines[item].outcome == outcome and not lines[item].misfit
        ),
        None,
    )
    unfit = any(lines[item].misfit for item in ("address_night_one", *dict(_PLACES)) if item in lines)
    standing: Literal["yes", "plan", "no", "ask", "again"] = "no"
    if is_done(line) and kind != "homeless":
        standing = "yes"
    elif line is not None and line.outcome == "nowhere":
        standing = "no"
    elif unfit and booked is None:
        standing = "again"
    elif booked is not None or facts.get("next_accommodation") is True:
        standing = "plan"
    elif "next_accommodation" not in facts and not begun:
        standing = "ask"
    owner, name = (line.owner, line.owner_name) if line else ("COM", None)
    found = lines[booked].evidence if booked else {}
    return Bed(
        standing=standing,
        for_now=kind == "temporary",
        owner=owner,
        owner_name=name if owner in ("POM", "COM") else None,
        kind=booked,
        premises=found.get("premises"),
        from_day=day_written(found.get("bed_from")),
        until=day_written(found.get("bed_until")),
        by=evidence(line, "check_in_by"),
        way_in=evidence(line, "way_in"),
        begun=begun,
        later=line is None or line.state in LATER,
    )
