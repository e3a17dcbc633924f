"""Every table of counts, made of numbers of which no two are alike: each must stand under its own heading.

What is expected is counted by hand from the made-up people.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest

from releasecheck.core.domain import RecordedOutcome
from releasecheck.formats.tables import Table, Tables
from releasecheck.policy.working_days import load_calendar
from releasecheck.reports import forms
from releasecheck.reports.figures.forecast import Leaver, NeedCount, forecast
from releasecheck.reports.figures.mix import MixCount
from releasecheck.reports.figures.outcomes import Rushed, outcome_tables
from releasecheck.reports.figures.released import Released
from releasecheck.reports.figures.workload import NamedLoad, OwnerLoad, Unowned, loads

TODAY = date(2026, 11, 23)
TITLES = {"dtr": "Duty to refer"}


def releases() -> Tables:
    """Six from LEI in the week of 30 November, two of them on the Friday; two more in January and April."""

    def leaver(number: int, on: date, confirmed: bool, compressed: bool) -> Leaver:
        told = number != 0
        return Leaver(
            f"A10{number:02}AA", "RIVERS", "Sam", "LEI", "K. Ito", on, "CRD", confirmed, compressed, told
        )

    tuesday, friday = date(2026, 12, 1), date(2026, 12, 4)
    people = [leaver(n, tuesday if n < 4 else friday, n < 3, n == 0) for n in range(6)]
    people.append(leaver(7, date(2027, 1, 20), False, False)._replace(type="ARD"))
    people.append(leaver(8, date(2027, 4, 20), False, False))
    needs = [NeedCount("2026-12", "dtr", 7, 8, 9)]
    return forecast(people, needs, TITLES, TODAY, date(2027, 5, 23), load_calendar())


def caseload() -> Tables:
    return loads(
        [OwnerLoad("LEI", "COM", 12, 3)],
        {"LEI": 31},
        {"POM": [NamedLoad("Z. Amin", 4, 2, 1)]},
        [Unowned("A9001ZZ", "COLE", "Marcus", "LEI", date(2027, 2, 5), True, False)],
        TODAY,
        28,
        mix=[MixCount("sex_offence", 21, 28, 3), MixCount("recall", 9, 31, 0)],
    )


def outcomes() -> Tables:
    """Eleven settled on their first night, two not, one not known, three out today; one was recalled."""

    def released(number: int, night: str | None) -> Released:
        out = TODAY if night is None else date(2026, 1, 15)
        recorded = (
            () if night is None else (RecordedOutcome("night_one_outcome", night, out + timedelta(days=1)),)
        )
        recall = RecordedOutcome(
            "recall_outcome", "recalled", date(2026, 2, 1), None, {"recall_cause": "new_offence"}
        )
        stay = tuple(
            RecordedOutcome("cas3", outcome, out + timedelta(days=days))
            for outcome, days in (("arrived", 0), ("departed", 60))
            if night is not None
        )
        return Released(
            prison_number=f"A20{number:02}AA",
            last_name="SMITH",
            first_name="John",
            on=out,
            prison="LEI",
            sex="M",
            date_of_birth=date(1990, 1, 1),
            home_region=None,
            sentence_start=None,
            sentence_end=None,
            indeterminate=False,
            substance_need=None,
            mappa_category=None,
            back_on=None,
            time_out=None,
            outcomes=(recorded if number or night is None else (*recorded, recall)) + stay,
        )

    nights = ["settled"] * 11 + ["homeless"] * 2 + ["not_known"] + [None] * 3
    people = [released(number, night) for number, night in enumerate(nights)]
    return outcome_tables(
        people,
        [],
        Rushed(40, 6),
        date(2025, 11, 23),
        TODAY,
        load_calendar(),
        "14:00",
        "sex",
        None,
        with_people=True,
    )


EXPECTED: dict[tuple[str, str], dict[str, object]] = {
    ("forecast", "weeks"): {
        "week": date(2026, 11, 30),
        "releases": 6,
        "confirmed": 3,
        "before_closed_day": 2,
        "compressed": 1,
    },
    ("forecast", "months"): {
        "month": "2026-12",
        "releases": 6,
        "confirmed": 3,
        "before_closed_day": 2,
        "compressed": 1,
    },
    ("forecast", "types"): {"month": "2026-12", "ard": 0, "crd": 6},
    ("forecast", "prisons"): {"prison": "LEI", "in_4_weeks": 6, "in_12_weeks": 7, "releases": 8},
    ("forecast", "needs"): {
        "title": "Duty to refer",
        "need": "referral",
        "to_arrange": 7,
        "arranged": 8,
        "cannot_say": 9,
    },
    ("forecast", "needs_by_month"): {
        "month": "2026-12",
        "need": "referral",
        "item": "dtr",
        "to_arrange": 7,
        "arranged": 8,
        "cannot_say": 9,
    },
    ("forecast", "short_notice"): {
        "prison_number": "A1000AA",
        "name": "RIVERS, Sam",
        "release_date": date(2026, 12, 1),
        "working_days": 6,
        "com": "K. Ito",
    },
    ("caseload", "poms"): {"name": "Z. Amin", "people": 4, "open": 2, "overdue": 1},
    ("caseload", "owners"): {
        "owner": "COM",
        "role": "community offender manager",
        "open": 12,
        "overdue": 3,
    },
    ("caseload", "prisons"): {"prison": "LEI", "people": 31, "open": 12, "overdue": 3},
    ("caseload", "prison_owners"): {"prison": "LEI", "owner": "COM", "open": 12, "overdue": 3},
    ("caseload", "unowned"): {
        "prison_number": "A9001ZZ",
        "name": "COLE, Marcus",
        "prison": "LEI",
        "release_date": date(2027, 2, 5),
        "nobody": "POM",
    },
    ("outcomes", "measures"): {
        "measure": "Settled on night one",
        "yes": 11,
        "of": 13,
        "share": "84.6%",
        "not_known": 1,
        "not_due": 3,
        "published": "4 in 10 (2023)",
        "key": "settled",
    },
    ("outcomes", "causes"): {"cause": "new offence", "recalls": 1},
    ("caseload", "mix"): {
        "fact": "Convicted of a sexual offence",
        "people": 21,
        "of": 28,
        "share": "75.0%",
        "not_known": 3,
        "key": "sex_offence",
    },
    ("outcomes", "medians"): {
        "measure": "Nights used in CAS-3",
        "median": "60",
        "of": 14,
        "key": "cas3_nights",
    },
    ("outcomes", "split"): {
        "measure": "Settled on night one",
        "group": "men",
        "yes": 11,
        "of": 13,
        "share": "84.6%",
        "not_known": 1,
    },
    ("outcomes", "people_settled"): {
        "prison_number": "A2000AA",
        "name": "SMITH, John",
        "released_on": date(2026, 1, 15),
        "counted": "yes",
    },
    ("outcomes", "published"): {
        "measure": "Settled on night one",
        "ours": "84.6%",
        "figure": "4 in 10",
        "year": "2023",
    },
}
REPORTS = {"forecast": releases(), "caseload": caseload(), "outcomes": outcomes()}


def the_table(kind: str, name: str) -> Table:
    (found,) = (table for table in REPORTS[kind].tables if table.name == name)
    return found


@pytest.mark.parametrize(("kind", "name"), EXPECTED)
def test_each_value_is_under_its_key(kind: str, name: str) -> None:
    expected = EXPECTED[kind, name]
    assert len(set(map(str, expected.values()))) == len(expected), "or an exchange would not be noticed"
    rows = list(the_table(kind, name).objects())
    assert expected in rows
    assert list(rows[0]) == list(expected)


@pytest.mark.parametrize(("kind", "name"), EXPECTED)
def test_csv_and_json_have_it_under_that_key_too(kind: str, name: str) -> None:
    form, expected = forms.of(REPORTS[kind]), {key: str(value) for key, value in EXPECTED[kind, name].items()}
    rows = [row for row in csv.DictReader(io.StringIO("".join(form.csv()))) if row["table"] == name]
    assert expected in [{key: row[key] for key in expected} for row in rows]
    objects = form.data()[name]
    assert isinstance(objects, list)
    assert expected in [
        {key: str(value) for key, value in each.items()} for each in objects if isinstance(each, dict)
    ]


def test_every_table_is_among_these() -> None:
    tables = {
        (kind, table.name) for kind, report in REPORTS.items() for table in report.tables if table.headings
    }
    one_of_many = {("outcomes", "people_settled")}
    assert {
        (kind, name) for kind, name in tables if not name.startswith("people_")
    } | one_of_many == EXPECTED.keys()
