"""A command killed at every call that changes the record's folder, from outside of its process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.places import TOP


def killed_everywhere(
    kill_at: Path, record: Path, folder: Path, words: list[str | Path], most: int, keys: str = ""
) -> dict[str, Any]:
    """What `killed.py` found of one command."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", record, folder, str(most), keys, *words],
        env=os.environ | {"LD_PRELOAD": str(kill_at)},
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found
