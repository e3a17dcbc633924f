"""What is missing, read from the record in one query: as a report, or row by row for a file of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from releasecheck.caseload_reports import EvidenceGap, Missing, MissingRow, Wait, missing, waits_by_agency
from releasecheck.commands.caseload_reading import asked
from releasecheck.commands.context import App
from releasecheck.commands.output import say, write_pieces
from releasecheck.commands.processing import shown
from releasecheck.commands.reading import footnotes
from releasecheck.reports import Standing, next_step, rests_on_ours, unmet
from releasecheck.store.columns import map_from
from releasecheck.store.report_rows import MissingRow as StoredMissing
from releasecheck.store.rows import Filters, ItemRow
from releasecheck.told import agency, whom
from releasecheck.words import full_name


def missing_report(app: App, window: int, grouping: str, filters: Filters, *, lists: bool = False) -> Missing:
    """What is missing across the caseload, in the window asked for; `filters` as the record spells them.

    `lists`: with what is waited for and which evidence nobody wrote down, unless a state is asked for.
    """
    lists = lists and not filters.state
    return missing(
        missing_rows(app, window, filters),
        app.today,
        window,
        app.store.count_people(filters),
        grouping,
        asked(filters),
        footnotes(app),
        _waits(app, filters) if lists else (),
        _gaps(app, filters) if lists else (),
        in_order=True,
    )


def _waits(app: App, filters: Filters) -> tuple[Wait, ...]:
    """Everything sent and not answered, by agency; where none was written down, by what was sent."""
    titles = {row.id: row.title for row in app.store.item_rows()}
    sent = app.store.sent(app.today, filters)
    asked_of = ((agency(each.evidence) or titles.get(each.item, each.item), each.on) for each in sent)
    return waits_by_agency(asked_of, app.today)


def _gaps(app: App, filters: Filters) -> list[EvidenceGap]:
    return [
        EvidenceGap(number, full_name(last, first), item, owner, outcome, on, fields)
        for number, last, first, item, owner, outcome, on, fields in app.store.gaps(filters)
    ]


def missing_rows(app: App, window: int, filters: Filters) -> Iterator[MissingRow]:
    """Each row of the report in its order, read as it is asked for; `filters` as `fitting` gives them."""
    until = app.today + timedelta(days=window)
    read = _Reader(app.today, {row.id: row for row in app.store.item_rows()})
    return map(read.row, app.store.missing_rows(app.today, until, filters))


def missing_csv(app: App, window: int, filters: Filters, output: Path | None, recipient: str | None) -> bool:
    """Write every row as CSV, a country's as well, holding only a few at a time; whether there was any."""
    from releasecheck import spreadsheets

    rows = missing_rows(app, window, filters)
    if output is None or str(output) == "-":
        # Who is shown is logged before the first row is; a file is there only once it is whole.
        people = set(app.store.missing_people(app.today, app.today + timedelta(days=window), filters))
    else:
        people = set()
        rows = _noting(rows, people)
    write_pieces(spreadsheets.missing_csv(app.today, rows), output, lambda: shown(app, people, recipient))
    if output is not None and str(output) != "-":
        say(app, f"Report written to {output}")
    return bool(people)


def _noting(rows: Iterable[MissingRow], people: set[str]) -> Iterator[MissingRow]:
    """The same rows; whose they are is added to `people` as they go by, a person's together."""
    for number, theirs in groupby(rows, key=itemgetter(0)):
        people.add(number)
        yield from theirs


class _Said(NamedTuple):
    """What many rows say alike."""

    title: str
    next: str | None
    public_protection: bool
    local_default: bool


class _Reader:
    """Rows of the record as rows of the report; what many rows say alike is worked out once."""

    def __init__(self, today: date, items: Mapping[str, ItemRow]) -> None:
        self._today, self._items = today, items
        self._alike: dict[tuple[object, ...], _Said] = {}
        self._person, self._name = "", ""

    def row(self, stored: StoredMissing) -> MissingRow:
        """One row, with its next step; made whole, because a country has half a million of them."""
        number, last, first, prison, com, rosh, item, state, due_on = stored[:9]
        _, outcome_on, missing_facts, gaps, needs, release_on = stored[9:15]
        owner, owner_name, outcome, outcome_next, evidence = stored[15:]
        today = self._today
        blocked_by = unmet(needs, today) if needs else ()
        waited = (today - outcome_on).days if state == "chase" and outcome_on else None
        key = (state, item, outcome_next, waited, missing_facts, blocked_by)
        said = self._alike.get(key)
        if said is None:
            said = self._alike[key] = self._say(stored, blocked_by)
        if number != self._person:
            self._person, self._name = number, full_name(last, first)
        return MissingRow._make(
            (
                *(number, self._name, prison, item, said.title, owner, owner_name, state, due_on),
                (due_on - today).days if due_on else None,
                *(missing_facts, blocked_by, release_on, said.next),
                *(said.public_protection, said.local_default, waited, rosh, com, outcome, outcome_on),
                whom(map_from(evidence)) if waited is not None and evidence else None,
                gaps,
            )
        )

    def _say(self, stored: StoredMissing, blocked_by: tuple[str, ...]) -> _Said:
        item, state = self._items.get(stored.item), stored.state
        standing = Standing(
            state,
            item.action if item else "",
            stored.opens_on,
            stored.outcome_on,
            stored.outcome_next,
            stored.missing_facts,
            blocked_by,
        )
        return _Said(
            item.title if item else stored.item,
            next_step(standing, self._today),
            item is not None and item.public_protection,
            item is not None and state != "blocked" and rests_on_ours(state, item.local_parts),
        )
