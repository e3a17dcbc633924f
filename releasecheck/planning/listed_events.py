"""What a list shows to have happened since the record last knew: which of it is certain, and which is asked.

Certain are a move between two named prisons, a death, and a return that is shown by a movement, a reception
or a recall after the recorded release. A release is never taken from a list alone. Nothing that a command
told on the day of the list, or since, is undone. Pure: facts before and facts told in, facts and events out.

Source: ministryofjustice/hmpps-prisoner-search 995e13e, the tests for what happened between two records.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeAlias

from releasecheck.core.domain import Facts, FactValue
from releasecheck.people.prisons import differ, same_prison
from releasecheck.people.sentence_dates import RELEASE_FACTS, known_day
from releasecheck.planning.events import (
    OF_THE_PRISON,
    SETTLED,
    Event,
    EventFacts,
    EventKind,
    back,
    died,
    moved,
    recalled,
    returned,
    with_events,
)
from releasecheck.policy.movements import MovementCodes

CommandTold: TypeAlias = Callable[[str], date | None]
"""A fact -> the day on which a command last told it; None where a list did, or nobody."""

#: Held, wherever they are today.
HERE = ("in_prison", "out_for_the_day", "in_transit", "hospital")
#: A change of these may be an event; any other is only a fact.
EVENTFUL = frozenset({"prison", "legal_status", "recall", "released_on"})
#: What a command about custody tells, and a list of the same day or before does not undo.
_OF_CUSTODY = ("recall", "recall_type", "return_to_custody_date", "reception_date", "legal_status")
_RELEASES = ("CRD", "ARD", "NPD", "PRRD", "APD", "HDCAD")
_NOT_CARRIED = ("ETD", "MTD", "LTD")  # of a detention and training order: Prisoner Search has none of them
#: The dates of a whole record: one that it leaves out has none any more.
WHOLE_RECORD_DATES = frozenset(
    {
        *(name for kind, names in RELEASE_FACTS.items() if kind not in _NOT_CARRIED for name in names),
        *("confirmed_release_date", "licence_expiry_date", "sentence_expiry_date"),
        "topup_supervision_expiry_date",
    }
)
_AWAY: dict[str, EventKind] = {
    "out_for_the_day": "out_for_the_day",
    "in_transit": "in_transit",
    "hospital": "hospital",
}
_WAITING = ("REMAND", "CONVICTED_UNSENTENCED")
_SERVING = ("SENTENCED", "INDETERMINATE_SENTENCE", "RECALL")


class Listed(NamedTuple):
    """What a list says of where somebody is, as it was written; "" where it says nothing."""

    status: str = ""
    in_out: str = ""
    place: str = ""
    """What stands where the prison should and is none."""
    movement: str = ""
    reason: str = ""
    moved_on: date | None = None
    last_prison: str = ""
    supporting_prison: str = ""
    restricted: bool = False
    imprisonment: str = ""
    whole: bool = False
    """A whole record, which leaves out what is empty."""

    @property
    def code(self) -> str:
        """The last movement: REL CR."""
        return f"{self.movement} {self.reason}".strip()


NOT_LISTED = Listed()


class Happened(NamedTuple):
    """What a row says once it is known what happened, and the events."""

    facts: EventFacts
    events: tuple[Event, ...]


def whereabouts(listed: Listed, codes: MovementCodes) -> str | None:
    """Where a list has somebody, as a value of `custody_status`, or `died`; None where it does not say.

    A movement is a release only with a reason that says so; with one that nobody knows they are outside.
    """
    meaning = codes.reasons.get((listed.movement, listed.reason), "")
    if meaning == "died" or listed.imprisonment in codes.died:
        return "died"
    if listed.restricted:
        return "hospital"
    status = listed.status or {"IN": "ACTIVE IN", "TRN": "INACTIVE TRN"}.get(listed.in_out, "")
    if status == "ACTIVE IN":
        return "in_transit" if listed.movement == "ADM" and meaning == "in_transit" else "in_prison"
    if status == "ACTIVE OUT":
        return meaning if meaning == "removed" else "out_for_the_day"
    if status == "INACTIVE TRN" or (not status and listed.place == "TRN"):
        return meaning if meaning == "moved_away" else "in_transit"
    if status == "INACTIVE OUT" or listed.in_out == "OUT" or listed.place:
        if not status and meaning == "out_for_the_day":
            return meaning
        held = meaning == "out_for_the_day" or listed.movement == "ADM"
        return "outside" if held or not meaning else meaning
    return None


def happened(
    facts: Facts, told: EventFacts, listed: Listed, day: date, codes: MovementCodes, command_told: CommandTold
) -> Happened:
    """What the list of `day` says of somebody: `facts` is what is known (nothing for somebody new)."""
    where = whereabouts(listed, codes)
    if listed.moved_on is not None and listed.moved_on > day:
        listed = listed._replace(moved_on=None)  # a day to come is no day on which somebody has moved
    if told.get("legal_status") == "DEAD":
        where = "died"
    said = _placed(facts, _read(told, listed, codes), listed, where)
    said = _not_undone(facts, said, day, command_told)
    if facts.get("legal_status") == "DEAD":
        return _of_the_dead(facts, said, listed, where, day)
    if where == "died":
        on = listed.moved_on or known_day_told(said, "died_on")
        return Happened({**died(on), **said, "legal_status": "DEAD"}, (Event("died", on),))
    found: list[Event] = []
    if listed.whole and (where in HERE or where is None):
        said = _withdrawn(facts, said, day, command_told, found)
    new, known = said.get("prison"), facts.get("prison")
    if new is not None and known is not None and not same_prison(new, known):
        found.append(Event("moved", day, was=str(known), now=str(new)))
        said = {**moved(new), **{name: value for name, value in said.items() if value is not None}}
    if isinstance(out_on := facts.get("released_on"), date):
        if where is None and said.get("recall") is True and facts.get("recall") is not True:
            where = "recalled"
        said = _once_released(facts, said, listed, where, day, out_on, codes, command_told, found)
    elif where is not None:
        said = _in_custody(facts, said, listed, where, day, found)
    if facts.get("legal_status") in _SERVING and said.get("legal_status") in _WAITING:
        found += [] if any(one.kind == "returned" for one in found) else [Event("to_remand")]
    return Happened(with_events(facts, said), tuple(found))


def known_day_told(told: EventFacts, name: str) -> date | None:
    """The day that a row tells of something."""
    value = told.get(name)
    return value if isinstance(value, date) else None


def _read(told: EventFacts, listed: Listed, codes: MovementCodes) -> EventFacts:
    """What the code of the sentence adds: the legal status lacks the newest recalls."""
    kind = codes.recall_types.get(listed.imprisonment)
    added: dict[str, FactValue | None] = {}
    if kind is not None:
        added = {"recall": True, "recall_type": told.get("recall_type") or kind}
    if listed.imprisonment in codes.indeterminate and "indeterminate" not in told:
        added["indeterminate"] = True
    return {**told, **added} if added else told


def _placed(facts: Facts, told: EventFacts, listed: Listed, where: str | None) -> EventFacts:
    """The prison they belong to: the one that supports a patient, the one left, or the one recorded."""
    stopping_over = where == "in_transit" and "prison" in told
    if stopping_over and "prison" in facts:
        return {name: value for name, value in told.items() if name not in ("prison", "cell")}
    if "prison" in told or not (home := listed.supporting_prison or listed.last_prison):
        return told
    return {**told, "prison": home}


def _not_undone(facts: Facts, told: EventFacts, day: date, command_told: CommandTold) -> EventFacts:
    """Without what a command told on the day of the list or since: the list was made before."""
    kept = {
        name
        for name in ("prison", *_OF_CUSTODY)
        if name in told and differ(name, told[name], facts.get(name)) and _since(command_told(name), day)
    }
    if "prison" in kept:
        kept |= set(OF_THE_PRISON)
    return {name: value for name, value in told.items() if name not in kept} if kept else told


def _less_custody(told: EventFacts) -> EventFacts:
    """What a row says beside of which stay in prison it speaks."""
    return {name: value for name, value in told.items() if name not in _OF_CUSTODY}


def _since(told_on: date | None, day: date) -> bool:
    return told_on is not None and told_on >= day


def _withdrawn(
    facts: Facts, told: EventFacts, day: date, command_told: CommandTold, found: list[Event]
) -> dict[str, FactValue | None]:
    """With the dates that a whole record leaves out, which it has no more."""
    gone = [
        name
        for name in WHOLE_RECORD_DATES
        if name in facts and name not in told and not _since(command_told(name), day)
    ]
    for kind in _RELEASES:
        # An override stands in a record as the date of its type: leaving out neither withdraws either.
        override, *plain = RELEASE_FACTS[kind]
        if plain and told.get(plain[0]) is not None and override in gone:
            gone.remove(override)
    dates = tuple(sorted(name for name in gone if name in _COUNTED))
    if dates:
        found.append(Event("withdrawn", facts=dates))
    return {**told, **dict.fromkeys(gone)}


_COUNTED = {"confirmed_release_date", *(name for kind in _RELEASES for name in RELEASE_FACTS[kind])}


def _as_listed(listed: Listed, where: str) -> EventFacts:
    return {
        "custody_status": where,
        "last_movement": listed.code or None,
        "last_movement_on": listed.moved_on,
    }


def _of_the_dead(facts: Facts, told: EventFacts, listed: Listed, where: str | None, day: date) -> Happened:
    """Somebody recorded as dead stays so, whatever a list says: it is asked about."""
    said = {name: value for name, value in told.items() if name not in ("prison", *_OF_CUSTODY)}
    since = known_day(facts, "died_on")
    if where not in HERE or (since is not None and day <= since):
        return Happened(said, ())
    asked = _as_listed(listed, where)
    return Happened({**asked, **said}, _if_new(facts, asked, Event("listed_dead", day, certain=False)))


def _if_new(facts: Facts, asked: EventFacts, event: Event) -> tuple[Event, ...]:
    """The event, unless a list has said just the same before."""
    return (event,) if any(facts.get(name) != value for name, value in asked.items()) else ()


def _in_custody(
    facts: Facts, told: EventFacts, listed: Listed, where: str, day: date, found: list[Event]
) -> EventFacts:
    """Somebody who was in custody: where the list has them now, and what must be asked of it."""
    back_on = max(
        (d for name in ("return_to_custody_date", "reception_date") if (d := known_day(facts, name))),
        default=None,
    )
    at = listed.moved_on
    if where in HERE:
        told = _recalled_inside(facts, told, listed, day, found)
    elif back_on is not None and (
        (at is not None and at < back_on) or ((at is None or at == back_on) and day <= back_on)
    ):
        return _less_custody(told)  # the list tells of the stay before
    if where == "in_prison":
        if "custody_status" in facts:
            found.append(Event("inside", at, now=str(facts["custody_status"])))
        return {**SETTLED, **told}
    asked = _as_listed(listed, where)
    kind = _AWAY.get(where, "left")
    found += _if_new(facts, asked, Event(kind, at, certain=where in HERE, now=where))
    return {**told, **asked}


def _recalled_inside(
    facts: Facts, told: EventFacts, listed: Listed, day: date, found: list[Event]
) -> EventFacts:
    """A recall, or another stay, of somebody whose release nobody recorded."""
    if facts and told.get("recall") is True and facts.get("recall") is not True:
        on = listed.moved_on if listed.movement == "ADM" else known_day_told(told, "return_to_custody_date")
        found.append(Event("recalled", on))
        if on is not None and "return_to_custody_date" not in told:
            return {**told, "return_to_custody_date": on}
        return told
    was, now = known_day(facts, "reception_date"), known_day_told(told, "reception_date")
    if was is not None and now is not None and now > was:
        found.append(Event("received", now))
    return told


def _once_released(
    facts: Facts,
    told: EventFacts,
    listed: Listed,
    where: str | None,
    day: date,
    out_on: date,
    codes: MovementCodes,
    command_told: CommandTold,
    found: list[Event],
) -> EventFacts:
    """Somebody recorded as released: whether the list has them back, and how."""
    if where not in (*HERE, "escaped", "recalled"):
        return {**SETTLED, **told} if where is not None else told
    if day <= out_on:
        return _less_custody(told)  # made before they left that day
    return_facts = _return(facts, told, listed, day, out_on, codes, found) if where in HERE else None
    if return_facts is not None:
        now = {} if where == "in_prison" else _as_listed(listed, str(where))
        return {**return_facts, **told, **now}
    if _since(command_told("released_on"), day):
        return told
    asked = _as_listed(listed, "in_prison" if where == "recalled" else str(where))
    found += _if_new(facts, asked, Event("listed_in", listed.moved_on, certain=False, now=where))
    return {**told, **asked}


def _return(
    facts: Facts,
    told: EventFacts,
    listed: Listed,
    day: date,
    out_on: date,
    codes: MovementCodes,
    found: list[Event],
) -> EventFacts | None:
    """What a return after the recorded release tells; None where the list does not show one."""
    at = listed.moved_on if listed.moved_on and listed.moved_on > out_on else None
    received = known_day_told(told, "reception_date")
    received = received if received and received > out_on else None
    on_recall = told.get("recall") is True or told.get("legal_status") == "RECALL"
    newly = on_recall and facts.get("recall") is not True
    meaning = codes.reasons.get((listed.movement, listed.reason), "") if listed.movement == "ADM" else ""
    if not (at or received or newly):
        return None
    on = (at if listed.movement == "ADM" else None) or received
    if on_recall or (at and meaning == "recalled"):
        told_type = told.get("recall_type")
        found.append(Event("recalled", on))
        return recalled(facts, on, day, str(told_type) if told_type else None)
    if received or (at and meaning in ("received", "remanded")):
        found.append(Event("returned", on))
        status = told.get("legal_status")
        return returned(facts, on, str(status) if status else None)
    if at and meaning == "returned":
        found.append(Event("back", on))
        return back()
    return None
