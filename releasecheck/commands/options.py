"""Every option that more than one command has: spelled once, and in one way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from releasecheck.app.opening.config import SETTINGS, UnsureSettings, WrongConfig, hidden, read_config
from releasecheck.app.opening.session import App
from releasecheck.commands.option_types import DayType, EntryNumber, FilePath, OneOf, TextType, WindowType
from releasecheck.core.domain import ROLES
from releasecheck.core.system import folders
from releasecheck.core.text import safe
from releasecheck.core.words import FILL_IN
from releasecheck.people.fact import LINE, NAME
from releasecheck.planning.states import MISSING
from releasecheck.store.address import Address, address_of

if TYPE_CHECKING:
    pass

Command = TypeVar("Command", bound=Callable[..., object])


class RecordPlace(click.ParamType["Path | Address"]):
    """The file of a record, or its address on a database server."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | Address:
        """The place meant; a usage error for an address that is none of a record, or has a password in it."""
        if isinstance(value, Path | Address):
            return value
        if not value:
            self.fail("the name is empty", param, ctx)
        return address_of(value) or Path(value)


DAY = DayType(ahead=False)
"""A day on which something happened."""
DAY_TO_COME = DayType(ahead=True)
WINDOW = WindowType()
RECORD = RecordPlace()
NUMBER = EntryNumber(ours=True)
ASKED = EntryNumber(ours=False)
TEXT = TextType()
LINE_OF_TEXT = TextType(LINE, one_line=True)
NAME_OF_SOMEBODY = TextType(NAME, one_line=True)
ROLE = OneOf("role", ROLES)
STATE = OneOf("state", MISSING)


def _not_ahead(ctx: click.Context, option: click.Parameter, day: date | None) -> date | None:
    """The same day, once it has come: nothing is recorded before it happened."""
    app = ctx.find_object(App)
    if day is not None and app is not None:
        from releasecheck.app.recording.old_days import not_come

        if problem := not_come(day, app.today):
            raise click.BadParameter(problem, ctx, option)
    return day


every_row_option = click.option("--all", "everything", is_flag=True, help="Every row, however many.")
ids_option = click.option("--ids", is_flag=True, help="With --tasks: the id of each task as well.")
force_option = click.option("--force", is_flag=True, help="Replace FILE if it exists.")
on_option = click.option(
    "--on", type=DAY, callback=_not_ahead, help="The day it happened. Default: today.", metavar="DATE"
)
told_option = click.option(
    "--told", type=DAY, callback=_not_ahead, help="The day it was told. Default: today.", metavar="DATE"
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change and save nothing.")
own_rules_option = click.option(
    "--own-rules", is_flag=True, help="By your own files, not those the record goes by; saves nothing."
)


def remember_reason(ctx: click.Context, _: click.Parameter, reason: str | None) -> str | None:
    """The reason as given, kept for the history and the log as well."""
    app = ctx.find_object(App)
    if app is not None and reason and reason not in FILL_IN:
        app.reason = reason
    return reason


reason_option = click.option(
    "--reason",
    type=TEXT,
    callback=remember_reason,
    expose_value=False,
    help="Why; kept with the entry and in the log.",
    metavar="TEXT",
)
to_option = click.option(
    "--to", "recipient", type=LINE_OF_TEXT, help="Who it is for: logged as given to them.", metavar="WHO"
)
against_option = click.option(
    "--against",
    type=FilePath(),
    help="The folder of all nights, one night, or its summary.json: only these are compared with.",
    metavar="DIR",
)
source_option = click.option(
    "--source", type=TEXT, help="Who or what said so, such as “OMU memo 23 Nov”.", metavar="TEXT"
)


def filter_options(command: Command) -> Command:
    """--prison, --pom, --com and --owner, as every report has them."""
    for option in (
        click.option("--prison", help="Only this prison's code.", metavar="CODE"),
        click.option("--pom", help="Only this POM's people.", metavar="NAME"),
        click.option("--com", help="Only this COM's people.", metavar="NAME"),
        click.option("--owner", type=ROLE, help="Only tasks of this role (COM, POM, PRT …).", metavar="ROLE"),
    ):
        command = option(command)
    return command


ROSH = ("low", "medium", "high", "very_high", "not_known")
"""Levels of risk of serious harm, and that nobody has recorded one."""


def report_options(command: Command) -> Command:
    """The filters of a report on tasks: which tasks, and whose."""
    for option in (
        click.option("--pathway", help="Only tasks of this pathway: accommodation …", metavar="PATHWAY"),
        click.option("--owner", type=ROLE, help="Only tasks of this role (COM, POM, PRT …).", metavar="ROLE"),
        click.option(
            "--leaving", type=WINDOW, help="Only people who leave in this time (28d, 12w).", metavar="TIME"
        ),
    ):
        command = option(command)
    return people_options(command)


def people_options(command: Command) -> Command:
    """The filters of every report over many people: where they are, whose they are, how risky."""
    for option in (
        click.option(
            "--risk",
            "--rosh",
            "rosh",
            type=OneOf("level", ROSH),
            multiple=True,
            help="Only this risk of serious harm: high, very_high, not_known …",
            metavar="LEVEL",
        ),
        click.option("--com", help="Only this COM's people.", metavar="NAME"),
        click.option("--pom", help="Only this POM's people.", metavar="NAME"),
        click.option("--wing", help="Only this wing: what their cell begins with.", metavar="WING"),
        click.option("--prison", help="Only this prison's code.", metavar="CODE"),
    ):
        command = option(command)
    return command


def default_record() -> Path:
    """Where the record is unless somebody says otherwise."""
    return folders(os.environ, Path.home()).data / "record.db"


def state_folder() -> Path:
    """Where this user's looks are kept that a record cannot take."""
    return folders(os.environ, Path.home()).state


def default_config() -> Path:
    """Where the config file is unless somebody says otherwise."""
    return folders(os.environ, Path.home()).config / "config.toml"


NAMELESS = "somebody"
"""The author of an entry when nobody can be told: no name was given and the machine knows none."""


def login_name() -> str:
    """The name this machine knows the user by."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if found := os.environ.get(variable):
            return safe(found)[:NAME]
    return NAMELESS


_WITHOUT_SETTINGS = ("help", "completion")
"""Commands that need no setting, and that no mistake in the config file stops."""


#: What looks, proves, copies or takes back: it goes on as far as every setting that it asks for can be known.
_DESPITE_A_WRONG_FILE = frozenset(
    "today list find show why history undo void missing forecast caseload outcomes gate sheet prefill export "
    "log record config template catalogue".split()
)


def make_app(
    ctx: click.Context,
    record: Path | Address | None,
    as_of: date | None,
    by: str | None,
    reason: str | None,
    config: Path | None,
    no_color: bool,
    quiet: bool,
) -> App:
    """The run that these options ask for: flag before environment before config file before built-in."""
    user_file = default_config()
    file = config or (user_file if user_file.is_file() else None)
    # One that is named and not there yet is made by `config set`.
    making = ctx.invoked_subcommand == "config" and file is not None and not file.exists()
    needed = ctx.invoked_subcommand not in _WITHOUT_SETTINGS
    wrong = None
    try:
        in_file = read_config(file) if file and needed and not making else {}
    except WrongConfig as error:
        if (ctx.invoked_subcommand or "today") not in _DESPITE_A_WRONG_FILE:
            raise
        wrong, in_file = error, dict(error.known)
    settings = {setting.name: setting.default for setting in SETTINGS if setting.default} | in_file
    if wrong is not None:
        settings = UnsureSettings(settings, wrong)
    sources = {name: str(file) if name in in_file else "built in" for name in settings}
    said = in_file.get("record", "")
    saved = said and (address_of(said) or Path(said))  # looked at whatever is typed: it may hold a password
    for name, given in (("record", record), ("by", by)):
        if given is not None:
            settings[name] = str(given)
            sources[name] = _said_by(ctx, name)
    return App(
        record=None if hidden(settings, "record") else record or saved or default_record(),
        today=as_of or date.today(),
        by=None if hidden(settings, "by") else settings.get("by") or login_name(),
        login=login_name(),
        settings=settings,
        sources=sources,
        colour=False if no_color else None,
        quiet=quiet,
        command=ctx.invoked_subcommand or "",
        reason=reason or None,
        config=file or user_file,
        after_opening=_bring_up_to_date,
        catch_up=_catch_up,
        look=_log_look,
        ask_secret=_ask_secret,
        state_folder=state_folder(),
    )


def _bring_up_to_date(app: App) -> None:
    """What opening a record does, loaded only by a command that opens one."""
    from releasecheck.app.recording.replanning import bring_up_to_date

    bring_up_to_date(app)


def _catch_up(app: App, number: str) -> None:
    from releasecheck.app.recording.replanning import catch_up

    catch_up(app, number)


def _log_look(app: App, people: Iterable[str]) -> None:
    from releasecheck.app.reading.access_log import named

    named(app, people)


def _ask_secret(what: str) -> str | None:
    from releasecheck.app.presenting.present import ask_secret

    return ask_secret(what)


_GLOBAL_OPTIONS = (
    click.option(
        "--record",
        envvar="RELEASECHECK_RECORD",
        type=RECORD,
        metavar="PATH",
        help="The record to use. [env: RELEASECHECK_RECORD]",
    ),
    click.option(
        "--as-of",
        envvar="RELEASECHECK_AS_OF",
        type=DayType(ahead=None),
        metavar="DATE",
        help="The day to work from, instead of today. [env: RELEASECHECK_AS_OF]",
    ),
    click.option(
        "--by",
        envvar="RELEASECHECK_BY",
        type=NAME_OF_SOMEBODY,
        metavar="NAME",
        help="Who is recording this. Default: the login name. [env: RELEASECHECK_BY]",
    ),
    click.option(
        "--reason",
        envvar="RELEASECHECK_REASON",
        type=TEXT,
        metavar="TEXT",
        help="Why you look or change; kept in the log. [env: RELEASECHECK_REASON]",
    ),
    click.option(
        "--config",
        envvar="RELEASECHECK_CONFIG",
        type=FilePath(),
        metavar="FILE",
        help="The config file. [env: RELEASECHECK_CONFIG]",
    ),
    click.option("--no-color", is_flag=True, help="No colour, whatever the terminal. [env: NO_COLOR]"),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors."),
)


def global_options(command: Callable[..., object]) -> Callable[..., object]:
    """The options before the command's name; they become the `App` that every command is given."""

    def with_app(ctx: click.Context, /, **options: Any) -> object:
        return command(ctx, make_app(ctx, **options))

    wrapped = update_wrapper(click.pass_context(with_app), command)
    for option in reversed(_GLOBAL_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _said_by(ctx: click.Context, name: str) -> str:
    source = ctx.get_parameter_source(name)
    return "environment" if source is click.core.ParameterSource.ENVIRONMENT else f"--{name}"
