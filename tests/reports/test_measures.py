"""The inspectorate's measures on hand-made releases: each test's name says what comes out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from releasecheck.core.domain import RecordedOutcome
from releasecheck.policy.catalogue import Checkpoint
from releasecheck.policy.offsets import Offset
from releasecheck.policy.working_days import load_calendar
from releasecheck.reports.figures.bands import BANDS
from releasecheck.reports.figures.counting import FEWEST, Measured, Verdict
from releasecheck.reports.figures.measures import causes, handovers, measures, notice_days
from releasecheck.reports.figures.outcomes import published
from releasecheck.reports.figures.proxies import gaps, nights_used
from releasecheck.reports.figures.released import DatedAnswer, HandedOver, Released, Seen

CALENDAR = load_calendar()
REVIEWS = (
    Checkpoint(Offset("handover", 0), Offset("handover", -1, weeks=8)),
    Checkpoint(Offset("release", -1, weeks=8), Offset("release", -1, weeks=12)),
)
RULES = {each.key: each.rule for each in measures(CALENDAR, "14:00", REVIEWS)}
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
    reports, meetings, late = handovers(
        [
            handed(recorded("handover_report", "sent", -7), met),
            handed(recorded("handover_report", "sent", 0), recorded("handover_meeting", "done", 1)),
            handed(recorded("handover_meeting", "held_without_person", -3)),
        ]
    )
    assert (reports.yes, reports.of) == (2, 3)
    assert (meetings.yes, meetings.of) == (1, 3)
    assert late == [0, 0]


def told(fact: str, value: str | None, days_after: int) -> DatedAnswer:
    return DatedAnswer(fact, value, OUT + timedelta(days=days_after))


def test_c10_every_need_that_was_recorded_must_be_met_by_the_day_of_release() -> None:
    debts, benefits = told("debts", "yes", -90), told("benefit_need", "yes", -90)
    listed, booked = recorded("debts", "done", -10), recorded("benefits", "booked", 0)
    assert verdict("finance", listed, told=(debts,)) == "yes"
    assert verdict("finance", listed, told=(debts, benefits)) == "no"
    assert verdict("finance", listed, booked, told=(debts, benefits)) == "yes"
    assert verdict("finance", listed, recorded("benefits", "booked", 1), told=(debts, benefits)) == "no"
    assert verdict("finance", listed, recorded("benefits", "met", -60), told=(debts, benefits)) == "no"
    assert verdict("finance", recorded("debts", "declined", -10), told=(debts,)) == "not_known"


def test_c10_an_account_opened_met_a_need_and_one_held_all_along_was_none() -> None:
    none = (told("debts", "no", -90), told("benefit_need", "no", -90))
    assert verdict("finance", told=(*none, told("bank_account", "yes", -90))) == "outside"
    opened = (*none, told("bank_account", "no", -90), told("bank_account", "yes", -5))
    assert verdict("finance", told=opened) == "yes"
    assert verdict("finance", told=(*none, told("bank_account", "no", -90))) == "no"
    assert verdict("finance", told=none) == "not_known"


def test_c11_looking_for_work_is_not_found_and_who_cannot_work_is_left_out() -> None:
    need = (told("work_need", "yes", -90),)
    assert verdict("work_help", recorded("work_lined_up", "job_to_start", -1), told=need) == "yes"
    assert verdict("work_help", recorded("work_lined_up", "job_to_start", 1), told=need) == "no"
    assert verdict("work_help", recorded("work_lined_up", "looking", -1), told=need) == "no"
    assert verdict("work_help", recorded("work_lined_up", "not_available_for_work", -1)) == "outside"
    assert verdict("work_help", told=(told("work_need", "no", -90),)) == "outside"
    assert verdict("work_help") == "not_known"


def test_c6_a_review_by_each_day_it_was_due_and_one_before_anybody_knew_is_not_known() -> None:
    """Handover on 1 May 2025; eight weeks before release is Thursday 20 November 2025, twelve 23 October."""
    handover = date(2025, 5, 1)
    at_handover, in_time = recorded("oasys_review", "done", -260), recorded("oasys_review", "done", -60)
    late = recorded("oasys_review", "done", -50)
    assert verdict("oasys", at_handover, in_time, handover_on=handover) == "yes"
    assert verdict("oasys", at_handover, late, handover_on=handover) == "no"
    assert verdict("oasys", at_handover, handover_on=handover) == "no"
    assert verdict("oasys", in_time, handover_on=handover) == "no"
    later = date(2025, 9, 1)
    assert verdict("oasys", in_time, handover_on=handover, known_since=later) == "not_known"
    assert verdict("oasys", late, handover_on=handover, known_since=later) == "no"
    assert verdict("oasys", in_time, superseded=True) == "not_known"
    assert verdict("oasys", recorded("oasys_review", "not_needed", -60), handover_on=handover) == "outside"


def test_c25_what_counts_is_where_somebody_was_three_months_before() -> None:
    home, away = told("in_home_area", "yes", -200), told("in_home_area", "no", -200)
    assert verdict("home_area", told=(home,)) == "yes"
    assert verdict("home_area", told=(home, told("resettlement_prison", "no", -200))) == "no"
    assert verdict("home_area", told=(away, told("in_home_area", "yes", -60))) == "no"
    assert verdict("home_area", told=(home, told("in_home_area", None, -100))) == "not_known"
    assert verdict("home_area", recorded("resettlement_prison", "moved", -120), told=(away,)) == "yes"
    assert verdict("home_area", recorded("resettlement_prison", "moved", -30), told=(away,)) == "no"
    came = told("reception_date", (OUT - timedelta(days=40)).isoformat(), -40)
    assert verdict("home_area", told=(came,)) == "outside"


@pytest.mark.parametrize(
    ("days_out", "left", "nights"), [(83, "yes", 83), (84, "no", 84), (None, "not_known", None)]
)
def test_c14_leaving_cas3_before_night_84_is_83_nights_at_most(
    days_out: int | None, left: str, nights: int | None
) -> None:
    gone = () if days_out is None else (recorded("cas3", "departed", days_out),)
    stay = (recorded("cas3", "arrived", 0), *gone)
    assert (verdict("cas3_left", *stay), nights_used(out(*stay))) == (left, nights)
    assert verdict("cas3_left") == "outside"


def test_c14_still_there_is_not_due_before_night_84_and_back_in_prison_is_no_move_on() -> None:
    arrived = recorded("cas3", "arrived", 0)
    assert verdict("cas3_left", arrived, today=OUT + timedelta(days=84)) == "not_due"
    back = OUT + timedelta(days=20)
    assert verdict("cas3_left", arrived, back_on=back) == "no"
    assert nights_used(out(arrived, back_on=back)) == 20


def test_c26_days_between_meetings_are_of_the_roles_asked_for_and_before_release() -> None:
    seen = [Seen(role, OUT + timedelta(days=n)) for role, n in (("KW", -21), ("POM", -15), ("KW", -14))]
    met = out(seen=(*seen, Seen("KW", OUT + timedelta(days=3))))
    assert gaps(met, "KW") == [7]
    assert gaps(met, "KW", "POM") == [6, 1]
    assert gaps(out(), "KW") == []


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
