"""What stands in the box of the release-day check: what is not done, or why nobody is to go.

Never that somebody may leave: the best it says is that nothing is outstanding on this list, and that only
where the prison has confirmed the day and the check of the evening was made on the evening.
"""

from __future__ import annotations

from collections.abc import Iterator

from releasecheck.core.words import capital, count, day_in_words
from releasecheck.reports.papers.gate.check import Gate
from releasecheck.reports.papers.gate.line import in_state
from releasecheck.reports.papers.gate.policy import GatePolicy
from releasecheck.reports.papers.pronouns import pronouns
from releasecheck.reports.person import phrases
from releasecheck.reports.person.task_words import near


def nothing_outstanding(report: Gate) -> bool:
    """Whether the page says that nothing is outstanding on it."""
    if report.report.stopped is not None or report.report.release is None or gone_by(report):
        return False
    return not in_state(report.lines, "open") and not in_state(report.lines, "ahead")


def gone_by(report: Gate) -> bool:
    """Whether the day has gone by, and nobody has recorded that they left."""
    days = report.report.days_to_release
    return report.released_on is None and days is not None and days < 0


def outstanding(report: Gate) -> bool:
    """Whether anything is outstanding: a line that is not done, or one of the tasks behind them.

    What is only still to come is not: its time has not come.
    """
    if report.released_on is not None:
        return bool(report.outstanding)
    stopped = report.report.stopped is not None
    return bool(report.outstanding or in_state(report.lines, "open")) or stopped or gone_by(report)


def box(report: Gate, policy: GatePolicy) -> tuple[str, ...]:
    """The sentences of the box; the first is what must be seen first."""
    return (first_words(report, policy), *_more(report))


def first_words(report: Gate, policy: GatePolicy) -> str:
    """What must be seen first of one person."""
    about = report.report
    he = pronouns(about.facts)
    if report.released_on is not None:
        late = f", late: after {report.late_after}" if report.late else ""
        return (
            f"Left {day_in_words(report.released_on)}{f', out at {report.out}' if report.out else ''}{late}."
        )
    if stop := stop_words(report, policy):
        return stop
    if gone_by(report) and about.release is not None:
        day = day_in_words(about.release.date)
        asked = f"{capital(he['is'])} {he['he']} still here?"
        return f"{asked} The day was {day}, and nobody recorded that {he['he']} left."
    done = verdict(report)
    if about.release is None:
        words = about.facts.get("release_day_words")
        why = f'the list says "{words}"' if words else "none is recorded"
        return f"No release day that can be used: {why}. {done}"
    return done


def verdict(report: Gate) -> str:
    """How many lines of this page are not done."""
    opened, ahead = in_state(report.lines, "open"), in_state(report.lines, "ahead")
    if opened:
        return f"Not ready: {_of(len(opened), report)} not done."
    if ahead:
        return f"Not ready yet: {_of(len(ahead), report)} still to come."
    return phrases.NOTHING_OUTSTANDING


def _of(some: int, report: Gate) -> str:
    return f"{some} of {len(report.lines)} lines below {'is' if some == 1 else 'are'}"


def stop_words(report: Gate, policy: GatePolicy) -> str:
    """STOP · by the governor, Thu 10 Dec 15:40, G. Ahmed: other warrant found. OMU must settle it …"""
    stop = report.report.stopped
    if stop is None:
        return ""
    rule = policy.stops[stop.kind]
    then = rule.then.format(**pronouns(report.report.facts))
    return f"{rule.head} · {why_stopped(report, policy)}. {then}"


def why_stopped(report: Gate, policy: GatePolicy) -> str:
    """By the governor, Thu 10 Dec 15:40, G. Ahmed: other warrant found."""
    stop, told = report.report.stopped, report.turned
    if stop is None:
        return ""
    rule = policy.stops[stop.kind]
    he = pronouns(report.report.facts)
    today = report.report.as_of
    when = near(stop.since, today)
    reason = ""
    if told is not None:
        when = f"{when} {told.time}".rstrip()
        when = f"{when}, {told.by}" if told.by else when
        reason = f": {told.reason}" if told.reason else ""
    if rule.served and told is not None and told.served_on is not None:
        says = rule.served.format(day=near(told.served_on, today, weekday=False), **he)
    else:
        says = rule.says.format(words=stop.words, when=when, **he)
    return f"{says}{reason}"


def _more(report: Gate) -> Iterator[str]:
    about = report.report
    release = about.release
    if report.released_on is None and release is not None:
        told = f" ({_source(report)})" if _source(report) else ""
        sure = "confirmed" if release.confirmed else "NOT CONFIRMED"
        out = "Was to go out" if about.stopped is not None or gone_by(report) else "Out"
        day = f"{out} {day_in_words(release.date)}, {phrases.release_type(release)}, {sure}{told}."
        yield f"{day} {times(report)}"
        if release.may_move_to is not None and about.stopped is None:
            yield f"{capital(phrases.may_move(near(release.may_move_to, release.date)))}."
    facts = about.facts
    days = about.days_to_release
    left = (
        f" · {count(days, 'day')} left" if days is not None and days >= 0 and not report.released_on else ""
    )
    mappa = phrases.mappa(facts.get("mappa_category"), facts.get("mappa_level"))
    yield f"{phrases.risk(facts.get('rosh'))} · {mappa}{left}"


def _source(report: Gate) -> str:
    release = report.report.release
    if release is None:
        return ""
    day = f" {near(release.told_on, report.report.as_of, weekday=False)}" if release.told_on else ""
    return f"{release.source}{day}" if release.source else f"told{day}" if day else ""


def times(report: Gate) -> str:
    """When they are to leave, and whether that is late."""
    late = f", late: after {report.late_after}" if report.late else ""
    return f"Planned time {report.planned}{late}." if report.planned else "Planned time not recorded."
