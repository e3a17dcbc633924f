"""What each service asks on its referral form, answered from the record, with every blank marked.

The forms are data (`data/prefill.toml`): a question, where the record has the answer, and which answers stop
or redirect the referral. An answer that nobody has recorded stays a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from releasecheck.core.domain import RecordedOutcome
from releasecheck.core.shipped import DATA
from releasecheck.core.words import day_in_full
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.office.directory import EMPTY, Directory
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.working_days import shift
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import Countdown, TaskLine

NOT_KNOWN = "not known"

#: Answers that are neither facts nor written down with a task.
OTHER_SOURCES = ("name", "release", "release_words", "release_type", "today", "prison_number", "by", "office")

DIRECTORY = "directory"
"""What a source in the office's directory begins with: directory.council.telephone."""

#: Where the name of whom a referral goes to was written down, by kind of entry in the directory.
_WRITTEN: Mapping[str, tuple[str, str]] = {
    "council": ("dtr", "authority"),
    "crs": ("crs", "provider"),
    "jobcentre": ("benefits", "jobcentre"),
    "treatment": ("substance_appointment", "provider"),
}

#: States in which what was recorded of a task still speaks; an expired referral has to be made again.
_SPEAKS = ("done", "done_late", "waiting", "chase", "action", "declined", "not_achieved")


class Stop(NamedTuple):
    """An answer, and what it does to the referral."""

    when: str
    """The answer in lower case, or `not known`."""
    says: str
    months_ahead: int | None = None
    """Instead of an answer: the release is further away than so many calendar months."""


class FormQuestion(NamedTuple):
    """One thing a form asks."""

    ask: str
    source: str | None
    """Where the record has the answer; None: nowhere, it is a blank."""
    other: str | None
    """Where else to look."""
    otherwise: str | None
    """The answer where the record has none."""
    note: str
    stops: tuple[Stop, ...]
    section: str
    """The heading that begins here, or nothing."""
    if_known: bool = False
    """It stands on the form only where there is an answer."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Everything it reads."""
        return tuple(filter(None, (self.source, self.other)))


class ReferralForm(NamedTuple):
    """A referral form: what it is for, what to know first, and its questions."""

    item: str
    title: str
    to: str
    source: str
    confidence: str
    before: tuple[str, ...]
    questions: tuple[FormQuestion, ...]
    task: str
    """The task that it is sent for, where that is another item's."""
    for_women: str | None = None
    """The form that a woman is referred with instead."""


class Filled(NamedTuple):
    """One question with its answer; None: a blank."""

    question: FormQuestion
    answer: str | None
    stopped_by: tuple[Stop, ...]
    """What the recorded answer does to the referral."""


class Prefilled(NamedTuple):
    """A form for one person."""

    form: ReferralForm
    report: Countdown
    task: TaskLine | None
    filled: tuple[Filled, ...]

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(one.answer is not None for one in self.filled)


@cache
def forms() -> Mapping[str, ReferralForm]:
    """Every form, by the item it is for."""
    import tomllib

    tables = tomllib.loads((DATA / "prefill.toml").read_text("utf-8"))
    return {item: _form(item, table) for item, table in tables["form"].items()}


def _form(item: str, table: Mapping[str, Any]) -> ReferralForm:
    questions = tuple(
        FormQuestion(
            ask=field["ask"],
            source=field.get("from"),
            other=field.get("or"),
            otherwise=field.get("or_text"),
            note=field.get("note", ""),
            stops=tuple(
                Stop(stop.get("when", "").lower(), stop["says"], stop.get("months_ahead"))
                for stop in field.get("stops", ())
            ),
            section=field.get("section", ""),
            if_known=field.get("if_known", False),
        )
        for field in table["fields"]
    )
    before = tuple(table.get("before", ()))
    return ReferralForm(
        *(item, table["title"], table["to"], table["source"], table["confidence"], before, questions),
        *(table.get("task", item), table.get("for_women")),
    )


def prefill(
    form: ReferralForm,
    report: Countdown,
    catalogue: Catalogue,
    outcomes: Sequence[RecordedOutcome],
    by: str,
    office: str,
    directory: Directory = EMPTY,
) -> Prefilled:
    """The form with what the record knows of somebody, and the office's directory of whom it is sent to."""
    tasks = {task.item: task for task in report.tasks}
    other = _other(report, by, office)
    last = {
        item: written_down(tasks.get(item), field, catalogue, outcomes) for item, field in _WRITTEN.values()
    }
    services = directory.for_person(report.facts, {kind: last[item] for kind, (item, _) in _WRITTEN.items()})

    def answer(source: str) -> str | None:
        item, dot, field = source.partition(".")
        if item == DIRECTORY:
            kind, _, cell = field.partition(".")
            return getattr(services[kind], cell) if kind in services else None
        if dot:
            return written_down(tasks.get(item), field, catalogue, outcomes)
        if source in other:
            return other[source]()
        value = report.facts.get(source)
        if isinstance(value, date):
            return day_in_full(value)
        return None if value is None else show_value(FACTS[source], value)

    filled = []
    for question in form.questions:
        found = next((text for source in question.sources if (text := answer(source))), question.otherwise)
        if found is None and question.if_known:
            continue
        stops = tuple(stop for stop in question.stops if _stops(stop, found, report))
        filled.append(Filled(question, found, stops))
    return Prefilled(form, report, tasks.get(form.task), tuple(filled))


def _stops(stop: Stop, answer: str | None, report: Countdown) -> bool:
    """Whether the answer, or the distance to release, stops or redirects the referral."""
    if stop.months_ahead is not None:
        release = report.release
        return release is not None and release.date > shift(report.as_of, months=stop.months_ahead)
    return stop.when == (answer or NOT_KNOWN).lower()


def _other(report: Countdown, by: str, office: str) -> Mapping[str, Callable[[], str | None]]:
    facts, release = report.facts, report.release
    name = " ".join(str(facts[part]) for part in ("first_name", "last_name") if part in facts)

    def release_words() -> str | None:
        if release is None:
            return None
        sure = phrases.confirmation(release)
        return ", ".join(filter(None, (day_in_full(release.date), release.type, sure)))

    return {
        "name": lambda: name or None,
        "release": lambda: day_in_full(release.date) if release else None,
        "release_words": release_words,
        "release_type": lambda: release.type if release else None,
        "today": lambda: day_in_full(report.as_of),
        "prison_number": lambda: report.prison_number,
        "by": lambda: by or None,
        "office": lambda: office or None,
    }


def written_down(
    task: TaskLine | None, field: str, catalogue: Catalogue, outcomes: Iterable[RecordedOutcome]
) -> str | None:
    """What was written down with a task: its outcome, the day it was sent, or a field of its evidence."""
    if task is None or task.outcome is None or task.state not in _SPEAKS:
        return None
    item = catalogue.items[task.item]
    own = [one for one in outcomes if one.item == task.item]
    if field == "outcome":
        reason = f", {task.outcome_reason.replace('_', ' ')}" if task.outcome_reason else ""
        return f"{task.outcome.replace('_', ' ')}{reason}"
    if field == "on":
        sent = [one.on for one in own if (spec := item.outcomes.get(one.outcome)) and spec.kind == "waiting"]
        day = max(sent) if sent else task.outcome_on
        return day_in_full(day) if day else None
    found = [one.evidence[field] for one in own if field in one.evidence]
    if not found:
        return None
    if catalogue.fields[field].kind == "date":
        return day_in_full(date.fromisoformat(found[-1]))
    return found[-1].replace("_", " ") if catalogue.fields[field].kind == "choice" else found[-1]
