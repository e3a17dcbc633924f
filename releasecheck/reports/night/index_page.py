"""What the index of a night says, in words and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from releasecheck.core.words import capital, count, day_in_words, listed, uncapital
from releasecheck.formats.charts import monday
from releasecheck.reports.caseload.missing import CaseloadRow, MissingRow
from releasecheck.reports.caseload.needs import GROUPS, PersonNeeds
from releasecheck.reports.caseload.people_page import check_words, more_by_kind
from releasecheck.reports.caseload.person_rows import out_in
from releasecheck.reports.night.found import (
    AGENCIES,
    CHANGED,
    CHECKS,
    LEAVING,
    NEXT,
    Change,
    ChangeKind,
    LinkedCount,
    NextOut,
    Night,
    Waited,
)
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.task_words import near

OPEN = 2
"""Tasks that are named for somebody who leaves by the next working day, or for whom something changed."""

#: How each kind of change is counted in a sentence for cron, and of people who are not named.
_COUNTED: dict[ChangeKind, str] = {
    "new": "new",
    "cleared": "cleared",
    "overdue": "newly late",
    "moved": "dates moved",
    "arrived": "new people",
    "left": "people gone",
    "unanswered": "unanswered",
}
_OF_PEOPLE: dict[ChangeKind, str] = {
    "moved": "with a day moved",
    "overdue": "with something newly late",
    "arrived": "new",
    "left": "gone",
    "cleared": "with something cleared",
}


class Named(NamedTuple):
    """Somebody whom the index names, in a line."""

    prison_number: str
    name: str
    page: str
    """Their own page, as a path inside the night's folder; empty where there is none."""
    said: tuple[str, ...]
    """What is said of them, in columns."""


class LeavingWeek(NamedTuple):
    """Who leaves in one week."""

    title: str
    people: tuple[Named, ...]


class Agency(NamedTuple):
    """Whom an answer is waited for from."""

    title: str
    things: str
    people: tuple[Named, ...]
    more: str


class NightPage(NamedTuple):
    """The index of a night, ready to be laid out."""

    title: str
    summary: str
    leaving_next_title: str
    leaving_next: tuple[Named, ...]
    """Who leaves by the next working day: the day, and what is open."""
    leaving_next_more: str
    stopped: tuple[Named, ...]
    """Something stands in the way of their release."""
    checks_title: str
    checks: tuple[Named, ...]
    checks_more: str
    changed_title: str
    changed: str
    """The totals with those of the night before beside them."""
    newly_late: str
    """How many people got something newly late, in a sentence; empty when nobody did."""
    people: tuple[Named, ...]
    """For whom something changed, and what."""
    people_more: str
    first: tuple[Named, ...]
    """Who comes first of all, by risk and days left together."""
    waiting_title: str
    waiting: tuple[Agency, ...]
    waiting_more: str
    leaving_title: str
    leaving: tuple[LeavingWeek, ...]
    leaving_more: str
    owners: tuple[LinkedCount, ...]
    prisons: tuple[LinkedCount, ...]
    by_state: tuple[str, ...]
    total: str
    files: tuple[str, ...]
    where: str
    """Which folder it belongs to, for whoever has it without."""
    made_for: str
    footnotes: tuple[str, ...]


def night_page(night: Night) -> NightPage:
    """What to say of a night."""
    changed, waiting = night.changed, night.waiting
    return NightPage(
        title=f"{night.office}, {day_in_words(night.as_of)}" if night.office else day_in_words(night.as_of),
        summary=f"{summary_words(night)}.",
        leaving_next_title=_next_title(night),
        leaving_next=tuple(_next(one, night) for one in night.leaving_next[:NEXT]),
        leaving_next_more=_more(len(night.leaving_next) - NEXT, "person", "people"),
        stopped=tuple(_check(row, night) for row in night.stopped),
        checks_title=_checks_title(night),
        checks=tuple(_check(row, night) for row in night.checks[:CHECKS]),
        checks_more=f"and {more_by_kind(night.checks[CHECKS:])}" if night.checks[CHECKS:] else "",
        changed_title=f"Since {near(night.since, night.as_of)}" if night.since else "The first night",
        changed=_totals(night),
        newly_late=_newly_late(night),
        people=tuple(_changed(theirs, night) for theirs in changed[:CHANGED]),
        people_more=_changed_more(night),
        first=tuple(_first(person, night) for person in night.first),
        waiting_title=_waiting_title(night),
        waiting=tuple(_agency(one, night) for one in waiting[:AGENCIES]),
        waiting_more=_waiting_more(waiting[AGENCIES:]),
        leaving_title=f"Out within {count(night.window_days, 'day')}: {len(night.leaving):,}",
        leaving=tuple(_weeks(night)),
        leaving_more=_more(len(night.leaving) - LEAVING, "person", "people"),
        owners=night.owners,
        prisons=night.prisons,
        by_state=tuple(f"{STATE_WORDS[state]} {number:,}" for state, number in night.by_state.items()),
        total=count(night.things, "thing"),
        files=night.files,
        where=f"index.html in the night's folder {night.as_of.isoformat()}",
        made_for=day_in_words(night.as_of),
        footnotes=night.footnotes,
    )


def _named(number: str, name: str, night: Night, *said: str) -> Named:
    return Named(number, name, f"people/{number}.html" if number in night.linked else "", said)


def _more(number: int, one: str, many: str) -> str:
    return f"and {count(number, f'more {one}', f'more {many}')}" if number > 0 else ""


def _next_title(night: Night) -> str:
    """Leaving by Tue 1 Dec: 3 people, 1 not ready; nobody."""
    if night.next_day is None:
        return ""
    day = day_in_words(night.next_day, year=night.next_day.year != night.as_of.year)
    if not night.leaving_next:
        return f"Leaving by {day}: nobody"
    unready = sum(bool(one.open) for one in night.leaving_next)
    people = count(len(night.leaving_next), "person", "people")
    return f"Leaving by {day}: {people}, {unready or 'none'} not ready"


def _next(one: NextOut, night: Night) -> Named:
    row = one.person
    when = near(row.release_on, night.as_of) if row.release_on else phrases.NO_RELEASE
    said = [f"{_task(task)} ({task.owner})" for task in one.open[:OPEN]]
    if rest := len(one.open) - OPEN:
        said += [f"{rest} more"] if rest > 0 else []
    return _named(row.prison_number, row.name, night, when, "; ".join(said) or "nothing open on this list")


def _task(row: MissingRow) -> str:
    return uncapital(row.short or row.title)


def _check(row: CaseloadRow, night: Night) -> Named:
    return _named(row.prison_number, row.name, night, check_words(row, night.as_of).release)


def _checks_title(night: Night) -> str:
    number = len(night.checks)
    if number:
        return f"Check this: {count(number, 'person', 'people')}"
    return "" if night.stopped else "Nobody is stopped, and nobody must be checked"


def _totals(night: Night) -> str:
    """Late things 80 → 114 · cleared 1 · waiting too long 17 → 21."""
    late = sum(night.by_state.get(state, 0) for state in GROUPS["late"])
    waiting = night.changes.get("unanswered", 0)
    before = night.before
    if before is None:
        return (
            f"Late things {late:,} · waiting too long {waiting:,}. The next night will say what has changed"
        )
    waited = before.things(GROUPS["waiting"]) if before.unanswered is None else before.unanswered
    words = [
        f"late things {before.things(GROUPS['late']):,} → {late:,}",
        f"cleared {night.changes.get('cleared', 0):,}",
        f"waiting too long {waited:,} → {waiting:,}",
        f"new on the list {night.changes.get('new', 0):,}",
    ]
    return capital(" · ".join(words))


def _newly_late(night: Night) -> str:
    """12 people got something newly late."""
    if not night.newly_late:
        return ""
    return f"{count(night.newly_late, 'person', 'people')} got something newly late."


def _changed(changes: Sequence[Change], night: Night) -> Named:
    """A6472FA RAMSDEN, Tyler: get licence approved and tell all the date now late."""
    ordered = sorted(changes, key=_kind_order)
    said = (_said(list(theirs), night) for _, theirs in groupby(ordered, key=_kind_order))
    return _named(changes[0].prison_number, changes[0].name, night, "; ".join(said))


def _said(changes: Sequence[Change], night: Night) -> str:
    """What changed of one kind for one person."""
    first, today = changes[0], night.as_of
    if first.kind == "moved":
        return _moved(first, today)
    if first.kind == "arrived":
        return (
            f"new here, {f'out {near(first.release_on, today)}' if first.release_on else 'no release date'}"
        )
    if first.kind == "left":
        gone = first.release_on
        return f"released {near(gone, today)}" if gone else "not in reports any more"
    titles = [_title(change, night) for change in changes]
    if rest := max(len(titles) - OPEN, 0):
        titles = [*titles[:OPEN], f"{rest} more"]
    return f"{listed(titles)} {'now late' if first.kind == 'overdue' else 'cleared'}"


def _kind_order(change: Change) -> int:
    return list(_OF_PEOPLE).index(change.kind)


def _title(change: Change, night: Night) -> str:
    if change.row is not None:
        return _task(change.row)
    return uncapital(night.titles.get(change.item or "", change.item or ""))


def _changed_more(night: Night) -> str:
    """And 7 more people: 5 with something newly late, 2 with something cleared."""
    rest = night.changed[CHANGED:]
    if not rest:
        return ""
    kinds = Counter(min(theirs, key=_kind_order).kind for theirs in rest)
    told = ", ".join(f"{kinds[kind]:,} {words}" for kind, words in _OF_PEOPLE.items() if kinds[kind])
    return f"and {count(len(rest), 'more person', 'more people')}: {told}"


def _moved(change: Change, today: date) -> str:
    was, now = change.release_was, change.release_on
    said = (near(day, today) if day else "no date" for day in (was, now))
    text = "release day moved from {} to {}".format(*said)
    if was is None or now is None:
        return text
    days = (now - was).days
    return f"{text}, {count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _first(person: PersonNeeds, night: Night) -> Named:
    when = "no day" if person.days is None else out_in(person.days, person.release_on)
    return _named(person.prison_number, person.name, night, when)


def _waiting_title(night: Night) -> str:
    things = night.changes.get("unanswered", 0)
    return f"No answer for {count(night.unanswered_days, 'day')} or more: {things:,}" if things else ""


def _agency(waited: Waited, night: Night) -> Agency:
    people = [
        _named(row.prison_number, row.name, night, count(row.waited or 0, "day")) for row in waited.oldest
    ]
    rest = waited.things - len(people)
    return Agency(waited.agency, f"{waited.things:,}", tuple(people), f"and {rest:,} more" if rest else "")


def _waiting_more(rest: Sequence[Waited]) -> str:
    things = sum(one.things for one in rest)
    return f"and {things:,} from {count(len(rest), 'other')}" if rest else ""


def _weeks(night: Night) -> Iterator[LeavingWeek]:
    """Who leaves in the window, week by week."""
    shown = [row for row in night.leaving[:LEAVING] if row.release_on is not None]
    for starts, rows in groupby(shown, key=lambda row: monday(row.release_on or night.as_of)):
        people = (
            _named(row.prison_number, row.name, night, near(row.release_on or night.as_of, night.as_of))
            for row in rows
        )
        yield LeavingWeek(_week_title(starts, night.as_of), tuple(people))


def _week_title(starts: date, today: date) -> str:
    weeks = (starts - monday(today)).days // 7
    return ("This week", "Next week")[weeks] if weeks < 2 else f"From {near(starts, today)}"


def summary_words(night: Night) -> str:
    """61 people, 17 with something missing (yesterday 19)."""
    words = f"{count(night.people, 'person', 'people')}, {night.with_missing:,} with something missing"
    if night.before is None:
        return words
    return f"{words} ({_since(night.before.day, night.as_of)} {night.before.with_missing:,})"


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
