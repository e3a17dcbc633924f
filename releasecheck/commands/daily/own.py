"""`own` and `handback`: who does a task, or all tasks of a role, for one person."""

from __future__ import annotations

from datetime import date

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.need import refuse_unseen
from releasecheck.app.reading.staff import my_role, owner_meant, staff_of
from releasecheck.app.recording.evidence_prompts import plain_text
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import on_option, reason_option
from releasecheck.core.domain import ROLES, HandedBack, PersonRecord, Task, joined_owner, split_owner
from releasecheck.core.errors import UsageError, WrongWords
from releasecheck.core.words import count, did_you_mean, for_shell, listed, who
from releasecheck.people.entries import handed_back_note
from releasecheck.people.office.reason_codes import OTHER, CodedReason, coded, reason_codes, reason_words
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import SETTLED, state_on
from releasecheck.reports.caseload.missing import owner_heading
from releasecheck.reports.person.countdown import STATE_WORDS

_BY_FACT = {
    "POM": 'releasecheck set {} pom="K. Ellis", and a co-working POM: co_pom="R. Okoro"',
    "COM": 'releasecheck com {} "T. Hughes"',
}
"""Roles that are one member of staff by a fact of the person, and how that is recorded."""


@click.command("own")
@click.argument("person")
@click.argument("item")
@click.argument("owner", metavar="OWNER")
@reason_option
@answer_option
@pass_app
def own_command(app: App, person: str, item: str, owner: str) -> None:
    """Say who does a task for one person: a role, or somebody by name.

    \b
    Examples:
      releasecheck own rivers dtr PRT
      releasecheck own rivers dtr "S. Jones"
      releasecheck own rivers PRT "S. Jones"    all of the person's PRT tasks

    A name is one of the staff: releasecheck staff. The word "usual" goes back to whoever usually does it.
    """
    record = app.person(person)
    if item.upper() in ROLES:
        _own_role(app, record, item.upper(), owner)
        return
    chosen, number, called = app.item(item), record.prison_number, who(record.prison_number, record.facts)
    refuse_unseen(app, chosen, number)
    wanted = owner_meant(app, owner, _now(app.planner(), record, chosen.id, app))
    decided = record_change(app, PersonChange(number, owners={chosen.id: wanted}))
    if decided is None:
        looked_at(app, [number])
        click.echo(f"{called}: nothing new, that was so already.")
        return
    role, name = split_owner(wanted or chosen.owner)
    click.echo(f"{called} {chosen.id}: now with {joined_owner(role, name)}, {ROLES[role]}.")


def _now(planner: Planner, record: PersonRecord, item: str, app: App) -> str | None:
    """The role that has the task now; None for one that is switched off."""
    task = planner.plan(record, app.today).task(item)
    return None if task is None else task.owner


def _own_role(app: App, record: PersonRecord, role: str, owner: str) -> None:
    """Name whoever does all the tasks of a role for somebody, or nobody any more."""
    number, called = record.prison_number, who(record.prison_number, record.facts)
    if role in _BY_FACT:
        raise WrongWords(
            f"who the {role} is, is recorded of the person: {_BY_FACT[role].format(for_shell(number))}"
        )
    if owner.upper() in ROLES:
        raise WrongWords(f'who does the {role} tasks of {number}? A name, such as "S. Jones", or usual')
    wanted = owner_meant(app, owner, role, only=role)
    decided = record_change(app, PersonChange(number, owners={role: wanted}))
    if decided is None:
        looked_at(app, [number])
        click.echo(f"{called}: nothing new, that was so already.")
    elif wanted is None:
        click.echo(f"{called}: nobody is named for the {role} tasks any more.")
    else:
        click.echo(f"{called}: {split_owner(wanted)[1]} has the {role} tasks, {_open(decided, wanted, app)}.")


def _open(decided: Decided, owner: str, app: App) -> str:
    theirs = [
        task
        for task in decided.plan.tasks
        if (task.owner, task.owner_name) == split_owner(owner) and state_on(task, app.today) not in SETTLED
    ]
    return f"{count(len(theirs), 'task')} open or to come"


@click.command("handback")
@click.argument("person")
@click.argument("item")
@click.option(
    "--because",
    required=True,
    help="no_capacity, not_my_role, wrong_area, staff_redeployed, other: or words.",
    metavar="REASON",
)
@on_option
@answer_option
@pass_app
def handback_command(app: App, person: str, item: str, because: str, on: date | None) -> None:
    """Hand a task back that you have and cannot do.

    \b
    Examples:
      releasecheck handback rivers dtr --because no_capacity
      releasecheck handback rivers dtr --because "staff_redeployed: two away"

    It stays with you and is listed for you and for whoever had it before, until somebody takes it:
    releasecheck own PERSON ITEM OWNER. What the person does not want is declined instead.
    """
    reason = _reason(because)
    record, chosen = app.person(person), app.item(item)
    number, called, day = record.prison_number, who(record.prison_number, record.facts), on or app.today
    refuse_unseen(app, chosen, number)
    now = app.planner().plan(record, app.today).task(chosen.id)
    if now is None:
        raise WrongWords(f"{chosen.id} is switched off in this office: nobody has it")
    if chosen.id in record.handed_back:
        raise UsageError(
            f"{chosen.id} of {number} is handed back already. Who takes it: "
            f"releasecheck own {number} {chosen.id} OWNER"
        )
    if (state := state_on(now, app.today)) in SETTLED:
        raise UsageError(f"{chosen.id} of {number} is {STATE_WORDS[state]}: there is nothing to hand back")
    _must_be_theirs(app, number, now)
    held = joined_owner(now.owner, now.owner_name)
    handed = HandedBack(day, app.by, reason_words(str(reason)), _other_side(app, record, chosen.id, held))
    decided = record_change(
        app, PersonChange(number, notes=(handed_back_note(chosen.id, handed, reason.code, held),))
    )
    assert decided is not None, "a note is always new"
    click.echo(f"{called} {chosen.id}: handed back by {held}, {handed.reason}.")
    click.echo(f"It stays with {held}, and is listed for {handed.other} too, until somebody takes it:")
    click.echo(f"Next: releasecheck own {number} {chosen.id} {for_shell(split_owner(handed.other)[0])}")


def _reason(text: str) -> CodedReason:
    """The code and words of a handing back. Raises WrongWords for a slip in a code, and for no reason."""
    kept = (plain_text("the reason", text) or "").strip()
    found, codes = coded(kept, "handback"), reason_codes("handback")
    if found is None and " " not in kept:
        raise WrongWords(
            f'--because "{kept}"{did_you_mean(kept, codes) or "."} '
            f'One of {listed(codes, "or")}, or words: --because "on leave until March"'
        )
    found = found or CodedReason(OTHER, kept)
    if found.code == OTHER and not found.words:
        raise WrongWords('say why in words: --because "on leave until March"')
    return found


def _must_be_theirs(app: App, number: str, task: Task) -> None:
    """Raise UsageError unless whoever asks has the task: by name, or by role where nobody is named."""
    role, owner = my_role(app), owner_heading(task.owner, task.owner_name)
    if task.owner_name is not None:
        if staff_of(app).are_one(task.owner_name, app.by):
            return
    elif role == task.owner:
        return
    you = ", ".join(filter(None, (app.by, role)))
    raise UsageError(
        f"{task.item} of {number} is with {owner}, and you are {you}: only whoever has it hands it back. "
        f"Who you are: releasecheck config set by …, config set role …"
    )


def _other_side(app: App, record: PersonRecord, item: str, held: str) -> str:
    """Who else could have it: who had it before, or usually has; where that is nobody else, the SPO."""
    told = [
        owner.role
        for entry in app.store.history(record.prison_number)
        if entry.voided_by is None
        for owner in entry.owners
        if owner.item == item
    ]
    usual = record._replace(owners={what: owner for what, owner in record.owners.items() if what != item})
    task = app.planner().plan(usual, app.today).task(item)
    assert task is not None, "only called for an item that is asked for here"
    before = told[-2] if len(told) > 1 else None
    with_name = joined_owner(task.owner, task.owner_name)
    return next((one for one in (before, with_name) if one is not None and one != held), "SPO")
