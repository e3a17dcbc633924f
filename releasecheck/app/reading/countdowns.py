"""What commands read from the record: plans as they hold today, and the reports made from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from releasecheck.app.opening.session import App
from releasecheck.app.reading.need import shown_plan, without_need
from releasecheck.core.domain import Doubt, Facts, PersonRecord, Plan
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import capital, day_in_words, listed
from releasecheck.people.custody_checks import list_check
from releasecheck.people.fact_checks import Check, check_facts, missing_flags
from releasecheck.people.identifiers import same_crn_check
from releasecheck.people.sensitive import SENSITIVE, not_shown, plain_names, shown_facts
from releasecheck.people.sentence_dates import BY_THE_BOARD, has_died, release_to_come
from releasecheck.policy.release_checks import check_release
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import Countdown, ItemInfo, PossibleDays, countdown
from releasecheck.reports.person.country_words import worded

if TYPE_CHECKING:
    from releasecheck.formats.paper import Made
    from releasecheck.policy.working_days import Calendar


def current_plan(app: App, number: str) -> tuple[Plan, Facts]:
    """A person's plan as it holds today, with their facts; opening the record has brought it up to date."""
    if app.own_rules:
        record = app.store.person(number)
        assert record is not None, "only called for somebody the record knows"
        return app.planner().plan(record, app.today), record.facts
    saved = app.store.saved_plan(number)
    assert saved is not None, "only called for somebody the record knows"
    return saved.plan, saved.person.facts


def item_infos(app: App) -> Mapping[str, ItemInfo]:
    """Titles and actions of the installed items, as saved with the plans or as they are where somebody is."""
    saved = {
        row.id: ItemInfo(
            row.id,
            row.title,
            row.pathway,
            row.action,
            row.code,
            row.local_parts,
            row.outcome_record,
            row.public_protection,
            row.first_mark,
            row.answer_mark,
            row.short,
            row.sensitive,
            row.unsaid,
        )
        for row in app.store.item_rows()
    }
    if app.goes_by_others_here:
        from releasecheck.reports.person.countdown import info_of

        saved.update((item.id, info_of(item)) for item in app.planner().catalogue.installed())
    return saved


def footnotes(app: App) -> tuple[str, ...]:
    """What a report must say of the policy it was made with."""
    if app.own_rules:
        return ("Planned by this office's own files, which the record does not go by; nothing was saved",)
    version = app.store.meta("catalogue_version")
    own = app.store.overrides()
    return (f"Catalogue {version}" + (f", with this office's own {listed(own)}" if own else ""),)


def checks(plan: Plan, facts: Facts, app: App) -> tuple[Check, ...]:
    """What somebody should look at before trusting the rest."""
    number, release = plan.prison_number, plan.release
    found: list[Check] = []
    if not has_died(facts):
        found += check_release(facts, release, plan.licence, app.calendar())
        found += check_facts(facts, app.today)
    if (asked := list_check(number, facts)) is not None:
        found.insert(0, Check("whereabouts" if "custody_status" in facts else "no_release_day", asked))
    past = release is not None and release.date < app.today and "released_on" not in facts
    if past and release is not None and not release.confirmed:
        asked = phrases.gone_by(number, release.date, day_in_words(release.date))
        found.insert(0, Check("release_day_past", capital(asked)))
    done = ("done", "done_late")
    written = any(task.item == "licence_approved" and task.stage in done for task in plan.tasks)
    if "com" not in facts and "released_on" not in facts and plan.licence is not None and not written:
        found += _late_allocation(plan.licence.start, app)
    alarms = [one for one in plan.doubts if one.pressing]
    others = [one for one in plan.doubts if not one.pressing]
    return (*_doubts(number, alarms), *found, *_doubts(number, others))


def _doubts(number: str, doubts: Iterable[Doubt]) -> Iterator[Check]:
    for one in doubts:
        settled_by = phrases.checked(number, (one.code,))
        yield Check(one.code, one.text, settled_by=settled_by, alarm=one.pressing, brief=capital(one.brief))


_NEAR = timedelta(days=21)
"""Days within which it is worth reading the rules: five working days, Fridays not counted, are fewer."""


def _late_allocation(start: date, app: App) -> tuple[Check, ...]:
    """The licence service's warning, of somebody whose licence nobody outside is named to write."""
    if not app.today <= start <= app.today + _NEAR:
        return ()
    from releasecheck.policy.licence import late_allocation_warning

    rules = app.rules()
    if not late_allocation_warning(start, app.calendar(), app.today, rules):
        return ()
    days = rules.licence.late_allocation_working_days
    text = f"No COM is named, and release is no more than {days} working days away, Fridays not counted."
    return (Check("no_com_named", text, ("com",)),)


def died_words(number: str, facts: Facts) -> str:
    """That somebody has died, and how to take it back where that is wrong."""
    day = facts.get("died_on")
    on = f" on {day_in_words(day)}" if isinstance(day, date) else ""
    return f"{number} died{on}: nothing is made or asked for. If that is wrong: releasecheck history {number}"


def not_dead(record: PersonRecord) -> None:
    """Raises ReleasecheckError for somebody who has died."""
    if has_died(record.facts):
        raise ReleasecheckError(died_words(record.prison_number, record.facts))


def not_for_the_dead(app: App, number: str) -> None:
    """Raises ReleasecheckError where a page is asked for of somebody who has died."""
    record = app.store.person(number)
    if record is not None:
        not_dead(record)


def _possible_days(app: App, plan: Plan, facts: Facts) -> PossibleDays:
    """When somebody could be out; without another day no rule is read."""
    on_hdc = "hdc_eligibility_date" in facts and facts.get("hdc_eligible") is not False
    if not on_hdc and facts.keys().isdisjoint(BY_THE_BOARD):
        return PossibleDays(release_to_come(facts, plan.release, app.today))
    from releasecheck.policy.earliest_day import earliest_possible, hdc_to_ask_about

    rules, calendar, today = app.rules(), app.calendar(), app.today
    return PossibleDays(
        earliest_possible(facts, plan.release, calendar, rules, today),
        hdc_to_ask_about(facts, plan.release, calendar, rules, today),
    )


def countdown_for(app: App, number: str) -> Countdown:
    """One person's checklist today."""
    plan, facts = current_plan(app, number)
    report = _counted(app, plan, facts, item_infos(app), footnotes(app))
    return report._replace(questions=app.store.open_questions((number,)).get(number, ()))


def countdowns(app: App, numbers: Iterable[str]) -> Iterator[Countdown]:
    """These people's checklists today, by prison number, one at a time."""
    infos, notes = item_infos(app), footnotes(app)
    wanted = tuple(numbers)
    asked = app.store.open_questions(wanted)
    for saved in app.store.saved_plans(wanted):
        report = _counted(app, saved.plan, saved.person.facts, infos, notes)
        yield report._replace(questions=asked.get(report.prison_number, ()))


def _counted(
    app: App, plan: Plan, facts: Facts, infos: Mapping[str, ItemInfo], notes: tuple[str, ...]
) -> Countdown:
    days = _working_days_left(app.calendar(), app.today, plan)
    possible = _possible_days(app, plan, facts)
    others = sharing_crn(app, plan.prison_number, facts)
    same_crn = (Check("same_crn", same_crn_check(plan.prison_number, others), ("crn",)),) if others else ()
    found = (*same_crn, *checks(plan, facts, app))
    flags = () if has_died(facts) else missing_flags(facts)
    infos = worded(infos, facts)
    role, withheld = without_need(app), 0
    if role is not None:
        plan, withheld = shown_plan(plan, infos, role)
        facts, flags = shown_facts(facts), plain_names(flags)
        found = tuple(check for check in found if SENSITIVE.isdisjoint(check.facts))
        notes = (*notes, *filter(None, (not_shown(withheld),)))
    report = countdown(plan, facts, infos, app.today, days, found, flags, notes, possible=possible)
    return report._replace(same_crn=others, withheld=withheld)


def sharing_crn(app: App, number: str, facts: Facts) -> tuple[str, ...]:
    """Who else has somebody's CRN, by prison number; never the restricted."""
    crn = facts.get("crn")
    if crn is None:
        return ()
    return tuple(one for one in app.store.by_crn((str(crn),)).get(str(crn), ()) if one != number)


def _working_days_left(calendar: Calendar, today: date, plan: Plan) -> int | None:
    """Days on which this office can still do something: today counts, the day of release does not."""
    if plan.release is None:
        return None
    night = timedelta(days=1)
    return calendar.working_days_between(today - night, plan.release.date - night)


def made(app: App, for_whom: str | None = None) -> Made:
    """When a paper is made and by whom, from what record as of which entry, and with which catalogue."""
    from releasecheck.formats.paper import Made

    last = app.store.last_entry()
    entry = f", entry {last.entry}" if last else ""
    now = app.now.astimezone()
    return Made(
        day_in_words(app.today),
        f"{app.place.name}{entry}",
        "; ".join(footnotes(app)),
        for_whom,
        app.by,
        f"{now:%H:%M}" if now.date() == app.today else "",
        app.today,
    )
