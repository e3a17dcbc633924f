"""How much is open for whom: for a senior probation officer or a head of OMU, never a ranking.

Rows are in the order of the alphabet, with what nobody is named for first. Nothing here compares people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import ROLES
from releasecheck.core.words import count, day_in_words, full_name
from releasecheck.formats.tables import Table, TableColumn, Tables, table
from releasecheck.people.office.staff import StaffNames
from releasecheck.reports.figures.mix import MixCount, mix_table

NOBODY = "nobody named"
"""Stands in place of a name; who they are is in the table `unowned`."""

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


def one_row_each(rows: Iterable[NamedLoad], staff: StaffNames) -> list[NamedLoad]:
    """One row for each person, under the richest of the spellings that the record has of their name."""
    rows = list(rows)
    spelled = staff.spelled(row.name for row in rows if row.name)
    found: dict[str | None, NamedLoad] = {}
    for row in rows:
        name = row.name and spelled[row.name]
        sums = found.get(name, NamedLoad(name, 0, 0, 0))
        found[name] = NamedLoad(name, *map(sum, zip(sums[1:], row[1:], strict=True)))
    return list(found.values())


def loads(
    by_owner: Sequence[OwnerLoad] | None,
    people_by_prison: Mapping[str | None, int],
    by_name: Mapping[str, Sequence[NamedLoad]],
    unowned: Sequence[Unowned],
    today: date,
    window_days: int,
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    mix: Sequence[MixCount] = (),
) -> Tables:
    """What is open per POM, COM, role and prison; `by_owner` is None where neither is asked for.

    `by_name` is by role: POM, COM.
    """
    tables = [_named(role, rows) for role, rows in by_name.items()]
    if by_owner is not None:
        tables += [_owners(by_owner), _prisons(by_owner, people_by_prison), _both(by_owner)]
    tables.append(table("unowned", "Nobody named", _UNOWNED, unowned))
    if mix:
        tables.append(mix_table(mix, "people in prison"))
    people = count(sum(people_by_prison.values()), "person", "people")
    return Tables(
        kind="caseload",
        title=f"Caseload on {day_in_words(today)}: {people}, {count(window_days, 'day')} ahead",
        as_of=today,
        tables=tuple(tables),
        filters=tuple(filters),
        notes=(
            "Open is what the missing report counts: late, unanswered, waiting for something else, not "
            f"known, and due within {count(window_days, 'day')}. In the order of the alphabet: it says how "
            "much there is to do, not how well anybody works.",
        ),
        footnotes=tuple(footnotes),
        numbers=frozenset(each.prison_number for each in unowned),
    )


class _Open(NamedTuple):
    """What is open for somebody or somewhere."""

    key: str | None
    people: int
    opened: int
    overdue: int


_PEOPLE: TableColumn[_Open] = TableColumn("people", "People", lambda row: row.people)
_LOAD: tuple[TableColumn[_Open], ...] = (
    TableColumn("open", "Open", lambda row: row.opened),
    TableColumn("overdue", "Late", lambda row: row.overdue),
)


def _keyed(key: str, words: str, nobody: str) -> TableColumn[_Open]:
    """The column that says whose row it is."""
    return TableColumn(key, words, lambda row: row.key or nobody)


def _named(role: str, rows: Iterable[NamedLoad]) -> Table:
    def alphabet(row: _Open) -> tuple[bool, str]:
        return row.key is not None, (row.key or "").casefold()

    columns = (_keyed("name", role, NOBODY), _PEOPLE, *_LOAD)
    return table(
        f"{role.lower()}s",
        f"By {role}",
        columns,
        sorted((_Open(row.name, row.people, row.opened, row.overdue) for row in rows), key=alphabet),
    )


def _summed(rows: Iterable[tuple[str | None, OwnerLoad]], people: Mapping[str | None, int]) -> list[_Open]:
    """What is open under each key, with the people there; in the order of the alphabet, unknown first."""
    found = {key: _Open(key, number, 0, 0) for key, number in people.items()}
    for key, row in rows:
        sums = found.get(key, _Open(key, 0, 0, 0))
        found[key] = sums._replace(opened=sums.opened + row.opened, overdue=sums.overdue + row.overdue)
    return sorted(found.values(), key=lambda row: (row.key is not None, row.key or ""))


def _owners(rows: Iterable[OwnerLoad]) -> Table:
    role: TableColumn[_Open] = TableColumn("role", "Role", lambda row: ROLES.get(row.key or "", ""))
    owners = _summed(((row.owner, row) for row in rows), {})
    return table("owners", "By owner", (_keyed("owner", "Owner", ""), role, *_LOAD), owners)


def _prisons(rows: Iterable[OwnerLoad], people: Mapping[str | None, int]) -> Table:
    prisons = _summed(((row.prison, row) for row in rows), people)
    columns = (_keyed("prison", "Prison", "not known"), _PEOPLE, *_LOAD)
    return table("prisons", "By prison", columns, prisons)


def _both(rows: Iterable[OwnerLoad]) -> Table:
    columns: tuple[TableColumn[OwnerLoad], ...] = (
        TableColumn("prison", "Prison", lambda row: row.prison),
        TableColumn("owner", "Owner", lambda row: row.owner),
        TableColumn("open", "Open", lambda row: row.opened),
        TableColumn("overdue", "Overdue", lambda row: row.overdue),
    )
    return table("prison_owners", "By prison and owner", columns, rows, data_only=True)


def _nobody(each: Unowned) -> str:
    return " or ".join(role for role, absent in (("POM", each.no_pom), ("COM", each.no_com)) if absent)


_UNOWNED: tuple[TableColumn[Unowned], ...] = (
    TableColumn("prison_number", "Person", lambda each: each.prison_number),
    TableColumn("name", "Name", lambda each: full_name(each.last_name, each.first_name)),
    TableColumn("prison", "Prison", lambda each: each.prison),
    TableColumn("release_date", "Release", lambda each: each.release_on),
    TableColumn("nobody", "Nobody named as", _nobody),
)
