"""Whether an item applies to somebody: its conditions, answered from what is known, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable

from releasecheck.core.domain import Facts, FactValue
from releasecheck.core.named import NamedTuple
from releasecheck.planning.outcomes import OutcomeTrail
from releasecheck.policy.catalogue import Item, Need
from releasecheck.policy.conditions import Answer, all_of
from releasecheck.policy.derived_facts import DERIVED_FACTS

#: Combinations of facts remembered for one item; only numbers, such as days of sentence, make so many.
_MOST_COMBINATIONS = 4_096


class Decision(NamedTuple):
    """What the conditions say of one item: the state if nothing is recorded, and why."""

    rest: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    settling: tuple[str, ...]
    national: str | None = None
    """What the rule alone says, where what we ask is otherwise: the line's own position follows from it."""


class Verdicts:
    """One item's decisions, remembered for each combination of facts met."""

    def __init__(self, item: Item) -> None:
        self._item, self._reads = item, item.reads()
        self._met: dict[tuple[FactValue | None, ...], Decision] = {}

    def decide(self, inputs: Facts) -> Decision:
        """What its conditions say of these facts."""
        key = tuple(map(inputs.get, self._reads))
        found = self._met.get(key)
        if found is None:
            if len(self._met) >= _MOST_COMBINATIONS:
                self._met.clear()
            found = self._met[key] = decide(self._item, inputs)
        return found


def decide(item: Item, inputs: Facts) -> Decision:
    """The item's conditions against the facts, in three-valued logic; what we ask goes over the rule."""
    found = _decided(item, inputs)
    if found.rest not in ("open", "unknown"):
        return found
    said = _texts(note.because for note in item.notes if note.answer(inputs) is True)
    return found._replace(reasons=found.reasons + said) if said else found


def _decided(item: Item, inputs: Facts) -> Decision:
    found = _by_rule(item, inputs)
    asked = _texts(one.because for one in item.asked_if if one.answer(inputs) is True)
    if asked and found.rest == "open":
        return found._replace(reasons=asked + found.reasons, settling=())
    if asked:
        # However the rule settles it; what the rule waits to know is not asked for.
        return Decision("open", asked, (), (), found.rest)
    if found.rest not in ("open", "unknown") or not item.not_asked_if:
        return found
    answers = [(condition, condition.answer(inputs)) for condition in item.not_asked_if]
    settled = _texts(condition.because for condition, answer in answers if answer is True)
    if settled:
        return Decision("not_required", settled, (), (), found.rest)
    missing = _unique(name for condition, _ in answers for name in condition.missing(inputs))
    if missing and found.rest == "open":
        return found._replace(rest="unknown", missing=missing, settling=(), national="open")
    still = () if missing else _texts(condition.otherwise for condition, _ in answers)
    return found._replace(reasons=found.reasons + still)


def _by_rule(item: Item, inputs: Facts) -> Decision:
    settled = [(condition, condition.answer(inputs)) for condition in item.not_required]
    if any(answer is True for _, answer in settled):
        return Decision(
            "not_required",
            _texts(condition.because for condition, answer in settled if answer is True),
            (),
            (),
        )
    answers = [(condition, condition.answer(inputs)) for condition in item.applies]
    verdict: Answer = all_of(answer for _, answer in answers)
    if verdict is False:
        return Decision(
            "not_applicable",
            _texts(condition.otherwise for condition, answer in answers if answer is False),
            (),
            (),
        )
    missing = _unique(name for condition, _ in answers for name in condition.missing(inputs))
    settling = _unique(name for condition, _ in settled for name in condition.missing(inputs))
    because = _texts(condition.because for condition, answer in answers if answer is True)
    still = _texts(condition.otherwise for condition, _ in settled)
    return Decision("open" if verdict else "unknown", because + still, missing, settling)


def _texts(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def raw_facts(names: Iterable[str], inputs: Facts) -> tuple[str, ...]:
    """Derived facts replaced by the recorded ones to ask for."""
    asked: dict[str, None] = {}
    for name in names:
        derived = DERIVED_FACTS.get(name)
        sources = [source for source in derived.comes_from if source not in inputs] if derived else []
        asked.update(dict.fromkeys(sources or [name]))
    return tuple(asked)


def is_met(need: Need, trail: OutcomeTrail, decision: Decision) -> bool:
    """Whether a prerequisite that warns is done, or need not be."""
    if trail.last is None or trail.spec is None:
        return decision.rest in ("not_applicable", "not_required")
    return trail.last.outcome in need.outcomes if need.outcomes else trail.spec.kind in ("done", "waived")
