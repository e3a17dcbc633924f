"""One thing missing in words: what to do, by when and how it stands, the same in every list."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from releasecheck.core.text import Tone
from releasecheck.core.words import count, listed
from releasecheck.reports.caseload.missing import MissingRow
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.reports.person.state_words import NOT_KNOWN, TAGS, WAITING, Tag
from releasecheck.reports.person.task_words import near, stopped_words

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
    by: str = ""
    """The day it is to be done by, or that it is now."""
    on: date = date.max
    """The same, to be put in order by."""
    tag: Tag = NOT_KNOWN
    """How it stands, in a word."""
    how: str = ""
    """What is to be said beside that word: for how long, of whom, after what."""


def words_of(row: MissingRow, today: date, item: str | None, what: str) -> MissingWords:
    """One thing missing in words; `item` is None for a fact not known, of which `what` says everything."""
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
        rosh=phrases.risk(row.rosh),
        release=out_words(row, today),
        local_default=row.local_default,
        stopped=row.stopped is not None,
        title=row.short or row.title,
        what_now=f"{row.short or row.title}: {row.next}" if row.state == "action" else row.short or row.title,
        by=_by(row, today),
        on=_on(row, today),
        tag=tag_of(row),
        how=_how(row, today) if item else "",
    )


def _on(row: MissingRow, today: date) -> date:
    return today if row.state in _NOW else row.due_on or date.max


def _by(row: MissingRow, today: date) -> str:
    if row.state in _NOW or row.due_on == today:
        return "now" if row.state in _NOW else "today"
    return near(row.due_on, today, weekday=row.due_on >= today) if row.due_on else ""


def _how(row: MissingRow, today: date) -> str:
    """110 days; 10 days, last done 28 Oct; 24 days, West Yorkshire Police; rejected 20 Oct."""
    days = today - row.due_on if row.state == "overdue" and row.due_on else None
    if row.contested_with is not None:
        return "handed back"
    if row.waited is not None:
        return ", ".join(filter(None, (count(row.waited, "day"), row.sent_to)))
    if row.state == "blocked":
        return _state(row, today)[0]
    why = "" if row.reason == "not_started" else _why(row, today)
    if row.reason == "due_again":
        why = f"again, {why}"
    return ", ".join(filter(None, (count(days.days, "day") if days else "", why)))


_NOW = ("action", "chase", "expired")
"""States of what can only be done at once: they have no day of their own."""


def _next(row: MissingRow) -> str:
    """What to do; of what cannot start yet, what it is: the state beside it says what must come first."""
    return row.short or row.title if row.state == "blocked" else row.next or ""


def tag_of(row: MissingRow) -> Tag:
    """How it stands in a word; what is handed back waits for somebody to take it, whatever the answer."""
    return WAITING if row.contested_with else TAGS[row.state]


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


def out_words(row: MissingRow, today: date) -> str:
    """out in 74 days; out Fri 20 Nov: left? Nothing of the day where the release is stopped."""
    if stopped := stopped_words(row.stopped, today):
        return stopped
    if row.release_on is None:
        return phrases.without_release(row.earliest_on)
    days = (row.release_on - today).days
    if days < 0:
        return f"out {near(row.release_on, today)}: left?"
    return phrases.out_in(days)
