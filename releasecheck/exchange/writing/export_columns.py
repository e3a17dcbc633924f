"""What each export holds, column by column: their names are promised to the programs that read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from releasecheck.core.domain import DONE_BEFORE, PersonRecord, RecordedOutcome
from releasecheck.formats.columns import Column
from releasecheck.formats.sheets.drop_downs import DropDown
from releasecheck.people.entries import RecordedFact
from releasecheck.people.facts import FACTS
from releasecheck.people.history import HistoryPart, Line
from releasecheck.people.later_facts import LATER
from releasecheck.people.plan_inputs import tellings_given
from releasecheck.reports.person.countdown import STATE_ORDER, STATE_WORDS, Countdown, TaskLine
from releasecheck.reports.person.countdown_data import TASKS

#: The facts in the order of their table; the prison number is every export's own column.
FACT_NAMES: tuple[str, ...] = tuple(name for name in FACTS if name != "prison_number")

_LATER = tuple(fact.name for fact in LATER)

_NUMBER: Column[Any] = Column("prison_number", "whose it is", "prison_number")


# --- people ---


def _fact(name: str) -> Column[PersonRecord]:
    return Column(name, FACTS[name].title, lambda record: record.facts.get(name))


PEOPLE: tuple[Column[PersonRecord], ...] = (
    _NUMBER,
    *(_fact(name) for name in FACT_NAMES if name not in _LATER),
    Column("known_since", "the day the record first knew of them", "known_since"),
    Column(
        "releases_told",
        "every release date told, in the order recorded: told_on, date, type, confirmed, source, and the "
        "other dates as they counted then",
        lambda record: tellings_given(record.tellings) or None,
    ),
    Column(
        "owners",
        "items that somebody else than usual does for them, with the role",
        lambda record: dict(record.owners) or None,
    ),
    # Where a column once stood it stays: a fact that came later has its own after all of them.
    *map(_fact, _LATER),
)


# --- facts as they were told ---

FACTS_TOLD: tuple[Column[RecordedFact], ...] = (
    _NUMBER,
    Column("fact", "its name", "fact"),
    Column("value", "as it was told; empty where it was recorded that nobody knows", "value"),
    Column("told_on", "the day it was told", "told_on"),
    Column("source", "who or what said so", "source"),
    Column("recorded_at", "the moment it was recorded, UTC", "at"),
    Column("by", "who recorded it", "by"),
    Column("entry", "the number of the entry, for history and void", "entry"),
)


# --- outcomes ---


class NumberedOutcome(NamedTuple):
    """Something recorded of a task, with its place among all that was recorded of the person."""

    prison_number: str
    sequence: int
    outcome: RecordedOutcome


#: `evidence` is one value in JSON; in a spreadsheet each field has a column of its own, `evidence.FIELD`.
OUTCOMES: tuple[Column[NumberedOutcome], ...] = (
    _NUMBER,
    Column("item", "the task, by its id", "outcome.item"),
    Column("outcome", "what happened", "outcome.outcome"),
    Column("on", "the day it happened", "outcome.on"),
    Column("reason", "why, where a reason was given", "outcome.reason"),
    Column("by", "who recorded it", "outcome.by"),
    Column("sequence", "its place among all that was recorded of this person's tasks, from 1", "sequence"),
    Column(
        "evidence",
        "what was written down with it, field by field",
        lambda row: dict(sorted(row.outcome.evidence.items())),
    ),
)


def with_evidence(fields: Iterable[str]) -> tuple[Column[NumberedOutcome], ...]:
    """The columns of `outcomes` in a spreadsheet, for these fields of evidence."""
    return (*OUTCOMES[:-1], *map(_evidence, fields))


def _evidence(field: str) -> Column[NumberedOutcome]:
    return Column(f"evidence.{field}", OUTCOMES[-1].about, lambda row: row.outcome.evidence.get(field))


def evidence_fields(ours: Iterable[str], recorded: Iterable[str]) -> tuple[str, ...]:
    """The fields of evidence in the order of the catalogue, then those it no longer has, by name."""
    known = tuple(ours)
    return (*known, *sorted(set(recorded) - set(known)))


# --- plans ---


def _counted(state: str) -> Column[Countdown]:
    about = f"how many of their tasks are {STATE_WORDS[state]}"
    return Column(state, about, lambda report: report.counts.get(state, 0))


PLANS: tuple[Column[Countdown], ...] = (
    Column("as_of", "the day it was worked out for", "as_of"),
    Column("prison_number", "whose it is", "prison_number"),
    Column("name", "their name", "name"),
    Column("prison", "their prison", lambda report: report.facts.get("prison")),
    Column("release_date", "the release day counted to", "release?.date"),
    Column("release_type", "the type of that date", "release?.type"),
    Column("nominal_date", "the date as told, before closed days", "release?.nominal_date"),
    Column("confirmed", "whether the prison has confirmed it", "release?.confirmed"),
    Column("release_source", "who or what said so", "release?.source"),
    Column("days", "days until then; negative when it has passed", "days_to_release"),
    Column("working_days", "working days until then", "working_days_to_release"),
    Column("may_move_to", "the day it may be brought forward to", "release?.may_move_to"),
    Column("handover_date", "the day responsibility passes to the COM", "handover?.date"),
    Column("handover_start", "the day the handover begins", "handover?.start"),
    Column("handover_reason", "the rule that decides it", "handover?.reason"),
    Column("responsible", "who is responsible on the day", "handover?.responsible"),
    Column("supporting", "who supports them", "handover?.supporting"),
    Column("earliest_release", "the date that the handover counts from", "handover?.earliest_release?.date"),
    Column("earliest_release_type", "the type of that one", "handover?.earliest_release?.type"),
    Column("licence_start", "the first day of the licence", "licence?.start"),
    Column("hard_stop", "the last day to have the licence approved", "licence?.hard_stop"),
    Column("hard_stop_warning", "the day by which to ask for it", "licence?.hard_stop_warning"),
    *map(_counted, STATE_ORDER),
)


# --- history ---


class HistoryRow(NamedTuple):
    """One thing that one entry changed for one person."""

    prison_number: str
    line: Line
    part: HistoryPart


#: An entry that says nothing of its own, such as the undoing of a note.
_NO_PART = HistoryPart("person", None, None, None, "")


def history_rows(number: str, lines: Iterable[Line]) -> Iterator[HistoryRow]:
    """A row for each thing that each entry changed, oldest first."""
    return (HistoryRow(number, line, part) for line in lines for part in line.parts or (_NO_PART,))


def _words(row: HistoryRow) -> str:
    deed = row.line.deed if row.line.deed != "recorded" else ""
    return ": ".join(filter(None, (deed, row.part.words)))


HISTORY: tuple[Column[HistoryRow], ...] = (
    _NUMBER,
    Column("entry", "the number of the entry", "line.entry"),
    Column("recorded_at", "the moment it was recorded, UTC", "line.at"),
    Column("by", "who recorded it", "line.by"),
    Column("command", "the command that did", "line.command"),
    Column("day", "the day it was recorded as of", "line.day"),
    Column("kind", "what changed: fact, release, outcome, owner, note or person", "part.kind"),
    Column("name", "which fact or item", "part.name"),
    Column("before", "what stood before", "part.before"),
    Column("after", "what stood after", "part.after"),
    Column("words", "the same in words", _words),
    Column("told_on", "the day it was told, where that is not the day it was recorded", "line.told_on"),
    Column("source", "who or what said so", "line.source"),
    Column("reason", "why it was recorded", "line.reason"),
    Column("undone_by", "the entry that undid this one", "line.undone?.entry"),
    Column("undone_reason", "why it was undone", "line.undone?.reason"),
)


class AskedBefore(NamedTuple):
    """One task of one person that is asked about: was it done before anybody here knew of them?"""

    prison_number: str
    name: str
    task: TaskLine


def asked_before(reports: Iterable[Countdown]) -> list[AskedBefore]:
    """A row for each, what protects the public first."""
    found = [
        AskedBefore(report.prison_number, report.name, task)
        for report in reports
        for task in report.in_state("unknown")
        if task.missing_facts == (DONE_BEFORE,)
    ]
    return sorted(found, key=lambda row: not row.task.public_protection)


#: What the column `done_before` offers; `import tasks` reads the sheet back.
BEFORE_CHOICES = {"done_before": DropDown(("yes", "no", "not known"), "Done before? Its day goes beside it")}
BEFORE: tuple[Column[AskedBefore], ...] = (
    _NUMBER,
    Column("name", "who that is", "name"),
    Column("item", "the task, by its id", "task.item"),
    Column("title", "what it is", "task.title"),
    Column("counted_from", "from what it counts, and when it was due", lambda row: row.task.reasons[-1]),
    Column("done_before", "to fill in: yes, no or not known, or the outcome", lambda _: None),
    Column("on", "to fill in: the day it was done; empty where nobody knows it", lambda _: None),
)


EXPORTS: dict[str, tuple[Column[Any], ...]] = {
    "people": PEOPLE,
    "facts": FACTS_TOLD,
    "tasks": TASKS,
    "plans": PLANS,
    "outcomes": OUTCOMES,
    "history": HISTORY,
    "before": BEFORE,
}
