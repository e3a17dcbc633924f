"""The three layouts in every format: each says all its words, in its pages, without colour."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from releasecheck.formats.lost_words import lost_parts
from releasecheck.formats.paper import Paper, Part, Stated
from releasecheck.formats.paper_lines import paper_lines, spoken_lines
from releasecheck.formats.rendering import Format, render, render_file
from releasecheck.formats.terminal import Screen, cell_width
from releasecheck.reports import forms
from tests.made_up.laid_out import ALL, BOTH, CHECKLIST, DAY, FORM, LETTER
from tests.made_up.office_files import pdf_text
from tests.made_up.printed import pages_as_pdf, seen_by_axe, sheets, words_as_pdf
from tests.places import TOP

TEXTS: tuple[Format, ...] = ("md", "html", "txt")
KEPT = TOP / "tests" / "data" / "templates" / "0.1.0"
PAPERS = pytest.mark.parametrize("paper", ALL.values(), ids=ALL)


def page(paper: Paper, form: Format) -> str:
    return render(forms.of(paper), form)


@PAPERS
@pytest.mark.parametrize("form", TEXTS)
def test_a_layout_leaves_out_no_word(paper: Paper, form: Format) -> None:
    assert lost_parts(paper, page(paper, form), form) == []


@PAPERS
def test_word_and_pdf_leave_out_no_word(paper: Paper) -> None:
    assert lost_parts(paper, render_file(paper, "docx"), "docx") == []
    assert lost_parts(paper, pdf_text(render_file(paper, "pdf")), "txt") == []


def test_a_word_that_is_left_out_is_found() -> None:
    assert lost_parts(FORM, page(FORM, "txt").replace("VERY HIGH", ""), "txt") == ["Risk"]


@pytest.mark.parametrize(
    ("paper", "pages"),
    [(LETTER, 1), (CHECKLIST, 1), (FORM, 2), (BOTH, 2), (LETTER._replace(large=True), 2)],
    ids=["letter", "checklist", "form", "both", "large"],
)
def test_a_pdf_keeps_its_pages(paper: Paper, pages: int) -> None:
    assert len(PdfReader(io.BytesIO(render_file(paper, "pdf"))).pages) == pages


def test_a_day_is_on_its_side_and_repeats_its_headings() -> None:
    (people, *others) = DAY.parts
    long = DAY._replace(parts=(people._replace(rows=people.rows * 2), *others))
    file = PdfReader(io.BytesIO(render_file(long, "pdf")))
    assert all(one.mediabox.width > one.mediabox.height for one in file.pages)
    assert len(file.pages) == 2
    assert all("First meeting" in " ".join(one.extract_text().split()) for one in file.pages)
    section = docx.Document(io.BytesIO(render_file(DAY, "docx"))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height


def test_the_face_of_a_pdf_is_the_shipped_one_and_no_other() -> None:
    """Without it a machine that has neither Arial nor Liberation Sans would set the page with serifs."""
    fonts = set()
    for one in PdfReader(io.BytesIO(render_file(CHECKLIST, "pdf"))).pages:
        resources: Any = one["/Resources"]
        fonts |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert {re.sub(r"^/\w+\+", "", name).removesuffix("-Identity-H") for name in fonts} <= {
        *("LiberationSans", "LiberationSans-Bold", "ArialMT", "Arial-BoldMT")
    }


@pytest.mark.parametrize(("paper", "language"), [(FORM, "en-GB"), (BOTH, "cy-GB")])
def test_a_word_file_has_the_language_the_day_and_real_styles(paper: Paper, language: str) -> None:
    dated = paper._replace(made=paper.made._replace(day=date(2026, 11, 27)))
    file = render_file(dated, "docx")
    document = docx.Document(io.BytesIO(file))
    properties = document.core_properties
    assert properties.language == language
    assert properties.created is not None
    assert (properties.created.date(), properties.modified) == (date(2026, 11, 27), properties.created)
    styles = {one.text: one.style.name for one in document.paragraphs if one.style is not None}
    assert styles[paper.title] == "Title"
    assert {name for text, name in styles.items() if text == "To do before he leaves, in order"} <= {
        "Heading 1"
    }
    assert 'w:val="en-US"' not in zipfile.ZipFile(io.BytesIO(file)).read("word/styles.xml").decode()


def test_the_words_of_another_language_are_marked_as_such() -> None:
    part = Part("a", "Lle", rows=(("Ble", Stated.spoken("Bus 72", "en")),), headings=("Beth", "Manylion"))
    welsh = LETTER._replace(language="cy", parts=(part,))
    assert '<span lang="en">Bus 72</span>' in page(welsh, "html")
    assert '<html lang="cy-GB">' in page(welsh, "html")
    assert '<section aria-labelledby="card-en" lang="en-GB">' in page(BOTH, "html")


def test_what_is_read_out_has_a_sentence_to_a_line() -> None:
    lines = spoken_lines(LETTER)
    assert "Ask for T. Nowak." in lines
    assert "Days can change: we tell you if yours does." in lines
    assert not any("+--" in line or "|" in line for line in lines)
    assert page(LETTER, "txt").splitlines() == lines


def test_what_somebody_takes_home_has_no_marking() -> None:
    for form in TEXTS:
        assert "OFFICIAL" not in page(LETTER, form)
        assert "OFFICIAL" in page(FORM, form)
    assert "OFFICIAL" not in pdf_text(render_file(LETTER, "pdf"))


@PAPERS
@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_on_a_screen_every_line_fits(paper: Paper, width: int) -> None:
    lines = paper_lines(paper, Screen(width), signed=True)
    assert max(map(cell_width, lines)) <= width
    assert not any(line.endswith("…") for line in lines)


def test_nothing_depends_on_a_background() -> None:
    """Browsers leave backgrounds out when they print."""
    style = page(CHECKLIST, "html").partition("</style>")[0]
    printed = style.partition("@media print")[2]
    assert "background" not in style.partition(".state")[2].partition("}")[0]
    assert re.findall(r"\.(?:box|state|cells|tick|fill)[^{]*\{[^}]*background", printed) == []


@pytest.mark.parametrize("kept", sorted(KEPT.iterdir()), ids=lambda path: path.name)
def test_an_office_layout_of_the_first_release_still_lays_out(kept: Path, tmp_path: Path) -> None:
    """It says every word; what it cannot show is how: boxes to tick, frames, what stands side by side."""
    (tmp_path / kept.name).write_bytes(kept.read_bytes())
    _, _, ending = kept.name.partition(".")
    papers = {"sheet": [LETTER], "handover": [FORM], "paper": [LETTER, CHECKLIST, FORM]}
    for paper in papers[kept.name.partition(".")[0]]:
        if ending in ("docx", "typ.j2"):
            made = render_file(paper, "docx" if ending == "docx" else "pdf", [tmp_path])
            text: str | bytes = made if ending == "docx" else pdf_text(made)
        else:
            text = render(forms.of(paper), "html" if ending == "html.j2" else "md", [tmp_path])
        assert lost_parts(paper, text, _FORMS.get(ending, "txt")) in ([], ["Please tell us"])


_FORMS = {"docx": "docx", "html.j2": "html", "md.j2": "md"}


BUDGETS = {"letter": 1, "checklist": 1, "day": 1, "form": 2, "both": 2}


def test_printed_from_word_each_keeps_its_pages(tmp_path: Path) -> None:
    files = []
    for name in BUDGETS:
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(render_file(ALL[name], "docx"))
    counted = {pdf.stem: len(sheets(pdf)) for pdf in words_as_pdf(files, tmp_path)}
    assert counted == BUDGETS


def test_printed_from_a_browser_each_keeps_its_pages_and_its_words(tmp_path: Path) -> None:
    """Without backgrounds, as browsers print: the words and the state are there all the same."""
    files = []
    for name in BUDGETS:
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(page(ALL[name], "html"), "utf-8")
    printed = {pdf.stem: sheets(pdf) for pdf in pages_as_pdf(files, tmp_path)}
    assert {name: len(found) for name, found in printed.items()} == BUDGETS
    for name, found in printed.items():
        assert lost_parts(ALL[name], " ".join(found), "txt") == [], name


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_paper_runs_out_of_a_window_or_keeps_anything_from_a_screen_reader(
    tmp_path: Path, width: int
) -> None:
    for scheme, medium in (("light", "screen"), ("dark", "screen"), ("light", "print")):
        pages = {name: page(paper, "html") for name, paper in ALL.items()}
        for name, found, out in seen_by_axe(pages, tmp_path, width, scheme, medium):
            assert (found, out) == ("", []), f"{name} {width} {scheme} {medium}"
