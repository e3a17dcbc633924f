"""A command that was suggested, pasted as it stands: it works, asks for what it leaves open, or says it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.words import for_shell
from tests.made_up.answers import SAM, facts, said
from tests.made_up.program import Run
from tests.made_up.terminal import Terminal


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("words", "open_places"),
    [
        (["void", "1", "--reason", "TEXT"], "--reason TEXT"),
        (["void", "ENTRY", "--reason", "TEXT"], "ENTRY, --reason TEXT"),
        (["transfer", SAM, "MDI", "--on", "DATE", "--source", "…"], "--on DATE, --source …"),
        (["released", SAM, "--on", "DATE"], "--on DATE"),
        (["note", SAM, "…"], "…"),
        (["export", "people", "-o", "x.csv", "--to", "WHO"], "--to WHO"),
    ],
)
def test_with_nobody_to_ask_what_is_open_is_named_and_nothing_recorded(
    run: Run, unchanged: Callable[[], None], words: list[str], open_places: str
) -> None:
    unchanged()
    assert said(run(*words)) == f"something is still to fill in: {open_places}. Help: releasecheck --help"


@pytest.mark.usefixtures("sam")
def test_at_a_terminal_what_is_open_is_asked_for(run: Run, record: Path) -> None:
    screen = Terminal("transfer", SAM, "MDI", "--on", "DATE", "--source", "…", columns=120)
    screen.shows("--on DATE: ")
    screen.type("2026-11-20")
    screen.shows("--source …: ")
    screen.type("OMU memo")
    screen.shows("Next: releasecheck")
    assert screen.code() == 0
    assert facts(run, SAM)["prison"] == "MDI"


@pytest.mark.usefixtures("sam")
def test_words_that_only_look_like_it_are_let_be(run: Run) -> None:
    assert run("note", SAM, "TEXT").code == 0
    assert run("set", SAM, "cell=DATE").code == 0


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_a_shell_reads_back_what_is_suggested(name: str) -> None:
    (read,) = shlex.split(for_shell(name))
    assert read in (name, f"./{name}")
    assert read == "-" or not read.startswith("-")


@pytest.mark.usefixtures("sam")
def test_refused_rows_are_asked_for_under_a_name_that_can_be_pasted(run: Run, tmp_path: Path) -> None:
    list_file = tmp_path / "O'Neill's $1 list.csv"
    list_file.write_text("NOMS No,Task,Status,Date\nA1234BC,no such,done,20/11/2026\n", encoding="utf-8")
    done = run("import", "tasks", list_file)
    words = shlex.split(next(line for line in done.err.splitlines() if "--rejects" in line))
    assert words[words.index("--rejects") + 1] == "O'Neill's $1 list-refused.csv"
