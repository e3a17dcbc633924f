"""The page for `man`: all of the help is in it, it is the one that ships, and is formatted without fault."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from tests import docs
from tests.made_up.program import Run

#: What it is formatted by where it is there, and how each is asked to say what it takes exception to.
FORMATTERS = {
    "groff": ["-man", "-Tutf8", "-ww", "-rHY=0", "-P-cbou"],
    "man": ["-l", "--warnings=w", "--encoding=UTF-8"],
}


def formatted(program: str) -> str:
    """The page as a terminal shows it, eighty columns wide; skipped where there is no such program."""
    found = shutil.which(program)
    if found is None:
        why = f"{program} is not installed"
        if os.environ.get("CI"):
            pytest.fail(f"{why}: in CI that is a failure")
        pytest.skip(why)
    environment = {**os.environ, "MANWIDTH": "80", "MAN_KEEP_FORMATTING": "", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [found, *FORMATTERS[program], docs.MAN], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stderr == ""
    return re.sub(".\b|\x1b\\[[0-9;]*m", "", done.stdout)


def test_the_page_that_ships_is_what_help_prints(run: Run) -> None:
    """Made anew by python -m tests.docs."""
    done = run("help", "--man")
    assert (done.code, done.err) == (0, "")
    assert done.out == docs.man() == docs.MAN.read_text("utf-8")
    assert done.out.isascii(), "any man reads it, whatever it takes letters for"


def test_a_word_beside_it_is_refused(run: Run) -> None:
    assert run("help", "--man", "show").code == 2


def words(text: str) -> str:
    """The same however its lines are broken."""
    return "".join(text.split())


@pytest.mark.parametrize("program", FORMATTERS)
def test_it_is_formatted_without_a_warning_and_all_of_the_help_is_in_it(program: str) -> None:
    shown = words(formatted(program))
    for path, text in docs.commands():
        if path == "releasecheck":
            continue  # of which the first line is the page's own name
        usage, _, told = text.partition("\n\n")
        assert words(usage).removeprefix("Usage:") in shown, path
        paragraphs = told.partition("\nOptions:")[0].partition("\nCommands:")[0].split("\n\n")
        for paragraph in paragraphs:
            assert words(paragraph) in shown, path
    assert "EXITSTATUS" in shown
