"""What somebody is to be searched for by, from all that was ever told of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from releasecheck.app.opening.session import App
from releasecheck.core.marks import Marks
from releasecheck.people.names import fold


def marks_of(app: App, numbers: Sequence[str]) -> Marks:
    """By every number and every name that was told; the last name alone where nobody else here has it."""
    told = [fact for number in numbers for entry in app.store.history(number) for fact in entry.facts]
    last, first = (
        list(dict.fromkeys(str(fact.value) for fact in told if fact.fact == name and fact.value))
        for name in ("last_name", "first_name")
    )
    taken = _other_names(app, numbers)
    alone = [name for name in last if fold(name) not in taken]
    return marks_by(numbers, list(product(last, first)), alone, [name for name in last if name not in alone])


def marks_by(
    numbers: Iterable[str], names: Iterable[Sequence[str]], alone: Iterable[str], shared: Iterable[str]
) -> Marks:
    """The same from names that were kept, in the spellings that a record keeps them in."""
    pairs = [(last, first) for last, first in names]
    folded = [(fold(last), fold(first)) for last, first in pairs]
    single = list(alone)
    return Marks(numbers, [*pairs, *folded], [*single, *map(fold, single)], shared)


def _other_names(app: App, numbers: Sequence[str]) -> set[str]:
    """Last names of everybody else, and every word of the names of staff."""
    found = {
        fold(str(row.facts.get("last_name") or ""))
        for row in app.store.people_rows()
        if row.prison_number not in numbers
    }
    staff = app.store.known_values("pom", restricted=True) + app.store.known_values("com", restricted=True)
    staff += [row.name for row in app.store.staff_rows()]
    found |= {word for name in staff for word in fold(name).split()}
    return found
