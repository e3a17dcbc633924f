"""Writing down what is no fact and no outcome."""

from __future__ import annotations

from datetime import date

from releasecheck.app.opening.session import App
from releasecheck.app.recording.writing import record_change
from releasecheck.core.domain import PersonRecord
from releasecheck.core.errors import UsageError
from releasecheck.core.words import day_in_words, who
from releasecheck.people.entries import Note
from releasecheck.planning.changes import PersonChange
from releasecheck.planning.marking import too_early


def not_too_early(record: PersonRecord, day: date) -> None:
    """Raises UsageError for a day before somebody was there."""
    if problem := too_early(record, day):
        raise UsageError(problem)


def note_down(app: App, record: PersonRecord, text: str, day: date, about: str | None) -> str:
    """Keep a note of somebody, about the task of that id or none; one line that says so."""
    not_too_early(record, day)
    number = record.prison_number
    record_change(app, PersonChange(number, notes=(Note("note", day, text, about),)))
    return (
        f"{who(number, record.facts)}: noted {day_in_words(day)}{f', about {about}' if about else ''}. "
        f"Next: releasecheck history {number}"
    )
