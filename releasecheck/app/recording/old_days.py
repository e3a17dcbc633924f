"""A day long gone by is often another year's: asked about at a terminal, and named everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import say
from releasecheck.core.words import day_in_words

OLD_AFTER = 183
"""Days; a local default. Half a year: seldom is older work recorded; a slip of the year is."""


def not_come(day: date, today: date) -> str | None:
    """Why nothing can have happened on that day yet, or can have been that long ago; None where it can."""
    from releasecheck.people.facts import FIRST_YEAR

    if day > today:
        return f"{day_in_words(day)} has not come yet"
    return f"{day.isoformat()}: is the year right?" if day.year < FIRST_YEAR else None


def old_days(app: App, number: str, days: Iterable[date]) -> list[str]:
    """Those of these days that are more than six months back, in words."""
    return [
        f"{number}: {day_in_words(day)} is more than six months back"
        for day in dict.fromkeys(days)
        if (app.today - day).days > OLD_AFTER
    ]


def ask_about_old(app: App, number: str, days: Iterable[date]) -> None:
    """Ask whether days more than six months back are meant, or say it on stderr where nobody can be asked.

    Raises click.Abort, before anything is saved, where the answer is no.
    """
    for told in old_days(app, number, days):
        if sys.stdin.isatty():
            click.confirm(f"{told}. Is that the day?", abort=True, err=True)
        else:
            say(app, f"{told}: is the year right? To take it back: releasecheck undo")
