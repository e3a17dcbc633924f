"""What a fact about a person is: its kind, its group, the words it goes by and the values it may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from releasecheck.core.domain import NOTHING
from releasecheck.core.named import NamedTuple

FactKind = Literal["text", "date", "yes_no", "whole_number", "choice", "prison_number", "name", "crn", "pnc"]
FactGroup = Literal["identity", "place", "sentence", "dates", "people", "risk", "housing", "needs"]

Years = Literal["full", "coming", "past"]
"""What a year of two figures means in a date: nothing, for a birth; 20yy for a release; or a year gone by."""


class BadValue(ValueError):
    """A value that cannot be read; the message is what was expected, and never the value."""


LONGEST_TEXT = 5_000
"""Letters; more in one cell, note or value is a slip."""


class Fact(NamedTuple):
    """One thing that can be known about a person."""

    name: str
    kind: FactKind
    group: FactGroup
    title: str
    """In plain words; what a screen shows."""
    aliases: tuple[str, ...] = ()
    """Other headings for it, besides its name and title; case, spaces and punctuation do not matter."""
    values: Mapping[str, str] = NOTHING
    """For a choice or a whole number: each allowed value, in the order to offer them, and what it means."""
    also: Mapping[str, str] = NOTHING
    """Other ways of writing a value, lower case, letters and digits only, and the value each stands for."""
    absent: tuple[str, ...] = ()
    """What other systems write where there is none; read as not known."""
    short: str = ""
    """The allowed values in a few words, where there are too many to list."""
    sensitive: bool = False
    """Shown only to those who need it, and never in cron mail."""
    longest: int = LONGEST_TEXT
    """Letters; a longer value is a slip, whoever tells it."""
    happened: bool = False
    """The day on which something happened: never one to come."""
    years: Years = "full"
    """Of a date: what a year of two figures means, and whether one without a year lies ahead."""
    email: bool = False
    """One e-mail address and nothing else."""


#: Letters of a line, such as an office or a council, and of somebody's name.
LINE = 200
NAME = 100


def identity(name: str, kind: FactKind, title: str, *aliases: str) -> Fact:
    """What somebody is known by."""
    return Fact(name, kind, "identity", title, aliases)


def text(name: str, group: FactGroup, title: str, *aliases: str) -> Fact:
    """A line of words."""
    return Fact(name, "text", group, title, aliases)


def day(name: str, title: str, *aliases: str, group: FactGroup = "dates", years: Years | None = None) -> Fact:
    """A day; of a sentence, one that may lie ahead."""
    ahead = years or ("coming" if group == "dates" else "past")
    return Fact(name, "date", group, title, aliases, years=ahead)


def yes_no(name: str, group: FactGroup, title: str, *aliases: str, sensitive: bool = False) -> Fact:
    """A question with two answers."""
    return Fact(name, "yes_no", group, title, aliases, sensitive=sensitive)
