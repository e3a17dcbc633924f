"""A screen says of many people what the whole list says, and no more of them is read than it shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.app.opening.session import App
from releasecheck.formats.terminal import Screen
from tests.made_up.program import Run
from tests.made_up.records import rows

TALL = 400
NARROWED = (
    "today",
    "today --within 60d",
    "today --owner HC",
    "today --com okafor",
    "today --prison HMP_Leeds",
    "missing",
    "missing --within 12w",
    "missing --owner COM --owner PRT",
    "missing --item dtr",
    "missing --pathway accommodation",
    "missing --state unknown",
    "missing --state overdue --rosh high",
    "missing --leaving 8w",
    "missing --person A5561CD",
    "list",
    "list --within 12w",
    "list --released",
    "list --com okafor",
)
WORKERS = {
    "nobody": "",
    "a POM": 'role = "POM"\nby = "P. Marsh"\n',
    "a COM": 'role = "COM"\nby = "J. Okafor"\n',
    "resettlement": 'role = "PRT"\nby = "S. Jones"\n',
    "outside": 'role = "PEL"\nby = "A. Tutor"\n',
}


@pytest.fixture
def lines_on(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What a command prints on a screen so high, or down a pipe."""

    def lines(words: str, worker: str, height: int | None) -> list[str]:
        config = tmp_path / "config.toml"
        config.write_text(f'office = "HMP Leeds"\n{WORKERS[worker]}')
        monkeypatch.setattr(App, "screen", Screen(100, False, height))
        typed = [word.replace("_", " ") for word in words.split()]
        done = run("--config", config, *typed)
        assert done.code == 0, done.err
        return done.out.splitlines()

    return lines


@pytest.mark.parametrize("worker", WORKERS)
@pytest.mark.parametrize("words", NARROWED)
def test_a_screen_says_what_the_whole_list_says(
    demo: Path, lines_on: Callable[..., list[str]], words: str, worker: str
) -> None:
    assert lines_on(words, worker, TALL) == lines_on(words, worker, None)


@pytest.mark.parametrize("command", ["today", "missing", "list"])
def test_only_those_on_the_screen_are_looked_at(
    run: Run, demo: Path, lines_on: Callable[..., list[str]], command: str
) -> None:
    text = "\n".join(lines_on(command, "nobody", 24))
    assert len(text.splitlines()) <= 24
    told = {number for (number,) in rows(demo, "SELECT prison_number FROM people") if number in text}
    log = json.loads(run("log", "export", "--to", "the test", "--format", "json").out)
    (looked_at,) = (set(line["people"]) for line in log if line["command"] == command)
    assert told <= looked_at
    # Whoever stands under CHECK THIS and is only counted there is named in the log as well.
    assert len(looked_at - told) < 10 < 40 < len(lines_on(command, "nobody", None))
