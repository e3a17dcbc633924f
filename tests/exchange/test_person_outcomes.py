"""What a list adds to one person, new or known: planned from then on, and never asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from releasecheck.core.domain import NOTHING, FactValue, PersonRecord
from releasecheck.exchange.reading.lists.row_reader import Place
from releasecheck.exchange.reading.trackers.person_outcomes import Added, add_outcomes
from releasecheck.exchange.reading.trackers.task_cells import Names
from releasecheck.exchange.reading.trackers.task_columns import find_task_columns, read_task_columns
from releasecheck.planning.changes import Decided, PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import state_on
from tests.made_up.catalogues import CALENDAR, RULES
from tests.made_up.trackers import LIST_DAY, shipped_catalogue, shipped_task_words

NUMBER = "A1234BC"
FACTS: dict[str, FactValue | None] = {
    "last_name": "SMITH",
    "conditional_release_date": date(2026, 12, 11),
    "legal_status": "SENTENCED",
    "housing": "homeless",
    "next_accommodation": False,
}


@cache
def planner() -> Planner:
    return Planner(shipped_catalogue(), CALENDAR, RULES)


def added(record: PersonRecord, cells: Mapping[str, str], on: date = LIST_DAY) -> Added:
    """What a row with these cells, by heading, would add."""
    words = shipped_task_words()
    places = [Place(at, heading) for at, heading in enumerate(cells)]
    columns = find_task_columns(places, Names(shipped_catalogue(), words), words)
    found = read_task_columns(columns, [(2, NUMBER, NOTHING, tuple(cells.values()))], words, on)
    told = found.outcomes.get(NUMBER, ())
    return add_outcomes(
        *(record, told, found.left, planner(), on), by="list", told_on=lambda _: None, although=True
    )


def new_person(cells: Mapping[str, str]) -> Decided:
    """Somebody new, recorded with what the row says of them and of their tasks."""
    change = PersonChange(NUMBER, FACTS, told_on=LIST_DAY)
    found = added(decide(None, change, planner(), LIST_DAY).record, cells)
    facts = {**change.facts, **{name: value for one in found.new for name, value in one.facts.items()}}
    outcomes = tuple(one.recorded for one in found.new)
    return decide(None, replace(change, facts=facts, outcomes=outcomes), planner(), LIST_DAY)


def states(decided: Decided) -> dict[str, str]:
    return {task.item: state_on(task, LIST_DAY) for task in decided.plan.tasks}


def test_what_the_list_says_of_somebody_new_is_in_their_first_plan() -> None:
    before = states(new_person({}))
    after = states(new_person({"DTR": "Sent 12/11", "CRS": "done", "GP": "Y", "OASys": "12/11"}))
    assert (before["dtr"], before["crs"], before["gp_registration"]) == ("to_do", "to_do", "to_do")
    assert (after["dtr"], after["crs"], after["gp_registration"]) == ("chase", "waiting", "done")
    assert (before["cas3"], after["cas3"]) == ("blocked", "to_do"), "which waits for the duty to refer"


def test_a_council_is_chased_from_the_day_the_referral_was_sent() -> None:
    plan = new_person({"DTR": "Sent 12/11"}).plan
    (dtr,) = [task for task in plan.tasks if task.item == "dtr"]
    assert dtr.outcome_on == date(2026, 11, 12)
    assert dtr.chase_on is not None and dtr.chase_on > date(2026, 11, 12)


def test_what_an_outcome_tells_as_well_is_a_fact_from_then_on() -> None:
    assert new_person({"Bank account": "opened"}).record.facts["bank_account"] is True


def test_the_same_row_a_week_later_adds_nothing() -> None:
    cells = {"DTR": "done", "CRS": "Sent 12/11", "1st appt": "booked 12/12 10am"}
    record = new_person(cells).record
    again = added(record, cells, date(2026, 12, 4))
    assert (again.new, again.unchanged, again.refused) == ((), 3, ())


def test_what_is_asked_of_a_cell_stays_with_the_person() -> None:
    found = added(new_person({}).record, {"DTR": "awaiting", "CRS": "N/A"})
    assert [(one.prison_number, one.item.id, one.kind) for one in found.left] == [
        (NUMBER, "dtr", "under_way"),
        (NUMBER, "crs", "not_needed"),
    ]
