"""Outcomes read line by line from standard input: every mistake is shown with its line, and none is saved."""

from __future__ import annotations

import shlex
import sys

import click

from releasecheck.app.opening.session import App
from releasecheck.app.recording.marking import Marking, MarkOptions, Problem, markings_for
from releasecheck.commands.daily.mark_words import split_words
from releasecheck.commands.options import on_option
from releasecheck.core.errors import ReleasecheckError, UsageError


@click.command("mark", add_help_option=False)
@click.argument("words", nargs=-1)
@click.option("--although", is_flag=True)
@click.option("--gaps", is_flag=True)
@click.option("--not-known", multiple=True)
@click.option("--reason")
@on_option
def _line_command() -> None:
    """What a line may hold: only ever parsed, never run."""


def read_markings(app: App, shared: MarkOptions) -> tuple[list[Marking], list[Problem]]:
    """What every line asks for, and every line that cannot be read.

    What a line leaves out comes from the options of the command. Raises UsageError for no lines at all.
    """
    found: list[Marking] = []
    problems: list[Problem] = []
    for number, line in enumerate(_lines(), start=1):
        try:
            words = shlex.split(line, comments=True)
            if words:
                found.extend(marking._replace(line=number) for marking in _read(app, words, shared))
        except click.UsageError as error:
            problems.append(Problem(number, error.format_message()))
        except ReleasecheckError as error:
            problems.append(Problem(number, str(error)))
        except ValueError:
            problems.append(Problem(number, "a quotation mark is not closed"))
    if not found and not problems:
        raise UsageError("nothing to record: no line on standard input says PERSON ITEM OUTCOME")
    return found, problems


def _lines() -> list[str]:
    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UsageError(f"line {line}: is not UTF-8 text. Save the file as UTF-8") from error


def _read(app: App, words: list[str], shared: MarkOptions) -> list[Marking]:
    typed = _line_command.make_context("mark", words, parent=click.get_current_context()).params
    people, items, rest = split_words(app, tuple(typed["words"]))
    if not rest or "=" in rest[0]:
        raise UsageError(f"what happened to {items[0].id}? It has: {', '.join(items[0].outcomes)}")
    given = MarkOptions(
        typed["on"] or shared.on,
        typed["reason"] or shared.reason,
        (*shared.not_known, *typed["not_known"]),
        typed["although"] or shared.although,
        typed["gaps"] or shared.gaps,
    )
    return markings_for(app, people, items, lambda _: rest[0], rest[1:], given)
