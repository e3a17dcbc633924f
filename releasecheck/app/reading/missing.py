"""What is missing, read from the record in one query: as a report, or row by row for a file of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import say, write_pieces
from releasecheck.app.reading.access_log import shown
from releasecheck.app.reading.caseload import COUNTED_AHEAD, asked
from releasecheck.app.reading.countdowns import footnotes
from releasecheck.app.reading.need import without_need
from releasecheck.app.reading.staff import spelled_alike
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import full_name, uncapital
from releasecheck.people.entries import agency, whom
from releasecheck.people.office.staff import Spelled
from releasecheck.people.sensitive import UNSHOWN, may_be_shown, not_shown, plain_names
from releasecheck.planning.states import missing_on, unmet
from releasecheck.reports.caseload.missing import (
    CaseloadRow,
    EvidenceGap,
    Missing,
    MissingRow,
    missing,
)
from releasecheck.reports.caseload.needs import Mine, Weighing, people_needs
from releasecheck.reports.caseload.person_rows import worst_words
from releasecheck.reports.caseload.pressing import pressing_rules
from releasecheck.reports.caseload.waits import Wait, waits_by_agency
from releasecheck.reports.person.next_step import Standing, next_step, rests_on_ours
from releasecheck.store.report_rows import MissingPerson, MissingTask
from releasecheck.store.rows import Filters, ItemRow
from releasecheck.store.tables.columns import map_from
from releasecheck.store.tables.task_rows import TaskReader


class Withheld:
    """How many of the rows that were read are not shown to whoever asks."""

    def __init__(self) -> None:
        self.tasks = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """That something is left out, for the foot of a report; nothing where nothing is."""
        return tuple(filter(None, (not_shown(self.tasks),)))


def missing_report(
    app: App,
    window: int,
    grouping: str,
    filters: Filters,
    *,
    lists: bool = False,
    alike: Spelled | None = None,
) -> Missing:
    """What is missing across the caseload, in the window asked for; `filters` as the record spells them.

    `alike`: what `spelled_alike` says, where it was asked already. `lists`: with what is waited for and which
    evidence nobody wrote down, unless a state is asked for.
    """
    lists, withheld = lists and not filters.state, Withheld()
    found = missing(
        missing_rows(app, window, filters, withheld, alike),
        app.today,
        window,
        app.store.count_people(app.today, app.today + timedelta(days=window), filters),
        grouping,
        asked(filters),
        footnotes(app),
        _waits(app, filters) if lists else (),
        _gaps(app, filters) if lists else (),
        in_order=True,
    )
    found = found._replace(footnotes=(*found.footnotes, *withheld.notes))
    return found._replace(checks=tuple(app.store.to_check(filters))) if lists else found


def _waits(app: App, filters: Filters) -> tuple[Wait, ...]:
    """Everything sent and not answered, by agency; where none was written down, by what was sent."""
    titles = {row.id: row.title for row in app.store.item_rows()}
    hidden = _hidden(app)
    sent = (each for each in app.store.sent(app.today, filters) if each.item not in hidden)
    asked_of = ((agency(each.evidence) or titles.get(each.item, each.item), each.on) for each in sent)
    return waits_by_agency(asked_of, app.today)


def _gaps(app: App, filters: Filters) -> list[EvidenceGap]:
    hidden = _hidden(app)
    return [
        EvidenceGap(gap.prison_number, full_name(gap.last_name, gap.first_name), *gap[3:])
        for gap in app.store.gaps(filters)
        if gap.item not in hidden
    ]


def _hidden(app: App) -> frozenset[str]:
    """The items that the role of whoever asks is shown nothing of, where they are not its own."""
    role = without_need(app)
    rows = app.store.item_rows() if role is not None else []
    return frozenset(row.id for row in rows if not may_be_shown(row.sensitive, row.owner, role))


def missing_rows(
    app: App,
    window: int,
    filters: Filters,
    withheld: Withheld | None = None,
    alike: Spelled | None = None,
) -> Iterator[MissingRow]:
    """Each row of the report in its order, read as it is asked for; `filters` as `fitting` gives them.

    Less what is not shown to the role of whoever asks, which is counted.
    """
    until = app.today + timedelta(days=window)
    people = app.store.missing_by_person(app.today, until, filters)
    return rows_of(app, people, withheld or Withheld(), alike)


def rows_of(
    app: App, people: Iterable[MissingPerson], withheld: Withheld, alike: Spelled | None = None
) -> Iterator[MissingRow]:
    """What is missing for these people as rows of the report, read as it is asked for.

    Less what is not shown to the role of whoever asks, which is counted.
    """
    items = {row.id: row for row in app.store.item_rows()}
    alike = spelled_alike(app) if alike is None else alike
    read = _MissingReader(app.today, items, alike, _Need(without_need(app), withheld))
    return chain.from_iterable(map(read.rows, people))


def worst_of(app: App, rows: Iterable[CaseloadRow]) -> dict[str, tuple[str, str]]:
    """What is late, or else what is next, for each of these people of whom anything is; and in brief."""
    return _worst(app, _missing_of(app, rows))


def worst_and_late(
    app: App, rows: Iterable[CaseloadRow]
) -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
    """The same, and who has something late by a rule that a source confirms."""
    found = list(_missing_of(app, rows))
    late = (row.prison_number for row in found if row.state == "overdue" and not row.local_default)
    return _worst(app, found), frozenset(late)


def _missing_of(app: App, rows: Iterable[CaseloadRow]) -> Iterable[MissingRow]:
    numbers = tuple(row.prison_number for row in rows)
    return missing_rows(app, COUNTED_AHEAD, Filters(number=numbers)) if numbers else ()


def _worst(app: App, found: Iterable[MissingRow]) -> dict[str, tuple[str, str]]:
    return {
        one.prison_number: (worst_words(one, app.today), worst_words(one, app.today, brief=True))
        for one in people_needs(found, weighing_for(app))
    }


def weighing_for(app: App, mine: Mine | None = None) -> Weighing:
    """What tasks are weighed with."""
    rules = pressing_rules()
    weights = {
        row.id: rules.weight(row.id, row.pathway, public_protection=row.public_protection)
        for row in app.store.item_rows()
    }
    return Weighing(app.today, rules, weights, mine)


def missing_csv(
    app: App, window: int, filters: Filters, output: Path | None, recipient: str | None
) -> set[str]:
    """Write every row as CSV, a country's as well, holding only a few at a time; whose rows there were."""
    from releasecheck.reports.caseload import data

    rows = missing_rows(app, window, filters)
    if output is None or str(output) == "-":
        # Who is shown is logged before the first row is; a file is there only once it is whole.
        people = set(app.store.missing_people(app.today, app.today + timedelta(days=window), filters))
    else:
        people = set()
        rows = _noting(rows, people)
    write_pieces(data.missing_csv(app.today, rows), output, lambda: shown(app, people, recipient, output))
    if output is not None and str(output) != "-":
        say(app, f"Report written to {output}")
    return people


def _noting(rows: Iterable[MissingRow], people: set[str]) -> Iterator[MissingRow]:
    """The same rows; whose they are is added to `people` as they go by, a person's together."""
    for number, theirs in groupby(rows, key=itemgetter(0)):
        people.add(number)
        yield from theirs


class _Said(NamedTuple):
    """What many rows say alike."""

    title: str
    missing_facts: tuple[str, ...]
    blocked_by: tuple[str, ...]
    next: str | None
    public_protection: bool
    local_default: bool
    waited: int | None
    short: str
    waits_for: tuple[str, ...]
    sensitive: bool
    waits_unsaid: bool


class _Need(NamedTuple):
    """Who asks, where they are not shown everything, and what is counted for them."""

    role: str | None
    withheld: Withheld


class _MissingReader:
    """What is missing in the record as rows of the report; what many rows say alike is worked out once."""

    def __init__(self, today: date, items: Mapping[str, ItemRow], spelled: Spelled, need: _Need) -> None:
        self._today, self._items, self._read = today, items, TaskReader()
        self._spelled, self._need = spelled, need
        self._alike: dict[tuple[str | None, ...], _Said] = {}

    def rows(self, person: MissingPerson) -> Iterator[MissingRow]:
        """One person's rows, with their next steps; made whole, because a country has half a million."""
        number, last, first, prison, com, pom, rosh, release_on, earliest_on, stopped, tasks = person
        name, today, day, texts = full_name(last, first), self._today, self._read.day, self._read.texts
        spelled = self._spelled
        com, pom = com and spelled[com], pom and spelled[pom]
        for task in tasks:
            item, state, due, outcome_on, facts, gaps, needs, owner, owner_name, *rest = task
            outcome, following, sent, misfit, closes_on, *contested = rest
            if not self._is_shown(item, owner):
                self._need.withheld.tasks += 1
                continue
            owner_name = owner_name and spelled[owner_name]
            key = (item, state, following, facts, needs, outcome_on if state == "chase" else None)
            said = self._alike.get(key)
            if said is None:
                said = self._alike[key] = self._say(task)
            due_on = due and day(due)
            yield MissingRow._make(
                (
                    *(number, name, prison, item, said.title, owner, owner_name, state),
                    *(due_on, (due_on - today).days if due_on else None),
                    *(said.missing_facts, said.blocked_by, release_on, said.next),
                    *(said.public_protection, said.local_default, said.waited, rosh, com, outcome),
                    outcome_on and day(outcome_on),
                    whom(map_from(sent)) if sent and said.waited is not None else None,
                    texts(gaps),
                    misfit if state == "action" else None,
                    *(earliest_on, stopped, said.short, closes_on and day(closes_on), said.waits_for),
                    *(*contested, said.sensitive, said.waits_unsaid, pom),
                )
            )

    def _is_shown(self, item: str, owner: str) -> bool:
        known = self._items.get(item)
        return known is None or may_be_shown(known.sensitive, owner, self._need.role)

    def _named(self, item: str) -> str:
        """What something waits for, by its id; not that of a sensitive task where those are not shown."""
        known = self._items.get(item)
        return UNSHOWN if known and known.sensitive and self._need.role else item

    def _in_words(self, named: str) -> str:
        known = self._items.get(named)
        return uncapital(known.short) if known else named

    def _say(self, task: MissingTask) -> _Said:
        item, state, today = self._items.get(task.item), task.state, self._today
        outcome_on = self._read.day(task.outcome_on) if task.outcome_on else None
        missing_facts = missing_on(state, self._read.texts(task.missing_facts))
        waits_for = unmet(self._read.needs(task.needs), today)
        blocked_by = tuple(map(self._named, waits_for))
        if self._need.role is not None:
            missing_facts = plain_names(missing_facts)
        action = item.action if item else ""
        standing = Standing(state, action, None, outcome_on, task.outcome_next, missing_facts, blocked_by)
        return _Said(
            item.title if item else task.item,
            missing_facts,
            blocked_by,
            next_step(standing, today),
            item is not None and item.public_protection,
            item is not None and state != "blocked" and rests_on_ours(state, item.local_parts),
            (today - outcome_on).days if state == "chase" and outcome_on else None,
            item.short if item else task.item,
            tuple(self._in_words(name) for name in blocked_by if name in (*self._items, UNSHOWN)),
            item is not None and item.sensitive,
            any(name in self._items and self._items[name].sensitive for name in waits_for),
        )
