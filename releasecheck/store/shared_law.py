"""What every store says of what the law asks, in the same words for any database; see `law_base`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from releasecheck.store.database import Database
    from releasecheck.store.law_rows import ErasedRow, HoldRow, KeptRows


class SharedLaw:
    """Holds, restrictions, erasures, and how old what is kept is."""

    _connection: Database

    def holds(self, numbers: Iterable[str] | None = None) -> list[HoldRow]:
        """Who must not be erased and who is restricted, of these people or of all, by prison number."""
        from releasecheck.store.tables import law

        return law.holds(self._connection, numbers)

    def erased(self, numbers: Iterable[str] | None = None) -> list[ErasedRow]:
        """Whom of these people, or of all, the record erased: no more than number, time and rule."""
        from releasecheck.store.tables import law

        return law.erased(self._connection, numbers)

    def erased_from(self, entry: int) -> int:
        """How many people an entry was about who have been erased since."""
        from releasecheck.store.tables import law

        return law.erased_from(self._connection, entry)

    def one_person(self, number: str) -> tuple[str, ...]:
        """Every prison number that was ever merged with this one, itself among them, in order."""
        from releasecheck.store.tables import law

        return law.one_person(self._connection, number)

    def kept(self) -> KeptRows:
        """What the record keeps, and since when."""
        from releasecheck.store.tables import law

        return law.kept(self._connection)
