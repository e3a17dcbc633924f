"""The sheet for the person leaving, as a paper in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.reports.papers.sheet import Doing, Sheet, SheetAppointment, SheetState
from releasecheck.reports.papers.sheet_words import Words

#: Offices' numbers in the order in which they are shown; the setting of each is called phone_….
PHONES = ("probation", "prison", "housing")

BLANK = "_" * 24
"""Room to write in what nobody has recorded."""


def sheet_paper(report: Sheet, words: Words, made: Made, *, large: bool = False) -> Paper:
    """What the sheet says in this language."""
    parts = (
        *(() if report.stopped else (_sleep(report, words), _see(report, words))),
        _money(report, words),
        _medicine(report, words),
        _identity(report, words),
        _ready(report, words),
        _part(
            "not_yet",
            "lists.not_yet",
            words,
            points=_asking(report, words, "waiting", "open", "failed", "again"),
        ),
        _part("asked", "lists.unknown_title", words, points=_asking(report, words, "unknown")),
        _declined(report, words),
        _you_asked(report, words),
        _phones(report, words),
        _about(report, words),
    )
    name = words.say("page.for", name=report.name or report.prison_number)
    return Paper(
        kind="sheet",
        title=words.say("page.title"),
        under=(f"{name} · {report.prison_number}", *_lead(report, words)),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        language=words.language,
        large=large,
        numbers=report.numbers,
    )


def _part(
    name: str,
    title: str,
    words: Words,
    lines: Iterable[str] = (),
    points: Iterable[str] = (),
    rows: Iterable[tuple[str, str | None]] = (),
) -> Part:
    """A part with this heading; what is None in a row is left as room to write."""
    told = tuple((label, text or BLANK) for label, text in rows)
    headings = (words.say("rows.what"), words.say("rows.details")) if told else ()
    return Part(name, words.say(title), tuple(lines), tuple(points), headings, told)


def _who(words: Words, owner: str, name: str | None = None) -> str:
    who = words.say(f"who.{owner}")
    return f"{who} ({name})" if name else who


def _by(words: Words, key: str, task: Doing) -> str:
    return words.say(key, who=_who(words, task.owner, task.owner_name))


def _worked_on(group: str, task: Doing) -> str:
    """The sentence for what is not ready: that somebody works on it only where somebody began."""
    return f"{group}no" if task.begun else f"{group}not_begun"


def _lead(report: Sheet, words: Words) -> Iterator[str]:
    if report.released_on:
        yield words.say("page.left", on_day=words.on_day(report.released_on))
    elif report.release_on:
        yield words.say("page.leave", on_day=words.on_day(report.release_on))
        if not report.certain:
            yield words.say("page.may_change")
    elif report.stopped:
        yield words.say("page.stopped", who=_who(words, "OMU"))
        return
    else:
        yield words.say("page.no_day")
    if not report.listed("done") and not report.appointments and report.bed.standing != "yes":
        yield words.say("page.little")


def _sleep(report: Sheet, words: Words) -> Part:
    bed = report.bed
    who = _who(words, bed.owner, bed.owner_name)
    # That none was found is said only where somebody has recorded that they look for one.
    none = bed.standing == "no" and not bed.begun
    lines = [words.say("sleep.none" if none else f"sleep.{bed.standing}", who=who)]
    if bed.for_now:
        lines.append(words.say("sleep.for_now"))
    if bed.standing in ("plan", "no") and bed.begun:
        lines.append(words.say("sleep.who", who=who))
    elif bed.standing == "no":
        lines.append(words.say("sleep.not_begun", who=who))
    rows: list[tuple[str, str | None]] = []
    if bed.standing in ("yes", "plan"):
        rows += [(words.say("sleep.place"), bed.premises)] if bed.premises else []
        # The record keeps no address: somebody writes it in by hand.
        rows.append((words.say("sleep.address"), None))
        rows += [(words.say("sleep.from"), words.day(bed.from_day))] if bed.from_day else []
        rows += [(words.say("sleep.by"), bed.by), (words.say("sleep.way_in"), bed.way_in)]
    return _part("sleep", "sleep.title", words, lines, rows=rows)


def _see(report: Sheet, words: Words) -> Part:
    rows = [row for appointment in report.appointments for row in _appointment(appointment, words)]
    first = report.tasks.get("first_appointment")
    booked = any(one.kind == "probation" for one in report.appointments)
    lines = []
    if first is not None and not booked:
        key = "see.again" if first.standing == "again" else "see.not_booked"
        lines.append(_by(words, key, first))
    elif not rows:
        lines.append(words.say("see.none"))
    return _part("see", "see.title", words, lines, rows=rows)


def _appointment(found: SheetAppointment, words: Words) -> Iterator[tuple[str, str | None]]:
    when = ", ".join(filter(None, (words.day(found.on) if found.on else "", found.at)))
    yield words.say(f"see.{found.kind}"), when or None
    yield words.say("see.what" if found.kind == "work" else "see.where"), found.where
    if found.way or found.kind == "probation":
        yield words.say("see.way"), found.way


_BANK = {
    "waiting": "money.bank_waiting",
    "declined": "money.bank_failed",
    "failed": "money.bank_failed",
    "unknown": "money.bank_unknown",
}


def _money(report: Sheet, words: Words) -> Part:
    lines: list[str] = []
    rows: list[tuple[str, str | None]] = []
    bank = report.tasks.get("bank_account")
    if bank is not None and bank.standing == "done":
        lines.append(words.say("money.bank_yes"))
        rows += [(words.say("money.card"), report.card_location)] if report.card_location else []
    elif bank is not None:
        lines.append(_by(words, _BANK.get(bank.standing) or _worked_on("money.bank_", bank), bank))
    travel = report.tasks.get("travel_and_money")
    if report.stopped:
        travel = None
    if travel is not None and travel.standing == "done":
        lines.append(words.say("money.travel_yes"))
        rows += [(words.say("money.travel_to"), report.warrant_to)] if report.warrant_to else []
    elif travel is not None:
        lines.append(_by(words, "money.travel_no", travel))
    return _part("money", "money.title", words, lines, rows=rows)


def _medicine(report: Sheet, words: Words) -> Part:
    medicine = report.tasks.get("discharge_medicines")
    if medicine is None or medicine.standing in ("unknown", "declined", "failed"):
        said = words.say("medicine.ask")
    elif medicine.standing != "done":
        said = _by(words, _worked_on("medicine.", medicine), medicine)
    elif report.supply_days:
        said = words.say("medicine.supplied", days=report.supply_days)
    else:
        said = words.say("medicine.ready" if medicine.outcome == "supplied" else "medicine.planned")
    return _part("medicine", "medicine.title", words, [said])


_IDENTITY = {
    "done": "id.yes",
    "waiting": "id.waiting",
    "declined": "id.failed",
    "failed": "id.failed",
    "unknown": "id.unknown",
}


def _identity(report: Sheet, words: Words) -> Part:
    held = report.tasks.get("id_document")
    lines = [_by(words, _IDENTITY.get(held.standing) or _worked_on("id.", held), held)] if held else []
    rows = [(words.say("id.document"), report.document)] if report.document else []
    return _part("id", "id.title", words, lines, rows=rows)


def _ready(report: Sheet, words: Words) -> Part:
    points = _points(report, words, "done")
    return _part("ready", "lists.ready", words, [] if points else [words.say("lists.nothing")], points)


def _points(report: Sheet, words: Words, *standings: SheetState) -> list[str]:
    named = ((words.item(task.item), task.detail) for task in report.listed(*standings))
    return [f"{what}: {detail}" if detail else what for what, detail in named if what is not None]


def _asking(report: Sheet, words: Words, *standings: SheetState) -> Iterator[str]:
    for task in report.listed(*standings):
        what = words.item(task.item)
        if what is not None:
            yield words.say(f"lists.{_list_key(task)}", what=what, who=_who(words, task.owner))


def _list_key(task: Doing) -> str:
    """Which sentence says where a task stands: that somebody is doing it only where they have begun."""
    if task.standing != "open" or task.begun:
        return task.standing
    return "lapsed" if task.lapsed else "not_begun"


def _declined(report: Sheet, words: Words) -> Part:
    points = _points(report, words, "declined")
    lines = [words.say("lists.declined", who=_who(words, "COM"))] if points else []
    return _part("declined", "lists.declined_title", words, lines, points)


_MOST_QUESTIONS = 5
"""Of the person's own; the rest are on the next sheet, once the oldest are answered."""


def _you_asked(report: Sheet, words: Words) -> Part:
    """Their own questions, in their own words, so that they see that these were written down."""
    points = [
        words.say(
            f"you_asked.{each.kind}",
            text=each.text,
            on_day=words.on_day(each.asked_on),
            who=_who(words, each.to),
        )
        for each in report.questions[:_MOST_QUESTIONS]
    ]
    return _part("you_asked", "you_asked.title", words, points=points)


def _phones(report: Sheet, words: Words) -> Part:
    worker = words.say("phones.worker")
    name = f"{worker} ({report.worker})" if report.worker else worker
    rows: list[tuple[str, str | None]] = [(name, report.phones.get("worker"))]
    rows += [(words.say(f"phones.{phone}"), report.phones.get(phone)) for phone in PHONES]
    for text in words.lists["phones.others"]:
        who, _, number = text.rpartition(": ")
        rows.append((who, number))
    return _part("phones", "phones.title", words, rows=rows)


def _about(report: Sheet, words: Words) -> Part:
    given = words.say("page.not_given")
    if report.given_on:
        given = words.say("page.given", on_day=words.on_day(report.given_on))
    wrong = words.say("page.wrong", who=_who(words, "COM"))
    return _part("about", "page.about", words, [wrong, words.say("page.licence"), given])
