"""`import report`: what an import could not read, afterwards."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.presenting.unshown import restricted_among
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import NUMBER, every_row_option, to_option
from releasecheck.core.errors import StoreError


@click.command("report")
@click.argument("entry", type=NUMBER, required=False, metavar="[ENTRY]")
@every_row_option
@report_forms
@to_option
@pass_app
def report_import(
    app: App, entry: int | None, everything: bool, form: str, output: Path | None, recipient: str | None
) -> None:
    """List what an import could not read, and with --format csv what it told; without ENTRY, the last one.

    releasecheck import report 41

    A cell that could not be read has left its fact as it was. To mend many at once: the list, or --map.
    """
    from releasecheck.reports.caseload.import_report import NotRead, ToldByImport, import_report

    store = app.store
    found = store.entry(entry) if entry is not None else next(iter(store.last_imports(1)), None)
    if found is None or found.command.partition(" ")[0] != "import":
        asked = "nothing has been imported" if entry is None else f"entry {entry} is no import"
        raise StoreError(f"{asked}. See the imports: releasecheck import undo")
    hidden = restricted(app)
    cells = [row for row in map(NotRead._make, store.unread_rows(found.entry)) if not row.tells_of(hidden)]
    what = found.command.partition(" ")[2] or "people"
    told = [
        one for one in map(ToldByImport._make, store.told_by(found.entry)) if one.prison_number not in hidden
    ]
    unshown = len(hidden.intersection(found.people))
    report = import_report(
        *(found.entry, what, found.day, len(found.people), cells, told, app.today),
        notes=(restricted_among(unshown),) if unshown else (),
    )
    present(app, report, form, output, recipient, everything=everything)
