"""Where the national services' own answers are not ours, and why: read by every test of the cases in `data/`.

An operation that a test neither answers nor finds here fails, so nothing is passed over in silence. A case
listed as different is still run, and must still differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from releasecheck.policy.working_days import Calendar
from tests.places import DATA

#: Operations that this program has no answer for, by file.
NOT_ANSWERED: dict[str, dict[str, str]] = {
    "handover": {},
    "licence_dates": {
        "release_date_label": "a label on the licence service's screens; here a release carries its type",
    },
    "release_date_choice": {
        "release_window_filter": "a list's window is asked of the record, not worked out from dates",
    },
    "release_weekend": {},
}

#: Single cases answered otherwise, by the end of their source.
DIFFERENT: dict[str, str] = {
    "#handover_type > no case information": (
        "there is no separate case information to be missing: a person in the record has what is known"
    ),
    "CRD if ARD before CRD [SENTENCED, IS91 case]": (
        "IS91 is told from an offence text or a court outcome code, and neither is a fact; "
        "set the legal status to IMMIGRATION_DETAINEE"
    ),
    "EligibilityServiceTest.kt: CrdCases > no active booking": (
        "a booking is not a fact: the prison number is the key"
    ),
    "EligibilityServiceTest.kt: PrrdCases > no active sentences": (
        "single sentences are not facts; a recall with a date is taken at its word"
    ),
}

#: Parts of an answer that are not compared, by operation.
NOT_COMPARED: dict[str, str] = {
    "display_release_date: releaseEligibilityDate, releaseEligibilityType": "eligibility is not a release",
    "display_release_date: releaseType without a date": "a release has a type only if it has a date",
    "working_day_hint: hint": "the sentence around the date is ours",
    "previous_working_day, next_working_day: adjustedFor…": "a closed day says why it is closed, in words",
    "licence_eligibility: FIXED_TERM or STANDARD": "both are one kind of licence, PRRD",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One case with a known answer."""

    file: str
    line: int
    op: str
    inputs: Mapping[str, object]
    today: date
    expected: Mapping[str, object]
    source: str

    @property
    def is_different(self) -> bool:
        return any(self.source.endswith(end) for end in DIFFERENT)

    def day(self, name: str) -> date | None:
        value = self.inputs.get(name)
        return date.fromisoformat(value) if isinstance(value, str) else None

    def calendar(self) -> Calendar:
        """The case's own bank holidays and no others: some cases close days that were open."""
        holidays = self.inputs.get("bank_holidays") or []
        assert isinstance(holidays, list)
        return Calendar(
            {date.fromisoformat(day): "Bank holiday" for day in holidays},
            published_years=frozenset(range(2005, 2036)),
        )

    def __str__(self) -> str:
        return f"{self.file} {self.line}: {self.source.partition(' ')[2]}"


def cases(file: str) -> list[Case]:
    """Every case of a file. A case that does not say when it happens cannot depend on it."""
    found = []
    for line, text in enumerate((DATA / f"{file}.jsonl").read_text("utf-8").splitlines(), start=1):
        case = json.loads(text)
        inputs = dict(case["inputs"])
        today = date.fromisoformat(case["today"] or "2020-01-01")
        found.append(Case(file, line, inputs.pop("op"), inputs, today, case["expected"], case["source"]))
    return found


def iso(day: date | None) -> str | None:
    """A day as the cases write it."""
    return None if day is None else day.isoformat()


def verdict(case: Case, ours: Mapping[str, object]) -> None:
    """Our answer is the service's, or the case is listed as different and still is. Fails otherwise.

    Only the keys that we give are compared; each must be one that the case expects.
    """
    assert ours.keys() <= case.expected.keys()
    theirs = {key: case.expected[key] for key in ours}
    if case.is_different:
        assert ours != theirs, "listed as different, but it is not"
    else:
        assert ours == theirs
