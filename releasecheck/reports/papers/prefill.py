"""What each service asks on its referral form, answered from the record, with every blank marked.

The forms are `prefill_forms`. An answer that nobody has recorded stays a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import RecordedOutcome, day_known
from releasecheck.core.words import day_in_full, day_written, uncapital
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.office.directory import EMPTY, Directory
from releasecheck.people.prisons import prison_called
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.working_days import shift
from releasecheck.reports.papers.prefill_forms import NOT_KNOWN, FormQuestion, ReferralForm, Stop
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import Countdown, TaskLine
from releasecheck.reports.person.task_words import near

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


#: A confirmed place to sleep: the outcomes that say so, and how it is said.
_BEDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "cas3": (("booking_confirmed",), "a room is booked"),
    "cas1": (("placement_booked", "arrived"), "a place in an Approved Premises is booked"),
    "cas2": (("placed",), "a CAS-2 place is booked"),
    "private_address": (("confirmed",), "an address is confirmed"),
    "address_night_one": (("done",), "a place for the first night is confirmed"),
}


class Filled(NamedTuple):
    """One question with its answer; None: a blank."""

    question: FormQuestion
    answer: str | None
    stopped_by: tuple[Stop, ...]
    """What the recorded answer does to the referral."""
    hidden: bool = False
    """Whether there is an answer is not shown to whoever asks."""


class Surroundings(NamedTuple):
    """What an answer may need besides the person's own record."""

    by: str = ""
    office: str = ""
    directory: Directory = EMPTY
    nowhere_since: date | None = None
    """The day on which it was recorded that there is nowhere to go."""
    without_need: bool = False
    """Whoever asks is not shown what is sensitive."""


class Earlier(NamedTuple):
    """A referral that was made already."""

    steps: tuple[tuple[str, date | None], ...]
    """What became of it and on which day, oldest first; no day where nobody knows it."""


class Prefilled(NamedTuple):
    """A form for one person."""

    form: ReferralForm
    report: Countdown
    task: TaskLine | None
    filled: tuple[Filled, ...]
    made: Earlier | None = None
    """The referral that was made already; None where none was, or what was counts no longer."""
    bed: str = ""
    """A place to sleep that is confirmed, though the record says that there is nowhere to go."""
    retired: str = ""
    """Why this is not asked for any more."""

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(one.answer is not None for one in self.filled)


def prefill(
    form: ReferralForm,
    report: Countdown,
    catalogue: Catalogue,
    outcomes: Sequence[RecordedOutcome],
    known: Surroundings,
) -> Prefilled:
    """The form with what the record knows of somebody, and the office's directory of whom it is sent to."""
    tasks = {task.item: task for task in report.tasks}
    bed = _bed(tasks, report, known.nowhere_since)
    answer = _RecordedAnswers(report, catalogue, outcomes, known, bed).of
    filled = []
    for question in form.questions:
        found = next((text for source in question.sources if (text := answer(source))), question.otherwise)
        if found is None and question.if_known:
            continue
        hidden = known.without_need and found is None and _is_sensitive(question.source)
        stops = () if hidden else tuple(stop for stop in question.stops if _stops(stop, found, report))
        filled.append(Filled(question, found, stops, hidden))
    task, item = tasks.get(form.task), catalogue.items[form.item]
    gone = item.gone and item.retired is not None and item.retired.since <= report.as_of
    return Prefilled(
        *(form, report, task, tuple(filled)),
        made=_earlier(task, catalogue, outcomes),
        bed=bed,
        retired=item.retired.because if gone and item.retired else "",
    )


def _is_sensitive(source: str | None) -> bool:
    fact = FACTS.get(source or "")
    return fact is not None and fact.sensitive


class _RecordedAnswers:
    """Where each answer comes from: the facts, what was written down with tasks, the office's directory."""

    def __init__(
        self,
        report: Countdown,
        catalogue: Catalogue,
        outcomes: Sequence[RecordedOutcome],
        known: Surroundings,
        bed: str,
    ) -> None:
        self._facts, self._bed = report.facts, bed
        self._tasks = {task.item: task for task in report.tasks}
        self._catalogue, self._outcomes = catalogue, outcomes
        self._other = _other(report, known.by, known.office)
        last = {kind: self._written(*where) for kind, where in _WRITTEN.items()}
        self._services = known.directory.for_person(report.facts, last)

    def of(self, source: str) -> str | None:
        """The answer that a form's source has; None where nobody has recorded it."""
        item, dot, field = source.partition(".")
        if item == DIRECTORY:
            kind, _, cell = field.partition(".")
            return getattr(self._services[kind], cell) if kind in self._services else None
        if dot:
            return self._written(item, field)
        if source in self._other:
            return self._other[source]()
        if source == "next_accommodation" and self._bed:
            return self._bed
        value = self._facts.get(source)
        if isinstance(value, date):
            return day_in_full(value)
        if source == "prison" and value is not None:
            return prison_called(str(value))
        return None if value is None else show_value(FACTS[source], value)

    def _written(self, item: str, field: str) -> str | None:
        return written_down(self._tasks.get(item), field, self._catalogue, self._outcomes)


def _bed(tasks: Mapping[str, TaskLine], report: Countdown, since: date | None) -> str:
    """no when recorded 1 Jun; a room is booked from 11 Dec: of somebody said to have nowhere to go."""
    if report.facts.get("next_accommodation") is not False:
        return ""
    for item, (outcomes, words) in _BEDS.items():
        task = tasks.get(item)
        if task is None or task.state not in ("done", "done_late") or task.outcome not in outcomes:
            continue
        day = day_written(task.evidence.get("bed_from"))
        start = f" from {near(day, report.as_of, weekday=False)}" if day else ""
        recorded = f" when recorded {near(since, report.as_of, weekday=False)}" if since else ""
        return f"no{recorded}; {words}{start}"
    return ""


def _earlier(
    task: TaskLine | None, catalogue: Catalogue, outcomes: Sequence[RecordedOutcome]
) -> Earlier | None:
    """What became of the referral that counts: from the day on which it was sent."""
    if task is None or task.outcome is None or task.state not in _SPEAKS:
        return None
    specs = catalogue.items[task.item].outcomes
    own = [one for one in outcomes if one.item == task.item and one.outcome in specs]
    steps: list[tuple[str, date | None]] = []
    for one in reversed(own):
        spec = specs[one.outcome]
        if steps and spec.kind not in ("waiting", "action"):
            break
        words = "sent" if spec.name == "submitted" else uncapital(spec.title)
        steps.insert(0, (words, one.on if day_known(one.evidence) else None))
    return Earlier(tuple(steps))


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
        if item.outcomes[task.outcome].kind == "waiting":
            return "none yet"
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
