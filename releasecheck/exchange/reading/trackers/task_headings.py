"""What the headings of a tracker mean: a row for each outcome, or a row for each person.

In the second kind each item has a column of its own, whose cells say what happened and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import close_match
from releasecheck.exchange.reading.lists.people_file import WHY_REFUSED, RowError, UnusedHeading
from releasecheck.exchange.reading.lists.row_reader import (
    NUMBER_HEADINGS,
    Headed,
    Place,
    identity_columns,
    is_number_heading,
    missing_column,
    shown,
)
from releasecheck.exchange.reading.trackers.task_cells import Names, named_outcome
from releasecheck.people.facts import fact_for_heading, folded
from releasecheck.policy.catalogue import Catalogue, EvidenceField, Item, OutcomeSpec

TaskMeaning = Literal[
    "prison_number", "item", "outcome", "on", "reason", "notes", "by", "sequence", "evidence"
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
}
_MEANINGS: dict[str, TaskMeaning] = {
    folded(spelling): meaning for meaning, spellings in _SPELLINGS.items() for spelling in spellings
}
_EVIDENCE = "evidence."
_OF_THE_DAY = ("datedone", "doneon", "date", "on")
"""How the heading of a second column ends, in a tracker with a column for each item: "DTR date"."""
_LONG = 60
"""Letters; a longer heading is a sentence and no slip."""


class FieldColumn(NamedTuple):
    """A column of evidence."""

    place: Place
    field: EvidenceField
    everywhere: bool
    """Headed `evidence.FIELD`: it belongs to any outcome, and not only to one that asks for the field."""


class ItemColumn(NamedTuple):
    """A column of one item in a tracker that has a row for each person."""

    item: Item
    outcome: OutcomeSpec | None
    """The one that the heading names: then the cells hold only its day."""
    cell: Place
    day: Place | None
    """A second column that holds only the day."""


class TaskLayout(NamedTuple):
    """What every column of a tracker is, and what cannot be used."""

    columns: Mapping[TaskMeaning, Place]
    fields: tuple[FieldColumn, ...]
    items: tuple[ItemColumn, ...]
    """Empty where each row names its own item."""
    unused: tuple[UnusedHeading, ...]
    problems: tuple[RowError, ...]


def read_task_headings(file: str, headed: Headed, catalogue: Catalogue) -> TaskLayout:
    """What each column of the file is. Raises ReleasecheckError where it cannot be a tracker."""
    places = headed.places()
    columns: dict[TaskMeaning, Place] = {}
    for place in places:
        meaning = _meaning(place.heading)
        if meaning is not None:
            columns.setdefault(meaning, place)
    fields: tuple[FieldColumn, ...] = ()
    items: tuple[ItemColumn, ...] = ()
    problems: tuple[RowError, ...] = ()
    if "item" in columns:
        left = [place for place in places if place not in columns.values()]
        fields, problems = _fields(file, headed.row, left, catalogue)
    elif "prison_number" in columns:
        columns = {"prison_number": columns["prison_number"]}
        items = _items(places, Names(catalogue))
    _check(file, headed.headings, columns, items)
    taken = {*columns.values(), *(column.place for column in fields)}
    taken |= {place for column in items for place in (column.cell, column.day) if place is not None}
    taken |= {place for place, _ in identity_columns(headed)}
    known = {folded(WHY_REFUSED), *(folded(problem.column) for problem in problems)}
    closest = _Closest(catalogue, wide=bool(items))
    unused = tuple(
        UnusedHeading(place.heading, closest(place.heading))
        for place in places
        if place not in taken and folded(place.heading) not in known
    )
    return TaskLayout(columns, fields, items, unused, problems)


def _meaning(heading: str) -> TaskMeaning | None:
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


def _items(places: Iterable[Place], names: Names) -> tuple[ItemColumn, ...]:
    """The columns that are headed as an item, or as an item and an outcome, in the order of the file."""
    found: dict[tuple[str, str | None], ItemColumn] = {}
    days: dict[str, Place] = {}
    for place in places:
        column = _item_column(place, names)
        if column is not None and column.day is not None:
            days.setdefault(column.item.id, place)
        elif column is not None:
            found.setdefault((column.item.id, column.outcome.name if column.outcome else None), column)
    for name, place in days.items():
        known = found.get((name, None))
        found[(name, None)] = (known or ItemColumn(names.items[folded(name)], None, place, None))._replace(
            day=place if known else None
        )
    return tuple(found.values())


def _item_column(place: Place, names: Names) -> ItemColumn | None:
    """What one heading names; its own place as `day` where it is the day of an item's other column."""
    heading = folded(place.heading)
    for name in sorted((name for name in names.items if heading.startswith(name)), key=len, reverse=True):
        item, rest = names.items[name], heading[len(name) :]
        if not rest:
            return ItemColumn(item, None, place, None)
        if rest in _OF_THE_DAY:
            return ItemColumn(item, None, place, place)
        stems = (rest, *(rest.removesuffix(ending) for ending in _OF_THE_DAY if rest.endswith(ending)))
        outcome = next((found for stem in stems if (found := named_outcome(item, stem))), None)
        if outcome is not None:
            return ItemColumn(item, outcome, place, None)
    return None


def _check(
    file: str, headings: Sequence[str], columns: Mapping[TaskMeaning, Place], items: Sequence[ItemColumn]
) -> None:
    """Raises ReleasecheckError for what every tracker must have and this one has not."""
    if "prison_number" not in columns:
        raise missing_column(file, "the prison number", NUMBER_HEADINGS, headings)
    if "item" not in columns and not items:
        raise ReleasecheckError(
            f"{file} has no column that says which task: one headed Item, Task or Code, or one for each item "
            f"headed as it is named (dtr, AC05 …); found {shown(headings)}. "
            "See the items: releasecheck catalogue list"
        )
    needed: tuple[tuple[TaskMeaning, str], ...] = (
        ("outcome", "what happened"),
        ("on", "the day it happened"),
    )
    for meaning, what in needed:
        if "item" in columns and meaning not in columns:
            raise missing_column(file, what, _SPELLINGS[meaning][:4], headings)


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
        if len(heading) > _LONG or fact_for_heading(heading) is not None:
            return None
        return close_match(heading, self._known)
