"""Digests of the rows that no entry is sealed over, so that what another program did to them shows.

What is planned is worked out anew to be checked, and what was told is sealed entry by entry. What is left,
such as who works here, closed days, and who is restricted, has one digest for each table, made again by
whatever writes to it. Like the chains they have no key: whoever works them out anew leaves no trace here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from releasecheck.core.sha import sha256
from releasecheck.store.tables.columns import KEEP

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow

_BEGINS = "digest_of_"
#: Chained by themselves: the seal of the last entry, and the hash of the last line of the log.
_CHAINED = "'last_entry', 'last_line'"

#: What each digest is over.
DIGESTED = {
    "staff": "SELECT id, entry, name, role, prison, left_on FROM staff ORDER BY id",
    "closed_days": "SELECT date, title, kind, entry FROM closed_days ORDER BY date",
    "unread_cells": "SELECT id, entry, prison_number, place, heading, words, why FROM unread_cells "
    "ORDER BY id",
    "runs": "SELECT id, at, kind, summary FROM runs ORDER BY id",
    "night_rows": "SELECT run, prison_number, line FROM night_rows ORDER BY run, prison_number",
    "items": "SELECT item, sequence, code, title, pathway, owner, action, local_parts, confidence, "
    "outcome_record, public_protection, after_release, outcomes, first_mark, answer_mark, short, sensitive, "
    "unsaid FROM items ORDER BY item",
    "restricted": "SELECT prison_number FROM people WHERE restricted <> 0 ORDER BY prison_number",
    "meta": f"SELECT key, value FROM meta WHERE key NOT IN ({_CHAINED}) "
    f"AND substr(key, 1, {len(_BEGINS)}) <> '{_BEGINS}' ORDER BY key",
    "unfinished": "SELECT line FROM unfinished ORDER BY line",
    "holds": 'SELECT prison_number, kind, at, "by", reason FROM holds ORDER BY prison_number, kind',
    "erased": "SELECT prison_number, at, rule FROM erased ORDER BY prison_number",
    "steps": "SELECT id, migration_set, name, applied_at FROM {steps} ORDER BY id",
}
#: Those of tables that came later than the digests did.
OF_THE_LAW = ("unfinished", "holds", "erased")
#: Those whose rows belong to entries: an entry that changes them is sealed over what they then are.
TOLD_OF_THE_OFFICE = frozenset(("closed_days", "staff"))
#: Who is held, restricted or erased: the log, which is a chain, says how these were left.
KEPT_APART = ("holds", "restricted", "erased")
LEFT = "holds, restrictions and erasures as they are now: "
"""Begins the reason of a line of the log that says so."""
POLICY = "by what everybody is planned, as it is now: "
"""Begins the reason of a line of the log that says so, once somebody has said by what."""
RULES = """SELECT key, value FROM meta WHERE (key = 'office_files' OR substr(key, 1, 7) = 'policy_')
AND EXISTS (SELECT 1 FROM meta WHERE substr(key, 1, 7) = 'policy_') ORDER BY key"""
_LEFT_SQL = """SELECT reason FROM log WHERE kind = 'alteration' AND people = '[]'
AND substr(reason, 1, ?) = ? {own} ORDER BY id DESC LIMIT 1"""
BLANKED = """SELECT entry, part, digest FROM salts WHERE part > 0 AND prison_number IS NULL
ORDER BY entry, part"""
_IN_WORDS = {"restricted": "people.restricted"}


def digest(connection: Database, name: str) -> str:
    """SHA-256 over all of these rows as they are."""
    return connection.digest(name, DIGESTED[name].format(steps=connection.steps))


def of_rows(rows: Iterable[SqlRow]) -> str:
    """The same over rows that were read in that order."""
    made = sha256()
    for row in rows:
        made.update(json.dumps(row).encode() + b"\n")
    return made.hexdigest()


def key_of(name: str) -> str:
    """Under what `meta` keeps a digest."""
    return _BEGINS + name


def keep(connection: Database, names: Iterable[str]) -> None:
    """Write down what these digests are now."""
    rows = [(key_of(name), digest(connection, name)) for name in names]
    connection.execute_many(KEEP, rows)


def mark(connection: Database) -> str:
    """One digest over who is kept apart, and over what erasures took the number and the salt from.

    Empty where nobody is and nothing was.
    """
    nothing = sha256().hexdigest()
    made = [digest(connection, name) for name in KEPT_APART]
    made.append(connection.digest("blanked", BLANKED))
    if made == [nothing] * len(made):
        return ""
    return sha256("".join(made).encode()).hexdigest()


def policy_mark(connection: Database) -> str:
    """One digest over the rules that somebody said everybody is planned by; empty where nobody has."""
    return connection.digest("policy", RULES) if connection.one(RULES) else ""


def mark_of(connection: Database, begins: str) -> str:
    """The mark, as it is now, that the log gives in a reason that begins so."""
    return mark(connection) if begins == LEFT else policy_mark(connection)


def mark_in_the_log(connection: Database, begins: str = LEFT) -> str:
    """The mark that the log gave last, in a reason that begins so; empty where it gave none."""
    # On a server such lines stand in the record's own chain, whichever office they came from.
    own = "AND origin = (SELECT value FROM meta WHERE key = 'origin')" if connection.chains else ""
    (said,) = connection.one(_LEFT_SQL.format(own=own), (len(begins), begins)) or (begins,)
    return str(said).removeprefix(begins).removeprefix("nobody")


def is_changed(connection: Database, name: str) -> bool:
    """Whether these rows are not those that this digest was last made of."""
    (kept,) = connection.one("SELECT value FROM meta WHERE key = ?", (key_of(name),)) or (None,)
    return bool(kept != digest(connection, name))


def is_kept(connection: Database, name: str) -> bool:
    """Whether there is such a digest: a record of an older version lacks those of later tables."""
    return connection.one("SELECT 1 FROM meta WHERE key = ?", (_BEGINS + name,)) is not None


def of_the_office(connection: Database) -> str:
    """One digest over those of what entries told of the office."""
    both = "".join(digest(connection, name) for name in sorted(TOLD_OF_THE_OFFICE))
    return sha256(both.encode()).hexdigest()


def breaks(connection: Database) -> Iterator[str]:
    """The tables whose rows are not as this program last wrote them."""
    for name in DIGESTED:
        if is_changed(connection, name):
            said = connection.steps if name == "steps" else _IN_WORDS.get(name, name)
            yield f"{said}: not as this program last wrote it"
    if mark(connection) != mark_in_the_log(connection):
        yield "holds, people.restricted, erased or salts: not as the log says that they were left"
    if policy_mark(connection) != mark_in_the_log(connection, POLICY):
        yield "meta: by what everybody is planned is not as the log says that it was left"
    last = "(SELECT origin_seq FROM entries AS e WHERE e.id = entry)" if connection.chains else "entry"
    row = connection.one(f"SELECT digest FROM salts WHERE part = 0 ORDER BY {last} DESC LIMIT 1")
    if row is not None and row[0] != of_the_office(connection):
        yield f"{' or '.join(sorted(TOLD_OF_THE_OFFICE))}: not as the last entry about them was sealed"
