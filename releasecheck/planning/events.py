"""What has happened to somebody: each event with the facts it keeps and forgets.

The one place: `transfer`, `released`, `recalled`, `returned`, `died`, `set`, bundles and every import record
an event with these facts. What closes and opens follows from them in the plan: `custody` lays the two side by
side. What a list shows of it is worked out in `listed_events`. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from releasecheck.core.domain import Facts, FactValue
from releasecheck.people.prisons import same_prison
from releasecheck.planning.custody import old_sentence, used_up

EventFacts: TypeAlias = Mapping[str, FactValue | None]
"""Facts as an event or a list tells them; None is not known any more."""

EventKind = Literal[
    "moved",
    "in_transit",
    "hospital",
    "out_for_the_day",
    "inside",
    "left",
    "recalled",
    "returned",
    "back",
    "received",
    "to_remand",
    "died",
    "listed_dead",
    "listed_in",
    "withdrawn",
]

#: What a list said of where somebody is, settled by anything told since.
SETTLED: EventFacts = {"custody_status": None, "last_movement": None, "last_movement_on": None}


#: What is known of somebody only as long as they stay where they are.
OF_THE_PRISON = ("cell", "pom", "co_pom", "in_home_area", "resettlement_prison")


class Event(NamedTuple):
    """Something that happened to a person between two states of the record."""

    kind: EventKind
    on: date | None = None
    """The day, where it is known."""
    certain: bool = True
    """It is recorded; otherwise it is asked about until somebody settles it."""
    was: str | None = None
    """The prison that was left."""
    now: str | None = None
    """The prison moved to, or the status a list gives."""
    facts: tuple[str, ...] = ()
    """The dates withdrawn."""


def moved(prison: FactValue) -> dict[str, FactValue | None]:
    """To another prison: its POM, cell and standing are not known; reception and everything else stays."""
    return {"prison": prison, **dict.fromkeys(OF_THE_PRISON), **SETTLED}


def left(day: date) -> dict[str, FactValue | None]:
    """Released: every fact stays; what was not done ends, and what follows release begins."""
    return {"released_on": day, **SETTLED}


def recalled(facts: Facts, day: date | None, told_on: date, recall_type: str | None) -> EventFacts:
    """Back on recall: the release dates used up are forgotten, the sentence stays.

    `day`: of the return; where nobody knows it, what lay before `told_on` is used up.
    """
    return {
        **used_up(facts, day or told_on),
        "released_on": None,
        "recall": True,
        "return_to_custody_date": day,
        "recall_type": recall_type,
        **SETTLED,
    }


def returned(facts: Facts, day: date | None, legal_status: str | None) -> EventFacts:
    """Back on a new sentence or on remand: every date of the sentence before is forgotten."""
    return {
        **old_sentence(facts),
        "released_on": None,
        "reception_date": day,
        "legal_status": legal_status,
        "cell": None,
        **SETTLED,
    }


def back() -> EventFacts:
    """Back on the stay that was left, recaptured or late: nothing ended after all."""
    return {"released_on": None, **SETTLED}


def died(day: date | None) -> EventFacts:
    """Died: everything stays in the history, and nothing is asked for any more."""
    return {"legal_status": "DEAD", "died_on": day, **SETTLED}


def with_events(facts: Facts, told: EventFacts) -> EventFacts:
    """Facts told one by one, with what the event they amount to forgets: `set prison=MDI` is a transfer.

    What is told beside it stands.
    """
    added: dict[str, FactValue | None] = {}
    new, known = told.get("prison"), facts.get("prison")
    if new is not None and known is not None and not same_prison(new, known):
        added |= moved(new)
    if isinstance(day := told.get("released_on"), date) and "released_on" not in facts:
        added |= left(day)
    if told.get("legal_status") == "DEAD" and facts.get("legal_status") != "DEAD":
        day = told.get("died_on")
        added |= died(day if isinstance(day, date) else None)
    return {**added, **told} if added else told
