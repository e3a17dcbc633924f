"""Where a task stands on a day: one definition, in Python for one person and in SQL for the caseload.

The state depends on today and is never saved. Both forms read only the columns of `Task` named in
`COLUMNS`, and a test proves that they agree on every combination.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from releasecheck.core.domain import DONE_BEFORE, HardNeed, Task

#: The states that somebody has to do something about, worst first.
MISSING: tuple[str, ...] = ("overdue", "action", "chase", "expired", "blocked", "unknown", "to_do")
#: States in which nothing is left to do.
SETTLED: tuple[str, ...] = ("done", "done_late", "declined", "not_achieved", "not_required", "not_applicable")

#: The stage of a task that nobody is asked for while its release is turned, whatever was recorded of it.
QUIET = "not_required"

COLUMNS = "stage counts_until lapses rest opens_on due_on chase_on hard ready_from ready_until".split()


def counts(task: Task, today: date) -> bool:
    """Whether a recorded outcome still speaks for the task today."""
    return task.stage is not None and (task.counts_until is None or today <= task.counts_until)


def ready(task: Task, today: date) -> bool:
    """Whether every prerequisite that blocks is met today."""
    if not task.hard:
        return True
    return (
        task.ready_from is not None
        and task.ready_from <= today
        and (task.ready_until is None or today <= task.ready_until)
    )


def unmet(needs: Iterable[HardNeed], today: date) -> tuple[str, ...]:
    """The prerequisites that are not met today."""
    return tuple(
        need.item
        for need in needs
        if need.met_from is None
        or need.met_from > today
        or (need.met_until is not None and need.met_until < today)
    )


def state_on(task: Task, today: date) -> str:
    """The state of a task on a day: one of those in the table of exchange/README.md."""
    if task.stage is not None and counts(task, today):
        if task.stage == "waiting" and task.chase_on is not None and today >= task.chase_on:
            return "chase"
        return task.stage
    if task.rest != "open":
        return task.rest
    if task.opens_on is not None and today < task.opens_on:
        return "upcoming"
    if not ready(task, today):
        return "blocked"
    if task.stage is not None and task.lapses:
        return "expired"
    if task.due_on is not None and task.due_on < today:
        return "overdue"
    return "to_do"


def missing_on(state: str, missing_facts: tuple[str, ...]) -> tuple[str, ...]:
    """What is asked of a task in a state: not whether it was done before, once its next time has come."""
    return () if state != "unknown" and missing_facts == (DONE_BEFORE,) else missing_facts


#: The same definition over a row of `tasks`; `:today` is an ISO date.
STATE_SQL = """
CASE
  WHEN stage IS NOT NULL AND (counts_until IS NULL OR :today <= counts_until) THEN
    CASE WHEN stage = 'waiting' AND chase_on <= :today THEN 'chase' ELSE stage END
  WHEN rest <> 'open' THEN rest
  WHEN opens_on > :today THEN 'upcoming'
  WHEN hard <> 0 AND (ready_from IS NULL OR ready_from > :today OR ready_until < :today) THEN 'blocked'
  WHEN stage IS NOT NULL AND lapses <> 0 THEN 'expired'
  WHEN due_on < :today THEN 'overdue'
  ELSE 'to_do'
END"""


def could_be_missing(task: Task) -> bool:
    """Whether the task can ever count as missing, on any day: the rest need never be read by a report."""
    if task.stage in ("waiting", "action"):
        return True
    if task.stage is not None and task.counts_until is None:
        return False
    return task.rest in ("open", "unknown")
