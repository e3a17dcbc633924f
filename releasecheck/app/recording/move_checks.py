"""What a command about dates and places asks first: is the person in prison, and can that day be right."""

from __future__ import annotations

from datetime import date

from releasecheck.app.opening.session import App
from releasecheck.app.reading.countdowns import not_dead
from releasecheck.core.domain import FactValue, PersonRecord
from releasecheck.core.errors import ReleasecheckError, UsageError, WrongWords
from releasecheck.core.words import day_in_words
from releasecheck.people.facts import FACTS, BadValue, parse_fact
from releasecheck.people.office.directory import EMPTY, Directory
from releasecheck.planning.changes import Decided
from releasecheck.planning.moves import Move, compare, telling_items

NOTHING_SAVED = "Nothing saved. Without --dry-run this is recorded."


def move_of(app: App, decided: Decided, directory: Directory = EMPTY) -> Move:
    """What a decided change of dates does, seen from today; `directory`: how to reach who must be told."""
    planner = app.planner()
    assert decided.before is not None, "only called for somebody the record knew before"
    before = planner.plan(decided.before, app.today)
    telling = telling_items(planner.catalogue)
    return compare(before, decided.plan, decided.record, telling, app.today, planner.calendar, directory)


def person_in_prison(app: App, person: str) -> PersonRecord:
    """Everything known of somebody in prison. Raises ReleasecheckError for who has left or died."""
    record = app.person(person)
    not_dead(record)
    left = record.facts.get("released_on")
    if isinstance(left, date):
        raise ReleasecheckError(
            f"{record.prison_number} was released on {day_in_words(left)}.\n"
            f"Back on recall? Type: releasecheck recalled {record.prison_number} --on DATE\n"
            f"On a new sentence or remand? Type: releasecheck returned {record.prison_number} --on DATE"
        )
    return record


def typed(name: str, text: str) -> FactValue | None:
    """A fact as somebody typed it; nothing typed is not known. Raises WrongWords saying what was expected."""
    try:
        return parse_fact(name, text)
    except BadValue as error:
        raise WrongWords(f'{name} "{text}": {error}') from error


def prison_code(text: str) -> FactValue:
    """A prison as it is kept, by its code where that is known. Raises WrongWords for nothing."""
    found = typed("prison", text)
    if found is None:
        raise WrongWords("which prison? Give its code, such as LEI")
    return found


def not_before(record: PersonRecord, day: date, *facts: str) -> None:
    """Raises UsageError for a day before one of these that is recorded: it cannot have happened then."""
    for name in facts:
        earlier = record.facts.get(name)
        if isinstance(earlier, date) and day < earlier:
            raise UsageError(
                f"{day_in_words(day)} is before the {FACTS[name].title.lower()}, {day_in_words(earlier)}"
            )
