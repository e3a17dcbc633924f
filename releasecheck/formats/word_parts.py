"""The parts of a paper in a Word file: real styles, tables that repeat their headings, and no background.

A template has the styles, the header and the foot, and says with `{{ parts }}` where the parts stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from releasecheck.core.text import safe
from releasecheck.formats.paper import Paper, Part, cell_data

PARTS_HERE = "\N{REFERENCE MARK} parts \N{REFERENCE MARK}"
"""What a template is given as `parts`: the paragraph that holds it alone is where they are put."""

_TICK = "\N{BALLOT BOX} "
_RULE, _FRAME = 4, 12
"""Widths of a line between rows, and of a frame, in eighths of a point."""
_INITIALS = 0.12
_SHARES = {2: (0.36, 0.64), 3: (0.36, 0.2, 0.44), 4: (0.34, 0.14, 0.16, 0.36)}
_NARROW_FIRST = (0.16, 0.34, 0.5)
_EMU = 12_700
"""The unit of lengths in a Word file, to a point."""
_LETTER = 8.6 * _EMU
"""As wide as a letter in bold may be, in the type of a letter."""


def put_parts(document: Any, paper: Paper) -> None:
    """Put the parts where the template wants them; nothing where it lays them out itself."""
    place = next((one for one in document.paragraphs if one.text.strip() == PARTS_HERE), None)
    if place is None:
        return
    section = document.sections[-1]
    if paper.landscape:
        from docx.enum.section import WD_ORIENT

        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    width = section.page_width - section.left_margin - section.right_margin
    body = document.element.body
    before = set(body)
    # A letter has no headings over its columns: what each is, the words say.
    bare = paper.layout == "letter"
    parts = [part._replace(shape="times") if bare and part.shape == "plain" else part for part in paper.parts]
    for n, pair in enumerate(paired(parts)):
        if pair[0].new_page:
            _break(document)
        if n == 0 and paper.photo:
            _with_photo(document, pair[0], paper.photo, width)
            pair = pair[1:]
        if len(pair) == 1:
            _part(document, pair[0], width)
        elif pair:
            _side_by_side(document, pair, width)
    for element in [one for one in body if one not in before]:
        place._p.addprevious(element)
    body.remove(place._p)


def paired(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts, with those that stand side by side together."""
    found: list[list[Part]] = []
    for part in parts:
        if part.beside and found:
            found[-1].append(part)
        else:
            found.append([part])
    return found


def _break(document: Any) -> None:
    """Begin a page with a paragraph at its top: at the end of a full page it would begin a page itself."""
    _small(document)
    document.paragraphs[-1].paragraph_format.page_break_before = True


def _side_by_side(document: Any, parts: Sequence[Part], width: int) -> None:
    table = _table(document, 1, [width // len(parts)] * len(parts))
    for cell, part in zip(table.rows[0].cells, parts, strict=True):
        _part(cell, part, width // len(parts) - 8 * _EMU)
        first = cell.paragraphs[0]
        if not first.text and len(cell._tc) > 2:
            cell._tc.remove(first._p)
    _small(document)


def _with_photo(document: Any, part: Part, photo: str, width: int) -> None:
    """The first part, and at its right the place for a photograph."""
    from docx.shared import Mm

    side = Mm(34)
    table = _table(document, 1, [width - side, side])
    left, right = table.rows[0].cells
    _part(left, part, width - side - 8 * _EMU)
    left._tc.remove(left.paragraphs[0]._p)
    frame = _table(right, 1, [Mm(30)], frame=_FRAME, line="dashed")
    right._tc.remove(right.paragraphs[0]._p)
    frame.rows[0].height = Mm(34)
    _say(frame.rows[0].cells[0].paragraphs[0], photo, "")
    _small(right)
    _small(document)


def _part(container: Any, part: Part, width: int) -> None:
    if part.title:
        heading = container.add_paragraph(style="Heading 1")
        _say(heading, part.title, part.language)
        if part.aside:
            heading.paragraph_format.tab_stops.add_tab_stop(width, _right())
            heading.add_run("\t")
            _say(heading, part.aside, part.language, bold=False)
    if part.shape == "box":
        _box(container, part, width)
        return
    for line in part.lines:
        _say(container.add_paragraph(), line, part.language)
    if part.points and part.shape == "ticks":
        _ticks(container, part, width)
    else:
        for point in part.points:
            _say(container.add_paragraph(style="List Bullet"), point, part.language)
    if part.rows:
        _ROWS.get(part.shape, _plain)(container, part, width)
        _small(container)
    for line in part.after:
        _say(container.add_paragraph(), line, part.language)


def _box(container: Any, part: Part, width: int) -> None:
    cell = _table(container, 1, [width], frame=2 * _FRAME).rows[0].cells[0]
    for n, line in enumerate(part.lines):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        if n == 0:
            paragraph.style = "Box"
        _say(paragraph, line, part.language)
    for point in part.points:
        _say(cell.add_paragraph(style="List Bullet"), point, part.language)
    _small(container)


def _ticks(container: Any, part: Part, width: int) -> None:
    rows = -(-len(part.points) // 2)
    table = _table(container, rows, [width // 2] * 2)
    for n, point in enumerate(part.points):
        _say(table.rows[n // 2].cells[n % 2].paragraphs[0], _TICK + point, part.language)
    _small(container)


def _cells(container: Any, part: Part, width: int) -> None:
    rows = -(-len(part.rows) // 3)
    table = _table(container, rows, [width // 3] * 3, frame=_FRAME, between=_FRAME)
    for n, (label, *texts) in enumerate(part.rows):
        cell = table.rows[n // 3].cells[n % 3]
        _say(cell.paragraphs[0], label, part.language)
        for place, text in enumerate(texts):
            if text:
                _say(cell.add_paragraph(), text, part.language, bold=True if place == 0 else None)


def _checks(container: Any, part: Part, width: int) -> None:
    shares = (0.42, 1 - 0.42 - _INITIALS, _INITIALS)
    table = _table(container, len(part.rows), [int(width * share) for share in shares], between=_RULE)
    for row, (what, *told) in zip(table.rows, part.rows, strict=True):
        _say(row.cells[0].paragraphs[0], _TICK + what, part.language)
        for text in told[:1]:
            _say(row.cells[1].paragraphs[0], text, part.language)
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_before = 3 * _EMU


def _ask(container: Any, part: Part, width: int) -> None:
    table = _table(container, len(part.rows), [int(width * 0.62), int(width * 0.38)])
    for row, (question, *answers) in zip(table.rows, part.rows, strict=True):
        _say(row.cells[0].paragraphs[0], question, part.language)
        _say(
            row.cells[1].paragraphs[0],
            "   ".join(f"{answer} {_TICK.strip()}" for answer in answers),
            part.language,
        )


def _times(container: Any, part: Part, width: int) -> None:
    """The first column as wide as its longest text, between a quarter and two fifths of the room."""
    longest = max(len(row[0]) for row in part.rows) * _LETTER
    first = int(min(max(longest, width * 0.24), width * 2 / 5))
    others = len(part.rows[0]) - 1
    _filled(container, part, [first, *[(width - first) // others] * others])


def _card(container: Any, part: Part, width: int) -> None:
    rows = -(-len(part.rows) // 2)
    shares = (0.29, 0.21, 0.29, 0.21)
    table = _table(container, rows, [int(width * share) for share in shares], frame=_FRAME, line="dashed")
    for n, (who, number, *_) in enumerate(part.rows):
        cells = table.rows[n // 2].cells[2 * (n % 2) :]
        _say(cells[0].paragraphs[0], who, part.language)
        _say(cells[1].paragraphs[0], number, part.language, bold=True)


def _fill(container: Any, part: Part, width: int) -> None:
    from docx.shared import Mm

    table = _table(container, 1, [width // len(part.rows)] * len(part.rows), frame=_FRAME, between=_FRAME)
    table.rows[0].height = Mm(10)
    for cell, (label, *known) in zip(table.rows[0].cells, part.rows, strict=True):
        text = label.replace("[ ]", _TICK.strip())
        _say(cell.paragraphs[0], " ".join(filter(None, (text, *known))), part.language)


def _plain(container: Any, part: Part, width: int) -> None:
    columns = len(part.rows[0])
    shares = _NARROW_FIRST if part.narrow_first else _SHARES.get(columns) or _by_length(part)
    _filled(container, part, [int(width * share) for share in shares], headed=True)


def _by_length(part: Part) -> tuple[float, ...]:
    """Shares of the width of many columns, by how much there is in each; an empty one is to write in."""
    mean = [sum(len(row[n]) for row in part.rows) / len(part.rows) for n in range(len(part.rows[0]))]
    weights = [max(9, min(140, length)) ** 0.75 if length else 4.0 for length in mean]
    return tuple(weight / sum(weights) for weight in weights)


def _filled(container: Any, part: Part, widths: Sequence[int], *, headed: bool = False) -> None:
    """The rows one under another, the first cell of each in bold; headings are repeated on every page."""
    from docx.oxml import OxmlElement

    table = _table(container, len(part.rows) + headed, widths, between=_RULE if headed else 0)
    if headed:
        for cell, text in zip(table.rows[0].cells, part.headings, strict=True):
            _say(cell.paragraphs[0], text, part.language, style="Column heading")
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, texts in zip(list(table.rows)[headed:], part.rows, strict=True):
        for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _say(cell.paragraphs[0], text, part.language, bold=True if n == 0 else None)


_ROWS: dict[str, Callable[[Any, Part, int], None]] = {
    "cells": _cells,
    "checks": _checks,
    "ask": _ask,
    "times": _times,
    "card": _card,
    "fill": _fill,
}


def _table(
    container: Any,
    rows: int,
    widths: Sequence[int],
    *,
    frame: int = 0,
    between: int = 0,
    line: str = "single",
) -> Any:
    """A table of these columns with no more lines than asked for; a row is never cut by the end of a page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = container.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = between if side.startswith("inside") else frame
        if side == "insideV" and not frame:
            size = 0
        if side == "bottom" and between:
            size = size or between
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), line if size else "nil")
        if size:
            border.set(qn("w:sz"), str(size))
            border.set(qn("w:color"), "000000" if size > _RULE else "777777")
        borders.append(border)
    table._tbl.tblPr.append(borders)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = 0
    return table


def _say(
    paragraph: Any, text: str, language: str, *, bold: bool | None = None, style: str | None = None
) -> None:
    """The text as runs: a state in a border, and words in another language marked as such."""
    if style is not None:
        paragraph.style = style
    told = cell_data(text)
    spoken = told["language"] or language
    if told["state"]:
        run = paragraph.add_run(safe(told["state"]))
        run.bold = True
        _property(run, "w:bdr", {"w:val": "single", "w:sz": str(_FRAME), "w:space": "1"})
        told = {**told, "rest": f"  {told['rest']}" if told["rest"] else ""}
    run = paragraph.add_run(safe(told["rest"]))
    if bold is not None:
        run.bold = bold
    if spoken:
        _property(run, "w:lang", {"w:val": f"{spoken}-GB"})


def _property(run: Any, name: str, values: dict[str, str]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(key), value)
    run._r.get_or_add_rPr().append(element)


def _small(container: Any) -> None:
    """The paragraph that Word wants between two tables, as low as it can be."""
    from docx.shared import Pt

    paragraph = container.add_paragraph()
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = 0
    paragraph.paragraph_format.line_spacing = Pt(2)


def _right() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT
