"""What every view and table of a record is, in words, for `record schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from releasecheck.reports.person.countdown import STATE_WORDS
from releasecheck.store.report_rows import SchemaPart
from releasecheck.store.sqlite.connection import Connection
from releasecheck.store.sqlite.views import COUNTED

_WHO = {
    "prison_number": "whose it is",
    "last_name": "their last name",
    "first_name": "their first name",
    "prison": "their prison",
}
_TASK = {
    "release_date": "the release day counted to",
    "item": "the task, by its id",
    "title": "its title",
    "pathway": "its pathway",
    "owner": "the role that must act",
    "owner_name": "who that is, where somebody is named",
    "state": "where it stands today",
}
_DAYS = {"days": "days until it is due; negative when that has passed"}
_FACTS = {"missing_facts": "the facts that would say whether it applies, as a JSON list"}

VIEWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "v_today": ("the day the other views speak of: today, where this is read", {"today": "as 2026-11-23"}),
    "v_missing": (
        "what is missing, one thing to a row; what is merely to do stands here however far off",
        {**_WHO, **_TASK, "due_on": "the day it is due", **_DAYS, **_FACTS},
    ),
    "v_countdown": (
        "every task of everybody, done or not, one to a row",
        {
            **_WHO,
            **_TASK,
            "opens_on": "the first day it can be done",
            "due_on": "the day it is due",
            **_DAYS,
            "chase_on": "the day to chase an answer",
            "expires_on": "the last day on which the outcome counts",
            "days_lost": "how many days too late it became known",
            "outcome": "what was recorded last",
            "outcome_on": "the day of that",
            "outcome_reason": "the reason given for it",
            "evidence": "what was written down with it, as a JSON object",
            **_FACTS,
            "reasons": "why it stands as it does, as a JSON list",
        },
    ),
    "v_people": (
        "people, one to a row, with what is missing for them",
        {
            **_WHO,
            "cell": "their cell",
            "pom": "their POM",
            "com": "their COM",
            "release_date": "the release day counted to",
            "release_type": "its type",
            "confirmed": "1 where the prison has confirmed it",
            "days_to_release": "days until then; negative when it has passed",
            "released_on": "the day they left",
            "handover_date": "the day responsibility passes to the COM",
            "responsible": "who is responsible",
            "licence_start": "the first day of the licence",
            **{state: f"how many of their tasks are {STATE_WORDS[state]}" for state in COUNTED},
        },
    ),
}

TABLES: Mapping[str, str] = {
    "people": "one row a person: every fact as it stands, 1 and 0 for yes and no, NULL for not known",
    "plans": "one row a person: the release, the handover and the licence of the saved plan",
    "tasks": "one row a task of the saved plan; its state follows from these columns and the day",
    "search_words": "the words of names, prisons, cells and officers that people are looked for by",
    "words": "each of those words once, and how many people it is of",
    "items": "the catalogue's items as the plans were made with them",
    "closed_days": "the office's closed days and imported bank holidays",
    "entries": "one row a command that wrote: when, who, which, why; origin and origin_seq are the record "
    "it was made in and its place there, login the name the machine knew, hash its seal",
    "voids": "entries that were undone, and by which; whatever belongs to one says nothing any more",
    "facts": "every fact ever told, by entry",
    "releases": "every release date ever told, by entry",
    "outcomes": "everything recorded of tasks, by entry",
    "owners": "who does a task, or all of a role's tasks, for a person, by entry: PRT, or PRT S. Jones",
    "staff": "who works here in which role, by entry; the last row of a name and role stands",
    "notes": "contacts, requests and remarks, by entry",
    "salts": "one row an entry and person: the digest that their rows are sealed with, and its salt",
    "log": "every look at people's data and every giving out of it, each line chained to the last",
    "log_lists": "people of lines over more than fifty, each list once: zlib of JSON, by the JSON's SHA-256",
    "unfinished": "lines of the log for a disclosure that was begun and not seen to end",
    "holds": "who must not be erased, and whose data is only kept: since when, by whom and why",
    "erased": "who was erased: the number, when, and by which rule; nothing else is left of them",
    "runs": "what nightly runs found",
    "night_rows": "what was missing for each person on a night: the release day, then item:state:due",
    "unread_cells": "what an import could not read: whose it was, where it stood and what it said",
    "meta": "small things about the record itself",
}


def parts(connection: Connection) -> list[SchemaPart]:
    """The tables and views of a record as they are, in the order they were made."""
    rows = connection.all(
        "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') "
        "AND substr(name, 1, 7) NOT IN ('sqlite_', '_sqlite')"
    )
    columns = "SELECT name FROM pragma_table_info(?)"
    return [part(name, sql, [column for (column,) in connection.all(columns, (name,))]) for name, sql in rows]


_PLACES = {name: place for place, name in enumerate([*VIEWS, *TABLES])}


def part(name: str, sql: str, columns: Iterable[str]) -> SchemaPart:
    """One table or view in words, whichever database keeps it."""
    about, words = VIEWS.get(name, (TABLES.get(name, ""), {}))
    return SchemaPart(
        name=name,
        sql=sql,
        columns=tuple((column, words.get(column, "")) for column in columns),
        about=about,
        promised=name in VIEWS,
        place=_PLACES.get(name, len(_PLACES)),
    )
