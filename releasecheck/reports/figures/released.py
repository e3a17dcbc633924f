"""Who was released and what was recorded of each release: the rows that reports of outcomes are made from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import RecordedOutcome
from releasecheck.core.words import full_name


class DatedAnswer(NamedTuple):
    """What was told of a fact on a day; no value: that it is not known."""

    fact: str
    value: str | None
    on: date


class Seen(NamedTuple):
    """A day on which somebody of a role met the person, face to face."""

    role: str
    on: date


class Released(NamedTuple):
    """One release: who, when, and what was recorded until the next one."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    on: date
    prison: str | None
    sex: str | None
    date_of_birth: date | None
    home_region: str | None
    sentence_start: date | None
    sentence_end: date | None
    indeterminate: bool
    substance_need: bool | None
    mappa_category: str | None
    back_on: date | None
    """The day a recall brought them back, where one did."""
    time_out: str | None
    outcomes: tuple[RecordedOutcome, ...]
    """Of this release, oldest first."""
    told: tuple[DatedAnswer, ...] = ()
    """Of the facts that measures ask about, by the day they were told."""
    seen: tuple[Seen, ...] = ()
    """Before the release, by day."""
    known_since: date | None = None
    """The day the record first knew of them."""
    handover_on: date | None = None
    """When responsibility passed before this release; None also where a later stay has hidden it."""
    superseded: bool = False
    """They have come back since: the plan, and its handover, is that of a later stay."""

    @property
    def name(self) -> str:
        """SMITH, John."""
        return full_name(self.last_name, self.first_name)

    def recorded(self, item: str, *outcomes: str) -> tuple[RecordedOutcome, ...]:
        """What was recorded of an item, or only these outcomes of it, oldest first."""
        return tuple(
            each for each in self.outcomes if each.item == item and (not outcomes or each.outcome in outcomes)
        )

    def known(self, fact: str, by: date) -> DatedAnswer | None:
        """What stood of a fact at the end of a day; None where nothing had been told."""
        found = [each for each in self.told if each.fact == fact and each.on <= by]
        return found[-1] if found else None

    def answer(self, fact: str) -> str | None:
        """What stood of a fact at release, or what was told of it first afterwards; None: not known."""
        found = self.known(fact, self.on)
        if found is None:
            found = next((each for each in self.told if each.fact == fact), None)
        return found.value if found else None

    def last(
        self, item: str, since: date | None = None, before: date | None = None
    ) -> RecordedOutcome | None:
        """The last outcome of an item, from and until just before these days."""
        found = [
            each
            for each in self.recorded(item)
            if (since is None or each.on >= since) and (before is None or each.on < before)
        ]
        return found[-1] if found else None


class HandedOver(NamedTuple):
    """One handover whose day has come."""

    prison_number: str
    on: date
    meeting_required: bool
    outcomes: tuple[RecordedOutcome, ...]


def time_out(release: Released) -> str | None:
    """When they went out of the gate, as HH:MM, wherever it was written down."""
    if release.time_out:
        return release.time_out
    told = (each.evidence.get("time_out") for each in reversed(release.outcomes))
    return next((time for time in told if time), None)
