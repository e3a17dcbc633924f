"""What stands in a Word file and in a pdf."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.table import Table, _Cell
from pypdf import PdfReader


def docx_texts(file: bytes) -> list[str]:
    """Every paragraph and cell of a Word file, then its header and footer."""
    document = docx.Document(io.BytesIO(file))
    section = document.sections[0]
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in _tables(document) for row in table.rows for cell in row.cells]
    return texts + [line.text for part in (section.header, section.footer) for line in part.paragraphs]


def _tables(within: Document | _Cell) -> Iterator[Table]:
    """Every table, also one in a cell of another."""
    for table in within.tables:
        yield table
        for row in table.rows:
            for cell in row.cells:
                yield from _tables(cell)


def pdf_text(file: bytes) -> str:
    """The text of a pdf, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())
