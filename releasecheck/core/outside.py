"""The bounds of what comes from outside, and TOML and JSON read within them, with what stops their readers.

The bounds lie far above what an office has, and a message names the one that is passed.
"""

from __future__ import annotations

from typing import Any

MB = 2**20
LIST_BYTES = 256 * MB
"""A list, a tracker or a log; the workbook of 90,000 people with every column takes 40 MB."""
BUNDLE_BYTES = 16 * MB
"""One person's whole record; one of two thousand entries takes 1 MB."""
OFFICE_BYTES = MB
"""A file that an office writes for itself, such as its settings; all that ships of a kind takes 300 kB."""
TABLE_BYTES = 16 * MB
"""An office's own table of words, of names or of services."""
MOST_ROWS = 1_048_576
"""Rows of a list: as many as a sheet of Excel has."""
DEEPEST = 50
"""Lists in lists, or tables in tables."""
MOST_LINES = 10_000
"""Of a TOML file: the whole catalogue has half as many."""
LONGEST_NUMBER = 18
"""Figures: no number that is meant has as many, and a database keeps no more."""

_DEEP = f"lists or tables are nested deeper than {DEEPEST}"
_LONG = f"a number has more than {LONGEST_NUMBER} figures"


class BadJson(ValueError):
    """JSON that is not whole or passes a bound: what is wrong and where, without the text itself."""


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises tomllib.TOMLDecodeError with what is wrong, for one that is none or passes a bound.
    """
    import tomllib

    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise tomllib.TOMLDecodeError(f"it has more than {MOST_LINES:,} lines")
    # Its reader takes the square of the time for a name of many parts.
    if number := next((n for n, line in enumerate(lines, 1) if _is_long_name(line)), None):
        raise tomllib.TOMLDecodeError(f"a name has more than {_MOST_STOPS} parts (at line {number})")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (RecursionError, MemoryError):
        raise tomllib.TOMLDecodeError(_DEEP) from None
    except ValueError as problem:  # more figures than Python turns into a number, or a day that is none
        words = _LONG if "digits" in str(problem) else str(problem)
        raise tomllib.TOMLDecodeError(words) from None
    if beyond := _beyond(found):
        raise tomllib.TOMLDecodeError(beyond)
    return found


_MOST_STOPS = 1_000


def _is_long_name(line: str) -> bool:
    """Whether more stops than that part a name in this line; those of a text do not count."""
    if line.count(".") <= _MOST_STOPS:
        return False
    import re

    return re.sub(r'"[^"]*"|\'[^\']*\'', "", line).count(".") > _MOST_STOPS


def read_json(text: str) -> Any:
    """The value that a JSON text holds. Raises BadJson for what is none, and for what passes a bound."""
    import json

    try:
        found = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise BadJson(f"{problem.msg}: line {problem.lineno} column {problem.colno}") from None
    except (RecursionError, MemoryError):
        raise BadJson(_DEEP) from None
    except BadJson:
        raise
    except ValueError:
        raise BadJson(_LONG) from None
    if beyond := _beyond(found):
        raise BadJson(beyond)
    return found


def _no_number(name: str) -> float:
    raise BadJson(f"{name} is no number")


def _beyond(value: object) -> str | None:
    """Which bound a value passes; None where it keeps within them."""
    most = 10**LONGEST_NUMBER
    level = [value]
    for _ in range(DEEPEST + 1):
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
            elif isinstance(one, int) and not -most < one < most:
                return _LONG
        if not inner:
            return None
        level = inner
    return _DEEP
