"""A made-up task of a plan, for the tests of what is saved and of what follows from it."""

from __future__ import annotations

from typing import Any

from releasecheck.core.domain import Task

_LISTS = ("gaps", "missing_facts", "settling_facts", "reasons", "needs", "warnings")
_UNKNOWN: dict[str, Any] = dict.fromkeys(Task._fields) | dict.fromkeys(_LISTS, ())
_BLANK = Task(**_UNKNOWN)._replace(owner="POM", lapses=False, rest="open", hard=False, evidence={})


def blank_task(item: str, **known: Any) -> Task:
    """An open task about which nothing else is known than what is given."""
    return _BLANK._replace(item=item, **known)
