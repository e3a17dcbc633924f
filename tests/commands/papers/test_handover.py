"""`handover`: two pages, what is missing first, and the proof that they were given and have arrived."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.expected import agreed, made
from tests.made_up.handed_over import bare, first_page, second_page
from tests.made_up.leavers import half_way
from tests.made_up.office_files import docx_texts, pdf_text
from tests.made_up.program import Dump, MakePerson, Result, Run

COM = "J. Okafor, COM"


@pytest.fixture
def sam(record: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A person half way through, with something of everything."""
    monkeypatch.setenv("RELEASECHECK_BY", "P. Marsh")
    return half_way()


def given(run: Run, *words: str | Path, as_of: str = "2026-11-23") -> Result:
    """A handover that was made."""
    done = run("handover", *words, as_of=as_of)
    assert done.code == 0, done.err
    return done


def state(run: Run, person: str, as_of: str) -> str:
    """Where the handover report stands on a day."""
    tasks = json.loads(run("show", person, "--format", "json", as_of=as_of).out)["tasks"]
    return next(str(task["state"]) for task in tasks if task["item"] == "handover_report")


# --- the page ---


@pytest.mark.parametrize("form", ["md", "html", "txt", "json"])
def test_the_page_is_the_one_we_agreed(form: str, record: Path) -> None:
    assert made(f"handover.{form}") == agreed(f"handover.{form}")


def test_the_screen_is_the_one_we_agreed(record: Path) -> None:
    screen = made("handover.screen-80.txt")
    assert screen == agreed("handover.screen-80.txt")
    assert max(map(len, screen.splitlines())) <= 80


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_word_and_pdf_say_what_the_page_says(form: str, run: Run, sam: str, tmp_path: Path) -> None:
    """Each sentence and each cell of the agreed page is in both."""
    file = tmp_path / f"sam.{form}"
    given(run, sam, "--to", COM, "-o", file)
    text = pdf_text(file.read_bytes()) if form == "pdf" else " ".join(docx_texts(file.read_bytes()))
    lines = agreed("handover.md").splitlines()[2:-2]
    # The headings of a table stand above a rule of dashes; cells and frames to write in have none on paper.
    rows = [line for line, below in zip(lines, [*lines[1:], ""], strict=True) if not below.startswith("|--")]
    cells = [squeezed(cell) for line in rows for cell in line.split(" | ")]
    found = squeezed(text)
    assert [cell for cell in cells if cell not in found] == []


def squeezed(text: str) -> str:
    """Its letters and figures alone, however it is laid out."""
    return re.sub(r"[\W_]", "", text)


def test_an_ordinary_case_is_two_pages_and_protection_is_on_the_first(
    run: Run, sam: str, tmp_path: Path
) -> None:
    given(run, sam, "--to", COM, "-o", tmp_path / "sam.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "sam.pdf").pages]
    assert len(pages) == 2
    assert "Domestic abuse" in pages[0]
    assert "No contact restriction" in pages[0]


def test_of_a_check_there_is_whether_anything_is_known_and_no_more(run: Run, sam: str) -> None:
    """Status, days and one word: what is known of a family is not for paper, nor its reference."""
    page = bare(given(run, sam, "--to", COM, "--format", "md").out)
    assert "children's services something known, 20 Oct" in page
    assert "DA-118" not in page


def test_what_is_missing_is_counted_first_and_named(run: Run, sam: str) -> None:
    page = given(run, sam, "--to", COM, "--format", "md").out
    assert "6 of 14 things a COM needs not known." in bare(page).split("Risk and public protection")[0]
    assert "Missing of the 14 things a COM needs to take this case who said" in second_page(page)
    assert "Which MAPPA level, and when is it reviewed?" in first_page(page)


def test_the_day_on_which_they_began_work_is_no_appointment(run: Run, make_person: MakePerson) -> None:
    person = make_person("A1234BC", "RIVERS, Sam", release="2026-10-05")
    assert run("released", person, "--on", "2026-10-05").code == 0
    done = run("mark", person, "work_outcome", "employed", "starts_on=2026-10-08", "--on", "2026-11-16")
    assert done.code == 0, done.err
    page = given(run, person, "--to", "the court", "--format", "json")
    assert json.loads(page.out)["appointments"] == []


def test_it_is_complete_only_when_nothing_is_blank(run: Run, sam: str) -> None:
    data = json.loads(given(run, sam, "--to", COM, "--format", "json").out)
    assert data["complete"] is False
    assert data["blank"] == [
        *("release_source", "mappa_level", "da_check", "oasys_review", "custody_behaviour", "self_harm"),
        *("housing", "bank_account"),
    ]
    for line in (
        f"redate {sam} 2027-02-10 --type CRD --source OMU",
        f"set {sam} mappa_level=2 housing=homeless bank_account=yes self_harm=none",
        f"mark {sam} da_check answered result=nothing_known in_oasys=yes read_by=COM",
        f"mark {sam} oasys_review done risk_plan=yes",
        f"mark {sam} custody_behaviour done shared=yes",
    ):
        done = run(*line.split())
        assert done.code == 0, f"{line}: {done.err}"
    data = json.loads(given(run, sam, "--to", COM, "--format", "json").out)
    assert (data["complete"], data["blank"]) == (True, [])
    page = given(run, sam, "--to", COM, "--format", "md").out
    assert "All 14 things a COM needs are known." in first_page(page)
    assert "Also not known" not in second_page(page)
    assert "Before that Fri 5 Feb 2027 CRD (told 23 Nov)." in second_page(page)


def test_somebody_of_whom_nothing_is_known_gets_a_page_that_says_so(run: Run, record: Path) -> None:
    assert run("add", "A9999ZZ", "--name", "BLANK, Joe").code == 0
    page = bare(given(run, "A9999ZZ", "--to", "Governor", "--format", "md").out)
    assert "31 of 31 things a handover must say are not known ask the POM before taking this case." in page
    assert "No release date is recorded." in page
    assert "When is the release, by which date type?" in page


def test_every_change_of_com_is_counted(run: Run, sam: str) -> None:
    assert run("com", sam, "N. Patel", as_of="2026-11-24").code == 0
    page = given(run, sam, "--to", "Governor", "--format", "md", as_of="2026-11-25").out
    assert "COM named J. Okafor, 23 Nov; N. Patel, 24 Nov (1 change" in second_page(page)
    assert "COM changed once, last 24 Nov" in first_page(page)
    assert "This COM has no recorded contact with him" in first_page(page)


# --- given, sent, acknowledged ---


def test_nothing_is_handed_over_without_saying_to_whom(
    run: Run, sam: str, tmp_path: Path, dump: Dump
) -> None:
    before = dump(tmp_path / "record.db")
    done = run("handover", sam, "-o", tmp_path / "sam.md")
    assert (done.code, done.out) == (2, "")
    assert "Add --to WHO" in done.err
    assert not (tmp_path / "sam.md").exists()
    assert dump(tmp_path / "record.db") == before


def test_a_preview_is_the_page_and_records_only_that_it_was_looked_at(run: Run, sam: str) -> None:
    history = run("history", sam, as_of="2026-11-24").out
    seen = given(run, sam, "--preview")
    assert "Preview: not given to anybody, and not recorded as sent." in seen.out
    assert "Nothing recorded." in seen.err
    assert run("history", sam, as_of="2026-11-24").out == history
    assert state(run, sam, "2026-11-24") == "unknown"
    looks = json.loads(run("log", "export", "--to", "tests", "--format", "json").out)
    given_out = [look["recipient"] for look in looks if look["command"] == "handover"]
    assert given_out == ["standard output"], "to nobody else"
    sent = given(run, sam, "--to", COM).out
    assert _what_it_says(sent) == _what_it_says(seen.out)


def _what_it_says(page: str) -> list[str]:
    """A page's lines before the one of its making, without the one that a preview adds."""
    lines = page.partition("\nMade ")[0].splitlines()
    return [line for line in lines if not line.startswith("Preview:")]


@pytest.mark.parametrize("words", [("-o", "sam.docx"), ("--format", "pdf"), ("--bundle", "sam.json")])
def test_a_preview_leaves_no_file_that_could_be_passed_on(
    words: tuple[str, ...], run: Run, sam: str, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    done = run("handover", sam, "--preview", *words)
    assert (done.code, done.out) == (2, "")
    assert "--to WHO -o FILE" in done.err
    assert sorted(tmp_path.iterdir()) == before


def test_each_handover_is_logged_with_its_recipient(run: Run, sam: str) -> None:
    given(run, sam, "--to", COM, "--format", "md")
    rows = [row for row in run("log", "show").out.splitlines() if "disclosure" in row]
    assert len(rows) == 1
    assert "handover" in rows[0]
    assert "J. Okafor, COM" in run("log", "show").out


def test_given_to_the_com_it_is_sent_and_unacknowledged_it_is_missing_after_five_working_days(
    run: Run, sam: str
) -> None:
    done = given(run, sam, "--to", COM, "--format", "md")
    assert "unacknowledged, it is missing from Mon 30 Nov 2026" in done.err
    assert state(run, sam, "2026-11-27") == "waiting"
    assert state(run, sam, "2026-11-30") == "chase"
    late = given(run, sam, "--to", "Governor", "--format", "md", as_of="2026-11-30").out
    assert "Handover sent 23 Nov to J. Okafor, COM, not acknowledged in 7 days." in first_page(late)
    had = given(run, sam, "--acknowledge", as_of="2026-12-01")
    assert (
        had.out
        == "A1234BC RIVERS, Sam: handover acknowledged by J. Okafor, COM, Tue 1 Dec 2026, 8 days after.\n"
    )
    assert state(run, sam, "2026-12-02") == "done_late"


def test_a_handover_to_somebody_else_is_noted_and_not_recorded_as_sent(run: Run, sam: str) -> None:
    done = given(run, sam, "--to", "Duty governor", "--format", "md")
    assert "noted as given to Duty governor" in done.err
    assert state(run, sam, "2026-11-24") == "unknown"
    assert "to Duty governor" in given(run, sam, "--to", COM, "--format", "md").out


def test_sent_again_before_it_is_acknowledged_it_keeps_its_first_day(run: Run, sam: str) -> None:
    given(run, sam, "--to", COM, "--format", "md")
    given(run, sam, "--to", COM, "--format", "md", as_of="2026-11-26")
    assert state(run, sam, "2026-11-30") == "chase"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--acknowledge",), "no handover of A1234BC was sent to the COM"),
        (("--to", COM, "--since", "last"), "no handover of A1234BC is recorded yet"),
        (("--all", "--to", COM), "whose handover?"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_type(
    words: tuple[str, ...], said: str, run: Run, sam: str
) -> None:
    done = run("handover", sam, *words)
    assert done.code in (1, 2)
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_acknowledged_before_it_was_sent_is_refused(run: Run, sam: str) -> None:
    given(run, sam, "--to", COM, "--format", "md")
    early = run("handover", sam, "--acknowledge", "--on", "2026-11-22")
    assert early.code == 2
    assert "sent on Mon 23 Nov 2026, after that day" in early.err


def test_what_was_recorded_since_the_last_handover(run: Run, sam: str) -> None:
    given(run, sam, "--to", COM, "--format", "md", as_of="2026-11-23")
    assert run("set", sam, "housing=homeless", as_of="2026-11-24").code == 0
    page = given(run, sam, "--to", COM, "--since", "last", "--format", "md", as_of="2026-11-25").out
    changed = first_page(page).split("Since 23 Nov")[1].split("To do")[0]
    assert "Housing homeless (was not known)" in changed


# --- files ---


def test_a_file_that_is_there_is_replaced_only_when_asked(run: Run, sam: str, tmp_path: Path) -> None:
    file = tmp_path / "sam.md"
    file.write_text("mine", "utf-8")
    refused = run("handover", sam, "--to", COM, "-o", file)
    assert refused.code == 1
    assert "Add --force" in refused.err
    assert file.read_text("utf-8") == "mine"
    looks = json.loads(run("log", "export", "--to", "tests", "--format", "json").out)
    assert not any(look["recipient"] == "COM" for look in looks)
    given(run, sam, "--to", COM, "-o", file, "--force")
    assert "RIVERS" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_without_the_extra_one_line_names_what_to_install(
    run: Run, sam: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = run("handover", sam, "--to", COM, "-o", tmp_path / "sam.docx")
    assert done.code == 1
    assert "pip install 'releasecheck[office]'" in done.err
    assert len(done.err.splitlines()) == 1
    assert list(tmp_path.glob("*.docx")) == []


def test_everybody_who_leaves_soon_gets_a_file_of_their_own(
    run: Run, sam: str, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person("A2291BB", "COLE, Marcus", com="N. Patel")
    make_person("A3333CC", "LATER, Jo", release="2028-01-05")
    out = tmp_path / "out"
    done = given(run, "--all", "--within", "12w", "--to", COM, "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["A1234BC-handover.docx", "A2291BB-handover.docx"]
    assert "2 handovers written" in done.err
    assert "RIVERS, Sam" in " ".join(docx_texts((out / "A1234BC-handover.docx").read_bytes()))
    again = run("handover", "--all", "--within", "12w", "--to", COM, "--out", out)
    assert again.code == 1
    assert "A1234BC-handover.docx exists, and 1 more" in again.err
    assert given(run, "--all", "--within", "12w", "--to", COM, "--out", out, "--force").code == 0


def test_none_of_many_is_recorded_as_sent_when_one_cannot_be_written(
    run: Run, sam: str, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person("A2291BB", "COLE, Marcus", com="N. Patel")
    (tmp_path / "out" / "A2291BB-handover.md").mkdir(parents=True)
    words = ("--all", "--to", "COM", "--format", "md", "--out", tmp_path / "out", "--force")
    done = run("handover", *words)
    assert done.code == 1 and "A2291BB-handover.md" in done.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["A2291BB-handover.md"]
    assert "handover" not in run("history", sam).out
    looks = json.loads(run("log", "export", "--to", "tests", "--format", "json").out)
    assert not any(look["recipient"] == "COM" for look in looks)


def test_nobody_matching_is_said(run: Run, sam: str, tmp_path: Path) -> None:
    done = run("handover", "--all", "--within", "1d", "--to", COM, "--out", tmp_path / "out")
    assert done.code == 1
    assert "nobody here leaves by Tue 24 Nov 2026" in done.err
    assert run("handover", "riversx", "--to", COM).code == 1


def test_a_pdf_may_go_down_a_pipe(run: Run, sam: str) -> None:
    """Bytes, and nothing else, on standard output."""
    from click.testing import CliRunner

    from releasecheck.cli import cli

    words = ["--as-of", "2026-11-23", "handover", sam, "--to", COM, "--format", "pdf", "-o", "-"]
    piped = CliRunner().invoke(cli, words).stdout_bytes
    assert len(PdfReader(io.BytesIO(piped)).pages) == 2
