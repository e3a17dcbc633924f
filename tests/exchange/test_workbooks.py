"""Workbooks of every format: which sheets are the list, and what stands in their cells."""

from __future__ import annotations

import sys
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files import workbook
from releasecheck.exchange.reading.files.table import NO_VALUE, SourceCell, SourceTable
from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.headings import has_prison_number
from tests.made_up.workbooks import HEADINGS, ods, ods_row, remade, strict, xlsb, xlsx
from tests.places import DATA

RIVERS = ("A1234BC", "RIVERS", date(2027, 2, 5))
COLE = ("A1188DE", "COLE", date(2027, 3, 5))


def table(data: bytes, name: str = "b.xlsx", sheet: str | None = None) -> SourceTable:
    return read_table(data, name, sheet=sheet, are_headings=has_prison_number)


def filled(found: SourceTable) -> list[tuple[str, tuple[SourceCell, ...]]]:
    """Where each filled row stands, and what it says."""
    return [(found.place(number), cells) for number, cells in found.rows() if any(cells)]


def refusal(data: bytes, name: str = "b.xlsx") -> str:
    with pytest.raises(ReleasecheckError) as caught:
        list(table(data, name).rows())
    return str(caught.value)


# --- which sheet ---


def test_the_sheet_with_the_headings_is_read_and_not_its_cover() -> None:
    found = table(xlsx({"Instructions": [["How to fill this in"]], "Discharges": [HEADINGS, RIVERS]}))
    assert [place for place, _ in filled(found)] == ["row 1", "row 2"]
    assert found.notes == (
        "b.xlsx: read from sheet Discharges; not read: Instructions. --sheet NAME reads another",
    )


def test_a_hidden_sheet_is_read_only_when_it_is_named() -> None:
    book = xlsx({"Old": [HEADINGS, COLE], "Now": [HEADINGS, RIVERS]}, hidden=["Old"])
    found = table(book)
    assert filled(found)[1][1][0] == "A1234BC"
    assert found.notes == ("b.xlsx: read from sheet Now; not read: Old (hidden). --sheet NAME reads another",)
    assert filled(table(book, sheet="Old"))[1][1][0] == "A1188DE"


def test_where_only_a_hidden_sheet_has_the_headings_it_is_named_and_not_read() -> None:
    assert refusal(xlsx({"Front": [["Discharges"]], "Data": [HEADINGS, RIVERS]}, hidden=["Data"])) == (
        "b.xlsx: no sheet that can be seen has a heading for the prison number, such as NOMS No; Data has, "
        "and is hidden. Name the sheet to read: --sheet NAME"
    )
    assert "it has Front, Notes. Name" in refusal(xlsx({"Front": [["a"]], "Notes": [["b"]]}))


def test_sheets_that_share_their_headings_are_one_list_whatever_their_order() -> None:
    december = [["December"], ["CRD", "NOMS No.", "surname"], [COLE[2], *COLE[:2], "extra"]]
    found = table(xlsx({"November": [HEADINGS, RIVERS], "December": december, "Remands": [["NOMS No", "x"]]}))
    assert filled(found) == [
        ("sheet November row 1", HEADINGS),
        ("sheet November row 2", ("A1234BC", "RIVERS", "2027-02-05")),
        ("sheet December row 3", ("A1188DE", "COLE", "2027-03-05", "extra")),
    ]
    assert found.notes == (
        "b.xlsx: read from sheets November and December; not read: Remands (other headings). "
        "--sheet NAME reads another",
    )
    assert len({number for number, _ in found.rows()}) == 3


def test_a_month_with_a_column_more_or_fewer_is_part_of_the_list() -> None:
    """What a sheet has no column for is no empty cell; what stands under no heading stays so."""
    november = [[*HEADINGS, "POM"], [*RIVERS, "Ali", "loose"]]
    december = [[*HEADINGS], COLE]
    january = [["NOMS No", "COM", "CRD", "Surname", "POM"], ["A2291BB", "Ng", "", "HOLT", "Lee"]]
    found = table(xlsx({"Nov": november, "Dec": december, "Jan": january}))
    assert filled(found) == [
        ("sheet Nov row 1", (*HEADINGS, "POM", "COM")),
        ("sheet Nov row 2", ("A1234BC", "RIVERS", "2027-02-05", "Ali", None, "loose")),
        ("sheet Dec row 2", ("A1188DE", "COLE", "2027-03-05", None, None)),
        ("sheet Jan row 2", ("A2291BB", "HOLT", "", "Lee", "Ng")),
    ]


def test_a_hidden_sheet_of_the_same_headings_is_no_part_of_the_list() -> None:
    book = xlsx({"December": [HEADINGS, RIVERS], "November": [HEADINGS, COLE]}, hidden=["November"])
    assert [place for place, _ in filled(table(book))] == ["row 1", "row 2"]


def test_empty_sheets_are_not_worth_a_word() -> None:
    assert table(xlsx({"List": [HEADINGS, RIVERS], "Sheet2": [], "Sheet3": []})).notes == ()


# --- formats ---

WHOLE = [
    ("sheet November row 2", ("NOMS No", "Surname", "CRD", "Cell")),
    ("sheet November row 3", ("A1234BC", "RIVERS", "2027-02-05", "B2-14")),
    ("sheet November row 4", ("A1188DE", "O’NEILL", "2027-03-05", "12")),
    ("sheet December row 2", ("A2291BB", "HOLT", "31/02/2027", "A1")),
    ("sheet December row 3", ("A3312CC", "ŁUKASZ", "2027-04-09 09:30")),
]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_workbook_of_another_format_is_read_as_its_own_program_wrote_it(ending: str) -> None:
    """Both are of LibreOffice: a cover, a sheet a month, remands, and a hidden sheet."""
    name = f"sheet_a_month.{ending}"
    found = table((DATA / "lists" / name).read_bytes(), name)
    rows = [(place, cells[:4]) for place, cells in filled(found)[1:]]
    last = rows.pop()
    assert [*rows, (last[0], last[1][:3])] == WHOLE
    assert found.notes == (
        f"{name}: read from sheets November and December; not read: Cover, "
        "Remands (other headings), Old (hidden). "
        "--sheet NAME reads another",
    )


def test_a_binary_workbook_is_read() -> None:
    book = xlsb({"Cover": [["Leeds"]], "List": [HEADINGS, ("A1234BC", "Ł", "5/2/2027")]})
    assert filled(table(book, "b.xlsb"))[1] == ("row 2", ("A1234BC", "Ł", "5/2/2027"))
    hidden = xlsb({"Now": [HEADINGS, ("A1234BC", "X", 12)], "Old": [HEADINGS]}, hidden=["Old"])
    assert table(hidden, "b.xlsb").notes == (
        "b.xlsb: read from sheet Now; not read: Old (hidden). --sheet NAME reads another",
    )


def test_rows_and_columns_that_are_empty_above_and_before_are_counted() -> None:
    book = ods({"List": ods_row("", "", "") * 2 + ods_row("", *HEADINGS) + ods_row("", *RIVERS)})
    assert filled(table(book, "b.ods")) == [
        ("row 3", ("", *HEADINGS)),
        ("row 4", ("", "A1234BC", "RIVERS", "2027-02-05")),
    ]


def test_strict_open_xml_is_read_with_its_noughts() -> None:
    rows = [[*HEADINGS, "Cell"], [*RIVERS, (12, "0000")]]
    found = filled(table(strict(xlsx({"List": rows}))))
    assert found[1][1] == ("A1234BC", "RIVERS", "2027-02-05", "0012")


# --- which library ---

PLAIN: list[list[object]] = [
    [*HEADINGS, "x"],
    [*RIVERS, 2.0],
    [*RIVERS, 2.5],
    [*RIVERS, True],
    [*RIVERS, (0, "dd/mm/yyyy")],
    [*RIVERS, time(9, 30)],
    [*RIVERS, "two\nlines "],
    [*RIVERS, (46000.25, "dd/mm/yyyy hh:mm")],
    ["", None, " ", ""],
    [*RIVERS, None],
]


def rows_by(monkeypatch: pytest.MonkeyPatch, book: bytes, *, least: int) -> list[list[SourceCell]]:
    """The rows of a workbook, whose sheets are long from so many bytes on; without empty cells at the end."""
    monkeypatch.setattr(workbook, "_LONG", least)
    found = [list(cells) for _, cells in table(book).rows()]
    for cells in found:
        while cells and not cells[-1]:
            cells.pop()
    return [cells for cells in found if any(cells)]


def test_a_long_sheet_is_read_as_a_short_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlsx({"List": PLAIN})
    assert rows_by(monkeypatch, book, least=0) == rows_by(monkeypatch, book, least=10**9)


@pytest.mark.parametrize(
    ("value", "read"), [((12, "0000"), "0012"), ("#N/A", "#N/A"), ("=VLOOKUP(1,A:B,2)", NO_VALUE)]
)
def test_a_long_sheet_keeps_noughts_errors_and_formulas_without_value(
    monkeypatch: pytest.MonkeyPatch, value: object, read: str
) -> None:
    book = xlsx({"List": [HEADINGS, ["A1234BC", value, RIVERS[2]]]})
    assert rows_by(monkeypatch, book, least=0)[1][1] == read


def test_styles_that_openpyxl_stops_at_do_not_keep_a_list_out() -> None:
    """As reports of other programs have them: a fill that is none."""
    book = remade(
        xlsx({"List": [HEADINGS, RIVERS]}), lambda _, text: text.replace(b"<patternFill ", b"<nothing ")
    )
    assert filled(table(book))[1][1] == ("A1234BC", "RIVERS", "2027-02-05")


@pytest.mark.parametrize(("library", "ending"), [("python_calamine", "ods"), ("openpyxl", "xlsx")])
def test_a_library_that_is_not_there_is_named_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, library: str, ending: str
) -> None:
    book = xlsx({"L": [HEADINGS]}) if ending == "xlsx" else ods({"L": ods_row(*HEADINGS)})
    monkeypatch.setitem(sys.modules, library, None)
    assert refusal(book, f"b.{ending}") == (
        f"b.{ending} is a workbook, and reading those needs {library.replace('_', '-')}: "
        "pip install 'releasecheck[office]', or save it as CSV (UTF-8) and import that"
    )


# --- files made to harm ---


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_that_is_no_xml_is_damaged_to_every_parser(part: str) -> None:
    """openpyxl takes lxml where it is there, whose errors are its own; calamine tries no formula after it."""
    book = xlsx({"List": [HEADINGS, ("A1234BC", "=A1", RIVERS[2])]})
    book = remade(book, lambda name, text: text.replace(b"<", b"<<", 5) if name == part else text)
    assert refusal(book).startswith("b.xlsx is damaged or cut short")


def test_two_cells_that_ask_for_a_terabyte_between_them_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """calamine makes room for all cells between: its process is ended, and not ours."""
    monkeypatch.setattr(workbook, "_LONG", 0)
    book = xlsx({"List": [HEADINGS, RIVERS]})
    book = remade(book, lambda _, text: text.replace(b'r="C2"', b'r="XFD1048576"'))
    assert refusal(book) == "b.xlsx is too large to be read: save the list as CSV and import that"


@pytest.mark.parametrize(
    "rows",
    [
        ods_row("NOMS No") + ods_row("A1234BC", repeated=10**12),
        ods_row("NOMS No").replace(
            "<table:table-cell", '<table:table-cell table:number-columns-repeated="-1"'
        ),
        "<a>" * 50_000,
        "<table:table-row>",
    ],
    ids=["repeated", "negative", "nested", "cut short"],
)
def test_a_sheet_that_lies_of_its_size_takes_no_more_room_than_a_sheet_has(rows: str) -> None:
    try:
        number = sum(1 for _ in table(ods({"List": rows}), "b.ods").rows())
    except ReleasecheckError as problem:
        assert str(problem).startswith("b.ods ")
    else:
        assert number <= 2**20


@pytest.mark.parametrize("cut", [600, 3000, -40])
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_workbook_of_another_format_cut_short_says_so(ending: str, cut: int) -> None:
    whole = (DATA / "lists" / f"sheet_a_month.{ending}").read_bytes()
    assert "cut short" in refusal(whole[:cut], f"b.{ending}")


@settings(max_examples=25)
@given(st.data())
def test_an_old_workbook_with_any_byte_changed_is_read_or_refused_in_words(data: st.DataObject) -> None:
    book = bytearray((DATA / "lists" / "sheet_a_month.xls").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        book[data.draw(st.integers(4, len(book) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(table(bytes(book), "fuzz").rows())
    except ReleasecheckError as problem:
        assert str(problem).startswith("fuzz")
