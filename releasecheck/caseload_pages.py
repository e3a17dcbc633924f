"""What a page about the caseload says: what is missing, and people by release date.

Words and order only; screens and templates lay them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from releasecheck.caseload_reports import Caseload, CaseloadRow, Missing, MissingRow
from releasecheck.reports import STATE_WORDS
from releasecheck.states import MISSING
from releasecheck.task_words import Tone, near
from releasecheck.words import count, day_in_words

FACTS_EACH = 3
"""Facts not known that are listed one by one for a person; with more, the first two and a number."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class MissingWords:
    """One thing missing for one person, or one fact not known and all that hangs on it."""

    prison_number: str
    name: str
    item: str | None
    """None: a fact not known, and `what` is the whole sentence."""
    what: str
    owner: str
    state: str
    tone: Tone
    release: str
    local_default: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Things missing under one heading."""

    title: str
    size: str
    """6 things; the sizes add up to the whole."""
    rows: tuple[MissingWords, ...]


@dataclass(frozen=True, slots=True)
class MissingPage:
    """The missing-item report, ready to be laid out."""

    title: str
    nothing: bool
    filters: tuple[str, ...]
    grouping: str
    groups: tuple[Group, ...]
    total: str
    by_owner: tuple[str, ...]
    by_state: tuple[str, ...]
    made_for: str
    footnotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonWords:
    """One person in the list."""

    prison_number: str
    name: str
    prison: str
    release: str
    days: str
    counts: tuple[str, ...]
    short: str
    """The worst count, and how many more things there are."""
    tone: Tone


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """People by release date, ready to be laid out."""

    title: str
    filters: tuple[str, ...]
    checks: tuple[PersonWords, ...]
    """Release day has gone by and nobody has recorded that they left."""
    people: tuple[PersonWords, ...]
    made_for: str
    footnotes: tuple[str, ...]


def missing_page(report: Missing) -> MissingPage:
    """What to say of everything missing, each unknown fact once for a person."""
    people, things = count(report.caseload, "person", "people"), count(len(report.items), "thing")
    when, days = day_in_words(report.as_of), count(report.window_days, "day")
    if report.items:
        title = f"Missing on {when}: {report.people:,} of {people}, {things} due within {days}"
    else:
        title = f"Missing on {when}: nothing outstanding on this list, {people}, due within {days}"
    return MissingPage(
        title=title,
        nothing=not report.items,
        filters=report.filters,
        grouping=report.grouping,
        groups=tuple(
            Group(heading, count(len(rows), "thing"), tuple(_missing_words(rows, report.as_of)))
            for heading, rows in report.groups()
        ),
        total=things,
        by_owner=tuple(f"{owner} {number:,}" for owner, number in report.by_owner.items()),
        by_state=tuple(f"{STATE_WORDS[state]} {number:,}" for state, number in report.by_state.items()),
        made_for=when,
        footnotes=report.footnotes,
    )


def _missing_words(rows: Sequence[MissingRow], today: date) -> Iterator[MissingWords]:
    unknown: dict[str, list[MissingRow]] = {}
    for row in rows:
        if row.state == "unknown":
            unknown.setdefault(row.prison_number, []).append(row)
    for row in rows:
        if row.state != "unknown":
            yield _words(row, today, row.item, row.title)
        elif row.prison_number in unknown:
            for sentence in _unknown_sentences(unknown.pop(row.prison_number)):
                yield _words(row, today, None, sentence)


def row_words(row: MissingRow, today: date) -> MissingWords:
    """One thing missing in words, by itself."""
    return _words(row, today, row.item, row.title)


def _words(row: MissingRow, today: date, item: str | None, what: str) -> MissingWords:
    state, tone = _state(row, today)
    return MissingWords(
        prison_number=row.prison_number,
        name=row.name,
        item=item,
        what=what,
        owner=row.owner,
        state=state,
        tone=tone,
        release=_out(row.release_on, today),
        local_default=row.local_default,
    )


def _unknown_sentences(rows: Sequence[MissingRow]) -> Iterator[str]:
    """housing not known: decides dtr, crs, cas3; the fact that decides most first."""
    decides: dict[str, list[str]] = {}
    for row in rows:
        for fact in row.missing_facts or ("something",):
            decides.setdefault(fact, []).append(row.item)
    order = sorted(decides, key=lambda fact: (-len(decides[fact]), fact))
    shown = order if len(order) <= FACTS_EACH else order[: FACTS_EACH - 1]
    for fact in shown:
        yield f"{fact} not known: decides {', '.join(decides[fact])}"
    if more := len(order) - len(shown):
        yield f"{more} more facts not known: releasecheck show {rows[0].prison_number}"


def _state(row: MissingRow, today: date) -> tuple[str, Tone]:
    """3 days late, due Fri 27 Nov, blocked by dtr, chase after 24 days."""
    if row.state == "overdue" and row.due_on:
        return f"{count((today - row.due_on).days, 'day')} late", "bad"
    if row.waited is not None:
        return f"unanswered {count(row.waited, 'day')}", "soon"
    if row.state == "blocked" and row.blocked_by:
        return f"blocked by {', '.join(row.blocked_by)}", "soon"
    if row.state == "to_do" and row.due_on:
        within_a_week = (row.due_on - today).days <= _WEEK
        due = "today" if row.due_on == today else near(row.due_on, today)
        return f"due {due}", "soon" if within_a_week else "plain"
    tones: dict[str, Tone] = {"overdue": "bad", "action": "bad", "to_do": "plain", "unknown": "plain"}
    return STATE_WORDS[row.state], tones.get(row.state, "soon")


def _out(release_on: date | None, today: date) -> str:
    """out in 74 days."""
    if release_on is None:
        return "no release date"
    days = (release_on - today).days
    if days < 0:
        return f"out {count(-days, 'day')} ago"
    return "out today" if days == 0 else f"out in {count(days, 'day')}"


def caseload_page(report: Caseload) -> CaseloadPage:
    """People in the order of the report, those whose release day has gone by first."""
    people = count(len(report.rows), "person", "people")
    return CaseloadPage(
        title=f"{people} by release date on {day_in_words(report.as_of)}",
        filters=report.filters,
        checks=tuple(person_words(row, report.as_of) for row in report.rows if row.past),
        people=tuple(person_words(row, report.as_of) for row in report.rows if not row.past),
        made_for=day_in_words(report.as_of),
        footnotes=report.footnotes,
    )


#: Missing states in the order in which a list of people counts them: what to do before what to find out.
_COUNTED = tuple(sorted(MISSING, key=("blocked", "unknown").__contains__))


def person_words(row: CaseloadRow, today: date) -> PersonWords:
    """One person in words, with what is missing for them."""
    found = {state: row.counts.get(state, 0) for state in _COUNTED if row.counts.get(state)}
    counts = tuple(f"{number:,} {STATE_WORDS[state]}" for state, number in found.items())
    more = row.missing - next(iter(found.values()), 0)
    return PersonWords(
        prison_number=row.prison_number,
        name=row.name,
        prison=row.prison or "-",
        release=_release(row, today),
        days=_days(row),
        counts=counts or ("nothing outstanding",),
        short=f"{counts[0]}, {more:,} more" if len(counts) > 1 else "",
        tone=_tone(found),
    )


def _tone(found: Mapping[str, int]) -> Tone:
    if "overdue" in found or "action" in found:
        return "bad"
    return "soon" if found else "dim"


def _release(row: CaseloadRow, today: date) -> str:
    """Fri 5 Feb 2027 CRD; for somebody past it, the question."""
    if row.released_on is not None:
        return f"released {near(row.released_on, today)}"
    if row.release is None:
        return "no release date"
    day = near(row.release.date, today)
    if row.past:
        return f"release day was {day}: released?"
    return f"{day} {row.release.type or 'type not known'}"


def _days(row: CaseloadRow) -> str:
    if row.released_on is not None or row.days_to_release is None:
        return ""
    return "today" if row.days_to_release == 0 else count(abs(row.days_to_release), "day")
