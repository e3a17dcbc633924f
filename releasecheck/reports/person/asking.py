"""What nobody has recorded of one person: what hangs on it, and what one types to record it."""

from __future__ import annotations

from releasecheck.core.named import NamedTuple
from releasecheck.core.words import capital, count, listed, uncapital
from releasecheck.people.facts import FACTS
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import Countdown, UnknownFact


class Unknown(NamedTuple):
    """Something nobody has recorded, and what hangs on it."""

    name: str
    title: str
    so: str
    short: str | None = None
    """The same for a first screen: how many tasks."""
    typed: str = ""
    """What one types to record it; empty for what is recorded with an outcome."""


def unknown_of(report: Countdown) -> tuple[Unknown, ...]:
    """Facts by what they decide, and evidence that nobody wrote down."""
    titles = {task.item: uncapital(task.short or task.title) for task in report.tasks}
    facts = (
        Unknown(
            found.fact,
            FACTS[found.fact].title,
            f"settles {', '.join(titles.get(item, item) for item in found.decides)}",
            f"settles {count(len(found.decides), 'thing')}",
            f"{found.fact}=",
        )
        if found.fact in FACTS
        else _done_before(report, found)
        for found in report.unknown_facts
    )
    gaps = (
        Unknown(gap, gap.replace("_", " ").capitalize(), f"not written down for {task.item}")
        for task in report.tasks
        for gap in task.gaps
    )
    return (*facts, *gaps)


_ASKED_BEFORE = 4
"""Tasks that are named of those that may have been done before."""


def _done_before(report: Countdown, found: UnknownFact) -> Unknown:
    """Which tasks may have been done before anybody here knew of the person, and how to answer."""
    tasks = [task for task in report.tasks if task.item in found.decides]
    tasks.sort(key=lambda task: not task.public_protection)
    named = [f"{uncapital(task.short or task.title)} ({task.item})" for task in tasks[:_ASKED_BEFORE]]
    if left := len(tasks) - len(named):
        named.append(f"{left} more")
    answers = f"releasecheck mark {report.prison_number} ITEM done --on DAY"
    sheet = "releasecheck export before -o before.xlsx"
    return Unknown(
        found.fact,
        capital(phrases.asked_fact(found.fact)),
        f"{listed(named)}: {answers}, or ITEM not_done_before; for all at once: {sheet}",
    )
