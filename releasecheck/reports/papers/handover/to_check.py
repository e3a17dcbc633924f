"""What somebody should look at before trusting the rest, as it is said on paper."""

from __future__ import annotations

import re

from releasecheck.reports.papers.handover.report import HandoverReport

_SAID_ABOVE = ("release_day_past", "no_release_day")
"""Checks that the first line under the name says already."""
_SOONER = ("tranche",)
"""Checks that mean another, earlier day: whoever plans by the day above must read that first."""
_MANY_WORDS = 20
"""From so many words on, a check that has a short form is said in it on the first page."""


def to_check(report: HandoverReport) -> tuple[tuple[str, str], ...]:
    """Each as a sentence, and in a few words where it is long."""
    found = []
    for check in report.countdown.found:
        if check.code not in _SAID_ABOVE:
            full = _without_command(check.text)
            brief = f"{check.brief}: page 2." if check.brief and len(full.split()) > _MANY_WORDS else full
            if check.code in _SOONER:
                brief = f"May be out sooner than the day above: {brief}"
            found.append((full, brief))
    return tuple(found)


def _without_command(text: str) -> str:
    """A sentence to check, without what the office would type: whoever reads the paper has no record."""
    bare = re.split(r"(?:\.? Once known| See|: if released)?: releasecheck ", text)[0]
    return bare if bare.endswith((".", "?", "!")) else f"{bare}."
