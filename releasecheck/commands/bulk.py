"""Outcomes read line by line from standard input: every mistake is shown with its line, and none is saved."""

from __future__ import annotations

import shlex
from datetime import date

import click

from releasecheck.commands.context import App
from releasecheck.commands.options import on_option
from releasecheck.commands.outcomes import Marking
from releasecheck.commands.work import split_words
from releasecheck.errors import ReleasecheckError, UsageError


@click.command("mark", add_help_option=False)
@click.argument("words", nargs=-1)
@click.option("--although", is_flag=True)
@click.option("--not-known", multiple=True)
@click.option("--reason")
@on_option
def _line_command() -> None:
    """What a line may hold: only ever parsed, never run."""


def read_markings(
    app: App, on: date | None, reason: str | None, not_known: tuple[str, ...], *, although: bool
) -> list[Marking]:
    """What every line asks for; what a line leaves out comes from the options of the command.

    Raises UsageError with every line that cannot be read.
    """
    shared = Marking("", next(iter(app.planner().catalogue.items.values())), "", (), on, reason, not_known)
    found: list[Marking] = []
    problems = []
    for number, line in enumerate(_lines(), start=1):
        try:
            words = shlex.split(line, comments=True)
            if words:
                found.extend(_read(app, words, shared._replace(where=f"line {number}: ", although=although)))
        except click.UsageError as error:
            problems.append(f"line {number}: {error.format_message()}")
        except ReleasecheckError as error:
            problems.append(f"line {number}: {error}")
        except ValueError as error:
            problems.append(f"line {number}: {str(error).lower()}")
    if problems:
        raise UsageError("\n".join([*problems, "Nothing was recorded."]))
    if not found:
        raise UsageError("nothing to record: no line on standard input says PERSON ITEM OUTCOME")
    return found


def _lines() -> list[str]:
    raw = click.get_binary_stream("stdin").read()
    try:
        return raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UsageError(f"line {line}: is not UTF-8 text. Save the file as UTF-8") from error


def _read(app: App, words: list[str], shared: Marking) -> list[Marking]:
    given = _line_command.make_context("mark", words, parent=click.get_current_context()).params
    people, items, rest = split_words(app, tuple(given["words"]))
    if not rest or "=" in rest[0]:
        raise UsageError(f"what happened to {items[0].id}? It has: {', '.join(items[0].outcomes)}")
    return [
        shared._replace(
            number=app.find(person),
            item=item,
            outcome=rest[0],
            evidence=rest[1:],
            on=given["on"] or shared.on,
            reason=given["reason"] or shared.reason,
            not_known=(*shared.not_known, *given["not_known"]),
            although=given["although"] or shared.although,
        )
        for person in people
        for item in items
    ]
