"""What `mark` refuses and why, and what it records although something speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.store.sqlite import connection
from tests.made_up.answers import SAM, SENT, said, task
from tests.made_up.program import AS_OF, Dump, MakePerson, Run
from tests.made_up.records import entries, rows


@pytest.mark.usefixtures("sam")
def test_nothing_happened_before_somebody_was_there(run: Run, unchanged: Callable[[], None]) -> None:
    """The earlier of reception and sentence: remand counts."""
    unchanged()
    assert said(run("mark", "rivers", *SENT, "--on", "2025-02-09")) == (
        "Sun 9 Feb 2025 is before the reception date of A1234BC, Mon 10 Feb 2025. "
        "If that is wrong: releasecheck set A1234BC reception_date=DATE"
    )
    assert said(run("note", "rivers", "early", "--on", "2025-02-09")).startswith("Sun 9 Feb 2025 is before")


@pytest.mark.usefixtures("sam")
def test_remand_before_the_sentence_counts(run: Run) -> None:
    assert run("mark", "rivers", *SENT, "--on", "2025-02-10").code == 0


def test_nothing_happened_before_somebody_was_born(run: Run, make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam", date_of_birth="1990-05-05")
    assert "before the date of birth" in said(run("mark", "rivers", *SENT, "--on", "1990-05-04"))


@pytest.mark.usefixtures("sam")
def test_a_second_accepted_is_refused_until_the_first_is_taken_back(run: Run) -> None:
    accepted = ("mark", "rivers", "dtr", "accepted", "--reason", "priority_need")
    assert run("mark", "rivers", *SENT, "--on", "2026-11-16").code == 0
    assert run(*accepted).code == 0
    assert said(run(*accepted, "reference=again")) == (
        "A1234BC dtr is accepted already, on Mon 23 Nov 2026. "
        "If that was wrong, take it back first: releasecheck undo, or releasecheck void ENTRY"
    )
    assert run("undo").code == 0
    assert run(*accepted).code == 0


@pytest.mark.usefixtures("sam")
def test_what_has_lapsed_may_be_done_again(run: Run) -> None:
    assert run("mark", "rivers", *SENT, "--on", "2026-04-01").code == 0
    accepted = ("mark", "rivers", "dtr", "accepted", "--reason", "priority_need")
    assert run(*accepted, "--on", "2026-04-20").code == 0
    assert task(run, "dtr")["state"] in ("expired", "upcoming")
    assert run(*accepted).code == 0


@pytest.mark.usefixtures("sam")
def test_what_is_done_again_and_again_may_be_marked_on_another_day(run: Run) -> None:
    seen = ("mark", "rivers", "pom_contact", "done", "seen_how=face_to_face")
    assert run(*seen, "--on", "2026-11-20").code == 0
    assert run(*seen).code == 0
    assert "is done already, on Mon 23 Nov 2026" in said(run(*seen, "seen_by=P. Marsh"))


@pytest.mark.usefixtures("sam")
def test_the_same_thing_typed_twice_is_recorded_once(run: Run, record: Path) -> None:
    assert run("mark", "rivers", "crs", "submitted").code == 0
    before = entries(record)
    done = run("mark", "rivers", "crs", "submitted")
    assert done.out == (
        "A1234BC RIVERS, Sam crs: nothing new, that was recorded already. Next: releasecheck show A1234BC\n"
    )
    assert entries(record) == before


@pytest.mark.usefixtures("sam")
def test_what_does_not_apply_is_refused_with_the_fact_that_decides_it(
    run: Run, unchanged: Callable[[], None]
) -> None:
    run("set", "rivers", "mappa_category=none")
    unchanged()
    assert said(run("mark", "rivers", "mappa_level", "set", "level=2")) == (
        "mappa_level does not apply to A1234BC: is not in MAPPA. Decided by: mappa_category is none. "
        "If that is wrong: releasecheck set A1234BC mappa_category=…; if not, add --although"
    )


@pytest.mark.usefixtures("sam")
def test_what_its_own_result_rules_out_can_still_be_recorded(run: Run) -> None:
    """Somebody wrote down that there is an account before anybody wrote down that it was opened."""
    run("set", "rivers", "bank_account=yes")
    assert run("mark", "rivers", "bank_account", "done", "card_location=property").code == 0
    assert task(run, "bank_account")["outcome"] == "done"


@pytest.mark.usefixtures("sam")
def test_what_does_not_apply_is_recorded_with_although(run: Run) -> None:
    run("set", "rivers", "mappa_category=none")
    assert run("mark", "rivers", "mappa_level", "set", "level=2", "--although").code == 0
    assert task(run, "mappa_level")["outcome"] == "set"


@pytest.mark.usefixtures("sam")
def test_what_comes_after_release_waits_for_it(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    done = run("mark", "rivers", "first_appointment_outcome", "attended", "licence_explained_again=yes")
    assert said(done).startswith("first_appointment_outcome does not apply to A1234BC: ")


@pytest.mark.usefixtures("sam")
def test_what_was_sent_may_be_answered_when_it_no_longer_applies(run: Run) -> None:
    run("set", "rivers", "immigration_interest=yes")
    item = "substance_appointment"
    run("set", "rivers", "substance_need=yes")
    assert run("mark", "rivers", item, "referred", "provider=Forward").code == 0
    run("set", "rivers", "substance_need=no")
    booked = run("mark", "rivers", item, "booked", "provider=Forward", "appointment_on=2027-02-05")
    assert booked.code == 0, booked.err


@pytest.mark.usefixtures("sam")
def test_somebody_released_can_still_be_recorded_late(run: Run) -> None:
    assert run("released", "rivers", "--on", "2026-11-20").code == 0
    done = run("mark", "rivers", "licence_explained", "done", "signed=yes", "copy_given=yes", "--on", AS_OF)
    assert done.code == 0, done.err


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["mark", "rivers", "dtr"], "what happened to dtr? It has: submitted, accepted, "),
        (["mark", "rivers", "dtr", "authority=Leeds"], "what happened to dtr? It has: submitted, "),
        (["mark", "rivers"], "who, and which item? "),
        (["done", "rivers"], "who, and which item? "),
        (["mark", "rivers", *SENT, "authority=Hull"], "authority is given twice, with different values"),
        (["mark", "rivers", *SENT, "reference=\x1b[31mred"], "reference has a character that is not text"),
        (["waive", "rivers", "dtr", "--reason", "a\x07b"], "--reason: has a character that is not text"),
        (["note", "rivers", "bell\x07"], "the note has a character that is not text"),
        (["note", "rivers", "   "], "the note is empty."),
        (["note", "rivers", "seen", "--item", "dtrr"], 'no item "dtrr". Did you mean dtr?'),
        (["mark", "rivers", "benefits", "booked", "appointment_at=25:00"], 'appointment_at "25:00": a time'),
        (["mark", "rivers", "benefits", "booked", "appointment_on=Feb"], 'appointment_on "Feb": a month'),
    ],
)
def test_what_is_typed_wrongly_changes_nothing(
    run: Run, unchanged: Callable[[], None], words: list[str], expected: str
) -> None:
    unchanged()
    assert said(run(*words)).startswith(expected)


@pytest.mark.usefixtures("sam")
def test_quotes_and_accents_are_kept_as_they_are(run: Run) -> None:
    done = run("mark", "rivers", "dtr", "submitted", 'authority=Ynys Môn "north"', "consent_to_refer=yes")
    assert done.code == 0
    assert task(run, "dtr")["evidence"]["authority"] == 'Ynys Môn "north"'
    assert run("note", "rivers", "O’Neill’s “own” words; -- DROP TABLE notes").code == 0
    assert "O’Neill’s “own” words; -- DROP TABLE notes" in " ".join(run("history", "rivers").out.split())


@pytest.mark.usefixtures("sam")
def test_a_full_disk_leaves_nothing_half_written(
    run: Run, record: Path, dump: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("show", "rivers")
    ((pages,),) = rows(record, "PRAGMA page_count")
    ((free,),) = rows(record, "PRAGMA freelist_count")
    with monkeypatch.context() as full:
        limit = f"PRAGMA max_page_count = {pages}"
        full.setattr(connection, "_EACH_CONNECTION", (*connection._EACH_CONNECTION, limit))
        done = run("show", "rivers")
        for _ in range(free + 4):
            before, done = dump(record), run("note", "rivers", "x" * 5000)
            if done.code:
                break
        message = said(done, 1)
    assert message.startswith(f"the disk is full and nothing was saved. Make room for {record}")
    assert dump(record) == before
    assert run("log", "verify").code == 0
    assert run("note", "rivers", "there is room again").code == 0
