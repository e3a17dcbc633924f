"""Text as programs save it: which letters, which separator, and where letters were lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.table import SourceCell, SourceTable
from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.headings import has_prison_number


def table(data: bytes) -> SourceTable:
    return read_table(data, "l.csv", are_headings=has_prison_number)


def cells(data: bytes) -> list[tuple[SourceCell, ...]]:
    return [row for _, row in table(data).rows()]


# --- letters ---

ROWS = "NOMS No,Surname\nA1234BC,O’NEILL-ÅKERØ\n"
WINDOWS = "l.csv: read as Windows-1252. Wrong? Add --encoding NAME"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_letters_of_every_program_are_read_without_being_told(encoding: str) -> None:
    found = table(ROWS.encode(encoding))
    assert list(found.rows())[1] == (2, ("A1234BC", "O’NEILL-ÅKERØ"))
    assert (found.notes, found.doubtful) == ((WINDOWS,) if encoding == "cp1252" else (), ())


def test_utf_16_with_its_mark_is_read_whichever_end_comes_first() -> None:
    assert cells(b"\xfe\xff" + ROWS.encode("utf-16-be"))[1][1] == "O’NEILL-ÅKERØ"


def test_a_named_encoding_wins() -> None:
    found = read_table("NOMS No\nĽ\n".encode("cp1250"), "l.csv", encoding="cp1250")
    assert (list(found.rows())[1], found.notes) == ((2, ("Ľ",)), ())


def test_lists_put_together_are_read_letter_by_letter_and_said_to_be_doubtful() -> None:
    data = "NOMS No,Surname\nA1234BC,ŁUKASZ\n".encode() + b"A1188DE,O\x92NEILL\nA2291BB,HOLT\n"
    assert [row[1] for row in cells(data)] == ["Surname", "ŁUKASZ", "O’NEILL", "HOLT"]
    assert table(data).notes == (
        "l.csv: read as Windows-1252 and in part as UTF-8. Wrong? Add --encoding NAME",
        "l.csv: letters may be lost or wrong in rows 2, 3: check the names there",
    )


@pytest.mark.parametrize(
    "name", ["?UKASZ", "O?NEILL", "Zo�", "O\x92NEILL", "ZoÃ«", "Oâ€™NEILL", "VAN ?ELDEN", "D?Souza"]
)
def test_a_name_that_has_lost_a_letter_is_doubtful(name: str) -> None:
    data = f"NFA?,NOMS No,Surname\nY,A1188DE,HOLT\n?,A1234BC,{name}\n".encode()
    assert table(data).doubtful == (3,)
    assert table(data).notes == ("l.csv: letters may be lost or wrong in row 3: check the names there",)


@pytest.mark.parametrize(
    "cell", ["?", "Y?", "NFA?", "TBC ?", "12/01/2027?", "B2?", "Zoë", "why?" + " and where?so" * 20]
)
def test_a_question_is_no_lost_letter(cell: str) -> None:
    assert table(f"NOMS No,ID?Held\nA1234BC,{cell}\n".encode()).doubtful == ()


def test_many_doubtful_rows_are_counted() -> None:
    data = "NOMS No,Surname\n" + "A1234BC,?UKASZ\n" * 9
    assert table(data.encode()).notes == (
        "l.csv: letters may be lost or wrong in rows 2, 3, 4 and 6 more: check the names there",
    )


@pytest.mark.parametrize("data", [b"\x89\xf0\x00\x01" * 20, b"NOMS No,\xe9\0\nA1234BC,\x01\n"])
def test_bytes_that_are_no_text_are_not_shown(data: bytes) -> None:
    with pytest.raises(ReleasecheckError) as caught:
        table(data)
    assert str(caught.value) == (
        "l.csv is neither text nor a workbook: save the list as .xlsx or CSV, and import that"
    )


# --- separators ---


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_separator_is_the_one_of_the_headings_whatever_the_notes_hold(mark: str) -> None:
    other = ";" if mark == "," else ","
    notes = f"rang COM{other} no answer{other} left message{other} rang{other} again"
    data = f"NOMS No{mark}Surname{mark}Notes\nA1234BC{mark}RIVERS{mark}{notes}\nA1188DE{mark}COLE{mark}\n"
    assert cells(data.encode())[1] == ("A1234BC", "RIVERS", notes)


def test_a_line_break_in_a_quoted_note_does_not_hide_the_separator() -> None:
    """Its second line holds more of another mark than any line of the list."""
    data = 'NOMS No,CRD,Notes\nA9903ZA,05/02/2027,"spoke to COM\nneeds: DTR; CAS3; GP; bank; ID"\n'
    assert cells(data.encode())[1] == (
        "A9903ZA",
        "05/02/2027",
        "spoke to COM\nneeds: DTR; CAS3; GP; bank; ID",
    )


def test_headings_that_nobody_knows_are_cut_where_rows_agree() -> None:
    data = b"Person;When;What\nA1234BC;5 Feb;rang, wrote, rang\nA1188DE;6 Feb;a, b, c, d, e\n"
    assert [len(row) for row in cells(data)] == [3, 3, 3]


def test_the_first_line_of_excel_names_the_separator_and_is_no_row() -> None:
    for first in (b"sep=;", b'"sep=;"', b"SEP=;"):
        found = table(first + b"\r\nNOMS No;Surname\r\nA1234BC;RIVERS, S\r\n")
        assert list(found.rows()) == [(1, ("NOMS No", "Surname")), (2, ("A1234BC", "RIVERS, S"))]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ('A1234BC,R,"He said "yes" to it"', 'He said "yes" to it'),
        ('"A1234BC","R","""Yes"" to "it" then"', '"Yes" to "it" then'),
        ('A1234BC,R,"Yes" he said', '"Yes" he said'),
    ],
)
def test_quotation_marks_that_nobody_doubled_keep_nobody_out(line: str, note: str) -> None:
    rows = cells(f"NOMS No,Surname,Notes\n{line}\nA1188DE,COLE,ok\n".encode())
    assert rows[1:] == [("A1234BC", "R", note), ("A1188DE", "COLE", "ok")]


@pytest.mark.parametrize(
    "line",
    [
        'A1234BC,"R,"x"',
        'A1234BC,R,"""Yes"" to "it", then"',
        'A1234BC,R,"said "yes", and "no"',
        'A1234BC,"R,x',
    ],
)
def test_a_mark_that_could_move_a_cell_under_another_heading_is_refused(line: str) -> None:
    with pytest.raises(ReleasecheckError, match=r"l\.csv row 2 cannot be read: a quotation mark"):
        cells(f"NOMS No,Surname,Notes\n{line}\nA1188DE,COLE,ok\n".encode())


def test_a_list_of_one_column_has_no_separator() -> None:
    assert cells(b"NOMS No\nA1234BC\n") == [("NOMS No",), ("A1234BC",)]


@given(st.text(alphabet="NOMS no,;|\t\"'\n\r\0?�ÃŁ\x92=", max_size=80))
def test_any_text_is_cut_into_rows_or_refused_in_words(text: str) -> None:
    try:
        list(table(text.encode()).rows())
    except ReleasecheckError as problem:
        assert str(problem).startswith("l.csv ")
