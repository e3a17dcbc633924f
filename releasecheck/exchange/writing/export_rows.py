"""What the record holds, as rows under the columns of `export_columns`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from releasecheck.core.domain import PersonRecord, RecordedOutcome
from releasecheck.exchange.writing.export_columns import FACT_NAMES, Column
from releasecheck.formats.csv_cells import Cell, moment
from releasecheck.people.entries import FactTold
from releasecheck.people.history import Line, Part
from releasecheck.people.plan_inputs import tellings_given
from releasecheck.reports.person.countdown import STATE_ORDER, Countdown

#: An entry that says nothing of its own, such as the undoing of a note.
_NO_PART = Part("person", None, None, None, "")


def person_row(record: PersonRecord) -> tuple[Cell, ...]:
    """One person: every fact that is known, and what another record needs to make the same plan."""
    return (
        record.prison_number,
        *(record.facts.get(name) for name in FACT_NAMES),
        record.known_since,
        tellings_given(record.tellings) or None,
        dict(record.owners) or None,
    )


def told_row(told: FactTold) -> tuple[Cell, ...]:
    """One fact as it was told."""
    return (
        *(told.prison_number, told.fact, told.value, told.told_on, told.source),
        *(told.at, told.by, told.entry),
    )


def outcome_row(number: str, sequence: int, outcome: RecordedOutcome) -> tuple[Cell, ...]:
    """One outcome, its evidence as one value; `sequence` is its place among those of the person."""
    return (
        *(number, outcome.item, outcome.outcome, outcome.on, outcome.reason, outcome.by, sequence),
        dict(sorted(outcome.evidence.items())),
    )


def outcome_cells(
    number: str, sequence: int, outcome: RecordedOutcome, fields: Sequence[str]
) -> tuple[Cell, ...]:
    """The same with a cell for each of these fields of evidence."""
    *row, _ = outcome_row(number, sequence, outcome)
    return (*row, *(outcome.evidence.get(field) for field in fields))


def plan_row(report: Countdown) -> tuple[Cell, ...]:
    """One person's checklist in one row: its dates, and how many tasks stand where."""
    release, handover, licence = report.release, report.handover, report.licence
    earliest = handover.earliest_release if handover else None
    place = report.facts.get("prison")
    return (
        *(report.as_of, report.prison_number, report.name, place),
        *(
            (release.date, release.type, release.nominal_date, release.confirmed, release.source)
            if release
            else (None,) * 5
        ),
        *(report.days_to_release, report.working_days_to_release, release.may_move_to if release else None),
        *(
            (handover.date, handover.start, handover.reason, handover.responsible, handover.supporting)
            if handover
            else (None,) * 5
        ),
        *((earliest.date, earliest.type) if earliest else (None, None)),
        *((licence.start, licence.hard_stop, licence.hard_stop_warning) if licence else (None,) * 3),
        *(report.counts.get(state, 0) for state in STATE_ORDER),
    )


def history_rows(number: str, lines: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    """A row for each thing that each entry changed, oldest first."""
    for line in lines:
        for part in line.parts or (_NO_PART,):
            words = ": ".join(filter(None, (line.deed if line.deed != "recorded" else "", part.words)))
            undone = line.undone
            yield (
                *(number, line.entry, line.at, line.by, line.command, line.day),
                *(part.kind, part.name, part.before, part.after, words),
                *(line.told_on, line.source, line.reason),
                *((undone.entry, undone.reason) if undone else (None, None)),
            )


def objects(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, only_known: bool = False
) -> Iterator[dict[str, object]]:
    """Rows as JSON objects; `only_known` leaves out what is not known instead of saying null."""
    names = [column.name for column in columns]
    for row in rows:
        pairs = zip(names, row, strict=True)
        yield {name: _plain(value) for name, value in pairs if not (only_known and value is None)}


def _plain(value: Cell) -> object:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def evidence_fields(ours: Iterable[str], recorded: Iterable[str]) -> tuple[str, ...]:
    """The fields of evidence in the order of the catalogue, then those it no longer has, by name."""
    known = tuple(ours)
    return (*known, *sorted(set(recorded) - set(known)))
