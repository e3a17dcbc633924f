"""What is arranged for somebody who leaves, and what is not: as they are told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from releasecheck.core.domain import Facts
from releasecheck.policy.catalogue import Item
from releasecheck.reports.person.countdown import TaskLine

SheetState = Literal["done", "waiting", "open", "failed", "again"]

_STANDINGS: dict[str, SheetState] = {
    **dict.fromkeys(("done", "done_late"), "done"),
    **dict.fromkeys(("waiting", "chase"), "waiting"),
    **dict.fromkeys(("overdue", "to_do", "upcoming", "blocked", "expired", "action"), "open"),
    "not_achieved": "failed",
}
"""Where a task stands for the person. One that does not apply, is not needed or was declined is not told,
nor one of which nobody knows whether it applies: that is asked instead."""
LATER = ("upcoming", "blocked")
"""Its time has not come: nobody could do anything about it."""

#: Done for now, and not yet what the person needs to be told is ready.
_HALF_DONE = {("benefits", "met")}
#: Asked for because of somebody's risk, or one of several ways to a bed: told only once something was done.
_ONLY_ONCE_BEGUN = ("cas1", "private_address")


class Doing(NamedTuple):
    """A task as the person is told of it."""

    item: str
    standing: SheetState
    owner: str
    owner_name: str | None
    """Only of the two who are named to the person: POM and COM."""
    begun: bool = False
    """Whether somebody has recorded that they began: only then may it be said that they are doing it."""
    lapsed: bool = False
    """It was done, and must be done again."""
    later: bool = False
    """Its time has not come."""


class Kept(NamedTuple):
    """What is recorded as arranged, to be held in the hand at the gate."""

    licence: bool
    document: str | None
    """Which; empty where they hold one and nobody wrote down which."""
    card: str | None
    """Where the bank card is; empty where that is not written down."""
    medicine_days: int | None
    """0 where it was not written down for how many days."""
    ticket: bool
    ticket_to: str | None
    money: bool
    phone: bool
    things: bool


def begun_by(items: Mapping[str, Item]) -> frozenset[tuple[str, str]]:
    """Every outcome, with its item, after which somebody is at work: sent, done in part, refused, a draft."""
    return frozenset(
        (item.id, spec.name)
        for item in items.values()
        for spec in item.outcomes.values()
        if spec.draft or spec.kind in ("waiting", "action", "done")
    )


def told_task(line: TaskLine, begun: Collection[tuple[str, str]]) -> Doing | None:
    """A task as the person is told of it; None where there is nothing to say."""
    standing = _STANDINGS.get(line.state)
    if standing is None or (line.item in _ONLY_ONCE_BEGUN and line.outcome is None):
        return None
    if (line.item, line.outcome) in _HALF_DONE:
        standing = "open"
    if line.misfit:
        standing = "again"
    named = line.owner_name if line.owner in ("POM", "COM") else None
    lapsed = line.state == "expired"
    return Doing(
        *(line.item, standing, line.owner, named),
        begun=not lapsed and (line.item, line.outcome) in begun,
        lapsed=lapsed,
        later=line.state in LATER,
    )


def call_otherwise(tasks: dict[str, Doing], facts: Facts) -> None:
    """What is called by another name for some: one referral of a woman, and in Wales one to the council."""
    # The sheet of a woman calls it by the service that hers goes to, and says it once.
    tasks.pop("crs_women", None)
    if facts.get("sex") == "F" and "crs" in tasks:
        tasks["crs_women"] = tasks.pop("crs")._replace(item="crs_women")
    if facts.get("home_area") == "wales" and "dtr" in tasks:
        tasks["dtr_wales"] = tasks.pop("dtr")._replace(item="dtr_wales")


def is_done(line: TaskLine | None) -> bool:
    """Whether the task is done, in time or late."""
    return line is not None and line.state in ("done", "done_late")


def evidence(line: TaskLine | None, name: str) -> str | None:
    """What was written down when the task was done; nothing while it is not."""
    return line.evidence.get(name) if line and is_done(line) else None


def kept(lines: Mapping[str, TaskLine], facts: Facts) -> Kept:
    """What they have in their hand, of what is recorded as arranged for the day that is counted to."""
    identity, bank, medicine = (
        lines.get(item) for item in ("id_document", "bank_account", "discharge_medicines")
    )
    document = evidence(identity, "document")
    days = evidence(medicine, "supply_days")
    supplied = is_done(medicine) and medicine is not None and medicine.outcome == "supplied"
    travel = lines.get("travel_and_money")
    ready = travel if travel is not None and travel.outcome == "done" and not travel.misfit else None
    return Kept(
        licence=is_done(lines.get("licence_approved")),
        document=document or ("" if is_done(identity) or facts.get("id_held") is True else None),
        card=evidence(bank, "card_location") or ("" if is_done(bank) else None),
        medicine_days=(int(days) if days and days.isdecimal() else 0) if supplied else None,
        ticket=bool(evidence(ready, "warrant_to")),
        ticket_to=evidence(ready, "warrant_to"),
        **{name: evidence(ready, field) == "yes" for name, field in _READY.items()},
    )


_READY = {"money": "payment", "phone": "phone", "things": "property"}
