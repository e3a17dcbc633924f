"""Taking an office's files as what a record plans people by: everybody, or those in one prison."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.opening.layers import (
    Taken,
    closed_in,
    closing,
    house_files,
    keep_layer,
    keep_taken,
    layer_files,
    layers_with,
    policy_of,
    rules_alone,
    taken,
)
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.app.recording.replanning import replan
from releasecheck.core.errors import CatalogueError, UsageError
from releasecheck.core.words import day_in_words
from releasecheck.formats.json_text import Json
from releasecheck.people.prisons import prison_name, prison_of
from releasecheck.planning.day_moves import DayMoved, days_moved
from releasecheck.policy.sources import CatalogueFile, fingerprint

if TYPE_CHECKING:
    from releasecheck.store.writes import StoreTransaction

_WHY = "Working out whose dates move"


class Proposed(NamedTuple):
    """What people are to be planned by, and whom that is about."""

    prison: str
    """The code of the one prison; empty: the whole record."""
    files: tuple[CatalogueFile, ...]
    """The office's files, or of one prison those that lay something over the record's."""
    people: tuple[str, ...]
    kept_below: tuple[str, ...] = ()
    """The record's own files that hold there as well, though this office has them not."""


def proposed(app: App, prison: str | None) -> Proposed:
    """This office's files as they are now, read and checked.

    Raises CatalogueError with every mistake in them, UsageError for a prison that nobody knows, and where
    nothing would change.
    """
    app.as_recorded = True
    store, own = app.store, app.files_as_they_are()
    house = house_files(store) or ()
    if prison is None:
        policy_of(own)
        if own == house and taken(store):
            raise UsageError("the record plans everybody by these files already. Nothing was changed")
        return Proposed("", own, tuple(store.numbers()))
    code = _code_of(prison)
    above = tuple(file._replace(prison=code) for file in own if file not in house)
    policy_of((*house, *above))
    now = layer_files(store, code)
    if above == rules_alone(now):
        raise UsageError(f"{code} goes by these files already. Nothing was changed")
    below = tuple(file.name for file in house if file not in own)
    files = closing(above, code, closed_in(now))
    return Proposed(code, files, _there(app, code), below if above else ())


def proposed_days(app: App, prison: str, day: date, title: str | None) -> Proposed | None:
    """What one prison goes by once it is closed on a day, or, without a title, no longer is.

    None where that is so already. Raises UsageError for a prison that nobody knows.
    """
    code = _code_of(prison)
    now = layer_files(app.store, code)
    days = closed_in(now)
    if days.get(day) == title:
        return None
    days = {**{on: why for on, why in days.items() if on != day}, **({day: title} if title else {})}
    return Proposed(code, closing(now, code, days), _there(app, code))


def _code_of(prison: str) -> str:
    code = prison_of(prison)
    if prison_name(code) is None:
        raise UsageError(f'no prison is called "{prison}". Type its code, such as LEI')
    return code


def _there(app: App, code: str) -> tuple[str, ...]:
    rows = app.store.people_rows()
    return tuple(row.prison_number for row in rows if _is_in(row.facts.get("prison"), code))


def _is_in(prison: object, code: str) -> bool:
    return prison is not None and prison_of(str(prison)) == code


def go_by(app: App, wanted: Proposed) -> None:
    """Plan by it from now on in this run; nothing is saved."""
    own = app.files_as_they_are()
    if not wanted.prison:
        app.hold_files(own)
    else:
        _lay_over(app, wanted, fingerprint(own))


def _lay_over(app: App, wanted: Proposed, of: str) -> None:
    layers = layers_with(app.held_layers, wanted.prison, wanted.files, of)
    app.lay_over(layers, wanted.prison, wanted.files)


def go_by_days(app: App, wanted: Proposed) -> None:
    """The same of a prison's closed days, whoever's files its layer has beside them."""
    before = app.held_layers.get(wanted.prison)
    _lay_over(app, wanted, before.of if before else "")


def moved_by(app: App, people: Sequence[str]) -> list[tuple[DayMoved, ...]]:
    """Whose dates are others by what is gone by now than by what was saved, but the restricted."""
    planner, store = app.planner(), app.store
    pairs = zip(store.saved_plans(people), store.records(people), strict=True)
    return [
        moved
        for saved, record in progress_of(pairs, len(people), _WHY, quiet=app.quiet)
        if not saved.person.restricted
        and (moved := days_moved(saved.plan, planner.plan(record, app.today), app.today))
    ]


def take_up(app: App, wanted: Proposed) -> int:
    """Save it, and the plans that follow from it, in one transaction; the number of people planned."""
    before = taken(app.store)
    now = Taken(app.by, app.today.isoformat(), wanted.prison, tuple(file.name for file in wanted.files))

    def keep(transaction: StoreTransaction) -> None:
        keep_taken(transaction, before, now)
        if wanted.prison:
            keep_layer(transaction, app.held_layers, wanted.prison, wanted.files)

    people = wanted.people if wanted.prison else None
    return replan(app, people, "Planning everybody again", beside=keep, command="record policy take")


def save_days(app: App, wanted: Proposed) -> int:
    """Save a prison's closed days, and the plans that follow from them; the number of people planned."""

    def keep(transaction: StoreTransaction) -> None:
        keep_layer(transaction, app.held_layers, wanted.prison, wanted.files)

    return replan(app, wanted.people, "Planning everybody there again", beside=keep, command=app.command)


def policy_lines(app: App) -> list[str]:
    """By what people are planned in each prison, since when, and whether this office's files are others."""
    app.as_recorded = True
    store, own = app.store, _own_files(app)
    house, layers, said = house_files(store) or (), app.held_layers, taken(store)
    lines = [f"Everybody is planned by this record's own rules{_since(said, '')}:", f"  {_named(house)}"]
    for prison, layer in sorted(layers.items()):
        lines.append(f"At {prison} with these over them{_since(said, prison)}: {', '.join(layer.names)}")
    if own is None:
        return [*lines, "", "Your own files are wrong, and change nothing here: releasecheck catalogue check"]
    if own == house or fingerprint(own) in {layer.of for layer in layers.values()}:
        return lines
    if not own:
        return [*lines, "", "You have no files of your own, and read the same as everybody."]
    others = [file for file in own if file not in house]
    return [
        *lines,
        "",
        f"Yours are others: {_named(others) if others else 'some are missing'}. What they would move:",
        "  releasecheck record policy take --dry-run",
    ]


def policy_object(app: App) -> dict[str, Json]:
    """The same for other programs: the record's files, each prison's over them, and this office's own."""
    app.as_recorded = True
    store, own = app.store, _own_files(app)
    house, layers, said = house_files(store) or (), app.held_layers, taken(store)
    same = own is not None and (own == house or fingerprint(own) in {each.of for each in layers.values()})
    return {
        "files": [file.name for file in house],
        "prisons": [
            {"prison": prison, "files": list(layer.names)} for prison, layer in sorted(layers.items())
        ],
        "taken": [{"day": one.day, "by": one.by, "prison": one.prison or None} for one in said],
        "own_files": None if own is None else [file.name for file in own],
        "own_are_the_same": same,
    }


def _own_files(app: App) -> tuple[CatalogueFile, ...] | None:
    try:
        return app.files_as_they_are()
    except CatalogueError:
        return None


def _named(files: Sequence[CatalogueFile]) -> str:
    return ", ".join(file.name for file in files) or "what ships with releasecheck, and no file of an office"


def _since(said: Sequence[Taken], prison: str) -> str:
    last = next((one for one in reversed(said) if one.prison == prison), None)
    return "" if last is None else f", taken {day_in_words(date.fromisoformat(last.day))} by {last.by}"
