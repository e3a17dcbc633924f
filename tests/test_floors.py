"""The house stands: imports go down only, the core is pure, and heavy libraries stay off the start-up path.

The table is DESIGN's. Change it on purpose, never around it: a new module is added to its floor here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "releasecheck"

#: Lowest floor first. A folder (`store`, `commands`) is one entry: all its modules live on its floor.
FLOORS: list[set[str]] = [
    {"__init__"},
    {"domain", "errors", "words", "formulas", "count_tables"},
    # what is known
    {"fact_table", "recorded_dates", "bank_holidays", "policy_files", "table"},
    {"working_days"},
    {"facts", "conditions", "rules", "offsets", "told", "csv_table", "json_table", "workbook"},
    {"derived", "fact_checks", "route_numbers", "carried", "tables"},
    # policy and dates
    {"catalogue", "release", "routes"},
    {"catalogue_items", "catalogue_checks", "evidence", "handover", "licence"},
    {"catalogue_files", "route_notes"},
    # tasks
    {"states", "schedule", "handover_notes"},
    {"stories", "verdicts"},
    {"person", "progress"},
    {"planning"},
    {"changes", "history", "people_file"},
    {"told_elsewhere", "bundle_shape"},
    {"bundles"},
    {"bundle_changes"},
    {"headings", "identity"},
    {"people_map", "row_reader"},
    # what is said of them
    {"marking"},
    {"task_cells", "tasks_file"},
    {"task_headings"},
    {"task_imports", "task_comparison"},
    {"moves", "contacts", "reports", "imports", "comparison", "demo_data"},
    {"handover_questions"},
    {"caseload_reports", "forecast", "loads", "pictures", "handover_report", "contact_imports"},
    {"custody", "measures", "explain", "morning", "nights", "task_words"},
    {
        "pages",
        "outcome_tables",
        "caseload_pages",
        "missing_pages",
        "table_pages",
        "exchange",
        "papers",
        "spreadsheets",
        "export_columns",
    },
    {"night_pages", "exports", "calendars", "workbook_writing"},
    {"handover_words"},
    {"handover_pathways"},
    {"handover_page", "handover_json"},
    # the outside
    {"store", "terminal", "peek"},
    {"documents", "template_files"},
    {"sheet", "sheet_words", "gate", "prefill"},
    {"sheet_pages", "gate_pages", "prefill_pages"},
    {
        "screens",
        "paper_screens",
        "caseload_screens",
        "missing_screens",
        "table_screens",
        "policy_screens",
        "today_screens",
        "move_screens",
        "schema_screens",
        "log_screens",
    },
    {"digest_screens"},
    {"rendering"},
    {"history_screens", "find_screens", "contact_screens"},
    {"mail", "night_folder", "night_lock"},
    {"night_files"},
    {"commands", "nightly"},
    {"cli"},
    {"__main__"},
]

#: Imports between neighbours on one floor, importer -> imported; better none.
NEIGHBOURS: set[tuple[str, str]] = {("commands", "nightly")}

FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

#: Libraries that one room owns: nobody else imports them, not even inside a function.
OWNED = {
    "sqlite_utils": "store",
    "jinja2": "rendering",
    "docxtpl": "documents",
    "typst": "documents",
    "psycopg": "store.postgres",
}

#: Imported inside the function that needs them, in every module, so that `show` starts fast.
HEAVY = {
    *("jinja2", "sqlite_utils", "psycopg", "openpyxl", "icalendar", "docxtpl", "typst", "dateutil"),
    *("importlib.metadata", "tomllib"),
}

#: What would let the core see the clock, the environment, the record or the terminal.
IMPURE_MODULES = {
    *("click", "getpass", "logging", "os", "platform", "pwd", "random", "secrets", "shutil", "socket"),
    *("sqlite3", "subprocess", "sys", "tempfile", "time"),
}
IMPURE_METHODS = {
    *("now", "today", "utcnow", "cwd", "home", "expanduser", "getenv"),
    *("open", "write_text", "write_bytes", "unlink", "mkdir"),
}
IMPURE_FUNCTIONS = {"open", "input", "print", "breakpoint"}


def module_name(path: Path) -> str:
    """`releasecheck/store/sqlite.py` is `store.sqlite`; a folder's `__init__` is the folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room(module: str) -> str:
    """The entry in the table that a module belongs to."""
    return module.split(".", maxsplit=1)[0]


def is_type_checking(node: ast.AST) -> bool:
    """Whether this is an `if TYPE_CHECKING:` block, which never runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def nodes(tree: ast.AST, *, at_import: bool = False) -> Iterator[ast.AST]:
    """Every node below `tree`, or only those that run when the module is imported."""
    for child in ast.iter_child_nodes(tree):
        if at_import and (
            isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_type_checking(child)
        ):
            continue
        yield child
        yield from nodes(child, at_import=at_import)


def imported(tree: ast.AST, *, at_import: bool = False) -> Iterator[str]:
    """Dotted names of all that is imported; `from a import b` gives `a.b`, relative ones keep their dots."""
    for node in nodes(tree, at_import=at_import):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (f"{node.module}." if node.module else "")
            yield from (source + alias.name for alias in node.names)


def within(name: str, library: str) -> bool:
    """Whether a dotted name is the library or something in it."""
    return name == library or name.startswith(f"{library}.")


def rooms_imported(tree: ast.AST) -> Iterator[str]:
    """The rooms of the house that a module imports from; the bare package counts as `__init__`."""
    for name in imported(tree):
        if within(name, "releasecheck"):
            first = name.split(".")[1] if "." in name else "__init__"
            yield first if first in FLOOR_OF else "__init__"


def wrong_imports(module: str, source: str) -> list[str]:
    """Each import of this source that does not go down, and each relative one, which hides where it goes."""
    tree, here = ast.parse(source), room(module)
    relative = [f"{module} imports {name}" for name in imported(tree) if name.startswith(".")]
    up = [
        f"{module} imports {other}"
        for other in rooms_imported(tree)
        if other != here and (here, other) not in NEIGHBOURS and FLOOR_OF[other] >= FLOOR_OF.get(here, 0)
    ]
    return relative + up


def borrowed_libraries(module: str, source: str) -> list[str]:
    """Each library this source imports that another room owns."""
    return [
        f"{module} imports {name}"
        for name in imported(ast.parse(source))
        for library, owner in OWNED.items()
        if within(name, library) and not within(module, owner)
    ]


def heavy_imports(source: str) -> list[str]:
    """Each heavy library that importing this source would load."""
    names = imported(ast.parse(source), at_import=True)
    return [name for name in names if any(within(name, library) for library in HEAVY)]


def impurities(source: str) -> list[str]:
    """Each way this source could reach the clock, the environment, a file or the terminal by itself."""
    tree = ast.parse(source)
    found = [name for name in imported(tree) if room(name) in IMPURE_MODULES]
    for node in nodes(tree):
        method = isinstance(node, ast.Attribute) and node.attr in IMPURE_METHODS
        function = isinstance(node, ast.Call) and ast.unparse(node.func) in IMPURE_FUNCTIONS
        if method or function:
            found.append(ast.unparse(node))
    return found


def source_of(module: str) -> str:
    return MODULES[module].read_text(encoding="utf-8")


# --- the house as it stands ---


def test_every_module_has_a_floor() -> None:
    assert sorted(module for module in MODULES if room(module) not in FLOOR_OF) == []


def test_no_module_has_two_floors() -> None:
    assert sum(len(rooms) for rooms in FLOORS) == len(FLOOR_OF)


def test_neighbours_are_on_one_floor_and_do_not_import_each_other() -> None:
    for importer, other in NEIGHBOURS:
        assert FLOOR_OF[importer] == FLOOR_OF[other]
        assert (other, importer) not in NEIGHBOURS


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down_only(module: str) -> None:
    assert wrong_imports(module, source_of(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_each_library_stays_in_the_room_that_owns_it(module: str) -> None:
    assert borrowed_libraries(module, source_of(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_are_imported_where_they_are_used(module: str) -> None:
    assert heavy_imports(source_of(module)) == []


@pytest.mark.parametrize("module", [m for m in MODULES if FLOOR_OF.get(room(m), 0) < FLOOR_OF["store"]])
def test_nothing_below_the_store_reaches_outside(module: str) -> None:
    """As-of day, names, streams and paths are arguments; only shipped data is read, whole."""
    assert impurities(source_of(module)) == []


# --- the checks themselves can fail ---


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("domain", "from releasecheck.errors import ReleasecheckError"),
        ("facts", "from releasecheck.planning import plan"),
        ("facts", "import releasecheck.store.sqlite"),
        ("planning", "from releasecheck import reports"),
        ("working_days", "from releasecheck.offsets import Offset"),
        ("store.sqlite", "def f():\n    from releasecheck.commands.options import as_of"),
        ("reports", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import releasecheck.terminal"),
        ("planning", "from . import domain"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_found(module: str, source: str) -> None:
    assert len(wrong_imports(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("facts", "from releasecheck.domain import Facts"),
        ("offsets", "from releasecheck.working_days import Calendar"),
        ("store.sqlite", "from releasecheck.store import Store"),
        ("domain", "import releasecheck"),
        ("facts", "from releasecheck import __version__"),
    ],
)
def test_an_import_that_goes_down_or_stays_in_the_room_is_let_be(module: str, source: str) -> None:
    assert wrong_imports(module, source) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reports", "import sqlite_utils"),
        ("terminal", "def f():\n    from jinja2 import Environment"),
        ("store.sqlite", "import psycopg.rows"),
    ],
)
def test_a_borrowed_library_is_found(module: str, source: str) -> None:
    assert len(borrowed_libraries(module, source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import tomllib",
        "from dateutil.relativedelta import relativedelta",
        "from importlib import metadata",
        "try:\n    import openpyxl\nexcept ImportError:\n    pass",
        "class Page:\n    import jinja2",
    ],
)
def test_a_heavy_import_at_the_top_is_found(source: str) -> None:
    assert len(heavy_imports(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    import tomllib",
        "from importlib import resources",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import jinja2",
    ],
)
def test_a_heavy_import_that_waits_is_let_be(source: str) -> None:
    assert heavy_imports(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from time import monotonic",
        "def f():\n    import getpass",
        "from datetime import date\nday = date.today()",
        "import datetime\nclock = datetime.datetime.now",
        "def f(path):\n    return path.open()",
        "lines = open('x')",
        "name = input()",
    ],
)
def test_a_reach_outside_is_found(source: str) -> None:
    assert len(impurities(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from pathlib import Path\ntext = Path('data', 'x.json').read_text(encoding='utf-8')",
        "from datetime import date, time\nday = date(2027, 2, 5)",
        "def f(task, open):\n    return open",
    ],
)
def test_reading_shipped_data_whole_is_let_be(source: str) -> None:
    assert impurities(source) == []
