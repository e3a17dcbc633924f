"""A column is one line: what is made of those lines, and what is noticed when a row does not fit."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

import pytest

from releasecheck.formats.columns import (
    Column,
    chosen,
    csv_of,
    inside,
    known_maker,
    names,
    object_maker,
    row_maker,
)
from releasecheck.formats.csv_cells import csv_pieces
from releasecheck.formats.sheets.pages import SheetPage
from releasecheck.formats.tables import TableColumn, table
from releasecheck.formats.workbooks import write_workbook


class Bed(NamedTuple):
    place: str
    until: date | None


class Night(NamedTuple):
    name: str
    bed: Bed | None
    asked: tuple[str, ...]
    at: datetime


AT = datetime(2026, 11, 23, 15, 5, tzinfo=timezone(timedelta(hours=1)))
HOUSED = Night("=SMITH", Bed("hostel", date(2026, 12, 24)), ("Leeds", "Hull"), AT)
HOMELESS = Night("RIVERS", None, (), AT.astimezone(UTC))

COLUMNS: tuple[Column[Night], ...] = (
    Column("name", "who it is", "name"),
    Column("place", "where they sleep", "bed?.place"),
    Column("until", "until when", "bed?.until"),
    Column("asked", "who was asked", "asked"),
    Column("letters", "how long the name is", lambda night: len(night.name)),
    Column("at", "when that was written down", "at"),
)


def test_a_value_is_an_attribute_one_that_may_be_absent_or_a_function() -> None:
    make = row_maker(COLUMNS)
    assert make(HOUSED) == ("=SMITH", "hostel", date(2026, 12, 24), ("Leeds", "Hull"), 6, AT)
    assert make(HOMELESS) == ("RIVERS", None, None, (), 6, AT)


def test_a_row_of_one_column_is_a_row() -> None:
    assert row_maker(COLUMNS[:1])(HOUSED) == ("=SMITH",)


def test_an_attribute_is_a_name_and_nothing_else() -> None:
    column: Column[Night] = Column("name", "who it is", "name or 1")
    with pytest.raises(AssertionError, match="no attribute is called"):
        row_maker((column,))


def test_headings_and_keys_are_the_names() -> None:
    assert names(COLUMNS) == ("name", "place", "until", "asked", "letters", "at")
    assert list(object_maker(COLUMNS)(HOMELESS)) == list(names(COLUMNS))


def test_an_object_has_days_and_moments_as_texts_and_several_texts_as_a_list() -> None:
    assert object_maker(COLUMNS)(HOUSED) == {
        "name": "=SMITH",
        "place": "hostel",
        "until": "2026-12-24",
        "asked": ["Leeds", "Hull"],
        "letters": 6,
        "at": "2026-11-23T14:05:00Z",
    }


def test_an_object_may_leave_out_what_is_not_known() -> None:
    assert known_maker(COLUMNS)(HOMELESS) == {
        "name": "RIVERS",
        "asked": [],
        "letters": 6,
        "at": "2026-11-23T14:05:00Z",
    }


def test_some_of_the_columns_may_be_chosen_in_another_order() -> None:
    assert names(chosen(COLUMNS, "until", "name")) == ("until", "name")
    with pytest.raises(KeyError):
        chosen(COLUMNS, "untli")


def test_a_list_is_written_as_csv_under_its_names() -> None:
    assert "".join(csv_of(COLUMNS, [HOUSED, HOMELESS], "MARKED")) == (
        "MARKED\n"
        "name,place,until,asked,letters,at\n"
        "'=SMITH,hostel,2026-12-24,Leeds; Hull,6,2026-11-23T14:05:00Z\n"
        "RIVERS,,,,6,2026-11-23T14:05:00Z\n"
    )


@pytest.mark.parametrize("row", [("one",), ("one", "two", "three")])
def test_a_row_that_is_too_short_or_too_long_is_written_nowhere(row: tuple[str, ...]) -> None:
    headings = ("first", "second")
    with pytest.raises(AssertionError, match=f"a row of {len(row)} cells under 2 headings"):
        "".join(csv_pieces(headings, [row]))
    with pytest.raises(AssertionError, match=f"a row of {len(row)} cells under 2 headings"):
        write_workbook(io.BytesIO(), SheetPage("rows", headings, [("one", "two"), row]))


def test_a_table_has_its_keys_words_and_values_from_the_same_lines() -> None:
    columns: tuple[TableColumn[Night], ...] = (
        TableColumn("name", "Name", lambda night: night.name),
        TableColumn("letters", "", lambda night: len(night.name)),
    )
    made = table("nights", "Nights", columns, [HOUSED, HOMELESS], ("A note.",), data_only=True)
    assert [tuple(heading) for heading in made.headings] == [("name", "Name"), ("letters", "")]
    assert list(made.objects()) == [{"name": "=SMITH", "letters": 6}, {"name": "RIVERS", "letters": 6}]
    assert (made.title, made.notes, made.data_only) == ("Nights", ("A note.",), True)


def test_columns_of_a_part_serve_the_whole() -> None:
    class Stay(NamedTuple):
        night: Night

    assert row_maker(inside("night", COLUMNS[:3]))(Stay(HOUSED)) == ("=SMITH", "hostel", date(2026, 12, 24))
    with pytest.raises(AssertionError, match="letters is no attribute"):
        inside("night", COLUMNS)
