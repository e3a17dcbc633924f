"""The sums of a task's days in words."""

from __future__ import annotations

from datetime import date

from releasecheck.core.words import count, day_in_words
from releasecheck.policy.offsets import Offset
from releasecheck.policy.working_days import Calendar


def arithmetic(offset: Offset, anchor: date, calendar: Calendar, *, is_due: bool) -> str:
    """The sum in words: Fri 5 Feb 2027 - 84 days = Fri 13 Nov 2026."""
    exact = offset.exact(anchor, calendar)
    sign = {-1: "-", 0: "+", 1: "+"}[offset.direction]
    if not offset.direction:
        text = day_in_words(anchor)
    elif offset.months or offset.years or offset.working_days:
        size = offset.in_words().rsplit(" before ", 1)[0].rsplit(" after ", 1)[0]
        text = f"{day_in_words(anchor)} {sign} {size} = {day_in_words(exact)}"
    else:
        days = count(7 * offset.weeks + offset.days, "day")
        text = f"{day_in_words(anchor)} {sign} {days} = {day_in_words(exact)}"
    if is_due and not offset.any_day and not calendar.is_working_day(exact):
        moved = calendar.last_working_day(exact)
        text += f", {why_closed(exact, calendar)}, so {day_in_words(moved)}"
    if calendar.is_provisional(exact):
        text += " (bank holidays provisional)"
    return text


def why_closed(day: date, calendar: Calendar) -> str:
    """That a day is closed, and why where its weekday does not say it."""
    return "closed" if day.weekday() >= 5 else f"closed ({calendar.why_closed(day)})"
