"""The people of a day, read from the record: whose list it is, and what is missing for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App
from releasecheck.app.reading.accounted import accounted, morning_scope, needing
from releasecheck.app.reading.caseload import COUNTED_AHEAD, asked, fitting, rows_to_check
from releasecheck.app.reading.missing import Withheld, missing_rows, weighing_for
from releasecheck.app.reading.need import without_need
from releasecheck.app.reading.needs import first_needs, what_is_shown
from releasecheck.app.reading.staff import known_names, my_names, my_role
from releasecheck.core.errors import UsageError
from releasecheck.core.words import for_shell, full_name
from releasecheck.people.facts import FACTS
from releasecheck.people.prisons import prison_called
from releasecheck.people.questions import LONG
from releasecheck.people.sensitive import SENSITIVE
from releasecheck.reports.caseload.day_list import MANY_OTHERS, DayList, Waits
from releasecheck.reports.caseload.needs import Mine, PersonNeeds, needs_of
from releasecheck.store.report_rows import AskedFact, NeedsAsked
from releasecheck.store.rows import Filters

if TYPE_CHECKING:
    from releasecheck.store.staff_base import NamedFact

_WANTED = 3
"""Facts that are named as not known."""
_OWN_PEOPLE = ("POM", "COM")
"""Roles with people of their own; the others have tasks of their own."""


def needs_role(app: App) -> str:
    """The same. Raises UsageError where they set none."""
    role = my_role(app)
    if role is None:
        raise UsageError(
            "whose? Say once who you are: releasecheck config set role POM\n"
            "and your name: releasecheck config set by …"
        )
    return role


def _prison(code: str) -> str:
    """The name of the office's prison, or what it is set to; "" for none."""
    return prison_called(code) if code else ""


def everybodys(app: App, command: str, filters: Filters) -> str:
    """That a list is everybody's, and what to type for one's own; nothing where nobody said who they are."""
    role = my_role(app)
    own = my_filters(app, filters)
    if role is None or own is None or filters.asked():
        return ""
    if role in _OWN_PEOPLE:
        return f"Everybody's. Yours: releasecheck {command} --{role.lower()} {for_shell(app.by)}"
    return "Everybody's. Yours: releasecheck missing --mine"


def my_filters(app: App, filters: Filters) -> Filters | None:
    """The same people, only those of whoever asks; None where the record has nobody under their name."""
    role = my_role(app)
    if role not in _OWN_PEOPLE:
        return filters
    names = my_names(app)
    facts: tuple[NamedFact, ...] = ("pom", "co_pom") if role == "POM" else ("com",)
    known = [name for fact in facts for name in known_names(app, fact)]
    own = tuple(dict.fromkeys(name for name in known if name in names))
    given = {row.prison_number for row in app.store.held(facts=False) if row.name in names}
    theirs = filters._replace(pom=own) if role == "POM" else filters._replace(com=own)
    if not given:
        return theirs if own else None
    # A task of somebody else's person may be in their name.
    numbers = given.intersection(app.store.numbers_for(filters))
    return filters._replace(number=tuple(sorted(numbers.union(app.store.numbers_for(theirs) if own else ()))))


def my_tasks(app: App, filters: Filters) -> Filters:
    """Only the tasks of whoever asks. Raises UsageError where nobody knows their role."""
    role = needs_role(app)
    return (my_filters(app, filters) or filters)._replace(mine=(role, *sorted(my_names(app))))


def day_list(app: App, within: int, filters: Filters, *, mine: bool, limit: int | None) -> DayList:
    """Who needs somebody today and in the days after, at most `limit` of them; `mine`: of whoever asks."""
    everybody = fitting(app, filters)
    found = my_filters(app, everybody) if mine else None
    role = my_role(app) if found is not None else None
    asks = Mine(role, my_names(app)) if role is not None else None
    filters = everybody if found is None else found
    checks = rows_to_check(app, filters)
    settled_first = frozenset(row.prison_number for row in checks if row.to_check)
    told = frozenset(row.prison_number for row in checks)
    only_tasks = role is not None and role not in _OWN_PEOPLE

    def wanted(person: PersonNeeds) -> bool:
        return not only_tasks or person.mine > 0

    first_day = _is_first_day(app, filters)
    # What is to be decided first may fall due later than what a day is usually about.
    ahead = max(within, COUNTED_AHEAD) if first_day else within
    until = app.today + timedelta(days=ahead)
    theirs = (asks.role, *sorted(asks.names)) if asks is not None else ()
    ask = what_is_shown(app, NeedsAsked(until, filters, mine=theirs, only_theirs=only_tasks))
    counted = app.store.people_counted(app.today, ask)
    apart = accounted(app, told | counted.people, filters, morning_scope(ahead))
    weighing, withheld = weighing_for(app, asks), Withheld()
    if limit is None:
        rows = missing_rows(app, ahead, filters, withheld)
        needs = needs_of(rows, weighing, wanted, limit=None, aside=settled_first)
    else:
        seen = needing(app, ask, apart, told)
        needs = first_needs(
            app, ask, counted, weighing, settled_first, seen, limit, tasks=False, wanted=wanted
        )
        withheld.tasks = app.store.withheld(app.today, ask)
    facts = app.store.asked_facts(app.today, filters) if first_day or not needs.people else []
    hidden = SENSITIVE if without_need(app) else frozenset()
    waits = _waits(app, filters, role)
    return DayList(
        as_of=app.today,
        place=app.settings.get("office") or _prison(app.settings.get("prison", "")),
        asker=", ".join(filter(None, (app.settings.get("by"), my_role(app)))),
        mine=asks,
        caseload=app.store.count_people(app.today, until, filters),
        checks=checks,
        needs=needs,
        needing=needs.in_all + len(settled_first) - needs.set_aside,
        others=_others(app, until, everybody, needs.in_all) if role else 0,
        window_days=within,
        filters=asked(everybody),
        first_day=first_day,
        before=app.store.done_before(app.today, filters),
        asked=tuple((fact.fact, fact.people) for fact in _wanted_first(facts) if fact.fact not in hidden)[
            :_WANTED
        ],
        footnotes=(*withheld.notes, *apart.notes),
        not_counted=apart.not_counted,
        waits=waits,
        waits_in_all=len(waits),
    )


_GONE = ("released_on", "died_on", "merged_into")
"""Facts of whoever waits no more."""


def _waits(app: App, filters: Filters, role: str | None) -> tuple[Waits, ...]:
    """Whoever has waited too long for an answer, of whoever asks where the list is theirs; longest first."""
    asked = app.store.open_questions(app.store.numbers_for(filters) if filters.asked() else None)
    if not asked:
        return ()
    calendar, names = app.calendar(), {row.prison_number: row.facts for row in app.store.people_rows(asked)}
    found = [
        Waits(
            number,
            full_name(names[number].get("last_name"), names[number].get("first_name")),
            *(one.kind, one.to, one.asked_on, days),
        )
        for number, questions in asked.items()
        if names[number].keys().isdisjoint(_GONE)
        for one in questions
        if (days := calendar.working_days_between(one.asked_on, app.today)) > LONG and role in (None, one.to)
    ]
    return tuple(sorted(found, key=lambda each: (each.asked_on, each.prison_number)))


def _wanted_first(facts: Iterable[AskedFact]) -> list[AskedFact]:
    """The facts that are wanted of most people, in the order in which a sheet to fill in has them."""
    order = {name: n for n, name in enumerate(FACTS)}
    return sorted((one for one in facts if one.fact in order), key=lambda one: (-one.people, order[one.fact]))


def _is_first_day(app: App, filters: Filters) -> bool:
    """Whether everybody was recorded today or yesterday, and nothing is late yet."""
    first = app.store.known_from(filters)
    if first is None or app.today - first > timedelta(days=1):
        return False
    counts = app.store.missing_counts(app.today, app.today, filters)
    return not any(each.state == "overdue" for each in counts)


def _others(app: App, until: date, everybody: Filters, ours: int) -> int:
    """Of all who need somebody, how many are not ours, who are among them; one more than many is enough."""
    return app.store.count_missing(app.today, NeedsAsked(until, everybody), ours + MANY_OTHERS + 1) - ours
