"""`own`: who does a task, or all tasks of a role, for one person."""

from __future__ import annotations

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.staff import owner_meant
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.options import reason_option
from releasecheck.core.domain import ROLES, PersonRecord, split_owner
from releasecheck.core.errors import UsageError
from releasecheck.core.words import count, for_shell, who
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import SETTLED, state_on

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
@pass_app
def own_command(app: App, person: str, item: str, owner: str) -> None:
    """Say who does a task for one person: a role, or somebody by name.

    \b
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
    wanted = owner_meant(app, owner, _now(app.planner(), record, chosen.id, app))
    decided = record_change(app, PersonChange(number, owners={chosen.id: wanted}))
    if decided is None:
        looked_at(app, [number])
        click.echo(f"{called}: nothing new, that was so already.")
        return
    role, name = split_owner(wanted or chosen.owner)
    click.echo(f"{called} {chosen.id}: now with {role}{f' {name}' if name else ''}, {ROLES[role]}.")


def _now(planner: Planner, record: PersonRecord, item: str, app: App) -> str | None:
    """The role that has the task now; None for one that is switched off."""
    plan = planner.plan(record, app.today)
    return next((task.owner for task in plan.tasks if task.item == item), None)


def _own_role(app: App, record: PersonRecord, role: str, owner: str) -> None:
    """Name whoever does all the tasks of a role for somebody, or nobody any more."""
    number, called = record.prison_number, who(record.prison_number, record.facts)
    if role in _BY_FACT:
        raise UsageError(
            f"who the {role} is, is recorded of the person: {_BY_FACT[role].format(for_shell(number))}"
        )
    if owner.upper() in ROLES:
        raise UsageError(f'who does the {role} tasks of {number}? A name, such as "S. Jones", or usual')
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
