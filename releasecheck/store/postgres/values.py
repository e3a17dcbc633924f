"""What PostgreSQL gives, as every store has it: days as ISO text, moments as the log writes them, flags as 1.

Entries and lines of the log are sealed over these texts, so they must be the same whatever keeps them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg2 import extensions

_BOOLEAN, _BYTES, _DATE, _MOMENT, _NUMERIC, _JSON, _JSONB = 16, 17, 1082, 1184, 1700, 114, 3802


def register(server: extensions.connection) -> None:
    """Have this connection give values in these forms."""
    from psycopg2.extensions import new_type, register_type

    forms: dict[str, tuple[tuple[int, ...], Callable[[Any, Any], Any]]] = {
        "DAY": ((_DATE, _JSON, _JSONB), _as_it_is),
        "MOMENT": ((_MOMENT,), _moment),
        "FLAG": ((_BOOLEAN,), _flag),
        "NUMBER": ((_NUMERIC,), _number),
        "PACKED": ((_BYTES,), _packed),
    }
    for name, (kinds, form) in forms.items():
        register_type(new_type(kinds, name, form), server)


def _as_it_is(text: str | None, _: Any) -> str | None:
    return text


def _moment(text: str | None, _: Any) -> str | None:
    """2026-11-23 14:05:00+00, for the session is in UTC."""
    return None if text is None else text.replace(" ", "T").removesuffix("+00") + "Z"


def _flag(text: str | None, _: Any) -> int | None:
    return None if text is None else int(text == "t")


def _number(text: str | None, _: Any) -> int | float | None:
    """A sum of whole numbers comes as a number with places."""
    if text is None:
        return None
    return float(text) if "." in text else int(text)


def _packed(text: str | None, _: Any) -> bytes | None:
    return None if text is None else bytes.fromhex(text.removeprefix("\\x"))
