"""What a page says, for other programs and for Excel: getting it to where it is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import give, may_replace, write

if TYPE_CHECKING:
    from releasecheck.formats.sheets.pages import SheetPage


def present_data(
    app: App,
    data: Mapping[str, object],
    numbers: frozenset[str],
    output: Path | None,
    recipient: str | None,
    force: bool = False,
) -> None:
    """The same as a paper says, as JSON for other programs; logged as `present_paper` does it."""
    from releasecheck.app.reading.access_log import shown
    from releasecheck.formats.json_text import json_text

    may_replace(output, force)
    write(
        *(app, json_text(data), output, "Data"),
        lambda: shown(app, numbers, recipient, output),
        settled=True,
        form="json",
    )


def present_sheets(
    app: App,
    pages: Sequence[SheetPage],
    numbers: frozenset[str],
    output: Path | None,
    recipient: str | None,
    force: bool = False,
) -> None:
    """The same as a paper says, as a workbook; logged as `present_paper` does it."""
    from releasecheck.app.reading.access_log import shown
    from releasecheck.formats.workbooks import workbook_bytes

    may_replace(output, force)
    made = workbook_bytes(pages, app.marking)
    give(app, made, "xlsx", output, "Workbook", lambda: shown(app, numbers, recipient, output), settled=True)
