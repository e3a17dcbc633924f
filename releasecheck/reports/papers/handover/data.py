"""A handover as data for other programs: what is known and blank, and everything the page says."""

from __future__ import annotations

from datetime import date

from releasecheck.formats.json_text import Json
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.person.countdown_data import json_question, to_json_countdown


def to_json_handover(report: HandoverReport) -> dict[str, Json]:
    """The checklist as `show --format json` gives it, with what a handover adds."""
    return {
        **to_json_countdown(report.countdown),
        "recipient": report.recipient,
        "complete": report.complete,
        "known": [question.name for question in report.answers.known],
        "blank": [question.name for question in report.answers.blank],
        "questions": [question.ask for question in report.answers.blank],
        "earlier_releases": [
            {"date": _iso(telling.date), "type": telling.type, "told_on": _iso(telling.told_on)}
            for telling in report.earlier
        ],
        "checks": [
            {
                "item": check.item,
                "sent_on": _iso(check.sent_on),
                "answered_on": _iso(check.answered_on),
                "used_in_oasys": check.used,
                "result": check.result,
            }
            for check in report.checks
        ],
        "com_changes": [
            {"com": change.name, "on": _iso(change.on), "by": change.by} for change in report.com_changes
        ],
        "com_last_met": _iso(report.com_last_met),
        "requests": [
            {
                "what": request.kind,
                "of": request.of,
                "asked_on": _iso(request.asked_on),
                "status": request.status,
                "days_waited": request.days_waited(report.countdown.as_of),
            }
            for request in report.requests
        ],
        "appointments": [
            {"on": one.on, "at": one.at, "what": one.what, "where": one.where} for one in report.appointments
        ],
        "given": [{"on": _iso(one.on), "to": one.to, "by": one.by} for one in report.given],
        "sent_and_not_acknowledged_since": _iso(report.waiting_since),
        "acknowledged_on": _iso(report.acknowledged_on),
        "since": _iso(report.since),
        "changes": list(report.changes),
        "needed": {
            "asked": report.answers.asked,
            "missing": [name for lacking in report.answers.missing for name in lacking.names],
        },
        "contradictions": list(report.contradictions),
        "contact_with_children": {
            "level": report.contact_level,
            "review_on": _iso(report.contact_review),
        },
        "own_questions": [json_question(each) for each in report.own_questions],
        "pom_view": report.pom_view.view if report.pom_view else None,
        "analysis": report.analysis,
        **_in_words(report),
    }


def _in_words(report: HandoverReport) -> dict[str, Json]:
    """What somebody wrote down that helps whoever takes over."""
    return {
        "adjustment": report.adjustment[0] if report.adjustment else None,
        "next_mappa_meeting": _iso(report.next_mappa),
        "last_contacts": [
            {"role": met.role, "on": _iso(met.on), "how": met.how or None} for met in report.met
        ],
        "notes": [{"on": _iso(note.on), "text": note.words} for note in report.notes],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
