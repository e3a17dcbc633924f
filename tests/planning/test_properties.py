"""What holds for every date and every order of entries, not only for the examples."""

from __future__ import annotations

import csv
import io
import shutil
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue, PersonRecord, Plan, RecordedOutcome, Task, Telling
from releasecheck.people.facts import FACTS, to_text
from releasecheck.planning.person import once_told
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Catalogue, OutcomeSpec
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.offsets import Offset
from releasecheck.policy.sources import builtin_files
from releasecheck.policy.working_days import load_calendar
from releasecheck.store import open_record
from tests.made_up.program import AS_OF, Dump, Run
from tests.made_up.records import tables

CALENDAR = load_calendar()
TODAY = date.fromisoformat(AS_OF)
RELEASES = st.dates(date(2027, 12, 1), date(2031, 12, 31))


@cache
def catalogue() -> Catalogue:
    return read_catalogue(builtin_files())


@cache
def planner() -> Planner:
    return Planner(catalogue(), CALENDAR, load_rules())


def plan_of(release: date) -> Plan:
    """Somebody known for years, sentenced, released on that CRD."""
    facts: dict[str, FactValue] = {
        "conditional_release_date": release,
        "legal_status": "SENTENCED",
        "sentence_start_date": date(2026, 1, 5),
    }
    return planner().plan(PersonRecord("A1234BC", facts, known_since=date(2026, 1, 5)), TODAY)


def in_days(offset: Offset | None) -> timedelta | None:
    """How many days from the release, here the earliest possible day too, if that is all there is to it."""
    if offset is None or offset.anchor not in ("release", "earliest_possible"):
        return None
    if offset.years or offset.months or offset.working_days:
        return None
    return timedelta(days=offset.direction * (7 * offset.weeks + offset.days))


def counted_in_days(what: str) -> dict[str, timedelta]:
    """The items that have this one date, so many days from release."""
    found = {}
    for item in catalogue().installed():
        if len(item.checkpoints) == 1 and item.rolling is None:
            days = in_days(getattr(item.checkpoints[0], what))
            if days is not None:
                found[item.id] = days
    return found


def uncompressed(plan: Plan) -> dict[str, Task]:
    return {task.item: task for task in plan.tasks if task.days_lost is None}


def test_there_are_items_counted_in_days_for_the_next_test_to_be_about() -> None:
    assert {"crs", "cas3", "address_night_one"} <= set(counted_in_days("due"))
    assert {"crs", "licence_conditions"} & set(counted_in_days("opens"))


@given(release=RELEASES, days=st.integers(-200, 400))
@settings(max_examples=60, deadline=None)
def test_moving_the_release_moves_every_day_based_due_date_as_far_and_then_off_closed_days(
    release: date, days: int
) -> None:
    before, after = plan_of(release), plan_of(release + timedelta(days=days))
    assert before.release is not None and after.release is not None
    assert after.release.nominal_date - before.release.nominal_date == timedelta(days=days)
    moved = after.release.date - before.release.date
    first, then = uncompressed(before), uncompressed(after)
    for item, distance in counted_in_days("due").items():
        if item in first and item in then and first[item].due_on and then[item].due_on:
            exact = before.release.date + distance
            assert first[item].due_on == CALENDAR.last_working_day(exact), item
            assert then[item].due_on == CALENDAR.last_working_day(exact + moved), item
    for item in counted_in_days("opens"):
        if item not in first or item not in then:
            continue
        opened, opens = first[item].opens_on, then[item].opens_on
        if opened and opens:
            assert opens - opened == moved, item


@given(release=RELEASES)
@settings(max_examples=30, deadline=None)
def test_moving_the_release_by_whole_weeks_moves_due_dates_by_as_many(release: date) -> None:
    """Where no bank holiday comes near, the same weekday is as open as before."""
    before, after = plan_of(release), plan_of(release + timedelta(weeks=4))
    first, then = uncompressed(before), uncompressed(after)
    for item in counted_in_days("due"):
        dues = [due for plan in (first, then) if item in plan and (due := plan[item].due_on)]
        if len(dues) == 2 and _quiet(*dues) and _quiet(_out(before), _out(after)):
            assert dues[1] - dues[0] == timedelta(weeks=4), item


def _out(plan: Plan) -> date:
    assert plan.release is not None
    return plan.release.date


def _quiet(*days: date) -> bool:
    return not any(CALENDAR.closed_days(day - timedelta(days=7), day + timedelta(days=7)) for day in days)


# --- planning ---


def values(name: str) -> st.SearchStrategy[FactValue]:
    fact = FACTS[name]
    if fact.kind == "date":
        return st.dates(date(2024, 1, 1), date(2029, 12, 31))
    if fact.kind == "yes_no":
        return st.booleans()
    if fact.values:
        codes = sorted(fact.values)
        return st.sampled_from([int(code) for code in codes] if fact.kind == "whole_number" else codes)
    return st.sampled_from(["Áine O’NEILL", "Leeds", "=1+1", "J. Okafor"])


NAMES = sorted(
    name
    for name, fact in FACTS.items()
    if fact.kind != "prison_number" and name not in ("tier", "released_on")
)
PLANNED_FACTS = st.lists(st.sampled_from(NAMES), max_size=12, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: values(name) for name in names})
)


def evidence(spec: OutcomeSpec) -> dict[str, str]:
    """Something allowed in every field that the outcome asks for."""
    examples = {"date": "2026-11-20", "yes_no": "yes", "number": "2", "time": "09:30", "text": "made up"}
    fields = [catalogue().fields[name] for name in catalogue().required_evidence(spec)]
    return {
        field.name: field.values[0] if field.kind == "choice" else examples[field.kind] for field in fields
    }


OUTCOMES = [(item.id, spec) for item in catalogue().installed() for spec in item.outcomes.values()]


def reason(spec: OutcomeSpec) -> str | None:
    return spec.reasons[0] if spec.reasons else "made up" if spec.reason_needed else None


HAPPENED = st.builds(
    lambda chosen, day: RecordedOutcome(
        chosen[0], chosen[1].name, day, reason=reason(chosen[1]), evidence=evidence(chosen[1])
    ),
    st.sampled_from(OUTCOMES),
    st.dates(date(2026, 6, 1), TODAY),
)


TOLD = st.builds(
    Telling,
    st.dates(date(2026, 1, 5), TODAY),
    RELEASES,
    st.sampled_from(["CRD", "PRRD", None]),
    anchors=st.dictionaries(st.sampled_from(["release", "handover", "licence_start"]), RELEASES),
)


@given(facts=PLANNED_FACTS, outcomes=st.lists(HAPPENED, max_size=6), today=st.dates(TODAY, date(2028, 1, 1)))
@settings(max_examples=30, deadline=None)
def test_planning_twice_gives_the_same_plan(
    facts: dict[str, FactValue], outcomes: list[RecordedOutcome], today: date
) -> None:
    record = PersonRecord("A1234BC", facts, date(2026, 1, 5), outcomes=tuple(outcomes))
    once = planner().plan(record, today)
    planner().plan(PersonRecord("A1188DE", {}, date(2026, 1, 5)), today)
    assert planner().plan(record, today) == once
    again = Planner(read_catalogue(builtin_files()), load_calendar(), load_rules())
    assert again.plan(record, today) == once


@given(facts=PLANNED_FACTS, outcomes=st.lists(HAPPENED, max_size=4), told=st.lists(TOLD, max_size=2))
@settings(max_examples=60, deadline=None)
def test_telling_a_date_changes_what_is_known_as_knowing_it_all_anew_would(
    facts: dict[str, FactValue], outcomes: list[RecordedOutcome], told: list[Telling]
) -> None:
    record = PersonRecord("A1234BC", facts, date(2026, 1, 5), tuple(told), tuple(outcomes))
    telling = Telling(TODAY, date(2027, 2, 5), "CRD", source="Prisoner Search")
    told_now = record._replace(tellings=(*record.tellings, telling))
    assert once_told(planner().prepare(record, TODAY), telling) == planner().prepare(told_now, TODAY)


@given(facts=PLANNED_FACTS, outcomes=st.lists(HAPPENED, max_size=4), today=st.dates(TODAY, date(2028, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_a_plan_says_for_which_days_it_holds(
    facts: dict[str, FactValue], outcomes: list[RecordedOutcome], today: date
) -> None:
    record = PersonRecord("A1234BC", facts, date(2026, 1, 5), outcomes=tuple(outcomes))
    plan = planner().plan(record, today)
    assert plan.valid_from is None or plan.valid_from <= today
    assert plan.valid_until is None or today <= plan.valid_until
    for day in (plan.valid_from, plan.valid_until):
        if day is not None:
            assert planner().plan(record, day) == plan


# --- the record ---


@pytest.fixture(scope="module")
def command() -> Run:
    """As `run`, for tests that make a record of their own for every example."""
    from tests.made_up.program import run

    return run


@pytest.fixture(scope="module")
def rows_of() -> Dump:
    """As `dump`, for the same."""
    return tables


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "NOMS No": st.sampled_from(["A1234BC", "a1188de", "A2291BB", "A5561CD", "A123BC", ""]),
            "Surname": st.sampled_from(["RIVERS", "O’NEILL", "COLE", "not known", ""]),
            "CRD": st.sampled_from(["06/02/2027", "2026-12-18", "31/02/2027", "not known", ""]),
            "Tier": st.sampled_from(["B2", "c1", "Z9", ""]),
            "Housing": st.sampled_from(["homeless", "settled", "not known", ""]),
            "COM Office": st.sampled_from(["Leeds\nWaterloo House", "=cmd", ""]),
        }
    ),
    max_size=6,
).filter(lambda rows: any(any(row.values()) for row in rows))  # a file with nobody in it is refused whole


def write(path: Path, rows: list[dict[str, str]], headings: list[str]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


HEADINGS = ["NOMS No", "Surname", "CRD", "Tier", "Housing", "COM Office"]


@given(rows=ROWS, headings=st.permutations(HEADINGS))
@settings(max_examples=15, deadline=None)
def test_importing_a_file_twice_equals_once(
    _empty_record: Path, command: Run, rows_of: Dump, rows: list[dict[str, str]], headings: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        path, file = Path(folder) / "record.db", Path(folder) / "people.csv"
        shutil.copy2(_empty_record, path)
        write(file, rows, headings)
        first = command("--record", path, "import", "people", file)
        once = rows_of(path)
        second = command("--record", path, "import", "people", file)
        assert first.code in (0, 3)
        assert second.code == first.code
        assert " new" not in second.out
        assert rows_of(path) == once
        assert command("--record", path, "record", "verify").code == 0


NUMBERS = ["A1234BC", "A1188DE"]
SETTABLE = st.sampled_from(NAMES).flatmap(
    lambda name: st.one_of(st.just("not known"), values(name).map(to_text)).map(lambda text: f"{name}={text}")
)
STEPS = st.one_of(
    st.tuples(st.just("add"), st.just("A2291BB"), st.lists(SETTABLE, max_size=3)),
    st.tuples(st.just("set"), st.sampled_from(NUMBERS), st.lists(SETTABLE, min_size=1, max_size=3)),
    st.tuples(st.just("mark"), st.sampled_from(NUMBERS), HAPPENED),
    st.tuples(st.just("mark"), st.sampled_from(NUMBERS), HAPPENED),
    st.tuples(st.just("own"), st.sampled_from(NUMBERS), st.sampled_from(["dtr PRT", "dtr usual", "crs POM"])),
    st.tuples(st.just("import"), ROWS),
    st.tuples(st.just("close"), st.dates(TODAY, date(2027, 3, 1))),
    st.tuples(st.just("later"), st.integers(0, 60)),
)


def typed(step: tuple, folder: Path) -> list[str]:
    """The command line of one step."""
    match step:
        case ("mark", number, RecordedOutcome() as happened):
            fields = [f"{name}={text}" for name, text in happened.evidence.items()]
            why = [] if happened.reason is None else ["--reason", happened.reason]
            return ["mark", number, happened.item, happened.outcome, *fields, *why, "--on", str(happened.on)]
        case ("own", number, words):
            return ["own", number, *words.split()]
        case ("import", rows):
            write(folder / "people.csv", rows, HEADINGS)
            return ["import", "people", str(folder / "people.csv")]
        case ("close", day):
            return ["calendar", "add", str(day), "Office closed"]
        case ("add", number, facts):
            return ["add", number, "--name", "MADE, Up", *facts]
        case ("set", number, facts):
            return ["set", number, *facts]
    raise AssertionError(step)


@given(steps=st.lists(STEPS, min_size=2, max_size=8))
@settings(max_examples=15, deadline=None)
def test_what_is_saved_is_what_would_be_worked_out_now_whatever_was_recorded_in_whatever_order(
    _empty_record: Path, command: Run, steps: list[tuple]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "record.db"
        shutil.copy2(_empty_record, path)
        today = TODAY
        for number in NUMBERS:
            told = ["--release", "2027-02-06", "--type", "CRD"]
            assert command("--record", path, "add", number, "--name", "MADE, Up", *told).code == 0
        for step in steps:
            if step[0] == "later":
                today += timedelta(days=step[1])
                continue
            done = command("--record", path, *typed(step, folder), as_of=str(today))
            assert done.code in (0, 1, 2, 3), done.err
        verified = command("--record", path, "record", "verify", as_of=str(today))
        assert verified.code == 0, verified.err
        with closing(open_record(path)) as store:
            office = {row.date: row.title for row in store.closed_days()}
            fresh = Planner(catalogue(), load_calendar(office), load_rules())
            for record in store.records(store.numbers()):
                saved = store.saved_plan(record.prison_number)
                assert saved is not None and saved.plan == fresh.plan(record, today)
