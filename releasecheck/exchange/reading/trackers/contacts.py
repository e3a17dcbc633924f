"""Rows of a contact log -> contacts as `contact` records them, and what they would add to the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

from releasecheck.core.domain import ROLES, PersonRecord, RecordedOutcome
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import close_match, count, did_you_mean, listed, tally
from releasecheck.exchange.reading.files.table import SourceTable
from releasecheck.exchange.reading.lists.headings import has_prison_number, means_something
from releasecheck.exchange.reading.lists.people_file import (
    WHY_REFUSED,
    RowError,
    RowFacts,
    UnusedHeading,
    doubts,
)
from releasecheck.exchange.reading.lists.row_reader import (
    NUMBER_HEADINGS,
    Headed,
    Place,
    RowReader,
    find_headings,
    identity_columns,
    is_crn_heading,
    is_number_heading,
    missing_column,
    prison_number,
)
from releasecheck.exchange.reading.trackers.task_cells import happened_on
from releasecheck.exchange.reading.trackers.tracker_map import NO_TRACKER_MAP, TrackerMap, as_they_say
from releasecheck.people.entries import Note
from releasecheck.people.facts import BadValue, folded, plain
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.contacts import WAYS, Contact, contact_note, task_done
from releasecheck.planning.marking import too_early
from releasecheck.planning.planner import Planner

_Meaning = Literal["prison_number", "on", "role", "how", "name", "note"]

#: The usual spellings of each column, the program's own first. A bare "Name" would be the person's.
_SPELLINGS: dict[_Meaning, tuple[str, ...]] = {
    "prison_number": NUMBER_HEADINGS,
    "on": ("on", "Date", "Contact date", "Date of contact", "Seen on", "Date seen", "When"),
    "role": ("role", "Who", "By", "Contact by", "Seen by", "Staff role", "Contact with"),
    "how": ("how", "Method", "Contact type", "Type of contact", "Type", "Contact method"),
    "name": ("staff_name", "Staff", "Officer", "Worker", "Practitioner", "Staff member", "Officer name"),
    "note": ("note", "Notes", "Comments", "Comment", "Remarks", "About"),
}
_MEANINGS = {folded(text): meaning for meaning, texts in _SPELLINGS.items() for text in texts}
_ROLES = {folded(text): role for role, words in ROLES.items() for text in (role, words)}
_HOW = {
    **{folded(how): how for how in WAYS},
    **dict.fromkeys(("facetoface", "f2f", "office", "officevisit", "inprison"), "in_person"),
    **dict.fromkeys(("prisonvisit", "visits"), "visit"),
    **dict.fromkeys(("telephone", "phonecall", "call", "telephonecall", "byphone"), "phone"),
    **dict.fromkeys(("videolink", "videocall", "prisonvideolink", "teams", "byvideo"), "video"),
}


class ReadContact(NamedTuple):
    """One contact that could be read."""

    row: int
    prison_number: str
    who: RowFacts
    """What the row says of who it is about, beside the number."""
    contact: Contact


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """A contact log, read."""

    name: str
    contacts: tuple[ReadContact, ...]
    errors: tuple[RowError, ...]
    headings: Mapping[_Meaning, str]
    """What a column means, and its heading."""
    meanings: Mapping[str, str]
    """Each heading that is read, and what a map would say it is."""
    unused_headings: tuple[UnusedHeading, ...]
    notes: tuple[str, ...]
    heading_row: int
    table: SourceTable = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactComparison:
    """What importing a contact log would do. An unchanged file leaves nothing to write."""

    unit: str
    changes: tuple[PersonChange, ...]
    unchanged: int
    repeated: int
    refused: tuple[RowError, ...]

    @property
    def outcomes(self) -> tuple[RecordedOutcome, ...]:
        """The tasks that the contacts do."""
        return tuple(outcome for change in self.changes for outcome in change.outcomes)

    def sentence(self) -> str:
        """41 rows: 38 contacts new for 12 people, 2 recorded already, 1 refused."""
        new = sum(len(change.notes) for change in self.changes)
        people = count(len(self.changes), "person", "people")
        refused = len({error.row for error in self.refused})
        parts = (
            (new, f"{count(new, 'contact')} new for {people}"),
            (self.unchanged, f"{self.unchanged:,} recorded already"),
            (self.repeated, f"{self.repeated:,} repeated"),
            (refused, f"{refused:,} refused"),
        )
        return tally(self.unit, parts)


# --- reading ---


def read_contacts(table: SourceTable, today: date, mapping: TrackerMap = NO_TRACKER_MAP) -> ContactsFile:
    """Contacts from the rows of a table. Raises ReleasecheckError for one that holds none."""
    given = find_headings(table, lambda cells: has_prison_number(map(mapping.heading, cells)))
    headed = mapping.renamed(given)
    columns = _columns(table.name, headed)
    reader: RowReader[_Meaning] = RowReader(table, headed, columns)
    found: list[ReadContact] = []
    rows = 0
    for row, written in headed.body:
        cells = as_they_say(mapping.values, given.headings, written)
        rows += 1
        before = len(reader.errors)
        reader.check_width(row, cells)
        number = reader.cell(row, cells, columns["prison_number"], prison_number)
        who = reader.who(row, cells)
        on = reader.cell(row, cells, columns["on"], partial(happened_on, today=today))
        role = reader.cell(row, cells, columns["role"], partial(_one_of, "role", _ROLES, ROLES))
        how = reader.cell(row, cells, columns["how"], partial(_one_of, "way to meet", _HOW, WAYS))
        name = reader.optional(row, cells, "name", plain)
        note = reader.optional(row, cells, "note", plain)
        if number and on and role and how and len(reader.errors) == before:
            found.append(ReadContact(row, number, who, Contact(on, role, how, name, note)))
    if not rows:
        raise ReleasecheckError(f"{table.name} has headings and nothing under them: nothing to import")
    named = mapping.original(given)
    meant = {place: place.heading for place, _ in identity_columns(headed)}
    meant |= {place: _SPELLINGS[meaning][0] for meaning, place in columns.items()}
    return ContactsFile(
        *(table.name, tuple(found), mapping.errors(given, reader.errors)),
        {meaning: named(place.heading) for meaning, place in columns.items()},
        {named(place.heading): meaning for place, meaning in sorted(meant.items())},
        tuple(replace(one, heading=named(one.heading)) for one in _unused(headed, columns)),
        *((*table.notes, *headed.notes, *mapping.notes(given)), headed.row, table),
    )


def is_contact_meaning(text: str) -> bool:
    """Whether a map may say that a column of a log is this: a heading of a log, or a fact."""
    return is_number_heading(text) or folded(text) in _MEANINGS or means_something(text)


KNOWN_MEANINGS = (*_SPELLINGS, *(spelling for texts in _SPELLINGS.values() for spelling in texts))
"""What a slip in a map is compared with."""


def _columns(file: str, headed: Headed) -> dict[_Meaning, Place]:
    columns: dict[_Meaning, Place] = {}
    for place in headed.places():
        number = is_number_heading(place.heading)
        meaning: _Meaning | None = "prison_number" if number else _MEANINGS.get(folded(place.heading))
        if meaning is not None:
            columns.setdefault(meaning, place)
    needed: tuple[tuple[_Meaning, str], ...] = (
        *(("prison_number", "the prison number"), ("on", "the day")),
        *(("role", "who met them"), ("how", "how they met")),
    )
    for meaning, what in needed:
        if meaning not in columns:
            raise missing_column(file, what, _SPELLINGS[meaning][:4], headed.row)
    return columns


def _unused(headed: Headed, columns: Mapping[_Meaning, Place]) -> tuple[UnusedHeading, ...]:
    known = [text for meaning, texts in _SPELLINGS.items() if meaning not in columns for text in texts]
    taken = {*columns.values(), *(place for place, _ in identity_columns(headed))}
    return tuple(
        UnusedHeading(place.heading, close_match(place.heading, known))
        for place in headed.places()
        if place not in taken
        and folded(place.heading) != folded(WHY_REFUSED)
        and not is_crn_heading(place.heading)
    )


def _one_of(what: str, words: Mapping[str, str], names: Iterable[str], text: str) -> str:
    """The word as it is kept; raises BadValue with the closest and the whole list."""
    found = words.get(folded(text))
    if found is None:
        names = tuple(names)
        raise BadValue(f"no such {what}{did_you_mean(text, names) or '.'} It is {listed(names, 'or')}")
    return found


# --- what it would add ---


def compare_contacts(
    file: ContactsFile,
    people: Iterable[tuple[PersonRecord, Sequence[Contact]]],
    planner: Planner,
    today: date,
    *,
    numbers: Sequence[str],
    by: str,
    source: str,
) -> ContactComparison:
    """What the file would add to these people, each with the contacts recorded already.

    `numbers`: everybody recorded; `by`: who records it.
    """
    wanted: dict[str, list[ReadContact]] = {}
    for one in sorted(file.contacts, key=lambda one: (one.contact.on, one.row)):
        wanted.setdefault(one.prison_number, []).append(one)
    changes: list[PersonChange] = []
    refused = list(file.errors)
    unchanged = repeated = 0
    for record, recorded in people:
        notes: list[Note] = []
        outcomes: list[RecordedOutcome] = []
        told: list[Contact] = []
        number = record.prison_number
        plan = planner.plan(record, today)
        for one in wanted.pop(number, ()):
            contact = one.contact
            doubt = next(doubts(one.who, record.facts, today), None)
            if doubt is not None:
                refused.append(_refusal(file, one, "prison_number", number, doubt[1]))
            elif _among(contact, recorded):
                unchanged += 1
            elif _among(contact, told):
                repeated += 1
            elif problem := too_early(record, contact.on):
                refused.append(_refusal(file, one, "on", contact.on.isoformat(), problem))
            else:
                told.append(contact)
                note = contact_note(contact.role, contact.how, contact.on, contact.name, contact.note)
                notes.append(note)
                outcome, _ = task_done(plan, note, today, by)
                if outcome is not None:
                    outcomes.append(outcome)
                    added = PersonChange(number, outcomes=(outcome,))
                    decided = decide(record, added, planner, today)
                    record, plan = decided.record, decided.plan
        if notes:
            changes.append(PersonChange(number, outcomes=tuple(outcomes), notes=tuple(notes), source=source))
    for number, told_of in wanted.items():
        why = f"nobody here has this prison number{did_you_mean(number, numbers) or '.'} {_FIRST}"
        refused += [_refusal(file, one, "prison_number", number, why) for one in told_of]
    refused.sort(key=lambda error: error.row)
    return ContactComparison(file.table.unit, tuple(changes), unchanged, repeated, tuple(refused))


_FIRST = "First: releasecheck import people FILE"


def _refusal(file: ContactsFile, one: ReadContact, meaning: _Meaning, value: str, why: str) -> RowError:
    where = file.table.place(one.row)
    return RowError(file.name, one.row, file.headings[meaning], value, why, where)


def _among(contact: Contact, others: Iterable[Contact]) -> bool:
    """Whether one of these says all that this one says: what it leaves open may be anything there."""
    return any(
        (other.on, other.role, other.how) == (contact.on, contact.role, contact.how)
        and contact.name in (None, other.name)
        and contact.note in (None, other.note)
        for other in others
    )
