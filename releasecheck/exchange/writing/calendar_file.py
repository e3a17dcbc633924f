"""Appointments, last days and due dates as entries for a calendar, with as little of a person as will do.

An entry keeps its UID for as long as it is about the same task, so that a calendar that reads it again moves
it and does not add another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import ReportError
from releasecheck.core.words import day_written
from releasecheck.policy.catalogue import EvidenceField
from releasecheck.reports.person.countdown import Countdown, TaskLine

INSTALL = "a calendar file needs icalendar. Type: pip install 'releasecheck[office]'"

_DUE = ("overdue", "expired", "blocked", "action", "to_do", "upcoming")
_ANSWER_WAITED_FOR = ("waiting", "chase")
_ENDED = ("declined", "not_achieved", "not_required", "not_applicable")
_FIRST_MOMENT = datetime(2020, 1, 1)
_NINE = time(9)
_HALF_AN_HOUR = timedelta(minutes=30)
_TIME_ZONE = "Europe/London"
#: How its clocks change, for programs that do not know: by rule since 1996.
_CLOCKS = f"""\
BEGIN:VTIMEZONE
TZID:{_TIME_ZONE}
BEGIN:DAYLIGHT
TZNAME:BST
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


class CalendarEntry(NamedTuple):
    """One day, or half an hour of one, in a calendar."""

    uid: str
    day: date
    at: time | None
    """London time; None for the whole day."""
    summary: str
    description: str
    place: str | None = None

    @property
    def prison_number(self) -> str:
        """Whose it is."""
        return self.uid.partition("-")[0]


def entries(
    report: Countdown,
    fields: Mapping[str, EvidenceField],
    post_titles: Mapping[str, str] = NOTHING,
    *,
    owner: str | None = None,
    until: date | None = None,
    names: bool = False,
    everything: bool = False,
) -> Iterator[CalendarEntry]:
    """One person's appointments to come and the last days of what is open, until a day.

    `everything`: due dates and the days to chase an answer as well. Nothing sensitive: others look at a
    calendar. Full names only if asked for; without them a task of public protection goes by its post title,
    for its own says what somebody is thought to be. What is overdue stays on the day it was due. An
    appointment stays until its task has ended without it, or until it does not fit the release.
    """
    who = f"{report.name if names else initials(report)} {report.prison_number}"
    for task in report.tasks:
        if task.sensitive or (owner is not None and task.owner != owner):
            continue
        if task.public_protection and not names:
            task = task._replace(title=post_titles.get(task.item) or PROTECTION, next=_UNSAID)
        dates = _dates(task, report, who) if everything else ()
        for entry in (*dates, *_last_day(task, report, who), *_appointments(task, report, who, fields)):
            if until is None or entry.day <= until:
                yield entry


PROTECTION = "public-protection task"
_UNSAID = "see the record"
"""In place of what a task asks for, where that would say what somebody is thought to be."""


def initials(report: Countdown) -> str:
    """S.R. for Sam RIVERS; nothing where no name is recorded."""
    names = (report.facts.get("first_name"), report.facts.get("last_name"))
    return "".join(f"{str(name)[0].upper()}." for name in names if name) or "?"


def _dates(task: TaskLine, report: Countdown, who: str) -> Iterator[CalendarEntry]:
    uid = f"{report.prison_number}-{task.item}"
    if task.state in _DUE and task.due_on is not None:
        said = f"{task.owner}: {task.next or task.title}."
        if task.local_default:
            said += " The date is a local default."
        yield CalendarEntry(f"{uid}-due@releasecheck", task.due_on, None, f"{who} due: {task.title}", said)
    elif task.state in _ANSWER_WAITED_FOR and task.chase_on is not None:
        said = f"{task.owner}: chase if there is no answer by this day."
        yield CalendarEntry(
            f"{uid}-chase@releasecheck", task.chase_on, None, f"{who} chase: {task.title}", said
        )


def _last_day(task: TaskLine, report: Countdown, who: str) -> Iterator[CalendarEntry]:
    """The last day on which something open can be done at all."""
    if task.state in _DUE and task.closes_on is not None and task.closes_on >= report.as_of:
        uid = f"{report.prison_number}-{task.item}-closes@releasecheck"
        said = f"{task.owner}: after this day it cannot be done any more."
        yield CalendarEntry(uid, task.closes_on, None, f"{who} last day: {task.title}", said)


def _appointments(
    task: TaskLine, report: Countdown, who: str, fields: Mapping[str, EvidenceField]
) -> Iterator[CalendarEntry]:
    if task.misfit:
        # It is to be arranged again: nobody may go by the old day, and the due date says so.
        return
    for name, text in task.evidence.items():
        field = fields.get(name)
        day = day_written(text) if field is not None and field.appointment else None
        if field is None or day is None or day < report.as_of or task.state in _ENDED:
            continue
        yield CalendarEntry(
            f"{report.prison_number}-{task.item}-{name}@releasecheck",
            day,
            _time(task.evidence.get(field.at or "", "")),
            f"{who}: {task.title}",
            f"{task.owner}: {_UNSAID if task.next == _UNSAID else f'{field.ask[0].lower()}{field.ask[1:]}'}.",
            task.evidence.get("place"),
        )


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def check_can_write() -> None:
    """Raises ReportError, saying what to install, when this machine cannot make calendar files."""
    try:
        import icalendar  # noqa: F401
    except ImportError:
        raise ReportError(INSTALL) from None


def ics_pieces(
    found: Iterable[CalendarEntry],
    moment: datetime,
    marking: str,
    about: str = "",
    reminder: Callable[[date], date | None] = lambda day: None,
) -> Iterator[str]:
    """The entries as an iCalendar file (RFC 5545), one at a time; `moment` is when it is made, in UTC.

    `about`: a sentence about the whole calendar, such as who is not in it. `reminder`: the day on which an
    entry of a day is called to mind, at nine; None for none.
    """
    from zoneinfo import ZoneInfo

    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//releasecheck//releasecheck//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "releasecheck")
    if about:
        calendar.add("x-wr-caldesc", about)
    if marking:
        calendar.add("x-protective-marking", marking)
    head, end, tail = calendar.to_ical().decode().rpartition("END:VCALENDAR")
    yield head + _CLOCKS.replace("\n", "\r\n")
    zone = ZoneInfo(_TIME_ZONE)
    for entry in found:
        remind_on = reminder(entry.day)
        called = datetime.combine(remind_on, _NINE, zone) if remind_on else None
        yield _event(entry, moment, zone, marking, called)
    yield end + tail


def _event(
    entry: CalendarEntry, moment: datetime, zone: tzinfo, marking: str, called: datetime | None
) -> str:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", moment)
    # Each time a file is made it counts as newer than every file made before.
    event.add("sequence", int((moment.replace(tzinfo=None) - _FIRST_MOMENT) / timedelta(minutes=1)))
    if entry.at is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = datetime.combine(entry.day, entry.at, zone)
        event.add("dtstart", start)
        event.add("dtend", start + _HALF_AN_HOUR)
    event.add("summary", _plain(entry.summary))
    event.add("description", _plain(" ".join(filter(None, (entry.description, marking)))))
    if entry.place:
        event.add("location", _plain(entry.place))
    event.add("class", "CONFIDENTIAL")
    event.add("categories", ["releasecheck"])
    if called is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _plain(entry.summary))
        alarm.add("trigger", called.astimezone(UTC))
        event.add_component(alarm)
    text: bytes = event.to_ical()
    return text.decode()


def _plain(text: str) -> str:
    """On one line, with nothing in it that a screen would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
