"""`caseload`: how much is open for whom."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Literal

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.reading.caseload import Typed, asked, report_filters
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import (
    WINDOW,
    every_row_option,
    report_options,
    to_option,
)

_ROLES: tuple[Literal["POM", "COM"], ...] = ("POM", "COM")


@click.command("caseload")
@click.option(
    "--within",
    type=WINDOW,
    default=28,
    show_default="28d",
    help="Count what falls due in this time as well (28d, 12w, 3m).",
    metavar="TIME",
)
@click.option(
    "--by",
    "groupings",
    type=click.Choice(["pom", "com", "owner", "prison"]),
    multiple=True,
    help="Only these tables. Default: all.",
)
@report_options
@every_row_option
@report_forms
@to_option
@pass_app
def caseload_command(
    app: App,
    /,
    within: int,
    groupings: tuple[str, ...],
    everything: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
    **narrowing: Typed,
) -> None:
    """Count people and open tasks per POM, COM, owner and prison.

    For a senior probation officer or a head of OMU: who has how much, what is overdue, and for whom
    nobody is named. In the order of the alphabet; it ranks nobody. And the mix of people by fact, of ten
    or more.

    \b
    Examples:
      releasecheck caseload
      releasecheck caseload --by pom --leaving 12w
    """
    from releasecheck.app.reading.countdowns import footnotes
    from releasecheck.app.reading.staff import staff_of
    from releasecheck.reports.figures.workload import GROUPINGS, loads, one_row_each

    filters = report_filters(app, narrowing)
    wanted = groupings or GROUPINGS
    today, until, store = app.today, app.today + timedelta(days=within), app.store
    totals = "owner" in wanted or "prison" in wanted
    report = loads(
        store.owner_loads(today, until, filters) if totals else None,
        store.people_by_prison(filters),
        {
            role: one_row_each(store.named_loads(role, today, until, filters), staff_of(app))
            for role in _ROLES
            if role.lower() in wanted
        },
        store.unowned(filters) if {"pom", "com"} & set(wanted) else [],
        today,
        within,
        asked(filters),
        footnotes(app),
        () if groupings else store.mix(filters),
    )
    present(app, report, form, output, recipient, everything=everything)
