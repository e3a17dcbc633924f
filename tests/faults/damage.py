"""What a bad disk, a cut-off copy or a stray program does to the bytes of a record: add yours to the list."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

_PAGE = 4096
#: Bytes of the header that say what the file is, each by its place: sizes, versions, encodings, marks.
_HEADER = (0, 16, 18, 19, 21, 28, 31, 44, 47, 56, 60, 68, 100, 103)


class Damage(NamedTuple):
    """One damage, and what it makes of the bytes of a record."""

    name: str
    of: Callable[[bytearray], bytearray]


def damages(seed: int = 81) -> Iterator[Damage]:
    """40 flipped bits, 15 spoilt pages, 12 files cut short, 14 bytes of the header: the same every time."""
    chosen = random.Random(seed)
    for _ in range(40):
        place, bit = chosen.random(), chosen.randrange(8)
        yield Damage(f"bit {bit} at {place:.4f} flipped", _flip(place, bit))
    for number in range(15):
        yield Damage(f"page {number} spoilt", _spoil(chosen.random(), number))
    for number in range(12):
        left = chosen.random()
        yield Damage(f"cut to {left:.4f}", _cut(left, whole_pages=number % 2 == 0))
    for place in _HEADER:
        yield Damage(f"byte {place} of the header", _byte(place, chosen.randrange(1, 256)))


def _flip(place: float, bit: int) -> Callable[[bytearray], bytearray]:
    def done(kept: bytearray) -> bytearray:
        kept[int(place * len(kept))] ^= 1 << bit
        return kept

    return done


def _spoil(place: float, number: int) -> Callable[[bytearray], bytearray]:
    """Zeros, noise, or another page of the file."""

    def done(kept: bytearray) -> bytearray:
        pages = len(kept) // _PAGE
        start = (1 + int(place * (pages - 1))) * _PAGE
        other = (1 + (int(place * (pages - 1)) + 7) % (pages - 1)) * _PAGE
        noise = random.Random(number).randbytes(_PAGE)
        kept[start : start + _PAGE] = (bytes(_PAGE), noise, kept[other : other + _PAGE])[number % 3]
        return kept

    return done


def _cut(left: float, *, whole_pages: bool) -> Callable[[bytearray], bytearray]:
    def done(kept: bytearray) -> bytearray:
        size = max(1, int(left * len(kept)))
        return kept[: size // _PAGE * _PAGE or _PAGE] if whole_pages else kept[:size]

    return done


def _byte(place: int, by: int) -> Callable[[bytearray], bytearray]:
    def done(kept: bytearray) -> bytearray:
        kept[place] ^= by
        return kept

    return done


def whole(record: Path) -> object:
    """All that a record holds, and whether SQLite finds the file sound; what cannot be read is None."""
    try:
        with closing(sqlite3.connect(record)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchall()
            marks = [
                connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "encoding")
            ]
            return sound, marks, list(connection.iterdump())
    except (sqlite3.Error, UnicodeDecodeError):
        return None
