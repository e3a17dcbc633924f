"""What people need on a day, for a screen: the first of them, and how many there are of what.

Everybody is counted by the record, and only those who are shown are read.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from releasecheck.app.opening.session import App
from releasecheck.app.reading.missing import Withheld, rows_of
from releasecheck.app.reading.need import without_need
from releasecheck.people.sensitive import SENSITIVE
from releasecheck.reports.caseload.needs import GROUPS, Needs, PersonNeeds, Weighing, people_needs
from releasecheck.store.report_rows import Counted, NeedsAsked


def what_is_shown(app: App, ask: NeedsAsked) -> NeedsAsked:
    """The same for whoever asks: without what is not shown to their role."""
    role = without_need(app)
    if role is None:
        return ask
    hidden = tuple(row.id for row in app.store.item_rows() if row.sensitive)
    return ask._replace(hidden=hidden, role=role, unsaid=SENSITIVE)


def first_needs(
    app: App,
    ask: NeedsAsked,
    counted: Counted,
    weighing: Weighing,
    aside: frozenset[str],
    seen: int,
    limit: int,
    *,
    tasks: bool,
    wanted: Callable[[PersonNeeds], bool] = lambda person: True,
) -> Needs:
    """The first of those who need somebody, with how many there are.

    `counted`: what the record counts of what is asked. `seen`: for how many something is missing. `aside`:
    who is counted and told of elsewhere. `tasks`: whether tasks were counted, by role, and not people.
    """
    store, today = app.store, app.today
    rows = rows_of(app, store.most_pressing(today, ask, aside), Withheld())
    people = tuple(islice(filter(wanted, people_needs(rows, weighing)), limit))
    among = len(store.missing_among(today, ask, aside)) if aside else 0
    return Needs(
        people=people,
        listed=seen - among,
        of_mine=counted.of_mine,
        by_group=_groups(counted),
        by_state=counted.by_state,
        by_owner=counted.by_owner if tasks else {},
        people_by_owner={} if tasks else counted.by_owner,
        in_all=seen,
        set_aside=among,
    )


def _groups(counted: Counted) -> dict[str, int]:
    found = {
        group: sum(counted.by_state.get(state, 0) for state in states) for group, states in GROUPS.items()
    }
    found["ask"] = counted.questions
    return {group: number for group, number in found.items() if number}
