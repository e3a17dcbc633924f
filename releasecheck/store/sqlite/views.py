"""What other programs may read of a record: views whose names and columns stay as they are.

They follow the one definition of state. Which day it is they ask `v_today`, and nothing else: whoever wants
another day makes that view anew in a copy. Restricted people are in none of them: no task of theirs is open.

What `v_missing` takes from other tables it looks up one by one, so that a count across a country, which asks
for none of it, reads nothing but an index.
"""

from __future__ import annotations

from releasecheck.planning.states import MISSING, STATE_SQL

#: In the words that the views of every record in a file were made with.
_STATE = (
    STATE_SQL.replace(":today", "today").replace("hard <> 0", "hard").replace("lapses <> 0", "lapses").strip()
)
_MISSING = ", ".join(f"'{state}'" for state in MISSING)
_DAYS = "CAST(julianday({}) - julianday(today) AS INTEGER)"
#: The states whose tasks are counted for each person.
COUNTED = (*MISSING, "waiting")
NAMES = ("v_today", "v_missing", "v_countdown", "v_people")


def views(state: str, today: str, counted: str, alias: str) -> str:
    """The statements for all of them, in one database's words.

    `state`: of a task on the day `today`; `counted`: how many rows are in a state; `alias`: of a query in
    another one.
    """
    dropped = "\n".join(f"DROP VIEW IF EXISTS {name};" for name in NAMES)
    return f"""
{dropped}
CREATE VIEW v_today AS SELECT {today} AS today;
CREATE VIEW v_missing AS
SELECT prison_number,
    (SELECT last_name FROM people WHERE prison_number = t.prison_number) AS last_name,
    (SELECT first_name FROM people WHERE prison_number = t.prison_number) AS first_name, prison,
    (SELECT release_date FROM plans WHERE prison_number = t.prison_number) AS release_date, item,
    (SELECT title FROM items WHERE item = t.item) AS title,
    (SELECT pathway FROM items WHERE item = t.item) AS pathway,
    owner, owner_name, state, due_on, {_DAYS.format("due_on")} AS days, missing_facts
FROM (SELECT *, {state} AS state FROM v_today CROSS JOIN tasks WHERE open = 1) AS t
WHERE state IN ({_MISSING});
CREATE VIEW v_countdown AS
SELECT t.prison_number, p.last_name, p.first_name, p.prison, r.release_date, t.item, i.title, i.pathway,
    t.owner, t.owner_name, t.state, t.opens_on, t.due_on, {_DAYS.format("t.due_on")} AS days, t.chase_on,
    t.expires_on, t.days_lost, t.outcome, t.outcome_on, t.outcome_reason, t.evidence, t.missing_facts,
    t.reasons
FROM (SELECT *, {state} AS state FROM v_today CROSS JOIN tasks) AS t
JOIN people AS p ON p.prison_number = t.prison_number
LEFT JOIN plans AS r ON r.prison_number = t.prison_number
LEFT JOIN items AS i ON i.item = t.item
WHERE p.restricted = 0;
CREATE VIEW v_people AS
SELECT p.prison_number, p.last_name, p.first_name, p.prison, p.cell, p.pom, p.com, r.release_date,
    r.release_type, r.confirmed, {_DAYS.format("r.release_date")} AS days_to_release, p.released_on,
    r.handover_date, r.responsible, r.licence_start,
    {", ".join(f"coalesce(c.{one}, 0) AS {one}" for one in COUNTED)}
FROM v_today CROSS JOIN people AS p
LEFT JOIN plans AS r ON r.prison_number = p.prison_number
LEFT JOIN (
    SELECT prison_number, {", ".join(f"{counted.format(one)} AS {one}" for one in COUNTED)}
    FROM (SELECT prison_number, {state} AS state FROM v_today CROSS JOIN tasks WHERE open = 1){alias}
    GROUP BY prison_number) AS c ON c.prison_number = p.prison_number
WHERE p.restricted = 0;
"""


_ASKED = """CASE WHEN state <> 'unknown' AND missing_facts = '["done_before"]' THEN '[]'
    ELSE missing_facts END AS missing_facts"""


def since_asked(made: str) -> str:
    """The same, and once the next time of a task has come nobody is asked whether it was done before."""
    return made.replace(" AS days, missing_facts", f" AS days, {_ASKED}").replace("t.missing_facts", _ASKED)


VIEWS = views(_STATE, "date('now', 'localtime')", "sum(state = '{}')", "")
VIEWS_SINCE_ASKED = since_asked(VIEWS)
