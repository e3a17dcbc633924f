"""Reports for other programs as JSON, which is a contract: exchange/README.md has it, key by key.

Dates are ISO; what is not there is null. `csv_cells` has the same as rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from releasecheck.core.domain import FactValue, Handover, Licence
from releasecheck.formats.tables import Tables
from releasecheck.people.facts import FACTS
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow, Missing, MissingRow
from releasecheck.reports.person.countdown import Countdown, TaskLine

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

_IDENTITY = ("prison_number", "first_name", "last_name")


def json_text(value: Mapping[str, object] | Sequence[Mapping[str, object]], indent: int | None = 2) -> str:
    """The value as JSON, for people to read as well; with a line's end."""
    import json

    return json.dumps(value, indent=indent, ensure_ascii=False) + "\n"


def json_list(values: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The values as one JSON list, as `json_text` would write it, a value at a time."""
    import json

    between = "[\n  "
    for value in values:
        yield between + json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")
        between = ",\n  "
    yield "[]\n" if between.startswith("[") else "\n]\n"


def jsonl_line(value: Mapping[str, object]) -> str:
    """The value as one line of JSON Lines, with its line's end."""
    import json

    return json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n"


def report_object(report: Countdown | Missing | Caseload | Tables) -> dict[str, Json]:
    """Any report as its JSON object."""
    if isinstance(report, Tables):
        return to_json_tables(report)
    if isinstance(report, Countdown):
        return to_json_countdown(report)
    return to_json_missing(report) if isinstance(report, Missing) else to_json_caseload(report)


def to_json_countdown(report: Countdown) -> dict[str, Json]:
    """One person's checklist, exactly as the contract has it."""
    order = {name: n for n, name in enumerate(FACTS)}
    known = sorted(report.facts, key=lambda name: (order.get(name, len(order)), name))
    return {
        "as_of": _iso(report.as_of),
        "person": {
            "prison_number": report.prison_number,
            "name": report.name,
            "facts": {name: _plain(report.facts[name]) for name in known if name not in _IDENTITY},
        },
        "release": _json_release(report),
        "handover": _json_handover(report.handover),
        "licence": _json_licence(report.licence),
        "tasks": [_json_task(task) for task in report.tasks],
        "counts": dict(report.counts),
    }


def to_json_missing(report: Missing) -> dict[str, Json]:
    """The missing-item report, exactly as the contract has it."""
    return {
        "as_of": _iso(report.as_of),
        "window_days": report.window_days,
        "people": report.people,
        "items": [_json_missing(row) for row in report.items],
        "by_owner": dict(report.by_owner),
        "by_state": dict(report.by_state),
    }


def to_json_caseload(report: Caseload) -> dict[str, Json]:
    """People by release date, with the number of their tasks in each state."""
    return {"as_of": _iso(report.as_of), "people": [_json_person(row) for row in report.rows]}


def to_json_tables(report: Tables) -> dict[str, Json]:
    """A report of tables: each under its name, a row as its values by key."""
    return {
        "as_of": _iso(report.as_of),
        "filters": list(report.filters),
        **{
            table.name: [
                {key: value if value is None else _plain(value) for key, value in row.items()}
                for row in table.objects()
            ]
            for table in report.tables
        },
    }


def _json_release(report: Countdown) -> Json:
    release = report.release
    if release is None:
        return None
    return {
        "date": _iso(release.date),
        "type": release.type,
        "nominal_date": _iso(release.nominal_date),
        "confirmed": release.confirmed,
        "source": release.source,
        "days": report.days_to_release,
        "working_days": report.working_days_to_release,
        "may_move_to": _iso(release.may_move_to),
    }


def _json_handover(handover: Handover | None) -> Json:
    if handover is None:
        return None
    earliest = handover.earliest_release
    return {
        "date": _iso(handover.date),
        "start": _iso(handover.start),
        "reason": handover.reason,
        "responsible": handover.responsible,
        "supporting": handover.supporting,
        "earliest_release": {"date": _iso(earliest.date), "type": earliest.type} if earliest else None,
    }


def _json_licence(licence: Licence | None) -> Json:
    if licence is None:
        return None
    return {
        "start": _iso(licence.start),
        "hard_stop": _iso(licence.hard_stop),
        "hard_stop_warning": _iso(licence.hard_stop_warning),
    }


def _json_task(task: TaskLine) -> Json:
    return {
        "item": task.item,
        "title": task.title,
        "pathway": task.pathway,
        "owner": task.owner,
        "owner_name": task.owner_name,
        "state": task.state,
        "position": task.position,
        "opens_on": _iso(task.opens_on),
        "due_on": _iso(task.due_on),
        "expires_on": _iso(task.expires_on),
        "chase_on": _iso(task.chase_on),
        "days": task.days,
        "compressed": task.compressed,
        "outcome": task.outcome,
        "outcome_on": _iso(task.outcome_on),
        "evidence": dict(sorted(task.evidence.items())),
        "missing_facts": list(task.missing_facts),
        "blocked_by": list(task.blocked_by),
        "reasons": list(task.reasons),
        "next": task.next,
    }


def _json_missing(row: MissingRow) -> Json:
    return {
        "prison_number": row.prison_number,
        "name": row.name,
        "item": row.item,
        "title": row.title,
        "owner": row.owner,
        "state": row.state,
        "due_on": _iso(row.due_on),
        "days": row.days,
        "missing_facts": list(row.missing_facts),
        "blocked_by": list(row.blocked_by),
    }


def _json_person(row: CaseloadRow) -> Json:
    return {
        "prison_number": row.prison_number,
        "name": row.name,
        "prison": row.prison,
        "release_date": _iso(row.release.date) if row.release else None,
        "release_type": row.release.type if row.release else None,
        "confirmed": row.release.confirmed if row.release else None,
        "days": row.days_to_release,
        "released_on": _iso(row.released_on),
        "pom": row.pom,
        "com": row.com,
        "missing": row.missing,
        "counts": dict(row.counts),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(value: FactValue) -> Json:
    return value.isoformat() if isinstance(value, date) else value
