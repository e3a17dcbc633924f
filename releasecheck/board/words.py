"""What the board says of itself: its keys, its help, and what to do without it."""

from __future__ import annotations

PLAIN = (
    "Without the board, and for screen readers: releasecheck today, releasecheck list, "
    "releasecheck show PERSON, and to record: releasecheck mark PERSON ITEM OUTCOME"
)

EMPTY = ("Nobody is open.", "", "Enter opens whoever the cursor is on. ? says what else there is.")

HELP = (
    "Every look and every change is kept in the history and the log, as by the commands.",
    "",
    "Up, down     to the next; Page Up, Page Down: a screenful",
    "Enter        on the left: open this person; on the right: record what happened to this task",
    "Tab          to the other side; Esc or left: back to the people",
    "/            find somebody as you type: name, number, cell, POM, COM; Esc ends it",
    "a            your people, or everybody's (role and by in the config file say who you are)",
    "l            who needs somebody first, or everybody by release date",
    "m            record an outcome of the task under the cursor, with its evidence",
    "w            why the task under the cursor is there, and why then",
    "n            a note on whoever is open, about the task under the cursor if it is on one",
    "u            take back the last thing you recorded",
    "e            later, done and not needed as well; again: what is to be done",
    "?            this page",
    "q            close the board",
    "",
    "Red and yellow only repeat what the words say. Without colour: NO_COLOR=1, or --no-color.",
    "What others record appears by itself, and a change onto it is asked about. When the day changes, "
    "everything is read again.",
    "What is not here is a command: set, redate, transfer, released, sheet, gate, handover, import …",
    PLAIN,
)

_KEYS = (
    *("? help", "Enter open", "/ find", "m record", "w why", "n note", "u undo", "a yours/all"),
    *("l by release", "e more", "Tab other side", "q close"),
)
_FIRST = ("? help", "q close")


def keys_that_fit(width: int) -> list[str]:
    """As many of the keys as have room on one line, the help and the way out first of all."""
    kept = list(_FIRST)
    for key in _KEYS:
        if key not in kept and len(" · ".join([*kept, key])) <= width:
            kept.insert(-1, key)
    return kept
