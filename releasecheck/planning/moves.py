"""What a change does to somebody's tasks: what moves, what is suddenly due, and who must be told of it.

Two plans of one person are laid side by side, the one before the change and the one after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import Facts, FactValue, PersonRecord, Plan, Release, Task
from releasecheck.people.office.directory import EMPTY, Directory
from releasecheck.people.sentence_dates import RELEASE_FACTS, known_day, on_recall
from releasecheck.planning.states import MISSING, QUIET, SETTLED, counts, state_on
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.release_day import may_move_to, release_day
from releasecheck.policy.working_days import Calendar

CONFIRMED_TYPE = "CONFIRMED"
"""How a confirmed release date is called where a type of date is typed."""

RELEASE_TYPES = ("CRD", "ARD", "HDCAD", "APD", "PRRD", CONFIRMED_TYPE, "NPD", "ETD", "MTD", "LTD")
"""The dates a release can be told as; eligibility dates are facts and not releases."""

SHORT_NOTICE = 10
"""Working days' notice to the COM below which it is too short to plan with; a local default."""


class Window(NamedTuple):
    """A task that can only be done until a certain day."""

    item: str
    last_day: date


class Unfit(NamedTuple):
    """Something arranged that does not fit the release counted to, and why."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """What a change of dates does to one person."""

    prison_number: str
    today: date
    before: Release | None
    after: Release | None
    handover_before: date | None
    handover_after: date | None
    moved: int
    """Outstanding tasks whose dates are not what they were."""
    due_now: tuple[str, ...]
    """Newly compressed: under the rule they fell due before anybody knew the date."""
    overdue: tuple[str, ...]
    """Newly overdue."""
    eased: tuple[str, ...]
    """Overdue or compressed before, and no longer."""
    closed: tuple[Window, ...]
    """Windows that the new date has shut."""
    reopened: tuple[Window, ...]
    """Windows that the new date has opened again."""
    unfit: tuple[Unfit, ...]
    """Arrangements that fitted the day before, and do not fit this one."""
    telling: tuple[str, ...]
    """Tasks that ask for people to be told, open now."""
    to_tell: tuple[str, ...]
    notice: int | None
    """Working days from the day it was told to release."""

    @property
    def days(self) -> int:
        """Days later than before; negative for earlier, 0 also where one of the two is not known."""
        return (self.after.date - self.before.date).days if self.before and self.after else 0

    @property
    def moves(self) -> bool:
        """Whether the release counted to is another day than before."""
        return (self.before.date if self.before else None) != (self.after.date if self.after else None)

    @property
    def pressing(self) -> bool:
        """Whether it makes something overdue or short of time, or unfit for the day."""
        return bool(self.due_now or self.overdue or self.unfit)


# --- a date told ---


def date_fact(facts: Facts, kind: str) -> str:
    """The fact that a date of this type belongs in: its override where one is recorded, for that is read."""
    if kind == CONFIRMED_TYPE:
        return "confirmed_release_date"
    names = RELEASE_FACTS[kind]
    return next((name for name in names if name in facts), names[-1])


def facts_told(
    facts: Facts, day: date, kind: str, confirmed: bool, calendar: Calendar, rules: Rules
) -> dict[str, FactValue]:
    """The facts that a release date told makes.

    A confirmed date that is only the recorded one, off a closed day or brought forward, leaves that one be.
    """
    name = date_fact(facts, kind)
    if not confirmed or kind == CONFIRMED_TYPE:
        return {name: day}
    told: dict[str, FactValue] = {"confirmed_release_date": day}
    recorded = known_day(facts, name)
    if recorded is None or day not in _days_it_can_fall_on(recorded, kind, calendar, rules):
        told[name] = day
    return told


def _days_it_can_fall_on(
    nominal: date, kind: str, calendar: Calendar, rules: Rules
) -> tuple[date | None, ...]:
    day = release_day(nominal, kind, calendar, rules)
    return nominal, day, may_move_to(day, kind, calendar, rules)


def standing_instead(facts: Facts, release: Release | None, kind: str, rules: Rules) -> str | None:
    """The fact that is counted to although a date of this type is recorded; None when that one is.

    `recall` stands for a date that only somebody on recall can have.
    """
    if (
        kind in rules.release.only_on_recall
        and not on_recall(facts)
        and (release is None or release.type != kind)
    ):
        return "recall"
    if release is None or kind == CONFIRMED_TYPE:
        return None
    if release.confirmed:
        return "confirmed_release_date"
    if release.type is None or release.type == kind:
        return None
    return date_fact(facts, release.type)


# --- two plans side by side ---


def compare(
    before: Plan,
    after: Plan,
    record: PersonRecord,
    telling: Collection[str],
    today: date,
    calendar: Calendar,
    directory: Directory = EMPTY,
) -> Move:
    """What changes from one plan to the next; `record` is as it will be, `telling` from `telling_items`.

    `directory`: the office's, for how to reach those who must be told.
    """
    pairs = list(pairs_of(before, after))
    # Telling people is asked for by every move, and is no sign that this one is pressing.
    others = [(was, task) for was, task in pairs if task.item not in telling]
    told_on = record.tellings[-1].told_on if record.tellings else today
    # Notice is for the COM, who works when this office is shut: the law's days, and not the office's.
    notice = calendar.law.working_days_between(told_on, after.release.date) if after.release else None
    return Move(
        prison_number=after.prison_number,
        today=today,
        before=before.release,
        after=after.release,
        handover_before=before.handover.date if before.handover else None,
        handover_after=after.handover.date if after.handover else None,
        moved=sum(_moved(was, task, today) for was, task in pairs),
        due_now=items_of(task for was, task in others if _squeezed(task, today) and not _late(was, today)),
        overdue=items_of(task for was, task in others if _overdue(task, today) and not _late(was, today)),
        eased=items_of(was for was, task in others if _late(was, today) and _eased(task, today)),
        closed=tuple(_windows(pairs, today)),
        reopened=tuple(_reopened(pairs, today)),
        unfit=tuple(
            Unfit(task.item, task.misfit)
            for was, task in pairs
            if task.misfit and task.misfit != was.misfit and state_on(task, today) == "action"
        ),
        telling=items_of(task for _, task in pairs if task.item in telling and _open(task, today)),
        to_tell=who_to_tell(record, after, today, directory),
        notice=notice,
    )


def telling_items(catalogue: Catalogue) -> tuple[str, ...]:
    """The installed items that open whenever another release date is told."""
    return tuple(item.id for item in catalogue.installed() if "release_told" in item.anchors())


def pairs_of(before: Plan, after: Plan) -> Iterable[tuple[Task, Task]]:
    """Each task as it was and as it is, in the order of the catalogue."""
    earlier = {task.item: task for task in before.tasks}
    return ((earlier[task.item], task) for task in after.tasks if task.item in earlier)


def items_of(tasks: Iterable[Task]) -> tuple[str, ...]:
    """The names of the tasks."""
    return tuple(task.item for task in tasks)


def _moved(was: Task, task: Task, today: date) -> bool:
    outstanding = state_on(task, today) not in SETTLED
    return outstanding and (was.opens_on, was.due_on) != (task.opens_on, task.due_on)


def _overdue(task: Task, today: date) -> bool:
    return state_on(task, today) == "overdue"


def _squeezed(task: Task, today: date) -> bool:
    """Compressed: not late, but nobody had the time that the rule gives."""
    return task.days_lost is not None and state_on(task, today) in ("to_do", "blocked")


def _late(task: Task, today: date) -> bool:
    return _overdue(task, today) or _squeezed(task, today)


def _eased(task: Task, today: date) -> bool:
    return not _late(task, today) and state_on(task, today) in ("to_do", "blocked", "upcoming")


def _open(task: Task, today: date) -> bool:
    return state_on(task, today) in MISSING and state_on(task, today) != "unknown"


def _windows(pairs: Iterable[tuple[Task, Task]], today: date) -> Iterable[Window]:
    """Tasks not done that could still be done before, and now cannot."""
    for was, task in pairs:
        last, still = task.closes_on, was.closes_on is None or was.closes_on >= today
        # What is then asked for is something else, or the same too late.
        undone = state_on(task, today) in (*MISSING, "upcoming") or (
            task.stage is None and task.rest == "not_required" and was.rest in ("open", "unknown")
        )
        if last is not None and last < today and still and undone:
            yield Window(task.item, last)


def _reopened(pairs: Iterable[tuple[Task, Task]], today: date) -> Iterable[Window]:
    shut = {window.item for window in _windows([(task, was) for was, task in pairs], today)}
    return (
        Window(task.item, task.closes_on)
        for _, task in pairs
        if task.item in shut and task.closes_on is not None
    )


# --- who must be told ---

#: Item, who it was sent to, and the evidence field that names them: told while it is live.
PARTNERS: tuple[tuple[str, str, str | None], ...] = (
    ("dtr", "housing authority", "authority"),
    ("crs", "CRS provider", "provider"),
    ("cas1", "Approved Premises", "premises"),
    ("cas2", "CAS-2 provider", None),
    ("cas3", "homelessness prevention team (CAS-3)", None),
    ("gp_registration", "GP practice", "practice"),
    ("substance_appointment", "treatment provider", "provider"),
    ("benefits", "Jobcentre", "jobcentre"),
    ("monitoring_order", "monitoring provider", None),
)
#: Whom the office's directory may say how to reach: the kind of entry by the item that is sent to one.
DIRECTORY_KINDS: Mapping[str, str] = {
    "dtr": "council",
    "crs": "crs",
    "cas3": "hpt",
    "substance_appointment": "treatment",
    "benefits": "jobcentre",
}
#: Who in the prison has something ready for the day, and the facts that say so.
_IN_PRISON: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("healthcare", ("health_need", "medication")),
    ("substance misuse team", ("substance_need", "opioid_treatment")),
)
_LIVE = ("waiting", "chase", "action", "done", "done_late")


def who_to_tell(
    record: PersonRecord, plan: Plan, today: date, directory: Directory = EMPTY
) -> tuple[str, ...]:
    """Everybody who plans with the release date: by name where one is recorded, and how to reach them."""
    facts, tasks = record.facts, {task.item: task for task in plan.tasks}
    fields = {item: field for item, _, field in PARTNERS}
    services = directory.for_person(
        facts, {kind: _last_evidence(record, item, fields[item]) for item, kind in DIRECTORY_KINDS.items()}
    )
    found = []
    if "com" in facts:
        found.append(f"COM {facts['com']}")
    elif plan.handover is not None:
        found.append("COM (nobody named)")
    found += _victim_liaison(facts, tasks.get("victim_contact"), today)
    for item, label, field in PARTNERS:
        task = tasks.get(item)
        if task is not None and live(task, today):
            entry = services.get(DIRECTORY_KINDS.get(item, ""))
            name = entry.name if entry else _last_evidence(record, item, field)
            reach = f"({entry.reach})" if entry and entry.reach else None
            found.append(" ".join(filter(None, (label, name, reach))))
    found += [label for label, needs in _IN_PRISON if any(facts.get(name) is True for name in needs)]
    if "pom" in facts:
        found.append(f"POM {facts['pom']}")
    return (*dict.fromkeys(found), "the person")


def _victim_liaison(facts: Facts, task: Task | None, today: date) -> list[str]:
    if facts.get("victim_contact") is True:
        return ["victim liaison"]
    if facts.get("victim_contact") is False or task is None or state_on(task, today) == "not_applicable":
        return []
    if state_on(task, today) == "unknown":
        return ["victim liaison, if a victim is in the scheme (not known)"]
    return ["victim liaison"]


def live(task: Task, today: date) -> bool:
    """Whether it was sent, booked or agreed and still counts: somebody out there plans with it."""
    quiet = task.stage == QUIET and task.outcome is not None
    told = task.outcome is not None and counts(task, today)
    return quiet or (told and state_on(task, today) in _LIVE)


def _last_evidence(record: PersonRecord, item: str, field: str | None) -> str | None:
    """What the field said when it was last given: an answer seldom repeats whom it came from."""
    given = (
        [o.evidence[field] for o in record.outcomes if o.item == item and field in o.evidence]
        if field
        else []
    )
    return given[-1] if given else None
