"""The program as in a terminal. A test waits for what is on the screen, never for a clock."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect

from tests.made_up.program import AS_OF
from tests.places import TOP

#: Seconds after which a program that waits for us while we wait for it is given up; nothing takes as long.
_HANGS_AFTER = 600


class Terminal:
    """A command line typed in a terminal, and what is then seen and typed."""

    def __init__(self, *words: str | Path, rows: int = 24, columns: int = 80) -> None:
        """On the day of all tests, with the record that commands use."""
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "releasecheck", "--as-of", AS_OF, *map(str, words)],
            cwd=os.fspath(TOP),
            dimensions=(rows, columns),
            timeout=_HANGS_AFTER,
            # As Python sees it: readline puts a height of its own into what a child would inherit.
            env=dict(os.environ),
            encoding="utf-8",
        )
        self._child.delaybeforesend = None

    def shows(self, text: str) -> None:
        """Wait until this is on the screen, after all that was waited for before."""
        self._child.expect_exact(text)

    def keys(self, text: str) -> None:
        """Press these keys, Enter as a line break. Wait for the whole question before, to the last space."""
        self._child.send(text)

    def type(self, text: str) -> None:
        """Type a line and press Enter."""
        self.keys(f"{text}\n")

    def interrupt(self) -> None:
        """Press Ctrl-C, and Enter after it.

        A signal that comes between the question and the reading of its answer is heard by Python only when
        that reading ends. No screen shows that it has begun, so Enter ends it.
        """
        self.keys("\x03\n")

    def end_input(self) -> None:
        """Press Ctrl-D: there is nothing more to be read."""
        self._child.sendeof()

    def rest(self) -> str:
        """All that is still shown until the program ends."""
        shown = self._child.read()
        assert isinstance(shown, str)
        self.code()
        return shown

    def code(self) -> int:
        """Wait for the end of the program; its exit code."""
        self._child.expect(pexpect.EOF)
        self._child.wait()
        self._child.close()
        assert self._child.exitstatus is not None, f"it was ended by signal {self._child.signalstatus}"
        return int(self._child.exitstatus)
