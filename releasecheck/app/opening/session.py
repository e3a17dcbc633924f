"""What every command is given: the record, the day, who is asking, and how to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.config import hidden
from releasecheck.app.opening.policy_in_use import PolicyInUse
from releasecheck.core.errors import ConfigError, StoreError, UsageError, WrongWords
from releasecheck.store.address import Address

if TYPE_CHECKING:
    from releasecheck.app.opening.said import SaidSoFar
    from releasecheck.core.domain import PersonRecord
    from releasecheck.formats.terminal import Screen
    from releasecheck.people.office.staff import Spelled
    from releasecheck.store.base import Store
    from releasecheck.store.late_looks import LateLook
    from releasecheck.store.sqlite.cipher import Key


class App(PolicyInUse):
    """One run of the program. Opens the record when first asked, and closes it at the end."""

    spelled: Spelled | None = None
    """Which names of staff are one person, once that was asked."""

    restricted: frozenset[str] | None = None
    """Everybody restricted, by prison number, once that was asked for."""
    behind: frozenset[str] = frozenset()
    """Whose plans a day has passed over, and who are planned again when somebody looks at them."""
    _only_read: StoreError | None = None
    """Why the record is read from a copy, where it is."""
    has_printed = False
    """Whether anything was put out on standard output since a disclosure began."""
    answer: SaidSoFar | None = None
    """What is said and given as JSON at the end, where that was asked for."""

    def __init__(
        self,
        *,
        record: Path | Address | None,
        today: date,
        by: str | None,
        login: str,
        settings: Mapping[str, str],
        sources: Mapping[str, str],
        colour: bool | None,
        quiet: bool,
        command: str,
        reason: str | None = None,
        config: Path,
        after_opening: Callable[[App], None],
        catch_up: Callable[[App, str], None],
        look: Callable[[App, Iterable[str]], None],
        ask_secret: Callable[[str], str | None],
        state_folder: Path,
    ) -> None:
        super().__init__()
        self._record, self.today, self._by = record, today, by
        self.login = login
        """The name this machine knows the user by, kept beside the name they give."""
        self.settings = settings
        self.sources = sources
        """Where each setting came from, for `config show`."""
        self.colour, self.quiet = colour, quiet
        self._after_opening = after_opening
        """What brings a record up to date, once it is open."""
        self._catch_up = catch_up
        """What plans somebody again whose plan a day has passed over."""
        self._look = look
        """What logs a look at people's data."""
        self._ask_secret = ask_secret
        """What asks whoever is there for what no screen shows."""
        self.command, self.reason = command, reason
        self.doing = ""
        """The command that opened the record, in words as `export plans`."""
        self.state_folder = state_folder
        """Where this user's looks are kept that the record cannot take."""
        self.found: set[str] = set()
        """Who was meant by what was typed: whatever is said from then on may tell of them."""
        self.asked_for: set[str] = set()
        """The prison numbers that this run has said, and of which it is known whether they are recorded."""
        self.kept_back: set[str] = set()
        """Of whom this run has said nothing, for they are restricted."""
        self.giving: list[int | LateLook] = []
        """Disclosures that have begun and not come to their end: their lines, or what was kept of them."""
        self.printed: set[int | LateLook] = set()
        """Those of them that go to standard output."""
        self.wrote: set[Path] = set()
        """The files that this run has written."""
        self.config_file = config
        """Where the config file is, or would be."""
        self.config_dir, self.config_name = config.parent, config.name
        self.set_aside: dict[str, None] = {}
        """What is wrong with this office's templates, for which the built-in ones were used: said last."""
        self._store: Store | None = None

    def ask_for_reason(self, *, looking: bool = False) -> None:
        """Raise WrongWords where the office asks for a reason and none was given.

        `looking`: nothing is changed or given out; an office may ask for a reason only for those.
        """
        if self.reason:
            return
        if why := hidden(self.settings, "require_reason"):
            raise why.needed("require_reason", "once a reason is given: releasecheck --reason TEXT")
        wanted = self.settings.get("require_reason", "no")
        if wanted == "no" or (looking and wanted == "changes"):
            return
        raise WrongWords("this office asks for a reason: releasecheck --reason TEXT and then the command")

    @cached_property
    def names_known(self) -> dict[str, list[str]]:
        """By fact, the names of staff that were read in this run, until something is recorded."""
        return {}

    def forget_names(self) -> None:
        """Read the names of staff again when next asked: something is about to be recorded."""
        self.names_known.clear()
        self.spelled = None

    @property
    def screen(self) -> Screen:
        """The terminal as it is now; 80 columns when nobody is looking."""
        from releasecheck.formats.terminal import Screen

        on_screen = sys.stdout is not None and sys.stdout.isatty()
        width, height = 80, None
        if on_screen or "COLUMNS" in os.environ:
            from shutil import get_terminal_size

            width, rows = get_terminal_size((80, 24))
            height = rows if on_screen else None
        colour = _wants_colour(on_screen) if self.colour is None else self.colour
        return Screen(max(width, 40), colour, height)

    @property
    def now(self) -> datetime:
        """The moment an entry is made, in UTC: what the history is kept by."""
        return datetime.now(UTC)

    @property
    def store(self) -> Store:
        """The record, opened; its saved plans brought up to date if the rules have changed since."""
        if self._store is None:
            self.open_to_look()
            self.bring_up_to_date()
        assert self._store is not None, "opened just now"
        return self._store

    @property
    def has_opened(self) -> bool:
        """Whether the record has been opened: before that nothing is known of anybody."""
        return self._store is not None

    def let_go(self) -> None:
        """Close the record before the run ends."""
        if self._store is not None:
            self._store.close()
            self._store = self._only_read = None

    def open_as_it_is(self) -> Store:
        """The record, opened for whoever looks after it: nothing in it is planned again."""
        if self._store is None:
            from releasecheck.store.opening import open_at

            waits, folder = self.patience, self.state_folder
            self._store = open_at(
                self.place, lambda: self.key_to_open, timeout=waits, login=self.login, kept_in=folder
            )
            self._to_be_closed(self._store)
        return self._store

    def open_another(self, place: Path | Address) -> Store:
        """Another record than the one this run is about, as it is, to compare the two."""
        from releasecheck.store.opening import open_at

        waits = self.patience
        return open_at(place, lambda: self.key_to_open, timeout=waits, login=self.login, kept_in=None)

    def open_to_look(self) -> Store:
        """The record as it is, for whoever looks at it or copies it: also where it can only be read."""
        try:
            return self.open_as_it_is()
        except StoreError as why:
            return self._open_copy(why)

    def bring_up_to_date(self) -> None:
        """Plan again whom it has to be done for; in a copy, where the record cannot be written to now."""
        if self._only_read is None:
            try:
                self._after_opening(self)
                return
            except StoreError as why:
                self._open_copy(why)
        assert self._store is not None, "opened just now"
        self._store.only_read(None)
        try:
            self._after_opening(self)
        finally:
            self._store.only_read(self._only_read)

    def _open_copy(self, why: StoreError) -> Store:
        """The record in memory: what is asked of it is still answered, and nothing is saved."""
        self.let_go()
        if isinstance(self.place, Address):
            raise why
        from releasecheck.store.sqlite.reading_copy import open_copy

        waits, folder = self.patience, self.state_folder
        store = open_copy(
            self.place, why, timeout=waits, login=self.login, key=self.key_to_open, kept_in=folder
        )
        store.only_read(why)
        self._store, self._only_read = store, why
        self._to_be_closed(store)
        return store

    def _to_be_closed(self, store: Store) -> None:
        """At the end of the whole run: what is said of an error may have to be logged first."""
        context = click.get_current_context()
        self.doing = self.doing or context.command_path.partition(" ")[2] or "today"
        context.find_root().call_on_close(store.close)

    @cached_property
    def key(self) -> Key:
        """What the record is encrypted with, if it is."""
        from releasecheck.app.opening.record_key import office_key

        return office_key(self.settings, self._ask_secret)

    @cached_property
    def key_to_open(self) -> Key:
        """The same to open what is there: a record in clear opens also where no key can be known."""
        from releasecheck.app.opening.record_key import key_where_none_is_known

        return key_where_none_is_known(self.settings) or self.key

    @property
    def recorded(self) -> tuple[int, ...]:
        """The entries that this run has made, and that stand whatever comes after."""
        return () if self._store is None else tuple(self._store.recorded)

    @property
    def patience(self) -> float:
        """Seconds to wait while another program writes to the record."""
        return _busy_seconds()

    def create_record(self) -> None:
        """Make a new record where this one should be."""
        from releasecheck.store.opening import create_at

        self._store = create_at(self.place, lambda: self.key, timeout=self.patience, login=self.login)
        self._to_be_closed(self._store)

    @property
    def late_after(self) -> str:
        """Leaving prison after this time is late: nobody can keep an afternoon appointment then."""
        from releasecheck.people.facts import BadValue, parse_time

        given = self.settings.get("late_after") or "14:00"
        try:
            return parse_time(given)
        except BadValue as error:
            raise ConfigError(f'late_after "{given}": {error}') from error

    @property
    def marking(self) -> str:
        """The protective marking for pages and exports."""
        return self.settings.get("marking", "")

    def find(self, person: str) -> str:
        """The prison number of the one person meant.

        Raises NoSuchPerson with the closest match, or AmbiguousPerson with what tells people apart.
        """
        if not person.strip():
            raise WrongWords("who? Type a prison number or a name. See who is recorded: releasecheck list")
        found = self.store.find_people(person)
        if len(found) == 1:
            (one,) = found
            self.found.add(one.prison_number)
            self._there = one.prison
            if one.prison_number in self.behind:
                self._catch_up(self, one.prison_number)
            return one.prison_number
        from releasecheck.app.opening.finding import not_one

        raise not_one(self.store, partial(self._look, self), person, found)

    def person(self, person: str) -> PersonRecord:
        """Everything known of the one person meant; raises as `find` does."""
        record = self.store.person(self.find(person))
        assert record is not None, "whoever is found is recorded"
        return record


def _wants_colour(on_screen: bool) -> bool:
    """What the environment says of colour, as other programs read it: against it goes before for it.

    https://no-color.org, https://force-color.org and https://bixense.com/clicolors, read on 28 Nov 2026.
    """
    said = os.environ
    if said.get("NO_COLOR"):
        return False
    if said.get("FORCE_COLOR") or said.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return on_screen and said.get("TERM") != "dumb" and said.get("CLICOLOR") != "0"


def _busy_seconds() -> float:
    """How long to wait while another program writes: ten seconds, or RELEASECHECK_BUSY_SECONDS."""
    given = os.environ.get("RELEASECHECK_BUSY_SECONDS", "10")
    try:
        return max(float(given), 0.0)
    except ValueError:
        raise UsageError(f'RELEASECHECK_BUSY_SECONDS "{given}": a number of seconds, such as 10') from None


pass_app = click.make_pass_decorator(App)
