"""How the shipped Word templates were made: `python -m tests.made_up.docx_template` writes them again.

Each is an ordinary Word file: an office changes a copy of it in Word or LibreOffice, and needs none of this.
"""

from __future__ import annotations

from typing import Any

from tests.places import TOP

TEMPLATES = TOP / "templates"
#: What `template list` says of each; it is kept in the file's own properties.
ABOUT = {
    "letter": "Lays out in Word what one person reads and keeps, in bigger type: the sheet.",
    "form": "Lays out in Word what somebody works through at a desk: handover, referral answers.",
    "checklist": "Lays out in Word what is ticked off standing up: the release-day check.",
}
#: Points of the text, the title, a heading and the foot.
SIZES = {"letter": (13, 21, 15, 10), "form": (10.5, 19, 11.5, 8), "checklist": (11, 20, 12.5, 8)}


def make(name: str) -> None:
    """Write the template of a layout."""
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    document: Any = Document()
    size, title, heading, foot = SIZES[name]
    styles = document.styles
    _font(styles["Normal"], Pt(size))
    styles["Normal"].paragraph_format.space_after = Pt(0 if name == "form" else 1)
    styles["Normal"].paragraph_format.line_spacing = 1.15 if name == "letter" else 1.0
    for style_name, points in (("Title", title), ("Heading 1", heading)):
        style = styles[style_name]
        _font(style, Pt(points))
        style.font.bold, style.font.color.rgb = True, RGBColor(0, 0, 0)
        before = {"letter": 6, "form": 3, "checklist": 5}[name]
        style.paragraph_format.space_before = Pt(before if style_name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.keep_with_next = True
        for border in style.element.xpath(".//w:pBdr"):
            border.getparent().remove(border)
    for style_name, points in (("Box", round(size * 1.15)), ("Lead", size), ("Column heading", size * 0.85)):
        style = styles.add_style(style_name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, Pt(round(points * 2) / 2))
        style.font.bold = style_name == "Box" or (style_name == "Lead" and name == "letter")
    styles["List Bullet"].paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.2 if name == "form" else 1.4)
    section.top_margin, section.bottom_margin = Cm(1.2), Cm(1.2)
    section.header_distance = section.footer_distance = Cm(0.5)

    for kept in (section.header, section.footer):
        kept.paragraphs[0].text = "{%p if marking %}"
        marking = kept.add_paragraph()
        marking.alignment = WD_ALIGN_PARAGRAPH.CENTER
        marking.paragraph_format.space_after = Pt(0)
        marking.add_run("{{ marking }}").bold = True
        kept.add_paragraph("{%p endif %}")
    section.footer.add_paragraph("{%p for line in foot %}")
    small = section.footer.add_paragraph()
    small.paragraph_format.space_after = Pt(0)
    small.add_run("{{ line }}").font.size = Pt(foot)
    section.footer.add_paragraph("{%p endfor %}")
    numbers = section.footer.add_paragraph()
    numbers.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text in ("{{ counted[0] }} ", "PAGE", " {{ counted[1] }} ", "NUMPAGES"):
        if text.isupper():
            _field(numbers, text, Pt(foot))
        else:
            numbers.add_run(text).font.size = Pt(foot)

    document.add_paragraph("{{ page.title }}", style="Title")
    document.add_paragraph("{%p for line in page.under %}")
    document.add_paragraph("{%p if loop.first %}")
    document.add_paragraph("{{ line }}", style="Lead")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ line }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ parts }}")
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


if __name__ == "__main__":
    for each in SIZES:
        make(each)
