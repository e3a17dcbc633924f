"""How much is missing of what, for how many people, and who comes first: for a screen, which shows few.

Counted by the database, so that nobody's tasks are read but those of the people who are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.named import NamedTuple
from releasecheck.planning.states import MISSING, STATE_SQL
from releasecheck.reports.caseload.pressing import pressing_rules
from releasecheck.store.queries.filters import (
    ASKED_SQL,
    ORDER_SQL,
    PERSON_FILTERS,
    TASK_FILTERS,
    UNKNOWN_SQL,
    given,
    narrowing,
)
from releasecheck.store.queries.missing import ABOUT_SQL, RANK_SQL, missing_of
from releasecheck.store.report_rows import Counted, MissingPerson, NeedsAsked
from releasecheck.store.tables.columns import texts_from, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue

_HIDDEN = "(item IN (SELECT value FROM json_each(:hidden)) AND owner <> :role)"
"""What is shown to nobody of a role but whoever has it to do."""


def standing_sql(
    today: date, ask: NeedsAsked, *more: str, theirs: bool = False
) -> tuple[str, dict[str, SqlValue]]:
    """Which tasks are missing, and in what state, of all that are asked about.

    `more`: what else must be so. `theirs`: only the tasks of whoever asks.
    """
    filters = ask.filters._replace(mine=ask.mine) if theirs else ask.filters
    clauses = [*narrowing(filters), *_shown(ask), *more]
    if ask.only_theirs and not theirs:
        inner, _ = standing_sql(today, ask, theirs=True)
        clauses.append(f"prison_number IN (SELECT prison_number FROM ({inner}) AS x)")
    narrowed = "".join(f"\n    AND {clause}" for clause in clauses)
    return (
        f"""SELECT prison_number, item, prison, owner, missing_facts, due_on, {STATE_SQL} AS state
    FROM tasks WHERE open = 1 AND {ASKED_SQL}{narrowed}""",
        _parameters(today, ask),
    )


def _parameters(today: date, ask: NeedsAsked) -> dict[str, SqlValue]:
    return {
        "today": today.isoformat(),
        "until": ask.until.isoformat(),
        "hidden": to_json(list(ask.hidden)),
        "role": ask.role,
        **given(ask.filters._replace(mine=ask.mine) if ask.mine else ask.filters),
    }


def _shown(ask: NeedsAsked) -> list[str]:
    return [f"NOT {_HIDDEN}"] if ask.hidden else []


_CODES = "CASE state " + " ".join(f"WHEN '{state}' THEN '{n}'" for n, state in enumerate(MISSING)) + " END"


class _RoleInPrison(NamedTuple):
    """What one role has to do in one prison."""

    owner: str
    numbers: list[str]
    """Of each task, whose it is."""
    states: dict[str, int]


def _found(connection: Database, today: date, ask: NeedsAsked) -> Iterator[_RoleInPrison]:
    """All that is missing, in one look over it in the order of its index: nothing has to be sorted."""
    inner, parameters = standing_sql(today, ask)
    rows = connection.each(
        f"""SELECT owner, group_concat(prison_number, ' '), group_concat({_CODES}, '')
FROM ({inner}) AS x GROUP BY prison, owner""",
        parameters,
    )
    for owner, numbers, codes in rows:
        counted = ((state, codes.count(str(n))) for n, state in enumerate(MISSING))
        yield _RoleInPrison(owner, numbers.split(" "), {state: number for state, number in counted if number})


def tasks_counted(connection: Database, today: date, ask: NeedsAsked) -> Counted:
    """How many tasks are in each state, and of each role, the busiest first; and how many questions."""
    states: Counter[str] = Counter()
    owners: Counter[str] = Counter()
    people: set[str] = set()
    for found in _found(connection, today, ask):
        states.update(found.states)
        owners[found.owner] += len(found.numbers)
        people.update(found.numbers)
    return Counted(
        by_state=dict(states),
        by_owner=_busiest(connection, today, ask, owners),
        questions=_questions(connection, today, ask),
        people=frozenset(people),
    )


def _questions(connection: Database, today: date, ask: NeedsAsked) -> int:
    """How many answers would settle what is not known: each fact of a person once."""
    asked, parameters = standing_sql(today, ask, UNKNOWN_SQL)
    of_text: dict[str, int] = {}
    bits: dict[str, int] = {}
    people: dict[str, int] = {}
    for number, text in connection.each(
        f"SELECT prison_number, missing_facts FROM ({asked}) AS x", parameters
    ):
        if text not in of_text:  # a country has few different ones
            wanted = (fact for fact in texts_from(text) if fact not in ask.unsaid)
            of_text[text] = sum(bits.setdefault(fact, 1 << len(bits)) for fact in dict.fromkeys(wanted))
        people[number] = people.get(number, 0) | of_text[text]
    return sum(facts.bit_count() for facts in people.values())


def people_counted(connection: Database, today: date, ask: NeedsAsked) -> Counted:
    """For how many people each role has something to do, the busiest first, and for how many whoever asks."""
    owners: Counter[str] = Counter()
    people: set[str] = set()
    for found in _found(connection, today, ask):
        theirs = frozenset(found.numbers)  # nobody is in two prisons
        owners[found.owner] += len(theirs)
        people |= theirs
    return Counted(
        by_owner=_busiest(connection, today, ask, owners),
        of_mine=_of_theirs(connection, today, ask),
        people=frozenset(people),
    )


def _of_theirs(connection: Database, today: date, ask: NeedsAsked) -> int:
    if not ask.mine:
        return 0
    inner, parameters = standing_sql(today, ask, theirs=True)
    row = connection.one(f"SELECT count(DISTINCT prison_number) FROM ({inner}) AS x", parameters)
    return row[0] if row else 0


def withheld(connection: Database, today: date, ask: NeedsAsked) -> int:
    """How many tasks are missing and not shown to whoever asks."""
    if not ask.hidden:
        return 0
    inner, parameters = standing_sql(today, ask._replace(hidden=(), only_theirs=False), _HIDDEN)
    row = connection.one(f"SELECT count(*) FROM ({inner}) AS x", {**parameters, **_parameters(today, ask)})
    return row[0] if row else 0


def missing_among(connection: Database, today: date, ask: NeedsAsked, numbers: Iterable[str]) -> list[str]:
    """For whom of these something is missing."""
    these = "prison_number IN (SELECT value FROM json_each(:these))"
    inner, parameters = standing_sql(today, ask, these)
    rows = connection.all(
        f"SELECT DISTINCT prison_number FROM ({inner}) AS x ORDER BY 1",
        {**parameters, "these": to_json(sorted(numbers))},
    )
    return [number for (number,) in rows]


def count_missing(connection: Database, today: date, ask: NeedsAsked, most: int) -> int:
    """For how many people something is missing; no more are counted than `most`."""
    inner, parameters = standing_sql(today, ask)
    row = connection.one(
        f"SELECT count(*) FROM (SELECT DISTINCT prison, prison_number FROM ({inner}) AS x LIMIT :most) AS y",
        {**parameters, "most": most},
    )
    return row[0] if row else 0


def most_pressing(
    connection: Database, today: date, ask: NeedsAsked, aside: Iterable[str]
) -> Iterator[MissingPerson]:
    """Everybody for whom something is missing, the most pressing first, without those set aside.

    Few are read at a time, and more at once only where those were not enough.
    """
    sql, parameters = pressing_sql(today, ask)
    parameters["aside"] = to_json(sorted(aside))
    number, start = _AT_FIRST, 0
    with connection.snapshot():
        while people := connection.all(sql, {**parameters, "most": number, "start": start}):
            for few in range(0, len(people), _AT_FIRST):
                some = people[few : few + _AT_FIRST]
                yield from missing_of(connection, some, today, ask.until, ask.filters)
            number, start = number * _MORE, start + number


_AT_FIRST, _MORE = 60, 10


def pressing_sql(today: date, ask: NeedsAsked) -> tuple[str, dict[str, SqlValue]]:
    """Whom `most_pressing` looks at, in their order.

    Where only some tasks are asked about, few may have any: only they are put in order.
    """
    clauses = ["p.restricted = 0", *narrowing(ask.filters, PERSON_FILTERS, "p.")]
    clauses.append("p.prison_number NOT IN (SELECT value FROM json_each(:aside))")
    if ask.only_theirs or any(name in TASK_FILTERS for name in ask.filters.asked()):
        inner, _ = standing_sql(today, ask)
        clauses.append(f"p.prison_number IN (SELECT prison_number FROM ({inner}) AS x)")
    days = f"abs(julianday({ORDER_SQL}) - julianday(:today))"
    return (
        f"""
SELECT {ABOUT_SQL}
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE {" AND ".join(clauses)}
ORDER BY {days} IS NULL, {days} / {_divided()}, {days}, p.prison_number
LIMIT :most OFFSET :start""",
        _parameters(today, ask),
    )


def _divided() -> str:
    """What risk divides the days to a release by."""
    cases = "".join(f" WHEN '{rosh}' THEN {by}.0" for rosh, by in pressing_rules().divided_by.items())
    return f"CASE coalesce(p.rosh, 'not_known'){cases} ELSE 1.0 END"


def _busiest(connection: Database, today: date, ask: NeedsAsked, owners: Counter[str]) -> dict[str, int]:
    """The busiest first; of two that are as busy, whose first task comes first in the whole list."""
    often = Counter(owners.values())
    first = {
        owner: _first_of(connection, today, ask, owner)
        for owner, number in owners.items()
        if often[number] > 1
    }
    return dict(sorted(owners.items(), key=lambda each: (-each[1], first.get(each[0], ()))))


_WORST_SQL = "CASE state " + " ".join(f"WHEN '{state}' THEN {n}" for n, state in enumerate(MISSING)) + " END"


def _first_of(connection: Database, today: date, ask: NeedsAsked, owner: str) -> tuple[SqlValue, ...]:
    """Where the first task of a role stands in the whole list."""
    inner, parameters = standing_sql(today, ask, "owner = :one")
    row = connection.one(
        f"""SELECT {RANK_SQL}, {_WORST_SQL}, coalesce(CAST(s.due_on AS TEXT), '~'), s.item FROM ({inner}) AS s
JOIN people AS p ON p.prison_number = s.prison_number
LEFT JOIN plans AS r ON r.prison_number = p.prison_number
ORDER BY {RANK_SQL}, {_WORST_SQL}, coalesce(CAST(s.due_on AS TEXT), '~'), s.item LIMIT 1""",
        {**parameters, "one": owner},
    )
    return row or ()
