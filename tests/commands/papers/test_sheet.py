"""The sheet for the person leaving: what it says, what it must never say, and in which words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from releasecheck.core.errors import ReportError
from releasecheck.core.shipped import shipped_templates
from releasecheck.formats.template_files import template_texts
from releasecheck.reports.papers.sheet_words import sheet_words
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


def test_somebody_who_wishes_to_use_welsh_is_not_forgotten(run: Run, unknown: str) -> None:
    assert run("mark", unknown, "adjustments", "done", "adjustment=none", "welsh=yes").code == 0
    assert run("sheet", unknown).err == f"{unknown} wishes to use Welsh: add --welsh\n"
    assert run("sheet", unknown, "--welsh").err == ""


def test_of_somebody_unknown_it_says_so_and_leaves_room_to_write(record: Path) -> None:
    assert made("sheet.empty.txt") == agreed("sheet.empty.txt")


def test_an_appointment_before_the_day_of_release_is_not_promised(run: Run, ready: str) -> None:
    """The date moved by a week and nobody has booked again: the old appointment would be kept in a cell."""
    assert run("set", ready, "confirmed_release_date=2027-02-12").code == 0
    said = run("sheet", ready).out
    assert "13:30" not in said
    assert "Your first probation meeting is not booked yet." in said


def test_a_release_day_that_has_gone_by_is_not_promised(run: Run, ready: str) -> None:
    assert "We do not have a day for you yet." in run("sheet", ready, as_of="2027-02-08").out


def test_meeting_the_work_coach_is_not_yet_an_appointment(run: Run, unknown: str) -> None:
    assert run("mark", unknown, "benefits", "met").code == 0
    assert "Your Jobcentre meeting. The work coach is doing this." in run("sheet", unknown).out


def test_the_offices_numbers_come_from_the_config_file(run: Run, unknown: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('phone_housing = "0113 496 0001"\n', encoding="utf-8")
    said = run("--config", config, "sheet", unknown).out
    assert re.search("Help with a home +0113 496 0001", said)
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


def test_who_confirmed_the_bed_is_not_told(run: Run, unknown: str) -> None:
    """It is a service or a role, but somebody may have written the name of a relative."""
    words = ["place_kind=settled", "confirmed_with=Mrs Lane", "told_person=yes"]
    assert run("mark", unknown, "address_night_one", "done", *words).code == 0
    said = run("sheet", unknown).out
    assert "You have a place to sleep on your first night." in said
    assert "Mrs" not in said


def test_large_type_is_18_points_in_word_and_ordinary_type_12(run: Run, ready: str, tmp_path: Path) -> None:
    sizes = []
    for words in ([], ["--large"]):
        done = run("sheet", ready, *words, "-o", tmp_path / "sheet.docx", "--force")
        assert done.code == 0, done.err
        sizes.append(docx.Document(str(tmp_path / "sheet.docx")).styles["Normal"].font.size.pt)
    assert sizes == [12, 18]


def test_a_pdf_in_large_type_takes_more_room_and_says_the_same(run: Run, ready: str, tmp_path: Path) -> None:
    texts = []
    for words in ([], ["--large"]):
        assert run("sheet", ready, *words, "-o", tmp_path / "sheet.pdf", "--force").code == 0
        pdf = PdfReader(tmp_path / "sheet.pdf")
        texts.append("".join(page.extract_text() for page in pdf.pages))
    assert all("ring the top bell" in text for text in texts)
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
        "txt": "For {who} <b>*Lane*</b>",
        "md": r"For {who} \<b\>\*Lane\*\</b\>",
        "html": "For {who} &lt;b&gt;*Lane*&lt;/b&gt;",
    }
    assert shown[form] in said


# --- given ---


def test_the_day_it_was_given_is_kept_shown_and_logged(run: Run, ready: str) -> None:
    assert "This is your first sheet." in run("sheet", ready).out
    given = run("sheet", ready, "--given", "--large", "--format", "html", "--on", "2026-11-20", "-o", "-")
    assert given.code == 0, given.err
    assert "sheet given Fri 20 Nov 2026" in given.err
    assert "We last gave you a sheet on Friday 20 November 2026." in run("sheet", ready).out
    assert "sheet given on Fri 20 Nov 2026" in run("history", ready).out
    assert "disclosure" in run("log", "show").out
    assert "the person" in run("log", "show").out
    assert run("undo").code == 0
    assert "This is your first sheet." in run("sheet", ready).out


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


# --- the words ---


def flat(language: str) -> dict[str, object]:
    tables = tomllib.loads((shipped_templates() / f"sheet.{language}.toml").read_text("utf-8"))
    return {
        f"{table}.{key}": value
        for table, keys in tables.items()
        if isinstance(keys, dict)
        for key, value in keys.items()
    }


def braces(value: object) -> set[str]:
    return {name.lower() for name in re.findall(r"{(\w+)}", str(value))}


def test_welsh_says_everything_that_english_says() -> None:
    english, welsh = flat("en"), flat("cy")
    assert welsh.keys() == english.keys()
    assert {key for key in english if braces(english[key]) != braces(welsh[key])} == set()


def reading_age(text: str) -> float:
    """The Automated Readability Index, and five years for the first year at school."""
    sentences = [part for part in re.split(r"[.?!:]+(?:\s|$)", text) if part.strip()]
    words = re.findall(r"[\w'-]+", text)
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43 + 5


def test_the_measure_of_reading_age_tells_plain_words_from_office_words() -> None:
    assert reading_age("The cat sat on the mat. It was a big cat.") < 6
    assert reading_age("Accommodation arrangements remain subject to confirmation by providers.") > 18


def test_a_reader_of_nine_can_follow_it(run: Run, ready: str) -> None:
    """Of the whole sheet, without names and numbers; and no sentence is long."""
    sentences = [
        re.sub(r"{\w+}", "they", str(text))
        for key, text in flat("en").items()
        if not key.startswith(("calendar.", "phones.others"))
    ]
    assert reading_age(". ".join(sentences)) <= 9.5
    longest = max(
        (part for text in sentences for part in re.split(r"[.?!] ?", text)), key=lambda t: t.count(" ")
    )
    assert longest.count(" ") < 14, longest


def test_an_office_may_change_one_sentence_and_add_one_item(tmp_path: Path) -> None:
    words = '[sleep]\nno = "No bed yet. Ask Leeds."\n[items]\nlibrary_books = "Your library books"\n'
    (tmp_path / "sheet.en.toml").write_text(words, encoding="utf-8")
    changed = sheet_words("en", lambda name: template_texts(name, (tmp_path,)))
    assert changed.say("sleep.no") == "No bed yet. Ask Leeds."
    assert changed.item("library_books") == "Your library books"
    assert changed.say("money.bank_yes") == "You have a bank account."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[sleep]\nyes = "Go to {adress}."', "line 2: sleep.yes has {adress}; it may have nothing in braces"),
        ('[sleep]\n\nnoo = "No bed."', "line 3: there is no sleep.noo. Did you mean sleep.no?"),
        ('[money]\nbank_no = "{Who is late."', "line 2: money.bank_no: "),
        ('[lists]\nopen = "{what}. {when}."', "has {when}; it may have {Who}, {what} and {who}"),
        ('[calendar]\ndays = ["Mon"]', "line 2: calendar.days has 1 texts, and needs 7"),
        ("[sleep]\nno = 4", "line 2: sleep.no is text in quotes"),
        ("[sleep\n", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_offices_words_names_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "sheet.en.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as raised:
        sheet_words("en", lambda name: template_texts(name, (tmp_path,)))
    assert str(raised.value).startswith(str(file))
    assert said in str(raised.value)
