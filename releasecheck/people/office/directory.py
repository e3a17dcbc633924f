"""The office's own directory: councils, PDUs and other services, with how to reach each.

It names services and never people. What is doubtful in it is said and left out: a wrong telephone number on
somebody's sheet is worse than none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from releasecheck.people.facts import FACTS, BadValue, folded, parse, plain
from releasecheck.people.names import fold

HEADINGS = ("kind", "name", "area", "address", "telephone", "email", "also")

KINDS: Mapping[str, str] = {
    "council": "council (housing)",
    "pdu": "probation delivery unit",
    "hpt": "homelessness prevention team",
    "crs": "CRS provider",
    "jobcentre": "Jobcentre",
    "treatment": "drug and alcohol service",
}
"""Every kind of entry, in the order they are listed in, and what it is."""

_ALSO_KINDS = {"localauthority": "council", "housingauthority": "council", "jobcentreplus": "jobcentre"}
#: What of a name says only what kind it is of: Leeds City Council is Leeds.
_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "council": frozenset("city council borough district county metropolitan london royal unitary of".split()),
    "pdu": frozenset("pdu probation delivery unit office".split()),
    "jobcentre": frozenset("jobcentre job centre plus jcp".split()),
}
_ONE_OF_A_NAME = ("council", "pdu", "jobcentre")
"""Kinds of which a name is one place; a provider may be there for each of several areas."""

_BY_AREA = ("hpt", "crs")
"""Kinds that somebody's home region names, where nothing else does."""

_TELEPHONE = re.compile(r"\+?[\d ()-]+(?: ?(?:ext|x)\.? ?\d{1,6})?", re.ASCII | re.IGNORECASE)
_SHORT_NUMBER = re.compile(r"1\d{2,5}", re.ASCII)
_LONGEST = 200


class DirectoryEntry(NamedTuple):
    """One service, as the office wrote it down."""

    kind: str
    name: str
    areas: tuple[str, ...] = ()
    """The areas it is there for: home regions, for most."""
    address: str | None = None
    telephone: str | None = None
    email: str | None = None
    also: tuple[str, ...] = ()
    """Other ways of writing its name."""
    line: int = 0
    """Where in the file it stands."""

    @property
    def reach(self) -> str | None:
        """How to reach it first: by telephone, or else by email."""
        return self.telephone or self.email

    def compared(self) -> frozenset[str]:
        """Its names as they are compared."""
        return frozenset(_key(self.kind, name) for name in (self.name, *self.also))

    def is_for(self, area: str) -> bool:
        """Whether it is there for an area, however that is written."""
        return _area(area) in map(_area, self.areas)


class Directory(NamedTuple):
    """Every entry that there is no doubt about, and what is wrong with the others."""

    entries: tuple[DirectoryEntry, ...] = ()
    mistakes: tuple[str, ...] = ()

    def named(self, kind: str, name: object, area: object = None) -> DirectoryEntry | None:
        """The entry of that name; of several, the one for the area. None where that is not one."""
        if not name:
            return None
        key = _key(kind, str(name))
        found = [each for each in self.entries if each.kind == kind and key in each.compared()]
        if len(found) > 1 and area:
            found = [each for each in found if each.is_for(str(area))]
        return found[0] if len(found) == 1 else None

    def of_area(self, kind: str, area: object) -> DirectoryEntry | None:
        """The one entry of a kind that is there for an area; None where there are none or several."""
        if not area:
            return None
        found = [each for each in self.entries if each.kind == kind and each.is_for(str(area))]
        return found[0] if len(found) == 1 else None

    def for_person(
        self, facts: Mapping[str, object], written: Mapping[str, str | None]
    ) -> dict[str, DirectoryEntry]:
        """The services that what is recorded of somebody names, by kind.

        `written`: the name that was written down with a referral, which goes before what the facts say: a
        provider that is not in the directory is not taken for the one of the area, nor the area's for a
        woman, whose referral goes to the women's service.
        """
        region, women = facts.get("home_region"), facts.get("sex") == "F"
        council = written.get("council") or facts.get("release_authority")
        named = {**written, "council": council, "pdu": facts.get("com_office")}
        found = {}
        for kind in KINDS:
            name = named.get(kind)
            entry = self.named(kind, name, region)
            if entry is None and not name and kind in _BY_AREA and not (kind == "crs" and women):
                entry = self.of_area(kind, region)
            if entry is not None:
                found[kind] = entry
        return found

    def search(self, text: str) -> tuple[DirectoryEntry, ...]:
        """Every entry in which all these words stand, in any of its cells."""
        words = fold(text).split()
        return tuple(each for each in self.entries if all(word in _everything(each) for word in words))


EMPTY = Directory()


def _everything(entry: DirectoryEntry) -> str:
    cells = (entry.name, *entry.also, *entry.areas, KINDS[entry.kind], entry.kind)
    return fold(" ".join((*cells, *filter(None, (entry.address, entry.telephone, entry.email)))))


def _key(kind: str, name: str) -> str:
    """A name as it is compared: without case, accents, hyphens, and what only says its kind."""
    words = fold(re.sub(r"[()/&.,]", " ", name)).split()
    own = [word for word in words if word not in _LEFT_OUT.get(kind, ())]
    return "".join(own or words)


def _area(name: str) -> str:
    words = fold(re.sub(r"[()/&.,]", " ", name)).split()
    return "".join(word for word in words if word not in ("and", "the"))


def read_directory(text: str) -> Directory:
    """The directory that a CSV text holds, with every mistake in it by its line."""
    try:
        rows = [(line, row) for line, row in _rows(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return Directory(mistakes=(f"it cannot be read as CSV: {error}",))
    if not rows:
        return EMPTY
    first = rows[0][1]
    heading = [folded(cell) for cell in first]
    wrong = [cell.strip() for cell in first if folded(cell) not in HEADINGS]
    if wrong or not {"kind", "name"} <= set(heading) or len(set(heading)) < len(heading):
        said = f"; not {', '.join(wrong)}" if wrong else ""
        return Directory(mistakes=(f"line 1: the headings are {','.join(HEADINGS)}{said}",))
    mistakes: list[str] = []
    entries = []
    for line, row in rows[1:]:
        if len(row) > len(heading):
            mistakes.append(f"line {line}: more cells than headings: put quotes round a cell with a comma")
            continue
        try:
            entries.append(_entry(dict(zip(heading, row, strict=False)), line))
        except BadValue as problem:
            mistakes.append(f"line {line}: {problem}")
    doubles = list(_doubles(entries))
    doubtful = {line for lines, _ in doubles for line in lines}
    mistakes += [said for _, said in doubles]
    kept = tuple(each for each in entries if each.line not in doubtful)
    order = list(KINDS)
    return Directory(
        tuple(sorted(kept, key=lambda each: (order.index(each.kind), fold(each.name)))),
        tuple(sorted(mistakes, key=_line_of)),
    )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on: an address in quotes may have several."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _line_of(mistake: str) -> int:
    found = re.match(r"line (\d+)", mistake)
    return int(found[1]) if found else 0


def _entry(row: Mapping[str, str], line: int) -> DirectoryEntry:
    """One row. Raises BadValue with everything that is wrong with it."""
    cells: dict[str, str | None] = {}
    wrong: list[str] = []
    for name in HEADINGS:
        try:
            cells[name] = plain(" ".join(row.get(name, "").split()))
        except BadValue as problem:
            wrong.append(f"{name} {problem}")
        if len(cells.get(name) or "") > _LONGEST:
            wrong.append(f"{name} is longer than {_LONGEST} letters")
    kind, called, telephone, email = map(cells.get, ("kind", "name", "telephone", "email"))
    found = _kind(kind or "")
    if found is None:
        said = f'"{kind}" is no kind' if kind else "no kind"
        wrong.append(f"{said}: it is {', '.join(KINDS)}")
    if called is None:
        wrong.append("no name")
    if telephone is not None and not _is_telephone(telephone):
        wrong.append(f'"{telephone}" is no telephone number, such as 0113 222 4401')
    if email is not None and not _is_email(email):
        wrong.append(f'"{email}" is no email address')
    if wrong or found is None or called is None:
        raise BadValue("; ".join(wrong))
    areas, also = _listed(cells.get("area")), _listed(cells.get("also"))
    return DirectoryEntry(found, called, areas, cells.get("address"), telephone, email, also, line)


def _kind(text: str) -> str | None:
    key = folded(text)
    by_words = {folded(words): kind for kind, words in KINDS.items()}
    return key if key in KINDS else by_words.get(key) or _ALSO_KINDS.get(key)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())


def _is_telephone(text: str) -> bool:
    if _SHORT_NUMBER.fullmatch(text):
        return True
    number = re.split(r"(?i) ?(?:ext|x)", text)[0]
    digits = sum(letter.isdigit() for letter in number)
    return bool(_TELEPHONE.fullmatch(text)) and number[0] in "0+(" and 10 <= digits <= 15


def _is_email(text: str) -> bool:
    try:
        return parse(FACTS["com_email"], text) is not None
    except BadValue:
        return False


def _doubles(entries: Sequence[DirectoryEntry]) -> Iterator[tuple[tuple[int, int], str]]:
    """Two entries that one name could mean, or two teams for one region: both are left out."""
    first: dict[tuple[str, str, str], DirectoryEntry] = {}
    for entry in entries:
        told = set()
        for key in _one_each(entry):
            other = first.setdefault(key, entry)
            if other.line != entry.line and other.line not in told:
                told.add(other.line)
                yield (other.line, entry.line), _double(entry, other)


def _one_each(entry: DirectoryEntry) -> Iterable[tuple[str, str, str]]:
    """What only one entry may have."""
    if entry.kind == "hpt":
        return [(entry.kind, "", _area(area)) for area in entry.areas]
    areas = ("",) if entry.kind in _ONE_OF_A_NAME or not entry.areas else tuple(map(_area, entry.areas))
    return [(entry.kind, name, area) for name in sorted(entry.compared()) for area in areas]


def _double(entry: DirectoryEntry, other: DirectoryEntry) -> str:
    where = f"line {entry.line}"
    if entry.kind == "hpt":
        return f'{where}: "{entry.name}" and "{other.name}" on line {other.line} are teams for one region'
    plural = {"council": "councils", "pdu": "PDUs", "crs": "CRS providers", "jobcentre": "Jobcentres"}
    kinds = plural.get(entry.kind, "services")
    return f'{where}: "{entry.name}" and "{other.name}" on line {other.line} are two {kinds} of one name'
