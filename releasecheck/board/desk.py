"""What the board reads and writes: all of it by what the commands call, and nothing of a screen.

Whoever is shown is logged before that, as by a command: each person of a list once a day, when they are shown
in it, and whoever is opened each time.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App
from releasecheck.app.reading.access_log import named
from releasecheck.app.reading.countdowns import countdown_for
from releasecheck.app.reading.explained import explained, plan_to_explain
from releasecheck.app.reading.history import told_lines
from releasecheck.app.reading.need import refuse_unseen
from releasecheck.board.people import BoardPeople, Whose, read_people
from releasecheck.core.errors import ReleasecheckError, StoreError
from releasecheck.core.words import count, day_in_words
from releasecheck.policy.sources import LAYERS

if TYPE_CHECKING:
    from releasecheck.core.domain import PersonRecord
    from releasecheck.core.heads import Heads
    from releasecheck.formats.terminal import Screen
    from releasecheck.policy.catalogue import Item
    from releasecheck.reports.person.countdown import Countdown
    from releasecheck.store.base import Store
    from releasecheck.store.report_rows import Entry


class TaskSeen(NamedTuple):
    """What was recorded of a task when it was shown: another than what is there now is somebody else's."""

    number: str
    item: str
    told: tuple[object, ...]
    entry: int
    """The last entry of the record then."""


class OpenPerson(NamedTuple):
    """Whoever is open on the right, as they were read."""

    record: PersonRecord
    report: Countdown
    entry: int
    """The last entry of the record then."""

    @property
    def number(self) -> str:
        """Their prison number."""
        return self.report.prison_number

    def seen(self, item: str) -> TaskSeen:
        """How a task of theirs was shown."""
        return TaskSeen(self.number, item, told_of(self.record, item), self.entry)


class Meanwhile(NamedTuple):
    """What others did since the board last looked."""

    words: str
    people: frozenset[str] = frozenset()


def told_of(record: PersonRecord, item: str) -> tuple[object, ...]:
    """All that stands recorded of one task: its outcomes and whose it was made."""
    return (*(one for one in record.outcomes if one.item == item), record.owners.get(item))


class Desk:
    """One worker's board over one record, for as long as it is open."""

    def __init__(self, app: App, clock: Callable[[], date]) -> None:
        self.app, self._clock = app, clock
        self._reason = app.reason
        self._heads: Heads | None = None
        self._kept: object = None
        self._listed: set[str] = set()
        self._file: object = None

    @property
    def store(self) -> Store:
        """The record, which is open."""
        return self.app.store

    def open(self) -> str:
        """Open the record; what a command would say on stderr of bringing it up to date."""
        self.app.ask_for_reason(looking=True)
        self.app.open_to_look()
        with heard() as said:
            self.app.bring_up_to_date()
        self._heads, self._kept, self._file = self.store.heads(), self._what_is_kept(), self._which_file()
        return said.getvalue().strip()

    def people(self, whose: Whose, limit: int) -> BoardPeople:
        """The people on the left; nobody is logged before they are shown."""
        with self.store.snapshot():
            return read_people(self.app, whose, limit)

    def look_at(self, numbers: Iterable[str]) -> str:
        """Log that these people of the list are shown, each once a day; what is to be said of that."""
        new = [number for number in numbers if number not in self._listed]
        with heard() as said:
            named(self.app, new)
        self._listed.update(new)
        return said.getvalue().strip()

    def person(self, number: str, *, look: bool) -> OpenPerson:
        """One person's list, their opening logged; without `look` they are open already and read again.

        Raises Restricted for somebody who has become so.
        """
        self.app.found.clear()
        with self.store.snapshot():
            found = find_shown(self.app, number)
            report = countdown_for(self.app, found)
            record = self.store.person(found)
            assert record is not None, "found just now"
            opened = OpenPerson(record, report, self.store.heads().entries.number)
        if look:
            named(self.app, [found])
        return opened

    def item_of(self, number: str, name: str) -> Item:
        """The item as it is where somebody is. Raises UsageError for one that whoever asks may not see."""
        self.app.find(number)
        item = self.app.item(name)
        refuse_unseen(self.app, item, number)
        return item

    def why(self, number: str, name: str, screen: Screen) -> list[str]:
        """Why a task of whoever is open is there, and why then."""
        from releasecheck.reports.why.why_lines import explanation_lines

        item = self.item_of(find_shown(self.app, number), name)
        _, told = explained(self.app, plan_to_explain(self.app, number), item)
        return explanation_lines(told, screen)

    @contextmanager
    def writing(self, command: str, reason: str | None) -> Iterator[None]:
        """What is written inside is known in the history by the command, and by its own reason."""
        self._same_file()
        before, self.app.command = self.app.command, f"board {command}"
        self.app.reason = reason or self._reason
        try:
            yield
        finally:
            self.app.command, self.app.reason = before, self._reason

    def changed_by(self, seen: TaskSeen) -> str:
        """Who changed a task since it was shown, and what they recorded, in words."""
        lines = [line for line in told_lines(self.app, seen.number) if line.entry > seen.entry]
        lines = [line for line in lines if line.entry not in self.store.recorded]
        about = [line for line in lines if any(part.name == seen.item for part in line.parts)] or lines
        if not about:
            return f"{seen.item} has changed since it was shown"
        last = about[-1]
        said = ", ".join(part.words for part in last.parts if part.name == seen.item)
        return f"{last.by} recorded at {last.at:%H:%M}, since it was shown: {said or seen.item}"

    def meanwhile(self) -> Meanwhile | None:
        """What others recorded since this was last asked; None for nothing that is to be read again."""
        self._same_file()
        now, before = self.store.heads(), self._heads
        if now == before or before is None:
            return None
        self._heads = now
        ours = set(self.store.recorded)
        theirs = [n for n in range(before.entries.number + 1, now.entries.number + 1) if n not in ours]
        entries = [one for one in map(self.store.entry, theirs) if one is not None]
        kept, self._kept = self._kept, self._what_is_kept()
        if not entries and kept == self._kept:
            return None
        self.app.restricted = None
        if kept != self._kept:
            self.app.forget_rules()
            with heard():
                self.app.bring_up_to_date()
        people = {number for entry in entries for number in self._about(entry)}
        return Meanwhile(_meanwhile_words(entries, len(people)), frozenset(people))

    def _about(self, entry: Entry) -> Sequence[str]:
        undone = [self.store.entry(number) for number in self.store.undone_by(entry.entry)]
        return [*entry.people, *(number for one in undone if one is not None for number in one.people)]

    def new_day(self) -> str | None:
        """Go on as of the day that it is now, with everybody planned for it; in words, where it is new."""
        today = self._clock()
        if today == self.app.today:
            return None
        self.app.today = today
        self._listed.clear()
        self.app.forget_rules()
        with heard() as said:
            self.app.bring_up_to_date()
        self._kept = self._what_is_kept()
        more = said.getvalue().strip()
        return f"It is {day_in_words(today)} now: everything was read again.{' ' if more else ''}{more}"

    def _what_is_kept(self) -> object:
        """What decides who is shown and how they are planned, beside what is told of them."""
        store = self.store
        held = tuple(sorted(store.holds()))
        return held, len(store.numbers()), store.fingerprints(), store.meta(LAYERS)

    def _which_file(self) -> object:
        if not isinstance(self.app.place, Path):
            return None
        with suppress(OSError):
            found = self.app.place.stat()
            return found.st_dev, found.st_ino
        return None

    def _same_file(self) -> None:
        """Raise StoreError where another file is in the place of the record, which is shown as it was."""
        if self._which_file() != self._file:
            raise StoreError(
                f"another file is at {self.app.place} now, such as a backup that was put back. What is shown "
                "here is the record as it was: close the board (q) and open it again"
            )


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """What is said inside on stdout or stderr, where a command would say it: for a line on the screen."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        yield said


def _meanwhile_words(entries: Sequence[Entry], people: int) -> str:
    if not entries:
        return "Who is shown, or what people are planned by, has changed: read again"
    last = entries[-1]
    about = f" of {count(people, 'person', 'people')}" if people else ""
    more = f", {len(entries):,} times" if len(entries) > 1 else ""
    return f"{last.by} recorded something{about} at {last.at.astimezone():%H:%M}{more}: read again"


def in_words(app: App, error: Exception) -> str | None:
    """An error for the screen, as a command would say it; None for a fault of the program's own."""
    import click

    from releasecheck.app.presenting.unshown import without_the_restricted

    if isinstance(error, ReleasecheckError):
        return str(without_the_restricted(app, error))
    if isinstance(error, click.UsageError):
        return error.format_message()
    if isinstance(error, OSError):
        return f"cannot go on: {error.strerror or error}"
    return None
