"""What a page about one person says, in words and in order; nothing here knows a width or a colour.

Screens lay it out in lines and templates lay it out as a document, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from releasecheck.core.domain import Handover, Release
from releasecheck.core.named import NamedTuple
from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words
from releasecheck.people.questions import OwnQuestion
from releasecheck.people.sentence_dates import has_died
from releasecheck.planning.states import MISSING
from releasecheck.policy.release_checks import is_provisional
from releasecheck.reports.person import phrases
from releasecheck.reports.person.asking import Unknown, unknown_of
from releasecheck.reports.person.countdown import SOON, Countdown, TaskLine
from releasecheck.reports.person.task_words import TaskWords, near, stopped_words, task_words

if TYPE_CHECKING:
    from releasecheck.reports.person.person_rows import PersonRows


#: What is wrong, worst first: state, heading, tone.
_WRONG: tuple[tuple[str, str, Tone], ...] = (
    ("overdue", "Overdue", "bad"),
    ("action", "Act now", "bad"),
    ("chase", "Chase", "soon"),
    ("expired", "Do again", "soon"),
    ("blocked", "Blocked", "soon"),
)
#: What needs nobody today: states, heading.
_SETTLED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("done", "done_late"), "Done"),
    (("declined",), "Declined"),
    (("not_achieved",), "Not achieved"),
    (("not_required",), "Not needed"),
    (("not_applicable",), "Does not apply"),
)


class Section(NamedTuple):
    """Tasks under one heading."""

    title: str
    tone: Tone
    tasks: tuple[TaskWords, ...]


class QuestionWords(NamedTuple):
    """A question or an application of the person's own, as it is said."""

    id: int
    text: str
    """In their words, and that it is an application where it is one."""
    to: str
    asked: str
    days: str


class CountdownPage(NamedTuple):
    """One person's checklist, ready to be laid out."""

    prison_number: str
    name: str
    about: tuple[str, ...]
    cell: str
    release: tuple[str, ...]
    countdown: tuple[str, ...]
    late: bool
    """Release day has gone by and nobody has recorded that they left."""
    responsible: str | None
    supporting: str
    """The POM, once the COM is responsible."""
    licence: str | None
    licence_soon: bool
    stopped: str | None
    """What stands in the way of the release: the first thing said."""
    checks: tuple[str, ...]
    wrong: tuple[Section, ...]
    unknown: tuple[Unknown, ...]
    questions: tuple[QuestionWords, ...]
    """What the person asked and nobody has answered, oldest first."""
    coming: tuple[Section, ...]
    rest: tuple[Section, ...]
    soon: tuple[TaskLine, ...]
    """What can be begun within some weeks."""
    tally: tuple[str, ...]
    compressed: str
    command: str | None
    """The whole command that records the most urgent task."""
    made_for: str
    footnotes: tuple[str, ...]
    rows: PersonRows | None = None
    """The same as rows, for a page that is not a screen's."""

    @property
    def nothing(self) -> str:
        """The words for it where nothing is wrong and nothing is due; else none."""
        return (
            ""
            if (self.checks or self.wrong or self.unknown or any(s.title == "Due" for s in self.coming))
            else phrases.NOTHING_OUTSTANDING
        )


def countdown_page(report: Countdown) -> CountdownPage:
    """What to say of one person on the report's day."""
    soon, later = _split_upcoming(report)
    licence, licence_soon = _licence(report)
    open_tasks = report.in_state("overdue", "action", "chase", "expired", "blocked", "to_do")
    return CountdownPage(
        prison_number=report.prison_number,
        name=report.name,
        about=_about(report),
        cell=known(report, "cell") or "",
        release=_release(report),
        countdown=_countdown(report),
        late=_late(report),
        responsible=_responsible(report),
        supporting=_supporting(report),
        licence=licence,
        licence_soon=licence_soon,
        stopped=stopped_words(report.stopped, report.as_of),
        checks=report.checks,
        wrong=_sections(report, ((title, tone, report.in_state(state)) for state, title, tone in _WRONG)),
        unknown=unknown_of(report),
        questions=tuple(_question(each, report.as_of) for each in report.questions),
        coming=_sections(
            report, (("Due", "soon", report.in_state("to_do")), (f"Next {SOON} days", "plain", soon))
        ),
        rest=_sections(
            report,
            (
                ("Waiting", "plain", report.in_state("waiting")),
                ("Later", "plain", later),
                *((title, "dim", report.in_state(*states)) for states, title in _SETTLED),
            ),
        ),
        soon=soon,
        tally=_tally(report, len(soon), _due_later(report)),
        compressed=_compressed(open_tasks),
        command=_command(report),
        made_for=day_in_words(report.as_of),
        footnotes=report.footnotes,
    )


def _question(question: OwnQuestion, today: date) -> QuestionWords:
    return QuestionWords(
        question.id,
        phrases.own_words(question),
        question.to,
        near(question.asked_on, today),
        count(days, "day") if (days := (today - question.asked_on).days) else "today",
    )


def _compressed(tasks: Sequence[TaskLine]) -> str:
    """Which tasks lost time because nobody knew in time, and the most that any lost."""
    lost = {task.item: task.days_lost for task in tasks if task.days_lost is not None}
    if not lost:
        return ""
    most = count(max(lost.values()), "day")
    if len(lost) == 1:
        return f"Came too late for the usual time, by {most}: {next(iter(lost))}"
    return f"Came too late for the usual time: {len(lost)} tasks, by up to {most}"


def known(report: Countdown, name: str) -> str | None:
    """A fact in words, or None when it is not known."""
    return phrases.shown(name, report.facts.get(name))


def _about(report: Countdown) -> tuple[str, ...]:
    facts = report.facts
    return (
        phrases.prison(facts.get("prison")),
        f"tier {known(report, 'tier') or phrases.NOT_KNOWN}",
        phrases.risk(facts.get("rosh")),
        phrases.mappa(facts.get("mappa_category"), facts.get("mappa_level")),
    )


def _release(report: Countdown) -> tuple[str, ...]:
    release, earlier = report.release, report.another_day
    if has_died(report.facts):
        day = report.facts.get("died_on")
        return (f"Died {day_in_words(day)}" if isinstance(day, date) else "Has died, the day not known",)
    if earlier is not None:
        # One sentence: the two days are read together or not at all.
        first = f"Could be as early as {day_in_words(earlier.date)} ({earlier.because})"
        return (f"{first}; {_release_after_that(release)}", *_hdc(report))
    if release is None:
        return (phrases.NO_RELEASE, *_hdc(report))
    kind = phrases.release_type(release)
    if is_provisional(release, report.facts):
        kind += f", {phrases.RECALL_NOT_RECORDED}"
    if release.nominal_date != release.date:
        year = release.nominal_date.year != release.date.year
        kind += f", counts to {day_in_words(release.nominal_date, year=year)}, closed"
    return f"Release {day_in_words(release.date)}", kind, phrases.confirmation(release), *_hdc(report)


def _release_after_that(release: Release | None) -> str:
    if release is None:
        return phrases.NO_RELEASE[:1].lower() + phrases.NO_RELEASE[1:]
    said = f"{phrases.release_type(release)}, {phrases.confirmation(release)}"
    return f"release {day_in_words(release.date)} ({said})"


def _hdc(report: Countdown) -> tuple[str, ...]:
    """An HDC date that would be earlier, and is not counted while nobody knows whether it applies."""
    day = report.hdc_not_known
    return () if day is None else (f"HDC from {day_in_words(day)}, if it applies: not known",)


def _late(report: Countdown) -> bool:
    return (
        report.days_to_release is not None
        and report.days_to_release < 0
        and "released_on" not in report.facts
    )


def _countdown(report: Countdown) -> tuple[str, ...]:
    """How long there is left, and the day it may be brought forward to."""
    released = report.facts.get("released_on")
    if isinstance(released, date):
        return (f"Released {day_in_words(released)}",)
    days, working = report.days_to_release, report.working_days_to_release
    earlier = report.another_day
    left = count((earlier.date - report.as_of).days, "day") if earlier else ""
    until = (f"{left} to the earliest possible day",) if earlier else ()
    if report.release is None or days is None:
        return until
    if earlier and days > 0:
        return *until, f"{count(days, 'day')} to the release"
    if days < 0:
        return (f"Release day was {count(-days, 'day')} ago: released?",)
    left = "Today" if days == 0 else count(days, "day")
    if days and working is not None:
        left += f", {count(working, 'working day')}"
    move = report.release.may_move_to
    hint = phrases.may_move(near(move, report.release.date)) if move else None
    return (left, hint) if hint else (left,)


def _responsible(report: Countdown) -> str | None:
    handover = report.handover
    if handover is None:
        return None
    wanting = phrases.responsible_for_want_of(report.facts, handover)
    if wanting is not None:
        return phrases.not_known_who(wanting)
    com = known(report, "com")
    office = known(report, "com_office")
    if handover.responsible == "COM":
        who = ", ".join(filter(None, (com or "name not known", office)))
        return f"COM responsible{_since(handover, report.as_of)}: {who}"
    until, then = "", ""
    if handover.date and handover.date > report.as_of:
        until = f" until {day_in_words(handover.date, weekday=False)}"
        then = f", then COM {com}" if com else ", then COM, name not known"
    return f"POM responsible{until}: {known(report, 'pom') or 'name not known'}{then}"


def _supporting(report: Countdown) -> str:
    pom = known(report, "pom")
    com_is = report.handover is not None and report.handover.responsible == "COM"
    return f"POM {pom}" if pom and com_is else ""


def _since(handover: Handover, today: date) -> str:
    if handover.date is None or handover.date > today:
        return ""
    return f" since {day_in_words(handover.date, weekday=False)}"


def _licence(report: Countdown) -> tuple[str | None, bool]:
    """The licence in words, and whether its hard stop is near enough for the first screen."""
    licence = report.licence
    if licence is None:
        return None, False
    text = f"Licence from {day_in_words(licence.start)}"
    if licence.hard_stop is None:
        return text, False
    text += f", nothing can be added after {near(licence.hard_stop, licence.start)}"
    return text, 0 <= (licence.hard_stop - report.as_of).days <= SOON


def _split_upcoming(report: Countdown) -> tuple[tuple[TaskLine, ...], tuple[TaskLine, ...]]:
    """Tasks that open within 28 days, and the others."""
    last = report.as_of + timedelta(days=SOON)
    upcoming = report.in_state("upcoming")
    soon = tuple(task for task in upcoming if task.opens_on is not None and task.opens_on <= last)
    return soon, tuple(task for task in upcoming if task not in soon)


def _sections(
    report: Countdown, groups: Iterable[tuple[str, Tone, tuple[TaskLine, ...]]]
) -> tuple[Section, ...]:
    return tuple(
        Section(title, tone, tuple(task_words(task, report.as_of) for task in tasks))
        for title, tone, tasks in groups
        if tasks
    )


def _due_later(report: Countdown) -> int:
    """How much is to do, and due after those weeks."""
    last = report.as_of + timedelta(days=SOON)
    return sum(task.due_on is not None and task.due_on > last for task in report.in_state("to_do"))


def _tally(report: Countdown, soon: int, far: int) -> tuple[str, ...]:
    found = report.counts
    numbers = {
        "waiting": found.get("waiting", 0),
        "later": found.get("upcoming", 0) - soon + far,
        "done": found.get("done", 0) + found.get("done_late", 0),
        "declined": found.get("declined", 0),
        "not achieved": found.get("not_achieved", 0),
        "not needed": found.get("not_required", 0) + found.get("not_applicable", 0),
    }
    return tuple(f"{number:,} {words}" for words, number in numbers.items() if number)


def _command(report: Countdown) -> str | None:
    """What to type to record the most urgent task, or else to ask about one that cannot be said."""
    for task in report.in_state(*MISSING):
        if task.mark:
            return f"releasecheck mark {report.prison_number} {task.item} {task.mark}"
    for task in report.in_state("unknown"):
        return f"releasecheck why {report.prison_number} {task.item}"
    return None
