"""The outcome measures as tables, with the published figure beside each where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.shipped import DATA
from releasecheck.core.words import count, day_in_words
from releasecheck.formats.tables import Table, TableColumn, Tables, table
from releasecheck.policy.catalogue import Checkpoint
from releasecheck.policy.working_days import Calendar
from releasecheck.reports.caseload.waits import middle
from releasecheck.reports.figures.bands import BANDS
from releasecheck.reports.figures.counting import FEWEST, Measure, Measured, Rule, count_up
from releasecheck.reports.figures.measures import causes, handovers, measures, notice_days
from releasecheck.reports.figures.mix import MixCount, mix_table
from releasecheck.reports.figures.proxies import NOT_OF_QUALITY, all_gaps, nights_used
from releasecheck.reports.figures.reasons import ReasonCount, reasons_table
from releasecheck.reports.figures.released import HandedOver, Released

_PUBLISHED = DATA / "published.toml"

PROXIES = (
    f"A proxy stands in for a judgement that nothing here records: {NOT_OF_QUALITY}. What became of people "
    "whom nobody followed up is not known."
)


class Published(NamedTuple):
    """A figure somebody published, and why ours may differ."""

    figure: str
    year: str
    source: str
    differs: str


class Rushed(NamedTuple):
    """Tasks of the released that were begun, and those begun with less than half their time left."""

    begun: int
    rushed: int


def published() -> dict[str, Published]:
    """Published figures by the key of our measure."""
    import tomllib

    tables = tomllib.loads(_PUBLISHED.read_text("utf-8"))
    return {key: Published(**figures) for key, figures in tables.items()}


def outcome_tables(
    releases: Sequence[Released],
    handed_over: Sequence[HandedOver],
    rushed: Rushed,
    first: date,
    today: date,
    calendar: Calendar,
    late_after: str,
    by: str | None = None,
    only: str | None = None,
    with_people: bool = False,
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    reviews: Sequence[Checkpoint] = (),
    mix: Sequence[MixCount] = (),
    supply: Sequence[Table] = (),
    *,
    reasons: Sequence[ReasonCount] = (),
) -> Tables:
    """Every measure, or one, over the releases of a period; split `by` one of BANDS.

    `with_people`: list each release with how it counts, for `only` this measure; `reviews`: when OASys was
    to be reviewed; `supply`: the tables of needs against supply; `reasons`: of what was late or not done.
    """
    rules = [each for each in measures(calendar, late_after, reviews) if only in (None, each.key)]
    found = [count_up(each.key, each.title, (each.rule(one, today) for one in releases)) for each in rules]
    report, meeting, days_late = handovers(handed_over)
    begun = Measured("rushed", "Begun with under half the time", rushed.rushed, rushed.begun, 0, 0)
    found += [each for each in (report, meeting, begun) if only in (None, each.key)]
    found.sort(key=lambda each: each.of == 0)
    beside = published()
    note = f"Share: never of fewer than {FEWEST}. Rushed and handovers count tasks and handovers."
    tables = [table("measures", "Measures", _measure_columns(beside), found, (note,))]
    if only is None:
        tables += [_causes(releases, today), _medians(releases, days_late, calendar)]
        if mix:
            tables.append(mix_table(mix, "those released"))
        tables += supply
    if by is not None:
        tables.append(_split(releases, rules, by, today))
    if with_people:
        tables += [_people(releases, each.key, each.title, each.rule, today) for each in rules]
    tables += [_beside(found, beside), _sources(found, beside), _defined(rules)]
    if only is None and reasons:
        tables.append(reasons_table(reasons))
    return Tables(
        kind="outcomes",
        title=f"Outcomes of {count(len(releases), 'release')} from {day_in_words(first)} to "
        f"{day_in_words(today)}",
        as_of=today,
        tables=tuple(tables),
        filters=tuple(filters),
        notes=(PROXIES,) if only is None else (),
        footnotes=tuple(footnotes),
        numbers=frozenset(one.prison_number for one in releases) if with_people else frozenset(),
    )


def _share(each: Measured) -> str:
    return each.percent or ("too few" if each.of else "")


def _measure_columns(beside: Mapping[str, Published]) -> tuple[TableColumn[Measured], ...]:
    def published(each: Measured) -> str:
        figure = beside.get(each.key)
        return f"{figure.figure} ({figure.year})" if figure else ""

    return (
        TableColumn("measure", "Measure", lambda each: each.title),
        TableColumn("yes", "Yes", lambda each: each.yes),
        TableColumn("of", "Of", lambda each: each.of),
        TableColumn("share", "Share", _share),
        TableColumn("not_known", "Not known", lambda each: each.not_known),
        TableColumn("not_due", "Not due", lambda each: each.not_due),
        TableColumn("published", "Published", published),
        TableColumn("key", "", lambda each: each.key),
    )


class _Recalls(NamedTuple):
    """How many were recalled for one cause."""

    cause: str
    recalls: int


_CAUSES: tuple[TableColumn[_Recalls], ...] = (
    TableColumn("cause", "Cause", lambda row: row.cause.replace("_", " ")),
    TableColumn("recalls", "Recalls", lambda row: row.recalls),
)


def _causes(releases: Sequence[Released], today: date) -> Table:
    found = (_Recalls(*pair) for pair in causes(releases, today).items())
    return table("causes", "Main causes of recall", _CAUSES, found)


class _Median(NamedTuple):
    """A median, and over how many it was found."""

    key: str
    title: str
    numbers: Sequence[int]
    of: int


_MEDIANS: tuple[TableColumn[_Median], ...] = (
    TableColumn("measure", "Median", lambda row: row.title),
    TableColumn(
        "median",
        "Days",
        lambda row: str(middle(row.numbers)) if row.of >= FEWEST else "too few" if row.of else "",
    ),
    TableColumn("of", "Of", lambda row: row.of),
    TableColumn("key", "", lambda row: row.key),
)


def _medians(releases: Sequence[Released], days_late: Sequence[int], calendar: Calendar) -> Table:
    """What is half as long or shorter; of releases, but for handovers."""
    notice = [days for one in releases if (days := notice_days(one, calendar)) is not None]
    nights = [used for one in releases if (used := nights_used(one)) is not None]
    rows = [
        _Median("notice", "Notice to the COM, in working days", notice, len(notice)),
        _Median("handover_late", "Handover report late", days_late, len(days_late)),
        _Median("cas3_nights", "Nights used in CAS-3", nights, len(nights)),
        _Median("key_worker_gap", "Between meetings with a key worker", *all_gaps(releases, "KW")),
        _Median("pom_gap", "Between meetings, POM or key worker", *all_gaps(releases, "POM", "KW")),
    ]
    note = "Meetings face to face before release that somebody recorded; who was met once has none between."
    return table("medians", "Medians", _MEDIANS, rows, (note,), later=True)


class _OfGroup(NamedTuple):
    """One measure over one group of the releases."""

    group: str
    measured: Measured


def _split(releases: Sequence[Released], rules: Sequence[Measure], by: str, today: date) -> Table:
    groups: dict[str, list[Released]] = {}
    for one in releases:
        groups.setdefault(BANDS[by](one), []).append(one)
    rows = (
        _OfGroup(group, count_up(each.key, each.title, (each.rule(one, today) for one in those)))
        for each in rules
        for group, those in sorted(groups.items(), key=lambda pair: (pair[0] == "not known", pair[0]))
    )
    columns: tuple[TableColumn[_OfGroup], ...] = (
        TableColumn("measure", "Measure", lambda row: row.measured.title),
        TableColumn("group", by.capitalize(), lambda row: row.group),
        TableColumn("yes", "Yes", lambda row: row.measured.yes),
        TableColumn("of", "Of", lambda row: row.measured.of),
        TableColumn("share", "Share", lambda row: _share(row.measured)),
        TableColumn("not_known", "Not known", lambda row: row.measured.not_known),
    )
    return table("split", f"By {by}", columns, rows)


_HOW = {
    "yes": "yes",
    "no": "no",
    "not_known": "not known",
    "not_due": "not due yet",
    "outside": "not of this",
}


def _people(releases: Sequence[Released], key: str, title: str, rule: Rule, today: date) -> Table:
    columns: tuple[TableColumn[Released], ...] = (
        TableColumn("prison_number", "Person", lambda one: one.prison_number),
        TableColumn("name", "Name", lambda one: one.name),
        TableColumn("released_on", "Released", lambda one: one.on),
        TableColumn("counted", "Counted", lambda one: _HOW[rule(one, today)]),
    )
    return table(f"people_{key}", title, columns, releases)


class _Beside(NamedTuple):
    """A measure of ours and the published one."""

    ours: Measured
    published: Published


_BESIDE: tuple[TableColumn[_Beside], ...] = (
    TableColumn("measure", "Measure", lambda row: row.ours.title),
    TableColumn("ours", "Ours", lambda row: _share(row.ours)),
    TableColumn("figure", "Published", lambda row: row.published.figure),
    TableColumn("year", "Year", lambda row: row.published.year),
)


def _beside(found: Sequence[Measured], beside: Mapping[str, Published]) -> Table:
    """Ours and the published figure, for programs: people have both in the first table."""
    shown = [_Beside(each, beside[each.key]) for each in found if each.key in beside]
    return table("published", "Published figures beside ours", _BESIDE, shown, data_only=True)


def _sources(found: Sequence[Measured], beside: Mapping[str, Published]) -> Table:
    """Where each published figure comes from, and why it must not be compared as if it were the same."""
    notes = tuple(
        f"{each.title}: {figure.figure}, {figure.year}. {figure.source}. Differs: {figure.differs}"
        for each in found
        if (figure := beside.get(each.key))
    )
    return Table("sources", "Where the published figures come from, and where they differ", (), (), notes)


def _defined(rules: Sequence[Measure]) -> Table:
    """What each is counted of, with the key that asks for it alone."""
    notes = tuple(f"{each.title} ({each.key}): {each.means}" for each in rules)
    return Table("definitions", "What each is counted of", (), (), notes)
