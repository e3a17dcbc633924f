"""A suggested command pasted as it stands: what it leaves open is asked for at a terminal, never recorded."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from releasecheck.core.words import FILL_IN

#: What stands for something to be typed, after an option and as a word of its own.
_AFTER_OPTION = frozenset(("DATE", "TEXT", "NAME", "WHO", "FILE", "DIR", *FILL_IN))
_ALONE = frozenset(("DATE", "ENTRY", *FILL_IN))
_ASK_THEMSELVES = frozenset(("redate",))
"""Commands that ask for whatever they lack, in better words: there what is to be filled in is left out."""


def filled_in(words: Sequence[str]) -> list[str]:
    """The words with every placeholder answered; UsageError naming them where nobody can be asked.

    A fact's or a field's value, and the reason of an outcome, are left to commands, which know the answers.
    """
    places = list(_open_places(words))
    if not places:
        return list(words)
    asks_itself = next((place for place, word in enumerate(words) if word in _ASK_THEMSELVES), len(words))
    if asks_itself < places[0]:
        options = {place - 1 for place in places if words[place - 1].startswith("--")}
        return [word for place, word in enumerate(words) if place not in {*places, *options}]
    if not sys.stdin.isatty():
        named = ", ".join(_called(words, place) for place in places)
        raise click.UsageError(f"something is still to fill in: {named}")
    filled = list(words)
    for place in places:
        filled[place] = str(click.prompt(_called(words, place), err=True)).strip()
    return filled


def _open_places(words: Sequence[str]) -> Iterator[int]:
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if before == "--reason" and word in FILL_IN:
            continue
        if word in (_AFTER_OPTION if before.startswith("--") else _ALONE):
            yield place


def _called(words: Sequence[str], place: int) -> str:
    """`--on DATE`, or DATE: what to ask for."""
    before = words[place - 1] if place else ""
    return f"{before} {words[place]}" if before.startswith("--") else words[place]
