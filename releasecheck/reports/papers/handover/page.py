"""A handover as a paper: the first page stands alone, what hurts first; the second is background.

A COM with two minutes reads what is wrong, what to take on and what to ask. Status and days of what protects
people, never what was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.words import capital, count, day_in_words
from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.people.prisons import prison_called
from releasecheck.people.questions import unanswered
from releasecheck.policy.date_rules import HandoverRules
from releasecheck.reports.papers.handover.background import background
from releasecheck.reports.papers.handover.first_day import first_day_part, what_if_part
from releasecheck.reports.papers.handover.needs import known_needs
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.papers.handover.risk import any_risk_known, risk_part
from releasecheck.reports.papers.handover.to_check import to_check
from releasecheck.reports.papers.handover.to_do import open_tasks, to_do_part
from releasecheck.reports.papers.handover.words import (
    LATE,
    NEED_WORDS,
    POM_WORDS,
    coming_day,
    fact_of,
    first_words,
    past_day,
)
from releasecheck.reports.papers.pronouns import pronouns
from releasecheck.reports.person import phrases
from releasecheck.reports.person.task_words import stopped_words

_MOST_QUESTIONS = 5
_OF_THE_DATE = ("release_type", "release_source")
_MOST_NEWS = 6
_LINE_TO_WRITE = "_" * 30


def handover_page(report: HandoverReport, rules: HandoverRules, made: Made) -> Paper:
    """The page to hand over, ready to be laid out."""
    countdown = report.countdown
    first = _first_page_of_little(report) if _almost_nothing(report) else _first_page(report)
    behind = () if _almost_nothing(report) else background(report, rules, _MOST_NEWS)
    return Paper(
        kind="handover",
        title=f"{countdown.name} {countdown.prison_number}",
        under=tuple(_under(report)),
        parts=(*(part for part in first if part.lines or part.points or part.rows), *behind),
        made=made,
        numbers=report.numbers,
        layout="form",
    )


def _first_page(report: HandoverReport) -> tuple[Part, ...]:
    return (
        _check_this(report),
        risk_part(report),
        _news(report),
        to_do_part(report),
        first_day_part(report),
        what_if_part(report),
        _what_helps(report),
        _for_the_meeting(report),
        _receipt(report),
    )


def _almost_nothing(report: HandoverReport) -> bool:
    """Whether more is unknown than known, and nobody has begun anything."""
    return _mostly_unknown(report) and not report.begun


def _mostly_unknown(report: HandoverReport) -> bool:
    return len(report.answers.blank) > len(report.answers.known)


def _first_page_of_little(report: HandoverReport) -> tuple[Part, ...]:
    """Of somebody of whom hardly anything is recorded: what is, and the questions."""
    points = tuple(question.ask for question in report.answers.blank)
    return (
        _check_this(report),
        risk_part(report) if any_risk_known(report) else Part("risk", ""),
        Part("recorded", "What is recorded", (), tuple(_recorded(report))),
        Part("questions", "Ask the POM", (), points),
        _receipt(report),
    )


def _recorded(report: HandoverReport) -> Iterator[str]:
    for pathway, words in known_needs(report).items():
        yield f"{capital(pathway)}: {words}."
    for role in ("pom", "com"):
        if name := fact_of(report, role):
            yield f"{role.upper()} {name}."
    found = report.countdown.facts, report.countdown.handover
    if found[1] is not None and (wanting := phrases.responsible_for_want_of(found[0], found[1])):
        yield f"{phrases.not_known_who(wanting)}."


# --- who, when, how many ---


def _under(report: HandoverReport) -> Iterator[str]:
    countdown = report.countdown
    # Whoever takes over must read first that the day they are given is not one to count on.
    if stopped := stopped_words(countdown.stopped, countdown.as_of):
        yield f"{stopped}."
    yield from _gone_by(report)
    if _mostly_unknown(report):
        blank, known = len(report.answers.blank), len(report.answers.known)
        yield (
            f"{blank} of {blank + known} things a handover must say are not known: "
            "ask the POM before taking this case."
        )
    yield _who(report)
    yield " ".join((*_release(report), *_whose(report)))
    if counted := " ".join(_counted(report)):
        yield counted
    if unacknowledged := _unacknowledged(report):
        yield unacknowledged


def _gone_by(report: HandoverReport) -> Iterator[str]:
    """A release day that has gone by, or one that nobody could read."""
    countdown, release = report.countdown, report.countdown.release
    out = countdown.facts.get("released_on")
    if release is None:
        words = countdown.facts.get("release_day_words")
        said = f': the list says "{words}"' if words else ""
        yield f"No release date is recorded{said}."
    elif release.date < countdown.as_of and not isinstance(out, date):
        he = pronouns(countdown.facts)
        yield (
            f"The release day, {coming_day(release.date, report)}, has gone by, and nobody recorded that "
            f"{he['he']} {he['is']} out: ask the prison first."
        )


def _who(report: HandoverReport) -> str:
    facts = report.countdown.facts
    code = facts.get("prison")
    place = prison_called(str(code)) if code else phrases.prison(None)
    parts = [capital(", ".join(filter(None, (place, fact_of(report, "cell")))))]
    born = facts.get("date_of_birth")
    if isinstance(born, date):
        parts.insert(0, f"Born {day_in_words(born, weekday=False)} ({_age(born, report.countdown.as_of)})")
    parts += phrases.numbers_elsewhere(facts)
    pom = fact_of(report, "pom")
    parts.append(f"handover from POM {pom or '(name not known)'} to {report.recipient}")
    if not report.to_com:
        parts.append(f"COM {fact_of(report, 'com') or 'not known'}")
    return " · ".join((*parts, day_in_words(report.countdown.as_of)))


def _whose(report: HandoverReport) -> Iterator[str]:
    """Who is responsible today, and whether a handover has arrived before: whose case it is must be plain."""
    handover = report.countdown.handover
    if handover is None or phrases.responsible_for_want_of(report.countdown.facts, handover):
        return
    words = f"{handover.responsible} responsible"
    if handover.date is not None and handover.date <= report.countdown.as_of:
        words += f" since {past_day(handover.date, report)}"
    elif handover.date is not None:
        words += f" until {coming_day(handover.date, report)}"
    if report.acknowledged_on is not None:
        words += f", handed over {past_day(report.acknowledged_on, report)}"
    yield f"{words}."


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _release(report: HandoverReport) -> Iterator[str]:
    countdown, release = report.countdown, report.countdown.release
    out = countdown.facts.get("released_on")
    if isinstance(out, date):
        yield f"Out since {coming_day(out, report)}."
    elif release is not None:
        yield _day_of_release(report)
        closed = release.nominal_date != release.date
        counts = f", counts to {coming_day(release.nominal_date, report)}, closed" if closed else ""
        forward = release.may_move_to if release.date >= countdown.as_of else None
        move = f"; {phrases.may_move(coming_day(forward, report))}" if forward else ""
        yield f"{phrases.release_type(release)}, {phrases.confirmation(release)}{counts}{move}."
    if countdown.another_day is not None and not isinstance(out, date):
        earlier = countdown.another_day
        yield f"Could be as early as {coming_day(earlier.date, report)} ({earlier.because})."
    ends = countdown.facts.get("licence_expiry_date")
    if isinstance(ends, date):
        yield f"Licence to {past_day(ends, report)}."


def _day_of_release(report: HandoverReport) -> str:
    countdown, release = report.countdown, report.countdown.release
    assert release is not None, "only asked where there is one"
    days, working = countdown.days_to_release or 0, countdown.working_days_to_release
    day = coming_day(release.date, report)
    if days < 0:
        return f"Was to be out {day}, {count(-days, 'day')} ago."
    if days == 0:
        return f"Out today, {day}."
    return f"Out {day}, {count(days, 'day')}{f' ({working} working)' if working is not None else ''}."


def _counted(report: HandoverReport) -> Iterator[str]:
    """1 late, 2 due today, 1 waiting for an answer. 3 of 14 things a COM needs not known."""
    found = open_tasks(report)
    late = sum(task.state in LATE for task in found)
    today = sum(task.state == "to_do" and task.days == 0 for task in found)
    waiting = sum(task.state == "waiting" for task in found)
    # Where hardly anything is known, that nothing is late would say that all is well.
    words = [f"{late} late"] if late else [] if _mostly_unknown(report) else ["Nothing late"]
    words += [f"{today} due today"] if today else []
    words += [f"{waiting} waiting for an answer"] if waiting else []
    if words:
        yield f"{', '.join(words)}."
    if _mostly_unknown(report):
        return
    missing, asked = len(report.answers.missing), report.answers.asked
    if not missing:
        yield f"All {asked} things a COM needs are known."
    else:
        yield f"{missing} of {asked} things a COM needs not known."


def _unacknowledged(report: HandoverReport) -> str | None:
    """That a handover was sent and nobody said that it arrived."""
    if report.waiting_since is None or report.waiting_since >= report.countdown.as_of:
        return None
    days = count((report.countdown.as_of - report.waiting_since).days, "day")
    to = next((given.to for given in reversed(report.given)), "the COM")
    return f"Handover sent {past_day(report.waiting_since, report)} to {to}, not acknowledged in {days}."


# --- what does not agree, and what is new ---


def _check_this(report: HandoverReport) -> Part:
    """What does not agree, before anything else: either of the two may be wrong."""
    lines = (*report.contradictions, *(brief for _, brief in to_check(report)))
    return Part("check", "Check this", lines, tone="bad", shape="box")


def _news(report: HandoverReport) -> Part:
    if report.news.since is None:
        return Part("changed", "")
    points = report.news.words[:_MOST_NEWS]
    more = len(report.news.words) - len(points)
    lines = () if points else ("Nothing was recorded since.",)
    if more:
        points = (*points, f"And {count(more, 'other thing')}: page 2.")
    return Part("changed", f"Since {past_day(report.news.since, report)}", lines, points)


# --- what helps, what to ask, and that it has arrived ---


def _what_helps(report: HandoverReport) -> Part:
    points = (*_adjustments(report), *_met(report), *_com_changed(report), *_asked_by_them(report))
    words = report.analysis
    own = f'The POM: "{first_words(words, POM_WORDS)}"' if words else f"The POM: {_LINE_TO_WRITE}"
    return Part("helps", "What helps", (), (*points, own))


def _adjustments(report: HandoverReport) -> Iterator[str]:
    facts = report.countdown.facts
    needed = facts.get("adjustments")
    if report.adjustment is not None and needed is not False:
        words, day = report.adjustment
        yield f"{capital(first_words(words, NEED_WORDS))} ({past_day(day, report)})"
    elif needed is None:
        yield "Adjustments, language and reading: not recorded"
    else:
        yield "Needs adjustments, not recorded which" if needed else "Needs no adjustments"
    if facts.get("welsh_wish") is True:
        yield "Wishes to use Welsh"
    elif facts.get("home_area") == "wales" and "welsh_wish" not in facts:
        yield "Whether to use Welsh: not asked"


def _met(report: HandoverReport) -> Iterator[str]:
    him = pronouns(report.countdown.facts)["him"]
    met = [", ".join(filter(None, (f"{met.role} {past_day(met.on, report)}", met.how))) for met in report.met]
    if met:
        yield f"Last in contact: {'; '.join(met)}"
    if "com" in report.countdown.facts and report.com_last_met is None:
        yield f"This COM has no recorded contact with {him}"


def _com_changed(report: HandoverReport) -> Iterator[str]:
    if (changes := len(report.com_changes) - 1) > 0:
        last = past_day(report.com_changes[-1].on, report)
        yield f"COM changed {'once' if changes == 1 else f'{changes} times'}, last {last}"


def _asked_by_them(report: HandoverReport) -> Iterator[str]:
    if waiting := unanswered(report.own_questions):
        oldest = past_day(waiting[0].asked_on, report)
        them = pronouns(report.countdown.facts)["him"]
        yield f"{count(len(waiting), 'question')} from {them} not answered, since {oldest}: page 2"


def _for_the_meeting(report: HandoverReport) -> Part:
    """At most five, the riskiest first; the rest are named on the second page."""
    found = [*_questions(report)]
    points = found[:_MOST_QUESTIONS]
    more = len(found) - len(points)
    after = (f"And {count(more, 'other thing')} not known: page 2.",) if more else ()
    return Part("questions", "For the meeting", points=tuple(points), beside=True, after=after)


def _questions(report: HandoverReport) -> Iterator[str]:
    if report.pom_view is not None and report.pom_view.view == "disagrees":
        yield "The POM disagrees with the parole report: has the Board both views?"
    if report.countdown.facts.get("mappa_level") in (2, 3) and report.next_mappa is None:
        yield "When is the next MAPPA meeting?"
    # Who said the date, and of which type it is, hurts nobody: behind what can.
    blank = sorted(report.answers.blank, key=lambda question: question.name in _OF_THE_DATE)
    found = {question.name for question in report.answers.background}
    yield from (one.ask for one in sorted(blank, key=lambda question: question.name in found))
    if report.countdown.facts.get("com") and report.com_last_met is None:
        yield "When will this COM first meet the person?"


def _receipt(report: HandoverReport) -> Part:
    """What comes back from the COM; nobody else acknowledges it."""
    if not report.to_com:
        return Part("receipt", "")
    typed = f"releasecheck handover {report.countdown.prison_number} --acknowledge"
    lines = (f"Then the office types: {typed}",)
    if report.has_arrived:
        lines = (f"Acknowledged {past_day(report.acknowledged_on, report)}.",)
    rows = (("COM takes on", ""), ("Received, name, date", ""))
    return Part("receipt", "Received", lines, (), ("What", "To write"), rows, shape="fill")
