"""Conditions on facts, as data, with three answers: yes, no, and cannot say.

A condition is written in TOML as a small table, never as an expression to be evaluated:

    { fact = "housing", is = "settled", because = "keeps a settled home" }
    { any = [ {...}, {...} ] }      { all = [...] }      { none = [...] }
    { item = "cas1", outcome = ["submitted", "placement_booked"] }
    { item = "da_check", field = "result", is = "known" }     what was written down of another task
    { item = "bank_account", closed = true }                  whether the last day of it has gone by

    { fact = "debts", recorded = true }     as `is`, but a fact that nobody recorded is a plain no

`because` is the reason given when the condition holds, `otherwise` when it does not or cannot be said.
Unknown facts follow Kleene's three-valued logic: one missing fact never turns into a no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from releasecheck.core.domain import Facts, FactValue

Answer: TypeAlias = bool | None
"""True: yes; False: no; None: cannot say."""

OUTCOME_PREFIX = "outcome:"
"""How a condition reads another task's live outcome, beside the facts."""

CLOSED_PREFIX = "closed:"
"""How it reads whether another task's window has closed."""


def other_task(fact: str) -> tuple[str, str] | None:
    """The other task that a condition reads, and which of its fields, "" for its outcome; None for a fact."""
    if fact.startswith(CLOSED_PREFIX):
        return fact.removeprefix(CLOSED_PREFIX), ""
    if fact.startswith(OUTCOME_PREFIX):
        item, _, field = fact.removeprefix(OUTCOME_PREFIX).partition(".")
        return item, field
    return None


Operator = Literal["is", "is_not", "recorded", "at_least", "at_most", "known"]
_COMPARISONS: tuple[Operator, ...] = ("is", "is_not", "recorded", "at_least", "at_most", "known")


def all_of(answers: Iterator[Answer]) -> Answer:
    """No when any answer is no; cannot say when any is unknown; otherwise yes."""
    result: Answer = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def any_of(answers: Iterator[Answer]) -> Answer:
    """Yes when any answer is yes; cannot say when any is unknown; otherwise no."""
    result: Answer = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            result = None
    return result


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact against one or more values."""

    fact: str
    operator: Operator
    values: tuple[FactValue, ...]
    because: str | None = None
    otherwise: str | None = None

    def answer(self, facts: Facts) -> Answer:
        """What the facts say; a task's outcome that was never recorded is a plain no."""
        value = facts.get(self.fact)
        if self.operator == "known":
            return (value is not None) is self.values[0]
        if self.operator == "recorded":
            return value in self.values
        if value is None:
            if other_task(self.fact) is not None:
                return self.operator == "is_not"
            return None
        if self.operator == "is":
            return value in self.values
        if self.operator == "is_not":
            return value not in self.values
        return _ordered(value, self.values[0], self.operator)

    def missing(self, facts: Facts) -> Iterator[str]:
        """The facts that would have to be known to answer."""
        if self.answer(facts) is None:
            yield self.fact

    def leaves(self) -> Iterator[Comparison]:
        """Every single comparison inside, in the order written."""
        yield self


def _ordered(value: FactValue, bound: FactValue, operator: str) -> bool:
    if isinstance(value, int) and isinstance(bound, int):
        return value >= bound if operator == "at_least" else value <= bound
    return str(value) >= str(bound) if operator == "at_least" else str(value) <= str(bound)


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """Several conditions together: any of them, all of them, or none of them."""

    kind: Literal["any", "all", "none"]
    parts: tuple[Condition, ...]
    because: str | None = None
    otherwise: str | None = None

    def answer(self, facts: Facts) -> Answer:
        """What the facts say of the group."""
        answers = (part.answer(facts) for part in self.parts)
        if self.kind == "all":
            return all_of(answers)
        found = any_of(answers)
        if self.kind == "any" or found is None:
            return found
        return not found

    def missing(self, facts: Facts) -> Iterator[str]:
        """The facts that would have to be known to answer."""
        if self.answer(facts) is None:
            for part in self.parts:
                yield from part.missing(facts)

    def leaves(self) -> Iterator[Comparison]:
        """Every single comparison inside, in the order written."""
        for part in self.parts:
            yield from part.leaves()


Condition: TypeAlias = Comparison | ConditionGroup

Complain: TypeAlias = Callable[[str], None]
"""Called with one sentence for each mistake found; reading goes on after it."""


def read_condition(table: object, complain: Complain) -> Condition | None:
    """Turn one TOML table into a condition; every mistake goes to `complain` and gives None."""
    if not isinstance(table, Mapping):
        complain(f'a condition is a table such as {{ fact = "housing", is = "settled" }}, not {table!r}')
        return None
    for kind in ("any", "all", "none"):
        if kind in table:
            return _read_group(kind, table, complain)
    if "item" in table:
        return _read_task_condition(table, complain)
    return _read_comparison(table, complain)


def _read_group(
    kind: Literal["any", "all", "none"], table: Mapping[str, object], complain: Complain
) -> ConditionGroup | None:
    _unknown_keys(table, (kind, "because", "otherwise"), complain)
    parts = table[kind]
    if not isinstance(parts, list) or not parts:
        complain(f'"{kind}" is a list of conditions')
        return None
    read = [read_condition(part, complain) for part in parts]
    sound = tuple(part for part in read if part is not None)
    if len(sound) < len(read):
        return None
    return ConditionGroup(kind, sound, _text(table, "because", complain), _text(table, "otherwise", complain))


def _read_comparison(table: Mapping[str, object], complain: Complain) -> Comparison | None:
    _unknown_keys(table, ("fact", *_COMPARISONS, "because", "otherwise"), complain)
    fact = table.get("fact")
    if not isinstance(fact, str):
        complain('a condition names a "fact", an "item", or is "any", "all" or "none" of others')
        return None
    present = [name for name in _COMPARISONS if name in table]
    if len(present) != 1:
        complain(f"the condition on {fact} needs exactly one of {', '.join(_COMPARISONS)}")
        return None
    operator = present[0]
    given = table[operator]
    values = tuple(given) if isinstance(given, list) else (given,)
    if not values or not all(isinstance(value, str | int | bool) for value in values):
        complain(
            f"the condition on {fact}: {operator} takes a word, a number, true or false, or a list of them"
        )
        return None
    if operator == "known" and values not in ((True,), (False,)):
        complain(f"the condition on {fact}: known is true or false")
        return None
    return Comparison(
        fact,
        operator,
        values,
        _text(table, "because", complain),
        _text(table, "otherwise", complain),
    )


def _read_task_condition(table: Mapping[str, object], complain: Complain) -> Comparison | None:
    _unknown_keys(table, ("item", "outcome", "field", "is", "closed", "because", "otherwise"), complain)
    item, field, closed = table.get("item"), table.get("field"), table.get("closed")
    asked = table.get("outcome") if field is None else table.get("is")
    values: list[str] = list(asked) if isinstance(asked, list) else [cast(str, asked)]
    if isinstance(item, str) and closed is True and asked is None:
        return Comparison(
            *(CLOSED_PREFIX + item, "is", ("closed",)),
            *(_text(table, "because", complain), _text(table, "otherwise", complain)),
        )
    if isinstance(item, str) and all(isinstance(name, str) for name in values):
        fact = OUTCOME_PREFIX + item + (f".{field}" if field is not None else "")
    else:
        complain('a condition on another task needs item = "…" and outcome = "…" or a list of outcomes')
        return None
    return Comparison(
        fact,
        "is",
        tuple(values),
        _text(table, "because", complain),
        _text(table, "otherwise", complain),
    )


def _text(table: Mapping[str, object], key: str, complain: Complain) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        complain(f'"{key}" is a sentence in quotes')
        return None
    return value


def _unknown_keys(table: Mapping[str, object], known: tuple[str, ...], complain: Complain) -> None:
    for key in table:
        if key not in known:
            complain(f'a condition has no key "{key}"; it has {", ".join(known)}')
