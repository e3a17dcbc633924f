"""A person's own data for them to have, and the review sheet: two files, written together and logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.law.holds import everybody_merged
from releasecheck.app.law.periods import periods_set
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import make_folder, may_replace, paper_document, write_files
from releasecheck.app.reading.access_log import log_given
from releasecheck.app.reading.countdowns import countdown_for, made
from releasecheck.core.domain import ROLES
from releasecheck.core.errors import UsageError
from releasecheck.core.words import full_name
from releasecheck.formats.json_text import json_text
from releasecheck.reports.law.access import AccessLogLine, AccessReport, Asked, access_report
from releasecheck.reports.law.access_page import (
    KeptOf,
    access_paper,
    review_paper,
    to_json_access,
    to_json_review,
)
from releasecheck.store.rows import LogFilters

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Catalogue

REPORT, REVIEW = "access-report", "review-sheet"


def write_access_report(
    app: App, person: str, recipient: str, folder: Path, form: str, *, force: bool, staff_names: bool
) -> tuple[Path, Path, int]:
    """Both files in the folder, logged as given out; where they are, and how much is under review."""
    if not recipient.strip():
        raise UsageError("who is it for? Add --to WHO: giving out people's data is logged")
    app.ask_for_reason()
    numbers = everybody_merged(app, person)
    kept, report = _kept(app, numbers), _report(app, numbers, staff_names=staff_names)
    make_folder(folder, "-o")
    main, sheet = (folder / f"{name}-{numbers[-1]}.{form}" for name in (REPORT, REVIEW))
    for path in (main, sheet):
        may_replace(path, force)
    when = made(app, recipient)
    texts: dict[Path, str | bytes] = {}
    if form == "json":
        texts[main] = json_text(to_json_access(report, kept, when))
        texts[sheet] = json_text(to_json_review(report, kept))
    else:
        texts[main] = paper_document(app, access_paper(report, kept, when), form)
        texts[sheet] = paper_document(app, review_paper(report, kept, made(app)), form)
    write_files(texts, lambda: log_given(app, list(numbers), recipient))
    return main, sheet, len(report.review)


def _report(app: App, numbers: Sequence[str], *, staff_names: bool) -> AccessReport:
    entries = [
        entry._replace(at=entry.at.astimezone()) for number in numbers for entry in app.store.history(number)
    ]
    lines = {row.id: row for number in numbers for row in app.store.log_rows(LogFilters(person=number))}
    log = [
        AccessLogLine(
            *(row.id, datetime.fromisoformat(row.at).astimezone(), row.kind, row.command, row.by),
            *(row.recipient, row.reason),
        )
        for _, row in sorted(lines.items())
    ]
    catalogue = app.whole_catalogue()
    rows = app.store.item_rows()
    plain = {name for name, field in catalogue.fields.items() if field.kind != "text"}
    reviewed = {row.id for row in rows if row.sensitive or row.public_protection}
    reviewed |= {row.id for row in rows if row.pathway in _OF_OTHERS}
    roles = {row.name.casefold(): ROLES.get(row.role, row.role) for row in app.store.staff_rows()}
    asked = Asked(
        {row.id: row.title for row in rows},
        frozenset(reviewed),
        frozenset(_replies(catalogue)),
        frozenset(plain),
        roles,
        staff_names,
    )
    return access_report(entries, log, asked)


_OF_OTHERS = ("protection", "victims", "public_protection")
"""Pathways whose tasks are about protecting others."""


def _replies(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Outcomes with which somebody answered whom the police, a council or security were asked."""
    for item in catalogue.items.values():
        asked = {need.field for spec in item.outcomes.values() for need in spec.evidence}
        if asked & _ASKED_OF:
            yield from ((item.id, name) for name, spec in item.outcomes.items() if spec.kind != "waiting")


_ASKED_OF = frozenset(("authority", "force", "security_review"))


def _kept(app: App, numbers: tuple[str, ...]) -> KeptOf:
    """Whose data it is and where their tasks stand; of somebody off the lists there are none."""
    here = [number for number in numbers if app.store.saved_plan(number) is not None]
    stands = [one for one in app.store.records(here) if "merged_into" not in one.facts]
    tasks, withheld, name = [], 0, "a person"
    for record in stands:
        name = full_name(record.facts.get("last_name"), record.facts.get("first_name"))
        about = countdown_for(app, record.prison_number)
        rows = {row.id: row for row in app.store.item_rows()}
        for line in about.tasks:
            row = rows[line.item]
            if row.sensitive or row.public_protection or row.pathway in _OF_OTHERS:
                withheld += 1
            else:
                tasks.append((line.title, line.state.replace("_", " "), line.owner))
    return KeptOf(
        *(name, _last_first(numbers, [one.prison_number for one in stands]), tuple(tasks), withheld),
        *(periods_set(app), app.settings.get("office", "")),
    )


def _last_first(numbers: tuple[str, ...], stands: Sequence[str]) -> tuple[str, ...]:
    """The number that stands comes last."""
    return (*(one for one in numbers if one not in stands), *stands)
