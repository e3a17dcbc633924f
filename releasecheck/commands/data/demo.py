"""`demo`: a made-up caseload in a throw-away record, and its main reports; or a made-up list to import."""

from __future__ import annotations

import os
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import RECORD
from releasecheck.core.domain import Facts
from releasecheck.core.errors import ReportError, UsageError
from releasecheck.core.words import for_shell
from releasecheck.store.address import Address

_SHOWN = "A1234BC"
_HEIGHT = 24
"""Lines of each report, as on a terminal nobody has made larger."""
_LIST = "leeds.csv"
"""The made-up discharge list that `--files` writes, as it was on `_LIST_DAY`."""
_LIST_DAY = "2026-11-23"


@click.command("demo")
@click.option(
    "--keep",
    type=RECORD,
    help="Keep the made-up record here, to try things on.",
    metavar="PATH",
)
@click.option(
    "--files",
    type=FilePath(file_okay=False),
    help="Write a made-up discharge list into this folder instead, to try importing.",
    metavar="DIR",
)
@pass_app
def demo_command(app: App, keep: Path | Address | None, files: Path | None) -> None:
    """See it work on fifty made-up people.

    Forty more have left, for `outcomes` to count. They all live in a throw-away record, and nothing is left
    behind.
    """
    if files is not None:
        if keep is not None:
            raise UsageError("--files and --keep are two different things: give one of them")
        _write_list(files)
        return
    if keep is not None:
        _run(app, keep, kept=True)
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="releasecheck-demo-") as folder:
        _run(app, Path(folder) / "demo.db", kept=False)


def _write_list(folder: Path) -> None:
    """The made-up list as a file of the user's own, and what to type to have it in a record of its own."""

    from releasecheck.app.presenting.present import make_folder
    from releasecheck.core.shipped import DATA
    from releasecheck.core.system import new_file

    made_up = (DATA / "demo" / _LIST).read_bytes()
    target = folder / _LIST
    make_folder(folder)
    try:
        with os.fdopen(new_file(target), "wb") as file:
            file.write(made_up)
    except FileExistsError:
        raise ReportError(f"{target} is there already and is left as it is. Name another folder") from None
    except OSError as error:
        raise ReportError(f"cannot write {target}: {error.strerror}. Name another folder") from error
    click.echo(f"{target}: a made-up discharge list of Monday 23 November 2026. Nobody on it is real.")
    click.echo("Next, into a record of its own:")
    record = f"--record {for_shell(str(folder / 'leeds.db'))}"
    click.echo(f"  releasecheck {record} record init")
    click.echo(f"  releasecheck {record} --as-of {_LIST_DAY} import people {for_shell(str(target))}")
    click.echo(f"  releasecheck {record} --as-of {_LIST_DAY} list")


def _run(app: App, path: Path | Address, *, kept: bool) -> None:
    from releasecheck.app.reading.accounted import caseload_and_rest, people_and_rest
    from releasecheck.app.reading.caseload import narrowed
    from releasecheck.app.reading.countdowns import countdown_for
    from releasecheck.app.reading.missing import worst_of
    from releasecheck.reports.caseload.missing_people import missing_people_lines
    from releasecheck.reports.caseload.people_lines import caseload_lines
    from releasecheck.reports.person.countdown_lines import countdown_lines
    from releasecheck.store.sqlite.cipher import NO_KEY

    app.record, app.key = path, NO_KEY
    app.settings = {"marking": app.marking}
    app.create_record()
    load(app)
    screen = app.screen._replace(height=_HEIGHT)
    everyone = narrowed()
    people = caseload_and_rest(app, 84, False, everyone)[0]
    people = people._replace(worst=worst_of(app, people.rows))
    missing = people_and_rest(app, 14, everyone, None)
    show: list[tuple[str, list[str]]] = [
        ("list --within 12w", caseload_lines(people, screen)),
        (f"show {_SHOWN}", countdown_lines(countdown_for(app, _SHOWN), screen)),
        ("missing --within 14d", missing_people_lines(missing, screen)),
    ]
    click.echo("Made-up people in a throw-away record. Nobody here is real.")
    for command, lines in show:
        click.echo(f"\n$ releasecheck {command}")
        click.echo("\n".join(lines), color=screen.colour)
    click.echo("\nHow to go on")
    record = f"--record {for_shell(str(path))} " if kept else ""
    if kept:
        click.echo(f"  releasecheck {record}why {_SHOWN} dtr      why a task is there, and why then")
    else:
        click.echo("  releasecheck demo --keep demo.db         keep these people to try things on")
    click.echo("  releasecheck record init                 start your own")
    click.echo("  releasecheck import people FILE.csv      from the spreadsheet you have")
    click.echo("  releasecheck --help                      everything else")
    app.store.close()


def load(app: App) -> None:
    """Put the made-up caseload into the open, empty record, each person as of the day they were known."""
    from releasecheck.app.recording.replanning import replan, to_save_by
    from releasecheck.commands.data.demo_data import demo_people
    from releasecheck.planning.changes import PersonChange, decide

    replan(app, None, "")
    planner, marks = to_save_by(app)
    with app.store.writing(by="demo", at=app.now, day=app.today, command="demo") as transaction:
        for person in demo_people(app.today):
            facts: Facts = person.facts
            change = PersonChange(
                person.prison_number,
                dict(facts),
                outcomes=person.outcomes,
                told_on=person.known_since,
                source=person.source,
            )
            transaction.save(decide(None, change, planner, app.today), marks.house)
