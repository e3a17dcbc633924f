"""What several pages say in the same words of one person: each of these sentences is written here only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from releasecheck.core.domain import DONE_BEFORE, Doubt, Facts, FactValue, Handover, Release, day_known
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.questions import OwnQuestion
from releasecheck.people.sentence_dates import handover_fact

NOTHING_OUTSTANDING = "Nothing outstanding on this list."
"""No more than that: the list is a prompt, and a verdict is for people."""
NO_RELEASE = "No release date recorded"
NO_DAY_YET = "no release day yet"
"""Of what belongs to the day itself, while only the earliest possible day is known."""
NOT_KNOWN = "not known"
DONE_BEFORE_WORDS = "done before? when?"
"""Of a task from before anybody here knew of the person."""
RECALL_NOT_RECORDED = "recall not recorded"
"""Of a post-recall date that is counted to while nobody has recorded the recall."""


def not_known(missing: Iterable[str]) -> str:
    """housing and tier not known; for what lay before anybody knew of the person, the question itself."""
    facts = tuple(missing)
    return DONE_BEFORE_WORDS if facts == (DONE_BEFORE,) else f"{listed(facts).replace('_', ' ')} not known"


def happened(outcome: str, day: str, evidence: Mapping[str, str]) -> str:
    """done 5 Nov; done, day not known."""
    words = outcome.replace("_", " ")
    return f"{words} {day}" if day_known(evidence) else f"{words}, day not known"


def asked_fact(name: str) -> str:
    """What is asked for, as it is spoken of."""
    return DONE_BEFORE_WORDS if name == DONE_BEFORE else name.replace("_", " ")


def release_type(release: Release) -> str:
    """CRD; a confirmed date may confirm none that is recorded."""
    return release.type or "type not known"


def confirmation(release: Release) -> str:
    """Whether the prison has confirmed the date."""
    return "confirmed" if release.confirmed else "not confirmed"


def without_release(earliest_on: date | None) -> str:
    """What stands in a list in place of a release date: a day to plan to, which is no promise."""
    return "no release date" if earliest_on is None else f"could be {day_in_words(earliest_on)}"


def gone_by(number: str, day: date, words: str | None) -> str:
    """The question about a release day that has gone by, and what one types where the answer is yes.

    `words`: the day; None where there is only room for the command, which has it.
    """
    question = "left?" if words is None else f"release day was {words}: released?"
    return f"{question} releasecheck released {number} --on {day.isoformat()}"


def checked(number: str, codes: Iterable[str]) -> str:
    """What one types once something that had to be looked at has been dealt with."""
    return f"releasecheck checked {number} {' '.join(codes)}"


def alarm_words(number: str, alarms: Iterable[Doubt]) -> str:
    """Everything that somebody must be alarmed by of one person, and what to type once it is dealt with."""
    found = tuple(alarms)
    said = " ".join(alarm.text for alarm in found)
    return f"{said} Once dealt with: {checked(number, (alarm.code for alarm in found))}"


def alarm_brief(number: str, alarms: Iterable[Doubt]) -> str:
    """The same in so few words that it stands in a list."""
    found = tuple(alarms)
    said = "; ".join(alarm.brief for alarm in found)
    return f"{said}: {checked(number, (alarm.code for alarm in found))}"


def may_move(day: str) -> str:
    """That a release on a Friday or before a closed day may be earlier: a hint, and never counted from."""
    return f"may be brought forward to {day}"


def numbers_elsewhere(facts: Mapping[str, object]) -> list[str]:
    """By what probation and the police know somebody, where that is recorded: CRN X123456."""
    return [f"{name} {facts[fact]}" for fact, name in (("crn", "CRN"), ("pnc", "PNC")) if fact in facts]


def own_words(question: OwnQuestion) -> str:
    """ "Will I be tagged?"; applies for: "a move to open conditions"."""
    quoted = f'"{question.text}"'
    return f"applies for: {quoted}" if question.kind == "application" else quoted


def prison(code: FactValue | None) -> str:
    """Where somebody is."""
    return shown("prison", code) or "prison not known"


def out_in(days: int) -> str:
    """Out today, or in so many days."""
    return f"out in {count(days, 'day')}" if days else "out today"


def risk(rosh: FactValue | None) -> str:
    """RoSH high."""
    return f"RoSH {shown('rosh', rosh) or NOT_KNOWN}"


def mappa(category: FactValue | None, level: FactValue | None) -> str:
    """MAPPA cat 2, level 1; that it is not MAPPA; or that nobody knows."""
    if category is None:
        return "MAPPA not known"
    if category == "none":
        return "not MAPPA"
    return f"MAPPA cat {category}, {f'level {level}' if level else 'no level'}"


def responsible_for_want_of(facts: Facts, handover: Handover) -> str | None:
    """The fact for want of which nobody can say who is responsible; None where dates or a hand settle it."""
    if handover.reason != "release_date_unknown" or "responsibility_override" in facts:
        return None
    return handover_fact(facts)


def not_known_who(fact: str) -> str:
    """That nobody can say who is responsible, and for want of what."""
    return f"Not known who is responsible: {fact.replace('_', ' ')} not recorded"


def shown(name: str, value: FactValue | None) -> str | None:
    """A fact in words, or None when it is not known."""
    return None if value is None else show_value(FACTS[name], value)
