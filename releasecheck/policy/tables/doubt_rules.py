"""The numbers that alarms and doubts about a release follow from, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from releasecheck.policy.tables.rule_tables import RuleSection, Span

_MOVES = ("any", "away")


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """When a move or the telling of a date comes so late that somebody must be alarmed."""

    source: str
    late_move_days: int
    """A move fewer days than this before release undoes what was planned."""
    late_move: str
    """Which moves: `any`, or `away`: those that are not known to stay in the home area."""
    least_working_days: int
    """Working days from the day a release date is told to the release."""


@dataclass(frozen=True, slots=True)
class Tranche:
    """The day from which the dates of sentences up to a length are recalculated."""

    day: date
    days: int | None
    """The longest sentence, in days; None: any longer one."""


@dataclass(frozen=True, slots=True)
class ProgressionRules:
    """Which conditional release dates may be recalculated, and which do not look as if they had been."""

    source: str
    confidence: str
    recalculated_percent: int
    """A date at which more of the sentence than this is served was not recalculated."""
    tranches: tuple[Tranche, ...]

    def tranche(self, days: int) -> tuple[int, Tranche] | None:
        """The tranche of a sentence of so many days, with its number; None where there is none for it."""
        fit = (one for one in enumerate(self.tranches, 1) if one[1].days is None or days <= one[1].days)
        return next(fit, None)


@dataclass(frozen=True, slots=True)
class HousingCostsRules:
    """How long help with housing costs goes on while somebody is inside, from reception."""

    source: str
    uc: Span
    hb_remand: Span
    hb_sentenced: Span


def notice_rules(section: RuleSection) -> NoticeRules:
    """The numbers of late moves and short notice."""
    late_move = section.text("late_move")
    if late_move and late_move not in _MOVES:
        section.problem("late_move", "any or away")
    return NoticeRules(
        source=section.text("source"),
        late_move_days=section.number("late_move_days"),
        late_move=late_move,
        least_working_days=section.number("least_working_days"),
    )


def progression_rules(section: RuleSection) -> ProgressionRules:
    """The tranches, shortest sentences first, the last without an end."""
    return ProgressionRules(
        source=section.text("source"),
        confidence=section.text("confidence"),
        recalculated_percent=section.number("recalculated_percent"),
        tranches=_tranches(section),
    )


def housing_costs_rules(section: RuleSection) -> HousingCostsRules:
    """How long each kind of help goes on."""
    return HousingCostsRules(
        source=section.text("source"),
        uc=section.span("uc"),
        hb_remand=section.span("hb_remand"),
        hb_sentenced=section.span("hb_sentenced"),
    )


def _tranches(section: RuleSection) -> tuple[Tranche, ...]:
    """None at all where an office leaves the list empty: then nothing is said of the model."""
    rows = section.value("tranches")
    found = [_tranche(row) for row in rows] if isinstance(rows, list | tuple) else [None]
    known = [one for one in found if one is not None]
    lengths = [one.days or 0 for one in known[:-1]]
    if len(known) < len(found) or 0 in lengths or lengths != sorted(set(lengths)):
        section.problem("tranches", "a list such as [{ days = 574, from = 2026-10-01 }], shortest first")
        return ()
    return tuple(known)


def _tranche(row: object) -> Tranche | None:
    if not isinstance(row, Mapping) or not {"from"} <= set(row) <= {"days", "from"}:
        return None
    day, days = row["from"], row.get("days")
    if type(day) is not date or not (days is None or (type(days) is int and days > 0)):
        return None
    return Tranche(day, days)
