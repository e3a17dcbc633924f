"""Restricting somebody and keeping them from being erased, and lifting either; logged as alterations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App
from releasecheck.app.reading.history import find_recorded
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import listed

if TYPE_CHECKING:
    from releasecheck.store.law_rows import HoldKind
    from releasecheck.store.writes import StoreTransaction

_NOTHING = "Nothing saved."


def everybody_merged(app: App, person: str) -> tuple[str, ...]:
    """Every number of the one person meant, also of somebody off the lists."""
    return app.store.one_person(find_recorded(app, person))


def restrict_person(app: App, person: str, reason: str, *, dry_run: bool) -> str:
    """Restrict somebody under every number of theirs; what was done, in words."""
    numbers = everybody_merged(app, person)
    if _have(app, numbers, "restriction"):
        raise ReleasecheckError(f"{listed(numbers)}: restricted already. Nothing was changed")
    if dry_run:
        return f"{listed(numbers)} would be restricted. {_NOTHING}"
    with _writing(app, numbers, "record restrict") as transaction:
        for number in numbers:
            transaction.hold(number, "restriction", reason)
    return (
        f"{listed(numbers)} restricted: kept, and in no list, page, export, night or mail. Lists say how "
        "many are not shown: check such a release by hand. To lift it: "
        f"releasecheck record unrestrict {numbers[0]} --reason TEXT"
    )


def unrestrict_person(app: App, person: str, reason: str, *, dry_run: bool) -> str:
    """Lift a restriction and plan the person again; what was done, in words. The log keeps the reason."""
    from releasecheck.app.recording.replanning import to_save_by

    numbers = everybody_merged(app, person)
    if not _have(app, numbers, "restriction"):
        raise ReleasecheckError(f"{listed(numbers)}: not restricted. Nothing was changed")
    if dry_run:
        return f"{listed(numbers)} would be in every list again. {_NOTHING}"
    planner, marks = to_save_by(app)
    with _writing(app, numbers, "record unrestrict") as transaction:
        for number in numbers:
            transaction.lift(number, "restriction")
            transaction.restrict(number, restricted=False)
        for record in transaction.records(numbers):
            made_from = marks.at(record.facts.get("prison"))
            transaction.save_plan(record, planner.plan(record, app.today), made_from)
    return f"{listed(numbers)}: in every list again. Next: releasecheck show {numbers[-1]}"


def hold_person(app: App, person: str, reason: str, *, dry_run: bool) -> str:
    """Keep somebody from being erased; what was done, in words."""
    numbers = everybody_merged(app, person)
    if dry_run:
        return f"{listed(numbers)} would be kept from being erased. {_NOTHING}"
    with _writing(app, numbers, "record hold") as transaction:
        for number in numbers:
            transaction.hold(number, "hold", reason)
    return (
        f"{listed(numbers)}: not to be erased, whatever is due. To lift it: "
        f"releasecheck record hold {numbers[0]} --lift --reason TEXT"
    )


def lift_hold(app: App, person: str, reason: str, *, dry_run: bool) -> str:
    """Let somebody be erased again when they are due; what was done, in words. The log keeps the reason."""
    numbers = everybody_merged(app, person)
    if not _have(app, numbers, "hold"):
        raise ReleasecheckError(f"{listed(numbers)}: there is no hold. Nothing was changed")
    if dry_run:
        return f"{listed(numbers)} could be erased again. {_NOTHING}"
    with _writing(app, numbers, "record hold --lift") as transaction:
        for number in numbers:
            transaction.lift(number, "hold")
    return f"{listed(numbers)}: may be erased again. Due? releasecheck record retention"


def _have(app: App, numbers: tuple[str, ...], kind: HoldKind) -> bool:
    return any(row.kind == kind for row in app.store.holds(numbers))


@contextmanager
def _writing(app: App, numbers: tuple[str, ...], command: str) -> Iterator[StoreTransaction]:
    with app.store.writing(app.by, app.now, app.today, command, app.reason) as transaction:
        yield transaction
        transaction.log("alteration", numbers)
