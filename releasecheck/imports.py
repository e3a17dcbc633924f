"""Rows of a spreadsheet -> what they say about each person, and which rows are refused and why.

Everything here is a value: a bad row is a `RowError`, kept beside the good rows and never half read. Only a
file that cannot be read at all is an exception. Nothing is written; `compare` says what would change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from releasecheck.domain import Facts, FactValue
from releasecheck.errors import ReleasecheckError
from releasecheck.fact_table import Fact
from releasecheck.facts import (
    FACTS,
    BadValue,
    expected,
    fact_for_heading,
    folded,
    is_not_known,
    parse,
    parse_yes_no,
    split_name,
    suggest_heading,
)
from releasecheck.recorded_dates import RELEASE_FACTS
from releasecheck.words import count, listed

Told: TypeAlias = Mapping[str, FactValue | None]
"""What a file says: absent is left as it was, None is "not known"."""

_RELEASE_TYPES = ("CRD", "ARD", "PRRD", "APD", "HDCAD")
#: The facts that hold a release date: when one of them changes, the release moves.
RELEASE_DATES = frozenset(
    name
    for names in (("confirmed_release_date",), *map(RELEASE_FACTS.__getitem__, _RELEASE_TYPES))
    for name in names
)
#: The facts that a Release Date column can set, whichever its Release Type column names.
_TYPED_FACTS = frozenset({"confirmed_release_date", *(names[-1] for names in RELEASE_FACTS.values())})
_TYPES_EXPECTED = listed((*RELEASE_FACTS, "confirmed"), "or")
_TYPED_HEADINGS = {
    "releasedate": ("releasetype", "releasedatetype", "typeofrelease", "type"),
    "nondtoreleasedate": ("nondtoreleasedatetype",),
}
_CONFIRMED_HEADINGS = ("confirmed", "releaseconfirmed", "dateconfirmed", "isconfirmed")
_NO_TYPE = "needs a Release Type column, or a heading such as CRD"
WHY_REFUSED = "Why refused"
"""The last column of a file of refused rows; ignored when that file comes back."""


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was refused; messages use the prison number and never a name."""

    file: str
    row: int
    """As the spreadsheet numbers it: a cell with a line break in it is still one row."""
    column: str
    value: str | None
    """What stood there; None where it is better not repeated."""
    expected: str

    def __str__(self) -> str:
        value = "" if self.value is None else f' "{self.value}"'
        return f"{self.file} row {self.row}, {self.column}{value}: {self.expected}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row that could be read."""

    row: int
    prison_number: str
    facts: Told


@dataclass(frozen=True, slots=True)
class UnusedHeading:
    """A column that nothing was read from."""

    heading: str
    suggestion: str | None = None

    def __str__(self) -> str:
        hint = f" Did you mean {self.suggestion}?" if self.suggestion else ""
        return f'column "{self.heading}" is not used.{hint}'


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file of people, read."""

    name: str
    rows: tuple[PersonRow, ...]
    errors: tuple[RowError, ...]
    """Every bad cell; a row with one is refused whole."""
    problems: tuple[RowError, ...]
    """What is wrong with a heading: the column is not read, the rows are."""
    unused_headings: tuple[UnusedHeading, ...]
    headings: Mapping[str, tuple[str, ...]]
    """Heading as written, and the facts it can set."""
    notes: tuple[str, ...]
    repeated: int
    """Rows that say again, word for word, what an earlier row said."""
    mentioned: frozenset[str]
    """Every prison number in the file, those of refused rows included."""
    cells: Mapping[int, tuple[str, ...]] = field(repr=False)
    """The file as it came, by row: what `rejects` gives back."""


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """How a row differs from the record of that person: fact -> (before, after), None being not known."""

    row: int
    prison_number: str
    changes: Mapping[str, tuple[FactValue | None, FactValue | None]]

    @property
    def facts(self) -> dict[str, FactValue | None]:
        """The new values, as they would be recorded."""
        return {name: after for name, (_, after) in self.changes.items()}

    @property
    def moves_release(self) -> bool:
        """Whether a release date that was known becomes another one."""
        pairs = (self.changes.get(name, (None, None)) for name in RELEASE_DATES)
        return any(before is not None and after is not None for before, after in pairs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What importing a file would do. An unchanged file leaves nothing to write."""

    new: tuple[PersonDifference, ...]
    changed: tuple[PersonDifference, ...]
    unchanged: tuple[str, ...]
    refused: tuple[RowError, ...]
    problems: tuple[RowError, ...]
    not_in_file: tuple[str, ...]
    repeated: int = 0

    @property
    def refused_rows(self) -> int:
        """Rows refused; several bad cells of one row count once."""
        return len({error.row for error in self.refused})

    def sentence(self, overdue: int = 0) -> str:
        """208 rows: 12 new, 3 release dates moved (2 make things overdue), 190 unchanged, 3 refused."""
        moved = sum(person.moves_release for person in self.changed)
        late = f" ({overdue} {'makes' if overdue == 1 else 'make'} things overdue)" if overdue else ""
        parts = (
            (len(self.new), f"{len(self.new)} new"),
            (moved, f"{count(moved, 'release date')} moved{late}"),
            (len(self.changed) - moved, f"{len(self.changed) - moved} otherwise changed"),
            (len(self.unchanged), f"{len(self.unchanged)} unchanged"),
            (self.repeated, f"{self.repeated} repeated"),
            (self.refused_rows, f"{self.refused_rows} refused"),
        )
        rows = count(sum(number for number, _ in parts), "row")
        said = ", ".join(words for number, words in parts if number)
        return f"{rows}: {said}" if said else rows


# --- from bytes to rows ---


def decode(data: bytes, encoding: str | None = None, file_name: str = "the file") -> str:
    """The text of a file: UTF-8, with or without a byte-order mark, unless an encoding is named."""
    tried = encoding or "utf-8-sig"
    hint = "; if it was saved by Excel, add --encoding cp1252"
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


# --- what the headings mean ---

Reader: TypeAlias = Callable[[str], Told]


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    heading: str
    sets: tuple[str, ...]
    read: Reader


@dataclass(frozen=True, slots=True)
class _TypedDate:
    """A Release Date column, the one that says which date it is, and perhaps one that confirms it."""

    day: _Column
    type: _Column
    confirmed: _Column | None


@dataclass(frozen=True, slots=True)
class _Layout:
    file: str
    row: int
    width: int
    number_heading: str
    columns: tuple[_Column, ...]
    typed: tuple[_TypedDate, ...]
    unused: tuple[UnusedHeading, ...]
    problems: tuple[RowError, ...]
    notes: tuple[str, ...]

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Heading -> the facts it can set, in the order of the file."""
        typed = (part for group in self.typed for part in (group.day, group.type, group.confirmed) if part)
        used = sorted((*self.columns, *typed), key=lambda column: column.index)
        return {column.heading: column.sets for column in used}


def _one(fact: Fact) -> Reader:
    """Reads a cell as one fact."""
    return lambda text: {fact.name: parse(fact, text)}


def _full_name(text: str) -> Told:
    """A whole name in one cell."""
    names = zip(("last_name", "first_name"), split_name(text), strict=True)
    return {fact: name for fact, name in names if name is not None}


def _mappa(text: str) -> Told:
    """A MAPPA cell, which may hold the category, the level or both; a bare number may be either: refused."""
    text = text.strip().casefold()
    if is_not_known(text) or text in ("n", "no", "nil", "none"):
        return {"mappa_category": None if is_not_known(text) else "none"}
    pattern = r"(?:c(?:at(?:egory)?)?\.?\s*([1-4]))?[\s,/;-]*(?:l(?:evel)?\.?\s*([1-3]))?"
    found = re.fullmatch(pattern, text)
    if not found or not any(found.groups()):
        raise BadValue("say Cat 2, Level 2, Cat 2 Level 2 or none")
    category, level = found.groups()
    told: dict[str, FactValue | None] = {"mappa_category": category} if category else {}
    return told | ({"mappa_level": int(level)} if level else {})


def _no_fixed_abode(text: str) -> Told:
    """Yes is homeless. No says nothing about being settled, so housing is left as it was."""
    return {"housing": "homeless"} if parse_yes_no(text) else {}


def _sentence_and_licence(text: str) -> Told:
    """One expiry date for both."""
    day = parse(FACTS["sentence_expiry_date"], text)
    return {"sentence_expiry_date": day, "licence_expiry_date": day}


_SPECIAL: dict[str, tuple[tuple[str, ...], Reader]] = {
    **dict.fromkeys(
        ("name", "fullname", "prisoner", "prisonername"), (("last_name", "first_name"), _full_name)
    ),
    "mappa": (("mappa_category", "mappa_level"), _mappa),
    "nfa": (("housing",), _no_fixed_abode),
    "sled": (("sentence_expiry_date", "licence_expiry_date"), _sentence_and_licence),
}
_SPECIAL_NAMES = ("Name", "Full name", "Release Date", "Release Type", "MAPPA", "NFA", "SLED")


def _column(index: int, heading: str) -> _Column | None:
    """What this column says, or None when its heading means nothing by itself."""
    if special := _SPECIAL.get(folded(heading)):
        return _Column(index, heading, *special)
    fact = fact_for_heading(heading)
    return _Column(index, heading, (fact.name,), _one(fact)) if fact else None


def _typed_dates(headings: Sequence[str]) -> tuple[_TypedDate, ...]:
    """Each Release Date column that another column gives a type."""
    places = {folded(heading): index for index, heading in reversed(list(enumerate(headings)))}

    def find(names: Iterable[str], *sets: str) -> _Column | None:
        index = next((places[name] for name in names if name in places), None)
        return None if index is None else _Column(index, headings[index], sets, lambda _: {})

    found = []
    for day_heading, type_headings in _TYPED_HEADINGS.items():
        day, kind = find([day_heading], *sorted(_TYPED_FACTS)), find(type_headings)
        if day and kind:
            confirmed = find(_CONFIRMED_HEADINGS, "confirmed_release_date")
            found.append(_TypedDate(day, kind, confirmed if day_heading == "releasedate" else None))
    return tuple(found)


def _unused(heading: str, index: int) -> UnusedHeading:
    """A heading we do not know, with the nearest one we do."""
    if not heading:
        return UnusedHeading(f"(column {index + 1}, no heading)")
    return UnusedHeading(heading, suggest_heading(heading, _SPECIAL_NAMES))


def _layout(file: str, row: int, cells: Sequence[str]) -> _Layout:
    """What each column of the file is, and what cannot be used."""
    headings = [" ".join(cell.split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    typed = _typed_dates(headings)
    taken = {part.index for group in typed for part in (group.day, group.type, group.confirmed) if part}
    columns = [
        column
        for index, heading in enumerate(headings)
        if index not in taken and (column := _column(index, heading))
    ]
    taken |= {column.index for column in columns}
    surname = next((column.heading for column in columns if column.sets == ("last_name",)), None)
    whole_names = [column for column in columns if surname and column.read is _full_name]
    columns = [column for column in columns if column not in whole_names]
    left = [(index, heading) for index, heading in enumerate(headings) if index not in taken]
    untyped = [heading for _, heading in left if folded(heading) in _TYPED_HEADINGS]
    dated = bool(typed) or any(RELEASE_DATES.intersection(column.sets) for column in columns)
    number = [column.heading for column in columns if column.sets == ("prison_number",)]
    if not number:
        raise ReleasecheckError(
            f"{file} has no column for the prison number. Looked for Prison Number, NOMS No, NOMIS Number "
            f"and the like; found {listed(heading for heading in headings if heading) or 'no headings'}."
        )
    return _Layout(
        *(file, row, len(headings), number[0], tuple(columns), typed),
        unused=tuple(
            _unused(heading, index)
            for index, heading in left
            if heading not in untyped and folded(heading) != folded(WHY_REFUSED)
        ),
        problems=() if dated else tuple(RowError(file, row, name, None, _NO_TYPE) for name in untyped),
        notes=(
            *(f"{column.heading} is not read: {surname} is" for column in whole_names),
            *(f"{name} is not read: it {_NO_TYPE}" for name in untyped if dated),
        ),
    )


# --- what the rows say ---

_Reading: TypeAlias = tuple[str, str, Reader]
"""A heading, the cell under it, and how to read it."""


def read_rows(records: Iterable[Sequence[str]], file_name: str) -> PeopleFile:
    """People from the rows of a table whose first row that is not empty is the headings."""
    cells = {row: tuple(record) for row, record in enumerate(records, start=1) if any(map(str.strip, record))}
    if not cells:
        raise ReleasecheckError(f"{file_name} is empty: it has no headings")
    heading_row, *body = cells
    layout = _layout(file_name, heading_row, cells[heading_row])
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
    layout: _Layout, row: int, cells: Sequence[str]
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


def _readings(layout: _Layout, cells: Sequence[str]) -> Iterator[_Reading]:
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
        yield typed.day.heading, day, _one(FACTS[name])
        if typed.confirmed and cells[typed.confirmed.index].strip():
            yield typed.confirmed.heading, cells[typed.confirmed.index], _confirms(day)


def _fact_of_type(kind: str) -> str | None:
    """The fact that a release type names: CRD, "Conditional release", confirmed."""
    if folded(kind) == "confirmed":
        return "confirmed_release_date"
    fact = fact_for_heading(kind)
    return fact.name if fact and fact.name in _TYPED_FACTS else None


def _refuse_type(_: str) -> Told:
    raise BadValue(_TYPES_EXPECTED)


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
    column = _column(0, heading)
    facts = [FACTS[name] for name in column.sets] if column else []
    if any(fact.kind == "name" or fact.sensitive for fact in facts):
        return None
    line = "".join(letter if letter.isprintable() else " " for letter in text.strip())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _second_row(layout: _Layout, row: int, first: PersonRow, said: Told) -> RowError:
    """A person who comes twice in one file, and not with the same details."""
    names = [name for name in FACTS if first.facts.get(name) != said.get(name)]
    what = listed(names) or "other details"
    return RowError(
        *(layout.file, row, layout.number_heading, first.prison_number),
        f"is already on row {first.row}, where it has another {what}",
    )


def rejects(file: PeopleFile, errors: Iterable[RowError]) -> list[tuple[str, ...]]:
    """The refused rows as they came, under their headings, each with why in a last column."""
    why: dict[int, list[str]] = {}
    for error in errors:
        why.setdefault(error.row, []).append(f"{error.column}: {error.expected}")
    heading_row, *body = file.cells
    width = max(len(file.cells[row]) for row in (heading_row, *why))

    def padded(row: int) -> tuple[str, ...]:
        return (*file.cells[row], *[""] * (width - len(file.cells[row])))

    refused = [(*padded(row), "; ".join(why[row])) for row in body if row in why]
    return [(*padded(heading_row), WHY_REFUSED), *refused]


# --- what would change ---


def compare(current: Mapping[str, Facts], file: PeopleFile, today: date) -> Comparison:
    """What importing the file would change in the record of these people, and whom it may have mixed up."""
    new: list[PersonDifference] = []
    changed: list[PersonDifference] = []
    unchanged: list[str] = []
    refused = list(file.errors)
    for row in file.rows:
        known = current.get(row.prison_number)
        doubts = _doubts(file, row, known or {}, today)
        if doubts:
            refused += doubts
            continue
        difference = _difference(row, known or {})
        if known is None:
            new.append(difference)
        elif difference.changes:
            changed.append(difference)
        else:
            unchanged.append(row.prison_number)
    return Comparison(
        *(tuple(new), tuple(changed), tuple(unchanged)),
        refused=tuple(sorted(refused, key=lambda error: error.row)),
        problems=file.problems,
        not_in_file=tuple(sorted(set(current) - file.mentioned)),
        repeated=file.repeated,
    )


def _difference(row: PersonRow, known: Facts) -> PersonDifference:
    """The facts that the row would change."""
    changes = {
        name: (known.get(name), value) for name, value in row.facts.items() if known.get(name) != value
    }
    return PersonDifference(row.row, row.prison_number, changes)


def _doubts(file: PeopleFile, row: PersonRow, known: Facts, today: date) -> list[RowError]:
    """Why this row may be about somebody else: another birthday or another surname under the same number."""

    def doubt(name: str, why: str) -> RowError:
        heading = next((heading for heading, sets in file.headings.items() if name in sets), name)
        return RowError(file.name, row.row, heading, None, f"{row.prison_number} {why}")

    doubts = []
    born, recorded = row.facts.get("date_of_birth"), known.get("date_of_birth")
    if isinstance(born, date) and born > today:
        doubts.append(doubt("date_of_birth", "would be born in the future"))
    elif born is not None and recorded is not None and born != recorded:
        doubts.append(doubt("date_of_birth", _ANOTHER.format("date of birth", "date_of_birth=YYYY-MM-DD")))
    called, recorded = row.facts.get("last_name"), known.get("last_name")
    if called is not None and recorded is not None and _plain(str(called)) != _plain(str(recorded)):
        doubts.append(doubt("last_name", _ANOTHER.format("last name", "last_name=NAME")))
    return doubts


_ANOTHER = "has another {} in the record: the same person? If so, set {} first"


def _plain(name: str) -> str:
    """A name without accents, capitals, spaces and punctuation, for telling whether two are the same."""
    import unicodedata

    return folded("".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)))
