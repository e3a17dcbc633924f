"""Reports over many people for other programs: as JSON, which is a contract, and as CSV.

Dates are ISO; what is not there is null. Keys are added at the end of an object, and never renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from releasecheck.formats.columns import Column, chosen, csv_of, names, object_maker, row_maker
from releasecheck.formats.csv_cells import ROWS_AT_A_TIME, Cell, written
from releasecheck.formats.json_text import Json, plain
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow, Missing, MissingRow
from releasecheck.reports.person.countdown import STATE_ORDER, STATE_WORDS


def to_json_missing(report: Missing) -> dict[str, Json]:
    """The missing-item report, exactly as the contract has it."""
    return {
        "as_of": plain(report.as_of),
        "window_days": report.window_days,
        "people": report.people,
        "items": list(map(object_maker(MISSING_OBJECT), report.items)),
        "by_owner": dict(report.by_owner),
        "by_state": dict(report.by_state),
        "not_counted": dict(report.not_counted),
    }


def to_json_caseload(report: Caseload) -> dict[str, Json]:
    """People by release date, with the number of their tasks in each state."""
    return {
        "as_of": plain(report.as_of),
        "people": list(map(object_maker(PERSON_OBJECT), report.rows)),
        "not_counted": dict(report.not_counted),
    }


def missing_columns(as_of: date) -> tuple[Column[MissingRow], ...]:
    """The missing-item report of a day, one thing missing to a row."""
    return (
        Column("as_of", "the day it was worked out for", lambda _: as_of),
        Column("prison_number", "whose it is", "prison_number"),
        Column("name", "their name", "name"),
        Column("prison", "their prison", "prison"),
        Column("release_date", "the release day counted to", "release_on"),
        Column("item", "the task, by its id", "item"),
        Column("title", "its title", "title"),
        Column("owner", "the role that must act", "owner"),
        Column("owner_name", "who that is, where somebody is named", "owner_name"),
        Column("state", "where it stands", "state"),
        Column("due_on", "the day it is due", "due_on"),
        Column("days", "days until it is due; negative when that has passed", "days"),
        Column(
            "missing_facts", "the facts that would say whether it applies, or done_before", "missing_facts"
        ),
        Column("blocked_by", "what must come first", "blocked_by"),
        Column("next", "what to do", "next"),
        Column(
            "local_default",
            "whether its date rests on a number that no source confirms",
            lambda row: "yes" if row.local_default else "no",
        ),
        Column("rosh", "the risk of serious harm", "rosh"),
        Column("com", "the person's COM", "com"),
        Column("reason", "why it is missing, in one word", "reason"),
        Column("outcome", "what was recorded last", "outcome"),
        Column("outcome_on", "the day of that", "outcome_on"),
        Column("waited", "days since it was sent, while an answer is waited for", "waited"),
        Column("sent_to", "whom the answer is waited for from", "sent_to"),
        Column("evidence_missing", "evidence that the outcome asks for and nobody wrote down", "gaps"),
        Column("earliest_possible", "the first day on which they could be out", "earliest_on"),
        Column("stopped", "what stands in the way of the release", "stopped?.words"),
        Column("contested_with", "handed back: who else it could be with, by role", "contested_with"),
        Column("contested_name", "who that is, where somebody is named", "contested_name"),
    )


def caseload_columns(as_of: date) -> tuple[Column[CaseloadRow], ...]:
    """People by release date, as of a day, one to a row."""
    return (
        Column("as_of", "the day it was worked out for", lambda _: as_of),
        Column("prison_number", "whose it is", "prison_number"),
        Column("name", "their name", "name"),
        Column("prison", "their prison", "prison"),
        Column("release_date", "the release day counted to", "release?.date"),
        Column("release_type", "the type of that date", "release?.type"),
        Column("confirmed", "whether the prison has confirmed it", "release?.confirmed"),
        Column("days", "days until then; negative when it has passed", "days_to_release"),
        Column("released_on", "the day they left", "released_on"),
        Column("pom", "their POM", "pom"),
        Column("com", "their COM", "com"),
        Column("missing", "how many of their tasks count as missing", "missing"),
        *map(_counted, STATE_ORDER),
        Column("stopped", "what stands in the way of the release", "stopped?.words"),
        Column("earliest_possible", "the first day on which they could be out", "earliest_on"),
    )


def _counted(state: str) -> Column[CaseloadRow]:
    about = f"how many of their tasks are {STATE_WORDS[state]}"
    return Column(state, about, lambda row: row.counts.get(state, 0))


_COUNTS: Column[CaseloadRow] = Column(
    "counts", "how many of their tasks are in each state", lambda row: dict(row.counts)
)


def _stopped(row: CaseloadRow | MissingRow) -> dict[str, object] | None:
    """What stands in the way of the release, as `show` has it."""
    return row.stopped and {**row.stopped._asdict(), "since": row.stopped.since.isoformat()}


#: A thing missing, and a person of the list, as the contract has them: what was promised of those columns.
MISSING_OBJECT: tuple[Column[MissingRow], ...] = (
    *chosen(missing_columns(date.min), "prison_number", "name", "item", "title", "owner", "state", "due_on"),
    *chosen(missing_columns(date.min), "days", "missing_facts", "blocked_by", "earliest_possible"),
    Column("stopped", "what stands in the way of the release", _stopped),
    *chosen(missing_columns(date.min), "owner_name", "contested_with", "contested_name"),
)
PERSON_OBJECT: tuple[Column[CaseloadRow], ...] = (
    *chosen(caseload_columns(date.min), "prison_number", "name", "prison", "release_date", "release_type"),
    *chosen(caseload_columns(date.min), "confirmed", "days", "released_on", "pom", "com", "missing"),
    _COUNTS,
    Column("stopped", "what stands in the way of the release", _stopped),
    *chosen(caseload_columns(date.min), "earliest_possible"),
)


def missing_csv(as_of: date, rows: Iterable[MissingRow]) -> Iterator[str]:
    """The missing-item report as CSV, some hundred rows at a time, so that it may be of any length."""
    columns, cells = missing_columns(as_of), _QuotedCells()
    yield ",".join(names(columns)) + "\n"
    lines = (",".join(map(cells.__getitem__, row)) for row in map(row_maker(columns), rows))
    while some := list(islice(lines, ROWS_AT_A_TIME)):
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


def caseload_csv(report: Caseload) -> Iterator[str]:
    """People by release date as CSV, with the number of their tasks in each state."""
    return csv_of(caseload_columns(report.as_of), report.rows)
