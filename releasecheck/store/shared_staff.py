"""What every store says of staff, in the same words for any database; see `staff_base`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from releasecheck.store.rows import EVERYONE

if TYPE_CHECKING:
    from releasecheck.reports.figures.reasons import ReasonGiven
    from releasecheck.store.database import Database
    from releasecheck.store.rows import Filters, HeldRow, StaffRow
    from releasecheck.store.staff_base import NamedFact


class SharedStaff:
    """Who works here, and what is in whose name."""

    _connection: Database

    def known_values(self, fact: NamedFact, *, restricted: bool = False) -> list[str]:
        """Every value of such a fact that somebody in the record has; a wing is the beginning of a cell.

        Of the restricted only where asked for.
        """
        from releasecheck.store.queries.filters import WING_SQL

        what = WING_SQL if fact == "wing" else fact
        shown = "" if restricted else "AND restricted = 0 "
        if fact != "wing":
            # From one value to the next by its index: people share few.
            least = f"SELECT min({fact}) FROM people WHERE {fact} >"
            rows = self._connection.all(
                f"WITH RECURSIVE known(value) AS ({least} '' {shown}UNION ALL "
                f"SELECT ({least} value {shown}) FROM known WHERE value <> '') "
                "SELECT value FROM known WHERE value <> ''"
            )
            return [value for (value,) in rows]
        rows = self._connection.all(
            f"SELECT DISTINCT {what} FROM people WHERE {what} <> '' {shown}ORDER BY 1"
        )
        return [value for (value,) in rows]

    def staff_rows(self) -> list[StaffRow]:
        """Who works here or has left, by name and role."""
        from releasecheck.store.tables import staff

        return staff.staff_rows(self._connection)

    def held(self, *, facts: bool = True) -> list[HeldRow]:
        """What is in somebody's name, of people who are here, by prison number; `facts`: POM and COM too."""
        from releasecheck.store.tables import staff

        return staff.held(self._connection, staff.NAMED_FACTS if facts else ())

    def reasons_given(self, first: date, last: date, filters: Filters = EVERYONE) -> list[ReasonGiven]:
        """How often each reason was given for an outcome or a handing back, by item and month."""
        from releasecheck.store.queries import reasons

        return reasons.reasons_given(self._connection, first, last, filters)
