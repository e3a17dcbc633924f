"""The policy that a run goes by: its catalogue, date rules and calendar, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from releasecheck.app.opening.config import Configured
from releasecheck.app.opening.office_files import OfficeFiles
from releasecheck.policy.sources import LAYERS, OFFICE_RULES, plan_mark

if TYPE_CHECKING:
    from datetime import date

    from releasecheck.app.opening.layers import HeldLayer
    from releasecheck.planning.planner import Planner
    from releasecheck.policy.catalogue import Catalogue, Item
    from releasecheck.policy.date_rules import Rules
    from releasecheck.policy.sources import CatalogueFile
    from releasecheck.policy.working_days import Calendar
    from releasecheck.store.base import Store
    from releasecheck.store.rows import ClosedDayRow


class PolicyInUse(OfficeFiles, Configured):
    """By what people are planned in this run: the record's own policy, or this office's files."""

    _store: Store | None

    def __init__(self) -> None:
        self._planner: Planner | None = None
        self._rules: Rules | None = None
        self._calendar: Calendar | None = None
        self._office_policy: tuple[CatalogueFile, ...] | None = None
        self._held = False
        self._layers: Mapping[str, HeldLayer] | None = None
        self.layer_in_hand: dict[str, tuple[CatalogueFile, ...]] = {}
        """Layers to go by that the record does not hold yet."""
        self.own_rules = False
        """Whether one person is to be planned by this office's own files, and nothing saved."""
        self.as_recorded = False
        """Whether to go by the record's policy even where nobody else has a say in it, and say nothing."""
        self.planned_by_newer = False
        """Whether a newer version of this program made the plans: this one saves none."""
        self._there: str | None = None

    @property
    def store(self) -> Store:
        """The record, opened."""
        raise NotImplementedError

    def rules(self) -> Rules:
        """The date rules, with the office's own laid over them key by key, as they are where somebody is."""
        return self.planner().rules if self._there and self.held_layers else self._house_rules()

    def _house_rules(self) -> Rules:
        """Those of the whole record; read once a run."""
        if self._rules is None:
            from releasecheck.policy.date_rules import load_rules, parse_office_rules

            office = [file.text for file in self.office_policy() if file.name == OFFICE_RULES]
            self._rules = load_rules(*map(parse_office_rules, office))
        return self._rules

    def catalogue(self) -> Catalogue:
        """The catalogue, read and checked; with a record, from what the record keeps of the same files."""
        from releasecheck.policy.catalogue_files import catalogue_kept, read_catalogue

        kept = None if self._store is None else self._store.meta("catalogue_tables")
        found = catalogue_kept(kept, plan_mark(self.office_policy())) if kept else None
        return found or read_catalogue(self.catalogue_files())

    def whole_catalogue(self) -> Catalogue:
        """The catalogue of the whole record, with the items that only some prisons have after it."""
        if not self.held_layers:
            return self.planner().catalogue
        from dataclasses import replace

        house, *others = (planner.catalogue for planner in self.planner().everywhere())
        items = {name: item for one in others for name, item in one.items.items()}
        fields = {name: field for one in others for name, field in one.fields.items()}
        more = {name: item for name, item in items.items() if name not in house.items}
        return replace(house, items={**house.items, **more}, fields={**fields, **house.fields})

    def named(self, name: str) -> Item | None:
        """A catalogue item by its id or code, as it is where somebody found is; None where there is none."""
        here = self.planner()
        elsewhere = here.everywhere() if self.held_layers else ()
        found = (planner.catalogue.named(name) for planner in (here, *elsewhere))
        return next(filter(None, found), None)

    def calendar(self) -> Calendar:
        """Working days as this office knows them, and as they are in the prison where somebody is."""
        return self.planner().calendar if self._there and self.held_layers else self.house_calendar()

    def house_calendar(self) -> Calendar:
        """Those of the whole record."""
        if self._calendar is None:
            self._calendar = self.calendar_with(())
        return self._calendar

    def calendar_with(self, more: Iterable[ClosedDayRow]) -> Calendar:
        """The same with these closed days as well, which the record does not have yet."""
        from releasecheck.policy.working_days import load_calendar

        in_use = self._store is not None or self.may_be_there
        rows = {row.date: row for row in (*(self.store.closed_days() if in_use else ()), *more)}.values()
        office = {row.date: row.title for row in rows if row.kind == "office"}
        imported = {row.date: row.title for row in rows if row.kind == "bank_holiday"}
        return load_calendar(office, imported or None)

    def planner(self) -> Planner:
        """The rules, ready to plan anybody; read once a run."""
        if self._planner is None:
            from releasecheck.planning.planner import Planner

            calendar = self.house_calendar()
            layers = {prison: partial(self._laid_over, prison) for prison in self.held_layers}
            self._planner = Planner(self.catalogue(), calendar, self._house_rules(), layers)
        return self._planner.at(self._there)

    def _laid_over(self, prison: str) -> tuple[Catalogue, Rules, Mapping[date, str]]:
        from releasecheck.app.opening.layers import closed_in, layer_files, policy_of, rules_alone

        files = self.layer_in_hand.get(prison)
        if files is None:
            files = layer_files(self.store, prison)
        own, closed = rules_alone(files), closed_in(files)
        if not own:
            return self.catalogue(), self._house_rules(), closed
        return *policy_of((*self.office_policy(), *own)), closed

    @property
    def goes_by_others_here(self) -> bool:
        """Whether whoever was found is planned by other items than the record keeps for all."""
        return self.own_rules or (bool(self.held_layers) and self.planner() is not self.planner().at(None))

    @property
    def held_layers(self) -> Mapping[str, HeldLayer]:
        """The prisons that the record holds rules of their own for, or is about to."""
        if self._layers is None:
            kept = None if self._store is None else self._store.meta(LAYERS)
            if kept is None:
                return {}
            from releasecheck.app.opening.layers import layers_kept

            self._layers = layers_kept(kept)
        return self._layers

    def lay_over(
        self, layers: Mapping[str, HeldLayer], prison: str, files: tuple[CatalogueFile, ...]
    ) -> None:
        """Go by these files in one prison from now on, which the record does not hold yet."""
        self.forget_rules()
        self._layers, self.layer_in_hand = layers, {prison: files}

    def item(self, name: str) -> Item:
        """The same; raises WrongWords with the closest match."""
        from releasecheck.app.opening.finding import find_item

        return self.named(name) or find_item(name, self.planner().catalogue)

    def forget_rules(self) -> None:
        """Read catalogue and calendar again when next asked: they have just changed."""
        self._planner = self._rules = self._calendar = self._layers = None
        if not self._held:
            self._office_policy = None
