"""Who is meant by what somebody typed: one person, or what tells those apart whom it could be.

What is said here goes to stderr, where no name stands: a number with initials, cell, release, POM and COM.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from releasecheck.core.errors import AmbiguousPerson, NoSuchPerson, ReleasecheckError, WrongWords
from releasecheck.core.words import full_name, initials, is_crn

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Catalogue, Item
    from releasecheck.store.base import Store
    from releasecheck.store.rows import FoundPerson

Look = Callable[[Iterable[str]], None]
"""What logs that these people's data was looked at."""

_LISTED = 20
"""People who are told apart; more are counted."""


def not_one(store: Store, look: Look, person: str, found: Sequence[FoundPerson]) -> ReleasecheckError:
    """Why what was typed names no one person: nobody, with the closest, or several, told apart."""
    if not found:
        return _nobody(store, look, person)
    people = "\n".join(_told_apart(store, look, found[:_LISTED]))
    more = f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return AmbiguousPerson(f'"{person}" could be {len(found)} people; use the prison number:\n{people}{more}')


def _told_apart(store: Store, look: Look, found: Sequence[FoundPerson]) -> Iterator[str]:
    """A line for each, once the look is logged; the restricted by number only."""
    from releasecheck.people.alike import cell_and_release

    known = store.told_apart(one.prison_number for one in found)
    look(known)
    for one in found:
        told = known.get(one.prison_number)
        if told is None:
            yield f"  {one.prison_number}  restricted"
            continue
        apart = [cell_and_release(told.cell, told.release_on, told.released_on)]
        apart += [f"{role} {name}" for role, name in (("POM", told.pom), ("COM", told.com)) if name]
        called = initials(full_name(told.last_name, told.first_name))
        parts = (one.prison_number, called, told.prison, ", ".join(apart))
        yield f"  {'  '.join(filter(None, parts))}"


def _nobody(store: Store, look: Look, person: str) -> ReleasecheckError:
    from releasecheck.people.facts import BadValue, parse_fact
    from releasecheck.people.identifiers import pnc_in

    if not any(letter.isdigit() for letter in person):
        return NoSuchPerson(f'nobody called "{person}"{_closest(store, look, person)}')
    if is_crn(person.strip()):
        crn = person.strip().upper()
        return NoSuchPerson(
            f"nobody here has the CRN {crn}. If you know whose it is: releasecheck set PERSON crn={crn}"
        )
    if (pnc := pnc_in(person)) is not None:
        return NoSuchPerson(f"nobody here has the PNC number {pnc}. See who is recorded: releasecheck list")
    try:
        number = parse_fact("prison_number", person)
    except BadValue as error:
        return WrongWords(f'"{person}": {error}')
    return NoSuchPerson(f"nobody here has the prison number {number}. See who is recorded: releasecheck list")


def _closest(store: Store, look: Look, person: str) -> str:
    """The one whose last or first name is most like what was typed; never one whose data is restricted."""
    from releasecheck.core.words import close_match
    from releasecheck.people.names import fold

    typed = max(fold(person.partition(",")[0]).split(), key=len, default="")
    words = set(store.words_like(typed))
    found: Sequence[FoundPerson] = ()
    while not found and (match := close_match(typed, words)):
        # The word may be of a prison or an officer: then nobody is called so.
        words.discard(match)
        found = store.find_people(match)
    known = store.told_apart(one.prison_number for one in found[:1])
    look(known)
    for number, told in known.items():
        return f". Did you mean {number} ({initials(full_name(told.last_name, told.first_name))})?"
    return ". See who is recorded: releasecheck list"


def find_item(name: str, catalogue: Catalogue) -> Item:
    """The item of that id or catalogue code. Raises WrongWords with the closest match."""
    from releasecheck.core.words import did_you_mean

    found = catalogue.named(name)
    if found is None:
        hint = did_you_mean(name, catalogue.items) or "."
        raise WrongWords(f'no item "{name}"{hint} See them: releasecheck catalogue list')
    return found
