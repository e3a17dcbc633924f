"""Making handovers from the record, one or many, and recording that they were sent and have arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import (
    make_folder,
    may_replace,
    paper_document,
    present_paper,
    say,
    write,
    write_files,
)
from releasecheck.app.presenting.progress_bar import progress
from releasecheck.app.reading.access_log import given_to
from releasecheck.app.reading.accounted import caseload_and_rest
from releasecheck.app.reading.caseload import narrowed
from releasecheck.app.reading.countdowns import countdown_for, countdowns, made, not_for_the_dead
from releasecheck.app.reading.history import told_lines
from releasecheck.app.reading.need import shown_lines, without_need
from releasecheck.app.reading.staff import staff_of
from releasecheck.app.recording.writing import record_change, record_changes
from releasecheck.core.domain import PersonRecord, RecordedOutcome
from releasecheck.core.errors import ReleasecheckError, ReportError, UsageError
from releasecheck.core.words import count, day_in_words, who
from releasecheck.formats.paper import Made, Paper
from releasecheck.people.entries import HistoryEntry, Note
from releasecheck.people.history import Line
from releasecheck.people.sensitive import shown_facts
from releasecheck.planning.changes import PersonChange
from releasecheck.reports.papers.handover.news import News, news
from releasecheck.reports.papers.handover.page import handover_page
from releasecheck.reports.papers.handover.report import (
    GIVEN,
    REPORT,
    HandoverReport,
    handover_report,
    handovers_given,
)
from releasecheck.reports.person.countdown import Countdown

PREVIEW = "Preview: not given to anybody, and not recorded as sent."


class Handed(NamedTuple):
    """One handover made, and what giving it records."""

    report: HandoverReport
    change: PersonChange

    @property
    def number(self) -> str:
        """Whose it is."""
        return self.report.countdown.prison_number


def one_handover(
    app: App,
    number: str,
    recipient: str,
    form: str,
    output: Path | None,
    force: bool,
    since: date | str | None,
) -> None:
    """One person's handover in the form asked for, recorded as given once it is made."""
    handed = _handed(app, countdown_for(app, number), recipient, since)

    def record() -> None:
        record_change(app, handed.change)

    if form == "json":
        _as_json(app, handed.report, output, force, record)
    else:
        present_paper(
            app, _paper(app, handed.report, made(app, recipient)), form, output, recipient, force, record
        )
    _say_what_next(app, handed)


def preview_handover(app: App, number: str, recipient: str | None, since: date | str | None) -> None:
    """One person's handover on the screen, as whoever gets it will read it: a look, and nothing is given.

    Without a recipient it is the one for the COM, by name where one is recorded.
    """
    not_for_the_dead(app, number)
    countdown = countdown_for(app, number)
    com = countdown.facts.get("com")
    whom = recipient or (f"{com}, COM" if com else "the COM")
    handed = _handed(app, countdown, whom, since)
    paper = _paper(app, handed.report, made(app))
    # Behind what must be seen first: a release that is stopped says so before anything else.
    present_paper(app, paper._replace(under=(*paper.under, PREVIEW)), "table", None, None)
    say(app, f"Nothing recorded. To give it: releasecheck handover {number} --to WHO -o FILE")


def handover_for(app: App, number: str, recipient: str) -> Paper:
    """One person's handover as it stands today; nothing is recorded."""
    handed = _handed(app, countdown_for(app, number), recipient, None)
    return _paper(app, handed.report, made(app, recipient))


def _paper(app: App, report: HandoverReport, when: Made) -> Paper:
    return handover_page(report, app.planner().rules.handover, when)


def _as_json(
    app: App, report: HandoverReport, output: Path | None, force: bool, record: Callable[[], None]
) -> None:
    from releasecheck.formats.json_text import json_text
    from releasecheck.reports.papers.handover.data import to_json_handover

    def given() -> None:
        given_to(app, report.numbers, report.recipient)
        record()

    may_replace(output, force)
    write(app, json_text(to_json_handover(report)), output, "Handover", given, settled=True, form="json")


def _handed(app: App, countdown: Countdown, recipient: str, since: date | str | None) -> Handed:
    number = countdown.prison_number
    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    if without_need(app) is not None:
        record = record._replace(facts=shown_facts(record.facts))
    entries = app.store.history(number)
    first = _since(since, [given.on for given in handovers_given(entries)], number)
    changes = tuple(_changes(app, number, first)) if first else ()
    items = app.whole_catalogue().items
    report = handover_report(
        *(countdown, record, entries, items, recipient, first, changes),
        staff=staff_of(app),
        news=_news(app, number, entries, since),
    )
    return Handed(report, _change(report, record, app.today, app.by))


def _since(since: date | str | None, given: Sequence[date], number: str) -> date | None:
    """The day that --since means; UsageError where it is the last handover and there was none."""
    if not isinstance(since, str):
        return since
    if not given:
        raise UsageError(f"no handover of {number} is recorded yet: give a date, --since 2026-11-01")
    return given[-1]


def _changes(app: App, number: str, first: date) -> Iterator[str]:
    """What was recorded from a day on, one sentence an entry, without the handovers themselves."""
    for line in _lines(app, number):
        parts = [part.words for part in line.parts if part.kind != "note" or not part.words.startswith(GIVEN)]
        if line.day >= first and parts and line.undone is None:
            yield f"{day_in_words(line.day)}, {line.by}: {', '.join(parts)}."


def _news(app: App, number: str, entries: Sequence[HistoryEntry], since: date | str | None) -> News:
    """What was recorded since the day asked for, or else since the last handover of another day."""
    items = app.whole_catalogue().items
    if isinstance(since, date):
        return news(_lines(app, number), entries, items, since, app.today)
    before = [given for given in handovers_given(entries) if since is not None or given.on < app.today]
    if not before:
        return News()
    last = before[-1]
    return news(_lines(app, number), entries, items, last.on, app.today, after=last.entry)


def _lines(app: App, number: str) -> list[Line]:
    """The person's history as whoever asks may see it."""
    return shown_lines(app, told_lines(app, number))


def _change(report: HandoverReport, record: PersonRecord, today: date, by: str) -> PersonChange:
    """What giving this handover records: that it was given, and sent if it went to the COM."""
    to = report.recipient
    again = any(given.on == today and given.to == to for given in report.given)
    sent: tuple[RecordedOutcome, ...] = ()
    if report.to_com and not _sent_already(report):
        sent = (RecordedOutcome(REPORT, "sent", today, evidence={"sent_to": to}, by=by),)
    note = Note(GIVEN, today, "", None, {"to": to})
    return PersonChange(record.prison_number, outcomes=sent, notes=() if again else (note,))


def _sent_already(report: HandoverReport) -> bool:
    """Whether the COM of now has been sent one and it is waited for, or has acknowledged one."""
    return report.waiting_since is not None or report.has_arrived


def _say_what_next(app: App, handed: Handed) -> None:
    number, report = handed.number, handed.report
    when_there = f"When they have it: releasecheck handover {number} --acknowledge"
    if handed.change.outcomes:
        saved = app.store.saved_plan(number)
        task = saved.plan.task(REPORT) if saved else None
        chase = task.chase_on if task else None
        missing = f"; unacknowledged, it is missing from {day_in_words(chase)}" if chase else ""
        say(app, f"{number}: handover sent to {report.recipient}, {day_in_words(app.today)}{missing}.")
        say(app, when_there)
    elif report.waiting_since is not None:
        say(app, f"{number}: sent {day_in_words(report.waiting_since)}, not acknowledged yet. {when_there}")
    else:
        say(app, f"{number}: noted as given to {report.recipient}.")


def acknowledge(app: App, number: str, day: date) -> None:
    """Record that the COM has the handover. Raises ReleasecheckError when none was sent."""
    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    chain = [outcome for outcome in record.outcomes if outcome.item == REPORT]
    last = chain[-1] if chain else None
    if last is None or last.outcome not in ("sent", "acknowledged"):
        raise ReleasecheckError(
            f"no handover of {number} was sent to the COM: releasecheck handover {number} --to COM -o FILE"
        )
    if last.outcome == "acknowledged":
        raise ReleasecheckError(f"{number}: acknowledged already, on {day_in_words(last.on)}")
    if day < last.on:
        raise UsageError(f"the handover of {number} was sent on {day_in_words(last.on)}, after that day")
    to = last.evidence.get("sent_to")
    evidence = {"sent_to": to} if to else {}
    done = RecordedOutcome(REPORT, "acknowledged", day, evidence=evidence, by=app.by)
    record_change(app, PersonChange(number, outcomes=(done,)))
    waited = f"{count((day - last.on).days, 'day')} after" if day > last.on else "the same day"
    called, whom = who(number, record.facts), to or "the COM"
    click.echo(f"{called}: handover acknowledged by {whom}, {day_in_words(day)}, {waited}.")


def many_handovers(
    app: App,
    recipient: str,
    form: str,
    out: Path,
    force: bool,
    since: date | str | None,
    within: int,
    *,
    prison: str | None,
    pom: str | None,
    com: str | None,
) -> None:
    """A handover of everybody who leaves in this time, each in a file of its own."""
    if form in ("table", "json"):
        raise UsageError("--all makes files: --format docx, pdf, html, md or txt")
    report, apart = caseload_and_rest(app, within, False, narrowed(prison=prison, pom=pom, com=com))
    numbers = [row.prison_number for row in report.rows if row.released_on is None]
    if not numbers:
        say(app, apart.words)
        raise ReleasecheckError(f"nobody here leaves by {day_in_words(app.today + timedelta(days=within))}")
    files = {number: out / f"{number}-handover.{form}" for number in numbers}
    there = [path for path in files.values() if path.exists()]
    if there and not force:
        more = f", and {len(there) - 1} more" if len(there) > 1 else ""
        raise ReportError(f"{there[0]} exists{more}. Add --force to replace, or choose another --out")
    make_folder(out, "--out")
    when = made(app, recipient)
    all_handed = [_handed(app, one, recipient, since) for one in countdowns(app, numbers)]
    texts = {
        handed.number: paper_document(app, _paper(app, handed.report, when), form)
        for handed in progress(all_handed, "Handovers", quiet=app.quiet, least=10)
    }

    def record() -> None:
        given_to(app, numbers, recipient)
        record_changes(app, [handed.change for handed in all_handed if handed.change])

    write_files({files[number]: text for number, text in texts.items()}, record)
    sent = sum(bool(handed.change.outcomes) for handed in all_handed)
    say(app, f"{count(len(files), 'handover')} written to {out}; {sent} recorded as sent to the COM.")
    if apart.words:
        say(app, apart.words)
