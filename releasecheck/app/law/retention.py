"""What is due today by the periods that the office has set, from the record and folders in reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.law.folders import known_folders
from releasecheck.app.law.periods import Period, periods
from releasecheck.app.opening.session import App
from releasecheck.reports.law.retention import OFF_THE_LISTS, DuePerson, DueThings, Gone, HeldBack, retention

if TYPE_CHECKING:
    from releasecheck.formats.tables import Tables
    from releasecheck.store.law_rows import KeptRows


def retention_report(app: App, until: date) -> Tables:
    """Who and what is due by a day. Raises ConfigError where a period is not set."""
    kept_for = periods(app)
    kept = app.store.kept()
    held = [
        HeldBack(row.prison_number, row.kind, _day(row.at), row.by, row.reason) for row in app.store.holds()
    ]
    gone = [Gone(row.prison_number, _day(row.at), row.rule) for row in app.store.erased()]
    words = {name.replace("_", " "): period.words for name, period in kept_for.items()}
    people = _people(kept, kept_for, held)
    return retention(people, _things(app, kept, kept_for), held, gone, app.today, until, words)


def due_rule(app: App, numbers: Sequence[str]) -> str | None:
    """The rule by which somebody is due to be erased today; None where they are not, or nobody can say."""
    if not all(app.settings.get(f"retention.{name}") for name in ("after_release", "after_death")):
        return None
    due = _people(app.store.kept(), periods(app), ())
    return next(
        (
            one.rule
            for one in due
            if one.prison_number in numbers and one.due_on <= app.today and one.rule != OFF_THE_LISTS
        ),
        None,
    )


def _people(kept: KeptRows, kept_for: Mapping[str, Period], held: Iterable[HeldBack]) -> Iterator[DuePerson]:
    since = {(row.prison_number, row.kind): row.since for row in held}
    for row in kept.left:
        name = "after_death" if row.died else "after_release"
        number, period = row.prison_number, kept_for[name]
        holds = (since.get((number, "hold")), since.get((number, "restriction")))
        yield DuePerson(
            number, name.replace("_", "-"), row.since, period.words, period.after(row.since), *holds
        )
    for number, day in kept.off_the_lists:
        yield DuePerson(number, OFF_THE_LISTS, day, "", day, since.get((number, "hold")))


def _things(app: App, kept: KeptRows, kept_for: Mapping[str, Period]) -> Iterator[DueThings]:
    nights = [day for folder in known_folders(app, "nights") for day in _nights(folder)]
    backups = [day for folder in known_folders(app, "backups") for day in _backups(folder)]
    ways = (
        ("log", kept.log, "review: its lines are a chain, and are kept whole"),
        ("nights", dict.fromkeys(nights, 1), "nightly --keep-days clears them"),
        ("backups", dict.fromkeys(backups, 1), "nightly --keep-backups clears them"),
        ("unread", kept.unread, "review: import undo, or they go with the person"),
    )
    for name, days, what in ways:
        period = kept_for[name]
        due = {day: many for day, many in days.items() if period.after(day) <= app.today}
        yield DueThings(name, sum(due.values()), min(days, default=None), period.words, what)


def _nights(folder: Path) -> list[date]:
    from releasecheck.night.folder import nights

    return [day for day, _, _ in nights(folder)] if folder.is_dir() else []


def _backups(folder: Path) -> list[date]:
    return [date.fromtimestamp(path.stat().st_mtime) for path in folder.glob("record-*.db")]


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])
