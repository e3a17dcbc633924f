"""What a bundle is made of: which values stand where, checked before any of them is believed.

A hash says that nothing changed on the way, not who wrote the file; what is taken in stays in the history for
good, and must never be something that the history cannot be read back from.
"""

from __future__ import annotations

from typing import Any

from releasecheck.core.errors import ReleasecheckError

_TEXT_OR_NOT = (str, type(None))
_NUMBER_OR_NOT = (int, type(None))

_ENTRY: dict[str, Any] = {
    "entry": int,
    **dict.fromkeys(("at", "by", "command", "day"), str),
    "facts": [[str, _TEXT_OR_NOT, str, _TEXT_OR_NOT]],
    "outcomes": [[str, str, str, _TEXT_OR_NOT, {...: str}]],
    "releases": [[str, _TEXT_OR_NOT, bool, str, _TEXT_OR_NOT]],
    "owners": [[str, _TEXT_OR_NOT]],
    "notes": [[str, str, str, _TEXT_OR_NOT, {...: str}]],
    "voided_by": _NUMBER_OR_NOT,
    **dict.fromkeys(("reason", "void_reason", "voided_at", "voided_by_whom"), _TEXT_OR_NOT),
}
_OUTCOME: dict[str, Any] = {
    **dict.fromkeys(("item", "outcome", "on"), str),
    **dict.fromkeys(("reason", "by"), _TEXT_OR_NOT),
    "evidence": {...: str},
}
#: A type or several; a list of one shape; a list of so many; a map with these keys, or with any (`...`).
_CONTENT: dict[str, Any] = {
    **dict.fromkeys(("prison_number", "known_since"), str),
    "signed_off": dict.fromkeys(("by", "on", "office", "made_for", "catalogue"), str),
    "facts": [{"fact": str, "value": str}],
    "releases_told": [dict],
    "outcomes": [_OUTCOME],
    "owners": {...: str},
    "entries": [_ENTRY],
}


class BadShape(ReleasecheckError):
    """A value that this program would not have written there."""


def check_shape(content: object) -> None:
    """Raises BadShape, saying where, for a value of another kind than a bundle has there."""
    _check(content, _CONTENT, "it")


def _check(value: object, shape: Any, where: str) -> None:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise BadShape(f"{where} is no map")
        if ... in shape:
            for name, inner in value.items():
                _check(inner, shape[...], f"{where}, {name}")
            return
        for name, inner in shape.items():
            if name not in value:
                raise BadShape(f"{where} has no {name}")
            _check(value[name], inner, name if where == "it" else f"{where}, {name}")
    elif isinstance(shape, list):
        if not isinstance(value, list) or len(shape) not in (1, len(value)):
            raise BadShape(f"{where} is no list of what belongs there")
        each = shape * len(value) if len(shape) == 1 else shape
        for number, (one, inner) in enumerate(zip(value, each, strict=True), start=1):
            _check(one, inner, f"{where} {number}")
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
        raise BadShape(f"{where} is of another kind")
