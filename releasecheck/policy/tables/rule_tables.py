"""Tables of rules being read: numbers, names, days and distances, with a sentence for each that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from releasecheck.core.words import did_you_mean
from releasecheck.policy.working_days import shift

SPAN_UNITS = ("years", "months", "weeks", "days")


@dataclass(frozen=True, slots=True)
class Span:
    """A distance between two days: calendar months, clamped to the month's end, and then days."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def before(self, day: date) -> date:
        """The day that lies this long before."""
        return shift(day, years=-self.years, months=-self.months, weeks=-self.weeks, days=-self.days)

    def after(self, day: date) -> date:
        """The day that lies this long after."""
        return shift(day, years=self.years, months=self.months, weeks=self.weeks, days=self.days)


class TableReader:
    """One table of numbers being read: hands out values, and keeps a sentence for each one it cannot."""

    file = "rules.toml"
    entry = "a rule"

    def __init__(self, name: str, parsed: object, problems: list[str]) -> None:
        self.name, self.problems, self.asked = name, problems, {"checked"}
        self.table: Mapping[str, object] = parsed if isinstance(parsed, Mapping) else {}
        if not isinstance(parsed, Mapping):
            problems.append(f"{self.file}: [{name}] is missing")

    def problem(self, key: str, wanted: str) -> None:
        """Keeps that a key does not hold what is wanted; of a table that is missing that is said already."""
        if self.table:
            self.problems.append(f"{self.file}: {self.name}.{key} must be {wanted}")

    def value(self, key: str) -> object:
        """What a key holds, as it was written."""
        self.asked.add(key)
        return self.table.get(key)

    def text(self, key: str) -> str:
        """Words; "" and a problem where there are none."""
        value = self.value(key)
        if isinstance(value, str) and value:
            return value
        self.problem(key, "a text")
        return ""

    def number(self, key: str) -> int:
        """A whole number; 0 and a problem where there is none."""
        value = self.value(key)
        if type(value) is int and value >= 0:
            return value
        self.problem(key, "a whole number, 0 or more")
        return 0

    def unknown_keys(self) -> None:
        """Keeps every key that nobody asked for."""
        for key in self.table:
            if key not in self.asked:
                near = did_you_mean(key, self.asked)
                self.problems.append(f"{self.file}: {self.name}.{key} is not {self.entry}{near}")


class RuleSection(TableReader):
    """A table of the date rules."""

    def names(self, key: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Names, of those that are known where that is said; none and a problem for something else."""
        value = self.value(key)
        if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
            self.problem(key, "a list of names")
            return ()
        for name in value:
            if known and name not in known:
                self.problems.append(
                    f"rules.toml: {self.name}.{key} has no type {name}{did_you_mean(name, known)}"
                )
        return tuple(value)

    def span(self, key: str) -> Span:
        """A distance; none at all and a problem where there is none."""
        value = self.value(key)
        if isinstance(value, Mapping) and value and all(unit in SPAN_UNITS for unit in value):
            numbers = {unit: n for unit, n in value.items() if type(n) is int and n >= 0}
            if len(numbers) == len(value):
                return Span(**numbers)
        self.problem(key, "a distance such as { months = 8, days = 14 }")
        return Span()

    def day(self, key: str) -> date | None:
        """A day, or None where none is given; a problem for what is none."""
        value = self.value(key)
        if value is None or type(value) is date:
            return value
        self.problem(key, "a date such as 2026-09-01")
        return None
