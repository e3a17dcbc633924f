"""CSV and its relatives -> rows of cells: the encoding named or UTF-8, the separator seen from the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.table import MOST_COLUMNS, Row, Table, too_wide

_LINES_LOOKED_AT = 50


def decode(data: bytes, encoding: str | None = None, file_name: str = "the file") -> str:
    """The text of a file: UTF-8, with or without a byte-order mark, unless an encoding is named."""
    tried = encoding or "utf-8-sig"
    hint = "; if it was saved by Excel, add --encoding cp1252"
    start = data[:64]
    every_other_nought = start.count(0) * 4 > len(start)
    if encoding is None and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or every_other_nought):
        raise ReleasecheckError(f"{file_name} looks like UTF-16, not UTF-8; add --encoding utf-16")
    try:
        return data.decode(tried).removeprefix("\ufeff")
    except LookupError:
        raise ReleasecheckError(f'there is no encoding called "{encoding}"; try --encoding cp1252') from None
    except UnicodeError as problem:
        if encoding is not None:
            hint = "; try another --encoding, such as utf-8, cp1252 or utf-16"
        name = encoding or "UTF-8"
        raise ReleasecheckError(f"{file_name} cannot be read as {name}{hint}") from problem


def text_table(text: str, name: str) -> Table:
    """A table from the text of a CSV file: comma, semicolon or tab, whichever its headings use."""
    delimiter = _delimiter(text)
    return Table(name, lambda: _csv_rows(text, delimiter, name))


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into the most cells."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_LINES_LOOKED_AT]
    unquoted = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return max(",;\t", key=lambda mark: max((line.count(mark) for line in unquoted), default=0))


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[Row]:
    import csv
    import io

    csv.field_size_limit(2**31 - 1)
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(reader, start=1):
            if len(row) > MOST_COLUMNS:
                raise too_wide(name, len(row))
            yield number, tuple(row)
    except csv.Error as problem:
        raise ReleasecheckError(
            f"{name} row {number + 1} cannot be read: a quotation mark is out of place ({problem})"
        ) from problem
