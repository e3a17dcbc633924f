"""Release dates and COMs so far: who told what when, and who is responsible by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.words import capital, count, listed
from releasecheck.formats.paper import Part
from releasecheck.people.facts import FACTS
from releasecheck.policy.date_rules import HandoverRules
from releasecheck.policy.tables.rule_tables import Span
from releasecheck.reports.papers.handover.first_day import later_appointments
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.papers.handover.risk import ruled_out
from releasecheck.reports.papers.handover.words import coming_day, fact_of, past_day
from releasecheck.reports.person import phrases

_MOST_EARLIER = 3

#: What each rule of responsibility says; {span} is its length of time.
_RULES = {
    "early_allocation": "early allocation: {span} before {earliest}",
    "indeterminate": "indeterminate sentence: {span} before {earliest}",
    "indeterminate_open": "indeterminate, in open conditions: {span} before {earliest}",
    "determinate_parole": "determinate with parole: {span} before {earliest}",
    "determinate": "determinate sentence: {span} before {earliest}",
    "determinate_short": "{span} or less from sentence to {earliest}: COM from the start",
    "recall_case": "recalled: the COM is responsible",
    "immigration_case": "immigration case: the COM is responsible",
    "release_date_unknown": "no date is recorded to count back from",
}
_SPANS = {"determinate_short": "short_sentence"}


def dates_part(report: HandoverReport, rules: HandoverRules) -> Part:
    """All of it, a sentence each."""
    lines = (
        " ".join(_told(report)),
        " ".join(_responsible(report, rules)),
        " ".join((*_ends(report), *_handed_over(report), *_appointments(report))),
        " ".join((*_parole_report(report), *_ruled_out(report))),
    )
    return Part("dates", "Release dates and COMs so far", tuple(filter(None, lines)))


def _told(report: HandoverReport) -> Iterator[str]:
    release = report.countdown.release
    if release is not None:
        told = past_day(release.told_on, report) if release.told_on else "on a day that is not recorded"
        source = release.source or "nobody recorded who said so"
        kind = phrases.release_type(release)
        yield f"{coming_day(release.date, report)}, {kind}: told {told}, {source}."
    if report.earlier:
        dates = [
            f"{coming_day(telling.date, report)} {telling.type or 'type not known'} (told "
            f"{past_day(telling.told_on, report)})"
            for telling in report.earlier[:_MOST_EARLIER]
        ]
        yield f"Before that: {listed(dates)}."


def _responsible(report: HandoverReport, rules: HandoverRules) -> Iterator[str]:
    handover = report.countdown.handover
    if handover is None:
        yield "Offender management in custody does not apply."
        return
    pom, com = fact_of(report, "pom") or "(name not known)", fact_of(report, "com") or "(name not known)"
    contact = [text for name in ("com_office", "com_email") if (text := fact_of(report, name))]
    named = {"POM": f"POM {pom}", "COM": ", ".join((f"COM {com}", *contact))}
    other = "COM" if handover.responsible == "POM" else "POM"
    supports = " supports" if handover.supporting == other else ", not yet supporting"
    wanting = phrases.responsible_for_want_of(report.countdown.facts, handover)
    now = f"{named[handover.responsible]} is responsible"
    if handover.date is not None:
        since = "since" if handover.date <= report.countdown.as_of else "until handover on"
        now += f" {since} {coming_day(handover.date, report)}"
    who = f"{now}; {named[other]}{supports}"
    if wanting is not None:
        who = f"{phrases.not_known_who(wanting)}; {named['POM']}, {named['COM']}"
    yield f"{who}. Rule: {_rule(report, rules)}."
    if changes := [f"{change.name}, {past_day(change.on, report)}" for change in report.com_changes]:
        more = len(changes) - 1
        changed = f" ({count(more, 'change')} of COM on record)" if more else ""
        yield f"COM named: {'; '.join(changes)}{changed}."


def _rule(report: HandoverReport, rules: HandoverRules) -> str:
    handover = report.countdown.handover
    assert handover is not None, "only asked where there is one"
    earliest = handover.earliest_release
    words = _RULES.get(handover.reason, handover.reason.replace("_", " "))
    span = getattr(rules, _SPANS.get(handover.reason, handover.reason), None)
    return words.format(
        span=_span(span) if isinstance(span, Span) else "",
        earliest=f"{earliest.type} {coming_day(earliest.date, report)}" if earliest else "release",
    )


def _span(span: Span) -> str:
    sizes = ((span.years, "year"), (span.months, "month"), (span.weeks, "week"), (span.days, "day"))
    return listed(count(number, unit) for number, unit in sizes if number)


def _ends(report: HandoverReport) -> Iterator[str]:
    ends = [
        f"{FACTS[name].title[0].lower()}{FACTS[name].title[1:]} {past_day(day, report)}"
        for name in ("sentence_expiry_date", "topup_supervision_expiry_date")
        if isinstance(day := report.countdown.facts.get(name), date)
    ]
    if ends:
        yield f"{capital('; '.join(ends))}."


def _handed_over(report: HandoverReport) -> Iterator[str]:
    if report.given:
        given = listed(f"{past_day(one.on, report)} to {one.to}" for one in report.given)
        yield f"Handed over before: {given}."
    if report.acknowledged_on:
        yield f"Handover acknowledged {past_day(report.acknowledged_on, report)}."


def _appointments(report: HandoverReport) -> Iterator[str]:
    if found := [*later_appointments(report)]:
        yield f"Booked: {'; '.join(found)}."


def _parole_report(report: HandoverReport) -> Iterator[str]:
    """Sent 27 Nov; the POM disagrees with it."""
    if report.pom_view is not None:
        words = {"agrees": "the POM agrees with it", "disagrees": "the POM disagrees with it"}
        view = words.get(report.pom_view.view, "the POM's view was not given")
        yield f"Parole report sent {past_day(report.pom_view.on, report)}; {view}."


def _ruled_out(report: HandoverReport) -> Iterator[str]:
    if found := ruled_out(report.countdown.facts):
        yield f"Recorded: {found}."
