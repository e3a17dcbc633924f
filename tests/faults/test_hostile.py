"""Hostile inputs, as lists that anyone can extend: each is read or refused in words, and nothing is lost.

The lists stand in `tests/faults/hostile`, by kind of file. An input is tried in a process of its own,
with limits of time and of memory, and the record is compared before and after.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.hostile.case import Case
from tests.faults.hostile.catalogue import GROUPS
from tests.faults.hostile.runner import Runner
from tests.faults.hostile.tried import Trial, try_each
from tests.made_up.program import make_person, run

#: How many of each there were at the end of November 2026: a list may grow, and never shrinks unseen.
TRIED = {"workbooks": 173, "texts": 148, "places": 56, "offices": 242, "bundles": 297, "typed": 213}


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of one person."""
    path = tmp_path / "record.db"
    monkeypatch.setenv("RELEASECHECK_RECORD", str(path))
    assert run("record", "init").code == 0
    make_person(tier="B2")
    return path


@pytest.mark.parametrize("group", GROUPS)
def test_hostile_inputs_are_read_or_refused_in_words(
    group: str, runner: Runner, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "tried"
    folder.mkdir()
    trials = list(try_each(GROUPS[group](), runner, record, folder))
    wrong = [_said(trial) for trial in trials if trial.wrong]
    whole = run("record", "verify")
    with capsys.disabled():
        print(f"\nhostile {group}: {len(trials)} tried, {len(wrong)} lost", end=" ")
    assert wrong == []
    assert whole.code == 0, whole.err
    assert len(trials) >= TRIED[group]


def _said(trial: Trial) -> str:
    return f"{trial.case.name}: {trial.wrong} ({trial.took:.1f} s)"


@pytest.mark.parametrize(
    ("case", "wrong"),
    [
        (Case("a refusal taken for an answer", ("show", "X0000XX"), codes=(0,)), "exit 1"),
        (Case("other words", ("show", "X0000XX"), says="hello"), "it does not say 'hello'"),
        (Case("what was to be refused", ("add", "A5561CD", "--name", "NIGHTLARK")), "exit 0"),
    ],
    ids=lambda value: value.name if isinstance(value, Case) else "",
)
def test_what_is_not_as_it_should_be_is_found(
    case: Case, wrong: str, runner: Runner, record: Path, tmp_path: Path
) -> None:
    """The trials themselves see what they are there to see."""
    folder = tmp_path / "tried"
    folder.mkdir()
    (trial,) = try_each([case], runner, record, folder)
    assert trial.wrong == wrong


def test_a_command_that_hangs_is_ended(runner: Runner, record: Path, tmp_path: Path) -> None:
    """A pipe that somebody holds open and never writes into is waited for, as on any command line."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)
    try:
        env = {"RELEASECHECK_RECORD": str(record), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
        assert runner(["import", "people", str(pipe)], env, seconds=1).code < 0
    finally:
        os.close(held)
