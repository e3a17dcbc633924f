"""JSON as it is written: a text for people to read as well, a list piece by piece, or a value to a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from releasecheck.core.text import harmless_json
from releasecheck.formats.csv_cells import Cell, moment

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


def json_text(value: Mapping[str, object] | Sequence[Mapping[str, object]], indent: int | None = 2) -> str:
    """The value as JSON, for people to read as well; with a line's end."""
    import json

    return harmless_json(json.dumps(value, indent=indent, ensure_ascii=False)) + "\n"


def json_list(values: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The values as one JSON list, as `json_text` would write it, a value at a time."""
    import json

    between = "[\n  "
    for value in values:
        text = json.dumps(value, indent=2, ensure_ascii=False)
        yield between + harmless_json(text).replace("\n", "\n  ")
        between = ",\n  "
    yield "[]\n" if between.startswith("[") else "\n]\n"


def jsonl_line(value: Mapping[str, object]) -> str:
    """The value as one line of JSON Lines, with its line's end."""
    import json

    return harmless_json(json.dumps(value, separators=(",", ":"), ensure_ascii=False)) + "\n"


def plain(value: Cell) -> Json:
    """A value as JSON holds it: days and moments in ISO form, several texts as a list."""
    convert = CONVERTED.get(value.__class__)
    held: Json = value if convert is None else convert(value)  # type: ignore[assignment]
    return held


#: What makes JSON of a value, by its class; any other value is in JSON what it is in a cell.
CONVERTED: dict[type, Callable[[Any], Json]] = {date: date.isoformat, datetime: moment, tuple: list}
