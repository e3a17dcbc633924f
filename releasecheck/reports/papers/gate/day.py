"""Everybody who leaves on some days as one page: who is stopped, who is not ready, and who is not on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.words import count, day_in_words, uncapital
from releasecheck.formats.paper import Made, Paper, Part, Stated
from releasecheck.people.alike import Lookalike
from releasecheck.people.identifiers import same_crn_check
from releasecheck.policy.release_checks import is_provisional
from releasecheck.reports.papers.gate.check import Departures, Gate, MayLeave
from releasecheck.reports.papers.gate.line import GateLine, by_column, in_state
from releasecheck.reports.papers.gate.lines import checked_words, made_early, stopped_by_check
from releasecheck.reports.papers.gate.page import born_and_cell, foot, prison_words
from releasecheck.reports.papers.gate.policy import GatePolicy
from releasecheck.reports.papers.gate.verdict import nothing_outstanding, verdict, why_stopped
from releasecheck.reports.person import phrases
from releasecheck.reports.person.task_words import near

HEADINGS = ("Time out", "Who", "Day", "Licence", "Tonight", "First meeting", "Not done", "Checked")
_NO_TIME = "99:99"


def departures_paper(report: Departures, policy: GatePolicy, made: Made) -> Paper:
    """One row for each person; of several prisons each says which."""
    several = len({one.report.facts.get("prison") for one in report.people}) > 1
    people = sorted(report.people, key=_order)
    parts = (
        Part("check", "Check this", points=tuple(_points(report)), tone="bad"),
        Part(
            "people",
            "Who leaves",
            headings=HEADINGS,
            rows=tuple(_row(one, policy, report.first == report.last, several) for one in people),
        ),
        Part("not_on_it", "Not on this list, and may have to be", lines=may_leave_lines(report), tone="bad"),
        Part("left_out", "Not counted", lines=(_on_paper(report.left_out),) if report.left_out else ()),
    )
    return Paper(
        kind="gate",
        title=" · ".join([f"Leaving {days_of(report)}", *([_tally(report)] if report.people else [])]),
        under=tuple(_under(report)),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=report.seen,
        layout="checklist",
        landscape=True,
        foot=(foot(made),),
    )


def _on_paper(words: str) -> str:
    """Without what to type: whoever reads the paper has no terminal."""
    return words.partition(" See them: releasecheck")[0]


def may_leave_lines(report: Departures) -> tuple[str, ...]:
    """3 with no usable release day (SHAW A1118QR "TBC", …): one sentence a reason."""
    return tuple(map(_group, report.may_leave))


def _group(group: MayLeave) -> str:
    more = group.number - len(group.named)
    names = (*group.named, *((f"{more} more",) if more and group.named else ()))
    told = f" ({', '.join(names)})" if names else ""
    return f"{group.number} {group.words}{told}"


def days_of(report: Departures) -> str:
    """The day that a list is of, or the first and the last."""
    first, last = day_in_words(report.first), day_in_words(report.last)
    return first if report.first == report.last else f"{first} to {last}"


def _tally(report: Departures) -> str:
    """4 people: 1 stopped, 2 not ready, 1 with nothing outstanding on this list."""
    kinds = [_kind(one) for one in report.people]
    words = ("stopped", "not ready", "with nothing outstanding on this list", "left")
    told = [f"{kinds.count(kind)} {word}" for kind, word in enumerate(words) if kind in kinds]
    return f"{count(len(kinds), 'person', 'people')}: {', '.join(told)}"


def _kind(one: Gate) -> int:
    if one.released_on is not None:
        return 3
    if one.report.stopped is not None:
        return 0
    return 2 if nothing_outstanding(one) else 1


def _order(one: Gate) -> tuple[date, bool, str, int, str]:
    """By day; of each day who is stopped first, then by time out, then who is not ready."""
    release = one.report.release
    day = one.released_on or (release.date if release else date.max)
    return day, _kind(one) != 0, one.out or one.planned or _NO_TIME, _kind(one), one.report.name


def _under(report: Departures) -> Iterator[str]:
    may = sum(group.number for group in report.may_leave)
    if not report.people:
        yield f"Nobody is down to leave; {may} may have to be, see below." if may else "Nobody leaves."
    if late := sum(one.late for one in report.people):
        yield f"{count(late, 'person', 'people')} late, after {report.people[0].late_after}."


def _points(report: Departures) -> Iterator[str]:
    for one in report.people:
        about = one.report
        if about.same_crn:
            asked = uncapital(same_crn_check(about.prison_number, about.same_crn))
            yield f"{about.prison_number} {about.name}: {asked}"


# --- a row ---


def _row(one: Gate, policy: GatePolicy, one_day: bool, several: bool) -> tuple[str, ...]:
    columns = by_column(one.lines)
    return (
        _time(one),
        _who(one, several),
        _day(one, one_day),
        *(_cell(columns.get(name)) for name in ("licence", "tonight", "meeting")),
        _not_done(one, policy),
        _checked(one),
    )


def _time(one: Gate) -> str:
    if one.report.stopped is not None and one.released_on is None:
        return Stated.marked("STOP")
    late = ", late" if one.late else ""
    if one.out:
        return f"out {one.out}{late}"
    return f"{one.planned}{late}" if one.planned else "no time"


def _who(one: Gate, several: bool) -> str:
    about = one.report
    words = [f"{about.name} {about.prison_number}"]
    words += [prison_words(one)] if several else []
    words += born_and_cell(one)
    words += [f"same name, birth date: {_other(each)}" for each in one.alike if each.same_person]
    words += [f"same surname: {_other(each)}" for each in one.alike if not each.same_person]
    return "; ".join(words)


def _other(one: Lookalike) -> str:
    return f"{one.first_name or ''} {one.prison_number}".strip()


def _day(one: Gate, one_day: bool) -> str:
    """The day and whether it is confirmed; on the list of one day its title says which."""
    about = one.report
    if one.released_on is not None:
        return f"left {near(one.released_on, about.as_of)}"
    if about.release is None:
        return Stated.marked("no release day")
    day = phrases.release_type(about.release)
    if not one_day:
        day = f"{near(about.release.date, about.as_of)}, {day}"
    if is_provisional(about.release, about.facts):
        return Stated.marked(phrases.RECALL_NOT_RECORDED, day)
    return f"{day}, confirmed" if about.release.confirmed else Stated.marked("not confirmed", day)


def _cell(line: GateLine | None) -> str:
    """A few words; whose it is where it is not done, and nothing of by when."""
    if line is None:
        return ""
    return Stated.marked(line.state, line.owner) if line.verdict == "open" else line.cell.partition(";")[0]


def _not_done(one: Gate, policy: GatePolicy) -> str:
    """Why nobody is to go, or what is not done and has no column, by whose it is: COM: tag; GOV: warrants."""
    opened = in_state(one.lines, "open")
    if one.released_on is None and one.report.stopped is not None:
        more = f". Once lifted, not done: {len(opened)}" if opened else ""
        return f"{why_stopped(one, policy)}{more}"
    owners: dict[str, list[str]] = {}
    for line in opened:
        if not line.column:
            owners.setdefault(line.owner, []).append(line.short)
    if owners:
        return "; ".join(f"{owner}: {', '.join(what)}" for owner, what in owners.items())
    if opened:
        return "nothing else"
    return verdict(one).rstrip(".") if one.released_on is None else "nothing"


def _checked(one: Gate) -> str:
    task = one.report.task("governor_check")
    if stopped_by_check(one):
        return Stated.marked("STOP")
    if early := made_early(task):
        return Stated.marked(early, "make it again")
    if task is not None and task.state in ("done", "done_late"):
        return checked_words(one)
    return "not yet" if task is not None and task.state == "upcoming" else Stated.marked("not checked")
