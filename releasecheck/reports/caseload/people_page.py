"""What a list of people by release date says, in words and in order; screens and templates lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words
from releasecheck.people.identifiers import same_crn_check
from releasecheck.planning.states import MISSING
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow, to_check
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.task_words import near, stopped_words


@dataclass(frozen=True, slots=True)
class PersonWords:
    """One person in the list."""

    prison_number: str
    name: str
    prison: str
    release: str
    days: str
    counts: tuple[str, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """People by release date, ready to be laid out."""

    title: str
    filters: tuple[str, ...]
    checks: tuple[PersonWords, ...]
    """The release is stopped, or its day has gone by and nobody has recorded that they left."""
    people: tuple[PersonWords, ...]
    made_for: str
    footnotes: tuple[str, ...]


def caseload_page(report: Caseload) -> CaseloadPage:
    """People in the order of the report, those whose release day has gone by first."""
    people = count(len(report.rows), "person", "people")
    return CaseloadPage(
        title=f"{people} by release date on {day_in_words(report.as_of)}",
        filters=report.filters,
        checks=tuple(check_words(row, report.as_of) for row in to_check(report.rows)),
        people=tuple(person_words(row, report.as_of) for row in report.rows if not row.to_check),
        made_for=day_in_words(report.as_of),
        footnotes=report.footnotes,
    )


def check_words(row: CaseloadRow, today: date) -> PersonWords:
    """Somebody to look at: what stops the release, or the question whether it has been."""
    stopped = stopped_words(row.stopped, today)
    words = person_words(row, today)
    if stopped is None and row.alarms and not row.to_check:
        stopped = phrases.alarm_words(row.prison_number, row.alarms)
    elif stopped is None and row.same_crn and not row.to_check:
        stopped = same_crn_check(row.prison_number, row.same_crn)
    return words if stopped is None else replace(words, release=stopped)


def check_words_of(row: CaseloadRow, today: date) -> str:
    """What stops the release; for a day gone by, the question; what a list left open, with what to type.

    Of somebody of whom there is an alarm, that.
    """
    stopped = stopped_words(row.stopped, today)
    if row.alarms and not (stopped or row.to_check):
        return phrases.alarm_words(row.prison_number, row.alarms)
    same_crn = same_crn_check(row.prison_number, row.same_crn) if row.same_crn and not row.past else None
    if stopped or row.check or same_crn or row.release is None:
        return stopped or row.check or same_crn or phrases.NO_RELEASE
    return phrases.gone_by(row.prison_number, row.release.date, near(row.release.date, today))


def check_brief(row: CaseloadRow, today: date) -> str:
    """The same in so few words that who, what and the command stand on one line."""
    if row.past and not row.stopped and row.check is None and row.release is not None:
        return phrases.gone_by(row.prison_number, row.release.date, None)
    if row.alarms and not (row.stopped or row.to_check):
        return phrases.alarm_brief(row.prison_number, row.alarms)
    text = check_words_of(row, today)
    for long, short in _BRIEF:
        text = text.replace(long, short)
    return text


_BRIEF = (("No release day: the list says ", "list: "), (". Once known: ", ": "))


def more_by_kind(rows: Iterable[CaseloadRow]) -> str:
    """15 more, 5 with no release day, 10 whose day has gone by; 5 more with no release day."""
    kinds = Counter(map(_kind, rows))
    if len(kinds) == 1:
        ((kind, number),) = kinds.items()
        return f"{number:,} more {kind}"
    told = ", ".join(f"{kinds[kind]:,} {kind}" for kind in _KINDS if kinds[kind])
    return f"{kinds.total():,} more, {told}"


def _kind(row: CaseloadRow) -> str:
    if row.stopped:
        return "stopped"
    if row.alarms and not row.to_check:
        return "with an alarm"
    if row.check is None and row.same_crn and not row.past:
        return "whose CRN is somebody else's too"
    if row.check is None:
        return "whose day has gone by"
    return "with no release day" if row.release is None else "with a question from a list"


_KINDS = (
    "stopped",
    "with an alarm",
    "with a question from a list",
    "with no release day",
    "whose CRN is somebody else's too",
    "whose day has gone by",
)


#: Missing states in the order in which a list of people counts them: what to do before what to find out.
_COUNTED = tuple(sorted(MISSING, key=("blocked", "unknown").__contains__))


def person_words(row: CaseloadRow, today: date) -> PersonWords:
    """One person in words, with what is missing for them."""
    found = {state: row.counts.get(state, 0) for state in _COUNTED if row.counts.get(state)}
    counts = tuple(f"{number:,} {STATE_WORDS[state]}" for state, number in found.items())
    return PersonWords(
        prison_number=row.prison_number,
        name=row.name,
        prison=row.prison or "-",
        release=_release(row, today),
        days=_days(row),
        counts=counts or ("nothing outstanding",),
        tone=_tone(found),
    )


def _tone(found: Mapping[str, int]) -> Tone:
    if "overdue" in found or "action" in found:
        return "bad"
    return "soon" if found else "dim"


def _release(row: CaseloadRow, today: date) -> str:
    """Fri 5 Feb 2027 CRD; for somebody past it, the question."""
    if row.check is not None:
        return row.check
    if row.released_on is not None:
        return f"released {near(row.released_on, today)}"
    if row.release is None:
        return phrases.without_release(row.earliest_on)
    day = near(row.release.date, today)
    if row.past:
        return phrases.gone_by(row.prison_number, row.release.date, day)
    stopped = ", stopped" if row.stopped else ""
    lacking = f", {phrases.RECALL_NOT_RECORDED}" if row.lacks_recall else ""
    return f"{day} {row.release.type or 'type not known'}{lacking}{stopped}"


def _days(row: CaseloadRow) -> str:
    if row.released_on is not None or row.days_to_release is None:
        return ""
    return "today" if row.days_to_release == 0 else count(abs(row.days_to_release), "day")
