"""Every reader of what comes from outside, as a function of bytes: it reads, or refuses in words.

`test_fuzz` throws changed files at them for a minute, and `python -m tests.bench fuzz` for as long as is
wished, guided by what they reach. To add a reader: a function, and its line in `READERS` with what it begins
from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from releasecheck.app.opening.config import parse_config
from releasecheck.core import shipped
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import read_toml
from releasecheck.exchange.bundles.bundle_file import read_bundle
from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.column_map import read_map
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.people import read_people
from releasecheck.exchange.reading.trackers.tracker_map import read_tracker_map
from releasecheck.people.days import nearest_day, parse_date, typed_day
from releasecheck.people.fact import BadValue
from releasecheck.people.facts import FACTS, parse, plain, split_name
from releasecheck.people.identifiers import pnc_in
from releasecheck.policy.bank_holidays import published_holidays
from releasecheck.policy.catalogue_files import CatalogueFile, read_catalogue
from releasecheck.policy.sources import builtin_files
from releasecheck.store import SqliteStore, create
from tests.faults.hostile.bundles import content, sealed
from tests.faults.hostile.sheets import SOUND, packed, parts
from tests.places import IMPORTS

TODAY = date(2026, 11, 23)


class Reader(NamedTuple):
    """What reads, and what its files look like when they are sound."""

    read: Callable[[bytes], None]
    begins: Callable[[], list[bytes]]


def _refused(read: Callable[[], object]) -> None:
    try:
        read()
    except (ReleasecheckError, BadValue):
        return


def _list(data: bytes) -> None:
    _refused(lambda: read_people(read_table(data, "fuzz", are_headings=has_prison_number)))


def _part(data: bytes) -> None:
    """The first byte says which part of a workbook the others stand in the place of."""
    sound: dict[str, str | bytes] = dict(parts())
    names = list(sound)
    sound[names[data[0] % len(names) if data else 0]] = data[1:]
    _list(packed(sound))


def _begun_parts() -> list[bytes]:
    return [bytes([number]) + text.encode() for number, text in enumerate(parts().values())]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _toml(data: bytes) -> None:
    text = _text(data)
    _refused(lambda: parse_config(text, Path("config.toml")))
    _refused(lambda: read_map(text, "map.toml"))
    _refused(lambda: read_tracker_map(text, "map.toml", bool, ()))
    try:
        read_toml(text)
    except ValueError:
        return


def _catalogue(data: bytes) -> None:
    files = [*builtin_files(), CatalogueFile("office.toml", _text(data), True)]
    _refused(lambda: read_catalogue(files))


def _holidays(data: bytes) -> None:
    _refused(lambda: published_holidays(_text(data)))


def _bundle(data: bytes) -> None:
    """As it stands, and sealed with the checksum that belongs to it, where it is JSON."""
    text = _text(data)
    _refused(lambda: read_bundle(text, "fuzz.json"))
    try:
        whole = sealed(json.loads(text))
        whole.encode()
    except (ValueError, RecursionError):
        return
    _refused(lambda: read_bundle(whole, "fuzz.json"))


def _days(data: bytes) -> None:
    text = _text(data)
    for ahead in (True, False, None):
        _refused(lambda: nearest_day(text, TODAY, ahead=ahead))  # noqa: B023
        _refused(lambda: typed_day(text, TODAY, ahead=ahead))  # noqa: B023
    _refused(lambda: parse_date(text, "past"))


def _values(data: bytes) -> None:
    text = _text(data)
    for fact in FACTS.values():
        _refused(lambda: parse(fact, text))  # noqa: B023
    _refused(lambda: plain(text))
    _refused(lambda: split_name(text))


@cache
def _record() -> SqliteStore:
    import tempfile

    return create(Path(tempfile.mkdtemp(prefix="releasecheck-fuzz-")) / "record.db")


def _person(data: bytes) -> None:
    text = _text(data).replace("\0", "")
    _record().find_people(text)
    pnc_in(text)


def _files(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


_MAP = b'office = "HMP Leeds"\n[columns]\n"Out" = "com"\n[values."MAPPA"]\n"2" = "x"\n'
_DAYS = (b"5 Feb 2027", b"05/02/2027", b"Fri 4 Dec", b"2027-02-05T00:00:00Z", b"-3d")

READERS: dict[str, Reader] = {
    "list": Reader(_list, lambda: [*_files(IMPORTS), SOUND]),
    "workbook": Reader(_part, _begun_parts),
    "toml": Reader(_toml, lambda: [_MAP]),
    "catalogue": Reader(_catalogue, lambda: [b'[item.dtr]\ndue = "56d before release"\ntitle = "x"\n']),
    "holidays": Reader(_holidays, lambda: [(shipped.DATA / "bank-holidays.json").read_bytes()]),
    "bundle": Reader(_bundle, lambda: [json.dumps(content()).encode()]),
    "days": Reader(_days, lambda: [*_DAYS]),
    "values": Reader(_values, lambda: [b"yes", b"HMP Leeds", b"X123456", b"O\xe2\x80\x99NEILL, Zo\xc3\xab"]),
    "person": Reader(_person, lambda: [b"A1234BC", b"rivers, s", b"x123456", b"2012/123456Y"]),
}
