"""What a night is to be made from, and what comes of it, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from releasecheck.core.heads import NightHeads, heads_words
from releasecheck.core.signatures import fingerprint
from releasecheck.reports.caseload.accounted import Whereabouts
from releasecheck.reports.caseload.missing import CaseloadRow, Missing
from releasecheck.reports.night.found import Night, NightBefore, Snapshot
from releasecheck.reports.night.owned import Digest
from releasecheck.reports.person.countdown import Countdown

#: What is known of people who were there the night before and are not now: number to name and release day.
Gone = Mapping[str, tuple[str, date | None]]


#: The checklists of people by prison number, each made when it is asked for.
Checklists = Callable[[Sequence[str]], Iterable[Countdown]]


class PrisonNight(NamedTuple):
    """One prison: everything missing there, and everybody."""

    prison: str | None
    missing: Missing
    people: tuple[CaseloadRow, ...]
    """Everybody here, and whoever has left with something still missing, by release date."""


class TonightsHeads(NamedTuple):
    """What tonight says of the record, and why it is not signed, or does not fit, if that is so."""

    heads: NightHeads
    problems: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The same, to be mailed: a hash to a line."""
        key = self.heads.public_key
        doubt = "CHECK THIS: the night could not vouch for the record; cron's mail says why."
        return (
            *((doubt,) if self.problems else ()),
            "The record as this night saw it, to be kept:",
            *heads_words(self.heads.heads),
            f"signed with key {fingerprint(key)}" if key else "not signed",
        )

    @property
    def words(self) -> str:
        """The same in one paragraph, for the index."""
        *before, said, entry, line, signed = self.lines
        return " ".join((*before, f"{said} {entry}, {line}, {signed}."))


class NightOptions(NamedTuple):
    """What kind of night it is to be."""

    day: date
    office: str
    window_days: int
    unanswered_days: int
    repeat: bool
    """Whether digests repeat what stands as it stood the night before."""
    titles: Mapping[str, str]
    pathways: Mapping[str, str]
    """Of each item."""
    footnotes: tuple[str, ...]
    before: NightBefore | None
    marking: str
    template_dirs: tuple[Path, ...]
    standings: Mapping[Whereabouts, int] = MappingProxyType({})
    """How many people stand where, none of them shown so far; without it nobody is said to be left out."""
    consequence: Mapping[str, int] = MappingProxyType({})
    """The weight of each item, where one task of a person is named."""
    next_day: date | None = None
    """The next working day."""
    heads: TonightsHeads | None = None
    """Where the chains of the record stand."""


class NightResult(NamedTuple):
    """What came of it."""

    night: Night
    snapshot: Snapshot
    numbers: frozenset[str]
    """Whose data is in it."""
    digests: tuple[Digest, ...]
    problems: tuple[str, ...]
    """Templates of the office that could not be used, each once."""
