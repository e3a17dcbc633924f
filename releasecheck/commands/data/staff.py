"""`staff`: who works here in which role, and who has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import click

from releasecheck.app.opening.config_file import checked
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.staff import staff_named, staff_of
from releasecheck.app.recording.asked_prison import default_prison
from releasecheck.app.recording.move_checks import NOTHING_SAVED, typed
from releasecheck.app.recording.writing import record_changes, record_each
from releasecheck.commands.file_forms import SCREEN, answer_option, lines_option
from releasecheck.commands.options import ROLE, dry_run_option, on_option
from releasecheck.core.domain import ROLES, FactValue
from releasecheck.core.errors import UsageError
from releasecheck.core.words import count, day_in_words, did_you_mean, for_shell, listed, uncapital
from releasecheck.formats.json_text import plain
from releasecheck.formats.terminal import ScreenCell, ScreenColumn, table, wrap
from releasecheck.people.facts import FACTS
from releasecheck.people.prisons import prison_called
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.store.rows import HeldRow, StaffRow

_OF_FACT = {"pom": "POM", "co_pom": "POM", "com": "COM"}
"""The role of whoever a fact of a person names."""


@click.group("staff", invoke_without_command=True)
@lines_option
@click.pass_context
def staff_command(ctx: click.Context, form: str) -> None:
    """Who works here in which role, and who has left.

    \b
    releasecheck staff                            who is recorded
    releasecheck staff add "S. Jones" --role PRT
    releasecheck staff left "S. Jones" --to "R. Okoro"

    Whoever is among them can be named for a task: releasecheck own PERSON ITEM "S. Jones"
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    if ctx.invoked_subcommand is not None and form != SCREEN:
        raise UsageError(f"--format goes after the command: releasecheck staff {ctx.invoked_subcommand} …")
    if ctx.invoked_subcommand is None:
        _list(app, form)


def _list(app: App, form: str) -> None:
    rows, held = app.store.staff_rows(), app.store.held()
    if form == "json":
        _print_staff(app, rows, held)
        return
    if not rows:
        click.echo('Nobody is recorded yet. Add somebody: releasecheck staff add "S. Jones" --role PRT')
        return
    cells = [
        [
            ScreenCell(row.name),
            ScreenCell(row.role),
            ScreenCell(ROLES[row.role], short=row.role),
            ScreenCell(prison_called(row.prison) if row.prison else ""),
            ScreenCell(f"left {day_in_words(row.left_on)}" if row.left_on else "", "soon"),
        ]
        for row in rows
    ]
    columns = [ScreenColumn(least=10), *(ScreenColumn() for _ in range(4))]
    print_lines(app, [line for lines in table(cells, columns, app.screen, indent=0) for line in lines])
    for name in dict.fromkeys(row.name for row in rows if _is_gone(rows, row.name)):
        theirs = _held_by(app, held, name)
        looked_at(app, {row.prison_number for row in theirs})
        if theirs:
            print_lines(app, _still_held(app, name, theirs))


def _print_staff(app: App, rows: Sequence[StaffRow], held: Sequence[HeldRow]) -> None:
    """Who works here, and what is still in the name of whoever has left."""
    gone = [name for name in dict.fromkeys(row.name for row in rows) if _is_gone(rows, name)]
    still = [(name, row) for name in gone for row in _held_by(app, held, name)]
    looked_at(app, {row.prison_number for _, row in still})
    print_object(
        app,
        {
            "staff": [{**row._asdict(), "left_on": plain(row.left_on)} for row in rows],
            "still_held": [
                {"name": name, "prison_number": row.prison_number, "role": _role(row), "what": row.what}
                for name, row in still
            ],
        },
    )


def _is_gone(rows: Iterable[StaffRow], name: str) -> bool:
    """Whether somebody has left every role they had."""
    return all(row.left_on is not None for row in rows if row.name == name)


@staff_command.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True, help="What they do: PRT, POM, SPO …", metavar="ROLE")
@click.option("--prison", help="Their prison's code. Default: the office's.", metavar="CODE")
@answer_option
@pass_app
def add_staff(app: App, name: str, role: str, prison: str | None) -> None:
    """Record that somebody works here: releasecheck staff add "S. Jones" --role PRT.

    Once more with another --role for whoever has two.
    """
    called = _name(name)
    known = staff_named(app, called)
    called = known[0].name if known else called
    code = checked("prison", prison)[1] if prison is not None else default_prison(app)
    row = StaffRow(called, role, code)
    if row in known:
        click.echo(f"{called}: nothing new, that was recorded already.")
        return
    with app.store.writing(by=app.by, at=app.now, day=app.today, command=app.command) as transaction:
        transaction.tell_staff([row])
    place = f", {prison_called(code)}" if code else ""
    click.echo(f"{called} recorded: {role}, {ROLES[role]}{place}.")
    if role not in _OF_FACT.values():
        click.echo(f"Next: releasecheck own PERSON {role} {for_shell(called)}")


def _name(text: str) -> str:
    """A name as it is kept. Raises UsageError for a role, and for what is no name."""
    name = str(typed("pom", text) or "")
    if not name or name.upper() in (*ROLES, "USUAL") or name.partition(" ")[0].upper() in ROLES:
        raise UsageError(f'"{text}" is no name. Such as: releasecheck staff add "S. Jones" --role PRT')
    return name


@staff_command.command("left")
@click.argument("name")
@on_option
@click.option("--to", "heir", help="Who has all that was in their name from now on.", metavar="NAME")
@dry_run_option
@answer_option
@pass_app
def staff_left(app: App, name: str, on: date | None, heir: str | None, dry_run: bool) -> None:
    """Record that somebody has left: releasecheck staff left "S. Jones" --to "R. Okoro".

    Without --to it says what is still in their name, and stays there until somebody has it.
    """
    found = staff_named(app, name)
    called = found[0].name if found else name.strip()
    held = _held_by(app, app.store.held(), called)
    if not found and not held:
        known = [row.name for row in app.store.staff_rows()]
        hint = did_you_mean(name, known) or "."
        raise UsageError(f'nobody called "{name}" is among the staff{hint} See them: releasecheck staff')
    roles = {row.role: row.prison for row in found if row.left_on is None}
    if not found:
        roles = {_role(row): None for row in held}
    gone = [StaffRow(called, role, prison, on or app.today) for role, prison in roles.items()]
    changes = _handed_on(app, called, held, heir) if heir is not None else {}
    if dry_run:
        record_changes(app, changes.values(), dry_run=True)
    elif changes:
        record_each(app, changes.values(), _ignore, beside=lambda writing: writing.tell_staff(gone))
    elif gone:
        with app.store.writing(by=app.by, at=app.now, day=app.today, command=app.command) as transaction:
            transaction.tell_staff(gone)
    if gone:
        click.echo(f"{called} has left, {day_in_words(on or app.today)}.")
    looked_at(app, {row.prison_number for row in held} if dry_run or not changes else ())
    if heir is not None:
        click.echo(
            f"{_what(held)} now with {_as_recorded(app, heir)}." if held else "Nothing was in their name."
        )
    elif held:
        print_lines(app, _still_held(app, called, held))
    if dry_run:
        click.echo(NOTHING_SAVED)


def _ignore(_: Decided) -> None:
    """Nothing more is said of each person: what passed on is said of all together."""


def _held_by(app: App, held: Iterable[HeldRow], name: str) -> list[HeldRow]:
    staff = staff_of(app)
    return [row for row in held if staff.are_one(row.name, name)]


def _role(row: HeldRow) -> str:
    return row.role or _OF_FACT[row.what]


def _as_recorded(app: App, name: str) -> str:
    found = staff_named(app, name)
    return found[0].name if found else name.strip()


def _handed_on(app: App, name: str, held: Sequence[HeldRow], heir: str) -> Mapping[str, PersonChange]:
    """What passes to somebody else, person by person. Raises UsageError where they do not have that role."""
    staff = staff_of(app)
    if staff.are_one(name, heir):
        raise UsageError(f"--to {for_shell(heir)}: that is who has left")
    has = {row.role for row in staff_named(app, heir) if row.left_on is None}
    lacks = sorted({_role(row) for row in held} - has)
    if lacks:
        add = " and ".join(f"releasecheck staff add {for_shell(heir)} --role {role}" for role in lacks)
        raise UsageError(f"{heir} is not among the staff as {listed(lacks)}. First: {add}")
    called = _as_recorded(app, heir)
    facts: dict[str, dict[str, FactValue | None]] = {}
    owners: dict[str, dict[str, str | None]] = {}
    for row in held:
        if row.role is not None:
            owners.setdefault(row.prison_number, {})[row.what] = f"{row.role} {called}"
            continue
        told = facts.setdefault(row.prison_number, {})
        told[row.what] = called
        if row.what == "com":
            told["com_email"] = None
    numbers = sorted({*facts, *owners})
    return {
        number: PersonChange(number, facts.get(number, {}), owners=owners.get(number, {}))
        for number in numbers
    }


def _what(held: Sequence[HeldRow]) -> str:
    """COM of 3 people, the PRT tasks of 2 people and 4 tasks."""
    facts = {fact: sum(row.what == fact for row in held) for fact in _OF_FACT}
    roles = [row for row in held if row.what == row.role]
    tasks = len(held) - sum(facts.values()) - len(roles)
    parts = [
        f"{uncapital(FACTS[fact].title)} of {count(number, 'person', 'people')}"
        for fact, number in facts.items()
        if number
    ]
    for role in dict.fromkeys(row.what for row in roles):
        number = sum(row.what == role for row in roles)
        parts.append(f"the {role} tasks of {count(number, 'person', 'people')}")
    said = listed([*parts, *([count(tasks, "task")] if tasks else [])])
    return f"{said[:1].upper()}{said[1:]}"


def _still_held(app: App, name: str, held: Sequence[HeldRow]) -> list[str]:
    """What is in the name of whoever has left, whose it is, and the one command that gives it to another."""
    by_person: dict[str, list[str]] = {}
    for row in held:
        what = _OF_FACT.get(row.what, row.what) if row.role is None else row.what
        by_person.setdefault(row.prison_number, []).append("co-working POM" if row.what == "co_pom" else what)
    said = "; ".join(f"{number} {listed(what)}" for number, what in by_person.items())
    lines = wrap(f"Still in the name of {name}: {said}", app.screen.room, rest="  ")
    return [*lines, f"Give it to somebody else: releasecheck staff left {for_shell(name)} --to NAME"]
