"""`import tasks`: an office's tracker, with its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.progress_bar import progress, progress_of
from releasecheck.app.presenting.unshown import restricted_among
from releasecheck.app.reading.task_words import task_words
from releasecheck.app.recording.marking import told_on
from releasecheck.app.recording.writing import record_each
from releasecheck.commands.imports.import_options import (
    Brought,
    file_argument,
    map_of,
    map_options,
    numbered,
    reading_options,
    say_open,
    say_what_came,
    table_of,
    write_rejects,
)
from releasecheck.commands.imports.import_restricted import errors_shown, tasks_shown
from releasecheck.commands.imports.import_work import differences, tasks_of_work, work_of
from releasecheck.commands.options import told_option
from releasecheck.core.domain import Plan
from releasecheck.core.words import count
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.people_file import rejects
from releasecheck.exchange.reading.trackers.task_file import TasksFile
from releasecheck.exchange.reading.trackers.task_headings import is_task_meaning, known_meanings
from releasecheck.exchange.reading.trackers.tasks import read_tasks
from releasecheck.exchange.reading.trackers.tasks_diff import TaskComparison, compare_tasks
from releasecheck.exchange.reading.trackers.tracker_map import TrackerMap, suggest_tracker_map
from releasecheck.exchange.reading.trackers.work_rows import are_work_headings
from releasecheck.planning.changes import Decided
from releasecheck.planning.states import state_on

_ITEMS = 6
"""Items that are named; more are counted."""


@click.command("tasks")
@file_argument
@reading_options
@told_option
@map_options
@click.option("--although", is_flag=True, help="Record them although the facts say otherwise, as mark does.")
@click.option(
    "--changed", is_flag=True, help="Record rows of `export work` whose task somebody changed since, too."
)
@pass_app
def import_tasks(
    app: App,
    file: Path,
    although: bool,
    changed: bool,
    map_file: Path | None,
    suggest: bool,
    told: date | None,
    encoding: str | None,
    sheet: str | None,
    source: str | None,
    dry_run: bool,
    strict: bool,
    rejects_file: Path | None,
) -> None:
    """Import a tracker: what has happened to tasks; - reads standard input.

    Either a row for each outcome, under headings in any order: NOMS No, Task, Status, Date, Notes, and a
    column for any evidence, such as evidence.authority; in JSON evidence is an object.
    Or a row for each person and a column for each task, by any of its names: DTR, CAS3 referral sent, OASys
    completed. Under it what people write: "Sent 12/11", "Y 18/11/26", "done", "chased". A day without a year
    is the latest up to the day of the tracker: --told, "Printed 23/11/2026" on it, or today. What could mean
    several things is asked about, and not recorded.

    Or the workbook of `export work`: only what was filled in is read, and a row whose task somebody changed
    since is shown with both and not recorded.

    What is only done or sent is recorded with its day not known. Missing evidence stays a gap, as with mark
    --not-known. What is recorded already is left as it is.
    """
    say_open(app, file)
    mapping = _mapping(app, map_file)
    table = table_of(file, encoding, sheet, partial(_are_headings, mapping))
    if (work := work_of(app, table)) is not None:
        tasks = tasks_of_work(app, table, work, told, changed=changed)
    else:
        table = numbered(app, table, mapping.columns)
        tasks = read_tasks(table, app.planner().catalogue, app.today, task_words(app), mapping, told)
    if suggest:
        click.echo("\n".join(_suggested(tasks)))
        return
    comparison = _compared(app, tasks, although=although)
    refused = comparison.refused
    others, unshown, rows = tasks_shown(app, tasks)
    shown = _compared(app, others, although=although) if unshown else comparison
    saving = not dry_run and not (strict and refused)
    if rejects_file is not None and refused:
        # Before anything is saved: a place that cannot be written to stops the import.
        write_rejects(app, rejects_file, file, rejects(tasks, errors_shown(refused, rows)))
    app.command = f"import tasks {tasks.name}"
    plans: dict[str, Plan] = {}
    changes = tuple(differences(app, tasks, shown)) if work is not None else ()
    before = _overdue(app, (saved.plan for saved in app.store.saved_plans(shown.people)))
    entry = _record(app, comparison, source or tasks.name, plans, saving=saving)
    after = _overdue(app, (plan for number, plan in plans.items() if number not in unshown))
    does = (*changes, *_what_it_does(shown, before, after), *_not_shown(unshown))
    problems = (*tasks.problems, *errors_shown(refused, rows))
    report = Brought(shown.sentence(), does, problems, entry, saving)
    say_what_came(app, file, rejects_file, tasks, report)


def _mapping(app: App, file: Path | None) -> TrackerMap:
    catalogue = app.planner().catalogue
    means = partial(is_task_meaning, catalogue=catalogue, words=task_words(app))
    return map_of(file, means, known_meanings(catalogue))


def _suggested(tasks: TasksFile) -> list[str]:
    return suggest_tracker_map(tasks.name, "import tasks", tasks.meanings, tasks.unused_headings)


def _not_shown(unshown: Collection[str]) -> tuple[str, ...]:
    return (restricted_among(len(unshown)),) if unshown else ()


def _are_headings(mapping: TrackerMap, cells: Sequence[SourceCell]) -> bool:
    return has_prison_number(cells, names=mapping.columns) or are_work_headings(cells)


def _compared(app: App, tasks: TasksFile, *, although: bool) -> TaskComparison:
    named = {one.prison_number for one in tasks.outcomes} | {one.prison_number for one in tasks.left}
    numbers = sorted(named)
    return compare_tasks(
        *(tasks, progress_of(app.store.records(numbers), len(numbers), "Comparing", quiet=app.quiet)),
        *(app.planner(), app.today),
        numbers=app.store.numbers_for(),
        by=app.by,
        told_on=partial(told_on, app),
        although=although,
    )


def _record(
    app: App, comparison: TaskComparison, source: str, plans: dict[str, Plan], *, saving: bool
) -> int | None:
    """Save what is new, or only work it out: the entry, and in `plans` what becomes of each person."""

    def keep(decided: Decided) -> None:
        plans[decided.record.prison_number] = decided.plan

    if saving:
        changes, label = comparison.changes(source), "Saving"
    else:
        # What is only worked out is not there to be added to.
        changes, label = comparison.at_once(source), "Working out"
    return record_each(
        app, progress(changes, label, quiet=app.quiet), keep, dry_run=not saving, combining=True
    )


def _overdue(app: App, plans: Iterable[Plan]) -> int:
    return sum(state_on(task, app.today) == "overdue" for plan in plans for task in plan.tasks)


def _what_it_does(comparison: TaskComparison, before: int, after: int) -> Iterator[str]:
    """What the new outcomes are of, what they leave open, and what they do to what is overdue."""
    if not comparison.new:
        return
    items = Counter(one.recorded.item for one in comparison.new)
    most = [f"{item} {number:,}" for item, number in items.most_common(_ITEMS)]
    others = count(len(items) - len(most), "other item")
    yield f"{', '.join(most)}{f' and {others}' if len(items) > len(most) else ''}"
    if comparison.with_gaps:
        yield f"Evidence is missing from {comparison.with_gaps:,} of them: recorded, and shown as gaps."
    yield f"Overdue among these people: {before:,} before, {after:,} now."
