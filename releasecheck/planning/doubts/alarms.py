"""Alarms: a move close to release, and a release date that was told with too little notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from releasecheck.core.domain import Doubt, Facts, Release, Telling
from releasecheck.core.words import count, day_in_words
from releasecheck.people.sentence_dates import known_day
from releasecheck.planning.doubts.found import NOT_IN_DOUBT, Found
from releasecheck.planning.person import Person
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.working_days import Calendar

_TOLD, _NOTICE = "release_told", "days_notice"
"""The task of telling everybody, and the evidence of it that says how early the COM heard."""


def late_move(person: Person, calendar: Calendar, rules: Rules) -> Found:
    """That somebody was moved to another prison so close to release that what was planned is undone."""
    move, release, facts = person.record.moved, person.release, person.record.facts
    if move is None or release is None:
        return NOT_IN_DOUBT
    received = _begun(facts)
    if received is not None and move.on <= received:
        return NOT_IN_DOUBT  # received there, and not moved
    days, home = (release.date - move.on).days, facts.get("in_home_area")
    if not 0 <= days < rules.notice.late_move_days or (rules.notice.late_move == "away" and home is True):
        return NOT_IN_DOUBT
    before = f"{count(days, 'day')} before release"
    if home is False:
        what = f"{before} and away from the home area: object to it, and say who does the work there."
    else:
        unsaid = "" if home else "; whether that is in the home area is not known"
        what = f"{before}{unsaid}: make the first-day plan again from there."
    text = f"Moved from {move.was} to {move.now} on {day_in_words(move.on)}, {what}"
    about = f"{move.on.isoformat()} {move.now} {release.date.isoformat()}"
    return Found(Doubt("late_move", about, text, f"late move, {count(days, 'day')}", pressing=True))


def late_notice(person: Person, calendar: Calendar, rules: Rules) -> Found:
    """That the release day counted to was told, or written down as told, with too little notice.

    A first record is no telling: that somebody was taken in here eleven days before they leave says nothing
    of when the COM heard of it. It is one where their time inside began so late that nobody can have heard
    of it earlier.
    """
    release, least = person.release, rules.notice.least_working_days
    if release is None:
        return NOT_IN_DOUBT
    left = _written(person, release)
    if left is not None:
        said = f"was told with {count(left, 'working day')} of notice, as was written down with {_TOLD}"
        about = f"{release.date.isoformat()} written {left}"
    else:
        told_on, how = _told_on(person, release)
        if told_on is None:
            return NOT_IN_DOUBT
        left = calendar.working_days_between(told_on, release.date)
        said = f"{how} {day_in_words(told_on)}, {count(left, 'working day')} before"
        about = f"{release.date.isoformat()} {told_on.isoformat()}"
    if not 0 <= left < least:
        return NOT_IN_DOUBT
    text = (
        f"Release on {day_in_words(release.date)} {said}, fewer than {least}: does the COM know, and whoever "
        "meets them?"
    )
    return Found(Doubt("late_notice", about, text, f"late notice, {count(left, 'day')}", pressing=True))


def _written(person: Person, release: Release) -> int | None:
    """The notice that was written down when everybody was told of this release; None where none was."""
    trail = person.trails.get(_TOLD)
    if trail is None or trail.last is None or trail.last.for_release != release.date:
        return None
    text = trail.last.evidence.get(_NOTICE, "")
    return int(text) if text.isdecimal() else None


def _told_on(person: Person, release: Release) -> tuple[date | None, str]:
    """Since when this release day is known, and how that is said; no day where nothing says since when."""
    record = person.record
    told, first = _last_change(record.tellings, release.date)
    if told is None:
        return None, ""
    if not first or told.told_on > record.known_since:
        return told.told_on, "was told on" if first else "is new since"
    # Nobody can have been told of a release before the time inside that leads to it.
    return _begun(record.facts), "cannot have been known before"


def _last_change(tellings: Sequence[Telling], day: date) -> tuple[Telling | None, bool]:
    """The telling since which the release has been on this day, and whether no other day was told before."""
    since: Telling | None = None
    for telling in reversed(tellings):
        if not telling.of_release:
            break
        if telling.date != day:
            return since, False
        since = telling
    return since, True


def _begun(facts: Facts) -> date | None:
    """When this time inside began, or the sentence, whichever came last."""
    names = ("reception_date", "sentence_start_date", "return_to_custody_date")
    return max((day for name in names if (day := known_day(facts, name))), default=None)
