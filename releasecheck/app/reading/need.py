"""What whoever asks needs to know: a role without need is shown nothing sensitive.

The one place where a command asks; which roles those are stands beside the roles themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from releasecheck.app.opening.config import hidden
from releasecheck.app.opening.session import App
from releasecheck.core.domain import ROLES, Plan, Task
from releasecheck.core.errors import UsageError
from releasecheck.people.sensitive import (
    SENSITIVE,
    UNSHOWN,
    has_no_need,
    may_be_shown,
    plain_names,
    who_may_see,
)

if TYPE_CHECKING:
    from releasecheck.people.history import Line
    from releasecheck.policy.catalogue import Item
    from releasecheck.reports.person.countdown import ItemInfo


def without_need(app: App) -> str | None:
    """The role of whoever asks, where it is one that is shown nothing sensitive; None: all is shown."""
    role = app.settings.get("role", "").upper()
    return role if has_no_need(role) else None


def shown_plan(plan: Plan, infos: Mapping[str, ItemInfo], role: str) -> tuple[Plan, int]:
    """The plan as this role may see it, and how many of its tasks are left out."""
    hidden = {
        task.item
        for task in plan.tasks
        if (info := infos.get(task.item)) and not may_be_shown(info.sensitive, task.owner, role)
    }
    tasks = tuple(
        _shown_task(task, infos[task.item].unsaid, hidden)
        for task in plan.tasks
        if task.item in infos and task.item not in hidden
    )
    asked = (task for task in plan.tasks if task.item in hidden and task.rest in ("open", "unknown"))
    return plan._replace(tasks=tasks), sum(1 for _ in asked)


def _shown_task(task: Task, unsaid: tuple[str, ...], hidden: set[str]) -> Task:
    return task._replace(
        reasons=tuple(reason for reason in task.reasons if reason not in unsaid),
        missing_facts=plain_names(task.missing_facts),
        settling_facts=plain_names(task.settling_facts),
        needs=tuple(need._replace(item=UNSHOWN) if need.item in hidden else need for need in task.needs),
        warnings=tuple(name for name in task.warnings if name not in hidden),
    )


def shown_lines(app: App, lines: list[Line]) -> list[Line]:
    """What was recorded, as the role of whoever asks may see it: entry for entry, less what is sensitive."""
    unknown = hidden(app.settings, "role") is not None  # then what every role may see is shown
    role = None if unknown else without_need(app)
    if role is None and not unknown:
        return lines
    rows = app.store.item_rows()
    unseen = {row.id for row in rows if row.sensitive and (unknown or row.owner != role)} | SENSITIVE
    return [
        line._replace(parts=tuple(part for part in line.parts if part.name not in unseen)) for line in lines
    ]


def refuse_unseen(app: App, item: Item, number: str) -> None:
    """Raises UsageError for a task that the role of whoever asks has no need to know of."""
    role = without_need(app)
    if role is None or not item.sensitive:
        return
    saved = app.store.saved_plan(number)
    tasks = saved.plan.tasks if saved else ()
    if any(task.item == item.id and task.owner == role for task in tasks):
        return
    raise UsageError(
        f"{item.id} is a task of public protection, and not shown to a {ROLES[role]} ({role}). "
        f"{who_may_see()} may see it, or whoever has it to do"
    )
