"""What a handover says of risk and protection: facts, orders, answers and days, each only as it is recorded.

Never what was said, never content, never a name of a third party. What is not known of what matters is one
line; what a fact or an outcome records is never shown as due.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.domain import Facts
from releasecheck.core.words import count, listed
from releasecheck.formats.paper import Part
from releasecheck.people.facts import FACTS
from releasecheck.reports.papers.handover.needed import IN_MAPPA
from releasecheck.reports.papers.handover.parts import (
    PROTECTION,
    coming_day,
    fact_of,
    known_of,
    past_day,
    standing,
)
from releasecheck.reports.papers.handover.recorded import CHECKS, Enquiry
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.person import phrases

#: How a yes and a no are said, in the order in which they are said.
_YES_NO: dict[str, tuple[str, str]] = {
    "sex_offence": ("sexual offence", "no sexual offence"),
    "violent_offence": ("violent offence", "no violent offence"),
    "child_offence": ("against a child", "none against a child"),
    "denies_offence": ("denies it", "does not deny it"),
    "notification_duty": ("must notify the police", "no duty to notify the police"),
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


def risk_part(report: HandoverReport) -> Part:
    """Risk and public protection: what is recorded, set, sent, answered and used, with days."""
    facts = report.countdown.facts
    rows = [
        *_levels(report),
        *_filled("Conviction", _conviction(facts)),
        *_filled("Domestic abuse", _domestic_abuse(report)),
        *((check.title, _check(check, report)) for check in report.checks),
        *_filled("Orders", _orders(facts, report.countdown.as_of)),
        *_filled("Contact with children", _contact(report)),
        *_filled("Children", _children(facts)),
        *_filled("Victim in the contact scheme", fact_of(report, "victim_contact")),
        *_filled("Self-harm plan (ACCT)", fact_of(report, "self_harm")),
        *_filled("Also", _said(facts, _ALSO)),
        *_filled("Parole report", _parole_report(report)),
        *_filled("What matters most", report.analysis),
        *_tasks(report),
    ]
    unknown = [*_not_recorded(facts, report.contact_level)]
    lines = (f"Not recorded: {listed(unknown)}.",) if unknown else ()
    headings = ("What", "Where it stands")
    return Part("risk", "Risk and public protection", lines, (), headings, tuple(rows))


def _filled(title: str, said: str | None) -> Iterator[tuple[str, str]]:
    """The row, where there is something to say."""
    if said:
        yield title, said


def _levels(report: HandoverReport) -> Iterator[tuple[str, str]]:
    rosh = phrases.risk(report.countdown.facts.get("rosh"))
    yield "Risk of serious harm, tier", f"{rosh}, tier {known_of(report, 'tier')}"
    in_mappa = report.countdown.facts.get("mappa_category") in IN_MAPPA
    category = _recorded(report, "mappa_category", "not known")
    level = _recorded(report, "mappa_level", "level not set") if in_mappa else None
    yield "MAPPA", ", ".join(filter(None, (category, level)))


def _recorded(report: HandoverReport, name: str, unknown: str) -> str:
    """A level that an item of the same name sets: its value and its day; due only while it is not known."""
    task = report.countdown.task(name)
    value = fact_of(report, name)
    if value is None:
        due = task and task.state not in ("not_required", "not_applicable") and standing(task, report)
        return f"{unknown}, {due}" if due else unknown
    value = f"level {value}" if name == "mappa_level" else value
    if task is not None and task.state in ("done", "done_late"):
        return f"{value}, {standing(task, report)}"
    return value


def _said(facts: Facts, names: tuple[str, ...]) -> str:
    """What is so, and after it what was ruled out; nothing of what nobody recorded."""
    found = {True: [_YES_NO[name][0] for name in names if facts.get(name) is True]}
    found[False] = [_YES_NO[name][1] for name in names if facts.get(name) is False]
    return "; ".join(", ".join(words) for words in found.values() if words)


def _conviction(facts: Facts) -> str:
    """sexual offence, against a child; denies it; must notify the police."""
    kind = [_YES_NO[name][0] for name in _KIND if facts.get(name) is True]
    if not kind:
        kind = [_YES_NO[name][1] for name in _KIND if facts.get(name) is False]
    parts = [", ".join(kind), _said(facts, ("denies_offence",))]
    if facts.get("notification_duty") is True or facts.get("sex_offence") is True:
        parts.append(_said(facts, ("notification_duty",)))
    return "; ".join(filter(None, parts))


def _domestic_abuse(report: HandoverReport) -> str:
    stalking = "stalking or harassment" if report.countdown.facts.get("stalking") is True else None
    return "; ".join(filter(None, (fact_of(report, "domestic_abuse"), stalking)))


def _orders(facts: Facts, today: date) -> str:
    """restraining order; the first ends Sun 5 Mar 2028."""
    if not any(facts.get(name) is True for name in _ORDERS):
        return "none" if all(facts.get(name) is False for name in _ORDERS) else _said(facts, _ORDERS)
    orders = ", ".join(_YES_NO[name][0] for name in _ORDERS if facts.get(name) is True)
    ends = facts.get("order_ends")
    if not isinstance(ends, date):
        return f"{orders}; when the first ends is not recorded"
    over = ends < today
    return f"{orders}; the first {'ended' if over else 'ends'} {past_day(ends) if over else coming_day(ends)}"


def _contact(report: HandoverReport) -> str:
    """level 2, letters; review Mon 1 Feb 2027."""
    facts, today = report.countdown.facts, report.countdown.as_of
    level, restricted = report.contact_level, facts.get("child_contact_restriction")
    said = []
    if level is not None:
        said.append(f"level {level}, {FACTS['child_contact_level'].values.get(level, '')}".rstrip(", "))
    elif restricted is not None:
        said.append("restricted" if restricted else "not restricted")
    review = report.contact_review
    if review is not None:
        past = review < today
        said.append(f"review was due {past_day(review)}" if past else f"review {coming_day(review)}")
    if said and facts.get("under18_children") is True:
        said.append("has children under 18")
    return "; ".join(said)


def _children(facts: Facts) -> str:
    said = []
    posing = facts.get("posing_risk_to_children")
    if posing is not None:
        words = "person posing a risk to children (PPRC)"
        said.append(words if posing else f"not a {words}")
    if facts.get("child_protection_plan") is True:
        said.append("a child has a protection plan")
    if facts.get("children_at_address") is True:
        said.append("children live at the release address")
    return "; ".join(said)


def _parole_report(report: HandoverReport) -> str | None:
    """sent 27 Nov 2026; the POM disagrees with it."""
    found = report.pom_view
    if found is None:
        return None
    words = {"agrees": "the POM agrees with it", "disagrees": "the POM disagrees with it"}
    view = words.get(found.view, "the POM's view was not given")
    return f"sent {past_day(found.on)}; {view}"


def _not_recorded(facts: Facts, contact_level: str | None) -> Iterator[str]:
    """Of what matters of this person, what nobody has recorded."""
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
    if contact_level is None and of_children:
        yield "level of contact with children"
    elif contact_level is None and "child_contact_restriction" not in facts:
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


def _tasks(report: HandoverReport) -> Iterator[tuple[str, str]]:
    """Every other task that protects people, where it stands."""
    shown = {"mappa_category", "mappa_level", *CHECKS}
    for task in report.countdown.tasks:
        asked = task.state not in ("not_applicable", "not_required")
        if task.pathway in PROTECTION and task.item not in shown and asked:
            yield task.title, standing(task, report)


def _check(check: Enquiry, report: HandoverReport) -> str:
    """Sent 5 Feb 2025 to Leeds, answered 19 Feb 2025: known, used in OASys."""
    task = report.countdown.task(check.item)
    if task is not None and task.state in ("not_applicable", "not_required"):
        return listed(task.reasons) or "not needed"
    if check.sent_on is None and check.answered_on is None:
        return "not recorded as sent"
    of = f" to {check.asked_of}" if check.asked_of else ""
    sent = f"sent {past_day(check.sent_on)}{of}" if check.sent_on else None
    if check.answered_on is None:
        waited = (report.countdown.as_of - check.sent_on).days if check.sent_on else 0
        return f"{sent}; not answered after {count(waited, 'day')}"
    result = f": {check.result.replace('_', ' ')}" if check.result else ""
    used = {
        True: "used in OASys",
        False: "not yet used in OASys",
        None: "whether it was used is not recorded",
    }
    said = [sent, f"answered {past_day(check.answered_on)}{result}"]
    said.append(f"read by {check.read_by}" if check.read_by else None)
    said.append(used[check.used])
    if task is not None and task.state in ("to_do", "overdue") and task.due_on:
        said.append(f"due again {coming_day(task.due_on)}")
    return "; ".join(filter(None, said))
