"""What words of a list mean that nobody knows: asked once, at a terminal, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import somebody_is_there
from releasecheck.core.text import safe
from releasecheck.core.words import count
from releasecheck.exchange.reading.lists.column_map import ListMap
from releasecheck.exchange.reading.lists.headings import read_column
from releasecheck.exchange.reading.lists.office_words import plain_word
from releasecheck.exchange.reading.lists.people_file import PeopleFile
from releasecheck.exchange.reading.lists.unread import WITHHELD, by_value
from releasecheck.people.facts import BadValue, folded

_ASKED = 10
"""Words asked about at once: those that most people have."""


class _Question(NamedTuple):
    people: int
    heading: str
    word: str
    why: str


def ask_about_words(app: App, people: PeopleFile, answers: ListMap) -> ListMap:
    """The answers with what somebody at a terminal says now; the same where nobody says anything."""
    questions = sorted(_questions(people), key=lambda one: -one.people)[:_ASKED]
    if not questions or app.quiet or not somebody_is_there():
        return answers
    words = count(len(questions), "word is", "words are")
    if not click.confirm(f"{words} not known here. Say now what they mean?", default=False, err=True):
        return answers
    said: dict[str, dict[str, str]] = {}
    for question in questions:
        if answer := _asked(question):
            said.setdefault(folded(question.heading), {})[plain_word(question.word)] = answer
    return ListMap("", values=said).over(answers) if said else answers


def _questions(people: PeopleFile) -> Iterator[_Question]:
    for heading, words in by_value(people.unread).items():
        if read_column(0, heading) is not None:
            for word in words:
                if word.value != WITHHELD:
                    yield _Question(word.people, heading, word.value, word.why)


def _asked(question: _Question) -> str:
    """What one word means; "" to leave it unread. Asked again while the answer cannot be read itself."""
    column = read_column(0, question.heading)
    assert column is not None, "only columns that are read are asked about"
    whom = count(question.people, "person", "people")
    text = safe(f'{question.heading} "{question.word}" ({whom}; {question.why}). It says (Enter leaves it)')
    while True:
        answer: str = click.prompt(text, default="", show_default=False, err=True)
        try:
            if answer.strip():
                column.read(answer)
        except BadValue as problem:
            click.echo(safe(f"{answer}: {problem}"), err=True)
            continue
        return answer.strip()
