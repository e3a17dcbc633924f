"""What a command answered, taken apart: why it refused, and what `show` now says of somebody."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.made_up.program import Result, Run

SENT = ("dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
SAM, ANN = "A1234BC", "A2291BB"
EXPORT = ["export", "plans", "--format", "jsonl", "--to", "the tests"]


def said(done: Result, code: int = 2) -> str:
    """What a refusal says, without the program's name."""
    assert (done.code, done.out) == (code, "")
    return done.err.removeprefix("releasecheck: ").removesuffix("\n")


def shown(run: Run, number: str = SAM) -> dict:
    return json.loads(run("show", number, "--format", "json").out)


def task(run: Run, item: str, number: str = SAM) -> dict:
    return next(task for task in shown(run, number)["tasks"] if task["item"] == item)


def facts(run: Run, number: str = SAM) -> dict:
    return shown(run, number)["person"]["facts"]


def number_of(text: str) -> str:
    """The request that a command says it has recorded."""
    found = re.search(r"request (\d+)", text)
    assert found, text
    return found[1]


def folder_state(path: Path) -> dict[str, int]:
    return {str(found.relative_to(path)): found.stat().st_mode for found in path.rglob("*")}
