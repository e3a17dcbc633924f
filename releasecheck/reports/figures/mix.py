"""Who the people are, by fact: how many of those it is known of. Fewer than ten are never counted out.

A local mix and no comparison: what is known differs from fact to fact, and so does what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from releasecheck.formats.tables import Table, TableColumn, Value, table
from releasecheck.reports.figures.counting import FEWEST


class MixFact(NamedTuple):
    """One thing that may be so of somebody."""

    key: str
    title: str
    fact: str
    answers: tuple[str, ...] = ("1",)
    """The values that say so, as the record keeps them; 1 is yes."""


class MixCount(NamedTuple):
    """Of how many people it is so, of how many it is known, and of how many not."""

    key: str
    people: int
    known: int
    not_known: int


MIX: tuple[MixFact, ...] = (
    MixFact("sex_offence", "Convicted of a sexual offence", "sex_offence"),
    MixFact("denies_offence", "Denies the offence", "denies_offence"),
    MixFact("child_offence", "Offence against a child", "child_offence"),
    MixFact("violent_offence", "Convicted of a violent offence", "violent_offence"),
    MixFact("perpetrator", "Domestic abuse: perpetrator", "domestic_abuse", ("perpetrator", "both")),
    MixFact("victim", "Domestic abuse: victim", "domestic_abuse", ("victim", "both")),
    MixFact("high_rosh", "RoSH high or very high", "rosh", ("high", "very_high")),
    MixFact("mappa_2_3", "MAPPA level 2 or 3", "mappa_level", ("2", "3")),
    MixFact("indeterminate", "Indeterminate sentence", "indeterminate"),
    MixFact("recall", "Recalled", "recall"),
    MixFact("no_home", "Homeless, or the home at risk", "housing", ("homeless", "at_risk")),
    MixFact("substance_need", "Needs help with drugs or alcohol", "substance_need"),
    MixFact("health_need", "Has a health need", "health_need"),
    MixFact("care_leaver", "Is a care leaver", "care_leaver"),
    MixFact("immigration", "Of interest to immigration", "immigration_interest"),
)
_TITLES = {each.key: each.title for each in MIX}


def _people(row: MixCount) -> Value:
    return row.people if row.people >= FEWEST else "too few"


def _share(row: MixCount) -> str:
    if row.people < FEWEST:
        return "too few"
    return f"{100 * row.people / row.known:.1f}%"


_COLUMNS: tuple[TableColumn[MixCount], ...] = (
    TableColumn("fact", "Fact", lambda row: _TITLES[row.key]),
    TableColumn("people", "People", _people),
    TableColumn("of", "Of", lambda row: row.known),
    TableColumn("share", "Share", _share),
    TableColumn("not_known", "Not known", lambda row: row.not_known),
    TableColumn("key", "", lambda row: row.key),
)


def mix_table(counts: Iterable[MixCount], whose: str) -> Table:
    """How many of the people are so, of those it is known of; `whose` says whose mix it is."""
    rows = list(counts)
    note = f"Fewer than {FEWEST} is too few to say. As it stands today, and a local mix: no comparison."
    if all(row.known < FEWEST for row in rows):
        rows, note = [], f"Fewer than {FEWEST} people: too few for a mix."
    return table("mix", f"Mix of {whose}, by fact", _COLUMNS, rows, (note,), later=True)
