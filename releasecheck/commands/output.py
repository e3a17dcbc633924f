"""Getting a report to where it is wanted: the screen, the pager, a pipe or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from releasecheck.commands.context import App
from releasecheck.errors import ReportError

if TYPE_CHECKING:
    from releasecheck.caseload_reports import Caseload, Missing
    from releasecheck.rendering import Format
    from releasecheck.reports import Countdown


def say(app: App, text: str) -> None:
    """A word about what was done, on stderr, unless -q."""
    if not app.quiet:
        click.echo(text, err=True)


def print_lines(app: App, lines: Sequence[str]) -> None:
    """Lines on the screen, through the pager when there are more than the screen holds."""
    text = "\n".join(lines) + "\n"
    if sys.stdout.isatty():
        from shutil import get_terminal_size

        if len(lines) >= get_terminal_size().lines:
            # As git does: leave when it fits, keep colour, leave the text on the screen.
            os.environ.setdefault("LESS", "FRX")
            click.echo_via_pager(text.removesuffix("\n"), color=app.screen.colour)
            return
    click.echo(text, nl=False, color=app.screen.colour)


def write(app: App, text: str, output: Path | None, what: str) -> None:
    """A document to a file, or to the screen when no file is named."""
    if output is None or str(output) == "-":
        click.echo(text, nl=text != "" and not text.endswith("\n"))
        return
    write_file(output, text)
    say(app, f"{what} written to {output}")


def write_file(path: Path, text: str) -> None:
    """The whole file or nothing: written beside its place, readable by its owner only, then renamed."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise ReportError(f"cannot write {path}: {error.strerror}. Choose another place with -o") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ReportError(f"cannot write {path}: {error.strerror}. Choose another place with -o") from error


def present(
    app: App,
    report: Countdown | Missing | Caseload,
    form: str,
    output: Path | None,
    on_screen: Callable[[], Sequence[str]],
    recipient: str | None = None,
) -> None:
    """A report in the form asked for: lines for a screen, or a document for a file or a pipe.

    Whose data it shows is logged first, as given to the recipient if there is one.
    """
    from releasecheck.commands.processing import shown

    shown(app, report.numbers, recipient)
    if form == "table" and output is None:
        print_lines(app, on_screen())
        return
    write(app, document(app, report, "txt" if form == "table" else form), output, "Report")


def document(app: App, report: Countdown | Missing | Caseload, form: str) -> str:
    """A report as a whole text: data for programs, or a page through the templates."""
    if form in ("json", "csv"):
        from releasecheck.exchange import csv_text, json_text, report_object

        return csv_text(report) if form == "csv" else json_text(report_object(report))
    from releasecheck.rendering import render

    return render(report, cast("Format", form), app.template_dirs, app.marking)
