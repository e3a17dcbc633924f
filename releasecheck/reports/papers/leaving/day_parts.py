"""The parts of the sheet that go by the clock: the day itself, what must be kept, and the days after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from releasecheck.formats.paper import Part, Stated
from releasecheck.reports.papers.leaving.times import AT_ONCE, BY_TWO, SheetAppointment
from releasecheck.reports.papers.leaving.typed import LONGEST, count_words, ended, typed

if TYPE_CHECKING:
    from releasecheck.reports.papers.sheet import Sheet
    from releasecheck.reports.papers.sheet_words import Words

Row = tuple[str, str]


def _part(name: str, title: str, words: Words, rows: list[Row], icon: Literal["clock", "days"]) -> Part:
    headings = (words.say("rows.when"), words.say("rows.what")) if rows else ()
    return Part(*(name, words.say(title)), shape="times", headings=headings, rows=tuple(rows), icon=icon)


def day_part(report: Sheet, words: Words) -> Part:
    """The day of release in order, where more is known of it than the day."""
    rows: list[Row] = []
    for one in _that_day(report):
        time = words.say("day.at_once") if one.at == AT_ONCE else _time(one, words)
        rows += _rows(time, [words.say(f"see.{one.kind}"), *_own(one, words)], _typed(one), words)
    bed = report.bed
    if bed.standing == "yes" and bed.by and report.release_on:
        # Somebody who leaves in the morning is in by the evening: what is after midnight is the next day.
        way = [bed.way_in] if bed.way_in else []
        rows += _rows(words.say("day.by", time=words.time(bed.by)), [words.say("day.door")], way, words)
    elif bed.standing == "yes" and bed.way_in and report.release_on:
        rows += _rows("", [words.say("day.door")], [bed.way_in], words)
    ticket = report.kept.ticket_to
    if report.release_on and (rows or report.leave_at or ticket):
        leave = words.say("day.leave")
        if ticket:
            leave = f"{leave} {words.say('day.ticket', place=ticket)}"
        rows.insert(0, (words.time(report.leave_at) if report.leave_at else "", leave))
    return _part("day", "day.title", words, rows if not report.released_on else [], "clock")


def _that_day(report: Sheet) -> list[SheetAppointment]:
    return [one for one in report.appointments if one.on is not None and one.on == report.release_on]


def must_part(report: Sheet, words: Words) -> Part:
    """That the meeting must be kept, and what to do where it cannot be."""
    if not any(one.kind == "probation" for one in report.appointments):
        return Part("must", "")
    found = report.phones.get("probation")
    late = words.say("must.late", number=found.number) if found else words.say("must.late_no_number")
    return Part("must", "", (words.say("must.go"), late, words.say("must.back")), shape="box")


def after_part(report: Sheet, words: Words) -> Part:
    """Whom they see after the day of release, and the doctor who has taken them on."""
    rows: list[Row] = []
    that_day = _that_day(report) if not report.released_on else []
    for one in report.appointments:
        if one in that_day:
            continue
        day = words.short_day(one.on, report.as_of.year) if one.on else ""
        own = [_at(one, words), *_own(one, words)]
        rows += _rows(day, own, _typed(one), words)
    if report.practice:
        rows.append((words.say("see.doctor"), typed(words, report.practice)))
    return _part("after", "see.title", words, rows, "days")


def more_part(report: Sheet, words: Words) -> Part:
    """What was too long for its row: how to get there, and how to get in."""
    texts = [(words.say("day.more"), one.way) for one in report.appointments if one.way]
    bed = report.bed
    if bed.standing == "yes" and bed.way_in and report.release_on:
        texts.append((words.say("day.more_in"), bed.way_in))
    rows = tuple((label, typed(words, ended(text), text)) for label, text in texts if _too_long(text))
    headings = (words.say("rows.what"), words.say("rows.details")) if rows else ()
    return Part("more", words.say("day.more"), headings=headings, rows=rows, shape="times")


def _too_long(text: str) -> bool:
    return count_words(text) > LONGEST


def _time(one: SheetAppointment, words: Words) -> str:
    """When, as it stands before a row; nothing where it is not known."""
    if one.at == BY_TWO:
        return words.say("day.by", time=words.time("14:00"))
    return words.time(one.at) if one.at and one.at != AT_ONCE else ""


def _at(one: SheetAppointment, words: Words) -> str:
    """What it is, after the time: `10:30 am: Jobcentre.`"""
    said = words.say(f"see.{one.kind}")
    time = _time(one, words)
    return f"{time}: {said}" if time else said


def _own(one: SheetAppointment, words: Words) -> Iterator[str]:
    """Our own sentences about a meeting."""
    if one.at == AT_ONCE:
        yield words.say("day.go_at_once")
    elif one.at is None and one.kind != "work":
        yield words.say("see.no_time")
    if one.ask_for:
        yield words.say("see.ask_for", name=one.ask_for)


def _typed(one: SheetAppointment) -> list[str]:
    where = ", ".join(filter(None, (one.where, one.address)))
    return [text for text in (where, one.way) if text]


def _rows(first: str, own: list[str], texts: list[str], words: Words) -> list[Row]:
    """One row of our sentences and what was typed; what is in another language has a row of its own."""
    said, others = list(own), []
    for text in texts:
        if _too_long(text):
            said.append(words.say("day.see_end"))
            continue
        shown = typed(words, ended(text), text)
        if isinstance(shown, Stated):
            others.append(("", shown))
        else:
            said.append(shown)
    return [(first, " ".join(said)), *others]
