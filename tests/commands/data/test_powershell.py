"""PowerShell is answered as its script asks. No PowerShell was here to try the script itself."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.shell_completion import CompletionItem

from releasecheck.cli import cli
from releasecheck.commands.completion_offers import SHORT_NAME, VARIABLE
from releasecheck.commands.completion_shells import SHELLS
from tests.made_up.program import Run
from tests.places import TOP


def ask(*words: str, begun: str = "") -> list[list[str]]:
    """What the script would be told: text to put there, what is shown of it, what it is."""
    environment = {
        **os.environ,
        "_RELEASECHECK_COMPLETE": "powershell_complete",
        "COMP_WORDS": "\n".join(["releasecheck", *words]),
        "PYTHONIOENCODING": "utf-8",
    }
    if begun:  # Windows knows no variable that is empty
        environment["COMP_CWORD"] = begun
    done = subprocess.run(
        [sys.executable, "-c", "from releasecheck.cli import main; main()"],
        cwd=TOP,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return [line.split("\t") for line in done.stdout.splitlines() if line]


def test_commands_with_what_they_are() -> None:
    (found,) = ask(begun="nigh")
    assert found[:2] == ["nightly", "nightly"]
    assert len(found) == 3 and all(found), "none of the three may be empty"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("A1234BC", "A1234BC"),
        ("van-dyke", "van-dyke"),
        ("P. Marsh", "'P. Marsh'"),
        ("O’Neill", "'O’’Neill'"),
        ("$(calc)", "'$(calc)'"),
        ("a;b", "'a;b'"),
        ("`", "'`'"),
    ],
)
def test_a_word_that_powershell_would_read_comes_in_quotes(value: str, text: str) -> None:
    shell = SHELLS["powershell"](cli, {}, "releasecheck", VARIABLE)
    assert shell.format_completion(CompletionItem(value)) == f"{text}\t{value}\t{value}"
    assert shell.format_completion(CompletionItem(value, help="of\nmore\tlines")).endswith("of more lines")


def test_a_fact_can_be_gone_on_with() -> None:
    assert ["housing=", "housing="] in [one[:2] for one in ask("set", "A1234BC", begun="hou")]


def test_the_script_is_for_both_names_and_in_letters_of_every_code_page(run: Run) -> None:
    script = run("completion", "powershell").out
    assert script.isascii()
    assert f"-CommandName releasecheck, {SHORT_NAME} " in script
    for opening, closing in ("{}", "()", "[]"):
        assert script.count(opening) == script.count(closing)
    assert "%(" not in script
