"""What the program answers a shell at the tab key."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.made_up import kept
from tests.places import TOP

CALL = "from releasecheck.cli import main; main()"


def offered(*words: str, record: Path | str | None = None, shell: str = "fish") -> list[str]:
    """The offers for the last of these words, as the installed program gives them to a shell."""
    environment = {**os.environ, "_RELEASECHECK_COMPLETE": f"{shell}_complete", "COMP_CWORD": words[-1]}
    environment["COMP_WORDS"] = " ".join(["releasecheck", *words])
    if shell != "fish":
        environment["COMP_CWORD"] = str(len(words))
    if record is not None:
        environment["RELEASECHECK_RECORD"] = kept.place(Path(record))
    done = subprocess.run(
        [sys.executable, "-c", CALL], cwd=TOP, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [line.removeprefix("plain,") for line in done.stdout.splitlines() if line]
