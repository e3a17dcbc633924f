"""What differs between systems, each function on each of them: their calls are made up here."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from releasecheck.core import system
from releasecheck.core.system import MACOS, UNIX, WINDOWS, Folders, folders
from releasecheck.core.words import for_shell
from tests.made_up import windows

HOME = Path("/home/p")


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    windows.move_in(monkeypatch)


# --- folders ---


@pytest.mark.parametrize(
    ("name", "environment", "expected"),
    [
        (UNIX, {}, (".config/releasecheck", ".local/share/releasecheck", ".local/state/releasecheck")),
        (
            WINDOWS,
            {},
            (
                "AppData/Roaming/releasecheck",
                "AppData/Local/releasecheck",
                "AppData/Local/releasecheck/State",
            ),
        ),
        (
            MACOS,
            {},
            (
                "Library/Application Support/releasecheck",
                "Library/Application Support/releasecheck",
                "Library/Application Support/releasecheck/State",
            ),
        ),
    ],
)
def test_each_system_has_its_own_folders(
    name: str, environment: dict[str, str], expected: tuple[str, str, str]
) -> None:
    assert folders(environment, HOME, name) == Folders(*(HOME / one for one in expected))


def test_windows_says_where_they_are() -> None:
    """What roams goes to a server: the record and the looks stay on the machine."""
    said = {"APPDATA": "/r", "LOCALAPPDATA": "/l"}
    assert folders(said, HOME, WINDOWS) == (
        Path("/r/releasecheck"),
        Path("/l/releasecheck"),
        Path("/l/releasecheck/State"),
    )


@pytest.mark.parametrize("name", [UNIX, WINDOWS, MACOS])
def test_xdg_is_heeded_wherever_it_is_set_as_it_was_in_0_1_0(name: str) -> None:
    found = folders({"XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"}, HOME, name)
    assert found[1:] == (Path("/d/releasecheck"), Path("/s/releasecheck"))
    assert (found.config == Path("/c/releasecheck")) is (name == UNIX), "click's folder, as before"


@pytest.mark.parametrize("name", [WINDOWS, MACOS])
def test_a_record_of_0_1_0_is_found_where_it_was(name: str, tmp_path: Path) -> None:
    old = tmp_path / ".local" / "share" / "releasecheck"
    assert folders({}, tmp_path, name).data != old
    old.mkdir(parents=True)
    assert folders({}, tmp_path, name).data == old
    looks = tmp_path / ".local" / "state" / "releasecheck"
    looks.mkdir(parents=True)
    assert folders({}, tmp_path, name).state == looks


# --- locks ---


def _two(path: Path) -> tuple[int, int]:
    path.write_text("held by somebody")
    return os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)


@pytest.mark.parametrize("with_msvcrt", [False, True])
def test_only_one_holds_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_msvcrt: bool) -> None:
    if with_msvcrt:
        monkeypatch.setattr(system, "_library", windows.library)
    one, other = _two(tmp_path / "lock")
    assert system.can_hold()
    assert system.hold(one)
    assert not system.hold(other)
    assert os.read(other, 4) == b"held", "who holds it can be read, from where it stood"
    os.close(one)
    assert system.hold(other)
    os.close(other)


def test_where_nothing_locks_there_is_nobody_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_library", lambda _: None)
    one, other = _two(tmp_path / "lock")
    assert not system.can_hold()
    assert system.hold(one)
    assert system.hold(other)
    os.close(one)
    os.close(other)


def test_windows_waits_for_who_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = _two(tmp_path / "lock")
    monkeypatch.setattr(system, "_library", windows.library)
    assert system.hold(one)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            os.close(one)

    monkeypatch.setattr(system, "time", SimpleNamespace(sleep=sleep))
    assert system.hold(other, wait=True)
    assert len(slept) == 3
    os.close(other)


def test_another_mistake_than_that_it_is_held_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(
        system,
        "_library",
        {"msvcrt": SimpleNamespace(locking=broken, LK_NBLCK=2), "fcntl": None}.get,
    )
    one, other = _two(tmp_path / "lock")
    with pytest.raises(OSError, match="Input"):
        system.hold(one)
    os.close(one)
    os.close(other)


# --- files ---


def test_a_file_that_somebody_looks_at_for_a_moment_is_replaced_on_windows(
    tmp_path: Path, on_windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, path = tmp_path / "part", tmp_path / "path"
    part.write_text("new")
    path.write_text("old")
    scanner = path.open()
    monkeypatch.setattr(system, "time", SimpleNamespace(sleep=lambda _: scanner.close()))
    system.replace(part, path)
    assert path.read_text() == "new"


def test_one_that_stays_open_is_left_as_it_is(
    tmp_path: Path, on_windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, path = tmp_path / "part", tmp_path / "path"
    part.write_text("new")
    path.write_text("old")
    slept: list[float] = []
    monkeypatch.setattr(system, "time", SimpleNamespace(sleep=slept.append))
    with path.open() as _, pytest.raises(PermissionError):
        system.replace(part, path)
    assert path.read_text() == "old"
    assert 0 < sum(slept) <= 2


def test_elsewhere_nothing_is_tried_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "time", SimpleNamespace(sleep=lambda _: pytest.fail("it waited")))

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        system.replace(tmp_path / "part", tmp_path / "path")


def test_macos_is_asked_to_write_to_the_disk_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[int] = []
    library = SimpleNamespace(F_FULLFSYNC=51, fcntl=lambda _, what: asked.append(what))
    monkeypatch.setattr(system, "_library", lambda _: library)
    monkeypatch.setattr(system, "NAME", MACOS)
    system.to_disk(tmp_path)
    assert asked == [51]
    monkeypatch.setattr(system, "NAME", UNIX)
    system.to_disk(tmp_path)
    assert asked == [51]


def test_a_folder_is_not_opened_on_windows_to_be_brought_to_the_disk(
    tmp_path: Path, on_windows: None
) -> None:
    system.to_disk(tmp_path)
    (tmp_path / "file").write_text("x")
    system.to_disk(tmp_path / "file")


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("con", "con-"), ("NUL", "NUL-"), ("com1", "com1-"), ("com", "com"), ("console", "console"), ("", "")],
)
def test_no_file_is_called_as_windows_calls_a_device(stem: str, expected: str) -> None:
    assert system.usable_name(stem) == expected


@pytest.mark.parametrize(
    ("word", "bash", "powershell"),
    [
        ("a.db", "a.db", "a.db"),
        ("P Marsh.db", "'P Marsh.db'", "'P Marsh.db'"),
        ("O'Neill.db", """'O'"'"'Neill.db'""", "'O''Neill.db'"),
    ],
)
def test_what_to_type_is_written_for_the_shell_that_is_there(
    word: str, bash: str, powershell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert for_shell(word) == bash
    monkeypatch.setattr(system, "NAME", WINDOWS)
    assert for_shell(word) == powershell


def test_a_junction_is_a_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Anybody on Windows can make one, and no function of Python 3.11 says so."""
    assert not system.is_link(tmp_path)
    assert not system.is_link(tmp_path / "not there")
    found = SimpleNamespace(st_mode=tmp_path.stat().st_mode, st_reparse_tag=0xA0000003)
    monkeypatch.setattr(Path, "lstat", lambda _: found)
    assert system.is_link(tmp_path)


def test_limits_that_a_system_lacks_are_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS has the one for memory by name only, and Windows none."""
    set_to: dict[str, int] = {}

    def limit(what: str, most: tuple[int, int]) -> None:
        set_to[what] = most[0]

    library = SimpleNamespace(RLIMIT_AS="as", RLIMIT_CPU="cpu", RLIMIT_CORE="core", setrlimit=limit)
    monkeypatch.setattr(system, "_library", lambda _: library)
    monkeypatch.setattr(system, "NAME", MACOS)
    system.limit_this_process(100, 2)
    assert set_to == {"cpu": 2, "core": 0}
    monkeypatch.setattr(system, "NAME", UNIX)
    system.limit_this_process(100, 2)
    assert set_to == {"as": 100, "cpu": 2, "core": 0}
    monkeypatch.setattr(system, "_library", lambda _: None)
    system.limit_this_process(100, 2)


# --- without what only POSIX has ---

ABSENT = "fcntl pwd grp resource termios tty pty syslog readline".split()
_WITHOUT = f"""
import sys, os, importlib, pkgutil
sys.modules.update(dict.fromkeys({ABSENT!r}))
for name in ("pread", "geteuid", "getuid", "sync", "fork"):
    delattr(os, name)
import releasecheck
for found in pkgutil.walk_packages(releasecheck.__path__, "releasecheck."):
    # What the board is made of asks for more of the system, and is loaded by its command alone.
    if not found.name.endswith("__main__") and not found.name.startswith("releasecheck.board."):
        importlib.import_module(found.name)
from releasecheck.cli import main
for line in sys.argv[1].splitlines():
    try:
        main(line.split())
    except SystemExit as end:
        assert end.code in (0, None, 3), (line, end.code)  # 3: some rows were not read, on purpose
"""
_DAY = """demo
record init
import people PLACE/leeds.csv
list
show A1234BC
mark A1234BC dtr submitted authority=Leeds consent_to_refer=yes
show A1234BC -o PLACE/page.html
record backup PLACE/copy.db
nightly --out PLACE/nights
record verify"""


def test_every_module_and_a_day_of_work_do_without_what_only_posix_has(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "RELEASECHECK_RECORD": str(tmp_path / "record.db"),
        "RELEASECHECK_AS_OF": "2026-11-23",
        "LOGNAME": "tester",
    }
    made = [sys.executable, "-m", "releasecheck", "demo", "--files", str(tmp_path / "leeds")]
    subprocess.run(made, env=environment, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    day = _DAY.replace("PLACE/leeds.csv", str(tmp_path / "leeds" / "leeds.csv"))
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, day.replace("PLACE", str(tmp_path))],
        env=environment,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert {"page.html", "copy.db", "nights"} <= {path.name for path in tmp_path.iterdir()}
