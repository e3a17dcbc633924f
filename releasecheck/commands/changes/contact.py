"""`contact`, `ask` and `asked`: who saw whom, who asked for what, and the proof of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.recording.evidence_prompts import plain_text
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.file_forms import answer_option, written_as
from releasecheck.commands.option_types import OneOf
from releasecheck.commands.options import (
    ASKED,
    ROLE,
    TEXT,
    on_option,
    reason_option,
    remember_reason,
    to_option,
)
from releasecheck.core.errors import UsageError, WrongWords
from releasecheck.core.words import count, day_in_words, did_you_mean, listed, who
from releasecheck.planning.changes import PersonChange
from releasecheck.planning.contacts import (
    KINDS,
    STEPS,
    WAYS,
    Request,
    StepName,
    contact_note,
    contact_words,
    contacts,
    request_note,
    requests,
    step_note,
    task_done,
)


@click.command("contact")
@click.argument("person")
@click.option("--by", "role", type=ROLE, required=True, help="Who met them: COM, POM, KW …", metavar="ROLE")
@click.option(
    "--how", type=OneOf("way to meet", WAYS), required=True, help=f"{', '.join(WAYS)}.", metavar="HOW"
)
@on_option
@click.option("--note", help="That they met, and about what; never what was said.", metavar="TEXT")
@reason_option
@answer_option
@pass_app
def contact_command(app: App, person: str, role: str, how: str, on: date | None, note: str | None) -> None:
    """Record that somebody was in contact with the person.

    \b
    Examples:
      releasecheck contact rivers --by COM --how video

    The COM's or POM's contact task is marked with it.
    """
    number, day = app.find(person), on or app.today
    saved = app.store.saved_plan(number)
    assert saved is not None, "only called for somebody the record knows"
    name = saved.person.facts.get(role.lower()) if role in ("COM", "POM") else None
    text = plain_text("the note", note)
    noted = contact_note(role, how, day, str(name) if name else None, text)
    outcome, why_not = task_done(saved.plan, noted, app.today, app.by)
    recorded = () if outcome is None else (outcome,)
    decided = record_change(app, PersonChange(number, outcomes=recorded, notes=(noted,)))
    assert decided is not None, "a note is always something new"
    called, met = who(number, saved.person.facts), contact_words(role, how, noted.fields.get("name"))
    said = [f"{called}: {met}, {day_in_words(day)}."]
    if outcome is not None:
        task = decided.plan.task(outcome.item)
        due = f", next by {day_in_words(task.due_on)}" if task and task.due_on and task.due_on > day else ""
        said.append(f"{outcome.item} done{due}.")
    elif why_not:
        said.append(why_not)
    click.echo(" ".join([*said, f"Next: releasecheck show {number}"]))


@click.command("ask")
@click.argument("person")
@click.argument("kind", required=False)
@click.option("--of", "whom", help="Who was asked: OMU, West Yorkshire Police …", metavar="WHOM")
@on_option
@click.option("--for", "item", help="The task it is for, such as first_contact.", metavar="ITEM")
@click.option("--note", help="What exactly, or what the answer was.", metavar="TEXT")
@click.option("--offered", type=ASKED, help="Request ID was offered something.", metavar="ID")
@click.option("--refused", type=ASKED, help="Request ID was refused; say why with --reason.", metavar="ID")
@click.option("--answered", type=ASKED, help="Request ID was answered, or took place.", metavar="ID")
@click.option(
    "--reason",
    type=TEXT,
    callback=remember_reason,
    help="Why it was refused, or why this is recorded.",
    metavar="TEXT",
)
@answer_option
@pass_app
def ask_command(
    app: App,
    person: str,
    kind: str | None,
    whom: str | None,
    on: date | None,
    item: str | None,
    note: str | None,
    offered: int | None,
    refused: int | None,
    answered: int | None,
    reason: str | None,
) -> None:
    """Record that something was asked for, or answered.

    \b
    Examples:
      releasecheck ask rivers video_link --of OMU --for first_contact
      releasecheck ask rivers --refused 57 --reason "no link free"

    What can be asked for: video_link, visit, room, phone_call, police_check, child_check, report,
    move, information, other.
    """
    number, day = app.find(person), on or app.today
    answers = {"offered": offered, "refused": refused, "answered": answered}
    given = {name: ask_id for name, ask_id in answers.items() if ask_id is not None}
    if bool(kind) == bool(given) or len(given) > 1:
        raise WrongWords(
            "give either what was asked for (ask rivers video_link --of OMU) "
            "or one answer (ask rivers --offered 57)"
        )
    if kind is not None:
        _asked(app, number, kind, whom, day, item, plain_text("the note", note))
        return
    for name in STEPS:
        if name in given:
            why = plain_text("the reason", reason) if name == "refused" else None
            _came_of_it(app, number, given[name], name, day, plain_text("the note", note) or why)


def _asked(
    app: App, number: str, kind: str, whom: str | None, day: date, item: str | None, note: str | None
) -> None:
    chosen = _kind(kind)
    of = plain_text("who was asked", whom)
    if of is None:
        raise WrongWords(f"who was asked for the {KINDS[chosen]}? Add --of, such as --of OMU")
    if chosen == "other" and note is None:
        raise WrongWords("what was asked for? Add --note")
    wanted = app.item(item).id if item is not None else None
    noted = request_note(chosen, of, day, note, wanted, app.settings.get("role"))
    record_change(app, PersonChange(number, notes=(noted,)))
    made = [request for request in _requests(app, number) if not request.from_task]
    latest = max(request.id for request in made)
    click.echo(
        f"{_who(app, number)} request {latest}: asked {of} for {KINDS[chosen]}, {day_in_words(day)}. "
        f"When there is an answer: releasecheck ask {number} --offered {latest} (or --refused, --answered)"
    )


def _came_of_it(app: App, number: str, wanted: int, step: StepName, day: date, note: str | None) -> None:
    request = next(
        (each for each in _requests(app, number) if each.id == wanted and not each.from_task), None
    )
    if request is None:
        raise UsageError(f"{number} has no request {wanted}. See them: releasecheck asked {number}")
    if request.over:
        raise UsageError(
            f"request {wanted} was {request.status} on {day_in_words(request.steps[-1].on)}. "
            f"Asked again? releasecheck ask {number} KIND --of {request.of}"
        )
    if day < request.asked_on:
        raise UsageError(f"request {wanted} was made on {day_in_words(request.asked_on)}, after that day")
    if step == "refused" and note is None:
        raise WrongWords("why was it refused? Add --reason")
    noted = step_note(request, step, day, note)
    record_change(app, PersonChange(number, notes=(noted,)))
    waited = count(((request.first_response or day) - request.asked_on).days, "day")
    click.echo(
        f"{_who(app, number)} request {wanted}: {request.kind} asked of {request.of} {step}, "
        f"{day_in_words(day)}. First response after {waited}. Next: releasecheck asked {number}"
    )


def _who(app: App, number: str) -> str:
    """The prison number with the name."""
    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    return who(number, record.facts)


def _kind(text: str) -> str:
    """What can be asked for, by its name or its words. Raises WrongWords with the closest."""
    by_words = {words: name for name, words in KINDS.items()}
    plain = " ".join(text.lower().replace("_", " ").split())
    found = by_words.get(plain) or next((name for name in KINDS if name.replace("_", " ") == plain), None)
    if found is None:
        hint = did_you_mean(text, KINDS) or "."
        raise WrongWords(f'nothing called "{text}" can be asked for{hint} It is {listed(KINDS, "or")}')
    return found


def _requests(app: App, number: str) -> tuple[Request, ...]:
    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    return requests(app.store.history(number), record.outcomes, app.whole_catalogue().items)


@click.command("asked")
@click.argument("person")
@written_as("table", "json", "csv", "xlsx", "md")
@to_option
@pass_app
def asked_command(app: App, person: str, form: str, output: Path | None, recipient: str | None) -> None:
    """Show who asked for what when, what came of it, and the days waited.

    \b
    Examples:
      releasecheck asked rivers --format md -o asked.md

    Notes made with `ask`, and tasks that were sent and answered.
    """
    from releasecheck.reports.person.requests_page import Requests

    number = find_shown(app, person)
    met = contacts(app.store.history(number))
    report = Requests(number, tuple(_requests(app, number)), tuple(met), app.today)
    present(app, report, form, output, recipient, what="Trail")
