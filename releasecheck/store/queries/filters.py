"""What each filter of a report means, as SQL over a row of `tasks` or of `people`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from releasecheck.planning.states import MISSING, SETTLED, STATE_SQL
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import to_json

if TYPE_CHECKING:
    from releasecheck.store.database import SqlValue

#: The missing states, for an `IN`.
MISSING_SQL = ", ".join(f"'{state}'" for state in MISSING)

#: Whether a task counts as missing: what is merely to do, only if due by `:until`. One look at the state
#: settles it, the commonest first: half of a country's open tasks are for later.
ASKED_SQL = (
    f"CASE {STATE_SQL} WHEN 'upcoming' THEN false WHEN 'to_do' THEN due_on IS NULL OR due_on <= :until "
    + " ".join(f"WHEN '{state}' THEN false" for state in ("waiting", *SETTLED))
    + " ELSE true END"
)

#: Tasks that can be in the state `unknown` on some day, as the index on them has it, and are so today.
UNKNOWN_SQL = f"(rest = 'unknown' OR stage = 'unknown') AND {STATE_SQL} = 'unknown'"

#: Here, and in need of something: neither released nor dead.
HERE_SQL = "{0}released_on IS NULL AND {0}legal_status IS NOT 'DEAD' AND {0}merged_into IS NULL"

#: A wing is what a cell's name begins with: B of B-2-014.
WING_SQL = "upper(substr(cell, 1, instr(cell || '-', '-') - 1))"

_EARLIEST = "json_extract(r.anchors, '$.earliest_possible')"
#: The earliest possible day of the person `p` with the plan `r`, from `:today` on; the release, for most.
EARLIEST_SQL = (
    f"CASE WHEN p.released_on IS NULL AND coalesce(p.legal_status, '') <> 'DEAD' AND {_EARLIEST} >= :today "
    f"THEN {_EARLIEST} END"
)
#: The day people are put in order by: the release, or the earliest possible day of whoever has none.
ORDER_SQL = f"coalesce(CAST(r.release_date AS TEXT), {EARLIEST_SQL})"

#: The others with the CRN of the person `p`; nothing where there are none.
SAME_CRN_SQL = (
    "(SELECT group_concat(o.prison_number, ' ') FROM people AS o WHERE o.crn = p.crn "
    "AND o.prison_number <> p.prison_number AND o.restricted = 0 AND o.merged_into IS NULL)"
)

#: Any of several values, given as JSON; a name in any case.
_ANY = "IN (SELECT value FROM json_each(:{name}))"
_WHO = "{row}prison_number IN (SELECT prison_number FROM people WHERE "
_MINE = (
    "{{row}}{1} COLLATE NOCASE " + _ANY.replace("{name}", "{{name}}") + " OR {{row}}{0} = "
    "json_extract(:{{name}}, '$[0]') AND ({{row}}{1} IS NULL OR {{row}}{0} IN ('POM', 'COM'))"
)
#: `row` is what the columns are found under, such as `t.`
_NARROWING = {
    **{
        name: f"{{row}}{column} {_ANY}"
        for name, column in (
            ("number", "prison_number"),
            ("prison", "prison"),
            ("item", "item"),
        )
    },
    "state": f"{STATE_SQL} {_ANY}",
    "pathway": "{row}item IN (SELECT item FROM items WHERE pathway " + _ANY + ")",
    "pom": _WHO + "pom COLLATE NOCASE " + _ANY + " OR co_pom COLLATE NOCASE " + _ANY + ")",
    "com": _WHO + "com COLLATE NOCASE " + _ANY + ")",
    "wing": _WHO + WING_SQL + " " + _ANY + ")",
    "rosh": _WHO + "coalesce(rosh, 'not_known') " + _ANY + ")",
    # Somebody whose day has passed and who is not recorded as out is still to be released.
    "leaving_by": "{row}prison_number IN (SELECT r.prison_number FROM plans AS r JOIN people AS q "
    "USING (prison_number) WHERE q.released_on IS NULL "
    "AND r.release_date <= (SELECT value FROM json_each(:{name})))",
    # What was handed back is both sides'.
    "owner": "({row}owner " + _ANY + " OR {row}contested_with " + _ANY + ")",
    # A role, then the spellings of a name: what is in that name, and what of the role is in nobody's. Of a
    # POM or a COM their people are asked for beside it.
    "mine": f"({_MINE.format('owner', 'owner_name')} OR {_MINE.format('contested_with', 'contested_name')})",
}
PERSON_FILTERS = ("number", "prison", "pom", "com", "wing", "rosh", "leaving_by")
TASK_FILTERS = ("owner", "item", "pathway", "state", "mine")


def narrowing(
    filters: Filters, names: Iterable[str] = (*PERSON_FILTERS, *TASK_FILTERS), row: str = ""
) -> list[str]:
    """The clause of each of these filters that narrows anything; `row`: the name of its row, as `t.`"""
    asked = filters.asked()
    return [_NARROWING[name].format(name=name, row=row) for name in names if name in asked]


def given(filters: Filters) -> dict[str, SqlValue]:
    """The values that those clauses ask for, as parameters."""
    return {name: to_json([*map(str, values)]) for name, values in filters.asked().items()}
