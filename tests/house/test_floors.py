"""The house stands: imports go down only, the core is pure, and heavy libraries stay off the start-up path.

The table is DESIGN's. Change it on purpose, never around it: a new module is added to its floor here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import TOP

PACKAGE = TOP / "releasecheck"

#: Lowest floor first. A folder (`store`, `app`, `commands`) is one entry: all its modules live on its
#: floor, save those that have an entry of their own. A folder's own `__init__` is on the lowest.
FLOORS: list[set[str]] = [
    {"__init__"},
    {"core.shipped", "core.domain", "core.errors", "core.words", "core.formulas", "formats.tables"},
    # what is known
    {
        "people.fact_table",
        "people.sentence_dates",
        "policy.bank_holidays",
        "policy.sources",
        "exchange.reading.table",
    },
    {"policy.working_days"},
    {
        "people.facts",
        "policy.conditions",
        "policy.date_rules",
        "policy.offsets",
        "people.entries",
        "exchange.reading.csv_table",
        "exchange.reading.json_table",
        "exchange.reading.workbook",
    },
    {
        "policy.derived_facts",
        "people.fact_checks",
        "policy.route_rules",
        "people.plan_inputs",
        "exchange.reading.tables",
    },
    # policy and dates
    {"policy.catalogue", "policy.release_day", "policy.routes"},
    {
        "policy.item_reader",
        "policy.catalogue_checks",
        "planning.evidence",
        "policy.responsibility",
        "policy.licence",
    },
    {"policy.catalogue_files", "reports.person.why_route"},
    # tasks
    {"planning.states", "planning.schedule", "reports.person.why_handover"},
    {"planning.stories", "planning.verdicts"},
    {"planning.person", "planning.outcomes"},
    {"planning.planner"},
    {"planning.changes", "people.history", "exchange.reading.people_file"},
    {"people.foreign_entries", "exchange.bundles.bundle_shape"},
    {"exchange.bundles.bundle_file"},
    {"exchange.bundles.bundle_diff"},
    {"exchange.reading.headings", "exchange.reading.identity"},
    {"exchange.reading.column_map", "exchange.reading.row_reader"},
    # what is said of them
    {"planning.marking"},
    {"exchange.reading.task_cells", "exchange.reading.task_file"},
    {"exchange.reading.task_headings"},
    {"exchange.reading.tasks", "exchange.reading.tasks_diff"},
    {
        "planning.moves",
        "planning.contacts",
        "reports.person.countdown",
        "exchange.reading.people",
        "exchange.reading.people_diff",
        "commands.data.demo_data",
    },
    {"reports.papers.handover_questions"},
    {
        "reports.caseload.missing",
        "reports.caseload.forecast",
        "reports.caseload.workload",
        "formats.charts",
        "reports.papers.handover",
        "exchange.reading.contacts",
    },
    {
        "planning.custody",
        "reports.caseload.measures",
        "reports.person.why",
        "reports.caseload.today",
        "reports.caseload.night",
        "reports.person.task_words",
    },
    {
        "reports.person.countdown_page",
        "reports.caseload.outcomes",
        "reports.caseload.people_page",
        "reports.caseload.missing_page",
        "formats.table_pages",
        "formats.json_text",
        "formats.paper",
        "formats.csv_cells",
        "exchange.writing.export_columns",
    },
    {
        "reports.caseload.night_page",
        "exchange.writing.export_rows",
        "exchange.writing.calendar_file",
        "formats.workbooks",
    },
    {"reports.papers.handover_words"},
    {"reports.papers.handover_parts"},
    {"reports.papers.handover_page", "reports.papers.handover_data"},
    # the outside
    {"store", "formats.terminal", "store.sqlite.completion"},
    {"formats.office", "formats.template_files"},
    {"reports.papers.sheet", "reports.papers.sheet_words", "reports.papers.gate", "reports.papers.prefill"},
    {"reports.papers.sheet_page", "reports.papers.gate_page", "reports.papers.prefill_page"},
    {
        "reports.person.countdown_lines",
        "formats.paper_lines",
        "reports.caseload.people_lines",
        "reports.caseload.missing_lines",
        "formats.table_lines",
        "reports.person.why_lines",
        "reports.caseload.today_lines",
        "reports.person.move_lines",
        "app.presenting.record_lines",
        "app.presenting.log_lines",
    },
    {"reports.caseload.digest_lines"},
    {"formats.rendering"},
    {"reports.person.history_lines", "app.presenting.find_lines", "reports.person.contact_lines"},
    {"night.mail", "night.folder", "night.lock"},
    {"night.lists"},
    {"night.bundle"},
    {"app"},
    {"commands"},
    {"cli"},
    {"__main__"},
]

#: Imports between neighbours on one floor, importer -> imported; better none.
NEIGHBOURS: set[tuple[str, str]] = set()

FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

#: Libraries that one room owns: nobody else imports them, not even inside a function.
OWNED = {
    "sqlite_utils": "store",
    "jinja2": "formats.rendering",
    "docxtpl": "formats.office",
    "typst": "formats.office",
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
    """`releasecheck/store/sqlite/store.py` is `store.sqlite.store`; a folder's `__init__` is the folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def room(module: str) -> str:
    """The entry in the table that a module belongs to."""
    around = [entry for entry in FLOOR_OF if within(module, entry)]
    return max(around, key=len) if around else "__init__" if is_folder(module) else module


def is_folder(module: str) -> bool:
    """Whether this is the `__init__` of a folder."""
    return module in MODULES and MODULES[module].stem == "__init__"


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
            found = room(name.removeprefix("releasecheck").removeprefix("."))
            yield found if found in FLOOR_OF else "__init__"


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
    found = [name for name in imported(tree) if name.split(".", maxsplit=1)[0] in IMPURE_MODULES]
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
        ("core.domain", "from releasecheck.core.errors import ReleasecheckError"),
        ("people.facts", "from releasecheck.planning.planner import plan"),
        ("people.facts", "import releasecheck.store.sqlite.store"),
        ("planning.planner", "from releasecheck.reports.person import countdown"),
        ("policy.working_days", "from releasecheck.policy.offsets import Offset"),
        ("store.sqlite.store", "def f():\n    from releasecheck.commands.options import as_of"),
        (
            "reports.person.countdown",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import releasecheck.formats.terminal",
        ),
        ("planning.planner", "from . import domain"),
        ("core.domain", "from releasecheck.core import errors"),
        ("commands.data.demo_data", "from releasecheck.app.opening.session import App"),
        ("store.base", "from releasecheck.store.sqlite.completion import Peek"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_found(module: str, source: str) -> None:
    assert len(wrong_imports(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("people.facts", "from releasecheck.core.domain import Facts"),
        ("policy.offsets", "from releasecheck.policy.working_days import Calendar"),
        ("store.sqlite.store", "from releasecheck.store import Store"),
        ("core.domain", "import releasecheck"),
        ("people.facts", "from releasecheck import __version__"),
    ],
)
def test_an_import_that_goes_down_or_stays_in_the_room_is_let_be(module: str, source: str) -> None:
    assert wrong_imports(module, source) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("reports.person.countdown", "import sqlite_utils"),
        ("formats.terminal", "def f():\n    from jinja2 import Environment"),
        ("store.sqlite.store", "import psycopg.rows"),
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
