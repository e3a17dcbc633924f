"""`outcomes`: what became of the people who have left, as the inspectorate counts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.reading.caseload import Typed, asked, report_filters
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import (
    DAY,
    every_row_option,
    people_options,
    to_option,
)
from releasecheck.core.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from releasecheck.formats.tables import Table, Tables
    from releasecheck.reports.figures.reasons import ReasonCount
    from releasecheck.reports.figures.released import Released
    from releasecheck.store.rows import Filters


def _offer_measures(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The measures of releases, for a shell; which days are closed has no part in what they are called."""
    from click.shell_completion import CompletionItem

    from releasecheck.policy.working_days import Calendar
    from releasecheck.reports.figures.measures import measures

    known = {each.key: each.title for each in measures(Calendar({}), "14:00")}
    known |= dict.fromkeys(_NOT_OF_RELEASES, "")
    return [CompletionItem(key, help=about or None) for key, about in known.items() if key.startswith(begun)]


@click.command("outcomes")
@click.option("--since", type=DAY, help="Releases from this day. Default: twelve months ago.", metavar="DATE")
@click.option(
    "--by",
    type=click.Choice(["sex", "age", "ethnicity", "sentence", "prison", "region", "friday"]),
    help="Split each measure.",
)
@click.option(
    "--measure",
    shell_complete=_offer_measures,
    help="Only this measure, by its key: settled, recalled …",
    metavar="KEY",
)
@click.option("--who", "with_people", is_flag=True, help="With --measure: who counts how.")
@click.option(
    "--for-outside/--for-office",
    "for_outside",
    default=None,
    help="Hold small counts back, or not. Default: with --to, unless WHO is of this office.",
)
@people_options
@every_row_option
@report_forms
@to_option
@pass_app
def outcomes_command(
    app: App,
    /,
    since: date | None,
    by: str | None,
    measure: str | None,
    with_people: bool,
    for_outside: bool | None,
    everything: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
    **narrowing: Typed,
) -> None:
    """The inspectorate's measures, from our own record of releases.

    How many, of how many, how many are not known, and the published figure beside it. No share of
    fewer than ten releases. A proxy says whether something was done in time, not whether it was good.

    Readers outside the office are shown no count of 1 to 4, nor anything that it could be had from by
    subtraction. An office sets another bound: releasecheck config set small_counts 10

    Needs against supply is counted of what was recorded in that time: programmes needed, offered and not
    available here, beds by home region, CRS referrals returned. Never by member of staff.

    \b
    Examples:
      releasecheck outcomes --since 2026-01-01
      releasecheck outcomes --measure settled --who
    """
    from releasecheck.app.reading.countdowns import footnotes
    from releasecheck.reports.figures.outcomes import outcome_tables

    filters = report_filters(app, narrowing)
    first = _first_day(app, since)
    calendar, store = app.calendar(), app.store
    _known(app, measure, with_people)
    least = _small_counts(app, for_outside, recipient, with_people)
    releases = list(store.released(first, app.today, filters))
    report = outcome_tables(
        releases,
        store.handed_over(first, app.today, filters),
        store.rushed(one.prison_number for one in releases),
        first,
        app.today,
        calendar,
        app.late_after,
        by,
        measure,
        with_people,
        asked(filters),
        footnotes(app),
        app.item("oasys_review").checkpoints,
        store.mix(numbers=[one.prison_number for one in releases]) if measure is None else (),
        _supply(app, first, releases, filters) if measure is None else (),
        reasons=_reasons(app, first, filters),
    )
    if least is not None:
        report = _held_back(report, len(releases), least)
    present(app, report, form, output, recipient, everything=everything)


def _held_back(report: Tables, people: int, least: int) -> Tables:
    from releasecheck.reports.figures.for_outside import for_outside

    return for_outside(report, people, least)


def _small_counts(app: App, asked_for: bool | None, recipient: str | None, with_people: bool) -> int | None:
    """Below what counts are held back; None: these readers are shown all of them."""
    if asked_for and with_people:
        raise UsageError("--who names people, and --for-outside is for readers who are to know nobody")
    outside = recipient is not None and not with_people and not _of_this_office(app, recipient)
    if not (outside if asked_for is None else asked_for):
        return None
    given = app.settings.get("small_counts", "5")
    if not (given.isascii() and given.isdigit() and 2 <= int(given) <= _MOST):
        raise ConfigError(f'small_counts "{given}": a number from 2 to {_MOST}, such as "5"')
    return int(given)


_MOST = 100
"""A higher bound would hold back all that an office has."""


def _of_this_office(app: App, recipient: str) -> bool:
    """Whether they are told of as this office, in the config, or as whoever types this."""
    from releasecheck.people.names import fold

    return fold(recipient) in {fold(each) for each in (app.settings.get("office", ""), app.by) if each}


def _supply(app: App, first: date, releases: Sequence[Released], filters: Filters) -> tuple[Table, ...]:
    """Needs against supply as it was recorded in these days; whose region has none, by their release."""
    from releasecheck.reports.figures.supply import NOT_BY_STAFF, SupplyRow, supply_tables

    if filters.pom or filters.com:
        return (NOT_BY_STAFF,)
    store, months = app.store, {one.prison_number: f"{one.on:%Y-%m}" for one in releases}
    none = [
        SupplyRow(number, prison, region, months[number], item, None, {})
        for number, prison, region, item in store.none_in_region(months)
    ]
    return supply_tables([*store.supply_recorded(first, app.today, filters), *none])


_NOT_OF_RELEASES = ("handover_report", "handover_meeting", "rushed")


def _reasons(app: App, first: date, filters: Filters) -> tuple[ReasonCount, ...]:
    from releasecheck.reports.figures.reasons import reason_counts

    items = app.catalogue().items.values()
    own = {(item.id, spec.name) for item in items for spec in item.outcomes.values() if spec.reasons}
    return reason_counts(app.store.reasons_given(first, app.today, filters), own)


def _first_day(app: App, since: date | None) -> date:
    """From when on it is counted; raises UsageError for a day to come."""
    from releasecheck.policy.working_days import shift

    first = since or shift(app.today, months=-12)
    if first > app.today:
        raise UsageError("--since: that day has not come yet")
    return first


def _known(app: App, key: str | None, with_people: bool) -> None:
    from releasecheck.core.words import did_you_mean, listed
    from releasecheck.reports.figures.measures import measures

    if with_people and key is None:
        raise UsageError(
            "which measure? --who goes with --measure KEY; every key is in: releasecheck outcomes"
        )
    keys = [each.key for each in measures(app.calendar(), app.late_after)]
    keys += _NOT_OF_RELEASES
    if key is not None and key not in keys:
        raise UsageError(f'no measure "{key}"{did_you_mean(key, keys) or "."} It is {listed(keys, "or")}')
    if with_people and key in _NOT_OF_RELEASES:
        raise UsageError(f"{key} is not counted of releases: --who lists nobody for it")
