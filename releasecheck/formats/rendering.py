"""Reports as documents: md, html, txt, docx and pdf, laid out by templates.

Templates lay out what pages say; they do not count, sort or judge. An office may keep templates of its
own in another folder, which is looked in first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from releasecheck.core.errors import ReportError, TemplateMistake
from releasecheck.core.shipped import packed_in, shipped_templates
from releasecheck.core.text import markdown, safe
from releasecheck.formats.form import Form
from releasecheck.formats.icons import icons
from releasecheck.formats.paper import OFFICIAL_RECORD, Paper, as_data
from releasecheck.formats.template_files import office_bytes, office_text
from releasecheck.formats.terminal import Screen

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

Format = Literal["md", "html", "txt"]
FileFormat = Literal["docx", "pdf"]

MARKING = "OFFICIAL-SENSITIVE"
"""Stands at the top and the bottom of every page; an office may use other words."""

_PAPER = Screen(width=80)


def render(report: Form, form: Format, templates_dirs: Sequence[Path] = (), marking: str = MARKING) -> str:
    """The report as a document. Office folders of templates come first; TemplateMistake if one is wrong."""
    page = report.page()
    lines = report.lines(_PAPER, True) if form == "txt" else []
    environment = _environment((*templates_dirs, shipped_templates()))
    with _template_mistakes(office=bool(templates_dirs)):
        template = environment.select_template([f"{name}.{form}.j2" for name in report.templates])
        return template.render(
            page=page,
            lines=lines,
            pictures=report.pictures() if form == "html" else (),
            marking=marking if getattr(page, "marked", True) else "",
            official_record=OFFICIAL_RECORD,
            **(_drawn(environment) if form == "html" else {}),
        )


def render_file(
    paper: Paper, form: FileFormat, templates_dirs: Sequence[Path] = (), marking: str = MARKING
) -> bytes:
    """The paper as a docx or pdf file, by the office's own template if any; TemplateMistake if wrong."""
    from releasecheck.formats.office import filled_docx, typeset

    folders = (*templates_dirs, shipped_templates())
    environment = _environment(folders)
    marking = marking if paper.marked else ""
    if form == "docx":
        name, template = _docx_template(paper, templates_dirs)
        values = {
            "page": paper,
            "marking": marking,
            "official_record": OFFICIAL_RECORD,
            "foot": paper.foot or (paper.made.words, OFFICIAL_RECORD),
            "counted": ("tudalen", "o") if paper.language == "cy" else ("page", "of"),
        }
        with _template_mistakes(name, office=bool(templates_dirs)):
            return filled_docx(name, template, values, _docx_environment(folders), paper)
    with _template_mistakes(office=bool(templates_dirs)):
        source = environment.select_template([f"{name}.typ.j2" for name in paper.templates])
        return typeset(source.render(), source.filename or "", as_data(paper, marking, icons("black")))


def _docx_template(paper: Paper, office: Sequence[Path]) -> tuple[str, bytes]:
    """The template of this kind, or of its layout; any of the office's own before the built-in ones."""
    names = [f"{name}.docx" for name in paper.templates]
    for folder in office:
        for name in names:
            found = office_bytes(folder, name)
            if found is not None:
                return str(folder / name), found
    for path in (shipped_templates() / name for name in names):
        if path.is_file():
            return str(path), path.read_bytes()
    raise ReportError(f"there is no template {paper.kind}.docx")


@cache
def _drawn(environment: Environment) -> dict[str, object]:
    """What a web page draws with: small pictures, and what filters and sorts its rows.

    With the script goes its hash: a browser runs that and nothing else. It is the same for every page of a
    night, which has thousands.
    """
    from base64 import b64encode
    from hashlib import sha256

    from markupsafe import Markup

    text = environment.get_template("filter.js.j2").render()
    digest = b64encode(sha256(text.encode()).digest()).decode()
    drawings = {name: Markup(drawing) for name, drawing in icons().items()}
    return {"script": Markup(text), "script_hash": f"sha256-{digest}", "icons": drawings}


def template_mistakes(templates_dirs: Sequence[Path] = ()) -> list[str]:
    """What is wrong with how templates are written, whether any page asks for them or not."""
    environment = _environment((*templates_dirs, shipped_templates()))
    found = []
    for name in environment.list_templates(extensions=["j2"]):
        try:
            with _template_mistakes(name, office=bool(templates_dirs)):
                environment.get_template(name)
        except ReportError as error:
            found.append(str(error))
    return found


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    """The template engine for these folders; HTML is escaped, and a name it does not know is a mistake.

    An office's template lays out what it is given and can run nothing: a Word file goes from hand to hand,
    and nobody expects a program in it. What ships with the program needs no such guard, which costs time.
    """
    from jinja2 import Environment, StrictUndefined, select_autoescape

    shipped = folders == (shipped_templates(),)
    engine = Environment if shipped else _office_engine()
    environment = engine(
        loader=_shipped_loader() if shipped else _office_loader(folders),
        autoescape=select_autoescape(enabled_extensions=("html", "html.j2"), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
        # What ships with the program is not looked at again for every page of a night.
        auto_reload=folders != (shipped_templates(),),
    )
    environment.filters["md"] = markdown
    return environment


def _shipped_loader() -> BaseLoader:
    from jinja2 import DictLoader, FileSystemLoader

    folder = shipped_templates()
    if packed_in() is None:
        return FileSystemLoader(folder)
    inner = ((f"{one.name}/", one) for one in folder.iterdir() if one.is_dir())
    return DictLoader(
        {
            f"{below}{path.name}": path.read_text("utf-8")
            for below, one in (("", folder), *inner)
            for path in one.iterdir()
            if path.name.endswith(".j2")
        }
    )


def _office_loader(folders: tuple[Path, ...]) -> BaseLoader:
    """Of these folders, of which the last one ships with the program; in the others no link is followed."""
    from jinja2 import FileSystemLoader
    from jinja2.loaders import split_template_path

    class OfficeLoader(FileSystemLoader):
        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            name = "/".join(split_template_path(template))
            for folder in folders[:-1]:
                written = _written(folder / name)
                text = office_text(folder, name)
                if text is not None:
                    return text, str(folder / name), partial(_is_still, folder / name, written)
            text, place, is_still = builtin.get_source(environment, template)
            return text, place or template, is_still or (lambda: True)

    builtin = _shipped_loader()
    return OfficeLoader(folders)


def _is_still(path: Path, written: int | None) -> bool:
    return _written(path) == written


def _written(path: Path) -> int | None:
    """When a file was last written, in nanoseconds; None where there is none."""
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return None


@cache
def _office_engine() -> type[Environment]:
    """A template engine that runs nothing, and multiplies nothing into more than a page could ever hold."""
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import Context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class OfficeEngine(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            if not _within_bounds(operator, left, right):
                raise SecurityError(f"too much for {operator}")
            return super().call_binop(context, operator, left, right)

    return OfficeEngine


def _within_bounds(operator: str, left: Any, right: Any) -> bool:
    if operator == "**":
        return bool(abs(left) <= _MOST and abs(right) <= _HIGHEST_POWER)
    sizes = (len(one) if hasattr(one, "__len__") else abs(one) for one in (left, right))
    return prod(sizes) <= _MOST


_MOST, _HIGHEST_POWER = 1_000_000, 10
"""What a template may multiply into, a number or the length of a text; and how high it may raise."""


@cache
def _docx_environment(folders: tuple[Path, ...]) -> Environment:
    """The same for Word files; each part of a file is compiled once, however many are made of it."""
    environment = _environment(folders).overlay(autoescape=True)
    environment.from_string = cache(environment.from_string)  # type: ignore[method-assign, assignment]
    return environment


def _printable(value: object) -> object:
    """Texts put out by any template, without control or direction characters; lines stay lines."""
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value  # nearly every one of a country's millions
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    return "\n".join(map(safe, value.split("\n")))


@contextmanager
def _template_mistakes(file: str = "template", *, office: bool = False) -> Iterator[None]:
    """Say which template is wrong and in which line, for the person who edited it.

    Of a built-in one only what a template can be blamed for: all else is a fault of the program. `office`:
    a template of the office's own may take part, and whatever goes wrong with it is that template's.
    """
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        yield
    except ReportError:
        raise
    except TemplateNotFound as problem:
        raise TemplateMistake(f"there is no template {problem.name}") from problem
    except TemplateSyntaxError as problem:
        where = problem.filename or problem.name or file
        raise TemplateMistake(f"{where} line {problem.lineno}: {problem.message}") from problem
    except TemplateError as problem:
        raise TemplateMistake(f"{_where(problem, file)}: {problem.message}") from problem
    except UnicodeDecodeError as problem:
        raise TemplateMistake(
            "a template is not saved as UTF-8; save it again with that encoding"
        ) from problem
    except Exception as problem:
        if not office:
            raise
        raise TemplateMistake(f"{_where(problem, file)}: {_what(problem)}") from problem


def _what(problem: Exception) -> str:
    """What went wrong, in Python's words where those cannot quote anything of a person; else its kind."""
    told = isinstance(problem, ArithmeticError | TypeError | AttributeError | RecursionError)
    return (str(problem) if told else "") or type(problem).__name__


def _where(problem: BaseException, where: str) -> str:
    """The template and line that a mistake was found in while it was filled in."""
    trace = problem.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            where = f"{name} line {trace.tb_lineno}"
        trace = trace.tb_next
    return where
