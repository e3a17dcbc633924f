"""The parts of an item's table: words, lists, conditions, distances of days, prerequisites."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from releasecheck.core.domain import ROLES
from releasecheck.core.words import did_you_mean
from releasecheck.policy.catalogue import Need
from releasecheck.policy.conditions import Condition, read_condition
from releasecheck.policy.offsets import UNITS, Offset


class PartReader:
    """Reads parts of a table; `complain` hears every mistake and reading goes on."""

    def __init__(self, name: str, table: Mapping[str, object], complain: Callable[[str], None]) -> None:
        self.name, self.table, self.complain = name, table, complain

    def word(self, key: str) -> str:
        """Words that must be there; "" and a complaint where they are not."""
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip():
            self.complain(
                f'"{key}" is missing' if value is None else f'"{key}" is a word or sentence in quotes'
            )
            return ""
        return value

    def role(self, key: str) -> str:
        """A role we know; a complaint where it is none."""
        role = self.word(key)
        if role and role not in ROLES:
            self.complain(f'{key} "{role}" is no role we know{did_you_mean(role, ROLES)}')
        return role

    def other_role(self, key: str) -> str | None:
        """A role that may be left out."""
        return self.role(key) if self.table.get(key) else None

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            self.complain(f'"{key}" is true or false')
            return False
        return value

    def entries(self, key: str, table: Mapping[str, object] | None = None) -> list[object]:
        """What stands in a list, of the item or of a table inside it."""
        value = (self.table if table is None else table).get(key, [])
        if not isinstance(value, list):
            self.complain(f'"{key}" is a list')
            return []
        return value

    def subtable(self, key: str) -> Mapping[str, object]:
        """A table inside the item's."""
        value = self.table.get(key, {})
        if not isinstance(value, Mapping):
            self.complain(f'"{key}" is a table')
            return {}
        return value

    def conditions(
        self, key: str, table: Mapping[str, object] | None = None, place: str = ""
    ) -> tuple[Condition, ...]:
        """The sound conditions of a list, of the item or of a table inside it."""
        where = place or key
        read = (
            read_condition(one, lambda text: self.complain(f"{where}: {text}"))
            for one in self.entries(key, table)
        )
        return tuple(condition for condition in read if condition is not None)

    def offset(self, table: object, key: str) -> Offset | None:
        """A distance of days; None where there is none, and for a mistake."""
        if table is None:
            return None
        if isinstance(table, Mapping):
            directions = [name for name in ("before", "after", "on") if name in table]
            if len(directions) == 1 and isinstance(table[directions[0]], str):
                return self._sized(table, directions[0], key)
        self.complain(f'{key} is a table such as {{ before = "release", weeks = 8 }}')
        return None

    def _sized(self, table: Mapping[str, object], direction: str, key: str) -> Offset | None:
        sizes: dict[str, int] = {}
        for name, value in table.items():
            if name in UNITS and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                sizes[name] = value
            elif name in UNITS:
                self.complain(f"{key}: {name} is a whole number, 0 or more")
            elif name not in ("before", "after", "on", "local_default", "any_day"):
                self.complain(f'{key}: no unit "{name}"{did_you_mean(name, UNITS)}')
        if direction == "on" and sizes:
            self.complain(f'{key}: "on" takes no size; use "before" or "after"')
        return Offset(
            anchor=str(table[direction]),
            direction={"before": -1, "on": 0, "after": 1}[direction],
            local_default=bool(table.get("local_default", False)),
            any_day=bool(table.get("any_day", False)),
            **sizes,
        )

    def needs(self, key: str) -> tuple[Need, ...]:
        """The items that come first."""
        found = []
        for entry in self.entries(key):
            if isinstance(entry, str):
                found.append(Need(entry))
            elif isinstance(entry, Mapping) and isinstance(entry.get("item"), str):
                within = entry.get("within")
                offset = self.offset(
                    {"after": "outcome", **within} if isinstance(within, Mapping) else None, f"{key} within"
                )
                found.append(
                    Need(
                        str(entry["item"]),
                        tuple(map(str, self.entries("outcomes", entry))),
                        offset,
                        self.conditions("if", entry, f"{key} if"),
                    )
                )
            else:
                self.complain(f'{key}: an item\'s name, or {{ item = "dtr", outcomes = [...] }}')
        return tuple(found)
