"""Recording the work: many at once, what is refused and why, what is asked for, one entry for many uses."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from releasecheck.core.errors import CatalogueError
from releasecheck.policy.catalogue_files import CatalogueFile, builtin_files, read_catalogue, to_keep
from releasecheck.store.sqlite import connection
from tests.conftest import AS_OF, Dump, MakePerson, Result, Run
from tests.places import TOP

SENT = ("dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
SAM, ANN = "A1234BC", "A2291BB"


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    return make_person(SAM, "RIVERS, Sam", sentence_start_date="2025-03-03", reception_date="2025-02-10")


@pytest.fixture
def ann(make_person: MakePerson) -> str:
    return make_person(ANN, "COLE, Ann")


@pytest.fixture
def unchanged(run: Run, record: Path, dump: Dump) -> Iterator[Callable[[], None]]:
    """From when it is called, the record must hold what it held, and its log still verify."""
    before: list[dict[str, list[tuple[object, ...]]]] = []
    yield lambda: before.append(dump(record))
    assert [dump(record)] == before
    assert run("log", "verify").code == 0


def said(done: Result, code: int = 2) -> str:
    """What a refusal says, without the program's name."""
    assert (done.code, done.out) == (code, "")
    return done.err.removeprefix("releasecheck: ").removesuffix("\n")


def shown(run: Run, number: str = SAM) -> dict:
    return json.loads(run("show", number, "--format", "json").out)


def task(run: Run, item: str, number: str = SAM) -> dict:
    return next(task for task in shown(run, number)["tasks"] if task["item"] == item)


def facts(run: Run, number: str = SAM) -> dict:
    return shown(run, number)["person"]["facts"]


def entries(record: Path) -> int:
    with closing(sqlite3.connect(record)) as database:
        return database.execute("SELECT count(*) FROM entries").fetchone()[0]


# --- many at once ---


@pytest.mark.usefixtures("sam", "ann")
def test_several_people_are_marked_in_one_entry(run: Run, record: Path) -> None:
    before = entries(record)
    done = run("mark", SAM, "cole", "crs", "submitted", "provider=Ingeus")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [SAM, ANN, "Next:"]
    assert entries(record) == before + 1
    assert [task(run, "crs", number)["evidence"] for number in (SAM, ANN)] == [{"provider": "Ingeus"}] * 2
    assert run("undo").code == 0
    assert [task(run, "crs", number)["outcome"] for number in (SAM, ANN)] == [None, None]


@pytest.mark.usefixtures("sam")
def test_several_items_each_take_the_evidence_that_they_ask_for(run: Run) -> None:
    done = run("mark", "rivers", "crs,dtr", "submitted", *SENT[2:], "provider=Ingeus", "reference=R-1")
    assert done.code == 0, done.err
    assert task(run, "crs")["evidence"] == {"provider": "Ingeus", "reference": "R-1"}
    assert task(run, "dtr")["evidence"] == {
        "authority": "Leeds",
        "consent_to_refer": "yes",
        "reference": "R-1",
    }


@pytest.mark.usefixtures("sam")
def test_one_of_several_items_misspelt_is_named(run: Run) -> None:
    assert said(run("mark", "rivers", "crs,drt", "submitted")).startswith('"crs,drt": no item drt.')


def test_somebody_with_the_name_of_an_item_can_still_be_named(run: Run, make_person: MakePerson) -> None:
    """The first word is always a person."""
    make_person(SAM, "DEBTS, Ann")
    assert run("mark", "debts", "debts", "done", "help_needed=no").code == 0
    assert task(run, "debts")["outcome"] == "done"


@pytest.mark.usefixtures("sam", "ann")
def test_when_one_of_several_is_refused_nobody_is_marked(run: Run, unchanged: Callable[[], None]) -> None:
    assert run("mark", "cole", "bank_account", "done", "--although").code == 0
    unchanged()
    done = run("mark", "rivers", "cole", "bank_account", "done", "--although")
    assert said(done).splitlines()[0].startswith(f"{ANN} bank_account is done already, on Mon 23 Nov 2026.")
    assert said(done).splitlines()[-1] == "Nothing was recorded."


@pytest.mark.usefixtures("sam", "ann")
def test_somebody_named_twice_is_marked_once(run: Run) -> None:
    assert run("mark", "rivers", SAM, "crs", "submitted").out.count(" crs submitted ") == 1


@pytest.mark.usefixtures("sam")
def test_two_people_of_one_name_are_listed(
    run: Run, make_person: MakePerson, unchanged: Callable[[], None]
) -> None:
    make_person("A9999ZZ", "RIVERS, Joan")
    unchanged()
    message = said(run("mark", "rivers", *SENT))
    assert message.splitlines() == [
        '"rivers" could be 2 people; use the prison number:',
        "  A9999ZZ  RIVERS, Joan",
        "  A1234BC  RIVERS, Sam",
    ]


LINES = """
# Thursday's clinic
A1234BC dtr submitted authority="Kirklees, west" consent_to_refer=yes --on 2026-11-19

cole crs submitted
rivers cole first_appointment booked --not-known place given_in_writing=yes \
appointment_on=2027-02-05 appointment_at=10:00
"""


@pytest.mark.usefixtures("sam", "ann")
def test_a_file_is_recorded_as_one_entry(run: Run, record: Path) -> None:
    before = entries(record)
    done = run("mark", "-", "--reason", "clinic", stdin=LINES)
    assert done == (
        0,
        "4 outcomes recorded for 2 people. Something is still to record for A1234BC and A2291BB. "
        "Next: releasecheck today (to take it all back: releasecheck undo)\n",
        "",
    )
    assert entries(record) == before + 1
    assert (task(run, "dtr")["outcome_on"], task(run, "dtr")["evidence"]["authority"]) == (
        "2026-11-19",
        "Kirklees, west",
    )
    assert task(run, "crs", ANN)["outcome"] == "submitted"


WRONG = """rivers dtr submitted authority=Leeds consent_to_refer=yes
rivers dtr accepted --reason priority
rivers debts done help_needed=perhaps
nobody dtr submitted
rivers dtrr submitted
rivers crs submitted --on 2027-01-01
rivers crs "submitted
rivers bank_account applied
rivers bank_account done --although
rivers bank_account done --although
rivers dtr --bogus
"""


@pytest.mark.usefixtures("sam")
def test_every_wrong_line_of_a_file_is_shown_and_none_is_saved(
    run: Run, unchanged: Callable[[], None]
) -> None:
    unchanged()
    lines = said(run("mark", "-", stdin=WRONG)).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        *(f"line {number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 11)),
        "Nothing was recorded.",
    ]
    found = dict(line.split(": ", 1) for line in lines[:-1])
    assert found["line 2"].startswith('dtr accepted is never for the reason "priority".')
    assert found["line 3"] == 'help_needed "perhaps": yes, no or not known'
    assert found["line 4"].startswith('nobody called "nobody"')
    assert found["line 5"].startswith('no item "dtrr". Did you mean dtr?')
    assert "has not come yet" in found["line 6"]
    assert found["line 7"] == "a quotation mark is not closed"
    assert found["line 8"].startswith("applied needs bank. Add bank=…")
    assert found["line 10"].startswith("A1234BC bank_account is done already")


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "nothing to record: no line on standard input says PERSON ITEM OUTCOME"),
        ("# only a remark\n\n", "nothing to record: no line on standard input says PERSON ITEM OUTCOME"),
        (b"rivers crs submitted\nrivers note\xff", "line 2: is not UTF-8 text. Save the file as UTF-8"),
    ],
)
def test_a_file_that_holds_nothing_says_so(
    run: Run, unchanged: Callable[[], None], text: str | bytes, expected: str
) -> None:
    unchanged()
    assert said(run("mark", "-", stdin=text)) == expected


# --- what is refused ---


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
        "A1234BC crs: nothing new, that was recorded already. Next: releasecheck show A1234BC\n"
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
        (["waive", "rivers", "dtr", "--reason", "a\x07b"], "the reason has a character that is not text"),
        (["note", "rivers", "bell\x07"], "the note has a character that is not text"),
        (["note", "rivers", "   "], "the note is empty."),
        (["note", "rivers", "seen", "--item", "dtrr"], 'no item "dtrr". Did you mean dtr?'),
        (["mark", "rivers", "benefits", "booked", "appointment_at=25:00"], 'appointment_at "25:00": a time'),
        (["mark", "rivers", "benefits", "booked", "appointment_on=5 Feb"], 'appointment_on "5 Feb": a date'),
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
    before = dump(record)
    with closing(sqlite3.connect(record)) as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        free = database.execute("PRAGMA freelist_count").fetchone()[0]
    with monkeypatch.context() as full:
        limit = f"PRAGMA max_page_count = {pages}"
        full.setattr(connection, "_EACH_CONNECTION", (*connection._EACH_CONNECTION, limit))
        text = "x" * 4096 * (free + 4)
        message = said(run("note", "rivers", text), 1)
    assert message.startswith(f"the disk is full and nothing was saved. Make room for {record}")
    assert dump(record) == before
    assert run("log", "verify").code == 0
    assert run("note", "rivers", "there is room again").code == 0


# --- waive, decline, note ---


@pytest.mark.usefixtures("sam")
def test_waiving_what_applies_needs_although(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    waive = ("waive", "rivers", "da_check", "--reason", "asked last month")
    assert said(run(*waive)) == (
        "da_check applies to A1234BC. What decides it: releasecheck why A1234BC da_check. "
        "To waive it all the same: add --although"
    )
    assert said(run("waive", "rivers", "da_check")) == "why is it not needed? Add --reason TEXT"
    marked = run("mark", "rivers", "da_check", "not_needed", "--reason", "asked last month")
    assert "add --although" in said(marked)


@pytest.mark.usefixtures("sam")
def test_waived_with_although_it_is_not_asked_for_and_says_who_and_why(run: Run) -> None:
    done = run("--by", "P. Marsh", "waive", "rivers", "da_check", "--reason", "asked in May", "--although")
    assert done.out == "A1234BC da_check not needed Mon 23 Nov 2026. Next: releasecheck show A1234BC\n"
    assert task(run, "da_check")["state"] == "not_required"
    assert task(run, "da_check")["reasons"] == ["not needed: asked in May"]
    history = " ".join(run("history", "rivers", "--item", "da_check").out.split())
    assert "P. Marsh: da_check not needed on Mon 23 Nov 2026: because asked in May." in history


@pytest.mark.usefixtures("sam")
def test_what_cannot_be_said_to_apply_may_be_waived(run: Run) -> None:
    assert task(run, "mappa_level")["state"] == "unknown"
    assert run("waive", "rivers", "mappa_level", "--reason", "not a MAPPA offence").code == 0
    assert task(run, "mappa_level")["state"] == "not_required"


@pytest.mark.usefixtures("sam")
def test_nobody_waives_without_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    done = run("waive", "rivers", "mappa_level", "--reason", "not a MAPPA offence")
    assert said(done).startswith("who says so? Add --by NAME")


@pytest.mark.usefixtures("sam")
def test_what_somebody_declines_is_listed_and_not_asked_for(run: Run) -> None:
    done = run("decline", "rivers", "dtr", "--on", "2026-11-20", "--reason", "family")
    assert done.out == (
        "A1234BC dtr declined by the person Fri 20 Nov 2026. cas3 still needs dtr and crs. "
        "Next: releasecheck show A1234BC\n"
    )
    assert (task(run, "dtr")["state"], task(run, "dtr")["outcome_on"]) == ("declined", "2026-11-20")


@pytest.mark.usefixtures("sam")
def test_a_note_stands_in_the_history_beside_its_item(run: Run) -> None:
    done = run("note", "rivers", "asks to be met at the gate", "--item", "RD01", "--on", "2026-11-20")
    item = done.out.split(" about ")[1].split(".")[0]
    assert done.out == f"A1234BC: noted Fri 20 Nov 2026, about {item}. Next: releasecheck history A1234BC\n"
    history = " ".join(run("history", "rivers", "--item", item).out.split())
    assert f"note on Fri 20 Nov 2026 about {item}: asks to be met at the gate" in history


# --- evidence that is missing ---


@pytest.mark.usefixtures("sam")
def test_with_nobody_to_ask_the_missing_fields_are_named(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    assert said(run("mark", "rivers", "dtr", "submitted")) == (
        "submitted needs authority and consent_to_refer. "
        "Add authority=… consent_to_refer=…, or --not-known authority to leave a gap"
    )


@pytest.mark.usefixtures("sam")
def test_a_gap_is_filled_later_and_the_day_stays(run: Run) -> None:
    gap = run("done", "rivers", "licence_explained", "signed=yes", "copy_given=nk", "--on", "2026-11-20")
    assert gap.out.endswith(
        "Still to record: copy_given. Next: releasecheck mark A1234BC licence_explained done copy_given=…\n"
    )
    filled = run("done", "rivers", "licence_explained", "copy_given=no")
    assert filled.code == 0, filled.err
    now = task(run, "licence_explained")
    assert (now["outcome_on"], now["evidence"]) == ("2026-11-20", {"signed": "yes", "copy_given": "no"})
    assert "is done already" in said(
        run("done", "rivers", "licence_explained", "copy_given=yes", "signed=no")
    )


def in_terminal(record: Path, *words: str) -> pexpect.spawn:
    """The program as in a terminal, on the day of all these tests."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "releasecheck", "--record", str(record), "--as-of", AS_OF, *words],
        cwd=str(TOP),
        dimensions=(24, 120),
        timeout=30,
        encoding="utf-8",
    )


@pytest.mark.usefixtures("sam")
def test_at_a_terminal_each_missing_field_is_asked_with_its_answers(run: Run, record: Path) -> None:
    screen = in_terminal(record, "mark", "rivers", "mappa_category", "identified")
    screen.expect_exact("MAPPA category (1, 2, 3 or 4, not known): ")
    screen.sendline("5")
    screen.expect_exact('category "5": 1, 2, 3 or 4')
    screen.expect_exact("MAPPA category (1, 2, 3 or 4, not known): ")
    screen.sendline("2")
    screen.expect_exact("Decided by (name and role) (not known): ")
    screen.sendline("not known")
    screen.expect_exact("Still to record: decided_by. Also recorded: mappa_category category 2.")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0
    assert task(run, "mappa_category")["evidence"] == {"category": "2"}


@pytest.mark.usefixtures("sam", "ann")
def test_at_a_terminal_each_person_is_asked_about(run: Run, record: Path) -> None:
    screen = in_terminal(record, "done", "rivers", "cole", "debts")
    for number, answer in ((SAM, "yes"), (ANN, "no")):
        screen.expect_exact(f"{number} debts: Is help needed (yes, no, not known): ")
        screen.sendline(answer)
    screen.expect_exact("Next: releasecheck today")
    screen.expect(pexpect.EOF)
    screen.close()
    assert [task(run, "debts", number)["evidence"] for number in (SAM, ANN)] == [
        {"help_needed": "yes"},
        {"help_needed": "no"},
    ]


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("key", ["c", "d"])
def test_a_question_broken_off_records_nothing(run: Run, record: Path, dump: Dump, key: str) -> None:
    """Ctrl-C and the end of input, at the second question."""
    before = dump(record)
    screen = in_terminal(record, "mark", "rivers", "dtr", "submitted")
    screen.expect_exact("Local authority (not known): ")
    screen.sendline("Leeds")
    screen.expect_exact("Consent to refer (yes, no, not known): ")
    screen.sendcontrol(key)
    screen.expect_exact("Nothing recorded.")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 1
    assert dump(record) == before
    assert run("log", "verify").code == 0


@pytest.mark.usefixtures("sam")
def test_what_is_refused_is_refused_before_anything_is_asked(record: Path) -> None:
    screen = in_terminal(record, "mark", "rivers", "dtr", "submitted", "--on", "2025-01-01")
    screen.expect_exact("is before the reception date")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 2


# --- one entry, many uses ---


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mappa_category identified category=2 decided_by=P", {"mappa_category": "2"}),
        ("mappa_category not_mappa decided_by=P", {"mappa_category": "none"}),
        ("mappa_level set level=3", {"mappa_level": 3}),
        ("com_allocated done com_name=J_Okafor com_office=Leeds", {"com": "J_Okafor", "com_office": "Leeds"}),
        ("tier_recorded done tier=b2 rosh=high pom_name=P", {"tier": "B2", "rosh": "high", "pom": "P"}),
        ("bank_account done --although", {"bank_account": True}),
        ("id_document done document=passport --although", {"id_held": True}),
        ("adjustments none_needed", {"adjustments": False}),
        ("housing_status no_tenancy housing=homeless", {"housing": "homeless"}),
    ],
)
def test_evidence_that_is_a_fact_is_recorded_as_the_fact_too(
    run: Run, record: Path, words: str, expected: dict[str, object]
) -> None:
    before, known = entries(record), facts(run)
    done = run("mark", "rivers", *words.split())
    assert done.code == 0, done.err
    assert {name: value for name, value in facts(run).items() if known.get(name) != value} == expected
    assert entries(record) == before + 1
    assert run("record", "verify").code == 0
    assert run("undo").code == 0
    assert facts(run) == known


@pytest.mark.usefixtures("sam")
def test_the_fact_is_known_from_the_day_of_the_outcome(run: Run) -> None:
    """What is known from a later day stands; the outcome is kept all the same."""
    run("set", "rivers", "mappa_level=1", "--told", "2026-11-20")
    assert run("mark", "rivers", "mappa_level", "set", "level=2", "--on", "2026-11-10").code == 0
    assert facts(run)["mappa_level"] == 1
    assert task(run, "mappa_level")["evidence"] == {"level": "2"}
    assert run("mark", "rivers", "mappa_level", "set", "level=3", "--on", "2026-11-21").code == 2
    run("undo")
    done = run("mark", "rivers", "mappa_level", "set", "level=3", "--on", "2026-11-21")
    assert "Also recorded: mappa_level 3." in done.out
    assert facts(run)["mappa_level"] == 3


@pytest.mark.usefixtures("sam")
def test_a_fact_that_can_be_no_such_value_is_refused(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    done = run("mark", "rivers", "tier_recorded", "done", "tier=Z9", "rosh=high", "pom_name=P")
    assert said(done) == 'tier "Z9": A0 to D3, an S may follow, or A to G'


@pytest.mark.usefixtures("sam")
def test_what_an_outcome_makes_likely_is_suggested_and_never_recorded(run: Run) -> None:
    done = run("mark", "rivers", "private_address", "confirmed")
    assert done.out.endswith(" Next: releasecheck set A1234BC next_accommodation=yes\n")
    assert "next_accommodation" not in facts(run)
    run("set", "rivers", "next_accommodation=yes")
    lost = run("mark", "rivers", "private_address", "fell_through")
    assert lost.out.endswith(" Next: releasecheck set A1234BC next_accommodation=no\n")
    assert facts(run)["next_accommodation"] is True


OFFICE = """
[item.books]
title = "Library books returned"
pathway = "release_day"
owner = "OMU"
action = "collect the books"
evidence.done = ["shelf"]
outcomes.done = { kind = "done" }
sources = [{ title = "Governor's order", confidence = "high", checked = 2026-11-02 }]
[field.shelf]
ask = "Which shelf"
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('ask = "Which shelf"', 'fact = "teir"', 'field shelf: no fact "teir". Did you mean tier?'),
        (
            'ask = "Which shelf"',
            'fact = "rosh"\nkind = "choice"\nvalues = ["low", "awful"]',
            'field shelf: rosh is never "awful": low, medium, high or very_high',
        ),
        ('ask = "Which shelf"', 'fact = "rosh"\nkind = "date"', "field shelf: a date is never the fact rosh"),
        (
            'kind = "done" }',
            'kind = "done", facts = { teir = "B2" } }',
            'outcomes.done: facts: no fact "teir"',
        ),
        (
            'kind = "done" }',
            'kind = "done", suggests = { housing = "tent" } }',
            'outcomes.done: suggests: housing is never "tent"',
        ),
        (
            'kind = "done" }',
            'kind = "done", facts = { id_held = "yes" } }',
            "outcomes.done: facts: id_held is yes, no or not known, not 'yes'",
        ),
        ('kind = "done" }', 'kind = "done", facts = ["id_held"] }', '"facts" is a table such as'),
    ],
)
def test_a_catalogue_that_names_a_fact_wrongly_is_refused(old: str, new: str, expected: str) -> None:
    assert old in OFFICE
    with pytest.raises(CatalogueError) as caught:
        read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", OFFICE.replace(old, new), True)))
    (problem,) = caught.value.problems
    assert expected in problem


# --- the catalogue as the record keeps it, for speed ---


def test_what_is_kept_of_a_catalogue_gives_the_same_catalogue() -> None:
    files = (*builtin_files(), CatalogueFile("leeds.toml", OFFICE, True))
    assert read_catalogue(files, to_keep(files)) == read_catalogue(files)


@pytest.mark.parametrize("kept", ["", "{", "{}", "[1]", '{"form":1,"fingerprint":"0"}', "other", "more"])
def test_what_was_kept_of_other_files_or_is_damaged_is_not_read(kept: str) -> None:
    files = (*builtin_files(), CatalogueFile("leeds.toml", OFFICE, True))
    kept = {
        "other": to_keep(builtin_files()),
        "more": to_keep(files).replace('"items":', '"unheard_of":{},"items":', 1),
    }.get(kept, kept)
    assert "books" in read_catalogue(files, kept).items


@pytest.mark.usefixtures("sam")
def test_a_changed_office_file_counts_at_the_next_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    config = tmp_path / "config.toml"
    config.write_text(f'catalogue = "{folder}"\n', encoding="utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    assert run("note", "rivers", "first").code == 0
    (folder / "leeds.toml").write_text(OFFICE, encoding="utf-8")
    done = run("done", "rivers", "books", "shelf=A")
    assert done.out == "A1234BC books done Mon 23 Nov 2026. Next: releasecheck show A1234BC\n"
    (folder / "leeds.toml").write_text(
        OFFICE.replace('kind = "done"', 'kind = "done", title = "back"'), "utf-8"
    )
    assert run("undo").code == 0
    assert run("done", "rivers", "books", "shelf=A").out.startswith("A1234BC books back Mon 23 Nov 2026.")
