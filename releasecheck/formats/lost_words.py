"""What a layout leaves out: the parts of a paper of which some words are not in the page made of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from releasecheck.formats.paper import Paper, Part, cell_data

_TAG = re.compile(r"<style.*?</style>|<script.*?</script>|<[^>]*>", re.DOTALL)
_NO_LETTER = re.compile(r"[\W_]+")


def lost_parts(paper: Paper, page: str | bytes, form: str) -> list[str]:
    """The headings, or names, of the parts that are not whole in a page of that form: md, html, txt, docx.

    In plain text a cell goes on below itself, among others: there every word of it must be somewhere.
    """
    text = _docx_text(page) if isinstance(page, bytes) else page
    if form == "html":
        text = html.unescape(_TAG.sub(" ", text))
    words, single = _bare(text), set(map(_bare, text.split()))

    def lost(told: str) -> bool:
        return _bare(told) not in words and (form != "txt" or not set(map(_bare, told.split())) <= single)

    whole = [
        ("", (paper.title, *paper.under)),
        *((part.title or part.name, _texts(part)) for part in paper.parts),
    ]
    return [name or paper.title for name, texts in whole if any(map(lost, texts))]


def _texts(part: Part) -> Iterator[str]:
    yield part.title
    yield from part.lines
    yield from part.points
    yield from part.after
    for row in part.rows:
        for cell in row:
            told = cell_data(cell)
            yield from (told["state"], told["rest"])


def _bare(text: str) -> str:
    """The letters and digits alone: where lines break and how signs are escaped is the layout's matter."""
    return _NO_LETTER.sub("", text).casefold()


def _docx_text(file: bytes) -> str:
    import io
    from xml.etree import ElementTree
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(file)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    return "".join(element.text or "" for element in root.iter() if element.tag.endswith("}t"))
