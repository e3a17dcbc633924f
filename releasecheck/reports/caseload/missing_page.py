"""What the missing-item report says, in words and in order; screens and templates lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from releasecheck.core.domain import DONE_BEFORE
from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words, listed, uncapital
from releasecheck.reports.caseload.missing import EvidenceGap, Missing, MissingRow, Wait
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.task_words import USUAL, near, stopped_words

FACTS_EACH = 3
"""Facts not known that are listed one by one for a person; with more, the first two and a number."""

_WEEK = 7


class MissingWords(NamedTuple):
    """One thing missing for one person, or one fact not known and all that hangs on it."""

    prison_number: str
    name: str
    item: str | None
    """None: a fact not known, and `what` is the whole sentence."""
    what: str
    next: str
    """What to do about it, as an order."""
    owner: str
    state: str
    """Since when or until when, and why: `3 days late, not started`."""
    short: str
    """The same for a narrow screen."""
    tone: Tone
    rosh: str
    release: str
    """When they are out, or what stops it."""
    local_default: bool
    stopped: bool = False
    title: str = ""
    """What to do, in few words."""
    what_now: str = ""
    """The same, with what the last outcome asks for where it asks somebody to act."""


class Block(NamedTuple):
    """One person's things under one heading."""

    prison_number: str
    name: str
    rosh: str
    release: str
    things: int
    rows: tuple[MissingWords, ...]


class Group(NamedTuple):
    """Things missing under one heading."""

    title: str
    size: str
    """6 things; the sizes add up to the whole."""
    people: tuple[Block, ...]

    @property
    def rows(self) -> tuple[MissingWords, ...]:
        """The things of all of them."""
        return tuple(row for block in self.people for row in block.rows)


class GapWords(NamedTuple):
    """An outcome with evidence that nobody wrote down."""

    prison_number: str
    name: str
    item: str
    what: str
    """no read by (answered 20 Nov)."""
    owner: str


class MissingPage(NamedTuple):
    """The missing-item report, ready to be laid out."""

    title: str
    nothing: bool
    filters: tuple[str, ...]
    grouping: str
    groups: tuple[Group, ...]
    left: int
    """Things that are not in `groups`, because only so many were asked for."""
    total: str
    by_owner: tuple[str, ...]
    by_state: tuple[str, ...]
    by_reason: tuple[str, ...]
    waits: tuple[tuple[str, ...], ...]
    """Agency, how many, median and longest wait, each in words."""
    gaps: tuple[GapWords, ...]
    made_for: str
    footnotes: tuple[str, ...]
    usual: str = ""
    """That some of the days shown rest on a number that no source confirms; empty where none does."""


def missing_page(report: Missing, limit: int | None = None) -> MissingPage:
    """What to say of everything missing, each unknown fact once for a person.

    `limit`: whole people are shown until there are so many lines.
    """
    people, things = count(report.caseload, "person", "people"), count(len(report.items), "thing")
    when, days = day_in_words(report.as_of), count(report.window_days, "day")
    if report.items:
        title = f"Missing on {when}: {report.people:,} of {people}, {things} due within {days}"
    else:
        title = f"Missing on {when}: nothing outstanding on this list, {people}, due within {days}"
    groups = tuple(_groups(report, limit))
    shown = sum(block.things for group in groups for block in group.people)
    ours = any(row.local_default and row.item for group in groups for row in group.rows)
    return MissingPage(
        title=title,
        nothing=not report.items,
        filters=report.filters,
        grouping=report.grouping,
        groups=groups,
        left=len(report.items) - shown,
        total=things,
        by_owner=tuple(f"{owner} {number:,}" for owner, number in report.by_owner.items()),
        by_state=tuple(f"{STATE_WORDS[state]} {number:,}" for state, number in report.by_state.items()),
        by_reason=tuple(f"{_REASON_WORDS[why]} {number:,}" for why, number in report.by_reason().items()),
        waits=tuple(map(_wait_words, report.waits)),
        gaps=tuple(_gap_words(gap, report.as_of) for gap in report.gaps),
        made_for=when,
        footnotes=report.footnotes,
        usual=f"Some of these days are {USUAL}" if ours else "",
    )


#: Reasons as short as a total asks for.
_REASON_WORDS = {
    "not_started": "not started",
    "due_again": "to do again",
    "act_now": "answer asks us to act",
    "contested": "handed back",
    "unanswered": "sent and unanswered",
    "expired": "too old",
    "blocked": "blocked",
    "fact_missing": "fact not known",
}


def _groups(report: Missing, limit: int | None) -> Iterator[Group]:
    lines = 0
    for heading, rows in report.groups():
        blocks = []
        for number, theirs in groupby(rows, key=lambda row: row.prison_number):
            if limit is not None and lines >= limit:
                break
            block = _block(number, tuple(theirs), report.as_of)
            lines += len(block.rows)
            blocks.append(block)
        if blocks:
            yield Group(heading, count(len(rows), "thing"), tuple(blocks))


def _block(number: str, rows: Sequence[MissingRow], today: date) -> Block:
    first = rows[0]
    return Block(number, first.name, _risk(first), _out(first, today), len(rows), tuple(_lines(rows, today)))


def _lines(rows: Sequence[MissingRow], today: date) -> Iterator[MissingWords]:
    unknown = [row for row in rows if row.state == "unknown"]
    for row in rows:
        if row.state != "unknown":
            yield _words(row, today, row.item, row.title)
        elif row is unknown[0]:
            yield from (_words(row, today, None, sentence) for sentence in _unknown_sentences(unknown))


def row_words(row: MissingRow, today: date) -> MissingWords:
    """One thing missing in words, by itself."""
    return _words(row, today, row.item, row.title)


def _words(row: MissingRow, today: date, item: str | None, what: str) -> MissingWords:
    state, tone = _state(row, today)
    why = _why(row, today) if item else ""
    return MissingWords(
        prison_number=row.prison_number,
        name=row.name,
        item=item,
        what=what,
        next=_next(row) if item else "",
        owner=row.owner,
        state=f"{state}, {why}" if why else state,
        short=(row.misfit or (f"{state}, again" if row.reason == "due_again" else state)) if item else state,
        tone=tone,
        rosh=_risk(row),
        release=_out(row, today),
        local_default=row.local_default,
        stopped=row.stopped is not None,
        title=row.short or row.title,
        what_now=f"{row.short or row.title}: {row.next}" if row.state == "action" else row.short or row.title,
    )


def _next(row: MissingRow) -> str:
    """What to do; of what cannot start yet, what it is: the state beside it says what must come first."""
    return row.short or row.title if row.state == "blocked" else row.next or ""


def _unknown_sentences(rows: Sequence[MissingRow]) -> Iterator[str]:
    """housing not known: settles dtr, crs, cas3; the fact that decides most first."""
    decides: dict[str, list[str]] = {}
    for row in rows:
        for fact in row.missing_facts or ("something",):
            decides.setdefault(fact, []).append(uncapital(row.short or row.title))
    order = sorted(decides, key=lambda fact: (-len(decides[fact]), fact))
    shown = order if len(order) <= FACTS_EACH else order[: FACTS_EACH - 1]
    for fact in shown:
        said = (
            phrases.asked_fact(fact)
            if fact == DONE_BEFORE
            else f"{fact.replace('_', ' ')} not known: settles"
        )
        yield f"{said} {', '.join(decides[fact])}"
    if more := len(order) - len(shown):
        yield f"{more} more facts not known: releasecheck show {rows[0].prison_number}"


def _state(row: MissingRow, today: date) -> tuple[str, Tone]:
    """3 days late, due Fri 27 Nov, first refer to council, unanswered 24 days."""
    if row.state == "overdue" and row.due_on:
        return f"{count((today - row.due_on).days, 'day')} late", "bad"
    if row.contested_with is not None:
        return "contested", "bad"
    if row.waited is not None:
        return f"unanswered {count(row.waited, 'day')}", "soon"
    if row.state == "blocked" and row.blocked_by:
        return f"first {listed(row.waits_for or row.blocked_by)}", "soon"
    if row.state == "to_do" and row.due_on:
        within_a_week = (row.due_on - today).days <= _WEEK
        due = "today" if row.due_on == today else near(row.due_on, today)
        return f"due {due}", "soon" if within_a_week else "plain"
    tones: dict[str, Tone] = {"overdue": "bad", "action": "bad", "to_do": "plain", "unknown": "plain"}
    return STATE_WORDS[row.state], tones.get(row.state, "soon")


def _why(row: MissingRow, today: date) -> str:
    """Not started; rejected 20 Oct; whom the answer is waited for from."""
    if row.reason == "not_started":
        return "not started"
    if row.reason == "unanswered":
        return row.sent_to or ""
    if row.misfit:
        return row.misfit
    if row.outcome and row.outcome_on:
        return f"{row.outcome.replace('_', ' ')} {near(row.outcome_on, today, weekday=False)}"
    return ""


def _risk(row: MissingRow) -> str:
    return phrases.risk(row.rosh)


def _out(row: MissingRow, today: date) -> str:
    """out in 74 days; nothing of the day where the release is stopped."""
    if stopped := stopped_words(row.stopped, today):
        return stopped
    if row.release_on is None:
        return phrases.without_release(row.earliest_on)
    days = (row.release_on - today).days
    if days < 0:
        return f"out {count(-days, 'day')} ago"
    return "out today" if days == 0 else f"out in {count(days, 'day')}"


def _wait_words(wait: Wait) -> tuple[str, ...]:
    return (
        wait.agency,
        f"{wait.waiting:,} unanswered",
        f"median {count(wait.median_days, 'day')}",
        f"longest {count(wait.longest_days, 'day')}",
    )


def _gap_words(gap: EvidenceGap, today: date) -> GapWords:
    said = phrases.happened(gap.outcome, near(gap.on, today, weekday=False), gap.evidence)
    fields: Iterable[str] = (field.replace("_", " ") for field in gap.fields)
    return GapWords(gap.prison_number, gap.name, gap.item, f"no {listed(fields, 'or')} ({said})", gap.owner)
