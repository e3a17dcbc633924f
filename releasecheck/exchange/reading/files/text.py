"""Text files -> rows of cells: letters by their encoding, cells by the separator of the headings."""

from __future__ import annotations

import codecs
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import MOST_ROWS
from releasecheck.exchange.reading.files.table import (
    MOST_COLUMNS,
    TITLE_ROWS,
    AreHeadings,
    Row,
    SourceCell,
    SourceTable,
    counted,
    heading_row,
    is_filled,
    too_wide,
    trimmed,
)

_SEPARATORS = ",;\t|"
_LOOKED_AT = 200_000
"""Letters by which the separator is told."""
_FEW = 3
"""Doubtful rows that are named; more are counted."""
_NAME = 100
"""Letters of a cell that may be a name; in a longer one a question mark is a question."""
LONGEST_FIELD = 1_000_000
"""Letters of one cell; beyond them a mark that is not closed has swallowed the rows below."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""How a file begins that says what it is in; the longer of two that begin alike comes first."""
_OLD_EXCEL = "cp1252"
_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x19\x1b-\x1f]")
_MAY_BE_LOST = re.compile("[\N{REPLACEMENT CHARACTER}\x80-\x9f?Ãâ]")
"""What the longer pattern begins with: it alone is looked for quickly."""
_LOST = re.compile(
    "\N{REPLACEMENT CHARACTER}|[\x80-\x9f]"  # what no letter stood for, and what is none in any alphabet
    "|(?<![^\\W_])\\?(?=[A-Z])|(?<=[^\\W\\d_])\\?(?=[^\\W\\d_])"  # a question mark before or within a word
    "|Ã[\x80-\xbf]|â€"  # UTF-8 that was once read as Windows-1252
)


class FileText(NamedTuple):
    """The text of a file, and what should be known of its letters."""

    text: str
    notes: tuple[str, ...] = ()
    mixed: bool = False
    """Whether some of its letters are in one encoding and some in another."""


def read_text(data: bytes, encoding: str | None, name: str) -> FileText:
    """The text of a file: in the encoding that is named, or told by its mark, or UTF-8, or Windows-1252.

    Raises ReleasecheckError for one that is not in the encoding that is named, or is no text.
    """
    if encoding is not None:
        return FileText(_decoded(data, encoding, name))
    marked = next((known for mark, known in _MARKS if data.startswith(mark)), None)
    if marked is not None and marked != "utf-8":
        return FileText(_decoded(data, marked, name))
    start = data[:64]
    if start.count(0) * 4 > len(start):
        guess = "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
        raise ReleasecheckError(f"{name} looks like UTF-16, not UTF-8; add --encoding {guess}")
    try:
        return FileText(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        if _NO_TEXT.search(data):
            raise ReleasecheckError(
                f"{name} is neither text nor a workbook: save the list as .xlsx or CSV, and import that"
            ) from problem
    return _of_windows(data, name)


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise ReleasecheckError(f'there is no encoding called "{encoding}"; try --encoding cp1252') from None
    except UnicodeError as problem:
        raise ReleasecheckError(
            f"{name} cannot be read as {encoding}; try another --encoding, such as utf-8, cp1252 or utf-16"
        ) from problem


def _of_windows(data: bytes, name: str) -> FileText:
    """Text of Windows-1252; where lists were put together, what is UTF-8 among it is read as that."""
    codecs.register_error("releasecheck.windows", _one_by_one)
    data = data.removeprefix(codecs.BOM_UTF8)
    text = data.decode("utf-8", "releasecheck.windows")
    mixed = len(text) != len(data)
    also = " and in part as UTF-8" if mixed else ""
    return FileText(text, (f"{name}: read as Windows-1252{also}. Wrong? Add --encoding NAME",), mixed)


def _one_by_one(problem: UnicodeError) -> tuple[str, int]:
    """The byte that is no UTF-8, as Windows-1252 has it."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return problem.object[problem.start : problem.end].decode(_OLD_EXCEL, "replace"), problem.end


def text_table(text: FileText, name: str, are_headings: AreHeadings | None = None) -> SourceTable:
    """A table from the text of a CSV file, cut by the separator of its headings."""
    body, separator = _told_separator(text.text)
    separator = separator or _separator(body, are_headings)

    def rows() -> Iterator[Row]:
        return _csv_rows(body, separator, name)

    if body.count("\n") > MOST_ROWS:
        deque(counted(name, rows()), 0)  # refused before anybody is told of a million rows
    doubtful = _doubtful(text, rows, are_headings)
    return SourceTable(name, rows, notes=(*text.notes, *_doubts(name, doubtful)), doubtful=doubtful)


def _doubtful(
    text: FileText, rows: Callable[[], Iterator[Row]], are_headings: AreHeadings | None
) -> tuple[int, ...]:
    """The rows under the headings in which letters were lost, or may be other letters."""
    if not text.mixed and not lost_letters(text.text):
        return ()
    headings = heading_row(rows(), are_headings) if are_headings else None
    first = headings[0] if headings else 0

    def is_doubtful(cell: SourceCell) -> bool:
        if not cell or len(cell) > _NAME:
            return False
        return (text.mixed and not cell.isascii()) or lost_letters(cell)

    return tuple(number for number, cells in rows() if number > first and any(map(is_doubtful, cells)))


def lost_letters(text: str) -> bool:
    """Whether letters seem to have been lost in it: ?UKASZ, O?NEILL, or one read in another encoding."""
    if text.isascii() and "?" not in text:
        return False
    return any(_LOST.match(text, found.start()) for found in _MAY_BE_LOST.finditer(text))


def _doubts(name: str, rows: Sequence[int]) -> tuple[str, ...]:
    """Which rows to look at; by number, for messages name nobody."""
    if not rows:
        return ()
    named = ", ".join(map(str, rows[:_FEW]))
    more = f" and {len(rows) - _FEW:,} more" if len(rows) > _FEW else ""
    where = f"{'row' if len(rows) == 1 else 'rows'} {named}{more}"
    return (f"{name}: letters may be lost or wrong in {where}: check the names there",)


def _told_separator(text: str) -> tuple[str, str | None]:
    """The text, and the separator that a first line of Excel's names; Excel shows and counts no such line."""
    told = re.match(r'"?sep=([^\w\s"]|\t)"?(\r\n|\r|\n)', text, re.IGNORECASE)
    return (text[told.end() :], told[1]) if told else (text, None)


def _separator(text: str, are_headings: AreHeadings | None) -> str:
    """The separator under which a row is headings and the rows agree in width; notes may hold many others."""
    start = text
    if len(text) > _LOOKED_AT:
        start = text[: text.rfind("\n", 0, _LOOKED_AT) + 1 or _LOOKED_AT]

    def fit(separator: str) -> tuple[bool, int, int]:
        rows = list(islice(filter(is_filled, _loose_rows(start, separator)), TITLE_ROWS))
        headings = heading_row(iter(rows), are_headings) if are_headings else None
        widths = Counter(len(trimmed(cells)) for _, cells in rows)
        if headings is not None:
            width = len(trimmed(headings[1]))
            return True, sum(number for wide, number in widths.items() if 1 < wide <= width), width
        # Rows of one cell agree under every separator: they say nothing.
        agreeing = max(((number, wide) for wide, number in widths.items() if wide > 1), default=(0, 0))
        return False, *agreeing

    return max(_SEPARATORS, key=fit)


def _loose_rows(text: str, separator: str) -> Iterator[Row]:
    """Rows to tell a separator by: wrongly cut, they may be out of order, and that is no error."""
    import csv
    import io

    csv.field_size_limit(LONGEST_FIELD)
    with suppress(csv.Error):
        yield from enumerate(
            map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=separator)), start=1
        )


def _csv_rows(text: str, separator: str, name: str) -> Iterator[Row]:
    import csv
    import io

    csv.field_size_limit(LONGEST_FIELD)
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=separator, strict=True)
    number = width = 0
    while True:
        begins = stream.tell()
        try:
            row = next(reader, None)
        except csv.Error as problem:
            if "field limit" in str(problem):
                raise ReleasecheckError(
                    f"{name} row {number + 1} has a cell of more than {LONGEST_FIELD:,} letters: "
                    "a quotation mark may be missing"
                ) from problem
            stream.seek(begins)
            row = _with_loose_marks(stream.readline().rstrip("\r\n"), separator)
            # Cut in another number of cells than the rows above, it may be cut wrongly.
            if row is None or len(row) != width:
                raise ReleasecheckError(
                    f"{name} row {number + 1} cannot be read: a quotation mark is out of place ({problem})"
                ) from problem
            reader = csv.reader(stream, delimiter=separator, strict=True)
        if row is None:
            return
        if len(row) > MOST_COLUMNS:
            raise too_wide(name, len(row))
        number, width = number + 1, max(width, len(row))
        yield number, tuple(row)


def _with_loose_marks(line: str, separator: str) -> list[str] | None:
    """The cells of a line in which a quoted one holds quotation marks as they were typed: "He said "yes"".

    None where a mark is left open, which would swallow what follows.
    """
    cells: list[str] = []
    at = 0
    while at <= len(line):
        end = line.find(separator, at)
        end = len(line) if end < 0 else end
        if line[at : at + 1] == '"':
            last = line.find('"', at + 1)
            while last >= 0 and line[last + 1 : last + 2] not in ("", separator):
                last = line.find('"', last + (2 if line[last + 1] == '"' else 1))
            if last >= 0:
                cells.append(line[at + 1 : last].replace('""', '"'))
                at = last + 2
                continue
            if line.count('"', at, end) % 2:
                return None
        cells.append(line[at:end])
        at = end + 1
    return cells
