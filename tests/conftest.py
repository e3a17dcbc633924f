"""What every test starts from: an empty home of its own, and the program as a user would run it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from releasecheck.cli import cli
from tests.made_up.records import LIBRARY, tables

AS_OF = "2026-11-23"

# How fast the machine is proves nothing about the program: no example is too slow for a test.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


class Result(NamedTuple):
    """What a command left behind: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs one command line; anything but a clean end or a dead end in words is raised."""

    def __call__(
        self, *words: str | Path, as_of: str | None = AS_OF, stdin: str | bytes | None = None
    ) -> Result: ...


class MakePerson(Protocol):
    """Records a person through `add`, and gives back their prison number."""

    def __call__(
        self, number: str = ..., name: str = ..., release: str | None = ..., kind: str = ..., **facts: str
    ) -> str: ...


class Dump(Protocol):
    """The rows of every table of a record."""

    def __call__(self, path: Path) -> dict[str, list[tuple[object, ...]]]: ...


def pytest_report_header() -> list[str]:
    """Which SQLite the record was tested on."""
    try:
        library = version("sqlite-utils")
    except PackageNotFoundError:
        library = "not installed"
    return [f"{LIBRARY}, sqlite-utils {library}"]


@pytest.fixture(autouse=True, scope="session")
def nobodys_own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the data, the settings or the home of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("RELEASECHECK_")]:
            patch.delenv(name)
        for name, folder in {"HOME": "", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}.items():
            patch.setenv(name, str(tmp_path_factory.getbasetemp() / "home" / folder))
        patch.setenv("COLUMNS", "80")
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("LOGNAME", "tester")
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and settings of this one test's own, made when something is put there."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_HOMES)}"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))


_HOMES = iter(range(1_000_000))


def _run(*words: str | Path, as_of: str | None = AS_OF, stdin: str | bytes | None = None) -> Result:
    before = [] if as_of is None else ["--as-of", as_of]
    done = CliRunner(catch_exceptions=False).invoke(
        cli, [*before, *map(str, words)], input=stdin, prog_name="releasecheck"
    )
    return Result(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def run() -> Run:
    """Runs one command on Monday 23 November 2026, unless told another day."""
    return _run


def _template(folder: Path, *words: str | Path) -> Path:
    path = folder / "record.db"
    done = _run(*(path if word == "PATH" else word for word in words))
    assert done.code == 0, done.err
    assert [found.name for found in folder.iterdir()] == ["record.db"], "one file, with nothing beside it"
    return path


@pytest.fixture(scope="session")
def _empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _template(tmp_path_factory.mktemp("empty"), "--record", "PATH", "record", "init")


@pytest.fixture(scope="session")
def _demo_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _template(tmp_path_factory.mktemp("demo"), "demo", "--keep", "PATH")


def _used(template: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy2(template, path)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(path))
    return path


@pytest.fixture
def record(_empty_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty record, which commands use unless told another."""
    return _used(_empty_record, tmp_path / "record.db", monkeypatch)


@pytest.fixture
def demo(_demo_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The record of the demonstration, which commands use unless told another."""
    return _used(_demo_record, tmp_path / "demo.db", monkeypatch)


@pytest.fixture
def make_person(record: Path) -> MakePerson:
    """Records a person: made up, sentenced, released on CRD."""

    def make(
        number: str = "A1234BC",
        name: str = "SMITH, John",
        release: str | None = "2027-02-06",
        kind: str = "CRD",
        **facts: str,
    ) -> str:
        told = [] if release is None else ["--release", release, "--type", kind]
        words = [f"{fact}={value}" for fact, value in facts.items()]
        done = _run("add", number, "--name", name, *told, *words)
        assert done.code == 0, done.err
        return number

    return make


@pytest.fixture
def dump() -> Dump:
    """Every row that a record holds but the log of who looked at it: to compare before with after."""
    return tables
