"""The office's own table of how its POMs and COMs are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ConfigError

if TYPE_CHECKING:
    from releasecheck.people.staff import StaffNames


def staff_of(app: App) -> StaffNames:
    """Which spellings are one person: by rule, and by the file that `staff` in the config file names.

    Raises ConfigError for a file that is not there or is no such table.
    """
    from releasecheck.people.staff import BY_RULE, staff_names

    given = app.settings.get("staff")
    return staff_names(_rows(Path(given))) if given else BY_RULE


def spelled_alike(app: App) -> dict[str, str]:
    """Every POM and COM of the record as written -> the richest spelling of that person."""
    names = {*app.store.known_values("pom"), *app.store.known_values("com")}
    return staff_of(app).spelled(names) if names else {}


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    import csv

    try:
        rows = [*csv.reader(path.read_text("utf-8-sig").splitlines())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text with commas"
        raise ConfigError(f"staff: cannot read {path}: {why}") from error
    if not rows or [cell.strip().casefold() for cell in rows[0]] != ["name", "also"]:
        raise ConfigError(f"staff: {path} begins with the line: name,also")
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if any(cells):
            if len(cells) != 2 or not all(cells):
                raise ConfigError(f"staff: {path} line {number} is not a name and another spelling of it")
            yield cells[0], cells[1]
