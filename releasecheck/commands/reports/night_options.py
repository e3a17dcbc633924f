"""What kind of night it is to be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
    from releasecheck.app.reading.night import NightCaseload
    from releasecheck.night.asked import NightOptions, TonightsHeads
    from releasecheck.reports.night.found import NightBefore


def night_options(
    app: App,
    caseload: NightCaseload,
    before: NightBefore | None,
    unanswered_after: int,
    repeat: bool,
    heads: TonightsHeads,
) -> NightOptions:
    """What kind of night it is to be, from the record and the settings."""
    from releasecheck.app.reading.caseload import COUNTED_AHEAD
    from releasecheck.app.reading.countdowns import footnotes
    from releasecheck.app.reading.missing import weighing_for
    from releasecheck.app.reading.night import office, standings
    from releasecheck.night.asked import NightOptions

    return NightOptions(
        day=app.today,
        office=office(app, caseload),
        window_days=COUNTED_AHEAD,
        unanswered_days=unanswered_after,
        repeat=repeat,
        titles={row.id: row.short for row in app.store.item_rows()},
        pathways={row.id: row.pathway for row in app.store.item_rows()},
        footnotes=footnotes(app),
        before=before,
        standings=standings(app),
        marking=app.marking,
        template_dirs=app.template_dirs,
        consequence=weighing_for(app).consequence,
        next_day=app.calendar().next_working_day(app.today + timedelta(days=1)),
        heads=heads,
    )
