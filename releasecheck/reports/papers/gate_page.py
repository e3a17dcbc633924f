"""The release-day check as papers: one page for a person, and the list of a day."""

from __future__ import annotations

from collections.abc import Iterator

from releasecheck.core.words import count, day_in_words, uncapital
from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.people.alike import alike_lines
from releasecheck.people.identifiers import same_crn_check
from releasecheck.policy.release_checks import is_provisional
from releasecheck.reports.papers.gate import Departures, Gate, GateItem
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS, TaskLine
from releasecheck.reports.person.countdown_data import json_stopped
from releasecheck.reports.person.countdown_page import known
from releasecheck.reports.person.task_words import near, stopped_words

PROMPT = "This list is a prompt. It is not the prison's own release checklist and decides nothing."

_BLANK = "_" * 24
_NAMED = 8
"""Tasks that are not asked for at the gate, named before the rest is only counted."""


def gate_paper(report: Gate, made: Made) -> Paper:
    """One page for the duty governor."""
    about = report.report
    title = f"Release-day check: {about.name} {about.prison_number}"
    # Whoever looks at the gate must see first that somebody does not go out of it.
    stopped = stopped_words(about.stopped, about.as_of)
    parts = (
        Part("check", "Check this", points=report.points, tone="bad"),
        Part("outstanding", "Outstanding", points=tuple(_outstanding(report)), tone="bad"),
        Part(
            "checks",
            "What is asked for at the gate",
            headings=("What", "Where it stands", "Written down"),
            rows=tuple(_row(check, report) for check in report.checks),
        ),
        Part("also", "Also open, not asked for at the gate", lines=_also(report)),
        Part("quiet", "Not asked for while the release is stopped", lines=_quiet(report)),
        Part("sign", "To fill in", headings=("What", "Details"), rows=_to_fill_in(report)),
    )
    return Paper(
        kind="gate",
        title=stopped or title,
        under=(*((title,) if stopped else ()), *_under(report)),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=report.numbers,
    )


def verdict(report: Gate) -> str:
    """What is outstanding, in a sentence; never that somebody may leave."""
    if not report.outstanding:
        return (
            "Nothing else outstanding on this list." if report.report.stopped else phrases.NOTHING_OUTSTANDING
        )
    protecting = sum(task.public_protection for task in report.outstanding)
    of_them = f", {protecting} of public protection" if protecting else ""
    return f"{count(len(report.outstanding), 'thing')} outstanding on this list{of_them}."


def _under(report: Gate) -> Iterator[str]:
    about = report.report
    born = known(about, "date_of_birth")
    cell = known(about, "cell")
    place = [phrases.prison(about.facts.get("prison")), f"cell {cell}" if cell else "cell not known"]
    place.append(f"born {born}" if born else "date of birth not known")
    yield " · ".join((*place, *phrases.numbers_elsewhere(about.facts)))
    yield _release(report)
    yield verdict(report)
    yield times(report)
    yield PROMPT


def _release(report: Gate) -> str:
    release = report.report.release
    if report.released_on:
        return f"Left {day_in_words(report.released_on)}"
    if release is None:
        return phrases.NO_RELEASE
    told = [f"Release {day_in_words(release.date)}", phrases.release_type(release)]
    told.append(phrases.confirmation(release))
    told.append(f"said by {release.source}" if release.source else "who said so is not recorded")
    if release.may_move_to:
        told.append(phrases.may_move(near(release.may_move_to, release.date)))
    return " · ".join(told)


def times(report: Gate) -> str:
    """When they are to leave and when they left, and whether that is late."""
    planned = f"planned out {report.planned}" if report.planned else "planned time out not recorded"
    said = f"out at {report.out}, {planned}" if report.out else planned
    late = f": late, after {report.late_after}" if report.late else ""
    return f"{said[0].upper()}{said[1:]}{late}."


def _outstanding(report: Gate) -> Iterator[str]:
    if report.protection:
        rosh = phrases.risk(report.report.facts.get("rosh"))
        days = report.report.days_to_release or 0
        left = f"{count(days, 'day')} left" if days >= 0 else "release day gone by"
        yield f"{rosh}, {left}: {count(len(report.protection), 'public-protection item')} open"
    for task in report.outstanding:
        kind = ", public protection" if task.public_protection else ""
        reason = f", {task.outcome_reason}" if task.state == "action" and task.outcome_reason else ""
        stands = task.next if task.state == "unknown" and task.next else _stands(task, report)
        yield f"{task.title} ({task.item}): {stands}{reason}, {task.owner}{kind}"


def _stands(task: TaskLine, report: Gate) -> str:
    """Where a task stands, with the day that matters: overdue since, sent on, done on."""
    words = STATE_WORDS[task.state]
    today = report.report.as_of
    if task.misfit and task.next:
        return task.next
    if task.state == "action" and task.outcome:
        return task.outcome.replace("_", " ")
    if task.outcome_on and task.state in ("done", "done_late", "waiting", "chase"):
        return phrases.happened(words, near(task.outcome_on, today), task.evidence)
    if task.due_on and task.state in ("overdue", "to_do", "blocked"):
        return f"{words}, due {near(task.due_on, today)}"
    return words


def _row(check: GateItem, report: Gate) -> tuple[str, str, str]:
    task = check.task
    told = [f"{answer.question}: {answer.text}" for answer in check.answers if answer.text]
    open_questions = [answer.question for answer in check.answers if not answer.text]
    if open_questions:
        told.append(f"Not recorded: {', '.join(open_questions)}")
    return task.title, f"{_stands(task, report)}, {task.owner}", "; ".join(told) or "-"


def _also(report: Gate) -> tuple[str, ...]:
    if not report.also_open:
        return ()
    named = ", ".join(task.item for task in report.also_open[:_NAMED])
    rest = len(report.also_open) - _NAMED
    more = f" and {rest} more" if rest > 0 else ""
    number = report.report.prison_number
    return (f"{count(len(report.also_open), 'task')}: {named}{more}. See them: releasecheck show {number}",)


def _quiet(report: Gate) -> tuple[str, ...]:
    """What waits in the community, and is not asked for until the release is no longer stopped."""
    if report.report.stopped is None:
        return ()
    named = [task.item for task in report.report.in_state("not_required") if task.quiet]
    return (f"{count(len(named), 'task')}: {', '.join(named)}.",) if named else ()


def _to_fill_in(report: Gate) -> tuple[tuple[str, str], ...]:
    """Room to write on paper what is not recorded yet."""
    if report.released_on:
        return ()
    asked = ["Time out of the gate"]
    check = next((check for check in report.checks if check.task.item == "governor_check"), None)
    if check is not None and check.open:
        asked.insert(0, "Checked by (name and role)")
    return tuple((title, _BLANK) for title in asked)


def departures_paper(report: Departures, made: Made) -> Paper:
    """Everybody who leaves on these days, in the order in which they are to leave."""
    first, last = day_in_words(report.first), day_in_words(report.last)
    days = first if report.first == report.last else f"{first} to {last}"
    with_something = sum(bool(one.outstanding) for one in report.people)
    people = count(len(report.people), "person leaves", "people leave")
    under = [f"{people}, {with_something} with something outstanding." if report.people else "Nobody leaves."]
    late = sum(one.late for one in report.people)
    if late:
        under.append(f"{count(late, 'person', 'people')} late, after {report.people[0].late_after}.")
    under.append(PROMPT)
    past = tuple(f"{number}: the day of release has gone by: released?" for number in report.past)
    past += tuple(f"{number}: {check}" for number, check in report.asked.items())
    stopped = tuple(
        f"{one.report.prison_number} {one.report.name}: {stopped_words(one.report.stopped, one.report.as_of)}"
        for one in report.people
        if one.report.stopped
    )
    same_crn = tuple(
        f"{one.prison_number} {one.name}: {uncapital(same_crn_check(one.prison_number, one.same_crn))}"
        for one in (gate.report for gate in report.people)
        if one.same_crn
    )
    alike = tuple(
        f"{one.report.prison_number} {one.report.name}: {line[0].lower()}{line[1:]}"
        for one in report.people
        for line in alike_lines(one.alike)
    )
    parts = (
        Part("past", "Check this", points=(*stopped, *same_crn, *alike, *past), tone="bad"),
        Part(
            "people",
            "People",
            headings=("Who", "Out", "Outstanding"),
            rows=tuple(_departure(one) for one in report.people),
        ),
        Part("left_out", "Who is not in this list", lines=(report.left_out,) if report.left_out else ()),
    )
    return Paper(
        kind="gate",
        title=f"Leaving {days}",
        under=tuple(under),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=report.seen,
    )


def _departure(one: Gate) -> tuple[str, str, str]:
    about = one.report
    day = one.released_on or (about.release.date if about.release else about.as_of)
    lacking = f", {phrases.RECALL_NOT_RECORDED}" if is_provisional(about.release, about.facts) else ""
    when = f"{near(day, about.as_of)}{lacking}: {times(one).rstrip('.')}"
    named = ", ".join(task.item for task in one.outstanding)
    said = f"{verdict(one).rstrip('.')}: {named}" if named else verdict(one)
    if stopped := stopped_words(about.stopped, about.as_of):
        said = f"{stopped}. {said}"
    return f"{about.prison_number} {about.name}", when, said


def gate_data(report: Gate) -> dict[str, object]:
    """One person's check for other programs."""
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
    }


def departures_data(report: Departures) -> dict[str, object]:
    """Everybody who leaves on these days, for other programs."""
    return {
        "from": report.first.isoformat(),
        "until": report.last.isoformat(),
        "people": [gate_data(one) for one in report.people],
        "past": list(report.past),
        "not_counted": dict(report.not_counted),
        "asked": dict(report.asked),
    }
