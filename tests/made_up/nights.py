"""A night of the made-up caseload, and what stands in the folder of one."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from releasecheck.night.asked import NightOptions, PrisonNight
from releasecheck.night.bundle import make_night
from releasecheck.night.folder import NightFolder
from releasecheck.reports.caseload.missing import Missing
from releasecheck.reports.night.found import NightBefore, states_of
from tests.made_up import reports as made_up

NEXT = "2026-11-24"


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder and what is in it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ics")
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in found}


def found_in(folder: Path) -> dict[str, str]:
    """The same, but for where the record's chains stood, which is never the same twice."""
    found = tree(folder)
    whole = json.loads(found["summary.json"])
    assert whole.pop("heads")["log_line"] >= 0
    saw = "The record as this night saw it, to be kept: entry .*"
    assert re.search(saw, found["index.html"])
    return {**found, "summary.json": json.dumps(whole), "index.html": re.sub(saw, "", found["index.html"])}


def unlinked(page: str) -> str:
    """A page without its links."""
    return re.sub("</?a[^>]*>", "", page)


def visible(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir() if not path.name.startswith("."))


def summary(out: Path, night: str = "latest") -> dict[str, Any]:
    found = json.loads((out / night / "summary.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def night_before(lines: Mapping[str, str], with_missing: int = 0) -> NightBefore:
    """The night of the day before, which kept these lines."""

    def kept(numbers: Collection[str]) -> dict[str, str]:
        return {number: lines[number] for number in numbers if number in lines}

    return NightBefore(date(2026, 11, 22), with_missing, None, states_of(lines.values()), kept)


def made_up_night(folder: NightFolder, **asked: Any) -> tuple[str, ...]:
    """The made-up caseload as a night of its own; the problems that were found."""
    report: Missing = made_up.what_is_missing("person")
    known = {
        "A1234BC": "2027-02-12 cas3:blocked:2026-12-04 da_check:chase: gate:to_do:2026-11-25",
        "A7710FA": "2026-12-18 address_check:overdue:2026-11-11",
        "A1188DE": "2027-01-21 oasys:to_do:2026-11-23",
        "A2291BB": "2026-11-26 crs:to_do:2026-11-27",
        "A0007GG": "2026-11-19 crs:overdue:2026-11-01",
    }
    told = NightOptions(
        day=made_up.TODAY,
        office="HMP Leeds",
        window_days=28,
        unanswered_days=14,
        repeat=False,
        titles={"gate": "Gate check done", "crs": "CRS accommodation referral"},
        pathways={"crs": "accommodation", "cas3": "accommodation", "dtr": "accommodation"},
        footnotes=made_up.FOOTNOTES,
        before=night_before(known, 5),
        marking="OFFICIAL-SENSITIVE",
        template_dirs=(),
    )
    people = made_up.caseload().rows
    made = make_night(
        folder,
        told._replace(**asked),
        [PrisonNight("HMP Leeds", report, people)],
        {"A0007GG": ("GREY, Ola", date(2026, 11, 19))},
    )
    return made.problems
