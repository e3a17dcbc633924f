"""Files as other systems give them -> tables, whatever the format: CSV, TSV, XLSX, JSON or JSON Lines.

A file that cannot be read at all is an exception, and nothing is imported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.table import (
    MOST_COLUMNS,
    Row,
    SourceCell,
    SourceTable,
    too_wide,
    typed,
)

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def read_table(
    data: bytes, name: str, *, encoding: str | None = None, sheet: str | None = None
) -> SourceTable:
    """The rows of a file; its format is told from its first bytes, and never from its name alone.

    Raises ReleasecheckError for a file that cannot be read, or whose rows are not rows.
    """
    if data.startswith(_ZIP):
        from releasecheck.exchange.reading.files.workbook import read_workbook

        return read_workbook(data, name, sheet)
    if data.startswith(_OLE):
        raise ReleasecheckError(
            f"{name} is an old Excel file (.xls), or one with a password: save it as .xlsx without one"
        )
    if sheet is not None:
        raise ReleasecheckError(f"{name} has no sheets: --sheet is for a workbook (.xlsx)")
    text = decode(data, encoding, name)
    if _is_json(text):
        return read_json(text, name)
    return text_table(text, name)


def _is_json(text: str) -> bool:
    """Whether it begins as JSON does; a heading could hold a brace, but no heading row starts with one."""
    return re.match(r"\s*(\{|\[\s*(\{|\]))", text) is not None


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


def text_table(text: str, name: str) -> SourceTable:
    """A table from the text of a CSV file: comma, semicolon or tab, whichever its headings use."""
    delimiter = _delimiter(text)
    return SourceTable(name, lambda: _csv_rows(text, delimiter, name))


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


_Object: TypeAlias = Mapping[str, object]


_Objects: TypeAlias = Callable[[], Iterator[tuple[int, _Object]]]


def read_json(text: str, name: str) -> SourceTable:
    """A table from one object, a list of objects, a page with `content`, or an object to each line."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > 1 and _is_whole(lines[0][1]):
        return _table(name, "line", lambda: _from_lines(lines, name))
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ReleasecheckError(f"{name} is not whole JSON: {_words(problem)}") from problem
    notes: tuple[str, ...] = ()
    if isinstance(found, dict) and isinstance(found.get("content"), list):
        notes = _page_notes(found, name)
        found = found["content"]
    things = found if isinstance(found, list) else [found]
    objects = [(number, _object(thing, name, "record", number)) for number, thing in enumerate(things, 1)]
    return _table(name, "record", lambda: iter(objects), notes)


def _is_whole(line: str) -> bool:
    """Whether a line is an object by itself, as every line of JSON Lines is."""
    return line.lstrip().startswith("{") and line.rstrip().endswith("}")


def _from_lines(lines: list[tuple[int, str]], name: str) -> Iterator[tuple[int, _Object]]:
    for number, line in lines:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise ReleasecheckError(f"{name} line {number} is not whole JSON: {_words(problem)}") from problem
        yield number, _object(found, name, "line", number)


def _object(thing: object, name: str, unit: str, number: int) -> _Object:
    if not isinstance(thing, dict):
        raise ReleasecheckError(f"{name} {unit} {number} is not an object with named values")
    return thing


def _words(problem: Exception) -> str:
    """What is wrong and where, without the text itself."""
    if isinstance(problem, json.JSONDecodeError):
        return f"{problem.msg}, line {problem.lineno} column {problem.colno}"
    return "too deeply nested" if isinstance(problem, RecursionError) else "a number is too long"


def _page_notes(page: _Object, name: str) -> tuple[str, ...]:
    """A page of several is only part of a list, which whoever imports it should know."""
    pages = page.get("totalPages")
    if isinstance(pages, int) and pages > 1:
        return (f"{name} is one page of {pages}: the others are not in it",)
    return ()


def _table(
    name: str, unit: Literal["line", "record"], objects: _Objects, notes: tuple[str, ...] = ()
) -> SourceTable:
    """The objects as rows under all their keys, in the order in which the keys first come."""
    keys = tuple(dict.fromkeys(key for _, thing in objects() for key in thing))
    if len(keys) > MOST_COLUMNS:
        raise too_wide(name, len(keys))

    def rows() -> Iterator[Row]:
        yield 0, keys
        for number, thing in objects():
            yield number, tuple(_cell(thing[key]) if key in thing else None for key in keys)

    return SourceTable(name, rows, unit, notes)


def _cell(value: object) -> SourceCell:
    """The value as somebody would type it; a list or an object as compact JSON."""
    if value is None:
        return ""
    return typed(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
