"""Rows of a spreadsheet -> what they say about each person, and which rows are refused and why.

Everything here is a value: a bad row is a `RowError`, kept beside the good rows and never half read. Only a
file that cannot be read at all is an exception. Nothing is written; `comparison` says what would change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from releasecheck.domain import FactValue
from releasecheck.errors import ReleasecheckError
from releasecheck.facts import (
    FACTS,
    BadValue,
    expected,
    fact_for_heading,
    folded,
    parse,
    parse_yes_no,
)
from releasecheck.headings import (
    TYPED_FACTS,
    TYPES_EXPECTED,
    Layout,
    Reader,
    read_column,
    read_fact,
    read_headings,
)
from releasecheck.people_file import PeopleFile, PersonRow, RowError, Told
from releasecheck.words import listed


def decode(data: bytes, encoding: str | None = None, file_name: str = "the file") -> str:
    """The text of a file: UTF-8, with or without a byte-order mark, unless an encoding is named."""
    tried = encoding or "utf-8-sig"
    hint = "; if it was saved by Excel, add --encoding cp1252"
    if data[:4] == b"PK\x03\x04":
        raise ReleasecheckError(f"{file_name} is a workbook: save it as CSV (UTF-8) and import that")
    if encoding is None and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]):
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


def read_csv(text: str, file_name: str) -> list[tuple[str, ...]]:
    """Every row of a CSV text, empty ones too; comma, semicolon or tab, whichever the headings use."""
    import csv
    import io

    heading_line = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", heading_line)
    delimiter = max(",;\t", key=unquoted.count)
    lines = io.StringIO(text, newline="")
    rows: list[tuple[str, ...]] = []
    try:
        rows.extend(tuple(row) for row in csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as problem:
        raise ReleasecheckError(
            f"{file_name} row {len(rows) + 1} cannot be read: a quotation mark is out of place ({problem})"
        ) from problem
    return rows


def read_people(text: str, file_name: str) -> PeopleFile:
    """People from the text of a CSV file, as `decode` gave it."""
    return read_rows(read_csv(text, file_name), file_name)


_Reading: TypeAlias = tuple[str, str, Reader]
"""A heading, the cell under it, and how to read it."""


def read_rows(records: Iterable[Sequence[str]], file_name: str) -> PeopleFile:
    """People from the rows of a table whose first row that is not empty is the headings."""
    cells = {row: tuple(record) for row, record in enumerate(records, start=1) if any(map(str.strip, record))}
    if not cells:
        raise ReleasecheckError(f"{file_name} is empty: it has no headings")
    heading_row, *body = cells
    layout = read_headings(file_name, heading_row, cells[heading_row])
    rows: dict[str, PersonRow] = {}
    errors: list[RowError] = []
    mentioned: set[str] = set()
    repeated = 0
    for number in body:
        said, wrong = _read_row(layout, number, cells[number])
        who = said.pop("prison_number", None)
        if isinstance(who, str):
            mentioned.add(who)
        if wrong or not isinstance(who, str):
            errors += wrong
        elif (first := rows.setdefault(who, PersonRow(number, who, said))).row == number:
            continue
        elif first.facts == said:
            repeated += 1
        else:
            errors.append(_second_row(layout, number, first, said))
    return PeopleFile(
        *(file_name, tuple(rows.values()), tuple(errors), layout.problems, layout.unused, layout.headings),
        *(layout.notes, repeated, frozenset(mentioned), cells),
    )


def _read_row(
    layout: Layout, row: int, cells: Sequence[str]
) -> tuple[dict[str, FactValue | None], list[RowError]]:
    """All that a row says, and all that is wrong with it."""
    said: dict[str, tuple[str, FactValue | None]] = {}
    wrong: list[RowError] = []
    extra = [cell for cell in cells[layout.width :] if cell.strip()]
    if extra:
        text = f"more cells than the {layout.width} headings"
        wrong.append(RowError(layout.file, row, f"column {layout.width + 1}", extra[0], text))
    padded = (*cells, *[""] * (layout.width - len(cells)))
    for heading, text, read in _readings(layout, padded):
        try:
            told = read(text)
        except BadValue as problem:
            wrong.append(RowError(layout.file, row, heading, _repeatable(heading, text), str(problem)))
            continue
        for name, value in told.items():
            other, already = said.setdefault(name, (heading, value))
            if already != value:
                both = listed((other, heading))
                wrong.append(RowError(layout.file, row, both, None, f"differ, and both are {name}"))
    number_is_bad = any(error.column == layout.number_heading for error in wrong)
    if not number_is_bad and said.get("prison_number", ("", None))[1] is None:
        needed = expected(FACTS["prison_number"])
        wrong.append(RowError(layout.file, row, layout.number_heading, "", needed))
    return {name: value for name, (_, value) in said.items()}, wrong


def _readings(layout: Layout, cells: Sequence[str]) -> Iterator[_Reading]:
    """Each cell that says something, with how to read it; an empty one leaves the fact as it was."""
    for column in layout.columns:
        if cells[column.index].strip():
            yield column.heading, cells[column.index], column.read
    for typed in layout.typed:
        day, kind = cells[typed.day.index], cells[typed.type.index]
        name = _fact_of_type(kind)
        if not day.strip():
            continue
        if name is None:
            yield typed.type.heading, kind, _refuse_type
            continue
        yield typed.day.heading, day, read_fact(FACTS[name])
        if typed.confirmed and cells[typed.confirmed.index].strip():
            yield typed.confirmed.heading, cells[typed.confirmed.index], _confirms(day)


def _fact_of_type(kind: str) -> str | None:
    """The fact that a release type names: CRD, "Conditional release", confirmed."""
    if folded(kind) == "confirmed":
        return "confirmed_release_date"
    fact = fact_for_heading(kind)
    return fact.name if fact and fact.name in TYPED_FACTS else None


def _refuse_type(_: str) -> Told:
    raise BadValue(TYPES_EXPECTED)


def _confirms(day: str) -> Reader:
    """Reads a Confirmed cell: yes makes this the confirmed date, no says that there is none."""

    def read(text: str) -> Told:
        answer = parse_yes_no(text)
        if answer is None:
            return {}
        try:
            return {"confirmed_release_date": parse(FACTS["confirmed_release_date"], day) if answer else None}
        except BadValue:
            return {}  # the date's own column already says what is wrong with it

    return read


def _repeatable(heading: str, text: str) -> str | None:
    """The cell as it stood, on one line; None for a name or a sensitive fact, which errors do not repeat."""
    column = read_column(0, heading)
    facts = [FACTS[name] for name in column.sets] if column else []
    if any(fact.kind == "name" or fact.sensitive for fact in facts):
        return None
    line = "".join(letter if letter.isprintable() else " " for letter in text.strip())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _second_row(layout: Layout, row: int, first: PersonRow, said: Told) -> RowError:
    """A person who comes twice in one file, and not with the same details."""
    names = [name for name in FACTS if first.facts.get(name) != said.get(name)]
    what = listed(names) or "other details"
    return RowError(
        *(layout.file, row, layout.number_heading, first.prison_number),
        f"is already on row {first.row}, where it has another {what}",
    )
