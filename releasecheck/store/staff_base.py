"""What a record knows of who works here: the part of the seam that is about staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from releasecheck.store.rows import EVERYONE

if TYPE_CHECKING:
    from releasecheck.reports.figures.reasons import ReasonGiven
    from releasecheck.store.rows import Filters, HeldRow, StaffRow

NamedFact = Literal["prison", "pom", "com", "co_pom", "wing"]
"""What `known_values` can be asked for."""


class StaffReading(Protocol):
    """What a record says of its staff."""

    def known_values(self, fact: NamedFact, *, restricted: bool = False) -> list[str]:
        """Every value of such a fact that somebody in the record has; a wing is the beginning of a cell.

        Of the restricted only where asked for.
        """

    def staff_rows(self) -> list[StaffRow]:
        """Who works here or has left, by name and role."""

    def held(self, *, facts: bool = True) -> list[HeldRow]:
        """What is in somebody's name, of people who are here, by prison number; `facts`: POM and COM too."""

    def reasons_given(self, first: date, last: date, filters: Filters = EVERYONE) -> list[ReasonGiven]:
        """How often each reason was recorded of an outcome, or a code of a handing back, by item and month.

        Never by whom.
        """


class StaffWriting(Protocol):
    """What one command records of staff."""

    def tell_staff(self, rows: Iterable[StaffRow]) -> None:
        """Record who works here in which role, or has left it."""
