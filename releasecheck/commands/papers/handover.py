"""`handover`: what whoever takes over must know, on two pages, and the record that it was given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.countdowns import not_for_the_dead
from releasecheck.app.reading.handovers import acknowledge, many_handovers, one_handover, preview_handover
from releasecheck.app.recording.evidence_prompts import plain_text
from releasecheck.commands.file_forms import DATA_FORMS, SCREEN, answer_as, written_as
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import DAY, LINE_OF_TEXT, WINDOW, force_option, on_option
from releasecheck.commands.papers.bundle import bundle_to
from releasecheck.core.errors import UsageError


class _Since(click.ParamType[date | str]):
    """A date, or `last`: the last handover."""

    name = "since"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date | str:
        """The date meant, or `last`."""
        return "last" if str(value).strip().lower() == "last" else DAY.convert(value, param, ctx)


@click.command("handover")
@click.argument("person", required=False)
@click.option(
    "--to", "recipient", type=LINE_OF_TEXT, help="Who it is for: logged as given to them.", metavar="WHO"
)
@click.option("--preview", is_flag=True, help="Show it on the screen: not given to anybody, nothing sent.")
@written_as(*DATA_FORMS, default=None)
@force_option
@click.option(
    "--since", type=_Since(), help="What was recorded since DATE, or since the last.", metavar="DATE"
)
@click.option(
    "--bundle",
    type=FilePath(dir_okay=False),
    metavar="FILE",
    help="Write the whole record, for another office's releasecheck.",
)
@click.option("--acknowledge", "acknowledged", is_flag=True, help="Record that the COM has it.")
@on_option
@click.option("--all", "everybody", is_flag=True, help="Everybody leaving in the time given, one file each.")
@click.option(
    "--within",
    type=WINDOW,
    default=84,
    metavar="TIME",
    help="With --all: who leaves in this time. Default: 12w.",
)
@click.option("--prison", help="With --all: only this prison's code.", metavar="CODE")
@click.option("--pom", help="With --all: only this POM's people.", metavar="NAME")
@click.option("--com", help="With --all: only this COM's people.", metavar="NAME")
@click.option(
    "--out",
    type=FilePath(file_okay=False),
    metavar="DIR",
    help="With --all: the folder to write them to.",
)
@pass_app
def handover_command(
    app: App,
    person: str | None,
    recipient: str | None,
    preview: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    since: date | str | None,
    bundle: Path | None,
    acknowledged: bool,
    on: date | None,
    everybody: bool,
    within: int,
    prison: str | None,
    pom: str | None,
    com: str | None,
    out: Path | None,
) -> None:
    """Make the page for whoever takes over: the risk, what to do, what to ask.

    \b
    Examples:
      releasecheck handover rivers --preview
      releasecheck handover rivers --to "J. Okafor, COM" -o rivers.docx
      releasecheck handover khan --acknowledge
      releasecheck handover --all --within 12w --to "Leeds probation" --out new

    The first page stands alone, the second is background. From the second time on it says what is new.
    Given to the COM, it is recorded as sent; unacknowledged after 5 working days it is missing.
    """
    if everybody == (person is not None):
        raise UsageError("whose handover? Name one person, or add --all with --out DIR")
    if acknowledged:
        if person is None:
            raise UsageError("--acknowledge is for one person at a time")
        answer_as(app, click.get_current_context(), form)
        acknowledge(app, app.find(person), on or app.today)
        return
    recipient = plain_text("--to", recipient)
    if preview:
        if person is None or bundle is not None or output is not None or form not in (None, SCREEN):
            raise UsageError("--preview is one person's, on the screen: for a file, --to WHO -o FILE")
        preview_handover(app, find_shown(app, person), recipient, since)
        return
    if recipient is None or not recipient.strip():
        raise UsageError("who is it for? Add --to WHO: giving out people's data is logged")
    if everybody:
        if out is None:
            raise UsageError("where to? Add --out DIR: one file for each person")
        many_handovers(
            app, recipient, form or "docx", out, force, since, within, prison=prison, pom=pom, com=com
        )
        return
    number = find_shown(app, person or "")
    not_for_the_dead(app, number)
    if bundle is not None:
        bundle_to(app, number, recipient, bundle, force)
    else:
        one_handover(app, number, recipient, form or SCREEN, output, force, since)
