"""A referral form as a paper: what stops it, what to know first, then question by question."""

from __future__ import annotations

from collections.abc import Iterator

from releasecheck.core.words import count, day_in_full, listed
from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.reports.papers.prefill import NOT_KNOWN, Filled, Prefilled

BLANK = "________"


def prefill_paper(report: Prefilled, made: Made) -> Paper:
    """The form, ready to paste: every blank is marked, with where its answer may be found."""
    form, about = report.form, report.report
    blanks = len(report.filled) - report.answered
    filled = f"{report.answered} of {count(len(report.filled), 'answer')} filled in"
    parts = (
        Part("stops", "What stops or redirects it", points=tuple(_stops(report)), tone="bad"),
        Part("would", "What would stop or redirect it", points=tuple(_would(report))),
        Part("before", "To know first", points=tuple(_plain(text, report) for text in form.before)),
        *_sections(report),
    )
    return Paper(
        kind="prefill",
        title=f"{form.title}: {about.name} {about.prison_number}",
        under=(
            f"For {form.to}.",
            f"{filled}, {count(blanks, 'blank')} marked {BLANK}." if blanks else f"{filled}.",
            f"Questions: {form.source}. {form.confidence.capitalize()} confidence.",
        ),
        parts=tuple(part for part in parts if part.points or part.rows),
        made=made,
        numbers=frozenset({about.prison_number}),
    )


def _stops(report: Prefilled) -> Iterator[str]:
    task = report.task
    if task is not None and task.state in ("not_required", "not_applicable"):
        words = "not needed" if task.state == "not_required" else "does not apply"
        reasons = f": {listed(task.reasons)}" if task.reasons else ""
        yield f"On this list: {words}{reasons}"
    if task is not None and task.blocked_by:
        yield f"First {listed(task.blocked_by)}"
    if task is not None and task.closes_on and task.closes_on < report.report.as_of:
        yield f"Closed: the last day was {day_in_full(task.closes_on)}"
    for one in report.filled:
        for stop in one.stopped_by:
            yield _plain(f"{one.question.ask}: {one.answer or NOT_KNOWN}. {stop.says}", report)


def _would(report: Prefilled) -> Iterator[str]:
    """For a question without an answer: the answers that would."""
    for one in report.filled:
        if one.answer is None:
            for stop in one.question.stops:
                if stop.when not in ("", NOT_KNOWN):
                    yield _plain(f"{one.question.ask}, if {stop.when}. {stop.says}", report)


def _plain(text: str, report: Prefilled) -> str:
    """The text with the prison number where it names the person in a command."""
    return text.replace("PERSON", report.report.prison_number)


def _sections(report: Prefilled) -> Iterator[Part]:
    rows: list[tuple[str, str]] = []
    title, number = "Answers", 0
    for one in report.filled:
        if one.question.section and rows:
            yield Part(f"answers{number}", title, headings=("Question", "Answer"), rows=tuple(rows))
            rows, number = [], number + 1
        title = one.question.section or title
        rows.append((one.question.ask, _answer(one)))
    yield Part(f"answers{number}", title, headings=("Question", "Answer"), rows=tuple(rows))


def _answer(one: Filled) -> str:
    note = f" ({one.question.note})" if one.question.note else ""
    return f"{one.answer}{note}" if one.answer else f"{BLANK}{note}"


def prefill_data(report: Prefilled) -> dict[str, object]:
    """The form for other programs."""
    return {
        "as_of": report.report.as_of.isoformat(),
        "prison_number": report.report.prison_number,
        "item": report.form.item,
        "title": report.form.title,
        "to": report.form.to,
        "fields": [
            {
                "ask": one.question.ask,
                "answer": one.answer,
                "note": one.question.note or None,
                "stops": [stop.says for stop in one.stopped_by],
            }
            for one in report.filled
        ],
        "stops": list(_stops(report)),
    }
