"""Who leaves when, and what it will ask for: counted on hand-made people with the answer in the test."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from releasecheck.store.queries.forecast import leavers_sql
from releasecheck.store.rows import Filters
from tests.made_up.kept import open_record
from tests.made_up.program import MakePerson, Run


def forecast(run: Run, *words: str, as_of: str = "2026-11-23") -> dict:
    done = run("forecast", *words, "--format", "json", as_of=as_of)
    assert done.code == 0, done.err
    return json.loads(done.out)


@pytest.fixture
def five(run: Run, make_person: MakePerson) -> None:
    """Three leave in the week of 14 December, one of them on the Friday; one in February; one has no date."""
    for number, release, prison in (
        ("A1001AA", "2026-12-15", "LEI"),
        ("A1002AA", "2026-12-16", "LEI"),
        ("A1003AA", "2026-12-18", "HLI"),
        ("A1004AA", "2027-02-09", "HLI"),
    ):
        make_person(number, release=release, prison=prison)
    make_person("A1005AA", release=None, prison="LEI")


def test_three_of_four_releases_are_in_the_week_of_14_december_and_one_on_its_friday(
    run: Run, five: None
) -> None:
    weeks = {row["week"]: row for row in forecast(run)["weeks"]}
    assert weeks["2026-12-14"]["releases"] == 3
    assert weeks["2026-12-14"]["before_closed_day"] == 1
    assert sum(row["releases"] for row in weeks.values()) == 4
    assert len(weeks) == 12


def test_every_release_is_in_one_month_one_type_and_one_prison(run: Run, five: None) -> None:
    found = forecast(run)
    assert [(row["month"], row["releases"]) for row in found["months"]] == [("2026-12", 3), ("2027-02", 1)]
    assert [(row["month"], row["crd"]) for row in found["types"]] == [("2026-12", 3), ("2027-02", 1)]
    assert [(row["prison"], row["in_4_weeks"], row["releases"]) for row in found["prisons"]] == [
        ("HLI", 1, 2),
        ("LEI", 2, 2),
    ]


def test_christmas_eve_is_an_eve_and_a_thursday_before_a_working_friday_is_not(
    run: Run, make_person: MakePerson
) -> None:
    """24 December 2026 is a Thursday before Christmas Day."""
    make_person("A1001AA", release="2026-12-24")
    make_person("A1002AA", release="2026-12-17")
    weeks = {row["week"]: row["before_closed_day"] for row in forecast(run)["weeks"]}
    assert (weeks["2026-12-21"], weeks["2026-12-14"]) == (1, 0)


def test_a_date_told_two_weeks_ahead_is_a_compressed_timetable(run: Run, make_person: MakePerson) -> None:
    make_person("A1001AA", release="2026-12-07")
    make_person("A1002AA", release="2028-12-07")
    found = forecast(run, "--within", "9999d")["months"]
    assert [(row["month"], row["compressed"]) for row in found] == [("2026-12", 1), ("2028-12", 0)]


def test_needs_are_counted_as_they_stand_today(run: Run, make_person: MakePerson) -> None:
    """Two leave; one has an appointment already, one has none; a third's need for treatment is not known."""
    for number in ("A1001AA", "A1002AA"):
        make_person(number, release="2026-12-15", substance_need="yes")
    make_person("A1003AA", release="2026-12-15")
    booked = ("provider=Forward", "appointment_on=2026-12-17")
    run("mark", "A1001AA", "substance_appointment", "booked", *booked)
    needs = {row["title"]: row for row in forecast(run)["needs"]}
    row = needs["Community drug and alcohol appointment"]
    assert (row["need"], row["to_arrange"], row["arranged"], row["cannot_say"]) == ("appointment", 1, 1, 1)
    assert {row["need"] for row in needs.values()} == {"bed", "referral", "appointment"}


def test_b14_a_release_within_ten_working_days_whose_com_was_not_told_is_listed(
    run: Run, make_person: MakePerson
) -> None:
    """From Monday 23 November, Friday 4 December is 9 working days off and Monday 7 December is 10."""
    make_person("A1001AA", release="2026-12-04")
    make_person("A1002AA", release="2026-12-07")
    make_person("A1003AA", release="2026-12-03")
    run(
        "done",
        "A1003AA",
        "release_told",
        "release_date_type=CRD",
        "checked_by=D. Asare, OMU",
        "who_was_told=COM",
    )
    listed = forecast(run)["short_notice"]
    assert [(row["prison_number"], row["working_days"]) for row in listed] == [("A1001AA", 9)]


def test_who_cannot_be_placed_is_said_and_not_counted(run: Run, five: None) -> None:
    out = run("forecast", as_of="2026-12-16").out
    assert out.startswith("3 releases from Wed 16 Dec 2026 to Thu 16 Dec 2027\n")
    assert "Not in this forecast: 1 with no release date, 1 whose day has gone by." in out


def test_forecast_is_narrowed_as_every_report_is(run: Run, five: None) -> None:
    assert sum(row["releases"] for row in forecast(run, "--prison", "hli")["weeks"]) == 2
    assert run("forecast", "--prison", "HUL").code == 2


@pytest.mark.parametrize("form", ["table", "md", "html", "txt"])
def test_forecast_on_any_page_says_the_same_counts(run: Run, demo: Path, form: str) -> None:
    out = run("forecast", "--format", form, "--all").out
    found = forecast(run)
    for title in ("By week", "By month", "By prison", "What they ask for"):
        assert title.lower() in out.lower()
    for row in found["needs"]:
        assert row["title"][:20] in out.replace("\\", "").replace("&#39;", "'")


def test_forecast_as_csv_has_every_table_with_its_name(run: Run, demo: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("forecast", "--format", "csv").out)))
    found = forecast(run)
    for name in ("weeks", "months", "types", "prisons", "needs", "short_notice", "needs_by_month"):
        assert sum(row["table"] == name for row in rows) == len(found[name])
    weeks = [int(row["releases"]) for row in rows if row["table"] == "weeks"]
    assert weeks == [row["releases"] for row in found["weeks"]]


def test_releases_ahead_are_found_by_the_index_on_their_date(demo: Path) -> None:
    from datetime import date

    with open_record(demo) as store:
        sql, parameters = leavers_sql(date(2026, 11, 23), date(2027, 1, 1), Filters())
        plan = [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    assert any("r USING INDEX plans_by_release" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan)


@pytest.mark.parametrize(
    ("as_of", "within", "last"),
    [
        ("2026-11-23", (), "Tue 23 Nov 2027"),
        ("2027-02-28", ("--within", "12m"), "Mon 28 Feb 2028"),
        ("2026-11-30", ("--within", "3m"), "Sun 28 Feb 2027"),
    ],
)
def test_months_are_those_of_the_calendar(
    as_of: str, within: tuple[str, ...], last: str, run: Run, five: None
) -> None:
    assert run("forecast", *within, as_of=as_of).out.splitlines()[0].endswith(f" to {last}")
