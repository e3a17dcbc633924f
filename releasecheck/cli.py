"""The `releasecheck` command: its group, its global options, and the one place where errors are shown."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import IO, Any, NoReturn

import click

from releasecheck import __version__
from releasecheck.app.opening.session import App
from releasecheck.commands.options import global_options
from releasecheck.commands.registry import SECTIONS, load
from releasecheck.core.errors import RECORDED, ReleasecheckError, ReportError, StoreError
from releasecheck.core.system import not_kept
from releasecheck.core.words import is_crn, is_prison_number

FAULT = 70
"""The exit code where the program itself is wrong, as sysexits.h has it."""


class _Stop(click.ClickException):
    """A dead end, said on stderr: what happened and what to type next."""

    def show(self, file: IO[Any] | None = None) -> None:
        """The message, with nothing in it that a terminal would obey."""
        from releasecheck.core.text import safe

        lines = map(safe, f"releasecheck: {self.message}".split("\n"))
        click.echo("\n".join(lines), file=file or sys.stderr)


class _WrongUsage(_Stop):
    """The same, for a command that was typed wrongly."""

    exit_code = 2


def _in_one_line(error: click.UsageError) -> str:
    """What was typed wrongly, and where to read how it is typed."""
    command = error.ctx.command_path if error.ctx else "releasecheck"
    message = error.format_message()
    if isinstance(error, click.NoSuchOption) and error.option_name in _before_the_command(error.ctx):
        name, _, rest = command.partition(" ")
        message = f"{error.option_name} goes before the command: {name} {error.option_name} … {rest}"
    elif isinstance(error, click.BadParameter) and error.message and error.param is not None:
        message = f"{max(error.param.opts, key=len)}: {error.message}"
    message = f"{message[:1].lower()}{message[1:]}"
    return f"{message.rstrip('.')}{'' if message.endswith('?') else '.'} Help: {command} --help"


def _before_the_command(ctx: click.Context | None) -> list[str]:
    """The global options, which go before the command's name."""
    return [name for option in ctx.find_root().command.params for name in option.opts] if ctx else []


def _recorded(ctx: click.Context | None) -> str:
    """What is recorded already and stands: nothing, or the entries that this run has made."""
    entries = ctx.obj.recorded if ctx is not None and isinstance(ctx.obj, App) else ()
    if not entries:
        return ""
    *others, last = map(str, entries)
    return f"entries {', '.join(others)} and {last} are" if others else f"entry {last} is"


@contextmanager
def _plainly(ctx: click.Context | None = None) -> Iterator[None]:
    """The one place where a dead end becomes a message."""
    try:
        yield
    except ReleasecheckError as error:
        raise (_WrongUsage if error.exit_code == 2 else _Stop)(str(error)) from error
    except BrokenPipeError:
        raise  # whoever was reading has gone; click ends quietly
    except OSError as error:
        why = error.strerror or error
        if recorded := _recorded(ctx):
            raise _Stop(
                f"{recorded} recorded and saved: do not type it again. Only what there was to say of it "
                f"could not be put out: {why}. See it: releasecheck history PERSON"
            ) from error
        raise _Stop(f"cannot go on: {why}") from error
    except MemoryError:
        raise _Stop("cannot go on: there is not enough memory. Close other programs and try again") from None
    except click.Abort as declined:
        # Every question comes before anything is saved. What broke one off has left its line open.
        broken_off = isinstance(declined.__context__, KeyboardInterrupt | EOFError)
        click.echo("\nNothing saved." if broken_off else "Nothing saved.", err=True)
        raise click.exceptions.Exit(1) from None
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise _WrongUsage(_in_one_line(error)) from error


def _say_what_was_set_aside(ctx: click.Context) -> None:
    """The command has done what it could, and a template of the office had no part in it."""
    if isinstance(ctx.obj, App) and ctx.obj.set_aside:
        raise ReportError(
            "\n".join(f"{one}. The built-in page was used instead" for one in ctx.obj.set_aside)
        )


def _say_what_is_wrong(app: App | None, said: str = "") -> None:
    """In one line, where the config file is wrong and that stopped nothing; an error that it is says more."""
    why = getattr(app and app.settings, "why", None)
    if why is not None and str(why) not in said:
        first, *more = why.problems
        others = f", and {len(more):,} more: releasecheck config show" if more else ""
        _Stop(f"the config file is wrong: {first}{others}").show()


def _say_what_is_unsound(app: App | None, error: Exception) -> None:
    """Of a command that proves something, for other programs: what it found to be wrong, beside the error."""
    found = isinstance(error, ReleasecheckError) and error.exit_code == 1
    if found and app is not None and app.answer is not None and app.answer.proves:
        from releasecheck.app.presenting.answer import give_answer

        give_answer(app, app.answer, str(error))


def _come_to_its_end(app: App | None) -> None:
    """What is said last, and that what was given out has all gone."""
    _say_what_is_wrong(app)
    if not_kept and app is not None:
        from releasecheck.app.presenting.targets import say_who_can_read_it

        say_who_can_read_it(app)
    if app is not None and app.kept_back:
        from releasecheck.app.presenting.unshown import say_who_is_kept_back

        say_who_is_kept_back(app)
    if app is not None and app.answer is not None:
        from releasecheck.app.presenting.answer import give_answer

        give_answer(app, app.answer)
    if app is not None and app.giving:
        from releasecheck.app.reading.access_log import all_given

        all_given(app)


def _finish_what_was_said(app: App | None) -> None:
    """A command that ends in an error has still given out what it had said by then, all of it."""
    if app is not None and app.giving and app.has_printed:
        from releasecheck.app.reading.access_log import all_given

        with suppress(OSError):
            sys.stdout.flush()
            all_given(app, printed=True)


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
        """The command typed, or `show` for somebody's number; an unknown one is answered with the closest."""
        if is_prison_number(args[0]) or is_crn(args[0]):
            return "show", load("show"), args
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from releasecheck.core.words import did_you_mean

            raise click.UsageError(
                f'no command "{args[0]}"{did_you_mean(args[0], self.list_commands(ctx))}', ctx
            ) from error

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the global options."""
        with _plainly():
            for word in args:
                if any("\ud800" <= letter <= "\udfff" for letter in word):
                    raise click.UsageError(f'"{word}" has bytes that are not text')
            if not extra.get("resilient_parsing"):
                from releasecheck.commands.placeholders import filled_in

                args = filled_in(args)
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command: whatever it says of anybody is logged first, and what it gave out has an end."""
        from releasecheck.app.presenting.watched import log_whom, watched

        with _plainly(ctx), watched(lambda: ctx.obj):
            try:
                done = super().invoke(ctx)
            except click.Abort:
                _finish_what_was_said(ctx.obj)
                raise
            except (ReleasecheckError, click.UsageError) as error:
                _finish_what_was_said(ctx.obj)
                from releasecheck.app.presenting.unshown import without_the_restricted

                told = without_the_restricted(ctx.obj, error)
                _say_what_is_unsound(ctx.obj, told)
                _say_what_is_wrong(ctx.obj, str(told))
                log_whom(ctx.obj, str(told), beside=True, meant=not isinstance(error, StoreError))
                if told is error:
                    raise
                raise told from None
            except click.exceptions.Exit:
                _come_to_its_end(ctx.obj)
                _say_what_was_set_aside(ctx)
                raise
            except Exception as fault:
                if recorded := _recorded(ctx):
                    fault.add_note(f"{RECORDED}{recorded} recorded and saved")
                raise
            _come_to_its_end(ctx.obj)
            _say_what_was_set_aside(ctx)
            return done

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings."""
        for heading, names in SECTIONS:
            found = [(name, command) for name in names if (command := load(name)) is not None]
            with formatter.section(heading):
                formatter.write_dl([(name, command.get_short_help_str(60)) for name, command in found])


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    click.echo(f"releasecheck {__version__}")
    ctx.exit()


@click.group(
    "releasecheck",
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Help on one command: releasecheck COMMAND --help",
)
@global_options
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli(ctx: click.Context, app: App) -> None:
    """Release-readiness checklists for resettlement work in prisons.

    Counts back from each person's release and says what is missing before they walk out of the gate.
    PERSON is a prison number (A1234BC), a CRN (X123456) or a name (rivers, "rivers, s").

    \b
    releasecheck            what needs somebody today
    releasecheck A1234BC    one person's checklist
    rck A1234BC             the same: rck is short for releasecheck
    """
    ctx.obj = app
    if ctx.invoked_subcommand is None:
        from releasecheck.commands.daily.today import bare

        bare(app)


def _take_any_letters() -> None:
    """Have what a terminal cannot show put in letters that it has, where otherwise a report would stop.

    What is typed there in other letters than it says is kept as bytes, which every question refuses in words.
    """
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.errors == "strict":
        sys.stdin.reconfigure(errors="surrogateescape")
    streams = [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, TextIOWrapper)]
    wanting = [stream for stream in streams if not _is_utf_8(stream) or stream.errors == "strict"]
    if wanting:
        from releasecheck.formats.letters import PLAIN_ASCII, PLAINLY, register

        register()
        for stream in wanting:
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=PLAIN_ASCII if is_ascii else stream.encoding, errors=PLAINLY)


def _is_utf_8(stream: TextIOWrapper) -> bool:
    return codecs.lookup(stream.encoding).name in ("utf-8", "utf-8-sig")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command as installed; never returns."""
    if "_RELEASECHECK_COMPLETE" in os.environ:
        from releasecheck.commands.completion_shells import register

        register()
    _take_any_letters()
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")  # a library's, and it may quote what it was given
    try:
        cli.main(args=arguments, prog_name="releasecheck")
    except Exception as fault:
        raise SystemExit(_fault(fault)) from None
    finally:
        _drop_what_cannot_be_put_out()
    raise SystemExit(0)


def _drop_what_cannot_be_put_out() -> None:
    """What a full disk did not take was said to be lost: Python would try again and end with its own code."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fault(fault: Exception) -> int:
    """Say that the program itself is wrong, without a word of what it was given; the exit code."""
    with suppress(Exception):  # no room, no memory: then it is said without a report
        from releasecheck.app.presenting.fault_report import say_fault

        say_fault(fault)
        return FAULT
    with suppress(Exception):
        click.echo("releasecheck: cannot go on, and there is no room to say why", err=True)
    return FAULT
