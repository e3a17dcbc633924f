"""Pictures: every task and release is in them once, they say so in words, and they stay in their frame."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from releasecheck.formats.charts import (
    WIDTH,
    Picture,
    bars_picture,
    release_weeks,
    releases_picture,
)
from releasecheck.reports.person.strip import WEEKS_AHEAD, WEEKS_BACK, strip, strip_picture, strip_words
from tests.made_up import reports as made_up

TODAY = made_up.TODAY
DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))


def in_its_frame(picture: Picture) -> bool:
    return all(
        box.x >= 0
        and box.y >= 0
        and box.width > 0
        and box.height > 0
        and box.x + box.width <= picture.width + 0.1
        and box.y + box.height <= picture.height + 0.1
        for box in picture.boxes
    ) and all(0 <= label.x <= picture.width and 0 < label.y <= picture.height for label in picture.labels)


def test_a_strip_shows_what_is_late_due_and_done_in_its_week() -> None:
    found = strip(made_up.sam())
    assert found is not None
    assert found.weeks[found.this_week].starts == TODAY
    shown = {week.starts.isoformat(): week[1:] for week in found.weeks if week.due or week.overdue}
    assert shown == {
        "2026-10-12": (0, 1),  # with all that lies before it
        "2026-11-09": (0, 1),
        "2026-11-23": (1, 0),
        "2026-11-30": (1, 0),
        "2027-01-04": (1, 0),
    }
    assert strip_words(found) == "Due by week from this one: 2 late, then 1 1 . . . . 1 . . . ."
    picture = strip_picture(found)
    assert picture.said == (
        "Earlier 1 late; week of 9 Nov 1 late; this week 1 due; week of 30 Nov 1 due; "
        f"week of 4 Jan 1 due; {found.undated} with no date. Out Fri 5 Feb 2027."
    )
    assert [box.fill for box in picture.boxes].count("overdue") == 2
    assert all(box.fill != "done" for box in picture.boxes)


@given(st.lists(st.tuples(st.sampled_from(["overdue", "to_do", "upcoming", "done"]), DAYS), max_size=40))
def test_every_dated_task_that_is_not_done_is_in_the_strip_once(tasks: list[tuple[str, date]]) -> None:
    lines = tuple(
        made_up.task(f"t{n}", state, **{"outcome_on" if state == "done" else "due_on": day})
        for n, (state, day) in enumerate(tasks)
    )
    found = strip(made_up.countdown(lines, {}))
    if found is None:
        return
    not_done = [state for state, _ in tasks if state != "done"]
    assert sum(week.due + week.overdue for week in found.weeks) + found.later == len(not_done)
    assert len(found.weeks) <= WEEKS_BACK + 1 + WEEKS_AHEAD
    picture = strip_picture(found)
    drawn = [box for box in picture.boxes if box.fill != "axis"]
    assert len(drawn) == len(not_done) - found.later
    assert in_its_frame(picture)


def test_there_is_no_strip_without_a_release_to_come() -> None:
    assert strip(made_up.newly_received()) is None
    assert strip(made_up.sam()._replace(as_of=date(2027, 2, 6))) is None
    assert strip(made_up.sam()._replace(facts={"released_on": TODAY})) is None


@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=40))
def test_every_release_to_come_is_in_its_week(days: list[tuple[date, bool]]) -> None:
    weeks = release_weeks(days, TODAY)
    last = TODAY + timedelta(weeks=len(weeks))
    coming = [late for day, late in days if TODAY <= day < last]
    assert sum(week.people for week in weeks) == len(coming)
    assert sum(week.overdue for week in weeks) == sum(coming)
    picture = releases_picture(weeks)
    assert (picture is None) is (not coming)
    if picture is not None:
        assert in_its_frame(picture)
        said = [int(number) for number in re.findall(r" (\d+) \(", picture.said)]
        assert sum(said) == len(coming)
        outlines = [box for box in picture.boxes if box.fill == "done"]
        filled = [box for box in picture.boxes if box.fill == "overdue"]
        assert len(outlines) == sum(week.people > 0 for week in weeks)
        assert len(filled) == sum(week.overdue > 0 for week in weeks)


def test_a_bar_is_an_outline_as_long_as_what_it_counts_and_filled_as_far_as_it_is_late() -> None:
    picture = bars_picture("owners", "Things missing by owner", {"COM": 10, "POM": 5, "HC": 0})
    assert picture is not None
    assert [(box.width, box.fill) for box in picture.boxes] == [(180, "done"), (90, "done")]
    assert picture.said == "COM 10, POM 5." and not picture.legend
    assert in_its_frame(picture) and picture.width == WIDTH
    late = bars_picture("owners", "Things missing by owner", {"COM": 10, "POM": 5}, {"COM": 5})
    assert late is not None
    assert [(box.width, box.fill) for box in late.boxes] == [(180, "done"), (90, "overdue"), (90, "done")]
    assert late.said == "In brackets what is late: COM 10 (5), POM 5 (0)."
    assert bars_picture("owners", "Things missing by owner", {}) is None
