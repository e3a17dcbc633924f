"""Deciding again where somebody else wrote of the same at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from releasecheck.core.errors import Conflict

_TIMES = 6
_Found = TypeVar("_Found")


def decided_again(decide: Callable[[], _Found]) -> _Found:
    """What this gives, however often others get in its way, within reason: nothing of it was saved till then.

    Raises Conflict after the last time.
    """
    for time in range(1, _TIMES):
        try:
            return decide()
        except Conflict:
            wait(time)
    return decide()


def wait(time: int) -> None:
    """A little, and each time up to twice as long, so that two who met do not meet again."""
    from random import uniform
    from time import sleep

    sleep(uniform(0, 0.01 * 2**time))
