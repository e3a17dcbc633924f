"""What each export holds, column by column: their names are promised to the programs that read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from releasecheck.people.facts import FACTS
from releasecheck.reports.person.countdown import STATE_ORDER, STATE_WORDS


class Column(NamedTuple):
    """One column of an export: its heading, which is its key in JSON too, and what stands in it."""

    name: str
    about: str


#: The facts in the order of their table; the prison number is every export's own column.
FACT_NAMES: tuple[str, ...] = tuple(name for name in FACTS if name != "prison_number")


def _columns(**about: str) -> tuple[Column, ...]:
    return tuple(Column(name, text) for name, text in about.items())


_NUMBER = Column("prison_number", "whose it is")

PEOPLE = (
    _NUMBER,
    *(Column(name, FACTS[name].title) for name in FACT_NAMES),
    *_columns(
        known_since="the day the record first knew of them",
        releases_told="every release date told, in the order recorded: told_on, date, type, confirmed, "
        "source, and the other dates as they counted then",
        owners="items that somebody else than usual does for them, with the role",
    ),
)

FACTS_TOLD = (
    _NUMBER,
    *_columns(
        fact="its name",
        value="as it was told; empty where it was recorded that nobody knows",
        told_on="the day it was told",
        source="who or what said so",
        recorded_at="the moment it was recorded, UTC",
        by="who recorded it",
        entry="the number of the entry, for history and void",
    ),
)

#: `evidence` is one value in JSON; in a spreadsheet each field has a column of its own, `evidence.FIELD`.
OUTCOMES = (
    _NUMBER,
    *_columns(
        item="the task, by its id",
        outcome="what happened",
        on="the day it happened",
        reason="why, where a reason was given",
        by="who recorded it",
        sequence="its place among all that was recorded of this person's tasks, from 1",
        evidence="what was written down with it, field by field",
    ),
)

TASKS = _columns(
    as_of="the day it was worked out for",
    prison_number="whose it is",
    name="their name",
    release_date="the release day counted to",
    item="the task, by its id",
    title="its title",
    pathway="its pathway",
    owner="the role that must act",
    owner_name="who that is, for a POM or COM who is known",
    state="where it stands: " + ", ".join(STATE_ORDER),
    position="the line's own name for that, where it has one",
    opens_on="the first day it can be done",
    due_on="the day it is due",
    expires_on="the last day on which the outcome counts",
    chase_on="the day to chase an answer",
    days="days until it is due; negative when that has passed",
    compressed="whether it was due before anybody could have known",
    days_lost="how many days too late it became known",
    outcome="what was recorded last",
    outcome_on="the day of that",
    outcome_reason="the reason given for it",
    missing_facts="the facts that would say whether it applies",
    blocked_by="what must come first",
    reasons="why it stands as it does",
    next="what to do",
    local_default="whether its date rests on a number that no source confirms",
)

PLANS = _columns(
    as_of="the day it was worked out for",
    prison_number="whose it is",
    name="their name",
    prison="their prison",
    release_date="the release day counted to",
    release_type="the type of that date",
    nominal_date="the date as told, before closed days",
    confirmed="whether the prison has confirmed it",
    release_source="who or what said so",
    days="days until then; negative when it has passed",
    working_days="working days until then",
    may_move_to="the day it may be brought forward to",
    handover_date="the day responsibility passes to the COM",
    handover_start="the day the handover begins",
    handover_reason="the rule that decides it",
    responsible="who is responsible on the day",
    supporting="who supports them",
    earliest_release="the date that the handover counts from",
    earliest_release_type="the type of that one",
    licence_start="the first day of the licence",
    hard_stop="the last day to have the licence approved",
    hard_stop_warning="the day by which to ask for it",
    **{state: f"how many of their tasks are {STATE_WORDS[state]}" for state in STATE_ORDER},
)

HISTORY = (
    _NUMBER,
    *_columns(
        entry="the number of the entry",
        recorded_at="the moment it was recorded, UTC",
        by="who recorded it",
        command="the command that did",
        day="the day it was recorded as of",
        kind="what changed: fact, release, outcome, owner, note or person",
        name="which fact or item",
        before="what stood before",
        after="what stood after",
        words="the same in words",
        told_on="the day it was told, where that is not the day it was recorded",
        source="who or what said so",
        reason="why it was recorded",
        undone_by="the entry that undid this one",
        undone_reason="why it was undone",
    ),
)

EXPORTS: dict[str, tuple[Column, ...]] = {
    "people": PEOPLE,
    "facts": FACTS_TOLD,
    "tasks": TASKS,
    "plans": PLANS,
    "outcomes": OUTCOMES,
    "history": HISTORY,
}


def with_evidence(fields: Iterable[str]) -> tuple[Column, ...]:
    """The columns of `outcomes` in a spreadsheet, for these fields of evidence."""
    each = (Column(f"evidence.{field}", OUTCOMES[-1].about) for field in fields)
    return (*OUTCOMES[:-1], *each)
