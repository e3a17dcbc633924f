"""What the index of a night says, in words and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from releasecheck.core.text import Tone
from releasecheck.core.words import capital, count, day_in_words, listed
from releasecheck.reports.caseload.missing import CaseloadRow
from releasecheck.reports.caseload.missing_page import row_words
from releasecheck.reports.caseload.needs import Mine, PersonNeeds
from releasecheck.reports.caseload.people_page import PersonWords, check_words, person_words
from releasecheck.reports.caseload.person_rows import NOTHING, late_words, next_words, out_in
from releasecheck.reports.night.found import CHANGE_KINDS, Change, ChangeKind, LinkedCount, Night
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.task_words import near

#: How each kind of change is counted in a sentence, and its heading and tone where it is listed.
_COUNTED: dict[ChangeKind, str] = {
    "new": "new",
    "cleared": "cleared",
    "overdue": "newly late",
    "moved": "dates moved",
    "arrived": "new people",
    "left": "people gone",
    "unanswered": "unanswered",
}
_HEADINGS: dict[ChangeKind, tuple[str, Tone]] = {
    "arrived": ("New people", "plain"),
    "left": ("People gone", "plain"),
    "moved": ("Release dates moved", "soon"),
    "overdue": ("Newly late", "bad"),
    "new": ("New on the list", "plain"),
    "cleared": ("Cleared", "plain"),
    "unanswered": ("Still unanswered", "soon"),
}


class ChangeWords(NamedTuple):
    """One change, ready to be laid out."""

    prison_number: str
    name: str
    prison: str
    what: str
    said: str
    owner: str


class ChangeSection(NamedTuple):
    """Changes of one kind."""

    title: str
    tone: Tone
    rows: tuple[ChangeWords, ...]
    more: str
    """How many are not listed here; empty when all are."""


class NightPerson(NamedTuple):
    """One person of a night, in a line."""

    prison_number: str
    name: str
    when: str
    """When they are out."""
    risk: str
    late: str
    next: str


class NightPage(NamedTuple):
    """The index of a night, ready to be laid out."""

    title: str
    summary: str
    changed: str
    newly_late: str
    """Who got something newly late since the night before, in a sentence; empty when nobody did."""
    leaving_next: tuple[NightPerson, ...]
    """Who leaves by the next working day, with what is open: the first question of a morning."""
    leaving_next_title: str
    first: tuple[NightPerson, ...]
    """Who comes first of all, by risk and days left together."""
    sections: tuple[ChangeSection, ...]
    stopped: tuple[PersonWords, ...]
    """Before anything else: something stands in the way of their release."""
    checks: tuple[PersonWords, ...]
    leaving: tuple[PersonWords, ...]
    leaving_title: str
    owners: tuple[LinkedCount, ...]
    prisons: tuple[LinkedCount, ...]
    by_state: tuple[str, ...]
    by_owner: tuple[str, ...]
    total: str
    files: tuple[str, ...]
    made_for: str
    footnotes: tuple[str, ...]


def night_page(night: Night) -> NightPage:
    """What to say of a night."""
    return NightPage(
        title=f"{night.office}, {day_in_words(night.as_of)}" if night.office else day_in_words(night.as_of),
        summary=f"{summary_words(night)}.",
        changed=f"{changed_words(night)}.",
        newly_late=_newly_late(night),
        leaving_next=tuple(_leaving_next(row, needs, night.as_of) for row, needs in night.leaving_next),
        leaving_next_title=_leaving_next_title(night),
        first=tuple(_first(person, night.as_of) for person in night.first),
        sections=tuple(_sections(night)),
        stopped=tuple(check_words(row, night.as_of) for row in night.stopped),
        checks=tuple(
            check_words(row, night.as_of) if row.stopped is None else person_words(row, night.as_of)
            for row in sorted(night.past, key=lambda row: (not row.alarms, row.check is None))
            if row.stopped is None or row.check is not None
        ),
        leaving=tuple(person_words(row, night.as_of) for row in night.leaving),
        leaving_title=f"Out within {count(night.window_days, 'day')}",
        owners=night.owners,
        prisons=night.prisons,
        by_state=tuple(f"{STATE_WORDS[state]} {number:,}" for state, number in night.by_state.items()),
        by_owner=tuple(f"{owner} {number:,}" for owner, number in night.by_owner.items()),
        total=count(night.things, "thing"),
        files=night.files,
        made_for=day_in_words(night.as_of),
        footnotes=night.footnotes,
    )


def _newly_late(night: Night) -> str:
    """12 people got something newly late: PATEL, Imran 12, RAMSDEN, Tyler 2 and 10 others."""
    if not night.newly_late:
        return ""
    named = [f"{name} {number}" for name, number in night.latest]
    if left := night.newly_late - len(named):
        named.append(count(left, "other"))
    return f"{count(night.newly_late, 'person', 'people')} got something newly late: {listed(named)}."


_NO_ONE = Mine("")
"""Nobody in particular: whose a task is, is said of every one."""


def _leaving_next_title(night: Night) -> str:
    if night.next_day is None or not night.leaving_next:
        return ""
    ready = sum(needs is not None and bool(needs.counts) for _, needs in night.leaving_next)
    day = day_in_words(night.next_day, year=night.next_day.year != night.as_of.year)
    return (
        f"Leaving by {day}: {count(len(night.leaving_next), 'person', 'people')}, {ready} with something open"
    )


def _leaving_next(row: CaseloadRow, needs: PersonNeeds | None, today: date) -> NightPerson:
    release_on = row.release_on
    when = near(release_on, today) if release_on else phrases.NO_RELEASE
    late = late_words(needs, _NO_ONE) if needs else NOTHING
    after = next_words(needs, _NO_ONE, today) if needs else NOTHING
    return NightPerson(row.prison_number, row.name, when, "", late, after)


def _first(person: PersonNeeds, today: date) -> NightPerson:
    return NightPerson(
        *(person.prison_number, person.name, out_in(person.days, person.release_on)),
        *(phrases.shown("rosh", person.rosh) or phrases.NOT_KNOWN, late_words(person, _NO_ONE)),
        next_words(person, _NO_ONE, today),
    )


def summary_words(night: Night) -> str:
    """61 people, 17 with something missing (yesterday 19)."""
    words = f"{count(night.people, 'person', 'people')}, {night.with_missing:,} with something missing"
    if night.since is None or night.before is None:
        return words
    return f"{words} ({_since(night.since, night.as_of)} {night.before:,})"


def _since(day: date, today: date) -> str:
    return "yesterday" if today - day == timedelta(days=1) else near(day, today)


def changed_words(night: Night) -> str:
    """New 3, cleared 5, newly overdue 2, dates moved 1; what there is none of besides is left out."""
    if night.since is None:
        return "The first night: the next will say what has changed"
    found = {kind: night.changes.get(kind, 0) for kind in _COUNTED}
    always = ("new", "cleared", "overdue", "moved")
    words = [f"{words} {found[kind]:,}" for kind, words in _COUNTED.items() if kind in always or found[kind]]
    text = ", ".join(words).replace("unanswered ", f"unanswered after {night.unanswered_days} days ")
    return capital(text)


def _sections(night: Night) -> Iterable[ChangeSection]:
    for kind in CHANGE_KINDS:
        rows = [change for change in night.listed if change.kind == kind]
        if rows:
            title, tone = _HEADINGS[kind]
            people = list(_by_person(rows, night))
            if kind == "unanswered":
                title += f" after {count(night.unanswered_days, 'day')}"
            all_of_them = night.changes.get(kind, 0)
            left = all_of_them - len(rows)
            yield ChangeSection(
                f"{title} · {all_of_them:,}",
                tone,
                tuple(people),
                f"and {left:,} more: see the pages below" if left else "",
            )


def _by_person(changes: Sequence[Change], night: Night) -> Iterator[ChangeWords]:
    """One row a person: several things of theirs are named together."""
    for _, theirs in groupby(changes, key=attrgetter("prison_number")):
        rows = [_change_words(change, night) for change in theirs]
        first = rows[0]
        yield first._replace(
            what="; ".join(filter(None, (row.what for row in rows))),
            said="; ".join(dict.fromkeys(row.said for row in rows)),
            owner="; ".join(dict.fromkeys(filter(None, (row.owner for row in rows)))),
        )


def _change_words(change: Change, night: Night) -> ChangeWords:
    today = night.as_of
    words = None if change.row is None else row_words(change.row, today)
    title = (change.row.short if change.row else "") or night.titles.get(change.item or "", change.item or "")
    said = {
        "arrived": f"out {_day(change.release_on, today)}" if change.release_on else "no release date",
        "left": f"released {_day(change.release_on, today)}"
        if change.release_on
        else "not in reports any more",
        "moved": _moved(change, today),
        "cleared": "nothing missing any more",
    }
    return ChangeWords(
        prison_number=change.prison_number,
        name=change.name,
        prison=change.prison or "",
        what=title,
        said=words.state if words else said[change.kind],
        owner=_owner(change),
    )


def _owner(change: Change) -> str:
    row = change.row
    return " ".join(filter(None, (row.owner, row.owner_name))) if row else ""


def _day(day: date | None, today: date) -> str:
    return near(day, today) if day else "no date"


def _moved(change: Change, today: date) -> str:
    text = f"from {_day(change.release_was, today)} to {_day(change.release_on, today)}"
    if change.release_was is None or change.release_on is None:
        return text
    days = (change.release_on - change.release_was).days
    return f"{text}, {count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"
