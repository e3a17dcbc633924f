"""What a report says, as plain values: no layout, no colour, no counting left for a template to do.

Everything here is worked out from saved plans and a day; nothing is read or written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.domain import (
    COUNTERSIGN,
    COUNTERSIGNED,
    EarliestPossible,
    Facts,
    Handover,
    Licence,
    Plan,
    Release,
    Task,
    TurnedRelease,
)
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import full_name
from releasecheck.people.fact_checks import Check
from releasecheck.people.questions import OwnQuestion
from releasecheck.planning.states import MISSING, QUIET, SETTLED, counts, missing_on, state_on, unmet
from releasecheck.reports.person.next_step import Standing, next_step, rests_on_ours, without_day
from releasecheck.reports.person.positions import position_on

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Item

SOON = 28
"""Days ahead within which a task that is about to open is shown on the first screen."""

#: Every state, in the order a worker wants to read them.
STATE_ORDER: tuple[str, ...] = (*MISSING, "waiting", "upcoming", *SETTLED)
STATE_WORDS: dict[str, str] = {
    "overdue": "overdue",
    "action": "act now",
    "chase": "chase",
    "expired": "do again",
    "blocked": "blocked",
    "unknown": "not known",
    "to_do": "to do",
    "waiting": "waiting",
    "upcoming": "later",
    "done": "done",
    "done_late": "done late",
    "declined": "declined",
    "not_achieved": "not achieved",
    "not_required": "not needed",
    "not_applicable": "does not apply",
}


class ItemInfo(NamedTuple):
    """What a report needs to know of a catalogue item."""

    id: str
    title: str
    pathway: str
    action: str
    code: str | None = None
    local_parts: tuple[str, ...] = ()
    """Which of its dates rest on a number that no source confirms: `opens`, `due`, `chase` …"""
    outcome_record: bool = False
    public_protection: bool = False
    first_mark: str | None = None
    """What to type after `mark NUMBER item` when it is first acted on: `submitted`."""
    answer_mark: str | None = None
    """The same once an answer is in, with a reason where one must be given: `accepted --reason …`."""
    short: str = ""
    """The title for narrow places."""
    sensitive: bool = False
    """It is not shown to roles without need, and never mailed or printed."""
    unsaid: tuple[str, ...] = ()
    """Reasons of it that say something sensitive."""


def info_of(item: Item) -> ItemInfo:
    """The same of an item that no record keeps."""
    from releasecheck.policy.items.unsaid import unsaid

    return ItemInfo(
        *(item.id, item.title, item.pathway, item.action, item.code, item.local_parts),
        *(item.outcome_record, item.public_protection, item.first_mark, item.answer_mark, item.short_title),
        *(item.sensitive, unsaid(item)),
    )


class TaskLine(NamedTuple):
    """One task on a day, ready to be shown."""

    item: str
    title: str
    pathway: str
    owner: str
    owner_name: str | None
    state: str
    position: str | None
    opens_on: date | None
    due_on: date | None
    expires_on: date | None
    chase_on: date | None
    closes_on: date | None
    days: int | None
    """Days from the report's day to the due date; negative when it has passed."""
    compressed: bool
    days_lost: int | None
    outcome: str | None
    outcome_on: date | None
    outcome_reason: str | None
    evidence: Mapping[str, str]
    gaps: tuple[str, ...]
    missing_facts: tuple[str, ...]
    settling_facts: tuple[str, ...]
    blocked_by: tuple[str, ...]
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]
    next: str | None
    local_default: bool
    public_protection: bool
    mark: str | None = None
    """What to type after `mark NUMBER item` to record the likely next outcome."""
    quiet: bool = False
    """Not asked for while the release is stopped."""
    misfit: str | None = None
    """Why what was arranged does not fit the release counted to; nobody may be told that it is arranged."""
    short: str = ""
    """What to do, for a narrow place."""
    contested_with: str | None = None
    """Handed back: the role that it could be with besides its owner."""
    contested_name: str | None = None
    sensitive: bool = False
    """It is not shown to roles without need, and never mailed or printed."""


class UnknownFact(NamedTuple):
    """A fact nobody has recorded, and the items that hang on it."""

    fact: str
    decides: tuple[str, ...]


class PossibleDays(NamedTuple):
    """When somebody could be out, from the report's day on."""

    earliest: EarliestPossible | None = None
    hdc_not_known: date | None = None
    """An earlier HDC eligibility that is not counted, because nobody recorded whether it applies."""


_NO_DAYS = PossibleDays()


class Countdown(NamedTuple):
    """One person's checklist on a day."""

    as_of: date
    prison_number: str
    name: str
    facts: Facts
    release: Release | None
    days_to_release: int | None
    working_days_to_release: int | None
    handover: Handover | None
    licence: Licence | None
    tasks: tuple[TaskLine, ...]
    found: tuple[Check, ...]
    """Facts that contradict each other, or that somebody should look at: *check this*."""
    unknown_facts: tuple[UnknownFact, ...]
    counts: Mapping[str, int]
    footnotes: tuple[str, ...] = ()
    stopped: TurnedRelease | None = None
    """What stands in the way of the release."""
    earliest: EarliestPossible | None = None
    hdc_not_known: date | None = None
    same_crn: tuple[str, ...] = ()
    """Who else has this CRN, by prison number."""
    questions: tuple[OwnQuestion, ...] = ()
    """What the person asked and nobody has answered, oldest first."""
    withheld: int = 0
    """Tasks that are not shown to whoever asks."""

    @property
    def another_day(self) -> EarliestPossible | None:
        """The earliest possible day, where it is another than the release."""
        same = self.earliest and self.release and self.earliest.date == self.release.date
        return None if same else self.earliest

    @property
    def checks(self) -> tuple[str, ...]:
        """What somebody should look at, in sentences that end with what to type."""
        return tuple(check.line for check in self.found)

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset({self.prison_number, *self.same_crn})

    def task(self, item: str) -> TaskLine | None:
        """The task of an item; None for an item that is switched off."""
        return next((task for task in self.tasks if task.item == item), None)

    def in_state(self, *states: str) -> tuple[TaskLine, ...]:
        """The tasks in any of these states, in report order."""
        return tuple(task for task in self.tasks if task.state in states)


def likely_mark(info: ItemInfo, state: str) -> str | None:
    """The outcome likely to be recorded next: an answer where one is waited for, else the first step."""
    if state in ("waiting", "chase", "action"):
        return info.answer_mark
    return info.first_mark if state in ("overdue", "expired", "to_do", "upcoming") else None


def task_line(task: Task, info: ItemInfo, today: date) -> TaskLine:
    """A saved task as it stands on a day."""
    state = state_on(task, today)
    held = task.rest in ("open", "unknown") and not counts(task, today)
    blocked_by = unmet(task.needs, today) if held else ()
    missing = missing_on(state, task.missing_facts)
    standing = Standing(
        state, info.action, task.opens_on, task.outcome_on, task.outcome_next, missing, blocked_by
    )
    return TaskLine(
        item=task.item,
        title=info.title,
        pathway=info.pathway,
        owner=task.owner,
        owner_name=task.owner_name,
        state=state,
        position=position_on(task, today),
        opens_on=task.opens_on,
        due_on=task.due_on,
        expires_on=task.expires_on,
        chase_on=task.chase_on,
        closes_on=task.closes_on,
        days=(task.due_on - today).days if task.due_on else None,
        compressed=task.days_lost is not None,
        days_lost=task.days_lost,
        outcome=task.outcome,
        outcome_on=task.outcome_on,
        outcome_reason=task.outcome_reason,
        evidence=task.evidence,
        gaps=task.gaps,
        missing_facts=missing,
        settling_facts=task.settling_facts,
        blocked_by=blocked_by,
        warnings=task.warnings,
        reasons=task.reasons,
        next=next_step(standing, today),
        local_default=rests_on_ours(state, info.local_parts) and not without_day(state, task.opens_on),
        public_protection=info.public_protection,
        mark=COUNTERSIGNED if task.outcome_next == COUNTERSIGN else likely_mark(info, state),
        quiet=task.stage == QUIET,
        misfit=task.misfit if state == "action" else None,
        short=info.short,
        contested_with=task.contested_with,
        contested_name=task.contested_name,
        sensitive=info.sensitive,
    )


def unknown_facts(
    tasks: Iterable[TaskLine], for_handover: Iterable[str] = (), for_the_day: Iterable[str] = ()
) -> tuple[UnknownFact, ...]:
    """Each fact that is not known once, the one that decides most first.

    `for_handover`: what the handover rules read as no. `for_the_day`: what may move the earliest day.
    """
    decides: dict[str, list[str]] = {}
    hard: Counter[str] = Counter()
    for task in tasks:
        if task.state == "unknown":
            for fact in task.missing_facts:
                decides.setdefault(fact, []).append(task.item)
                hard[fact] += 1
        elif task.state in MISSING or task.state == "upcoming":
            for fact in task.settling_facts:
                decides.setdefault(fact, []).append(task.item)
    for facts, what in ((for_handover, "handover"), (for_the_day, "the earliest possible day")):
        for fact in facts:
            decides.setdefault(fact, []).append(what)
    order = sorted(decides, key=lambda fact: (-len(decides[fact]), -hard[fact], fact))
    return tuple(UnknownFact(fact, tuple(dict.fromkeys(decides[fact]))) for fact in order)


def sort_key(task: TaskLine) -> tuple[int, date, bool, str]:
    """Worst state first, then the nearest date, then what protects the public."""
    past = task.state in ("done", "done_late", "waiting", "chase")
    when = task.outcome_on if past else task.opens_on if task.state == "upcoming" else task.due_on
    return STATE_ORDER.index(task.state), when or date.max, not task.public_protection, task.item


def countdown(
    plan: Plan,
    facts: Facts,
    items: Mapping[str, ItemInfo],
    today: date,
    working_days: int | None,
    found: Sequence[Check] = (),
    for_handover: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    *,
    possible: PossibleDays = _NO_DAYS,
) -> Countdown:
    """One person's checklist, from their saved plan."""
    known = (task for task in plan.tasks if task.item in items)
    lines = sorted((task_line(task, items[task.item], today) for task in known), key=sort_key)
    return Countdown(
        as_of=today,
        prison_number=plan.prison_number,
        name=full_name(facts.get("last_name"), facts.get("first_name")),
        facts=facts,
        release=plan.release,
        days_to_release=(plan.release.date - today).days if plan.release else None,
        working_days_to_release=working_days,
        handover=plan.handover,
        licence=plan.licence,
        tasks=tuple(lines),
        found=tuple(found),
        unknown_facts=unknown_facts(lines, for_handover, ("hdc_eligible",) if possible.hdc_not_known else ()),
        counts={state: sum(line.state == state for line in lines) for state in STATE_ORDER},
        footnotes=tuple(footnotes),
        stopped=plan.stopped,
        earliest=possible.earliest,
        hdc_not_known=possible.hdc_not_known,
    )
