"""Files that are no list, said as what they are with nothing of what they hold; web pages that are one."""

from __future__ import annotations

import io
import zipfile

import pytest

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.table import SourceTable
from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.headings import has_prison_number
from tests.made_up.workbooks import HEADINGS, ods, ods_row, remade, xlsx
from tests.places import DATA

HELD = b" RIVERS A1234BC "
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + HELD
PASSWORD = "is protected by a password: open it, save it without one (in Excel: File, Info, Protect Workbook"


def table(data: bytes, name: str = "leeds.xls") -> SourceTable:
    return read_table(data, name, are_headings=has_prison_number)


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, HELD)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty: it has no headings"),
        (b"\0" * 600, "is empty: it has no headings"),
        (b"%PDF-1.7" + HELD, "is a PDF: export the list itself as a workbook or CSV, and import that"),
        (b"{\\rtf1" + HELD, "is a document (RTF): export"),
        (b"\0\1\0\0Standard ACE DB\0" + HELD, "is an Access database: export"),
        (b"MIME-Version: 1.0\r\n" + HELD, "is a web page saved with all its pictures, or a mail: save it as"),
        (b'<?xml version="1.0"?>\n<people>' + HELD, "is XML: export"),
        (b"\x1f\x8b" + HELD, "is packed (gzip): unpack it"),
        (packed("list.csv"), "is not a workbook but packed (zip): unpack it"),
        (packed("word/document.xml"), "is a Word document: export"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "is a Word document: export"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
        (OLD_OFFICE, "is an old Office file with no sheets, or cut short"),
    ],
)
def test_a_file_that_is_no_list_is_said_as_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(ReleasecheckError) as caught:
        list(table(data).rows())
    assert str(caught.value).startswith(f"leeds.xls {words}")
    assert "RIVERS" not in str(caught.value) and "A1234BC" not in str(caught.value)


def test_a_spreadsheet_in_xml_says_how_to_save_it() -> None:
    book = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    with pytest.raises(ReleasecheckError, match="in XML of Excel 2003: open it in Excel, save it as"):
        table(book)


def test_a_password_is_said_whatever_the_program_that_set_it() -> None:
    """Excel's old way stands after the first record, LibreOffice's in the list of parts."""
    old = (DATA / "lists" / "sheet_a_month.xls").read_bytes()
    first = old.index(b"\x09\x08\x10\0\0\x06\x05\0") + 20
    old = old[:first] + b"\x2f\0" + old[first + 2 :]
    new = remade(
        ods({"L": ods_row(*HEADINGS)}),
        lambda part, text: b"<manifest:encryption-data/>" if part.startswith("META-INF") else text,
    )
    for book in (old, new):
        with pytest.raises(ReleasecheckError) as caught:
            table(book)
        assert PASSWORD in str(caught.value)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/workbook.bin", "content.xml"])
def test_no_format_is_unpacked_that_was_made_to_burst(part: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("META-INF/manifest.xml", "<manifest/>")
        bomb.writestr(part, b"0" * (20 * 2**20))
    with pytest.raises(ReleasecheckError, match="would unpack to 20 MiB: it is not read"):
        table(made.getvalue())


def test_a_name_that_says_another_format_leads_nobody_astray() -> None:
    assert len(list(table(xlsx({"L": [HEADINGS]}), "list.csv").rows())) == 1
    assert len(list(table(b"NOMS No\tSurname\nA1234BC\tRIVERS\n", "list.xls").rows())) == 2


# --- web pages ---

PAGE = """<!DOCTYPE html><html><head><title>Report</title><style>td {color: red}</style></head><body>
<table><tr><td>Printed 23/11/2026</td></tr></table>
<!-- <table><tr><th>NOMS No</th></tr></table> -->
<table>
 <tr><th>NOMS No<th rowspan=2>Surname<th colspan="2">Dates</tr>
 <tr><td>number</td><td>CRD</td><td>ARD</td></tr>
 <tr><td> A1234BC </td><td>O&rsquo;NEILL&nbsp;&amp; CO</td><td>05/02/2027</td><td><b>a</b><br>b
   c</td></tr>
</table></body>"""


def test_a_web_page_named_as_a_workbook_is_read_as_it_is_seen() -> None:
    found = table(PAGE.encode())
    assert list(found.rows()) == [
        (1, ("NOMS No", "Surname", "Dates")),
        (2, ("number", "", "CRD", "ARD")),
        (3, ("A1234BC", "O’NEILL & CO", "05/02/2027", "a\nb c")),
    ]
    assert found.notes == ("leeds.xls is a web page: its table was read",)


def test_pages_of_one_report_are_one_list_and_a_table_in_a_table_is_its_own() -> None:
    one = "<table><tr><th>NOMS No</th></tr><tr><td>{}</td></tr></table>"
    page = f"<table><tr><td>{one.format('A1234BC')}</td></tr></table>{one.format('A1188DE')}"
    found = table(page.encode())
    assert [(found.place(number), cells) for number, cells in found.rows()] == [
        ("sheet table 1 row 1", ("NOMS No",)),
        ("sheet table 1 row 2", ("A1234BC",)),
        ("sheet table 2 row 2", ("A1188DE",)),
    ]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html>RIVERS", "is a web page without a table"),
        ("<table>" + "<tr><td rowspan=9999999>x" * 400 + "<tr>" + "<td>x" * 2_000, "has 2,400 columns"),
        ("<table><tr>" + "<td rowspan=1000 colspan=1000>x" * 11_000, "is too large to be read"),
        ("<table>" + "<!--" * 100_000, "is a web page without a table"),
    ],
)
def test_a_page_that_is_none_or_asks_for_too_much_is_refused(page: str, words: str) -> None:
    with pytest.raises(ReleasecheckError, match=words):
        list(table(page.encode()).rows())
