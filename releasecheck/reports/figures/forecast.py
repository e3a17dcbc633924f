"""Who leaves when, and what that will ask for: counts for those who plan beds, rooms and appointments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.domain import NOTHING, ROLES
from releasecheck.core.words import count, day_in_words, full_name
from releasecheck.formats.charts import Releases
from releasecheck.formats.tables import Table, TableColumn, Tables, Value, table
from releasecheck.policy.working_days import Calendar

WEEKS_AHEAD = 12
"""Weeks that are listed one by one; after those, months do."""

SHORT_NOTICE = 10
"""Working days before release by which the COM should have been told; a local default."""

#: What a release asks of others, in the order in which people plan for it.
NEEDS: dict[str, tuple[str, ...]] = {
    "bed": ("cas1", "cas2", "cas3"),
    "referral": ("dtr", "crs", "victim_contact"),
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


def forecast(
    leavers: Sequence[Leaver],
    needs: Iterable[NeedCount],
    titles: Mapping[str, str],
    today: date,
    until: date,
    calendar: Calendar,
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    not_counted: Mapping[str, int] = NOTHING,
    supply: Sequence[Table] = (),
) -> Tables:
    """Releases by week, month and prison, what they ask for, and whose COM has not been told in time.

    `supply`: the tables of needs against supply.
    """
    wanted = tuple(needs)
    short = _short_notice(leavers, today, calendar)
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
            _needs_by_month(wanted, titles),
            *supply,
        ),
        filters=tuple(filters),
        footnotes=tuple(footnotes),
        numbers=frozenset(str(row["prison_number"]) for row in short.objects()),
        not_counted=not_counted,
    )


def before_closed_day(day: date, calendar: Calendar) -> bool:
    """Whether a release falls on a Friday or on the eve of another closed day."""
    return calendar.law.is_working_day(day) and not calendar.law.is_working_day(day + timedelta(days=1))


def compressed_by_week(report: Tables) -> tuple[Releases, ...]:
    """The weeks of a forecast, with the compressed releases apart."""
    return tuple(
        Releases(row["week"], row["releases"], row["compressed"])
        for each in report.tables
        if each.name == "weeks"
        for row in each.objects()
        if isinstance(row["week"], date)
        and isinstance(row["releases"], int)
        and isinstance(row["compressed"], int)
    )


class _Releases(NamedTuple):
    """Some of the releases: those of a week, of a month, of a prison."""

    key: Value
    leavers: Sequence[Leaver]


def _counts(calendar: Calendar) -> tuple[TableColumn[_Releases], ...]:
    def eves(those: _Releases) -> int:
        return sum(before_closed_day(each.release_on, calendar) for each in those.leavers)

    return (
        TableColumn("releases", "Releases", lambda those: len(those.leavers)),
        TableColumn("confirmed", "Confirmed", lambda those: sum(each.confirmed for each in those.leavers)),
        TableColumn("before_closed_day", "Friday or eve", eves),
        TableColumn("compressed", "Too late", lambda those: sum(each.compressed for each in those.leavers)),
    )


def _keyed(key: str, words: str) -> TableColumn[_Releases]:
    """The column that says which releases a row counts."""
    return TableColumn(key, words, lambda those: those.key)


def _weeks(leavers: Sequence[Leaver], today: date, calendar: Calendar) -> Table:
    monday = today - timedelta(days=today.weekday())
    weeks = []
    for n in range(WEEKS_AHEAD):
        first = monday + timedelta(weeks=n)
        those = [each for each in leavers if first <= each.release_on < first + timedelta(weeks=1)]
        weeks.append(_Releases(first, those))
    return table("weeks", "By week", (_keyed("week", "Week from"), *_counts(calendar)), weeks)


def _months(leavers: Sequence[Leaver], calendar: Calendar) -> tuple[Table, Table]:
    found: dict[date, list[Leaver]] = {}
    for each in leavers:
        found.setdefault(each.release_on.replace(day=1), []).append(each)
    months = [_Releases(f"{month:%Y-%m}", those) for month, those in found.items()]
    name = _keyed("month", "Month")
    types = map(_of_type, sorted({each.type or "" for each in leavers}))
    return (
        table("months", "By month", (name, *_counts(calendar)), months),
        table("types", "By month and type of release", (name, *types), months),
    )


def _of_type(kind: str) -> TableColumn[_Releases]:
    """How many releases are of a type."""
    key, words = (kind or "no_type").lower(), kind or "No type"
    return TableColumn(key, words, lambda those: sum((each.type or "") == kind for each in those.leavers))


def _prisons(leavers: Sequence[Leaver], today: date) -> Table:
    found: dict[str, list[Leaver]] = {}
    for each in leavers:
        found.setdefault(each.prison or "not known", []).append(each)

    def within(weeks: int) -> Callable[[_Releases], int]:
        last = today + timedelta(weeks=weeks)
        return lambda those: sum(each.release_on < last for each in those.leavers)

    columns: tuple[TableColumn[_Releases], ...] = (
        _keyed("prison", "Prison"),
        TableColumn("in_4_weeks", "4 weeks", within(4)),
        TableColumn("in_12_weeks", "12 weeks", within(12)),
        TableColumn("releases", "All", lambda those: len(those.leavers)),
    )
    return table("prisons", "By prison", columns, (_Releases(*pair) for pair in sorted(found.items())))


def _kind(item: str) -> str:
    return next((kind for kind, items in NEEDS.items() if item in items), "")


_NUMBERS: tuple[TableColumn[NeedCount], ...] = (
    TableColumn("to_arrange", "To arrange", lambda need: need.to_arrange),
    TableColumn("arranged", "Arranged", lambda need: need.arranged),
    TableColumn("cannot_say", "Cannot say", lambda need: need.cannot_say),
)


def _needs(wanted: Iterable[NeedCount], titles: Mapping[str, str]) -> Table:
    """Summed over the months, in the order in which they are planned; items switched off are left out."""
    found: dict[str, NeedCount] = {}
    for each in wanted:
        sums = found.get(each.item, NeedCount("", each.item, 0, 0, 0))
        found[each.item] = sums._replace(
            to_arrange=sums.to_arrange + each.to_arrange,
            arranged=sums.arranged + each.arranged,
            cannot_say=sums.cannot_say + each.cannot_say,
        )
    columns = (
        TableColumn[NeedCount]("title", "Need", lambda need: titles[need.item]),
        TableColumn[NeedCount]("need", "Kind", lambda need: _kind(need.item)),
        *_NUMBERS,
    )
    ordered = [item for items in NEEDS.values() for item in items if item in found and item in titles]
    return table("needs", "What they ask for", columns, (found[item] for item in ordered))


def _needs_by_month(wanted: Iterable[NeedCount], titles: Mapping[str, str]) -> Table:
    columns = (
        TableColumn[NeedCount]("month", "Month", lambda need: need.month),
        TableColumn[NeedCount]("need", "Need", lambda need: _kind(need.item)),
        TableColumn[NeedCount]("item", "Item", lambda need: need.item),
        *(column._replace(words="") for column in _NUMBERS),
    )
    needs = (each for each in wanted if each.item in titles)
    return table("needs_by_month", "What they ask for, by month", columns, needs, data_only=True)


def _short_notice(leavers: Iterable[Leaver], today: date, calendar: Calendar) -> Table:
    """Releases so near that the COM should know by now, and nobody recorded telling them."""

    def left(each: Leaver) -> int:
        # The COM's days, and so the law's: COMs work when this office is shut.
        night = timedelta(days=1)
        return calendar.law.working_days_between(today - night, each.release_on - night)

    columns: tuple[TableColumn[Leaver], ...] = (
        TableColumn("prison_number", "Person", lambda each: each.prison_number),
        TableColumn("name", "Name", lambda each: full_name(each.last_name, each.first_name)),
        TableColumn("release_date", "Release", lambda each: each.release_on),
        TableColumn("working_days", "Working days", left),
        TableColumn("com", "COM", lambda each: each.com or f"no {ROLES['COM']} named"),
    )
    untold = (each for each in leavers if not each.com_told and left(each) < SHORT_NOTICE)
    title = f"Fewer than {SHORT_NOTICE} working days left, and nobody recorded telling the COM"
    return table("short_notice", title, columns, untold)
