"""`--against`: the record, or its log alone, beside what nights saw of it."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App


def compared(app: App, against: Path | None, *, log_only: bool = False) -> list[str]:
    """Say how the record fits the nights there are; in which lines to say that it does not."""
    from releasecheck.app.reading.night_heads import compare

    what = "the log" if log_only else "the record"
    found = compare(app, against, log_only=log_only)
    for line in found.said:
        click.echo(line)
    if not found.faults:
        return []
    return [f"{what} does not go on from where a night saw it:", *(f"  {one}" for one in found.faults)]
