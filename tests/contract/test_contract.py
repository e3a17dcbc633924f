"""What other programs rely on is as it was frozen: added to, and never renamed, moved, dropped or changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from tests.contract.__main__ import as_text, freeze, frozen
from tests.contract.gather import gather
from tests.contract.shapes import Contract, faults, shape
from tests.made_up.program import run as _run

WAS = frozen()
FIRST = WAS["0.1.0"]


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """What this program answers today."""
    return gather(_run, tmp_path_factory.mktemp("contract"))


@pytest.mark.parametrize("version", WAS)
def test_what_was_promised_is_kept(version: str, now: Contract) -> None:
    broken = faults(WAS[version], now)
    assert not broken, "\n".join(broken)


def test_every_exit_code_is_shown_by_a_command() -> None:
    assert set(FIRST["exit codes"].values()) == {0, 1, 2, 3, 4}


def test_every_state_is_a_column_and_a_count() -> None:
    states = FIRST["words"]["states"]
    assert FIRST["columns"]["export plans"][-len(states) :] == states
    assert {f"counts.{state}" for state in states} <= set(FIRST["json"]["show"])


def test_the_answers_show_something_at_every_key() -> None:
    """A key that was only ever null would say nothing of what stands there."""
    bare = [(name, path) for name, keys in FIRST["json"].items() for path in keys if keys[path] == "null"]
    assert bare == []


# --- a fault is noticed ---


def _drop_a_key(now: Contract) -> None:
    del now["json"]["show"]["tasks[].due_on"]


def _rename_a_key(now: Contract) -> None:
    now["json"]["missing"]["items[].due"] = now["json"]["missing"].pop("items[].due_on")


def _change_a_kind(now: Contract) -> None:
    now["json"]["export plans"]["tasks[].days"] = "null|string"


def _no_longer_a_day(now: Contract) -> None:
    now["json"]["show"]["release.date"] = "string"


def _null_where_it_never_was(now: Contract) -> None:
    now["json"]["show"]["tasks[].state"] = "null|string"


def _never_known_any_more(now: Contract) -> None:
    now["json"]["show"]["tasks[].chase_on"] = "null"


def _drop_an_output(now: Contract) -> None:
    del now["json"]["handover"]


def _rename_a_column(now: Contract) -> None:
    now["columns"]["export tasks"][3] = "day_of_release"


def _exchange_two_columns(now: Contract) -> None:
    columns = now["columns"]["export facts (xlsx)"]
    columns[1], columns[2] = columns[2], columns[1]


def _a_column_in_the_middle(now: Contract) -> None:
    now["columns"]["list"].insert(4, "wing")


def _drop_the_last_column(now: Contract) -> None:
    now["columns"]["nightly, missing.csv"].pop()


def _move_a_column_of_a_view(now: Contract) -> None:
    columns = now["views"]["v_missing"]
    columns.append(columns.pop(0))


def _rename_a_state(now: Contract) -> None:
    now["words"]["states"].remove("chase")


def _drop_an_item(now: Contract) -> None:
    del now["outcomes"]["dtr"]


def _drop_an_outcome(now: Contract) -> None:
    now["outcomes"]["dtr"].remove("submitted")


def _drop_a_value_of_a_fact(now: Contract) -> None:
    now["facts"]["housing"].remove("homeless")


def _drop_a_command(now: Contract) -> None:
    del now["commands"]["import undo"]


def _rename_an_option(now: Contract) -> None:
    now["commands"]["show"]["--form"] = now["commands"]["show"].pop("--format")


def _drop_a_format(now: Contract) -> None:
    now["commands"]["export people"]["--format"].remove("jsonl")


def _a_flag_that_takes_a_value(now: Contract) -> None:
    now["commands"]["missing"]["--exit-code"] = ["(a value)"]


def _another_exit_code(now: Contract) -> None:
    now["exit codes"]["missing --exit-code"] = 1


def _deaf_to_a_variable(now: Contract) -> None:
    now["words"]["environment"].remove("RELEASECHECK_AS_OF")


FAULTS = {
    _drop_a_key: "json, show: no tasks[].due_on any more",
    _rename_a_key: "json, missing: no items[].due_on any more",
    _change_a_kind: "json, export plans: tasks[].days was integer or null and is null or string",
    _no_longer_a_day: "json, show: release.date was day and is string",
    _null_where_it_never_was: "json, show: tasks[].state was string and is null or string",
    _never_known_any_more: "json, show: tasks[].chase_on was day or null and is null",
    _drop_an_output: "json, handover: gone",
    _rename_a_column: "columns, export tasks: no column release_date any more",
    _exchange_two_columns: "columns, export facts (xlsx): column fact was number 2 and is number 3",
    _a_column_in_the_middle: "columns, list: column release_date was number 5 and is number 6",
    _drop_the_last_column: "columns, nightly, missing.csv: no column evidence_missing any more",
    _move_a_column_of_a_view: "views, v_missing: column prison_number was number 1 and is number 14",
    _rename_a_state: "words, states: no chase any more",
    _drop_an_item: "outcomes, dtr: gone",
    _drop_an_outcome: "outcomes, dtr: no submitted any more",
    _drop_a_value_of_a_fact: "facts, housing: no homeless any more",
    _drop_a_command: "commands, import undo: gone",
    _rename_an_option: "commands, show: no --format any more",
    _drop_a_format: "commands, export people: --format: no jsonl any more",
    _a_flag_that_takes_a_value: "commands, missing: --exit-code: no (a flag) any more",
    _another_exit_code: "exit codes, missing --exit-code: was 4 and is 1",
    _deaf_to_a_variable: "words, environment: no RELEASECHECK_AS_OF any more",
}


@pytest.mark.parametrize(("plant", "said"), FAULTS.items(), ids=[plant.__name__ for plant in FAULTS])
def test_a_planted_fault_is_named(plant: Callable[[Contract], None], said: str) -> None:
    changed = deepcopy(FIRST)
    plant(changed)
    assert said in faults(FIRST, changed)


def _with_more() -> Contract:
    more = deepcopy(FIRST)
    more["json"]["show"]["tasks[].earliest_possible"] = "day|null"
    more["json"]["a new report"] = {"as_of": "day"}
    more["columns"]["list"].append("wing")
    more["views"]["v_more"] = ["prison_number"]
    more["words"]["states"].append("asleep")
    more["outcomes"]["dtr"].append("lost")
    more["commands"]["show"]["--new"] = ["(a flag)"]
    more["commands"]["show"]["--format"].append("pdf")
    more["json"]["show"]["tasks[].owner_name"] = "string"
    return more


def test_what_is_added_is_welcome() -> None:
    assert faults(FIRST, _with_more()) == []


def test_a_contract_is_written_down_and_read_back_as_it_is() -> None:
    assert json.loads(as_text(FIRST)) == FIRST


def test_what_is_frozen_can_only_be_added_to(tmp_path: Path) -> None:
    freeze(FIRST, "0.1.0", tmp_path)
    freeze(_with_more(), "0.1.0", tmp_path)
    with pytest.raises(SystemExit, match=r"0\.1\.0: json, a new report: gone"):
        freeze(FIRST, "0.2.0", tmp_path)
    assert frozen(tmp_path) == {"0.1.0": _with_more()}


# --- how an answer is read ---


def test_a_key_has_every_kind_that_stands_there() -> None:
    answers = [{"a": [{"on": "2026-11-23"}, {"on": None}]}, {"a": [{"on": "soon", "n": True}]}]
    assert shape(answers) == {
        "(all of it)": "object",
        "a": "list",
        "a[]": "object",
        "a[].n": "boolean",
        "a[].on": "day|null|string",
    }


def test_what_somebody_recorded_is_no_key_of_ours() -> None:
    assert set(shape([{"evidence": {"authority": "Leeds", "on": "2026-11-23"}}])) == {
        "(all of it)",
        "evidence",
        "evidence.*",
    }


def test_each_place_of_a_row_is_told_apart() -> None:
    assert shape([{"facts": [["tier", "B2"], ["housing", None]]}])["facts[][1]"] == "null|string"
