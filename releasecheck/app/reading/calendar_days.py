"""What a calendar file and the post take from the catalogue and the office's own closed days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from releasecheck.app.opening.session import App


def post_titles(app: App) -> dict[str, str]:
    """What others may read of each item: a few words that name no need and no risk."""
    return {item.id: item.post_title for item in app.whole_catalogue().items.values()}


def reminder(app: App) -> Callable[[date], date | None]:
    """On which day an entry of a day is called to mind: the working day before; None where it has gone by."""
    calendar, today = app.calendar(), app.today

    def called(day: date) -> date | None:
        before = calendar.last_working_day(day - timedelta(days=1))
        return before if before >= today else None

    return called
