"""Twelve made-up releases on Monday 2 November 2026, built so that every proxy is counted by hand.

Whoever reads this counts first: the numbers beside each group are what the measures must say.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.made_up.program import Run

OUT = "2026-11-02"
LATER = "2027-03-01"
"""When the answers are known: 119 days after release."""

NUMBERS = tuple(f"A10{n:02}AA" for n in range(12))

#: Facts told on 1 December 2025; the last person is first heard of on 1 October 2026 and nothing is known.
_MONEY = (
    *[{"debts": "yes", "benefit_need": "no", "bank_account": "yes"}] * 4,  # three of them listed by release
    *[{"debts": "no", "benefit_need": "no", "bank_account": "no"}] * 2,  # one of them opened by release
    *[{"debts": "yes", "benefit_need": "yes", "bank_account": "yes"}] * 4,  # both done for two of them
    {"debts": "no", "benefit_need": "no", "bank_account": "yes"},  # in no need
)
_AREA = (
    *[{"in_home_area": "yes"}] * 5,
    *[{"in_home_area": "no"}] * 4,  # one of them moved home on 1 September, two months before release
    {"in_home_area": "yes", "resettlement_prison": "no"},
    {"in_home_area": "no"},  # moved to the prison that was asked for on 1 July
)


def _people() -> Iterable[Mapping[str, str]]:
    for number, money, area in zip(NUMBERS, _MONEY, _AREA, strict=False):
        yield {**_plain(number), **money, **area, "work_need": "yes"}


def _plain(number: str) -> dict[str, str]:
    return {
        "prison_number": number,
        "last_name": "ROE",
        "first_name": "Jo",
        "sex": "M",
        "prison": "LEI",
        "legal_status": "SENTENCED",
        "sentence_start_date": "2024-11-01",
        "sentence_expiry_date": "2028-11-01",
        "conditional_release_date": OUT,
    }


def _tasks() -> Iterable[tuple[str, ...]]:
    """Number, item, outcome, day, and one field of evidence with its value."""
    for n in (0, 1, 2, 6, 7):
        yield NUMBERS[n], "debts", "done", "2026-08-20", "help_needed", "yes"
    for n in (4, 5):
        yield NUMBERS[n], "bank_account", "applied", "2026-08-03", "bank", "HSBC"
    yield NUMBERS[4], "bank_account", "done", "2026-09-01", "bank", "HSBC"
    for n in (6, 7, 8, 9):
        yield NUMBERS[n], "benefits", "booked", "2026-10-26", "jobcentre", "Leeds"
    for n in (0, 1, 2):
        yield NUMBERS[n], "work_lined_up", "job_to_start", "2026-09-15", "employer", "Northern Foods"
    yield NUMBERS[3], "work_lined_up", "looking", "2026-09-15", "", ""
    yield NUMBERS[4], "work_lined_up", "not_available_for_work", "2026-09-15", "", ""
    yield NUMBERS[10], "work_lined_up", "training_place", "2026-10-15", "employer", "Leeds College"
    for n in range(10):
        yield NUMBERS[n], "oasys_review", "done", "2026-02-02", "risk_plan", "yes"
    for n in range(6):
        yield NUMBERS[n], "oasys_review", "done", "2026-08-20", "risk_plan", "yes"
    for n in (8, 9):  # after the day it was due, 7 September
        yield NUMBERS[n], "oasys_review", "done", "2026-10-20", "risk_plan", "yes"
    yield NUMBERS[10], "resettlement_prison", "moved", "2026-07-01", "prison_asked", "LEI"


def _afterwards() -> Iterable[tuple[str, ...]]:
    """CAS-3: eleven arrived; seven left after 64 nights, two after 84, one after ten, one nobody knows."""
    left = {**dict.fromkeys(range(7), "2027-01-05"), 7: "2027-01-25", 8: "2027-01-25", 10: "2026-11-12"}
    for n in range(11):
        yield NUMBERS[n], "cas3", "arrived", OUT, "", ""
        if n in left:
            yield NUMBERS[n], "cas3", "departed", left[n], "", ""


#: Days on which the key worker saw each of the first ten: gaps of 7, 7 and 14 days.
SEEN = ("2026-09-01", "2026-09-08", "2026-09-15", "2026-09-29")


def record_them(run: Run, folder: Path) -> None:
    """Record all of it, each thing on or after the day it was told."""

    def done(*words: str | Path, as_of: str) -> None:
        ended = run(*words, as_of=as_of)
        assert ended.code == 0, (words, ended.out, ended.err)

    people = list(_people())
    done("record", "init", as_of="2025-12-01")
    done("import", "people", _people_file(folder / "people.csv", people), as_of="2025-12-01")
    last = [_plain(NUMBERS[11])]
    done("import", "people", _people_file(folder / "last.csv", last), as_of="2026-10-01")
    done("set", NUMBERS[5], "in_home_area=yes", as_of="2026-09-01")
    for number in NUMBERS[:10]:
        for day in SEEN:
            done("contact", number, "--by", "KW", "--how", "in_person", "--on", day, as_of="2026-10-01")
    done("import", "tasks", task_file(folder / "tasks.csv", _tasks()), as_of="2026-11-01")
    for number in NUMBERS:
        done("released", number, "--on", OUT, as_of=OUT)
    done("import", "tasks", task_file(folder / "after.csv", _afterwards()), as_of=LATER)


def _people_file(path: Path, people: Iterable[Mapping[str, str]]) -> Path:
    rows = list(people)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def task_file(path: Path, tasks: Iterable[tuple[str, ...]]) -> Path:
    """A list of outcomes for `import tasks`: number, item, outcome, day, and a field with its value."""
    rows = list(tasks)
    fields = list(dict.fromkeys(row[4] for row in rows if row[4]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = [f"evidence.{name}" for name in fields]
        writer.writerow(["prison_number", "item", "outcome", "on", *names])
        for number, item, outcome, on, field, value in rows:
            writer.writerow([number, item, outcome, on, *(value if name == field else "" for name in fields)])
    return path
