"""Who may do what on a server, as SQL for whoever looks after it: roles, rights and rooms.

What was recorded is kept by rights alone: nobody but the owner may change a row of what is appended to, or
take one out. Whom somebody sees follows from the prisons and the community offices that they are in, which
are roles as well, for these are known on every server of a record that is spread over several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasecheck.core.errors import UsageError
from releasecheck.store.postgres.connection import HOME
from releasecheck.store.tables.columns import TOLD

READER, WORKER, MANAGER, OFFICER, OWNER = (
    f"releasecheck_{name}" for name in ("reader", "worker", "manager", "information_officer", "owner")
)
#: Begins the name of a role whose members are in a prison or a community office.
IN = "releasecheck_in_"
_LONGEST = 63
"""Bytes of a role's name."""

_FOLLOWS = ("people", "plans", "tasks", "search_words", "unread_cells", "items")
"""What follows from what was told, and is made again."""
_APPENDED = ("entries", "voids", *TOLD, "salts", "staff")
_OF_A_PERSON = ("plans", "search_words", "unread_cells", "night_rows", "holds", "salts", *TOLD)
"""Tables whose rows are seen by whoever sees the person, and that hold nothing else to tell it by."""
_WHOLE = ("closed_days", "holds", "runs", "night_rows")
"""What is one for the whole record."""

_MY_ROOMS = "(SELECT my_rooms())::text[]"
_MY_OTHERS = "(SELECT my_others())::text[]"
_OF_A_ROOM = " OR ".join(
    f"{place} = ANY({_MY_ROOMS})" for place in ("prison", "com_office", "prison_before", "com_office_before")
)
_NOWHERE = "(prison IS NULL AND com_office IS NULL)"
_CAME = f"(prison = ANY({_MY_ROOMS}) AND prison_before IS NOT NULL)"
_MOVED = f"{_CAME} OR {_OF_A_ROOM.partition(' OR ')[2]} OR {_NOWHERE}"
_HERE = f"{_OF_A_ROOM} OR {_NOWHERE}"
_STABLE = f"LANGUAGE sql STABLE SET search_path = {HOME}, pg_temp"

_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION my_rooms() RETURNS text[] {_STABLE} AS $$
  SELECT array_agg(substr(rolname, {len(IN) + 1})) FROM pg_roles
  WHERE substr(rolname, 1, {len(IN)}) = '{IN}' AND pg_has_role(oid, 'member')
$$""",
    # Whom the prison that a task has does not tell: of those who moved it may still be the one before.
    f"""CREATE OR REPLACE FUNCTION my_others() RETURNS text[] {_STABLE} AS $$
  SELECT array_agg(prison_number) FROM people WHERE {_MOVED}
$$""",
    # What is told of somebody who is not there yet is told before they are.
    f"""CREATE OR REPLACE FUNCTION is_new(number text) RETURNS boolean {_STABLE} SECURITY DEFINER AS $$
  SELECT NOT EXISTS (SELECT 1 FROM people AS p WHERE p.prison_number = number)
$$""",
)


def room_role(room: str) -> str:
    """The role of those in a prison, by its code, or in a community office, as it is written in the record.

    Raises UsageError for a name that no role can have.
    """
    name = f"{IN}{room}"
    if not room.strip() or len(name.encode()) > _LONGEST:
        raise UsageError(
            f'"{room}" is no prison and no office: a name of at most {_LONGEST - len(IN)} letters'
        )
    return '"' + name.replace('"', '""') + '"'


def statements(rooms: Iterable[str], offices: Iterable[str]) -> Iterator[str]:
    """All that it takes, for the owner of the database, to be run as often as they like."""
    yield f"SET search_path = {HOME}"
    for role in (READER, WORKER, MANAGER, OFFICER, OWNER):
        yield _made(role)
    yield f"GRANT {READER} TO {WORKER}"
    yield f"GRANT {WORKER} TO {MANAGER}"
    yield f"GRANT {WORKER} TO {OFFICER}"
    for room in rooms:
        yield _made(room_role(room))
    for office in offices:
        told = "'" + office.replace("'", "''") + "'"
        yield (
            f"INSERT INTO heads(office, origin) VALUES ({told}, replace(gen_random_uuid()::text, '-', '')) "
            "ON CONFLICT (office) DO NOTHING"
        )
    yield from _FUNCTIONS
    yield f"REVOKE ALL ON SCHEMA {HOME} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {HOME} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {HOME} TO {READER}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {HOME} TO {READER}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {HOME} TO {READER}"
    yield _VIEWS
    yield f"GRANT INSERT ON log_lists TO {READER}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {HOME} TO {WORKER}"
    yield f"GRANT INSERT ON {', '.join(_APPENDED)} TO {WORKER}"
    yield f"GRANT INSERT, UPDATE, DELETE ON {', '.join(_FOLLOWS)} TO {WORKER}"
    yield f"GRANT INSERT, UPDATE ON meta TO {WORKER}"
    yield f"GRANT INSERT, UPDATE, DELETE ON {', '.join(_WHOLE)} TO {MANAGER}, {OFFICER}"
    yield from _policies()
    yield _OWNED


def _made(role: str) -> str:
    """A role that is made where it is not there: nothing else says so of roles."""
    name = role.strip('"').replace('""', '"').replace("'", "''")
    asked = f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"
    return f"DO $$ BEGIN IF NOT EXISTS ({asked}) THEN CREATE ROLE {role} NOLOGIN; END IF; END $$"


def _policies() -> Iterator[str]:
    yield from _policy("people", "sees", "SELECT", _HERE)
    yield from _policy("people", "adds", "INSERT", check=_HERE)
    # Whoever has somebody may say that they are elsewhere now.
    yield from _policy("people", "changes", "UPDATE", _HERE, _HERE)
    yield from _policy("people", "takes_out", "DELETE", _HERE)
    tasks = f"prison = ANY({_MY_ROOMS}) OR prison_number = ANY({_MY_OTHERS})"
    for table in ("tasks", *_OF_A_PERSON):
        theirs = f"EXISTS (SELECT 1 FROM people AS p WHERE p.prison_number = {table}.prison_number)"
        theirs = {"tasks": tasks, "salts": f"prison_number IS NULL OR {theirs}"}.get(table, theirs)
        yield from _policy(table, "sees", "SELECT", theirs)
        yield from _policy(table, "adds", "INSERT", check=f"{theirs} OR is_new(prison_number)")
        yield from _policy(table, "changes", "UPDATE", theirs, theirs)
        yield from _policy(table, "takes_out", "DELETE", theirs)
    known = "EXISTS (SELECT 1 FROM search_words AS s WHERE s.word = words.word)"
    yield from _policy("words", "sees", "SELECT", known)
    own = "coalesce(current_setting('releasecheck.office', true), '')"
    yield from _policy("log", "sees", "SELECT", "role = (SELECT session_user)::text OR people = '[]'")
    mine = f"origin = (SELECT h.origin FROM heads AS h WHERE h.office = {own})"
    yield from _policy("log", "answers_for", "SELECT", mine, to=MANAGER)
    listed = 'SELECT substr(l.people, 10, 64) FROM log AS l WHERE substr(l.people, 1, 9) = \'{"list":"\''
    yield from _policy("log_lists", "sees", "SELECT", f"hash IN ({listed})")
    yield from _policy("log_lists", "adds", "INSERT", check="true")
    for table in ("people", "tasks", *_OF_A_PERSON, "words", "log", "log_lists"):
        yield from _policy(table, "everywhere", "ALL", "true", "true", to=OFFICER)
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"


def _policy(
    table: str, name: str, deed: str, using: str | None = None, check: str | None = None, to: str = READER
) -> Iterator[str]:
    yield f"DROP POLICY IF EXISTS {name} ON {table}"
    words = [f"CREATE POLICY {name} ON {table} FOR {deed} TO {to}"]
    words += [f"USING ({using})"] if using is not None else []
    words += [f"WITH CHECK ({check})"] if check is not None else []
    yield " ".join(words)


#: A view shows what whoever asks may see; before version 15 it shows what its owner may, and nobody has it.
_VIEWS = f"""DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT c.oid::regclass AS name FROM pg_class AS c
    WHERE c.relnamespace = '{HOME}'::regnamespace AND c.relkind = 'v' LOOP
    IF current_setting('server_version_num')::int >= 150000 THEN
      EXECUTE format('ALTER VIEW %s SET (security_invoker = true)', one.name);
    ELSE
      EXECUTE format('REVOKE ALL ON %s FROM {READER}', one.name);
    END IF;
  END LOOP;
END $$"""

_OWNED = f"""DO $$ DECLARE one record; BEGIN
  EXECUTE 'GRANT {OWNER} TO ' || quote_ident(session_user);
  EXECUTE format('GRANT CREATE ON DATABASE %I TO {OWNER}', current_database());
  ALTER SCHEMA {HOME} OWNER TO {OWNER};
  FOR one IN SELECT c.oid::regclass AS name FROM pg_class AS c
    WHERE c.relnamespace = '{HOME}'::regnamespace AND c.relkind IN ('r', 'v') LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO {OWNER}', one.name);
  END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc AS p
    WHERE p.pronamespace = '{HOME}'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO {OWNER}', one.name);
  END LOOP;
END $$"""
