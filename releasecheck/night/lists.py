"""The lists of a night for other programs: missing.csv, missing.json and its numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from releasecheck.core.heads import NightHeads
from releasecheck.core.system import usable_name
from releasecheck.night.folder import PROGRAM
from releasecheck.people.names import plain_letters
from releasecheck.reports import forms
from releasecheck.reports.caseload.missing import Missing, missing
from releasecheck.reports.night.found import CHANGE_KINDS, Night


class MissingLists:
    """`missing.csv` and `missing.json`, written prison after prison."""

    def __init__(self, csv_file: TextIO, json_file: TextIO) -> None:
        self._csv, self._json = csv_file, json_file
        self._any = False
        self._items = 0

    def add(self, report: Missing) -> None:
        """Write one prison's rows."""
        form = forms.of(report)
        headings, _, rows = "".join(form.csv()).partition("\n")
        items = form.data()["items"]
        assert isinstance(items, list), "the contract has a list"
        if not self._any:
            self._csv.write(f"{headings}\n")
            self._json.write(
                f'{{"as_of": "{report.as_of.isoformat()}", "window_days": {report.window_days}, "items": ['
            )
        self._any = True
        self._csv.write(rows)
        for item in items:
            self._json.write(",\n" if self._items else "\n")
            self._json.write(json.dumps(item, ensure_ascii=False))
            self._items += 1

    def finish(self, night: Night, not_counted: Mapping[str, int]) -> None:
        """Write the totals, and headings where nobody was in reports."""
        if not self._any:
            self.add(missing((), night.as_of, night.window_days, 0))
        totals = {
            "people": night.with_missing,
            "by_owner": dict(night.by_owner),
            "by_state": dict(night.by_state),
            "not_counted": dict(not_counted),
        }
        self._json.write(f"\n], {json.dumps(totals, ensure_ascii=False)[1:]}\n")


def slug(text: str) -> str:
    """com-j-okafor for "COM J. Okafor": only letters without accents, digits and hyphens."""
    plain = plain_letters(text.replace("’", "-")).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return usable_name("-".join(words)[:80]) or "somebody"


def summary_object(night: Night, heads: NightHeads | None) -> dict[str, object]:
    """The night in numbers, for other programs, and where the chains of the record stood."""
    return {
        "program": PROGRAM,
        "as_of": night.as_of.isoformat(),
        "window_days": night.window_days,
        "people": night.people,
        "with_missing": night.with_missing,
        "missing": night.things,
        "by_state": dict(night.by_state),
        "by_owner": dict(night.by_owner),
        "by_prison": {one.title: one.things for one in night.prisons},
        "compared_with": night.since.isoformat() if night.since else None,
        "changes": {kind: night.changes.get(kind, 0) for kind in CHANGE_KINDS},
        "past_release_day": sum(row.to_check for row in night.past),
        "not_counted": dict(night.not_counted),
        "stopped": len(night.stopped),
        "heads": heads.as_object() if heads else None,
    }
