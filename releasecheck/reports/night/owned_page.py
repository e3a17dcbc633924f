"""What an owner's page and digest say, in words and in order: what must be settled, what is new, the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from releasecheck.core.domain import NAMED_ROLES
from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words, initialled, listed
from releasecheck.reports.caseload.missing import MissingRow
from releasecheck.reports.caseload.needs import GROUPS
from releasecheck.reports.caseload.people_page import check_words, more_by_kind
from releasecheck.reports.night.owned import OWN_PEOPLE, Owned, Owner, late
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.task_words import near

NAMES = 12
"""Names in one sentence before the rest is counted."""
FACTS = 3
"""Facts to ask about that are named for a person."""


class Thing(NamedTuple):
    """One thing to do for somebody."""

    what: str
    state: str
    tone: Tone


class OwnedPerson(NamedTuple):
    """Somebody, with what is to be done for them, the worst first."""

    prison_number: str
    name: str
    out: str
    """When they are out, or what stops it."""
    risk: str
    things: tuple[Thing, ...]


class OwnedPage(NamedTuple):
    """One owner's part of a night, ready to be laid out."""

    title: str
    checks: tuple[tuple[str, str, str], ...]
    """Who must be settled first: number, name and what."""
    more_checks: str
    """How many more, and what to type to see them; empty where there are none."""
    heading: str
    """Over what is new; empty where it is compared with no night."""
    people: tuple[OwnedPerson, ...]
    as_before: str
    """What stands as it stood, in a sentence; empty when there is none of it."""
    before: tuple[OwnedPerson, ...]
    """The same in full."""
    idle: str
    """For whom there is nothing to do, in a sentence."""
    command: str
    """What to type to see all of it."""
    where: str
    """Which page of which folder it is, for whoever has it without its folder."""
    made_for: str
    footnotes: tuple[str, ...]


def owned_page(found: Owned) -> OwnedPage:
    """What to say of an owner's part of a night."""
    today = found.as_of
    checks = (check_words(row, today) for row in found.checks)
    heading = "New or changed" if found.since and found.fresh else ""
    notes = (*found.footnotes, *filter(None, (found.left_out,)))
    return OwnedPage(
        title=title_words(found),
        checks=tuple((one.prison_number, one.name, one.release) for one in checks),
        more_checks=f"and {more_by_kind(found.more_checks)}: releasecheck list --check"
        if found.more_checks
        else "",
        heading=heading,
        people=tuple(people_words(found.fresh, today)),
        as_before=as_before_words(found),
        before=tuple(people_words(found.before, today)),
        idle=idle_words(found),
        command=command_words(found.owner),
        where=f"{found.page} in the night's folder {found.folder}",
        made_for=day_in_words(today),
        footnotes=notes,
    )


def title_words(found: Owned) -> str:
    """COM J. Okafor, Mon 30 Nov 2026: 5 of your 7 people have something to do; 4 new since Fri 27 Nov."""
    busy, all_of_them = len(found.busy), len(found.theirs)
    whose = "your " if found.owner.name and found.owner.role in OWN_PEOPLE else ""
    people = f"{busy:,} of {whose}{count(all_of_them, 'person', 'people')}"
    new = ""
    if found.since is not None:
        since = f"since {near(found.since, found.as_of)}"
        new = f"; {len(found.fresh):,} new {since}" if found.fresh else f"; nothing new {since}"
    verb = "has" if busy == 1 else "have"
    return f"{found.owner}, {day_in_words(found.as_of)}: {people} {verb} something to do{new}"


def as_before_words(found: Owned) -> str:
    """As before: 19 things, 10 late: RIVERS 8, OYELARAN 2 and 3 others."""
    if not found.before:
        return ""
    counts = found.as_before
    named = dict(zip(surnames(counts), counts.values(), strict=True))
    said = [f"{name} {number:,}" for name, number in named.items()]
    return f"{before_counted(found)}: {named_few(said)}."


def before_counted(found: Owned) -> str:
    """As before: 19 things, 10 late."""
    behind = late(found.before)
    return f"As before: {count(len(found.before), 'thing')}{f', {behind:,} late' if behind else ''}"


def idle_words(found: Owned) -> str:
    """Nothing to do: ASHDOWN, TRAN."""
    return f"Nothing to do: {named_few(surnames(found.idle))}." if found.idle else ""


def named_few(names: Sequence[str]) -> str:
    """So many names as a sentence has room for; the rest counted."""
    rest = len(names) - NAMES
    return listed((*names[:NAMES], count(rest, "other"))) if rest > 0 else ", ".join(names)


def surnames(names: Iterable[str]) -> list[str]:
    """Surnames alone, with the first name's initial where two people share one."""
    names = list(names)
    shared = Counter(name.partition(", ")[0] for name in names)
    short = [name.partition(", ")[0] for name in names]
    return [initialled(name) if shared[one] > 1 else one for name, one in zip(names, short, strict=True)]


def people_words(rows: Iterable[MissingRow], today: date) -> Iterable[OwnedPerson]:
    """Each person of these rows, whose own come together, with what is not known in one line."""
    for number, found in groupby(rows, key=attrgetter("prison_number")):
        theirs = list(found)
        first = theirs[0]
        known = [row for row in theirs if row.state != "unknown"]
        things = [Thing(_what(row), standing(row, today), tone(row)) for row in known]
        if len(known) < len(theirs):
            asked = [fact for row in theirs if row.state == "unknown" for fact in row.missing_facts]
            things.append(Thing(_ask(dict.fromkeys(asked)), "", "plain"))
        yield OwnedPerson(
            number, first.name, out_words(first, today), phrases.risk(first.rosh), tuple(things)
        )


def _what(row: MissingRow) -> str:
    title = row.short or row.title
    return f"{title}: {row.next}" if row.state == "action" and row.next else title


def _ask(facts: Iterable[str]) -> str:
    """Ask: housing, debts and 4 more."""
    names = [phrases.asked_fact(fact) for fact in facts]
    if not names:
        return "Something is not known: see the record"
    rest = len(names) - FACTS
    return f"Ask: {listed((*names[:FACTS], f'{rest} more')) if rest > 0 else listed(names)}"


def out_words(row: MissingRow, today: date, *, bare: bool = False) -> str:
    """out in 39 days; nothing of the day where the release is stopped. `bare`: no merely possible day."""
    if row.stopped is not None:
        return "release stopped"
    if row.release_on is None:
        return phrases.NO_DAY_YET if bare else phrases.without_release(row.earliest_on)
    days = (row.release_on - today).days
    if days < 0:
        return "release day gone by"
    return phrases.out_in(days)


def standing(row: MissingRow, today: date, *, bare: bool = False) -> str:
    """3 days late; due again Fri 27 Nov, last 28 Oct; no answer in 14 days.

    What was begun or done before is due again, and never not started. `bare`: for the post, nothing of what
    was written down but days.
    """
    last = near(row.outcome_on, today, weekday=False) if row.outcome_on else "before"
    again = f"due again, last {last}" if row.reason == "due_again" else ""
    if row.contested_with is not None:
        return "contested"
    if row.state == "overdue" and row.due_on:
        behind = f"{count((today - row.due_on).days, 'day')} late"
        return f"{again}, {behind}" if again else behind
    if row.state == "to_do" and row.due_on:
        day = "today" if row.due_on == today else near(row.due_on, today)
        return f"due again {day}, last {last}" if again else f"due {day}"
    if row.waited is not None:
        of = f" from {row.sent_to}" if row.sent_to and not bare else ""
        return f"no answer{of} in {count(row.waited, 'day')}"
    if row.state == "blocked":
        return "waits for something else" if bare else f"first {listed(row.waits_for or row.blocked_by)}"
    if row.state == "expired":
        return f"do again, last {last}"
    if row.state == "action":
        return row.misfit if row.misfit and not bare else "act now"
    return again or STATE_WORDS[row.state]


def tone(row: MissingRow) -> Tone:
    """Red for what is late, amber for what waits; what is merely due is plain."""
    if row.state in GROUPS["late"]:
        return "bad"
    return "soon" if row.state in ("chase", "blocked") else "plain"


def command_words(owner: Owner) -> str:
    """What an owner types to see all of it."""
    words: Sequence[str] = ["releasecheck missing --owner", owner.role]
    if owner.name and owner.role not in NAMED_ROLES:
        words = ["releasecheck missing --mine"]
    elif owner.name:
        words = [*words, f'--{owner.role.lower()} "{owner.name}"']
    elif owner.prison:
        prison = f'"{owner.prison}"' if " " in owner.prison else owner.prison
        words = [*words, f"--prison {prison}"]
    return " ".join(words)
