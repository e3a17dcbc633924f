"""A person's history as a command reads it: in the time of this machine, and of anybody ever recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App

if TYPE_CHECKING:
    from releasecheck.people.history import Line


def told_lines(app: App, number: str) -> list[Line]:
    """A person's history, oldest first, with moments in the time of this machine."""
    from releasecheck.people.history import tell

    return tell(
        entry._replace(at=entry.at.astimezone(), voided_at=entry.voided_at and entry.voided_at.astimezone())
        for entry in app.store.history(number)
    )


def find_recorded(app: App, person: str) -> str:
    """The one person meant, also one who is off the lists because recording them was undone."""
    number = person.strip().upper()
    if len(number) == 7 and app.store.history(number):
        return number
    return app.find(person)
