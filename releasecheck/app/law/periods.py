"""How long this office keeps what, as its settings say: nothing is kept for a time that nobody chose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from releasecheck.app.opening.config import RETENTION
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ConfigError
from releasecheck.core.words import count
from releasecheck.policy.working_days import shift

_PERIOD = re.compile(
    r"(?P<number>[1-9][0-9]{0,4})\s*(?P<unit>d|w|m|y|days?|weeks?|months?|years?)", re.IGNORECASE
)
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


class Period(NamedTuple):
    """So many days, weeks, months or years."""

    number: int
    unit: str

    @property
    def words(self) -> str:
        """6 years."""
        return count(self.number, self.unit)

    def after(self, day: date) -> date:
        """The day that ends it, counted from this one; a month or year ends on its last day at the latest."""
        return shift(day, **{f"{self.unit}s": self.number})


def period_of(text: str, name: str) -> Period:
    """A period as an office writes it. Raises ConfigError for what is none."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise ConfigError(f'{name} "{text}": a number of days, weeks, months or years, such as 6 years')
    return Period(int(found["number"]), _UNITS[found["unit"][0].lower()])


def periods(app: App) -> Mapping[str, Period]:
    """Every period there is. Raises ConfigError naming all that the office has not set."""
    missing = [name for name in RETENTION if not _given(app, name)]
    if missing:
        lines = ["  releasecheck config unset retention"] if app.settings.get("retention") else []
        lines += [f"  releasecheck config set retention.{name} PERIOD" for name in missing]
        raise ConfigError(
            "this office has not said how long it keeps everything, and nobody else can say it. A period is "
            "such as 6 years, 90 days. To set it:\n" + "\n".join(lines)
        )
    return {name: period_of(_given(app, name), f"retention.{name}") for name in RETENTION}


def days_kept(app: App, name: str, since: date) -> date | None:
    """Until when something made on a day is kept; None where the office has not said."""
    given = _given(app, name)
    return period_of(given, f"retention.{name}").after(since) if given else None


def _given(app: App, name: str) -> str:
    # `retention` alone is what 0.1.0 had, for people after release.
    own = app.settings.get("retention", "") if name == "after_release" else ""
    return app.settings.get(f"retention.{name}", own)


def periods_set(app: App) -> dict[str, str]:
    """What the office keeps how long, in words; only what it has said."""
    return {
        name: period_of(given, f"retention.{name}").words
        for name in RETENTION
        if (given := _given(app, name))
    }
