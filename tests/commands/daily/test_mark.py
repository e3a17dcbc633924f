"""Recording what happened: `mark` and `done`, the evidence they ask for, and what it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import AS_OF, Dump, MakePerson, Run
from tests.made_up.terminal import Terminal

SUBMITTED = ("mark", "smith", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")


def task(run: Run, item: str, as_of: str = AS_OF) -> dict:
    tasks = json.loads(run("show", "smith", "--format", "json", as_of=as_of).out)["tasks"]
    return next(task for task in tasks if task["item"] == item)


@pytest.fixture
def smith(make_person: MakePerson) -> str:
    return make_person(com="J. Okafor")


@pytest.mark.usefixtures("smith")
def test_what_was_sent_waits_is_chased_and_lapses(run: Run) -> None:
    done = run(*SUBMITTED, "reference=DTR-4471")
    assert done == (
        0,
        "A1234BC SMITH, John"
        " dtr submitted Mon 23 Nov 2026. Record the authority's answer. Chase from Mon 7 Dec. "
        "Counts until Mon 24 May 2027. cas3 still needs crs. "
        "When answered: releasecheck mark A1234BC dtr accepted\n",
        "",
    )
    sent = task(run, "dtr")
    assert (sent["state"], sent["position"], sent["outcome"]) == ("waiting", "submitted", "submitted")
    assert sent["evidence"] == {"authority": "Leeds", "consent_to_refer": "yes", "reference": "DTR-4471"}
    assert (sent["outcome_on"], sent["chase_on"], sent["expires_on"]) == (AS_OF, "2026-12-07", "2027-05-24")
    assert task(run, "dtr", "2026-12-06")["state"] == "waiting"
    assert task(run, "dtr", "2026-12-07")["state"] == "chase"


@pytest.mark.usefixtures("smith")
def test_what_has_lapsed_by_the_day_it_is_recorded_says_so(run: Run) -> None:
    done = run(*SUBMITTED, "--on", "2026-04-20")
    assert "It counted only until Mon 19 Oct 2026: it has to be done again." in done.out
    assert "Chase" not in done.out and "more than six months back" in done.err


@pytest.mark.usefixtures("smith")
def test_an_answer_settles_it(run: Run) -> None:
    assert run(*SUBMITTED).code == 0
    done = run("mark", "smith", "dtr", "accepted", "--reason", "priority_need")
    assert (done.code, done.err) == (0, "")
    assert task(run, "dtr")["state"] == "done"


@pytest.mark.usefixtures("smith")
def test_what_was_blocked_can_start_once_both_are_met(run: Run) -> None:
    assert task(run, "cas3")["blocked_by"] == ["dtr", "crs"]
    assert run(*SUBMITTED).code == 0
    assert task(run, "cas3")["blocked_by"] == ["crs"]
    assert run("mark", "smith", "crs", "submitted").out.endswith(
        " cas3 can start now. When answered: releasecheck mark A1234BC crs accepted\n"
    )
    assert (task(run, "cas3")["state"], task(run, "cas3")["blocked_by"]) == ("to_do", [])


@pytest.mark.usefixtures("smith")
def test_the_day_it_happened_may_be_earlier(run: Run) -> None:
    assert run(*SUBMITTED, "--on", "16/11/2026").out.startswith(
        "A1234BC SMITH, John dtr submitted Mon 16 Nov 2026."
    )
    assert task(run, "dtr")["outcome_on"] == "2026-11-16"


@pytest.mark.usefixtures("smith")
def test_a_field_that_nobody_knows_stays_listed(run: Run) -> None:
    ways = (["consent_to_refer=not known"], ["--not-known", "consent_to_refer", "--on", "2026-11-20"])
    for words in ways:
        done = run("mark", "smith", "dtr", "submitted", "authority=Leeds", *words)
        if done.code == 0:
            assert "Still to record: consent_to_refer." in done.out
            assert task(run, "dtr")["evidence"] == {"authority": "Leeds"}
    assert task(run, "dtr")["state"] == "waiting"


@pytest.mark.usefixtures("smith")
def test_done_is_short_for_the_one_outcome_that_is_done(run: Run) -> None:
    assert run("done", "smith", "com_allocated", "com_name=J. Okafor").code == 0
    assert task(run, "com_allocated")["state"] in ("done", "done_late")


@pytest.mark.usefixtures("smith")
def test_done_takes_the_outcome_called_done_when_there_are_others(run: Run) -> None:
    assert run("done", "smith", "adjustments", "--not-known", "nothing").code == 2
    done = run("done", "smith", "licence_explained", "signed=yes", "copy_given=yes")
    assert done.code == 0, done.err
    assert task(run, "licence_explained")["outcome"] == "done"


@pytest.mark.usefixtures("smith")
def test_done_says_what_to_type_when_there_is_more_than_one_way(run: Run) -> None:
    done = run("done", "smith", "mappa_category")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "releasecheck: mappa_category is done in more than one way. Type one of these:\n"
        "  releasecheck mark smith mappa_category identified  category identified\n"
        "  releasecheck mark smith mappa_category not_mappa   not MAPPA\n"
    )


@pytest.mark.usefixtures("smith")
def test_done_takes_the_reason_that_it_asks_for(run: Run) -> None:
    assert run("done", "smith", "dtr", "--reason", "priority_need").code == 0
    assert task(run, "dtr")["outcome"] == "accepted"


@pytest.mark.usefixtures("smith")
@pytest.mark.parametrize("number", ["²", "-1", "1.5", "٣", "many", ""])
def test_a_number_is_written_in_digits(run: Run, record: Path, dump: Dump, number: str) -> None:
    before = dump(record)
    done = run("mark", "smith", "mappa_level", "set", f"level={number}")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f'releasecheck: level "{number}": ')
    assert dump(record) == before


@pytest.mark.usefixtures("smith")
def test_an_outcome_is_kept_when_its_item_no_longer_applies(run: Run) -> None:
    assert run(*SUBMITTED).code == 0
    assert run("set", "smith", "next_accommodation=yes").code == 0
    assert task(run, "dtr")["outcome"] == "submitted"


@pytest.mark.usefixtures("smith")
def test_at_a_terminal_missing_evidence_is_asked_for_until_it_is_right(run: Run, record: Path) -> None:
    screen = Terminal("mark", "smith", "dtr", "submitted", "authority=Leeds")
    screen.shows("(yes, no, not known): ")
    screen.type("perhaps")
    screen.shows("yes, no or not known")
    screen.shows("(yes, no, not known): ")
    screen.type("y")
    screen.shows("dtr submitted Mon 23 Nov 2026")
    assert screen.code() == 0
    assert task(run, "dtr")["evidence"] == {"authority": "Leeds", "consent_to_refer": "yes"}


@pytest.mark.usefixtures("smith")
def test_control_c_at_a_question_records_nothing(run: Run, record: Path, dump: Dump) -> None:
    before = dump(record)
    screen = Terminal("mark", "smith", "dtr", "submitted")
    screen.shows("(not known): ")
    screen.interrupt()
    assert screen.code() == 1
    assert dump(record) == before


def test_what_waits_for_something_else_is_recorded_only_although(run: Run, make_person: MakePerson) -> None:
    person = make_person()
    refused = run("mark", person, "cas3", "submitted")
    assert refused.code == 2
    assert "cas3 of A1234BC cannot start before dtr and crs" in refused.err
    assert "releasecheck mark A1234BC dtr submitted --on DAY" in refused.err
    assert task(run, "cas3")["outcome"] is None
    assert run("mark", person, "dtr,crs,cas3", "submitted", "--gaps").code == 0, (
        "one after the other is no hurry"
    )
    assert run("undo", "--yes").code == 0
    assert run("mark", person, "cas3", "submitted", "--although").code == 0
    assert task(run, "cas3")["position"] == "submitted"
