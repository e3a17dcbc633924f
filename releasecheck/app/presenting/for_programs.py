"""What a report says, for other programs: getting it to where it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import may_replace, write


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
    )
