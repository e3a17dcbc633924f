"""What any record can count for reports of figures, whatever database keeps it: part of `base.Store`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from releasecheck.store.rows import EVERYONE

if TYPE_CHECKING:
    from releasecheck.reports.figures.forecast import Leaver, NeedCount
    from releasecheck.reports.figures.mix import MixCount
    from releasecheck.reports.figures.outcomes import Rushed
    from releasecheck.reports.figures.released import HandedOver, Released
    from releasecheck.reports.figures.supply import SupplyRow
    from releasecheck.reports.figures.workload import NamedLoad, OwnerLoad, Unowned
    from releasecheck.store.report_rows import Counted, ListAsked, MissingPerson, NeedsAsked
    from releasecheck.store.rows import Filters


class FiguresStore(Protocol):
    """The reads that sums are made of."""

    def owner_loads(self, today: date, until: date, filters: Filters = EVERYONE) -> list[OwnerLoad]:
        """What is open in each prison for each role."""

    def people_by_prison(self, filters: Filters = EVERYONE) -> dict[str | None, int]:
        """How many people who have not left are in each prison."""

    def named_loads(
        self, role: Literal["POM", "COM"], today: date, until: date, filters: Filters = EVERYONE
    ) -> list[NamedLoad]:
        """How many people each POM or COM has, and what is open of that role for them."""

    def unowned(self, filters: Filters = EVERYONE) -> list[Unowned]:
        """People in prison with no POM, or whose COM is responsible and not named."""

    def released(self, first: date, last: date, filters: Filters = EVERYONE) -> Iterator[Released]:
        """Every release between these days, with what was recorded of it until the next one."""

    def handed_over(self, first: date, last: date, filters: Filters = EVERYONE) -> list[HandedOver]:
        """Every handover whose day was between these days."""

    def rushed(self, numbers: Iterable[str]) -> Rushed:
        """Of these people's tasks that were begun, how many in the second half of the time for them."""

    def leavers(self, today: date, until: date, filters: Filters = EVERYONE) -> list[Leaver]:
        """Everybody who leaves in these days, the soonest first."""

    def release_needs(
        self, today: date, until: date, filters: Filters, items: Iterable[str]
    ) -> list[NeedCount]:
        """How many releases of each month have each of these items to arrange, arranged, or in doubt."""

    def mix(self, filters: Filters = EVERYONE, numbers: Iterable[str] | None = None) -> list[MixCount]:
        """Of how many people each fact of the mix is so; of these people, or of all who have not left."""

    def supply_recorded(self, first: date, last: date, filters: Filters = EVERYONE) -> list[SupplyRow]:
        """What was recorded of programmes, beds and CRS referrals between these days, oldest first."""

    def supply_ahead(self, today: date, until: date, filters: Filters = EVERYONE) -> list[SupplyRow]:
        """How programmes, beds and CRS referrals stand for those who leave in these days."""

    def none_in_region(self, numbers: Iterable[str]) -> list[tuple[str, str | None, str, str]]:
        """Whose home region has none of what they would need: number, prison, region and item."""

    def most_pressing(self, today: date, ask: NeedsAsked, aside: Iterable[str]) -> Iterator[MissingPerson]:
        """Everybody for whom something is missing, the most pressing first, without those set aside."""

    def tasks_counted(self, today: date, ask: NeedsAsked) -> Counted:
        """How many tasks are missing, by state and by role; and how many questions that makes."""

    def people_counted(self, today: date, ask: NeedsAsked) -> Counted:
        """For how many people each role has something to do, and for how many whoever asks."""

    def withheld(self, today: date, ask: NeedsAsked) -> int:
        """How many tasks are missing and not shown to whoever asks."""

    def missing_among(self, today: date, ask: NeedsAsked, numbers: Iterable[str]) -> list[str]:
        """For whom of these something is missing."""

    def count_missing(self, today: date, ask: NeedsAsked, most: int) -> int:
        """For how many people something is missing; no more are counted than `most`."""

    def count_listed(self, today: date, of: ListAsked) -> int:
        """How many people a list of people by release date has."""

    def count_gaps(self, filters: Filters = EVERYONE) -> int:
        """How many outcomes lack evidence that they ask for."""
