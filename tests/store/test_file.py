"""A record is one file: made for its owner alone, and refused untouched when it is not a record of ours."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.core.errors import StoreError
from releasecheck.store import SqliteStore, create, open_record
from releasecheck.store.sqlite.connection import SCHEMA
from tests.made_up.records import as_somebody_else, tamper
from tests.made_up.saved import add, task, writing
from tests.places import TOP

# A record's file


def test_new_record_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "share" / "releasecheck" / "record.db"
    with create(path):
        found = [stat.S_IMODE(one.stat().st_mode) for one in (path.parent.parent, path.parent, path)]
    assert found == [0o700, 0o700, 0o600]


def test_record_may_lie_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "Leeds & Hull? 100%#1" / "récord.db"
    create(path).close()
    with open_record(path) as store:
        assert store.numbers() == []
    assert [one.name for one in path.parent.iterdir()] == ["récord.db"]


def test_folder_that_others_share_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    create(shared / "record.db").close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_record_is_never_made_over_something(path: Path) -> None:
    path.write_text("kept")
    with pytest.raises(StoreError, match="there is already something at"):
        create(path)
    assert path.read_text() == "kept"


def test_record_that_cannot_be_made_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("releasecheck.store.sqlite.migrations.migrate", fail)
    with pytest.raises(StoreError, match="the disk is full"):
        create(path)
    assert list(path.parent.iterdir()) == []


def other_database(path: Path) -> None:
    tamper(path, "PRAGMA journal_mode = WAL", "PRAGMA user_version = 5", "CREATE TABLE tasks(x)")


def newer_record(path: Path) -> None:
    create(path).close()
    tamper(path, f"PRAGMA user_version = {SCHEMA + 1}")


BAD_FILES: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: None, r"no record at .*record\.db\. Type: releasecheck record init"),
    (lambda path: path.mkdir(), "is a folder, not a record"),
    (lambda path: path.touch(), "is an empty file, not a record"),
    (lambda path: path.write_text("prison_number,name\n" * 100), "is not a releasecheck record"),
    (other_database, "belongs to another program"),
    (newer_record, "made by a newer version of releasecheck"),
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("make", "message"), BAD_FILES, ids=["missing", "folder", "empty", "text", "another_program", "newer"]
)
def test_what_is_not_a_record_is_refused_and_left_as_it_is(
    path: Path, make: Callable[[Path], object], message: str, read_only: bool
) -> None:
    make(path)
    before = contents(path.parent)
    with pytest.raises(StoreError, match=message):
        open_record(path, read_only=read_only)
    assert contents(path.parent) == before


def contents(folder: Path) -> dict[str, bytes | None]:
    return {one.name: one.read_bytes() if one.is_file() else None for one in folder.iterdir()}


@pytest.mark.parametrize(("mode", "words"), [(0o000, "needs leave to read the file"), (0o444, "its folder")])
def test_record_without_leave_says_what_leave_is_needed(tmp_path: Path, mode: int, words: str) -> None:
    folder = tmp_path / "locked"
    create(folder / "record.db").close()
    (folder / "record.db").chmod(mode)
    folder.chmod(0o555)
    try:
        with as_somebody_else(folder), pytest.raises(StoreError, match=words):
            open_record(folder / "record.db", read_only=True).numbers()
    finally:
        folder.chmod(0o700)


def test_record_in_use_says_so(path: Path, store: SqliteStore) -> None:
    with open_record(path, timeout=0) as second:
        with (
            writing(store),
            pytest.raises(StoreError, match="in use by another program; try again"),
            writing(second),
        ):
            raise AssertionError("two programs wrote at once")
        assert second.numbers() == []


def test_full_disk_says_so_and_saves_nothing(path: Path, store: SqliteStore) -> None:
    pages = store._connection.one("PRAGMA page_count")
    assert pages is not None
    store._connection.all(f"PRAGMA max_page_count = {pages[0]}")
    with pytest.raises(StoreError, match="the disk is full and nothing was saved"):
        add(store, "A1234BC", *(task(f"item_{number}", reasons=("because " * 50,)) for number in range(100)))
    assert store.numbers() == []
    assert store.last_entry() is None


def test_opening_for_reading_loads_no_heavy_library(path: Path) -> None:
    """`show` opens the record each time; sqlite-utils alone would triple its start."""
    create(path).close()
    code = (
        "import sys; from pathlib import Path; from releasecheck.store import open_record; "
        f"open_record(Path({str(path)!r}), read_only=True).saved_plan('A1234BC'); "
        "print(sorted({'sqlite_utils', 'pandas', 'tomllib', 'hashlib', 'dateutil', 'click', 'fcntl', 'pwd', "
        "'releasecheck.planning.planner', 'releasecheck.policy.catalogue_files'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=TOP,
    )
    assert done.stdout.strip() == "[]"
