"""The date rules as values: orders and numbers read from `data/rules.toml`, with an office's own laid over.

Which date is the release, how long before it responsibility passes, what hangs on a licence, and what about a
release somebody must look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from releasecheck.core.errors import CatalogueError
from releasecheck.core.outside import read_toml
from releasecheck.core.words import did_you_mean
from releasecheck.people.sentence_dates import CONFIRMED, RELEASE_FACTS, UNTYPED
from releasecheck.policy.sources import rules_text
from releasecheck.policy.tables.doubt_rules import (
    HousingCostsRules,
    NoticeRules,
    ProgressionRules,
    housing_costs_rules,
    notice_rules,
    progression_rules,
)
from releasecheck.policy.tables.rule_tables import RuleSection, Span


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """Which recorded date is the release, and what happens when it falls on a closed day."""

    source: str
    order: tuple[str, ...]
    only_on_recall: tuple[str, ...]
    set_by_law: tuple[str, ...]
    """While no recall is recorded, a date of a recall counts only if it is later than each of these."""
    named_when_confirmed: tuple[str, ...]
    back_to_working_day: tuple[str, ...]
    forward_to_working_day: tuple[str, ...]
    may_be_brought_forward: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """How long before the earliest release responsibility passes to the community, and for whom."""

    source: str
    early_allocation: Span
    indeterminate: Span
    indeterminate_open: Span
    determinate_parole: Span
    determinate: Span
    short_sentence: Span
    distant_hearing: Span
    adult_age: Span
    out_of_scope: tuple[str, ...]
    upcoming: Span
    com_allocation: Span
    com_allocation_email: Span
    ldu_follow_up_email: Span
    approaching_parole: Span
    enhanced_tasks: tuple[str, ...]
    simplified_tasks: tuple[str, ...]
    standard_tasks: tuple[str, ...]
    simplified_from: date | None
    """First handover date with the simplified list for enhanced cases; None: not in use."""


@dataclass(frozen=True, slots=True)
class LicenceRules:
    """Working days, and where the name says so calendar days, that hang on the start of a licence."""

    source: str
    hard_stop_working_days: int
    hard_stop_warning_working_days: int
    due_soon_working_days: int
    late_allocation_working_days: int
    earliest_release_working_days: int
    time_served_days: int
    hdc_creation_days: int
    parole_window_days: int
    early_date_not_believed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParoleRules:
    """How long after a hearing somebody could be out, in days, and which HDC dates are to be checked."""

    source: str
    decision_days: int
    provisional_days: int
    no_adult_hdced_from: date | None
    """Adults' HDC eligibility dates from this day on are given no longer; None: all are believed."""


@dataclass(frozen=True, slots=True)
class TimetableRules:
    """What is asked of a time before somebody was recorded, and when what came too late is due."""

    source: str
    before_days: int
    later_within_days: int
    least_working_days: int
    share_percent: int
    most_working_days: int
    first: tuple[str, ...]
    """The kinds of task that take the smaller share."""
    first_share_percent: int
    first_most_working_days: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All the date rules, read and checked."""

    release: ReleaseRules
    handover: HandoverRules
    licence: LicenceRules
    parole: ParoleRules
    timetable: TimetableRules
    notice: NoticeRules
    progression: ProgressionRules
    housing_costs: HousingCostsRules


def parse_rules(parsed: Mapping[str, object]) -> Rules:
    """Read rules from parsed TOML. Raises CatalogueError with every mistake in it."""
    problems: list[str] = []
    names = tuple(_READERS)
    sections = {name: RuleSection(name, parsed.get(name), problems) for name in names}
    rules = Rules(**{name: read(sections[name]) for name, read in _READERS.items()})
    for section in sections.values():
        section.unknown_keys()
    problems += [
        f"rules.toml: [{name}] is not a table of rules{did_you_mean(name, names)}"
        for name in parsed
        if name not in names
    ]
    if problems:
        raise CatalogueError(problems)
    return rules


def _release_rules(section: RuleSection) -> ReleaseRules:
    types = (*RELEASE_FACTS, UNTYPED)
    return ReleaseRules(
        source=section.text("source"),
        order=section.names("order", (CONFIRMED, *types)),
        only_on_recall=section.names("only_on_recall", types),
        set_by_law=section.names("set_by_law", types),
        named_when_confirmed=section.names("named_when_confirmed", types),
        back_to_working_day=section.names("back_to_working_day", types),
        forward_to_working_day=section.names("forward_to_working_day", types),
        may_be_brought_forward=section.names("may_be_brought_forward", types),
    )


def _handover_rules(section: RuleSection) -> HandoverRules:
    return HandoverRules(
        source=section.text("source"),
        early_allocation=section.span("early_allocation"),
        indeterminate=section.span("indeterminate"),
        indeterminate_open=section.span("indeterminate_open"),
        determinate_parole=section.span("determinate_parole"),
        determinate=section.span("determinate"),
        short_sentence=section.span("short_sentence"),
        distant_hearing=section.span("distant_hearing"),
        adult_age=section.span("adult_age"),
        out_of_scope=section.names("out_of_scope"),
        upcoming=section.span("upcoming"),
        com_allocation=section.span("com_allocation"),
        com_allocation_email=section.span("com_allocation_email"),
        ldu_follow_up_email=section.span("ldu_follow_up_email"),
        approaching_parole=section.span("approaching_parole"),
        enhanced_tasks=section.names("enhanced_tasks"),
        simplified_tasks=section.names("simplified_tasks"),
        standard_tasks=section.names("standard_tasks"),
        simplified_from=section.day("simplified_from"),
    )


def _licence_rules(section: RuleSection) -> LicenceRules:
    return LicenceRules(
        source=section.text("source"),
        hard_stop_working_days=section.number("hard_stop_working_days"),
        hard_stop_warning_working_days=section.number("hard_stop_warning_working_days"),
        due_soon_working_days=section.number("due_soon_working_days"),
        late_allocation_working_days=section.number("late_allocation_working_days"),
        earliest_release_working_days=section.number("earliest_release_working_days"),
        time_served_days=section.number("time_served_days"),
        hdc_creation_days=section.number("hdc_creation_days"),
        parole_window_days=section.number("parole_window_days"),
        early_date_not_believed=section.names("early_date_not_believed"),
    )


def _parole_rules(section: RuleSection) -> ParoleRules:
    return ParoleRules(
        source=section.text("source"),
        decision_days=section.number("decision_days"),
        provisional_days=section.number("provisional_days"),
        no_adult_hdced_from=section.day("no_adult_hdced_from"),
    )


def _timetable_rules(section: RuleSection) -> TimetableRules:
    numbers = (field.name for field in fields(TimetableRules) if field.name not in ("source", "first"))
    rules = TimetableRules(
        source=section.text("source"),
        first=section.names("first", ("public_protection", "closes")),
        **{name: section.number(name) for name in numbers},
    )
    for key in ("share_percent", "most_working_days"):
        if getattr(rules, f"first_{key}") > getattr(rules, key):
            section.problem(f"first_{key}", f"no more than {key}")
    return rules


#: What reads each table, in the order of the file.
_READERS: Mapping[str, Callable[[RuleSection], Any]] = {
    "release": _release_rules,
    "handover": _handover_rules,
    "licence": _licence_rules,
    "parole": _parole_rules,
    "timetable": _timetable_rules,
    "notice": notice_rules,
    "progression": progression_rules,
    "housing_costs": housing_costs_rules,
}


def parse_office_rules(text: str) -> Mapping[str, object]:
    """An office's own rules, read. Raises CatalogueError when they are not TOML."""
    import tomllib

    try:
        return read_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError([f"rules.toml: not valid TOML: {error}"]) from error


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, object]:
    import tomllib

    return tomllib.loads(rules_text())


@lru_cache(maxsize=1)
def _shipped_rules() -> Rules:
    return parse_rules(_shipped())


def load_rules(*office: Mapping[str, object] | None) -> Rules:
    """The rules that ship with the program, with an office's own laid over them key by key, and so on.

    Raises CatalogueError with every mistake in the office's rules.
    """
    if not any(office):
        return _shipped_rules()
    merged = dict(_shipped())
    for name, own in (said for one in office for said in (one or {}).items()):
        below = merged.get(name)
        if isinstance(below, Mapping) and isinstance(own, Mapping):
            merged[name] = {**below, **own}
        else:
            merged[name] = own
    return parse_rules(merged)
