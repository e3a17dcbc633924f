"""What a list of people by release date says, in words and in order; screens and templates lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words, month_in_words
from releasecheck.formats.charts import monday
from releasecheck.formats.json_text import Json
from releasecheck.people.identifiers import same_crn_check
from releasecheck.planning.states import MISSING
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow, Missing
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.state_words import TAGS
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
    day: str = ""
    kind: str = ""
    """What the day is, and whether the prison has confirmed it."""
    worst: str = ""
    """What is late, or else what is next."""
    late: bool = False
    others: str = ""
    """How much there is besides, by how it stands."""


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Who leaves this week, next week, in a month."""

    title: str
    people: tuple[PersonWords, ...]


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
    apart: str = ""
    """Who is not counted: one of the footnotes, for a page that says it under its title."""
    groups: tuple[DayGroup, ...] = ()


def caseload_page(report: Caseload) -> CaseloadPage:
    """People in the order of the report, those whose release day has gone by first."""
    rows = [row for row in report.rows if not row.to_check]
    return CaseloadPage(
        title=caseload_title(report),
        filters=report.filters,
        checks=tuple(check_words(row, report.as_of) for row in report.to_check),
        people=tuple(person_words(row, report.as_of) for row in rows),
        made_for=day_in_words(report.as_of),
        footnotes=report.footnotes,
        apart=report.apart,
        groups=tuple(
            DayGroup(title, tuple(_listed(row, report) for row in those))
            for title, those in groupby(rows, key=lambda row: _week_or_month(row, report.as_of))
        ),
    )


def caseload_title(report: Caseload) -> str:
    """61 people by release date on a day, or how many leave within the days asked for."""
    people, day = count(report.number, "person", "people"), day_in_words(report.as_of)
    if (window := report.window_days) is None:
        return f"{people} by release date on {day}"
    ahead = count(window // 7, "week") if window % 7 == 0 and window > 7 else count(window, "day")
    return f"Out within {ahead} of {day}: {people}"


def _week_or_month(row: CaseloadRow, today: date) -> str:
    """This week; Next week; December; January 2027; what is said of those without a day."""
    if row.released_on is not None:
        return "Left"
    if row.release is None:
        return "No release day"
    weeks = (monday(row.release.date) - monday(today)).days // 7
    if weeks <= 1:
        return "Next week" if weeks == 1 else "This week"
    return month_in_words(row.release.date, today)


def _listed(row: CaseloadRow, report: Caseload) -> PersonWords:
    """One person with what is worst, and the rest as a count."""
    today, release = report.as_of, row.release
    worst = report.worst.get(row.prison_number, ("", ""))[0]
    found = Counter({state: number for state, number in row.counts.items() if state in MISSING and number})
    late = any(found[state] for state in _LATE)
    if worst:
        # It is the worst of what is late, or else the first of the rest.
        found[next((state for state in (*_LATE, "to_do", "chase") if found[state]), "unknown")] -= 1
    words: Counter[str] = Counter()
    for state in MISSING:
        words[TAGS[state].word] += max(found[state], 0)
    lacking = f", {phrases.RECALL_NOT_RECORDED}" if row.lacks_recall else ""
    kind = f"{phrases.release_type(release)}, {phrases.confirmation(release)}{lacking}" if release else ""
    return replace(
        person_words(row, today),
        day=near(release.date, today) if release and not row.released_on else _release(row, today),
        kind=kind if row.released_on is None else "",
        worst=f"stopped; {worst}" if row.stopped else worst,
        late=bool(worst) and late,
        others=" · ".join(f"{number:,} {word}" for word, number in words.items() if number),
    )


_LATE = ("overdue", "action", "expired")
"""States that count as late where one of a person's tasks is named."""


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


def to_check_objects(rows: Iterable[CaseloadRow], today: date) -> list[Json]:
    """The same of several people, for other programs: whose, and what."""
    return [
        {"prison_number": row.prison_number, "name": row.name, "check": check_words_of(row, today)}
        for row in rows
    ]


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


def missing_checks(report: Missing) -> tuple[tuple[str, str, str], ...]:
    """Whose release is stopped, then what lists left open of somebody, then whose day has gone by."""
    stopped, gone = {}, {}
    for row in report.items:
        if words := stopped_words(row.stopped, report.as_of):
            stopped[row.prison_number] = (row.prison_number, row.name, words)
        elif row.release_on and row.release_on < report.as_of:
            day = near(row.release_on, report.as_of)
            said = phrases.gone_by(row.prison_number, row.release_on, day)
            gone[row.prison_number] = (row.prison_number, row.name, said)
    told = [each for each in report.checks if each[0] not in stopped.keys() | gone.keys()]
    return (*stopped.values(), *told, *gone.values())


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
