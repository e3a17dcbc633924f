"""`catalogue`: the policy, item by item, and whether this office's own files are sound."""

from __future__ import annotations

import click

from releasecheck.app.opening.finding import find_item
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.commands.file_forms import lines_option, proof_option
from releasecheck.core.words import count, listed
from releasecheck.policy.catalogue import Item


@click.group("catalogue")
def catalogue_command() -> None:
    """The policy: every item, its rule, its owner and its source."""


@catalogue_command.command("list")
@click.option("--all", "everything", is_flag=True, help="Items that are switched off as well.")
@click.option("--pathway", help="Only this pathway, such as accommodation.", metavar="NAME")
@lines_option
@pass_app
def list_items(app: App, everything: bool, pathway: str | None, form: str) -> None:
    """List the items: name, owner, when it falls due."""
    from releasecheck.reports.why.why_data import catalogue_object
    from releasecheck.reports.why.why_lines import catalogue_lines

    catalogue = app.catalogue()
    items = [
        item
        for item in catalogue.items.values()
        if (everything or not item.off) and (pathway is None or item.pathway == pathway)
    ]
    if form == "json":
        print_object(app, catalogue_object(items, catalogue))
        return
    print_lines(app, catalogue_lines(items, catalogue, app.screen))


@catalogue_command.command("show")
@click.argument("item")
@lines_option
@pass_app
def show_item(app: App, item: str, form: str) -> None:
    """Everything about one item: who, when, what to have ready, what the answers mean."""
    from releasecheck.reports.why.why_data import item_object
    from releasecheck.reports.why.why_lines import item_lines

    catalogue = app.catalogue()
    found = find_item(item, catalogue)
    if form == "json":
        print_object(app, item_object(found, catalogue))
        return
    print_lines(app, item_lines(found, catalogue, app.screen))


@catalogue_command.command("facts")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@lines_option
@pass_app
def list_facts(app: App, words: tuple[str, ...], form: str) -> None:
    """List what can be known of a person, and what to type for it.

    \b
    releasecheck catalogue facts
    releasecheck catalogue facts abuse

    With WORD only the facts that have it in their name or heading.
    """
    from releasecheck.reports.why.fact_list import fact_lines, facts_like, facts_object

    facts = facts_like(words)
    if form == "json":
        print_object(app, facts_object(facts))
        return
    if not facts:
        click.echo(f"No fact has {listed(words)} in its name. All of them: releasecheck catalogue facts")
        return
    print_lines(app, fact_lines(facts, app.screen))


@catalogue_command.command("check")
@proof_option
@pass_app
def check_items(app: App) -> None:
    """Read every catalogue file and report every mistake at once."""
    catalogue, _ = app.catalogue(), app.rules()
    off = sum(item.off for item in catalogue.items.values())
    gone = sum(item.gone for item in catalogue.items.values())
    installed = len(catalogue.items) - off - gone
    click.echo(
        f"Catalogue {catalogue.version}: {count(installed, 'item')} in use, {off} switched off, "
        f"{gone} retired. No mistakes."
    )
    own = [item for item in catalogue.items.values() if item.changed]
    for item in own:
        click.echo(f"  {item.id}: {_set_here(item)}{_of_retired(item)}")
    own_files = [file.name for file in app.office_policy()]
    if own_files:
        click.echo(f"Office files: {listed(own_files)}, in {app.catalogue_dir}")
    else:
        click.echo(f"No office files. They go in {app.catalogue_dir}")


def _set_here(item: Item) -> str:
    """What this office has set of an item; off and on are said as what they do."""
    keys = [key for key in item.changed if key != "off"]
    said = [f"this office has set {listed(keys)}"] if keys else []
    if "off" in item.changed and item.retired is None:
        said.insert(0, "not asked for here: this office switched it off" if item.off else "asked for here")
    elif "off" in item.changed:
        said.insert(0, "this office has set off")
    return "; ".join(said)


def _of_retired(item: Item) -> str:
    """What it means that an office has changed an item that is retired."""
    if item.retired is None:
        return ""
    if item.retired.brought_back:
        return f". It is asked for again here; elsewhere {item.retired.words}"
    return f". Without effect: {item.retired.words}. To ask for it here: retired = false"
