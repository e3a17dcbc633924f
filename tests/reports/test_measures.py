"""The inspectorate's measures on hand-made releases: each test's name says what comes out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from releasecheck.core.domain import RecordedOutcome
from releasecheck.policy.working_days import load_calendar
from releasecheck.reports.caseload.bands import BANDS
from releasecheck.reports.figures.measures import (
    FEWEST,
    Measured,
    Verdict,
    causes,
    handovers,
    measures,
    notice_days,
)
from releasecheck.reports.figures.outcomes import published
from releasecheck.reports.figures.released import HandedOver, Released

CALENDAR = load_calendar()
RULES = {each.key: each.rule for each in measures(CALENDAR, "14:00")}
OUT = date(2026, 1, 15)
TODAY = date(2026, 11, 23)


def recorded(item: str, outcome: str, days_after: int, **evidence: str) -> RecordedOutcome:
    return RecordedOutcome(item, outcome, OUT + timedelta(days=days_after), evidence=evidence)


def out(*outcomes: RecordedOutcome, **known: object) -> Released:
    """Somebody released on 15 January 2026."""
    plain = Released(
        *("A1234BC", "SMITH", "John", OUT, "LEI", "M", date(2001, 1, 16), None),
        *(date(2024, 1, 15), date(2027, 1, 14), False, None, None, None, None, outcomes),
    )
    return plain._replace(**known)  # type: ignore[arg-type]


def verdict(key: str, *outcomes: RecordedOutcome, today: date = TODAY, **known: object) -> Verdict:
    return RULES[key](out(*outcomes, **known), today)


@pytest.mark.parametrize(
    ("outcome", "settled", "housed"),
    [
        ("settled", "yes", "yes"),
        ("temporary", "no", "yes"),
        ("homeless", "no", "no"),
        ("not_known", "not_known", "not_known"),
    ],
)
def test_settled_is_narrower_than_housed_and_not_known_is_neither(
    outcome: str, settled: str, housed: str
) -> None:
    night = recorded("night_one_outcome", outcome, 1)
    assert (verdict("settled", night), verdict("housed", night)) == (settled, housed)


def test_a_first_night_that_nobody_recorded_is_not_due_on_the_next_day_and_not_known_after_it() -> None:
    assert verdict("settled", today=OUT + timedelta(days=1)) == "not_due"
    assert verdict("settled", today=OUT + timedelta(days=2)) == "not_known"


def test_a_temporary_place_for_27_days_is_very_temporary_and_for_28_is_not() -> None:
    stays = {days: recorded("night_one_outcome", "temporary", 1, stay_days=str(days)) for days in (27, 28)}
    assert [verdict("very_temporary", stay) for stay in stays.values()] == ["yes", "no"]
    assert verdict("very_temporary", recorded("night_one_outcome", "temporary", 1)) == "not_known"


def test_work_begun_on_the_seventh_day_counts_at_release_and_on_the_eighth_only_at_six_weeks() -> None:
    for days, at_release in ((7, "yes"), (8, "no")):
        began = (OUT + timedelta(days=days)).isoformat()
        work = recorded("work_outcome", "employed", 42, starts_on=began)
        assert verdict("work_at_release", work) == at_release
        assert verdict("work_6_weeks", work) == "yes"
    assert verdict("work_6_weeks", recorded("work_outcome", "unavailable", 42)) == "outside"
    assert verdict("work_6_months", recorded("work_outcome", "employed", 42)) == "not_known"
    assert verdict("work_6_months", recorded("work_outcome", "training", 180)) == "no"


def test_b9_a_police_check_counts_only_when_it_was_answered_before_release() -> None:
    sent = recorded("da_check", "sent", -30)
    assert verdict("da_check", sent, recorded("da_check", "answered", -1)) == "yes"
    assert verdict("da_check", sent, recorded("da_check", "answered", 0)) == "no"
    assert verdict("da_sent", sent, recorded("da_check", "answered", 0)) == "yes"
    assert verdict("da_check", recorded("da_check", "not_needed", -60)) == "outside"
    assert (verdict("child_check"), verdict("child_sent")) == ("no", "no")


@pytest.mark.parametrize(
    ("day", "recalled", "soon"), [(28, "yes", "yes"), (29, "yes", "no"), (274, "yes", "no")]
)
def test_a_recall_counts_up_to_day_274_and_as_soon_up_to_day_28(day: int, recalled: str, soon: str) -> None:
    back = OUT + timedelta(days=day)
    assert (verdict("recalled", back_on=back), verdict("recalled_soon", back_on=back)) == (recalled, soon)


def test_no_recall_is_known_only_from_an_answer_at_nine_months() -> None:
    early, late = (recorded("recall_outcome", "not_recalled", days) for days in (28, 270))
    assert verdict("recalled", early) == "not_known"
    assert verdict("recalled", early, late) == "no"
    assert verdict("recalled", back_on=OUT + timedelta(days=275)) == "no"
    assert verdict("recalled", today=OUT + timedelta(days=273)) == "not_due"


def test_b22_the_causes_of_recall_are_counted_and_one_nobody_gave_is_not_known() -> None:
    relapse = recorded(
        "recall_outcome", "recalled", 20, recalled_on="2026-02-04", recall_cause="drugs_or_alcohol"
    )
    people = [out(relapse), out(relapse), out(back_on=OUT + timedelta(days=9)), out()]
    assert causes(people, TODAY) == {"drugs_or_alcohol": 2, "not known": 1}


def test_better_housed_at_six_months_needs_both_nights_known() -> None:
    night, better = recorded("night_one_outcome", "temporary", 1), recorded("move_on", "improved", 181)
    assert verdict("better", night, better) == "yes"
    assert verdict("better", better) == "not_known"
    assert verdict("better", night, recorded("move_on", "same", 181)) == "no"
    assert verdict("better", night, recorded("move_on", "improved", 90)) == "not_known"


def test_b14_notice_from_friday_2_to_thursday_15_january_is_nine_working_days_and_short() -> None:
    told = recorded("release_told", "done", -13)
    assert notice_days(out(told), CALENDAR) == 9
    assert verdict("short_notice", told) == "yes"
    assert verdict("short_notice", recorded("release_told", "done", -14 - 7)) == "no"
    assert verdict("short_notice") == "not_known"


@pytest.mark.parametrize(
    ("time", "late"), [("14:00", "no"), ("14:01", "yes"), ("9:30", "no"), (None, "not_known")]
)
def test_b15_out_after_two_in_the_afternoon_is_late(time: str | None, late: str) -> None:
    assert verdict("late", time_out=time) == late


def test_treatment_is_counted_of_those_who_need_it() -> None:
    went = recorded("treatment_outcome", "attended", 14)
    assert verdict("treatment", went, substance_need=True) == "yes"
    assert verdict("treatment", went, substance_need=False) == "outside"
    assert verdict("treatment", went, substance_need=None) == "not_known"


def test_two_of_three_handover_reports_on_time_and_one_meeting_with_the_person() -> None:
    def handed(*outcomes: RecordedOutcome) -> HandedOver:
        return HandedOver("A1234BC", OUT, True, outcomes)

    met = recorded("handover_meeting", "done", 0, person_attended="yes")
    reports, meetings, median = handovers(
        [
            handed(recorded("handover_report", "sent", -7), met),
            handed(recorded("handover_report", "sent", 0), recorded("handover_meeting", "done", 1)),
            handed(recorded("handover_meeting", "held_without_person", -3)),
        ]
    )
    assert (reports.yes, reports.of) == (2, 3)
    assert (meetings.yes, meetings.of) == (1, 3)
    assert median is None, "fewer than ten"


def test_no_percentage_of_nine_and_one_of_ten() -> None:
    assert FEWEST == 10
    assert Measured("x", "X", 4, 9, 0, 0).percent is None
    assert Measured("x", "X", 4, 10, 0, 0).percent == "40.0%"


def test_ages_are_of_the_day_of_release_and_sentences_by_their_length() -> None:
    """Born 16 January 2001: still 24 on 15 January 2026. Three years less a day is under four years."""
    assert BANDS["age"](out()) == "21 to 24"
    assert BANDS["sentence"](out()) == "1 to under 4 years"
    assert BANDS["sentence"](out(indeterminate=True)) == "indeterminate"
    assert BANDS["sex"](out(sex=None)) == "not known"


def test_every_published_figure_stands_beside_a_measure_and_says_year_source_and_difference() -> None:
    keys = {*RULES, "handover_report", "handover_meeting", "rushed"}
    for key, figure in published().items():
        assert key in keys
        assert all(figure)
