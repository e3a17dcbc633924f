"""The inspectorate's measures on hand-made releases: each test's name says what comes out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from releasecheck.core.domain import RecordedOutcome
from releasecheck.policy.working_days import load_calendar
from releasecheck.reports.caseload.measures import (
    BANDS,
    FEWEST,
    HandedOver,
    Measured,
    Released,
    Verdict,
    causes,
    handovers,
    measures,
    notice_days,
)
from releasecheck.reports.caseload.outcomes import published
from releasecheck.store import open_record
from releasecheck.store.queries.released import events_sql
from releasecheck.store.rows import Filters
from tests.conftest import MakePerson, Run

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


# --- through the front door ---


def outcomes(run: Run, *words: str, as_of: str = "2026-11-23") -> dict:
    done = run("outcomes", *words, "--format", "json", as_of=as_of)
    assert done.code == 0, done.err
    return json.loads(done.out)


def measured(found: dict, key: str) -> tuple[int, int, str, int, int]:
    row = next(row for row in found["measures"] if row["key"] == key)
    return row["yes"], row["of"], row["share"], row["not_known"], row["not_due"]


@pytest.fixture
def eleven(run: Run, make_person: MakePerson) -> None:
    """Eleven released on 2 November: four settled, six homeless, one not known; one of them at 20:00."""
    for n in range(11):
        number = make_person(f"A10{n:02}AA", release="2026-11-02", sex="F" if n < 3 else "M")
        time = "20:00" if n == 0 else "10:30"
        run("released", number, "--on", "2026-11-02", "--time", time, as_of="2026-11-02")
        night = "settled" if n < 4 else "homeless" if n < 10 else "not_known"
        run("mark", number, "night_one_outcome", night, "--on", "2026-11-03", as_of="2026-11-03")


def test_four_of_ten_settled_is_40_percent_with_one_not_known(run: Run, eleven: None) -> None:
    found = outcomes(run)
    assert measured(found, "settled") == (4, 10, "40.0%", 1, 0)
    assert measured(found, "late") == (1, 11, "9.1%", 0, 0)
    assert measured(found, "recalled") == (0, 0, "", 0, 11)


def test_a_split_adds_up_and_gives_no_share_of_fewer_than_ten(run: Run, eleven: None) -> None:
    split = [row for row in outcomes(run, "--by", "sex")["split"] if row["measure"] == "Settled on night one"]
    assert [(row["group"], row["yes"], row["of"], row["share"]) for row in split] == [
        ("men", 1, 7, "too few"),
        ("women", 3, 3, "too few"),
    ]


def test_b15_who_went_out_late_is_listed_by_the_measure(run: Run, eleven: None) -> None:
    rows = outcomes(run, "--measure", "late", "--who")["people_late"]
    assert [row["prison_number"] for row in rows if row["counted"] == "yes"] == ["A1000AA"]
    assert run("outcomes", "--who").code == 2
    assert "lists nobody for it" in run("outcomes", "--measure", "handover_meeting", "--who").err
    assert 'no measure "lat". Did you mean late?' in run("outcomes", "--measure", "lat").err


def test_a_release_that_was_undone_is_not_counted_and_one_recalled_still_is(run: Run, eleven: None) -> None:
    run("recalled", "A1005AA", "--on", "2026-11-20", "--cause", "contact_lost")
    make = run("outcomes", "--format", "json")
    assert json.loads(make.out)["measures"][0]["of"] == 10
    run("undo", as_of="2026-11-20")
    number = "A1006AA"
    history = run("history", number).out
    assert "released" in history
    assert measured(outcomes(run), "late")[1] == 11


def test_only_releases_of_the_period_are_counted(run: Run, eleven: None) -> None:
    assert measured(outcomes(run, "--since", "2026-11-03"), "late")[1] == 0
    assert measured(outcomes(run, as_of="2027-11-03"), "late")[1] == 0


def test_b1_what_was_begun_in_the_second_half_of_its_time_is_counted_as_rushed(
    run: Run, make_person: MakePerson
) -> None:
    """Open from 9 to 20 November: sent on the 11th is in time, on the 18th is rushed."""
    for number, day in (("A1001AA", "2026-11-11"), ("A1002AA", "2026-11-18")):
        make_person(number, release="2026-12-04")
        run("mark", number, "gp_registration", "sent", "practice=Longsight", "--on", day, as_of=day)
        run("released", number, "--on", "2026-12-04", as_of="2026-12-04")
    found = outcomes(run, as_of="2026-12-10")
    assert measured(found, "rushed")[:2] == (1, 2)


@pytest.mark.parametrize("form", ["table", "md", "html", "txt"])
def test_the_page_gives_the_published_figure_and_why_it_differs(run: Run, eleven: None, form: str) -> None:
    text = " ".join(run("outcomes", "--format", form).out.split())
    assert "40.0%" in text
    assert "84.0%" in text
    assert "never compare it with settled" in text
    assert "Not computed" in text


def test_releases_are_found_by_the_small_index_on_them(demo: Path) -> None:
    with open_record(demo) as store:
        sql, parameters = events_sql(Filters())
        plan = [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    assert any("f USING INDEX facts_of_release" in step for step in plan)
