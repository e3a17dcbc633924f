"""The release-day check as the record has it: one person's, and everybody's who leaves on some days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App
from releasecheck.app.reading.countdowns import countdown_for
from releasecheck.app.reading.directory import directory_of
from releasecheck.core.words import day_in_words, uncapital

if TYPE_CHECKING:
    from releasecheck.core.domain import Facts, Release
    from releasecheck.people.office.directory import Directory
    from releasecheck.reports.caseload.accounted import LeftOut
    from releasecheck.reports.caseload.missing import CaseloadRow
    from releasecheck.reports.papers.gate.check import Departures, Gate, GateContacts, MayLeave
    from releasecheck.reports.papers.gate.policy import GatePolicy
    from releasecheck.reports.person.countdown import Countdown


_NAMED = 8
"""People named of each group that may have to be on a list, before the rest is only counted."""


def policy_of(app: App) -> GatePolicy:
    """The lines of the check, with the office's own laid over."""
    from releasecheck.reports.papers.gate.policy import gate_policy

    return gate_policy(app.office_gate())


def gate_for(app: App, number: str, policy: GatePolicy, directory: Directory) -> Gate:
    """One person's release-day check today."""
    from releasecheck.people.alike import likeness
    from releasecheck.reports.papers.gate.check import gate
    from releasecheck.reports.papers.gate.lines import gate_lines

    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    report = countdown_for(app, number)
    day = report.release.date if report.release else None
    of = likeness(number, record.facts, day) if "released_on" not in record.facts else None
    entries = [entry._replace(at=entry.at.astimezone()) for entry in app.store.history(number)]
    found = gate(
        report,
        app.whole_catalogue(),
        record.outcomes,
        entries,
        app.late_after,
        app.store.alike(of) if of else (),
    )
    found = found._replace(contacts=_contacts(app, report, directory))
    return found._replace(lines=gate_lines(found, policy))


def _contacts(app: App, report: Countdown, directory: Directory) -> GateContacts:
    """Whom to ring, as far as the record, the directory and the settings say it."""
    from releasecheck.reports.papers.gate.check import GateContacts

    allocated = report.task("com_allocated")
    pdu = directory.named("pdu", report.facts.get("com_office"), report.facts.get("home_region"))
    phones = (
        allocated.evidence.get("com_phone") if allocated else None,
        pdu.telephone if pdu else None,
        app.settings.get("phone_probation"),
    )
    return GateContacts(
        omu=app.settings.get("phone_prison", ""),
        com=str(report.facts.get("com") or ""),
        com_phone=next(filter(None, phones), ""),
    )


def departures(app: App, first: date, last: date, prison: str | None) -> Departures:
    """Everybody who leaves on these days, or left on them, soonest and earliest first."""
    from releasecheck.app.reading.accounted import accounted
    from releasecheck.app.reading.caseload import caseload_report, fitting, narrowed
    from releasecheck.reports.caseload.accounted import Scope, left_out_words
    from releasecheck.reports.papers.gate.check import Departures

    filters = fitting(app, narrowed(prison=prison))
    rows = caseload_report(app, None, True, filters, days=(first, last)).rows
    # Whoever a list has elsewhere is asked about, and does not stand among those who leave.
    leaving = [
        row for row in rows if row.check is None and first <= _leaves(row.released_on, row.release) <= last
    ]
    policy, directory = policy_of(app), directory_of(app)
    people = [gate_for(app, row.prison_number, policy, directory) for row in leaving]
    people.sort(key=lambda one: (_leaves(one.released_on, one.report.release), one.planned or "99:99"))
    gone = [row for row in rows if row.past and row.check is None and row not in leaving]
    past = tuple(row.prison_number for row in gone)
    asked = {row.prison_number: row.check for row in rows if row.check is not None}
    report = Departures(first, last, tuple(people), past if first <= app.today else (), asked)
    scope = Scope(first, last, outside="leaving on other days")
    apart = accounted(app, report.numbers, filters, scope)
    may = tuple(_may_leave(app, rows, gone, last, apart.not_counted.get("restricted", 0)))
    words = left_out_words(_elsewhere(apart.not_counted, may, asked), scope)
    return report._replace(not_counted=apart.not_counted, left_out=words, may_leave=may)


def _may_leave(
    app: App, rows: Iterable[CaseloadRow], gone: list[CaseloadRow], last: date, restricted: int
) -> Iterator[MayLeave]:
    """Who is not on the list of a day and may have to be, reason by reason."""
    from releasecheck.people.sentence_dates import on_recall
    from releasecheck.reports.papers.gate.check import MayLeave

    asked = [row for row in rows if row.check is not None]
    elsewhere = [row for row in asked if not str(row.check).startswith(_NO_DAY)]
    without = [
        row
        for row in rows
        if row.release is None
        and row.released_on is None
        and row not in elsewhere
        # Whoever can be out on no earlier day than a later one cannot have to be on this list.
        and (row.earliest_on is None or row.earliest_on <= last or row.check is not None)
    ]
    numbers = [row.prison_number for row in without]
    plans = app.store.saved_plans(numbers) if numbers else ()
    facts = {one.person.prison_number: one.person.facts for one in plans}
    recalled = [row for row in without if row.check is None and on_recall(facts[row.prison_number])]
    usable = sorted((row for row in without if row not in recalled), key=lambda row: row.check is None)
    said = {row.prison_number: _listed_as(facts[row.prison_number]) for row in usable}
    groups = (
        ("with no usable release day", [(row, said[row.prison_number]) for row in usable]),
        (
            "whose day has gone by, not recorded as out",
            [(row, day_in_words(row.release.date, year=False)) for row in gone if row.release],
        ),
        ("recalled, no date", [(row, "") for row in recalled]),
        ("whom a list has elsewhere", [(row, _where(row)) for row in elsewhere]),
    )
    for words, found in groups:
        if found:
            named = tuple(_named(row, what) for row, what in found[:_NAMED])
            shown = frozenset(row.prison_number for row, _ in found[:_NAMED])
            no_day = sum(row.release is None for row, _ in found if row not in elsewhere)
            yield MayLeave(len(found), words, named, shown, no_day)
    if restricted:
        yield MayLeave(restricted, "restricted: in no list")


def _elsewhere(left: Mapping[str, int], may: Iterable[MayLeave], asked: Mapping[str, str]) -> LeftOut:
    """Whoever is on no part of the list: not those who may have to be on it, who stand below it."""
    from releasecheck.reports.caseload.accounted import LeftOut

    below = sum(group.without_day for group in may) - sum(
        words.startswith(_NO_DAY) for words in asked.values()
    )
    rest = {reason: number for reason, number in left.items() if reason not in ("day_gone_by", "restricted")}
    rest["no_release_date"] = rest.get("no_release_date", 0) - below
    return LeftOut({reason: number for reason, number in rest.items() if number > 0})


_NO_DAY = "No release day"


def _listed_as(facts: Facts) -> str:
    words = facts.get("release_day_words")
    return f'"{words}"' if words else ""


def _where(row: CaseloadRow) -> str:
    return uncapital(str(row.check).partition(":")[0])


def _named(row: CaseloadRow, what: str) -> str:
    return f"{row.name.partition(',')[0]} {row.prison_number} {what}".rstrip()


def _leaves(released_on: date | None, release: Release | None) -> date:
    """The day somebody left or is to leave; far away where nobody knows."""
    return released_on or (release.date if release else date.max)
