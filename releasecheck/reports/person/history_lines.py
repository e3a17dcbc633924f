"""One person's history, and the log of processing, as lines for a screen, Markdown and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from releasecheck.core.words import count
from releasecheck.formats.terminal import Screen, wrap
from releasecheck.people.history import Line, called


def history_lines(name: str, number: str, lines: Sequence[Line], screen: Screen, *, all_of: int) -> list[str]:
    """The history oldest first, each entry with its number; what was undone is dim and says so."""
    shown = [
        screen.style(text, "plain", bold=True) for text in wrap(_title(name, number, lines), screen.room)
    ]
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


def _title(name: str, number: str, lines: Sequence[Line]) -> str:
    undone = sum(line.undone is not None for line in lines)
    tally = count(len(lines), "entry", "entries") + (f", {undone} undone" if undone else "")
    return f"{name}  {number}  {tally}"


def history_markdown(name: str, number: str, lines: Sequence[Line], marking: str) -> str:
    """The history as Markdown, marked at the head and the foot as every page is."""
    from releasecheck.core.text import markdown

    marked = [f"**{markdown(marking)}**", ""] if marking else []
    body = [
        f"- {line.entry}: {struck}{markdown(line.words())}{struck}"
        for line in lines
        for struck in ("~~" if line.undone else "",)
    ]
    text = [
        *marked,
        f"# History: {markdown(name)} ({number})",
        "",
        *(body or ["Nothing recorded."]),
        "",
    ]
    text += ["A working copy: the official record is nDelius / P-NOMIS.", "", *marked]
    return "\n".join(text).rstrip("\n") + "\n"


def history_object(name: str, number: str, lines: Iterable[Line]) -> dict[str, object]:
    """The history for other programs: days and moments in ISO form, moments in UTC."""
    return {
        "prison_number": number,
        "name": name,
        "entries": [_entry_object(line) for line in lines],
    }


def _entry_object(line: Line) -> dict[str, object]:
    undone = line.undone
    return {
        "entry": line.entry,
        "at": utc(line.at),
        "by": line.by,
        "command": line.command,
        "day": line.day.isoformat(),
        "told_on": (line.told_on or line.day).isoformat(),
        "source": line.source,
        "reason": line.reason,
        "changes": [part._asdict() for part in line.parts],
        "undone": undone
        and {"entry": undone.entry, "at": utc(undone.at), "by": undone.by, "reason": undone.reason},
        "words": line.words(),
    }


def utc(moment: datetime) -> str:
    """2026-11-23T14:05:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
