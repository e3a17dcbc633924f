"""What SQLite brings and PostgreSQL does not: the few functions that queries of both are written with."""

from __future__ import annotations

#: Over JSON that is kept as text, so that what was written comes back letter by letter.
FUNCTIONS = """
CREATE FUNCTION json_each(doc text) RETURNS TABLE(key text, value text) LANGUAGE sql IMMUTABLE STRICT ROWS 10
AS $$
  SELECT (a.n - 1)::text, a.v FROM json_array_elements_text(
    CASE json_typeof(doc::json) WHEN 'array' THEN doc::json ELSE '[]' END) WITH ORDINALITY AS a(v, n)
  UNION ALL SELECT o.k, o.v FROM json_each_text(
    CASE json_typeof(doc::json) WHEN 'object' THEN doc::json ELSE '{}' END) AS o(k, v)
$$;
CREATE FUNCTION json_extract(doc text, path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
AS $$
  SELECT CASE WHEN substr(path, 2, 1) = '[' THEN doc::json ->> substr(path, 3, length(path) - 3)::int
    ELSE doc::json ->> substr(path, 3) END
$$;
CREATE FUNCTION instr(whole text, part text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT strpos(whole, part) $$;
CREATE FUNCTION julianday(day date) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT (day - DATE '2000-01-01') + 2451544.5 $$;
CREATE FUNCTION julianday(day text) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT (day::date - DATE '2000-01-01') + 2451544.5 $$;
CREATE FUNCTION substr(day date, first int, many int) RETURNS text LANGUAGE sql STABLE STRICT
AS $$ SELECT substr(to_char(day, 'YYYY-MM-DD'), first, many) $$;
CREATE FUNCTION substr(moment timestamptz, first int, many int) RETURNS text LANGUAGE sql STABLE STRICT
AS $$ SELECT substr(to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), first, many) $$;
"""
