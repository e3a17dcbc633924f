"""People first recorded on Mon 23 Nov 2026, by the whole catalogue: days counted by hand from the rule.

What came too late is due after half the days to its last use, ten working days on at most; what protects the
public or has a window that closes, after a fifth of them and five working days; neither on the first day.
Its last use is the release, the window's last day, or the due day of what needs it. Bank holidays: Fri 25 and
Mon 28 Dec, Fri 1 Jan.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue, PersonRecord, RecordedOutcome, Task, Telling
from releasecheck.planning.planner import Planner
from releasecheck.planning.short_time import Paces
from releasecheck.planning.states import state_on
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.working_days import load_calendar
from tests.made_up.catalogues import by_the_rules

KNOWN = date(2026, 11, 23)
NEEDS: dict[str, FactValue] = {
    "sex": "M",
    "home_area": "england",
    "legal_status": "SENTENCED",
    "housing": "homeless",
    "next_accommodation": False,
    "id_held": False,
    "bank_account": False,
    "benefit_need": True,
    "debts": True,
    "rosh": "high",
    "domestic_abuse": "perpetrator",
}


@cache
def planner() -> Planner:
    return Planner(by_the_rules(), load_calendar(), load_rules())


def somebody(release: date | None, *outcomes: RecordedOutcome, **facts: FactValue) -> PersonRecord:
    """Somebody told of for the first time on Mon 23 Nov 2026."""
    known = {**NEEDS, **facts}
    told: tuple[Telling, ...] = ()
    if release is not None:
        known["conditional_release_date"] = release
        told = (Telling(KNOWN, release, "CRD", anchors={"release": release}),)
    return PersonRecord("A1234BC", known, KNOWN, told, outcomes)


def plan(record: PersonRecord, today: date = KNOWN) -> dict[str, Task]:
    return {task.item: task for task in planner().plan(record, today).tasks}


def due(tasks: dict[str, Task], names: str) -> dict[str, str]:
    return {name: f"{tasks[name].due_on:%a %-d %b}" for name in names.split()}


def test_out_in_four_days() -> None:
    """Fri 27 Nov: a fifth of four days is none, so the next day; half is two; the licence keeps its own."""
    tasks = plan(somebody(date(2026, 11, 27), sentence_start_date=date(2026, 9, 14)))
    first = "address_night_one first_appointment da_check oasys_review release_told"
    assert due(tasks, first) == dict.fromkeys(first.split(), "Tue 24 Nov")
    assert due(tasks, "cas3 gp_registration debts") == {
        "cas3": "Wed 25 Nov",
        "gp_registration": "Wed 25 Nov",
        "debts": "Wed 25 Nov",
    }
    # What needs these is due on Wed 25: half of two days; and they are not before what they need.
    before = "dtr crs needs_review benefits bank_account id_document"
    assert due(tasks, before) == dict.fromkeys(before.split(), "Tue 24 Nov")
    assert due(tasks, "licence_approved licence_explained travel_and_money") == {
        "licence_approved": "Wed 25 Nov",
        "licence_explained": "Thu 26 Nov",
        "travel_and_money": "Thu 26 Nov",
    }


def test_out_in_eighteen_days() -> None:
    """Fri 11 Dec: a fifth is three days, half is nine; the fortnight's own days have not gone by."""
    tasks = plan(somebody(date(2026, 12, 11), sentence_start_date=date(2026, 9, 14)))
    assert due(tasks, "cas3 debts dtr crs needs_review") == {
        "cas3": "Wed 2 Dec",
        "debts": "Wed 2 Dec",
        "dtr": "Fri 27 Nov",  # half of the nine days to cas3
        "crs": "Fri 27 Nov",
        "needs_review": "Wed 25 Nov",  # half of the four days to crs
    }
    # The release's enquiry, due after three days, comes after that of the sentence, 42 days late; so does an
    # Approved Premises, if it applies, after the assessment.
    assert due(tasks, "da_check oasys_review cas1") == {
        "da_check": "Tue 24 Nov",
        "oasys_review": "Tue 24 Nov",
        "cas1": "Thu 26 Nov",
    }
    # The booking keeps its own day, Fri 4 Dec; half way to it is Sat 28, so Fri 27.
    # The bank scheme has closed: what is asked for instead keeps a week before release.
    assert due(tasks, "benefits id_document pay_without_account") == {
        "benefits": "Fri 27 Nov",
        "id_document": "Tue 24 Nov",
        "pay_without_account": "Fri 4 Dec",
    }
    assert due(tasks, "gp_registration address_night_one first_appointment") == {
        "gp_registration": "Fri 27 Nov",
        "address_night_one": "Fri 27 Nov",
        "first_appointment": "Fri 4 Dec",
    }


def test_out_in_sixty_days() -> None:
    """Fri 22 Jan: half is thirty days, so ten working days bind: Mon 7 Dec; a fifth is twelve, so five do."""
    tasks = plan(
        somebody(date(2027, 1, 22), sentence_start_date=date(2026, 9, 14), mappa_category="2", tier="B2")
    )
    assert due(tasks, "mappa_level crs debts needs_review") == {
        "mappa_level": "Fri 27 Nov",  # needed for the licence by Thu 24 Dec: a fifth ends on a Sunday
        "crs": "Mon 7 Dec",  # needed by cas3 on Thu 24 Dec: half of 31 days is Tue 8
        "debts": "Mon 7 Dec",
        "needs_review": "Mon 30 Nov",  # half way to Mon 7 Dec
    }
    # The bank scheme closes Fri 11 Dec and the meeting is on Mon 7: a fifth of fourteen days.
    assert due(tasks, "benefits bank_account id_document") == {
        "benefits": "Mon 7 Dec",
        "bank_account": "Wed 25 Nov",
        "id_document": "Tue 24 Nov",
    }
    assert due(tasks, "cas3 dtr oasys_review da_check") == {
        "cas3": "Thu 24 Dec",
        "dtr": "Thu 24 Dec",
        "oasys_review": "Fri 27 Nov",
        "da_check": "Tue 24 Nov",  # that of the sentence, 42 days late; that of the release is on Fri 27
    }
    assert tasks["crs"].days_lost == (KNOWN - date(2026, 10, 30)).days


def _open(task: Task) -> bool:
    return task.rest in ("open", "unknown")


LIFER: dict[str, FactValue] = {
    "indeterminate": True,
    "sentence_start_date": date(2009, 10, 1),
    "reception_date": date(2009, 10, 1),
    "tariff_date": date(2027, 9, 30),
    "target_hearing_date": date(2027, 8, 16),
    "mappa_category": "2",
}


def test_a_lifer_of_2009_is_asked_what_was_done_and_nothing_of_then_is_late() -> None:
    record = somebody(None, **LIFER)
    tasks = plan(record)
    asked = {name for name, task in tasks.items() if task.missing_facts == ("done_before",)}
    new = {"tier_recorded"}
    assert asked == {"sentence_plan", "da_check", "child_check", "handover_date_shared"} | new
    assert {state_on(tasks[name], KNOWN) for name in asked} == {"unknown"}
    assert not [name for name, task in tasks.items() if task.due_on and task.due_on < KNOWN and _open(task)]
    assert tasks["immediate_needs"].rest == "not_required"
    assert tasks["immediate_needs"].reasons == (
        "reception 1 Oct 2009, first recorded here 23 Nov 2026: of use only until 1 Oct 2010",
    )
    # He is seen every four weeks: what comes next is counted from the day he was recorded.
    assert (tasks["pom_contact"].due_on, tasks["pom_contact"].days_lost) == (date(2026, 12, 21), None)


def test_a_man_recalled_is_asked_of_his_sentence_and_not_called_late_for_it() -> None:
    """Back on Thu 5 Nov 2026, out again on Wed 30 Dec; sentenced in February 2025."""
    record = somebody(
        None,
        recall=True,
        recall_type="ftr_56",
        return_to_custody_date=date(2026, 11, 5),
        post_recall_release_date=date(2026, 12, 30),
        sentence_start_date=date(2025, 2, 5),
    )
    tasks = plan(record)
    assert tasks["sentence_plan"].missing_facts == ("done_before",)
    # Five working days after the return was Thu 12 Nov. The COM is to see him by Mon 7 Dec, and has to be
    # named: a fifth of fourteen days. The housing service on Wed 2 Dec needs crs: half of nine days.
    assert due(tasks, "com_allocated crs oasys_review") == {
        "com_allocated": "Wed 25 Nov",
        "crs": "Fri 27 Nov",
        "oasys_review": "Tue 24 Nov",  # an Approved Premises, if it applies, is due Mon 30 and needs it
    }


def test_a_window_that_had_closed_says_what_to_do_instead_and_one_still_open_does_not() -> None:
    """The bank scheme takes nobody in the last six weeks."""
    tasks = plan(somebody(date(2026, 12, 11), sentence_start_date=date(2026, 9, 14)))
    closed, instead = tasks["bank_account"], tasks["pay_without_account"]
    assert (closed.rest, instead.rest, instead.owner) == ("not_required", "open", "IDB")
    assert closed.reasons[-1] == "too late for the prison scheme: pay_without_account is asked for"
    still = plan(somebody(date(2027, 1, 22), sentence_start_date=date(2026, 9, 14)))["bank_account"]
    assert still.outcome_next is None
    assert still.reasons[-1].startswith("came too late for the usual time: ")


def test_that_nobody_is_named_is_asked_for_however_long_ago_it_was_due() -> None:
    record = somebody(date(2026, 11, 27), sentence_start_date=date(2024, 1, 8))
    task = plan(record)["com_allocated"]
    assert (task.missing_facts, state_on(task, KNOWN), due(plan(record), "com_allocated")) == (
        (),
        "to_do",
        {"com_allocated": "Tue 24 Nov"},
    )


# --- the answer ---


def said(item: str, outcome: str, on: str) -> RecordedOutcome:
    return RecordedOutcome(item, outcome, date.fromisoformat(on))


def test_what_was_done_in_2010_is_done_and_not_late() -> None:
    record = somebody(None, said("sentence_plan", "done", "2010-01-11"), **LIFER)
    task = plan(record)["sentence_plan"]
    assert (task.stage, task.missing_facts, task.due_on) == ("done", (), None)


def test_what_was_not_done_before_is_to_do_in_fair_time_from_the_day_that_was_said() -> None:
    """Five working days from Wed 25 Nov; the plan half way to the assessment on Mon 30 Nov that needs it."""
    answers = (
        said("sentence_plan", "not_done_before", "2026-11-25"),
        said("child_check", "not_done_before", "2026-11-25"),
    )
    for today in (date(2026, 11, 25), date(2026, 12, 20)):
        tasks = plan(somebody(None, *answers, **LIFER), today)
        assert due(tasks, "sentence_plan child_check") == {
            "sentence_plan": "Fri 27 Nov",
            "child_check": "Wed 2 Dec",
        }
        assert not tasks["sentence_plan"].missing_facts
    assert state_on(tasks["sentence_plan"], date(2026, 11, 27)) == "to_do"
    assert state_on(tasks["sentence_plan"], date(2026, 11, 28)) == "overdue"
    done = plan(somebody(None, *answers, said("sentence_plan", "done", "2026-11-27"), **LIFER))
    assert done["sentence_plan"].stage == "done"


def test_a_question_unanswered_gives_way_to_the_next_time_when_that_comes() -> None:
    """He could be out on Thu 30 Sep 2027: that check opens twelve weeks before, on Thu 8 Jul."""
    task = plan(somebody(None, **LIFER))["da_check"]
    opens = date(2027, 7, 8)
    assert [state_on(task, opens + timedelta(days=n)) for n in (-1, 0)] == ["unknown", "to_do"]
    assert state_on(task, date(2027, 8, 6)) == "overdue"


def test_a_next_time_within_half_a_year_makes_the_question_needless() -> None:
    record = somebody(date(2027, 3, 5), **{**LIFER, "indeterminate": False})
    task = plan(record)["da_check"]
    assert (task.missing_facts, state_on(task, KNOWN)) == ((), "upcoming")


def test_whoever_was_known_in_time_is_late_as_before() -> None:
    facts = {**NEEDS, "sentence_start_date": date(2025, 2, 5), "conditional_release_date": date(2029, 2, 2)}
    record = PersonRecord("A1234BC", facts, date(2025, 2, 6))
    assert state_on(plan(record)["sentence_plan"], KNOWN) == "overdue"
    assert plan(record)["sentence_plan"].due_on == date(2025, 4, 16)


def test_what_counts_from_eighty_nine_days_before_is_asked_for_and_not_asked_about() -> None:
    for days, asked in ((90, False), (91, True)):
        record = somebody(date(2028, 3, 3), sentence_start_date=KNOWN - timedelta(days=days))
        task = plan(record)["sentence_plan"]
        assert (task.missing_facts == ("done_before",)) is asked, days


# --- for everybody ---

RELEASES = st.dates(KNOWN, date(2029, 12, 31))
STARTS = st.dates(date(2009, 1, 1), KNOWN)


@given(release=RELEASES, started=STARTS, later=st.integers(0, 120))
@settings(max_examples=80, deadline=None)
def test_no_day_lies_before_anybody_knew_or_after_its_use_and_none_moves(
    release: date, started: date, later: int
) -> None:
    record = somebody(release, sentence_start_date=started, reception_date=started)
    first = plan(record)
    out = planner().plan(record, KNOWN).release
    assert out is not None
    then = plan(record, min(KNOWN + timedelta(days=later), out.date))
    for name, task in first.items():
        if task.rest == "open" and task.stage is None and task.due_on is not None:
            assert task.due_on >= KNOWN, name
            assert task.days_lost is None or task.due_on <= max(KNOWN, out.date), name
            assert state_on(task, KNOWN) != "overdue", name
            assert then[name].due_on == task.due_on, name


@given(release=RELEASES, started=STARTS, days=st.integers(0, 1200))
@settings(max_examples=80, deadline=None)
def test_what_is_asked_about_is_never_late_and_never_gone(release: date, started: date, days: int) -> None:
    record = somebody(release, sentence_start_date=started, reception_date=started)
    for name, task in plan(record).items():
        if task.missing_facts == ("done_before",):
            assert state_on(task, KNOWN) == "unknown", name
            following = task.opens_on is not None and KNOWN + timedelta(days=days) >= task.opens_on
            assert following or state_on(task, KNOWN + timedelta(days=days)) == "unknown", name


@given(release=RELEASES, started=STARTS)
@settings(max_examples=60, deadline=None)
def test_to_say_that_it_was_not_done_loses_no_task(release: date, started: date) -> None:
    record = somebody(release, sentence_start_date=started, reception_date=started)
    asked = [task.item for task in plan(record).values() if task.missing_facts == ("done_before",)]
    answered = record._replace(outcomes=tuple(said(name, "not_done_before", "2026-11-23") for name in asked))
    after = plan(answered)
    for name in asked:
        due_on = after[name].due_on
        assert (state_on(after[name], KNOWN), after[name].missing_facts) == ("to_do", ()), name
        assert due_on is not None and due_on >= KNOWN, name


PACES = Paces(load_rules().timetable, load_calendar())
SPANS = st.tuples(st.dates(KNOWN, date(2027, 12, 31)), st.integers(0, 500), st.integers(0, 60))


@given(span=SPANS)
def test_more_time_is_no_earlier_day_and_protection_is_never_the_later(
    span: tuple[date, int, int],
) -> None:
    first, days, more = span
    last = first + timedelta(days=days)
    items = planner().catalogue.items
    protects, other = PACES.of(items["oasys_review"]), PACES.of(items["debts"])
    assert PACES.of(items["bank_account"]) is protects
    for pace in (protects, other):
        assert first <= pace.due(first, last) <= last
        assert pace.due(first, last) <= pace.due(first, last + timedelta(days=more))
        assert pace.due(first, last) <= pace.due(first, None)
    assert protects.due(first, last) <= other.due(first, last)


@given(release=RELEASES, started=STARTS)
@settings(max_examples=60, deadline=None)
def test_nothing_that_came_too_late_is_due_after_what_needs_it(release: date, started: date) -> None:
    tasks = plan(somebody(release, sentence_start_date=started, reception_date=started))
    for name, task in tasks.items():
        item = planner().catalogue.items[name]
        for need in (*item.needs, *item.needs_hard):
            first = tasks.get(need.item)
            if first is not None and first.days_lost is not None and task.rest == "open" and task.due_on:
                assert first.due_on is not None and first.due_on <= max(task.due_on, KNOWN), (name, need.item)
