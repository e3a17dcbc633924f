"""`note`: what is no fact and no outcome, and what the person asks in their own voice."""

from __future__ import annotations

from datetime import date

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.recording.evidence_prompts import plain_text
from releasecheck.app.recording.noting import not_too_early, note_down
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import ASKED, ROLE, TEXT, on_option, remember_reason
from releasecheck.core.domain import PersonRecord
from releasecheck.core.errors import UsageError, WrongWords
from releasecheck.core.words import day_in_words, who
from releasecheck.people.entries import Note
from releasecheck.people.questions import (
    OwnQuestion,
    answer_note,
    own_questions,
    question_note,
    unanswered,
)
from releasecheck.planning.changes import PersonChange


@click.command("note")
@click.argument("person")
@click.argument("text", required=False)
@click.option("--question", is_flag=True, help="It is a question of the person's own, in their words.")
@click.option("--application", is_flag=True, help="It is what the person applies for, in their words.")
@click.option("--to", "role", type=ROLE, help="Who should answer; else the POM or COM.", metavar="ROLE")
@click.option("--answered", type=ASKED, help="Question ID of theirs was answered.", metavar="ID")
@click.option("--item", help="The task it is about, such as dtr.", metavar="ITEM")
@on_option
@click.option(
    "--reason",
    type=TEXT,
    callback=remember_reason,
    expose_value=False,
    help="Why it is recorded.",
    metavar="TEXT",
)
@answer_option
@pass_app
def note_command(
    app: App,
    person: str,
    text: str | None,
    question: bool,
    application: bool,
    role: str | None,
    answered: int | None,
    item: str | None,
    on: date | None,
) -> None:
    """Write something down that is no fact and no outcome.

    \b
    Examples:
      releasecheck note rivers "wants a lift home" --item first_appointment
      releasecheck note rivers --question "Will I be tagged?" --to COM
      releasecheck note rivers --application "a move to open conditions"
      releasecheck note rivers --answered 57 "told him on the wing: no"

    It stands in the history. Nothing about third parties.

    What the person asks stands in `show`, on the handover and on their own sheet until it is answered, and in
    `today` after ten working days.
    """
    record, day = app.person(person), on or app.today
    if question + application + (answered is not None) > 1:
        raise WrongWords("give one of --question, --application and --answered")
    if role is not None and not (question or application):
        raise WrongWords("--to says who should answer: add --question or --application")
    about = app.item(item).id if item is not None else None
    kept = plain_text("the note", text)
    not_too_early(record, day)
    if answered is not None:
        if about is not None:
            raise WrongWords("--item is for a note: an answer is about what was asked")
        _answer(app, record, answered, kept, day)
        return
    if kept is None:
        raise WrongWords("the note is empty. Put what is to be written down in quotes")
    if question or application:
        _ask(
            app,
            record,
            question_note(
                "question" if question else "application", kept, _role(app, record, role), day, about
            ),
        )
        return
    click.echo(note_down(app, record, kept, day, about))


def _role(app: App, record: PersonRecord, role: str | None) -> str:
    """Who should answer: as given, else whoever is responsible, else the POM."""
    if role is not None:
        return role
    saved = app.store.saved_plan(record.prison_number)
    handover = saved.plan.handover if saved else None
    return handover.responsible if handover else "POM"


def _ask(app: App, record: PersonRecord, noted: Note) -> None:
    number = record.prison_number
    if any(_same(each, noted) for each in _own(app, number)):
        raise UsageError(
            f"{number} asked that on {day_in_words(noted.on)} already: releasecheck show {number}"
        )
    record_change(app, PersonChange(number, notes=(noted,)))
    made = next(each for each in _own(app, number) if _same(each, noted))
    click.echo(
        f"{who(number, record.facts)}: {noted.kind} {made.id} of {day_in_words(made.asked_on)} noted, "
        f"{made.to} to answer. When it is answered: releasecheck note {number} --answered {made.id}"
    )


def _same(question: OwnQuestion, noted: Note) -> bool:
    return (question.asked_on, question.text) == (noted.on, noted.text)


def _answer(app: App, record: PersonRecord, wanted: int, text: str | None, day: date) -> None:
    number = record.prison_number
    asked = _own(app, number)
    question = next((each for each in asked if each.id == wanted), None)
    if question is None:
        open_ones = ", ".join(str(each.id) for each in unanswered(asked))
        see = f"Not answered: {open_ones}" if open_ones else "None of theirs waits for an answer"
        raise UsageError(f"{number} has no question {wanted} of their own. {see}")
    if question.answered_on is not None:
        raise UsageError(f"{question.kind} {wanted} was answered on {day_in_words(question.answered_on)}")
    if day < question.asked_on:
        raise UsageError(
            f"{question.kind} {wanted} was asked on {day_in_words(question.asked_on)}, after that day"
        )
    record_change(app, PersonChange(number, notes=(answer_note(question, day, text),)))
    left = len(unanswered(_own(app, number)))
    more = f"{left} not answered" if left else "all are answered"
    click.echo(
        f"{who(number, record.facts)}: {question.kind} {wanted} answered {day_in_words(day)}; {more}. "
        f"Next: releasecheck show {number}"
    )


def _own(app: App, number: str) -> tuple[OwnQuestion, ...]:
    return own_questions(app.store.history(number))
