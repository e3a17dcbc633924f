"""How much is open for whom: for a senior probation officer or a head of OMU, never a ranking.

Rows are in the order of the alphabet, with what nobody is named for first. Nothing here compares people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import ROLES
from releasecheck.core.words import count, day_in_words, full_name
from releasecheck.formats.tables import Table, Tables, Value, headings

GROUPINGS = ("pom", "com", "owner", "prison")


class OwnerLoad(NamedTuple):
    """What is open in one prison for one role."""

    prison: str | None
    owner: str
    opened: int
    overdue: int


class NamedLoad(NamedTuple):
    """How many people somebody has, and what is open of that role for them; None: nobody is named."""

    name: str | None
    people: int
    opened: int
    overdue: int


class Unowned(NamedTuple):
    """Somebody for whom nobody is named who ought to be."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None
    release_on: date | None
    no_pom: bool
    no_com: bool


def loads(
    by_owner: Sequence[OwnerLoad] | None,
    people_by_prison: Mapping[str | None, int],
    by_name: Mapping[str, Sequence[NamedLoad]],
    unowned: Sequence[Unowned],
    today: date,
    window_days: int,
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
) -> Tables:
    """What is open per POM, COM, role and prison; `by_owner` is None where neither is asked for.

    `by_name` is by role: POM, COM.
    """
    tables = [_named(role, rows) for role, rows in by_name.items()]
    if by_owner is not None:
        tables += [_owners(by_owner), _prisons(by_owner, people_by_prison), _both(by_owner)]
    tables.append(_unowned(unowned))
    people = count(sum(people_by_prison.values()), "person", "people")
    return Tables(
        kind="caseload",
        title=f"Caseload on {day_in_words(today)}: {people}",
        as_of=today,
        tables=tuple(tables),
        filters=tuple(filters),
        notes=(
            "Open is what the missing report counts: overdue, unanswered, blocked, not known, and due within "
            f"{count(window_days, 'day')}. In the order of the alphabet: it says how much there is to do, "
            "not how well anybody works.",
        ),
        footnotes=tuple(footnotes),
        numbers=frozenset(each.prison_number for each in unowned),
    )


_LOAD = headings(open="Open", overdue="Overdue")


def _named(role: str, rows: Iterable[NamedLoad]) -> Table:
    def alphabet(row: NamedLoad) -> tuple[bool, str]:
        return row.name is not None, (row.name or "").casefold()

    cells = tuple(
        (row.name or "nobody named", row.people, row.opened, row.overdue)
        for row in sorted(rows, key=alphabet)
    )
    heads = (*headings(name=role, people="People"), *_LOAD)
    return Table(f"{role.lower()}s", f"By {role}", heads, cells)


def _summed(rows: Iterable[tuple[str | None, int, int]]) -> dict[str | None, list[int]]:
    found: dict[str | None, list[int]] = {}
    for key, opened, overdue in rows:
        sums = found.setdefault(key, [0, 0])
        sums[0] += opened
        sums[1] += overdue
    return found


def _owners(rows: Iterable[OwnerLoad]) -> Table:
    found = _summed((row.owner, row.opened, row.overdue) for row in rows)
    cells: list[tuple[Value, ...]] = [
        (role, ROLES.get(role or "", ""), *found[role]) for role in sorted(found, key=str)
    ]
    heads = (*headings(owner="Owner", role="Role"), *_LOAD)
    return Table("owners", "By owner", heads, tuple(cells))


def _prisons(rows: Iterable[OwnerLoad], people: Mapping[str | None, int]) -> Table:
    found = _summed((row.prison, row.opened, row.overdue) for row in rows)
    every = sorted({*found, *people}, key=lambda prison: (prison is not None, prison or ""))
    cells: list[tuple[Value, ...]] = [
        (prison or "not known", people.get(prison, 0), *found.get(prison, (0, 0))) for prison in every
    ]
    heads = (*headings(prison="Prison", people="People"), *_LOAD)
    return Table("prisons", "By prison", heads, tuple(cells))


def _both(rows: Iterable[OwnerLoad]) -> Table:
    heads = (*headings(prison="Prison", owner="Owner"), *_LOAD)
    return Table("prison_owners", "By prison and owner", heads, tuple(map(tuple, rows)), data_only=True)


def _unowned(rows: Iterable[Unowned]) -> Table:
    cells = tuple(
        (
            each.prison_number,
            full_name(each.last_name, each.first_name),
            each.prison,
            each.release_on,
            " or ".join(role for role, absent in (("POM", each.no_pom), ("COM", each.no_com)) if absent),
        )
        for each in rows
    )
    heads = headings(
        prison_number="Person", name="Name", prison="Prison", release_date="Release", nobody="Nobody named as"
    )
    return Table("unowned", "Nobody named", heads, cells)
