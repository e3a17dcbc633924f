"""A log of contacts kept elsewhere comes across as `contact` would have recorded it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from releasecheck.planning.contacts import Contact, contacts
from tests.made_up.kept import open_record
from tests.made_up.program import Dump, MakePerson, Run
from tests.places import IMPORTS


@pytest.fixture(autouse=True)
def smith(make_person: MakePerson) -> None:
    """The person of the logs in tests/imports."""
    make_person(
        prison="LEI",
        pom="P. Marsh",
        com="J. Okafor",
        sentence_start_date="2025-01-10",
        legal_status="SENTENCED",
    )


def met(path: Path) -> tuple[Contact, ...]:
    with open_record(path) as store:
        return contacts(store.history("A1234BC"))


def test_contacts_come_across_and_do_the_tasks_that_they_do(run: Run, record: Path) -> None:
    done = run("import", "contacts", IMPORTS / "contact_log.csv")
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            "3 rows: 2 contacts new for 1 person, 1 repeated",
            "  Marked with them: pom_contact 1, first_contact 1",
        ],
    )
    assert met(record) == (
        Contact(date(2026, 11, 1), "KW", "in_person", None, None),
        Contact(date(2026, 11, 20), "COM", "video", "J. Okafor", "licence"),
    )
    with open_record(record) as store:
        person = store.person("A1234BC")
    assert person is not None
    assert [(one.item, one.on, dict(one.evidence)) for one in person.outcomes] == [
        ("pom_contact", date(2026, 11, 1), {"seen_how": "face_to_face", "seen_by": "KW"}),
        ("first_contact", date(2026, 11, 20), {"contact_kind": "video"}),
    ]


def test_importing_the_same_log_again_records_nothing(run: Run, record: Path, dump: Dump) -> None:
    run("import", "contacts", IMPORTS / "contact_log.csv")
    before = dump(record)
    again = run("import", "contacts", IMPORTS / "contact_log.csv")
    assert (again.out, dump(record)) == ("3 rows: 3 recorded already\n", before)


def test_a_log_is_taken_back_whole(run: Run, record: Path) -> None:
    done = run("import", "contacts", IMPORTS / "contact_log.csv")
    assert done.err == "Entry 2. To take it back: releasecheck import undo 2\n"
    assert run("import", "undo", "2").out.startswith(
        "Undone: entry 2, import contacts contact_log.csv, A1234BC"
    )
    assert met(record) == ()


def test_every_refused_row_says_what_was_expected_and_strict_saves_none(
    run: Run, record: Path, dump: Dump
) -> None:
    before = dump(record)
    done = run("import", "contacts", IMPORTS / "contact_log_mistakes.csv", "--strict")
    assert (done.code, dump(record)) == (3, before)
    where = "contact_log_mistakes.csv row"
    assert [line for line in done.err.splitlines() if line.startswith(where)] == [
        f'{where} 2, Who "pomm": no such role. Did you mean POM? It is POM, COM, SPO, PRT, OMU, KW, HC, '
        "SM, PWC, IDB, HPT, HS, PEL, VLO or GOV",
        f"{where} 2, How: no such way to meet. It is visit, in_person, video or phone",
        f'{where} 3, Date "24/11/2026": has not come yet',
        f'{where} 4, NOMS No "A1234BC": is called J… here and S… in the record: the same person? '
        "If so, set last_name=NAME first",
        f'{where} 5, NOMS No "A1234BD": nobody here has this prison number. Did you mean A1234BC? '
        "First: releasecheck import people FILE",
        f'{where} 6, Date "2020-01-02": Thu 2 Jan 2020 is before the sentence start date of A1234BC, '
        "Fri 10 Jan 2025. If that is wrong: releasecheck set A1234BC sentence_start_date=DATE",
    ]
