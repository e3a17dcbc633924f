"""Every template filled in with made-up people: one of whom much is known, and one with a difficult name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReportError
from releasecheck.reports import forms

if TYPE_CHECKING:
    from releasecheck.formats.paper import Paper
    from releasecheck.formats.rendering import FileFormat, Format

_KNOWN, _UNKNOWN = "A1234BC", "A0000AA"
_NAME = "<b>O’Neill</b> *_{{ 7*7 }}#"
"""A name that any layout could read as markup."""

_FORMATS: tuple[Format, ...] = ("html", "md", "txt")
_FILES = ("docx", "pdf")


def mistakes(app: App) -> tuple[list[str], list[str]]:
    """What is wrong with the templates, file and line; and what could not be checked here."""
    import tempfile

    from releasecheck.formats.rendering import template_mistakes
    from releasecheck.store.sqlite.cipher import NO_KEY

    # The same mistake in a layout that many pages share is said once.
    found = dict.fromkeys(template_mistakes(app.template_dirs))
    left_out: dict[str, None] = {}
    with tempfile.TemporaryDirectory(prefix="releasecheck-templates-") as folder:
        app.record, app.key = Path(folder) / "made-up.db", NO_KEY
        _made_up_people(app)
        for job in _jobs(app):
            try:
                job()
            except ReportError as error:
                (left_out if "pip install" in str(error) else found)[str(error)] = None
        found |= app.set_aside
        app.set_aside.clear()
        app.let_go()
    return list(found), list(left_out)


def _made_up_people(app: App) -> None:
    from releasecheck.app.recording.writing import record_change
    from releasecheck.commands.data.demo import load
    from releasecheck.planning.changes import PersonChange

    app.create_record()
    load(app)
    app.reason = app.reason or "made-up people"
    record_change(app, PersonChange(_UNKNOWN, {"last_name": _NAME}))


def _jobs(app: App) -> Iterator[Callable[[], object]]:
    """Everything to be tried, each on its own: one mistake does not hide the next."""
    from releasecheck.formats.rendering import render

    folders, marking = app.template_dirs, app.marking
    for report in _reports(app):
        yield from (partial(render, forms.of(report), form, folders, marking) for form in _FORMATS)
    for page, form in _nights(app):
        yield partial(render, forms.of(page), form, folders, marking)
    for make in _papers(app):
        yield make
        try:
            paper = make()
        except ReportError:
            continue
        yield from (partial(_whole, app, paper, form) for form in _FORMATS)
        yield from (partial(_whole, app, paper, file) for file in _FILES)


def _whole(app: App, paper: Paper, form: str) -> None:
    """Make the paper, and raise ReportError where a layout of this office's own leaves a part of it out."""
    from releasecheck.core.words import listed
    from releasecheck.formats.lost_words import lost_parts
    from releasecheck.formats.rendering import render, render_file

    folders, marking = app.template_dirs, app.marking
    if form in _FILES:
        page: str | bytes = render_file(paper, cast("FileFormat", form), folders, marking)
    else:
        page = render(forms.of(paper), cast("Format", form), folders, marking)
    own = _own_layouts(app, paper, form)
    if own and form != "pdf" and (lost := lost_parts(paper, page, form)):
        parts = listed(f"“{part}”" for part in lost)
        raise ReportError(
            f"{listed(map(str, own))}: a {paper.kind} made with it leaves out {parts}. It may be of an older "
            f"release: compare it with the built-in {_built_in(paper, form)}, or take it away"
        )


def _built_in(paper: Paper, form: str) -> str:
    from releasecheck.core.shipped import shipped_templates

    names = (f"{name}.{_ENDINGS.get(form, form)}" for name in paper.templates)
    return next(name for name in names if (shipped_templates() / name).is_file())


_ENDINGS = {"html": "html.j2", "md": "md.j2", "txt": "txt.j2"}


def _own_layouts(app: App, paper: Paper, form: str) -> list[Path]:
    """The office's own files that take part in laying it out."""
    ending = _ENDINGS.get(form, form)
    names = [f"{name}.{ending}" for name in (*paper.templates, "base")]
    found = (folder / name for folder in app.template_dirs for name in names)
    return [path for path in found if path.is_file()]


def _reports(app: App) -> Iterator[object]:
    from releasecheck.app.reading.caseload import caseload_report, narrowed
    from releasecheck.app.reading.countdowns import countdown_for
    from releasecheck.app.reading.missing import missing_report
    from releasecheck.formats.tables import TableColumn, Tables, table
    from releasecheck.formats.template_files import TABLES

    everybody = narrowed()
    yield from (countdown_for(app, number) for number in (_KNOWN, _UNKNOWN))
    yield missing_report(app, 28, "owner", everybody)
    yield caseload_report(app, None, True, everybody)
    columns: tuple[TableColumn[str], ...] = (
        TableColumn("month", "Month", str),
        TableColumn("people", "People", len),
    )
    months = table("months", "By month", columns, (_NAME,), (_NAME,))
    for kind in TABLES:
        yield Tables(kind, "Counts", app.today, (months,), ("prison LEI",), (_NAME,))


def _nights(app: App) -> Iterator[tuple[object, Format]]:
    """What cron makes: the index of a night, and what one owner is told."""
    from releasecheck.app.reading.caseload import caseload_report, narrowed
    from releasecheck.app.reading.missing import missing_report
    from releasecheck.formats.charts import release_weeks
    from releasecheck.reports.night.found import LinkedCount, Night
    from releasecheck.reports.night.owned import Owner, digest, owned

    found = missing_report(app, 28, "owner", narrowed())
    people = caseload_report(app, None, False, narrowed()).rows
    linked = (LinkedCount("COM J. Okafor", "owners/com.html", 1, 2, 1),)
    part = owned(Owner("COM", "J. Okafor", None), found.items, people, None, app.today)
    yield part, "html"
    yield digest(part), "txt"
    yield (
        Night(
            *(app.today, "Made-up office", 28, len(people), found.people, len(found.items)),
            by_state=found.by_state,
            by_owner=found.by_owner,
            changes={},
            listed=(),
            titles={},
            before=None,
            unanswered_days=14,
            owners=linked,
            prisons=linked,
            past=tuple(row for row in people if row.past),
            leaving=people[:2],
            releases=release_weeks([(app.today, True)], app.today),
            by_pathway={"release_day": 2},
            files=("missing.csv",),
        ),
        "html",
    )


def _papers(app: App) -> Iterator[Callable[[], Paper]]:
    from releasecheck.app.reading.countdowns import made
    from releasecheck.app.reading.directory import directory_of
    from releasecheck.app.reading.gate import gate_for, policy_of
    from releasecheck.app.reading.handovers import handover_for
    from releasecheck.commands.papers.prefill import form_for_person
    from releasecheck.commands.papers.sheet import sheet_for
    from releasecheck.reports.papers.gate.page import gate_paper
    from releasecheck.reports.papers.prefill_page import prefill_paper

    lines = policy_of(app)
    for number in (_KNOWN, _UNKNOWN):
        for welsh in (False, True):
            yield partial(sheet_for, app, number, welsh=welsh, large=welsh)
        yield partial(gate_paper, gate_for(app, number, lines, directory_of(app)), lines, made(app))
        yield partial(prefill_paper, form_for_person(app, number, "cas3"), made(app))
        yield partial(handover_for, app, number, "J. Okafor")
