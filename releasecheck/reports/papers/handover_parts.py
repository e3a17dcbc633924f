"""What a handover says of risk and protection, of the routes to a home, and of every pathway."""

from datetime import date

from releasecheck.core.words import count, listed
from releasecheck.formats.paper import Part
from releasecheck.reports.papers.handover import CHECKS, Check, HandoverReport
from releasecheck.reports.papers.handover_words import PROTECTION, fact_of, known_of, past_day, standing
from releasecheck.reports.person.countdown import TaskLine

#: Pathways as they are headed, in the order they are read; the others have parts of their own.
_PATHWAYS = {
    "sentence": "Sentence",
    "handover": "Handover",
    "parole": "Parole",
    "licence": "Licence",
    "release_day": "Release day",
    "family": "Children and family",
    "substances": "Drugs and alcohol",
    "health": "Health",
    "finance": "Money and ID",
    "work": "Work and training",
    "immigration": "Immigration",
    "equality": "Adjustments",
}
_ROUTES = "accommodation"


def risk_part(report: HandoverReport) -> Part:
    """Risk and public protection: what is set, sent, answered and used, with days."""
    facts = report.countdown.facts
    in_mappa = facts.get("mappa_category") in ("1", "2", "3", "4")
    decided = {task.item: standing(task, report) for task in report.countdown.tasks}
    mappa = [known_of(report, "mappa_category"), decided.get("mappa_category")]
    if in_mappa:
        level = facts.get("mappa_level")
        mappa += [f"level {level}" if level else "level not set", decided.get("mappa_level")]
    rows = [
        ("Risk of serious harm, tier", f"RoSH {known_of(report, 'rosh')}, tier {known_of(report, 'tier')}"),
        ("MAPPA", ", ".join(filter(None, mappa))),
        ("Domestic abuse", known_of(report, "domestic_abuse")),
        *((check.title, _check(check, report)) for check in report.checks),
        ("Contact with children restricted", known_of(report, "child_contact_restriction")),
        ("Victim in the contact scheme", known_of(report, "victim_contact")),
    ]
    shown = {"mappa_category", "mappa_level", *CHECKS}
    rows += [
        (task.title, standing(task, report))
        for task in report.countdown.tasks
        if task.pathway in PROTECTION
        and task.item not in shown
        and task.state not in ("not_applicable", "not_required")
    ]
    return Part("risk", "Risk and public protection", (), (), ("What", "Where it stands"), tuple(rows))


def _check(check: Check, report: HandoverReport) -> str:
    """Sent 5 Feb 2025 to Leeds, answered 19 Feb 2025, used in OASys."""
    task = next((task for task in report.countdown.tasks if task.item == check.item), None)
    if task is not None and task.state in ("not_applicable", "not_required"):
        return listed(task.reasons) or "not needed"
    if check.sent_on is None and check.answered_on is None:
        return "not sent"
    of = f" to {check.asked_of}" if check.asked_of else ""
    sent = f"sent {past_day(check.sent_on)}{of}" if check.sent_on else "day sent not recorded"
    if check.answered_on is None:
        waited = (report.countdown.as_of - check.sent_on).days if check.sent_on else 0
        return f"{sent}; not answered after {count(waited, 'day')}"
    used = {
        True: "used in OASys",
        False: "not yet used in OASys",
        None: "whether it was used is not recorded",
    }
    read = f", read by {check.read_by}" if check.read_by else ""
    again = f"; asked again: {standing(task, report)}" if task and task.state in ("to_do", "overdue") else ""
    return f"{sent}; answered {past_day(check.answered_on)}{read}; {used[check.used]}{again}"


def accommodation_part(report: HandoverReport) -> Part:
    """Each route with its position and what comes next."""
    tasks = [task for task in report.countdown.tasks if task.pathway == _ROUTES]
    rows = [
        (task.title, _position(task), standing(task, report))
        for task in sorted(tasks, key=lambda task: task.position is None)
        if task.state not in ("not_applicable", "not_required")
    ]
    closed = [task.title for task in tasks if task.state == "not_required"]
    lines = [
        f"Address on release: {known_of(report, 'next_accommodation')}. Home: {known_of(report, 'housing')}."
    ]
    authority = fact_of(report, "release_authority")
    if authority:
        lines[0] += f" Local authority: {authority}."
    if closed:
        lines.append(f"Not needed: {listed(closed)}.")
    headings = ("Route", "Position", "Next")
    return Part("accommodation", "Accommodation", tuple(lines), (), headings, tuple(rows))


def _position(task: TaskLine) -> str:
    return (task.position or task.state).replace("_", " ")


def pathways_part(report: HandoverReport) -> Part:
    """Every other pathway: what is done, waited for, declined and not achieved."""
    rows: list[tuple[str, str, str]] = []
    idle: list[str] = []
    unsaid: list[str] = []
    later: list[TaskLine] = []
    for pathway, title in _PATHWAYS.items():
        tasks = [task for task in report.countdown.tasks if task.pathway == pathway]
        found = [
            (task.title, standing(task, report))
            for task in tasks
            if task.state not in ("not_applicable", "not_required", "upcoming", "unknown")
            and task.item != "offence_work"
        ]
        if pathway == "sentence":
            found += _offence_work(report)
        rows += [(title if n == 0 else "", what, stands) for n, (what, stands) in enumerate(found)]
        idle += [task.title for task in tasks if task.state == "not_required"]
        later += [task for task in tasks if task.state == "upcoming"]
        unsaid += [task.title for task in tasks if task.state == "unknown" and task.item != "offence_work"]
    lines = [f"Not needed: {listed(idle)}."] if idle else []
    if unsaid:
        lines.append(f"Whether and when cannot be said until more is known: {'; '.join(unsaid)}.")
    if later:
        later.sort(key=lambda task: task.opens_on or date.max)
        lines.append(
            f"Not open yet: {'; '.join(f'{task.title} {standing(task, report)}' for task in later)}."
        )
    headings = ("Pathway", "What", "Where it stands")
    return Part("pathways", "Pathways", tuple(lines), (), headings, tuple(rows), narrow_first=True)


def _offence_work(report: HandoverReport) -> list[tuple[str, str]]:
    """Work on the offending that is needed, against what there is."""
    task = next((task for task in report.countdown.tasks if task.item == "offence_work"), None)
    if task is None:
        return []
    if task.state == "not_applicable" and report.work_named is None:
        return [("Offence-focused work", f"none needed on record: {listed(task.reasons)}")]
    needed = f"needed: {report.work_named or 'not named'}"
    here = {
        True: "available here",
        False: "not available here",
        None: "whether it is available is not recorded",
    }
    return [("Offence-focused work", f"{needed}; {here[report.work_here]}; {standing(task, report)}")]
