"""`--against`: the record, or its log alone, beside what nights saw of it."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App
from releasecheck.core.errors import StoreError


def compared(app: App, against: Path | None, *, log_only: bool = False) -> None:
    """Say how the record fits the nights there are. Raises StoreError where it does not."""
    from releasecheck.app.reading.night_heads import compare

    found = compare(app, against, log_only=log_only)
    for line in found.said:
        click.echo(line)
    if found.faults:
        what = "the log" if log_only else "the record"
        lines = [f"{what} does not go on from where a night saw it:", *(f"  {one}" for one in found.faults)]
        raise StoreError("\n".join(lines))
