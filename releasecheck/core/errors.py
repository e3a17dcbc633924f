"""What can stop a command, each with its exit code and its sentence.

Bad user data is not here: a bad row is a value (`RowError` in `lists.people_file`), collected and shown.
An exception means the command cannot go on; its message says what happened and what to type next.
"""

from __future__ import annotations

from collections.abc import Iterable

RECORDED = "releasecheck: "
"""Begins a note on an exception that says what was recorded before it; other notes may quote anything."""


class ReleasecheckError(Exception):
    """Something the user can act on; the message is shown as it stands, on stderr."""

    exit_code = 1


class UsageError(ReleasecheckError):
    """The command was typed wrongly: an unknown person, fact, item or value."""

    exit_code = 2


class WrongWords(UsageError):
    """The words typed are wrong whoever they are about: the message tells nothing of anybody."""


class AmbiguousPerson(UsageError):
    """More than one person fits the name; the message lists them."""


class NoSuchPerson(ReleasecheckError):
    """Nobody fits the prison number or name."""


class ConfigError(ReleasecheckError):
    """The config file cannot be used; names the file and the key."""


class StoreError(ReleasecheckError):
    """The record cannot be opened, read or written."""


class NoRight(StoreError):
    """The server of the record does not let this login do that; nothing was changed."""


class Conflict(StoreError):
    """Somebody else wrote the same at the same moment: nothing was saved, and it can be decided again."""


class ReportError(ReleasecheckError):
    """A report cannot be made: its template is missing or uses an unknown name."""


class Restricted(ReportError):
    """Somebody's data may only be kept: the message names them by number, and says nothing else of them."""


class TemplateMistake(ReportError):
    """A template is wrong: where it is the office's own, the built-in one is used in its place."""


class CatalogueError(ReleasecheckError):
    """The catalogue has mistakes; `problems` holds all of them, one sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        heading = f"the catalogue has {count} {'mistake' if count == 1 else 'mistakes'}:"
        super().__init__("\n".join([heading, *(f"  {problem}" for problem in self.problems)]))
