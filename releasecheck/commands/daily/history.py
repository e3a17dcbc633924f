"""`history`: who recorded what of a person, when, from where, and what stood before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.restricted import may_be_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.reading.history import find_recorded, told_lines
from releasecheck.app.reading.need import shown_lines
from releasecheck.commands.options import DAY
from releasecheck.core.words import full_name

if TYPE_CHECKING:
    pass


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

    \b
    Examples:
      releasecheck history rivers
      releasecheck history rivers --fact tier
      releasecheck history rivers --item dtr --from 2026-11-01
    """
    from releasecheck.people.facts import find_fact
    from releasecheck.people.history import chosen
    from releasecheck.reports.person.history_page import PersonHistory

    app.open_to_look()  # what was recorded is the same whatever the policy
    number = find_recorded(app, person)
    may_be_shown(app, number)
    lines = shown_lines(app, told_lines(app, number))
    kept = chosen(
        lines,
        first=first,
        last=last,
        item=None if item is None else app.item(item).id,
        fact=None if fact is None else find_fact(fact).name,
        author=author,
    )
    report = PersonHistory(_name(app, number), number, tuple(kept), len(lines))
    present(app, report, form, None, everything=True)


def _name(app: App, number: str) -> str:
    person = next(app.store.people_rows([number]), None)
    if person is None:
        return "no longer recorded"
    return full_name(person.facts.get("last_name"), person.facts.get("first_name"))
