"""What has happened to somebody, in words: a line for each event that a list shows, with what to type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from releasecheck.core.domain import FactValue
from releasecheck.core.words import day_in_words, listed
from releasecheck.people.custody_checks import LISTED_AS, movement_words, settling
from releasecheck.people.facts import FACTS
from releasecheck.planning.events import Event


def event_line(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    """A9101ZA: left prison Thu 26 Nov 2026 by this list (REL CR): releasecheck released …"""
    return f"{number}: {_SAID[event.kind](number, event, told)}"


def _on(event: Event) -> str:
    return f" {day_in_words(event.on)}" if event.on else ""


def _movement(told: Mapping[str, FactValue | None]) -> str:
    code = told.get("last_movement")
    return f" ({code})" if code else ""


def _moved(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"moved prison, {event.was} to {event.now}: POM, cell and what is known of the prison asked afresh"


def _away(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"{FACTS['custody_status'].values[str(event.now)]}{_on(event)}{_movement(told)}"


def _inside(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"in prison again (was {FACTS['custody_status'].values.get(str(event.now), event.now)})"


def _left(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    said = LISTED_AS.get(str(event.now), "outside prison")
    ask = settling(number, str(event.now), event.on)
    movement = movement_words(str(event.now), told.get("last_movement"))
    return f"{said}{_on(event)} by this list{movement}: {ask}"


def _recalled(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"back on recall{_on(event) or ', the day not known'}"


def _returned(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"back in prison{_on(event)}; the list begins again from there"


def _back(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"back in prison{_on(event)} on the stay that was left"


def _received(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"received again{_on(event)}: what of the stay before still holds?"


def _to_remand(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return "no longer serving a sentence, waiting for trial or sentence: do the old dates still hold?"


def _died(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"died{_on(event) or ', the day not known'}: nothing is counted or asked for any more"


def _listed_in(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"recorded as released, and this list has them in custody: {settling(number, 'in_prison', None)}"


def _listed_dead(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    return f"recorded as dead, and this list has them in custody: releasecheck history {number}"


def _withdrawn(number: str, event: Event, told: Mapping[str, FactValue | None]) -> str:
    names = [FACTS[name].title[0].lower() + FACTS[name].title[1:] for name in event.facts]
    names = [name.replace("hDC", "HDC") for name in names]
    refused = ", refused or withdrawn" if "hdc_actual_date" in event.facts else ""
    return f"{listed(names)} withdrawn: this record has none any more{refused}"


_SAID: dict[str, Callable[[str, Event, Mapping[str, FactValue | None]], str]] = {
    "moved": _moved,
    "in_transit": _away,
    "hospital": _away,
    "out_for_the_day": _away,
    "inside": _inside,
    "left": _left,
    "recalled": _recalled,
    "returned": _returned,
    "back": _back,
    "received": _received,
    "to_remand": _to_remand,
    "died": _died,
    "listed_in": _listed_in,
    "listed_dead": _listed_dead,
    "withdrawn": _withdrawn,
}
