"""Which parts of an item hold for somebody: the days, the rates and the prerequisites with conditions."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from releasecheck.core.domain import Facts
from releasecheck.policy.catalogue import Checkpoint, Item, Need, Rolling
from releasecheck.policy.conditions import all_of


class Held(TypedDict):
    """The fields of an item that its conditions within decide."""

    checkpoints: tuple[Checkpoint, ...]
    rolling: Rolling | None
    needs_hard: tuple[Need, ...]


def held(item: Item, inputs: Facts) -> Held:
    """Those of its parts that hold for these facts, without their conditions.

    A day whose condition cannot be said stands, and where none would the first does; a rate or a prerequisite
    counts only where its condition is known to hold.
    """
    answers = [
        (one, all_of(condition.answer(inputs) for condition in one.applies)) for one in item.checkpoints
    ]
    days = [one for one, answer in answers if answer is not False] or list(item.checkpoints[:1])
    if len(days) == 1:
        days = [replace(days[0], name=None)]  # a name tells it from others
    rolling = item.rolling
    if rolling is not None:
        rates = [
            replace(rate, applies=())
            for rate in rolling.rates
            if all_of(condition.answer(inputs) for condition in rate.applies)
        ]
        rolling = replace(rolling, rates=tuple(rates))
    needs = [
        replace(need, applies=())
        for need in item.needs_hard
        if all_of(condition.answer(inputs) for condition in need.applies)
    ]
    return {
        "checkpoints": tuple(replace(one, applies=()) for one in days),
        "rolling": rolling,
        "needs_hard": tuple(needs),
    }
