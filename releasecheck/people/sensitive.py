"""What is sensitive of what is known of somebody, and which roles do their work without it."""

from __future__ import annotations

from collections.abc import Iterable

from releasecheck.core.domain import ROLES, ROLES_WITHOUT_NEED, Facts
from releasecheck.core.words import count, listed
from releasecheck.people.fact_table import TABLE

SENSITIVE = frozenset(fact.name for fact in TABLE if fact.sensitive)
"""The facts that are shown only to those who need them."""

UNSHOWN = "a task not shown here"
"""What something waits for, where that is sensitive."""


def has_no_need(role: str | None) -> bool:
    """Whether somebody in this role is shown nothing sensitive; nobody's role is everybody's."""
    return role in ROLES_WITHOUT_NEED


def may_be_shown(sensitive: bool, owner: str, role: str | None) -> bool:
    """Whether a task is shown to a role: whoever has it to do needs to know of it."""
    return not sensitive or not has_no_need(role) or owner == role


def shown_facts(facts: Facts) -> Facts:
    """What is known of somebody, less what is sensitive."""
    return {name: value for name, value in facts.items() if name not in SENSITIVE}


def plain_names(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the facts that are not sensitive."""
    return tuple(name for name in names if name not in SENSITIVE)


def not_shown(tasks: int) -> str:
    """How much is left out, where anything is."""
    return f"{count(tasks, 'task')} of public protection, not shown here" if tasks else ""


def who_may_see() -> str:
    """The roles that are shown everything."""
    return listed([role for role in ROLES if role not in ROLES_WITHOUT_NEED], "or")
