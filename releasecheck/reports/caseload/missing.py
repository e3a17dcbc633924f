"""Reports over many people as plain values: what is missing across the caseload, and who leaves when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from releasecheck.core.domain import NAMED_ROLES, NOTHING, Doubt, Release, TurnedRelease
from releasecheck.core.named import NamedTuple
from releasecheck.planning.states import MISSING
from releasecheck.reports.caseload.waits import Wait
from releasecheck.reports.person import phrases


class MissingRow(NamedTuple):
    """One thing missing for one person."""

    prison_number: str
    name: str
    prison: str | None
    item: str
    title: str
    owner: str
    owner_name: str | None
    state: str
    due_on: date | None
    days: int | None
    missing_facts: tuple[str, ...]
    blocked_by: tuple[str, ...]
    release_on: date | None
    next: str | None
    public_protection: bool = False
    local_default: bool = False
    waited: int | None = None
    """Days since something was sent, while its answer is waited for."""
    rosh: str | None = None
    com: str | None = None
    outcome: str | None = None
    """The last thing recorded of it, whether that still counts or not."""
    outcome_on: date | None = None
    sent_to: str | None = None
    """Whom an answer is waited for from, where somebody wrote it down."""
    gaps: tuple[str, ...] = ()
    """Evidence that the recorded outcome asks for and nobody wrote down."""
    misfit: str | None = None
    """Why what was arranged does not fit the release."""
    earliest_on: date | None = None
    """The earliest possible day, from the day of the report on."""
    stopped: TurnedRelease | None = None
    """What stands in the way of the release."""
    short: str = ""
    """What to do, for a narrow place."""
    closes_on: date | None = None
    """The last day on which it can be done."""
    waits_for: tuple[str, ...] = ()
    """What must come first, each in few words."""
    contested_with: str | None = None
    """Handed back: the role that it could be with besides its owner."""
    contested_name: str | None = None
    """Who that is, where somebody is named."""
    sensitive: bool = False
    """It is not shown to roles without need, and never mailed."""
    waits_unsaid: bool = False
    """What must come first is sensitive."""
    pom: str | None = None

    @property
    def first_out(self) -> date | None:
        """The day people are put in order by: the release, or without one the earliest possible day."""
        return self.release_on or self.earliest_on

    @property
    def reason(self) -> str:
        """Why it is missing, in one word for programs: see `REASONS`."""
        if self.state in ("overdue", "to_do"):
            return "not_started" if self.outcome is None else "due_again"
        if self.contested_with is not None:
            return "contested"
        return _REASON_OF[self.state]


#: Why something is missing, as data and in words.
REASONS: dict[str, str] = {
    "not_started": "nobody has started",
    "due_again": "begun or done before, and to do again",
    "act_now": "the last outcome asks somebody to act",
    "contested": "handed back, and nobody has taken it",
    "unanswered": "sent, and not answered",
    "expired": "too old to count",
    "blocked": "something else must come first",
    "fact_missing": "a fact is not known",
    "evidence_missing": "recorded, with evidence not written down",
}
_REASON_OF = {
    "action": "act_now",
    "chase": "unanswered",
    "expired": "expired",
    "blocked": "blocked",
    "unknown": "fact_missing",
}


class EvidenceGap(NamedTuple):
    """An outcome that was recorded without some of the evidence it asks for."""

    prison_number: str
    name: str
    item: str
    owner: str
    outcome: str
    on: date
    fields: tuple[str, ...]
    evidence: Mapping[str, str] = NOTHING
    """What was written down, and whether the day is known."""


class Missing(NamedTuple):
    """What is missing across the caseload."""

    as_of: date
    window_days: int
    people: int
    """People with at least one thing missing."""
    caseload: int
    """People looked at."""
    items: tuple[MissingRow, ...]
    by_owner: Mapping[str, int]
    by_state: Mapping[str, int]
    grouping: str = "owner"
    filters: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    waits: tuple[Wait, ...] = ()
    """Everything that is sent and not answered, whether it is time to chase or not, by agency."""
    gaps: tuple[EvidenceGap, ...] = ()
    """Not counted in `items`: what was done is done, and somebody should still write this down."""
    not_counted: Mapping[str, int] = NOTHING
    """How many people in prison are not in it, by reason."""
    checks: tuple[tuple[str, str, str], ...] = ()
    """What lists left open of where somebody is: number, name and the question."""
    ids: bool = False
    """Whether a screen shows the ids of tasks as well."""
    apart: str = ""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        shown = [*(row.prison_number for row in self.items), *(number for number, _, _ in self.checks)]
        return frozenset(shown) | {gap.prison_number for gap in self.gaps}

    def by_reason(self) -> Mapping[str, int]:
        """How many things are missing for each reason; they add up as well."""
        found = Counter(row.reason for row in self.items)
        return {reason: found[reason] for reason in REASONS if found[reason]}

    def groups(self) -> tuple[tuple[str, tuple[MissingRow, ...]], ...]:
        """The rows under their headings, the group with the most pressing row first."""
        found: dict[str, list[MissingRow]] = {}
        for row in self.items:
            found.setdefault(self._heading(row), []).append(row)
        return tuple((heading, tuple(rows)) for heading, rows in found.items())

    def _heading(self, row: MissingRow) -> str:
        if self.grouping == "person":
            return f"{row.prison_number}  {row.name}"
        if self.grouping == "item":
            return f"{row.item}  {row.title}"
        if self.grouping == "prison":
            return phrases.prison(row.prison)
        if self.grouping == "com":
            return f"COM {row.com}" if row.com else "COM not known"
        return owner_heading(row.owner, row.owner_name)


def owner_heading(role: str, name: str | None) -> str:
    """COM J. Okafor; COM, nobody named; OMU."""
    if name:
        return f"{role} {name}"
    return f"{role}, nobody named" if role in NAMED_ROLES else role


class CaseloadRow(NamedTuple):
    """One person in the list of people by release date."""

    prison_number: str
    name: str
    prison: str | None
    release: Release | None
    days_to_release: int | None
    counts: Mapping[str, int]
    released_on: date | None = None
    pom: str | None = None
    com: str | None = None
    stopped: TurnedRelease | None = None
    """What stands in the way of the release."""
    check: str | None = None
    """What a list said of where they are that nobody has settled, with what to type."""
    earliest_on: date | None = None
    """The earliest possible day, from the day of the report on."""
    lacks_recall: bool = False
    """The release is the date of a recall that nobody has recorded."""
    rosh: str | None = None
    same_crn: tuple[str, ...] = ()
    """Who else has this CRN, by prison number."""
    alarms: tuple[Doubt, ...] = ()
    """What somebody must be alarmed by, until they say that it is dealt with."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset((self.prison_number, *self.same_crn))

    @property
    def release_on(self) -> date | None:
        """The release day counted to."""
        return self.release.date if self.release else None

    @property
    def missing(self) -> int:
        """How many of their tasks count as missing."""
        return sum(self.counts.get(state, 0) for state in MISSING)

    @property
    def past(self) -> bool:
        """Release day has gone by and nobody has recorded that they left."""
        return self.released_on is None and self.days_to_release is not None and self.days_to_release < 0

    @property
    def to_check(self) -> bool:
        """Whether somebody must say first where they are."""
        return self.past or self.check is not None


def to_check(rows: Iterable[CaseloadRow]) -> tuple[CaseloadRow, ...]:
    """Those whom somebody must look at: whose release is stopped, then of whom there is an alarm.

    Then of whom a list leaves a question open; last whose day has gone by, of whom most have left.
    """
    found = [
        row
        for row in rows
        if row.to_check or ((row.stopped or row.same_crn or row.alarms) and not row.released_on)
    ]
    return tuple(
        sorted(
            found,
            key=lambda row: (row.stopped is None, not row.alarms, row.check is None and not row.same_crn),
        )
    )


class Caseload(NamedTuple):
    """People by release date."""

    as_of: date
    rows: tuple[CaseloadRow, ...]
    filters: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    not_counted: Mapping[str, int] = NOTHING
    """How many people in prison are not in it, by reason."""
    window_days: int | None = None
    """Days ahead within which they leave; None: whenever they do."""
    worst: Mapping[str, tuple[str, str]] = NOTHING
    """What is late or next for each person, in words and in brief; for those who are shown on a screen."""
    late: frozenset[str] | None = None
    """Who has something late by a rule with a source; None: nobody asked."""
    apart: str = ""
    checks: tuple[CaseloadRow, ...] | None = None
    """Who must be looked at first, where `rows` are only the first of all; None: those among the rows."""
    in_all: int | None = None
    """How many people there are, where `rows` are only the first of them."""
    seen: frozenset[str] | None = None
    """Whose data a screen shows, where there is not room for all; None: for all there is."""

    @property
    def to_check(self) -> tuple[CaseloadRow, ...]:
        """Those whom somebody must look at first."""
        return to_check(self.rows) if self.checks is None else self.checks

    @property
    def number(self) -> int:
        """How many people there are."""
        return len(self.rows) if self.in_all is None else self.in_all

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        if self.seen is not None:
            return self.seen
        return frozenset[str]().union(*(row.numbers for row in self.rows))


def missing(
    rows: Iterable[MissingRow],
    today: date,
    window_days: int,
    caseload: int,
    grouping: str = "owner",
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    waits: Sequence[Wait] = (),
    gaps: Sequence[EvidenceGap] = (),
    *,
    in_order: bool = False,
) -> Missing:
    """The missing-item report, with totals that add up to its rows.

    By risk of harm, then by who leaves soonest, with a person's tasks together, the worst first.
    `in_order`: they come like that already, as a record gives them.
    """
    kept = rows if in_order else sorted(rows, key=lambda row: _urgency(row, today))
    kept = tuple(kept)
    by_state = Counter(row.state for row in kept)
    return Missing(
        as_of=today,
        window_days=window_days,
        people=len({row.prison_number for row in kept}),
        caseload=caseload,
        items=kept,
        by_owner=dict(Counter(row.owner for row in kept).most_common()),
        by_state={state: by_state[state] for state in MISSING if by_state[state]},
        grouping=grouping,
        filters=tuple(filters),
        footnotes=tuple(footnotes),
        waits=tuple(waits),
        gaps=tuple(gaps),
    )


#: The riskiest first; a risk that nobody has recorded comes before a medium one.
_RISK = {"very_high": 0, "high": 1, None: 2, "medium": 3, "low": 4}
_WORST = {state: n for n, state in enumerate(MISSING)}
_Urgency = tuple[int, int, date, str, int, date, str]


def _urgency(row: MissingRow, today: date) -> _Urgency:
    release_on = row.first_out
    gone = 2 if release_on is None else int(release_on < today)
    return (
        *(_RISK.get(row.rosh, 2), gone, release_on or date.max, row.prison_number),
        *(_WORST[row.state], row.due_on or date.max, row.item),
    )
