"""`template`: the layouts and the words of pages, and this office's own in their place."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.commands.file_forms import SCREEN, answer_option, lines_option, proof_option
from releasecheck.commands.options import force_option
from releasecheck.core.errors import ReportError, UsageError
from releasecheck.core.words import count, did_you_mean

if TYPE_CHECKING:
    from releasecheck.formats.template_files import TemplateFile


@click.group("template")
def template_command() -> None:
    """The layouts and the words of pages, and this office's own in their place."""


def _files(app: App) -> dict[str, TemplateFile]:
    from releasecheck.core.shipped import shipped_templates
    from releasecheck.formats.template_files import template_files

    return {file.name: file for file in template_files(shipped_templates(), app.office_templates)}


@template_command.command("list")
@lines_option
@pass_app
def list_templates(app: App, form: str) -> None:
    """List the templates: what each is for, and whether it is built in or this office's own."""
    from releasecheck.formats.terminal import wrap

    files = _files(app).values()
    if form == "json":
        found = [{**file._asdict(), "path": str(file.path)} for file in files]
        print_object(app, {"folder": str(app.office_templates), "templates": found})
        return
    wide = max(len(file.name) for file in files)
    lines: list[str] = []
    for title, office in (("THIS OFFICE'S OWN", True), ("BUILT IN", False)):
        own = [file for file in files if file.office is office]
        lines += [title] if own else []
        for file in own:
            said = f"{file.name:{wide}}  {file.about}"
            lines += wrap(said, app.screen.room, "  ", " " * (wide + 4))
    print_lines(app, [*lines, "", f"This office's own go in {app.office_templates}"])


@template_command.command("show")
@click.argument("name")
@lines_option
@pass_app
def show_template(app: App, name: str, form: str) -> None:
    """Print a template as it is used here."""
    from releasecheck.formats.template_files import office_text

    file = _chosen(app, name)
    word = file.path.suffix == ".docx"
    if word and form == SCREEN:
        click.echo(
            f"{file.path}\nA Word file. {file.about} To change it: releasecheck template copy {file.name}"
        )
        return
    own = office_text(file.path.parent, file.name) if file.office and not word else None
    text = None if word else file.path.read_text("utf-8") if own is None else own
    if form == "json":
        print_object(app, {**file._asdict(), "path": str(file.path), "text": text})
        return
    click.echo(text, nl=False)


@template_command.command("copy")
@click.argument("name")
@force_option
@answer_option
@pass_app
def copy_template(app: App, name: str, force: bool) -> None:
    """Put a copy of a built-in template in this office's folder, to be changed there.

    \b
    releasecheck template copy sheet.en.toml
    releasecheck template copy form.docx
    """
    from releasecheck.app.presenting.present import make_folder, may_replace, write_file
    from releasecheck.core.shipped import shipped_templates

    source = shipped_templates() / _chosen(app, name).name
    if not source.is_file():
        raise UsageError(f"{name} is this office's own already: {_chosen(app, name).path}")
    folder = app.office_templates
    make_folder(folder)
    target = folder / source.name
    may_replace(target, force)
    write_file(target, source.read_bytes(), settled=True)
    click.echo(f"{target}\nChange it there. Then: releasecheck template check")


@template_command.command("check")
@proof_option
@pass_app
def check_templates(app: App) -> None:
    """Fill in every template with made-up people and report every mistake.

    In a throw-away record; no real person is read.
    """
    from releasecheck.commands.data.template_check import mistakes

    files = _files(app)
    found, left_out = mistakes(app)
    own = sum(file.office for file in files.values())
    for file in files.values():
        if file.office and not file.used:
            click.echo(f"{file.path}: no page asks for it{did_you_mean(file.name, _builtin(files)) or '.'}")
    for doubt in _word_doubts(app):
        click.echo(doubt)
    for what in left_out:
        click.echo(f"Not checked: {what}")
    if found:
        raise ReportError("\n".join([f"{count(len(found), 'mistake')} in templates:", *found]))
    click.echo(f"{count(len(files), 'template')}, {own} of this office. No mistakes.")


def _word_doubts(app: App) -> list[str]:
    """What to look at in the words of the sheet; a mistake in them is said by itself."""
    from releasecheck.formats.template_files import template_texts
    from releasecheck.reports.papers.sheet_words import LANGUAGES, doubts

    found: list[str] = []
    for language in LANGUAGES:
        with suppress(ReportError):
            found += doubts(language, lambda name: template_texts(name, app.template_dirs))
    return found


def _builtin(files: dict[str, TemplateFile]) -> list[str]:
    return [name for name, file in files.items() if file.used]


def _chosen(app: App, name: str) -> TemplateFile:
    """The template of that name. Raises UsageError with the closest."""
    from releasecheck.formats.template_files import RETIRED

    files = _files(app)
    if name in RETIRED and name not in files:
        raise UsageError(f"{name} is no more: {RETIRED[name]}")
    if name not in files:
        hint = did_you_mean(name, files) or "."
        raise UsageError(f'no template "{name}"{hint} See them: releasecheck template list')
    return files[name]
