"""The first night and the first day, and what then if something goes wrong: all of it from the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from releasecheck.core.words import capital, listed
from releasecheck.formats.paper import Part, Stated
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.papers.handover.words import (
    IDLE,
    coming_day,
    due,
    owner_of,
    past_day,
    said,
    text_day,
)
from releasecheck.reports.person.countdown import TaskLine

#: Where somebody can be booked in, the outcome that books it, and how it is called.
_PLACES = (
    ("cas1", "placement_booked", "Approved Premises"),
    ("cas2", "placed", "CAS-2 place"),
    ("cas3", "booking_confirmed", "CAS-3 room"),
    ("private_address", "confirmed", "private address, confirmed"),
)
_NIGHT = "address_night_one"
_DAYS_AFTER = timedelta(days=3)
"""Appointments of so many days after release belong to the first days."""


def _task(report: HandoverReport, item: str) -> TaskLine | None:
    """A task that is asked of this person."""
    task = report.countdown.task(item)
    return None if task is None or task.state in IDLE else task


def _booked(report: HandoverReport) -> tuple[TaskLine, str] | None:
    """Where they sleep on the first night, if a place is booked that fits the release."""
    for item, outcome, called in _PLACES:
        task = _task(report, item)
        if task is not None and task.outcome == outcome and not task.misfit:
            return task, called
    return None


def _night(report: HandoverReport) -> TaskLine | None:
    task = _task(report, _NIGHT)
    return task if task is not None and task.outcome == "done" and not task.misfit else None


def first_day_part(report: HandoverReport) -> Part:
    """Bed, first meeting, medicine, tag, travel, and whatever else is booked for those days."""
    rows = [("Bed", _bed(report)), *_arranged(report), *_also(report)]
    headings = ("What", "When and where")
    return Part("first_day", "First night and day", (), (), headings, tuple(rows), shape="times")


def _bed(report: HandoverReport) -> str:
    booked, night = _booked(report), _night(report)
    if booked is None and night is None:
        return _no_bed(report)
    words = []
    if booked is not None:
        task, called = booked
        words.append(task.evidence.get("premises", called))
        words += _from_to(task, report)
    elif night is not None:
        kind = night.evidence.get("place_kind", "").replace("_", " ")
        words.append(f"{kind} place, confirmed".strip())
    if night is not None and (latest := night.evidence.get("check_in_by")):
        words.append(f"in by {latest}")
    earlier = _earlier(report)
    starts = booked[0].evidence.get("bed_from", "") if booked else ""
    if earlier is not None and starts > earlier.isoformat():
        return Stated.marked(f"none on {coming_day(earlier, report)}", capital(", ".join(words)))
    return capital(", ".join(words))


def _from_to(task: TaskLine, report: HandoverReport) -> list[str]:
    first, last = (task.evidence.get(name) for name in ("bed_from", "bed_until"))
    days = [f"{word} {text_day(day, report)}" for word, day in (("from", first), ("to", last)) if day]
    return [" ".join(days)] if days else []


def _no_bed(report: HandoverReport) -> str:
    for item, _, called in (*_PLACES, (_NIGHT, "", "first night")):
        task = _task(report, item)
        if task is not None and task.misfit:
            return Stated.marked("does not fit", f"{called}: {task.misfit}")
    sent = [
        f"{called} {said(task, report)}"
        for item, _, called in _PLACES
        if (task := _task(report, item)) is not None
        and task.outcome
        and task.state not in ("done", "done_late")
    ]
    address = report.countdown.facts.get("next_accommodation")
    told = report.told_on.get("next_accommodation")
    when = f", {past_day(told, report)}" if told else ""
    words = {True: f"an address is recorded{when}", False: f"no address on release{when}"}
    if not sent and address is None:
        return Stated.marked("not known")
    state = "not confirmed" if address is True else "no bed yet"
    return Stated.marked(state, "; ".join([*sent, *([words[bool(address)]] if address is not None else [])]))


def _arranged(report: HandoverReport) -> Iterator[tuple[str, str]]:
    for item, title, state in (
        ("first_appointment", "First meeting", "not booked"),
        ("discharge_medicines", "Medicine", "not arranged"),
        ("monitoring_order", "Tag", "not ordered"),
        ("travel_and_money", "Travel", "not arranged"),
    ):
        task = _task(report, item)
        if task is None or task.state in ("declined", "not_achieved"):
            continue
        if task.misfit:
            yield title, Stated.marked("does not fit", task.misfit)
        elif task.state in ("done", "done_late"):
            yield title, _done(task, report)
        elif task.state == "unknown":
            yield title, Stated.marked("not known")
        elif task.state == "upcoming" and item == "travel_and_money":
            yield title, f"from {coming_day(task.opens_on, report)}"
        else:
            by = f"due {day}" if (day := due(task, report)) else ""
            yield title, Stated.marked(state, ", ".join(filter(None, (by, owner_of(task, report)))))


def _done(task: TaskLine, report: HandoverReport) -> str:
    """What was arranged: the day and the place, the days of medicine, where the warrant is for."""
    told = task.evidence
    if task.item == "first_appointment":
        when = text_day(told.get("appointment_on", ""), report)
        time = text_day(told.get("appointment_at", ""), report)
        words = [when, time, told.get("place", ""), told.get("way_there", "")]
    elif task.item == "discharge_medicines":
        days = told.get("supply_days")
        words = [said(task, report), f"{days} days" if days else ""]
    elif task.item == "travel_and_money":
        to, at = told.get("warrant_to"), told.get("planned_time")
        words = [f"warrant to {to}" if to else "ready", f"out at {at}" if at else ""]
    else:
        words = [said(task, report)]
    return capital(", ".join(filter(None, words)))


def _also(report: HandoverReport) -> Iterator[tuple[str, str]]:
    """What else is booked for the first days."""
    release = report.countdown.release
    for one in report.appointments:
        day = date.fromisoformat(one.on)
        soon = release is not None and release.date <= day <= release.date + _DAYS_AFTER
        if soon and one.item != "first_appointment":
            when = ", ".join(filter(None, (coming_day(day, report), one.at, one.where)))
            yield one.short, when


# --- if something goes wrong ---


def what_if_part(report: HandoverReport) -> Part:
    """What then: the day comes forward, the bed is lost, the licence is not approved, nobody answers."""
    points = (*_comes_forward(report), *_bed_lost(report), *_no_licence(report), *_no_answer(report))
    return Part("what_if", "If this happens", (), points, beside=True)


def _earlier(report: HandoverReport) -> date | None:
    """An earlier day on which they may be out all the same; None where there is none to come."""
    countdown = report.countdown
    if countdown.release is None:
        return None
    earlier = countdown.another_day.date if countdown.another_day else None
    if earlier is None or earlier >= countdown.release.date:
        earlier = countdown.release.may_move_to
    return earlier if earlier is not None and earlier > countdown.as_of else None


def _comes_forward(report: HandoverReport) -> Iterator[str]:
    countdown, earlier = report.countdown, _earlier(report)
    if earlier is None or countdown.release is None:
        return
    later = [
        f"bed starts {text_day(booked[0].evidence['bed_from'], report)}"
        for booked in [_booked(report)]
        if booked and booked[0].evidence.get("bed_from", "") > earlier.isoformat()
    ]
    later += [
        f"{one.short} is {coming_day(date.fromisoformat(one.on), report)}"
        for one in report.appointments
        if earlier < date.fromisoformat(one.on) <= countdown.release.date
    ]
    what = listed(later) or "nothing that is booked starts after that"
    yield f"Comes forward to {coming_day(earlier, report)}: {what}."


def _bed_lost(report: HandoverReport) -> Iterator[str]:
    council = report.countdown.facts.get("release_authority")
    tell = f"tell the SPO and the council{f' ({council})' if council else ''}"
    booked = _booked(report)
    if booked is None and _night(report) is None:
        if report.countdown.release is not None:
            yield f"No bed on the day: {tell}."
        return
    others = [
        f"{called} {said(task, report)}"
        for item, _, called in _PLACES
        if (task := _task(report, item)) is not None
        and task.outcome
        and (booked is None or task.item != booked[0].item)
    ]
    behind = f"behind it: {listed(others)}" if others else "nothing recorded behind it"
    yield f"Bed lost: {behind}; {tell}."


def _no_licence(report: HandoverReport) -> Iterator[str]:
    licence, task = report.countdown.licence, _task(report, "licence_approved")
    if licence is None or licence.hard_stop is None or task is None or task.state in ("done", "done_late"):
        return
    if licence.hard_stop < report.countdown.as_of:
        last = past_day(licence.hard_stop, report)
    else:
        last = coming_day(licence.hard_stop, report)
    yield f"Licence not approved by {last}: no condition can be added before release."


def _no_answer(report: HandoverReport) -> Iterator[str]:
    names = {"da_check": "the police", "child_check": "children's services"}
    open_ones = [
        names[check.item]
        for check in report.checks
        if check.answered_on is None and _task(report, check.item) is not None
    ]
    if open_ones and report.countdown.release is not None:
        address = _task(report, "address_check")
        waits = "; the address check waits for it" if address and address.state == "blocked" else ""
        yield f"No answer from {listed(open_ones, 'or')} by release: tell the SPO{waits}."


def later_appointments(report: HandoverReport) -> Iterator[str]:
    """What is booked at another time than the first days."""
    first = {row[0] for row in _also(report)}
    for one in report.appointments:
        if one.short not in first and one.item != "first_appointment":
            when = f"{text_day(one.on, report)}{f' {one.at}' if one.at else ''}"
            yield f"{when}: {one.what}{f', {one.where}' if one.where else ''}"
