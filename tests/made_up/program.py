"""The program as somebody would run it, with nothing of theirs in its way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from click.testing import CliRunner

from releasecheck.cli import cli
from tests.made_up import kept

AS_OF = "2026-11-23"


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

    def __call__(self, record: Path) -> dict[str, list[tuple[object, ...]]]: ...


def run(*words: str | Path, as_of: str | None = AS_OF, stdin: str | bytes | None = None) -> Result:
    """Run one command on Monday 23 November 2026, unless told another day."""
    before = [] if as_of is None else ["--as-of", as_of]
    done = CliRunner(catch_exceptions=False).invoke(
        cli, [*before, *kept.for_program([*map(str, words)])], input=stdin, prog_name="releasecheck"
    )
    return Result(done.exit_code, kept.for_tests(done.stdout), kept.for_tests(done.stderr))


def make_person(
    number: str = "A1234BC",
    name: str = "SMITH, John",
    release: str | None = "2027-02-06",
    kind: str = "CRD",
    **facts: str,
) -> str:
    """Record a person: made up, sentenced, released on CRD."""
    told = [] if release is None else ["--release", release, "--type", kind]
    words = [f"{fact}={value}" for fact, value in facts.items()]
    done = run("add", number, "--name", name, *told, *words)
    assert done.code == 0, done.err
    return number


def settle(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Read and write nothing of whoever runs it: their data, their settings, their home, their terminal."""
    for name in [name for name in os.environ if name.startswith("RELEASECHECK_")]:
        patch.delenv(name)
    for name, folder in {
        "HOME": "",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
    }.items():
        patch.setenv(name, str(home / folder))
    patch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
        patch.delenv(name, raising=False)
    patch.setenv("LOGNAME", "tester")
