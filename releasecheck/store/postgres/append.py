"""What the server itself adds to the chains, as the last step of whoever writes, and the digests it makes.

Each office has its own chains, whose ends are one row of `heads`. That row is locked by `append` and by
nothing else, which is sent in one message with COMMIT: nobody waits for another's network, and whoever stops
halfway holds no chain. The functions run with the rights of the owner, so that nobody else needs any to
change what was appended.
"""

from __future__ import annotations

import re

from releasecheck.store.tables import digests
from releasecheck.store.tables.proving.shapes import kind_of

#: One row for each office that writes; the one without a name is the record's own.
HEADS = """
CREATE TABLE heads(
    office text COLLATE "C" PRIMARY KEY, origin text COLLATE "C" NOT NULL UNIQUE,
    entry bigint NOT NULL DEFAULT 0, entry_hash text NOT NULL DEFAULT '', entry_at timestamptz,
    line bigint NOT NULL DEFAULT 0, line_hash text NOT NULL DEFAULT repeat('0', 64)) WITH (fillfactor = 50)"""

_SELECT = re.compile(r"SELECT (.*?) FROM (\S+)(.*?)\s+ORDER BY (.*)", re.DOTALL)
#: Of the office's own chain only the line is said, as in a file; of any other whose it is as well.
_UNFINISHED = """SELECT ascii_json(CASE WHEN origin = (SELECT value FROM meta WHERE key = 'origin')
  THEN json_build_array(line) ELSE json_build_array(origin, line) END::text) AS j,
  row_number() OVER (ORDER BY origin, line) AS n FROM unfinished"""
_AS_OWNER = "SECURITY DEFINER SET search_path = releasecheck, pg_temp SET timezone = 'UTC'"


def _hash_of(text: str) -> str:
    return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"


def _over(rows: str) -> str:
    """The digest over rows that are written as `digests.of_rows` writes those of a file, to the letter."""
    return _hash_of(f"(SELECT coalesce(string_agg(j || E'\\n', '' ORDER BY n), '') FROM ({rows}) AS x)")


def _rows(sql: str) -> str:
    """A query whose rows are written out, each with its place."""
    found = _SELECT.fullmatch(sql)
    assert found is not None, "written as those of `digests` are"
    table = found[2].rpartition(".")[2]
    columns = ", ".join(_written(table, column) for column in found[1].replace("\n", " ").split(", "))
    return (
        f"SELECT ascii_json(json_build_array({columns})::text) AS j, "
        f"row_number() OVER (ORDER BY {found[4]}) AS n FROM {found[2]}{found[3]}"
    )


def _written(table: str, column: str) -> str:
    if column == "applied_at" or kind_of(table, column.strip('"')) == "moment":
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    return column


def functions(steps: str) -> str:
    """The statements that make them; `steps`: the table that says by which steps the others were made."""
    every = {name: _rows(sql.format(steps=steps)) for name, sql in digests.DIGESTED.items()}
    every |= {"unfinished": _UNFINISHED, "blanked": _rows(digests.BLANKED), "policy": _rows(digests.RULES)}
    cases = "\n    ".join(f"WHEN '{name}' THEN {_over(sql)}" for name, sql in every.items())
    return _ASCII + _DIGEST_OF.format(cases=cases) + _MARK_OF + _APPEND + _COUNT_WORDS


#: JSON as a file's rows are hashed: letters beyond ASCII are spelt out, in two halves where they are far out.
_ASCII = r"""
CREATE FUNCTION ascii_json(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  letter text; n int;
BEGIN
  FOR letter IN SELECT DISTINCT m[1] FROM regexp_matches(t, '([^\x01-\x7e])', 'g') AS m LOOP
    n := ascii(letter);
    t := replace(t, letter, CASE WHEN n < 65536 THEN '\u' || lpad(to_hex(n), 4, '0')
      ELSE '\u' || to_hex(55296 + ((n - 65536) >> 10)) || '\u' || to_hex(56320 + ((n - 65536) & 1023)) END);
  END LOOP;
  RETURN t;
END $$;
"""

_DIGEST_OF = f"""
CREATE FUNCTION digest_of(what text) RETURNS text LANGUAGE plpgsql STABLE {_AS_OWNER} AS $$
BEGIN
  RETURN CASE what
    {{cases}}
  END;
END $$;
"""

#: Words are counted over everybody, whom not everybody who changes one sees.
_COUNT_WORDS = f"""
CREATE FUNCTION count_words(more json) RETURNS void LANGUAGE sql {_AS_OWNER} AS $$
  INSERT INTO words(word, people) SELECT w ->> 0, (w ->> 1)::bigint FROM json_array_elements(more) AS w
    ORDER BY 1 ON CONFLICT (word) DO UPDATE SET people = words.people + excluded.people;
  DELETE FROM words WHERE people = 0 AND word IN (SELECT w ->> 0 FROM json_array_elements(more) AS w);
$$;
"""

_MARK_OF = f"""
CREATE FUNCTION mark_of(begins text) RETURNS text LANGUAGE plpgsql STABLE {_AS_OWNER} AS $$
DECLARE
  nothing text := {_hash_of("''")};
  made text := '';
  one text;
BEGIN
  IF begins = '{digests.POLICY}' THEN
    RETURN coalesce(nullif(digest_of('policy'), nothing), '');
  END IF;
  FOREACH one IN ARRAY ARRAY[{", ".join(f"'{name}'" for name in (*digests.KEPT_APART, "blanked"))}] LOOP
    made := made || digest_of(one);
  END LOOP;
  RETURN CASE made WHEN repeat(nothing, {len(digests.KEPT_APART) + 1}) THEN '' ELSE {_hash_of("made")} END;
END $$;
"""

_APPEND = f"""
CREATE FUNCTION append(doc json) RETURNS bigint[] LANGUAGE plpgsql {_AS_OWNER} AS $$
DECLARE
  mine text := coalesce(current_setting('releasecheck.office', true), '');
  given json := doc -> 'entry';
  one json; head heads; into_chain text; why text; made text; told text; parts text;
  moment timestamptz; numbers bigint[] := '{{}}';
BEGIN
  IF doc ->> 'quick' = 'true' THEN
    PERFORM set_config('synchronous_commit', 'off', true);
  END IF;
  PERFORM 1 FROM heads AS h WHERE h.office = mine OR (h.office = '' AND doc ->> 'whole' = 'true')
    ORDER BY h.office FOR UPDATE;
  PERFORM 1 FROM meta AS m
    WHERE m.key IN (SELECT '{digests.key_of("")}' || n FROM json_array_elements_text(doc -> 'digests') AS n)
    ORDER BY m.key FOR UPDATE;
  SELECT h.* INTO head FROM heads AS h WHERE h.office = mine;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this record knows no office "%"', mine;
  END IF;
  IF given IS NOT NULL THEN
    parts := (given -> 'digests')::text;
    IF given ->> 'office' = 'true' THEN
      SELECT h.* INTO head FROM heads AS h WHERE h.office = '';
      told := {_hash_of(" || ".join(f"digest_of('{name}')" for name in sorted(digests.TOLD_OF_THE_OFFICE)))};
      INSERT INTO salts(entry, part, digest) VALUES ((given ->> 'id')::bigint, 0, told);
      parts := '["' || told || '"' || CASE parts WHEN '[]' THEN ']' ELSE ',' || substr(parts, 2) END;
    END IF;
    moment := greatest((given ->> 'at')::timestamptz, head.entry_at);
    made := '["' || head.entry_hash || '",[' || (given ->> 'id') || ',"'
      || to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '",' || (given -> 'by')::text || ','
      || (given -> 'command')::text || ',' || (given -> 'day')::text || ',' || (given -> 'reason')::text
      || ',"' || head.origin || '",' || head.entry + 1 || ',' || (given -> 'login')::text || '],'
      || (given -> 'voided')::text || ',' || parts || ']';
    made := {_hash_of("made")};
    UPDATE entries AS e SET at = moment, origin = head.origin, origin_seq = head.entry + 1, hash = made
      WHERE e.id = (given ->> 'id')::bigint AND e.hash IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'entry % is sealed, or is not there', given ->> 'id';
    END IF;
    UPDATE heads AS h SET entry = h.entry + 1, entry_hash = made, entry_at = moment
      WHERE h.office = head.office;
  END IF;
  FOR one IN SELECT l FROM json_array_elements(doc -> 'lines') AS l LOOP
    into_chain := mine;
    why := (one -> 'reason')::text;
    IF one ->> 'begins' IS NOT NULL THEN
      into_chain := '';
      told := mark_of(one ->> 'begins');
      SELECT substr(l.reason, length(one ->> 'begins') + 1) INTO made FROM log AS l
        WHERE l.origin = (SELECT h.origin FROM heads AS h WHERE h.office = '') AND l.kind = 'alteration'
        AND l.people = '[]' AND substr(l.reason, 1, length(one ->> 'begins')) = one ->> 'begins'
        ORDER BY l.id DESC LIMIT 1;
      CONTINUE WHEN told = coalesce(nullif(made, 'nobody'), '');
      why := to_json((one ->> 'begins') || coalesce(nullif(told, ''), 'nobody'))::text;
    END IF;
    SELECT h.* INTO head FROM heads AS h WHERE h.office = into_chain;
    made := '{{"at":' || (one -> 'at')::text || ',"by":' || (one -> 'by')::text
      || ',"command":' || (one -> 'command')::text || ',"id":' || head.line + 1
      || ',"kind":' || (one -> 'kind')::text || ',"login":' || (one -> 'login')::text
      || ',"origin":"' || head.origin || '","people":' || (one -> 'people')::text
      || ',"previous_hash":"' || head.line_hash || '","reason":' || why
      || ',"recipient":' || (one -> 'recipient')::text
      || CASE WHEN one ->> 'written_at' IS NULL THEN ''
           ELSE ',"written_at":' || (one -> 'written_at')::text END || '}}';
    made := {_hash_of("made")};
    INSERT INTO log(origin, id, at, "by", command, kind, people, reason, recipient, previous_hash, hash,
        login, written_at, role)
      VALUES (head.origin, head.line + 1, (one ->> 'at')::timestamptz, one ->> 'by', one ->> 'command',
        one ->> 'kind', one ->> 'kept', why::json #>> '{{}}', one ->> 'recipient', head.line_hash, made,
        one ->> 'login', (one ->> 'written_at')::timestamptz, session_user);
    UPDATE heads AS h SET line = h.line + 1, line_hash = made WHERE h.office = into_chain;
    IF one ->> 'begun' = 'true' THEN
      INSERT INTO unfinished(origin, line) VALUES (head.origin, head.line + 1);
    END IF;
    numbers := numbers || (head.line + 1);
  END LOOP;
  DELETE FROM unfinished AS u WHERE u.origin = (SELECT h.origin FROM heads AS h WHERE h.office = mine)
    AND u.line IN (SELECT l.id FROM json_array_elements_text(doc -> 'ended') AS n JOIN log AS l
      ON l.origin = u.origin AND l.id = n::bigint AND l.role = session_user);
  UPDATE meta AS m SET value = digest_of(n)
    FROM json_array_elements_text(doc -> 'digests') AS n WHERE m.key = '{digests.key_of("")}' || n;
  RETURN numbers;
END $$;
"""
