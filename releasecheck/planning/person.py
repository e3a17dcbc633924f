"""One person on one day: their facts, what follows from them, and the dates that tasks count from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from releasecheck.core.domain import (
    EarliestPossible,
    Facts,
    FactValue,
    Handover,
    Licence,
    PersonRecord,
    Release,
    Telling,
    TurnedRelease,
    split_owner,
)
from releasecheck.core.named import NamedTuple
from releasecheck.people.sentence_dates import BEFORE_SENTENCE, is_closed, on_recall
from releasecheck.planning.outcomes import OutcomeTrail
from releasecheck.planning.short_time import Known, known
from releasecheck.policy.conditions import CLOSED_PREFIX, OUTCOME_PREFIX
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.derived_facts import age_on, derive
from releasecheck.policy.earliest_day import (
    earliest_possible,
    earliest_possible_validity,
    is_given_no_more,
)
from releasecheck.policy.licence import licence as work_out_licence
from releasecheck.policy.release_day import choose_release, dates_that_count, hdc_eligibility_day
from releasecheck.policy.responsibility import handover as work_out_handover
from releasecheck.policy.responsibility import handover_validity, override_responsibility
from releasecheck.policy.working_days import Calendar

#: The roles that are one particular member of staff for a person, with the fact that names them.
_NAMED_ROLES = (("POM", "pom"), ("COM", "com"))


class Person(NamedTuple):
    """One person's facts, dates and history, ready for every item to read."""

    record: PersonRecord
    inputs: Mapping[str, FactValue]
    names: Mapping[str, str]
    """Who that is for this person, by role: their POM and COM, and whoever was named for a role."""
    anchors: Mapping[str, date]
    trails: Mapping[str, OutcomeTrail]
    known: Known
    release: Release | None
    earliest: EarliestPossible | None
    handover: Handover | None
    licence: Licence | None
    valid_from: date | None
    valid_until: date | None
    """Outside these days the same record gives other answers."""
    stopped: TurnedRelease | None = None
    """What stands in the way of the release."""
    quiet: str | None = None
    """Why items for the community are not asked for; None: they are."""
    retired: frozenset[str] = frozenset()
    """Items that are not asked for any more on the day they are planned for."""
    today: date = date.min
    """The day they are planned for."""


def know(
    record: PersonRecord,
    trails: Mapping[str, OutcomeTrail],
    calendar: Calendar,
    rules: Rules,
    today: date,
) -> Person:
    """Everything about one person that conditions and dates read on a day."""
    facts = record.facts
    if is_closed(facts):
        return _put_together(
            *(record, trails, None, None, None, None), hdc_from=None, valid_from=None, valid_until=None
        )
    # Chosen once, so that release and licence never speak of different dates. Responsibility is the national
    # service's own answer from all that is recorded, and on recall it hangs on none of these dates.
    counted = dates_that_count(facts, rules, record.recall_told)
    release = choose_release(counted, calendar, rules)
    earliest = earliest_possible(counted, release, calendar, rules, today)
    given_no_more = is_given_no_more(counted, rules)
    handover = work_out_handover(facts, today, rules)
    by_hand = facts.get("responsibility_override")
    if handover is not None and by_hand is not None:
        handover = override_responsibility(handover, "Prison" if by_hand == "prison" else "Community")
    licence = work_out_licence(counted, calendar, today, rules)
    spans = [handover_validity(facts, today, rules) if handover is None else _days_of(handover)]
    spans.append(earliest_possible_validity(counted, release, calendar, rules, today))
    if licence is not None:
        spans.append(_days_of(licence))
    person = _put_together(
        *(record, trails, release, earliest, handover, licence),
        hdc_from=None if given_no_more else hdc_eligibility_day(counted, calendar, rules),
        valid_from=max((first for first, _ in spans if first), default=None),
        valid_until=min((last for _, last in spans if last), default=None),
    )
    return learning(person, {"hdc_given_no_more": True}) if given_no_more else person


def learning(person: Person, more: Mapping[str, FactValue]) -> Person:
    """The same person of whom conditions read more."""
    return person._replace(inputs={**person.inputs, **more})


def once_closed(person: Person, item: str, closes_on: date | None, today: date) -> Person:
    """The same person, with whether the window of an item has closed, and how long that answer holds."""
    if closes_on is None:
        return person
    if today <= closes_on:
        return person._replace(valid_until=min(person.valid_until or closes_on, closes_on))
    opened = closes_on + timedelta(days=1)
    told = learning(person, {CLOSED_PREFIX + item: "closed"})
    return told._replace(valid_from=max(person.valid_from or opened, opened))


def once_told(person: Person, telling: Telling) -> Person:
    """The same person when another release date has been told: as `know` would say it, at less cost.

    That it was told says since when tasks can be asked for, and moves none of the dates themselves.
    """
    record = person.record
    told = _put_together(
        record._replace(tellings=(*record.tellings, telling)),
        *(person.trails, person.release, person.earliest, person.handover, person.licence),
        hdc_from=person.anchors.get("hdc_eligibility"),
        valid_from=person.valid_from,
        valid_until=person.valid_until,
    )._replace(stopped=person.stopped, quiet=person.quiet, retired=person.retired, today=person.today)
    return learning(told, {name: value for name, value in person.inputs.items() if name not in told.inputs})


def _put_together(
    record: PersonRecord,
    trails: Mapping[str, OutcomeTrail],
    release: Release | None,
    earliest: EarliestPossible | None,
    handover: Handover | None,
    licence: Licence | None,
    *,
    hdc_from: date | None,
    valid_from: date | None,
    valid_until: date | None,
) -> Person:
    facts, tellings = record.facts, record.tellings
    if release is not None and tellings:
        release = release._replace(source=tellings[-1].source, told_on=tellings[-1].told_on)
    inputs: dict[str, FactValue] = {**facts, **derive(facts, release, handover, tellings)}
    if not inputs["released"]:
        # Nobody recorded as living elsewhere lives in prison.
        inputs.setdefault("current_accommodation", "HMP")
    if release is not None:
        inputs["release_date"] = release.date
    elif earliest is not None:
        inputs |= age_on(facts, earliest.date)
    for name, trail in trails.items():
        if trail.last is not None:
            inputs[OUTCOME_PREFIX + name] = trail.last.outcome
            for outcome in trail.chain:
                for field, text in outcome.evidence.items():
                    inputs[f"{OUTCOME_PREFIX}{name}.{field}"] = text
    return Person(
        record=record,
        inputs=inputs,
        names=_names(record, inputs),
        anchors=_anchors(facts, release, earliest, handover, licence, record, trails, hdc_from),
        trails=trails,
        known=_known(record),
        release=release,
        earliest=earliest,
        handover=handover,
        licence=licence,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _names(record: PersonRecord, inputs: Facts) -> dict[str, str]:
    names = {role: str(inputs[name]) for role, name in _NAMED_ROLES if name in inputs}
    for what, owner in record.owners.items():
        role, name = split_owner(owner)
        if what == role and name is not None:
            names[role] = name
    return names


def _known(record: PersonRecord) -> Known:
    """Since when tasks could be asked for: for somebody recalled, since they came back."""
    back_on = record.facts.get("return_to_custody_date")
    if not isinstance(back_on, date) or not on_recall(record.facts):
        return known(record.known_since, record.tellings, record.known_since)
    since_then = tuple(telling for telling in record.tellings if telling.told_on >= back_on)
    return known(max(record.known_since, back_on), since_then, record.known_since)


def _days_of(found: Handover | Licence) -> tuple[date | None, date | None]:
    """The first and last day on which this answer holds."""
    return found.valid_from, found.valid_until


def _anchors(
    facts: Facts,
    release: Release | None,
    earliest: EarliestPossible | None,
    handover: Handover | None,
    licence: Licence | None,
    record: PersonRecord,
    trails: Mapping[str, OutcomeTrail],
    hdc_from: date | None,
) -> dict[str, date]:
    found: dict[str, date | FactValue | None] = {
        "sentence": facts.get("sentence_start_date"),
        "reception": facts.get("reception_date"),
        "recall": facts.get("return_to_custody_date"),
        "parole_hearing": facts.get("target_hearing_date"),
        "hdc_eligibility": hdc_from,
        "released": facts.get("released_on"),
        "open_since": facts.get("open_since"),
        "release_told": record.tellings[-1].told_on if record.tellings else None,
    }
    if release is not None:
        # Somebody leaving on no licence that the licence service knows still leaves on a day.
        found |= {"release": release.date, "licence_start": release.date, "hard_stop": release.date}
    if "released" in found and isinstance(found["released"], date):
        # Whoever has left is counted from the day they left, early or late.
        found["release"] = found["released"]
    # Whose day has gone by without a release being recorded is counted from it all the same.
    found["earliest_possible"] = earliest.date if earliest else found.get("release")
    if facts.get("legal_status") in BEFORE_SENTENCE and release is None and earliest is None:
        # A court may let them go: on the day that is known, or on any day.
        found["court"] = facts.get("next_court_date") or record.known_since
    if licence is not None:
        found |= {"licence_start": licence.start, "hard_stop": licence.hard_stop or licence.start}
    if handover is not None:
        found |= {"handover": handover.date, "handover_start": handover.start}
        if handover.date is None and handover.responsible == "COM":
            # The COM is responsible from the start: of the sentence, or of the recall.
            found["com_outset"] = found["recall"] or found["sentence"]
        if handover.earliest_release is not None:
            found["earliest_release"] = handover.earliest_release.date
    for name, trail in trails.items():
        for outcome in trail.chain:
            found[f"{name}.{outcome.outcome}"] = outcome.on
    return {name: day for name, day in found.items() if isinstance(day, date)}
