"""The house stands; and each of its laws is itself shown to find a fault that is planted in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.app.opening.config import SETTINGS
from tests.house import laws
from tests.house.laws import House, house

#: What a later issue wires; this list may only shrink. Rules and methods that nothing calls yet, by issue.
WAITING: dict[str, tuple[str, ...]] = {}
MOST_WAITING = 0
"""How many are left of the thirteen there were when the list was made."""

#: Settings that a later issue reads.
SETTINGS_WAITING: dict[str, str] = {}

LAWS: dict[str, Callable[[House], list[str]]] = {
    "imports go down only": laws.imports_up,
    "nothing imports in a circle": laws.circles,
    "no folder, module or function is too long": laws.crowded,
    "one name is one thing": laws.classes_twice,
    "each library stays with its owner": laws.borrowed_libraries,
    "heavy libraries are imported where they are used": laws.heavy_imports,
    "nothing below the store reaches outside": laws.reaches_outside,
    "one module asks what system this is": laws.asks_the_system,
    "a file of commands bears the name of its first": laws.named_otherwise,
}


@pytest.mark.parametrize("law", LAWS)
def test_the_house_keeps_its_law(law: str) -> None:
    assert LAWS[law](house()) == []


def templates() -> list[str]:
    """What templates call by name, as code does."""
    return [path.read_text("utf-8") for path in (laws.PACKAGE.parent / "templates").rglob("*.j2")]


def test_whatever_is_public_has_a_caller_that_is_no_test() -> None:
    waiting = {name for names in WAITING.values() for name in names}
    assert len(waiting) <= MOST_WAITING
    assert laws.without_caller(house(), templates(), waiting) == []


def test_every_setting_is_read_somewhere() -> None:
    names = [setting.name for setting in SETTINGS]
    assert laws.settings_unread(house(), names, SETTINGS_WAITING) == []


def test_every_room_has_a_floor() -> None:
    assert {laws.room_of(module) for module in house()} == set(laws.FLOOR_OF)


def test_who_may_reach_outside_does() -> None:
    """An exception that is no longer needed is taken off."""
    for module in laws.MAY_REACH_OUTSIDE:
        source = house()[module]
        assert laws.reaches_outside({f"core.{module.replace('.', '_')}": source}) != []


def test_who_may_ask_the_system_does() -> None:
    for module in laws.MAY_ASK_THE_SYSTEM:
        assert laws.asks_the_system({"core.new": house()[module]}) != []


# --- the laws themselves can fail ---


def planted(module: str, source: str) -> House:
    """The house with another module in it, or with more in one of its own."""
    return {**house(), module: f"{house().get(module, '')}\n{source}"}


@pytest.mark.parametrize(
    ("law", "module", "source"),
    [
        ("imports go down only", "people.new", "from releasecheck.planning.planner import plan"),
        ("imports go down only", "people.new", "import releasecheck.store.sqlite.store"),
        ("imports go down only", "formats.new", "from releasecheck.people import facts"),
        ("imports go down only", "night.new", "from releasecheck.store import open_record"),
        ("imports go down only", "store.new", "def f():\n    from releasecheck.commands.options import DAY"),
        (
            "imports go down only",
            "formats.new",
            "if TYPE_CHECKING:\n    import releasecheck.reports.person.countdown",
        ),
        ("imports go down only", "planning.new", "from . import domain"),
        ("imports go down only", "attic.new", "import releasecheck.core.domain"),
        (
            "nothing imports in a circle",
            "people.entries",
            "def f():\n    from releasecheck.people.history import tell",
        ),
        (
            "no folder, module or function is too long",
            "core.new",
            "def f():\n" + "    pass\n" * 60,
        ),
        ("no folder, module or function is too long", "core.new", "x = 1\n" * 351),
        ("one name is one thing", "core.new", "class Calendar:\n    pass"),
        ("one name is one thing", "core.new", "SqlRow: TypeAlias = tuple[str, ...]"),
        ("each library stays with its owner", "reports.new", "import sqlite_utils"),
        ("each library stays with its owner", "app.new", "def f():\n    import sqlite3"),
        ("each library stays with its owner", "night.new", "from jinja2 import Environment"),
        ("heavy libraries are imported where they are used", "store.new", "import sqlite_utils"),
        (
            "heavy libraries are imported where they are used",
            "app.new",
            "class A:\n    from importlib.metadata import version",
        ),
        (
            "nothing below the store reaches outside",
            "planning.new",
            "from datetime import date\ndate.today()",
        ),
        ("nothing below the store reaches outside", "policy.new", "import os"),
        ("nothing below the store reaches outside", "reports.new", "def f():\n    print('done')"),
        ("one module asks what system this is", "store.new", "import os\nif os.name == 'nt':\n    pass"),
        ("one module asks what system this is", "app.new", "import sys\nprint(sys.platform)"),
        ("one module asks what system this is", "night.new", "def f():\n    import fcntl"),
        ("one module asks what system this is", "night.new", "import os\ngetattr(os, 'O_NOFOLLOW', 0)"),
        ("one module asks what system this is", "app.new", "def f(path):\n    path.mkdir(mode=0o700)"),
        ("one module asks what system this is", "app.new", "import os\nos.environ.get('XDG_DATA_HOME')"),
        (
            "a file of commands bears the name of its first",
            "commands.daily.doing",
            "@click.command('done')\ndef done(): ...",
        ),
    ],
)
def test_a_planted_fault_is_found(law: str, module: str, source: str) -> None:
    before = LAWS[law](house())
    found = [fault for fault in LAWS[law](planted(module, source)) if fault not in before]
    assert found
    assert any(module.rpartition(".")[2] in fault for fault in found)


def test_a_folder_that_is_too_full_is_found() -> None:
    full = {f"core.new_{number}": "" for number in range(20)}
    assert any(one.startswith("core: ") for one in laws.crowded({**house(), **full}))


def test_what_nothing_calls_is_found() -> None:
    waiting = {name for names in WAITING.values() for name in names}
    found = laws.without_caller(planted("core.new", "def nobody_calls_this(): ...\n"), templates(), waiting)
    assert found == ["core.new.nobody_calls_this"]
    method = "class CoreThing:\n    def nobody_calls_this(self): ...\n\n\nCoreThing()"
    found = laws.without_caller(planted("core.new", method), templates(), waiting)
    assert found == ["core.new.CoreThing.nobody_calls_this"]


def test_what_waits_no_longer_is_taken_off_the_list() -> None:
    waiting = {name for names in WAITING.values() for name in names}
    called = waiting | {"policy.responsibility.email_days"}
    assert laws.without_caller(house(), templates(), called) == [
        "policy.responsibility.email_days has a caller: take it off the list"
    ]
    assert laws.without_caller(house(), templates(), waiting | {"policy.licence.gone"}) == [
        "policy.licence.gone is not there: take it off the list"
    ]


def test_a_setting_that_nothing_reads_is_found() -> None:
    names = [setting.name for setting in SETTINGS]
    assert laws.settings_unread(house(), [*names, "colour_of_the_gate"], SETTINGS_WAITING) == [
        "colour_of_the_gate"
    ]
    assert laws.settings_unread(house(), names, {"office": "later"}) == [
        "office is read: take it off the list"
    ]


def test_the_house_is_where_the_package_is() -> None:
    assert Path(laws.PACKAGE, "cli.py").is_file()
    assert "reports.person.countdown" in house()
