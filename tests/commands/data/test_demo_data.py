"""The made-up caseload behind `releasecheck demo`: believable, complete, and due at every stage."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.commands.data.demo_data import BASE_DAY, DemoPerson, demo_people
from releasecheck.core.domain import RecordedOutcome, Release
from releasecheck.people.days import parse_date
from releasecheck.people.fact_checks import check_facts
from releasecheck.people.facts import FACTS, parse
from releasecheck.people.later_facts import LATER
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import SETTLED, state_on
from releasecheck.policy.catalogue import Catalogue, OutcomeSpec
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.release_day import choose_release
from releasecheck.policy.sources import builtin_files
from releasecheck.policy.working_days import load_calendar
from tests.places import TOP

DATA = TOP / "releasecheck" / "data" / "demo"
CALENDAR = load_calendar()
RULES = load_rules()
PEOPLE = {person.prison_number: person for person in demo_people(BASE_DAY)}
TWELVE = {f"A10{n:02}AA" for n in range(1, 13)}
"""Of whom the findings told; in prisons of their own, and new on the day."""
LEFT = {
    number
    for number, person in PEOPLE.items()
    if isinstance(out := person.facts.get("released_on"), date) and out < BASE_DAY - timedelta(weeks=4)
}
"""Who left so long ago that only `outcomes` still speaks of them."""
CASELOAD = PEOPLE.keys() - TWELVE - LEFT
DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@cache
def catalogue() -> Catalogue:
    return read_catalogue(builtin_files())


@cache
def releases() -> dict[str, Release]:
    found = {number: choose_release(person.facts, CALENDAR, RULES) for number, person in PEOPLE.items()}
    return {number: release for number, release in found.items() if release is not None}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(last_name: str) -> DemoPerson:
    (person,) = (person for person in PEOPLE.values() if person.facts["last_name"] == last_name)
    return person


def recorded() -> Iterator[tuple[DemoPerson, RecordedOutcome]]:
    for person in PEOPLE.values():
        for outcome in person.outcomes:
            yield person, outcome


def specs() -> Iterator[tuple[RecordedOutcome, OutcomeSpec]]:
    for _, outcome in recorded():
        yield outcome, catalogue().items[outcome.item].outcomes[outcome.outcome]


def has(**wanted: object) -> set[str]:
    """Prison numbers of everybody whose facts are these; None: not known."""
    return {
        number
        for number, person in PEOPLE.items()
        if all(person.facts.get(name) == value for name, value in wanted.items())
    }


@cache
def states() -> dict[tuple[str, str], str]:
    planner = Planner(catalogue(), CALENDAR, RULES)
    return {
        (number, task.item): state_on(task, BASE_DAY)
        for number, person in PEOPLE.items()
        for task in decide(None, first_told(person), planner, BASE_DAY).plan.tasks
    }


def first_told(person: DemoPerson) -> PersonChange:
    return PersonChange(
        person.prison_number,
        person.facts,
        person.outcomes,
        told_on=person.known_since,
        source=person.source,
    )


def test_forty_people_in_three_prisons_and_the_twelve_in_theirs() -> None:
    prisons = Counter(PEOPLE[number].facts["prison"] for number in CASELOAD)
    assert sum(prisons.values()) == 40
    assert set(prisons) == {"LEI", "STI", "DTI"}
    assert min(prisons.values()) >= 8
    theirs = Counter(PEOPLE[number].facts["prison"] for number in TWELVE)
    assert theirs == {"LEI": 6, **dict.fromkeys(("STI", "KVI", "WDI", "MDI", "DAI", "CFI"), 1)}


def test_releases_run_from_three_weeks_ago_to_fourteen_months_ahead() -> None:
    days = sorted((release.date - BASE_DAY).days for n, release in releases().items() if n not in LEFT)
    assert days[0] == -21
    assert 400 <= days[-1] <= 430
    for first, last in ((-21, -1), (0, 28), (29, 84), (85, 182), (183, 365), (366, 430)):
        assert sum(first <= day <= last for day in days) >= 2, (first, last)


def test_only_a_life_sentence_and_a_remand_have_no_release_date() -> None:
    assert set(PEOPLE) - set(releases()) == has(indeterminate=True) | has(legal_status="REMAND")


@pytest.mark.parametrize("row", rows("people.csv"), ids=lambda row: row["prison_number"])
def test_every_value_of_a_person_can_be_read(row: dict[str, str]) -> None:
    person = PEOPLE[row["prison_number"]]
    assert parse(FACTS["prison_number"], row["prison_number"]) == person.prison_number
    for name, fact in FACTS.items():
        if name != "prison_number":
            assert parse(fact, row.get(name, "")) == person.facts.get(name), name


def test_every_column_is_a_fact_or_says_where_the_dates_came_from() -> None:
    """A fact that came later need not be known of anybody made up."""
    later = {fact.name for fact in LATER}
    columns = [name for name in rows("people.csv")[0] if name not in later]
    assert columns == [*(name for name in FACTS if name not in later), "known_since", "date_source"]


def test_no_two_people_share_a_prison_number() -> None:
    assert len(rows("people.csv")) == len(PEOPLE)


def test_the_facts_of_nobody_contradict_each_other() -> None:
    assert {number: check_facts(person.facts, BASE_DAY) for number, person in PEOPLE.items()} == {
        **dict.fromkeys(PEOPLE, ())
    }


def test_rivers_is_the_person_of_the_screens() -> None:
    rivers = named("RIVERS")
    assert (rivers.prison_number, rivers.facts["first_name"]) == ("A1234BC", "Sam")
    shown = ("tier", "rosh", "mappa_category", "mappa_level", "com", "housing", "bank_account")
    assert [rivers.facts.get(name) for name in shown] == ["B2", "high", "2", None, "J. Okafor", None, None]
    release = releases()["A1234BC"]
    assert (release.nominal_date, release.date) == (date(2027, 2, 6), date(2027, 2, 5))


@pytest.mark.parametrize(
    ("number", "name", "release"),
    [
        ("A5561CD", "DUNNE, Kerry", date(2026, 11, 20)),
        ("A7710FA", "ADEYEMI, Tunde", date(2026, 12, 18)),
        ("A2291BB", "COLE, Marcus", date(2026, 11, 26)),
        ("A1188DE", "O’NEILL, Áine", date(2027, 1, 21)),
    ],
)
def test_the_other_names_of_the_screens_are_there(number: str, name: str, release: date) -> None:
    facts = PEOPLE[number].facts
    assert f"{facts['last_name']}, {facts['first_name']}" == name
    assert releases()[number].date == release


def test_somebody_leaves_on_the_eve_of_a_bank_holiday_and_somebody_falls_on_one() -> None:
    assert releases()[named("IQBAL").prison_number].date == date(2026, 12, 24)
    good_friday = releases()[named("ABDI").prison_number]
    assert (good_friday.nominal_date, good_friday.date) == (date(2027, 3, 26), date(2027, 3, 25))


def test_every_kind_of_release_is_there() -> None:
    types = Counter(release.type for release in releases().values())
    assert types["PRRD"] == 3
    assert {"CRD", "ARD", "PRRD", "APD", "HDCAD"} == set(types)
    assert [number for number, release in releases().items() if release.confirmed] == ["A2291BB"]


def test_a_recall_a_life_sentence_and_a_parole_case_are_whole() -> None:
    recall = named("MCALLISTER").facts
    assert recall["recall"] is True
    assert recall["post_recall_release_date"] == parse_date("2026-11-12") + timedelta(days=56)
    life = named("ASHDOWN").facts
    assert life["indeterminate"] is True
    assert isinstance(life["tariff_date"], date)
    assert isinstance(life["target_hearing_date"], date)
    assert "conditional_release_date" not in life
    parole = named("OYELARAN").facts
    assert isinstance(parole["parole_eligibility_date"], date)
    assert parole["parole_eligibility_date"] > BASE_DAY


def test_a_short_sentence_is_seen_from_sentence_to_release_in_two_months() -> None:
    facts = named("POOLE").facts
    start, end = facts["sentence_start_date"], facts["automatic_release_date"]
    assert isinstance(start, date)
    assert isinstance(end, date)
    assert (end - start).days < 60


def test_two_have_left_and_one_should_have_and_nobody_said_so() -> None:
    left = {number for number, person in PEOPLE.items() if "released_on" in person.facts}
    gone = {number for number, release in releases().items() if release.date < BASE_DAY}
    assert len(left - LEFT) == 2
    assert gone - left == {"A5561CD"}


def test_of_forty_who_left_in_the_year_nothing_is_to_be_done_for_the_next_four_weeks() -> None:
    """On no day of the week that they are looked at in; until then they are recorded, and nobody is asked."""
    planner, sunday = Planner(catalogue(), CALENDAR, RULES), BASE_DAY + timedelta(days=6)
    later = sunday + timedelta(weeks=4)
    assert len(LEFT) == 40
    assert all(BASE_DAY - timedelta(days=358) < releases()[number].date for number in LEFT)
    for number in LEFT:
        tasks = decide(None, first_told(PEOPLE[number]), planner, BASE_DAY).plan.tasks
        for day in (BASE_DAY, sunday):
            stand = {task.item: state_on(task, day) for task in tasks}
            assert set(stand.values()) <= {*SETTLED, "upcoming"}, (number, stand)
        ahead = [task.item for task in tasks if state_on(task, later) not in (*SETTLED, "upcoming")]
        assert ahead == [], number


def test_of_those_who_left_some_are_women_some_at_every_risk_and_some_were_recalled() -> None:
    of = {name: Counter(PEOPLE[number].facts[name] for number in LEFT) for name in ("sex", "rosh", "prison")}
    assert set(of["rosh"]) == {"low", "medium", "high", "very_high"}
    assert of["sex"]["F"] == 12
    assert min(of["prison"].values()) >= 10
    back = {o.evidence["recalled_on"] for _, o in recorded() if o.outcome == "recalled"}
    assert 5 <= len(back) <= 10


def test_women_a_care_leaver_immigration_and_wales_are_there() -> None:
    assert has(sex="F") == {number for number, p in PEOPLE.items() if p.facts["prison"] == "STI"}
    assert len(has(care_leaver=True)) >= 2
    assert len(has(immigration_interest=True)) >= 2
    assert has(home_area="wales") - LEFT == {"A5520FC", "A1012AA"}


def test_two_people_share_a_surname() -> None:
    surnames = Counter(str(person.facts["last_name"]) for person in PEOPLE.values())
    assert [name for name, count in surnames.items() if count > 1] == ["HOLROYD"]


def test_names_carry_accents_and_apostrophes_in_one_composed_form() -> None:
    names = [f"{p.facts['last_name']} {p.facts['first_name']}" for p in PEOPLE.values()]
    assert sum(any(ord(letter) > 127 for letter in name) for name in names) >= 5
    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    assert not any("'" in name for name in names)


def test_much_is_not_known_and_of_one_person_almost_nothing() -> None:
    assert set(named("LOCKE").facts) == {"first_name", "last_name", "prison", "conditional_release_date"}
    for name in ("tier", "sex", "housing", "bank_account", "mappa_category", "domestic_abuse", "com"):
        assert has(**{name: None}), name


def test_a_few_are_new_this_week_and_most_have_been_known_for_months() -> None:
    assert {PEOPLE[number].known_since for number in TWELVE} == {BASE_DAY}
    known = [(BASE_DAY - PEOPLE[number].known_since).days for number in CASELOAD]
    assert min(known) >= 0
    assert 3 <= sum(days <= 7 for days in known) <= 6
    assert sum(days > 90 for days in known) > len(known) / 2


def test_every_outcome_belongs_to_a_person_and_is_in_the_catalogue() -> None:
    assert {row["prison_number"] for row in rows("outcomes.csv")} <= set(PEOPLE)
    for _, outcome in recorded():
        item = catalogue().items[outcome.item]
        assert not item.off, item.id
        assert outcome.outcome in item.outcomes, outcome
    assert sum(1 for _ in recorded()) == len(rows("outcomes.csv")) >= 150


def test_every_reason_is_one_that_the_outcome_has() -> None:
    for outcome, spec in specs():
        assert outcome.reason is None or not spec.reasons or outcome.reason in spec.reasons, outcome
        assert outcome.reason or not spec.reason_needed, outcome


def test_every_piece_of_evidence_is_one_that_the_outcome_asks_for() -> None:
    for outcome, spec in specs():
        assert set(outcome.evidence) <= {need.field for need in spec.evidence}, outcome
        for name, value in outcome.evidence.items():
            field = catalogue().fields[name]
            allowed = ("yes", "no") if field.kind == "yes_no" else field.values or (value,)
            assert value in allowed or field.kind == "time", (outcome, name)


def test_evidence_is_missing_for_a_few_and_only_a_few() -> None:
    gaps = [o for o, spec in specs() if set(catalogue().required_evidence(spec)) - set(o.evidence)]
    assert 1 <= len(gaps) <= 5


def test_the_ten_items_of_the_first_walk_are_well_recorded() -> None:
    items = Counter(outcome.item for _, outcome in recorded())
    walking = "dtr crs cas1 cas3 da_check mappa_category mappa_level com_allocated".split()
    walking += ["first_appointment", "address_night_one"]
    assert all(items[name] >= 5 for name in walking), items
    assert sum(items[name] for name in walking) >= 150


def test_a_duty_to_refer_has_expired_police_are_silent_and_a_bed_is_offered() -> None:
    assert states()["A3947CR", "dtr"] == "expired"
    enquiry = [o for o in PEOPLE["A1234BC"].outcomes if o.item == "da_check"][-1]
    assert (enquiry.outcome, (BASE_DAY - enquiry.on).days) == ("sent", 24)
    assert states()["A1234BC", "da_check"] == "chase"
    assert states()["A4416EZ", "cas3"] == "action"
    assert states()["A1234BC", "cas1"] == "declined"


def test_something_stands_in_every_state_there_is() -> None:
    assert set(states().values()) == {
        *("not_applicable", "not_required", "unknown", "upcoming", "blocked", "to_do", "overdue", "waiting"),
        *("chase", "action", "expired", "done", "done_late", "declined", "not_achieved"),
    }


def test_most_tasks_are_in_hand_and_some_are_not() -> None:
    standing = Counter(states().values())
    assert 20 <= standing["overdue"] <= 80
    assert standing["overdue"] * 4 < standing["done"] + standing["done_late"]


def test_whatever_was_done_was_done_on_a_working_day_in_custody() -> None:
    for person, outcome in recorded():
        received = person.facts.get("reception_date", outcome.on)
        assert CALENDAR.is_working_day(outcome.on), outcome
        assert isinstance(received, date)
        assert received <= outcome.on, outcome


@given(DAYS)
def test_every_date_moves_by_the_same_whole_weeks(as_of: date) -> None:
    moved = demo_people(as_of)
    shift = moved[0].known_since - PEOPLE[moved[0].prison_number].known_since
    monday = BASE_DAY + shift
    assert shift.days % 7 == 0
    assert monday <= as_of < monday + timedelta(days=7)
    for person in moved:
        base = PEOPLE[person.prison_number]
        assert person.known_since == base.known_since + shift
        assert person.facts == {
            name: value + shift if isinstance(value, date) else value for name, value in base.facts.items()
        }
        assert [o.on for o in person.outcomes] == [o.on + shift for o in base.outcomes]


def test_days_written_in_evidence_move_with_the_rest() -> None:
    (later,) = (p for p in demo_people(BASE_DAY + timedelta(weeks=3)) if p.prison_number == "A2291BB")
    (booked,) = (o for o in later.outcomes if o.item == "first_appointment")
    assert booked.evidence["appointment_on"] == "2026-12-17"
    assert booked.evidence["appointment_at"] == "13:30"


@given(DAYS)
def test_nothing_was_recorded_or_known_after_today(as_of: date) -> None:
    for person in demo_people(as_of):
        assert person.known_since <= as_of
        assert all(outcome.on <= as_of for outcome in person.outcomes)
        assert [o.on for o in person.outcomes] == sorted(o.on for o in person.outcomes)
