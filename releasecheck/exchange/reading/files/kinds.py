"""What a file is, by its first bytes and never by its name alone; what is no list is said as what it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from typing import Literal, TypeAlias

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.damage import locked, mistakes

FileKind: TypeAlias = Literal["xlsx", "xlsb", "ods", "xls", "html", "text"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_LIST_AS_CSV = "export the list itself as a workbook or CSV, and import that"
_UNPACK = "unpack it and import the list that is in it"
#: How files begin that hold no list that can be read, what they are, and what to do.
_OTHERS = (
    (b"%PDF", "a PDF", _LIST_AS_CSV),
    (b"{\\rtf", "a document (RTF)", _LIST_AS_CSV),
    (b"\0\1\0\0Standard Jet DB", "an Access database", _LIST_AS_CSV),
    (b"\0\1\0\0Standard ACE DB", "an Access database", _LIST_AS_CSV),
    (b"SQLite format 3\0", "an SQLite database", _LIST_AS_CSV),
    (b"\x89PNG", "a picture", _LIST_AS_CSV),
    (b"\xff\xd8\xff", "a picture", _LIST_AS_CSV),
    (b"GIF8", "a picture", _LIST_AS_CSV),
    (b"\x1f\x8b", "packed (gzip)", _UNPACK),
    (b"7z\xbc\xaf", "packed (7z)", _UNPACK),
    (b"Rar!", "packed (rar)", _UNPACK),
    (b"MIME-Version:", "a web page saved with all its pictures, or a mail", "save it as .xlsx or CSV"),
)
_IN_EXCEL = "open it in Excel, save it as .xlsx and import that"
#: Names of what an old Office file holds, the first that is found deciding, and what such a file is.
_IN_OLE = (
    ("WordDocument", f"is a Word document: {_LIST_AS_CSV}"),
    ("PowerPoint Document", f"is a presentation: {_LIST_AS_CSV}"),
    ("__substg1.0", "is a mail saved by Outlook: save the list that is in it, and import that"),
)
#: The first record of an old workbook, and after it the one of a password.
_LOCKED_XLS = re.compile(rb"\x09\x08\x10\0\0\x06\x05\0.{12}(\x86\0\0\0)?\x2f\0", re.DOTALL)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|style|div)\b")
_MIB = 2**20
_MOST_UNPACKED = 1_024 * _MIB
_MOST_TIMES_SMALLER = 200
"""A real sheet is packed to a tenth or so; one that unpacks to two hundred times its size is made to harm."""


def kind_of(data: bytes, name: str) -> FileKind:
    """What kind of list this is.

    Raises ReleasecheckError, with nothing of what is in the file, for what is none, is empty, has a password
    or would unpack to more than a gibibyte.
    """
    if not data.strip(b"\0"):
        raise ReleasecheckError(f"{name} is empty: it has no headings")
    for start, what, remedy in _OTHERS:
        if data.startswith(start):
            raise ReleasecheckError(f"{name} is {what}: {remedy}")
    if data.startswith(_ZIP):
        return _packed(data, name)
    if data.startswith(_OLE):
        return _old_office(data, name)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise ReleasecheckError(f"{name} is a spreadsheet in XML of Excel 2003: {_IN_EXCEL}")
    start = re.sub(rb"<!--.*?-->|<\?xml[^>]*>", b"", start, flags=re.DOTALL).lstrip()
    if _HTML.match(start):
        return "html"
    if start.startswith(b"<"):
        raise ReleasecheckError(f"{name} is XML: {_LIST_AS_CSV}")
    return "text"


def _old_office(data: bytes, name: str) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in data or _LOCKED_XLS.search(data):
        raise locked(name)
    for stream, words in _IN_OLE:
        if stream.encode("utf-16-le") in data:
            raise ReleasecheckError(f"{name} {words}")
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook\0", "Book\0")):
        raise ReleasecheckError(f"{name} is an old Office file with no sheets, or cut short: {_IN_EXCEL}")
    return "xls"


def _packed(data: bytes, name: str) -> FileKind:
    """Look at the list of contents before anything is unpacked."""
    with mistakes(name), zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        has_password = any(part.flag_bits & 1 for part in parts)
        small = next((part for part in parts if part.filename == "META-INF/manifest.xml"), None)
        if small is not None and small.file_size < _MIB and b"encryption-data" in package.read(small):
            has_password = True
    if has_password:
        raise locked(name)
    kind: FileKind | None = None
    if "xl/workbook.xml" in names:
        kind = "xlsx"
    elif "xl/workbook.bin" in names:
        kind = "xlsb"
    elif {"content.xml", "META-INF/manifest.xml"} <= names:
        kind = "ods"
    elif "word/document.xml" in names:
        raise ReleasecheckError(f"{name} is a Word document: {_LIST_AS_CSV}")
    if kind is None:
        raise ReleasecheckError(f"{name} is not a workbook but packed (zip): {_UNPACK}")
    if unpacks_too_far(parts):
        unpacked = sum(part.file_size for part in parts)
        raise ReleasecheckError(
            f"{name} would unpack to {unpacked // _MIB:,} MiB: it is not read. Save the list as CSV instead"
        )
    return kind


def unpacks_too_far(parts: Collection[zipfile.ZipInfo]) -> bool:
    """Whether a packed file would unpack to more than anybody's does, by what it says of its parts."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = unpacked > 10 * _MIB and unpacked > packed * _MOST_TIMES_SMALLER
    return bomb or unpacked > _MOST_UNPACKED
