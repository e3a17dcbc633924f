"""What a command that changes something answers, as one JSON object: what was recorded, and what it said.

The words are gathered where everything that a command says goes by, after it is logged whom they tell of and
without what may not be shown: whatever command they are of, and whatever is added to it.
"""

from __future__ import annotations

from collections.abc import Mapping

import click

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.said import SaidSoFar
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.targets import for_stdout
from releasecheck.formats.columns import Column, object_maker
from releasecheck.formats.json_text import json_text, plain
from releasecheck.store.report_rows import Entry

ENTRY: tuple[Column[Entry], ...] = (
    Column("entry", "its number, as in `history` and for `void`", "entry"),
    Column("command", "the command", "command"),
    Column("by", "who recorded it", "by"),
    Column("at", "the moment, UTC", "at"),
    Column("reason", "why, where a reason was given", "reason"),
)
"""An entry that a command has made; whom it is about and what it undid are added to it."""


def give_answer(app: App, answer: SaidSoFar, wrong: str = "") -> None:
    """Print the object: nobody restricted is in it, and it goes by the log like any words.

    `wrong`: what a command that proves something found to be so.
    """
    lines = click.unstyle("".join(answer.said)).splitlines()
    said = {"said": [line for line in lines if line.strip()]}
    if answer.proves:
        found = [line.strip() for line in wrong.splitlines()]
        made = {"command": answer.command, "sound": not found, **said, "wrong": found}
    else:
        entries = [_entry(app, number) for number in app.recorded]
        last = entries[-1]["entry"] if entries else None
        made = {"command": answer.command, "entry": last, "entries": entries, **said}
    app.answer = None
    if app.has_opened:
        app.found -= restricted(app)  # nothing of theirs is left in it
    print_object(app, made)


def print_object(app: App, values: Mapping[str, object]) -> None:
    """Print what other programs read, as of the day that is worked from."""
    click.echo(for_stdout(json_text({"as_of": plain(app.today), **values}), "json"), nl=False)


def _entry(app: App, number: int) -> dict[str, object]:
    found = app.store.entry(number)
    assert found is not None, "made just now"
    hidden = restricted(app).intersection(found.people)
    return {
        **object_maker(ENTRY)(found),
        "people": [person for person in found.people if person not in hidden],
        "people_not_shown": len(hidden),
        "undid": app.store.undone_by(number),
    }
