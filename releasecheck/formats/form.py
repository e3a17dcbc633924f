"""A report in every shape it is given out in; `reports.forms` has one for each report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NoReturn

from releasecheck.core.errors import ReportError
from releasecheck.core.named import NamedTuple

if TYPE_CHECKING:
    from releasecheck.formats.charts import Picture
    from releasecheck.formats.json_text import Json
    from releasecheck.formats.sheets.pages import SheetPage
    from releasecheck.formats.terminal import Screen


def _no_lines(screen: Screen, everything: bool) -> list[str]:
    return []


def _no_pictures() -> tuple[Picture, ...]:
    return ()


def _no_data() -> NoReturn:
    raise ReportError("this report is for people: there is no CSV and no JSON of it")


class Form(NamedTuple):
    """One report; each part is made, and what makes it is loaded, when it is asked for."""

    templates: tuple[str, ...]
    """Names of those that may lay it out, of which the first there is does: `forecast`, then `tables`."""
    page: Callable[[], object]
    """What the template is given: everything said, in words and in order."""
    lines: Callable[[Screen, bool], list[str]] = _no_lines
    """For a screen or a text page; a long one is cut unless everything is asked for."""
    pictures: Callable[[], tuple[Picture, ...]] = _no_pictures
    """What is drawn of it, for whoever would rather look."""
    csv: Callable[[], Iterator[str]] = _no_data
    """Rows for a spreadsheet, piece by piece."""
    data: Callable[[], dict[str, Json]] = _no_data
    """The same for other programs, as a JSON object."""
    sheets: Callable[[], tuple[SheetPage, ...]] = _no_data
    """The same as the sheets of a workbook that people look at."""
