"""What the headings of a tracker mean: a row for each outcome, or a row for each person.

In the second kind each item has a column of its own, whose cells say what happened and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import close_match
from releasecheck.exchange.reading.lists.headings import means_something, not_headings
from releasecheck.exchange.reading.lists.people_file import WHY_REFUSED, RowError, UnusedHeading
from releasecheck.exchange.reading.lists.row_reader import (
    NUMBER_HEADINGS,
    Headed,
    Place,
    identity_columns,
    is_crn_heading,
    is_number_heading,
    missing_column,
)
from releasecheck.exchange.reading.trackers.task_cells import Names
from releasecheck.exchange.reading.trackers.task_columns import (
    FoundColumns,
    ItemColumn,
    find_task_columns,
    named_column,
)
from releasecheck.exchange.reading.trackers.task_words import TrackerWords
from releasecheck.people.facts import folded
from releasecheck.policy.catalogue import Catalogue, EvidenceField

TaskMeaning = Literal[
    "prison_number", "item", "outcome", "on", "reason", "notes", "by", "sequence", "evidence", "done_before"
]

#: The usual spellings of each column, the program's own first.
_SPELLINGS: dict[TaskMeaning, tuple[str, ...]] = {
    "prison_number": ("Prison Number",),
    "item": ("item", "Task", "Code", "Item code", "Task code", "Item ID", "Requirement", "Task name"),
    "outcome": ("outcome", "Status", "Task status", "Outcome status", "What happened"),
    "on": (
        *("on", "Date", "Done on", "Date done", "Outcome on", "Outcome date", "Date of outcome"),
        *("Completed on", "Date completed", "Completion date", "Status date", "Happened on", "When"),
    ),
    "reason": ("reason", "Why", "Outcome reason", "Notes/Reason", "Reason/Notes"),
    "notes": ("notes", "Note", "Comments", "Comment", "Remarks"),
    "by": ("by", "Recorded by", "Entered by", "Updated by", "Done by", "Completed by"),
    "sequence": ("sequence",),
    "evidence": ("evidence",),
    "done_before": ("done_before", "Done before", "Done before?"),
}
_MEANINGS: dict[str, TaskMeaning] = {
    folded(spelling): meaning for meaning, spellings in _SPELLINGS.items() for spelling in spellings
}
_ON_OUR_SHEET = frozenset(map(folded, ("name", "title", "counted_from")))
"""What `export before` has beside, to be read by whoever fills it in."""
_EVIDENCE = "evidence."
_TASK = "task:"
_LONG = 60
"""Letters; a longer heading is a sentence and no slip."""


class FieldColumn(NamedTuple):
    """A column of evidence."""

    place: Place
    field: EvidenceField
    everywhere: bool
    """Headed `evidence.FIELD`: it belongs to any outcome, and not only to one that asks for the field."""


class TaskLayout(NamedTuple):
    """What every column of a tracker is, and what cannot be used."""

    columns: Mapping[TaskMeaning, Place]
    fields: tuple[FieldColumn, ...]
    found: FoundColumns
    """The columns of tasks: none where each row names its own item."""
    meanings: Mapping[str, str]
    """Each heading that is read, and what a map would say it is."""
    unused: tuple[UnusedHeading, ...]
    problems: tuple[RowError, ...]


def read_task_headings(file: str, headed: Headed, catalogue: Catalogue, words: TrackerWords) -> TaskLayout:
    """What each column of the file is. Raises ReleasecheckError where it cannot be a tracker."""
    names = Names(catalogue, words)
    places = headed.places()
    columns: dict[TaskMeaning, Place] = {}
    for place in places:
        meaning = _meaning(place.heading)
        if meaning is not None:
            columns.setdefault(meaning, place)
    fields: tuple[FieldColumn, ...] = ()
    found = FoundColumns((), {})
    problems: tuple[RowError, ...] = ()
    if "item" in columns:
        left = [place for place in places if place not in columns.values()]
        fields, problems = _fields(file, headed.row, left, catalogue)
    elif "prison_number" in columns:
        columns = {"prison_number": columns["prison_number"]}
        identity = {place for place, _ in identity_columns(headed)}
        found = find_task_columns([place for place in places if place not in identity], names, words)
    _check(file, headed.row, columns, found.items)
    meanings = _meanings(headed, columns, fields, found.items)
    known = {folded(WHY_REFUSED), *_ON_OUR_SHEET, *(folded(problem.column) for problem in problems)}
    closest = _Closest(catalogue, wide=bool(found.items))
    unused = tuple(
        UnusedHeading(place.heading, found.unsure.get(place) or closest(place.heading))
        for place in places
        if place not in meanings and folded(place.heading) not in known and not is_crn_heading(place.heading)
    )
    named = {place.heading: meaning for place, meaning in meanings.items()}
    return TaskLayout(columns, fields, found, named, unused, problems)


def is_task_meaning(text: str, catalogue: Catalogue, words: TrackerWords) -> bool:
    """Whether a map may say that a column of a tracker is this: a task, a heading, evidence or a fact."""
    return (
        _meaning(text) is not None
        or named_column(text, catalogue, words) is not None
        or text.removeprefix(_EVIDENCE) in catalogue.fields
        or means_something(text)
    )


def known_meanings(catalogue: Catalogue) -> tuple[str, ...]:
    """What a slip in a map is compared with."""
    return (*_SPELLINGS, *(spelling for texts in _SPELLINGS.values() for spelling in texts), *catalogue.items)


def _meanings(
    headed: Headed,
    columns: Mapping[TaskMeaning, Place],
    fields: Iterable[FieldColumn],
    items: Iterable[ItemColumn],
) -> dict[Place, str]:
    """Each column that is read, and what a map would say it is; a name or a birthday is what it is headed."""
    found = {place: _SPELLINGS[meaning][0] for meaning, place in columns.items()}
    found |= {column.place: f"{_EVIDENCE}{column.field.name}" for column in fields if column.everywhere}
    found |= {column.place: column.field.name for column in fields if not column.everywhere}
    for column in items:
        outcome = f" {column.outcome.name}" if column.outcome else ""
        found[column.cell] = f"task:{column.item.id}{outcome}"
        if column.day is not None:
            found[column.day] = f"task:{column.item.id} date"
    found |= {place: place.heading for place, _ in identity_columns(headed) if place not in found}
    return dict(sorted(found.items()))


def _meaning(heading: str) -> TaskMeaning | None:
    if heading.startswith(_TASK):
        return None
    if is_number_heading(heading):
        return "prison_number"
    return _MEANINGS.get(folded(heading))


def _fields(
    file: str, row: int, places: Iterable[Place], catalogue: Catalogue
) -> tuple[tuple[FieldColumn, ...], tuple[RowError, ...]]:
    """The columns of evidence, and those that name a field there is not."""
    by_name = {folded(name): field for name, field in catalogue.fields.items()}
    found: list[FieldColumn] = []
    problems: list[RowError] = []
    for place in places:
        everywhere = place.heading.casefold().startswith(_EVIDENCE)
        name = place.heading[len(_EVIDENCE) :] if everywhere else place.heading
        field = by_name.get(folded(name))
        if field is not None:
            found.append(FieldColumn(place, field, everywhere))
        elif everywhere:
            close = close_match(name, catalogue.fields)
            hint = f". Did you mean {_EVIDENCE}{close}?" if close else ""
            problems.append(RowError(file, row, place.heading, None, f"there is no such evidence{hint}"))
    return tuple(found), tuple(problems)


def _check(file: str, row: int, columns: Mapping[TaskMeaning, Place], items: Sequence[ItemColumn]) -> None:
    """Raises ReleasecheckError for what every tracker must have and this one has not."""
    if "prison_number" not in columns:
        raise missing_column(file, "the prison number", NUMBER_HEADINGS, row)
    if "item" not in columns and not items:
        raise ReleasecheckError(
            f"{file} has no column that says which task: one headed Item, Task or Code, or one for each item "
            f"headed as it is named (dtr, AC05 …){not_headings(row)} "
            "See the items: releasecheck catalogue list"
        )
    if "done_before" in columns:
        return
    if "item" in columns and "outcome" not in columns:
        raise missing_column(file, "what happened", _SPELLINGS["outcome"][:4], row)


class _Closest:
    """The known heading that an unknown one is most likely a slip for."""

    def __init__(self, catalogue: Catalogue, *, wide: bool) -> None:
        self._known: list[str] = []
        if wide:
            self._known += [name for item in catalogue.items.values() for name in (item.id, item.title)]
        else:
            self._known += [spelling for spellings in _SPELLINGS.values() for spelling in spellings]
            self._known += catalogue.fields

    def __call__(self, heading: str) -> str | None:
        if len(heading) > _LONG or means_something(heading):
            return None
        return close_match(heading, self._known)
