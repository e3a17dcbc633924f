"""Erasing somebody: decided first, then done in the record in one step, then swept out of files beside it.

What is still to be swept is kept in the record until it is done, so that an erasure that is cut off is
finished by typing it again; everybody is told of it until then.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from releasecheck.app.law.folders import UNFINISHED, forget_outputs, known_folders
from releasecheck.app.law.leftovers import Leftovers, leftovers
from releasecheck.app.law.who import marks_by, marks_of
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError, ReportError, StoreError
from releasecheck.core.words import count, listed

if TYPE_CHECKING:
    from releasecheck.core.marks import Marks
    from releasecheck.store.law_rows import Trace

RULES = ("after-release", "after-death", "request", "mistake", "order")
"""By which somebody can be erased; no free text, which could say what was erased."""

_TOLD_APART = frozenset(
    "facts releases outcomes owners notes entries voids log holds staff closed_days unread_cells "
    "meta runs".split()
)
"""Tables whose rows are told of; the others follow from them."""


class Erasure(NamedTuple):
    """Who is to be erased, and where they are named."""

    numbers: tuple[str, ...]
    rule: str
    marks: Marks
    rows: tuple[str, ...]
    """What goes, in words: 14 facts, 3 outcomes."""
    pages: tuple[Path, ...]
    """Files of nights that name them."""
    traces: tuple[Trace, ...]
    """Rows that are not theirs and name them."""


class Erased(NamedTuple):
    """What came of it."""

    pages: tuple[Path, ...]
    unreached: tuple[str, ...]
    """Files and folders that could not be swept, each with why."""
    traces: tuple[Trace, ...]
    left: Leftovers
    """What other files in reach still hold them."""
    in_record: bool
    """The record's own file still holds their name: another program has it open."""


def to_erase(app: App, numbers: tuple[str, ...], rule: str, nights: Sequence[Path]) -> Erasure:
    """What erasing somebody would do. Raises ReleasecheckError where they are held."""
    for row in app.store.holds(numbers):
        if row.kind == "hold":
            raise ReleasecheckError(
                f"{row.prison_number} is held, and not erased. See why: releasecheck record retention. "
                f"To lift it: releasecheck record hold {row.prison_number} --lift --reason TEXT"
            )
    marks = marks_of(app, numbers)
    from releasecheck.night.sweeping import files_naming

    folders, _ = night_folders(app, nights)
    pages = [path for folder in folders for path in files_naming(folder, marks)]
    traces = tuple(app.store.traces(marks))
    # What a night remembers of them goes with them.
    others = tuple(one for one in _of_others(traces, numbers) if one.table != "runs")
    return Erasure(numbers, rule, marks, tuple(_rows(app, numbers)), tuple(pages), others)


def _rows(app: App, numbers: Sequence[str]) -> Iterator[str]:
    entries = [entry for number in numbers for entry in app.store.history(number)]
    counts = Counter[str]()
    for entry in entries:
        counts["fact"] += len(entry.facts)
        counts["release date"] += len(entry.releases)
        counts["outcome"] += len(entry.outcomes)
        counts["note"] += len(entry.notes)
    yield from (count(number, what) for what, number in counts.items() if number)


def _of_others(traces: Iterable[Trace], numbers: Sequence[str]) -> Iterator[Trace]:
    return (
        one
        for one in traces
        if one.table in _TOLD_APART
        and one.prison_number not in numbers
        and not (one.table == "meta" and one.key == UNFINISHED)
    )


def night_folders(app: App, more: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The folders of nights that are there, and those that are not in reach."""
    known = dict.fromkeys([*known_folders(app, "nights"), *(one.resolve() for one in more)])
    return [one for one in known if one.is_dir()], [one for one in known if not one.is_dir()]


def erase(app: App, found: Erasure, nights: Sequence[Path], backups: Sequence[Path]) -> Erased:
    """Erase somebody from the record, then from everything in reach."""
    from releasecheck.exchange.reading.lists.list_memory import KEY, forgetting, memory_from, memory_text

    own = [one for one in found.traces if one.table == "unread_cells" and not one.prison_number]
    rest = {
        "numbers": found.numbers,
        "names": found.marks.names,
        "alone": found.marks.alone,
        "shared": found.marks.shared,
    }
    memory = app.store.meta(KEY)
    # What these are called is not kept any more, but they are searched.
    named = [one for one in known_folders(app, "outputs") if found.marks.in_text(str(one))]
    with app.store.writing(app.by, app.now, app.today, "record erase") as transaction:
        for number in found.numbers:
            transaction.erase(number, found.rule)
        transaction.forget_unread(int(one.key) for one in own)
        if memory:
            transaction.set_meta(KEY, memory_text(forgetting(memory_from(memory), found.marks.in_text)))
        forget_outputs(app, transaction, found.marks.in_text)
        transaction.log("erasure", found.numbers, reason=found.rule)
        transaction.set_meta(UNFINISHED, json.dumps(rest))
    return _finish(app, found.numbers, found.marks, nights, backups, named)


def unfinished(app: App) -> tuple[str, ...]:
    """Whom an erasure is about that was cut off; nobody."""
    kept = json.loads(app.store.meta(UNFINISHED) or "{}")
    return tuple(kept.get("numbers", ()))


def say_unfinished(app: App) -> None:
    """On stderr, until it is finished: that an erasure was cut off, and what to type."""
    numbers = unfinished(app)
    if numbers:
        click.echo(
            f"releasecheck: erasing {listed(numbers)} was cut off: the record has nothing of them, files may "
            f"have. To finish it: releasecheck record erase {numbers[0]}",
            err=True,
        )


def sweep_again(
    app: App, numbers: tuple[str, ...], nights: Sequence[Path], backups: Sequence[Path]
) -> Erased:
    """Search for somebody who is erased already: by number, and by what an erasure cut off had kept."""
    kept = json.loads(app.store.meta(UNFINISHED) or "{}")
    if not set(numbers).intersection(kept.get("numbers", ())):
        kept = {}
    numbers = tuple(sorted({*numbers, *kept.get("numbers", ())}))
    marks = marks_by(numbers, kept.get("names", ()), kept.get("alone", ()), kept.get("shared", ()))
    return _finish(app, numbers, marks, nights, backups)


def _finish(
    app: App,
    numbers: tuple[str, ...],
    marks: Marks,
    nights: Sequence[Path],
    backups: Sequence[Path],
    more: Sequence[Path] = (),
) -> Erased:
    folders, away = night_folders(app, nights)
    pages, unreached = list[Path](), [f"{one}: not in reach" for one in away]
    kept_with = [one for one in (*known_folders(app, "backups"), *backups) if one.is_dir()]
    # First of all: were this cut off in the long search that follows, and the record lost, it says who.
    without = app.store.keep_erased(app.file, kept_with)
    unreached += [f"{one}: the list of those erased could not be kept there" for one in without]
    for folder in folders:
        swept, missed = _swept(app, folder, marks)
        pages += swept
        unreached += missed
    if not unreached or not unfinished(app):
        _keep_unfinished(app, {"numbers": numbers})  # no name any more, before the file is written anew
    cleared = False
    with suppress(StoreError):
        _, _, cleared = app.store.compact()
    traces = tuple(_of_others(app.store.traces(marks), numbers))
    from releasecheck.store.sqlite.cipher import beside
    from releasecheck.store.sqlite.traces import files_with

    own = () if app.file is None else (app.file, *beside(app.file))
    with_name, _ = files_with([one for one in own if one.is_file()], marks)
    # A text that an officer has to read may name them, and stands in the record's own file.
    in_record = not cleared or (bool(with_name) and not traces)
    if not in_record:
        _keep_unfinished(app, None)
    left = leftovers(app, numbers, marks, [*folders, *backups, *more])
    return Erased(tuple(pages), tuple(unreached), traces, left, in_record)


def _swept(app: App, folder: Path, marks: Marks) -> tuple[list[Path], list[str]]:
    from releasecheck.night.lock import holder_words, night_lock
    from releasecheck.night.sweeping import sweep

    holder = holder_words(os.getpid(), app.by, "erasing")
    try:
        with night_lock(folder, holder, lambda words: None):
            done = sweep(folder, marks, app.today)
    except (ReportError, OSError) as error:
        return [], [f"{folder}: {error}"]
    return list(done.changed), [f"{path}: could not be changed" for path in done.unreached]


def _keep_unfinished(app: App, kept: object) -> None:
    text = "" if kept is None else json.dumps(kept)
    if (app.store.meta(UNFINISHED) or "") == text:
        return
    with app.store.writing(app.by, app.now, app.today, "record erase") as transaction:
        transaction.set_meta(UNFINISHED, text)
