"""The office's directory, read from the file that `directory` in the config file names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.files import text_of_file
from releasecheck.app.opening.session import App
from releasecheck.core.outside import TABLE_BYTES
from releasecheck.core.words import count
from releasecheck.people.office.directory import EMPTY

if TYPE_CHECKING:
    from releasecheck.people.office.directory import Directory


def directory_file(app: App) -> Path | None:
    """Where the directory is, or would be; None where none is set."""
    given = app.settings.get("directory")
    return Path(given).expanduser() if given else None


def directory_of(app: App) -> Directory:
    """The directory, to fill things in from: nothing without one, and what is doubtful is left out and said.

    A mistake in it stops nothing: whoever tells a council of a new date has no time to mend a list.
    """
    path = directory_file(app)
    if path is None or not path.exists():
        return EMPTY
    found = read_file(path)
    if found.mistakes and not app.quiet:
        what = count(len(found.mistakes), "mistake")
        click.echo(f"The directory has {what}, left out here. See: releasecheck directory check", err=True)
    return found


def read_file(path: Path) -> Directory:
    """What a file holds; that it cannot be read is a mistake like another."""
    from releasecheck.people.office.directory import Directory, read_directory

    try:
        return read_directory(text_of_file(path, TABLE_BYTES, "utf-8-sig"))
    except OSError as error:
        return Directory(mistakes=(f"it cannot be read: {error.strerror}",))
    except UnicodeDecodeError:
        return Directory(mistakes=("it is not UTF-8 text: save it as CSV UTF-8",))
