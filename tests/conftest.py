"""What every test starts from: an empty home of its own, and the program as a user would run it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.made_up import kept, only_files, program
from tests.made_up.program import Dump, MakePerson, Run, settle
from tests.made_up.records import LIBRARY, tables

# How fast the machine is proves nothing about the program: no example is too slow for a test.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


def pytest_report_header() -> list[str]:
    """Which SQLite the record was tested on."""
    try:
        library = version("sqlite-utils")
    except PackageNotFoundError:
        library = "not installed"
    return [f"{LIBRARY}, sqlite-utils {library}"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server only what is typed at the program with a record, and is not for files alone."""
    if kept.WANTED:
        there = [item for item in items if only_files.reason(item) is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in there])
        items[:] = there


@pytest.fixture(autouse=True, scope="session")
def kept_by() -> Iterator[None]:
    """What keeps the records of all tests."""
    with kept.engine():
        yield


@pytest.fixture(autouse=True, scope="session")
def nobodys_own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the data, the settings or the home of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, tmp_path_factory.getbasetemp() / "home")
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and settings of this one test's own, made when something is put there."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_HOMES)}"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))


_HOMES = iter(range(1_000_000))


@pytest.fixture
def run() -> Run:
    """Runs one command on Monday 23 November 2026, unless told another day."""
    return program.run


def _template(folder: Path, *words: str | Path) -> Path:
    path = folder / "record.db"
    done = program.run(*(path if word == "PATH" else word for word in words))
    assert done.code == 0, done.err
    if kept.address(path):
        return path
    assert [found.name for found in folder.iterdir()] == ["record.db"], "one file, with nothing beside it"
    return path


@pytest.fixture(scope="session")
def _empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _template(tmp_path_factory.mktemp("empty"), "--record", "PATH", "record", "init")


@pytest.fixture(scope="session")
def _demo_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _template(tmp_path_factory.mktemp("demo"), "demo", "--keep", "PATH")


def _used(template: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("RELEASECHECK_RECORD", kept.copy(template, path))
    yield path
    kept.gone(path)


@pytest.fixture
def record(_empty_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty record, which commands use unless told another."""
    yield from _used(_empty_record, tmp_path / "record.db", monkeypatch)


@pytest.fixture
def demo(_demo_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The record of the demonstration, which commands use unless told another."""
    yield from _used(_demo_record, tmp_path / "demo.db", monkeypatch)


@pytest.fixture
def make_person(record: Path) -> MakePerson:
    """Records a person: made up, sentenced, released on CRD."""
    return program.make_person


@pytest.fixture
def dump() -> Dump:
    """Every row that a record holds but the log of who looked at it: to compare before with after."""
    return tables
