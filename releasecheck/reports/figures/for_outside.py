"""The outcomes for readers outside the office: no count by which somebody might be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from releasecheck.core.words import count
from releasecheck.formats.tables import Suppressed, Table, Tables, Value
from releasecheck.reports.figures.small_counts import Count, Sum, hold_back, is_small

HIDDEN = "hidden"
_SHARES = ("share", "ours")

Place = tuple[int, int, str]
"""Number of the table, number of the row, key of the column."""


def for_outside(report: Tables, people: int, least: int) -> Tables:
    """The same report with its small counts held back; `people` is how many releases its title counts."""
    everybody = Count(people, kept=True)
    counts = dict(_counts(report))
    sums = [*_sums(report, counts, everybody)]
    hold_back([everybody, *counts.values()], sums, least)
    title = report.title
    if everybody.held:
        title = title.replace(count(people, "release"), f"fewer than {least} releases")
    tables = tuple(_shown(n, table, counts, least) for n, table in enumerate(report.tables))
    return report._replace(title=title, tables=_ours(tables), notes=(*report.notes, rule(least)))


def rule(least: int) -> str:
    """What the page says of it."""
    return (
        f"For readers outside the office: 1 to {least - 1} is shown as <{least}, and a number is {HIDDEN} "
        "where it would tell one of those by subtraction."
    )


def _counts(report: Tables) -> Iterator[tuple[Place, Count]]:
    for n, table in enumerate(report.tables):
        for m, row in enumerate(table.objects()):
            for key, value in row.items():
                if isinstance(value, int):
                    yield (n, m, key), Count(value)


def _sums(report: Tables, counts: Mapping[Place, Count], everybody: Count) -> Iterator[Sum]:
    """Every sum that a reader knows of: along rows, down columns, over groups, and across tables."""
    measured: dict[str, dict[str, Count]] = {}
    by_column: dict[tuple[str, str, int], Count] = {}
    for n, table in enumerate(report.tables):
        rows = [
            ({key: counts[n, m, key] for key in row if (n, m, key) in counts}, row)
            for m, row in enumerate(table.objects())
        ]
        if table.name == "measures":
            for row, told in rows:
                yield from _measure(row, everybody)
                measured[str(told["measure"])] = row
        elif table.name == "split":
            yield from _groups(rows, measured, everybody)
        else:
            yield from _rows_of(table.name, [row for row, _ in rows], everybody)
            family = table.name.partition("_by")[0]
            for key in dict.fromkeys(key for row, _ in rows for key in row):
                parts = [row[key] for row, _ in rows if key in row]
                whole = sum(each.value for each in parts)
                total = by_column.setdefault((family, key, whole), Count(whole, printed=False))
                yield Sum(total, parts)
                if table.name == "causes":
                    yield from (
                        Sum(row["yes"], [total]) for row in measured.values() if row["yes"].value == whole
                    )


def _measure(row: dict[str, Count], everybody: Count) -> Iterator[Sum]:
    """How many are not so; and that all of these are everybody, of a measure that all are counted in."""
    yield _not_so(row)
    counted = [row["of"], row["not_known"], row["not_due"]]
    if sum(each.value for each in counted) == everybody.value:
        yield Sum(everybody, counted)


def _not_so(row: dict[str, Count]) -> Sum:
    row["no"] = Count(row["of"].value - row["yes"].value, printed=False)
    return Sum(row["of"], [row["yes"], row["no"]], across=True)


def _groups(
    rows: Sequence[tuple[dict[str, Count], Mapping[str, Value]]],
    measured: Mapping[str, Mapping[str, Count]],
    everybody: Count,
) -> Iterator[Sum]:
    """The groups of each measure make the measure, and the sizes of the groups are the same in every one."""
    columns: dict[tuple[str, str], list[Count]] = {}
    counted: dict[str, list[list[Count]]] = {}
    for row, told in rows:
        yield _not_so(row)
        counted.setdefault(str(told["group"]), []).append([row["of"], row["not_known"]])
        for key, each in row.items():
            columns.setdefault((str(told["measure"]), key), []).append(each)
    for (measure, key), parts in columns.items():
        yield Sum(measured[measure][key], parts)
    sizes = {
        group: Count(max(sum(each.value for each in row) for row in those), printed=False)
        for group, those in counted.items()
    }
    if sum(each.value for each in sizes.values()) == everybody.value:
        yield Sum(everybody, list(sizes.values()))
    for group, those in counted.items():
        for known in those:
            if sum(each.value for each in known) == sizes[group].value:
                yield Sum(sizes[group], known)


def _rows_of(name: str, rows: Sequence[dict[str, Count]], everybody: Count) -> Iterator[Sum]:
    """What is known and what is not are everybody; who is not so follows from who is."""
    if name != "mix":
        return
    for row in rows:
        if row["of"].value + row["not_known"].value == everybody.value:
            yield Sum(everybody, [row["of"], row["not_known"]])
        if "people" in row:
            rest = Count(row["of"].value - row["people"].value, printed=False)
            yield Sum(row["of"], [row["people"], rest], across=True)


def _shown(n: int, table: Table, counts: Mapping[Place, Count], least: int) -> Table:
    rows = []
    for m, row in enumerate(table.objects()):
        held = {key for key in row if (n, m, key) in counts and counts[n, m, key].held}
        told = [
            _in_its_place(counts[n, m, key], least)
            if key in held
            else Suppressed(HIDDEN)
            if held and key in _SHARES  # "too few" would say something of a number that is hidden
            else value
            for key, value in row.items()
        ]
        rows.append(tuple(told))
    return table._replace(rows=tuple(rows))


def _in_its_place(each: Count, least: int) -> Suppressed:
    return Suppressed(f"<{least}" if is_small(each, least) and not each.blank else HIDDEN)


def _ours(tables: Sequence[Table]) -> tuple[Table, ...]:
    """A share that one table holds back stands in no other."""
    shares = {
        row["measure"]: row["share"]
        for table in tables
        if table.name == "measures"
        for row in table.objects()
    }
    return tuple(
        table._replace(
            rows=tuple(
                tuple(shares[row["measure"]] if key == "ours" else value for key, value in row.items())
                for row in table.objects()
            )
        )
        if table.name == "published"
        else table
        for table in tables
    )
