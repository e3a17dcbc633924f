"""An office's tracker comes across with its history: by the rules of `mark`, and twice is once."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releasecheck.core.domain import PersonRecord
from tests.made_up.kept import open_record
from tests.made_up.program import Dump, MakePerson, Run
from tests.places import IMPORTS


@pytest.fixture
def people(make_person: MakePerson) -> None:
    """Two people of the trackers in tests/imports; the first has nowhere to go."""
    make_person(
        housing="homeless",
        next_accommodation="no",
        reception_date="2025-01-10",
        date_of_birth="1990-04-01",
        mappa_category="2",
    )
    make_person("A5561CD", "DUNNE, Kerry", "2027-03-01", housing="homeless", next_accommodation="no")


def known(path: Path, number: str = "A1234BC") -> PersonRecord:
    with open_record(path) as store:
        found = store.person(number)
    assert found is not None
    return found


def outcomes(path: Path, number: str = "A1234BC") -> list[tuple[str, str, str]]:
    return [(one.item, one.outcome, one.on.isoformat()) for one in known(path, number).outcomes]


# --- a row for each outcome ---


@pytest.mark.usefixtures("people")
def test_a_tracker_comes_across_in_the_order_of_its_days(run: Run, record: Path) -> None:
    """Title rows, usual headings, codes and titles for items, words for outcomes; the rows in any order."""
    done = run("import", "tasks", IMPORTS / "tracker.csv")
    assert (done.code, done.out.splitlines()[:2]) == (
        0,
        ["5 rows: 3 outcomes new for 1 person, 2 not begun", "  dtr 2, immediate_needs 1"],
    )
    assert outcomes(record) == [
        ("immediate_needs", "done", "2026-10-01"),
        ("dtr", "submitted", "2026-11-20"),
        ("dtr", "not_accepted", "2026-11-22"),
    ]
    screening, sent, answered = known(record).outcomes
    assert screening.reason == "seen on the wing"
    assert (sent.reason, dict(sent.evidence)) == (None, {"authority": "Leeds", "reference": "DTR-1"})
    assert (answered.reason, sent.by) == ("no_local_connection", "tester")


@pytest.mark.usefixtures("people")
def test_evidence_that_is_missing_is_counted_and_stays_a_gap(run: Run, record: Path) -> None:
    text = "NOMS No,Task,Status,Date,Authority\nA1234BC,dtr,submitted,2026-11-20,not known\n"
    done = run("import", "tasks", "-", stdin=text)
    assert (done.code, done.out.splitlines()[2]) == (
        0,
        "  Evidence is missing from 1 of them: recorded, and shown as gaps.",
    )
    with open_record(record) as store:
        saved = store.saved_plan("A1234BC")
    assert saved is not None
    assert {task.item: task.gaps for task in saved.plan.tasks if task.gaps} == {
        "dtr": ("authority", "consent_to_refer")
    }


@pytest.mark.usefixtures("people")
def test_importing_the_same_tracker_again_records_nothing(run: Run, record: Path, dump: Dump) -> None:
    run("import", "tasks", IMPORTS / "tracker.csv")
    before = dump(record)
    again = run("import", "tasks", IMPORTS / "tracker.csv")
    assert (again.code, again.out) == (0, "5 rows: 3 recorded already, 2 not begun\n")
    assert "Entry" not in again.err
    assert dump(record) == before


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("name", ["tracker.csv", "tracker_facts_of_several_days.csv"])
def test_a_dry_run_says_the_same_and_saves_nothing(run: Run, record: Path, dump: Dump, name: str) -> None:
    before = dump(record)
    tried = run("import", "tasks", IMPORTS / name, "--dry-run")
    assert dump(record) == before
    saved = run("import", "tasks", IMPORTS / name)
    assert tried.out == saved.out + "Nothing saved.\n"


@pytest.mark.usefixtures("people")
def test_facts_of_several_days_are_each_told_on_their_own(run: Run, record: Path) -> None:
    """Saved one after the other, in one entry that names the person once in the log."""
    run("import", "tasks", IMPORTS / "tracker_facts_of_several_days.csv")
    with open_record(record) as store:
        told = {one.fact: (one.value, one.told_on.isoformat()) for one in store.provenance("A1234BC")}
        lines = [row.people for row in store.log_rows() if row.command.startswith("import")]
    assert told["bank_account"] == (True, "2026-11-02")
    assert told["mappa_level"] == (2, "2026-11-09")
    assert told["id_held"] == (True, "2026-11-09")
    assert lines == [("A1234BC",), ("A1234BC",)]
    assert [one.item for one in known(record).outcomes] == [
        "bank_account",
        "crs",
        "mappa_level",
        "id_document",
    ]


@pytest.mark.usefixtures("people")
def test_an_import_is_one_entry_logged_as_combination_and_taken_back_whole(
    run: Run, record: Path, dump: Dump
) -> None:
    before = dump(record)
    done = run("import", "tasks", IMPORTS / "tracker.csv")
    assert "Entry 3. To take it back: releasecheck import undo 3\n" in done.err
    with open_record(record) as store:
        kinds = [(row.kind, row.command, row.people) for row in store.log_rows()[-2:]]
    assert kinds == [
        ("combination", "import tasks tracker.csv", ("A1234BC",)),
        ("alteration", "import tasks tracker.csv", ("A1234BC",)),
    ]
    assert run("import", "undo", "3").code == 0
    after = dump(record)
    for table in ("people", "plans", "tasks"):
        assert sorted(after[table], key=repr) == sorted(before[table], key=repr)


@pytest.mark.usefixtures("people")
def test_every_refused_row_says_where_what_and_what_was_expected(run: Run, record: Path) -> None:
    """One row for each mistake; what is right in the same file is recorded."""
    done = run("import", "tasks", IMPORTS / "tracker_mistakes.csv")
    assert done.code == 3
    assert done.out.startswith("17 rows: 2 outcomes new for 1 person, 15 refused\n")
    where = "tracker_mistakes.csv row"
    told = [line for line in done.err.splitlines() if line.startswith(where)]
    assert told == [
        f'{where} 2, Task "dtrr": no such item. Did you mean dtr? See: releasecheck catalogue list',
        f'{where} 3, Status "acepted": dtr has no such outcome. Did you mean accepted? It has: submitted, '
        "accepted, not_accepted, withdrawn, declined, not_achieved, not_needed",
        f'{where} 4, Date "31/02/2026": no such day',
        f'{where} 5, Date "2026-11-24": has not come yet',
        f'{where} 6, Date "1985-11-20": is the year right?',
        f'{where} 8, Reason "priority needs": dtr accepted needs a reason: prevention_and_relief or '
        "priority_need. Did you mean priority_need?",
        f'{where} 9, Reason "": dtr not_achieved needs a reason',
        f'{where} 10, evidence.level "9": 1, 2 or 3',
        f'{where} 11, NOMS No "A1234BD": nobody here has this prison number. Did you mean A1234BC? '
        "First: releasecheck import people FILE",
        f'{where} 12, NOMS No "A123BC": a prison number is a letter, 4 digits, 2 letters',
        f'{where} 13, NOMS No "A1234BC": is called J… here and S… in the record: the same person? '
        "If so, set last_name=NAME first",
        f'{where} 14, NOMS No "A1234BC": is born 1999-01-01 here and 1990-04-01 in the record: the same '
        "person? If so, set date_of_birth=1999-01-01 first",
        f'{where} 15, Status "submitted": Wed 1 Jan 2020 is before the reception date of A1234BC, '
        "Fri 10 Jan 2025. If that is wrong: releasecheck set A1234BC reception_date=DATE",
        f'{where} 17, Status "done": A1234BC immediate_needs is done already, on Fri 20 Nov 2026. If that '
        "was wrong, take it back first: releasecheck undo, or releasecheck void ENTRY",
        f"{where} 18, Status: housing_status is done in more than one way: tenancy_kept, "
        "tenancy_ended or no_tenancy",
    ]


@pytest.mark.usefixtures("people")
def test_refused_rows_come_back_with_reasons_to_be_mended_and_imported_again(
    run: Run, record: Path, tmp_path: Path
) -> None:
    back = tmp_path / "refused.csv"
    run("import", "tasks", IMPORTS / "tracker_mistakes.csv", "--rejects", back)
    rows = list(csv.reader(back.read_text().splitlines()))
    assert rows[0][-1] == "Why refused"
    assert rows[1][3:] == [
        *("dtrr", "submitted", "2026-11-20", "", ""),
        "Task: no such item. Did you mean dtr? See: releasecheck catalogue list",
    ]
    rows[1][3] = "dtr"
    with back.open("w", newline="") as file:
        csv.writer(file).writerows(rows[:2])
    again = run("import", "tasks", back)
    assert (again.code, outcomes(record)[-1]) == (0, ("dtr", "submitted", "2026-11-20"))


@pytest.mark.usefixtures("people")
def test_strict_saves_nothing_if_any_row_is_refused(run: Run, record: Path, dump: Dump) -> None:
    before = dump(record)
    done = run("import", "tasks", IMPORTS / "tracker_mistakes.csv", "--strict")
    assert (done.code, dump(record)) == (3, before)


@pytest.mark.usefixtures("people")
def test_the_same_outcome_twice_counts_once_and_is_refused_where_it_differs(run: Run, record: Path) -> None:
    done = run("import", "tasks", IMPORTS / "tracker_same_outcome_twice.csv")
    assert done.out.startswith("3 rows: 1 outcome new for 1 person, 1 repeated, 1 refused\n")
    assert 'row 4, Status "submitted": is already on row 2, with another authority\n' in done.err
    assert dict(known(record).outcomes[0].evidence) == {"authority": "Leeds"}


@pytest.mark.usefixtures("people")
def test_what_was_missing_is_added_and_nothing_recorded_is_contradicted(run: Run, record: Path) -> None:
    """A later file that knows more of the same outcome completes it; one that says otherwise is refused."""
    run(
        "mark",
        "smith",
        "dtr",
        "submitted",
        "authority=Leeds",
        "--on",
        "2026-11-20",
        "--not-known",
        "consent_to_refer",
    )
    more = "NOMS No,Task,Status,Date,evidence.reference\nA1234BC,dtr,submitted,2026-11-20,DTR-1\n"
    assert run("import", "tasks", "-", stdin=more).code == 0
    assert dict(known(record).outcomes[-1].evidence) == {"authority": "Leeds", "reference": "DTR-1"}
    assert run("import", "tasks", "-", stdin=more).out == "1 row: 1 recorded already\n"


@pytest.mark.usefixtures("people")
def test_an_older_outcome_never_takes_the_place_of_a_later_one(run: Run, record: Path) -> None:
    run("mark", "smith", "dtr", "withdrawn", "--reason", "no_consent", "--on", "2026-11-20")
    done = run("import", "tasks", "-", stdin="NOMS No,Task,Status,Date\nA1234BC,dtr,submitted,2026-11-01\n")
    assert done.code == 3
    assert (
        'row 2, Status "submitted": dtr has something later recorded, withdrawn on Fri 20 Nov 2026, '
        "which it would replace\n"
    ) in done.err
    assert outcomes(record) == [("dtr", "withdrawn", "2026-11-20")]


@pytest.mark.usefixtures("people")
def test_what_does_not_apply_is_refused_unless_although_is_said(run: Run, record: Path) -> None:
    run("set", "smith", "mappa_category=none")
    file = "NOMS No,Task,Status,Date,evidence.level\nA1234BC,mappa_level,set,2026-11-20,2\n"
    done = run("import", "tasks", "-", stdin=file)
    assert (done.code, outcomes(record)) == (3, [])
    assert "mappa_level does not apply to A1234BC" in done.err
    assert run("import", "tasks", "-", "--although", stdin=file).code == 0
    assert outcomes(record) == [("mappa_level", "set", "2026-11-20")]


@pytest.mark.usefixtures("people")
def test_facts_that_an_outcome_tells_are_recorded_as_of_its_day(run: Run, record: Path) -> None:
    """As `mark` does: and not over something later that is known of them."""
    file = "NOMS No,Task,Status,Date,evidence.level\nA1234BC,mappa_level,set,2026-11-20,2\n"
    run("import", "tasks", "-", "--source", "tracker 2026", stdin=file)
    assert known(record).facts["mappa_level"] == 2
    with open_record(record) as store:
        (told,) = store.provenance("A1234BC", "mappa_level")
    assert (told.told_on, told.source) == (date(2026, 11, 20), "tracker 2026")


@pytest.mark.usefixtures("people")
def test_a_later_fact_stands_against_an_older_outcome(run: Run, record: Path) -> None:
    run("set", "smith", "mappa_level=3", "--told", "2026-11-22")
    run(
        "import",
        "tasks",
        "-",
        stdin="NOMS No,Task,Status,Date,evidence.level\nA1234BC,mappa_level,set,2026-11-20,2\n",
    )
    assert known(record).facts["mappa_level"] == 3


# --- JSON ---


@pytest.mark.usefixtures("people")
def test_json_lines_hold_evidence_as_an_object(run: Run, record: Path) -> None:
    done = run("import", "tasks", IMPORTS / "tasks.jsonl")
    assert done.out.startswith("4 lines: 2 outcomes new for 1 person, 2 refused\n")
    assert 'line 3, evidence "leval": there is no such evidence. Did you mean level?\n' in done.err
    assert "line 4, evidence: each piece of evidence is a text, a number, true, false or null\n" in done.err
    sent = known(record).outcomes[1]
    assert (sent.by, dict(sent.evidence)) == ("J. Okafor", {"authority": "Leeds", "consent_to_refer": "yes"})


# --- a column for each item ---


@pytest.mark.usefixtures("people")
def test_a_tracker_with_a_column_for_each_item_is_read_cell_by_cell(run: Run, record: Path) -> None:
    """A day by itself where it can mean one thing only; an outcome and its day; a column for the day."""
    done = run("import", "tasks", IMPORTS / "tracker_column_for_each_item.csv")
    assert (done.code, done.out.splitlines()[0]) == (
        3,
        "8 cells: 6 outcomes new for 2 people, 1 not begun, 1 refused",
    )
    assert 'row 2, AC04 "n/a": not needed, and why? Only with a reason is it recorded\n' in done.err
    assert outcomes(record) == [
        ("immediate_needs", "done", "2026-10-01"),
        ("dtr", "submitted", "2026-11-20"),
        ("first_appointment", "booked", "2026-11-21"),
    ]


@pytest.mark.usefixtures("people")
def test_a_cell_that_could_mean_several_things_is_refused_and_the_rest_of_its_row_is_not(
    run: Run, record: Path
) -> None:
    done = run("import", "tasks", IMPORTS / "tracker_column_for_each_item_mistakes.csv")
    where = "tracker_column_for_each_item_mistakes.csv row"
    told = [line for line in done.err.splitlines() if line.startswith(where)]
    assert told == [
        f"{where} 2, DTR submitted: dtr has no such outcome. It has: submitted, accepted, "
        "not_accepted, withdrawn, declined, not_achieved, not_needed",
        f'{where} 2, housing_status "done 20/11/2026": housing_status is done in more than one way: '
        "tenancy_kept, tenancy_ended or no_tenancy",
        f'{where} 3, immediate_needs "31/02/2026": no such day',
        f'{where} 3, DTR submitted "20/11/2026 21/11/2026": has more than one day for the same',
    ]
    assert outcomes(record) == [
        ("crs", "submitted", "2026-11-01"),
        ("housing_status", "tenancy_kept", "2026-11-19"),
        ("dtr", "submitted", "2026-11-20"),
        ("immediate_needs", "done", "2026-11-23"),
    ]


# --- files that are no trackers ---


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "standard input is empty: it has no headings"),
        (
            "Name,Task\nx,y\n",
            "standard input has no column for the prison number. Looked for Prison Number, NOMS No or NOMIS "
            "Number; row 1 says none of them. Is it the headings? They stand above the first person.",
        ),
        (
            "NOMS No,Task,Status,Date\n",
            "standard input has headings and nothing under them: nothing to import",
        ),
        (
            "NOMS No,Thing\nA1234BC,x\n",
            "standard input has no column that says which task: one headed Item, Task or Code, or one for "
            "each item headed as it is named (dtr, AC05 …); row 1 says none of them. Is it the headings? "
            "They stand above the first person. See the items: releasecheck catalogue list",
        ),
    ],
)
def test_a_file_that_is_no_tracker_says_what_was_looked_for(
    run: Run, record: Path, text: str, why: str
) -> None:
    done = run("import", "tasks", "-", stdin=text)
    assert (done.code, done.err) == (1, f"releasecheck: {why}\n")


@pytest.mark.usefixtures("people")
def test_a_column_of_evidence_that_there_is_not_is_named_with_the_closest(run: Run) -> None:
    text = "NOMS No,Task,Status,Date,evidence.authorty\nA1234BC,dtr,submitted,2026-11-20,Leeds\n"
    done = run("import", "tasks", "-", stdin=text)
    assert done.code == 3
    assert (
        "row 1, evidence.authorty: there is no such evidence. Did you mean evidence.authority?\n" in done.err
    )


# --- whatever the order, whatever the file ---

ROWS = [
    ("dtr", "submitted", "2026-10-20"),
    ("dtr", "withdrawn", "2026-10-28"),
    ("dtr", "submitted", "2026-11-03"),
    ("immediate_needs", "done", "2026-10-01"),
    ("crs", "submitted", "2026-10-05"),
    ("crs", "returned_incomplete", "2026-10-09"),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.permutations(ROWS))
@pytest.mark.usefixtures("people")
def test_the_order_of_the_rows_never_changes_what_is_recorded(
    run: Run, record: Path, rows: list[tuple[str, str, str]]
) -> None:
    lines = [
        json.dumps(
            {"prison_number": "A1234BC", "item": item, "outcome": outcome, "on": on}
            | ({"reason": "no_consent"} if outcome == "withdrawn" else {})
        )
        for item, outcome, on in rows
    ]
    run("import", "tasks", "-", stdin="\n".join(lines))
    assert outcomes(record) == sorted(
        ((item, outcome, on) for item, outcome, on in ROWS),
        key=lambda row: (row[2], [one[:1] for one in rows].index(row[:1])),
    )
    run("import", "undo", str(_last_entry(record)))


def _last_entry(path: Path) -> int:
    with open_record(path) as store:
        return store.last_imports(1)[0].entry


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    ["A1234BC", "dtr", "submitted", "2026-11-20", "done", "", "{", "a=b", "=1+1"]
                ),
                st.text(max_size=8),
            ),
            min_size=1,
            max_size=7,
        ),
        max_size=5,
    )
)
@pytest.mark.usefixtures("people")
def test_no_row_however_odd_ends_in_anything_but_words(run: Run, rows: list[list[str]]) -> None:
    import io

    text = io.StringIO()
    csv.writer(text).writerows([["NOMS No", "Task", "Status", "Date", "Notes", "Evidence", "DOB"], *rows])
    done = run("import", "tasks", "-", "--dry-run", stdin=text.getvalue().encode("utf-8", "surrogatepass"))
    assert done.code in (0, 1, 3)
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("people")
def test_a_row_of_another_records_export_is_taken_as_it_was_recorded_there(run: Run, record: Path) -> None:
    """In that record's own order, and waived although the facts asked for it."""
    rows = [
        *(
            ("A1234BC", "dtr", "withdrawn", "2026-11-18", "other", "2"),
            ("A1234BC", "dtr", "submitted", "2026-11-20", "", "1"),
        ),
        ("A1234BC", "crs", "not_needed", "2026-11-20", "agreed with the COM", "3"),
    ]
    lines = ["prison_number,item,outcome,on,reason,sequence", *(",".join(row) for row in rows)]
    done = run("import", "tasks", "-", stdin="\n".join(lines))
    assert (done.code, done.out.splitlines()[0]) == (0, "3 rows: 3 outcomes new for 1 person")
    again = run("export", "outcomes", "--format", "csv").out
    assert [line.split(",")[2] for line in again.splitlines()[1:]] == ["submitted", "withdrawn", "not_needed"]
    bad = run("import", "tasks", "-", stdin="\n".join([lines[0], "A1234BC,crs,submitted,2026-11-20,,first"]))
    assert bad.code == 3
    assert "sequence" in bad.err
