"""What one cell in the column of a task says: what happened, on which day, and what somebody must still say.

Nothing is guessed: what could mean several things is left, with why. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from releasecheck.core.domain import DAY_NOT_KNOWN, NOTHING
from releasecheck.core.words import did_you_mean, listed
from releasecheck.exchange.reading.trackers.cell_days import WrittenDay, days_in, without_times
from releasecheck.exchange.reading.trackers.task_cells import named_outcome
from releasecheck.exchange.reading.trackers.task_words import TaskWord, TrackerWords, word_key
from releasecheck.people.facts import BadValue, folded
from releasecheck.policy.catalogue import Item, OutcomeSpec

LeftKind: TypeAlias = Literal["unread", "later", "reason", "initials", "not_needed", "under_way", "other"]

_SEPARATORS = re.compile(r"[;,\n]|(?<=\s)[-–—](?=\s)|\bthen\b|\band\b", re.IGNORECASE)
_EDGES = " \t\r\n:;,.()-–—"
_INITIALS = r"\(?(?:(?:per|by)\s+)?(?P<who>[A-Z]{2,3})\)?"
_AT_AN_EDGE = re.compile(rf"(?:^{_INITIALS}(?=\s|$))|(?:(?:^|\s){_INITIALS.replace('who', 'end')}$)")
_TAKEN_BACK = re.compile(r"\b(?:not|never|wrong|void|error|cancel\w*|withdr\w*)\b|n't\b", re.IGNORECASE)
"""What in words that cannot be read may take back what stands beside them."""
_HALVES_OF_A_DAY = ("AM", "PM")
_SENT = "Sent"

_WHY = {
    "not_needed": "not needed, and why? Only with a reason is it recorded",
    "under_way": "sent, or still to send? Nothing is recorded of it",
    "otherwise": "says that something else happened: see what it means for the task",
    "returned": "returned, or more asked for: say which",
}


class SaidOutcome(NamedTuple):
    """An outcome that a cell tells."""

    spec: OutcomeSpec
    on: date
    """The day it happened; the day of the list where the evidence has DAY_NOT_KNOWN."""
    reason: str | None = None
    evidence: Mapping[str, str] = NOTHING
    by: str | None = None
    """Initials beside it."""
    week: bool = False
    """Whether only its week stood there: `on` is the Monday."""


class LeftCell(NamedTuple):
    """What a cell leaves for somebody to say."""

    kind: LeftKind
    why: str


class CellSays(NamedTuple):
    """All that one cell says; neither of them where nothing has happened."""

    told: tuple[SaidOutcome, ...] = ()
    left: LeftCell | None = None


_SaidOne: TypeAlias = SaidOutcome | LeftCell | None


def read_cell(
    item: Item, headed: OutcomeSpec | None, text: str, words: TrackerWords, list_day: date
) -> CellSays:
    """What a cell says of a task. `headed`: the outcome that the heading names, for a day alone or a tick."""
    if not text.strip():
        return CellSays()
    return _CellReader(item, headed, words, list_day).read(text)


def without_reason(item: Item, said: CellSays, words: TrackerWords, list_day: date) -> CellSays:
    """The same where no reason is told: what needs one is left, but of an answer that it was sent."""
    told: list[SaidOutcome] = []
    left = said.left
    for one in said.told:
        if not one.spec.reason_needed or one.reason:
            told.append(one)
            continue
        which = f": {listed(one.spec.reasons, 'or')}" if one.spec.reasons else ""
        left = LeftCell("reason", f"{item.id} {one.spec.name} needs a reason{which}")
        sent = _CellReader(item, None, words, list_day).sent()
        if one.spec.kind != "done" or sent is None:
            continue
        if not any(other.spec.name == sent.spec.name for other in said.told):
            told.append(sent)
            left = left._replace(why=f"{left.why}. Recorded as {sent.spec.name}")
    return CellSays(tuple(told), left)


def may_be_repeated(item: Item, text: str, words: TrackerWords) -> bool:
    """Whether a message may say what stood there: of health and of risk only words that everybody uses."""
    return item.pathway not in _OF_THE_PERSON or word_key(text) in words.cells["*"]


#: Pathways in whose cells something of health, of risk or of other people may stand.
_OF_THE_PERSON = ("health", "substances", "protection", "victims", "equality", "family")


class _CellReader:
    """Reads the cells of one column."""

    def __init__(self, item: Item, headed: OutcomeSpec | None, words: TrackerWords, list_day: date) -> None:
        self._item, self._headed, self._words, self._list_day = item, headed, words, list_day
        self._names = sorted(
            {folded(item.id), *(name for name, one in words.headings.items() if one.item == item.id)},
            key=len,
            reverse=True,
        )

    def read(self, text: str) -> CellSays:
        """All that a cell says: as one phrase where it is one, else piece by piece."""
        plain, time = without_times(text)
        days = days_in(plain)
        parts = [_apart(plain, days)] if len(days) < 2 else _pieces(plain, days)
        if len(parts) == 1 and parts[0][0] and self._lookup(parts[0][0])[0] is None:
            parts = _pieces(plain, days)
        said = [self._one(phrase, day, time) for phrase, day in parts]
        unread = (
            phrase
            for one, (phrase, _) in zip(said, parts, strict=True)
            if isinstance(one, LeftCell) and one.kind == "unread"
        )
        if any(map(_TAKEN_BACK.search, unread)):
            return CellSays(left=self._unread(" ".join(plain.split())))
        return _together(said)

    def sent(self) -> SaidOutcome | None:
        """That it was sent, on a day nobody knows; None for what is never sent."""
        word = self._words.meant(self._item, _SENT)
        spec = self._item.outcomes.get(word.means) if word else None
        return None if spec is None else SaidOutcome(spec, self._list_day, evidence=DAY_NOT_KNOWN)

    def _lookup(self, phrase: str) -> tuple[TaskWord | None, str | None]:
        """What a phrase means, and whose initials stand beside it."""
        for text, by in _shorter(phrase):
            word = self._meant(text)
            if word is not None:
                return word, by
        return None, None

    def _meant(self, text: str) -> TaskWord | None:
        if not text:
            return None
        generic = self._words.cells["*"].get(word_key(text))
        if self._headed is not None and generic is not None and generic.means in ("done", "yes"):
            return TaskWord(self._headed.name)
        word = self._words.meant(self._item, text)
        named = named_outcome(self._item, text) if word is None or word.means == "ask" else None
        if named is not None and (word is None or named.kind != "declined"):
            return TaskWord(named.name)
        if word is None:
            # "DTR sent" in the column of the duty to refer.
            key = folded(text)
            rests = (key[len(name) :] for name in self._names if key.startswith(name) and key != name)
            word = next((found for rest in rests if (found := self._words.meant(self._item, rest))), None)
        return word

    def _one(self, phrase: str, day: WrittenDay | None, time: str | None) -> _SaidOne:
        word, by = self._lookup(phrase) if phrase else (None, None)
        if word is None:
            initials = next((by for text, by in _shorter(phrase) if by and not text), None)
            if phrase and initials is None:
                return self._unread(phrase)
            if day is None:
                return LeftCell("initials", "initials alone: is it done, or is it theirs to do?")
            word, by = self._of_a_day_alone(day), initials
            if word is None:
                return LeftCell("unread", self._what_happened())
        if word.means in ("not_done", "nothing"):
            return None
        if word.means == "chased":
            # The day is that of the chase, or of a call: when it was sent is not said.
            return self.sent() or self._unread(phrase)
        spec = self._item.outcomes.get(word.means)
        if spec is None or not word.certain:
            return self._left(word, phrase)
        try:
            return self._told(spec, word, day, time, by)
        except BadValue as problem:
            return LeftCell("later" if str(problem) == _LATER else "unread", str(problem))

    def _told(
        self, spec: OutcomeSpec, word: TaskWord, day: WrittenDay | None, time: str | None, by: str | None
    ) -> SaidOutcome:
        by = None if by in _HALVES_OF_A_DAY else by
        evidence = {name: value for name, value in word.evidence if value not in ("day", "time")}
        if day is None:
            return SaidOutcome(spec, self._list_day, word.reason, {**evidence, **DAY_NOT_KNOWN}, by)
        of_the_day = [name for name, value in word.evidence if value == "day"]
        on = day.nearest(self._list_day) if of_the_day else day.latest(self._list_day)
        if on <= self._list_day:
            return SaidOutcome(spec, on, word.reason, evidence or NOTHING, by, day.week)
        if not of_the_day:
            raise BadValue(_LATER)
        evidence[of_the_day[0]] = on.isoformat()
        if time is not None:
            evidence.update((name, time) for name, value in word.evidence if value == "time")
        return SaidOutcome(spec, self._list_day, word.reason, {**evidence, **DAY_NOT_KNOWN}, by)

    def _of_a_day_alone(self, day: WrittenDay) -> TaskWord | None:
        """What a day by itself says: the least that it can, and nothing where it could mean two things."""
        if self._headed is not None:
            return TaskWord(self._headed.name)
        sent, done, booked = (self._words.meant(self._item, text) for text in (_SENT, "Done", "Booked"))
        if booked is not None and any(value == "day" for _, value in booked.evidence):
            try:
                if day.nearest(self._list_day) > self._list_day:
                    return booked
            except BadValue:
                return booked
        of_item = self._item.outcomes
        if done is None or not done.certain or done.means not in of_item:
            return None
        waits = any(spec.kind == "waiting" for spec in of_item.values())
        return done if not waits or (sent is not None and sent.means == done.means) else None

    def _left(self, word: TaskWord, phrase: str) -> LeftCell:
        if word.means in ("not_needed", "under_way"):
            kind: LeftKind = "not_needed" if word.means == "not_needed" else "under_way"
            return LeftCell(kind, _WHY[word.means])
        if word.means in _WHY:
            return LeftCell("other", _WHY[word.means])
        generic = self._words.cells["*"].get(word_key(phrase))
        done = [spec.name for spec in self._item.outcomes.values() if spec.kind == "done"]
        if generic is not None and generic.means == "done" and len(done) > 1:
            return LeftCell("other", f"{self._item.id} is done in more than one way: {listed(done, 'or')}")
        return LeftCell("other", f"could mean several things: {listed(self._item.outcomes, 'or')}")

    def _unread(self, phrase: str) -> LeftCell:
        hint = did_you_mean(phrase, self._item.outcomes) or "."
        has = f"It has: {', '.join(self._item.outcomes)}"
        return LeftCell("unread", f"{self._item.id} has no such outcome{hint} {has}")

    def _what_happened(self) -> str:
        first = next(iter(self._item.outcomes))
        day = self._list_day.isoformat()
        head = f'or head the column "{self._item.id} {first}"'
        return f'what happened that day? Write it in, such as "{first} {day}", {head}'


_LATER = "has not come yet"


def _apart(text: str, days: Sequence[WrittenDay]) -> tuple[str, WrittenDay | None]:
    """The words of a piece, and its day."""
    if not days:
        return _bare(text), None
    return _bare(f"{text[: days[0].start]} {text[days[0].end :]}"), days[0]


def _bare(text: str) -> str:
    """A phrase without what stands around it; a sign by itself stays."""
    found = " ".join(text.split())
    if found.casefold() == "on":
        return ""
    return found.strip(_EDGES) or ("" if set(found) <= set(":;,()") else found)


def _pieces(text: str, days: Sequence[WrittenDay]) -> list[tuple[str, WrittenDay | None]]:
    """A cell in pieces with at most a day each: at its separators, or else at its days."""
    pieces = [piece.strip() for piece in _SEPARATORS.split(text) if piece.strip(_EDGES)]
    if len(pieces) > 1 and all(len(days_in(piece)) < 2 for piece in pieces):
        return [_apart(piece, days_in(piece)) for piece in pieces]
    return _by_day(text, days) if days else [_apart(text, days)]


def _by_day(text: str, days: Sequence[WrittenDay]) -> list[tuple[str, WrittenDay | None]]:
    """The pieces of a text by its days: each with the words before it, or after where it begins with one."""
    begins = not text[: days[0].start].strip(_EDGES)
    cuts = [day.start for day in days[1:]] if begins else [day.end for day in days]
    pieces = [text[start:end] for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True)]
    return [_apart(piece, days_in(piece)) for piece in pieces if piece.strip(_EDGES)]


def _shorter(phrase: str) -> Iterator[tuple[str, str | None]]:
    """The phrase as it is, without its "on", and without the initials before or after it."""
    yield phrase, None
    yield (" " + phrase + " ").removeprefix(" on ").removesuffix(" on ").strip(_EDGES), None
    found = _AT_AN_EDGE.search(phrase)
    if found is not None:
        rest = phrase[: found.start()] + phrase[found.end() :]
        yield rest.strip(_EDGES), found["who"] or found["end"]


def _together(said: Sequence[_SaidOne]) -> CellSays:
    """What the pieces of a cell come to: one that cannot be read takes nothing from the others."""
    told = [one for one in said if isinstance(one, SaidOutcome)]
    left = next((one for one in said if isinstance(one, LeftCell)), None)
    if told and any(one is None for one in said):
        return CellSays(left=LeftCell("other", "says that it was done and that it was not"))
    kept: dict[str, SaidOutcome] = {}
    for one in told:
        other = kept.get(one.spec.name)
        if other is not None and "day_known" not in {**other.evidence, **one.evidence} and other.on != one.on:
            return CellSays(left=LeftCell("other", "has more than one day for the same"))
        if other is None or "day_known" in other.evidence:
            kept[one.spec.name] = one
    return CellSays(tuple(sorted(kept.values(), key=lambda one: one.on)), left)
