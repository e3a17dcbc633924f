"""What the missing-item report says, in words and in order; screens and templates lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from releasecheck.core.domain import DONE_BEFORE
from releasecheck.core.words import count, day_in_words, listed, uncapital
from releasecheck.planning.states import MISSING
from releasecheck.reports.caseload.missing import EvidenceGap, Missing, MissingRow
from releasecheck.reports.caseload.missing_words import MissingWords as MissingWords
from releasecheck.reports.caseload.missing_words import out_words, tag_of, words_of
from releasecheck.reports.caseload.people_page import missing_checks
from releasecheck.reports.caseload.waits import Wait
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.state_words import TAGS
from releasecheck.reports.person.task_words import USUAL, near

FACTS_EACH = 3
"""Facts not known that are listed one by one for a person; with more, the first two and a number."""


class Block(NamedTuple):
    """One person's things under one heading."""

    prison_number: str
    name: str
    rosh: str
    release: str
    things: int
    rows: tuple[MissingWords, ...]
    pom: str
    com: str

    @property
    def dated(self) -> tuple[MissingWords, ...]:
        """The same in order of their days, and last what is not known."""
        return tuple(sorted(self.rows, key=lambda row: row.on))


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

    @property
    def size_in_people(self) -> str:
        """How many people they are for."""
        return count(len(self.people), "person", "people")


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
    apart: str = ""
    """Who is not counted: one of the footnotes, for a page that says it under its title."""
    checks: tuple[tuple[str, str, str], ...] = ()
    """Who must be looked at first: number, name, and what stops the release or is asked."""
    tally: tuple[str, ...] = ()
    """How many things stand how: late 41, due 319."""
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
        apart=report.apart,
        checks=missing_checks(report),
        tally=_tally(report),
        usual=f"Some of these days are {USUAL}" if ours else "",
    )


def _tally(report: Missing) -> tuple[str, ...]:
    found = Counter(tag_of(row).word for row in report.items)
    words = dict.fromkeys(TAGS[state].word for state in MISSING)
    return tuple(f"{word} {found[word]:,}" for word in words if found[word])


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
    first, lines = rows[0], tuple(_lines(rows, today))
    return Block(
        prison_number=number,
        name=first.name,
        rosh=phrases.risk(first.rosh),
        release=out_words(first, today),
        things=len(rows),
        rows=lines,
        pom=f"POM {first.pom or phrases.NOT_KNOWN}",
        com=f"COM {first.com or phrases.NOT_KNOWN}",
    )


def _lines(rows: Sequence[MissingRow], today: date) -> Iterator[MissingWords]:
    unknown = [row for row in rows if row.state == "unknown"]
    for row in rows:
        if row.state != "unknown":
            yield words_of(row, today, row.item, row.title)
        elif row is unknown[0]:
            yield from (words_of(row, today, None, sentence) for sentence in _unknown_sentences(unknown))


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
