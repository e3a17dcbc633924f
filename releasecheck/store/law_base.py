"""What a record keeps because the law asks it: who is held, restricted or erased, and how old things are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from releasecheck.core.marks import Marks
    from releasecheck.store.law_rows import ErasedRow, HoldKind, HoldRow, KeptRows, Trace


class LawReading(Protocol):
    """What a record says of what the law asks."""

    def holds(self, numbers: Iterable[str] | None = None) -> list[HoldRow]:
        """Who must not be erased and who is restricted, of these people or of all, by prison number."""

    def erased(self, numbers: Iterable[str] | None = None) -> list[ErasedRow]:
        """Whom of these people, or of all, the record erased: no more than number, time and rule."""

    def erased_from(self, entry: int) -> int:
        """How many people an entry was about who have been erased since."""

    def one_person(self, number: str) -> tuple[str, ...]:
        """Every prison number that was ever merged with this one, itself among them, in order."""

    def kept(self) -> KeptRows:
        """What the record keeps, and since when."""

    def keep_erased(self, record: Path | None, folders: Iterable[Path]) -> list[Path]:
        """Keep whom it erased in a list beside the record as well, and in each of these folders.

        `record`: where it is, or will be; None for one on a server. The folders in which that could not be
        done, as those out of reach.
        Raises StoreError where it cannot be done beside the record.
        """

    def traces(self, marks: Marks) -> list[Trace]:
        """Every row in which somebody is still named, but for the numbers that the log and erasures keep."""


class LawWriting(Protocol):
    """What one command does to somebody's data because the law asks it."""

    def restrict(self, number: str, restricted: bool = True) -> None:
        """Keep a person's data but leave them out of every report; or lift that, and plan them again."""

    def hold(self, number: str, kind: HoldKind, reason: str) -> None:
        """Keep a person from being erased, or restrict them; and write down why."""

    def hold_as(self, row: HoldRow) -> None:
        """The same as another record has it: since when, by whom and why."""

    def lift(self, number: str, kind: HoldKind) -> None:
        """Take that away again."""

    def say_who_is_kept_apart(self) -> None:
        """Let the log say at the end of this how holds, restrictions and erasures are left."""

    def again(self, number: str) -> None:
        """Let somebody be recorded who was erased: they are really here again."""

    def erase(self, number: str, rule: str) -> None:
        """Take a person out of the record for good, as the law can require; the log keeps that it was done.

        Their number stays with the time and the rule, so that no backup and no bundle brings them back.
        The one way past the append-only rule, and only inside the transaction that puts the rule back.
        """

    def forget_unread(self, ids: Iterable[int]) -> None:
        """Take out cells that an import could not read."""
