"""What the tests of moves type, and what the record then holds."""

from __future__ import annotations

from pathlib import Path

from tests.made_up.program import Result, Run
from tests.made_up.records import rows

SAM = "A1234BC"


def redated(
    run: Run, *more: str, day: str = "2026-12-18", kind: str = "CRD", as_of: str = "2026-11-23"
) -> Result:
    return run("redate", SAM, day, "--type", kind, "--source", "OMU memo", *more, as_of=as_of)


def fact(path: Path, name: str, number: str = SAM) -> object:
    ((value,),) = rows(path, f'SELECT "{name}" FROM people WHERE prison_number = ?', number)
    return value
