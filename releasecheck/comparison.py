"""What importing a file would change in the record; worked out first, shown, and only then saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from releasecheck.domain import Facts, FactValue
from releasecheck.facts import (
    folded,
)
from releasecheck.people_file import RELEASE_DATES, PeopleFile, PersonRow, RowError
from releasecheck.words import count


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """How a row differs from the record of that person: fact -> (before, after), None being not known."""

    row: int
    prison_number: str
    changes: Mapping[str, tuple[FactValue | None, FactValue | None]]

    @property
    def facts(self) -> dict[str, FactValue | None]:
        """The new values, as they would be recorded."""
        return {name: after for name, (_, after) in self.changes.items()}

    @property
    def moves_release(self) -> bool:
        """Whether a release date that was known becomes another one."""
        pairs = (self.changes.get(name, (None, None)) for name in RELEASE_DATES)
        return any(before is not None and after is not None for before, after in pairs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What importing a file would do. An unchanged file leaves nothing to write."""

    new: tuple[PersonDifference, ...]
    changed: tuple[PersonDifference, ...]
    unchanged: tuple[str, ...]
    refused: tuple[RowError, ...]
    problems: tuple[RowError, ...]
    not_in_file: tuple[str, ...]
    repeated: int = 0

    @property
    def refused_rows(self) -> int:
        """Rows refused; several bad cells of one row count once."""
        return len({error.row for error in self.refused})

    def sentence(self, overdue: int = 0) -> str:
        """208 rows: 12 new, 3 release dates moved (2 make things overdue), 190 unchanged, 3 refused."""
        moved = sum(person.moves_release for person in self.changed)
        late = f" ({overdue} {'makes' if overdue == 1 else 'make'} things overdue)" if overdue else ""
        parts = (
            (len(self.new), f"{len(self.new)} new"),
            (moved, f"{count(moved, 'release date')} moved{late}"),
            (len(self.changed) - moved, f"{len(self.changed) - moved} otherwise changed"),
            (len(self.unchanged), f"{len(self.unchanged)} unchanged"),
            (self.repeated, f"{self.repeated} repeated"),
            (self.refused_rows, f"{self.refused_rows} refused"),
        )
        rows = count(sum(number for number, _ in parts), "row")
        said = ", ".join(words for number, words in parts if number)
        return f"{rows}: {said}" if said else rows


def compare(current: Mapping[str, Facts], file: PeopleFile, today: date) -> Comparison:
    """What importing the file would change in the record of these people, and whom it may have mixed up."""
    new: list[PersonDifference] = []
    changed: list[PersonDifference] = []
    unchanged: list[str] = []
    refused = list(file.errors)
    for row in file.rows:
        known = current.get(row.prison_number)
        doubts = _doubts(file, row, known or {}, today)
        if doubts:
            refused += doubts
            continue
        difference = _difference(row, known or {})
        if known is None:
            new.append(difference)
        elif difference.changes:
            changed.append(difference)
        else:
            unchanged.append(row.prison_number)
    return Comparison(
        *(tuple(new), tuple(changed), tuple(unchanged)),
        refused=tuple(sorted(refused, key=lambda error: error.row)),
        problems=file.problems,
        not_in_file=tuple(sorted(set(current) - file.mentioned)),
        repeated=file.repeated,
    )


def _difference(row: PersonRow, known: Facts) -> PersonDifference:
    """The facts that the row would change."""
    changes = {
        name: (known.get(name), value) for name, value in row.facts.items() if known.get(name) != value
    }
    return PersonDifference(row.row, row.prison_number, changes)


def _doubts(file: PeopleFile, row: PersonRow, known: Facts, today: date) -> list[RowError]:
    """Why this row may be about somebody else: another birthday or another surname under the same number."""

    def doubt(name: str, why: str) -> RowError:
        heading = next((heading for heading, sets in file.headings.items() if name in sets), name)
        return RowError(file.name, row.row, heading, None, f"{row.prison_number} {why}")

    doubts = []
    born, recorded = row.facts.get("date_of_birth"), known.get("date_of_birth")
    if isinstance(born, date) and born > today:
        doubts.append(doubt("date_of_birth", "would be born in the future"))
    elif born is not None and recorded is not None and born != recorded:
        doubts.append(doubt("date_of_birth", _ANOTHER.format("date of birth", "date_of_birth=YYYY-MM-DD")))
    called, recorded = row.facts.get("last_name"), known.get("last_name")
    if called is not None and recorded is not None and _plain(str(called)) != _plain(str(recorded)):
        doubts.append(doubt("last_name", _ANOTHER.format("last name", "last_name=NAME")))
    return doubts


_ANOTHER = "has another {} in the record: the same person? If so, set {} first"


def _plain(name: str) -> str:
    """A name without accents, capitals, spaces and punctuation, for telling whether two are the same."""
    import unicodedata

    return folded("".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)))
