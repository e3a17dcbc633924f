"""`config`: what is set, where each setting came from, and how to set it."""

from __future__ import annotations

import click

from releasecheck.app.opening.config import SETTINGS, Setting, UnsureSettings, hidden
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.commands.file_forms import answer_option, lines_option


@click.group("config")
def config_command() -> None:
    """Settings and where they come from."""


@config_command.command("show")
@lines_option
@pass_app
def show_config(app: App, form: str) -> None:
    """Show each setting, its value, and what set it.

    Of a config file that is wrong, every mistake, and which settings cannot be known; exit 1.
    """
    values = dict(app.settings)
    if not hidden(app.settings, "record"):
        values["record"] = str(app.place)
    if not hidden(app.settings, "by"):
        values["by"] = app.by
    wrong = app.settings.why if isinstance(app.settings, UnsureSettings) else None
    found = [_set(app, setting, values.get(setting.name)) for setting in SETTINGS]
    if form == "json":
        problems = list(wrong.problems) if wrong else []
        print_object(
            app,
            {
                "file": str(app.config_file),
                "is_there": app.config_file.is_file(),
                "settings": found,
                "wrong": problems,
            },
        )
        if wrong is not None:
            raise wrong
        return
    for each in found:
        click.echo(f"{each['name']:<18} {each['value'] or '-':<40} {each['set_by']:<14} {each['about']}")
    there = (
        "" if app.config_file.is_file() else " (not there yet: releasecheck config set KEY VALUE makes it)"
    )
    click.echo(f"The config file is {app.config_file}{there}")
    if wrong is not None:
        raise wrong


def _set(app: App, setting: Setting, value: str | None) -> dict[str, str | None]:
    """One setting: its value, and what set it."""
    where = app.sources.get(setting.name, "built in" if value else "not set")
    if hidden(app.settings, setting.name):
        where = "not known"
    return {"name": setting.name, "value": value or None, "set_by": where, "about": setting.about}


@config_command.command("path")
@lines_option
@pass_app
def config_path(app: App, form: str) -> None:
    """Print where the config file is, or would be."""
    if form == "json":
        print_object(app, {"file": str(app.config_file), "is_there": app.config_file.is_file()})
        return
    click.echo(str(app.config_file))


@config_command.command("set")
@click.argument("key", metavar="KEY")
@click.argument("value", metavar="VALUE")
@answer_option
@pass_app
def set_config(app: App, key: str, value: str) -> None:
    """Write a setting into the config file.

    \b
    releasecheck config set prison LEI
    releasecheck config set by "P. Marsh"
    releasecheck config set "mail.to.COM J. Okafor" j.okafor@probation.example

    What else stands in the file, comments too, stays as it is.
    """
    from releasecheck.app.opening.config_file import checked, set_setting

    name, kept = checked(key, value)
    set_setting(app.config_file, name, kept)
    click.echo(f"{name} is {kept}, in {app.config_file}")
    if name == "directory":
        from pathlib import Path

        if not Path(kept).expanduser().is_file():
            click.echo("That file is not there yet: until it is, nothing is filled in from it.", err=True)
        click.echo("Next: releasecheck directory check")
    if name == "prison":
        from releasecheck.people.prisons import prison_name

        if prison_name(kept) is None:
            click.echo(
                f"{kept} is no prison known here: it is kept as written. Another: "
                "releasecheck config set prison CODE",
                err=True,
            )


@config_command.command("unset")
@click.argument("key", metavar="KEY")
@answer_option
@pass_app
def unset_config(app: App, key: str) -> None:
    """Take a setting out of the config file."""
    from releasecheck.app.opening.config_file import unset_setting

    if unset_setting(app.config_file, key):
        click.echo(f"{key} is no longer set in {app.config_file}")
    else:
        click.echo(f"{key} is not set in {app.config_file}. See what is: releasecheck config show")
