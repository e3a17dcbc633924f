"""What the headings of a list mean: which facts each column sets, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.lists.cells import (
    SPECIAL_COLUMNS,
    TYPE,
    SpecialColumn,
    answered,
    is_release_type,
    read_fact,
)
from releasecheck.exchange.reading.lists.custody_columns import custody_columns
from releasecheck.exchange.reading.lists.office_words import OfficeWords, shipped_words
from releasecheck.exchange.reading.lists.people_file import WHY_REFUSED, RowFacts, UnusedHeading
from releasecheck.exchange.reading.lists.source_columns import (
    CONFIRMED_HEADINGS,
    OWN_TYPE,
    SourceColumn,
    TypedDate,
    rivals,
    told_once,
    type_alone,
    typed_dates,
)
from releasecheck.exchange.reading.lists.undated import BY_NOTHING, Undated
from releasecheck.people.facts import (
    FACTS,
    BadValue,
    fact_for_heading,
    folded,
    suggest_heading,
)
from releasecheck.people.plan_inputs import KNOWN_SINCE, OWNERS, RELEASES_TOLD
from releasecheck.people.sentence_dates import RELEASE_DATES, UNTYPED_FACT

_GUESSED_AT = 100
"""Unknown headings that get a close match; a file with more has another trouble."""
_LEAST_LETTERS = 6
"""Letters of a heading that gets a close match: HDC is no slip for HDCED, nor MTD for TED."""

Sample: TypeAlias = Callable[[int], Sequence[str]]
"""A column by its place -> the first cells of it that are filled."""
Answers: TypeAlias = Mapping[str, Mapping[str, str]]
"""Heading, folded -> word, plain -> what an office says that it means."""


def _no_cells(_: int) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What every column of a file is, and what cannot be used."""

    file: str
    row: int
    width: int
    number_heading: str
    columns: tuple[SourceColumn, ...]
    typed: tuple[TypedDate, ...]
    untyped: str | None
    """The heading of a release date that no other column gives a type."""
    carried: Mapping[str, int]
    """Where an export says since when somebody is known, what dates were told, and who does what."""
    custody: Mapping[str, int]
    """Where it says where somebody is."""
    unused: tuple[UnusedHeading, ...]
    notes: tuple[str, ...]
    words: OfficeWords
    answers: Answers
    undated: Undated = BY_NOTHING
    rivals: tuple[SourceColumn, ...] = ()
    """Columns of release dates that are not read, and that may contradict the one that is."""
    kind: SourceColumn | None = None
    """The column that says on which of the dates people leave, where each kind has a column of its own."""

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Heading -> the facts it can set, in the order of the file."""
        typed = (part for group in self.typed for part in (group.day, group.type, group.confirmed) if part)
        kind = (self.kind,) if self.kind else ()
        used = sorted((*self.columns, *typed, *kind), key=lambda column: column.index)
        return {column.heading: column.sets for column in used}

    @property
    def has_days(self) -> bool:
        """Whether a column says when people leave; of a list without one, rows may be a diary's days."""
        days = (group.day is not None for group in self.typed)
        return any(days) or any(RELEASE_DATES.intersection(column.sets) for column in self.columns)


def read_column(
    index: int, heading: str, meaning: str | None = None, words: OfficeWords | None = None
) -> SourceColumn | None:
    """What this column says, or None when its heading means nothing by itself.

    `meaning`: the heading that it stands for, where an office's mapping says so.
    """
    words = shipped_words() if words is None else words
    meaning = heading if meaning is None else meaning
    word = words.heading(meaning)
    special = _special(meaning) or (word and _special(word.means))
    if special:
        return SourceColumn(index, heading, special.sets, special.reader(words))
    fact = fact_for_heading(meaning) or (FACTS.get(word.means) if word else None)
    return SourceColumn(index, heading, (fact.name,), read_fact(fact, words)) if fact else None


_SPECIAL_NAMES = {
    **{folded(column.heading): column for column in SPECIAL_COLUMNS.values()},
    **{folded(name): column for name, column in SPECIAL_COLUMNS.items()},
}
SPECIAL_NAMES = (*(column.heading for column in SPECIAL_COLUMNS.values()), "Release Date", "Release Type")


def _special(meaning: str) -> SpecialColumn | None:
    return _SPECIAL_NAMES.get(folded(meaning))


def means_something(heading: str, words: OfficeWords | None = None) -> bool:
    """Whether a column of this heading is read, by itself or beside another."""
    words = shipped_words() if words is None else words
    return (
        is_release_type(heading, words)
        or folded(heading) in (*CONFIRMED_HEADINGS, OWN_TYPE, f"{OWN_TYPE}type")
        or read_column(0, heading, words=words) is not None
    )


def has_prison_number(
    cells: Iterable[str | None], names: Mapping[str, str] = NOTHING, words: OfficeWords | None = None
) -> bool:
    """Whether one of these headings is that of the prison number: then they are the headings.

    "No" or "Number" is one beside the heading of a name.
    """
    words = shipped_words() if words is None else words
    found = [_meaning(cell, names, words) for cell in cells if cell]
    if ("prison_number", True) in found:
        return True
    named = {"last_name", "name", "surname_first"}
    return ("prison_number", False) in found and any(means in named for means, _ in found)


def _meaning(cell: str, names: Mapping[str, str], words: OfficeWords) -> tuple[str, bool]:
    """What a heading stands for, and whether that is certain."""
    meaning = names.get(folded(cell), cell)
    fact, word = fact_for_heading(meaning), words.heading(meaning)
    if special := _special(meaning):
        return next(name for name, column in SPECIAL_COLUMNS.items() if column is special), True
    if fact is not None:
        return fact.name, True
    return (word.means, word.certain) if word else ("", True)


def plain_means(heading: str, words: OfficeWords) -> str | None:
    """What a heading stands for, "" where nothing is read from it; None where nobody knows it."""
    known = bool(heading) and (means_something(heading, words) or words.heading(heading) is not None)
    return _meaning(heading, NOTHING, words)[0] if known else None


def column_of(
    cells: Sequence[str | None],
    fact: str,
    names: Mapping[str, str] = NOTHING,
    words: OfficeWords | None = None,
) -> int | None:
    """The place of the first heading that certainly stands for this fact; None where there is none."""
    words = shipped_words() if words is None else words
    return next(
        (at for at, cell in enumerate(cells) if cell and _meaning(cell, names, words) == (fact, True)), None
    )


def plain_meaning(heading: str, words: OfficeWords | None = None) -> str | None:
    """The fact that a heading stands for, if its cells are read as that and nothing else."""
    means, certain = _meaning(heading, NOTHING, shipped_words() if words is None else words)
    return means if certain and means in FACTS and means not in SPECIAL_COLUMNS else None


def read_headings(
    file: str,
    row: int,
    cells: Sequence[str | None],
    names: Mapping[str, str] = NOTHING,
    *,
    words: OfficeWords | None = None,
    answers: Answers = NOTHING,
    sample: Sample = _no_cells,
) -> Layout:
    """What each column of the file is, and what cannot be used.

    `names`: heading, folded, to what an office says it stands for; "" is a column not to read.
    `sample`: cells by which a heading is settled that may mean two things.
    """
    words = shipped_words() if words is None else words
    headings = [" ".join((cell or "").split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    meanings = [names.get(folded(heading), heading) for heading in headings]
    found, asked = _columns(headings, meanings, words, answers, sample)
    custody = custody_columns(meanings)
    if "discharged_on" in custody:
        # To hospital, in a prisoner's record, and no release.
        found = [column for column in found if column.index != custody["discharged_on"]]
    rival_days = rivals(found)
    found, notes = told_once(found)
    number = next((column for column in found if column.sets == ("prison_number",)), None)
    if number is None:
        raise _no_number(file, row, headings)
    typed = typed_dates(headings, meanings, found, words)
    taken = {part.index for group in typed for part in (group.day, group.type, group.confirmed) if part}
    columns = [column for column in found if column.index not in taken]
    carried = {
        name: meanings.index(name) for name in (KNOWN_SINCE, RELEASES_TOLD, OWNERS) if name in meanings
    }
    taken |= {column.index for column in columns} | {*carried.values(), *custody.values()}
    told = {index for index, _, _ in notes}
    kind = type_alone(headings, meanings, typed, words)
    taken |= {kind.index} if kind else set()
    left = [
        (index, heading)
        for index, heading in enumerate(headings)
        if index not in taken | told and (meanings[index] or not heading)
    ]
    untyped = next((column.heading for column in columns if column.sets == (UNTYPED_FACT,)), None)
    return Layout(
        *(file, row, len(headings), number.heading, tuple(columns), typed, untyped, carried, custody),
        unused=tuple(_unused(left, words, asked)),
        notes=tuple(note for _, _, note in notes),
        words=words,
        answers=answers,
        rivals=rival_days,
        kind=kind,
    )


def _columns(
    headings: Sequence[str],
    meanings: Sequence[str],
    words: OfficeWords,
    answers: Answers,
    sample: Sample,
) -> tuple[list[SourceColumn], dict[int, str]]:
    """The columns that are read; and what others may be whose cells do not bear it out."""
    found: list[SourceColumn] = []
    asked: dict[int, str] = {}
    for index, (heading, meaning) in enumerate(zip(headings, meanings, strict=True)):
        means, certain = _meaning(meaning, NOTHING, words)
        column = read_column(index, heading, meaning, words) if meaning and means != TYPE else None
        if column is None:
            continue
        mine = answers.get(folded(heading), NOTHING)
        column = SourceColumn(index, heading, column.sets, answered(column.read, mine))
        if certain or meaning != heading or _bears_out(column, sample(index)):
            found.append(column)
        else:
            asked[index] = means
    return found, asked


def _bears_out(column: SourceColumn, cells: Sequence[str]) -> bool:
    """Whether all cells can be read as what the heading may mean, and one of them says something."""
    said = False
    try:
        for cell in cells:
            told = column.read(cell)
            said |= any(value is not None for value in told.values())
    except BadValue:
        return False
    return said


def _unused(
    left: Iterable[tuple[int, str]], words: OfficeWords, asked: Mapping[int, str]
) -> Iterator[UnusedHeading]:
    """The headings that nothing is read from, each once; a slip with the nearest one we do know."""
    seen: set[str] = set()
    for index, heading in left:
        if not heading:
            yield UnusedHeading(f"(column {index + 1}, no heading)")
        elif folded(heading) not in seen and folded(heading) != folded(WHY_REFUSED):
            known = words.heading(heading) is not None
            guessed_at = len(seen) < _GUESSED_AT and not known and len(folded(heading)) >= _LEAST_LETTERS
            guess = suggest_heading(heading, SPECIAL_NAMES) if guessed_at else None
            seen.add(folded(heading))
            yield UnusedHeading(heading, guess, asked.get(index), index)


def _no_number(file: str, row: int, headings: Sequence[str]) -> ReleasecheckError:
    """Why there is nobody to read: never repeating what may be somebody's details."""
    if any(re.fullmatch(r"[A-Za-z]\d{4}[A-Za-z]{2}", heading) for heading in headings):
        return ReleasecheckError(
            f"{file} has no headings: row {row} is somebody already. Put a row of headings above it, "
            "such as NOMS No, Surname, CRD"
        )
    return ReleasecheckError(
        f"{file} has no column for the prison number. Looked for Prison Number, NOMS No, NOMIS Number "
        f"and the like, or CRN{not_headings(row)}"
    )


def not_headings(row: int) -> str:
    """How the search for headings ended, without a word of what stands there: it may be somebody already."""
    where = f"row {row} says" if row else "the first record has"
    ask = " Is it the headings? They stand above the first person." if row else ""
    return f"; {where} none of them.{ask}"


_MONTH_FIRST = "this column is written month first: write the days day first, as 05/02/2027"


def without_days(layout: Layout, headings: Collection[str]) -> Layout:
    """The same layout with every day of these columns refused: which of them are right nobody can say."""

    def refused(_: str) -> RowFacts:
        raise BadValue(_MONTH_FIRST)

    def changed(column: SourceColumn) -> SourceColumn:
        return replace(column, read=refused) if column.heading in headings else column

    typed = (each._replace(day=changed(each.day)) if each.day else each for each in layout.typed)
    return replace(layout, columns=tuple(map(changed, layout.columns)), typed=tuple(typed))
