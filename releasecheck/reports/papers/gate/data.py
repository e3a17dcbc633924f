"""The release-day check for other programs: keys are added, and never renamed."""

from __future__ import annotations

from releasecheck.reports.papers.gate.check import Departures, Gate
from releasecheck.reports.papers.gate.policy import GatePolicy
from releasecheck.reports.papers.gate.verdict import first_words
from releasecheck.reports.person.countdown_data import json_stopped


def gate_data(report: Gate, policy: GatePolicy) -> dict[str, object]:
    """One person's check."""
    about = report.report
    release = about.release
    return {
        "as_of": about.as_of.isoformat(),
        "prison_number": about.prison_number,
        "name": about.name,
        "release": {"date": release.date.isoformat(), "type": release.type, "confirmed": release.confirmed}
        if release
        else None,
        "released_on": report.released_on.isoformat() if report.released_on else None,
        "planned_time": report.planned,
        "time_out": report.out,
        "late": report.late,
        "checks": [
            {
                "item": check.task.item,
                "title": check.task.title,
                "owner": check.task.owner,
                "state": check.task.state,
                "answers": {answer.field: answer.text for answer in check.answers},
            }
            for check in report.checks
        ],
        "outstanding": [
            {
                "item": task.item,
                "state": task.state,
                "owner": task.owner,
                "public_protection": task.public_protection,
            }
            for task in report.outstanding
        ],
        "also_open": [task.item for task in report.also_open],
        "notes": list(report.points),
        "stopped": json_stopped(about.stopped),
        "verdict": first_words(report, policy),
        "lines": [
            {
                "pause": line.pause,
                "title": line.title,
                "is": line.verdict,
                "says": str(line.cell),
                "owner": line.owner,
            }
            for line in report.lines
        ],
    }


def departures_data(report: Departures, policy: GatePolicy) -> dict[str, object]:
    """Everybody who leaves on these days, for other programs."""
    return {
        "from": report.first.isoformat(),
        "until": report.last.isoformat(),
        "people": [gate_data(one, policy) for one in report.people],
        "past": list(report.past),
        "not_counted": dict(report.not_counted),
        "asked": dict(report.asked),
        "may_leave": [
            {"number": group.number, "words": group.words, "people": sorted(group.numbers)}
            for group in report.may_leave
        ],
    }
