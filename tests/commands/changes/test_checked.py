"""`checked`: what stands under CHECK THIS stays until somebody says that it is dealt with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import MakePerson, Run
from tests.made_up.moves import SAM
from tests.made_up.records import rows

#: Thursday of the week before SMITH, John leaves on Friday 5 February 2027.
LATE = "2027-01-28"
LATER = "2027-01-29"


def _said(run: Run, *words: str, as_of: str = LATE) -> str:
    done = run(*words, as_of=as_of)
    assert done.code == 0, done.err
    return " ".join(done.out.split())


def _codes(run: Run, as_of: str = LATE) -> list[str]:
    found = json.loads(run("show", SAM, "--format", "json", as_of=as_of).out)["to_check"]
    return [check["code"] for check in found]


@pytest.fixture
def moved(make_person: MakePerson, run: Run) -> None:
    """Somebody moved eight days before release."""
    make_person(prison="LEI", com="J. Okafor")
    assert _codes(run) == []
    said = _said(run, "transfer", SAM, "MDI", "--in-home-area", "no")
    assert "ALARM: moved away from the home area 8 days before release" in said
    assert f"stays under CHECK THIS until: releasecheck checked {SAM} late_move" in said


def test_an_alarm_stands_in_every_list_of_the_day_until_it_is_dealt_with(
    moved: None, run: Run, record: Path, tmp_path: Path
) -> None:
    command = f"releasecheck checked {SAM} late_move"
    brief = f"CHECK THIS {SAM} SMITH, John late move, 8 days: {command}"
    whole = "Moved from LEI to MDI on Thu 28 Jan 2027, 8 days before release and away from the home area"

    def index(as_of: str) -> str:
        out = tmp_path / as_of
        assert run("nightly", "--out", out, as_of=as_of).code == 0
        return " ".join((out / "latest" / "index.html").read_text("utf-8").split())

    for as_of in (LATE, LATER):
        for report in ("today", "missing", "list"):
            assert brief in _said(run, report, as_of=as_of), report
        for words in (("show", SAM), ("missing", "--tasks"), ("today", "--tasks")):
            assert command in _said(run, *words, as_of=as_of), words
        assert whole in _said(run, "show", SAM, as_of=as_of)
        assert whole in _said(run, "missing", "--tasks", as_of=as_of)
    night = index(LATER)
    assert night.index("Check this") < night.index(whole) < night.index(command)
    assert _said(run, "checked", SAM, "late_move", "--because", "PRT of Moorland does it") == (
        f"{SAM} SMITH, John: late_move settled by tester; nothing else to check here. "
        f"Next: releasecheck show {SAM}"
    )
    for report in ("today", "missing", "list"):
        assert "late_move" not in _said(run, report)
    assert _codes(run) == [] and "Check this" not in index("2027-01-30")
    assert "tester: checked late_move on Thu 28 Jan 2027: PRT of Moorland does it." in _said(
        run, "history", SAM
    )
    assert rows(record, "SELECT kind, on_date FROM notes") == [("checked", LATE)]
    assert run("record", "verify", as_of=LATE).code == 0


def test_it_comes_back_with_another_move_or_another_day(moved: None, run: Run) -> None:
    _said(run, "checked", SAM, "late_move")
    _said(run, "transfer", SAM, "WDI", as_of=LATER)
    assert _codes(run, LATER) == ["late_move"]
    _said(run, "checked", SAM, "late_move", as_of=LATER)
    _said(run, "redate", SAM, "2027-02-09", "--type", "CRD", "--source", "OMU", "-y", as_of=LATER)
    assert _codes(run, LATER) == ["late_notice", "late_move"]


def test_undone_it_is_asked_again_and_the_move_undone_it_is_not(moved: None, run: Run) -> None:
    _said(run, "checked", SAM, "late_move")
    _said(run, "undo")
    assert _codes(run) == ["late_move"]
    _said(run, "undo")
    assert _codes(run) == []


def test_several_are_settled_together(moved: None, run: Run) -> None:
    _said(run, "redate", SAM, "2027-02-09", "--type", "CRD", "--source", "OMU", "-y")
    assert f"releasecheck checked {SAM} late_notice late_move" in _said(run, "today")
    assert "late_notice and late_move settled" in _said(run, "checked", SAM, "late_notice", "late_move")
    assert _codes(run) == []


def test_a_move_by_a_list_is_an_alarm_too(make_person: MakePerson, run: Run) -> None:
    make_person(prison="LEI", com="J. Okafor")
    done = run(
        *("import", "people", "-"), stdin=f"prison_number,last_name,prison\n{SAM},Smith,MDI\n", as_of=LATE
    )
    assert done.code == 0 and _codes(run) == ["late_move"]
    assert run("record", "verify", as_of=LATE).code == 0


def test_the_same_prison_in_another_spelling_is_no_move(make_person: MakePerson, run: Run) -> None:
    make_person(prison="LEI", com="J. Okafor")
    _said(run, "set", SAM, "prison=HMP Leeds")
    assert _codes(run) == []


def test_a_list_of_an_older_day_moves_nobody(make_person: MakePerson, run: Run) -> None:
    make_person(prison="LEI", com="J. Okafor")
    rows_of = "prison_number,last_name,prison\n{},Smith,{}\n"
    for told, prison in ((LATER, "WDI"), (LATE, "MDI")):
        words = ("import", "people", "-", "--told", told)
        assert run(*words, stdin=rows_of.format(SAM, prison), as_of="2027-01-31").code == 0
        assert "Moved from LEI to WDI on Fri 29 Jan 2027" in _said(run, "show", SAM, as_of="2027-01-31")
    assert run("record", "verify", as_of="2027-01-31").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("late_moves",), 'nothing called "late_moves" to check. Did you mean late_move? It is late_move.'),
        (("hdc_though_not_eligible",), "is settled by putting the facts right: There is a home detention"),
        ((), "CODE"),
    ],
)
def test_what_cannot_be_settled_is_refused_with_what_can(
    moved: None, run: Run, words: tuple[str, ...], says: str
) -> None:
    _said(run, "set", SAM, "hdc_actual_date=2027-02-05", "hdc_eligible=no")
    refused = run("checked", SAM, *words, as_of=LATE)
    assert refused.code == 2 and says in " ".join(refused.err.split())


def test_what_is_settled_is_not_settled_twice(moved: None, run: Run) -> None:
    _said(run, "checked", SAM, "LATE_MOVE")
    refused = run("checked", SAM, "late_move", as_of=LATE)
    assert refused.code == 2
    assert f"late_move is settled already. See by whom: releasecheck history {SAM}" in refused.err


def test_a_dry_run_settles_nothing(moved: None, run: Run) -> None:
    _said(run, "checked", SAM, "late_move", "--dry-run")
    assert _codes(run) == ["late_move"]


def test_short_notice_typed_at_the_gate_is_an_alarm(make_person: MakePerson, run: Run) -> None:
    make_person(com="J. Okafor")
    _said(run, "done", SAM, "release_told", "checked_by=OMU", "who_was_told=COM", "days_notice=4")
    assert "told with 4 working days of notice, as was written down with release_told" in _said(
        run, "show", SAM
    )
