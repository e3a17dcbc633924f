"""Who is restricted: kept in the record, in no list and on no page, and not shown to whoever names them."""

from __future__ import annotations

from datetime import date

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReportError
from releasecheck.core.words import day_in_words


def find_shown(app: App, person: str) -> str:
    """The prison number of the one person meant. Raises as `App.find`, and ReportError for the restricted."""
    number = app.find(person)
    may_be_shown(app, number)
    return number


def may_be_shown(app: App, number: str) -> None:
    """Raises ReportError for somebody restricted, which says since when and how it is lifted."""
    for row in app.store.holds((number,)):
        if row.kind == "restriction":
            since = day_in_words(date.fromisoformat(row.at[:10]))
            raise ReportError(
                f"{number} is restricted since {since}: their data is kept, and not shown or given out. "
                "What is told of them is still recorded. Whoever answers for data protection here may lift "
                f"it: releasecheck record unrestrict {number} --reason TEXT"
            )


def restricted(app: App) -> frozenset[str]:
    """Everybody restricted, by prison number."""
    return frozenset(row.prison_number for row in app.store.holds() if row.kind == "restriction")
