"""The report for the person and the review sheet for the officer, as papers and for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from releasecheck.core.words import count, day_in_words
from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.people.history import moment_in_words
from releasecheck.reports.law.access import AccessReport, AccessRow


class KeptOf(NamedTuple):
    """What a report says besides what was told: whose it is, where their tasks stand, how long it is kept."""

    name: str
    numbers: tuple[str, ...]
    tasks: tuple[tuple[str, str, str], ...]
    """Each task today: its title, where it stands, and by whom."""
    withheld: int
    """Tasks that are about protecting others."""
    periods: Mapping[str, str]
    """What the office keeps how long; empty where it has not said."""
    office: str


_PURPOSE = (
    "This office keeps what is written here to prepare release from prison: a home, health, money, work, "
    "safety, and handing over to probation. It is processed under Part 3 of the Data Protection Act 2018, to "
    "carry out sentences and protect the public.",
    "It is a working copy. The official record is nDelius and P-NOMIS.",
)
_RIGHTS = (
    "You can ask for a copy of what is kept about you (section 45 of the Act). It costs nothing, and is due "
    "within a month.",
    "You can ask for something that is wrong to be put right (section 46). What was written before is kept "
    "beside it, so that both can be seen.",
    "You can ask for it to be erased, or kept and not used (section 47).",
    "No decision about you is made by a program: it lists what is to be done (sections 49 and 50).",
    "If you do not agree with what this office did, you can complain to it, and to the Information "
    "Commissioner (ico.org.uk, 0303 123 1113).",
)


def access_paper(report: AccessReport, kept: KeptOf, made: Made) -> Paper:
    """The report: all but what is under review, and which entries that is."""
    review = sorted({row.entry for row in report.review}, key=_order)
    about = [
        f"What this office keeps about {kept.name}, {', '.join(kept.numbers)}.",
        f"Under review by an officer, and left out here: {len(report.review)} ({', '.join(review)})."
        if review
        else "Nothing is left out.",
    ]
    recipients = [
        (line.recipient or "", day_in_words(line.at.date()), line.command)
        for line in report.log
        if line.kind == "disclosure"
    ]
    parts = (
        Part("about", "About this report", lines=tuple(about), shape="box"),
        _table("facts", "1. Who you are and what is known", report.facts, "What", "What it says"),
        Part(
            *("tasks_now", "2. Where each task stands today"),
            headings=("Task", "Where it stands", "Whose"),
            rows=kept.tasks,
            after=(f"{count(kept.withheld, 'task')} under review.",) if kept.withheld else (),
        ),
        _table("tasks", "What happened with each task", report.tasks, "Task", "What happened"),
        _table("notes", "Notes", report.notes, "Kind", "What it says"),
        _table("releases", "3. Release dates told", report.releases, "Kind", "Date"),
        Part(
            *("referrals", "4. Referrals, and who was given something about you"),
            headings=("To", "When", "What"),
            rows=(*((to, day_in_words(on), what) for to, what, on in report.referrals), *recipients),
            lines=() if report.referrals or recipients else ("Nobody.",),
        ),
        Part("purpose", "5. Why it is kept, and how long", lines=(*_PURPOSE, *_how_long(kept))),
        Part("rights", "Your rights", points=_RIGHTS),
        Part(
            *("log", "6. Who looked at it, changed it or gave it out"),
            headings=("When", "What", "Command", "By"),
            rows=tuple((moment_in_words(line.at), line.kind, line.command, line.by) for line in report.log),
        ),
    )
    title = f"What is kept about {kept.name} {kept.numbers[-1]}"
    return _paper("access-report", title, parts, kept, made)


def review_paper(report: AccessReport, kept: KeptOf, made: Made) -> Paper:
    """The review sheet, for an officer: every entry that may name or reveal somebody else, whole."""
    parts = (
        Part(
            *("about", "For an officer, not for the person"),
            lines=(
                "Each of these may name or reveal somebody else. None of it is in the report. Decide of each "
                "one: release it, release a part, or withhold it, and why (section 45(4) of the Act).",
            ),
            shape="box",
            tone="bad",
        ),
        Part(
            *("entries", f"{count(len(report.review), 'thing')} to decide"),
            headings=("What it says", "Entry", "Why to look", "Decision"),
            rows=tuple(
                (f"{row.what}: {row.says}", row.entry, row.why, "____________") for row in report.review
            ),
            lines=() if report.review else ("Nothing to decide.",),
        ),
    )
    title = f"Review sheet: {kept.name} {kept.numbers[-1]}"
    return _paper("access-review", title, parts, kept, made)


def _paper(kind: str, title: str, parts: Iterable[Part], kept: KeptOf, made: Made) -> Paper:
    shown = tuple(part for part in parts if part.lines or part.points or part.rows)
    return Paper(kind=kind, title=title, under=(), parts=shown, made=made, numbers=frozenset(kept.numbers))


def _table(name: str, title: str, rows: Iterable[AccessRow], what: str, says: str) -> Part:
    """A row for each thing told: what it said stays, where it was replaced or undone."""
    return Part(
        *(name, title),
        headings=(what, says, "Told", "How known"),
        rows=tuple(
            (
                row.what,
                f"{row.says} ({row.stands})" if row.stands in ("replaced", "undone") else row.says,
                day_in_words(row.on),
                row.how,
            )
            for row in rows
        ),
    )


def _how_long(kept: KeptOf) -> tuple[str, ...]:
    if not kept.periods:
        return ("How long this office keeps it has not been written down yet: ask the office.",)
    return tuple(f"Kept {what.replace('_', ' ')}: {words}." for what, words in kept.periods.items())


def _order(entry: str) -> tuple[bool, int]:
    number = "".join(letter for letter in entry if letter.isdigit())
    return entry.startswith("line"), int(number or 0)


def to_json_access(report: AccessReport, kept: KeptOf, made: Made) -> dict[str, object]:
    """The report for other programs: no more than is on paper."""

    def rows(told: Iterable[AccessRow]) -> list[dict[str, object]]:
        return [{**row._asdict(), "on": row.on.isoformat()} for row in told]

    return {
        "prison_numbers": list(kept.numbers),
        "name": kept.name,
        "made_on": made.day.isoformat() if made.day else None,
        "facts": rows(report.facts),
        "tasks": [dict(zip(("title", "state", "owner"), one, strict=True)) for one in kept.tasks],
        "tasks_under_review": kept.withheld,
        "outcomes": rows(report.tasks),
        "notes": rows(report.notes),
        "releases": rows(report.releases),
        "referrals": [{"to": to, "what": what, "on": on.isoformat()} for to, what, on in report.referrals],
        "purpose": list(_PURPOSE),
        "retention": dict(kept.periods),
        "rights": list(_RIGHTS),
        "log": [
            {
                "line": line.line,
                "at": line.at.isoformat(),
                "kind": line.kind,
                "command": line.command,
                "by": line.by,
                "recipient": line.recipient,
            }
            for line in report.log
        ],
        "under_review": [{"entry": row.entry} for row in report.review],
    }


def to_json_review(report: AccessReport, kept: KeptOf) -> dict[str, object]:
    """The review sheet for other programs."""
    return {
        "prison_numbers": list(kept.numbers),
        "entries": [row._asdict() for row in report.review],
    }
