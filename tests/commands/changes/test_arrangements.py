"""A release that moves leaves what was booked for the old day to be arranged again: said everywhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made_up.records import rows

JOHN = "A1004AA"
BOOKED = "2026-12-01"
EVE = "2026-12-15"


def typed(run: Run, *words: str, as_of: str = BOOKED) -> str:
    """What a command that must succeed says, in one line."""
    done = run(*words, as_of=as_of)
    assert done.code == 0, done.err
    return " ".join(done.out.split())


@pytest.fixture
def booked(record: Path, run: Run) -> str:
    """Somebody out on 30 December, with a bed, a first night and an appointment for that day."""
    facts = ("sex=M", "rosh=low", "prison=LEI", "legal_status=SENTENCED", "sentence_start_date=2025-12-30")
    release = ("--release", "2026-12-30", "--type", "CRD")
    typed(run, "add", JOHN, "--name", "FENN, John", *release, *facts, "next_accommodation=no")
    typed(run, "mark", JOHN, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    typed(run, "mark", JOHN, "crs", "accepted")
    typed(
        run,
        "mark",
        JOHN,
        "cas3",
        "booking_confirmed",
        "bed_from=2026-12-30",
        "bed_until=2027-03-01",
        "--although",
    )
    told = ("place_kind=temporary", "confirmed_with=provider", "told_person=yes")
    typed(run, "mark", JOHN, "address_night_one", "done", *told)
    book(run, "2026-12-30")
    return JOHN


def book(run: Run, day: str, *, as_of: str = BOOKED) -> str:
    """The first appointment booked for a day."""
    told = ("appointment_at=10:00", "place=Park Square", "given_in_writing=yes")
    return typed(
        run, "mark", JOHN, "first_appointment", "booked", f"appointment_on={day}", *told, as_of=as_of
    )


def redate(run: Run, day: str, *more: str, as_of: str = BOOKED) -> str:
    """Another release date told."""
    return typed(run, "redate", JOHN, day, "--type", "CRD", "--source", "OMU", *more, as_of=as_of)


def states(run: Run, as_of: str = EVE) -> dict[str, dict[str, str]]:
    """Each task as `show` has it for a spreadsheet."""
    shown = run("show", JOHN, "--format", "csv", as_of=as_of).out
    return {row["item"]: row for row in csv.DictReader(io.StringIO(shown))}


ARRANGED = ("cas3", "address_night_one", "first_appointment")


@pytest.mark.parametrize(("day", "short"), [("2026-12-16", "16 Dec"), ("2027-01-13", "13 Jan 2027")])
def test_a_date_that_moves_either_way_leaves_nothing_done(
    booked: str, run: Run, day: str, short: str
) -> None:
    assert {states(run)[item]["state"] for item in ARRANGED} == {"done"}
    positions = {item: row["position"] for item, row in states(run).items()}
    moved = redate(run, day, "--dry-run")
    assert "3 arrangements do not fit the day: cas3 (booked for 30 Dec" in moved
    assert f"release is now {short})" in moved
    redate(run, day, "-y")
    now = states(run)
    for item in ARRANGED:
        assert now[item]["state"] == "action"
        assert f"release is now {short}" in now[item]["reasons"]
        assert f"release is now {short}" in now[item]["next"]
    assert {item: row["position"] for item, row in now.items() if item == "cas3"} == {
        "cas3": positions["cas3"]
    }
    assert run("record", "verify", as_of=EVE).code == 0


def test_it_is_said_wherever_somebody_looks(booked: str, run: Run) -> None:
    redate(run, "2026-12-16", "-y")
    reason = "booked for 30 Dec; release is now 16 Dec"
    assert "NOW" in typed(run, "show", JOHN, as_of=EVE)
    assert reason in typed(run, "show", JOHN, "--format", "md", as_of=EVE)
    assert reason in typed(run, "missing", "--person", JOHN, "--tasks", as_of=EVE)
    assert reason in typed(run, "why", JOHN, "cas3", as_of=EVE)
    gate = typed(run, "gate", JOHN, as_of=EVE)
    assert gate.index("CHECK THIS") < gate.index(f"- CAS-3 referral (up to 84 nights): {reason}")
    line = gate.partition("First meeting, in writing ")[2]
    assert line.replace("|____ ", "").startswith(f"[do again] {reason}, COM")
    assert "Wed 30 Dec" not in gate, "what was written down of the old day does not speak"
    assert reason in typed(run, "handover", JOHN, "--to", "COM", as_of=EVE)
    people = json.loads(run("list", "--format", "json", as_of=EVE).out)["people"]
    assert people[0]["counts"]["action"] == 3
    found = json.loads(run("missing", "--format", "json", as_of=EVE).out)["items"]
    assert {row["item"] for row in found if row["state"] == "action"} == set(ARRANGED)


@pytest.mark.parametrize("day", ["2026-12-16", "2027-01-13"])
def test_no_calendar_and_no_handover_states_the_old_appointment(booked: str, run: Run, day: str) -> None:
    booked_for = "DTSTART;TZID=Europe/London:20261230T100000"
    appointment = "First meeting Wed 30 Dec, 10:00"
    assert booked_for in run("export", "ics", "--all", as_of=BOOKED).out
    assert appointment in typed(run, "handover", JOHN, "--to", "COM")
    redate(run, day, "-y")
    calendar = run("export", "ics", "--all", as_of=BOOKED).out
    assert "first_appointment-due@releasecheck" in calendar
    assert "T100000" not in calendar and "appointment_on@" not in calendar
    assert "Wed 30 Dec, 10:00" not in typed(run, "handover", JOHN, "--to", "COM")
    book(run, day)
    assert (
        f"DTSTART;TZID=Europe/London:{day.replace('-', '')}T100000"
        in run("export", "ics", "--all", as_of=BOOKED).out
    )
    redate(run, "2026-12-30", "-y")
    assert "T100000" not in run("export", "ics", "--all", as_of=BOOKED).out


def test_a_bed_that_does_not_fit_is_none_arranged_in_the_forecast(booked: str, run: Run) -> None:
    def needs() -> dict[str, tuple[int, int]]:
        found = json.loads(run("forecast", "--format", "json", as_of=BOOKED).out)["needs"]
        return {row["title"]: (row["to_arrange"], row["arranged"]) for row in found}

    wanted = ("CAS-3 referral (up to 84 nights)", "First probation appointment booked")
    assert [needs()[title] for title in wanted] == [(0, 1), (0, 1)]
    redate(run, "2026-12-16", "-y")
    assert [needs()[title] for title in wanted] == [(1, 0), (1, 0)]


def test_the_sheet_says_what_to_ask_and_never_the_old_day(booked: str, run: Run) -> None:
    redate(run, "2026-12-16", "-y")
    for language, ask in (((), "Ask your probation worker where you will sleep."), (("--welsh",), "Holwch")):
        said = typed(run, "sheet", JOHN, *language, as_of=EVE)
        assert ask in said
        assert "30 " not in said and "10:00" not in said and "Park Square" not in said
    assert "You have a place to sleep" not in typed(run, "sheet", JOHN, as_of=EVE)


def test_the_night_and_its_digests_list_it(booked: str, run: Run, tmp_path: Path) -> None:
    redate(run, "2026-12-16", "-y")
    assert run("nightly", "--out", tmp_path / "night", as_of=EVE).code == 0
    day = tmp_path / "night" / EVE
    for page in ("owners/com-lei.html", "missing.csv"):
        assert "booked for 30 Dec; release is now 16 Dec" in (day / page).read_text("utf-8")


def test_an_import_that_moves_the_release_says_so_before_it_saves(
    booked: str, run: Run, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Prison number,Surname,Forename,CRD\nA1004AA,FENN,John,16/12/2026\n", "utf-8")
    assert "3 to arrange again" in typed(run, "import", "people", str(listed), "--dry-run")


def test_what_is_booked_again_for_the_day_is_done(booked: str, run: Run) -> None:
    redate(run, "2026-12-16", "-y")
    book(run, "2026-12-16", as_of="2026-12-02")
    told = ("place_kind=temporary", "confirmed_with=provider", "told_person=yes")
    typed(run, "mark", JOHN, "address_night_one", "done", *told, as_of="2026-12-02")
    assert {item: states(run)[item]["state"] for item in ARRANGED} == {
        "cas3": "action",
        "address_night_one": "done",
        "first_appointment": "done",
    }


def test_moved_back_everything_stands_as_it_stood(booked: str, run: Run) -> None:
    before = {item: states(run)[item] for item in ARRANGED}
    redate(run, "2026-12-16", "-y")
    redate(run, "2026-12-30", "-y")
    assert {item: states(run)[item] for item in ARRANGED} == before


def test_an_undone_redate_leaves_the_arrangements_alone(booked: str, run: Run) -> None:
    redate(run, "2026-12-16", "-y")
    typed(run, "undo")
    assert {states(run)[item]["state"] for item in ARRANGED} == {"done"}
    assert run("record", "verify", as_of=EVE).code == 0


def test_a_booking_for_the_wrong_day_says_so_at_once(booked: str, run: Run) -> None:
    typed(run, "undo")
    assert "Does not fit: booked for 29 Dec; release is now 30 Dec." in book(run, "2026-12-29")


@pytest.mark.parametrize(("day", "state"), [("2026-12-15", "action"), ("2026-12-29", "done")])
def test_a_check_of_the_evening_before_counts_only_then(booked: str, run: Run, day: str, state: str) -> None:
    told = ("checked_by=Governor", "identity_checked=yes", "licence_present=yes", "holds_clear=yes")
    said = typed(run, "mark", JOHN, "governor_check", "done", *told, as_of=day)
    assert states(run, day)["governor_check"]["state"] == state
    early = "done on 15 Dec; release is now 30 Dec" in said
    assert early is (state == "action")


def test_the_reason_is_saved_with_the_plan(booked: str, record: Path, run: Run) -> None:
    redate(run, "2026-12-16", "-y")
    found = rows(record, "SELECT stage, misfit, evidence FROM tasks WHERE item = 'cas3'")
    assert found[0][:2] == ("action", "booked for 30 Dec; release is now 16 Dec")
    assert "2026-12-30" in found[0][2], "what was written down is kept"
