"""Papers as files for Word and for a printer: a docx template filled in, or a page set by typst.

Neither needs a network. Whatever a record holds goes in as data, so that no name is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from releasecheck.core.errors import ReportError, TemplateMistake
from releasecheck.core.shipped import DATA, packed_in
from releasecheck.core.text import safe

if TYPE_CHECKING:
    from releasecheck.formats.paper import Paper

LARGE = 18
"""Points of the text of a paper in large type."""


def filled_docx(
    name: str, template: bytes, values: Mapping[str, object], environment: object, paper: Paper
) -> bytes:
    """The docx template of this name with its tags filled in and the parts of the paper where it wants them.

    TemplateMistake if it is no docx, ReportError if there is nothing to do it.
    """
    try:
        from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    except ImportError as error:
        raise not_installed("docx", "office") from error
    import io
    from zipfile import BadZipFile

    from releasecheck.formats.word_parts import PARTS_HERE, put_parts

    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render({**values, "parts": PARTS_HERE}, environment, autoescape=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise TemplateMistake(
            f"{name} is not a Word document (docx): make it again from the shipped one"
        ) from error
    put_parts(document.docx, paper)
    _describe(document.docx, paper)
    if paper.large:
        _enlarge(document.docx)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Any, paper: Paper) -> None:
    """Title, language and dates, as a screen reader and a list of files tell them."""
    from datetime import UTC, datetime, time

    from docx.oxml.ns import qn

    properties: Any = document.core_properties
    properties.title, properties.language = safe(paper.title), paper.region
    if paper.made.day is not None:
        properties.created = properties.modified = datetime.combine(paper.made.day, time(), UTC)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), paper.region)


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
    """The pdf that a typst source makes of the data.

    TemplateMistake if the source is wrong, ReportError if typst is not installed.

    An office may write the source. It can read no file, for it lies alone in a folder of its own, and it
    gets no packages, for those would be asked of the network.
    """
    try:
        import typst
    except ImportError as error:
        raise not_installed("pdf", "pdf") from error
    import json
    from tempfile import TemporaryDirectory

    values = {"page": json.dumps(_printable(data), ensure_ascii=False)}
    with TemporaryDirectory() as folder, _no_network():
        root = Path(folder)
        (root / "page.typ").write_text(source, "utf-8")
        none = root / "packages"
        try:
            made = typst.compile(
                root / "page.typ",
                format="pdf",
                sys_inputs=values,
                font_paths=[_fonts(root)],
                root=root,
                package_path=none,
                package_cache_path=none,
            )
        except typst.TypstError as error:
            raise TemplateMistake(f"{name}: {_mistake(error.diagnostic)}") from error
    assert isinstance(made, bytes), "one pdf, not a picture of each page"
    return made


def _fonts(root: Path) -> Path:
    """The folder of the fonts that ship with the program; out of a pyz they are put below the root."""
    if packed_in() is None:
        return DATA / "fonts"
    folder = root / "fonts"
    folder.mkdir()
    for font in (DATA / "fonts").iterdir():
        (folder / font.name).write_bytes(font.read_bytes())
    return folder


@contextmanager
def _no_network() -> Iterator[None]:
    """Inside, whoever asks for a page of the network is sent to a door that nobody opens.

    Typst has no switch against packages, and what it is asked to import may be put together as it runs.
    """
    import os

    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    names = [*proxies, *map(str.upper, proxies), "no_proxy", "NO_PROXY"]
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(proxies | {name.upper(): door for name, door in proxies.items()})
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)


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


def _mistake(diagnostic: str) -> str:
    """The first mistake and its place: `unknown variable: foo, line 12`."""
    lines = [line.strip() for line in diagnostic.splitlines() if line.strip()]
    # What it only warns of stands before: that this machine has one of the faces, and not the other.
    first = next((n for n, line in enumerate(lines) if line.startswith("error: ")), 0)
    lines = lines[first:]
    what = lines[0].removeprefix("error: ") if lines else "typst could not read it"
    if what.startswith(("failed to download package", "package not found")):
        what = "a template gets no packages: write what it needs into the template"
    elif what.startswith(("file not found", "path ", "failed to load file", "cannot read file")):
        what = "a template reads no files: what the page holds is in sys.inputs.page"
    elif what.startswith("panicked"):
        what = "the template gives up"  # with words of its own, which may be anybody's name
    place = next((line for line in lines if ".typ:" in line), "")
    line = place.rpartition(".typ:")[2].partition(":")[0]
    return f"{what}, line {line}" if line else what
