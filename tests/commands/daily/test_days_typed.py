"""Days typed at the command line, as they are spoken: counted from the day that is worked from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Run
from tests.made_up.answers import said, shown, task

SENT = ("mark", "rivers", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")


def sent_on(run: Run) -> str:
    return str(task(run, "dtr")["outcome_on"])


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesterday", "2026-11-22"),
        ("today", "2026-11-23"),
        ("-3d", "2026-11-20"),
        ("20/11", "2026-11-20"),
        ("23 nov", "2026-11-23"),
        ("Fri 20 Nov", "2026-11-20"),
        ("20/11/26", "2026-11-20"),
        ("25 dec", "2025-12-25"),
    ],
)
def test_what_happened_lies_behind(run: Run, typed: str, day: str) -> None:
    assert run(*SENT, "--on", typed).code == 0
    assert sent_on(run) == day


@pytest.mark.usefixtures("sam")
def test_a_line_on_standard_input_says_yesterday_too(run: Run) -> None:
    line = 'rivers dtr submitted authority=Leeds consent_to_refer=yes --on "-3d"'
    assert run("mark", "-", stdin=line).code == 0
    assert sent_on(run) == "2026-11-20"


@pytest.mark.usefixtures("sam")
def test_a_release_lies_ahead(run: Run) -> None:
    run("redate", "rivers", "5 feb", "--type", "CRD", "--source", "memo", "--yes")
    run("add", "A4445EF", "--name", "SEVEN, A", "--release", "Fri 5 Feb", "--type", "CRD")
    for number in ("A1234BC", "A4445EF"):
        assert shown(run, number)["person"]["facts"]["conditional_release_date"] == "2027-02-05"
    assert "Leaving Fri 5 Feb 2027" in run("gate", "--on", "5 feb").out


@pytest.mark.usefixtures("sam")
def test_facts_are_set_as_they_are_spoken(run: Run) -> None:
    done = run("set", "rivers", "hdced=5/1", "reception_date=-3d", "dob=1 April 1990", "led=05/02/29")
    assert done.code == 0
    assert [line.partition(" (")[0].partition(": ")[2] for line in done.out.splitlines()[:4]] == [
        *("Tue 5 Jan 2027", "Fri 20 Nov 2026", "Sun 1 Apr 1990", "Mon 5 Feb 2029")
    ]


@pytest.mark.usefixtures("sam")
def test_an_appointment_lies_ahead_and_of_another_day_the_year_is_asked(run: Run) -> None:
    booked = run(
        "mark",
        "rivers",
        "benefits",
        "booked",
        "jobcentre=Leeds",
        "appointment_at=9:30",
        "appointment_on=5 feb",
    )
    assert booked.code == 0
    assert task(run, "benefits")["evidence"]["appointment_on"] == "2027-02-05"
    line = said(run(*SENT, "answer_by=5 dec"))
    assert line == 'answer_by "5 dec": write the year as well, as in 05/02/2027'


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("tomorrow", "Tue 24 Nov 2026 has not come yet"),
        ("+2d", "Wed 25 Nov 2026 has not come yet"),
        ("mon", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("Tue 23 Nov", "that day is a Monday: is the day right?"),
        ("early nov", "a month is no day: write the day as 05/02/2027 or 5 Feb 2027"),
    ],
)
@pytest.mark.usefixtures("sam")
def test_a_day_that_cannot_be_meant_is_refused(
    run: Run, unchanged: Callable[[], None], typed: str, why: str
) -> None:
    unchanged()
    assert why in said(run(*SENT, "--on", typed))


def test_the_day_to_work_from_is_counted_from_the_real_one_and_needs_its_year(run: Run) -> None:
    run("record", "init")
    assert run("list", as_of="yesterday").code == 0
    assert "write the year as well" in run("list", as_of="23/11").err
