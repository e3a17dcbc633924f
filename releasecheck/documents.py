"""Papers as files for Word and for a printer: a docx template filled in, or a page set by typst.

Neither needs a network. Whatever a record holds goes in as data, so that no name is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from releasecheck.errors import ReportError
from releasecheck.terminal import safe

LARGE = 18
"""Points of the text of a paper in large type."""


def filled_docx(
    template: Path,
    values: Mapping[str, object],
    environment: object,
    title: str,
    language: str,
    *,
    large: bool = False,
) -> bytes:
    """The docx template with its tags filled in. ReportError if it is no docx, or nothing to do it."""
    try:
        from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    except ImportError as error:
        raise not_installed("docx", "office") from error
    import io
    from zipfile import BadZipFile

    try:
        document = DocxTemplate(template)
        document.render(dict(values), environment, autoescape=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise ReportError(
            f"{template} is not a Word document (docx): make it again from the shipped one"
        ) from error
    properties: Any = document.docx.core_properties
    properties.title, properties.language = safe(title), language
    if large:
        _enlarge(document.docx)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _enlarge(document: Any) -> None:
    """Make every style of the document larger, so that its ordinary text is LARGE; headings keep in step."""
    normal = document.styles["Normal"].font.size
    styles = [style for style in document.styles if getattr(style, "font", None)]
    for style in styles:
        if normal and style.font.size:
            style.font.size = round(style.font.size * LARGE * _POINT / normal)


_POINT = 12_700
"""The unit that Word files count lengths in, to a point."""


def typeset(source: str, name: str, data: Mapping[str, object]) -> bytes:
    """The pdf that a typst source makes of the data. ReportError if it cannot, or typst is not installed."""
    try:
        import typst
    except ImportError as error:
        raise not_installed("pdf", "pdf") from error
    import json

    values = {"page": json.dumps(_printable(data), ensure_ascii=False)}
    try:
        made = typst.compile(source.encode(), format="pdf", sys_inputs=values)
    except typst.TypstError as error:
        raise ReportError(f"{name}: {_first_line(error.diagnostic)}") from error
    assert isinstance(made, bytes), "one pdf, not a picture of each page"
    return made


def _printable(value: object) -> object:
    """The same data, without control or direction characters in its texts."""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, Mapping):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value


def not_installed(form: str, extra: str) -> ReportError:
    """What to type when the libraries that make such a file are not there."""
    return ReportError(
        f"to make a {form}, this program needs more than is installed: pip install 'releasecheck[{extra}]'"
    )


def _first_line(diagnostic: str) -> str:
    """The first mistake and its place: `unknown variable: foo, line 12`."""
    lines = [line.strip() for line in diagnostic.splitlines() if line.strip()]
    what = lines[0].removeprefix("error: ") if lines else "typst could not read it"
    place = next((line for line in lines if ".typ:" in line), "")
    line = place.rpartition(".typ:")[2].partition(":")[0]
    return f"{what}, line {line}" if line else what
