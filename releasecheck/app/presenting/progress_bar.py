"""How far a long piece of work has come: a bar on stderr at a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

import click

Thing = TypeVar("Thing")
Thing_co = TypeVar("Thing_co", covariant=True)

A_SECONDS_WORTH = 500
"""People: fewer are planned before anybody wonders."""


class _Counted(Sized, Iterable[Thing_co], Protocol[Thing_co]):
    """Things whose number is known before they are gone through."""


def progress(
    things: _Counted[Thing], label: str, *, quiet: bool, least: int = A_SECONDS_WORTH
) -> Iterable[Thing]:
    """The same things, with a bar on stderr at a terminal when there are enough to wait for."""
    return progress_of(things, len(things), label, quiet=quiet, least=least)


def progress_of(
    things: Iterable[Thing], number: int, label: str, *, quiet: bool, least: int = A_SECONDS_WORTH
) -> Iterable[Thing]:
    """As `progress`, for things that come one by one and of which there will be so many."""
    if quiet or number < least or not sys.stderr.isatty():
        return things
    return _barred(things, number, label)


def _barred(things: Iterable[Thing], number: int, label: str) -> Iterator[Thing]:
    """The things under a bar that says how many, how fast and how long still."""

    def rate(_: Thing | None) -> str | None:
        each = bar.time_per_iteration
        return f"{1 / each:,.0f} a second" if each else None

    with click.progressbar(
        things, length=number, label=label, show_pos=True, item_show_func=rate, file=sys.stderr
    ) as bar:
        yield from bar
