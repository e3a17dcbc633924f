"""What is not done for one person along the weeks to release, as a picture and as one line of words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from releasecheck.core.words import day_in_words
from releasecheck.formats.charts import WEEK, WIDTH, Box, Fill, Label, Picture, monday
from releasecheck.reports.person.countdown import Countdown

WEEKS_AHEAD = 26
"""Weeks that are shown at most; what falls later is counted."""
WEEKS_BACK = 6

_OPEN = ("to_do", "upcoming", "blocked", "action", "chase", "waiting", "expired")


class Week(NamedTuple):
    """What is not done of one person's tasks in a week; the first of a strip holds all before it as well."""

    starts: date
    due: int
    overdue: int


class Strip(NamedTuple):
    """What is not done for a person, along the weeks to release."""

    weeks: tuple[Week, ...]
    this_week: int
    """Which of the weeks it is."""
    later: int
    """Tasks due after the last week shown."""
    release_on: date
    undated: int
    """Open tasks without a date."""


def strip(report: Countdown) -> Strip | None:
    """What is not done by week, up to release; None without a release date to come or anything dated."""
    if report.release is None or report.release.date < report.as_of or "released_on" in report.facts:
        return None
    first = monday(report.as_of) - WEEKS_BACK * WEEK
    last = min(monday(report.release.date), monday(report.as_of) + WEEKS_AHEAD * WEEK)
    due: Counter[date] = Counter()
    overdue: Counter[date] = Counter()
    later = undated = 0
    for task in report.in_state("overdue", *_OPEN):
        if task.due_on is None:
            undated += 1
        elif monday(task.due_on) > last:
            later += 1
        else:
            found = overdue if task.state == "overdue" else due
            found[max(monday(task.due_on), first)] += 1
    if not (due or overdue):
        return None
    starts = [first + n * WEEK for n in range((last - first).days // 7 + 1)]
    weeks = (Week(day, due[day], overdue[day]) for day in starts)
    return Strip(tuple(weeks), WEEKS_BACK, later, report.release.date, undated)


def strip_words(found: Strip) -> str:
    """By week: 5 overdue, then 2 . 1 . . 3 due: for one line of a screen."""
    overdue = sum(week.overdue for week in found.weeks)
    ahead = " ".join(str(week.due or ".") for week in found.weeks[found.this_week :])
    late = f"{overdue} late, then " if overdue else ""
    after = f", {found.later} later" if found.later else ""
    return f"Due by week from this one: {late}{ahead}{after}"


def strip_picture(found: Strip) -> Picture:
    """A column for each week, of what is late and what is due: what is done asks for nobody's eye."""
    weeks, top = found.weeks, 28.0
    wide = WIDTH / len(weeks)
    above = max(week.due + week.overdue for week in weeks)
    step = min(9.0, 80 / above)
    line = round(top + above * step, 1)
    boxes = [
        Box(0, line, WIDTH, 1, "axis"),
        Box(round(found.this_week * wide, 1), 16, 0.4, round(line - 16, 1), "axis"),
    ]
    for n, week in enumerate(weeks):
        kinds: list[tuple[Fill, int]] = [("overdue", week.overdue), ("due", week.due)]
        fills = [fill for fill, number in kinds for _ in range(number)]
        boxes += [_cell(n, wide, line - (at + 1) * step, step, fill) for at, fill in enumerate(fills)]
    labels = [Label(round(found.this_week * wide, 1), 12, "this week"), Label(0, line + 15, "earlier")]
    out = len(weeks) - 1
    if weeks[out].starts == monday(found.release_on):
        labels.append(Label(WIDTH, 24, f"out {day_in_words(found.release_on, year=False)}", "end"))
    return Picture(
        name="strip",
        title="What is not done, along the weeks to release",
        said=_strip_said(found),
        height=round(line + 20, 1),
        boxes=tuple(boxes),
        labels=tuple(labels),
        legend=(("overdue", "late"), ("due", "due")),
    )


def _cell(column: int, wide: float, y: float, step: float, fill: Fill) -> Box:
    return Box(round(column * wide + 1, 1), round(y + 0.5, 1), round(wide - 2, 1), round(step - 1.5, 1), fill)


def _strip_said(found: Strip) -> str:
    parts = []
    for n, week in enumerate(found.weeks):
        kinds = ((week.overdue, "late"), (week.due, "due"))
        words = ", ".join(f"{number} {what}" for number, what in kinds if number)
        if words:
            day = day_in_words(week.starts, year=False, weekday=False)
            when = "earlier" if n == 0 else "this week" if n == found.this_week else f"week of {day}"
            parts.append(f"{when} {words}")
    if found.later:
        parts.append(f"later {found.later} due")
    if found.undated:
        parts.append(f"{found.undated} with no date")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}. Out {day_in_words(found.release_on)}."
