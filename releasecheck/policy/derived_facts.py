"""What follows from the facts and is asked for by conditions: release type, responsibility, recall …

Nothing here is recorded and nothing is guessed: where the facts do not settle it, the answer is absent
and the conditions that read it cannot say. Each answer names the facts to ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from releasecheck.core.domain import Facts, FactValue, Handover, Release, Telling
from releasecheck.people.sentence_dates import BEFORE_SENTENCE, is_indeterminate, on_recall
from releasecheck.policy.release_day import ends_the_sentence


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A name that conditions may use, in words, and the recorded facts behind it."""

    title: str
    comes_from: tuple[str, ...]


DERIVED_FACTS: dict[str, DerivedFact] = {
    "release_type": DerivedFact("type of the release date", ("release_date",)),
    "on_licence": DerivedFact("leaves on licence", ("release_date",)),
    "sentenced": DerivedFact("is serving a sentence", ("legal_status",)),
    "parole": DerivedFact("release is for the Parole Board", ("release_date",)),
    "on_recall": DerivedFact("is back on recall", ("recall",)),
    "in_omic": DerivedFact("offender management in custody applies", ("legal_status",)),
    "has_handover": DerivedFact("responsibility passes from POM to COM", ("release_date",)),
    "handover_reason": DerivedFact("rule that decides the handover", ("release_date",)),
    "responsible": DerivedFact("who is responsible today", ("release_date",)),
    "age_at_release": DerivedFact("age in years on release day", ("date_of_birth", "release_date")),
    "sentence_days": DerivedFact("length of the sentence in days", ("sentence_expiry_date",)),
    "years_inside": DerivedFact("whole years inside on release day", ("sentence_start_date", "release_date")),
    "released": DerivedFact("has been released", ("released_on",)),
    "brought_forward": DerivedFact("the last date told is earlier than the one before", ("release_date",)),
    "licence_by": DerivedFact("who makes the licence", ("release_date",)),
    "hdc_given_no_more": DerivedFact("HDC date such as adults are given no more", ("hdc_eligibility_date",)),
    "friday_rule": DerivedFact("release falls on or next to a closed day", ("release_date",)),
}

_SENTENCED = ("SENTENCED", "INDETERMINATE_SENTENCE", "RECALL")
_LICENCE_TYPES = ("CRD", "PRRD", "HDCAD", "APD", "NPD")
_INDETERMINATE_DAYS = 36_500  # a life sentence is longer than any threshold asks for
_DETERMINATE_DATES = (
    "conditional_release_date",
    "conditional_release_override_date",
    "automatic_release_date",
    "automatic_release_override_date",
    "post_recall_release_date",
    "post_recall_release_override_date",
    "hdc_actual_date",
    "mid_term_date",
    "early_term_date",
    "late_term_date",
)


def derive(
    facts: Facts, release: Release | None, handover: Handover | None, tellings: Sequence[Telling]
) -> dict[str, FactValue]:
    """Every derived fact that these settle; one that they do not settle is left out."""
    found: dict[str, FactValue] = {"released": "released_on" in facts}
    found |= _from_sentence(facts)
    if release is not None:
        found |= _from_release(facts, release)
    releases = [telling for telling in tellings if telling.of_release]
    if len(releases) > 1:
        found["brought_forward"] = releases[-1].date < releases[-2].date
    elif tellings:
        found["brought_forward"] = False
    found["in_omic"] = handover is not None
    if handover is None:
        found |= {"has_handover": False, "responsible": "POM", "handover_reason": "outside_omic"}
    else:
        found |= {"responsible": handover.responsible, "handover_reason": handover.reason}
        if handover.reason != "release_date_unknown":
            found["has_handover"] = handover.date is not None
    return found


def _from_sentence(facts: Facts) -> Mapping[str, FactValue]:
    found: dict[str, FactValue] = {}
    status = facts.get("legal_status")
    if status is not None:
        found["sentenced"] = status in _SENTENCED
    elif "sentence_start_date" in facts:
        found["sentenced"] = True
    determinate = any(name in facts for name in _DETERMINATE_DATES)
    if (
        facts.get("indeterminate") is True
        or "parole_eligibility_date" in facts
        or "target_hearing_date" in facts
    ):
        found["parole"] = True
    elif determinate or status in BEFORE_SENTENCE:
        found["parole"] = False
    if on_recall(facts):
        found["on_recall"] = True
    elif "recall" in facts or status is not None or determinate:
        # Somebody counting to a first release, and not said to be recalled, is not on recall.
        found["on_recall"] = False
    start, end = facts.get("sentence_start_date"), facts.get("sentence_expiry_date")
    if is_indeterminate(facts):
        found["sentence_days"] = _INDETERMINATE_DAYS
    elif isinstance(start, date) and isinstance(end, date):
        # A sentence ends on the day before its anniversary.
        found["sentence_days"] = (end - start).days + 1
    if is_indeterminate(facts):
        found["licence_by"] = "PPCS"
    return found


def _from_release(facts: Facts, release: Release) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {
        "friday_rule": release.may_move_to is not None or release.date != release.nominal_date
    }
    start = facts.get("sentence_start_date")
    if isinstance(start, date):
        found["years_inside"] = _whole_years(start, release.date)
    if release.type is not None:
        found["release_type"] = release.type
        found["licence_by"] = "PPCS" if is_indeterminate(facts) or release.type == "APD" else "COM"
        found["on_licence"] = release.type in _LICENCE_TYPES and not ends_the_sentence(
            facts, release.type, release.nominal_date
        )
    return found | age_on(facts, release.date)


def age_on(facts: Facts, day: date) -> dict[str, FactValue]:
    """The age on the day of release, or on the earliest possible day where no release is known."""
    born = facts.get("date_of_birth")
    if not isinstance(born, date):
        return {}
    return {"age_at_release": _whole_years(born, day)}


def _whole_years(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
