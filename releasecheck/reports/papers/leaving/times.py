"""When somebody has to be where on their first days out, and what of it nobody could keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.words import day_written
from releasecheck.reports.person.countdown import Countdown, TaskLine

AT_ONCE = "at_once"
"""In the place of a time: straight after leaving."""
BY_TWO = "by_2pm_next_working_day"
"""In the place of a time: by two in the afternoon of the day of the appointment."""

MeetingKind = Literal["probation", "jobcentre", "support", "work"]

#: What is booked, and of which outcome and field it is known where.
_BOOKED: Mapping[MeetingKind, tuple[str, str]] = {
    "probation": ("first_appointment", "place"),
    "jobcentre": ("benefits", "jobcentre"),
    "support": ("substance_appointment", "provider"),
}


class SheetAppointment(NamedTuple):
    """Somebody to see: what for, and what is known of when and where."""

    kind: MeetingKind
    on: date | None
    at: str | None
    """A time of day (13:30), AT_ONCE or BY_TWO."""
    where: str | None
    address: str | None = None
    ask_for: str | None = None
    way: str | None = None

    @property
    def item(self) -> str:
        """The task that it was recorded of."""
        return "work_lined_up" if self.kind == "work" else _BOOKED[self.kind][0]


def appointments(
    lines: Mapping[str, TaskLine], report: Countdown, addresses: Mapping[str, str]
) -> list[SheetAppointment]:
    """What is booked, soonest first; one before the day of release was made for an older date, or is over.

    `addresses`: where places are that the office's directory has, by how they were written down.
    """
    found = []
    for kind, (item, place) in _BOOKED.items():
        line = lines.get(item)
        if line is None or line.outcome != "booked" or line.misfit:
            continue
        told = line.evidence
        where = told.get(place)
        address = told.get("place") if kind == "support" else None
        address = address or addresses.get(where or "")
        # What a drugs service is called is nobody's business who sees this paper, unless the person said so.
        if kind == "support" and told.get("name_on_sheet") != "yes":
            where = None
        # Of the first meeting, the probation worker is whom to ask for where nobody else was named.
        worker = str(report.facts["com"]) if kind == "probation" and "com" in report.facts else None
        more = (told.get("ask_for") or worker, told.get("way_there"))
        found.append(
            SheetAppointment(
                kind,
                day_written(told.get("appointment_on")),
                told.get("appointment_at"),
                where,
                address,
                *more,
            )
        )
    work = lines.get("work_lined_up")
    if work and not work.misfit and work.outcome in ("job_to_start", "training_place"):
        starts = day_written(work.evidence.get("starts_on"))
        found.append(SheetAppointment("work", starts, None, work.evidence.get("employer")))
    first = max(report.as_of, report.release.date) if report.release else report.as_of
    if "released_on" in report.facts:
        first = report.as_of
    standing = [one for one in found if one.on is None or one.on >= first]
    return sorted(standing, key=lambda one: (one.on or date.max, _order(one.at)))


def _order(at: str | None) -> str:
    return {None: "99:99", AT_ONCE: "00:00", BY_TWO: "14:00"}.get(at, at or "")


class Clash(NamedTuple):
    """Two times of the day of release that nobody can keep both."""

    item: str
    """The task whose time does not fit."""
    words: str


def clashes(
    on: date | None, leave: str | None, door: str | None, meetings: Sequence[SheetAppointment]
) -> list[Clash]:
    """What of that day cannot be kept: a meeting before leaving, two at once, the door before a meeting."""
    return list(_clashes(leave, door, [one for one in meetings if one.on == on and on is not None]))


_NAMES = {
    "probation": "first probation meeting",
    "jobcentre": "Jobcentre",
    "support": "support worker",
    "work": "work",
}


def _clashes(leave: str | None, door: str | None, meetings: Sequence[SheetAppointment]) -> Iterator[Clash]:
    timed = [(one, one.at) for one in meetings if one.at and one.at[0].isdecimal()]
    if leave and door and door <= leave:
        yield Clash("address_night_one", f"to be in by {door}, and out of prison at {leave}")
    for n, (one, at) in enumerate(timed):
        named = f"{_NAMES[one.kind]} at {at}"
        if leave and at <= leave:
            yield Clash(one.item, f"{named}, and out of prison at {leave}")
        for other, then in timed[n + 1 :]:
            if at == then:
                yield Clash(other.item, f"{named}, and {_NAMES[other.kind]} at the same time")
        if door and at >= door:
            yield Clash("address_night_one", f"{named}, and to be in by {door}")
