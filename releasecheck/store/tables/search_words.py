"""The words by which people are looked for, in an index of their own, so that not everybody is read.

They follow from the rows of people, as plans do, and go with them. Different words are few: a country's
people share their names, prisons and officers. Those are looked through for a part of a word; whose they are
is found by the index. A number is no such word: each has its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from releasecheck.people.names import fold
from releasecheck.store.tables.columns import insert_into, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue

#: The columns of `people` whose words are kept.
LOOKED_FOR = tuple("search_name prison cell pom com com_office".split())

_WORDS = "prison_number, word"
_ROWS = f"SELECT prison_number, {', '.join(LOOKED_FOR)} FROM people"
_THESE = "(SELECT value FROM json_each(?))"


def words_of(values: Iterable[SqlValue]) -> frozenset[str]:
    """`oneill`, `aine`, `leeds` … as they are looked for."""
    text = fold(" ".join(str(value) for value in values if value))
    return frozenset(text.replace(",", " ").split())


def keep(
    connection: Database, columns: Iterable[str], rows: Mapping[str, tuple[SqlValue, ...]]
) -> Counter[str]:
    """Bring the words of people up to date: their rows by prison number, of these columns.

    Of how many more people each word is now, or fewer: to be counted at the end.
    """
    names = list(columns)
    places = [names.index(column) for column in LOOKED_FOR]
    wanted = {number: words_of([row[place] for place in places]) for number, row in rows.items()}
    return _replace(connection, wanted)


def forget(connection: Database, number: str) -> Counter[str]:
    """Nothing is left of a person whom they could be found by; see `keep`."""
    return _replace(connection, {number: frozenset()})


def _replace(connection: Database, wanted: Mapping[str, frozenset[str]]) -> Counter[str]:
    had = _kept(connection, to_json(list(wanted)))
    new = [(number, word) for number, now in wanted.items() for word in now - had.get(number, frozenset())]
    gone = [(number, word) for number, before in had.items() for word in before - wanted[number]]
    more = Counter(word for _, word in new)
    more.subtract(word for _, word in gone)
    if new or gone:
        connection.execute_many("DELETE FROM search_words WHERE prison_number = ? AND word = ?", gone)
        connection.write_rows(insert_into("search_words", _WORDS), new)
    return more


def count(connection: Database, more: Mapping[str, int]) -> None:
    """Count the people of these words anew: last, for other people's words are among them.

    In order, so that two who write at once wait for one another and for nobody in a circle.
    """
    changed = sorted((word, number) for word, number in more.items() if number)
    if connection.chains:
        if changed:
            connection.execute("SELECT count_words(?)", (to_json(changed),))
        return
    connection.execute_many(
        f"{insert_into('words', 'word, people')} "
        "ON CONFLICT(word) DO UPDATE SET people = words.people + excluded.people",
        changed,
    )
    connection.execute_many(
        "DELETE FROM words WHERE word = ? AND people = 0", [(word,) for word, number in changed if number < 0]
    )


def _kept(connection: Database, chosen: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    asked = f"SELECT {_WORDS} FROM search_words WHERE prison_number IN {_THESE}"
    for number, word in connection.all(asked, (chosen,)):
        found.setdefault(number, set()).add(word)
    return {number: frozenset(words) for number, words in found.items()}


def fill(connection: Database) -> None:
    """Make everybody's words anew, from their rows as they are."""
    for table in ("search_words", "words"):
        connection.execute(f"DELETE FROM {table}")
    pairs = ((number, word) for number, *row in connection.all(_ROWS) for word in words_of(row))
    connection.execute_many(insert_into("search_words", _WORDS), pairs)
    connection.execute(
        "INSERT INTO words(word, people) SELECT word, count(*) FROM search_words GROUP BY word"
    )


def differ(connection: Database, chosen: str) -> Iterator[str]:
    """The people among these, numbers as a JSON list, whose words are not those of their rows."""
    had = _kept(connection, chosen)
    for number, *row in connection.all(f"{_ROWS} WHERE prison_number IN {_THESE}", (chosen,)):
        if had.get(number, frozenset()) != words_of(row):
            yield number


def miscounted(connection: Database) -> bool:
    """Whether the different words are not those that people have."""
    counted = "SELECT word, count(*) AS people FROM search_words GROUP BY word"
    one, other = "SELECT word, people FROM words", f"SELECT word, people FROM ({counted}) AS had"
    return any(
        connection.one(f"{this} EXCEPT {that} LIMIT 1") is not None
        for this, that in ((one, other), (other, one))
    )
