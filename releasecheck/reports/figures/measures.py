"""The inspectorate's measures from our own record: what each counts, of what, and what is not known.

A rule says of one release whether it counts. Percentages are never given of fewer than ten releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from releasecheck.core.domain import RecordedOutcome
from releasecheck.policy.catalogue import Checkpoint
from releasecheck.policy.working_days import Calendar, shift
from releasecheck.reports.figures.counting import (
    Measure,
    Measured,
    Rule,
    Verdict,
    count_up,
    decided,
    unrecorded,
)
from releasecheck.reports.figures.proxies import AFTER_RELEASE, before_release
from releasecheck.reports.figures.released import HandedOver, Released, time_out

NOTICE = 10
"""Working days before release by which the COM should have been told."""

NINE_MONTHS = 274
FOUR_WEEKS = 28


def _first_night(release: Released, today: date) -> RecordedOutcome | Verdict:
    found = release.last("night_one_outcome")
    if found is None:
        return unrecorded(release.on + timedelta(days=1), today)
    return "not_known" if found.outcome == "not_known" else found


def _settled(release: Released, today: date) -> Verdict:
    night = _first_night(release, today)
    return night if isinstance(night, str) else decided(night.outcome == "settled")


def _housed(release: Released, today: date) -> Verdict:
    night = _first_night(release, today)
    return night if isinstance(night, str) else decided(night.outcome in ("settled", "temporary"))


def _very_temporary(release: Released, today: date) -> Verdict:
    night = _first_night(release, today)
    if isinstance(night, str):
        return night
    if night.outcome != "temporary":
        return "no"
    stay = night.evidence.get("stay_days", "")
    return decided(int(stay) < FOUR_WEEKS) if stay.isdecimal() else "not_known"


_IN_WORK = ("employed", "self_employed")


def _in_work(release: Released, since: date, before: date | None, due: date, today: date) -> Verdict:
    found = release.last("work_outcome", since, before)
    if found is None:
        return unrecorded(due, today)
    if found.outcome in ("unavailable", "not_known"):
        return "outside" if found.outcome == "unavailable" else "not_known"
    return decided(found.outcome in _IN_WORK)


def _work_at_release(release: Released, today: date) -> Verdict:
    """In work within seven days of release, as the answer at six weeks tells when it began."""
    verdict = _work_at_6_weeks(release, today)
    if verdict != "yes":
        return verdict
    found = release.last("work_outcome", None, release.on + timedelta(weeks=25))
    began = found.evidence.get("starts_on") if found else None
    return decided(date.fromisoformat(began) <= release.on + timedelta(days=7)) if began else "not_known"


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
            return decided(any(each.on < release.on for each in release.recorded(item, "sent", "no_reply")))
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
        return decided(recall[0] <= end)
    said = [each.on for each in release.recorded("recall_outcome", "not_recalled")]
    return "no" if any(on >= release.on + timedelta(weeks=38) for on in said) else "not_known"


def _recalled_soon(release: Released, today: date) -> Verdict:
    recall = _recall(release)
    if _recalled(release, today) != "yes" or recall is None:
        return "outside"
    return decided((recall[0] - release.on).days <= FOUR_WEEKS)


def _better(release: Released, today: date) -> Verdict:
    found = release.last("move_on", release.on + timedelta(weeks=25))
    if found is None:
        return unrecorded(shift(release.on, months=6), today)
    if found.outcome == "not_known" or isinstance(_first_night(release, today), str):
        return "not_known"
    return decided(found.outcome == "improved")


def _treated(release: Released, today: date) -> Verdict:
    if release.substance_need is not True:
        return "outside" if release.substance_need is False else "not_known"
    found = release.last("treatment_outcome", release.on)
    if found is None:
        return unrecorded(release.on + timedelta(days=21), today)
    return "not_known" if found.outcome == "not_known" else decided(found.outcome == "attended")


def _kept(release: Released, today: date) -> Verdict:
    found = release.recorded("first_appointment_outcome")
    if not found:
        return unrecorded(release.on + timedelta(days=3), today)
    return decided(found[0].outcome == "attended")


def _mappa(release: Released, today: date) -> Verdict:
    return decided(release.mappa_category is not None)


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


def measures(calendar: Calendar, late_after: str, reviews: Sequence[Checkpoint] = ()) -> tuple[Measure, ...]:
    """Every measure of a release, in the order of the inspectorate's report.

    `late_after` is the office's own limit for the gate, as HH:MM; `reviews`: when OASys was to be reviewed.
    """

    def late(release: Released, today: date) -> Verdict:
        time = time_out(release)
        return "not_known" if time is None else decided(time.zfill(5) > late_after)

    def short_notice(release: Released, today: date) -> Verdict:
        days = notice_days(release, calendar)
        return "not_known" if days is None else decided(days < NOTICE)

    return (
        *_UP_TO_THE_GATE,
        *before_release(reviews, calendar),
        Measure(
            "short_notice",
            f"COM told under {NOTICE} days before",
            "releases where telling the COM is recorded; in working days",
            short_notice,
        ),
        Measure("late", f"Out after {late_after}", "releases whose time is known", late),
        *_AFTERWARDS,
        AFTER_RELEASE,
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


def handovers(found: Sequence[HandedOver]) -> tuple[Measured, Measured, list[int]]:
    """Reports sent by the day, meetings held with the person by the day, and how late each report was."""
    reports: list[Verdict] = []
    meetings: list[Verdict] = []
    late: list[int] = []
    for each in found:
        sent = [o.on for o in each.outcomes if o.item == "handover_report" and o.outcome in _REPORT]
        reports.append(decided(bool(sent) and sent[0] <= each.on))
        if sent:
            late.append(max((sent[0] - each.on).days, 0))
        if each.meeting_required:
            meetings.append(_meeting(each))
    return (
        count_up("handover_report", "Handover report on time", reports),
        count_up("handover_meeting", "Handover met, person there", meetings),
        late,
    )


_REPORT = ("sent", "acknowledged")


def _meeting(each: HandedOver) -> Verdict:
    held = [o for o in each.outcomes if o.item == "handover_meeting" and o.on <= each.on]
    if not held:
        return "no"
    if held[-1].outcome == "done" and "person_attended" not in held[-1].evidence:
        return "not_known"
    return decided(held[-1].outcome == "done" and held[-1].evidence.get("person_attended") == "yes")
