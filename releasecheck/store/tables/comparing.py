"""Proving that a saved plan is the one that would be made now."""

from __future__ import annotations

from releasecheck.core.domain import Plan, Task


def first_difference(saved: Plan, made: Plan) -> str | None:
    """The first thing in which two plans of one person differ, in words; None when they are the same."""
    if saved == made:
        return None
    for name in Plan._fields:
        one, other = getattr(saved, name), getattr(made, name)
        if name != "tasks" and one != other:
            return f"{saved.prison_number}: {name} is saved as {one!r}, and comes out as {other!r}"
    return _first_task(saved, made)


def _first_task(saved: Plan, made: Plan) -> str:
    before = {task.item: task for task in saved.tasks}
    after = {task.item: task for task in made.tasks}
    for item in {**before, **after}:
        place = f"{saved.prison_number} {item}"
        if item not in after:
            return f"{place}: saved, and no longer planned"
        if item not in before:
            return f"{place}: planned, and not saved"
        for name in Task._fields:
            one, other = getattr(before[item], name), getattr(after[item], name)
            if one != other:
                return f"{place}: {name} is saved as {one!r}, and comes out as {other!r}"
    return f"{saved.prison_number}: the tasks are saved in another order"
