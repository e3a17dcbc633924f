"""Who has a task, and why them."""

from __future__ import annotations

from collections.abc import Mapping

from releasecheck.core.domain import ROLES
from releasecheck.policy.catalogue import Item
from releasecheck.reports.person.countdown import TaskLine


def owner_words(item: Item, line: TaskLine, owners: Mapping[str, str]) -> tuple[str, str]:
    """The role and who that is, and why if not as usual. `owners`: what was chosen for the person."""
    named = f": {line.owner_name}" if line.owner_name else ""
    why = ""
    if item.id in owners:
        why = f"chosen for this person; usually {item.owner}"
    elif line.owner in owners:
        why = f"named for all of this person's {line.owner} tasks"
    elif "owner" in item.changed:
        why = "office rule"
    elif line.owner == item.countersign and line.outcome is not None:
        why = "to countersign what is done"
    elif line.owner != item.owner:
        until = "a COM is named" if line.owner == item.owner_without_com else "handover"
        why = f"until {until}; then {item.owner}"
    return f"{line.owner}, {ROLES[line.owner]}{named}", why
