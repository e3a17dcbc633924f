"""The trail of requests and contacts: as lines for a screen, and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from releasecheck.core.words import day_in_words
from releasecheck.formats.columns import Column, object_maker
from releasecheck.formats.json_text import Json
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table, wrap
from releasecheck.planning.contacts import Contact, Request, StepName, Total, last_contact, summary, totals


def asked_lines(
    found: Sequence[Request], met: Sequence[Contact], number: str, today: date, screen: Screen
) -> list[str]:
    """Each request with what came of it, oldest first; totals; when who last met the person."""
    lines = wrap(f"{number} asked for · {day_in_words(today)}", screen.room)
    rows = [
        [
            ScreenCell(str(request.id or "")),
            ScreenCell(day_in_words(request.asked_on, weekday=False)),
            ScreenCell(request.kind, short=request.item),
            ScreenCell(request.of),
            ScreenCell(_outcome(request), "plain" if request.steps else "bad"),
            ScreenCell(f"{request.days_waited(today)} d"),
            ScreenCell(request.asked_by),
        ]
        for request in found
    ]
    columns = [
        *(
            ScreenColumn(right=True),
            ScreenColumn(),
            ScreenColumn(least=14),
            ScreenColumn(least=8),
            ScreenColumn(least=14),
        ),
        *(ScreenColumn(right=True), ScreenColumn(least=8, optional=True)),
    ]
    lines += [line for row in (table(rows, columns, screen) if rows else []) for line in row]
    lines += ["", *wrap(summary(found, today), screen.room)]
    lines += [
        line for total in totals(found, today) for line in wrap(total_words(total), screen.room, "  ", "    ")
    ]
    lines += [line for text in last_met(met) for line in wrap(text, screen.room)]
    return lines


def asked_columns(number: str, today: date) -> tuple[Column[Request], ...]:
    """Whatever was asked for one person, as of a day, one request to a row."""

    def day_of(step: StepName) -> Callable[[Request], date | None]:
        return lambda request: (found := request.step(step)) and found.on

    return (
        Column("as_of", "the day it was worked out for", lambda _: today),
        Column("prison_number", "whose it is", lambda _: number),
        Column("request", "its number; none for a task", lambda request: request.id or None),
        Column("kind", "what was asked for, in words", "kind"),
        Column("asked_of", "who was asked", "of"),
        Column("asked_on", "the day of that", "asked_on"),
        Column("asked_by", "who asked", "asked_by"),
        Column("for_item", "the task it is for, by its id", "item"),
        Column("note", "what exactly", "note"),
        Column("offered_on", "the day something was offered", day_of("offered")),
        Column("refused_on", "the day it was refused", day_of("refused")),
        Column(
            "refused_because",
            "the reason given for that",
            lambda request: (found := request.step("refused")) and found.note,
        ),
        Column("answered_on", "the day it was answered", day_of("answered")),
        Column("status", "the last thing that came of it", "status"),
        Column(
            "days_waited",
            "days from asking to the first response, or to the day of the list",
            # A text, for a request of a later day: a spreadsheet is not to take its minus for a sum.
            lambda request: str(request.days_waited(today)),
        ),
    )


def asked_object(request: Request, today: date) -> dict[str, Json]:
    """One request for other programs: its columns, the days waited as a number."""
    made = object_maker(asked_columns("", today)[2:])(request)
    return {**made, "days_waited": request.days_waited(today)}


def _outcome(request: Request) -> str:
    if not request.steps:
        return "no answer"
    last = request.steps[-1]
    why = f": {last.note}" if last.note else ""
    return f"{last.name} {day_in_words(last.on, weekday=False)}{why}"


def every_step(request: Request) -> str:
    """All that came of it, step by step."""
    words = [
        f"{step.name} {day_in_words(step.on)}{f' ({step.note})' if step.note else ''}"
        for step in request.steps
    ]
    return "; ".join(words) or "no answer"


def total_words(total: Total) -> str:
    """How many of one kind, what came of them, and the longest wait."""
    parts = [f"{total.asked} asked"]
    parts += [
        f"{number} {word}"
        for number, word in (
            (total.offered, "offered"),
            (total.refused, "refused"),
            (total.answered, "answered"),
            (total.unanswered, "no answer"),
        )
        if number
    ]
    return f"{total.kind}: {', '.join(parts)}; longest wait {total.longest_wait} days"


def last_met(met: Sequence[Contact]) -> list[str]:
    """Who of each role last met the person, and how."""
    found = [last_contact(met, role) for role in dict.fromkeys(contact.role for contact in met)]
    return [
        f"Last contact with {contact.role}{f' {contact.name}' if contact.name else ''}: "
        f"{day_in_words(contact.on)}, {contact.how.replace('_', ' ')}"
        for contact in found
        if contact is not None
    ]
