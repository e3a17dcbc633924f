"""Where somebody stands on the national handover lists: lines that `why` adds to the handover items."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from releasecheck.core.domain import Facts, Handover
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.planning.person import Person
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.responsibility import (
    approaching_parole,
    checklist,
    checklist_progress,
    com_allocation_days_overdue,
    com_allocation_overdue,
    email_days,
    handover_in_progress,
    handover_type,
    is_upcoming,
)
from releasecheck.reports.why.why_route import RouteNote

#: The tasks of the national checklists, in its own words, and the item of ours that answers to each.
_CHECKLIST = {
    "reviewed_oasys": ("review the last OASys", "oasys_review"),
    "contacted_com": ("have contact from the COM", "first_contact"),
    "attended_handover_meeting": ("attend the handover meeting", "handover_meeting"),
    "sent_handover_report": ("send the handover report", "handover_report"),
}
_ITEMS = {ours: task for task, (_, ours) in _CHECKLIST.items()}
_OTHER_ITEMS = ("com_allocated", "handover_date_shared")


def handover_notes(item_id: str, person: Person, today: date, rules: Rules) -> tuple[RouteNote, ...]:
    """Handover type, checklist, lists and parole for a handover item; nothing for any other item."""
    facts, found = person.inputs, person.handover
    about_handover = item_id in _ITEMS or item_id in _OTHER_ITEMS
    if not about_handover or found is None or facts.get("released") is True:
        return ()
    done = {name for name, trail in person.trails.items() if trail.spec and trail.spec.kind == "done"}
    return (
        *_override_notes(facts),
        *_checklist_notes(item_id, facts, found, done, rules),
        *_list_notes(facts, found, today, rules),
        *_mail_notes(facts, found, today, rules),
        *_parole_notes(facts, today, rules),
    )


def _override_notes(facts: Facts) -> Iterator[RouteNote]:
    by = facts.get("responsibility_override")
    if by is not None:
        yield RouteNote("Set by hand", f"the {by} is responsible, whatever the dates say")


#: The mails of the national service, in our words.
_MAILS = {
    "upcoming_handover_window": "to the POM that handover is near",
    "handover_date": "to the POM on the day of handover",
    "com_allocation_overdue": "to the POM that no COM is named",
    "ldu_follow_up": "to the community team, to name a COM",
}


def _mail_notes(facts: Facts, found: Handover, today: date, rules: Rules) -> Iterator[RouteNote]:
    ahead = [(day, name) for name, day in email_days(found, "com" in facts, rules).items() if day >= today]
    mails = [f"{day_in_words(day)} {_MAILS[name]}" for day, name in sorted(ahead)]
    if mails:
        yield RouteNote("National e-mails", "; ".join(mails))


def _checklist_notes(
    item_id: str, facts: Facts, found: Handover, done: Collection[str], rules: Rules
) -> Iterator[RouteNote]:
    kind, tasks = handover_type(facts, found), checklist(facts, found, rules)
    if kind == "none":
        yield RouteNote("Handover type", "none: the sentence is too short for a handover")
    if found.date is None:
        return
    why = "" if "resourcing" in facts else ": resourcing not known, read as enhanced"
    yield RouteNote("Handover type", f"{kind}{why}")
    named = listed(_CHECKLIST[task][0] if task in _CHECKLIST else task.replace("_", " ") for task in tasks)
    absent = "; not this item" if item_id in _ITEMS and _ITEMS[item_id] not in tasks else ""
    ticked = {task for task, (_, ours) in _CHECKLIST.items() if ours in done}
    complete, total = checklist_progress(tasks, ticked)
    yield RouteNote("National checklist", f"{named}: {complete} of {total} done{absent}")


def _list_notes(facts: Facts, found: Handover, today: date, rules: Rules) -> Iterator[RouteNote]:
    if found.date is None:
        return
    named = "com" in facts
    opens = rules.handover.upcoming.before(found.date)
    days = com_allocation_days_overdue(found, today)
    if com_allocation_overdue(found, named or "com_email" in facts, today, rules):
        yield RouteNote(
            "COM allocation overdue", f"{count(days or 0, 'day')} since handover and no COM is named"
        )
    if is_upcoming(found, named, today, rules):
        left = count((found.date - today).days, "day")
        yield RouteNote("Upcoming handovers list", f"on it since {day_in_words(opens)}: {left} to handover")
    elif handover_in_progress(found, named, today, rules):
        passed = f", {count(days, 'day')} since handover" if days and days > 0 else ""
        yield RouteNote("Handovers in progress list", f"on it{passed}")
    elif today < opens:
        yield RouteNote("Upcoming handovers list", f"from {day_in_words(opens)}")


def _parole_notes(facts: Facts, today: date, rules: Rules) -> Iterator[RouteNote]:
    near = approaching_parole(facts, today, rules)
    if near is not None:
        yield RouteNote("Approaching parole", f"{near.type} {day_in_words(near.date)}")
