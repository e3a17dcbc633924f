"""No small count that readers outside the office are not shown can be worked out from what they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from releasecheck.formats.tables import Heading, Suppressed, Table, Tables, Value
from releasecheck.reports.figures.for_outside import for_outside

Group = tuple[int, ...]
"""How many of a group are so, are not so, and are not known."""

NUMBERS = ("yes", "of", "not_known")
MEASURES = tuple(Heading(key, key) for key in ("measure", *NUMBERS, "not_due", "share"))
SPLIT = tuple(Heading(key, key) for key in ("measure", "group", *NUMBERS, "share"))


def shown_of(groups: Sequence[Group]) -> tuple[int, int, int]:
    """What a row over these groups says: yes, of, not known."""
    yes, no, unknown = (sum(group[n] for group in groups) for n in range(3))
    return yes, yes + no, unknown


def report_of(groups: Sequence[Group]) -> Tables:
    """One measure over everybody, and by group, as `outcomes --by` makes it."""
    rows: list[tuple[Value, ...]] = [("Late", str(n), *shown_of([each]), "") for n, each in enumerate(groups)]
    tables = (
        Table("measures", "Measures", MEASURES, (("Late", *shown_of(groups), 0, ""),)),
        Table("split", "By group", SPLIT, tuple(rows)),
    )
    return Tables("outcomes", "Outcomes of many releases", date(2026, 11, 23), tables)


def agrees(value: int, cell: Value, least: int) -> bool:
    """Whether this number may be what the cell says."""
    if isinstance(cell, Suppressed):
        return 0 < value < least if cell.startswith("<") else True
    return value == cell


def rows_shown(report: Tables) -> Iterator[tuple[Value, ...]]:
    """The numbers of every row, that of everybody first."""
    for table in report.tables:
        for row in table.objects():
            yield tuple(row[key] for key in NUMBERS)


def could_be(report: Tables, people: int, groups: int, least: int) -> list[list[Group]]:
    """Everything that a reader cannot rule out, who adds up whatever can be added up."""
    everybody, *each_group = rows_shown(report)
    possible = [
        [
            group
            for group in product(range(people + 1), repeat=3)
            if sum(group) <= people and all(map(agrees, shown_of([group]), cells, [least] * 3))
        ]
        for cells in each_group
    ]
    return [
        list(found)
        for found in product(*possible)
        if sum(map(sum, found)) == people and all(map(agrees, shown_of(list(found)), everybody, [least] * 3))
    ]


def told(groups: Sequence[Group]) -> list[int]:
    """Every number that is printed or follows: of everybody and of each group, and how many are not so."""
    return [
        number
        for those in (groups, *([each] for each in groups))
        for number in (*shown_of(those), sum(no for _, no, _ in those), sum(map(sum, those)))
    ]


@given(
    st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=2, max_size=3).filter(
        lambda groups: 4 <= sum(map(sum, groups)) <= 9  # how many there are in all is told
    ),
    st.integers(3, 4),
)
@example([(1, 5, 0), (0, 6, 0)], 3)
@example([(1, 0, 0), (0, 8, 0)], 3)
@example([(1, 1, 0), (1, 1, 0)], 3)
@settings(max_examples=200, deadline=None)
def test_no_small_count_can_be_had_by_subtraction(groups: Sequence[Group], least: int) -> None:
    """A reader who knows every sum, and that all are counted, is left with two answers at the least."""
    people = sum(map(sum, groups))
    report = for_outside(report_of(groups), people, least)
    ways = [told(found) for found in could_be(report, people, len(groups), least)]
    true = told(groups)
    assert true in ways
    for place, number in enumerate(true[:4] + true[5:]):
        if 0 < number < least:
            at = place if place < 4 else place + 1  # how many there are in all stands in the title
            assert len({way[at] for way in ways}) > 1, (groups, place, [*rows_shown(report)])


def test_what_tells_of_nobody_is_shown() -> None:
    """Nought is no small count, and nothing is held back where nothing is small."""
    report = report_of([(20, 10, 0), (30, 10, 0)])
    assert for_outside(report, 70, 5).tables == report.tables


def test_beside_one_small_group_one_other_is_held_back_and_the_total_stays() -> None:
    groups = [(3, 9, 0), (10, 9, 0), (20, 9, 0), (30, 9, 0)]
    found = list(rows_shown(for_outside(report_of(groups), 99, 5)))
    assert [row[0] for row in found] == [63, "<5", "hidden", 20, 30]
    assert [row[1] for row in found] == [99, 12, 19, 29, 39]
