"""`config`: what is set, and where each setting came from."""

from __future__ import annotations

import click

from releasecheck.app.opening.config import SETTINGS
from releasecheck.app.opening.session import App, pass_app


@click.group("config")
def config_command() -> None:
    """Settings and where they come from."""


@config_command.command("show")
@pass_app
def show_config(app: App) -> None:
    """Show each setting, its value, and what set it."""
    values = {"record": str(app.record), "by": app.by} | dict(app.settings)
    for setting in SETTINGS:
        value = values.get(setting.name)
        where = app.sources.get(setting.name, "built in" if value else "not set")
        click.echo(f"{setting.name:<18} {value or '-':<40} {where:<14} {setting.about}")
