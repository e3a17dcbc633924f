"""Whether a row of a file is about the person whose prison number it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.domain import Facts
from releasecheck.exchange.reading.people_file import Told
from releasecheck.people.facts import folded, to_text

#: The facts by which a person is told from another.
TELLING_APART = frozenset({"last_name", "first_name", "date_of_birth"})

_ANOTHER = "is {} {} here and {} in the record: the same person? If so, set {} first"


def doubts(said: Told, known: Facts, today: date) -> Iterator[tuple[str, str]]:
    """Each fact by which this may be somebody else, another birthday or another surname, and why in words."""
    born, recorded = said.get("date_of_birth"), known.get("date_of_birth")
    if isinstance(born, date) and born > today:
        yield "date_of_birth", "would be born in the future"
    elif born is not None and recorded is not None and born != recorded:
        here, there = to_text(born), to_text(recorded)
        yield "date_of_birth", _ANOTHER.format("born", here, there, f"date_of_birth={here}")
    called, recorded = said.get("last_name"), known.get("last_name")
    if called is not None and recorded is not None and _plain(str(called)) != _plain(str(recorded)):
        yield "last_name", _ANOTHER.format("called", called, recorded, "last_name=NAME")


def _plain(name: str) -> str:
    """A name without accents, capitals, spaces and punctuation, for telling whether two are the same."""
    import unicodedata

    return folded("".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)))
