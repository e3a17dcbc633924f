"""Pages to be handed over, in every form: nothing in a name is read as markup, and every page is marked."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from releasecheck.core.errors import ReportError
from releasecheck.core.shipped import shipped_templates
from releasecheck.formats import rendering
from releasecheck.formats.paper import OFFICIAL_RECORD, Made, Paper, Part
from releasecheck.formats.paper_lines import paper_lines
from releasecheck.formats.rendering import MARKING, Format, render_file
from releasecheck.formats.terminal import Screen, cell_width
from releasecheck.reports import forms
from tests.made_up.office_files import docx_texts, pdf_text

NASTY = 'O’NEILL, Áine *b* <b>&amp;</b> #panic("x") {{ 7*7 }} {% x %} _u_ $x$ [l](u) `c` @k'
PAPER = Paper(
    "handover",
    f"Handover: {NASTY}",
    ("Made for a meeting.", NASTY),
    (
        Part("missing", "Missing or unknown", ("Two things.",), (NASTY,), tone="bad"),
        Part("risk", "Risk", headings=("What", "Where it stands"), rows=((NASTY, "high"), ("Tier", NASTY))),
        Part("routes", "Routes", headings=("Route", "Position", "Next"), rows=(("DTR", "sent", "chase"),)),
        Part("four", "Four", headings=("A", "B", "C", "D"), rows=(("1", "2", "3", "4"),)),
    ),
    Made("Mon 23 Nov 2026", "record.db, entry 41", "Catalogue 2026-11-21", "J. Okafor"),
    numbers=frozenset({"A1234BC"}),
)


def render(paper: Paper, form: Format, folders: Sequence[Path] = (), marking: str = MARKING) -> str:
    """A paper as a document, through its form."""
    return rendering.render(forms.of(paper), form, folders, marking)


def test_a_name_with_markup_is_shown_as_it_is_in_word() -> None:
    texts = docx_texts(render_file(PAPER, "docx"))
    assert texts.count(NASTY) == 4
    assert f"Handover: {NASTY}" in texts


def test_a_name_with_markup_is_shown_as_it_is_in_pdf() -> None:
    bare = "".join(pdf_text(render_file(PAPER, "pdf")).split())
    assert bare.count("".join(NASTY.split())) == 5


def test_a_name_with_markup_is_escaped_in_html_and_in_markdown() -> None:
    page = render(PAPER, "html")
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    text = render(PAPER, "md")
    assert r"\*b\* \<b\>\&amp;" in text
    assert not re.search(r"(?<!\\)\*b", text)


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\u202e", "\ud800"])
def test_letters_that_no_file_may_hold_are_replaced(letter: str) -> None:
    """Word calls a file with such a letter damaged; a terminal would obey some of them."""
    paper = PAPER._replace(title=f"A{letter}B")
    assert "A�B" in docx_texts(render_file(paper, "docx"))
    assert "A�B" in render(paper, "html")
    assert "A�B" in pdf_text(render_file(paper, "pdf"))


@pytest.mark.parametrize("form", ["md", "html", "txt", "docx", "pdf"])
def test_every_page_is_marked_and_says_what_it_was_made_from(form: str) -> None:
    if form in ("docx", "pdf"):
        file = render_file(PAPER, form, marking="OFFICIAL")  # type: ignore[arg-type]
        text = " ".join(docx_texts(file)) if form == "docx" else pdf_text(file)
    else:
        text = render(PAPER, form, marking="OFFICIAL")  # type: ignore[arg-type]
    text = text.replace("\\", "")
    assert text.count("OFFICIAL") == 2
    assert OFFICIAL_RECORD in text
    assert PAPER.made.words in text


def test_a_pdf_is_tagged_numbered_and_has_title_and_language() -> None:
    """For a screen reader: headings and tables are marked as such."""
    many = PAPER._replace(parts=(Part("long", "Long", headings=("A", "B"), rows=(("a", "b"),) * 80),))
    pdf = PdfReader(io.BytesIO(render_file(many, "pdf")))
    root: Any = pdf.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en-GB")
    assert pdf.metadata is not None
    assert pdf.metadata.title == PAPER.title
    assert [f"page {n} of 2" in page.extract_text() for n, page in enumerate(pdf.pages, 1)] == [True, True]


def test_a_word_file_has_title_language_and_repeated_table_headings() -> None:
    file = render_file(PAPER, "docx")
    properties = docx.Document(io.BytesIO(file)).core_properties
    assert (properties.title, properties.language) == (PAPER.title, "en-GB")
    xml = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader") == 3
    assert "{%" not in xml.replace("{% x %}", "")


def test_the_same_paper_makes_the_same_pdf() -> None:
    assert render_file(PAPER, "pdf") == render_file(PAPER, "pdf")


@pytest.mark.parametrize("width", [40, 80, 140])
def test_lines_fit_the_screen_and_cut_nothing(width: int) -> None:
    lines = paper_lines(PAPER, Screen(width))
    assert max(map(cell_width, lines)) <= width
    assert "".join("".join(lines).split()).count("chase") == 1


def test_an_office_template_of_the_same_kind_comes_first(tmp_path: Path) -> None:
    (tmp_path / "handover.md.j2").write_text("OURS {{ page.part('risk').title }}", "utf-8")
    assert render(PAPER, "md", [tmp_path]) == "OURS Risk"
    assert render(PAPER._replace(kind="gate"), "md", [tmp_path]) != "OURS Risk"


def test_an_office_word_template_of_its_own_comes_first(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Ours: {{ page.title }}")
    document.save(str(tmp_path / "handover.docx"))
    assert docx_texts(render_file(PAPER, "docx", [tmp_path]))[0] == f"Ours: Handover: {NASTY}"


@pytest.mark.parametrize("form", ["docx", "md"])
def test_a_template_that_somebody_sent_can_run_nothing(tmp_path: Path, form: str) -> None:
    """A Word file goes from hand to hand, and nobody expects a program in it."""
    reaching_out = "{{ page.part.__func__.__globals__['__builtins__']['open']('x') }}"
    if form == "docx":
        document = docx.Document()
        document.add_paragraph(reaching_out)
        document.save(str(tmp_path / "paper.docx"))
    (tmp_path / "paper.md.j2").write_text(reaching_out, "utf-8")
    with pytest.raises(ReportError, match="is unsafe"):
        if form == "docx":
            render_file(PAPER, "docx", [tmp_path])
        else:
            render(PAPER, "md", [tmp_path])


def test_a_word_template_with_an_unknown_name_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ page.tittle }}")
    document.save(str(tmp_path / "paper.docx"))
    with pytest.raises(ReportError, match=r"paper\.docx.*tittle"):
        render_file(PAPER, "docx", [tmp_path])


def test_an_office_docx_that_is_not_a_docx_is_named(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(b"not a zip")
    with pytest.raises(ReportError, match=r"paper\.docx is not a Word document"):
        render_file(PAPER, "docx", [tmp_path])


def test_a_mistake_in_a_pdf_template_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "handover.typ.j2").write_text("= Title\n#nobody\n", "utf-8")
    with pytest.raises(ReportError, match=r"handover\.typ\.j2: unknown variable: nobody, line 2"):
        render_file(PAPER, "pdf", [tmp_path])


@pytest.mark.parametrize(
    ("form", "library", "extra"), [("docx", "docxtpl", "office"), ("pdf", "typst", "pdf")]
)
def test_what_to_install_is_said(
    form: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ReportError, match=rf"pip install 'releasecheck\[{extra}\]'"):
        render_file(PAPER, form)  # type: ignore[arg-type]


def test_every_shipped_template_says_what_is_available_to_it() -> None:
    for path in shipped_templates().glob("paper.*.j2"):
        assert path.read_text("utf-8").startswith("{#-"), path.name
        assert "page" in path.read_text("utf-8").partition("#}")[0], path.name
