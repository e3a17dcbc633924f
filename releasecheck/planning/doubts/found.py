"""What one look at a release finds."""

from __future__ import annotations

from datetime import date

from releasecheck.core.domain import Doubt
from releasecheck.core.named import NamedTuple


class Found(NamedTuple):
    """A doubt or none, and the days on which that is so."""

    doubt: Doubt | None
    first: date | None = None
    """None: as far back as one likes."""
    last: date | None = None
    """None: until a fact changes."""


NOT_IN_DOUBT = Found(None)
