"""A change of dates or place as lines for a screen: what moves, what is lost, who must be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from releasecheck.core.domain import Release, Telling
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.formats.terminal import Screen, wrap
from releasecheck.planning.custody import ComingBack, Holder, Leaving, ordinal
from releasecheck.planning.day_moves import DayMoved
from releasecheck.planning.moves import SHORT_NOTICE, Move, Window

NAMED = 8
"""Tasks named in one line before the rest is counted."""


def move_lines(move: Move, screen: Screen) -> list[str]:
    """The whole preview of one person's new date: the date itself, then what follows, most pressing first."""
    said = [
        _group(move.overdue, "task becomes overdue", "tasks become overdue"),
        _group(move.due_now, "task has less than the usual time", "tasks have less than the usual time"),
        _unfit(move),
        _windows(move.closed, "window has closed", "windows have closed"),
        _windows(move.reopened, "window is open again", "windows are open again"),
        _group(move.eased, "task is not late any more", "tasks are not late any more"),
        f"{count(move.moved, 'task moves', 'tasks move')} with it" if move.moved else "",
        _handover(move),
        _notice(move),
        _telling(move),
        _group(move.telling, "task asks for it", "tasks ask for it") if move.moves else "",
    ]
    lines = wrap(moved_sentence(move), screen.room, rest="  ")
    return [*lines, *indented(filter(None, said), screen)]


def moved_sentence(move: Move) -> str:
    """Release moves from Fri 5 Feb 2027 to Fri 18 Dec 2026: 49 days earlier."""
    if move.after is None:
        return (
            "No release date is known."
            if move.before is None
            else f"No release date now: it was {_day(move.before)}."
        )
    if move.before is None:
        return f"Release is {_day(move.after)}{_closed_day(move.after)}; no date was known before"
    if not move.moves:
        return f"Release stays {_day(move.after)}{_closed_day(move.after)}"
    way = "earlier" if move.days < 0 else "later"
    return (
        f"Release moves from {_day(move.before)} to {_day(move.after)}{_closed_day(move.after)}: "
        f"{count(abs(move.days), 'day')} {way}"
    )


def brief_line(move: Move, name: str) -> str:
    """One person of many whose dates move: "A1234BC RIVERS, Sam: Fri 5 Feb 2027 to …"."""
    was = day_in_words(move.before.date) if move.before else "no date"
    now = day_in_words(move.after.date) if move.after else "no date"
    away = f", {count(abs(move.days), 'day')} {'earlier' if move.days < 0 else 'later'}" if move.days else ""
    parts = [
        (len(move.overdue), f"{len(move.overdue)} overdue"),
        (len(move.due_now), f"{len(move.due_now)} short of time"),
        (len(move.unfit), f"{len(move.unfit)} to arrange again"),
        (len(move.closed), f"{count(len(move.closed), 'window')} closed"),
        (
            len(move.to_tell),
            f"tell {move.to_tell[0]} and {len(move.to_tell) - 1} more" if move.to_tell[1:] else "",
        ),
    ]
    follows = ", ".join(words for number, words in parts if number and words)
    return f"{move.prison_number} {name}: {was} to {now}{away}{f'; {follows}' if follows else ''}"


def standing_line(fact: str, kind: str, release: Release | None, number: str) -> str:
    """Why the date told is recorded and yet not counted to, and how to change that."""
    if fact == "recall":
        return (
            f"The {kind} is counted to only on recall, and none is recorded. "
            f"Type: releasecheck recalled {number} --on DATE"
        )
    stands = "confirmed date" if release is None or release.confirmed else f"{release.type}"
    day = f" {day_in_words(release.date)}" if release else ""
    return (
        f"The {stands}{day} stands and is counted to, before the {kind}. "
        f'To clear it: releasecheck set {number} {fact}="not known"'
    )


def earlier_line(tellings: Sequence[Telling]) -> str:
    """Every release date told before this one, the latest first; empty where there was none."""
    tellings = [telling for telling in tellings if telling.of_release]
    told = [
        f"{day_in_words(telling.date)} (told {_short(telling.told_on)})"
        for before, telling in zip([None, *tellings], tellings, strict=False)
        if before is None or before.date != telling.date
    ]
    return f"Told before: {', '.join(reversed(told))}" if told else ""


def transfer_lines(owned: Mapping[str, tuple[str, ...]], prison: str, screen: Screen) -> list[str]:
    """The prison's tasks that change hands, by role."""
    number = sum(len(items) for items in owned.values())
    if not number:
        return ["  No outstanding task is the prison's."]
    head = f"{count(number, 'task')} of the prison {'is' if number == 1 else 'are'} now {prison}'s:"
    return indented(
        [head, *(f"{role} {len(items)}: {_named(items)}" for role, items in owned.items())], screen
    )


def leaving_lines(found: Leaving, screen: Screen) -> list[str]:
    """What a release ends and begins."""
    said = [
        _group(found.ended, "task ends not achieved", "tasks end not achieved"),
        _group(found.waiting, "answer is still to come", "answers are still to come"),
        _group(found.opened, "task to do after release", "tasks to do after release"),
    ]
    return indented(filter(None, said), screen)


def coming_back_lines(found: ComingBack, screen: Screen) -> list[str]:
    """What is left of what was sent before somebody left."""
    said = [
        _group(found.lapsed, "referral has lapsed", "referrals have lapsed"),
        _group(
            found.still_counting,
            "referral from before is on record; ask whether it still holds",
            "referrals from before are on record; ask whether they still hold",
        ),
    ]
    return indented(filter(None, said), screen)


def holder_lines(role: str, found: Sequence[Holder], screen: Screen) -> list[str]:
    """third COM: J. Okafor (12 Jan 2026), then …"""
    if len(found) < 2:
        return []
    names = [f"{one.name} (from {day_in_words(one.since, weekday=False)})" for one in found]
    return indented([f"{ordinal(len(found)).capitalize()} {role}: {', then '.join(names)}"], screen)


def indented(said: Iterable[str], screen: Screen) -> list[str]:
    """Each sentence as lines below the first, the empty ones left out."""
    return [line for text in said if text for line in wrap(text, screen.room, "  ", "    ")]


def _group(items: Sequence[str], one: str, many: str) -> str:
    return f"{count(len(items), one, many)}: {_named(items)}" if items else ""


def _unfit(move: Move) -> str:
    named = "; ".join(f"{one.item} ({one.reason})" for one in move.unfit)
    head = count(len(move.unfit), "arrangement does not fit the day", "arrangements do not fit the day")
    return f"{head}: {named}" if named else ""


def _windows(found: Sequence[Window], one: str, many: str) -> str:
    named = [f"{window.item} (last day {_short(window.last_day)})" for window in found]
    return f"{count(len(found), one, many)}: {listed(named)}" if named else ""


def _named(items: Sequence[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more


def _handover(move: Move) -> str:
    was, now = move.handover_before, move.handover_after
    if was == now or max(was or date.min, now or date.min) < move.today:
        return ""
    return f"Handover moves from {_or_none(was)} to {_or_none(now)}"


def _notice(move: Move) -> str:
    if move.notice is None or not move.moves or move.notice >= SHORT_NOTICE or not move.after:
        return ""
    if move.after.date < move.today:
        return "That day has passed: has the person left?"
    return f"Short notice: {count(max(move.notice, 0), 'working day')} to plan in"


def _telling(move: Move) -> str:
    return f"{len(move.to_tell)} to tell: {', '.join(move.to_tell)}" if move.moves else ""


def _or_none(day: date | None) -> str:
    return day_in_words(day) if day else "none"


def _day(release: Release) -> str:
    return day_in_words(release.date)


def _closed_day(release: Release) -> str:
    moved = release.date != release.nominal_date
    return f" ({day_in_words(release.nominal_date, year=False)} is a closed day)" if moved else ""


def _short(day: date) -> str:
    return day_in_words(day, weekday=False)


PEOPLE_NAMED = 20
"""People named one by one, where a calendar moves the dates of many, before the rest is counted."""
DATES_NAMED = 4
"""Dates named of each of them."""


def day_moved_lines(moved: Sequence[Sequence[DayMoved]], screen: Screen) -> list[str]:
    """Whose dates move, person by person, those whose release moves first; many are cut and counted."""
    if not moved:
        return ["Nobody's dates move."]
    dates, more = sum(map(len, moved)), len(moved) - PEOPLE_NAMED
    first = sorted(moved, key=lambda theirs: theirs[0].what != "release")
    said = [_of_one_person(theirs) for theirs in first[:PEOPLE_NAMED]]
    rest = f"and {count(more, 'more person', 'more people')}" if more > 0 else ""
    title = f"Dates that move: {dates:,}, of {count(len(moved), 'person', 'people')}"
    return [title, *indented([*said, rest], screen)]


def _of_one_person(moved: Sequence[DayMoved]) -> str:
    """A1234BC: dtr due Fri 8 Jan 2027 to Thu 7 Jan 2027; and 2 more dates."""
    named = [f"{one.what} {_or_none(one.was)} to {_or_none(one.now)}" for one in moved[:DATES_NAMED]]
    if more := len(moved) - len(named):
        named.append(f"and {count(more, 'more date')}")
    return f"{moved[0].prison_number}: {'; '.join(named)}"


def release_moved_lines(moved: Sequence[DayMoved], screen: Screen) -> list[str]:
    """Whose release another version of the rules or the calendar moves; only by number."""
    people = count(len(moved), "person", "people")
    said = [
        f"{one.prison_number}: {_or_none(one.was)} to {_or_none(one.now)}" for one in moved[:PEOPLE_NAMED]
    ]
    more = len(moved) - PEOPLE_NAMED
    rest = f"and {count(more, 'more person', 'more people')}" if more > 0 else ""
    title = f"The rules or the calendar have changed, and with them the release of {people}:"
    return [*wrap(title, screen.room, rest="  "), *indented([*said, rest], screen)]
