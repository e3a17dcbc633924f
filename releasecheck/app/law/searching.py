"""Somebody looked for in files of any kind: by number, by name, and by a surname that others may have too.

Texts are read as texts, whatever they are written in, and documents and workbooks part by part; of what is
too long, or nothing a person reads, the bytes are searched. What is packed so that no word shows is counted.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.marks import Marks
from releasecheck.core.outside import MB
from releasecheck.people.names import fold

NUMBER, NAME, SURNAME = (
    "has their number in it",
    "has their name in it",
    "has their surname in it: may be somebody else of that name",
)
_STRENGTH = (NUMBER, NAME, SURNAME)
_TEXT_BYTES = 16 * MB
"""Of a file that is read as a text; of a longer one the bytes are searched."""
_UNPACKED = 128 * MB
"""Of the parts of a packed file that are read, together."""
_LONGEST = 1_024 * MB
_ALTOGETHER = 4_096 * MB
_UNREADABLE = (b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""How files begin in which no word shows as it is."""
_PACKED = b"PK\3\4"
_IN_PART = (".xml", ".rels", ".html", ".htm", ".csv", ".txt", ".md", ".json", ".ics", ".eml")
_APART = re.compile(
    r"</(?:\w+:)?(?:p|c|si|tr|td|th|row|h|li|div|table-cell|comment)>|<(?:\w+:)?(?:br|tab|cr)\b[^>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_NO_WORD = re.compile(r"[\W_]+")


class Searched(NamedTuple):
    """What came of looking into files."""

    found: tuple[tuple[Path, str], ...]
    """Each with what it has of them, in words."""
    unread: tuple[Path, ...]
    left_out: Counter[str]


class Sought:
    """Somebody who is looked for."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        numbers = "|".join(map(re.escape, marks.numbers)) or r"(?!)"
        self._number = re.compile(rf"(?<![^\W_])(?:{numbers})(?![^\W_])", re.IGNORECASE)
        pairs = [
            pair for last, first in marks.names if last and first for pair in ((last, first), (first, last))
        ]
        self._names = _phrases([*(" ".join(pair) for pair in pairs), *marks.alone])
        self._surnames = _phrases(marks.shared)

    def in_text(self, text: str) -> str:
        """What a text has of them, in words; nothing for nothing."""
        if self._number.search(text):
            return NUMBER
        if not self._names and not self._surnames:
            return ""
        words = f" {_NO_WORD.sub(' ', fold(text))} "
        if any(name in words for name in self._names):
            return NAME
        return SURNAME if any(name in words for name in self._surnames) else ""


def _phrases(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({f" {_NO_WORD.sub(' ', fold(name))} " for name in names if fold(name)})


def search(paths: Iterable[Path], sought: Sought) -> Searched:
    """Look for somebody in files, in their names too."""
    found, unread, left_out = list[tuple[Path, str]](), list[Path](), Counter[str]()
    read = 0
    for path in paths:
        if what := sought.in_text(path.name):
            found.append((path, what))
            continue
        try:
            size = path.stat().st_size
            read += size
            if size > _LONGEST or read > _ALTOGETHER:
                left_out["files that are too long"] += 1
                continue
            what = _in_file(path, size, sought, left_out)
        except (OSError, ReleasecheckError):
            unread.append(path)
            continue
        if what:
            found.append((path, what))
    found.sort(key=lambda one: _STRENGTH.index(one[1]))  # what is sure comes first
    return Searched(tuple(found), tuple(unread), left_out)


def _in_file(path: Path, size: int, sought: Sought, left_out: Counter[str]) -> str:
    from releasecheck.app.opening.files import bytes_of_file

    if size > _TEXT_BYTES:
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith((_PACKED, *_UNREADABLE)):
            left_out["files that are too long"] += 1
            return ""
        return _in_long(path, sought)
    data = bytes_of_file(path, _TEXT_BYTES)
    if data.startswith(_PACKED):
        return _in_parts(path, sought, left_out)
    if data.startswith(_UNREADABLE):
        left_out["PDFs, pictures and packed files"] += 1
        return ""
    return _in_bytes(data, sought)


def _in_bytes(data: bytes, sought: Sought) -> str:
    text = _text(data)
    if text is None:
        return NUMBER if _has_number(data, sought) else NAME if sought.marks.in_bytes(data) else ""
    return _strongest(sought.in_text, _readings(text))


def _in_long(path: Path, sought: Sought) -> str:
    """The bytes of a long file, read piece by piece."""
    found, before = set[str](), b""
    with path.open("rb") as file:
        while piece := file.read(4 * MB):
            data = before + piece
            found.add(NUMBER if _has_number(data, sought) else NAME if sought.marks.in_bytes(data) else "")
            before = piece[-(sought.marks.longest + 100) :]
    return _strongest(str, found)


def _has_number(data: bytes, sought: Sought) -> bool:
    upper = data.upper()
    return any(number.encode(one) in upper for number in sought.marks.numbers for one in _ENCODINGS)


_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def _text(data: bytes) -> str | None:
    """Bytes as a text in whatever it is written; None for what is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        sample = data[:4096]
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if sample[offset::2].count(0) > 0.8 * len(sample[offset::2]):
                return data.decode(encoding, "replace")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _readings(text: str) -> Sequence[str]:
    """A text as it stands, and as whoever opens it reads it: without tags, and with what is escaped."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text
    if "<" not in text:
        return (plain,)
    return plain, html.unescape(_TAG.sub("", _APART.sub(" ", plain)))


def _strongest(look: Callable[[str], str], texts: Iterable[str]) -> str:
    found = {look(text) for text in texts}
    return next((what for what in _STRENGTH if what in found), "")


def _is_long(parts: Iterable[zipfile.ZipInfo]) -> bool:
    return sum(part.file_size for part in parts) > _UNPACKED


def _in_parts(path: Path, sought: Sought, left_out: Counter[str]) -> str:
    """What the parts of a document, of a workbook or of a packed file have of them."""
    from releasecheck.exchange.reading.files.damage import mistakes
    from releasecheck.exchange.reading.files.kinds import unpacks_too_far

    found = list[str]()
    with mistakes(path.name), zipfile.ZipFile(path) as package:
        parts = [part for part in package.infolist() if not part.is_dir()]
        read = [part for part in parts if part.filename.lower().endswith(_IN_PART)]
        if any(part.flag_bits & 1 for part in parts) or unpacks_too_far(parts) or _is_long(read):
            left_out["packed files with a password or beyond all bounds"] += 1
            return ""
        found += [sought.in_text(part.filename) for part in parts]
        found += [_in_bytes(package.read(part), sought) for part in read]
    return _strongest(str, found)
