"""Between prison and the community: what a transfer, a release or a return does to somebody's tasks.

Pure: facts and plans in, what closes, opens, lapses or changes hands out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import PRISON_ROLES, Facts, FactValue, Plan
from releasecheck.people.office.staff import BY_RULE, StaffNames
from releasecheck.people.sentence_dates import RELEASE_FACTS, known_day
from releasecheck.planning.moves import PARTNERS, items_of, live, pairs_of
from releasecheck.planning.states import MISSING, counts, state_on


def prison_tasks(plan: Plan, today: date) -> dict[str, tuple[str, ...]]:
    """What is outstanding and belongs to the prison, by role: a transfer hands it to the next one."""
    found: dict[str, list[str]] = {}
    for task in plan.tasks:
        if task.owner in PRISON_ROLES and state_on(task, today) in (*MISSING, "waiting", "upcoming"):
            found.setdefault(task.owner, []).append(task.item)
    return {role: tuple(found[role]) for role in PRISON_ROLES if role in found}


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a release closes and opens."""

    ended: tuple[str, ...]
    """Not done, and now never will be."""
    waiting: tuple[str, ...]
    """Sent, with an answer still to come."""
    opened: tuple[str, ...]
    """Asked for now that they have left."""


def leaving(before: Plan, after: Plan, today: date) -> Leaving:
    """What ends without having been achieved, what is still waited for, and what begins."""
    pairs = list(pairs_of(before, after))
    unfinished = (*MISSING, "waiting", "upcoming")
    return Leaving(
        ended=items_of(
            task
            for was, task in pairs
            if state_on(task, today) == "not_achieved" and state_on(was, today) in unfinished
        ),
        waiting=items_of(task for _, task in pairs if state_on(task, today) in ("waiting", "chase")),
        opened=items_of(
            task
            for was, task in pairs
            if state_on(was, today) in ("not_applicable", "unknown", "upcoming")
            and state_on(task, today) in (*MISSING, "upcoming")
        ),
    )


@dataclass(frozen=True, slots=True)
class ComingBack:
    """What is left of the referrals of somebody who is back in prison."""

    lapsed: tuple[str, ...]
    """Too old to count, each with why."""
    still_counting: tuple[str, ...]
    """Recorded before they left: somebody must ask whether it still holds."""


def coming_back(plan: Plan, today: date) -> ComingBack:
    """Which referrals have lapsed, and which are on record from before."""
    sent_out = {item for item, _, _ in PARTNERS}
    tasks = [task for task in plan.tasks if task.item in sent_out and task.stage is not None]
    return ComingBack(
        lapsed=items_of(task for task in tasks if not counts(task, today)),
        still_counting=items_of(task for task in tasks if live(task, today)),
    )


#: The facts of the sentence that a new one replaces, the dates of release apart.
_OF_THE_SENTENCE = (
    *("sentence_start_date", "sentence_expiry_date", "licence_expiry_date", "topup_supervision_expiry_date"),
    *("target_hearing_date", "last_parole_outcome", "return_to_custody_date", "recall", "recall_type"),
)
_ALL_DATES = ("confirmed_release_date", *(name for names in RELEASE_FACTS.values() for name in names))
_COUNTED_TO = ("confirmed_release_date", "actual_parole_date", "hdc_actual_date")


def used_up(facts: Facts, back_on: date) -> dict[str, None]:
    """The release dates of before that somebody back in prison no longer counts to, each to be not known."""
    return {
        name: None
        for name in _COUNTED_TO
        if (day := known_day(facts, name)) is not None
        and (day <= back_on or name == "confirmed_release_date")
    }


def old_sentence(facts: Facts) -> dict[str, None]:
    """Every date of the sentence before: a new sentence or remand brings its own."""
    return {name: None for name in (*_ALL_DATES, *_OF_THE_SENTENCE) if name in facts}


# --- who it has been ---


class Holder(NamedTuple):
    """Somebody who was the COM or the POM, and since when we knew."""

    name: str
    since: date


def holders(told: Iterable[tuple[FactValue | None, date]], staff: StaffNames = BY_RULE) -> tuple[Holder, ...]:
    """Each change of one person's COM (or POM), oldest first, from every value told and not undone.

    The same person spelled otherwise is no change.
    """
    found: list[Holder] = []
    last: FactValue | None = None
    for value, told_on in told:
        if value is not None and not staff.are_one(value, last):
            found.append(Holder(str(value), told_on))
        last = value if value is not None else last
    return tuple(found)


_ORDINALS = (
    "no",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


def ordinal(number: int) -> str:
    """first, second … tenth, 11th, 21st."""
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
