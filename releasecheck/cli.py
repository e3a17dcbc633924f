"""The `releasecheck` command: its group, its global options, and the one place where errors are shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import IO, Any, NoReturn

import click

from releasecheck.commands.context import App
from releasecheck.commands.options import global_options
from releasecheck.commands.register import SECTIONS, load
from releasecheck.errors import ReleasecheckError
from releasecheck.terminal import safe


class _Stop(click.ClickException):
    """A dead end, said on stderr: what happened and what to type next."""

    def show(self, file: IO[Any] | None = None) -> None:
        """The message, with nothing in it that a terminal would obey."""
        lines = map(safe, f"releasecheck: {self.message}".split("\n"))
        click.echo("\n".join(lines), file=file or sys.stderr)


class _WrongUsage(_Stop):
    """The same, for a command that was typed wrongly."""

    exit_code = 2


class Commands(click.Group):
    """Loads each command only when it is asked for, and turns every known dead end into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of help."""
        return [name for _, names in SECTIONS for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module imported now."""
        return load(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command typed; an unknown one is answered with the closest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from releasecheck.words import did_you_mean

            raise click.UsageError(
                f'no command "{args[0]}"{did_you_mean(args[0], self.list_commands(ctx))}', ctx
            ) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the one place where a dead end becomes a message."""
        try:
            return super().invoke(ctx)
        except ReleasecheckError as error:
            kind = _WrongUsage if error.exit_code == 2 else _Stop
            raise kind(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings."""
        for heading, names in SECTIONS:
            found = [(name, command) for name in names if (command := load(name)) is not None]
            with formatter.section(heading):
                formatter.write_dl([(name, command.get_short_help_str(60)) for name, command in found])


@click.group(
    "releasecheck",
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Help on one command: releasecheck COMMAND --help",
)
@global_options
@click.version_option(
    None, "-V", "--version", message="releasecheck %(version)s", package_name="releasecheck"
)
def cli(ctx: click.Context, app: App) -> None:
    """Release-readiness checklists for resettlement work in prisons.

    Counts back from each person's release and says what is missing before they walk out of the gate.
    PERSON is a prison number (A1234BC) or a name (rivers, "rivers, s").
    """
    ctx.obj = app
    if ctx.invoked_subcommand is None:
        from releasecheck.commands.today import bare

        bare(app)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command as installed; never returns."""
    cli.main(args=arguments, prog_name="releasecheck")
    raise SystemExit(0)
