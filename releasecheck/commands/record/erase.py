"""`record erase`: somebody taken out of the record and of all that was made from it, in two steps."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.erasing import RULES, Erased, Erasure, erase, sweep_again, to_erase, unfinished
from releasecheck.app.law.holds import everybody_merged
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines, say, somebody_is_there
from releasecheck.app.reading.access_log import all_given, looked_at
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import dry_run_option
from releasecheck.core.errors import StoreError, UsageError
from releasecheck.core.words import count, day_in_words, for_shell, listed
from releasecheck.store.rows import LogFilters

if TYPE_CHECKING:
    from releasecheck.store.law_rows import Trace

_FOLDERS = FilePath(file_okay=False)
_NAMED = 30
"""Files or rows that are named; more are counted."""


@click.command("erase")
@click.argument("person")
@click.option(
    "--rule",
    type=click.Choice(RULES),
    help="By which rule: kept with the number and the time.",
)
@click.option("--confirm", help="The prison number again, where nobody can be asked.", metavar="NUMBER")
@click.option(
    "--nights", type=_FOLDERS, multiple=True, help="A folder of nights to sweep as well.", metavar="FOLDER"
)
@click.option(
    "--backups",
    type=_FOLDERS,
    multiple=True,
    help="A folder of backups to look into as well.",
    metavar="FOLDER",
)
@dry_run_option
@answer_option
@pass_app
def erase_command(
    app: App,
    person: str,
    rule: str | None,
    confirm: str | None,
    nights: tuple[Path, ...],
    backups: tuple[Path, ...],
    dry_run: bool,
) -> None:
    """Erase a person for good: from the record and its nights. Undoing cannot bring them back.

    \b
    releasecheck record erase A1234BC --rule after-release
    releasecheck record erase A1234BC --rule request --confirm A1234BC

    Says first what will go. At a terminal the number is asked for again; elsewhere give it with --confirm.
    What stays is the number, the time and the rule, so that no backup, list or bundle brings them back, and
    the lines of the log, which hold numbers only. Free text that names them is listed and not rewritten; so
    are files that do, wherever files about people were written: documents and workbooks are read, PDFs not.
    Typed again for somebody erased, it searches everything once more. --reason is not kept.
    """
    number = person.strip().upper()
    gone = app.store.erased((number,)) if not app.store.history(number) else []
    if gone or number in unfinished(app):
        _sweep_again(app, number, nights, backups)
        return
    numbers = everybody_merged(app, person)
    found = to_erase(app, numbers, _rule(app, numbers, rule), nights)
    if app.reason:
        say(app, "--reason is not kept: of an erasure no more stays than number, time and rule.")
    app.reason = found.rule
    looked_at(app, {*numbers, *(one.prison_number for one in found.traces if one.prison_number)})
    print_lines(app, list(_what_goes(found)))
    sys.stdout.flush()
    all_given(app)  # all of it is out, whatever is answered
    if dry_run:
        click.echo("Nothing erased. Without --dry-run this is done.")
        return
    _confirmed(found, confirm, _folders(nights, backups))
    done = erase(app, found, nights, backups)
    _say_what_came(app, numbers, found.rule, done)


def _rule(app: App, numbers: tuple[str, ...], given: str | None) -> str:
    """The rule that was given, or the one by which they are due today."""
    if given is not None:
        return given
    from releasecheck.app.law.retention import due_rule

    due = due_rule(app, numbers)
    if due is not None:
        return due
    raise UsageError(f"by which rule? Add --rule: {listed(RULES, 'or')}")


def _what_goes(found: Erasure) -> Iterator[str]:
    rows = listed(found.rows) or "what is left of them"
    yield f"{listed(found.numbers)} ({found.rule}). What goes: {rows}."
    if found.pages:
        yield f"Pages of nights that name them, taken away: {len(found.pages)}"
        yield from _few(map(str, found.pages))
    yield from _texts(found.traces)


def _texts(traces: Sequence[Trace]) -> Iterator[str]:
    if traces:
        yield "Text that is not theirs and names them. It is not rewritten: an officer has to read it."
        yield from _few(dict.fromkeys(map(_place, traces)))


def _place(one: Trace) -> str:
    """Entry 12, notes of A1234BC: text."""
    whose = f" of {one.prison_number}" if one.prison_number else ""
    if one.table == "log":
        return f"line {one.key} of the log: {one.column}"
    if one.entry is not None:
        return f"entry {one.entry}, {one.table}{whose}: {one.column}"
    return f"{one.table} {one.key}: {one.column}"


def _few(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from (f"  {line}" for line in found[:_NAMED])
    if len(found) > _NAMED:
        yield f"  and {len(found) - _NAMED:,} more"


def _folders(nights: Sequence[Path], backups: Sequence[Path]) -> str:
    """The folders that were named, as they are typed again."""
    typed = [f" --nights {for_shell(str(path))}" for path in nights]
    return "".join([*typed, *(f" --backups {for_shell(str(path))}" for path in backups)])


def _confirmed(found: Erasure, confirm: str | None, folders: str) -> None:
    if confirm is None and somebody_is_there():
        confirm = click.prompt("This cannot be undone. To do it, type the prison number", err=True)
    if confirm is None:
        number = found.numbers[0]
        raise UsageError(
            f"nothing was erased. To do it: releasecheck record erase {number} --rule {found.rule}{folders} "
            f"--confirm {number}"
        )
    if confirm.strip().upper() not in found.numbers:
        raise UsageError(f'"{confirm}" is not the number of who would be erased. Nothing was erased')


def _sweep_again(app: App, number: str, nights: tuple[Path, ...], backups: tuple[Path, ...]) -> None:
    cut_off = number in unfinished(app)
    done = sweep_again(app, (number,), nights, backups)
    row = app.store.erased((number,))[0]
    day = day_in_words(date.fromisoformat(row.at[:10]))
    how = "That was cut off, and is now finished" if cut_off else "Everything was searched again, by number"
    click.echo(f"{number} was erased on {day}. {how}.")
    _say_what_came(app, (number,), row.rule, done)


def _say_what_came(app: App, numbers: Sequence[str], rule: str, done: Erased) -> None:
    """What is gone, and all that still holds them."""
    click.echo(f"Erased: {listed(numbers)} ({rule}). The number, the time and the rule are all that is kept.")
    if done.pages:
        click.echo(
            f"{count(len(done.pages), 'file')} of nights changed. To make today's again: the nightly run."
        )
    lines = [f"{path}  {_until(app, path)}" for path in done.left.copies]
    lines += [f"{path}  {what}" for path, what in done.left.files]
    lines += [f"{path}  cannot be looked into" for path in done.left.unread]
    lines += list(done.unreached)
    if lines:
        click.echo("Still to be seen to:")
        print_lines(app, list(_few(lines)))
    if done.left.left_out:
        click.echo(done.left.left_out)
    for line in _texts(done.traces):
        click.echo(line)
    lines_of = (app.store.log_rows(LogFilters(person=one, kind="disclosure")) for one in numbers)
    given = {row.id for found in lines_of for row in found if row.command != "record erase"}
    if given:
        click.echo(
            f"Given out before: {count(len(given), 'line')} of the log. To whom: "
            f"releasecheck log show --person {numbers[0]} --kind disclosure"
        )
    if done.in_record:
        raise StoreError(
            "the record's own file could not be cleared: another program has it open. Close it, then type: "
            f"releasecheck record erase {for_shell(numbers[0])}"
        )


def _until(app: App, path: Path) -> str:
    """Until when a copy holds them, as far as the office has said how long it keeps backups."""
    from releasecheck.app.law.periods import days_kept

    made = date.fromtimestamp(path.stat().st_mtime)
    days = days_kept(app, "backups", made)
    until = f"holds them until {day_in_words(days)}" if days else "holds them until it is removed"
    return f"{until}; restoring it erases them again"


COMMANDS = (erase_command,)
