"""Workbooks that no program wrote: parts that are missing, cut, deep, vast, or say what is not so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from tests.faults.hostile.case import Made

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADINGS = "".join(
    f'<c r="{place}1" t="inlineStr"><is><t>{heading}</t></is></c>'
    for place, heading in (("A", "NOMS No"), ("B", "Surname"), ("C", "CRD"))
)
PERSON = "".join(
    f'<c r="{place}2" t="inlineStr"><is><t>{value}</t></is></c>'
    for place, value in (("A", "A5561CD"), ("B", "NIGHTLARK"), ("C", "14/02/2027"))
)
ROWS = f'<row r="1">{HEADINGS}</row><row r="2">{PERSON}</row>'


_VND = "application/vnd.openxmlformats"
_KINDS = {
    "workbook": "sheet.main",
    "worksheets/sheet1": "worksheet",
    "styles": "styles",
    "sharedStrings": "sharedStrings",
}


def sheet(rows: str = ROWS, before: str = "", after: str = "") -> str:
    """A sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(**changed: str) -> dict[str, str]:
    """The parts of a small sound workbook, by short names some of them in another text."""
    return {
        "[Content_Types].xml": changed.get(
            "types",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_VND}-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="/xl/{part}.xml" '
                f'ContentType="{_VND}-officedocument.spreadsheetml.{kind}+xml"/>'
                for part, kind in _KINDS.items()
            )
            + "</Types>",
        ),
        "_rels/.rels": changed.get(
            "rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type='
            f'"{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        "xl/workbook.xml": changed.get(
            "workbook",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets><sheet name="List" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        ),
        "xl/_rels/workbook.xml.rels": changed.get(
            "book_rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{RELS}/styles" '
            f'Target="styles.xml"/><Relationship Id="rId3" Type="{RELS}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>',
        ),
        "xl/styles.xml": changed.get("styles", f'<styleSheet xmlns="{MAIN}"/>'),
        "xl/sharedStrings.xml": changed.get("strings", f'<sst xmlns="{MAIN}"><si><t>NOMS No</t></si></sst>'),
        "xl/worksheets/sheet1.xml": changed.get("sheet", sheet()),
    }


def packed(given: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as package:
        for name, text in given.items():
            package.writestr(name, text)
    return made.getvalue()


def book(**changed: str) -> bytes:
    """A workbook with some of its parts in another text."""
    return packed(parts(**changed))


SOUND = book()
_DAMAGED = "is damaged or cut short"
_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname">]>'
_SHORT = {
    "types": "[Content_Types].xml",
    "rels": "_rels/.rels",
    "workbook": "xl/workbook.xml",
    "book_rels": "xl/_rels/workbook.xml.rels",
    "styles": "xl/styles.xml",
    "strings": "xl/sharedStrings.xml",
    "sheet": "xl/worksheets/sheet1.xml",
}
#: What may become of any part, by what is done to its text.
_DONE_TO_A_PART = {
    "is empty": lambda text: "",
    "is no XML": lambda text: "not < xml &",
    "is cut in half": lambda text: text[: len(text) // 2],
    "is nested a hundred thousand deep": lambda text: "<a>" * 100_000 + "</a>" * 100_000,
    "is another document": lambda text: "<html><body>hello</body></html>",
    "has entities in entities": lambda text: _ENTITIES + text.replace(">", ">&i;", 1),
    "asks for a file of this computer": lambda text: _OUTSIDE + text.replace(">", ">&out;", 1),
    "is in an encoding nobody knows": lambda text: '<?xml version="1.0" encoding="x-nosuch"?>' + text,
    "has a control character": lambda text: text.replace(">", ">\x07", 1),
    "has a million attributes": lambda text: text.replace(
        " ", " " + " ".join(f'a{n}="1"' for n in range(200_000)) + " ", 1
    ),
}


def of_parts() -> Iterator[tuple[str, Made, str]]:
    """Every part, with everything done to it; a part that is not needed may be read over."""
    for short, place in _SHORT.items():
        for done, to in _DONE_TO_A_PART.items():
            yield f"{place} {done}", book(**{short: to(parts()[place])}), ""
        left = {name: text for name, text in parts().items() if name != place}
        yield f"{place} is not there", packed(left), ""


def of_rows() -> Iterator[tuple[str, Made, str]]:
    """Rows and cells that say where they stand, and are not there."""
    for number in (2_000_000_000, 40_000_000, 1_048_577):
        far = ROWS + f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>'
        yield f"row number {number:,}", book(sheet=sheet(far)), "1,048,576 rows"
        only = ROWS + f'<row><c r="A{number}"><v>1</v></c></row>'
        yield f"a cell in row number {number:,}", book(sheet=sheet(only)), ""
    for written in ("-5", "0", "1.5", "x", "9" * 5_000, "٣", ""):
        said = ROWS + f'<row r="{written}"><c><v>1</v></c></row>'
        yield f"row number {written[:9]!r}", book(sheet=sheet(said)), ""
    for place in ("XFD3", "ZZZ3", "ZZZZZZZ3", "3", "A", "É3", "A٣", "A" * 10_000 + "3", ""):
        said = ROWS + f'<row r="3"><c r="{place}"><v>1</v></c></row>'
        yield f"a cell at {place[:9]!r}", book(sheet=sheet(said)), ""
    for kind, value in (
        *(("s", "9" * 5_000), ("s", "-1"), ("s", "999"), ("s", "x"), ("n", "9" * 5_000), ("n", "1e999")),
        *(
            ("n", "nan"),
            ("n", "-inf"),
            ("n", "0x10"),
            ("d", "9999-99-99"),
            ("d", "x"),
            ("b", "7"),
            ("e", "#?"),
        ),
        *(("nosuch", "1"), ("inlineStr", "1"), ("str", "x" * 100_000)),
    ):
        said = ROWS + f'<row r="3"><c r="A3" t="{kind}"><v>{value}</v></c></row>'
        yield f"a cell of kind {kind} holds {value[:9]!r}", book(sheet=sheet(said)), ""
    wide = "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(3, 20_000))
    yield "twenty thousand rows as wide as a sheet can be", book(sheet=sheet(ROWS + wide)), "cells"
    many = f'<row r="3">{"<c><v>1</v></c>" * 30_000}</row>'
    yield "a row of thirty thousand cells", book(sheet=sheet(ROWS + many)), "columns"
    merged = '<mergeCells><mergeCell ref="A1:A2000000000"/><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    yield "cells merged beyond the sheet", book(sheet=sheet(after=merged)), ""
    long_merge = f'<mergeCells><mergeCell ref="A1:A{"9" * 5_000}"/></mergeCells>'
    yield "a merge that ends in a row of 5,000 figures", book(sheet=sheet(after=long_merge)), ""
    yield "a size that is not so", book(sheet=sheet(before='<dimension ref="A1:XFD1048576"/>')), ""
    formula = ROWS + '<row r="3"><c r="A3"><f>' + "(" * 100_000 + "</f></c></row>"
    yield "a formula of brackets", book(sheet=sheet(formula)), ""


def of_styles() -> Iterator[tuple[str, Made, str]]:
    """Styles that do not hold what they say."""
    for name, text in {
        "a format of no number": f'<numFmts><numFmt numFmtId="{"9" * 21}" formatCode="0"/></numFmts>',
        "a style that is not there": '<cellXfs count="1"><xf numFmtId="77" xfId="99"/></cellXfs>',
        "a count that is none": '<cellXfs count="x"><xf/></cellXfs>',
        "a colour that is none": '<fonts><font><color rgb="nosuch"/></font></fonts>',
        "a format of a hundred thousand letters": "<numFmts>"
        f'<numFmt numFmtId="170" formatCode="{"0" * 100_000}"/></numFmts>'
        '<cellXfs count="1"><xf numFmtId="170"/></cellXfs>',
    }.items():
        styles = f'<styleSheet xmlns="{MAIN}">{text}</styleSheet>'
        rows = ROWS + '<row r="3"><c r="A3" s="0"><v>7</v></c><c r="B3" s="99"><v>7</v></c></row>'
        yield name, book(styles=styles, sheet=sheet(rows)), ""


def of_packages() -> Iterator[tuple[str, Made, str]]:
    """Packages that are no packages, or lie about what is in them."""
    for cut in (5, 30, 100, len(SOUND) // 2, len(SOUND) - 20):
        yield f"cut after {cut} bytes", SOUND[:cut], ""
    yield "the end alone", SOUND[-100:], ""
    yield "rubbish before", b"rubbish" * 100 + SOUND, ""
    yield "rubbish behind", SOUND + b"rubbish" * 100, ""
    for at in range(40, len(SOUND), 97):
        yield f"byte {at} turned over", SOUND[:at] + bytes([SOUND[at] ^ 0xFF]) + SOUND[at + 1 :], ""
    yield "a bomb of 300 MB", packed({**parts(), "xl/media/x.xml": b"0" * (300 * 2**20)}), "would unpack to"
    yield "a sheet of 60 MB of nothing", book(sheet=sheet(ROWS, after=" " * (60 * 2**20))), "would unpack to"
    yield "a thousand parts of one name", _twice(1_000), ""
    yield "parts outside the package", packed({**parts(), "../../../tmp/nosuch.xml": "<a/>"}), ""
    yield "a part in a method nobody knows", _method(SOUND, 77), _DAMAGED
    yield "a part that is locked", _flag(SOUND), "protected by a password"
    yield "a size that is a lie", _smaller(SOUND), ""
    yield "no sheets at all", book(workbook=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'), ""
    many = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 5_000))
    head = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
    yield "five thousand sheets", book(workbook=f"{head}{many}</sheets></workbook>"), "sheets"
    long_name = f'<sheet name="{"n" * 1_000_000}" sheetId="1" r:id="rId1"/>'
    yield (
        "a sheet with a name of a million letters",
        book(workbook=f"{head}{long_name}</sheets></workbook>"),
        "",
    )
    turned = '<sheet name="\u202etsil" sheetId="1" r:id="rId1"/><sheet name="Other" sheetId="2" r:id="rId1"/>'
    yield "a sheet whose name turns round", book(workbook=f"{head}{turned}</sheets></workbook>"), ""
    yield (
        "strict, and its sheet is cut",
        packed(
            {
                name: text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")[
                    : len(text) // 2 if "sheet1" in name else None
                ]
                for name, text in parts().items()
            }
        ),
        "",
    )
    for name, text in {"xl/workbook.bin": b"\x83\x01\x00", "content.xml": b"<x>" * 10_000}.items():
        yield f"only {name}", packed({name: text, "META-INF/manifest.xml": "<m/>"}), ""
    rows = '<table:table-row table:number-rows-repeated="2000000000"><table:table-cell/></table:table-row>'
    for name, inside in {
        "two thousand million rows in ODS": rows,
        "the same with something in them": rows.replace("<table:table-cell/>", _ODS_CELL),
        "two thousand million cells in ODS": "<table:table-row>"
        f"{_ODS_CELL.replace('<table:table-cell', _MANY)}</table:table-row>",
        "ODS nested deep": "<text:p>" * 100_000,
    }.items():
        yield name, _ods(inside), ""
    for name, start in {
        "old Excel, cut": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "old Excel, no more": b"",
    }.items():
        yield name, start + b"\xd0\xcf\x11\xe0" * 20 + "Workbook\0".encode("utf-16-le") + b"\xff" * 4_000, ""


_ODS_CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
_MANY = '<table:table-cell table:number-columns-repeated="2000000000"'


def _ods(rows: str) -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="L">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<m:manifest xmlns:m="{name}:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def _twice(times: int) -> bytes:
    import warnings

    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(made, "w") as package:
        for name, text in parts().items():
            package.writestr(name, text)
        for _ in range(times):
            package.writestr("xl/worksheets/sheet1.xml", sheet())
    return made.getvalue()


def _directory(data: bytes) -> int:
    return data.index(b"PK\x01\x02")


def _method(data: bytes, method: int) -> bytes:
    """The last part but one of the directory in a method that there is none of."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 10] + method.to_bytes(2, "little") + data[at + 12 :]


def _flag(data: bytes) -> bytes:
    at = _directory(data)
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]


def _smaller(data: bytes) -> bytes:
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]
