"""A referral form as a paper: whether it can go, what is blank and where that is found, then the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.errors import ReportError, UsageError
from releasecheck.core.words import capital, count, day_in_full, listed, uncapital
from releasecheck.formats.paper import OFFICIAL_RECORD, Made, Paper, Part
from releasecheck.people.facts import FACTS
from releasecheck.reports.papers.prefill import Earlier, Filled, Prefilled
from releasecheck.reports.papers.prefill_forms import NOT_KNOWN, Means
from releasecheck.reports.person.countdown import TaskLine
from releasecheck.reports.person.task_words import near, stopped_words

BLANK = "________"


class Verdict(NamedTuple):
    """Whether a referral can go."""

    can_go: bool
    words: str
    """Cannot go yet: consent to refer is not known"""


def prefill_paper(report: Prefilled, made: Made) -> Paper:
    """Whether it can go, the blanks with where each is found, and the answers in the form's order."""
    form, about = report.form, report.report
    verdict = verdict_of(report)
    # By where they are found: whoever looks there once finds all of them.
    places: dict[str, list[str]] = {}
    for one in report.filled:
        if not one.answer:
            where, what = _place(one, report)
            places.setdefault(where if where.startswith("nDelius") else capital(where), []).append(what)
    found = tuple((where, "; ".join(asked)) for where, asked in places.items())
    parts = (
        Part(
            *("stops", "Can it go?"),
            lines=(*_first(report), verdict.words),
            points=tuple(_stops(report)),
            tone="plain" if verdict.can_go else "bad",
            shape="box",
        ),
        Part("blanks", "Blanks, by where they are found", headings=("Where", "What"), rows=found),
        Part("before", "To know first", points=tuple(_before(report))),
        *_sections(report),
    )
    whom = f" for {made.for_whom}" if made.for_whom else ""
    return Paper(
        kind="prefill",
        title=f"{form.title}: {about.name} {about.prison_number}",
        under=(),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=frozenset({about.prison_number}),
        layout="form",
        foot=(
            f"To {form.to}.",
            f"Questions: {form.source}. How sure: {form.confidence}.",
            f"Made {made.on}{whom}. {OFFICIAL_RECORD}",
        ),
    )


# --- whether it can go ---


def verdict_of(report: Prefilled) -> Verdict:
    """Should not go, cannot go yet, can go once somebody agrees, or can go: the first of these that holds."""
    for words, reasons in (
        ("Should not go", tuple(_should_not(report))),
        ("Cannot go yet", tuple(_not_yet(report))),
    ):
        if reasons:
            return Verdict(False, f"{words}: {'; '.join(dict.fromkeys(reasons))}")
    if agreeing := tuple(dict.fromkeys(_short(report, "approval"))):
        return Verdict(False, f"Cannot go yet: approval by {listed(agreeing)} is not known")
    left = len(report.filled) - report.answered
    return Verdict(True, f"Can go: {count(left, 'blank') if left else 'no blanks'}")


def _should_not(report: Prefilled) -> Iterator[str]:
    task, about = report.task, report.report
    if isinstance(left := about.facts.get("released_on"), date):
        yield f"left on {near(left, about.as_of)}"
    if about.stopped is not None:
        yield "the release is stopped"
    if report.retired and report.made is None:
        yield report.retired
    if task is not None and task.closes_on and task.closes_on < about.as_of:
        yield f"the last day was {near(task.closes_on, about.as_of)}"
    own = tuple(_short(report, "should_not"))
    yield from own
    if not own and not report.retired and (words := _not_asked_for(task)):
        yield f"this list says that it {words}"


def _not_asked_for(task: TaskLine | None) -> str:
    """is not needed, keeps a settled home: of a task that nobody is asked for."""
    if task is None or task.state not in ("not_required", "not_applicable"):
        return ""
    words = "is not needed" if task.state == "not_required" else "does not apply"
    return ", ".join((words, *task.reasons))


def _not_yet(report: Prefilled) -> Iterator[str]:
    task, about = report.task, report.report
    release = about.release
    if release is not None and release.date < about.as_of and "released_on" not in about.facts:
        yield f"the release day has gone by, {near(release.date, about.as_of)}"
    own = tuple(_short(report, "not_yet"))
    yield from own
    if not own and task is not None and task.blocked_by:
        yield f"first {listed(_titles(report, task.blocked_by))}"


def _short(report: Prefilled, means: Means) -> Iterator[str]:
    return (stop.short for one in report.filled for stop in one.stopped_by if stop.means == means)


def _first(report: Prefilled) -> Iterator[str]:
    """What stands above the verdict: made already, the release stopped, two things that do not agree."""
    if report.made is not None:
        yield _again(report.made, report.report.as_of)
    if stopped := stopped_words(report.report.stopped, report.report.as_of):
        yield stopped
    if report.bed:
        yield f"These two do not agree. Somewhere to go: {report.bed}"


def _again(made: Earlier, today: date) -> str:
    """Sent 16 Oct, accepted 30 Oct: making it again?"""
    steps = (
        f"{words} {near(day, today, weekday=False)}" if day else f"{words}, day not known"
        for words, day in made.steps
    )
    return f"{capital(', '.join(steps))}: making it again?"


def _stops(report: Prefilled) -> Iterator[str]:
    task = report.task
    if words := _not_asked_for(task):
        yield f"On this list it {words}"
    if task is not None and task.blocked_by:
        yield f"First {listed(_titles(report, task.blocked_by))}"
    if task is not None and task.closes_on and task.closes_on < report.report.as_of:
        yield f"Closed: the last day was {day_in_full(task.closes_on)}"
    for one in report.filled:
        for stop in one.stopped_by:
            yield _plain(f"{one.question.ask}: {one.answer or NOT_KNOWN}. {stop.says}", report)


def _titles(report: Prefilled, items: Iterable[str]) -> Iterator[str]:
    """Tasks as a sentence calls them: the duty to refer, and no name that is typed."""
    for item in items:
        task = report.report.task(item)
        yield uncapital(task.title) if task else item.replace("_", " ")


# --- what is blank ---


def _where(one: Filled, report: Prefilled) -> str:
    """Where the answer to a blank is found, and which answers would stop or redirect the referral."""
    would = (
        _plain(f"if {stop.when}: {uncapital(stop.says)}", report)
        for stop in one.question.stops
        if stop.when not in ("", NOT_KNOWN)
    )
    return "; ".join((one.question.where or _unrecorded(one, report), *would))


def _place(one: Filled, report: Prefilled) -> tuple[str, str]:
    """Where a blank is found, and what it is; of a fact that is not recorded, what to type."""
    source = one.question.source or ""
    if one.question.where or one.hidden or source not in FACTS:
        return one.question.where or _unrecorded(one, report), one.question.ask
    return f"not recorded: releasecheck set {report.report.prison_number}", f"{one.question.ask} ({source}=…)"


def _unrecorded(one: Filled, report: Prefilled) -> str:
    source = one.question.source or ""
    item, dot, _ = source.partition(".")
    if one.hidden:
        return "not shown to your role"
    if source == "by":
        return "say who you are: --by NAME"
    if source in FACTS:
        return f"not recorded: releasecheck set {report.report.prison_number} {source}=…"
    if dot:
        return f"not written down with: {listed(_titles(report, (item,)))}"
    return "not recorded"


def _before(report: Prefilled) -> Iterator[str]:
    for text in report.form.before:
        yield _plain(text, report)
    for one in report.filled:
        if one.answer and one.question.note:
            yield f"{one.question.ask}: {one.question.note}"
        would = [
            _plain(f"if {stop.when}, {uncapital(stop.says)}", report)
            for stop in one.question.stops
            if not one.answer and stop.when not in ("", NOT_KNOWN)
        ]
        if would:
            yield f"{one.question.ask}: {'; '.join(would)}"
    release = report.report.release
    alone = any(one.question.source == "release" for one in report.filled)
    if alone and release is not None and not release.confirmed:
        yield "The release date is not confirmed: say so where the form has room for it."


def _plain(text: str, report: Prefilled) -> str:
    """The text with the prison number where it names the person in a command."""
    return text.replace("PERSON", report.report.prison_number)


# --- the answers ---


def _sections(report: Prefilled) -> Iterator[Part]:
    rows: list[tuple[str, str]] = []
    title, number = "Answers", 0
    for one in report.filled:
        if one.question.section and rows:
            yield _section(number, title, rows)
            rows, number = [], number + 1
        title = one.question.section or title
        rows.append((one.question.ask, one.answer or BLANK))
    yield _section(number, title, rows)


def _section(number: int, title: str, rows: Sequence[tuple[str, str]]) -> Part:
    """A section of the form; every second one stands beside the one before it, where the page is wide."""
    return Part(
        *(f"answers{number}", title),
        headings=("Question", "Answer"),
        rows=tuple(rows),
        shape="times",
        beside=number % 2 == 1,
    )


def answers_text(report: Prefilled) -> str:
    """The answers alone, to paste: a question to a line, in the form's order."""
    return "".join(f"{one.question.ask}: {one.answer or BLANK}\n" for one in report.filled)


def answer_text(report: Prefilled, asked: str) -> str:
    """One answer alone; `asked` is the question, a part of it that no other has, or its number in the form.

    Raises UsageError where no question or more than one is meant, ReportError where it is a blank.
    """
    one = _meant(report, asked)
    if one.answer is None:
        raise ReportError(f"{one.question.ask} is a blank. Where to find it: {_where(one, report)}")
    return f"{one.answer}\n"


def _meant(report: Prefilled, asked: str) -> Filled:
    numbered = list(enumerate(report.filled, 1))
    if asked.isdecimal():
        found = [pair for pair in numbered if pair[0] == int(asked)]
    else:
        word = asked.casefold()
        found = [pair for pair in numbered if pair[1].question.ask.casefold() == word]
        found = found or [pair for pair in numbered if word in pair[1].question.ask.casefold()]
    if len(found) == 1:
        return found[0][1]
    several = f"{len(found)} questions say {asked}" if found else f"no question is {asked}"
    these = ", ".join(f"{number} {one.question.ask}" for number, one in found or numbered)
    raise UsageError(f"{several}: give the number of one of these, or answers for all. {these}")


def prefill_data(report: Prefilled) -> dict[str, object]:
    """The form for other programs."""
    verdict = verdict_of(report)
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
                "note": one.question.note or one.question.where or None,
                "stops": [stop.says for stop in one.stopped_by],
                "where": None if one.answer else _where(one, report),
            }
            for one in report.filled
        ],
        "stops": list(_stops(report)),
        "can_go": verdict.can_go,
        "verdict": verdict.words,
        "first": list(_first(report)),
    }
