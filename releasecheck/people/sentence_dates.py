"""The dates and flags recorded about a sentence, read with their overrides."""

from __future__ import annotations

from datetime import date

from releasecheck.core.domain import EarliestPossible, Facts, Release

CONFIRMED = "confirmed"
"""How the order of release dates names the confirmed release date, which has no type of its own."""

UNTYPED = "untyped"
"""How it names a date that was told without saying which it is; its type is None wherever it is shown."""

UNTYPED_FACT = "untyped_release_date"

#: Each type of date, with the facts that hold it: the first one known wins, so an override beats its date.
RELEASE_FACTS: dict[str, tuple[str, ...]] = {
    "CRD": ("conditional_release_override_date", "conditional_release_date"),
    "ARD": ("automatic_release_override_date", "automatic_release_date"),
    "PRRD": ("post_recall_release_override_date", "post_recall_release_date"),
    "APD": ("actual_parole_date",),
    "HDCAD": ("hdc_actual_date",),
    "HDCED": ("hdc_eligibility_date",),
    "PED": ("parole_eligibility_date",),
    "TED": ("tariff_date",),
    "NPD": ("non_parole_date",),
    "MTD": ("mid_term_date",),
    "ETD": ("early_term_date",),
    "LTD": ("late_term_date",),
}

_NO_RELEASES = ("HDCED", "PED", "TED")
#: The facts that hold a release date: when one of them changes, the release moves.
RELEASE_DATES = frozenset(
    {"confirmed_release_date", UNTYPED_FACT}.union(
        *(names for kind, names in RELEASE_FACTS.items() if kind not in _NO_RELEASES)
    )
)


#: Whatever says that the Parole Board has to do with the release: the dates it is bound by, and its hearing.
BY_THE_BOARD = ("parole_eligibility_date", "tariff_date", "target_hearing_date")


def known_day(facts: Facts, name: str) -> date | None:
    """The day a fact holds, or None if it is not known."""
    value = facts.get(name)
    if value is None or isinstance(value, date):
        return value
    raise TypeError(f"{name} is not a date: {value!r}")


def on_recall(facts: Facts) -> bool:
    """Whether the person is back in custody on recall; not known reads as no."""
    return facts.get("recall") is True or facts.get("legal_status") == "RECALL"


def has_died(facts: Facts) -> bool:
    """Whether the person has died: then nothing is counted to, asked for or sent."""
    return facts.get("legal_status") == "DEAD"


def is_closed(facts: Facts) -> bool:
    """Whether nothing is asked for under this number: its person died, or has another number now."""
    return has_died(facts) or "merged_into" in facts


#: The legal statuses of those whose release a court decides, on any day.
BEFORE_SENTENCE = ("REMAND", "CONVICTED_UNSENTENCED")


def is_indeterminate(facts: Facts) -> bool:
    """Whether the sentence is indeterminate; while the flag is not known, the legal status decides."""
    flag = facts.get("indeterminate")
    return flag is True or (flag is None and facts.get("legal_status") == "INDETERMINATE_SENTENCE")


def handover_fact(facts: Facts) -> str:
    """The date to ask for where none is known that responsibility could be counted back from."""
    return "target_hearing_date" if is_indeterminate(facts) else "conditional_release_date"


def recorded_date(facts: Facts, release_type: str) -> date | None:
    """The date of this type that is recorded, its override first."""
    for name in RELEASE_FACTS[release_type]:
        if name in facts:
            return known_day(facts, name)
    return None


def recorded_release_dates(facts: Facts) -> dict[str, date]:
    """Every date recorded by type, overrides applied; a confirmed date has no type and is not among them."""
    found: dict[str, date] = {}
    for release_type in RELEASE_FACTS:
        day = recorded_date(facts, release_type)
        if day is not None:
            found[release_type] = day
    return found


def in_custody(facts: Facts) -> bool:
    """Whether somebody is still to be released: neither gone nor dead, as far as is recorded."""
    return "released_on" not in facts and facts.get("legal_status") != "DEAD"


def release_to_come(facts: Facts, release: Release | None, today: date) -> EarliestPossible | None:
    """The release as a day on which somebody could be out; None once it has gone by."""
    if release is None or release.date < today or not in_custody(facts):
        return None
    kind = release.type or "type not known"
    return EarliestPossible(release.date, release.type, f"{kind}, confirmed" if release.confirmed else kind)
