"""The sheet in every state, what whoever makes it is told, and what is chosen for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up import leavers
from tests.made_up.leavers import DAY, mark
from tests.made_up.program import MakePerson, Run

WAY_IN = "Go round to the back of the house and ring the bell. " * 28


@pytest.fixture
def sam(record: Path) -> str:
    return leavers.ready_to_leave()


def aloud(run: Run, person: str, *words: str, as_of: str = "2026-11-23") -> list[str]:
    """The sheet, line by line as it is read aloud."""
    done = run("sheet", person, *words, "--format", "txt", as_of=as_of)
    assert done.code == 0, done.err
    return done.out.splitlines()


def refused(run: Run, tmp_path: Path, person: str, *words: str, as_of: str = "2026-11-23") -> str:
    """Why no sheet is made; nothing is left behind."""
    done = run("sheet", person, *words, "-o", tmp_path / "sheet.html", as_of=as_of)
    assert (done.code, done.out) == (1, "")
    assert not (tmp_path / "sheet.html").exists()
    return done.err


# --- the day ---


def test_the_day_stands_in_order_with_times(run: Run, sam: str) -> None:
    page = aloud(run, sam)
    wanted = [
        "Sam Rivers",
        "You leave prison on Friday 5 February 2027, at about 10:00 am.",
        "10:00 am: You leave.",
        "We give you a ticket to Leeds.",
        "1:30 pm: First probation meeting.",
        "Ask for J. Okafor.",
        "Bus 14 from the gate.",
        "3:00 pm: Jobcentre.",
        "By 6:00 pm: Be at the place you will sleep.",
        "Ring the top bell.",
        "You must go to the probation meeting.",
        "Ring before it starts: 0113 496 0000.",
        "If you do not go, you may be sent back to prison.",
        "Where you will sleep",
        "Mon 15 Feb 2027: Work or a course starts.",
        "Doctor: Harehills surgery",
        "Medicine for 7 days",
        "Samaritans, free: 116 123",
        "Ill, NHS: 111",
        "In danger now: 999",
        "This is not your licence.",
    ]
    assert [line for line in page if line in wanted] == wanted


def test_only_what_is_recorded_as_arranged_is_to_be_ticked(run: Run, sam: str) -> None:
    page = aloud(run, sam)
    assert {"Travel ticket", "Birth certificate"} <= set(page)
    assert {"Licence", "Phone and charger", "Your own things", "Money for the first days"}.isdisjoint(page)


def test_what_the_gate_has_ready_is_to_be_ticked(run: Run, record: Path) -> None:
    person = leavers.ready_for_the_gate(leavers.leaving())
    page = aloud(run, person, as_of=leavers.EVE)
    assert {"Licence", "Money for the first days", "Phone and charger", "Your own things"} <= set(page)


def test_a_drugs_service_is_not_named_to_whoever_sees_it(run: Run, sam: str) -> None:
    page = "\n".join(aloud(run, sam))
    assert "Your support worker." in page
    assert "Forward Leeds" not in page


def test_at_most_five_things_are_not_sorted_and_the_rest_are_counted(
    run: Run, make_person: MakePerson
) -> None:
    facts = {
        "bank_account": "no",
        "id_held": "no",
        "medication": "yes",
        "benefit_need": "yes",
        "debts": "yes",
    }
    person = make_person(release="2026-12-11", housing="homeless", next_accommodation="no", **facts)
    page = aloud(run, person)
    part = page[page.index("Not sorted yet") : page.index("Please tell us")]
    assert sum(line.startswith("This has not started.") for line in part) == 5
    assert any(line.startswith("Other things not sorted: ") for line in part)


def test_what_cannot_be_done_yet_is_not_said_to_be_missing(run: Run, make_person: MakePerson) -> None:
    person = make_person(release="2028-02-04", bank_account="no", id_held="no", next_accommodation="no")
    page = " ".join(aloud(run, person))
    assert "Not sorted yet" not in page
    assert "You do not have a place to sleep yet." in page
    assert "not started" not in page


def test_three_facts_are_questions_and_the_numbers(run: Run, make_person: MakePerson) -> None:
    page = aloud(run, make_person())
    assert "Have you somewhere to sleep when you leave? Yes / No / Not sure" in page
    assert "Do you take medicine every day? Yes / No / Not sure" in page
    assert {"Where you will sleep", "That day, in order"}.isdisjoint(page)
    assert "Nothing that we know of." not in page
    assert "In danger now: 999" in page


def test_without_a_day_there_are_the_questions_and_the_numbers(run: Run, record: Path) -> None:
    page = aloud(run, leavers.unknown())
    assert "We do not have a day for you yet." in page
    titles = [line for line in page if line in ("Please tell us", "Cut out and keep")]
    assert titles == ["Please tell us", "Cut out and keep"]


@pytest.mark.parametrize(
    ("typed", "day", "line"),
    [
        ("2 pm", DAY, "2:00 pm: First probation meeting."),
        ("at once", DAY, "At once: First probation meeting."),
        (
            "by 2pm on the next working day",
            "2027-02-08",
            "Mon 8 Feb 2027: By 2:00 pm: First probation meeting.",
        ),
    ],
)
def test_the_first_meeting_is_at_a_time_at_once_or_by_2_pm_on_the_next_working_day(
    run: Run, make_person: MakePerson, typed: str, day: str, line: str
) -> None:
    person = make_person(release=DAY, com="J. Okafor")
    mark("first_appointment", "booked", f"appointment_on={day}", f"appointment_at={typed}", "place=Leeds",
         "given_in_writing=yes", "ask_for=T. Nowak")  # fmt: skip
    page = aloud(run, person)
    assert line in page
    assert "Ask for T. Nowak." in page
    assert "You must go to the probation meeting." in page


def test_a_service_is_named_where_the_person_said_that_it_may(run: Run, make_person: MakePerson) -> None:
    person = make_person(release=DAY, substance_need="yes")
    mark("substance_appointment", "booked", "provider=Forward Leeds", "appointment_on=2027-02-08",
         "appointment_at=15:45", "place=2 George St, Leeds", "name_on_sheet=yes")  # fmt: skip
    page = "\n".join(aloud(run, person))
    assert "Mon 8 Feb 2027: 3:45 pm: Your support worker." in page
    assert "Forward Leeds, 2 George St, Leeds." in page


def test_a_changed_day_is_said_with_the_day_that_the_last_sheet_named(run: Run, sam: str) -> None:
    assert run("sheet", sam, "--given").code == 0
    assert "Your day has changed." not in aloud(run, sam)
    assert run("set", sam, "confirmed_release_date=2027-02-12").code == 0
    page = aloud(run, sam)
    assert page[page.index("Your day has changed.") + 1] == "It was Friday 5 February 2027."


def test_a_way_in_of_300_words_stands_at_the_end_and_the_numbers_before_it(run: Run, record: Path) -> None:
    sam = leavers.ready_to_leave(way_in=WAY_IN.strip())
    page = aloud(run, sam)
    text = "\n".join(page)
    assert "More about this is at the end." in page
    assert text.index("999") < text.index("Go round to the back") and text.index("999") < text.index(
        "Doctor:"
    )
    said = run("sheet", sam).err
    assert f"way in, {len(WAY_IN.split())} words; this is read by the person: under 20 is easier" in said


def test_a_name_of_60_letters_is_printed_whole(run: Run, make_person: MakePerson) -> None:
    name = "Wolfeschlegelsteinhausen-Bergerdorff"
    page = aloud(run, make_person(name=f"{name.upper()}, Hubert Blaine Adolph"))
    assert page.count(f"Hubert Blaine Adolph {name}") == 1


# --- none is made ---


def test_a_day_that_has_gone_by_makes_no_sheet(run: Run, sam: str, tmp_path: Path) -> None:
    said = refused(run, tmp_path, sam, as_of="2027-02-08")
    assert "release day was Fri 5 Feb 2027: released?" in said
    assert f"releasecheck released {sam} --on 2027-02-05" in said
    assert f"releasecheck redate {sam} DAY" in said


def test_nobody_who_has_died_is_given_one(run: Run, sam: str, tmp_path: Path) -> None:
    assert run("died", sam, "--on", "2026-11-22").code == 0
    assert "died" in refused(run, tmp_path, sam)


def test_somebody_recalled_is_told_nothing_that_was_arranged_before(run: Run, sam: str) -> None:
    assert run("released", sam, "--on", DAY, as_of=DAY).code == 0
    assert run("recalled", sam, "--on", "2027-02-20", as_of="2027-02-20").code == 0
    page = "\n".join(aloud(run, sam, as_of="2027-02-21"))
    assert "We do not have a day for you yet." in page
    assert not any(old in page for old in ("Leeds Bakery", "top bell", "bus 14", "10:00", "Harehills"))


@pytest.mark.parametrize(
    ("field", "time", "said"),
    [
        ("planned_time", "14:00", "first probation meeting at 13:30, and out of prison at 14:00"),
        ("appointment_at", "15:00", "first probation meeting at 15:00, and Jobcentre at the same time"),
        ("check_in_by", "14:00", "Jobcentre at 15:00, and to be in by 14:00"),
    ],
)
def test_times_that_cannot_be_kept_are_refused_unless_one_says_although(
    run: Run, record: Path, tmp_path: Path, field: str, time: str, said: str
) -> None:
    sam = leavers.ready_to_leave(**{field: time})
    told = refused(run, tmp_path, sam)
    assert said in told
    assert "--although" in told and f"releasecheck history {sam}" in told
    assert run("sheet", sam, "--although").code == 0


# --- what is chosen, and said ---


def test_who_wishes_to_use_welsh_has_it_in_welsh_and_the_worker_is_told(run: Run, sam: str) -> None:
    assert run("set", sam, "welsh_wish=yes").code == 0
    done = run("sheet", sam, "--format", "txt")
    assert "Byddwch yn gadael y carchar" in done.out
    assert f"{sam}: in Welsh, as they wish. In English: add --english" in done.err
    english = run("sheet", sam, "--english", "--format", "txt")
    assert "You leave prison" in english.out and "in Welsh" not in english.err


def test_who_needs_large_print_has_it_where_there_is_a_page(run: Run, sam: str) -> None:
    mark("adjustments", "done", "adjustment=dyslexia: 18 point, cream paper")
    page = run("sheet", sam, "--format", "html")
    assert 'class="large"' in page.out
    assert f"{sam}: in large type, as their adjustments say." in page.err
    assert 'class="large"' not in run("sheet", sam, "--small", "--format", "html").out
    assert "large type" not in run("sheet", sam, "--format", "txt").err


def test_empty_numbers_are_told_with_what_to_type(run: Run, sam: str) -> None:
    assert (
        f"{sam}: 2 telephone numbers empty: releasecheck config set phone_housing NUMBER"
        in run("sheet", sam).err
    )
    for name in ("housing", "prison"):
        run("config", "set", f"phone_{name}", "0113 496 0001")
    assert run("sheet", sam).err == ""


def test_answers_in_english_on_a_welsh_sheet_are_told_and_marked(run: Run, record: Path) -> None:
    sam = leavers.ready_to_leave(way_in="canwch y gloch")
    done = run("sheet", sam, "--welsh", "--format", "html")
    assert "3 answers are in English: place, way there and ID. Add them in Welsh or leave" in done.err
    assert "Canwch y gloch." in done.out


def test_both_has_every_part_twice_welsh_first(run: Run, sam: str) -> None:
    page = aloud(run, sam, "--both")
    assert page.index("Y diwrnod hwnnw, yn ei drefn") < page.index("That day, in order")
    assert page.index("That day, in order") < page.index("Ble byddwch chi'n cysgu")
    assert run("sheet", sam, "--both", "--english").code == 2


def test_in_wales_the_council_is_asked_for_help(run: Run, make_person: MakePerson) -> None:
    person = make_person(housing="homeless", home_area="wales", release="2027-01-15")
    assert "Asking the council for help with a home." in aloud(run, person)
    assert "Gofyn i'r cyngor am help gyda chartref." in aloud(run, person, "--welsh")


def test_whoever_types_a_long_text_for_the_person_is_told_at_once(run: Run, make_person: MakePerson) -> None:
    person = make_person("A1234BC", "RIVERS, Sam", "2027-02-05")
    way = " ".join(["go round the back"] * 8)
    words = ("place_kind=settled", f"way_in={way}", "--gaps", "--although")
    done = run("mark", person, "address_night_one", "done", *words)
    assert done.code == 0
    assert done.err.endswith("A1234BC: way in, 32 words; this is read by the person: under 20 is easier\n")
