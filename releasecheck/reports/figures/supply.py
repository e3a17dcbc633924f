"""Needs against supply: programmes and beds that were needed, and what there was. Never by member of staff.

People are counted, not applications: each once for what was needed, and once a month for what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from releasecheck.formats.tables import Table, TableColumn, table
from releasecheck.people.names import fold
from releasecheck.reports.figures.counting import FEWEST

TITLE = "Needs against supply"
NOT_NAMED = "not named"
NOT_BY_STAFF = Table(
    *("programmes", TITLE, (), ()),
    notes=("Left out for the people of one POM or COM: it is never counted by member of staff.",),
)

PROGRAMMES, BEDS, REFERRALS = (
    ("sentence_plan", "offence_work"),
    ("cas1", "cas2", "cas3"),
    ("crs", "crs_other"),
)
ITEMS = (*PROGRAMMES, *BEDS, *REFERRALS, "crs_women")

#: What each outcome says of need and supply; the first is the need itself.
_SAYS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("sentence_plan", "programme_named"): ("needed",),
    ("sentence_plan", "done_unmet_need"): ("needed", "not_available"),
    ("offence_work", "completed"): ("needed", "offered"),
    ("offence_work", "reviewed"): ("needed", "offered"),
    ("offence_work", "waiting_list"): ("needed", "waiting"),
    ("offence_work", "not_available_here"): ("needed", "not_available"),
    ("offence_work", "unsuitable"): ("needed", "unsuitable"),
    ("cas1", "submitted"): ("asked",),
    ("cas1", "placement_request_submitted"): ("asked",),
    ("cas1", "placement_booked"): ("asked", "booked"),
    ("cas1", "arrived"): ("asked", "booked"),
    ("cas1", "rejected"): ("asked", "refused"),
    ("cas1", "placement_request_rejected"): ("asked", "refused"),
    ("cas2", "submitted"): ("asked",),
    ("cas2", "placed"): ("asked", "booked"),
    ("cas2", "rejected"): ("asked", "refused"),
    ("cas3", "submitted"): ("asked",),
    ("cas3", "bedspace_offered"): ("asked",),
    ("cas3", "booking_confirmed"): ("asked", "booked"),
    ("cas3", "arrived"): ("asked", "booked"),
    ("cas3", "rejected"): ("asked", "refused"),
    **{(item, "submitted"): ("sent",) for item in ("crs", "crs_other", "crs_women")},
    **{(item, "accepted"): ("sent", "accepted") for item in ("crs", "crs_other", "crs_women")},
    **{(item, "returned_incomplete"): ("sent", "returned") for item in ("crs", "crs_other", "crs_women")},
}
_NEEDS = ("needed", "asked", "sent")
_CAME_OF_IT = ("offered", "waiting", "not_available", "unsuitable")


class SupplyRow(NamedTuple):
    """What was recorded of one item of one person, in a month; no outcome: the region has none of it."""

    number: str
    prison: str | None
    region: str | None
    month: str
    """2026-11"""
    item: str
    outcome: str | None
    evidence: Mapping[str, str]


class _NeedSaid(NamedTuple):
    """One thing that a row says of somebody's need."""

    number: str
    prison: str
    region: str
    month: str
    item: str
    programme: str
    """As it is compared; empty for a bed or a referral."""
    what: str


class _Sums(NamedTuple):
    """How many people each thing is said of, under one key or two."""

    keys: tuple[str, ...]
    counts: Mapping[str, int]


def supply_tables(rows: Iterable[SupplyRow]) -> tuple[Table, ...]:
    """Programmes, beds and CRS referrals, needed and got, by item and month, prison and home region.

    `rows` are in the order in which they were recorded.
    """
    names: dict[str, str] = {}
    said = list(_said(rows, names))
    if not said:
        return (Table("programmes", TITLE, (), (), ("No programme, bed or CRS referral is recorded.",)),)
    courses = [each for each in said if each.item in PROGRAMMES]
    latest = list(_latest(courses))
    beds = [each for each in said if each.item in BEDS]
    sent = [each for each in said if each.item not in (*PROGRAMMES, *BEDS)]

    return (
        _table(
            *("programmes", "programmes", ("needed", *_CAME_OF_IT)),
            (TableColumn("programme", "Programme", lambda sums: names[sums.keys[0]]),),
            _summed(latest, lambda each: (each.programme,)),
            share=("needed", "offered"),
            notes=(
                "What a sentence plan or the offence work names, and what came of it last; each person once. "
                "Offered is under way or completed; a place on a waiting list is none.",
            ),
        ),
        _by_month("programmes", courses, ("needed", *_CAME_OF_IT[:3])),
        _table(
            *("programmes_by_prison", "programmes by prison", ("needed", *_CAME_OF_IT[:3])),
            (TableColumn("prison", "Prison", lambda sums: sums.keys[0]),),
            _summed(latest, lambda each: (each.prison,)),
        ),
        _table(
            *("beds", "beds by home region", ("asked", "booked", "refused", "none_here")),
            (
                TableColumn("region", "Home region", lambda sums: sums.keys[0]),
                TableColumn("item", "Item", lambda sums: sums.keys[1]),
            ),
            _summed(beds, lambda each: (each.region, each.item)),
            notes=("None there: the office's own file says that the home region has none.",) if beds else (),
        ),
        _by_month("beds", beds, ("asked", "booked", "refused", "none_here")),
        _by_month("referrals", sent, ("sent", "accepted", "returned")),
    )


def _said(rows: Iterable[SupplyRow], names: dict[str, str]) -> Iterator[_NeedSaid]:
    """What every row says; a need only in the first month that it is told in, all else once a month.

    Fills `names`: each programme as it was first written, by how it is compared.
    """
    last: dict[str, str] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        programme = ""
        if row.item in PROGRAMMES:
            named = row.evidence.get("programme") or row.evidence.get("needed")
            programme = fold(named) if named else last.get(row.number, NOT_NAMED)
            names.setdefault(programme, named or NOT_NAMED)
            if named:
                last[row.number] = programme
        for what in _says(row):
            once = (row.number, row.item, programme, what, *(() if what in _NEEDS else (row.month,)))
            if once not in seen:
                seen.add(once)
                yield _NeedSaid(
                    *(row.number, row.prison or "not known", row.region or "not known"),
                    *(row.month, row.item, programme, what),
                )


def _says(row: SupplyRow) -> tuple[str, ...]:
    if row.outcome is None:
        return ("none_here",)
    found = _SAYS.get((row.item, row.outcome), ())
    here = row.evidence.get("available_here")
    if row.item == "sentence_plan" and found and here is not None:
        return ("needed", "not_available") if here == "no" else ("needed",)
    return found


def _latest(said: Sequence[_NeedSaid]) -> Iterator[_NeedSaid]:
    """Every need, and of what came of it only the last: who waited and then had a place was offered it."""
    came = {(each.number, each.programme): each for each in said if each.what in _CAME_OF_IT}
    yield from (each for each in said if each.what == "needed")
    yield from came.values()


def _summed(said: Iterable[_NeedSaid], key: Callable[[_NeedSaid], tuple[str, ...]]) -> list[_Sums]:
    """Under each key, of how many people and programmes each thing is said; in the order of the alphabet."""
    found: dict[tuple[str, ...], dict[str, set[tuple[str, str]]]] = {}
    for each in said:
        found.setdefault(key(each), {}).setdefault(each.what, set()).add((each.number, each.programme))
    return [
        _Sums(keys, {what: len(people) for what, people in sums.items()})
        for keys, sums in sorted(found.items(), key=lambda pair: (*map(_not_known_last, pair[0]),))
    ]


def _not_known_last(key: str) -> tuple[bool, int, str]:
    return key in ("not known", NOT_NAMED), ITEMS.index(key) if key in ITEMS else -1, key


_WORDS = {
    "needed": "Needed",
    "offered": "Offered",
    "waiting": "Waiting",
    "not_available": "Not here",
    "unsuitable": "Not suitable",
    "asked": "Asked",
    "booked": "Booked",
    "refused": "Refused",
    "none_here": "None there",
    "sent": "Sent",
    "accepted": "Accepted",
    "returned": "Returned",
}


def _counted(what: str) -> TableColumn[_Sums]:
    return TableColumn(what, _WORDS[what], lambda sums: sums.counts.get(what, 0))


def _table(
    name: str,
    of: str,
    whats: Sequence[str],
    keys: Sequence[TableColumn[_Sums]],
    rows: Sequence[_Sums],
    share: tuple[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Table:
    columns = [*keys, *map(_counted, whats)]
    if share is not None:
        need, got = share
        columns.append(TableColumn("share", "Share", lambda sums: _share(sums.counts, need, got)))
    return table(name, f"{TITLE}: {of}", columns, rows, notes if rows else (), later=True)


def _share(counts: Mapping[str, int], need: str, got: str) -> str:
    needed = counts.get(need, 0)
    return f"{100 * counts.get(got, 0) / needed:.1f}%" if needed >= FEWEST else "too few"


def _by_month(of: str, said: Sequence[_NeedSaid], whats: Sequence[str]) -> Table:
    keys = (
        TableColumn[_Sums]("month", "Month", lambda sums: sums.keys[0]),
        TableColumn[_Sums]("item", "Item", lambda sums: sums.keys[1]),
    )
    rows = _summed(said, lambda each: (each.month, each.item))
    return _table(f"{of}_by_month", f"{of} by item and month", whats, keys, rows)
