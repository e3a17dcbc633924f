"""What does not add up about the release itself: for *check this*, beside what `fact_checks` finds.

These need the day that is counted to and the calendar, and no rules: `show` waits for them. Nothing here
moves a date or refuses one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from releasecheck.core.domain import Facts, Licence, Release
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_words
from releasecheck.people.fact_checks import Check
from releasecheck.people.sentence_dates import (
    RELEASE_FACTS,
    UNTYPED_FACT,
    is_indeterminate,
    known_day,
    on_recall,
    recorded_release_dates,
)

if TYPE_CHECKING:
    from releasecheck.policy.working_days import Calendar


class _About(NamedTuple):
    """What a check looks at."""

    facts: Facts
    release: Release | None
    licence: Licence | None
    calendar: Calendar


_Look: TypeAlias = Callable[[_About], Iterator[Check]]


def check_release(
    facts: Facts, release: Release | None, licence: Licence | None, calendar: Calendar
) -> tuple[Check, ...]:
    """Every doubt about the release of somebody still in prison; none once they have left."""
    if "released_on" in facts:
        return ()
    about = _About(facts, release, licence, calendar)
    return tuple(check for look in _LOOKS for check in look(about))


def is_provisional(release: Release | None, facts: Facts) -> bool:
    """Whether what is counted to is the date of a recall that nobody has recorded."""
    return release is not None and lacks_recall(release.type, release.confirmed, facts)


def lacks_recall(release_type: str | None, confirmed: bool, facts: Facts) -> bool:
    """Whether a date of this type, confirmed or not, is of a recall that nobody has recorded."""
    return release_type == "PRRD" and not confirmed and not on_recall(facts)


def _recall_not_recorded(about: _About) -> Iterator[Check]:
    facts, release = about.facts, about.release
    dates = recorded_release_dates(facts)
    if "PRRD" not in dates or on_recall(facts):
        return
    fact = next(name for name in RELEASE_FACTS["PRRD"] if name in facts)
    said = "the record says not recalled" if facts.get("recall") is False else "recall not recorded"
    if is_provisional(release, facts):
        text = f"There is a post-recall release date, {said}: counted to for now. Recalled? Set recall."
    elif release is not None and release.confirmed:
        text = f"There is a post-recall release date, {said}. Recalled? Set recall."
    else:
        text = f"There is a post-recall release date, {said}: the date is not counted to."
    yield Check("post_recall_date_without_recall", text, (fact, "recall"))


#: The facts of every date that somebody walks out on.
_OF_A_RELEASE = tuple(
    name for kind, names in RELEASE_FACTS.items() if kind not in ("HDCED", "PED", "TED") for name in names
)


def _nothing_left_to_count(about: _About) -> Iterator[Check]:
    facts, release = about.facts, about.release
    used = [name for name in ("confirmed_release_date", *_OF_A_RELEASE) if name in facts]
    if release is None and used and on_recall(facts):
        text = "Every release date is from before the recall: which date did the OMU tell since?"
        yield Check("dates_used_up_by_recall", text, tuple(used))


def _type_not_known(about: _About) -> Iterator[Check]:
    facts, release = about.facts, about.release
    untyped = known_day(facts, UNTYPED_FACT)
    if untyped is None:
        return
    day = day_in_words(untyped)
    if release is not None and release.type is None:
        text = f"Nobody has said what kind of release date {day} is: which date is it?"
        yield Check("release_date_without_type", text, (UNTYPED_FACT,))
        return
    if untyped not in _days_recorded(about):
        text = f"A list says release {day}, which is none of the dates recorded: which date is it?"
        yield Check("release_date_differs", text, (UNTYPED_FACT,))


def _days_recorded(about: _About) -> set[date]:
    """Every date recorded with a type, as told and off a closed day; a confirmed one too."""
    days = list(recorded_release_dates(about.facts).values())
    confirmed, law = known_day(about.facts, "confirmed_release_date"), about.calendar.law
    return {*days, *map(law.last_working_day, days), *((confirmed,) if confirmed else ())}


def _confirmed_on_a_closed_day(about: _About) -> Iterator[Check]:
    """The law's closed days only: nobody is held or let go because an office is shut."""
    release = about.release
    why = about.calendar.law.why_closed(release.date) if release is not None and release.confirmed else None
    if release is not None and why is not None:
        plain = day_in_words(release.date, weekday=False)
        text = f"The confirmed release date ({plain}) is a closed day, {why}: ask which day it is."
        yield Check("confirmed_on_closed_day", text, ("confirmed_release_date",))


#: What a legal status says that a release date of a sentence contradicts.
_NO_SENTENCE = {
    "REMAND": "on remand",
    "CONVICTED_UNSENTENCED": "convicted, not yet sentenced",
    "CIVIL_PRISONER": "civil prisoner",
    "DEAD": "has died",
}


def _status_at_odds(about: _About) -> Iterator[Check]:
    facts, release, status = about.facts, about.release, about.facts.get("legal_status")
    if release is None:
        return
    day = day_in_words(release.date)
    if status == "IMMIGRATION_DETAINEE":
        text = f"Held under immigration powers (IS91), and counted to release on {day}: will they leave?"
        yield Check("immigration_detainee_with_release", text, ("legal_status",))
    elif status in _NO_SENTENCE:
        text = f"The legal status is {_NO_SENTENCE[str(status)]}, and a release on {day} is recorded."
        yield Check("legal_status_with_release", text, ("legal_status",))
    elif is_indeterminate(facts) and release.type in ("CRD", "ARD", "NPD", "MTD"):
        text = f"The sentence is indeterminate, and a {release.type} ({day}) is recorded."
        yield Check("indeterminate_with_release", text, ("indeterminate",))
    licence = about.licence
    if licence is not None and release.confirmed and licence.start > release.date:
        # The service does not believe so early a confirmed date for this legal status, or kind of date.
        text = f"Counted to release on {day}, but the licence service starts the licence on "
        yield Check(
            "licence_starts_later", f"{text}{day_in_words(licence.start)}.", ("confirmed_release_date",)
        )


_LOOKS: tuple[_Look, ...] = (
    _recall_not_recorded,
    _nothing_left_to_count,
    _type_not_known,
    _confirmed_on_a_closed_day,
    _status_at_odds,
)
