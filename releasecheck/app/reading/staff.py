"""The office's own table of how its POMs and COMs are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.opening.files import text_of_file
from releasecheck.app.opening.session import App
from releasecheck.core.domain import ROLES
from releasecheck.core.errors import ConfigError, WrongWords
from releasecheck.core.outside import TABLE_BYTES
from releasecheck.core.words import day_in_words, did_you_mean, for_shell, listed

if TYPE_CHECKING:
    from releasecheck.people.office.staff import Spelled, StaffNames
    from releasecheck.store.rows import StaffRow
    from releasecheck.store.staff_base import NamedFact


def staff_of(app: App) -> StaffNames:
    """Which spellings are one person: by rule, and by the file that `staff` in the config file names.

    Raises ConfigError for a file that is not there or is no such table.
    """
    from releasecheck.people.office.staff import BY_RULE, staff_names

    given = app.settings.get("staff")
    return staff_names(_rows(Path(given))) if given else BY_RULE


def known_names(app: App, fact: NamedFact) -> list[str]:
    """Every name that the record has of a fact: a country has thousands, and a report asks several times."""
    if fact not in app.names_known:
        app.names_known[fact] = app.store.known_values(fact)
    return app.names_known[fact]


def spelled_alike(app: App) -> Spelled:
    """Every POM, COM and named worker of the record as written -> the richest spelling of that person."""
    if app.spelled is None:
        from releasecheck.people.office.staff import Spelled

        named = (row.name for row in app.store.held(facts=False))
        app.spelled = Spelled(staff_of(app), {*known_names(app, "pom"), *known_names(app, "com"), *named})
    return app.spelled


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    import csv

    try:
        rows = [*csv.reader(text_of_file(path, TABLE_BYTES, "utf-8-sig").splitlines())]
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


def my_role(app: App) -> str | None:
    """The role of whoever asks: as they set it, else as they are recorded among the staff."""
    given = app.settings.get("role", "").upper()
    if given or not app.settings.get("by"):
        return given or None
    return next((row.role for row in staff_named(app, app.by) if row.left_on is None), None)


def my_names(app: App) -> frozenset[str]:
    """Every spelling that the record has of the name of whoever asks, and the one they go by."""
    staff = staff_of(app)
    others = (name for name in known_names(app, "co_pom") if staff.are_one(name, app.by))
    return frozenset({app.by, *spelled_alike(app).of(app.by), *others})


def staff_named(app: App, name: str) -> list[StaffRow]:
    """Everything that is recorded of a member of staff: a row for each role, those they have left too."""
    staff = staff_of(app)
    return [row for row in app.store.staff_rows() if staff.are_one(row.name, name)]


def owner_meant(app: App, text: str, now: str | None, *, only: str | None = None) -> str | None:
    """The owner that was typed, as the record keeps it; None for the usual one.

    `now`: the role that has it, which is meant where somebody has several. `only`: no other will do.
    Raises WrongWords with what to type for a role or a name that nobody knows.
    """
    wanted = text.strip().upper()
    if wanted == "USUAL":
        return None
    if wanted in ROLES:
        return wanted
    first, _, rest = text.strip().partition(" ")
    given, name = (first.upper(), rest.strip()) if first.upper() in ROLES else (only, text.strip())
    found = staff_named(app, name)
    here = [row for row in found if row.left_on is None]
    if not here:
        raise WrongWords(_not_here(app, name, found, given))
    fits = [row for row in here if row.role == given] if given else here
    if not fits:
        roles = listed(row.role for row in here)
        raise WrongWords(
            f"{name} is {roles} and not {given}. If that as well: "
            f"releasecheck staff add {for_shell(here[0].name)} --role {given}"
        )
    row = next((row for row in fits if row.role == now), fits[0])
    if len({each.role for each in fits}) > 1 and row.role != now:
        said = listed((f'"{each.role} {each.name}"' for each in fits), "or")
        raise WrongWords(f"{name} is {listed(each.role for each in fits)}: say as which, {said}")
    return f"{row.role} {row.name}"


def _not_here(app: App, name: str, found: Sequence[StaffRow], role: str | None) -> str:
    """Why somebody cannot be named, and what to type instead."""
    if found:
        row = found[-1]
        assert row.left_on is not None, "whoever is here can be named"
        return (
            f"{row.name} left on {day_in_words(row.left_on)}. If they are back: "
            f"releasecheck staff add {for_shell(row.name)} --role {row.role}"
        )
    staff = staff_of(app)
    by_fact = (("POM", app.store.known_values("pom")), ("COM", app.store.known_values("com")))
    role = role or next(
        (of for of, names in by_fact if any(staff.are_one(known, name) for known in names)), "PRT"
    )
    if " " not in name and (hint := did_you_mean(name, ROLES)):
        return f'no role "{name}"{hint} Roles: {listed(ROLES)}, or usual'
    known = [row.name for row in app.store.staff_rows() if row.left_on is None]
    hint = did_you_mean(name, [*ROLES, *known]) or "."
    return (
        f'no role "{name}" and nobody of that name among the staff{hint} '
        f"To add them: releasecheck staff add {for_shell(name)} --role {role}. "
        f"Roles: {listed(ROLES)}, or usual"
    )
