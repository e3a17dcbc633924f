"""What every `import` command has: its file, how to read it, and what becomes of refused rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from releasecheck.commands.options import dry_run_option, reason_option, source_option
from releasecheck.commands.output import write_file
from releasecheck.errors import ReleasecheckError
from releasecheck.table import Table
from releasecheck.tables import read_table

Command = TypeVar("Command", bound=Callable[..., Any])

file_argument = click.argument("file", type=click.Path(allow_dash=True, path_type=Path))


def reading_options(command: Command) -> Command:
    """--encoding and --sheet, --source, --reason, --dry-run, --strict and --rejects."""
    for option in (
        click.option(
            "--rejects",
            "rejects_file",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write refused rows here as CSV, each with the reason.",
            metavar="FILE",
        ),
        click.option("--strict", is_flag=True, help="Save nothing if any row is refused."),
        dry_run_option,
        reason_option,
        source_option,
        click.option("--sheet", help="The sheet of a workbook. Default: the first.", metavar="NAME"),
        click.option(
            "--encoding",
            help="The file's encoding, if it is not UTF-8 (cp1252 for old Excel).",
            metavar="NAME",
        ),
    ):
        command = option(command)
    return command


def name_of(file: Path) -> str:
    """What messages call the file."""
    return "standard input" if str(file) == "-" else file.name


def bytes_of(file: Path) -> bytes:
    """All of a file; - is standard input. Raises ReleasecheckError for one that cannot be read."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReleasecheckError(f"cannot read {file}: {error.strerror}") from error


def table_of(file: Path, encoding: str | None, sheet: str | None) -> Table:
    """The rows of a file, whatever its format. Raises ReleasecheckError for one that cannot be read."""
    return read_table(bytes_of(file), name_of(file), encoding=encoding, sheet=sheet)


def write_rejects(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Refused rows with their headings and why, as a CSV file to mend and import again."""
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows(rows)
    write_file(path, text.getvalue())
