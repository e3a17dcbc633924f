"""The release-day check of one person as a page: name, verdict, three pauses, and room to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.words import day_in_words, full_name
from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.people.alike import Lookalike, cell_and_release
from releasecheck.people.prisons import prison_called
from releasecheck.policy.release_checks import is_provisional
from releasecheck.reports.papers.gate.check import Gate
from releasecheck.reports.papers.gate.line import as_row
from releasecheck.reports.papers.gate.policy import GatePolicy
from releasecheck.reports.papers.gate.verdict import box, gone_by
from releasecheck.reports.papers.pronouns import pronouns
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown_page import known

_WRITE = "_" * 12
_CHECKS = 3
"""Sentences to look at, before the rest is only counted: more of them hide the lines."""


def gate_paper(report: Gate, policy: GatePolicy, made: Made) -> Paper:
    """One page, for whoever asks at each of the three pauses whether this person may go on."""
    stopped = report.report.stopped is not None
    # Whoever looks at the gate must see first that somebody does not go out of it.
    first = Part("verdict", "", lines=box(report, policy), shape="box", tone="bad" if stopped else "plain")
    parts = (
        first,
        Part("check", "Check this", points=tuple(_points(report, policy)), tone="bad"),
        *_pauses(report, policy, stopped),
        Part("sign", "", headings=("To tick", ""), rows=_frames(stopped), shape="fill"),
        Part("contacts", "", lines=(_contacts(report),)),
    )
    return Paper(
        kind="gate",
        title=report.report.name,
        under=tuple(_under(report)),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=report.numbers,
        layout="checklist",
        photo="photo from the system",
        foot=(foot(made),),
    )


def foot(made: Made) -> str:
    """What it is: a working copy, and not the list that a governor confirms."""
    whom = f" for {made.for_whom}" if made.for_whom else ""
    return f"Made {made.on}{whom}, working copy. Use the prison's own checklist."


def who_words(report: Gate) -> str:
    """A4416EZ · born 30 May 1992 · cell B-1-003 · Leeds: by which somebody is known at the gate."""
    return " · ".join((report.report.prison_number, *born_and_cell(report), prison_words(report)))


def born_and_cell(report: Gate) -> tuple[str, str]:
    """Born 30 May 1992, cell B-1-003; that it is not known where it is not."""
    about = report.report
    born, cell = about.facts.get("date_of_birth"), known(about, "cell")
    return (
        f"born {day_in_words(born, weekday=False)}" if isinstance(born, date) else "date of birth not known",
        f"cell {cell}" if cell else "cell not known",
    )


def prison_words(report: Gate) -> str:
    """Which prison they are in, by name."""
    code = report.report.facts.get("prison")
    return prison_called(str(code)) if code else "prison not known"


def alike_words(one: Lookalike) -> str:
    """HOLROYD, Callum A8820FB, cell B-2-001, out 26 Feb 2027."""
    name = f"{full_name(one.last_name, one.first_name)} {one.prison_number}"
    return f"{name}, {cell_and_release(one.cell, one.release_on, one.released_on)}"


def _under(report: Gate) -> Iterator[str]:
    yield who_words(report)
    if elsewhere := phrases.numbers_elsewhere(report.report.facts):
        yield " · ".join(elsewhere)
    same = [alike_words(one) for one in report.alike if one.same_person]
    others = [alike_words(one) for one in report.alike if not one.same_person]
    if same:
        yield f"One person under two numbers? Same name and date of birth: {'; '.join(same)}"
    if others:
        yield f"Same surname here: {'; '.join(others)}"


def _points(report: Gate, policy: GatePolicy) -> Iterator[str]:
    """What does not agree, in the order in which the record says it, so few that the lines are seen."""
    about = report.report
    found = [
        check.text for check in about.found if not (check.code == "release_day_past" and gone_by(report))
    ]
    if is_provisional(about.release, about.facts):
        found.insert(0, f"The day is a post-recall date: {phrases.RECALL_NOT_RECORDED}")
    # What has a line of its own is said there.
    named = {*policy.items, "governor_check"}
    found += [
        f"{task.title}: {task.misfit}" for task in about.tasks if task.misfit and task.item not in named
    ]
    yield from found[:_CHECKS]
    if len(found) > _CHECKS:
        yield f"and {len(found) - _CHECKS} more to check in the record"


def _pauses(report: Gate, policy: GatePolicy, stopped: bool) -> Iterator[Part]:
    he = pronouns(report.report.facts)
    for pause in policy.pauses:
        rows = tuple(as_row(line) for line in report.lines if line.pause == pause.name)
        yield Part(
            pause.name,
            pause.title.format(**he),
            headings=("Must be true", "What the record says"),
            rows=rows,
            shape="checks",
            aside=pause.role,
            after=(f"Checked by, {pause.role}: {_WRITE}{_WRITE}  time {_WRITE}",) if pause.signed else (),
            # While the release is stopped nobody ticks: a rule goes through the boxes.
            tone="dim" if stopped else "plain",
        )


def _frames(stopped: bool) -> tuple[tuple[str, str], ...]:
    """Room for what is decided; while the release is stopped there is no box that lets anybody out."""
    if stopped:
        return (("Hold [ ]   because", ""), ("Stop lifted by, role, time, proof seen", ""))
    return (("Release [ ]   Hold [ ]   because", ""), ("Name, role, time, signature", ""))


def _contacts(report: Gate) -> str:
    who = report.contacts
    com = f"COM {who.com}".rstrip() if who.com else "COM"
    phones = (f"OMU {who.omu or _WRITE}", f"{com} {who.com_phone or _WRITE}", f"out of hours {_WRITE}")
    return f"Missing something? {' · '.join(phones)}"
