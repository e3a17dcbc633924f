"""The whole of the help as one page for `man`: releasecheck(1), as groff and mandoc read it."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from releasecheck import __version__
from releasecheck.commands.registry import SECTIONS

_LETTERS = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
"""What would come out as another letter, or as none."""

_ENDS = (
    ("0", "Done; also: nothing is due."),
    ("1", "It could not be done; the message says why, and what to type next."),
    ("2", "It was typed wrongly."),
    ("3", "Imported, and some rows were refused."),
    ("4", "Only with --exit-code: something is missing."),
)


def manual(root: click.Context) -> str:
    """The page, made from the help of the command of this context and of every command below it."""
    return "\n".join(_page(root)) + "\n"


def _page(root: click.Context) -> Iterator[str]:
    name, (first, *more) = root.command_path, _paragraphs(root.command.help or "")
    yield f'.TH {name.upper()} 1 "" "{name} {__version__}" "{name}"'
    yield from (".ad l", ".nh")  # as help has it: ragged, and no word broken
    yield from (".SH NAME", _plain(f"{name} - {first.rstrip('.')}"))
    yield from (".SH SYNOPSIS", f".B {name}", _plain(" ".join(root.command.collect_usage_pieces(root))))
    yield ".SH DESCRIPTION"
    for paragraph in more:
        yield from _paragraph(paragraph)
    yield from _paragraph(f"What is longer to tell stands on pages of its own: {name} help")
    yield ".SH OPTIONS"
    yield from _options(root, with_help=True)
    assert isinstance(root.command, click.Group)
    for heading, names in SECTIONS:
        yield f".SH {heading.upper()}"
        for each in names:
            command = root.command.get_command(root, each)
            assert command is not None, f"{each} is listed and not there"
            yield from _command(click.Context(command, info_name=each, parent=root))
    yield ".SH EXIT STATUS"
    for code, means in _ENDS:
        yield from (".TP", f".B {code}", _plain(means))


def _command(here: click.Context) -> Iterator[str]:
    """A command, and those in it if it is a group of them."""
    yield f".SS {_plain(' '.join([here.command_path, *here.command.collect_usage_pieces(here)]))}"
    for paragraph in _paragraphs(here.command.help or ""):
        yield from _paragraph(paragraph)
    yield from _options(here)
    if isinstance(here.command, click.Group):
        for name in here.command.list_commands(here):
            inner = here.command.get_command(here, name)
            assert inner is not None, f"{here.command_path} {name} is listed and not there"
            yield from _command(click.Context(inner, info_name=name, parent=here))


def _options(here: click.Context, *, with_help: bool = False) -> Iterator[str]:
    asked = here.help_option_names
    for param in here.command.get_params(here):
        told = param.get_help_record(here)
        if told is not None and (with_help or not set(param.opts) & set(asked)):
            yield from (".TP", f".B {_plain(told[0])}", _plain(" ".join(told[1].split())))


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in cleandoc(text).split("\n\n") if part.strip()]


def _paragraph(text: str) -> Iterator[str]:
    """Lines that run on; or, after click's own mark for it, lines that stay as they are."""
    yield ".PP"
    if text.startswith("\b\n"):
        yield from (".nf", *map(_plain, text.splitlines()[1:]), ".fi")
    else:
        yield _plain(" ".join(text.split()))


def _plain(text: str) -> str:
    """One line in which nothing is a command or another letter than it is here."""
    letters = (_LETTERS.get(each) or (each if each.isascii() else f"\\[u{ord(each):04X}]") for each in text)
    line = "".join(letters)
    return f"\\&{line}" if line.startswith(".") else line
