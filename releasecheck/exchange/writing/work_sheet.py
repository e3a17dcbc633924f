"""The working workbook: a row for each task that needs somebody, with room for what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.heads import Heads
from releasecheck.core.words import day_in_words, listed
from releasecheck.exchange.work_key import EVIDENCE, FILLED_IN, IF, KEY, MORE, OURS, WorkKey
from releasecheck.formats.columns import Column
from releasecheck.formats.sheets.drop_downs import DropDown
from releasecheck.formats.sheets.looks import SheetLook
from releasecheck.planning.states import MISSING
from releasecheck.policy.catalogue import Catalogue, EvidenceField, Item, OutcomeSpec
from releasecheck.reports.person.countdown import STATE_WORDS, Countdown, TaskLine

_NOT_KNOWN = "not known"


class WorkRow(NamedTuple):
    """One task of one person, and the record as it was when this was written down."""

    report: Countdown
    task: TaskLine
    heads: Heads


def outcome_words(item: Item) -> dict[str, OutcomeSpec]:
    """What a cell may say of an item: each outcome by its title, or by its name where two have the title."""
    titles = [spec.title.casefold() for spec in item.outcomes.values()]
    return {
        spec.title if titles.count(spec.title.casefold()) == 1 else spec.name: spec
        for spec in item.outcomes.values()
    }


def work_rows(
    reports: Iterable[Countdown],
    until: date,
    heads: Heads,
    catalogue: Catalogue,
    wanted: Callable[[TaskLine], bool],
) -> list[WorkRow]:
    """The tasks that need somebody by a day, that wait for an answer, or that lack evidence."""

    def needs_somebody(task: TaskLine) -> bool:
        if task.item not in catalogue.items:
            return False
        later = task.state == "to_do" and task.due_on is not None and task.due_on > until
        missing = task.state in MISSING and not later
        return (missing or task.state == "waiting" or bool(task.gaps)) and wanted(task)

    found = [
        WorkRow(report, task, heads) for report in reports for task in report.tasks if needs_somebody(task)
    ]
    return sorted(found, key=_most_pressing)


_WORST = {state: place for place, state in enumerate((*MISSING, "waiting"))}


def _most_pressing(row: WorkRow) -> tuple[date, str, int, date]:
    out = row.report.release.date if row.report.release else row.report.as_of + timedelta(days=36_500)
    due = row.task.due_on or date.max
    return out, row.report.prison_number, _WORST.get(row.task.state, len(_WORST)), due


def work_columns(catalogue: Catalogue, not_asked: str | None) -> tuple[Column[WorkRow], ...]:
    """What the record says, what is to be filled in, and last the key. `not_asked`: in place of an answer to
    nothing.
    """
    values: dict[str, str | Callable[[WorkRow], str | date | None]] = {
        "prison_number": "report.prison_number",
        "name": "report.name",
        "release_date": "report.release?.date",
        "task": "task.title",
        "who": lambda row: " ".join(filter(None, (row.task.owner, row.task.owner_name))),
        "due_on": "task.due_on",
        "state": lambda row: STATE_WORDS[row.task.state],
        "stands": lambda row: _stands(catalogue, row.task),
        "next": "task.next",
    }
    said: list[Column[WorkRow]] = [Column(name, _ABOUT[name], values[name]) for name in OURS]
    said += [Column(name, _ABOUT[name], lambda _: None) for name in FILLED_IN]
    return (
        *said,
        *(column for place in range(len(EVIDENCE)) for column in _evidence(catalogue, place, not_asked)),
        Column(MORE, "to fill in: any other evidence, as FIELD=VALUE", lambda _: None),
        Column(KEY, "leave it as it is: it says which task the row is", _key),
    )


_ABOUT = {
    "prison_number": "whose it is",
    "name": "who that is",
    "release_date": "the release day counted to",
    "task": "what it is",
    "who": "the role that must act, and who that is",
    "due_on": "the day it is due",
    "state": "where it stands, in words",
    "stands": "what was recorded last, its day, and the evidence that is missing",
    "next": "what to do",
    "outcome": "to fill in: what happened",
    "on": "to fill in: the day it happened, or: not known",
    "reason": "to fill in where a reason is needed",
}


def _key(row: WorkRow) -> str:
    key = WorkKey(row.report.prison_number, row.task.item, row.heads.entries.number)
    return key.text(row.heads.origin)


def _stands(catalogue: Catalogue, task: TaskLine) -> str | None:
    """submitted, Mon 12 Oct 2026; missing: authority."""
    if task.outcome is None:
        return None
    spec = catalogue.items[task.item].outcomes.get(task.outcome)
    said = spec.title if spec else task.outcome
    if task.outcome_on is not None:
        said += f", {day_in_words(task.outcome_on)}"
    return said + (f"; missing: {', '.join(task.gaps)}" if task.gaps else "")


def asks(catalogue: Catalogue, item: Item) -> dict[str, EvidenceField]:
    """What its outcomes cannot do without, as a cell says it, such as Which council (if submitted)."""
    wanted: dict[str, list[str]] = {}
    for spec in item.outcomes.values():
        for name in catalogue.required_evidence(spec):
            wanted.setdefault(name, []).append(spec.title)
    known = [field.ask for field in catalogue.fields.values()]

    def label(field: EvidenceField, titles: Sequence[str]) -> str:
        said = field.ask if known.count(field.ask) == 1 else field.name
        return f"{said} ({IF}{listed(titles, 'or')})"

    return {label(catalogue.fields[name], titles): catalogue.fields[name] for name, titles in wanted.items()}


def _evidence(
    catalogue: Catalogue, place: int, not_asked: str | None
) -> tuple[Column[WorkRow], Column[WorkRow]]:
    asked = {item.id: tuple(asks(catalogue, item)) for item in catalogue.items.values()}

    def label(row: WorkRow) -> str | None:
        return next(iter(asked[row.task.item][place : place + 1]), None)

    name, answer = EVIDENCE[place]
    return (
        Column(name, "what an outcome asks for to be written down", label),
        Column(
            answer,
            "to fill in: that, or: not known",
            lambda row: None if label(row) is not None else not_asked,
        ),
    )


def work_answers(catalogue: Catalogue, rows: Sequence[WorkRow]) -> dict[str, DropDown]:
    """By heading, what may be filled in: an outcome and a reason go by the task of their row."""
    items = [catalogue.items[item] for item in dict.fromkeys(row.task.item for row in rows)]
    outcomes = {item.title: tuple(outcome_words(item)) for item in items}
    reasons = {item.title: tuple(_reasons(item)) for item in items}
    answers = {
        label: found
        for item in items
        for label, field in asks(catalogue, item).items()
        if (found := _answers(field))
    }
    about = "The answer to what stands on the left, or: not known"
    return {
        "outcome": DropDown((), "What happened. The day goes beside it.", "task", outcomes),
        "on": DropDown((), "The day it happened, such as 24/11/2026, or: not known", day=True),
        "reason": DropDown((), "Why, where the outcome asks for it.", "task", reasons, free=True),
        **{answer: DropDown((), about, asked, answers, free=True) for asked, answer in EVIDENCE},
        MORE: DropDown((), "Anything else: FIELD=VALUE, with semicolons between"),
    }


def _reasons(item: Item) -> Iterator[str]:
    return iter(dict.fromkeys(reason for spec in item.outcomes.values() for reason in spec.reasons))


def _answers(field: EvidenceField) -> tuple[str, ...]:
    if field.kind == "yes_no":
        return ("yes", "no", _NOT_KNOWN)
    return (*field.values, _NOT_KNOWN) if field.values else ()


WORK_LOOK = SheetLook(
    frozen=OURS.index("task") + 1,
    fills=frozenset((*FILLED_IN, *(answer for _, answer in EVIDENCE), MORE)),
    needs=(("outcome", "on"), ("on", "outcome")),
    hidden=frozenset({KEY}),
)
"""Who and what stay in sight, what is to fill in is tinted, and half of an answer is marked."""
