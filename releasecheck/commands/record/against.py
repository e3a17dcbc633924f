"""`--against`: the record, or its log alone, beside what nights saw of it."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.config import UnsureSettings
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ConfigError


def compared(app: App, against: Path | None, *, log_only: bool = False) -> list[str]:
    """Say how the record fits the nights there are; in which lines to say that it does not."""
    from releasecheck.app.reading.night_heads import compare

    what = "the log" if log_only else "the record"
    try:
        found = compare(app, against, log_only=log_only)
    except ConfigError as error:
        if not isinstance(app.settings, UnsureSettings):
            raise
        return [f"{what} was compared with no night: {error}"]
    except (ValueError, TypeError, KeyError, AttributeError):
        see = "To see what is wrong: releasecheck record verify"
        return [f"{what} was compared with no night: what the record keeps of them cannot be read. {see}"]
    for line in found.said:
        click.echo(line)
    if not found.faults:
        return []
    return [f"{what} does not go on from where a night saw it:", *(f"  {one}" for one in found.faults)]
