"""`record retention`: by periods that the office has set, and that nothing hides a default for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from releasecheck.app.opening.config import RETENTION
from tests.made_up.program import MakePerson, Run

GONE, DEAD, HERE, HELD = "A5561CD", "A7770ZZ", "A1234BC", "A2291BB"


@pytest.fixture
def periods(run: Run) -> None:
    for name in RETENTION:
        assert run("config", "set", f"retention.{name}", "1 month").code == 0


@pytest.fixture
def people(run: Run, make_person: MakePerson) -> None:
    """Two left and one died five weeks before 23 November 2026; one is here."""
    for number in (GONE, DEAD, HERE, HELD):
        make_person(
            number,
            f"{'ABCD'[len(number) % 4]}LAST{number[-2:]}, Ann",
            "2026-10-19" if number in (GONE, HELD) else "2027-02-06",
        )
    for number in (GONE, HELD):
        assert run("released", number, "--on", "2026-10-19").code == 0
    assert run("died", DEAD, "--on", "2026-10-19").code == 0
    assert run("record", "hold", HELD, "--reason", "a claim").code == 0


def report(run: Run, *more: str, as_of: str = "2026-11-23") -> dict[str, Any]:
    done = run("record", "retention", "--format", "json", *more, as_of=as_of)
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert isinstance(found, dict)
    return found


def test_without_a_period_it_names_every_one_that_is_to_be_set(run: Run, people: None) -> None:
    assert run("config", "set", "retention.log", "7 years").code == 0
    done = run("record", "retention")
    assert (done.code, done.out) == (1, "")
    missing = [name for name in RETENTION if name != "log"]
    for name in missing:
        assert f"releasecheck config set retention.{name} PERIOD" in done.err
    assert "retention.log PERIOD" not in done.err


def test_a_period_that_is_none_is_refused(run: Run, periods: None) -> None:
    run("config", "set", "retention.log", "a while")
    done = run("record", "retention")
    assert done.code == 1
    assert 'retention.log "a while": a number of days, weeks, months or years' in done.err


def test_who_is_due_stands_under_the_rule_by_which_they_are(run: Run, people: None, periods: None) -> None:
    found = report(run)
    assert [
        (row["prison_number"], row["rule"], row["since"], row["due_on"], row["action"])
        for row in found["people"]
    ] == [
        (HELD, "after-release", "2026-10-19", "2026-11-19", "held"),
        (GONE, "after-release", "2026-10-19", "2026-11-19", "erase"),
        (DEAD, "after-death", "2026-10-19", "2026-11-19", "erase"),
    ]
    assert [(row["prison_number"], row["kind"], row["reason"]) for row in found["held"]] == [
        (HELD, "hold", "a claim")
    ]


def test_nobody_is_due_the_day_before(run: Run, people: None, periods: None) -> None:
    assert report(run, as_of="2026-11-18")["people"] == []
    assert len(report(run, "--within", "1d", as_of="2026-11-18")["people"]) == 3


@pytest.mark.parametrize(
    ("period", "last_day", "due"),
    [
        ("1 month", "2026-02-27", "2026-02-28"),
        ("2 y", "2028-01-30", "2028-01-31"),
        ("3w", "2026-02-20", "2026-02-21"),
    ],
)
def test_a_period_is_counted_from_the_day_they_left(
    run: Run, make_person: MakePerson, periods: None, period: str, last_day: str, due: str
) -> None:
    make_person(GONE, "GLAST, Ann", "2027-01-30")
    assert run("released", GONE, "--on", "2026-01-31", as_of="2026-02-01").code == 0
    assert run("config", "set", "retention.after_release", period).code == 0
    assert report(run, as_of=last_day)["people"] == []
    assert [row["due_on"] for row in report(run, as_of=due)["people"]] == [due]


def test_somebody_off_the_lists_is_to_be_looked_at(run: Run, make_person: MakePerson, periods: None) -> None:
    make_person(GONE, "GLAST, Ann")
    run("undo", "--yes")
    (row,) = report(run, as_of="2026-12-31")["people"]
    assert (row["prison_number"], row["rule"], row["action"]) == (GONE, "off-the-lists", "review")


def test_it_erases_nobody_and_names_nobody(run: Run, people: None, periods: None) -> None:
    done = run("record", "retention", "--all")
    assert done.code == 0, done.err
    assert "LAST" not in done.out
    assert "2 people due to be erased by Mon 23 Nov 2026, 1 to be looked at or held." in done.out
    assert run("show", GONE).code == 0


def test_who_is_due_is_erased_by_that_rule(run: Run, people: None, periods: None) -> None:
    done = run("record", "erase", DEAD, "--confirm", DEAD)
    assert done.code == 0, done.err
    found = report(run)
    assert [(row["prison_number"], row["rule"]) for row in found["erased"]] == [(DEAD, "after-death")]
    assert DEAD not in [row["prison_number"] for row in found["people"]]


def test_log_nights_backups_and_unread_cells_are_counted(
    run: Run, people: None, periods: None, tmp_path: Path
) -> None:
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    rows = list(
        csv.DictReader(io.StringIO(run("record", "retention", "--format", "csv", as_of="2030-01-01").out))
    )
    found = {row["kind"]: row for row in rows if row["table"] == "things"}
    assert set(found) == {"log", "nights", "backups", "unread"}
    assert found["nights"]["due"] == found["backups"]["due"] == "1"
    assert int(found["log"]["due"]) > 4
    assert found["unread"]["due"] == "0"


def test_the_older_setting_counts_for_people_after_release(run: Run, people: None) -> None:
    assert run("config", "set", "retention", "1 month").code == 0
    done = run("record", "retention")
    assert done.code == 1
    assert "after_release" not in done.err
    assert "config unset retention" in done.err
