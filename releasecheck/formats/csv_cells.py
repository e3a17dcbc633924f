"""Any value as what one cell of a spreadsheet holds, and rows as CSV, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import TypeAlias

from releasecheck.core.formulas import guarded
from releasecheck.formats.tables import Tables
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow, Missing, MissingRow
from releasecheck.reports.person.countdown import STATE_ORDER, Countdown, TaskLine

Cell: TypeAlias = (
    "bool | int | str | date | tuple[str, ...] | list[dict[str, object]] | dict[str, str] | None"
)
"""A date may be a moment; a tuple is several texts; a list or a map is kept as JSON."""

_ROWS_AT_A_TIME = 200


def flat(value: Cell) -> int | date | str | None:
    """What one cell holds: days stay days, yes and no are words, and no text begins a formula."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | date):
        return value
    if isinstance(value, list | dict):
        import json

        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = value if isinstance(value, str) else "; ".join(value)
    # A lone carriage return would not be quoted, and would end the row for many readers.
    return guarded(text.replace("\r\n", "\n").replace("\r", "\n"))


def written(value: Cell) -> str:
    """The same as text: days and moments as ISO 8601 writes them."""
    held = flat(value)
    if isinstance(held, date):
        return moment(held) if isinstance(held, datetime) else held.isoformat()
    return "" if held is None else str(held)


def moment(at: datetime) -> str:
    """2026-11-23T14:05:00Z, whatever time zone it is given in."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def csv_pieces(
    headings: Sequence[str],
    rows: Iterable[Iterable[Cell]],
    above: str | None = None,
) -> Iterator[str]:
    """Rows as CSV with a heading row, some hundred rows at a time; `above` is a row before them."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if above:
        writer.writerow([written(above)])
    writer.writerow(headings)
    for number, row in enumerate(rows, start=1):
        writer.writerow([written(value) for value in row])
        if number % _ROWS_AT_A_TIME == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def csv_lines(headings: Sequence[str], rows: Iterable[Iterable[Cell]]) -> str:
    """The same in one piece."""
    return "".join(csv_pieces(headings, rows))


def csv_text(report: Countdown | Missing | Caseload | Tables) -> str:
    """The report as CSV with a heading row; texts that a spreadsheet would run are made harmless."""
    if isinstance(report, Tables):
        return _tables_csv(report)
    if isinstance(report, Countdown):
        return csv_lines(COUNTDOWN_HEADINGS, countdown_rows(report))
    if isinstance(report, Missing):
        return "".join(missing_csv(report.as_of, report.items))
    return csv_lines(_CASELOAD_HEADINGS, (_caseload_row(report, row) for row in report.rows))


def _tables_csv(report: Tables) -> str:
    """Every table in one: its name first in each row, and a column for every key that any of them has."""
    keys = list(dict.fromkeys(heading.key for table in report.tables for heading in table.headings))
    rows = (
        (report.as_of, table.name, *(row.get(key) for key in keys))
        for table in report.tables
        for row in table.objects()
    )
    return csv_lines(("as_of", "table", *keys), rows)


def missing_csv(as_of: date, rows: Iterable[MissingRow]) -> Iterator[str]:
    """The missing-item report as CSV, some hundred rows at a time, so that it may be of any length."""
    cells = _QuotedCells()
    yield csv_lines(_MISSING_HEADINGS, ())
    lines = (",".join(map(cells.__getitem__, _missing_row(as_of, row))) for row in rows)
    while some := list(islice(lines, _ROWS_AT_A_TIME)):
        yield "\n".join(some) + "\n"


class _QuotedCells(dict[Cell, str]):
    """Each value as its cell of a CSV row, quoted where it must be; worked out once, for most come again.

    Not for rows with yes and no: `True` is found as 1 is.
    """

    def __missing__(self, value: Cell) -> str:
        text = written(value)
        if any(sign in text for sign in ',"\n'):
            text = '"' + text.replace('"', '""') + '"'
        self[value] = text
        return text


COUNTDOWN_HEADINGS = (
    "as_of prison_number name release_date item title pathway owner owner_name state position opens_on "
    "due_on expires_on chase_on days compressed days_lost outcome outcome_on outcome_reason missing_facts "
    "blocked_by reasons next local_default"
).split()
_MISSING_HEADINGS = (
    "as_of prison_number name prison release_date item title owner owner_name state due_on days "
    "missing_facts blocked_by next local_default rosh com reason outcome outcome_on waited sent_to "
    "evidence_missing"
).split()
_CASELOAD_HEADINGS = [
    *"as_of prison_number name prison release_date release_type confirmed days released_on pom com".split(),
    *("missing", *STATE_ORDER),
]


def countdown_rows(report: Countdown) -> Iterator[tuple[Cell, ...]]:
    """One person's tasks, each as the cells under `COUNTDOWN_HEADINGS`."""
    return (_countdown_row(report, task) for task in report.tasks)


def _countdown_row(report: Countdown, task: TaskLine) -> tuple[Cell, ...]:
    return (
        *(report.as_of, report.prison_number, report.name, report.release.date if report.release else None),
        *(task.item, task.title, task.pathway, task.owner, task.owner_name, task.state, task.position),
        *(task.opens_on, task.due_on, task.expires_on, task.chase_on, task.days),
        *(task.compressed, task.days_lost, task.outcome, task.outcome_on, task.outcome_reason),
        *(task.missing_facts, task.blocked_by, task.reasons, task.next, task.local_default),
    )


def _missing_row(as_of: date, row: MissingRow) -> tuple[Cell, ...]:
    return (
        *(as_of, row.prison_number, row.name, row.prison, row.release_on),
        *(row.item, row.title, row.owner, row.owner_name, row.state, row.due_on, row.days),
        *(row.missing_facts, row.blocked_by, row.next, "yes" if row.local_default else "no"),
        *(row.rosh, row.com, row.reason, row.outcome, row.outcome_on, row.waited, row.sent_to, row.gaps),
    )


def _caseload_row(report: Caseload, row: CaseloadRow) -> tuple[Cell, ...]:
    release = row.release
    return (
        *(report.as_of, row.prison_number, row.name, row.prison),
        *((release.date, release.type, release.confirmed) if release else (None, None, None)),
        *(row.days_to_release, row.released_on, row.pom, row.com, row.missing),
        *(row.counts.get(state, 0) for state in STATE_ORDER),
    )
