"""The script that `completion` prints, in bash, zsh and fish themselves: typed, tab pressed, and run."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from releasecheck.commands.completion_offers import SHORT_NAME
from tests.made_up.program import MakePerson, Run
from tests.made_up.shells import CALL
from tests.places import TOP

TAB = "\t"
#: How each is started with nothing of whoever runs it, and how it takes the script.
SHELLS = {
    "bash": (["--norc", "--noprofile"], "source {script}"),
    "zsh": (["-f", "-i"], "autoload -Uz compinit && compinit -u -d {folder}/dump; source {script}"),
    "fish": (["--no-config", "-i"], "source {script}"),
}


def program(shell: str) -> str:
    """Where the shell is; without it the test is skipped, which is a failure in CI."""
    found = shutil.which(shell)
    if found is None:
        why = f"{shell} is not installed"
        if os.environ.get("CI"):
            pytest.fail(f"{why}: in CI that is a failure")
        pytest.skip(why)
    return found


class Typist:
    """Somebody at a shell that has read the script; what they type is run as it was completed."""

    def __init__(self, shell: str, script: str, folder: Path) -> None:
        (folder / "script").write_text(script, "utf-8")
        self.got = folder / "got"
        # Asked for offers it is the program; typed, it keeps the words that it was given.
        asked = (
            f"if [ -n \"$_RELEASECHECK_COMPLETE\" ]; then cd {TOP} && exec {sys.executable} -c '{CALL}'; fi"
        )
        typed = f'printf "%s|" "$@" > {self.got}'
        for name in ("releasecheck", SHORT_NAME):
            (folder / name).write_text(f"#!/bin/sh\n{asked}\n{typed}\n", "utf-8")
            (folder / name).chmod(0o755)
        options, take = SHELLS[shell]
        environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PS1": "ready> "}
        environment |= {"TERM": "dumb" if shell != "fish" else "xterm", "XDG_CONFIG_HOME": str(folder)}
        self.child = pexpect.spawn(
            program(shell), options, env=environment, encoding="utf-8", timeout=120, dimensions=(24, 120)
        )
        self.child.delaybeforesend = None
        self.child.send(
            f"{take.format(script=folder / 'script', folder=folder)}; echo 'the script' is-read\n"
        )
        self.child.expect_exact("the script is-read")

    def types(self, text: str) -> list[str]:
        """The words that the program is given, once tab is pressed at the end of this and then Enter."""
        self.got.unlink(missing_ok=True)
        self.child.send(f"{text}{TAB}")
        self.child.send("; echo and 'done with it'\n")
        self.child.expect_exact("and done with it")
        return self.got.read_text("utf-8").split("|")[:-1]

    def leaves(self) -> None:
        """The shell ends."""
        self.child.send("\x15exit\n")
        self.child.close(force=True)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_what_is_typed(
    run: Run,
    make_person: MakePerson,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shell: str,
) -> None:
    """Commands, people, items, facts, values of lists, and a name with a space, which stays one word."""
    program(shell)
    config = tmp_path / "office.toml"
    config.write_text('complete_people = "yes"\n', "utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    monkeypatch.setenv("RELEASECHECK_RECORD", str(record))
    make_person("A1234BC", "RIVERS, Sam", pom="P. Marsh", prison="LEI")
    done = run("completion", shell)
    assert done.code == 0
    typist = Typist(shell, done.out, tmp_path)
    try:
        for name in ("releasecheck", SHORT_NAME):
            assert typist.types(f"{name} foreca") == ["forecast"]
        assert typist.types("releasecheck show A12") == ["show", "A1234BC"]
        assert typist.types("releasecheck missing --state overd") == ["missing", "--state", "overdue"]
        assert typist.types("releasecheck missing --pom P") == ["missing", "--pom", "P. Marsh"]
        assert typist.types('releasecheck missing --pom "P. M') == ["missing", "--pom", "P. Marsh"]
        assert typist.types("releasecheck why rivers mappa_l") == ["why", "rivers", "mappa_level"]
        assert typist.types("releasecheck set rivers housing=set") == ["set", "rivers", "housing=settled"]
    finally:
        typist.leaves()


def test_what_a_shell_shows_has_no_escapes_in_it(run: Run) -> None:
    for shell in SHELLS:
        assert not re.search("[\x00-\x08\x0b-\x1f]", run("completion", shell).out)
