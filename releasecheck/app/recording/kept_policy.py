"""The office's files as they were when the record was last planned, for when one of them is wrong now.

Whoever takes something back, or proves the record, has no use for a mistake that somebody else just made in
a file. What goes by the kept files is planned again by itself once the files are mended.
"""

from __future__ import annotations

from typing import NamedTuple

from releasecheck.app.opening.house_policy import goes_by_own
from releasecheck.app.opening.layers import house_files
from releasecheck.app.opening.session import App
from releasecheck.app.recording.replanning import planned_by
from releasecheck.core.errors import CatalogueError, ConfigError


class WrongFiles(NamedTuple):
    """What is wrong with the office's files, and what there is to go by instead."""

    error: CatalogueError | ConfigError
    planned_by: bool
    """Whether the saved plans were made by what is kept; another version of the program made others."""

    @property
    def words(self) -> str:
        """What is wrong, and what was gone by."""
        return f"{self.error}\nUntil that is mended, what the record kept of these files is gone by"


def open_by_kept_policy(app: App) -> WrongFiles | None:
    """The record opened and its plans brought up to date; what is wrong, where the kept files are gone by."""
    store, wrong = app.open_to_look(), None
    try:
        if goes_by_own(app):
            app.planner()
    except (CatalogueError, ConfigError) as error:
        app.hold_files(house_files(store) or ())
        wrong = WrongFiles(error, store.fingerprints() == planned_by(app).house)
    if wrong is None or wrong.planned_by:
        app.bring_up_to_date()
    return wrong
