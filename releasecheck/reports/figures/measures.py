"""The inspectorate's measures from our own record: what each counts, of what, and what is not known.

A rule says of one release whether it counts. Percentages are never given of fewer than ten releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from releasecheck.core.domain import RecordedOutcome
from releasecheck.policy.working_days import Calendar, shift
from releasecheck.reports.caseload.missing import middle
from releasecheck.reports.figures.released import HandedOver, Released, time_out

Verdict = Literal["yes", "no", "not_known", "not_due", "outside"]
"""Counted and in it; counted and not in it; nobody recorded it; its day has not come; not of its kind."""

FEWEST = 10
"""Releases below which no percentage is given: it would say more of chance, and of somebody, than of us."""

NOTICE = 10
"""Working days before release by which the COM should have been told."""

NINE_MONTHS = 274
FOUR_WEEKS = 28


class Measured(NamedTuple):
    """One measure over some releases."""

    key: str
    title: str
    yes: int
    of: int
    not_known: int
    not_due: int

    @property
    def percent(self) -> str | None:
        """40.0%; None of fewer than ten."""
        return f"{100 * self.yes / self.of:.1f}%" if self.of >= FEWEST else None


Rule = Callable[[Released, date], Verdict]


class Measure(NamedTuple):
    """What is counted of each release."""

    key: str
    title: str
    means: str
    rule: Rule


def count_up(key: str, title: str, verdicts: Iterable[Verdict]) -> Measured:
    """The verdicts summed."""
    found = list(verdicts)
    yes, no = found.count("yes"), found.count("no")
    return Measured(key, title, yes, yes + no, found.count("not_known"), found.count("not_due"))


def _if(condition: bool) -> Verdict:
    return "yes" if condition else "no"


def _unrecorded(due: date, today: date) -> Verdict:
    return "not_due" if today <= due else "not_known"


def _first_night(release: Released, today: date) -> RecordedOutcome | Verdict:
    found = release.last("night_one_outcome")
    if found is None:
        return _unrecorded(release.on + timedelta(days=1), today)
    return "not_known" if found.outcome == "not_known" else found


def _settled(release: Released, today: date) -> Verdict:
    night = _first_night(release, today)
    return night if isinstance(night, str) else _if(night.outcome == "settled")


def _housed(release: Released, today: date) -> Verdict:
    night = _first_night(release, today)
    return night if isinstance(night, str) else _if(night.outcome in ("settled", "temporary"))


def _very_temporary(release: Released, today: date) -> Verdict:
    night = _first_night(release, today)
    if isinstance(night, str):
        return night
    if night.outcome != "temporary":
        return "no"
    stay = night.evidence.get("stay_days", "")
    return _if(int(stay) < FOUR_WEEKS) if stay.isdecimal() else "not_known"


_IN_WORK = ("employed", "self_employed")


def _in_work(release: Released, since: date, before: date | None, due: date, today: date) -> Verdict:
    found = release.last("work_outcome", since, before)
    if found is None:
        return _unrecorded(due, today)
    if found.outcome in ("unavailable", "not_known"):
        return "outside" if found.outcome == "unavailable" else "not_known"
    return _if(found.outcome in _IN_WORK)


def _work_at_release(release: Released, today: date) -> Verdict:
    """In work within seven days of release, as the answer at six weeks tells when it began."""
    verdict = _work_at_6_weeks(release, today)
    if verdict != "yes":
        return verdict
    found = release.last("work_outcome", None, release.on + timedelta(weeks=25))
    began = found.evidence.get("starts_on") if found else None
    return _if(date.fromisoformat(began) <= release.on + timedelta(days=7)) if began else "not_known"


def _work_at_6_weeks(release: Released, today: date) -> Verdict:
    due = release.on + timedelta(weeks=6)
    return _in_work(release, release.on, release.on + timedelta(weeks=25), due, today)


def _work_at_6_months(release: Released, today: date) -> Verdict:
    since = release.on + timedelta(weeks=25)
    return _in_work(release, since, None, shift(release.on, months=6), today)


def _answered(item: str) -> Rule:
    """An enquiry answered before the day of release, of everybody for whom nobody waived it."""

    def rule(release: Released, today: date) -> Verdict:
        before = [each for each in release.recorded(item) if each.on < release.on]
        if any(each.outcome == "answered" for each in before):
            return "yes"
        return "outside" if any(each.outcome == "not_needed" for each in before) else "no"

    return rule


def _sent_only(item: str) -> Rule:
    answered = _answered(item)

    def rule(release: Released, today: date) -> Verdict:
        verdict = answered(release, today)
        if verdict == "no":
            return _if(any(each.on < release.on for each in release.recorded(item, "sent", "no_reply")))
        return "no" if verdict == "yes" else verdict

    return rule


def _recall(release: Released) -> tuple[date, str | None] | None:
    """The day of the recall and its main cause."""
    for each in release.recorded("recall_outcome", "recalled"):
        told = each.evidence.get("recalled_on")
        return date.fromisoformat(told) if told else each.on, each.evidence.get("recall_cause")
    return (release.back_on, None) if release.back_on else None


def _recalled(release: Released, today: date) -> Verdict:
    end = release.on + timedelta(days=NINE_MONTHS)
    recall = _recall(release)
    if today < end:
        return "not_due"
    if recall is not None:
        return _if(recall[0] <= end)
    said = [each.on for each in release.recorded("recall_outcome", "not_recalled")]
    return "no" if any(on >= release.on + timedelta(weeks=38) for on in said) else "not_known"


def _recalled_soon(release: Released, today: date) -> Verdict:
    recall = _recall(release)
    if _recalled(release, today) != "yes" or recall is None:
        return "outside"
    return _if((recall[0] - release.on).days <= FOUR_WEEKS)


def _better(release: Released, today: date) -> Verdict:
    found = release.last("move_on", release.on + timedelta(weeks=25))
    if found is None:
        return _unrecorded(shift(release.on, months=6), today)
    if found.outcome == "not_known" or isinstance(_first_night(release, today), str):
        return "not_known"
    return _if(found.outcome == "improved")


def _treated(release: Released, today: date) -> Verdict:
    if release.substance_need is not True:
        return "outside" if release.substance_need is False else "not_known"
    found = release.last("treatment_outcome", release.on)
    if found is None:
        return _unrecorded(release.on + timedelta(days=21), today)
    return "not_known" if found.outcome == "not_known" else _if(found.outcome == "attended")


def _kept(release: Released, today: date) -> Verdict:
    found = release.recorded("first_appointment_outcome")
    if not found:
        return _unrecorded(release.on + timedelta(days=3), today)
    return _if(found[0].outcome == "attended")


def _mappa(release: Released, today: date) -> Verdict:
    return _if(release.mappa_category is not None)


def notice_days(release: Released, calendar: Calendar) -> int | None:
    """Working days between the day the COM was first told and release; None where nobody recorded it.

    The law's days: the notice is the COM's, who works when this office is shut, and offices are to compare.
    """
    told = [each.on for each in release.recorded("release_told", "done") if each.on <= release.on]
    return calendar.law.working_days_between(told[0], release.on) if told else None


_UP_TO_THE_GATE = (
    Measure("settled", "Settled on night one", "releases whose first night is known", _settled),
    Measure("housed", "Housed on night one", "the same; settled or temporary", _housed),
    Measure(
        "very_temporary",
        "Very temporary on night one",
        "the same; temporary for under 28 days",
        _very_temporary,
    ),
    Measure(
        "work_at_release",
        "In work at release",
        "those available for work; begun within 7 days of release (our choice)",
        _work_at_release,
    ),
    Measure("work_6_weeks", "In work at 6 weeks", "those available for work, known", _work_at_6_weeks),
    Measure("work_6_months", "In work at 6 months", "those available for work, known", _work_at_6_months),
    Measure(
        "da_check",
        "Police check answered",
        "releases for which nobody waived it; answered before the day of release",
        _answered("da_check"),
    ),
    Measure("da_sent", "Police check only sent", "the same", _sent_only("da_check")),
    Measure(
        "child_check",
        "Children's check answered",
        "releases for which nobody waived it; answered before the day of release",
        _answered("child_check"),
    ),
    Measure("child_sent", "Children's check only sent", "the same", _sent_only("child_check")),
    Measure("mappa", "MAPPA decided", "all releases; a category, or that there is none", _mappa),
)
_AFTERWARDS = (
    Measure("appointment", "First appointment kept", "releases where it is recorded", _kept),
    Measure("treatment", "In treatment in 3 weeks", "those who need help with drugs or alcohol", _treated),
    Measure(
        "recalled",
        "Recalled in nine months",
        "releases nine months (274 days) ago or more, where it is known",
        _recalled,
    ),
    Measure("recalled_soon", "Of them, in 28 days", "those recalled in nine months", _recalled_soon),
    Measure("better", "Better housed at 6 months", "releases known on night one and at six months", _better),
)


def measures(calendar: Calendar, late_after: str) -> tuple[Measure, ...]:
    """Every measure of a release, in the order of the inspectorate's report.

    `late_after` is the office's own limit for the gate, as HH:MM.
    """

    def late(release: Released, today: date) -> Verdict:
        time = time_out(release)
        return "not_known" if time is None else _if(time.zfill(5) > late_after)

    def short_notice(release: Released, today: date) -> Verdict:
        days = notice_days(release, calendar)
        return "not_known" if days is None else _if(days < NOTICE)

    return (
        *_UP_TO_THE_GATE,
        Measure(
            "short_notice",
            f"COM told under {NOTICE} days before",
            "releases where telling the COM is recorded; in working days",
            short_notice,
        ),
        Measure("late", f"Out after {late_after}", "releases whose time is known", late),
        *_AFTERWARDS,
    )


def causes(releases: Iterable[Released], today: date) -> dict[str, int]:
    """How many of those recalled in nine months were recalled for each main cause."""
    found: dict[str, int] = {}
    for release in releases:
        recall = _recall(release)
        if recall is not None and _recalled(release, today) == "yes":
            cause = recall[1] or "not known"
            found[cause] = found.get(cause, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == "not known", pair[0])))


def median_notice(releases: Iterable[Released], calendar: Calendar) -> int | None:
    """The median of working days' notice, over at least ten releases."""
    days = [found for release in releases if (found := notice_days(release, calendar)) is not None]
    return middle(days) if len(days) >= FEWEST else None


def handovers(found: Sequence[HandedOver]) -> tuple[Measured, Measured, int | None]:
    """Reports sent by the day, meetings held with the person by the day, and the median days late."""
    reports: list[Verdict] = []
    meetings: list[Verdict] = []
    late: list[int] = []
    for each in found:
        sent = [o.on for o in each.outcomes if o.item == "handover_report" and o.outcome in _REPORT]
        reports.append(_if(bool(sent) and sent[0] <= each.on))
        if sent:
            late.append(max((sent[0] - each.on).days, 0))
        if each.meeting_required:
            meetings.append(_meeting(each))
    return (
        count_up("handover_report", "Handover report on time", reports),
        count_up("handover_meeting", "Handover met, person there", meetings),
        middle(late) if len(late) >= FEWEST else None,
    )


_REPORT = ("sent", "acknowledged")


def _meeting(each: HandedOver) -> Verdict:
    held = [o for o in each.outcomes if o.item == "handover_meeting" and o.on <= each.on]
    if not held:
        return "no"
    if held[-1].outcome == "done" and "person_attended" not in held[-1].evidence:
        return "not_known"
    return _if(held[-1].outcome == "done" and held[-1].evidence.get("person_attended") == "yes")
