"""Files as they come, whatever the program that wrote them: rows of cells, or one line that says why not."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.people import read_people
from tests.places import IMPORTS


def rows(name: str, sheet: str | None = None) -> list[tuple[int, tuple[SourceCell, ...]]]:
    """The filled rows of tests/imports/NAME."""
    table = read_table((IMPORTS / name).read_bytes(), name, sheet=sheet)
    return [(number, cells) for number, cells in table.rows() if any(cells)]


def refusal(data: bytes, name: str = "leeds", sheet: str | None = None) -> str:
    """Why a file cannot be read, all of it read."""
    with pytest.raises(ReleasecheckError) as caught:
        read_people(read_table(data, name, sheet=sheet))
    return str(caught.value)


# --- workbooks ---


def test_a_workbook_gives_dates_as_dates_and_numbers_as_they_are_shown() -> None:
    """A cell formatted 0000 shows 0012; a date of Excel's and a date as text both come through."""
    assert rows("workbook_of_openpyxl.xlsx") == [
        (1, ("HMP Leeds: discharges",)),
        (3, ("NOMS No", "Surname", "DOB", "CRD", "Cell", "MAPPA level", "Recalled", "Received")),
        (4, ("A1234BC", "RIVERS", "1990-04-01", "2027-02-05", "0012", "2", "yes", "2025-06-10 14:30")),
        (5, ("A1188DE", "COLE", "01/04/1991", "05/03/2027", "0012", "", "no")),
        (6, ("A2291BB", "HOLT", "", "46500", "B2-14", "2", "no")),
    ]


def test_a_workbook_of_libreoffice_is_read() -> None:
    assert rows("workbook_of_libreoffice.xlsx")[1:] == [
        (2, ("NOMS No", "Surname", "Release Date", "Release Type", "Cell")),
        (3, ("A1234BC", "RIVERS", "2027-02-05", "CRD", "0012")),
        (4, ("A1188DE", "O’NEILL", "2027-03-05", "ARD", "A-1")),
    ]


def test_the_first_sheet_is_read_unless_one_is_named() -> None:
    book = (IMPORTS / "workbook_of_openpyxl.xlsx").read_bytes()
    assert rows("workbook_of_openpyxl.xlsx", sheet="Old list")[1] == (2, ("A7710FA", "B2"))
    assert read_table(book, "b.xlsx").notes == (
        "b.xlsx: read from sheet Discharges; not read: Old list. --sheet NAME reads another",
    )
    assert refusal(book, "b.xlsx", sheet="Discharge") == (
        'b.xlsx has no sheet "Discharge". Did you mean Discharges? It has Discharges and Old list'
    )


@pytest.mark.parametrize("cut", [30, 400, 2000, -30])
def test_a_workbook_cut_short_says_so(cut: int) -> None:
    book = (IMPORTS / "workbook_of_openpyxl.xlsx").read_bytes()
    assert refusal(book[:cut], "b.xlsx").startswith("b.xlsx is damaged or cut short")


def test_a_workbook_whose_sheet_is_not_whole_says_so() -> None:
    """Its list of contents is right, and the sheet's own text ends in the middle of a row."""
    source = zipfile.ZipFile(IMPORTS / "workbook_of_openpyxl.xlsx")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            target.writestr(part, text[: len(text) // 2] if part.endswith("sheet1.xml") else text)
    assert refusal(made.getvalue(), "b.xlsx").startswith("b.xlsx is damaged or cut short")


def test_a_workbook_made_to_burst_is_not_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (20 * 2**20))
    assert refusal(made.getvalue(), "b.xlsx") == (
        "b.xlsx would unpack to 20 MiB: it is not read. Save the list as CSV instead"
    )


def test_what_only_begins_as_a_workbook_does_is_damaged() -> None:
    assert refusal(b"PK\x03\x04 and no more").startswith("leeds is damaged or cut short")


def test_a_sheet_is_only_for_a_workbook() -> None:
    assert refusal(b"NOMS No\n", sheet="One") == "leeds has no sheets: --sheet is for a workbook"


# --- JSON ---


def test_a_key_that_is_not_there_is_no_empty_cell() -> None:
    assert rows("lines.jsonl") == [
        (0, ("prisonerNumber", "lastName", "conditionalReleaseOverrideDate", "conditionalReleaseDate")),
        (1, ("A1234BC", "RIVERS", "2027-02-10", None)),
        (3, ("A1188DE", "COLE", None, "05/13/2027")),
    ]


@pytest.mark.parametrize(
    ("text", "cell"),
    [("true", "yes"), ("false", "no"), ("2", "2"), ("2.0", "2"), ("null", ""), ('["a"]', '["a"]')],
)
def test_json_values_are_cells_as_somebody_would_type_them(text: str, cell: str) -> None:
    table = read_table(b'[{"prison_number": "A1234BC", "x": ' + text.encode() + b"}]", "p.json")
    assert [cells for _, cells in table.rows()] == [("prison_number", "x"), ("A1234BC", cell)]


def test_one_object_alone_is_one_record() -> None:
    table = read_table(b'{"prisonerNumber": "A1234BC"}', "p.json")
    assert list(table.rows()) == [(0, ("prisonerNumber",)), (1, ("A1234BC",))]


def test_a_page_of_several_says_that_there_are_others() -> None:
    table = read_table((IMPORTS / "prisoner_search_page.json").read_bytes(), "page.json")
    assert table.notes == ("page.json is one page of 3: the others are not in it",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"prisonerNumber": "A1234BC"}, {"pris', "leeds is not whole JSON: Unterminated string"),
        ('{"prisonerNumber": "A1234BC"}\n{"pris', "leeds line 2 is not whole JSON: Unterminated string"),
        ('{"prisonerNumber": "A1234BC"}\n["A1188DE"]', "leeds line 2 is not an object with named values"),
        ('[{"prisonerNumber": "A1234BC"}, 3]', "leeds record 2 is not an object with named values"),
        ("[]", "leeds is empty: it holds nobody"),
        ("[" * 100_000 + '{"a":1}', "leeds has no column for the prison number"),
        ('{"a": ' * 100_000, "leeds is not whole JSON"),
    ],
)
def test_json_that_is_not_whole_says_where(text: str, words: str) -> None:
    assert refusal(text.encode()).startswith(words)


# --- text ---


def test_a_file_of_ten_thousand_columns_is_not_a_list_of_people() -> None:
    line = "NOMS No," + ",".join(f"c{n}" for n in range(10_000))
    assert refusal(f"{line}\n".encode()) == (
        "leeds has 10,001 columns, and at most 1,000 are read. Is it the right file?"
    )


def test_a_separator_is_found_under_titles_that_hold_others() -> None:
    table = read_table(b"Discharges, Leeds, 20 Nov\n\nNOMS No;Surname;CRD;Cell\n", "l.csv")
    assert list(table.rows())[-1] == (3, ("NOMS No", "Surname", "CRD", "Cell"))


# --- anything at all ---

PIECES = st.sampled_from(
    [
        *(
            b"NOMS No",
            b"A1234BC",
            b"CRD",
            b"31/02/2027",
            b",",
            b";",
            b"\t",
            b"\n",
            b"\r",
            b'"',
            b"\0",
            b"\xe9",
        ),
        *(b"{", b"}", b"[", b"]", b'"a":', b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=8), max_size=30))
def test_whatever_the_bytes_they_are_read_or_refused_in_words(pieces: list[bytes]) -> None:
    try:
        file = read_people(read_table(b"".join(pieces), "fuzz"))
    except ReleasecheckError as problem:
        assert str(problem).startswith(("fuzz ", "there is no"))
    else:
        assert all(row.prison_number in file.mentioned for row in file.rows)


def test_a_workbook_packed_in_a_way_nobody_knows_says_so() -> None:
    """The version needed to unpack it was 6.4: found by changing bytes at random."""
    book = bytearray((IMPORTS / "workbook_of_libreoffice.xlsx").read_bytes())
    book[4992] = 64
    assert refusal(bytes(book), "b.xlsx").startswith("b.xlsx is damaged or cut short")


@given(st.data())
def test_a_workbook_with_any_byte_changed_is_read_or_refused_in_words(data: st.DataObject) -> None:
    book = bytearray((IMPORTS / "workbook_of_libreoffice.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        book[data.draw(st.integers(4, len(book) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_people(read_table(bytes(book), "fuzz"))
    except ReleasecheckError as problem:
        assert str(problem).startswith("fuzz ")
