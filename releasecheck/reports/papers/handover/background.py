"""The second page of a handover: what whoever has read the first may look up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.words import capital, count, listed
from releasecheck.formats.paper import Part
from releasecheck.people.questions import OwnQuestion, unanswered
from releasecheck.planning.contacts import Request
from releasecheck.policy.date_rules import HandoverRules
from releasecheck.reports.papers.handover.needs import known_needs
from releasecheck.reports.papers.handover.report import REPORT, HandoverReport
from releasecheck.reports.papers.handover.risk import not_recorded
from releasecheck.reports.papers.handover.so_far import dates_part
from releasecheck.reports.papers.handover.to_check import to_check
from releasecheck.reports.papers.handover.to_do import first_tasks, open_tasks
from releasecheck.reports.papers.handover.words import (
    NEED_WORDS,
    POM_WORDS,
    SETTLED,
    ended,
    first_words,
    next_words,
    past_day,
)
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import TaskLine

_MOST_REQUESTS = 6
_MOST_NOTES = 4
_MOST_UNSAID = 4
_MOST_OF_THEIRS = 5
"""Of the person's own questions, so many are said in full."""

#: Pathways that meet a need, as they are headed, in the order they are read.
_NEEDS = {
    "accommodation": "Housing",
    "family": "Family",
    "substances": "Drugs and alcohol",
    "health": "Health",
    "finance": "Money and ID",
    "work": "Work and training",
    "immigration": "Immigration",
    "equality": "Adjustments",
}


def background(report: HandoverReport, rules: HandoverRules, on_page_1: int) -> tuple[Part, ...]:
    """Its parts, the first of which begins the page; `on_page_1`: how much news stands there already."""
    parts = (
        _needs(report),
        _also_to_do(report),
        _checks(report),
        _not_known(report),
        _requests(report),
        _own_questions(report),
        _notes(report),
        _more_news(report, on_page_1),
        dates_part(report, rules),
        _done(report),
    )
    found = [part for part in parts if part.lines or part.points or part.rows]
    return (found[0]._replace(new_page=True), *found[1:]) if found else ()


# --- needs ---


def _needs(report: HandoverReport) -> Part:
    """Only pathways of which there is something to say: a need, something done for it, or something to do."""
    first, needs = first_tasks(report), known_needs(report)
    rows = []
    for pathway, title in _NEEDS.items():
        done = [
            f"{task.title}: {ended(task, report)}"
            for task in report.countdown.in_state(*SETTLED)
            if task.pathway == pathway
        ]
        coming = [
            f"{task.short or task.title}: page 1" if task in first else next_words(task, report)
            for task in open_tasks(report)
            if task.pathway == pathway
        ]
        need = needs.get(pathway)
        if pathway == "equality" and not coming and "adjustments" in report.countdown.facts:
            continue  # what is needed, or that nothing is, stands on the first page
        if need or done or coming:
            rows.append((f"{title}: {need}" if need else title, "; ".join(done), "; ".join(coming)))
    headings = ("Need", "Done", "Next")
    title = "Background: need, what was done, what is next"
    return Part("needs", title, (), (), headings, tuple(rows), narrow_first=True)


def _also_to_do(report: HandoverReport) -> Part:
    """What is to be done that is no answer to a need, as one paragraph, in order of days."""
    first = first_tasks(report)
    tasks = [task for task in open_tasks(report) if task not in first and task.pathway not in _NEEDS]
    tasks.sort(key=lambda task: task.due_on or date.max)
    said = "; ".join(next_words(task, report) for task in tasks)
    needs = "; ".join(words for pathway, words in known_needs(report).items() if pathway not in _NEEDS)
    lines = (capital(f"{needs}.") if needs else "", f"{said}." if said else "")
    return Part("also_to_do", "Also to do, by when", tuple(filter(None, lines)))


def _checks(report: HandoverReport) -> Part:
    """What is said in a few words on the first page, in full."""
    points = tuple(full for full, brief in to_check(report) if full != brief)
    return Part("checks", "To check, in full", (), points)


def _not_known(report: HandoverReport) -> Part:
    found = report.answers
    if found.missing:
        lines = [
            f"Missing of the {found.asked} things a COM needs to take this case: "
            f"{listed(found.missing_titles)}."
        ]
    else:
        lines = [f"All {found.asked} things a COM needs to take this case are known."]
    if found.background:
        lines.append(f"Also not known: {listed(question.title for question in found.background)}.")
    if unknown := [*not_recorded(report)]:
        lines.append(f"Not recorded: {listed(unknown)}.")
    unsaid = [
        f"{task.title} ({phrases.not_known(task.missing_facts)})"
        for task in report.countdown.in_state("unknown")
        if task.item != REPORT
    ]
    if unsaid:
        more = len(unsaid) - _MOST_UNSAID
        rest = f"; and {count(more, 'other task')}" if more > 0 else ""
        lines.append(f"Whether and when cannot be said: {'; '.join(unsaid[:_MOST_UNSAID])}{rest}.")
    return Part("missing", "Not known", (" ".join(lines),))


# --- asked, said and noted ---


def _requests(report: HandoverReport) -> Part:
    found = [request for request in report.requests if request.item != REPORT]
    last = found[-_MOST_REQUESTS:]
    rows = [
        (
            past_day(request.asked_on, report),
            f"{request.kind}{f' ({request.of})' if request.of else ''}: {_came_of(request, report)}",
        )
        for request in reversed(last)
    ]
    lines = (f"The last {len(last)} of {len(found)}:",) if len(found) > len(last) else ()
    headings = ("Asked", "For what, and what came of it")
    return Part("asked", "Requests and answers", lines, (), headings, tuple(rows), shape="times")


def _came_of(request: Request, report: HandoverReport) -> str:
    days = count(request.days_waited(report.countdown.as_of), "day")
    again = _asked_again(request, report)
    if not request.steps and again is not None:
        return f"went on to the next step {past_day(again, report)}"
    if not request.steps:
        return f"no answer after {days}" if request.asked_on < report.countdown.as_of else "no answer yet"
    last = request.steps[-1]
    after = f", after {days}" if last.on > request.asked_on else ""
    return f"{last.name} {past_day(last.on, report)}{after}"


def _asked_again(request: Request, report: HandoverReport) -> date | None:
    """When the same task was sent a step further, before anybody recorded an answer to the first."""
    later = (
        other.asked_on
        for other in report.requests
        if request.from_task and other.item == request.item and other.asked_on > request.asked_on
    )
    return next(later, None)


def _own_questions(report: HandoverReport) -> Part:
    """What the person asked and nobody has answered, oldest first; and how many were."""
    waiting = unanswered(report.own_questions)
    rows = [
        (
            phrases.own_words(each),
            f"{past_day(each.asked_on, report)}, {each.to} to answer",
            _waited(each, report.countdown.as_of),
        )
        for each in waiting[:_MOST_OF_THEIRS]
    ]
    lines = []
    if more := len(waiting) - len(rows):
        lines.append(f"And {more} more not answered.")
    answered = [each.answered_on for each in report.own_questions if each.answered_on is not None]
    if answered:
        lines.append(f"{len(answered)} answered, the last {past_day(max(answered), report)}.")
    headings = ("In their words", "Asked, and whom", "Answer")
    title = "Their own questions and applications"
    return Part("own_questions", title, tuple(lines), (), headings, tuple(rows))


def _waited(question: OwnQuestion, today: date) -> str:
    days = (today - question.asked_on).days
    return f"none after {count(days, 'day')}" if days else "none yet"


def _notes(report: HandoverReport) -> Part:
    """Remarks and contacts since the last handover; where there was none, the latest."""
    since = report.given[-1].on if report.given else None
    found = [note for note in report.notes if since is None or note.on >= since]
    points = [*_in_full(report)]
    points += [f"{past_day(note.on, report)}: {note.words}" for note in found[:_MOST_NOTES]]
    if more := len(found[_MOST_NOTES:]):
        points.append(f"And {more} more, earlier.")
    after = f" since {past_day(since, report)}" if since else ""
    return Part("notes", f"Contacts and notes{after}", (), tuple(points))


def _in_full(report: HandoverReport) -> Iterator[str]:
    """What is too long for the first page."""
    if report.analysis is not None and report.analysis != first_words(report.analysis, POM_WORDS):
        yield f'The POM, in full: "{report.analysis}"'
    if report.adjustment is not None:
        words = report.adjustment[0]
        if words != first_words(words, NEED_WORDS):
            yield f"Adjustments, in full: {words}"


def _more_news(report: HandoverReport, on_page_1: int) -> Part:
    if report.news.since is None:
        return Part("more_news", "")
    title = f"Since {past_day(report.news.since, report)}, the rest"
    return Part("more_news", title, (), report.news.words[on_page_1:])


def _done_on(task: TaskLine, report: HandoverReport) -> str:
    """Its day, where it was simply done; what came of it, where that was something else."""
    words = ended(task, report)
    return f" {words.removeprefix('done ')}" if words.startswith("done ") else f": {words}"


def _done(report: HandoverReport) -> Part:
    """What was done that is no answer to a need, as one paragraph, the latest first."""
    tasks = [
        task
        for task in report.countdown.in_state(*SETTLED)
        if task.pathway not in _NEEDS and task.item != REPORT
    ]
    tasks.sort(key=lambda task: task.outcome_on or date.min, reverse=True)
    said = "; ".join(f"{task.title}{_done_on(task, report)}" for task in tasks)
    return Part("done", "Done", (f"{said}.",) if said else ())
