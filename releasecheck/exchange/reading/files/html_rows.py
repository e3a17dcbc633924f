"""A web page saved as .xls, as reports of other systems are -> the rows of its tables."""

from __future__ import annotations

import html.parser
from collections.abc import Iterator, Sequence
from functools import partial

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.sheets import BookSheet
from releasecheck.exchange.reading.files.table import MOST_COLUMNS, Row, too_wide, trimmed

_NOT_SHOWN = frozenset(("script", "style", "title", "template"))
_NEW_LINE = frozenset(("br", "p", "div", "li"))
_MOST_CELLS = 10_000_000
"""Empty ones under high and wide cells count: a page of a few bytes could ask for any number."""


class _Grid:
    """One table: its rows, and which places of rows to come the cells above still take."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.pieces: list[str] | None = None
        """The text of the cell that is being read, piece by piece."""
        self._span = (1, 1)
        self._taken: dict[int, int] = {}
        """Column -> the last row that a cell above takes there."""

    def begin_row(self) -> None:
        """A new row."""
        self.end_cell()
        self.rows.append([])

    def begin_cell(self, across: int, down: int) -> int:
        """A new cell, in the next place that no cell above reaches down to; how many places that took."""
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        before = len(row)
        while self._taken.get(len(row), 0) >= len(self.rows):
            row.append("")
        self.pieces, self._span = [], (across, down)
        return len(row) - before + across

    def end_cell(self) -> None:
        """Keep the cell; where it is wide or high, the other places are empty, as they are in a workbook."""
        if self.pieces is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        across, down = self._span
        row = self.rows[-1]
        if down > 1:
            last = len(self.rows) + down - 1
            self._taken |= dict.fromkeys(range(len(row), len(row) + across), last)
        row += ["\n".join(filter(None, lines)), *[""] * (across - 1)]
        self.pieces = None


class _Page(html.parser.HTMLParser):
    """Reads a page; tables within tables are tables of their own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.grids: list[_Grid] = []
        self._name, self._cells, self._hidden = name, 0, 0
        self._open: list[_Grid] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        self._hidden += tag in _NOT_SHOWN
        if tag == "table":
            self._open.append(_Grid())
            self.grids.append(self._open[-1])
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in ("td", "th"):
            spans = dict(attrs)
            across, down = (_number(spans.get(span)) for span in ("colspan", "rowspan"))
            self._cells += self._open[-1].begin_cell(across, down)
            if self._cells > _MOST_CELLS:
                raise ReleasecheckError(f"{self._name} is too large to be read: save the list as CSV")
        elif tag in _NEW_LINE:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """A tag ends."""
        self._hidden -= tag in _NOT_SHOWN and self._hidden > 0
        if self._open and tag in ("td", "th", "tr", "table"):
            self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text, which belongs to the cell that is open; line breaks of the page itself are spaces."""
        if self._open and not self._hidden and (pieces := self._open[-1].pieces) is not None:
            pieces.append(data if data == "\n" else data.replace("\n", " "))


def _number(span: str | None) -> int:
    """Over how many places a cell reaches."""
    if not (span and span.isascii() and span.isdecimal()):
        return 1
    return min(max(int(span[:6]), 1), MOST_COLUMNS)


def html_sheets(text: str, name: str) -> list[BookSheet]:
    """The tables of a page that hold anything, in their order.

    Raises ReleasecheckError for a page that has none, or that asks for more cells than any list has.
    """
    closed, end, rest = text.rpartition("-->")
    page = _Page(name)
    # A comment that nobody closes would be looked through again for each that begins within it.
    try:
        page.feed(closed + end + rest.partition("<!--")[0])
        page.close()
    except AssertionError:  # what its parser says of a declaration that is none
        raise ReleasecheckError(
            f"{name} is a web page that is not whole: export the list as a workbook or CSV"
        ) from None
    for grid in page.grids:
        grid.end_cell()
    tables = [grid.rows for grid in page.grids if any(any(row) for row in grid.rows)]
    if not tables:
        raise ReleasecheckError(f"{name} is a web page without a table: export the list as a workbook or CSV")
    return [BookSheet(f"table {at}", False, partial(_rows, rows, name)) for at, rows in enumerate(tables, 1)]


def _rows(rows: Sequence[Sequence[str]], name: str) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        cells = trimmed(row)
        if len(cells) > MOST_COLUMNS:
            raise too_wide(name, len(cells))
        yield number, tuple(cells)
