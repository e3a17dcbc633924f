"""`outcomes`: the measures of a period, counted, split, listed and set beside what is published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from releasecheck.store.queries.released import events_sql
from releasecheck.store.rows import Filters
from tests.made_up.kept import open_record
from tests.made_up.program import MakePerson, Run


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
    assert "Not computed" not in text
    assert "not whether the work was good" in text


def test_the_demo_has_releases_enough_for_shares_and_groups_that_are_too_few(run: Run, demo: Path) -> None:
    """Of every measure but one, which is of those recalled in nine months; none is a nought or a whole."""
    found = outcomes(run)
    assert {row["key"]: row["share"] for row in found["measures"] if "%" not in row["share"]} == {
        "recalled_soon": "too few"
    }
    assert not {row["key"] for row in found["measures"]} & {
        row["key"] for row in found["measures"] if row["share"] in ("0.0%", "100.0%")
    }
    assert len(found["causes"]) == 4
    assert not [row for row in found["medians"] if row["median"] == "too few"]
    for by in ("sex", "prison", "region", "friday"):
        shares = {row["share"] for row in outcomes(run, "--by", by)["split"]}
        assert "too few" in shares and any("%" in share for share in shares), by
    for risk, said in (("low", "too few"), ("medium", "%"), ("high", "%")):
        assert said in measured(outcomes(run, "--rosh", risk), "housed")[2], risk


def test_the_demos_shares_stand_near_the_published_ones(run: Run, demo: Path) -> None:
    """Within five in a hundred of what is published, where that is a number or near one."""
    before = {"da_check": 47, "child_check": 60, "handover_meeting": 50}
    after = {"settled": 40, "housed": 84, "treatment": 40.7, "recalled": 30, "better": 51}
    work = {"work_at_release": 8, "work_6_weeks": 20.1, "work_6_months": 31.1}
    shares = {row["key"]: row["share"] for row in outcomes(run)["measures"]}
    for key, figure in (before | after | work).items():
        assert abs(float(shares[key].removesuffix("%")) - figure) < 5, (key, shares[key])


def test_releases_are_found_by_the_small_index_on_them(demo: Path) -> None:
    with open_record(demo) as store:
        sql, parameters = events_sql(Filters())
        plan = [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    assert any("f USING INDEX facts_of_release" in step for step in plan)
