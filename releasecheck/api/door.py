"""The door for programs in Python: one record, opened, asked and closed as the commands do it.

Whatever is given out is in the log first, and nothing else is recorded. The page beside it has an example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from os import environ
from pathlib import Path
from types import TracebackType
from typing import Literal

import click

from releasecheck.api.answers import MissingThing as MissingThing
from releasecheck.api.answers import PersonOnList as PersonOnList
from releasecheck.api.answers import PersonPlan as PersonPlan
from releasecheck.api.answers import PlannedTask as PlannedTask
from releasecheck.api.answers import ReasonFound as ReasonFound
from releasecheck.api.answers import Selection as Selection
from releasecheck.api.answers import TaskReasons as TaskReasons
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError, StoreError, UsageError

PROGRAM = "a Python program"
"""To whom the log says that it was given, where the program does not say for whom it asks."""

FARTHEST = 9999
"""Days ahead, as `--within` takes them."""

State = Literal["overdue", "action", "chase", "expired", "blocked", "unknown", "to_do"]


def open(
    path: str | Path,
    *,
    by: str,
    as_of: date | None = None,
    reason: str | None = None,
    to: str | None = None,
    config: str | Path | None = None,
) -> OpenedRecord:
    """Open a record to look at it.

    `path`: its file, or the address of one on a server. `by`: who is asking, for the log; `reason` why, which
    an office may ask for; `to` for whom, or else the log says "a Python program". `as_of`: the day to work
    from, or else today, which stays that day while it is open. `config`: the config file, or else the one
    that the commands read.

    Raises StoreError for what is no record or cannot be opened, ConfigError for a config file with mistakes,
    and UsageError where the office asks for a reason, or for whom, and none is given.
    """
    return OpenedRecord(_app(path, by, as_of, reason, config), to)


class OpenedRecord:
    """A record that is open: `with releasecheck.open(…) as record`, or closed by `close`.

    It belongs to the thread that opened it. Every method logs whom it gives, and raises ReleasecheckError or
    one of its kinds, whose words say what to do: UsageError for a filter that fits nobody and for a name that
    fits several (AmbiguousPerson), NoSuchPerson for one that fits nobody, Restricted for somebody whose data
    is only kept, StoreError where the look could not be logged: then nothing is given.
    """

    def __init__(self, app: App, to: str | None) -> None:
        self._app, self._to, self._closed = app, to, False
        whole = click.Context(click.Command("releasecheck"), info_name="releasecheck", obj=app)
        self._run = click.Context(click.Command("python"), info_name="python", parent=whole)
        try:
            with self._doing("open"):
                self._may_ask()
                _ = app.store
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> OpenedRecord:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the record; what it gave stays."""
        self._closed = True
        self._run.find_root().close()

    def people(
        self,
        *,
        within: int | None = None,
        prison: str | None = None,
        pom: str | None = None,
        com: str | None = None,
        released: bool = False,
    ) -> Selection[PersonOnList]:
        """People by release date: of a prison, POM or COM, or who leave `within` so many days.

        `released`: those who have left as well.
        """
        from releasecheck.app.reading.accounted import caseload_and_rest
        from releasecheck.app.reading.caseload import narrowed

        with self._doing("people"):
            filters = narrowed(prison=prison, pom=pom, com=com)
            report, _ = caseload_and_rest(self._app, _days(within), released, filters)
            self._log(report.numbers)
            rows = tuple(
                PersonOnList(
                    prison_number=row.prison_number,
                    name=row.name,
                    prison=row.prison,
                    release_date=row.release_on,
                    release_type=row.release.type if row.release else None,
                    confirmed=row.release.confirmed if row.release else None,
                    days_to_release=row.days_to_release,
                    released_on=row.released_on,
                    pom=row.pom,
                    com=row.com,
                    counts=dict(row.counts),
                )
                for row in report.rows
            )
            return Selection(report.as_of, rows, dict(report.not_counted), report.footnotes)

    def plan(self, person: str) -> PersonPlan:
        """One person's whole checklist, by prison number, CRN or name."""
        from releasecheck.app.law.restricted import find_shown
        from releasecheck.app.reading.countdowns import countdown_for

        with self._doing("plan"):
            report = countdown_for(self._app, find_shown(self._app, person))
            self._log(report.numbers)
            release = report.release
            tasks = tuple(
                PlannedTask(**{name: getattr(task, name) for name in PlannedTask.__slots__})
                for task in report.tasks
            )
            return PersonPlan(
                as_of=report.as_of,
                prison_number=report.prison_number,
                name=report.name,
                release_date=release.date if release else None,
                release_type=release.type if release else None,
                confirmed=release.confirmed if release else None,
                days_to_release=report.days_to_release,
                tasks=tasks,
                checks=report.checks,
                withheld=report.withheld,
            )

    def missing(
        self,
        *,
        within: int = 28,
        prison: str | None = None,
        pom: str | None = None,
        com: str | None = None,
        owner: str | None = None,
        item: str | None = None,
        state: State | None = None,
    ) -> Selection[MissingThing]:
        """What is missing across the caseload, one thing to a row; `within` so many days it falls due."""
        from releasecheck.app.reading.accounted import missing_and_rest
        from releasecheck.app.reading.caseload import report_filters
        from releasecheck.commands.options import ROLE, STATE

        with self._doing("missing"):
            asked = {"prison": prison, "pom": pom, "com": com, "item": item and self._app.item(item).id}
            asked |= {"owner": _word(ROLE, owner), "state": _word(STATE, state)}
            filters = report_filters(self._app, asked)
            report, _ = missing_and_rest(self._app, _days(within) or 0, "owner", filters)
            self._log(report.numbers)
            rows = tuple(
                MissingThing(
                    release_date=row.release_on,
                    **{name: getattr(row, name) for name in MissingThing.__slots__ if name != "release_date"},
                )
                for row in report.items
            )
            return Selection(report.as_of, rows, dict(report.not_counted), report.footnotes)

    def why(self, person: str, item: str) -> TaskReasons:
        """Why a task of somebody is there and why then; `item` by its id or code."""
        from releasecheck.app.law.restricted import find_shown
        from releasecheck.app.reading.explained import explained, plan_to_explain
        from releasecheck.app.reading.need import refuse_unseen

        with self._doing("why"):
            asked = plan_to_explain(self._app, find_shown(self._app, person))
            number, chosen = asked.record.prison_number, self._app.item(item)
            refuse_unseen(self._app, chosen, number)
            self._log([number])
            if chosen.off:
                return TaskReasons(number, chosen.id, chosen.title, "switched off here", (), ())
            shown, told = explained(self._app, asked, chosen)
            reasons = tuple(ReasonFound(one.label, one.found, one.said_by) for one in told.reasons)
            return TaskReasons(number, shown.id, told.title, told.headline, reasons, told.sources)

    @contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        """One question: known in the log as `python people`, and ended when its answer is given."""
        from releasecheck.app.presenting.unshown import without_the_restricted
        from releasecheck.app.presenting.watched import log_whom
        from releasecheck.app.reading.access_log import all_given

        if self._closed:
            raise StoreError("the record is closed: releasecheck.open it again")
        app = self._app
        app.found, app.asked_for, app.restricted = set(), set(), None
        with click.Context(click.Command(what), info_name=what, parent=self._run):
            try:
                yield
            except ReleasecheckError as error:
                told = without_the_restricted(app, error)
                log_whom(app, str(told), beside=True, meant=not isinstance(error, StoreError))
                if told is error:
                    raise
                raise told from None
            if app.giving:
                all_given(app)

    def _log(self, numbers: Iterable[str]) -> None:
        from releasecheck.app.reading.access_log import shown

        shown(self._app, numbers, self._to, Path(PROGRAM))

    def _may_ask(self) -> None:
        """Raises UsageError where the office asks for what was not said, and before anything is read."""
        settings = self._app.settings
        if settings.get("require_reason") == "yes" and not self._app.reason:
            raise UsageError("this office asks for a reason: releasecheck.open(…, reason=TEXT)")
        if settings.get("require_to", "no") != "no" and not self._to:
            raise UsageError("this office asks who it is for: releasecheck.open(…, to=WHO)")


def _days(within: int | None) -> int | None:
    """So many days ahead, in the bounds that the command line has; None: whenever it is."""
    if within is not None and not 0 <= within <= FARTHEST:
        raise UsageError(f"within={within}: a number of days from 0 to {FARTHEST}")
    return within


def _word(kind: click.ParamType[str], word: str | None) -> str | None:
    """One of the words of a kind, as the command line takes it."""
    try:
        return None if word is None else kind.convert(word, None, None)
    except click.UsageError as error:
        raise UsageError(error.message) from None


def _app(path: str | Path, by: str, as_of: date | None, reason: str | None, config: str | Path | None) -> App:
    """The run, as the commands make it of their options."""
    from releasecheck.commands.options import NAME_OF_SOMEBODY, RECORD, TEXT, make_app

    named = config or environ.get("RELEASECHECK_CONFIG")
    run = click.Context(click.Command("python"), info_name="python")
    run.invoked_subcommand = "python"
    try:
        if not by.strip():
            raise UsageError("who is asking? releasecheck.open(…, by=NAME)")
        return make_app(
            run,
            record=RECORD.convert(path, None, None),
            as_of=as_of,
            by=_word(NAME_OF_SOMEBODY, by),
            reason=_word(TEXT, reason),
            config=Path(named) if named else None,
            no_color=True,
            quiet=True,
        )
    except click.UsageError as error:
        raise UsageError(error.message) from None
