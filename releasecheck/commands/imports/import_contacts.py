"""`import contacts`: who saw whom, from a log that an office kept elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.progress_bar import progress, progress_of
from releasecheck.app.presenting.unshown import restricted_among
from releasecheck.app.recording.writing import record_each
from releasecheck.commands.imports.import_options import (
    Brought,
    file_argument,
    map_of,
    map_options,
    numbered,
    reading_options,
    say_what_came,
    table_of,
    write_rejects,
)
from releasecheck.commands.imports.import_restricted import contacts_shown, errors_shown
from releasecheck.core.domain import PersonRecord
from releasecheck.exchange.reading.lists.people_file import rejects
from releasecheck.exchange.reading.trackers.contacts import (
    KNOWN_MEANINGS,
    ContactComparison,
    ContactsFile,
    compare_contacts,
    is_contact_meaning,
    read_contacts,
)
from releasecheck.exchange.reading.trackers.tracker_map import suggest_tracker_map
from releasecheck.planning.contacts import Contact, contacts


@click.command("contacts")
@file_argument
@reading_options
@map_options
@pass_app
def import_contacts(
    app: App,
    file: Path,
    map_file: Path | None,
    suggest: bool,
    encoding: str | None,
    sheet: str | None,
    source: str | None,
    dry_run: bool,
    strict: bool,
    rejects_file: Path | None,
) -> None:
    """Import who was in contact with whom; - reads standard input.

    A row for each contact, under headings in any order: NOMS No, Date, Who (COM, POM, KW …), How (visit,
    in_person, video, phone), Staff name, Notes. What they do to first_contact and pom_contact is marked
    with them, as `contact` does.
    """
    mapping = map_of(map_file, is_contact_meaning, KNOWN_MEANINGS)
    log = read_contacts(numbered(app, table_of(file, encoding, sheet), mapping.columns), app.today, mapping)
    if suggest:
        lines = suggest_tracker_map(log.name, "import contacts", log.meanings, log.unused_headings)
        click.echo("\n".join(lines))
        return
    comparison = _compared(app, log, source or log.name)
    refused = comparison.refused
    others, unshown, rows = contacts_shown(app, log)
    shown = _compared(app, others, source or log.name) if unshown else comparison
    saving = not dry_run and not (strict and refused)
    if rejects_file is not None and refused:
        # Before anything is saved: a place that cannot be written to stops the import.
        write_rejects(app, rejects_file, file, rejects(log, errors_shown(refused, rows)))
    app.command = f"import contacts {log.name}"
    label = "Saving" if saving else "Working out"
    changes = progress(comparison.changes, label, quiet=app.quiet)
    entry = record_each(app, changes, lambda _: None, dry_run=not saving, combining=True)
    marked = Counter(outcome.item for outcome in shown.outcomes)
    done = ", ".join(f"{item} {number:,}" for item, number in marked.items())
    does = [f"Marked with them: {done}"] if done else []
    does += [restricted_among(len(unshown))] if unshown else []
    report = Brought(shown.sentence(), tuple(does), errors_shown(refused, rows), entry, saving)
    say_what_came(app, file, rejects_file, log, report)


def _compared(app: App, log: ContactsFile, source: str) -> ContactComparison:
    return compare_contacts(
        *(log, _known(app, log), app.planner(), app.today),
        numbers=app.store.numbers_for(),
        by=app.by,
        source=source,
    )


def _known(app: App, log: ContactsFile) -> Iterator[tuple[PersonRecord, Sequence[Contact]]]:
    """Everybody whom the log names, with the contacts that are recorded already."""
    numbers = sorted({one.prison_number for one in log.contacts})
    for record in progress_of(app.store.records(numbers), len(numbers), "Comparing", quiet=app.quiet):
        yield record, contacts(app.store.history(record.prison_number))
