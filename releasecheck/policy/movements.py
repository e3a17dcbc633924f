"""What the codes of a prisoner's record mean: movements, sentences and alerts (`data/movements.toml`).

A code that is not there has no meaning here: it is named to whoever reads the answer, and never guessed.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from releasecheck.core.domain import FactValue
from releasecheck.core.shipped import DATA
from releasecheck.people.facts import FACTS, parse


class MovementCodes(NamedTuple):
    """The codes, ready to be looked up."""

    reasons: Mapping[tuple[str, str], str]
    """Type and reason of a movement -> what it was: received, recalled, released, died, in_transit …"""
    no_prison: frozenset[str]
    """What stands where a prison should and is none."""
    recall_types: Mapping[str, str]
    """Imprisonment status of somebody on recall -> the type of recall."""
    indeterminate: frozenset[str]
    died: frozenset[str]
    alerts: Mapping[str, Mapping[str, FactValue]]
    """Alert -> what it says of facts."""


@cache
def movement_codes() -> MovementCodes:
    """The codes that ship with the program. Source: movement-codes and alert lists named in the file."""
    import tomllib

    found = tomllib.loads((DATA / "movements.toml").read_text("utf-8"))
    moves, sentences = found["movements"], found["imprisonment"]
    return MovementCodes(
        reasons={
            (kind, code): meaning
            for kind, meanings in moves.items()
            if isinstance(meanings, dict)
            for meaning, codes in meanings.items()
            for code in codes
        },
        no_prison=frozenset(moves["no_prison"]),
        recall_types={code: kind for kind in ("standard", "fixed_term") for code in sentences[kind]},
        indeterminate=frozenset(sentences["indeterminate"]),
        died=frozenset(sentences["died"]),
        alerts=_alerts(found["alerts"]),
    )


def _alerts(table: Mapping[str, object]) -> dict[str, dict[str, FactValue]]:
    """What each alert says: yes, where a fact has a list of them; else the value that they stand under."""
    found: dict[str, dict[str, FactValue]] = {}
    for fact, codes in table.items():
        values = codes if isinstance(codes, Mapping) else {"yes": codes}
        for value, own in values.items():
            told = parse(FACTS[fact], value) if fact in FACTS else None
            if told is not None and isinstance(own, list):
                for code in own:
                    found.setdefault(str(code), {})[fact] = told
    return found
