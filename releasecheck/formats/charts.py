"""Pictures as numbers: which bar stands where, worked out here so that a template only draws it.

Every picture has its title and a sentence that says all that it shows. Units are those of its own drawing,
narrow enough for a phone; a fill never says anything that the words do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from releasecheck.core.words import count, day_in_words

Fill = Literal["done", "due", "overdue", "axis"]
Anchor = Literal["start", "middle", "end"]

WIDTH = 360
RELEASE_WEEKS = 13
"""Weeks of releases that are shown."""

WEEK = timedelta(days=7)


class Box(NamedTuple):
    """One rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill


class Label(NamedTuple):
    """A few words at a place."""

    x: float
    y: float
    words: str
    anchor: Anchor = "start"


class Picture(NamedTuple):
    """A drawing with the same in words."""

    name: str
    """For ids in the page."""
    title: str
    said: str
    height: float
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    legend: tuple[tuple[Fill, str], ...] = ()
    width: int = WIDTH


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class Releases(NamedTuple):
    """How many people leave in one week."""

    starts: date
    people: int
    overdue: int
    """Of them, with something overdue."""


def release_weeks(days: Iterable[tuple[date, bool]], today: date) -> tuple[Releases, ...]:
    """Releases week by week from this one, from each release day and whether something is overdue."""
    people: Counter[date] = Counter()
    overdue: Counter[date] = Counter()
    for day, late in days:
        if day >= today:
            people[monday(day)] += 1
            overdue[monday(day)] += late
    starts = [monday(today) + n * WEEK for n in range(RELEASE_WEEKS)]
    return tuple(Releases(day, people[day], overdue[day]) for day in starts)


def releases_picture(weeks: Sequence[Releases], part: str = "something overdue") -> Picture | None:
    """A column for each week's releases; None where nobody leaves in any of them.

    `part`: what those have who are counted apart.
    """
    most = max((week.people for week in weeks), default=0)
    if not most:
        return None
    wide, base, tall = WIDTH / len(weeks), 110.0, 90.0
    boxes, labels, parts = [], [], []
    for n, week in enumerate(weeks):
        day = day_in_words(week.starts, year=False, weekday=False)
        if n % 4 == 0 and n + 2 < len(weeks):
            labels.append(Label(round(n * wide, 1), base + 16, day))
        if not week.people:
            continue
        high, late = week.people / most * tall, week.overdue / most * tall
        left, across = round(n * wide + 2, 1), round(wide - 4, 1)
        if week.people > week.overdue:
            boxes.append(Box(left, round(base - high, 1), across, round(high - late, 1), "done"))
        if late:
            boxes.append(Box(left, round(base - late, 1), across, round(late, 1), "overdue"))
        labels.append(
            Label(round((n + 0.5) * wide, 1), round(base - high - 4, 1), f"{week.people:,}", "middle")
        )
        parts.append(f"{day} {week.people:,} ({week.overdue:,})")
    total = sum(week.people for week in weeks)
    return Picture(
        name="releases",
        title=f"Releases per week, the next {len(weeks)} weeks",
        said=f"{count(total, 'person', 'people')} out in {len(weeks)} weeks; by week, "
        f"and in brackets those with {part}: {', '.join(parts)}.",
        height=base + 22,
        boxes=tuple(boxes),
        labels=tuple(labels),
        legend=(("overdue", f"with {part}"), ("done", "without")),
    )


def bars_picture(name: str, title: str, counts: Mapping[str, int]) -> Picture | None:
    """A bar for each name, the longest first; None for nothing at all."""
    rows = sorted(((words, number) for words, number in counts.items() if number), key=lambda row: -row[1])
    if not rows:
        return None
    most, labelled, high, longest = rows[0][1], 128, 22, 180
    boxes, labels = [], []
    for n, (words, number) in enumerate(rows):
        long = max(round(number / most * longest, 1), 1)
        boxes.append(Box(labelled, n * high + 4, long, high - 8, "due"))
        labels.append(Label(labelled - 8, n * high + 15, words, "end"))
        labels.append(Label(labelled + long + 6, n * high + 15, f"{number:,}"))
    said = ", ".join(f"{words} {number:,}" for words, number in rows)
    return Picture(name, title, f"{said}.", len(rows) * high + 4, tuple(boxes), tuple(labels))
