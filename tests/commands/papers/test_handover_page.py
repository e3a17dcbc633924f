"""The first page of a handover stands alone: a COM with two minutes, and what they need in its order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest
from pypdf import PdfReader

from releasecheck.app.reading import handovers
from releasecheck.formats.paper import Paper
from tests.made_up.handed_over import SECOND_PAGE, bare, first_page, said, second_page
from tests.made_up.program import MakePerson, Run

TODAY = "2026-11-27"
NEIL, SAM, KERRY = "A7728BT", "A1234BC", "A5561CD"
COM = "J. Okafor, COM"
#: Words on the first page of an ordinary case; a page of A4 at ten and a half points holds them.
MOST_WORDS = 450

Given = Callable[..., str]


@pytest.fixture
def given(run: Run) -> Given:
    """The page as it is given to somebody."""

    def page(number: str, *words: str, to: str = COM, as_of: str = TODAY) -> str:
        done = run("handover", number, "--to", to, "--format", "md", *words, as_of=as_of)
        assert done.code == 0, done.err
        return done.out

    return page


def tell(run: Run, *words: str, as_of: str = TODAY) -> None:
    done = run(*words, as_of=as_of)
    assert done.code == 0, done.err


# --- an ordinary case, in its order ---


def test_who_when_and_how_many_stand_under_the_name(demo: Path, given: Given) -> None:
    assert not said(
        first_page(given(NEIL)),
        "BEAUMONT, Neil A7728BT",
        "Born 21 Mar 1966 (60) · Leeds, F-1-005 · handover from POM D. Asare to J. Okafor, COM · "
        "Fri 27 Nov 2026",
        "Out Fri 8 Jan 2027, 42 days (27 working). CRD, not confirmed; may be brought forward to "
        "Thu 7 Jan 2027. Licence to 8 Jan 2030.",
        "1 late, 3 due today. 3 of 15 things a COM needs not known.",
        "Risk and public protection",
    )


def test_six_cells_say_the_risk_in_a_word_each_and_the_results_of_the_checks(
    demo: Path, given: Given
) -> None:
    assert not said(
        first_page(given(NEIL)),
        "Risk of serious harm | Very high | tier A2; OASys 6 Nov, risk plan",
        "MAPPA | Category 1, level 3 | level set 30 Jun; next meeting not known",
        "Offence | Sexual offence, against a child | denies it; must notify the police, to be signed by "
        "Thu 7 Jan 2027",
        "Children | Contact restricted | told 12 Jan; level not recorded; PPRC not recorded; "
        "children's services: something known, 2 Nov",
        "Domestic abuse | None recorded | police: nothing known, 10 Nov",
        "Victim | In the contact scheme | liaison told 16 Oct",
        "Self-harm (ACCT) | [not recorded]",
        "Orders | [not recorded]",
        "Staff safety | [not recorded]",
    )


def test_what_to_do_stands_in_order_and_the_rest_is_a_number(demo: Path, given: Given) -> None:
    assert not said(
        first_page(given(NEIL)),
        "To do before he leaves, in order",
        "Speak to him | COM | Fri 13 Nov | [14 days late] last 30 Oct",
        "Check the address | COM | today | not begun",
        "See him | POM | today | last 30 Oct",
        "Hold MAPPA meeting | COM | Mon 30 Nov | not begun",
        "List orders | COM | Mon 30 Nov | not begun",
        "Write to children's director | COM | Fri 4 Dec | not begun",
        "Plan discharge medicines | healthcare | Tue 8 Dec | not begun",
        "And 17 more on page 2.",
        "First night and day",
    )


def test_first_night_what_if_what_helps_and_what_to_ask(demo: Path, given: Given) -> None:
    assert not said(
        first_page(given(NEIL)),
        "Bed | [none on Thu 7 Jan 2027] AP 14, from Fri 8 Jan 2027 to Fri 2 Apr 2027, in by 16:00",
        "First meeting | [not booked] due Thu 31 Dec, COM",
        "If this happens",
        "Comes forward to Thu 7 Jan 2027: bed starts Fri 8 Jan 2027.",
        "Bed lost: nothing recorded behind it; tell the SPO and the council (Leeds).",
        "Licence not approved by Wed 6 Jan 2027: no condition can be added before release.",
        "What helps",
        "Last in contact: COM 30 Oct, face to face; POM 30 Oct, face to face",
        "The POM:",
        "For the meeting",
        "When is the next MAPPA meeting?",
        "Is a self-harm plan (ACCT) open, or lately closed?",
        "releasecheck handover A7728BT --acknowledge",
        "COM takes on",
        "Received, name, date",
    )


@pytest.mark.parametrize("number", [NEIL, SAM, KERRY])
def test_the_first_page_of_an_ordinary_case_holds_few_words(
    number: str, demo: Path, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[Paper] = []

    def kept(_: object, paper: Paper, *rest: object) -> None:
        papers.append(paper)

    monkeypatch.setattr(handovers, "present_paper", kept)
    given(number)
    (paper,) = papers
    assert len(words_before_page_2(paper)) <= MOST_WORDS
    assert [part.name for part in paper.parts if part.new_page] == ["needs"]
    assert paper.layout == "form"


def words_before_page_2(paper: Paper) -> list[str]:
    """What is read on the first page; headings stand over rows only where those are a plain table."""
    texts = [paper.title, *paper.under]
    for part in takewhile(lambda part: not part.new_page, paper.parts):
        rows = (*((part.headings,) if part.shape == "plain" else ()), *part.rows)
        texts += [part.title, *part.lines, *part.points, *(cell for row in rows for cell in row)]
    return [word for text in texts for word in text.split() if any(map(str.isalnum, word))]


def test_no_question_after_the_fifth_and_the_others_are_counted(
    run: Run, make_person: MakePerson, given: Given
) -> None:
    facts = "legal_status=SENTENCED sentence_start_date=2025-06-01 com=J.Okafor pom=P.Marsh tier=B2 sex=F"
    known = "housing=homeless debts=no id_held=yes bank_account=yes benefit_need=no work_need=no"
    more = "substance_need=no adjustments=no medication=no health_need=no under18_children=no rosh=high"
    make_person("A0001AA", "LANE, Kit", **dict(pair.split("=") for pair in f"{facts} {known} {more}".split()))
    tell(run, "note", "A0001AA", "asks to be met at the gate")
    page = given("A0001AA")
    meeting = first_page(page).split("For the meeting")[1].split("Received")[0]
    assert not said(
        meeting,
        "Which MAPPA category, or is it not MAPPA? Who decided?",
        "Is it a conviction for a sexual offence?",
        "Is it an offence against a child?",
        "Does the person deny the offence?",
        "Is domestic abuse known: as perpetrator, victim or neither?",
        "And 11 other things not known: page 2.",
    )
    assert "Who said the release date" not in meeting
    assert "To do before she leaves" in first_page(page)


# --- what must never stand there ---


def test_what_was_done_is_never_late_and_nobody_is_named_who_typed(demo: Path, given: Given) -> None:
    page = given(NEIL)
    assert "Approved Premises (CAS 1) application placement booked 3 Aug, AP 14" in second_page(page)
    done = second_page(page)
    assert ", late" not in done and "Y. Clegg" not in done and "recorded by" not in done
    for word in ("per cent", "%", "Complete", " 0 days", "da_check", "does not apply"):
        assert word not in page, word
    assert "Not needed" not in page


def test_no_command_but_the_receipts_stands_on_it(run: Run, make_person: MakePerson, given: Given) -> None:
    make_person("A0001AA", "LANE, Kit", crn="X123456")
    make_person("A0002AA", "LANE, Jo", crn="X123456")
    page = given("A0001AA", to="the SPO")
    assert "The same CRN as A0002AA whose is it?" in first_page(page)
    assert "releasecheck" not in first_page(page)


def test_whoever_is_not_the_com_has_no_receipt_and_reads_who_is(demo: Path, given: Given) -> None:
    page = first_page(given(NEIL, to="the duty governor"))
    assert "handover from POM D. Asare to the duty governor · COM J. Okafor" in page
    assert "acknowledge" not in page


# --- states ---


def test_three_facts_are_one_page_of_questions(run: Run, make_person: MakePerson, given: Given) -> None:
    make_person("A1002PB", "PATEL, Imran", "2026-12-18", housing="homeless")
    page = given("A1002PB", to="the SPO")
    assert second_page(page) == ""
    assert "Nothing late" not in page
    lines = [line for line in page.splitlines() if line.strip() and "SENSITIVE" not in line]
    assert lines[1].startswith("32 of 35 things a handover must say are not known: ask the POM before")
    assert not said(
        bare(page),
        "PATEL, Imran A1002PB",
        "Out Fri 18 Dec",
        "What is recorded",
        "Accommodation: homeless.",
        "Ask the POM",
        "Who is the COM, and from which office?",
        "Is help with work or training needed?",
    )


def test_what_was_begun_of_somebody_hardly_known_is_not_lost(
    run: Run, make_person: MakePerson, given: Given
) -> None:
    make_person("A1002PB", "PATEL, Imran", "2026-12-18")
    tell(run, "mark", "A1002PB", "da_check", "sent", "force=West Yorkshire", "--gaps", "--on", "2026-11-20")
    page = given("A1002PB")
    assert "things a handover must say are not known: ask the POM" in page
    assert "no answer from police asked 20 Nov, 7 days" in first_page(page)
    assert "West Yorkshire" in second_page(page)


def test_a_day_that_has_gone_by_is_the_first_thing_under_the_name(demo: Path, given: Given) -> None:
    assert first_page(given(KERRY)).startswith(
        "OFFICIAL SENSITIVE DUNNE, Kerry A5561CD The release day, Fri 20 Nov, has gone by, and nobody "
        "recorded that he is out ask the prison first."
    )


def test_without_a_usable_day_the_lists_own_words_are_the_first_thing(
    run: Run, make_person: MakePerson, given: Given
) -> None:
    make_person("A1118QR", "SHAW, Dean", None, release_day_words="TBC")
    assert first_page(given("A1118QR")).startswith(
        'OFFICIAL SENSITIVE SHAW, Dean A1118QR No release date is recorded the list says "TBC".'
    )


def test_a_check_without_an_answer_and_a_late_level_stand_out(demo: Path, given: Given) -> None:
    assert not said(
        first_page(given(SAM)),
        "MAPPA | Category 2 | [level not set] 114 days late",
        "Domestic abuse | Perpetrator | [no answer from police] asked 30 Oct, 28 days; stalking not recorded",
        "Bed | [no bed yet]",
        "No bed on the day: tell the SPO and the council (Leeds).",
        "No answer from the police by release: tell the SPO.",
    )


# --- what helps, in their own words ---


def test_adjustments_welsh_and_the_poms_own_words_are_printed(run: Run, demo: Path, given: Given) -> None:
    need = "reads little; wants it said aloud, one thing at a time"
    tell(run, "mark", NEIL, "adjustments", "done", f"adjustment={need}", "--gaps", "--on", "2026-11-26")
    tell(run, "set", NEIL, "welsh_wish=yes")
    own = "He will not ask for help; he goes quiet. Ring him the first evening."
    words = ("sent_to=J. Okafor", f"analysis={own}", "--gaps", "--although")
    tell(run, "mark", NEIL, "handover_report", "sent", *words)
    page = first_page(given(NEIL))
    assert not said(
        page, "Reads little; wants it said aloud, one thing at a time (26 Nov)", f'The POM: "{own}"'
    )


def test_long_words_of_the_pom_are_whole_on_the_second_page(run: Run, demo: Path, given: Given) -> None:
    own = " ".join(f"word{n}" for n in range(1, 101))
    words = ("sent_to=J. Okafor", f"analysis={own}", "--gaps", "--although")
    tell(run, "mark", NEIL, "handover_report", "sent", *words)
    page = given(NEIL)
    assert "word60 (the rest on page 2)" in first_page(page)
    assert "word61" not in first_page(page)
    assert own in second_page(page)


def test_notes_and_contacts_are_printed_in_their_words(run: Run, demo: Path, given: Given) -> None:
    tell(run, "note", NEIL, "asks to be met at the gate", "--item", "first_appointment")
    tell(
        run,
        "contact",
        NEIL,
        "--by",
        "COM",
        "--how",
        "phone",
        "--on",
        "2026-11-26",
        "--note",
        "talked of the bed",
    )
    page = given(NEIL)
    assert "First probation appointment booked asks to be met at the gate" in second_page(page)
    assert "COM J. Okafor in contact by telephone talked of the bed" in second_page(page)
    assert "COM 26 Nov, by telephone" in first_page(page)


def test_a_second_handover_says_what_is_new_before_what_to_do(run: Run, demo: Path, given: Given) -> None:
    given(NEIL, as_of="2026-11-27")
    tell(run, "set", NEIL, "self_harm=open", as_of="2026-12-01")
    tell(run, "mark", NEIL, "address_check", "passed", "--gaps", as_of="2026-12-02")
    page = first_page(given(NEIL, as_of="2026-12-03"))
    assert not said(
        page,
        "Staff safety",
        "Since 27 Nov",
        "Release address checked: passed 2 Dec",
        "Self-harm plan (ACCT) open (was not known)",
        "To do before he leaves",
    )
    assert "tester" not in page


def test_a_role_without_need_is_not_told_what_is_new_of_risk(
    run: Run, demo: Path, given: Given, tmp_path: Path
) -> None:
    given(NEIL)
    tell(run, "set", NEIL, "self_harm=open", "bank_account=no", as_of="2026-12-01")
    config = tmp_path / "config.toml"
    config.write_text('role = "PWC"\n', "utf-8")
    words = ("--config", config, "handover", NEIL, "--to", "the jobcentre", "--format", "md")
    done = run(*words, as_of="2026-12-03")
    assert done.code == 0, done.err
    assert "Has a bank account no (was yes)" in first_page(done.out)
    assert "Self harm plan (ACCT) open" not in bare(done.out)


@pytest.mark.parametrize("number", [NEIL, SAM, KERRY, "A4416EZ"])
def test_it_is_two_pages_and_the_second_is_the_background(
    number: str, run: Run, demo: Path, tmp_path: Path
) -> None:
    file = tmp_path / "page.pdf"
    tell(run, "handover", number, "--to", COM, "-o", str(file))
    pages = [bare(page.extract_text()) for page in PdfReader(file).pages]
    assert [SECOND_PAGE in page for page in pages] == [False, True]


def test_three_facts_are_one_page_of_paper(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    make_person("A1002PB", "PATEL, Imran", "2026-12-18", housing="homeless", rosh="high")
    file = tmp_path / "page.pdf"
    tell(run, "handover", "A1002PB", "--to", COM, "-o", str(file))
    assert len(PdfReader(file).pages) == 1
