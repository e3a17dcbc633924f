"""What a command needs and was not given: asked for one after another at a terminal, else listed at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from releasecheck.app.recording.evidence_prompts import can_ask
from releasecheck.core.errors import WrongWords
from releasecheck.core.words import count


class Needed(NamedTuple):
    """Something that a command cannot go on without."""

    typed: str
    """As it is typed: DATE, `--type TYPE`."""
    question: str
    kind: click.ParamType[Any]
    given: Any = None
    """The value, where there is one already."""
    usual: str | None = None
    """What Enter stands for."""


def all_of(needed: Sequence[Needed]) -> list[Any]:
    """The value of each, those that were not given asked for until they can be read.

    Raises WrongWords with everything that is missing where nobody can be asked.
    """
    missing = [one for one in needed if one.given is None]
    if missing and not can_ask():
        width = max(len(one.typed) for one in missing)
        lines = [f"  {one.typed:<{width}}  {one.question}" for one in missing]
        them = "it" if len(lines) == 1 else "them"
        raise WrongWords("\n".join([f"{count(len(lines), 'answer')} to give: add {them}", *lines]))
    return [_answer(one) if one.given is None else one.given for one in needed]


def _answer(one: Needed) -> Any:
    while True:
        answer = str(click.prompt(one.question, default=one.usual, err=True)).strip()
        try:
            return one.kind.convert(answer, None, click.get_current_context())
        except click.BadParameter as error:
            click.echo(error.message, err=True)
