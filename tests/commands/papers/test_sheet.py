"""The sheet for the person leaving: what it says, what it must never say, and in which words."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.expected import agreed, made
from tests.made_up import leavers
from tests.made_up.leavers import mark
from tests.made_up.program import MakePerson, Run


@pytest.fixture
def ready(record: Path) -> str:
    return leavers.ready_to_leave()


@pytest.fixture
def unknown(record: Path) -> str:
    return leavers.unknown()


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_the_sheet_is_the_one_we_agreed(record: Path, form: str) -> None:
    assert made(f"sheet.{form}") == agreed(f"sheet.{form}")


def test_in_welsh_it_says_the_same(run: Run, record: Path) -> None:
    assert made("sheet.welsh.txt") == agreed("sheet.welsh.txt")
    assert '<html lang="cy-GB">' in run("sheet", "A1234BC", "--welsh", "--format", "html").out


def test_of_somebody_unknown_it_says_so_and_leaves_room_to_write(record: Path) -> None:
    assert made("sheet.empty.txt") == agreed("sheet.empty.txt")


def test_an_appointment_before_the_day_of_release_is_not_promised(run: Run, ready: str) -> None:
    """The date moved by a week and nobody has booked again: the old appointment would be kept in a cell."""
    assert run("set", ready, "confirmed_release_date=2027-02-12").code == 0
    said = " ".join(run("sheet", ready).out.split())
    assert "1:30" not in said
    assert "Your first probation meeting. It is for another day than the day you leave." in said
    assert "You must go" not in said


def test_meeting_the_work_coach_is_not_yet_an_appointment(run: Run, make_person: MakePerson) -> None:
    person = make_person()
    assert run("mark", person, "benefits", "met").code == 0
    assert "Your Jobcentre meeting. The work coach is doing this." in run("sheet", person).out


def test_the_offices_numbers_come_from_the_config_file(run: Run, unknown: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('phone_housing = "0113 496 0001"\n', encoding="utf-8")
    said = run("--config", config, "sheet", unknown).out
    assert re.search("Housing help +0113 496 0001", said)
    assert re.search("The prison +____", said)


# --- what must never be on it ---

RISK = {
    "tier": "A1",
    "rosh": "very_high",
    "mappa_category": "3",
    "mappa_level": "3",
    "sex_offence": "yes",
    "notification_duty": "yes",
    "child_offence": "yes",
    "denies_offence": "yes",
    "domestic_abuse": "perpetrator",
    "child_contact_restriction": "yes",
    "victim_contact": "yes",
    "immigration_interest": "yes",
    "electronic_monitoring": "yes",
    "early_allocation": "no",
    "resourcing": "enhanced",
    "under18_children": "yes",
}


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_nothing_known_of_risk_or_of_others_changes_a_letter_of_it(run: Run, ready: str, form: str) -> None:
    """Not one risk fact, check, meeting or victim shows, by its value or by what else is on the page."""

    def said() -> str:
        """The sheet, without the number of the record's last entry."""
        return re.sub(r"entry [0-9]+", "", run("sheet", ready, "--format", form).out)

    before = said()
    facts = [f"{name}={value}" for name, value in RISK.items()]
    assert run("set", ready, *facts).code == 0
    mark("da_check", "answered", "result=known", "read_by=D. Asare")
    mark("child_check", "sent", "authority=Kirklees")
    mark("mappa_level", "set", "level=3")
    mark("victim_contact", "done", "in_scheme=yes")
    mark("address_check", "passed", "address_id=UPRN 4471", "check_kind=visit")
    mark("notification_duty", "signed", "force=West Yorkshire Police", "told_com=yes")
    assert said() == before


def test_who_confirmed_the_bed_is_not_told(run: Run, make_person: MakePerson) -> None:
    """It is a service or a role, but somebody may have written the name of a relative."""
    person = make_person()
    words = ["place_kind=settled", "confirmed_with=Mrs Lane", "told_person=yes"]
    assert run("mark", person, "address_night_one", "done", *words).code == 0
    said = run("sheet", person).out
    assert "You have a place to sleep on your first night." in said
    assert "Mrs" not in said


def test_large_type_is_18_points_in_word_and_ordinary_type_13(run: Run, ready: str, tmp_path: Path) -> None:
    sizes = []
    for words in ([], ["--large"]):
        done = run("sheet", ready, *words, "-o", tmp_path / "sheet.docx", "--force")
        assert done.code == 0, done.err
        sizes.append(docx.Document(str(tmp_path / "sheet.docx")).styles["Normal"].font.size.pt)
    assert sizes == [13, 18]


def test_a_pdf_in_large_type_takes_more_room_and_says_the_same(run: Run, ready: str, tmp_path: Path) -> None:
    texts = []
    for words in ([], ["--large"]):
        assert run("sheet", ready, *words, "-o", tmp_path / "sheet.pdf", "--force").code == 0
        pdf = PdfReader(tmp_path / "sheet.pdf")
        texts.append("".join(page.extract_text() for page in pdf.pages))
    assert all("Ring the top bell" in " ".join(text.split()) for text in texts)
    assert len(pdf.pages) >= 2


def test_a_file_that_exists_is_not_replaced_unasked(run: Run, ready: str, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    file.write_text("ours", encoding="utf-8")
    done = run("sheet", ready, "-o", file)
    assert done.code == 1
    assert "--force" in done.err
    assert file.read_text(encoding="utf-8") == "ours"


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_a_name_with_markup_stays_a_name(run: Run, make_person: MakePerson, form: str) -> None:
    person = make_person("A0002AA", "<b>*Lane*</b>, {who}")
    said = run("sheet", person, "--format", form).out
    shown = {
        "txt": "{who} <b>*Lane*</b>",
        "md": r"{who} \<b\>\*Lane\*\</b\>",
        "html": "{who} &lt;b&gt;*Lane*&lt;/b&gt;",
    }
    assert shown[form] in said


# --- given ---


def test_the_day_it_was_given_is_kept_shown_and_logged(run: Run, ready: str) -> None:
    assert "It replaces older sheets." in run("sheet", ready, "--format", "txt").out
    given = run("sheet", ready, "--given", "--large", "--format", "html", "--on", "2026-11-20", "-o", "-")
    assert given.code == 0, given.err
    assert "sheet given Fri 20 Nov 2026" in given.err
    assert "It replaces the sheet of Friday 20 November 2026." in run("sheet", ready, "--format", "txt").out
    assert "sheet given on Fri 20 Nov 2026" in run("history", ready).out
    assert "disclosure" in run("log", "show").out
    assert "the person" in run("log", "show").out
    assert run("undo").code == 0
    assert "It replaces older sheets." in run("sheet", ready, "--format", "txt").out


def test_only_recording_it_prints_no_page(run: Run, ready: str) -> None:
    assert run("sheet", ready, "--given").out == ""


@pytest.mark.parametrize(
    ("words", "said"), [(["--on", "2026-11-20"], "add --given"), (["--large"], "add -o FILE.pdf")]
)
def test_an_option_that_means_nothing_here_says_what_is_missing(
    run: Run, ready: str, words: list[str], said: str
) -> None:
    done = run("sheet", ready, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
