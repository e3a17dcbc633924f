"""What every store counts in the same words for the reports of figures; see `figures.FiguresStore`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from releasecheck.store.rows import EVERYONE

if TYPE_CHECKING:
    from releasecheck.reports.figures.forecast import Leaver, NeedCount
    from releasecheck.reports.figures.mix import MixCount
    from releasecheck.reports.figures.outcomes import Rushed
    from releasecheck.reports.figures.released import HandedOver, Released
    from releasecheck.reports.figures.supply import SupplyRow
    from releasecheck.reports.figures.workload import NamedLoad, OwnerLoad, Unowned
    from releasecheck.store.database import Database
    from releasecheck.store.report_rows import Counted, ListAsked, MissingPerson, NeedsAsked
    from releasecheck.store.rows import Filters


class SharedFigures:
    """The part of a store that sums are made of."""

    _connection: Database

    def owner_loads(self, today: date, until: date, filters: Filters = EVERYONE) -> list[OwnerLoad]:
        """What is open in each prison for each role."""
        from releasecheck.store.queries import workload

        return workload.owner_loads(self._connection, today, until, filters)

    def people_by_prison(self, filters: Filters = EVERYONE) -> dict[str | None, int]:
        """How many people who have not left are in each prison."""
        from releasecheck.store.queries import workload

        return workload.people_by_prison(self._connection, filters)

    def named_loads(
        self, role: Literal["POM", "COM"], today: date, until: date, filters: Filters = EVERYONE
    ) -> list[NamedLoad]:
        """How many people each POM or COM has, and what is open of that role for them."""
        from releasecheck.store.queries import workload

        return workload.named_loads(self._connection, role, today, until, filters)

    def unowned(self, filters: Filters = EVERYONE) -> list[Unowned]:
        """People in prison with no POM, or whose COM is responsible and not named."""
        from releasecheck.store.queries import workload

        return workload.unowned(self._connection, filters)

    def released(self, first: date, last: date, filters: Filters = EVERYONE) -> Iterator[Released]:
        """Every release between these days, with what was recorded of it until the next one."""
        from releasecheck.store.queries import released

        return released.released(self._connection, first, last, filters)

    def handed_over(self, first: date, last: date, filters: Filters = EVERYONE) -> list[HandedOver]:
        """Every handover whose day was between these days."""
        from releasecheck.store.queries import released

        return released.handed_over(self._connection, first, last, filters)

    def rushed(self, numbers: Iterable[str]) -> Rushed:
        """Of these people's tasks that were begun, how many in the second half of the time for them."""
        from releasecheck.store.queries import released

        return released.rushed(self._connection, numbers)

    def leavers(self, today: date, until: date, filters: Filters = EVERYONE) -> list[Leaver]:
        """Everybody who leaves in these days, the soonest first."""
        from releasecheck.store.queries import forecast

        return forecast.leavers(self._connection, today, until, filters)

    def release_needs(
        self, today: date, until: date, filters: Filters, items: Iterable[str]
    ) -> list[NeedCount]:
        """How many releases of each month have each of these items to arrange, arranged, or in doubt."""
        from releasecheck.store.queries import forecast

        return forecast.needs(self._connection, today, until, filters, items)

    def mix(self, filters: Filters = EVERYONE, numbers: Iterable[str] | None = None) -> list[MixCount]:
        """Of how many people each fact of the mix is so; of these people, or of all who have not left."""
        from releasecheck.store.queries import workload

        return workload.mix(self._connection, filters, numbers)

    def supply_recorded(self, first: date, last: date, filters: Filters = EVERYONE) -> list[SupplyRow]:
        """What was recorded of programmes, beds and CRS referrals between these days, oldest first."""
        from releasecheck.store.queries import supply

        return supply.supply_recorded(self._connection, first, last, filters)

    def supply_ahead(self, today: date, until: date, filters: Filters = EVERYONE) -> list[SupplyRow]:
        """How programmes, beds and CRS referrals stand for those who leave in these days."""
        from releasecheck.store.queries import supply

        return supply.supply_ahead(self._connection, today, until, filters)

    def none_in_region(self, numbers: Iterable[str]) -> list[tuple[str, str | None, str, str]]:
        """Whose home region has none of what they would need: number, prison, region and item."""
        from releasecheck.store.queries import supply

        return supply.none_in_region(self._connection, numbers)

    def most_pressing(self, today: date, ask: NeedsAsked, aside: Iterable[str]) -> Iterator[MissingPerson]:
        """Everybody for whom something is missing, the most pressing first, without those set aside."""
        from releasecheck.store.queries import needs

        return needs.most_pressing(self._connection, today, ask, aside)

    def tasks_counted(self, today: date, ask: NeedsAsked) -> Counted:
        """How many tasks are missing, by state and by role; and how many questions that makes."""
        from releasecheck.store.queries import needs

        return needs.tasks_counted(self._connection, today, ask)

    def people_counted(self, today: date, ask: NeedsAsked) -> Counted:
        """For how many people each role has something to do, and for how many whoever asks."""
        from releasecheck.store.queries import needs

        return needs.people_counted(self._connection, today, ask)

    def withheld(self, today: date, ask: NeedsAsked) -> int:
        """How many tasks are missing and not shown to whoever asks."""
        from releasecheck.store.queries import needs

        return needs.withheld(self._connection, today, ask)

    def missing_among(self, today: date, ask: NeedsAsked, numbers: Iterable[str]) -> list[str]:
        """For whom of these something is missing."""
        from releasecheck.store.queries import needs

        return needs.missing_among(self._connection, today, ask, numbers)

    def count_missing(self, today: date, ask: NeedsAsked, most: int) -> int:
        """For how many people something is missing; no more are counted than `most`."""
        from releasecheck.store.queries import needs

        return needs.count_missing(self._connection, today, ask, most)

    def count_listed(self, today: date, of: ListAsked) -> int:
        """How many people a list of people by release date has."""
        from releasecheck.store.queries import caseload

        return caseload.count_listed(self._connection, today, of)

    def count_gaps(self, filters: Filters = EVERYONE) -> int:
        """How many outcomes lack evidence that they ask for."""
        from releasecheck.store.queries import missing

        return missing.count_gaps(self._connection, filters)
