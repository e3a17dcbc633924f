"""The templates there are: what each is for, and whether it is built in or this office's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.errors import TemplateMistake
from releasecheck.core.links import LinkFound, bytes_below
from releasecheck.core.outside import TABLE_BYTES
from releasecheck.core.shipped import shipped_templates

#: The papers that may have a layout of their own; without one they are laid out as their layout is.
PAPERS = ("handover", "gate", "prefill", "sheet")
#: Reports of counts that may have a layout of their own; without one they are laid out as `tables`.
TABLES = ("forecast", "outcomes")
_TABLE_FORMS = ("html.j2", "md.j2", "txt.j2")
_PAPER_FORMS = ("html.j2", "md.j2", "txt.j2", "typ.j2", "docx")

_THREE = "each layout has its own, letter.docx (the sheet), form.docx and checklist.docx"
#: Names that were shipped once, and what stands in their place; an office's own file of one is still used.
RETIRED = {
    "paper.docx": _THREE,
    "sheet.docx": "letter.docx lays out the sheet",
    "sheet.html.j2": "letter.html.j2 lays out the sheet",
    "sheet.typ.j2": "letter.typ.j2 lays out the sheet",
    "handover.html.j2": "form.html.j2 lays out handovers",
}

#: How a template begins: a comment that says what it is for.
_HEADERS = {
    ".j2": r"(?:\{#-?|/\*)(.*?)(?:-?#\}|\*/)",
    ".toml": r"((?:#.*\n)+)",
}


class TemplateFile(NamedTuple):
    """One template as it is used here."""

    name: str
    path: Path
    about: str
    """What it is for, in a sentence."""
    office: bool
    used: bool
    """Whether any page asks for a template of this name."""


class TemplateText(NamedTuple):
    """A template as it was read."""

    name: str
    text: str


def template_texts(name: str, folders: Iterable[Path] = ()) -> tuple[TemplateText, ...]:
    """The built-in template of that name, then an office's own from the first folder that has one."""
    builtin = TemplateText(name, (shipped_templates() / name).read_text("utf-8"))
    for folder in folders:
        text = office_text(folder, name)
        if text is not None:
            return builtin, TemplateText(str(folder / name), text)
    return (builtin,)


def office_text(folder: Path, name: str) -> str | None:
    """The text of an office's own template, its line ends as "\\n"; None where there is none of that name.

    Raises TemplateMistake for one that cannot be read.
    """
    found = office_bytes(folder, name)
    try:
        return None if found is None else found.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        raise TemplateMistake(
            f"{folder / name} is not saved as UTF-8; save it again with that encoding"
        ) from problem


def office_bytes(folder: Path, name: str) -> bytes | None:
    """What stands in an office's own template; None where there is no file of that name.

    No link is followed below the folder: others may be able to write there, and a link could lead to any
    file of whoever makes the page. Raises TemplateMistake for a link, and for a file that cannot be read.
    """
    try:
        return bytes_below(folder, name, TABLE_BYTES)
    except LinkFound as problem:
        raise TemplateMistake(
            f"{problem.path} is a link, which is not followed among templates: put the file itself there"
        ) from problem
    except OSError as problem:
        raise TemplateMistake(f"cannot read {folder / name}: {problem.strerror}") from problem


def template_files(builtin: Path, office: Path) -> tuple[TemplateFile, ...]:
    """Every template by name; an office's own stands in the place of the built-in one."""
    shipped, own = _files(builtin), _files(office)
    known = {*shipped, *(f"{paper}.{form}" for paper in PAPERS for form in _PAPER_FORMS)}
    known |= {f"{report}.{form}" for report in TABLES for form in _TABLE_FORMS} | {"paper.docx"}
    return tuple(
        TemplateFile(
            name, path, _about(path, name in own) or _shipped(name, shipped), name in own, name in known
        )
        for name, path in sorted({**shipped, **own}.items())
    )


def _files(folder: Path) -> Mapping[str, Path]:
    if not folder.is_dir():
        return {}
    kinds = (".j2", ".toml", ".docx")
    found = (path for path in folder.iterdir() if path.is_file() and path.suffix in kinds)
    return {path.name: path for path in found if not path.name.startswith((".", "~"))}


def _shipped(name: str, shipped: Mapping[str, Path]) -> str:
    """What the built-in template of that name is for, where an office's own does not say."""
    return about(shipped[name]) if name in shipped else ""


def _about(path: Path, office: bool) -> str:
    return "A link, which is not followed." if office and path.is_symlink() else about(path)


def about(path: Path) -> str:
    """What a template is for: the first sentence of its header; nothing where there is none."""
    if path.suffix == ".docx":
        return _docx_comments(path)
    try:
        found = re.match(_HEADERS.get(path.suffix, r"(?!)"), path.read_text("utf-8"), re.DOTALL)
    except (OSError, UnicodeDecodeError):
        return ""
    return _sentence(re.sub(r"^#\s?", "", found[1], flags=re.MULTILINE).split()) if found else ""


def _sentence(words: Iterable[str]) -> str:
    """The words up to the first that ends a sentence; a full stop inside a file's name does not."""
    first, stop, _ = " ".join(words).partition(". ")
    return f"{first}." if stop else first


def _docx_comments(path: Path) -> str:
    """The comments kept in a Word file's own properties."""
    import io
    from xml.etree import ElementTree
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(path.read_bytes())) as file:
            root = ElementTree.fromstring(file.read("docProps/core.xml"))
    except (BadZipFile, KeyError, ElementTree.ParseError, OSError):
        return ""
    found = root.find("{http://purl.org/dc/elements/1.1/}description")
    return (found.text or "").strip() if found is not None else ""
