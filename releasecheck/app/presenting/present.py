"""Getting a report to where it is wanted: the screen, the pager, a pipe or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias, TypeVar, cast

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.targets import for_stdout
from releasecheck.core.errors import ReportError, TemplateMistake
from releasecheck.core.system import has_pager, new_file, new_folder, replace

if TYPE_CHECKING:
    from releasecheck.formats.paper import Paper
    from releasecheck.formats.rendering import FileFormat, Format
    from releasecheck.reports.forms import Report

Before: TypeAlias = "Callable[[], None]"
"""What is done when a file is written and only its name is missing: it is logged."""
Made = TypeVar("Made")
"""What templates make: the text of a page, the bytes of a file, the words of a sheet."""


def say(app: App, text: str) -> None:
    """A word about what was done, on stderr, unless -q."""
    if not app.quiet:
        click.echo(text, err=True)


def print_lines(app: App, lines: Sequence[str]) -> None:
    """Lines on the screen, through the pager when there are more than the screen holds."""
    text = "\n".join(lines) + "\n"
    if app.answer is None and has_pager() and sys.stdout is not None and sys.stdout.isatty():
        from shutil import get_terminal_size

        if len(lines) >= get_terminal_size().lines:
            # As git does: leave when it fits, keep colour, leave the text on the screen.
            os.environ.setdefault("LESS", "FRX")
            # The pager is fed by click, in the terminal's letters but without what stands in for others.
            letters = sys.stdout.encoding
            text = text.encode(letters, sys.stdout.errors or "replace").decode(letters)
            from releasecheck.app.presenting.watched import logged

            text = logged(app, text)
            click.echo_via_pager(text.removesuffix("\n"), color=app.screen.colour)
            return
    click.echo(text, nl=False, color=app.screen.colour)


def write(
    app: App,
    text: str,
    output: Path | None,
    what: str,
    before: Before = lambda: None,
    *,
    settled: bool = False,
    form: str = "",
) -> None:
    """A document to a file, or to the screen when no file is named; `before` just before it is there."""
    if output is None or str(output) == "-":
        before()
        click.echo(for_stdout(text, form), nl=text != "" and not text.endswith("\n"))
        return
    write_file(output, text, before, settled=settled)
    say(app, f"{what} written to {output}")


def write_file(
    path: Path, text: str | bytes, before: Before = lambda: None, *, settled: bool = False, own: bool = False
) -> None:
    """The whole file or nothing: written beside its place, readable by its owner only, then renamed.

    A device or a pipe is written to; a record, a link or a folder is left alone, and ReportError says so.
    `before` is called when the text is written and only its name is missing. `settled`: whoever is there has
    been asked whether an older file may be replaced, or has said so. `own`: it is the config file.
    """
    fill_file(path, lambda file: _write_all(file, [text]), before, settled=settled, own=own)


def fill_file(
    path: Path, fill: Callable[[IO[bytes]], None], before: Before, *, settled: bool = False, own: bool = False
) -> None:
    """As `write_file`, for what is too long to hold: `fill` writes it piece by piece."""
    from releasecheck.app.presenting.targets import is_stream, refuse, wrote

    if is_stream(path):
        before()
        with _writing(path), os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND), "wb") as file:
            fill(file)
        return
    refuse(path, own=own)
    if not settled and somebody_is_there():
        may_replace(path, force=False)
    with _parts([path]) as parts:
        with _writing(path), os.fdopen(new_file(parts[path]), "wb") as file:
            fill(file)
        before()
        with _writing(path):
            replace(parts[path], path)
    wrote([path])


def write_files(texts: Mapping[Path, str | bytes], before: Before) -> None:
    """All of these files or none: written beside their places, and named once `before` has been called."""
    from releasecheck.app.presenting.targets import refuse, wrote

    for path in texts:
        refuse(path)
    with _parts(texts) as parts:
        for path, text in texts.items():
            with _writing(path), os.fdopen(new_file(parts[path]), "wb") as file:
                _write_all(file, [text])
        before()
        for path, part in parts.items():
            with _writing(path):
                replace(part, path)
    wrote(texts)


@contextmanager
def _parts(paths: Iterable[Path]) -> Iterator[dict[Path, Path]]:
    """Where each file is made, out of sight beside its place."""
    from contextlib import ExitStack

    from releasecheck.store.own_files import parts_in

    made: dict[Path, Path] = {}
    names: dict[Path, list[str]] = {}
    for path in paths:
        names.setdefault(path.parent, []).append(path.name)
    with ExitStack() as stack:
        for folder, here in names.items():
            with _writing(folder / here[0]):
                parts = stack.enter_context(parts_in(folder, here))
            made |= {folder / name: parts / name for name in here}
        yield made


def write_pieces(
    pieces: Iterable[str], output: Path | None, before: Before = lambda: None, *, form: str = ""
) -> None:
    """A long text to a file, or to the screen when no file is named, and never held whole."""
    if output is None or str(output) == "-":
        before()
        for piece in pieces:
            click.echo(for_stdout(piece, form), nl=False)
    else:
        fill_file(output, lambda file: _write_all(file, pieces), before)


def _write_all(file: IO[bytes], pieces: Iterable[str | bytes]) -> None:
    file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Says which file could not be written, and why."""
    try:
        yield
    except OSError as error:
        from releasecheck.app.presenting.targets import why_not

        raise ReportError(f"cannot write {path}: {why_not(error)}. Choose another place with -o") from error


def present(
    app: App,
    report: Report,
    form: str,
    output: Path | None,
    recipient: str | None = None,
    *,
    everything: bool = False,
    what: str = "Report",
) -> None:
    """A report in the form asked for: lines for a screen, or a document for a file or a pipe.

    A long one is cut on a screen unless everything is asked for. Whose data it shows is logged before anybody
    sees it, as given to the recipient if there is one, and not when it could not be made or written.
    """
    from releasecheck.app.reading.access_log import shown
    from releasecheck.reports import forms

    if form == "table" and output is None:
        lines = forms.of(report).lines(app.screen, everything)
        shown(app, report.numbers, recipient)
        print_lines(app, lines)
        return
    made = paper_document(app, report, "txt" if form == "table" else form)
    give(app, made, form, output, what, lambda: shown(app, report.numbers, recipient, output))


def give(
    app: App,
    made: str | bytes,
    form: str,
    output: Path | None,
    what: str,
    before: Before,
    *,
    settled: bool = False,
) -> None:
    """A text, or the bytes of a file that only its own program opens, to where it is wanted."""
    if isinstance(made, str):
        write(app, made, output, what, before, settled=settled, form=form)
    elif output is None or str(output) == "-":
        if output is None and sys.stdout.isatty():
            raise ReportError(f"a {form} is not for a screen: add -o FILE.{form}")
        before()
        click.echo(made, nl=False)
    else:
        write_file(output, made, before, settled=settled)
        say(app, f"{what} written to {output}")


def document(app: App, report: object, form: str) -> str:
    """A report as a whole text: data for programs, or a page through the templates.

    Where the office's own template is wrong the built-in one is used, and that is said at the end.
    """
    from releasecheck.reports import forms

    made = forms.of(report)
    if form == "csv":
        return "".join(made.csv())
    if form == "json":
        from releasecheck.formats.json_text import json_text

        return json_text(made.data())
    from releasecheck.formats.rendering import render

    return laid_out(app, lambda folders: render(made, cast("Format", form), folders, app.marking))


def laid_out(app: App, page: Callable[[Sequence[Path]], Made]) -> Made:
    """What is made with the office's own templates; where those are wrong, with the built-in ones alone."""
    folders = app.template_dirs
    try:
        return page(folders)
    except TemplateMistake as mistake:
        if not folders:
            raise
        app.set_aside[str(mistake)] = None
        return page(())


def make_folder(folder: Path, option: str = "") -> None:
    """The folder, readable by its owner only; made if it is not there. `option` is how to choose another."""
    try:
        # One after the other: those above would be for everybody whom the umask lets in.
        for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            new_folder(one, anyway=True)
        folder.mkdir(exist_ok=True)
    except OSError as error:
        instead = f". Choose another place with {option}" if option else ""
        raise ReportError(f"cannot make {folder}: {error.strerror}{instead}") from error


def may_replace(
    path: Path | None, force: bool, instead: str = "choose another place with -o", *, backup: bool = False
) -> None:
    """Stop before a file that is there already is replaced, unless the user says so.

    At a terminal they are asked; elsewhere ReportError names `--force` and what to do `instead`. `backup`: it
    is known for an older backup, which is a record and may be replaced by one.
    """
    from releasecheck.app.presenting.targets import is_stream, refuse

    if path is None or str(path) == "-" or is_stream(path):
        return
    if not backup:
        refuse(path)
    if force or not path.exists():
        return
    if somebody_is_there():
        click.confirm(f"{path} exists. Replace it?", abort=True, err=True)
        return
    raise ReportError(f"{path} exists. Add --force to replace it, or {instead}")


def somebody_is_there() -> bool:
    """Whether somebody at a terminal reads a question and can answer it."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def ask_secret(what: str, *, twice: bool = False) -> str | None:
    """What whoever is there types, shown on no screen; None where nobody is."""
    if not somebody_is_there():
        return None
    return str(click.prompt(what, hide_input=True, err=True, confirmation_prompt=twice))


def present_paper(
    app: App,
    paper: Paper,
    form: str,
    output: Path | None,
    recipient: str | None,
    force: bool = False,
    before: Before = lambda: None,
) -> None:
    """A paper in the form asked for: on the screen, in a pipe, or as a file that replaces none unasked.

    Whose data it shows is logged as `present` does it; `before` is called with that, when all is made and
    only its name is missing.
    """
    from releasecheck.app.reading.access_log import shown

    def given() -> None:
        shown(app, paper.numbers, recipient, output)
        before()

    if form == "table" and output is None:
        from releasecheck.formats.paper_lines import paper_lines

        lines = paper_lines(paper, app.screen, signed=True)
        given()
        print_lines(app, lines)
        return
    may_replace(output, force)
    made = paper_document(app, paper, "txt" if form == "table" else form)
    give(app, made, form, output, "Page", given, settled=True)


def paper_document(app: App, paper: Paper | Report, form: str) -> str | bytes:
    """A paper or a report as a whole text, or as the bytes of a docx, a pdf or a workbook."""
    if form == "xlsx":
        from releasecheck.formats.workbooks import workbook_bytes
        from releasecheck.reports import forms

        return workbook_bytes(forms.of(paper).sheets(), app.marking)
    if form in ("docx", "pdf"):
        from releasecheck.formats.rendering import render_file

        file, page = cast("FileFormat", form), cast("Paper", paper)
        return laid_out(app, lambda folders: render_file(page, file, folders, app.marking))
    return document(app, paper, form)
