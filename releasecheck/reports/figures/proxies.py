"""Measures that stand in for a judgement, and those of places and moves that follow from days.

A proxy says whether something was done in time. Whether the work was good nothing here records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from releasecheck.policy.catalogue import Checkpoint
from releasecheck.policy.working_days import Calendar, shift
from releasecheck.reports.figures.counting import Measure, Rule, Verdict, decided, unrecorded
from releasecheck.reports.figures.released import Released

NOT_OF_QUALITY = "whether it was in time, not whether the work was good"

MOST_NIGHTS = 84
"""Nights in CAS-3 at most."""

_NOT_WANTED = ("not_needed", "declined")

#: Item, the fact that says whether there is a need and the answer that says so, and what counts as done.
_MONEY: tuple[tuple[str, str, str, str], ...] = (
    ("bank_account", "bank_account", "no", "done"),
    ("benefits", "benefit_need", "yes", "booked"),
    ("debts", "debts", "yes", "done"),
)


def _by_release(release: Released, item: str) -> list[str]:
    """What was recorded of an item up to the day of release, oldest first."""
    return [each.outcome for each in release.recorded(item) if each.on <= release.on]


def _money_need(release: Released, item: str, fact: str, need: str, done: str) -> Verdict:
    """Whether one need was met by release; `outside`: there was none, or help was not wanted."""
    outcomes = _by_release(release, item)
    if outcomes and outcomes[-1] in _NOT_WANTED:
        return "outside"
    if done in outcomes:
        return "yes"
    answer = release.answer(fact)
    # An account that was opened answers the fact: the need is what was said before.
    once = any(each.fact == fact and each.value == need and each.on <= release.on for each in release.told)
    if item == "bank_account" and once and answer == "yes":
        return "yes"
    if answer == need or outcomes:
        return "no"
    return "not_known" if answer is None else "outside"


def _finance(release: Released, today: date) -> Verdict:
    """All that were needed; a need of which nobody recorded anything is no reason to count somebody."""
    found = [_money_need(release, *each) for each in _MONEY]
    if "no" in found:
        return "no"
    if "yes" in found:
        return "yes"
    return "not_known" if "not_known" in found else "outside"


def _work_help(release: Released, today: date) -> Verdict:
    outcomes = _by_release(release, "work_lined_up")
    if outcomes and outcomes[-1] in (*_NOT_WANTED, "not_available_for_work"):
        return "outside"
    if any(each in ("job_to_start", "training_place") for each in outcomes):
        return "yes"
    need = release.answer("work_need")
    if need == "yes" or outcomes:
        return "no"
    return "not_known" if need is None else "outside"


def _reviewed(reviews: Sequence[Checkpoint], calendar: Calendar) -> Rule:
    """An OASys review by each of the days that the item was due, as the list itself counts them."""

    def windows(release: Released) -> list[tuple[date | None, date]]:
        anchors = {"release": release.on, "earliest_possible": release.on}
        if release.handover_on is not None and release.handover_on <= release.on:
            anchors["handover"] = release.handover_on
        return [
            (
                each.opens.exact(anchors[each.opens.anchor], calendar)
                if each.opens is not None and each.opens.anchor in anchors
                else None,
                each.due.deadline(anchors[each.due.anchor], calendar),
            )
            for each in reviews
            if each.due is not None and each.due.anchor in anchors
        ]

    def rule(release: Released, today: date) -> Verdict:
        if "not_needed" in _by_release(release, "oasys_review"):
            return "outside"
        days = [each.on for each in release.recorded("oasys_review", "done")]
        asked = sorted(windows(release), key=lambda window: window[1])
        if not asked:
            return "outside"
        met = [
            any(on <= due and (n == 0 or opens is None or on >= opens) for on in days)
            for n, (opens, due) in enumerate(asked)
        ]
        if all(met):
            # Of a stay that is over nobody can say any more when the handover was.
            return "not_known" if release.superseded else "yes"
        known = release.known_since or date.min
        before = [due < known for _, due in asked]
        return "not_known" if all(done or past for done, past in zip(met, before, strict=True)) else "no"

    return rule


def _home_area(release: Released, today: date) -> Verdict:
    """Where they were held three months before, as it stood that day."""
    day = shift(release.on, months=-3)
    came = (release.answer(fact) for fact in ("reception_date", "return_to_custody_date"))
    if any(day < date.fromisoformat(on) <= release.on for on in came if on is not None):
        return "outside"
    moved = [each.on for each in release.recorded("resettlement_prison", "moved") if each.on <= day]
    answers = []
    for fact in ("in_home_area", "resettlement_prison"):
        told = release.known(fact, day)
        if moved and (told is None or told.on <= moved[-1]):
            answers.append("yes")
        else:
            answers.append(told.value if told and told.value else "")
    if "no" in answers:
        return "no"
    return "yes" if answers[0] == "yes" else "not_known"


def _stay(release: Released) -> tuple[date, date | None] | None:
    """The day they arrived in CAS-3 and the day they left it; None for whoever never arrived."""
    arrived = [each.on for each in release.recorded("cas3", "arrived") if each.on >= release.on]
    if not arrived:
        return None
    left = [each.on for each in release.recorded("cas3", "departed") if each.on >= arrived[0]]
    return arrived[0], left[-1] if left else None


def nights_used(release: Released) -> int | None:
    """Nights in CAS-3 until they left it or went back to prison; None where that is not known."""
    stay = _stay(release)
    if stay is None:
        return None
    arrived, left = stay
    ended = left or release.back_on
    return (ended - arrived).days if ended is not None and ended >= arrived else None


def _left_cas3(release: Released, today: date) -> Verdict:
    stay = _stay(release)
    if stay is None:
        return "outside"
    arrived, left = stay
    last = arrived + timedelta(days=MOST_NIGHTS)
    if left is not None:
        return decided(left < last)
    if release.back_on is not None and release.back_on < last:
        return "no"
    return unrecorded(last, today)


def gaps(release: Released, *roles: str) -> list[int]:
    """Days between one meeting and the next with somebody of these roles, before the release."""
    days = sorted({each.on for each in release.seen if each.role in roles and each.on <= release.on})
    return [(later - earlier).days for earlier, later in pairwise(days)]


def all_gaps(releases: Iterable[Released], *roles: str) -> tuple[list[int], int]:
    """The same over many, and how many of the releases have any."""
    found = [those for release in releases if (those := gaps(release, *roles))]
    return [days for those in found for days in those], len(found)


def before_release(reviews: Sequence[Checkpoint], calendar: Calendar) -> tuple[Measure, ...]:
    """The measures of what should have been so by the day of release."""
    return (
        Measure(
            "home_area",
            "Home area 3 months before",
            "releases of people in prison three months before; in the home area then, and in no prison that "
            "is known to be no resettlement prison",
            _home_area,
        ),
        Measure(
            "oasys",
            "OASys reviewed on time (proxy)",
            "releases for which nobody waived it; a review by each day it was due, at handover and before "
            f"release: {NOT_OF_QUALITY}",
            _reviewed(reviews, calendar),
        ),
        Measure(
            "finance",
            "Money help by release (proxy)",
            "those recorded as in need of an account, benefits or help with debts, who did not decline it; "
            f"account opened, Jobcentre booked, debts listed by the day of release: {NOT_OF_QUALITY}",
            _finance,
        ),
        Measure(
            "work_help",
            "Work help by release (proxy)",
            "those recorded as in need of work or training, available and not declining; a job or place "
            f"lined up by the day of release: {NOT_OF_QUALITY}",
            _work_help,
        ),
    )


AFTER_RELEASE = Measure(
    "cas3_left",
    f"Left CAS-3 before night {MOST_NIGHTS}",
    f"those who arrived in CAS-3 and have left it or had {MOST_NIGHTS} nights; back in prison is no",
    _left_cas3,
)
