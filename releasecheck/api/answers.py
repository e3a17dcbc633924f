"""What the door for programs gives: plain values, which stay what they are when the record is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Selection(Generic[Row]):
    """Rows of a list, and who is not among them; it can be gone through and counted like the rows."""

    as_of: date
    """The day they are of."""
    rows: tuple[Row, ...]
    not_counted: Mapping[str, int]
    """How many people in prison are not in it, by reason: an empty list alone is no all-clear."""
    notes: tuple[str, ...]
    """What a page of it says at its foot, that among it in words."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class PersonOnList:
    """One person of the list by release date, as `releasecheck list` has them."""

    prison_number: str
    name: str
    """SURNAME, First."""
    prison: str | None
    """Its code."""
    release_date: date | None
    release_type: str | None
    confirmed: bool | None
    """Whether the prison has confirmed the day; None without one."""
    days_to_release: int | None
    """Negative when it has passed."""
    released_on: date | None
    pom: str | None
    com: str | None
    counts: Mapping[str, int]
    """How many of their tasks are in each state."""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task of a person's checklist."""

    item: str
    title: str
    pathway: str
    owner: str
    """The role that must act."""
    owner_name: str | None
    state: str
    """overdue, action, chase, expired, blocked, unknown, to_do, upcoming, waiting, done and so on."""
    opens_on: date | None
    due_on: date | None
    days: int | None
    """Days until it is due; negative when that has passed."""
    chase_on: date | None
    expires_on: date | None
    outcome: str | None
    """What was recorded last."""
    outcome_on: date | None
    missing_facts: tuple[str, ...]
    """The facts that would say whether it applies."""
    blocked_by: tuple[str, ...]
    """What must be done first."""
    next: str | None
    """The next step, in words."""


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One person's checklist, as `releasecheck show --all` has it."""

    as_of: date
    prison_number: str
    name: str
    release_date: date | None
    release_type: str | None
    confirmed: bool | None
    days_to_release: int | None
    tasks: tuple[PlannedTask, ...]
    checks: tuple[str, ...]
    """What somebody must look at before they trust the rest."""
    withheld: int
    """Tasks that are not shown to the role in the config file."""


@dataclass(frozen=True, slots=True)
class MissingThing:
    """One thing missing for one person, as `releasecheck missing --tasks` has it."""

    prison_number: str
    name: str
    prison: str | None
    release_date: date | None
    item: str
    title: str
    owner: str
    owner_name: str | None
    state: str
    due_on: date | None
    days: int | None
    """Days until it is due; negative when that has passed."""
    missing_facts: tuple[str, ...]
    blocked_by: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ReasonFound:
    """One line of `releasecheck why`: what is asked, what was found, and who said so."""

    asked: str
    found: str
    said_by: str


@dataclass(frozen=True, slots=True)
class TaskReasons:
    """Why a task is there and why then."""

    prison_number: str
    item: str
    title: str
    verdict: str
    reasons: tuple[ReasonFound, ...]
    sources: tuple[str, ...]
    """Where the rule was read."""
