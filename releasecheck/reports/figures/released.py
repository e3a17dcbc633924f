"""Who was released and what was recorded of each release: the rows that reports of outcomes are made from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import RecordedOutcome
from releasecheck.core.words import full_name


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

    @property
    def name(self) -> str:
        """SMITH, John."""
        return full_name(self.last_name, self.first_name)

    def recorded(self, item: str, *outcomes: str) -> tuple[RecordedOutcome, ...]:
        """What was recorded of an item, or only these outcomes of it, oldest first."""
        return tuple(
            each for each in self.outcomes if each.item == item and (not outcomes or each.outcome in outcomes)
        )

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
