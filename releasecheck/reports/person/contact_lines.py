"""The trail of requests and contacts: as lines for a screen, as a table for a spreadsheet, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from releasecheck.core.words import day_in_words
from releasecheck.formats.csv_cells import csv_lines
from releasecheck.formats.rendering import markdown
from releasecheck.formats.terminal import Cell, Column, Screen, table, wrap
from releasecheck.planning.contacts import Contact, Request, Total, last_contact, summary, totals

_HEADINGS = (
    "as_of prison_number request kind asked_of asked_on asked_by for_item note "
    "offered_on refused_on refused_because answered_on status days_waited"
).split()


def asked_lines(
    found: Sequence[Request], met: Sequence[Contact], number: str, today: date, screen: Screen
) -> list[str]:
    """Each request with what came of it, oldest first; totals; when who last met the person."""
    lines = wrap(f"{number} asked for · {day_in_words(today)}", screen.room)
    rows = [
        [
            Cell(str(request.id or "")),
            Cell(day_in_words(request.asked_on, weekday=False)),
            Cell(request.kind, short=request.item),
            Cell(request.of),
            Cell(_outcome(request), "plain" if request.steps else "bad"),
            Cell(f"{request.days_waited(today)} d"),
            Cell(request.asked_by),
        ]
        for request in found
    ]
    columns = [
        *(Column(right=True), Column(), Column(least=14), Column(least=8), Column(least=14)),
        *(Column(right=True), Column(least=8, optional=True)),
    ]
    lines += [line for row in (table(rows, columns, screen) if rows else []) for line in row]
    lines += ["", *wrap(summary(found, today), screen.room)]
    lines += [
        line for total in totals(found, today) for line in wrap(_total(total), screen.room, "  ", "    ")
    ]
    lines += [line for text in _last_met(met) for line in wrap(text, screen.room)]
    return lines


def asked_csv(found: Sequence[Request], number: str, today: date) -> str:
    """One row a request; texts that a spreadsheet would run are made harmless."""
    return csv_lines(_HEADINGS, (_row(request, number, today) for request in found))


def asked_markdown(
    found: Sequence[Request], met: Sequence[Contact], number: str, today: date, marking: str
) -> str:
    """The same as a page to send: who asked when, and who waited how long."""
    head = [f"# Asked for: {number}", "", f"As of {day_in_words(today)}."]
    if marking:
        head = [f"**{markdown(marking)}**", "", *head]
    lines = [
        *head,
        "",
        "| request | asked on | what | of whom | asked by | for | what came of it | days waited |",
    ]
    lines.append("|---|---|---|---|---|---|---|---|")
    for request in found:
        cells = (
            *(
                str(request.id or "task"),
                day_in_words(request.asked_on),
                request.kind,
                request.of,
                request.asked_by,
            ),
            *(request.item or "", _every_step(request), str(request.days_waited(today))),
        )
        lines.append(f"| {' | '.join(map(markdown, cells))} |")
    lines += ["", markdown(summary(found, today)), ""]
    lines += [f"* {markdown(_total(total))}" for total in totals(found, today)]
    lines += [f"* {markdown(text)}" for text in _last_met(met)]
    lines += ["", "Days waited: from asking to the first response, or to the day of this page."]
    return "\n".join(lines) + "\n"


def _outcome(request: Request) -> str:
    if not request.steps:
        return "no answer"
    last = request.steps[-1]
    why = f": {last.note}" if last.note else ""
    return f"{last.name} {day_in_words(last.on, weekday=False)}{why}"


def _every_step(request: Request) -> str:
    words = [
        f"{step.name} {day_in_words(step.on)}{f' ({step.note})' if step.note else ''}"
        for step in request.steps
    ]
    return "; ".join(words) or "no answer"


def _row(request: Request, number: str, today: date) -> list[str]:
    steps = {name: request.step(name) for name in ("offered", "refused", "answered")}
    on = {name: step.on.isoformat() if step else "" for name, step in steps.items()}
    refused = steps["refused"]
    return [
        *(today.isoformat(), number, str(request.id or ""), request.kind, request.of),
        *(request.asked_on.isoformat(), request.asked_by, request.item or "", request.note or ""),
        *(on["offered"], on["refused"], (refused.note or "") if refused else "", on["answered"]),
        *(request.status, str(request.days_waited(today))),
    ]


def _total(total: Total) -> str:
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


def _last_met(met: Sequence[Contact]) -> list[str]:
    found = [last_contact(met, role) for role in dict.fromkeys(contact.role for contact in met)]
    return [
        f"Last contact with {contact.role}{f' {contact.name}' if contact.name else ''}: "
        f"{day_in_words(contact.on)}, {contact.how.replace('_', ' ')}"
        for contact in found
        if contact is not None
    ]
