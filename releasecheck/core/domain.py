"""The words everything else is written in: named tuples, no behaviour beyond themselves.

Not dataclasses: making a dozen of those costs a command more time than reading the record does.
A fact that is not known is absent from a `Facts` mapping; it is never `None` and never a default.
Days are `datetime.date`. Nothing here reads a clock, a file or a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, Never, TypeAlias

from releasecheck.core.named import NamedTuple

FactValue: TypeAlias = str | int | bool | date
Facts: TypeAlias = Mapping[str, FactValue]
NOTHING: Mapping[str, Never] = MappingProxyType({})
"""An empty mapping that nobody can fill."""
Day: TypeAlias = date
"""A date, where a class has a field that is itself called `date`."""

OutcomeKind = Literal[
    "waiting", "done", "action", "again", "declined", "not_achieved", "waived", "countersigned"
]

#: Every role that can own a task, by the short name that staff use.
ROLES: dict[str, str] = {
    "POM": "prison offender manager",
    "COM": "community offender manager",
    "SPO": "senior probation officer",
    "PRT": "pre-release team",
    "OMU": "offender management unit",
    "KW": "key worker",
    "HC": "prison healthcare",
    "SM": "substance misuse team",
    "PWC": "prison work coach",
    "IDB": "ID and banking administrator",
    "HPT": "homelessness prevention team",
    "HS": "housing specialist",
    "PEL": "prison employment lead",
    "VLO": "victim liaison officer",
    "GOV": "duty governor",
}

#: Roles that do their work without what is sensitive, and why: they are not shown it, on screens or in JSON.
#: Whoever looks after the person, protects the public, or lets them go needs it: a key worker who knows of a
#: self-harm plan, healthcare and the substance misuse team for safeguarding, the duty governor at the gate.
ROLES_WITHOUT_NEED: dict[str, str] = {
    "PWC": "books benefits, for another department",
    "IDB": "gets documents and accounts",
    "HPT": "finds homes; the COM tells it of risk in the referral",
    "HS": "finds homes; the COM tells it of risk in the referral",
    "PEL": "finds work; the COM tells it what a job may not be",
}


#: Roles that stay behind when somebody is transferred; the others look after people in the community.
PRISON_ROLES = ("POM", "OMU", "PRT", "KW", "HC", "SM", "PWC", "IDB", "HS", "PEL", "GOV")


#: Roles that are one member of staff for each person, named by a fact.
NAMED_ROLES = ("POM", "COM")


def split_owner(text: str) -> tuple[str, str | None]:
    """The role of an owner and who that is: `PRT S. Jones`; `PRT` alone names nobody."""
    role, _, name = text.partition(" ")
    return role, name or None


def joined_owner(role: str, name: str | None) -> str:
    """An owner as `split_owner` reads it: `PRT S. Jones`; the role alone where nobody is named."""
    return f"{role} {name}" if name else role


class Release(NamedTuple):
    """The release being counted to: the first date recorded, in the order of data/rules.toml."""

    date: Day
    """Release day R: the nominal date, brought back from a closed day where the rule says so."""
    type: str | None
    nominal_date: Day
    confirmed: bool = False
    source: str | None = None
    told_on: Day | None = None
    may_move_to: Day | None = None
    """The working day it may be brought forward to: a hint, never counted from."""


class EarliestRelease(NamedTuple):
    """The date OMiC handover counts back from; not *the* release."""

    date: Day
    type: str


NO_RELEASE_TYPES = ("HDCED", "PED", "TED", "THD")
"""Types of an earliest possible day that is no release: HDC or parole eligibility, tariff, hearing."""


class EarliestPossible(NamedTuple):
    """The first day, from the day asked about on, on which somebody could be out, and why that one."""

    date: Day
    type: str | None
    """The type of the release, or one of NO_RELEASE_TYPES."""
    because: str


class Handover(NamedTuple):
    """Who is responsible on a given day, and when that passes from POM to COM."""

    date: Day | None
    start: Day | None
    reason: str
    responsible: Literal["POM", "COM"]
    supporting: Literal["POM", "COM"] | None
    earliest_release: EarliestRelease | None
    valid_from: Day | None = None
    """First day on which this answer holds; None: as far back as one likes."""
    valid_until: Day | None = None
    """Last day on which this answer holds; None: until a fact changes."""


class Licence(NamedTuple):
    """Licence start and the days that hang on it: the last on which it can be approved, and the warning."""

    start: date
    hard_stop: date | None
    hard_stop_warning: date | None
    valid_from: date | None = None
    valid_until: date | None = None


class Telling(NamedTuple):
    """One time somebody told us a date that changed what we count to. Every one is kept."""

    told_on: Day
    date: Day
    """Release day as it followed from what was told then; without any, the earliest possible day."""
    type: str | None = None
    confirmed: bool = False
    source: str | None = None
    anchors: Mapping[str, Day] = NOTHING
    """Handover, licence start and the other anchors as they stood then.

    The earliest possible day is among them only where it is another than the release.
    """

    @property
    def of_release(self) -> bool:
        """Whether a release date was told, and not only when somebody could be out."""
        return "release" in self.anchors or "earliest_possible" not in self.anchors


DONE_BEFORE = "done_before"
"""Among a task's missing facts, and no fact: whether it was done before anybody here knew of the person."""
NOT_DONE_BEFORE = "not_done_before"
"""The outcome that answers it with no."""

DAY_NOT_KNOWN: Mapping[str, str] = MappingProxyType({"day_known": "no"})
"""In the evidence of an outcome that was told without its day: its `on` is then the day it was told."""


def day_known(evidence: Mapping[str, str]) -> bool:
    """Whether an outcome with this evidence happened on the day that it bears."""
    return evidence.get("day_known") != "no"


class RecordedOutcome(NamedTuple):
    """What happened to a task, as recorded; later ones follow earlier ones."""

    item: str
    outcome: str
    on: date
    """The day it happened; with DAY_NOT_KNOWN among the evidence, the day it was told."""
    reason: str | None = None
    evidence: Mapping[str, str] = NOTHING
    by: str | None = None
    id: int | None = None
    for_release: date | None = None
    """The release day that was counted to when it was recorded: worked out on reading, never written."""


COUNTERSIGNED = "countersigned"
"""The outcome, and its kind, that completes what is done and must be countersigned; the done one stands."""
COUNTERSIGN = "countersign it"
"""The next step of what is done and waits for that."""


class HandedBack(NamedTuple):
    """A task that whoever had it has handed back, and that nobody has taken since."""

    on: Day
    by: str
    reason: str
    """In words."""
    other: str
    """Who else it could be with, as `split_owner` reads it: who had it before, or usually has."""


class PrisonMove(NamedTuple):
    """The last time somebody was moved from one prison to another."""

    on: Day
    """The day it was told of: that of the move, where somebody gave it."""
    was: str
    now: str


class Doubt(NamedTuple):
    """What about a release somebody must look at, until they say that they have: see `checked`."""

    code: str
    about: str
    """What it follows from, for programs: once that is another, what was said of it counts no more."""
    text: str
    brief: str
    """The same in a few words, for a line in a list of people."""
    pressing: bool
    """An alarm: it stands in every list of the day. Any other doubt stands on the person's own pages."""


class PersonRecord(NamedTuple):
    """Everything that is known of one person: what a plan is made from."""

    prison_number: str
    facts: Facts
    known_since: date
    """The day the record first knew of them."""
    tellings: tuple[Telling, ...] = ()
    """Oldest first; the last is the one that stands."""
    outcomes: tuple[RecordedOutcome, ...] = ()
    """Oldest first, without the voided."""
    owners: Mapping[str, str] = NOTHING
    """Who does an item for this person where that is not as usual, as `split_owner` reads it.

    By role: who does all of its items.
    """
    recall_told: date | None = None
    """The day the recall they are back on was told; None for somebody not on recall."""
    handed_back: Mapping[str, HandedBack] = NOTHING
    """By item, what was handed back and stays with whoever had it until somebody takes it."""
    moved: PrisonMove | None = None
    """None for somebody who has been in one prison since the first record."""
    settled: frozenset[tuple[str, str]] = frozenset()
    """Doubts that somebody has dealt with: code, and what it was about then."""


NATIONALLY_OPENS = "opens_on"
"""Among a task's positions: when the national service opens it, where that is not the day it opens here."""


NATIONAL_REST = "rest"
"""Among a task's positions: where the rule alone leaves it, where we ask otherwise than it does."""


class HardNeed(NamedTuple):
    """A prerequisite that blocks, and the days between which what is recorded meets it."""

    item: str
    met_from: date | None
    met_until: date | None


class Task(NamedTuple):
    """An item for a person, as saved: everything that its state on any day follows from.

    A tuple and not a dataclass because a country's plan makes millions of them.
    """

    item: str
    owner: str
    owner_name: str | None
    stage: str | None
    """The state while the recorded outcome counts; None when nothing recorded counts."""
    counts_until: date | None
    """Last day on which that outcome counts; None: for good."""
    lapses: bool
    """After that day the outcome is too old (expired), rather than simply due again."""
    rest: str
    """The state when no outcome counts, or `open`: then it follows from the dates."""
    opens_on: date | None
    due_on: date | None
    closes_on: date | None
    chase_on: date | None
    expires_on: date | None
    days_lost: int | None
    """Set on a compressed task: days between when it should have been due and when we first knew."""
    hard: bool
    ready_from: date | None
    ready_until: date | None
    outcome: str | None
    outcome_on: date | None
    outcome_reason: str | None
    outcome_next: str | None
    evidence: Mapping[str, str]
    gaps: tuple[str, ...]
    """Evidence fields that the outcome asks for and nobody has recorded."""
    missing_facts: tuple[str, ...]
    settling_facts: tuple[str, ...]
    """Facts not known that could make the task unnecessary."""
    reasons: tuple[str, ...]
    needs: tuple[HardNeed, ...]
    warnings: tuple[str, ...]
    """Items that should come first and are not done; they warn and do not block."""
    positions: Mapping[str, str] | None
    """Its own names for where it stands, and NATIONALLY_OPENS where that is another day than `opens_on`,
    NATIONAL_REST where the rule alone leaves it elsewhere than `rest`."""
    misfit: str | None = None
    """Why what was arranged does not fit the release counted to; its stage is then `action`."""
    contested_with: str | None = None
    """Handed back: the role that it could be with besides its owner; its stage is then `action`."""
    contested_name: str | None = None
    """Who that is, where somebody is named."""


class TurnedRelease(NamedTuple):
    """What stands in the way of a release, until a later outcome lifts it."""

    kind: str
    """In one word for programs: detained, removed, stopped, refused, remanded."""
    words: str
    """As in "Stopped: to be detained under IS91"."""
    since: Day
    item: str
    """The task that it was recorded of."""


class Plan(NamedTuple):
    """One person's tasks, and what they were counted from."""

    prison_number: str
    tasks: tuple[Task, ...]
    release: Release | None
    handover: Handover | None
    licence: Licence | None
    anchors: Mapping[str, date]
    valid_from: date | None
    valid_until: date | None
    """Outside these days the same facts give another plan."""
    stopped: TurnedRelease | None = None
    doubts: tuple[Doubt, ...] = ()
    """What somebody must look at and nobody has, the alarms first."""

    def task(self, item: str) -> Task | None:
        """The task of an item; None for an item that is switched off."""
        return next((task for task in self.tasks if task.item == item), None)
