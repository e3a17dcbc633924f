"""Who is restricted: kept in the record, in no list and on no page, and not shown to whoever names them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from releasecheck.app.opening.session import App
from releasecheck.core.errors import Restricted
from releasecheck.core.words import day_in_words, listed


def find_shown(app: App, person: str) -> str:
    """The prison number of the one person meant. Raises as `App.find`, and Restricted for the restricted."""
    number = app.find(person)
    may_be_shown(app, number)
    return number


def may_be_shown(app: App, number: str) -> None:
    """Raises Restricted for such a one, which says since when and how it is lifted."""
    for row in app.store.holds((number,)):
        if row.kind == "restriction":
            since = day_in_words(date.fromisoformat(row.at[:10]))
            raise Restricted(
                f"{number} is restricted since {since}: their data is kept, and not shown or given out. "
                "What is told of them is still recorded. Whoever answers for data protection here may lift "
                f"it: releasecheck record unrestrict {number} --reason TEXT"
            )


def restricted(app: App) -> frozenset[str]:
    """Everybody restricted, by prison number; asked for once a run."""
    if app.restricted is None:
        holds = app.store.holds()
        app.restricted = frozenset(row.prison_number for row in holds if row.kind == "restriction")
    return app.restricted


def refused(numbers: Collection[str]) -> str:
    """Why nothing was recorded, where the reason would tell of somebody restricted."""
    are = "is" if len(numbers) == 1 else "are"
    return (
        f"{listed(numbers)} {are} restricted, and this does not go with what stands of them, which is not "
        "shown. Nothing was recorded. Whoever answers for data protection here can see why: "
        f"releasecheck record unrestrict {min(numbers)} --reason TEXT"
    )
