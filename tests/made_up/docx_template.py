"""How the shipped Word templates were made: `python -m tests.made_up.docx_template` writes them again.

Each is an ordinary Word file: an office changes a copy of it in Word or LibreOffice, and needs none of this.
"""

from __future__ import annotations

from typing import Any

from tests.places import TOP

TEMPLATES = TOP / "templates"
#: What `template list` says of each; it is kept in the file's own properties.
ABOUT = {
    "paper": "Lays out any paper in Word: handover, release-day check, referral text.",
    "sheet": "Lays out the sheet for the person leaving in Word, in bigger type.",
}
#: Columns in centimetres, and of which parts the table is.
TABLES = {
    "part.headings|length == 2": (6.5, 11.7),
    "part.headings|length == 3 and not part.narrow_first": (6.5, 3.6, 8.1),
    "part.headings|length == 3 and part.narrow_first": (2.9, 6.2, 9.1),
    "part.headings|length == 4": (5.0, 3.6, 3.6, 6.0),
}


def make(name: str, size: float, *, headed: bool = True) -> None:
    """Write a template in type of this size, in points; `headed`: with a heading over each column."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    document: Any = Document()
    styles = document.styles
    _font(styles["Normal"], Pt(size))
    styles["Normal"].paragraph_format.space_after = Pt(2)
    if headed:
        styles["Normal"].paragraph_format.line_spacing = 1.0
    for heading, larger in (("Title", 1.6), ("Heading 1", 1.15)):
        style = styles[heading]
        _font(style, Pt(round(size * larger * 2) / 2))
        style.font.bold, style.font.color.rgb = True, RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(7 if heading == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.keep_with_next = True
        for border in style.element.xpath(".//w:pBdr"):
            border.getparent().remove(border)
    styles["List Bullet"].paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.4)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(0.8)

    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run("{{ marking }}").bold = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.paragraph_format.space_after = Pt(0)
    footer.add_run("{{ marking }}").bold = True
    small = section.footer.add_paragraph()
    small.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("{{ page.made.words }} · page ", "PAGE", " of ", "NUMPAGES"):
        if text.isupper():
            _field(small, text, Pt(7.5))
        else:
            small.add_run(text).font.size = Pt(7.5)
    small.add_run().add_break()
    small.add_run("{{ official_record }}").font.size = Pt(7.5)

    document.add_paragraph("{{ page.title }}", style="Title")
    _loop(document, "line in page.under", "{{ line }}", "Normal")
    document.add_paragraph("{%p for part in page.parts %}")
    document.add_paragraph("{{ part.title }}", style="Heading 1")
    _loop(document, "line in part.lines", "{{ line }}", "Normal")
    _loop(document, "point in part.points", "{{ point }}", "List Bullet")
    for which, widths in TABLES.items():
        document.add_paragraph(f"{{%p if part.rows and {which} %}}")
        _table(document, widths, headed=headed)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.core_properties.author = "releasecheck"
    document.core_properties.language = "en-GB"
    document.core_properties.comments = ABOUT[name]
    document.save(str(TEMPLATES / f"{name}.docx"))


def _font(style: Any, size: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name, style.font.size = "Arial", size
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), "Arial")


def _field(paragraph: Any, name: str, size: Any) -> None:
    """A number that Word works out: PAGE or NUMPAGES."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instruction", "separate", "1", "end"):
        run = paragraph.add_run()
        run.font.size = size
        if kind == "1":
            run.text = kind
        elif kind == "instruction":
            element = OxmlElement("w:instrText")
            element.text = name
            run._r.append(element)
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def _loop(document: Any, what: str, text: str, style: str) -> None:
    document.add_paragraph(f"{{%p for {what} %}}")
    document.add_paragraph(text, style=style)
    document.add_paragraph("{%p endfor %}")


def _table(document: Any, widths: tuple[float, ...], *, headed: bool) -> None:
    """A heading row, if any, that is repeated on every page, and one row for each of the part's."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(rows=4, cols=len(widths))
    table.autofit = False
    _lines_between(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    rows = table.rows
    rows[1].cells[0].text = "{%tr for row in part.rows %}"
    rows[3].cells[0].text = "{%tr endfor %}"
    for n in range(len(widths)):
        rows[0].cells[n].paragraphs[0].add_run(f"{{{{ part.headings[{n}] }}}}").italic = True
        rows[2].cells[n].paragraphs[0].add_run(f"{{{{ row[{n}] }}}}").bold = n == 0
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if not headed:
        table._tbl.remove(rows[0]._tr)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0 if headed else 1)


def _lines_between(table: Any) -> None:
    """A thin line under each row and no other."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "B1B4B6")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


if __name__ == "__main__":
    make("paper", 9)
    make("sheet", 12, headed=False)
