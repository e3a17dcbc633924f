"""Who and what a line of words means: people, then items, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasecheck.app.opening.session import App
from releasecheck.core.errors import UsageError
from releasecheck.core.words import is_crn, is_prison_number, listed
from releasecheck.policy.catalogue import Item


def split_words(
    app: App, words: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Item, ...], tuple[str, ...]]:
    """Who, what, and the rest: everybody before the first item is a person, and the first word always is.

    An item's name is no prison number, so one meant as a person can still be named by number.
    """
    plain = [word for word in words if "=" not in word]
    if len(plain) < 2:
        raise UsageError("who, and which item? Such as: rivers dtr. See them: releasecheck catalogue list")
    app.store.find_people(plain[0])  # first of all there must be a record
    for place, word in enumerate(words[1:], start=1):
        if "=" in word:
            break
        items = _items(app, word)
        if items:
            return tuple(people_in(app, words[:place])), items, words[place + 1 :]
    raise _no_item(app, plain)


def people_in(app: App, words: Iterable[str]) -> Iterator[str]:
    """Everybody named, with spaces or commas between; a comma of a name's own (rivers, s) parts nobody."""
    for word in words:
        several = [part.strip() for part in word.split(",") if part.strip()]
        apart = all(is_prison_number(one) or is_crn(one) for one in several) or (
            len(several) > 1 and not app.store.find_people(word) and all(map(app.store.find_people, several))
        )
        yield from several if several and apart else [word]


def _items(app: App, word: str) -> tuple[Item, ...]:
    """The items that a word names, several with commas between; none where it names a person or nothing."""
    names = word.lower().split(",")
    found = [app.named(name) for name in names]
    known = tuple(item for item in found if item is not None)
    if known and len(known) < len(names):
        unknown = listed(name for name, item in zip(names, found, strict=True) if item is None)
        raise UsageError(f'"{word}": no item {unknown}. See them: releasecheck catalogue list')
    return known


def _no_item(app: App, words: list[str]) -> UsageError:
    """Which word was meant as the item: the first after the first that is nobody's name."""
    meant = next((word for word in words[1:] if not app.store.find_people(word)), words[1])
    try:
        app.item(meant)
    except UsageError as error:
        return error
    raise AssertionError("an item would have been found")
