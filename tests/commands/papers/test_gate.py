"""The evening before and the day of release: what is recorded, what is not, and who leaves when."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader

from releasecheck.policy.catalogue_files import builtin_files, read_catalogue
from tests.expected import agreed, made
from tests.made_up import leavers
from tests.made_up.leavers import DAY, EVE
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import tamper

mark = partial(leavers.mark, as_of=EVE)


@pytest.fixture
def leaving(record: Path) -> str:
    return leavers.leaving()


@pytest.fixture
def ready(leaving: str) -> str:
    return leavers.ready_for_the_gate(leaving)


@pytest.mark.parametrize("form", ["txt", "md", "html", "json"])
def test_the_page_is_the_one_we_agreed(record: Path, form: str) -> None:
    assert made(f"gate.{form}") == agreed(f"gate.{form}")


def test_of_somebody_unknown_it_says_what_is_not_recorded(record: Path) -> None:
    assert made("gate.empty.txt") == agreed("gate.empty.txt")


def page(run: Run, number: str, as_of: str = EVE) -> str:
    """The page in one line, as it is read from top to bottom, without the frame of its box."""
    done = run("gate", number, "--format", "txt", as_of=as_of)
    assert done.code == 0, done.err
    return " ".join(word for word in done.out.split() if word.strip("|+-"))


def lines(run: Run, number: str, as_of: str = EVE) -> dict[str, str]:
    """What the record says beside each line."""
    made = json.loads(run("gate", number, "--format", "json", as_of=as_of).out)
    return {line["title"]: line["says"] for line in made["lines"]}


def test_with_everything_done_nothing_is_outstanding_on_this_list(run: Run, ready: str) -> None:
    made = run("gate", ready, "--exit-code", as_of=EVE)
    assert made.code == 0, made.out
    assert "Nothing outstanding on this list." in made.out
    assert "Planned time 10:30." in made.out


def test_it_has_three_pauses_of_sixteen_lines_each_with_whose_it_is(run: Run, leaving: str) -> None:
    made = json.loads(run("gate", leaving, "--format", "json", as_of=EVE).out)
    assert [line["pause"] for line in made["lines"]] == ["evening"] * 6 + ["reception"] * 6 + ["gate"] * 4
    said = page(run, leaving).upper()
    assert said.index("1 EVENING BEFORE: MAY") < said.index("2 RECEPTION: HA") < said.index("3 AT THE GATE")


def test_not_done_counts_only_lines_of_the_page(run: Run, ready: str) -> None:
    """Work for nobody at the gate is open behind it, and is not counted."""
    assert run("set", ready, "confirmed_release_date=not known", as_of=EVE).code == 0
    assert "Not ready: 1 of 16 lines below is not done." in page(run, ready)
    assert lines(run, ready)["Right person, right day"] == "[day not confirmed]"
    assert run("gate", ready, "--exit-code", as_of=EVE).code == 4


@pytest.mark.parametrize("done", [True, False])
def test_it_never_says_that_somebody_may_leave(run: Run, ready: str, leaving: str, done: bool) -> None:
    made = run("gate", ready if done else leaving, as_of=EVE).out.lower()
    unsaid = ("safe", "lawful", "approved for", "cleared", "can be released", "ready to")
    assert [word for word in unsaid if word in made] == []


def test_a_check_made_before_its_evening_is_made_again(run: Run, leaving: str) -> None:
    """14 days early it is no check of that evening, and nothing is said to be done by it."""
    words = ("checked_by=DG Hale", "identity_checked=yes", "licence_present=yes", "holds_clear=yes")
    leavers.mark("governor_check", "done", *words, as_of="2027-01-21")
    said = lines(run, leaving, as_of="2027-01-21")
    assert said["No other warrant, remand, hold"] == "[made 14 days early] make it again"
    assert "Nothing outstanding" not in page(run, leaving, as_of="2027-01-21")


def test_what_is_only_still_to_come_is_no_line_not_done(run: Run, leaving: str) -> None:
    said = lines(run, leaving, as_of="2027-01-20")
    assert said["No other warrant, remand, hold"] == "not recorded, from Thu 4 Feb"
    assert said["First meeting, in writing"] == "[not booked] due Fri 29 Jan, COM"


def test_answers_are_a_few_words_each(run: Run, ready: str) -> None:
    said = lines(run, ready)
    assert said["Ticket, money, clothes, phone"] == "ticket to Leeds, money, clothes, phone"
    assert said["First meeting, in writing"] == "Fri 5 Feb, 13:30, in writing"
    assert said["Medicine"] == "ready 4 Feb, 7 days"
    assert said["No other warrant, remand, hold"] == "clear Thu 4 Feb, DG Hale"
    assert said["No immigration hold"] == "no interest recorded, 23 Nov 2026: check again"


def test_medicine_names_no_need(run: Run, make_person: MakePerson) -> None:
    """Whoever stands in reception reads whether it is ready, and nothing of what it is for."""
    person = make_person(
        "A0002AA", "LANE, Kit", DAY, opioid_treatment="yes", substance_need="yes", medication="yes"
    )
    said = lines(run, person)["Medicine"]
    assert said.startswith("[not ready]") and "healthcare" in said
    assert [word for word in ("naloxone", "SM", "opioid", "substance") if word in page(run, person)] == []


@pytest.mark.parametrize(
    ("sex", "asked"),
    [("F", "has she what she needs?"), ("M", "has he what he needs?"), (None, "have they what they need?")],
)
def test_somebody_is_spoken_of_as_the_record_has_them(
    run: Run, make_person: MakePerson, sex: str | None, asked: str
) -> None:
    person = make_person("A0002AA", "LANE, Kit", DAY, **({"sex": sex} if sex else {}))
    assert asked.upper() in page(run, person).upper()


def test_no_paper_has_an_id_on_it(run: Run, ready: str, leaving: str, make_person: MakePerson) -> None:
    ids = [name for name in read_catalogue(builtin_files()).items if "_" in name]
    empty = make_person("A0001AA", "LANE, Kit", DAY)
    said = page(run, ready) + page(run, empty) + run("gate", "--on", DAY, as_of=EVE).out
    assert ids and [name for name in ids if name in said] == []


def test_nothing_known_is_not_recorded_on_every_line(run: Run, make_person: MakePerson) -> None:
    said = lines(run, make_person("A0001AA", "LANE, Kit", DAY))
    unseen = ("Says name, date of birth, number", "Face matches the photo", "Time out ____:____")
    assert [title for title, words in said.items() if not words and title not in unseen] == []
    assert "settled" not in " ".join(said.values())


def test_the_description_says_how_it_is_held(run: Run, ready: str, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    own = "{{ page.layout }}|{{ page.photo }}|{{ page.landscape }}|{{ page.foot[0] }}"
    (folder / "gate.txt.j2").write_text(own, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(f'templates = "{folder.as_posix()}"\n', encoding="utf-8")
    foot = "Made Thu 4 Feb 2027, working copy. Use the prison's own checklist."
    one = run("--config", config, "gate", ready, "--format", "txt", as_of=EVE).out
    assert one.strip() == f"checklist|photo from the system|False|{foot}"
    day = run("--config", config, "gate", "--on", DAY, "--format", "txt", as_of=EVE).out
    assert day.strip() == f"checklist||True|{foot}"


def test_what_is_not_done_is_outstanding_with_whose_it_is(run: Run, leaving: str) -> None:
    made = run("gate", leaving, "--exit-code", "--format", "json", as_of=EVE)
    assert made.code == 4
    outstanding = {task["item"]: task["owner"] for task in json.loads(made.out)["outstanding"]}
    assert {"governor_check": "GOV", "travel_and_money": "OMU", "licence_explained": "POM"}.items() <= (
        outstanding.items()
    )


def test_a_governor_who_says_stop_is_what_is_read_first(run: Run, ready: str) -> None:
    mark("governor_check", "stop_release", "--reason", "a second warrant")
    said = page(run, ready)
    stop = "STOP · by the governor, Thu 4 Feb, tester: a second warrant."
    assert said.partition("Leeds ")[2].startswith(f"{stop} OMU must settle it before the gate opens.")
    assert "Nothing outstanding" not in said and "not done" not in said
    assert said.upper().index("STOP") < said.upper().index("3 AT THE GATE"), "the lines stay"


def test_somebody_to_be_detained_is_not_released_into_the_community(run: Run, leaving: str) -> None:
    assert run("set", leaving, "immigration_interest=yes", as_of=EVE).code == 0
    mark("immigration", "detained_on_IS91", f"served_on={EVE}")
    assert "NOT TO BE RELEASED INTO THE COMMUNITY · IS91 served 4 Feb." in page(run, leaving)
    mark("immigration", "removed_ers")
    assert "The duty governor must be present." in page(run, leaving)


def test_with_no_usable_day_it_says_what_the_list_said(run: Run, make_person: MakePerson) -> None:
    person = make_person("A0001AA", "LANE, Kit", None, release_day_words="TBC")
    assert 'No release day that can be used: the list says "TBC". Not ready:' in page(run, person)


def test_after_the_release_it_says_when(run: Run, ready: str) -> None:
    assert run("released", ready, "--time", "15:20", as_of=DAY).code == 0
    said = page(run, ready, as_of=DAY)
    assert "Left Fri 5 Feb 2027, out at 15:20, late: after 14:00." in said
    assert lines(run, ready, as_of=DAY)["COM and the others told they are out"].startswith("[not sent]")


def test_a_day_gone_by_hides_no_public_protection_work(run: Run, make_person: MakePerson) -> None:
    make_person("A1234BC", "RIVERS, Sam", release="2027-02-05")

    def gate(number: str, day: str) -> set[str]:
        made = json.loads(run("gate", number, "--format", "json", as_of=day).out)
        return {task["item"] for task in made["outstanding"]}

    on_the_day = gate("A1234BC", "2027-02-05")
    assert {"mappa_level", "da_check"} <= on_the_day
    assert gate("A1234BC", "2027-02-08") >= on_the_day
    said = page(run, "A1234BC", as_of="2027-02-08")
    assert "Are they still here? The day was Fri 5 Feb 2027, and nobody recorded that they left." in said
    assert run("gate", "--exit-code", as_of="2027-02-08").code == 4


def test_an_appointment_before_the_day_of_release_is_to_be_booked_again(run: Run, ready: str) -> None:
    assert run("set", ready, "confirmed_release_date=2027-02-12", as_of=EVE).code == 0
    meeting = lines(run, ready)["First meeting, in writing"]
    assert meeting == "[do again] booked for 5 Feb; release is now 12 Feb, COM"


def test_what_was_told_of_an_older_date_does_not_speak_any_more(run: Run, ready: str) -> None:
    assert run("set", ready, "confirmed_release_date=2027-02-12", as_of=DAY).code == 0
    checks = json.loads(run("gate", ready, "--format", "json", as_of=DAY).out)["checks"]
    told = next(check for check in checks if check["item"] == "release_told")
    assert told["answers"]["who_was_told"] is None


def test_what_is_told_again_does_not_keep_what_was_told_before(run: Run, ready: str) -> None:
    mark("release_told", "done", "checked_by=OMU", "who_was_told=COM", as_of=DAY)
    checks = json.loads(run("gate", ready, "--format", "json", as_of=DAY).out)["checks"]
    told = next(check for check in checks if check["item"] == "release_told")
    assert told["answers"] == {"who_was_told": "COM", "days_notice": None, "checked_by": "OMU"}


def test_the_time_of_an_earlier_release_is_not_the_time_of_this_one(run: Run, ready: str) -> None:
    assert run("released", ready, "--time", "20:00", as_of=DAY).code == 0
    assert "out at 20:00, late: after 14:00." in run("gate", ready, as_of=DAY).out
    assert run("recalled", ready, "--on", "2027-03-01", "--prrd", "2027-04-26", as_of="2027-03-01").code == 0
    said = run("gate", ready, as_of="2027-04-23").out
    assert "20:00" not in said
    assert "late: after" not in said


@pytest.mark.parametrize("known", [True, False])
def test_the_page_fits_on_one_sheet_of_paper(
    run: Run, ready: str, make_person: MakePerson, tmp_path: Path, known: bool
) -> None:
    """Also for somebody of whom nothing is known, and everything is asked."""
    person = ready if known else make_person("A0001AA", "LANE, Kit", None)
    assert run("gate", person, "-o", tmp_path / "gate.pdf", as_of=EVE).code == 0
    assert len(PdfReader(tmp_path / "gate.pdf").pages) == 1


# --- the day's list ---


def test_the_list_of_a_day_has_everybody_who_leaves_and_nobody_else(
    run: Run, ready: str, make_person: MakePerson
) -> None:
    make_person("A0002AA", "LANE, Kit", "2027-02-05")
    make_person("A0003AA", "HALE, Jo", "2027-02-08")
    made = run("gate", "--on", DAY, "--format", "json", as_of=EVE)
    people = json.loads(made.out)["people"]
    assert [one["prison_number"] for one in people] == [ready, "A0002AA"]
    assert [bool(one["outstanding"]) for one in people] == [False, True]


def test_a_folder_gets_the_list_and_a_page_for_each_person(
    run: Run, ready: str, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person("A0002AA", "LANE, Kit", DAY)
    folder = tmp_path / "friday"
    done = run("gate", "--on", DAY, "--out", folder, "--to", "duty governor", as_of=EVE)
    assert done.code == 0, done.err
    names = ["A0002AA-gate.html", "A1234BC-gate.html", f"gate-{DAY}.html"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert folder.stat().st_mode & 0o077 == 0
    assert "Nothing outstanding on this list." in (folder / "A1234BC-gate.html").read_text("utf-8")
    again = run("gate", "--on", DAY, "--out", folder, as_of=EVE)
    assert again.code == 1
    assert "--force" in again.err


@pytest.mark.parametrize(
    "words", [["--out", "x", "-o", "y"], ["A1234BC", "--out", "x"], ["--out", "x", "--format", "json"]]
)
def test_a_folder_is_for_pages_of_a_day(run: Run, leaving: str, words: list[str]) -> None:
    done = run("gate", *words)
    assert (done.code, done.out) == (2, "")
    assert not Path("x").exists()


def test_with_no_day_it_is_from_today_to_the_next_working_day(
    run: Run, leaving: str, make_person: MakePerson
) -> None:
    """On a Friday, the people of Monday are checked."""
    make_person("A0003AA", "HALE, Jo", "2027-02-08")
    make_person("A0004AA", "COLE, Al", "2027-02-09")
    found = json.loads(run("gate", "--format", "json", as_of=DAY).out)
    assert (found["from"], found["until"]) == (DAY, "2027-02-08")
    assert [one["prison_number"] for one in found["people"]] == [leaving, "A0003AA"]


def day_list(run: Run, *words: str, as_of: str = EVE) -> str:
    """The list of a day in one line."""
    return " ".join(run("gate", *words, "--format", "txt", as_of=as_of).out.split())


def test_the_title_counts_and_whoever_is_stopped_comes_first(
    run: Run, ready: str, make_person: MakePerson
) -> None:
    make_person("A0002AA", "LANE, Kit", DAY)
    make_person("A0003AA", "ZOLA, Jo", DAY)
    assert (
        run("mark", "A0003AA", "governor_check", "stop_release", "--reason", "a warrant", as_of=EVE).code == 0
    )
    said = day_list(run, "--on", DAY)
    title = "3 people: 1 stopped, 1 not ready, 1 with nothing outstanding on this list"
    assert f"Leaving Fri 5 Feb 2027 · {title}" in said
    assert said.index("ZOLA, Jo") < said.index("RIVERS, Sam") < said.index("LANE, Kit")
    assert "[STOP]" in said and "by the governor, Thu 4 Feb, tester: a warrant" in said
    assert "10:30" in said and "Thu 4 Feb, DG Hale" in said
    assert "Not done: OMU: date, immigration, tag, ticket, money; GOV: warrants;" in said


def test_the_list_of_a_day_has_no_address(run: Run, leaving: str) -> None:
    words = (
        "place_kind=temporary",
        "confirmed_with=CAS",
        "way_in=9 Invented Row, second bell",
        "told_person=yes",
    )
    mark("address_night_one", "done", *words, "check_in_by=18:00")
    said = day_list(run, "--on", DAY)
    assert "Invented" not in said
    assert "temporary, in by 18:00" in said


def test_whoever_may_have_to_be_on_it_stands_below_it(run: Run, ready: str, make_person: MakePerson) -> None:
    make_person("A1118QR", "SHAW, Dean", None, release_day_words="TBC")
    make_person("A5561CD", "DUNNE, Kerry", "2027-01-29")
    make_person("A0009AA", "COLE, Al", None, recall="yes")
    said = day_list(run, "--on", DAY)
    for words in (
        '1 with no usable release day (SHAW A1118QR "TBC")',
        "1 whose day has gone by, not recorded as out (DUNNE A5561CD Fri 29 Jan)",
        "1 recalled, no date (COLE A0009AA)",
    ):
        assert words in said.partition("NOT ON THIS LIST, AND MAY HAVE TO BE")[2]
    none = day_list(run, "--on", "2027-02-12")
    assert "Nobody is down to leave; 3 may have to be, see below." in none
    assert "Nobody leaves" not in none


def test_somebody_restricted_is_only_counted(
    run: Run, ready: str, make_person: MakePerson, record: Path
) -> None:
    make_person("A0002AA", "HIDDEN, Kit", DAY)
    tamper(record, "UPDATE people SET restricted = 1 WHERE prison_number = 'A0002AA'")
    said = day_list(run, "--on", DAY)
    assert "1 restricted: in no list" in said and "HIDDEN" not in said


def test_sixty_people_are_all_on_it(run: Run, record: Path, tmp_path: Path) -> None:
    rows = [f"A{n:04}ZZ,PERSON{n},Al,{DAY},CRD" for n in range(60)]
    sheet = tmp_path / "board.csv"
    sheet.write_text("\n".join(["prison_number,last_name,first_name,release_date,type", *rows]), "utf-8")
    assert run("import", "people", sheet, as_of=EVE).code == 0
    said = day_list(run, "--on", DAY)
    assert "60 people: 60 not ready" in said
    assert all(f"PERSON{n}, Al A{n:04}ZZ" in said for n in range(60))


def test_somebody_past_their_day_is_asked_after(run: Run, leaving: str) -> None:
    assert f"not recorded as out (RIVERS {leaving} Fri 5 Feb)" in day_list(run, as_of="2027-02-08")


# --- an office's own lines ---


def office(tmp_path: Path, text: str) -> Path:
    """A config file with an office's own gate.toml beside it."""
    (tmp_path / "gate.toml").write_text(text, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text("", encoding="utf-8")
    return config


def test_an_office_adds_changes_and_takes_off_lines(run: Run, leaving: str, tmp_path: Path) -> None:
    config = office(
        tmp_path,
        '[[line]]\npause = "evening"\ntitle = "Second governor has signed"\npaper = "box 4 of the form"\n'
        '[[line]]\ntitle = "ID and bank card"\noff = true\n'
        '[[line]]\ntitle = "Public protection settled"\nrisks = ["medium"]\n',
    )
    made = json.loads(run("--config", config, "gate", leaving, "--format", "json", as_of=EVE).out)
    said = {line["title"]: line["says"] for line in made["lines"]}
    assert said["Second governor has signed"] == "box 4 of the form"
    assert "ID and bank card" not in said
    assert said["Public protection settled"].startswith("[")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[line]\n", "not valid TOML"),
        ("[item.dtr]\n", "only [[line]] is read, and not item"),
        ('[[line]]\npause = "lunch"\ntitle = "Fed"\n', '"Fed": pause is evening, gate, reception'),
        ('[[line]]\npause = "gate"\ntitle = "Fed"\nof = [{ itm = "dtr" }]\n', '"Fed": a key is missing'),
        ('[[line]]\npause = "gate"\n', "each [[line]] has a title"),
    ],
)
def test_a_mistake_in_an_offices_lines_is_named(
    run: Run, leaving: str, tmp_path: Path, text: str, told: str
) -> None:
    done = run("--config", office(tmp_path, text), "gate", leaving, as_of=EVE)
    assert (done.code, done.out) == (1, "")
    assert f"gate.toml: {told}" in " ".join(done.err.split())


def test_a_narrow_screen_is_kept_to(run: Run, leaving: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    listed = run("gate", "--on", DAY, as_of=EVE).out
    assert max(map(len, listed.splitlines())) <= 40
    assert "RIVERS, Sam" in " ".join(listed.split())


def test_a_day_on_which_nobody_leaves_says_so(run: Run, record: Path) -> None:
    made = run("gate", "--on", "2027-03-01", "--exit-code")
    assert (made.code, "Nobody leaves." in made.out) == (0, True)


def test_looking_is_logged_and_giving_it_out_names_to_whom(run: Run, leaving: str) -> None:
    run("gate", leaving)
    run("gate", "--on", DAY, "--to", "duty governor")
    log = run("log", "show").out
    assert "gate" in log
    assert "duty governor" in log


def test_a_person_and_a_day_are_not_asked_for_at_once(run: Run, leaving: str) -> None:
    done = run("gate", leaving, "--on", DAY)
    assert (done.code, done.out) == (2, "")
    assert "either a person or a day" in done.err


def test_a_site_with_an_impossible_limit_is_told(run: Run, leaving: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('late_after = "noon"\n', encoding="utf-8")
    done = run("--config", config, "gate", leaving)
    assert done.code == 1
    assert 'late_after "noon"' in done.err
