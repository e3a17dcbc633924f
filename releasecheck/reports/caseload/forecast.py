"""Who leaves when, and what that will ask for: counts for those who plan beds, rooms and appointments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.domain import ROLES
from releasecheck.core.words import count, day_in_words, full_name
from releasecheck.formats.tables import Table, Tables, Value, headings
from releasecheck.policy.working_days import Calendar

WEEKS_AHEAD = 12
"""Weeks that are listed one by one; after those, months do."""

SHORT_NOTICE = 10
"""Working days before release by which the COM should have been told; a local default."""

#: What a release asks of others, in the order in which people plan for it.
NEEDS: dict[str, tuple[str, ...]] = {
    "bed": ("cas1", "cas2", "cas3"),
    "referral": ("dtr", "crs", "crs_women", "victim_contact"),
    "appointment": ("first_appointment", "substance_appointment", "gp_registration", "benefits"),
}


class Leaver(NamedTuple):
    """One release ahead."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None
    com: str | None
    release_on: date
    type: str | None
    confirmed: bool
    compressed: bool
    """Something lost time because nobody knew of the date soon enough."""
    com_told: bool


class NeedCount(NamedTuple):
    """How many releases of a month have this item, and where it stands today."""

    month: str
    item: str
    to_arrange: int
    arranged: int
    cannot_say: int


class Undated(NamedTuple):
    """People whom a forecast cannot place."""

    without_date: int
    past: int
    """Their day has gone by, and nobody has recorded that they left."""


def forecast(
    leavers: Sequence[Leaver],
    needs: Iterable[NeedCount],
    undated: Undated,
    titles: Mapping[str, str],
    today: date,
    until: date,
    calendar: Calendar,
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
) -> Tables:
    """Releases by week, month and prison, what they ask for, and whose COM has not been told in time."""
    wanted = tuple(needs)
    short = _short_notice(leavers, today, calendar)
    left_out = [
        f"{count(undated.without_date, 'person', 'people')} with no release date recorded",
        f"{undated.past:,} past their day and not recorded as out",
    ]
    return Tables(
        kind="forecast",
        title=f"{count(len(leavers), 'release')} from {day_in_words(today)} to {day_in_words(until)}",
        as_of=today,
        tables=(
            _weeks(leavers, today, calendar),
            *_months(leavers, calendar),
            _prisons(leavers, today),
            _needs(wanted, titles),
            short,
            Table(
                "needs_by_month",
                "What they ask for, by month",
                headings(month="Month", need="Need", item="Item", to_arrange="", arranged="", cannot_say=""),
                tuple(
                    (each.month, _kind(each.item), each.item, *each[2:])
                    for each in wanted
                    if each.item in titles
                ),
                data_only=True,
            ),
        ),
        filters=tuple(filters),
        notes=(f"Not counted: {'; '.join(left_out)}.",),
        footnotes=tuple(footnotes),
        numbers=frozenset(str(row[0]) for row in short.rows),
    )


def before_closed_day(day: date, calendar: Calendar) -> bool:
    """Whether a release falls on a Friday or on the eve of another closed day."""
    return calendar.law.is_working_day(day) and not calendar.law.is_working_day(day + timedelta(days=1))


_COUNTS = headings(
    releases="Releases",
    confirmed="Confirmed",
    before_closed_day="Friday or eve",
    compressed="Compressed",
)


def _counts(leavers: Sequence[Leaver], calendar: Calendar) -> tuple[Value, ...]:
    return (
        len(leavers),
        sum(each.confirmed for each in leavers),
        sum(before_closed_day(each.release_on, calendar) for each in leavers),
        sum(each.compressed for each in leavers),
    )


def _weeks(leavers: Sequence[Leaver], today: date, calendar: Calendar) -> Table:
    monday = today - timedelta(days=today.weekday())
    rows = []
    for n in range(WEEKS_AHEAD):
        first = monday + timedelta(weeks=n)
        those = [each for each in leavers if first <= each.release_on < first + timedelta(weeks=1)]
        rows.append((first, *_counts(those, calendar)))
    return Table("weeks", "By week", (*headings(week="Week from"), *_COUNTS), tuple(rows))


def _months(leavers: Sequence[Leaver], calendar: Calendar) -> tuple[Table, Table]:
    months: dict[date, list[Leaver]] = {}
    for each in leavers:
        months.setdefault(each.release_on.replace(day=1), []).append(each)
    types = sorted({each.type or "" for each in leavers})
    heads = headings(**{(kind or "no_type").lower(): kind or "No type" for kind in types})
    by_type: list[tuple[Value, ...]] = []
    for month, those in months.items():
        found = Counter(each.type or "" for each in those)
        by_type.append((f"{month:%Y-%m}", *(found[kind] for kind in types)))
    rows = tuple((f"{month:%Y-%m}", *_counts(those, calendar)) for month, those in months.items())
    return (
        Table("months", "By month", (*headings(month="Month"), *_COUNTS), rows),
        Table("types", "By month and type of release", (*headings(month="Month"), *heads), tuple(by_type)),
    )


def _prisons(leavers: Sequence[Leaver], today: date) -> Table:
    found: dict[str, list[Leaver]] = {}
    for each in leavers:
        found.setdefault(each.prison or "not known", []).append(each)
    windows = (4, 12)
    rows: list[tuple[Value, ...]] = []
    for prison, those in sorted(found.items()):
        soon = (sum(each.release_on < today + timedelta(weeks=weeks) for each in those) for weeks in windows)
        rows.append((prison, *soon, len(those)))
    heads = headings(prison="Prison", in_4_weeks="4 weeks", in_12_weeks="12 weeks", releases="All")
    return Table("prisons", "By prison", heads, tuple(rows))


def _kind(item: str) -> str:
    return next((kind for kind, items in NEEDS.items() if item in items), "")


def _needs(wanted: Iterable[NeedCount], titles: Mapping[str, str]) -> Table:
    """Summed over the months, in the order in which they are planned; items switched off are left out."""
    found: dict[str, list[int]] = {}
    for each in wanted:
        sums = found.setdefault(each.item, [0, 0, 0])
        for n, number in enumerate(each[2:]):
            sums[n] += int(number)
    rows: list[tuple[Value, ...]] = []
    for kind, items in NEEDS.items():
        rows += [(titles[item], kind, *found[item]) for item in items if item in found and item in titles]
    heads = headings(
        title="Need", need="Kind", to_arrange="To arrange", arranged="Arranged", cannot_say="Cannot say"
    )
    return Table("needs", "What they ask for", heads, tuple(rows))


def _short_notice(leavers: Iterable[Leaver], today: date, calendar: Calendar) -> Table:
    """Releases so near that the COM should know by now, and nobody recorded telling them."""
    rows = []
    for each in leavers:
        left = calendar.working_days_between(today - timedelta(days=1), each.release_on - timedelta(days=1))
        if left < SHORT_NOTICE and not each.com_told:
            name = full_name(each.last_name, each.first_name)
            com = f"{each.com}" if each.com else f"no {ROLES['COM']} named"
            rows.append((each.prison_number, name, each.release_on, left, com))
    heads = headings(
        prison_number="Person", name="Name", release_date="Release", working_days="Working days", com="COM"
    )
    title = f"Fewer than {SHORT_NOTICE} working days left, and nobody recorded telling the COM"
    return Table("short_notice", title, heads, tuple(rows))
