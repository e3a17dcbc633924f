"""The sheet says that somebody is doing a thing only where they have begun."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.made_up import leavers
from tests.made_up.leavers import mark
from tests.made_up.program import MakePerson, Run

Sheet = Callable[..., str]


@pytest.fixture
def said(run: Run, record: object) -> Sheet:
    """What somebody's sheet says, on one line."""

    def sheet(person: str, *words: str, as_of: str = "2026-11-27") -> str:
        done = run("sheet", person, *words, "--format", "txt", as_of=as_of)
        assert done.code == 0, done.err
        return " ".join(done.out.split())

    return sheet


def begin(run: Run, person: str, *words: str) -> None:
    """Record an outcome of somebody."""
    done = run("mark", person, *words, as_of="2026-11-27")
    assert done.code == 0, done.err


@pytest.fixture
def adam(run: Run, make_person: MakePerson) -> str:
    """Out in eight weeks, with a need for drugs services, work and a place; nobody has begun anything."""
    facts = {
        "bank_account": "no",
        "id_held": "no",
        "medication": "yes",
        "substance_need": "yes",
        "work_need": "yes",
        "housing": "homeless",
        "next_accommodation": "no",
        "com": "A. Khan",
        "sex": "M",
    }
    return make_person("A1011AA", "TANNER, Adam", "2027-01-22", **facts)


def test_of_what_nobody_began_nobody_is_said_to_be_doing_it(said: Sheet, adam: str) -> None:
    page = said(adam)
    assert "is doing this" not in page
    assert "is working on" not in page
    assert "A bank account. This has not started. Ask the ID and bank team to start it." in page
    assert "ID. This has not started. Ask the ID and bank team to start it." in page


def test_in_welsh_nobody_is_said_to_be_doing_it_either(said: Sheet, adam: str) -> None:
    page = said(adam, "--welsh")
    assert "sy'n gwneud hyn" not in page
    assert "sy'n gweithio ar hyn" not in page
    assert "Cyfrif banc. Does neb wedi dechrau ar hyn." in page


def test_a_place_that_nobody_looks_for_is_not_said_to_be_not_found(said: Sheet, run: Run, adam: str) -> None:
    none = (
        "You do not have a place to sleep yet. This has not started. Ask your probation worker (A. Khan) to"
    )
    assert none in said(adam)
    begin(run, adam, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    page = said(adam)
    assert "We have not found you a place to sleep yet. Your probation worker (A. Khan) is working on" in page
    assert "Telling the council you need a home. We asked and wait for an answer. Ask" in page


def test_of_a_place_that_nobody_has_spoken_of_the_person_is_asked(said: Sheet) -> None:
    page = said(leavers.unknown())
    assert "Have you somewhere to sleep when you leave?" in page
    assert "not found you a place" not in page


@pytest.mark.parametrize(
    ("item", "outcome", "sentence"),
    [
        ("gp_registration", "refused_by_practice", "A doctor (GP). Prison healthcare is doing this."),
        ("benefits", "met", "Your Jobcentre meeting. The work coach is doing this."),
        ("cas3", "in_progress", "A room for up to 84 nights. Your probation worker is doing this."),
    ],
)
def test_what_somebody_began_is_being_done(
    item: str, outcome: str, sentence: str, said: Sheet, run: Run, make_person: MakePerson
) -> None:
    """Refused and to be tried elsewhere, done in part, or a draft that is not sent."""
    jo = make_person("A1012AA", "LANE, Jo", "2027-01-22", housing="homeless", next_accommodation="no")
    begin(run, jo, item, outcome, "--gaps", "--although")
    assert sentence in said(jo)


def test_what_was_withdrawn_is_not_being_done(said: Sheet, run: Run, adam: str) -> None:
    begin(run, adam, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    begin(run, adam, "dtr", "withdrawn", "--gaps", "--reason", "other")
    page = said(adam)
    assert "Telling the council you need a home. This has not started. Ask your" in page


def test_what_the_person_said_no_to_is_not_being_worked_on(said: Sheet, run: Run, adam: str) -> None:
    for item in ("bank_account", "id_document"):
        assert run("decline", adam, item, as_of="2026-11-27").code == 0
    page = said(adam)
    assert "A bank account" not in page
    assert "ID." not in page
    assert "Have you ID?" not in page


def test_everything_arranged_is_still_said_to_be(said: Sheet) -> None:
    person = leavers.ready_to_leave()
    mark("licence_approved", "submitted", "--gaps")
    assert "Your licence. We asked and wait for an answer." in said(person)
