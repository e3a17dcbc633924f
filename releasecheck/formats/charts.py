"""Pictures as numbers: which bar stands where, worked out here so that a template only draws it.

Every picture has its title and a sentence that says all that it shows. Across, units are parts of the width
that the picture is given; up and down they are those of the page. A fill never says anything that the words
do not: late is solid, due is hatched, later or done is an outline, and nothing is solid but what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from releasecheck.core.domain import NOTHING
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import count, day_in_words

Fill = Literal["done", "due", "overdue", "axis", "published"]
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


class Dot(NamedTuple):
    """A round mark at a place."""

    x: float
    y: float
    radius: float
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
    dots: tuple[Dot, ...] = ()


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
    """An outline for each week's releases, filled as far as something is wrong; None where nobody leaves.

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
        boxes.append(Box(left, round(base - high, 1), across, round(high, 1), "done"))
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


def bars_picture(
    name: str, title: str, counts: Mapping[str, int], late: Mapping[str, int] = NOTHING
) -> Picture | None:
    """An outline for each name, the longest first, filled as far as it is late; None for nothing at all."""
    rows = sorted(((words, number) for words, number in counts.items() if number), key=lambda row: -row[1])
    if not rows:
        return None
    most, labelled, high, longest = rows[0][1], 128, 22, 180
    boxes, labels, said = [], [], []
    for n, (words, number) in enumerate(rows):
        long, part = (max(round(some / most * longest, 1), 1) for some in (number, late.get(words, 0)))
        boxes.append(Box(labelled, n * high + 4, long, high - 8, "done"))
        if late.get(words):
            boxes.append(Box(labelled, n * high + 4, part, high - 8, "overdue"))
        labels.append(Label(labelled - 8, n * high + 15, words, "end"))
        labels.append(Label(labelled + long + 6, n * high + 15, f"{number:,}"))
        said.append(f"{words} {number:,}" + (f" ({late.get(words, 0):,})" if late else ""))
    return Picture(
        name,
        title,
        f"{'In brackets what is late: ' if late else ''}{', '.join(said)}.",
        len(rows) * high + 4,
        tuple(boxes),
        tuple(labels),
        (("overdue", "late"), ("done", "not late")) if late else (),
    )
