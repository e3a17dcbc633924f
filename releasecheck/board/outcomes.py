"""What is recorded on the board: what is asked for it, what the answers make, and what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.recording.evidence_prompts import NOT_KNOWN, REASON, allowed_answers, plain_text
from releasecheck.app.recording.mark_replies import Ready, hard_to_read_lines
from releasecheck.app.recording.marking import (
    MarkOptions,
    days_typed,
    markings_for,
    ready_to_record,
    record_ready,
)
from releasecheck.app.recording.noting import note_down
from releasecheck.app.recording.old_days import not_come, old_days
from releasecheck.app.recording.undoing import entry_words, last_to_undo, take_back
from releasecheck.board.desk import Desk, TaskSeen, heard, told_of
from releasecheck.core.domain import DAY_NOT_KNOWN
from releasecheck.core.errors import ReleasecheckError, UsageError, WrongWords
from releasecheck.core.words import day_in_words, listed
from releasecheck.people.days import typed_day
from releasecheck.people.fact import BadValue
from releasecheck.people.facts import is_not_known

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Item, OutcomeSpec
    from releasecheck.store.report_rows import Entry
    from releasecheck.store.writes import StoreTransaction

DAY, WHY, NOTE = "day", "reason", "note"
"""What is asked besides the evidence."""


class SomebodyChanged(ReleasecheckError):
    """What was shown is no longer what stands; nothing was saved."""


class BoardQuestion(NamedTuple):
    """One thing that a form asks."""

    name: str
    ask: str
    allowed: tuple[str, ...] = ()
    """The answers there are, where there are only some."""
    hint: str = ""
    answer: str = ""
    """What is there before anything is typed."""


class Answered(NamedTuple):
    """An outcome that may be recorded, or what is to be answered or settled first."""

    ready: Ready
    missing: tuple[str, ...] = ()
    """Questions still to be answered, by name."""
    doubts: tuple[str, ...] = ()
    """What whoever records it is asked first."""


def outcomes_of(desk: Desk, number: str, name: str) -> tuple[Item, tuple[OutcomeSpec, ...]]:
    """A task of somebody and every outcome that the catalogue allows it."""
    item = desk.item_of(number, name)
    return item, tuple(item.outcomes.values())


def questions(desk: Desk, spec: OutcomeSpec) -> tuple[BoardQuestion, ...]:
    """What an outcome asks: the day, its evidence, and why; "not known" is always an answer."""
    fields = desk.app.whole_catalogue().fields
    asked = [
        BoardQuestion(DAY, "On which day", hint="or yesterday, 20/11", answer=day_in_words(desk.app.today))
    ]
    for need in spec.evidence:
        field = fields[need.field]
        allowed = ("yes", "no") if field.kind == "yes_no" else field.values
        hint = ", ".join(filter(None, (allowed_answers(field), NOT_KNOWN)))
        must = "" if need.required else "; may be left empty"
        asked.append(BoardQuestion(field.name, field.ask, (*allowed, NOT_KNOWN), f"{hint}{must}"))
    wanted = spec.reason_needed or spec.reasons
    hint = listed(spec.reasons, "or") if spec.reasons else "" if wanted else "may be left empty"
    return (*asked, BoardQuestion(WHY, "Reason", spec.reasons, hint))


def answered(
    desk: Desk, number: str, item: Item, spec: OutcomeSpec, answers: Mapping[str, str], *, although: bool
) -> Answered:
    """What the answers make; nothing is saved. Raises UsageError for an outcome that cannot be recorded.

    `although`: it is recorded although the facts say otherwise, which `with_although` tells can be done.
    """
    day, unknown = _day(desk, answers.get(DAY, ""))
    words = [
        f"{name}={text.strip()}" for name, text in answers.items() if name not in (DAY, WHY) and text.strip()
    ]
    words += [f"{name}={text}" for name, text in DAY_NOT_KNOWN.items()] if unknown else []
    given = MarkOptions(day, answers.get(WHY, "").strip() or None, although=although)
    markings = markings_for(desk.app, [number], [item], lambda _: spec.name, tuple(words), given)
    (one,) = ready_to_record(desk.app, markings, ask=True)
    missing = tuple(WHY if name == REASON else name for name in one.missing)
    doubts = [
        told for days in days_typed(desk.app, [one]).values() for told in old_days(desk.app, number, days)
    ]
    return Answered(one, missing, tuple(f"{told}. Is that the day?" for told in doubts))


def could_although(
    desk: Desk, number: str, item: Item, spec: OutcomeSpec, answers: Mapping[str, str]
) -> bool:
    """Whether an outcome that was refused can be recorded all the same."""
    try:
        answered(desk, number, item, spec, answers, although=True)
    except ReleasecheckError:
        return False
    return True


def record(desk: Desk, one: Answered, seen: TaskSeen) -> str:
    """Save it; what stands now. Raises SomebodyChanged for a task that is not as it was seen."""

    def as_seen(writing: StoreTransaction) -> None:
        now = writing.record(seen.number)
        if now is None or told_of(now, seen.item) != seen.told:
            raise SomebodyChanged(f"{seen.item} has changed since it was shown")

    ready = [one.ready]
    with desk.writing("mark", one.ready.recorded.reason), heard() as said:
        lines = record_ready(desk.app, ready, as_seen)
    return "\n".join(filter(None, (*lines, *hard_to_read_lines(ready), said.getvalue().strip())))


def note_questions() -> tuple[BoardQuestion, ...]:
    """What a note asks."""
    return (
        BoardQuestion(NOTE, "Note", hint="no fact and no outcome; nothing about third parties"),
        BoardQuestion(WHY, "Reason", hint="may be left empty"),
    )


def note(desk: Desk, number: str, item: str | None, answers: Mapping[str, str]) -> str:
    """Keep a note of somebody, about a task of theirs or none; what was noted."""
    text = plain_text("the note", answers.get(NOTE, "").strip())
    if text is None:
        raise WrongWords("the note is empty")
    person = desk.app.person(number)
    about = None if item is None else desk.item_of(number, item).id
    with desk.writing("note", _reason(answers)), heard():
        return note_down(desk.app, person, text, desk.app.today, about)


def to_undo(desk: Desk) -> tuple[Entry, str]:
    """What would be taken back, and that in words. Raises ReleasecheckError where nothing can be."""
    entry = last_to_undo(desk.app)
    return entry, entry_words(desk.app, entry)


def undo_questions() -> tuple[BoardQuestion, ...]:
    """What taking something back asks."""
    return (BoardQuestion(WHY, "Reason", hint="may be left empty"),)


def undo(desk: Desk, entry: Entry, answers: Mapping[str, str]) -> str:
    """Take it back; what stands now."""
    with desk.writing("undo", _reason(answers)), heard():
        return take_back(desk.app, [entry])


def _reason(answers: Mapping[str, str]) -> str | None:
    return plain_text("the reason", answers.get(WHY, "").strip())


def _day(desk: Desk, text: str) -> tuple[date | None, bool]:
    """The day that was typed, None for today left as it was there, and whether nobody knows it."""
    if not text.strip() or text == day_in_words(desk.app.today):
        return None, False
    if is_not_known(text):
        return None, True
    try:
        day = typed_day(text, desk.app.today, ahead=False, years="past")
    except BadValue as error:
        raise WrongWords(f'"{text}": {error}') from error
    if problem := not_come(day, desk.app.today):
        raise UsageError(problem)
    return day, False


def without_command(text: str) -> str:
    """What a command says to type, as it is said here: a board asks, and shows what it recorded."""
    for typed, said in _INSTEAD:
        text = text.replace(typed, said)
    return _TO_SEE_IT.sub("", text)


_INSTEAD = (("add --although", "answer yes"), (", or --gaps to record it without", ""))
_TO_SEE_IT = re.compile(r" Next: \w+ (?:show|history) \w+$", re.MULTILINE)
