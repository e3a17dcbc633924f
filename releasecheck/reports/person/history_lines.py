"""One person's history as lines for a screen, and as values for other programs."""

from __future__ import annotations

from typing import Any

from releasecheck.core.words import count
from releasecheck.formats.csv_cells import moment
from releasecheck.formats.terminal import Screen, wrap
from releasecheck.people.history import Line, called
from releasecheck.reports.person.history_page import PersonHistory


def history_lines(report: PersonHistory, screen: Screen) -> list[str]:
    """The history oldest first, each entry with its number; what was undone is dim and says so."""
    lines, all_of = report.lines, report.all_of
    shown = [screen.style(text, "plain", bold=True) for text in wrap(_title(report), screen.room)]
    if not lines:
        return [*shown, "Nothing recorded that fits." if all_of else "Nothing recorded."]
    width = max(len(called(line.entry)) if line.entry > 0 else 1 for line in lines)
    shown.append("")
    for line in lines:
        label = str(line.entry) if line.entry > 0 else "-"
        first, rest = f"{label:>{width}}  ", " " * (width + 2)
        texts = wrap(line.words(), screen.room, first, rest)
        shown += [screen.style(text, "dim") for text in texts] if line.undone else texts
    if any(line.entry <= 0 for line in lines):
        shown += ["", "- was recorded in another office and brought in from there."]
    if len(lines) < all_of:
        shown += ["", f"Shown: {len(lines)} of {count(all_of, 'entry', 'entries')}."]
    shown += [
        "",
        *wrap("Wrong? releasecheck void ENTRY --reason TEXT takes one back.", screen.room, rest="  "),
    ]
    return shown


def _title(report: PersonHistory) -> str:
    undone = sum(line.undone is not None for line in report.lines)
    tally = count(len(report.lines), "entry", "entries") + (f", {undone} undone" if undone else "")
    return f"{report.name}  {report.number}  {tally}"


def history_object(report: PersonHistory) -> dict[str, Any]:
    """The history for other programs: days and moments in ISO form, moments in UTC."""
    return {
        "prison_number": report.number,
        "name": report.name,
        "entries": [_entry_object(line) for line in report.lines],
    }


def _entry_object(line: Line) -> dict[str, Any]:
    undone = line.undone
    return {
        "entry": line.entry,
        "at": moment(line.at),
        "by": line.by,
        "command": line.command,
        "day": line.day.isoformat(),
        "told_on": (line.told_on or line.day).isoformat(),
        "source": line.source,
        "reason": line.reason,
        "changes": [part._asdict() for part in line.parts],
        "undone": undone
        and {"entry": undone.entry, "at": moment(undone.at), "by": undone.by, "reason": undone.reason},
        "words": line.words(),
    }
