"""What the person asked or applied for in their own voice, who should answer, and whether anybody has.

Kept as notes, so that nothing is ever changed: one of kind `question` or `application`, and one of kind
`answer` that names the day and the words it answers. By those it is found again in any record that the
history is brought into, where its entry has another number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal

from releasecheck.core.named import NamedTuple

if TYPE_CHECKING:
    from releasecheck.people.entries import HistoryEntry, Note

QuestionKind = Literal["question", "application"]
KINDS: tuple[QuestionKind, ...] = ("question", "application")
ANSWER = "answer"
"""The kind of note that answers one."""

LONG = 10
"""Working days after which an open one stands on the list of the day: two weeks, and nobody forgets it."""


class OwnQuestion(NamedTuple):
    """A question or an application of the person's own."""

    id: int
    """The number of the entry that noted it: what one types to answer it."""
    kind: QuestionKind
    text: str
    """In the person's words."""
    to: str
    """The role that should answer."""
    asked_on: date
    answered_on: date | None = None


def question_note(kind: QuestionKind, text: str, to: str, on: date, item: str | None = None) -> Note:
    """A question as it is kept."""
    from releasecheck.people.entries import Note

    return Note(kind, on, text, item, {"to": to})


def answer_note(question: OwnQuestion, on: date, text: str | None) -> Note:
    """That it was answered, and in what words where they were written down."""
    from releasecheck.people.entries import Note

    fields = {"question": question.text, "asked_on": question.asked_on.isoformat()}
    return Note(ANSWER, on, text or "", None, fields)


def own_questions(entries: Iterable[HistoryEntry]) -> tuple[OwnQuestion, ...]:
    """Every question and application that stands, answered or not, oldest first."""
    found: dict[tuple[str, str], OwnQuestion] = {}
    answers: dict[tuple[str, str], date] = {}
    for entry in entries:
        for note in entry.notes if entry.voided_by is None else ():
            if note.kind == ANSWER:
                answers[note.fields.get("asked_on", ""), note.fields.get("question", "")] = note.on
            for kind in KINDS:
                if note.kind == kind:
                    key = note.on.isoformat(), note.text
                    found[key] = OwnQuestion(entry.entry, kind, note.text, note.fields["to"], note.on)
    questions = (each._replace(answered_on=answers.get(key)) for key, each in found.items())
    return tuple(sorted(questions, key=lambda each: each.asked_on))


def unanswered(questions: Iterable[OwnQuestion]) -> tuple[OwnQuestion, ...]:
    """Those that nobody has answered."""
    return tuple(each for each in questions if each.answered_on is None)
