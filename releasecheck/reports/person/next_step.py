"""What to do next about a task, as an order, and whether the date beside it is our own number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from releasecheck.core.domain import DONE_BEFORE
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_full, listed


class Standing(NamedTuple):
    """The part of a task, on a day, that the next step follows from."""

    state: str
    action: str
    opens_on: date | None
    outcome_on: date | None
    outcome_next: str | None
    missing_facts: tuple[str, ...]
    blocked_by: tuple[str, ...]


def next_step(task: Standing, today: date) -> str | None:
    """What to do about a task, as an order; None when nothing is left to do."""
    if task.state == "chase":
        waited = f", {(today - task.outcome_on).days} days waited" if task.outcome_on else ""
        return f"chase: {task.outcome_next or 'ask for the answer'}{waited}"
    if task.state == "unknown" and task.missing_facts == (DONE_BEFORE,):
        return "say whether it was done before, and when"
    if task.state == "unknown" and not task.missing_facts:
        return "wait for what is not shown here"
    if task.state == "unknown":
        return f"find out: {listed(fact.replace('_', ' ') for fact in task.missing_facts)}"
    if task.state == "blocked":
        return f"first {listed(task.blocked_by)}"
    if task.state == "upcoming" and task.opens_on is not None:
        return f"{task.action} from {day_in_full(task.opens_on)}"
    if without_day(task.state, task.opens_on):
        return f"{task.action} once there is a release day"
    if task.state == "expired":
        return f"{task.action} again"
    if task.state in ("to_do", "overdue"):
        return task.outcome_next or task.action
    return None if task.state in ("not_required", "not_applicable") else task.outcome_next


#: Which of an item's dates is shown with a task in this state.
_DATE_SHOWN = {
    "overdue": "due",
    "to_do": "due",
    "blocked": "due",
    "upcoming": "opens",
    "waiting": "chase",
    "chase": "chase",
    "expired": "expires",
}


def rests_on_ours(state: str, local_parts: Sequence[str]) -> bool:
    """Whether the date shown in this state comes from a number that no source confirms."""
    return _DATE_SHOWN.get(state) in local_parts


def without_day(state: str, opens_on: date | None) -> bool:
    """Whether it waits for a release day, so that no date of it rests on anything yet."""
    return state == "upcoming" and opens_on is None
