"""`import tasks` reads a tracker as an office keeps it; what it has done already is not asked for again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from releasecheck.planning.states import state_on
from tests.made_up.kept import open_record
from tests.made_up.program import Dump, MakePerson, Run
from tests.places import IMPORTS

TRACKER = IMPORTS / "tracker_as_offices_keep_it.csv"


@pytest.fixture
def people(make_person: MakePerson) -> None:
    """Two people with nowhere to go."""
    make_person(release="2026-12-11", housing="homeless", next_accommodation="no", bank_account="no")
    make_person("A5561CD", "DUNNE, Kerry", "2027-03-01", housing="homeless", next_accommodation="no")


def outcomes(path: Path, number: str = "A1234BC") -> list[str]:
    """dtr submitted 2026-11-12; with a question mark where nobody knows the day."""
    with open_record(path) as store:
        found = store.person(number)
    assert found is not None
    return [
        f"{one.item} {one.outcome} {one.on}{'?' if 'day_known' in one.evidence else ''}"
        for one in found.outcomes
    ]


def states(path: Path, number: str = "A1234BC", on: str = "2026-11-23") -> dict[str, str]:
    with open_record(path) as store:
        saved = store.saved_plan(number)
    assert saved is not None
    return {task.item: state_on(task, date.fromisoformat(on)) for task in saved.plan.tasks}


@pytest.mark.usefixtures("people")
def test_what_people_write_is_recorded_and_what_is_unclear_is_asked(run: Run, record: Path) -> None:
    done = run("import", "tasks", TRACKER)
    assert (done.code, done.out.splitlines()[0]) == (
        3,
        "16 cells: 12 outcomes new for 2 people, 2 not begun, 2 refused",
    )
    assert sorted(outcomes(record)) == [
        "bank_account applied 2026-11-23?",
        "crs submitted 2026-11-12",
        "da_check sent 2026-11-03",
        "dtr submitted 2026-11-12",
        "first_appointment booked 2026-11-23?",
        "gp_registration accepted 2026-11-23?",
        "oasys_review done 2026-11-23?",
    ]
    where = "tracker_as_offices_keep_it.csv"
    assert f'{where} row 5, R&M "awaiting": sent, or still to send? Nothing is recorded of it\n' in done.err
    assert f'{where}: column "Licence" is not used. Did you mean licence_approved?\n' in done.err


@pytest.mark.usefixtures("people")
def test_what_an_office_has_done_is_waiting_or_done_and_not_asked_for_again(run: Run, record: Path) -> None:
    before = states(record)
    assert (before["dtr"], before["crs"]) == ("to_do", "to_do")
    run("import", "tasks", TRACKER)
    after = states(record)
    assert (after["dtr"], after["crs"]) == ("waiting", "waiting")
    assert (after["gp_registration"], after["first_appointment"]) == ("done", "done")
    with open_record(record) as store:
        saved = store.saved_plan("A1234BC")
    assert saved is not None
    (dtr,) = [task for task in saved.plan.tasks if task.item == "dtr"]
    assert dtr.outcome_on == date(2026, 11, 12)


@pytest.mark.usefixtures("people")
def test_the_same_tracker_a_week_later_records_nothing(run: Run, record: Path, dump: Dump) -> None:
    run("import", "tasks", TRACKER)
    before = outcomes(record), outcomes(record, "A5561CD")
    again = run("import", "tasks", TRACKER, as_of="2026-11-30")
    assert again.out.splitlines()[0] == "16 cells: 12 recorded already, 2 not begun, 2 refused"
    assert "Entry" not in again.err
    assert (outcomes(record), outcomes(record, "A5561CD")) == before


HEAD = "NOMS,DTR,1st appt\nA1234BC,"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("cell", ["done", "Y", "chased"])
def test_a_tick_without_a_day_never_takes_the_place_of_an_answer(run: Run, record: Path, cell: str) -> None:
    reason = ("--reason", "priority_need", "--on", "2026-11-20")
    assert run("mark", "smith", "dtr", "accepted", *reason).code == 0
    again = run("import", "tasks", "-", stdin=f"{HEAD}{cell},\n")
    assert (again.code, outcomes(record)) == (0, ["dtr accepted 2026-11-20"])


@pytest.mark.usefixtures("people")
def test_two_answers_of_which_one_has_no_day_are_asked_about(run: Run, record: Path) -> None:
    run("mark", "smith", "dtr", "withdrawn", "--reason", "no_consent", "--on", "2026-11-20")
    again = run("import", "tasks", "-", stdin=f"{HEAD}sent,\n")
    assert again.code == 3
    assert "without its day: withdrawn on Fri 20 Nov 2026 is recorded, and which is later?" in again.err
    assert outcomes(record) == ["dtr withdrawn 2026-11-20"]


@pytest.mark.usefixtures("people")
def test_the_day_told_later_takes_the_place_of_none(run: Run, record: Path) -> None:
    run("import", "tasks", "-", stdin=f"{HEAD}done,\n")
    run("import", "tasks", "-", stdin=f"{HEAD}Sent 12/11,\n", as_of="2026-11-30")
    assert outcomes(record) == ["dtr submitted 2026-11-23?", "dtr submitted 2026-11-12"]
    last = run("import", "tasks", "-", stdin=f"{HEAD}done,\n", as_of="2026-11-30")
    assert last.out == "1 cell: 1 recorded already\n"


@pytest.mark.usefixtures("people")
def test_an_appointment_that_moves_is_recorded_again(run: Run, record: Path) -> None:
    run("import", "tasks", "-", stdin=f"{HEAD},booked 12/12 10am\n")
    run("import", "tasks", "-", stdin=f"{HEAD},booked 14/12 11am\n", as_of="2026-11-30")
    with open_record(record) as store:
        found = store.person("A1234BC")
    assert found is not None
    assert [one.evidence["appointment_on"] for one in found.outcomes] == ["2026-12-12", "2026-12-14"]


@pytest.mark.usefixtures("people")
def test_not_needed_is_not_asked_about_where_the_task_does_not_apply(run: Run) -> None:
    text = "NOMS,MAPPA level set\nA1234BC,N/A\n"
    assert run("import", "tasks", "-", stdin=text).code == 3
    run("set", "smith", "mappa_category=none")
    assert run("import", "tasks", "-", stdin=text).out == "1 cell: 1 not begun\n"


@pytest.mark.usefixtures("people")
def test_awaiting_is_not_asked_about_once_it_is_known_to_be_sent(run: Run) -> None:
    text = f"{HEAD}awaiting,\n"
    assert run("import", "tasks", "-", stdin=text).code == 3
    run("mark", "smith", "dtr", "submitted", "authority=Leeds", "--not-known", "consent_to_refer")
    assert run("import", "tasks", "-", stdin=text).out == "1 cell: 1 not begun\n"


@pytest.mark.usefixtures("people")
def test_a_row_for_each_task_is_read_in_the_same_words(run: Run, record: Path) -> None:
    rows = (
        *("NOMS No,Task,Status,Date", "A1234BC,Duty to Refer,Sent,12/11/26", "A1234BC,GP,referred,3 Nov"),
        *("A1234BC,OASys,Completed,", "A1234BC,R&M,SUBMITTED 12/11,", "A1234BC,UC,Booked,12/12/2026"),
    )
    done = run("import", "tasks", "-", stdin="\n".join(rows))
    assert (done.code, done.out.splitlines()[0]) == (0, "5 rows: 5 outcomes new for 1 person")
    assert sorted(outcomes(record)) == [
        "benefits booked 2026-11-23?",
        "crs submitted 2026-11-12",
        "dtr submitted 2026-11-12",
        "gp_registration sent 2026-11-03",
        "oasys_review done 2026-11-23?",
    ]


@pytest.mark.usefixtures("people")
def test_a_tracker_that_gives_no_days_is_recorded_without(run: Run, record: Path) -> None:
    assert run("import", "tasks", "-", stdin="NOMS No,Task,Status\nA1234BC,dtr,submitted\n").code == 0
    assert outcomes(record) == ["dtr submitted 2026-11-23?"]


@pytest.mark.usefixtures("people")
def test_an_answer_whose_reason_is_not_told_still_says_that_it_was_sent(run: Run, record: Path) -> None:
    done = run("import", "tasks", "-", stdin="NOMS No,Task,Status,Date\nA1234BC,dtr,Accepted,20/11/2026\n")
    assert done.code == 3
    assert "dtr accepted needs a reason: prevention_and_relief or priority_need. Recorded as" in done.err
    assert outcomes(record) == ["dtr submitted 2026-11-23?"]


@pytest.mark.usefixtures("people")
def test_what_is_the_same_in_many_rows_is_said_once(run: Run) -> None:
    rows = "".join("A1234BC,awaiting\n" for _ in range(5))
    done = run("import", "tasks", "-", stdin=f"NOMS,DTR\n{rows}")
    assert 'standard input rows 2, 3, 4 and 2 more, DTR "awaiting": sent, or still to send?' in done.err


@pytest.mark.usefixtures("people")
def test_nothing_of_health_is_repeated(run: Run) -> None:
    done = run("import", "tasks", "-", stdin="NOMS,Naloxone\nA1234BC,on 60ml methadone\n")
    assert (done.code, "methadone" in done.err + done.out) == (3, False)


def test_an_outcome_may_be_typed_in_capitals(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person(housing="homeless", next_accommodation="no")
    fields = ("authority=Leeds", "--not-known", "consent_to_refer")
    assert run("mark", "smith", "dtr", "Submitted", *fields).code == 0
    assert outcomes(record) == ["dtr submitted 2026-11-23"]


@pytest.mark.usefixtures("people")
def test_rows_that_are_nobody_are_said_once_and_a_task_of_nobody_is_refused(run: Run, record: Path) -> None:
    rows = "NOMS,DTR\nNOVEMBER 2026,\nA1234BC,Sent 12/11\n,Sent 13/11\nNOMS,DTR\nTotal: 1,\n"
    done = run("import", "tasks", "-", stdin=rows)
    assert (done.code, outcomes(record)) == (3, ["dtr submitted 2026-11-12"])
    assert "3 rows are nobody: NOVEMBER 2026, NOMS and Total: 1\n" in done.err
    assert 'standard input row 4, NOMS "": a prison number is' in done.err


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("above", "told", "sent", "day"),
    [
        ("", (), "Sent 22/11", "2026-11-22"),
        ("Printed 20/11/2026", (), "Sent 22/11", "2025-11-22"),
        ("Printed 20/11/2026", (), "done", "2026-11-20?"),
        ("Printed 20/11/2026", ("--told", "2026-11-21"), "done", "2026-11-21?"),
        ("Printed 24/11/2026", (), "done", "2026-11-23?"),
    ],
)
def test_a_tracker_is_of_the_day_that_it_bears(
    run: Run, record: Path, above: str, told: tuple[str, ...], sent: str, day: str
) -> None:
    """Not of one that has not come."""
    assert run("import", "tasks", "-", *told, stdin=f"{above}\nNOMS,DTR\nA1234BC,{sent}\n").code == 0
    assert outcomes(record) == [f"dtr submitted {day}"]


@pytest.mark.usefixtures("people")
def test_the_heading_of_a_fact_is_never_taken_for_a_slip_of_a_task(run: Run) -> None:
    done = run("import", "tasks", "-", stdin="NOMS,DTR,Release date,MAPPA\nA1234BC,done,06/02/2027,2\n")
    assert "standard input: columns that are not used: Release date, MAPPA\n" in done.err


# --- maps, and words of an office's own ---


@pytest.mark.usefixtures("people")
def test_a_map_says_which_task_a_column_is_and_messages_name_the_column(
    run: Run, record: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[columns]\n"Pris" = "Prison Number"\n"Council form" = "task:dtr submitted"\n"GP" = ""\n'
    )
    text = "Pris,Council form,GP,CRS\nA1234BC,12/11,Y,rang them\n"
    done = run("import", "tasks", "-", "--map", mapping, stdin=text)
    assert done.code == 3
    assert outcomes(record) == ["dtr submitted 2026-11-12"]
    assert "standard input row 2, CRS: crs has no such outcome" in done.err
    bad = run("import", "tasks", "-", "--map", mapping, stdin="Pris,Council form\nA1234BC,rang them\n")
    assert "standard input row 2, Council form: dtr has no such outcome" in bad.err


@pytest.mark.usefixtures("people")
def test_a_map_says_what_words_mean_in_a_column(run: Run, record: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[columns]\n[values.DTR]\n"awaiting" = "submitted"\n[values.CRS]\n"awaiting" = ""\n'
        '[values.How]\n"crow" = "video"\n'
    )
    done = run("import", "tasks", "-", "--map", mapping, stdin="NOMS,DTR,CRS\nA1234BC,Awaiting,awaiting\n")
    assert (done.code, outcomes(record)) == (0, ["dtr submitted 2026-11-23?"])
    log = "NOMS No,Date,Who,How\nA1234BC,20/11/2026,COM,crow\n"
    assert run("import", "contacts", "-", "--map", mapping, stdin=log).code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[columns]\n[values.X]\n"a" = 3\n', '[values."HEADING"] holds lines such as'),
        (
            '[columns]\n"X" = "task:dtrr"\n',
            '"X" = "task:dtrr": there is no such task or heading. Did you mean',
        ),
        ('[columns]\n"X" = 3\n', '"X" is a heading or a task in quotation marks'),
        ('"X" = "dtr"\n', "has no [columns]"),
        ("[columns\n", "map.toml: "),
    ],
)
def test_what_is_wrong_in_a_map_is_named(run: Run, record: Path, tmp_path: Path, text: str, why: str) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(text)
    done = run("import", "tasks", "-", "--map", mapping, stdin="NOMS,X\nA1234BC,Y\n")
    assert (done.code, why in done.err) == (1, True), done.err


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("tasks", "tracker_as_offices_keep_it.csv"),
        ("tasks", "tracker.csv"),
        ("tasks", "tracker_column_for_each_item.csv"),
        ("contacts", "contact_log.csv"),
    ],
)
def test_the_map_suggested_for_a_file_reads_it_as_it_was_read_without(
    run: Run, tmp_path: Path, command: str, name: str
) -> None:
    mapping = tmp_path / "map.toml"
    suggested = run("import", command, IMPORTS / name, "--suggest-map")
    assert suggested.code == 0
    mapping.write_text(suggested.out)
    with_map = run("import", command, IMPORTS / name, "--dry-run", "--map", mapping)
    without = run("import", command, IMPORTS / name, "--dry-run")
    assert (with_map.code, with_map.out) == (without.code, without.out)
    told = [line for line in with_map.err.splitlines() if "not used" not in line]
    assert told == [line for line in without.err.splitlines() if "not used" not in line]


@pytest.mark.usefixtures("people")
def test_a_map_says_what_the_columns_of_a_log_of_contacts_are(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('[columns]\n"Day of it" = "on"\n"Person" = "role"\n"Manner" = "how"\n')
    text = "NOMS No,Day of it,Person,Manner\nA1234BC,20/11/2026,COM,video\nA1234BC,20/11/2026,COM,crow\n"
    done = run("import", "contacts", "-", "--map", mapping, stdin=text)
    assert done.out.startswith("2 rows: 1 contact new for 1 person, 1 refused\n")
    assert "standard input row 3, Manner: no such way to meet" in done.err


@pytest.mark.usefixtures("people")
def test_an_offices_own_words_are_read_after_ours(run: Run, record: Path, tmp_path: Path) -> None:
    own = tmp_path / "words"
    own.mkdir()
    (own / "tasks.csv").write_text("item,written,means\ndtr,On the portal,submitted\n")
    (own / "task_headings.csv").write_text("item,written\ndtr,Portal\n")
    config = tmp_path / "config.toml"
    config.write_text(f'words = "{own}"\n')
    done = run("--config", config, "import", "tasks", "-", stdin="NOMS,Portal\nA1234BC,on the portal 12/11\n")
    assert (done.code, outcomes(record)) == (0, ["dtr submitted 2026-11-12"])
