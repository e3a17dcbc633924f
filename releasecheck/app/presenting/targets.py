"""What `-o FILE` may be written to: a file of ours, or a stream; never a record, a link or a folder."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from releasecheck.app.opening.files import open_in
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReportError
from releasecheck.core.system import line_ends_for_stdout, not_kept


def is_stream(path: Path) -> bool:
    """Whether it is written to and never replaced: a pipe, a device, or what the shell has open."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    if path.is_symlink():
        # /dev/stdout, and /dev/fd/63 of `-o >(gzip)`: links that the system makes.
        return path.absolute().parts[1:2] in (("dev",), ("proc",)) and not stat.S_ISDIR(mode)
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def refuse(path: Path, *, own: bool = False) -> None:
    """Raise ReportError for what is no file that a report may replace.

    `own`: it is no report that is written, but the config file itself.
    """
    if path.is_symlink():
        raise ReportError(
            f"{path} is a link, which is left alone: name the file itself, or choose another place"
        )
    if path.exists() and not path.is_file():
        raise ReportError(f"cannot write {path}: there is something else of that name, which is left alone")
    if path.exists() and (beside := open_in(path)) is not None:
        raise ReportError(
            f"{path} is open in another program: close it there, or choose another place. "
            f"If nobody has it open, delete {beside.name}, which stands beside it"
        )
    if not own and (setting := _named_by(path)) is not None:
        raise ReportError(f"{path} is {setting}, and is not written over. Choose another place")
    if _is_record(path):
        raise ReportError(f"{path} is a record, and is not written over. Choose another place")
    from releasecheck.store.sqlite.cipher import BESIDE

    for ending in BESIDE:
        if path.name.endswith(ending) and _is_record(path.with_name(path.name.removesuffix(ending))):
            raise ReportError(f"{path} belongs to a record, and is not written over. Choose another place")


def why_not(error: OSError) -> str:
    """Why a file could not be written, in words: Windows lets nobody write what Excel has open."""
    return f"{error.strerror}{' (is it open in Excel?)' if isinstance(error, PermissionError) else ''}"


def wrote(paths: Iterable[Path]) -> None:
    """Let the run know what files it has written, so that they are found again once somebody is erased."""
    context = click.get_current_context(silent=True)
    app = None if context is None else context.find_object(App)
    if app is not None:
        app.wrote.update(path.absolute() for path in paths)


def say_who_can_read_it(app: App) -> None:
    """In one line and once, where something was written and the system keeps nobody else from it."""
    if not app.quiet:
        click.echo(
            "releasecheck: on Windows this program cannot keep what it has written from others: whoever its "
            "folder lets in can read it. See: releasecheck help systems",
            err=True,
        )
    not_kept.clear()


def for_stdout(text: str, form: str = "") -> str:
    """The text as it is for a pipe; for a screen, without what a name may hold that a terminal would obey.

    Where the pipe has not every letter, as with Windows' code pages, html and JSON lose none all the same.
    """
    if sys.stdout is None:
        return text
    if not sys.stdout.isatty():
        from releasecheck.formats.letters import spelt_out

        return line_ends_for_stdout(spelt_out(text, form, sys.stdout.encoding))
    from releasecheck.core.text import safe

    return "\n".join(map(safe, text.split("\n")))


def _named_by(path: Path) -> str | None:
    """What of the office's a file is, that no report may stand in the place of: a key, or the config file."""
    context = click.get_current_context(silent=True)
    app = None if context is None else context.find_object(App)
    if app is None or not path.is_file():
        return None
    kept = {
        "the config file": str(app.config_file),
        "the key of the record": os.environ.get("RELEASECHECK_KEY_FILE") or app.settings.get("key_file"),
        "the signing key": app.settings.get("signing.key_file"),
        "the mail password": app.settings.get("mail.password_file"),
    }
    for what, name in kept.items():
        if name and (there := Path(name).expanduser()).is_file() and there.samefile(path):
            return what
    return None


def _is_record(path: Path) -> bool:
    """Whether a database is there, this record, another or a backup, encrypted or not."""
    from releasecheck.store.sqlite.cipher import beside, is_plain, looks_encrypted

    if not path.is_file():
        return False
    in_use = any(one.exists() for one in beside(path))
    return is_plain(path) or looks_encrypted(path) or (in_use and path.stat().st_size > 0)
