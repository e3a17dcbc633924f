"""`history`: who recorded what of a person, when, from where, and what stood before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.history import find_recorded, told_lines
from releasecheck.commands.options import DAY
from releasecheck.core.words import full_name

if TYPE_CHECKING:
    from releasecheck.people.history import Line


@click.command("history")
@click.argument("person")
@click.option("--from", "first", type=DAY, help="Only what was recorded from this day on.", metavar="DATE")
@click.option("--to", "--until", "last", type=DAY, help="Only until this day.", metavar="DATE")
@click.option("--item", help="Only this item.", metavar="ITEM")
@click.option("--fact", help="Only this fact: its values over time.", metavar="FACT")
@click.option("--author", help="Only entries by this colleague.", metavar="NAME")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "md"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
@pass_app
def history_command(
    app: App,
    person: str,
    first: date | None,
    last: date | None,
    item: str | None,
    fact: str | None,
    author: str | None,
    form: str,
) -> None:
    """Say who recorded what of a person, with what stood before.

    Nothing that was recorded is ever taken out: what was undone stays, and says who undid it and why.
    Also for somebody who was recorded by mistake and taken off the lists.
    """
    from releasecheck.people.facts import find_fact
    from releasecheck.people.history import chosen

    number = find_recorded(app, person)
    lines = told_lines(app, number)
    kept = chosen(
        lines,
        first=first,
        last=last,
        item=None if item is None else app.item(item).id,
        fact=None if fact is None else find_fact(fact).name,
        author=author,
    )
    looked_at(app, [number])
    _print(app, number, kept, form, len(lines))


def _print(app: App, number: str, lines: list[Line], form: str, all_of: int) -> None:
    from releasecheck.reports.person.history_lines import history_lines, history_markdown, history_object

    name = _name(app, number)
    if form == "json":
        from releasecheck.formats.json_text import json_text

        click.echo(json_text(history_object(name, number, lines)), nl=False)
    elif form == "md":
        click.echo(history_markdown(name, number, lines, app.marking), nl=False)
    else:
        print_lines(app, history_lines(name, number, lines, app.screen, all_of=all_of))


def _name(app: App, number: str) -> str:
    person = next(app.store.people_rows([number]), None)
    if person is None:
        return "no longer recorded"
    return full_name(person.facts.get("last_name"), person.facts.get("first_name"))
