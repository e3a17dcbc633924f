"""What outcome measures are split by: age, sentence, prison and others, as on the day of release."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from releasecheck.policy.working_days import shift
from releasecheck.reports.figures.released import Released

_AGES = ((18, 20), (21, 24), (25, 29), (30, 39), (40, 49))


_SEXES = {"M": "men", "F": "women", "N": "not specified", "NS": "not specified"}


_LENGTHS = ((6, "under 6 months"), (12, "6 to under 12 months"), (48, "1 to under 4 years"))


def age_band(release: Released) -> str:
    """21 to 24, on the day of release."""
    born = release.date_of_birth
    if born is None:
        return "not known"
    had_birthday = (release.on.month, release.on.day) >= (born.month, born.day)
    age = release.on.year - born.year - (not had_birthday)
    band = next(((low, high) for low, high in _AGES if low <= age <= high), None)
    return f"{band[0]} to {band[1]}" if band else "under 18" if age < 18 else "50 and over"


def sentence_band(release: Released) -> str:
    """How long the sentence is, from its first day to its expiry."""
    if release.indeterminate:
        return "indeterminate"
    start, end = release.sentence_start, release.sentence_end
    if start is None or end is None:
        return "not known"
    return next((words for months, words in _LENGTHS if end < shift(start, months=months)), "4 years or more")


BANDS: Mapping[str, Callable[[Released], str]] = {
    "sex": lambda release: _SEXES.get(release.sex or "", "not known"),
    "age": age_band,
    "sentence": sentence_band,
    "ethnicity": lambda release: (release.answer("ethnicity") or "not known").replace("_", " "),
    "prison": lambda release: release.prison or "not known",
    "region": lambda release: release.home_region or "not known",
    "friday": lambda release: "on a Friday" if release.on.weekday() == 4 else "on another day",
}
