"""What can be known of a person: each fact by its name, what it is, and what is typed there."""

from collections.abc import Iterable, Sequence

from releasecheck.formats.columns import Column, object_maker
from releasecheck.formats.json_text import Json
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table, wrap
from releasecheck.people.fact import Fact
from releasecheck.people.fact_table import TABLE
from releasecheck.people.facts import expected, folded
from releasecheck.reports.why.why_lines import under_headings

_TITLES = {
    "identity": "who it is",
    "place": "where they are",
    "sentence": "sentence",
    "dates": "dates",
    "people": "who works with them",
    "risk": "risk",
    "housing": "housing",
    "needs": "needs",
}
"""The groups of facts, as a screen names them."""

_TYPED = {
    "text": "words",
    "date": "a day",
    "yes_no": "yes, no",
    "whole_number": "number",
    "choice": "one of",
    "prison_number": "A1234BC",
    "name": "a name",
    "crn": "X123456",
    "pnc": "a PNC",
}
"""What is typed for each kind, in a word."""

FACT: tuple[Column[Fact], ...] = (
    Column("fact", "the fact, by its name", "name"),
    Column("title", "what it is", "title"),
    Column("group", "what it belongs to: `identity`, `place` …", "group"),
    Column("kind", "`text`, `date`, `yes_no`, `choice` …", "kind"),
    Column(
        "values",
        "the values it may have; empty where any will do",
        lambda fact: tuple(fact.values),
    ),
    Column("sensitive", "whether it is shown only to those who need it", "sensitive"),
)


def facts_like(words: Sequence[str]) -> list[Fact]:
    """The facts that hold every word in their name, title or headings; all of them without a word."""
    wanted = [folded(word) for word in words]
    return [fact for fact in TABLE if all(word in _looked_in(fact) for word in wanted)]


def _looked_in(fact: Fact) -> str:
    return " ".join(map(folded, (fact.name, fact.title, *fact.aliases)))


def fact_lines(facts: Iterable[Fact], screen: Screen) -> list[str]:
    """The facts under their groups: name, what it is, what is typed."""
    found = sorted(facts, key=lambda fact: tuple(_TITLES).index(fact.group))
    rows = [[ScreenCell(fact.name), ScreenCell(_TYPED[fact.kind]), ScreenCell(fact.title)] for fact in found]
    columns = [ScreenColumn(), ScreenColumn(), ScreenColumn(least=16)]
    blocks = [
        [*row, *(wrap(expected(fact), screen.room, "      ", "      ") if fact.values or fact.short else ())]
        for fact, row in zip(found, table(rows, columns, screen), strict=True)
    ]
    return under_headings([_TITLES[fact.group] for fact in found], blocks, screen)


def facts_object(facts: Iterable[Fact]) -> dict[str, Json]:
    """The facts, in the order of their table."""
    return {"facts": list(map(object_maker(FACT), facts))}
