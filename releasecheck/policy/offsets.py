"""How far a day lies from an anchor: "8 weeks before release", "10 working days after submitted"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from releasecheck.policy.working_days import Calendar, shift

#: The dates that due dates may count from, with the fact to ask for when one is missing.
ANCHORS: dict[str, str] = {
    "release": "release_date",
    "earliest_possible": "release_date",
    "licence_start": "release_date",
    "hard_stop": "release_date",
    "earliest_release": "release_date",
    "handover": "release_date",
    "handover_start": "release_date",
    "sentence": "sentence_start_date",
    "reception": "reception_date",
    "recall": "return_to_custody_date",
    "parole_hearing": "target_hearing_date",
    "hdc_eligibility": "hdc_eligibility_date",
    "release_told": "release_date",
    "released": "released_on",
    "com_outset": "sentence_start_date",
    "open_since": "open_since",
    "court": "next_court_date",
}

#: Anchors that may lie long before somebody is first recorded: what counts from them may have been done then.
PAST_ANCHORS = frozenset("reception sentence recall com_outset handover handover_start".split())

#: Anchors whose name alone does not say what they are.
_SAID = {"earliest_possible": "the earliest possible day"}

UNITS = ("years", "months", "weeks", "days", "working_days")


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from an anchor. Months are calendar months, clamped to the month's end, before days."""

    anchor: str
    direction: int
    """-1 before the anchor, 0 on it, 1 after it."""
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0
    local_default: bool = False
    """No source confirms this number: offices are expected to set their own."""
    any_day: bool = False
    """It falls due on a closed day too, as where the law counts every day."""

    def exact(self, anchor: date, calendar: Calendar) -> date:
        """The calendar day itself, closed or not: how windows open and outcomes expire."""
        sign = self.direction
        if self.years or self.months:
            day = shift(
                anchor,
                years=sign * self.years,
                months=sign * self.months,
                weeks=sign * self.weeks,
                days=sign * self.days,
            )
        else:
            day = anchor + timedelta(days=sign * (7 * self.weeks + self.days))
        return calendar.add_working_days(day, sign * self.working_days) if self.working_days else day

    def deadline(self, anchor: date, calendar: Calendar) -> date:
        """The last working day on or before the exact day: how due dates fall, before or after."""
        day = self.exact(anchor, calendar)
        return day if self.any_day else calendar.last_working_day(day)

    def in_words(self) -> str:
        """Read aloud: "12 weeks before release", "on handover"."""
        where = _SAID.get(self.anchor) or self.anchor.replace("_", " ").replace(".", " ")
        if not self.direction:
            return f"on {where}"
        sizes = (
            (self.years, "year"),
            (self.months, "month"),
            (self.weeks, "week"),
            (self.days, "day"),
            (self.working_days, "working day"),
        )
        parts = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in sizes if number]
        return f"{' and '.join(parts) or '0 days'} {'before' if self.direction < 0 else 'after'} {where}"
