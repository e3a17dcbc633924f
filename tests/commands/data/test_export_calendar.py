"""Appointments, last days and due dates in a calendar: read back as a calendar program reads them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from releasecheck.exchange.writing.calendar_file import entries, ics_pieces
from releasecheck.policy.catalogue import EvidenceField
from releasecheck.reports.person.countdown import Countdown
from tests.made_up import reports as made_up
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import AT, logged

FIELDS = {
    "appointment_on": EvidenceField("appointment_on", "Date", "date", appointment=True, at="appointment_at"),
    "appointment_at": EvidenceField("appointment_at", "Time", "time"),
    "told_on": EvidenceField("told_on", "Date told", "date"),
}


def calendar(text: str) -> dict[str, Any]:
    """Every entry by its UID; one UID is never used twice."""
    found = [one for one in Calendar.from_ical(text).walk("VEVENT") if isinstance(one, Event)]
    by_uid = {str(one["UID"]): one for one in found}
    assert len(by_uid) == len(found)
    return by_uid


def exported(run: Run, *words: str, as_of: str = "2026-11-23") -> dict[str, Any]:
    done = run("export", "ics", *words, as_of=as_of)
    assert done.code == 0, done.err
    return calendar(done.out)


@pytest.fixture
def booked(make_person: MakePerson, run: Run) -> str:
    """Sam Rivers, with a first appointment on a summer's day and one without a time."""
    number = make_person("A1234BC", "RIVERS, Sam", "2027-06-04", com="J. Okafor")
    evidence = ("appointment_on=2027-06-04", "appointment_at=14:30", "place=Leeds; probation, office")
    done = run("mark", number, "first_appointment", "booked", *evidence, "given_in_writing=yes")
    assert done.code == 0, done.err
    return number


def test_a_due_date_is_a_whole_day_and_takes_up_no_time(run: Run, booked: str) -> None:
    event = exported(run, "--all")["A1234BC-dtr-due@releasecheck"]
    assert event.start == date(2027, 5, 7)
    assert event.end == event.start + timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"
    assert str(event["SUMMARY"]) == "S.R. A1234BC due: Duty to refer to the housing authority"


def test_appointments_and_last_days_are_all_unless_due_dates_are_asked_for(run: Run, demo: Path) -> None:
    """Seven hundred entries for forty-four people fill a calendar, and nobody looks at it."""
    few, everything = exported(run), exported(run, "--all")
    assert few.keys() < everything.keys() and len(few) * 3 < len(everything)
    assert not [uid for uid in few if uid.endswith(("-due@releasecheck", "-chase@releasecheck"))]
    last = [str(event["SUMMARY"]) for uid, event in few.items() if uid.endswith("-closes@releasecheck")]
    assert last and all(" last day: " in summary for summary in last)


def test_a_reminder_comes_on_the_working_day_before(run: Run, make_person: MakePerson) -> None:
    """A Monday's on Friday, and not for a day whose working day before has gone by."""
    number = make_person("A1234BC", "RIVERS, Sam", "2026-12-21", com="J. Okafor")
    done = run(
        *("mark", number, "first_appointment", "booked", "appointment_on=2026-12-21", "appointment_at=10:00"),
        *("place=Leeds probation office", "given_in_writing=yes"),
    )
    assert done.code == 0, done.err
    event = exported(run)["A1234BC-first_appointment-appointment_on@releasecheck"]
    (alarm,) = event.subcomponents
    assert alarm["TRIGGER"].dt.isoformat() == "2026-12-18T09:00:00+00:00"
    assert str(alarm["DESCRIPTION"]) == str(event["SUMMARY"])
    late = exported(run, as_of="2026-12-19")["A1234BC-first_appointment-appointment_on@releasecheck"]
    assert not late.subcomponents


def test_an_appointment_with_a_time_is_at_that_time_in_london(run: Run, booked: str) -> None:
    event = exported(run)["A1234BC-first_appointment-appointment_on@releasecheck"]
    assert isinstance(event.start, datetime)
    assert event.start.isoformat() == "2027-06-04T14:30:00+01:00"
    assert event.end - event.start == timedelta(minutes=30)
    assert str(event["LOCATION"]) == "Leeds; probation, office"
    zones: list[Any] = Calendar.from_ical(run("export", "ics").out).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Europe/London"]
    assert zones[0].to_tz().utcoffset(datetime(2027, 6, 4, 12)) == timedelta(hours=1)
    assert zones[0].to_tz().utcoffset(datetime(2027, 12, 4, 12)) == timedelta(0)


def test_what_moves_keeps_its_uid_and_counts_as_newer(run: Run, booked: str) -> None:
    before = exported(run, "--all")
    run("redate", booked, "2027-07-02", "--type", "CRD", "--source", "OMU", "--yes")
    after = exported(run, "--all")
    uid = "A1234BC-dtr-due@releasecheck"
    assert (before[uid].start, after[uid].start) == (date(2027, 5, 7), date(2027, 6, 4))
    assert after[uid]["SEQUENCE"] >= before[uid]["SEQUENCE"]
    assert after[uid]["DTSTAMP"].dt >= before[uid]["DTSTAMP"].dt
    # What was arranged for the old day has to be arranged again.
    assert set(after) - set(before) == {"A1234BC-first_appointment-due@releasecheck"}
    assert set(before) - set(after) == {"A1234BC-first_appointment-appointment_on@releasecheck"}


def test_later_files_count_as_newer_than_earlier_ones() -> None:
    found = list(entries(made_up.sam(), {}, everything=True))
    first, second = (
        calendar("".join(ics_pieces(found, AT + timedelta(hours=hours), ""))) for hours in (0, 1)
    )
    assert first.keys() == second.keys() != set()
    assert all(second[uid]["SEQUENCE"] > first[uid]["SEQUENCE"] for uid in first)


def test_no_name_is_in_it_unless_asked_for_and_everything_is_confidential(run: Run, booked: str) -> None:
    text = run("export", "ics").out
    assert not [name for name in ("RIVERS", "Sam", "Okafor") if name in text]
    assert not [word for word in ("ATTENDEE", "ORGANIZER") if word in text]
    assert {str(event["CLASS"]) for event in calendar(text).values()} == {"CONFIDENTIAL"}
    assert "X-PROTECTIVE-MARKING:OFFICIAL-SENSITIVE" in text
    assert "RIVERS\\, Sam A1234BC due: " in run("export", "ics", "--names", "--all").out


def test_public_protection_goes_by_its_post_title_unless_names_were_asked_for(run: Run, demo: Path) -> None:
    """That somebody is to notify the police or is being checked for abuse is nobody's who sees a calendar."""
    masked = exported(run, "--all", "--person", "rivers")
    level = masked["A1234BC-mappa_level-due@releasecheck"]
    assert str(level["SUMMARY"]) == "S.R. A1234BC due: public-protection task"
    assert str(level["DESCRIPTION"]).startswith("COM: see the record.")
    assert not [event for event in masked.values() if "MAPPA" in event.to_ical().decode()]
    named = exported(run, "--all", "--person", "rivers", "--names")
    assert "MAPPA level" in str(named["A1234BC-mappa_level-due@releasecheck"]["SUMMARY"])


def test_it_is_narrowed_by_owner_and_by_time(run: Run, demo: Path) -> None:
    everything = exported(run, "--all")
    com = exported(run, "--all", "--owner", "COM", "--person", "rivers")
    assert com.keys() < everything.keys() and com
    assert {str(event["DESCRIPTION"])[:4] for event in com.values()} == {"COM:"}
    soon = exported(run, "--all", "--within", "7d")
    last = date(2026, 11, 30)
    days = [event.start for event in soon.values()]
    assert max(day.date() if isinstance(day, datetime) else day for day in days) <= last
    assert 0 < len(soon) < len(everything)


def test_what_is_done_is_no_longer_in_it(run: Run, booked: str) -> None:
    uid = "A1234BC-dtr-due@releasecheck"
    assert uid in exported(run, "--all")
    run("mark", booked, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    waiting = exported(run, "--all")
    assert uid not in waiting
    chased = waiting["A1234BC-dtr-chase@releasecheck"]
    assert chased.start == date(2026, 12, 7)
    run("mark", booked, "dtr", "accepted", "--reason", "priority_need")
    assert not [one for one in exported(run, "--all") if "dtr" in one]


def report(**evidence: str) -> Countdown:
    task = made_up.task("first_appointment", state="done", evidence=evidence, title="x")
    return made_up.countdown((task,), {"first_name": "Sam"}, name="RIVERS, Sam")


@pytest.mark.parametrize(
    ("evidence", "start"),
    [
        ({"appointment_on": "2027-02-05"}, date(2027, 2, 5)),
        ({"appointment_on": "2027-02-05", "appointment_at": "half two"}, date(2027, 2, 5)),
        ({"appointment_on": "soon"}, None),
        ({"appointment_on": "2020-02-05"}, None),
        ({"told_on": "2027-02-05"}, None),
        ({"never_heard_of_on": "2027-02-05"}, None),
    ],
)
def test_only_an_appointment_to_come_on_a_day_that_can_be_read_is_one(
    evidence: dict[str, str], start: date | None
) -> None:
    found = [entry.day for entry in entries(report(**evidence), FIELDS)]
    assert found == ([] if start is None else [start])
    assert all(entry.at is None for entry in entries(report(**evidence), FIELDS))


def test_text_that_would_end_an_entry_stays_text() -> None:
    hostile = "Leeds\r\nEND:VEVENT\nBEGIN:VALARM;,\\ \x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}"
    found = entries(report(appointment_on="2027-02-05", place=hostile), FIELDS)
    (event,) = calendar("".join(ics_pieces(found, AT, ""))).values()
    assert str(event["LOCATION"]).split() == ["Leeds", "END:VEVENT", "BEGIN:VALARM;,\\", "[31m"]
    assert not event.subcomponents


def test_a_calendar_file_needs_a_recipient_and_is_a_disclosure(
    run: Run, booked: str, record: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.ics"
    assert run("export", "ics", "-o", path).code == 2
    done = run("export", "ics", "-o", path, "--to", "J. Okafor, COM")
    assert done.err.startswith(f"Calendar written to {path}: ")
    assert logged(record)[-1] == ("disclosure", "export ics", ["A1234BC"])
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
