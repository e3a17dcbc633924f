"""What the record says beside each line of the release-day check, in a few words, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.domain import day_known
from releasecheck.core.words import count, day_written, uncapital
from releasecheck.formats.paper import Stated
from releasecheck.planning.states import MISSING
from releasecheck.reports.papers.gate.check import Gate
from releasecheck.reports.papers.gate.line import GateLine, Verdict
from releasecheck.reports.papers.gate.policy import GateAsked, GateLineRule, GatePolicy, GateSaying
from releasecheck.reports.papers.pronouns import pronouns
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import TaskLine
from releasecheck.reports.person.task_words import near

NOT_RECORDED = "not recorded"

_CHECK = "governor_check"
_OPEN = (*MISSING, "waiting")
_IDLE = ("not_applicable", "not_required")
_DONE = ("done", "done_late")
_LATENESS = {
    "to_do": "due",
    "unknown": "not known",
    "waiting": "waiting",
    "chase": "no answer",
    "expired": "do again",
    "action": "to act on",
    "blocked": "waiting",
}


class GatePiece(NamedTuple):
    """One thing that the record says beside a line."""

    verdict: Verdict
    words: str
    """What stands there, or follows the state."""
    state: str = ""
    """The word that needs somebody."""
    owner: str = ""


def gate_lines(report: Gate, policy: GatePolicy) -> tuple[GateLine, ...]:
    """Every line that applies to this person today, in the order of the pauses."""
    found = []
    for rule in policy.lines:
        if rule.left and report.released_on is None:
            continue
        if rule.only and all(_idle(report, asked) for asked in rule.of):
            continue
        found.append(_line(rule, tuple(_pieces(rule, report, policy)), report))
    return tuple(found)


def _line(rule: GateLineRule, pieces: Sequence[GatePiece], report: Gate) -> GateLine:
    said = [piece for piece in pieces if piece.words or piece.state]
    opened = [piece for piece in said if piece.verdict == "open"]
    title = rule.title.format(**pronouns(report.report.facts))
    if opened:
        first, *others = opened
        others = [piece for piece in others if (piece.state, piece.owner) != (first.state, first.owner)]
        rest = [first.words, *(f"{piece.state}, {piece.words}".strip(", ") for piece in others)]
        cell: str = Stated.marked(first.state, "; ".join(filter(None, rest)))
        return GateLine(
            *(rule.pause, title, "open", cell, first.owner, rule.column),
            short=rule.short or title,
            state=first.state,
        )
    begun = [piece.words for piece in said if not piece.words.startswith(NOT_RECORDED)]
    later = [piece.words for piece in said if piece.words.startswith(NOT_RECORDED)]
    cell = "; ".join(dict.fromkeys((*begun, *later[:1])))
    verdict: Verdict = "settled"
    if any(piece.verdict == "ahead" for piece in pieces):
        verdict = "ahead"
    elif rule.paper is not None:
        verdict = "paper"
    return GateLine(rule.pause, title, verdict, cell, "", rule.column, rule.short or title, "")


def _pieces(rule: GateLineRule, report: Gate, policy: GatePolicy) -> Iterator[GatePiece]:
    if rule.day:
        yield _day(report)
    checked = report.report.task(_CHECK)
    if not (rule.check and checked and checked.state in _DONE):
        for alarm in rule.alarm:
            if report.report.facts.get(alarm.fact) == alarm.value:
                says = alarm.says.format(**pronouns(report.report.facts))
                yield GatePiece("open", says, alarm.state, "OMU")
    if rule.protection:
        yield _protection(rule, report, policy)
    for asked in rule.of:
        yield _asked(asked, report, policy)
    if rule.check is not None:
        yield _checked(rule.check, report)
    if rule.none and all(_idle(report, asked) for asked in rule.of):
        yield GatePiece("settled", rule.none)
    if rule.paper is not None:
        yield GatePiece("paper", _seen(rule.paper, report))


def _day(report: Gate) -> GatePiece:
    release = report.report.release
    if report.released_on is not None:
        return GatePiece("settled", "")
    if release is None:
        return GatePiece("open", "", "no release day", "OMU")
    if release.confirmed:
        return GatePiece("settled", "day confirmed")
    return GatePiece("open", "", "day not confirmed", "OMU")


def _seen(paper: str, report: Gate) -> str:
    if paper == "time":
        if report.out:
            return f"out {report.out}"
        planned = f"planned {report.planned}; " if report.planned else ""
        return f"{planned}after {report.late_after} say why"
    if paper == "sheet":
        given = report.sheet_given
        return f"sheet given {near(given, report.report.as_of)}" if given else "sheet not given"
    return paper


# --- the tasks of a line ---


def _idle(report: Gate, asked: GateAsked) -> bool:
    task = report.report.task(asked.item)
    return task is None or task.state in _IDLE


def _old(asked: GateAsked, report: Gate, policy: GatePolicy) -> str:
    """The day a no was last told, where that is so long ago that it clears nobody; else nothing."""
    told, today = report.told.get(asked.fact), report.report.as_of
    if not asked.asked_again or told is None or report.report.facts.get(asked.fact) is None:
        return ""
    return near(told, today, weekday=False) if (today - told).days > policy.asked_again_after else ""


def _asked(asked: GateAsked, report: Gate, policy: GatePolicy) -> GatePiece:
    task = report.report.task(asked.item)
    today = report.report.as_of
    if task is None or task.state in _IDLE:
        if old := _old(asked, report, policy):
            return GatePiece("settled", f"{asked.none}, {old}: check again")
        return GatePiece("settled", _not_asked(asked, task, report))
    owner = asked.owner or task.owner
    if task.state == "unknown":
        if _later(task, today):
            return GatePiece("ahead", NOT_RECORDED)
        return GatePiece("open", owner, NOT_RECORDED, owner)
    if task.state == "upcoming":
        begun = [_happened(task, today)] if task.outcome and not task.misfit else []
        return GatePiece("ahead", "; ".join((*begun, _from(task, today))))
    if task.state in _DONE:
        return GatePiece("settled", _written(asked, task, report))
    if task.state in _OPEN:
        return GatePiece("open", _still(asked, task, owner, today), _state(asked, task), owner)
    return GatePiece("settled", _happened(task, today))


def _not_asked(asked: GateAsked, task: TaskLine | None, report: Gate) -> str:
    if task is not None and task.quiet:
        return "not asked for while stopped"
    told = report.told.get(asked.fact)
    if asked.fact and asked.fact not in report.report.facts:
        return uncapital(task.reasons[0]) if asked.none and task and task.reasons else asked.none
    day = f", {near(told, report.report.as_of, weekday=False)}" if told and asked.none else ""
    return f"{asked.none}{day}"


def _later(task: TaskLine, today: date) -> bool:
    return task.opens_on is not None and task.opens_on > today


def _from(task: TaskLine, today: date) -> str:
    return f"{NOT_RECORDED}, from {near(task.opens_on, today)}" if task.opens_on else NOT_RECORDED


def _happened(task: TaskLine, today: date) -> str:
    outcome = (task.outcome or "settled").replace("_", " ")
    day = near(task.outcome_on, today, weekday=False) if task.outcome_on else ""
    return phrases.happened(outcome, day, task.evidence).rstrip()


def _state(asked: GateAsked, task: TaskLine) -> str:
    if task.misfit:
        return "do again"
    if task.state in ("waiting", "chase"):
        return _LATENESS[task.state]
    return asked.open


def _still(asked: GateAsked, task: TaskLine, owner: str, today: date) -> str:
    """What stands beside the word that somebody is needed: by when, or what became of it, and whose it is."""
    if task.misfit:
        return f"{task.misfit}, {owner}"
    if task.outcome and task.state in ("waiting", "chase", "action"):
        reason = f" ({task.outcome_reason.replace('_', ' ')})" if task.outcome_reason else ""
        said = "" if asked.owner else f"{_happened(task, today)}{reason}, "
        return f"{said}{owner}"
    if task.due_on is None:
        return owner
    due = "was due" if task.due_on < today else "due"
    return f"{due} {near(task.due_on, today)}, {owner}"


def _written(asked: GateAsked, task: TaskLine, report: Gate) -> str:
    """What was written down of it, in the words of the line; else that it was done."""
    written = report.written.get(asked.item, {})
    says = [said for one in asked.says if (said := _said(one, written.get(one.field), report))]
    done = asked.done
    if task.outcome_on and done and day_known(task.evidence):
        done = f"{done} {near(task.outcome_on, report.report.as_of, weekday=False)}"
    elif not done and not says and not asked.owner:
        done = _happened(task, report.report.as_of)
    return ", ".join(filter(None, (done, *says)))


def _said(saying: GateSaying, value: str | None, report: Gate) -> str:
    if not value:
        return ""
    if value == "yes" and saying.yes:
        return saying.yes
    if value == "no" and saying.no:
        return saying.no
    if not saying.text:
        return ""
    day = day_written(value)
    return saying.text.format(near(day, report.report.as_of) if day else value.replace("_", " "))


# --- the governor's check, and public protection ---


def _checked(field: GateSaying, report: Gate) -> GatePiece:
    task, today = report.report.task(_CHECK), report.report.as_of
    if task is None or task.state in _IDLE:
        return GatePiece("settled", "")
    if stopped_by_check(report):
        return GatePiece("open", task.owner, "stopped", task.owner)
    if early := made_early(task):
        return GatePiece("open", "make it again", early, task.owner)
    if task.state == "upcoming" or (task.state == "unknown" and _later(task, today)):
        return GatePiece("ahead", _from(task, today))
    if task.state == "unknown":
        return GatePiece("open", task.owner, NOT_RECORDED, task.owner)
    value = report.written.get(_CHECK, {}).get(field.field)
    if task.outcome and value == "no":
        return GatePiece("open", task.owner, field.no, task.owner)
    if task.outcome and value == "yes":
        return GatePiece("settled", f"{field.yes} {checked_words(report)}".rstrip())
    if task.state in _DONE:
        return GatePiece("open", checked_words(report), NOT_RECORDED, task.owner)
    return GatePiece("open", task.owner, "not checked", task.owner)


def stopped_by_check(report: Gate) -> bool:
    """Whether it is the check of the evening that stops the release: what it found before does not speak."""
    stop = report.report.stopped
    return stop is not None and stop.item == _CHECK


def made_early(task: TaskLine | None) -> str:
    """That the check of the evening was made earlier than it opens; nothing where it was not."""
    if task is None or not task.misfit or task.outcome_on is None:
        return ""
    days = (task.opens_on - task.outcome_on).days if task.opens_on else 0
    return f"made {count(days, 'day')} early" if days > 0 else "made too early"


def checked_words(report: Gate) -> str:
    """When the governor's check was made, and by whom."""
    task = report.report.task(_CHECK)
    if task is None or task.outcome_on is None:
        return ""
    by = report.written.get(_CHECK, {}).get("checked_by")
    return ", ".join(filter(None, (near(task.outcome_on, report.report.as_of), by)))


def _protection(rule: GateLineRule, report: Gate, policy: GatePolicy) -> GatePiece:
    """Open public-protection work that has no line of its own, of somebody of high or unknown risk."""
    about = report.report
    if report.released_on is not None:
        return GatePiece("settled", "")
    mine = (task for task in about.tasks if task.public_protection and task.state in _OPEN)
    tasks = [task for task in mine if task.item not in policy.items and task.item != _CHECK]
    rosh, days = about.facts.get("rosh"), about.days_to_release
    if not tasks:
        return GatePiece("settled", "nothing open")
    if rosh is not None and rosh not in rule.risks:
        return GatePiece("settled", f"{phrases.risk(rosh)}: {len(tasks)} open, not asked for here")
    if days is None or days > rule.within_days:
        day = about.release.date - timedelta(days=rule.within_days) if about.release else None
        return GatePiece(
            "ahead", f"{len(tasks)} open{f', asked for from {near(day, about.as_of)}' if day else ''}"
        )
    first, *others = sorted(tasks, key=lambda task: (task.state == "unknown", task.days or 0))
    late = -(first.days or 0)
    state = (
        f"{count(late, 'day')} late"
        if first.state == "overdue" and late
        else _LATENESS.get(first.state, "late")
    )
    title = "work for few to see" if first.sensitive else uncapital(first.short or first.title)
    more = f"; {len(others)} more" if others else ""
    return GatePiece("open", f"{title}, {first.owner}{more}", state, first.owner)
