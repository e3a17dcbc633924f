"""Every list of columns, with a made-up source in which no two values are alike.

What is expected is written down here from what the columns are promised to hold, and not read from the
program: two values exchanged in a row, or a value under the next heading, are noticed in every format.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from releasecheck.app.presenting.log_lines import log_text
from releasecheck.exchange.writing.export_columns import (
    EXPORTS,
)
from releasecheck.formats.columns import csv_of, names, object_maker, row_maker
from releasecheck.formats.sheets.pages import SheetPage
from releasecheck.formats.workbooks import write_workbook
from releasecheck.reports import forms
from releasecheck.reports.caseload.missing import Caseload, missing
from tests.made_up.list_rows import (
    CASES,
    COUNTS,
    LOG_ROW,
    LOGGED,
    MISSING,
    MISSING_ROW,
    PERSON,
    PERSON_ROW,
    REPORT,
    TASK,
    TASK_ROW,
    TODAY,
    Case,
)


def as_text(value: object) -> str:
    """A value as a spreadsheet shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return "" if value is None else "; ".join(value) if isinstance(value, tuple) else str(value)


def as_json(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, date):
        return as_text(value)
    return list(value) if isinstance(value, tuple) else value


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def test_no_two_values_are_alike(case: Case) -> None:
    """Or an exchange of the two would be noticed by nothing below; what is to be filled in has none."""
    texts = [as_text(value) for value in case.expected.values() if value is not None]
    assert sorted(set(texts)) == sorted(texts)


def test_the_headings_are_in_this_order(case: Case) -> None:
    assert names(case.columns) == tuple(case.expected)


def test_csv_has_each_value_under_its_heading(case: Case) -> None:
    row, *more = rows_of("".join(csv_of(case.columns, [case.source])))
    expected = {name: as_text(value) for name, value in case.expected.items()}
    # A number below zero is a number; a text that begins like one would be kept from running.
    assert (row, more) == (expected, [])


def test_json_has_each_value_under_its_key(case: Case) -> None:
    made = json.loads(json.dumps(object_maker(case.columns)(case.source)))
    assert made == {name: as_json(value) for name, value in case.expected.items()}


def test_a_workbook_has_each_value_under_its_heading(case: Case) -> None:
    file = io.BytesIO()
    write_workbook(file, SheetPage("rows", names(case.columns), [row_maker(case.columns)(case.source)]))
    headings, cells = openpyxl.load_workbook(file)["rows"].iter_rows(values_only=True)
    assert headings == tuple(case.expected)
    for cell, (name, value) in zip(cells, case.expected.items(), strict=True):
        if isinstance(value, date):
            moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
            assert cell == moment.replace(tzinfo=None), name
        elif isinstance(value, int) and not isinstance(value, bool):
            assert cell == value, name
        else:
            assert (cell or "") == as_text(value), name


def test_every_export_is_among_these() -> None:
    assert EXPORTS.keys() <= CASES.keys()


# --- the reports that have writers of their own ---


def test_the_missing_report_is_written_in_these_columns() -> None:
    report = missing((MISSING,), TODAY, 28, 61)
    (row,) = rows_of("".join(forms.of(report).csv()))
    assert row == {name: as_text(value) for name, value in MISSING_ROW.items()}
    promised = "prison_number name item title owner state due_on days missing_facts blocked_by".split()
    promised += ["earliest_possible", "owner_name", "contested_with", "contested_name"]
    words, since = MISSING_ROW["stopped"], "2026-11-20"
    stopped = {"kind": "detained", "words": words, "since": since, "item": "immigration"}
    assert forms.of(report).data() == {
        "as_of": "2026-11-23",
        "window_days": 28,
        "people": 1,
        "items": [{**{name: as_json(MISSING_ROW[name]) for name in promised}, "stopped": stopped}],
        "by_owner": {"PRT": 1},
        "by_state": {"chase": 1},
        "not_counted": {},
    }


def test_the_list_of_people_is_written_in_these_columns() -> None:
    report = Caseload(TODAY, (PERSON,), not_counted={"restricted": 1})
    (row,) = rows_of("".join(forms.of(report).csv()))
    assert row == {name: as_text(value) for name, value in PERSON_ROW.items()}
    person = {name: as_json(value) for name, value in PERSON_ROW.items() if name not in COUNTS}
    del person["as_of"]
    person["stopped"] = {
        "kind": "detained",
        "words": "to be detained under IS91",
        "since": "2027-01-14",
        "item": "immigration",
    }
    assert forms.of(report).data() == {
        "as_of": "2026-11-23",
        "people": [{**person, "counts": COUNTS}],
        "not_counted": {"restricted": 1},
    }


def test_a_checklist_is_written_in_these_columns() -> None:
    report = REPORT._replace(tasks=(TASK,))
    (row,) = rows_of("".join(forms.of(report).csv()))
    assert row == {name: as_text(value) for name, value in TASK_ROW.items()}
    promised = (
        "item title pathway owner owner_name state position opens_on due_on expires_on chase_on days "
        "compressed outcome outcome_on missing_facts blocked_by reasons next contested_with contested_name"
    ).split()
    expected = {name: as_json(TASK_ROW[name]) for name in promised}
    assert forms.of(report).data()["tasks"] == [
        {**expected, "evidence": {"authority": "Leeds", "receipt": "R1"}}
    ]


def test_the_log_is_written_in_these_columns() -> None:
    (row,) = rows_of(log_text([LOGGED], "csv"))
    assert row == {name: as_text(value) for name, value in LOG_ROW.items()}
    expected = {name: as_json(value) for name, value in LOG_ROW.items()}
    assert json.loads(log_text([LOGGED], "json")) == [expected]
    assert json.loads(log_text([LOGGED], "jsonl")) == expected
    assert len(set(map(as_text, LOG_ROW.values()))) == len(LOG_ROW)
