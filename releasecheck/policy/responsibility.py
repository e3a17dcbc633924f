"""Who is responsible for a person, prison or community, and when that passes from POM to COM.

The rules are those of the offender-management-allocation-manager service; its numbers are in
`data/rules.toml`.
A flag that is not known reads as false here; `missing_flags` names those worth asking for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Literal, TypeAlias

from releasecheck.core.domain import EarliestRelease, Facts, Handover
from releasecheck.people.sentence_dates import is_indeterminate, known_day, on_recall, recorded_date
from releasecheck.policy.date_rules import Rules

Responsibility: TypeAlias = Literal["CustodyOnly", "CustodyWithCom", "Community"]
"""The service's own words for who is responsible."""

Role: TypeAlias = Literal["POM", "COM"]
_Days: TypeAlias = tuple[date | None, date | None]

#: Who is responsible and who supports, for each of them.
ROLES: dict[Responsibility, tuple[Role, Role | None]] = {
    "CustodyOnly": ("POM", None),
    "CustodyWithCom": ("POM", "COM"),
    "Community": ("COM", "POM"),
}

_IMMIGRATION = "IMMIGRATION_DETAINEE"
_ONE_DAY = timedelta(days=1)


def earliest_release(facts: Facts, today: date) -> EarliestRelease | None:
    """The date handover counts back from: not the release, and not always the first date there is.

    Indeterminate: a tariff expiry, else a hearing, that is after today; else whichever is nearest.
    Determinate: parole eligibility if recorded; else the earlier of ARD and CRD.
    """
    if is_indeterminate(facts):
        both = _indeterminate_dates(facts)
        ahead = [found for found in both if found.date > today]
        nearest = sorted(both, key=lambda found: abs((found.date - today).days))
        return next(iter(ahead or nearest), None)
    parole = recorded_date(facts, "PED")
    if parole:
        return EarliestRelease(parole, "PED")
    automatic, conditional = recorded_date(facts, "ARD"), recorded_date(facts, "CRD")
    if automatic and (conditional is None or automatic <= conditional):
        return EarliestRelease(automatic, "ARD")
    return EarliestRelease(conditional, "CRD") if conditional else None


def _indeterminate_dates(facts: Facts) -> list[EarliestRelease]:
    tariff, hearing = known_day(facts, "tariff_date"), _hearing(facts)
    return [EarliestRelease(day, name) for day, name in ((tariff, "TED"), (hearing, "THD")) if day]


def _hearing(facts: Facts) -> date | None:
    """The target hearing date, unless it belongs to an earlier sentence."""
    hearing, sentenced = known_day(facts, "target_hearing_date"), known_day(facts, "sentence_start_date")
    return None if hearing and sentenced and hearing < sentenced else hearing


def handover_date(facts: Facts, earliest: EarliestRelease, rules: Rules) -> tuple[date | None, str]:
    """The day the community takes over, with its reason; no day when it has been responsible from the start.

    Without a sentence start nobody can say that a sentence is short, so it counts as not short.
    """
    spans, sentenced = rules.handover, known_day(facts, "sentence_start_date")
    if facts.get("early_allocation") is True:
        return spans.early_allocation.before(earliest.date), "early_allocation"
    if is_indeterminate(facts):
        if facts.get("open_conditions") is True:
            return spans.indeterminate_open.before(earliest.date), "indeterminate_open"
        return spans.indeterminate.before(earliest.date), "indeterminate"
    if sentenced and spans.short_sentence.after(sentenced) >= earliest.date:
        return None, "determinate_short"
    if "parole_eligibility_date" in facts:
        return spans.determinate_parole.before(earliest.date), "determinate_parole"
    return spans.determinate.before(earliest.date), "determinate"


def handover_start(facts: Facts, handover_day: date) -> date:
    """The day the COM starts to support: the handover date, or the first day in open conditions if earlier.

    Only an indeterminate sentence in open conditions has such a period.
    """
    if not is_indeterminate(facts) or facts.get("open_conditions") is not True:
        return handover_day
    return min(handover_day, known_day(facts, "open_since") or handover_day)


def responsibility(handover_day: date | None, start: date | None, today: date) -> Responsibility:
    """Who is responsible on a day, from the two handover dates; without a handover date the community is."""
    if handover_day is None or today >= handover_day:
        return "Community"
    return "CustodyOnly" if start is not None and today < start else "CustodyWithCom"


def handover(facts: Facts, today: date, rules: Rules) -> Handover | None:
    """Who is responsible today and when that passes; None for somebody offender management does not cover.

    The answer carries the days on which it stays the same while no fact changes.
    """
    answer = _on_day(facts, today, rules)
    if answer is None:
        return None
    valid_from, valid_until = _validity(facts, today, rules, answer)
    return answer._replace(valid_from=valid_from, valid_until=valid_until)


def handover_validity(facts: Facts, today: date, rules: Rules) -> _Days:
    """The first and last day on which `handover` gives today's answer, None included; None: without end."""
    return _validity(facts, today, rules, _on_day(facts, today, rules))


def _validity(facts: Facts, today: date, rules: Rules, answer: Handover | None) -> _Days:
    days = sorted(set(_turning_days(facts, rules)))
    ended = (day for day in days if day > today and _on_day(facts, day, rules) != answer)
    began = (
        day for day in reversed(days) if day <= today and _on_day(facts, day - _ONE_DAY, rules) != answer
    )
    last = next(ended, None)
    return next(began, None), None if last is None else last - _ONE_DAY


def _turning_days(facts: Facts, rules: Rules) -> Iterator[date]:
    """Every day on which the answer may differ from the day before; some of them may turn nothing."""
    born = known_day(facts, "date_of_birth")
    if born:
        yield rules.handover.adult_age.after(born)
    if not is_indeterminate(facts):
        found = earliest_release(facts, date.min)
        counted = [found] if found else []
    else:
        counted = _indeterminate_dates(facts)
        yield from (found.date for found in counted)
        hearing = _hearing(facts)
        if hearing:
            # Months are clamped to the month's end, so the hearing may stop being distant a day later.
            near = rules.handover.distant_hearing.before(hearing)
            yield from (near, near + _ONE_DAY)
    for found in counted:
        handover_day, _ = handover_date(facts, found, rules)
        if handover_day:
            yield from (handover_start(facts, handover_day), handover_day)


def _on_day(facts: Facts, today: date, rules: Rules) -> Handover | None:
    """The whole answer for one day, without the days it is valid for."""
    if out_of_scope(facts, today, rules):
        return None
    earliest = earliest_release(facts, today)
    special = _special_case(facts, today, rules)
    if special is not None:
        who, reason = special
        return Handover(None, None, reason, *ROLES[who], earliest)
    if earliest is None:
        return Handover(None, None, "release_date_unknown", *ROLES["CustodyOnly"], None)
    day, reason = handover_date(facts, earliest, rules)
    start = None if day is None else handover_start(facts, day)
    return Handover(day, start, reason, *ROLES[responsibility(day, start, today)], earliest)


def out_of_scope(facts: Facts, today: date, rules: Rules) -> bool:
    """Whether offender management in custody does not cover the person: not sentenced, civil, or under 18."""
    born = known_day(facts, "date_of_birth")
    too_young = born is not None and rules.handover.adult_age.after(born) > today
    return too_young or facts.get("legal_status") in rules.handover.out_of_scope


def _special_case(facts: Facts, today: date, rules: Rules) -> tuple[Responsibility, str] | None:
    """The cases that are settled without counting back, in the service's order; the first that fits."""
    if is_indeterminate(facts):
        if facts.get("additional_indeterminate") is True:
            return "CustodyOnly", "additional_isp"
        hearing = _hearing(facts)
        if hearing and hearing > rules.handover.distant_hearing.after(today):
            managed = facts.get("mappa_level") in (2, 3)
            if on_recall(facts) and not managed:
                return "CustodyWithCom", "recall_thd_over_12_months"
            if facts.get("last_parole_outcome") == "not_release":
                return (
                    ("Community", "parole_mappa_2_3") if managed else ("CustodyWithCom", "thd_over_12_months")
                )
    if on_recall(facts):
        return "Community", "recall_case"
    if facts.get("legal_status") == _IMMIGRATION:
        return "Community", "immigration_case"
    return None


def override_responsibility(found: Handover, by: Literal["Prison", "Community"]) -> Handover:
    """The same handover with responsibility set by hand, which beats the calculation; the other supports."""
    if by == "Prison":
        return found._replace(responsible="POM", supporting="COM")
    return found._replace(responsible="COM", supporting="POM")


def is_upcoming(found: Handover, com_named: bool, today: date, rules: Rules) -> bool:
    """Whether the handover is close, the prison alone is responsible, and no COM is named yet."""
    return not com_named and _is_close(found, today, rules)


def handover_in_progress(found: Handover, com_named: bool, today: date, rules: Rules) -> bool:
    """Whether the community has taken over on a handover date, or is about to with its COM already named."""
    taken_over = found.responsible == "COM" and found.date is not None
    return taken_over or (com_named and _is_close(found, today, rules))


def _is_close(found: Handover, today: date, rules: Rules) -> bool:
    custody_only = (found.responsible, found.supporting) == ROLES["CustodyOnly"]
    day = found.date
    return custody_only and day is not None and rules.handover.upcoming.before(day) <= today < day


def com_allocation_overdue(found: Handover, com_known: bool, today: date, rules: Rules) -> bool:
    """Whether the community has been responsible for two days or more and neither names nor mails a COM."""
    if com_known or found.responsible != "COM" or found.date is None:
        return False
    return today >= rules.handover.com_allocation.after(found.date)


def com_allocation_days_overdue(found: Handover, today: date) -> int | None:
    """Days since the handover date: 0 on the day, negative before; None without a handover date."""
    return None if found.date is None else (today - found.date).days


def email_days(found: Handover, com_named: bool, rules: Rules) -> dict[str, date]:
    """The day each handover mail falls due, by the service's name for it; one that is not sent is absent."""
    if found.date is None:
        return {}
    days = {"upcoming_handover_window": rules.handover.upcoming.before(found.date)}
    if com_named:
        return days | {"handover_date": found.date}
    days["com_allocation_overdue"] = rules.handover.com_allocation_email.after(found.date)
    if found.start is not None:
        days["ldu_follow_up"] = rules.handover.ldu_follow_up_email.after(found.start)
    return days


def handover_type(facts: Facts, found: Handover | None) -> Literal["missing", "none", "enhanced", "standard"]:
    """How much of a handover there is: enhanced unless the resourcing is known to be standard."""
    if found is None:
        return "missing"
    if found.reason == "determinate_short":
        return "none"
    return "standard" if facts.get("resourcing") == "standard" else "enhanced"


def checklist(facts: Facts, found: Handover | None, rules: Rules) -> tuple[str, ...]:
    """The handover tasks for this person; anything but an enhanced handover has the standard ones."""
    if handover_type(facts, found) != "enhanced":
        return rules.handover.standard_tasks
    day, simplified = found.date if found else None, rules.handover.simplified_from
    if day and simplified and day >= simplified:
        return rules.handover.simplified_tasks
    return rules.handover.enhanced_tasks


def checklist_progress(tasks: Collection[str], done: Collection[str]) -> tuple[int, int]:
    """How many of the tasks are done, and how many there are; what was done unasked does not count."""
    return sum(task in done for task in tasks), len(tasks)


def approaching_parole(facts: Facts, today: date, rules: Rules) -> EarliestRelease | None:
    """The first of hearing, tariff expiry and parole eligibility within ten months, starting tomorrow."""
    until = rules.handover.approaching_parole.after(today)
    tariff, eligible = known_day(facts, "tariff_date"), known_day(facts, "parole_eligibility_date")
    dates = ((_hearing(facts), "THD"), (tariff, "TED"), (eligible, "PED"))
    ahead = [EarliestRelease(day, name) for day, name in dates if day and today < day <= until]
    return min(ahead, key=lambda found: found.date, default=None)


def post_recall_release_date(facts: Facts) -> date | None:
    """The earlier of the approved parole date and the post-recall release date, overrides applied."""
    dates = (recorded_date(facts, name) for name in ("APD", "PRRD"))
    return min((day for day in dates if day), default=None)
