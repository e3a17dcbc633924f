"""`--format` and `-o` for every command that has them: what the file is called says what it is.

A command that cannot write what a name ends in refuses, and names the endings that it has: text in a file
called .xlsx opens in no program, and looks as if it had been given out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from releasecheck.commands.option_types import FilePath
from releasecheck.core.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., object])

SCREEN = "table"
"""The form of a report that is laid out for a screen; in a file it is plain text."""

PAPER_FORMS = (SCREEN, "md", "html", "txt", "docx", "pdf")
"""What a page can be written as."""

DATA_FORMS = (*PAPER_FORMS, "json")
"""The same of a page that programs read as well."""

_FORM_OF = {
    **{name: name for name in "html md txt csv json jsonl docx pdf xlsx ics".split()},
    "htm": "html",
}
"""What a name ends in, and the form that it means."""

_NO_TEXT = frozenset("docx pdf xlsx".split())
"""Forms that only their own program opens: text under such a name is of no use to anybody."""


def written_as(*forms: str, default: str | None = SCREEN) -> Callable[[Command], Command]:
    """`--format`, one of these forms, and `-o FILE`; the command is given `form` and `output`.

    `form` is what was asked for, or else what FILE ends in, or else the default. Where there is one form
    alone there is no `--format`.
    """
    instead = "for the screen" if default in (None, SCREEN) else default
    about = f"How to write it. Default: as FILE is called, else {instead}."
    alone = len(forms) == 1

    def decorate(command: Command) -> Command:
        # The file is read first, so that the form can follow it.
        command = click.option(
            "-o",
            "--output",
            type=FilePath(dir_okay=False, allow_dash=True),
            is_eager=True,
            callback=partial(_checked, forms) if alone else None,
            help="Write to FILE instead of the screen.",
            metavar="FILE",
        )(command)
        if alone:
            return command
        return click.option(
            "--format", "form", type=click.Choice(forms), callback=partial(_chosen, default), help=about
        )(command)

    return decorate


report_forms = written_as("table", "json", "csv", "xlsx", "md", "html", "txt")
paper_forms = written_as(*PAPER_FORMS)
data_forms = written_as(*DATA_FORMS)


def _chosen(default: str | None, ctx: click.Context, option: click.Parameter, form: str | None) -> str | None:
    assert isinstance(option.type, click.Choice), "made by `written_as`"
    found = form_for(form, ctx.params.get("output"), option.type.choices)
    return found or default


def _checked(
    forms: Sequence[str], ctx: click.Context, option: click.Parameter, output: Path | None
) -> Path | None:
    form_for(None, output, forms)
    return output


def as_csv(ctx: click.Context, option: click.Parameter, output: Path | None) -> Path | None:
    """The same file, of an option that always writes CSV; UsageError where its name says something else."""
    form_for("csv", output, ("csv",))
    return output


def form_for(form: str | None, output: Path | None, forms: Sequence[str]) -> str | None:
    """The form asked for, or else what the file is called, one of these forms; None where neither says.

    Raises UsageError naming the endings there are, for a file that would not be what its name says.
    """
    ending = "" if output is None or str(output) == "-" else output.suffix.lower().removeprefix(".")
    if not ending:
        return form
    means = _FORM_OF.get(ending)
    if means == "txt" and SCREEN in forms and "txt" not in forms:
        means = SCREEN
    if form is not None and means not in _NO_TEXT and form not in _NO_TEXT:
        return form
    if means not in forms:
        raise UsageError(f"cannot write a .{ending} here. {_endings(forms)}")
    if form not in (None, means):
        raise UsageError(f"--format {form}, but the file ends in .{ending}. {_endings(forms)}")
    return means


def _endings(forms: Sequence[str]) -> str:
    from releasecheck.core.words import listed

    names = dict.fromkeys("txt" if form == SCREEN else form for form in forms)
    return f"FILE may end in {listed([f'.{name}' for name in names], 'or')}"
