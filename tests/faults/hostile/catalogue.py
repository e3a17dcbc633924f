"""Which file goes to which command: all the inputs, by their kind. To add one, add a line to its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.faults.hostile import bundles, lists, settings, sheets, words
from tests.faults.hostile.case import Case, each

_READS_LISTS = {
    "people": ("import", "people", "{file}", "--dry-run"),
    "tasks": ("import", "tasks", "{file}", "--dry-run"),
    "contacts": ("import", "contacts", "{file}", "--dry-run"),
}
_READS_ANY = {
    **_READS_LISTS,
    "bundle": ("import", "bundle", "{file}"),
    "calendar": ("calendar", "import", "{file}"),
    "map": ("import", "people", "{folder}/list.csv", "--map", "{file}"),
    "config": ("--config", "{file}", "list"),
}
_ANSWERED = (0, 1, 2, 3)


def workbooks() -> Iterator[Case]:
    """Parts, rows, styles and packages."""
    people = _READS_LISTS["people"]
    for name, files in {
        "part": sheets.of_parts,
        "row": sheets.of_rows,
        "styles": sheets.of_styles,
        "package": sheets.of_packages,
    }.items():
        yield from each(f"workbook, {name}", people, files(), codes=_ANSWERED)


def texts() -> Iterator[Case]:
    """CSV, JSON, web pages and files of another kind; the same door is before trackers and logs."""
    for files in (lists.of_text, lists.of_json, lists.of_pages, lists.of_kinds):
        yield from each("people", _READS_LISTS["people"], files(), codes=_ANSWERED)
    for kind in ("tasks", "contacts"):
        for files in (lists.of_json, lists.of_kinds):
            yield from each(kind, _READS_LISTS[kind], files(), codes=_ANSWERED)


def places() -> Iterator[Case]:
    """What is no file, to each command that reads one."""
    for kind, typed in _READS_ANY.items():
        yield from each(f"place, {kind}", typed, lists.of_places(), codes=(1, 2))


def offices() -> Iterator[Case]:
    """Files of an office's own, where the program looks for them."""
    of_toml = settings.of_toml
    yield from each("config", ("--config", "{file}", "list"), of_toml("office"), codes=(0, 1))
    yield from each("map", _READS_ANY["map"], of_toml("x", "[columns]\n"), codes=_ANSWERED)
    tracker = ("import", "tasks", "{folder}/list.csv", "--map", "{file}")
    yield from each("tracker map", tracker, of_toml("x", "[columns]\n"), codes=_ANSWERED)
    for name in ("items.toml", "rules.toml", "gate.toml"):
        asks: tuple[str, ...] = ("gate", "A1234BC") if name == "gate.toml" else ("catalogue", "check")
        yield from each(
            f"office's {name}",
            asks,
            of_toml("x", "[item.dtr]\n" if name == "items.toml" else ""),
            codes=(0, 1, 2, 4),
            called=name,
            env={"CATALOGUE": "1"},
        )
    yield from each(
        "words of the sheet",
        ("sheet", "A1234BC", "--format", "txt"),
        of_toml("x"),
        codes=(0, 1),
        called="sheet.en.toml",
        env={"TEMPLATES": "1"},
    )
    tables: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("staff", "name,also", ("caseload", "--by", "pom")),
        ("directory", "kind,name,area,address,telephone,email,also", ("directory", "check")),
        (
            "words/headings.csv",
            "written,means,certain",
            ("import", "people", "{folder}/list.csv", "--dry-run"),
        ),
        (
            "words/tasks.csv",
            "item,written,means,reason,evidence,certain",
            ("import", "tasks", "{folder}/list.csv", "--dry-run"),
        ),
        (
            "words/task_headings.csv",
            "item,written,outcome,certain",
            ("import", "tasks", "{folder}/list.csv", "--dry-run"),
        ),
        (
            "words/values.csv",
            "of,written,means,certain",
            ("import", "people", "{folder}/list.csv", "--dry-run"),
        ),
    )
    for setting, headings, words_typed in tables:
        kind = f"office's {setting}, {words_typed[0]}"
        yield from each(
            kind,
            words_typed,
            settings.of_tables(headings),
            codes=_ANSWERED,
            called=setting,
            env={"TABLE": setting},
        )
    yield from each("calendar", _READS_ANY["calendar"], settings.of_holidays(), codes=(0, 1))


def sent() -> Iterator[Case]:
    """Bundles."""
    yield from each("bundle", _READS_ANY["bundle"], bundles.of_shapes(), codes=(0, 1))
    yield from each("bundle", _READS_ANY["bundle"], bundles.of_files(), codes=(0, 1))


def typed() -> Iterator[Case]:
    """The command line."""
    yield from words.typed()
    yield from words.figures()


GROUPS: dict[str, Callable[[], Iterator[Case]]] = {
    "workbooks": workbooks,
    "texts": texts,
    "places": places,
    "offices": offices,
    "bundles": sent,
    "typed": typed,
}
