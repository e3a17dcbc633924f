"""What a handover says of risk and protection: facts, orders, answers and days, each only as it is recorded.

Cells, each with the one word that matters. Never what was said, never content, never a name of a third party.
What is not known says so; what a fact or an outcome records is never shown as due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from releasecheck.core.domain import Facts, FactValue
from releasecheck.core.words import capital, count
from releasecheck.formats.paper import Part, Stated
from releasecheck.people.facts import FACTS
from releasecheck.reports.papers.handover.needed import IN_MAPPA
from releasecheck.reports.papers.handover.recorded import CHECKS, Enquiry
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.papers.handover.words import (
    IDLE,
    coming_day,
    due,
    fact_of,
    past_day,
)
from releasecheck.reports.person.countdown import TaskLine

#: How a yes and a no are said, in the order in which they are said.
_YES_NO: dict[str, tuple[str, str]] = {
    "sex_offence": ("sexual offence", "no sexual offence"),
    "violent_offence": ("violent offence", "no violent offence"),
    "child_offence": ("against a child", "none against a child"),
    "denies_offence": ("denies it", "does not deny it"),
    "restraining_order": ("restraining order", "no restraining order"),
    "non_molestation_order": ("non-molestation order", "no non-molestation order"),
    "shpo": ("sexual harm prevention order", "no sexual harm prevention order"),
    "other_order": ("another civil order", "no other civil order"),
    "arson": ("arson", "no arson"),
    "tact": ("terrorism", "no terrorism"),
    "firearms": ("offence with a firearm", "no offence with a firearm"),
    "gang": ("gang or exclusion zone", "no gang or exclusion zone"),
    "outstanding_charges": (
        "outstanding charges or warrants",
        "no outstanding charges or warrants",
    ),
    "power_to_detain": ("referred under the power to detain", "not referred under the power to detain"),
}
_KIND = ("sex_offence", "violent_offence", "child_offence")
_ORDERS = ("restraining_order", "non_molestation_order", "shpo", "other_order")
_ALSO = ("arson", "tact", "firearms", "gang", "outstanding_charges", "power_to_detain")
_STAFF: dict[FactValue | None, str] = {True: "Is a risk to staff", False: "No risk to staff known"}
_NOT_KNOWN = Stated.marked("not known")
_NOT_RECORDED = Stated.marked("not recorded")
_OF_WHOM = dict(zip(CHECKS, ("police", "children's services"), strict=True))


_USED: dict[bool | None, str] = {False: "not yet used in OASys", None: "use in OASys not recorded"}


def risk_part(report: HandoverReport) -> Part:
    """Six cells, harm, MAPPA, offence, children, abuse, victim; and what goes with them, in a word."""
    facts = report.countdown.facts
    rows = [
        ("Risk of serious harm", *_harm(report)),
        ("MAPPA", *_mappa(report)),
        ("Offence", *_offence(report)),
        ("Children", *_children(report)),
        ("Domestic abuse", *_domestic_abuse(report)),
        ("Victim", *_victim(report)),
        ("Self-harm (ACCT)", capital(fact_of(report, "self_harm") or "") or _NOT_RECORDED, ""),
        ("Orders", _orders(report) or _NOT_RECORDED, ""),
        ("Staff safety", _STAFF.get(facts.get("risk_to_staff")) or _NOT_RECORDED, ""),
    ]
    if also := _so(facts, _ALSO):
        rows.append(("Also", capital(also), ""))
    headings = ("What", "In a word", "More")
    return Part("risk", "Risk and public protection", (), (), headings, tuple(rows), shape="cells")


def any_risk_known(report: HandoverReport) -> bool:
    """Whether anything at all that the cells say is recorded."""
    named = (*_KIND, *_ORDERS, *_ALSO, "rosh", "mappa_category", "domestic_abuse", "victim_contact")
    asked = any(check.sent_on or check.answered_on for check in report.checks)
    children = ("child_contact_restriction", "under18_children", "posing_risk_to_children", "self_harm")
    return asked or any(name in report.countdown.facts for name in (*named, *children))


def _joined(texts: Iterable[str | None]) -> str:
    """Texts one after the other; of those that need somebody the marks come first."""
    found = [text for text in texts if text]
    marked = [text for text in found if isinstance(text, Stated) and text.state]
    if not marked:
        return "; ".join(found)
    plain = [text for text in found if not (isinstance(text, Stated) and text.state)]
    rest = "; ".join(filter(None, (*(text.rest for text in marked), *plain)))
    return Stated.marked("; ".join(text.state for text in marked), rest)


def _so(facts: Facts, names: Iterable[str]) -> str:
    return ", ".join(_YES_NO[name][0] for name in names if facts.get(name) is True)


def ruled_out(facts: Facts) -> str:
    """What somebody recorded as not so."""
    return ", ".join(_YES_NO[name][1] for name in _ALSO if facts.get(name) is False)


def _asked(report: HandoverReport, item: str) -> TaskLine | None:
    """A task that is asked of this person."""
    task = report.countdown.task(item)
    return None if task is None or task.state in IDLE else task


# --- the cells ---


def _harm(report: HandoverReport) -> tuple[str, str]:
    level = fact_of(report, "rosh")
    tier = fact_of(report, "tier")
    return (
        capital(level) if level else _NOT_KNOWN,
        _joined((f"tier {tier}" if tier else None, _oasys(report) or _told(report, "rosh"))),
    )


def _told(report: HandoverReport, fact: str) -> str | None:
    day = report.told_on.get(fact)
    return f"recorded {past_day(day, report)}" if day and fact in report.countdown.facts else None


def _oasys(report: HandoverReport) -> str | None:
    """OASys 6 Nov, with a risk plan; that it is not reviewed is a task, and stands there."""
    task = _asked(report, "oasys_review")
    if task is None or task.outcome != "done":
        return None
    plan = {"yes": ", risk plan", "no": ", no risk plan"}.get(task.evidence.get("risk_plan", ""), "")
    return f"OASys {past_day(task.outcome_on, report)}{plan}"


def _mappa(report: HandoverReport) -> tuple[str, str]:
    category, level = fact_of(report, "mappa_category"), fact_of(report, "mappa_level")
    if category is None:
        task = _asked(report, "mappa_category")
        by = due(task, report) if task else ""
        return _NOT_KNOWN, f"to be decided by {by}" if by else ""
    if report.countdown.facts["mappa_category"] not in IN_MAPPA:
        return capital(category), _set(report, "mappa_category", "decided") or ""
    if level is None:
        task = _asked(report, "mappa_level")
        return capital(category), Stated.marked("level not set", _by(task, report) if task else "")
    return f"{capital(category)}, level {level}", _joined(
        (_set(report, "mappa_level", "level set"), _meeting(report))
    )


def _set(report: HandoverReport, item: str, words: str) -> str | None:
    task = report.countdown.task(item)
    if task is None or task.outcome is None or task.outcome_on is None:
        return _told(report, item)
    return f"{words} {past_day(task.outcome_on, report)}"


def _meeting(report: HandoverReport) -> str | None:
    """The next MAPPA meeting, of whoever is at a level that has meetings."""
    if report.countdown.facts.get("mappa_level") not in (2, 3):
        return None
    if report.next_mappa is None:
        return "next meeting not known"
    return f"next meeting {coming_day(report.next_mappa, report)}"


def _offence(report: HandoverReport) -> tuple[str, str]:
    """Sexual offence, against a child; denies it; must notify the police, signs by Thu 7 Jan."""
    facts = report.countdown.facts
    kind = _so(facts, _KIND) or ", ".join(_YES_NO[name][1] for name in _KIND if facts.get(name) is False)
    denies = facts.get("denies_offence")
    denial = None if denies is None else _YES_NO["denies_offence"][0 if denies is True else 1]
    if denial is None and kind:
        denial = "denial not recorded"
    return capital(kind) or _NOT_KNOWN, _joined((denial, _notification(report)))


def _notification(report: HandoverReport) -> str | None:
    duty = report.countdown.facts.get("notification_duty")
    if duty is not True:
        sexual = report.countdown.facts.get("sex_offence") is True
        unknown = "duty to notify the police not recorded" if duty is None else "no duty to notify the police"
        return unknown if sexual else None
    task = _asked(report, "notification_duty")
    if task is not None and task.outcome is not None:
        return f"must notify the police, {task.outcome.replace('_', ' ')} {past_day(task.outcome_on, report)}"
    by = due(task, report) if task else ""
    return f"must notify the police, to be signed by {by}" if by else "must notify the police"


def _children(report: HandoverReport) -> tuple[str, str]:
    facts, level = report.countdown.facts, report.contact_level
    restricted = facts.get("child_contact_restriction")
    word: str = _NOT_KNOWN
    if level is not None:
        word = f"Contact level {level}, {FACTS['child_contact_level'].values.get(level, '')}".rstrip(", ")
    elif restricted is not None:
        word = "Contact restricted" if restricted else "No contact restriction recorded"
    offence = facts.get("child_offence") is True or restricted is True
    told = report.told_on.get("child_contact_restriction") if level is None else None
    more = [
        f"told {past_day(told, report)}" if told and restricted is not None else None,
        "level not recorded" if level is None and offence else None,
        _review(report),
        "has children under 18" if facts.get("under18_children") is True else None,
        _posing(facts, offence),
        "a child has a protection plan" if facts.get("child_protection_plan") is True else None,
        "children live at the release address" if facts.get("children_at_address") is True else None,
        *(_answer(check, report) for check in report.checks if check.item == "child_check"),
    ]
    return word, _joined(more)


def _review(report: HandoverReport) -> str | None:
    day = report.contact_review
    if day is None:
        return None
    if day < report.countdown.as_of:
        return f"review was due {past_day(day, report)}"
    return f"review {coming_day(day, report)}"


def _posing(facts: Facts, offence: bool) -> str | None:
    posing = facts.get("posing_risk_to_children")
    if posing is None:
        return "PPRC not recorded" if offence else None
    return "person posing a risk to children (PPRC)" if posing else None


def _domestic_abuse(report: HandoverReport) -> tuple[str, str]:
    facts = report.countdown.facts
    value = fact_of(report, "domestic_abuse")
    word = capital("none recorded" if value == "none" else value or "")
    stalking = facts.get("stalking")
    unknown = stalking is None and facts.get("domestic_abuse") in ("perpetrator", "both")
    answers = [_answer(check, report) for check in report.checks if check.item == "da_check"]
    if stalking is True:
        word = "; ".join(filter(None, (word, "stalking or harassment")))
    return word or _NOT_KNOWN, _joined((*answers, "stalking not recorded" if unknown else None))


def _victim(report: HandoverReport) -> tuple[str, str]:
    scheme = report.countdown.facts.get("victim_contact")
    if scheme is False:
        return "None in the contact scheme", ""
    word = "In the contact scheme" if scheme is True else _NOT_KNOWN
    task = _asked(report, "victim_contact")
    if task is None:
        return word, ""
    if task.outcome is not None:
        words = "liaison told" if task.outcome in ("vlo_told", "done") else task.outcome.replace("_", " ")
        waits = ", no reply yet" if task.state in ("waiting", "chase") else ""
        return word, f"{words} {past_day(task.outcome_on, report)}{waits}"
    if task.state == "overdue" and task.days is not None:
        return word, Stated.marked("liaison not told", f"{count(-task.days, 'day')} late")
    by = due(task, report)
    return word, f"liaison to be told by {by}" if by else ""


def _orders(report: HandoverReport) -> str:
    """Restraining order; the first ends Sun 5 Mar 2028."""
    facts = report.countdown.facts
    if not any(facts.get(name) is True for name in _ORDERS):
        if all(facts.get(name) is False for name in _ORDERS):
            return "None"
        return capital(", ".join(_YES_NO[name][1] for name in _ORDERS if facts.get(name) is False))
    ends = facts.get("order_ends")
    if not isinstance(ends, date):
        return f"{capital(_so(facts, _ORDERS))}; when the first ends is not recorded"
    over = ends < report.countdown.as_of
    day = f"ended {past_day(ends, report)}" if over else f"ends {coming_day(ends, report)}"
    return f"{capital(_so(facts, _ORDERS))}; the first {day}"


def _answer(check: Enquiry, report: HandoverReport) -> str | None:
    """Police: something known, 19 Feb, read by A. Khan; what they know is not for paper."""
    whom, task = _OF_WHOM[check.item], _asked(report, check.item)
    if check.answered_on is not None:
        known = {"known": "something known", "nothing_known": "nothing known"}.get(
            check.result or "", "result not recorded"
        )
        said = [f"{whom}: {known}, {past_day(check.answered_on, report)}"]
        com = report.countdown.facts.get("com")
        said.append(f"read by {check.read_by}" if check.read_by not in (None, com) else "")
        said.append(_USED.get(check.used, ""))
        return ", ".join(filter(None, said))
    if check.sent_on is not None:
        days = (report.countdown.as_of - check.sent_on).days
        return Stated.marked(f"no answer from {whom}", f"asked {past_day(check.sent_on, report)}, "
                             f"{count(days, 'day')}") if days else f"{whom} asked today"  # fmt: skip
    return None if task is None else Stated.marked(f"{whom} not asked", _by(task, report))


def _by(task: TaskLine, report: HandoverReport) -> str:
    """Due Mon 30 Nov; 114 days late."""
    if task.state == "overdue" and task.days is not None:
        return f"{count(-task.days, 'day')} late"
    by = due(task, report)
    return f"due {by}" if by else ""


def not_recorded(report: HandoverReport) -> Iterator[str]:
    """Of what matters of this person, what nobody has recorded."""
    facts = report.countdown.facts
    for name, words in (("rosh", "risk of serious harm"), ("mappa_category", "MAPPA category")):
        if name not in facts:
            yield words
    for name, words in (
        ("sex_offence", "whether the conviction is sexual"),
        ("child_offence", "whether it is against a child"),
        ("denies_offence", "denial"),
    ):
        if name not in facts:
            yield words
    if facts.get("sex_offence") is True and "notification_duty" not in facts:
        yield "duty to notify the police"
    if "domestic_abuse" not in facts:
        yield "domestic abuse"
    of_children = facts.get("child_contact_restriction") is True or facts.get("child_offence") is True
    if report.contact_level is None and of_children:
        yield "level of contact with children"
    elif report.contact_level is None and "child_contact_restriction" not in facts:
        yield "contact with children"
    if of_children and "posing_risk_to_children" not in facts:
        yield "person posing a risk to children (PPRC)"
    if facts.get("domestic_abuse") in ("perpetrator", "both") and "stalking" not in facts:
        yield "stalking"
    if not any(name in facts for name in _ORDERS):
        yield "orders"
    for name, words in (
        ("victim_contact", "victim contact"),
        ("self_harm", "self-harm plan (ACCT)"),
        ("arson", "arson"),
        ("outstanding_charges", "outstanding charges"),
    ):
        if name not in facts:
            yield words
