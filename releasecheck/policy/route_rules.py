"""The accommodation routes' numbers as values, read from `data/routes.toml` and checked.

How much notice is short, how long a place lasts, who must approve: what `routes` works with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from releasecheck.core.domain import FactValue
from releasecheck.core.errors import CatalogueError
from releasecheck.core.shipped import DATA
from releasecheck.core.words import did_you_mean
from releasecheck.people.facts import FACTS
from releasecheck.policy.tables.rule_tables import SPAN_UNITS, Span, TableReader

_ROUTES = DATA / "routes.toml"


@dataclass(frozen=True, slots=True)
class Cas1Numbers:
    """How much notice an Approved Premises application gives, how soon it is assessed, how long it counts."""

    source: str
    emergency_days: int
    short_notice_days: int
    outside_national_standards: Span
    late_reasons: tuple[str, ...]
    standard_working_days: int
    short_notice_working_days: int
    emergency_hours: int
    placement_request_working_days: int
    first_clock: int
    last_clock: int
    unsent_days: int
    accepted_days: int


@dataclass(frozen=True, slots=True)
class PlacementWeeks:
    """Weeks in an Approved Premises by default, by tier, sex, sentence and kind of premises."""

    source: str
    two_character: Mapping[str, int]
    single_letter: Mapping[str, int]
    men_indeterminate: Mapping[str, int]
    men_other_sentence: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Who must approve a CAS-3 referral when one of these facts has one of these values."""

    who: tuple[str, ...]
    when: Mapping[str, tuple[FactValue, ...]]
    or_flag: str
    """What also calls for it and is not kept here; empty for none."""


@dataclass(frozen=True, slots=True)
class Cas3Numbers:
    """How long a CAS-3 bed lasts, when the answer comes, and who must approve."""

    source: str
    most_nights: int
    decision_from_working_days: int
    decision_until_working_days: int
    approvals: tuple[ApprovalRule, ...]


@dataclass(frozen=True, slots=True)
class HomelessnessCodes:
    """Accommodation types that are homeless, and those that are settled; any other is for now."""

    source: str
    homeless: tuple[str, ...]
    settled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Routes:
    """All the routes' numbers, read and checked."""

    cas1: Cas1Numbers
    placement: PlacementWeeks
    cas3: Cas3Numbers
    homelessness: HomelessnessCodes


class _Table(TableReader):
    """A table of the routes' numbers."""

    file = "routes.toml"
    entry = "a number of a route"

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.value(key)
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.problem(key, "a list of texts")
        return ()

    def numbers(self, key: str, needed: tuple[str, ...] = ()) -> dict[str, int]:
        value = self.value(key)
        if isinstance(value, Mapping) and value and all(name in value for name in needed):
            numbers = {str(name): n for name, n in value.items() if type(n) is int and n >= 0}
            if len(numbers) == len(value):
                return numbers
        also = f", with {', '.join(needed)}" if needed else ""
        self.problem(key, f"whole numbers by name, such as {{ A = 16 }}{also}")
        return dict.fromkeys(needed, 0)

    def tables(self, key: str) -> list[object]:
        value = self.value(key)
        if isinstance(value, list) and value:
            return value
        self.problem(key, "one or more tables")
        return []

    def facts(self, key: str) -> dict[str, tuple[FactValue, ...]]:
        value = self.value(key)
        found: dict[str, tuple[FactValue, ...]] = {}
        if not isinstance(value, Mapping) or not all(isinstance(one, list) for one in value.values()):
            self.problem(key, 'facts with lists of values, such as { rosh = ["high"] }')
            return found
        for name, values in value.items():
            if name not in FACTS:
                self.problems.append(
                    f"routes.toml: {self.name} has no fact {name}{did_you_mean(name, FACTS)}"
                )
            found[name] = tuple(values)
        return found

    def span(self, key: str) -> Span:
        found = self.numbers(key)
        if found and all(unit in SPAN_UNITS for unit in found):
            return Span(**found)
        self.problem(key, "a distance such as { months = 6 }")
        return Span()


def parse_routes(parsed: Mapping[str, object]) -> Routes:
    """Read the routes' numbers from parsed TOML. Raises CatalogueError with every mistake in them."""
    problems: list[str] = []
    names = ("cas1", "placement", "cas3", "homelessness")
    cas1, placement, cas3, homeless = tables = [_Table(name, parsed.get(name), problems) for name in names]
    routes = Routes(_cas1(cas1), _placement(placement), _cas3(cas3), _homelessness(homeless))
    for table in tables:
        table.unknown_keys()
    problems += [
        f"routes.toml: [{name}] is not a route{did_you_mean(name, names)}"
        for name in parsed
        if name not in names
    ]
    if problems:
        raise CatalogueError(problems)
    return routes


def _cas1(table: _Table) -> Cas1Numbers:
    return Cas1Numbers(
        source=table.text("source"),
        emergency_days=table.number("emergency_days"),
        short_notice_days=table.number("short_notice_days"),
        outside_national_standards=table.span("outside_national_standards"),
        late_reasons=table.texts("late_reasons"),
        standard_working_days=table.number("standard_working_days"),
        short_notice_working_days=table.number("short_notice_working_days"),
        emergency_hours=table.number("emergency_hours"),
        placement_request_working_days=table.number("placement_request_working_days"),
        first_clock=table.number("first_clock"),
        last_clock=table.number("last_clock"),
        unsent_days=table.number("unsent_days"),
        accepted_days=table.number("accepted_days"),
    )


def _placement(table: _Table) -> PlacementWeeks:
    return PlacementWeeks(
        source=table.text("source"),
        two_character=table.numbers("two_character", ("other",)),
        single_letter=table.numbers("single_letter", ("pipe", "esap", "mental_health", "women")),
        men_indeterminate=table.numbers("men_indeterminate"),
        men_other_sentence=table.numbers("men_other_sentence"),
    )


def _cas3(table: _Table) -> Cas3Numbers:
    rules = table.tables("approval")
    return Cas3Numbers(
        source=table.text("source"),
        most_nights=table.number("most_nights"),
        decision_from_working_days=table.number("decision_from_working_days"),
        decision_until_working_days=table.number("decision_until_working_days"),
        approvals=tuple(
            _approval(_Table(f"cas3.approval {number}", rule, table.problems))
            for number, rule in enumerate(rules, start=1)
        ),
    )


def _approval(table: _Table) -> ApprovalRule:
    who, when = table.texts("who"), table.facts("when")
    flag = table.text("or_flag") if "or_flag" in table.table else ""
    table.unknown_keys()
    return ApprovalRule(who, when, flag)


def _homelessness(table: _Table) -> HomelessnessCodes:
    return HomelessnessCodes(table.text("source"), table.texts("homeless"), table.texts("settled"))


@lru_cache(maxsize=1)
def load_routes() -> Routes:
    """The numbers that ship with the program; read once, when first asked for."""
    import tomllib

    return parse_routes(tomllib.loads(_ROUTES.read_text(encoding="utf-8")))
