"""`--format` and `-o` for every command that has them: what the file is called says what it is.

A command that cannot write what a name ends in refuses, and names the endings that it has: text in a file
called .xlsx opens in no program, and looks as if it had been given out. Whoever says the form with `--format`
has it, and where the name says another, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from releasecheck.app.opening.session import App
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

_FOR_SCREEN = {SCREEN: "txt"}
"""What a form for a screen is in a file."""


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


def _answered(ctx: click.Context, option: click.Parameter, form: str, *, proves: bool = False) -> None:
    app = ctx.find_object(App)
    if app is not None:
        answer_as(app, ctx, form, proves=proves)


def answer_as(app: App, ctx: click.Context, form: str | None, *, proves: bool = False) -> None:
    """Where that is JSON, keep back what the command says, and give it as one object at its end."""
    if form == "json":
        from releasecheck.app.opening.said import SaidSoFar

        app.answer = SaidSoFar(ctx.command_path.partition(" ")[2], proves=proves)


def _two_forms(about: str, **options: Any) -> Callable[[Command], Command]:
    return click.option(
        *("--format", "form"), type=click.Choice((SCREEN, "json")), default=SCREEN, help=about, **options
    )


answer_option = _two_forms(
    "json: what was recorded, with its entry number.", callback=_answered, expose_value=False
)
"""`--format` of a command that changes something."""

proof_option = _two_forms(
    "json: whether all is sound, and what is not.",
    callback=partial(_answered, proves=True),
    expose_value=False,
)
"""`--format` of a command that finds what is wrong, and ends with 1 where anything is."""


lines_option = _two_forms("json: for other programs.")
"""`--format` of what is read on a screen and is no document; the command is given `form`."""


def _chosen(default: str | None, ctx: click.Context, option: click.Parameter, form: str | None) -> str | None:
    assert isinstance(option.type, click.Choice), "made by `written_as`"
    output = ctx.params.get("output")
    if form is None:
        return form_for(output, option.type.choices) or default
    if (other := _meant(output, form)) is not None:
        app = ctx.find_object(App)
        if app is None or not app.quiet:
            click.echo(f"releasecheck: the file ends in .{other}, and --format {form} is written", err=True)
    return form


def _checked(
    forms: Sequence[str], ctx: click.Context, option: click.Parameter, output: Path | None
) -> Path | None:
    form_for(output, forms)
    return output


def as_csv(ctx: click.Context, option: click.Parameter, output: Path | None) -> Path | None:
    """The same file, of an option that always writes CSV; UsageError where its name says something else."""
    return _checked(("csv", "txt"), ctx, option, output)


def form_for(output: Path | None, forms: Sequence[str]) -> str | None:
    """What the file is called, one of these forms; None where its name says nothing.

    Raises UsageError naming the endings there are, for a file that would not be what its name says.
    """
    if not (ending := _ending(output)):
        return None
    means = _FORM_OF.get(ending)
    if means == "txt" and SCREEN in forms and "txt" not in forms:
        means = SCREEN
    if means not in forms:
        raise UsageError(f"cannot write a .{ending} here. {_endings(forms)}")
    return means


def _meant(output: Path | None, form: str) -> str | None:
    """What the file ends in, where that means another form than is asked for."""
    ending = _ending(output)
    means = _FOR_SCREEN.get(form, form)
    return ending if _FORM_OF.get(ending, means) != means else None


def _ending(output: Path | None) -> str:
    """What the name ends in, in small letters without the dot; nothing for standard output."""
    return "" if output is None or str(output) == "-" else output.suffix.lower().removeprefix(".")


def _endings(forms: Sequence[str]) -> str:
    from releasecheck.core.words import listed

    names = dict.fromkeys(_FOR_SCREEN.get(form, form) for form in forms)
    return f"FILE may end in {listed([f'.{name}' for name in names], 'or')}"
