"""What was written down with outcomes that a handover passes on: enquiries, decisions, views, work named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import PersonRecord, RecordedOutcome
from releasecheck.core.words import day_written
from releasecheck.people.entries import HistoryEntry
from releasecheck.policy.catalogue import Item

#: Items whose answers are sent for and waited for.
CHECKS = ("da_check", "child_check")


class Enquiry(NamedTuple):
    """An enquiry to police or children's services: when sent, answered and used; never what is known."""

    item: str
    title: str
    sent_on: date | None
    asked_of: str | None
    answered_on: date | None
    used: bool | None
    """Whether it is reflected in OASys; None: nobody said."""
    read_by: str | None
    result: str | None = None
    """Whether anything is known: `known` or `nothing_known`."""


class PomView(NamedTuple):
    """What the POM thinks of the parole report: agrees, disagrees, or gave no view."""

    on: date
    """The day the report was sent."""
    view: str


def enquiry(outcomes: Iterable[RecordedOutcome], item: Item) -> Enquiry:
    """The enquiry that was sent last, and its answer if there is one."""
    chain = [outcome for outcome in outcomes if outcome.item == item.id]
    sent = next((outcome for outcome in reversed(chain) if outcome.outcome == "sent"), None)
    answered = next((outcome for outcome in reversed(chain) if outcome.outcome == "answered"), None)
    if sent and answered and chain.index(answered) < chain.index(sent):
        answered = None
    evidence = answered.evidence if answered else {}
    of = sent.evidence if sent else {}
    used = evidence.get("in_oasys")
    return Enquiry(
        item.id,
        item.title,
        sent.on if sent else None,
        of.get("force") or of.get("authority"),
        answered.on if answered else None,
        None if used is None else used == "yes",
        evidence.get("read_by"),
        evidence.get("result"),
    )


def contact_with_children(record: PersonRecord) -> tuple[str | None, date | None]:
    """The level of contact with children and its review: the fact, or what the decision had."""
    shared = [outcome for outcome in record.outcomes if outcome.item == "child_contact_shared"]
    evidence = shared[-1].evidence if shared else {}
    level, review = record.facts.get("child_contact_level"), record.facts.get("child_contact_review")
    if not isinstance(review, date):
        review = day_written(evidence.get("review_on"))
    return (evidence.get("contact_level") if level is None else str(level)), review


def pom_view(outcomes: Sequence[RecordedOutcome]) -> PomView | None:
    """The POM's view of the last parole report in which somebody recorded one."""
    for outcome in reversed(outcomes):
        if outcome.item in ("parole_report", "pom_report") and "pom_view" in outcome.evidence:
            return PomView(outcome.on, outcome.evidence["pom_view"])
    return None


def analysis(outcomes: Sequence[RecordedOutcome]) -> str | None:
    """The line of analysis of the last handover report that had one."""
    found = (one.evidence["analysis"] for one in reversed(outcomes) if "analysis" in one.evidence)
    return next(found, None)


def work_named(outcomes: Sequence[RecordedOutcome]) -> str | None:
    """The last work named for somebody's offending."""
    for outcome in reversed(outcomes):
        if outcome.item in ("sentence_plan", "offence_work"):
            found = next(
                (outcome.evidence[name] for name in ("programme", "needed") if name in outcome.evidence), None
            )
            if found:
                return found
    return None


def work_here(outcomes: Sequence[RecordedOutcome]) -> bool | None:
    """Whether that work is to be had where they are; None: nobody said."""
    for outcome in reversed(outcomes):
        if outcome.item == "offence_work":
            return outcome.outcome != "not_available_here"
        if outcome.item == "sentence_plan" and "available_here" in outcome.evidence:
            return outcome.evidence["available_here"] == "yes"
    return None


def adjustment(outcomes: Sequence[RecordedOutcome]) -> tuple[str, date] | None:
    """What is needed in order to read, hear or follow, and what is done about it, and when it was written."""
    found = ((one.evidence["adjustment"], one.on) for one in reversed(outcomes) if one.item == "adjustments"
             and "adjustment" in one.evidence)  # fmt: skip
    return next(found, None)


def next_mappa(outcomes: Sequence[RecordedOutcome], today: date) -> date | None:
    """The next MAPPA meeting that was written down with the last one, and has not gone by."""
    for outcome in reversed(outcomes):
        if outcome.item == "mappa_meeting":
            day = day_written(outcome.evidence.get("next_meeting_on"))
            return day if day is not None and day >= today else None
    return None


def told_on(entries: Iterable[HistoryEntry]) -> dict[str, date]:
    """The day each fact was last told, of what stands."""
    found: dict[str, date] = {}
    for entry in entries:
        for fact in entry.facts if entry.voided_by is None else ():
            found[fact.fact] = max(fact.told_on, found.get(fact.fact, fact.told_on))
    return found
