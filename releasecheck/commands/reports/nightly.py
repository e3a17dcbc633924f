"""`nightly`: a lock, a backup, a folder that appears whole, lines for cron's mail, and what starts it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.night_mail import Posted, post, ready_to_post
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import to_option
from releasecheck.commands.reports.nightly_units import PRINTED
from releasecheck.core.errors import ReportError, UsageError
from releasecheck.core.system import is_link
from releasecheck.core.words import count, day_in_words, for_shell, megabytes

if TYPE_CHECKING:
    from releasecheck.app.recording.kept_policy import WrongFiles
    from releasecheck.night.asked import NightResult, TonightsHeads


@click.command("nightly")
@click.option(
    "--out",
    type=FilePath(),
    help="The folder for all nights; each gets a folder of its own in it, named for its day.",
    metavar="DIR",
)
@click.option(
    "--backups",
    type=FilePath(),
    help="The folder for backups. Default: backups in DIR.",
    metavar="DIR",
)
@click.option(
    "--keep-backups",
    type=click.IntRange(1, 1000),
    default=14,
    show_default=True,
    help="Backups to keep, the newest.",
    metavar="N",
)
@click.option(
    "--keep-days",
    type=click.IntRange(1, 3660),
    default=90,
    show_default=True,
    help="Days to keep each night; the newest seven stay whatever their age.",
    metavar="DAYS",
)
@click.option(
    "--unanswered-after",
    type=click.IntRange(1, 365),
    default=14,
    show_default=True,
    help="List what was sent this many days ago and has had no answer.",
    metavar="DAYS",
)
@click.option("--repeat", is_flag=True, help="Digests with everything, not only what is new or has changed.")
@click.option("--mail", is_flag=True, help="Send each owner's digest, as [mail] in the config file says.")
@click.option("--check", is_flag=True, help="Only say whether tonight's has been made; exit 1 if not.")
@click.option("--print-systemd", "printed", flag_value="systemd", help="Print systemd units for it.")
@click.option("--print-cron", "printed", flag_value="cron", help="Print the lines of a crontab for it.")
@click.option(
    "--print-task",
    "printed",
    flag_value="task",
    help="Print a task for Windows' Task Scheduler; with --check, one for the morning.",
)
@click.option("--print-launchd", "printed", flag_value="launchd", help="Print a launchd agent for macOS.")
@click.option(
    "--accept-record",
    is_flag=True,
    help="The record was restored or replaced on purpose: earlier nights that do not fit are set aside.",
)
@click.option("--exit-code", is_flag=True, help="Exit 4 when anything is missing.")
@to_option
@answer_option
@pass_app
@click.pass_context
def nightly_command(
    ctx: click.Context,
    app: App,
    out: Path | None,
    backups: Path | None,
    keep_backups: int,
    keep_days: int,
    unanswered_after: int,
    repeat: bool,
    mail: bool,
    check: bool,
    printed: str | None,
    accept_record: bool,
    exit_code: bool,
    recipient: str | None,
) -> None:
    """Make tonight's bundle: pages, lists, digests and a verified backup.

    For cron: it prints three lines, says on stderr what went wrong, and leaves last night's folder alone.

    \b
    Examples:
      releasecheck nightly --out nights --keep-days 30
    """
    from releasecheck.app.reading.access_log import all_given
    from releasecheck.app.reading.night_heads import tonights_heads
    from releasecheck.app.recording.kept_policy import open_by_kept_policy
    from releasecheck.night.folder import clear_old, make_out
    from releasecheck.night.lock import holder_words, night_lock

    out = out or _usual_folder(app)
    if printed:
        click.echo(PRINTED[printed](app, out, mail=mail, check=check), nl=False)
        return
    if check:
        check_night(app, out)
        return
    _may_begin(app, out, recipient, mail)
    night_post = ready_to_post(app) if mail else None
    app.open_as_it_is()  # without a record nothing is made
    make_out(out)
    holder = holder_words(os.getpid(), app.by, f"{_clock()} on {day_in_words(app.today)}")
    with night_lock(out, holder, lambda words: click.echo(f"releasecheck: {words}", err=True)):
        kept_in = backups or backups_in(out)
        size = back_up(app, kept_in, keep_backups)
        wrong = open_by_kept_policy(app)
        if wrong is not None and not wrong.planned_by:
            raise wrong.error
        heads = tonights_heads(app, out, accept=accept_record)
        made, path = _make(app, out, kept_in, unanswered_after, repeat, recipient, heads)
        all_given(app)
        if _newest(app, out, path):
            clear_old(out, app.today, keep_days)
        posted = None if night_post is None else post(app, night_post, made.digests, heads.lines)
    click.echo("\n".join(cron_lines(app, made, path, size, posted)))
    if problems := _problems(wrong, made, heads, posted):
        raise ReportError("\n".join(problems))
    if exit_code and made.night.things:
        ctx.exit(4)


def _may_begin(app: App, out: Path, recipient: str | None, mail: bool) -> None:
    """Raises UsageError where the office asks for what was not said."""
    from releasecheck.app.reading.access_log import must_say_to_whom

    app.ask_for_reason(looking=recipient is None and not mail)
    must_say_to_whom(app, recipient, out)


def _problems(
    wrong: WrongFiles | None, made: NightResult, heads: TonightsHeads, posted: Posted | None
) -> list[str]:
    """All that somebody must see to, though the night was made."""
    found = [] if wrong is None else [wrong.words]
    found += [f"{one}. The built-in page was used instead" for one in made.problems]
    return [*found, *heads.problems, *(posted.problems if posted else ())]


def backups_in(out: Path) -> Path:
    """The folder of backups beside the nights. ReportError for a link: others may write there."""
    folder = out / "backups"
    if is_link(folder):
        raise ReportError(
            f"{folder} is a link: it is left alone. Move it away, or say where with --backups DIR"
        )
    return folder


def back_up(app: App, folder: Path, keep: int) -> int | None:
    """A verified backup of the record, with the list of those erased; its size in bytes.

    No more backups stay than are to be kept. None where no file could hold it, which is said.
    """
    from releasecheck.night.folder import make_out
    from releasecheck.store.copying.shape import NotForAFile
    from releasecheck.store.sqlite.backup import backup_name, clear_old_backups

    make_out(folder)
    size: int | None = None
    try:
        size = app.store.back_up(folder / backup_name(app.today))
    except NotForAFile as why:
        click.echo(f"releasecheck: no backup in a file: {why}", err=True)
    if app.store.keep_erased(app.file, [folder]):
        raise ReportError(f"cannot keep the list of those erased in {folder}: nothing else may have its name")
    clear_old_backups(folder, keep)
    return size


def _make(
    app: App,
    out: Path,
    backups: Path,
    unanswered_after: int,
    repeat: bool,
    recipient: str | None,
    heads: TonightsHeads,
) -> tuple[NightResult, Path]:
    """The night in its folder, logged and remembered: all of it, or nothing that anybody sees."""
    from releasecheck.app.law.folders import remember_folders
    from releasecheck.app.reading.access_log import shown
    from releasecheck.app.reading.countdowns import countdowns
    from releasecheck.app.reading.night import (
        SNAPSHOT,
        calendar_pieces,
        earlier_night,
        everybody,
        prison_nights,
    )
    from releasecheck.app.reading.night_heads import remember
    from releasecheck.commands.reports.night_options import night_options
    from releasecheck.night.bundle import make_night
    from releasecheck.night.folder import NightFolder

    try:
        with NightFolder(out, app.today) as folder:
            with app.store.snapshot():
                before, kept = earlier_night(app)
                caseload = everybody(app)
                asked = night_options(app, caseload, before, unanswered_after, repeat, heads)
                calendar = calendar_pieces(app, caseload)
                made = make_night(
                    *(folder, asked, prison_nights(app, caseload), caseload.gone, calendar),
                    checklists=lambda numbers: countdowns(app, numbers),
                )
            shown(app, made.numbers, recipient, out)
            with app.store.writing(app.by, app.now, app.today, app.command, app.reason) as transaction:
                transaction.forget_runs(SNAPSHOT, kept)
                transaction.add_run(SNAPSHOT, made.snapshot.to_summary(), made.snapshot.people)
                remember(app, transaction, heads)
                remember_folders(app, transaction, (("nights", out), ("backups", backups)))
                path = folder.publish()
    except OSError as error:
        raise ReportError(
            f"cannot write the night in {out}: {error.strerror or error}. Nothing was changed there"
        ) from error
    return made, path


def _usual_folder(app: App) -> Path:
    """Where the config file says that all nights go. Raises UsageError where it does not."""
    if named := app.settings.get("nights"):
        return Path(named).expanduser()
    raise UsageError("where to? Add --out DIR: a folder that only you can read")


def _newest(app: App, out: Path, path: Path) -> bool:
    """Let `latest` lead to this night; not where there is one of a later day, which is said."""
    from releasecheck.night.folder import nights, point_latest

    last = max(day for day, _, _ in nights(out))
    if last > app.today:
        click.echo(
            f"releasecheck: there is a night of {day_in_words(last)}, after {day_in_words(app.today)}: is "
            "the clock right? `latest` stays with it, and nothing old was removed",
            err=True,
        )
        return False
    point_latest(out, path.name)
    return True


def check_night(app: App, out: Path) -> None:
    """Say which night is the latest; ReportError when it is not today's."""
    from releasecheck.night.folder import latest_night, nights

    latest = latest_night(out) if out.is_dir() else None
    found = None if latest is None else next((day for day, _, path in nights(out) if path == latest), None)
    if found is None:
        raise ReportError(
            f"no night has been made in {out}. Type: releasecheck nightly --out {for_shell(str(out))}"
        )
    if found != app.today:
        raise ReportError(
            f"no night for {day_in_words(app.today)}; the last is of {day_in_words(found)}. "
            f"See what cron's mail says, then type: releasecheck nightly --out {for_shell(str(out))}"
        )
    click.echo(f"The night of {day_in_words(found)} has been made.\n{latest}/index.html")


def cron_lines(
    app: App, made: NightResult, path: Path, size: int | None, posted: Posted | None = None
) -> list[str]:
    """Where and how many, what changed, and where to look."""
    from releasecheck.reports.night.index_page import changed_words, summary_words

    night = made.night
    where = f", {night.office}" if night.office else ""
    sent = f" {count(posted.sent, 'digest')} mailed." if posted else ""
    backup = "No backup in a file" if size is None else f"Backup verified, {megabytes(size)}"
    when = f"{day_in_words(app.today)} {_clock()}"
    return [
        f"releasecheck nightly, {when}{where}: {summary_words(night)}",
        f"{changed_words(night)}. {backup}.{sent}",
        str(path / "index.html"),
    ]


def _clock() -> str:
    return datetime.now().strftime("%H:%M")
