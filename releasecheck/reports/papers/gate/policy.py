"""The lines of the release-day check, read from `data/gate.toml`, with an office's own laid over them.

What must be true at the gate is policy, and so is data: here it is only read and checked. An office's line
with a title of ours changes it, key by key, or takes it off (`off = true`); one with another title is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from releasecheck.core.errors import CatalogueError
from releasecheck.core.outside import read_toml
from releasecheck.core.shipped import DATA

OFFICE_FILE = "gate.toml"


class GateSaying(NamedTuple):
    """What is said of a field that was written down; nothing where the words for its value are empty."""

    field: str
    yes: str = ""
    no: str = ""
    text: str = ""
    """With {} for what was written."""


class GateAsked(NamedTuple):
    """A task that a line asks for, and its words."""

    item: str
    open: str
    """Where it is still to do."""
    done: str = ""
    none: str = ""
    """Where it does not apply; nothing: it is not spoken of then."""
    fact: str = ""
    """The fact that says that it does not apply: the day it was told is said too."""
    owner: str = ""
    asked_again: bool = False
    """A no that was told long ago clears nobody: it is asked again."""
    says: tuple[GateSaying, ...] = ()


class GateAlarm(NamedTuple):
    """A fact that somebody must deal with before the line is ticked."""

    fact: str
    value: object
    state: str
    says: str


class GateLineRule(NamedTuple):
    """One line of the check: what must be true, and where the record says so."""

    pause: str
    title: str
    day: bool = False
    of: tuple[GateAsked, ...] = ()
    check: GateSaying | None = None
    protection: bool = False
    risks: tuple[str, ...] = ()
    within_days: int = 0
    alarm: tuple[GateAlarm, ...] = ()
    paper: str | None = None
    none: str = ""
    """Where none of its tasks applies."""
    only: bool = False
    left: bool = False
    column: str = ""
    short: str = ""
    """What the list of a day calls it; nothing: the title."""


class GatePause(NamedTuple):
    """One of the moments at which lines are ticked, and who ticks them."""

    name: str
    title: str
    role: str
    signed: bool = False
    """Whoever ticked it signs below it, before the next begins."""


class GateStop(NamedTuple):
    """What stands in place of the verdict while a release is turned."""

    head: str
    says: str
    then: str
    served: str = ""


class GatePolicy(NamedTuple):
    """Every line in its order."""

    pauses: tuple[GatePause, ...]
    lines: tuple[GateLineRule, ...]
    stops: Mapping[str, GateStop]
    asked_again_after: int
    """Days after which a no that was told is asked again."""

    @property
    def items(self) -> frozenset[str]:
        """Every task that has a line of its own."""
        return frozenset(asked.item for line in self.lines for asked in line.of)


def gate_policy(office: str | None = None) -> GatePolicy:
    """The lines as shipped, with the text of an office's `gate.toml` laid over.

    Raises CatalogueError with every mistake in the office's text.
    """
    import tomllib

    ours = tomllib.loads((DATA / "gate.toml").read_text("utf-8"))
    pauses = tuple(GatePause(**table) for table in ours["pause"])
    lines = list(ours["line"])
    problems: list[str] = []
    if office is not None:
        try:
            theirs = read_toml(office)
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError([f"{OFFICE_FILE}: not valid TOML: {error}"]) from error
        problems += [
            f"{OFFICE_FILE}: only [[line]] is read, and not {key}" for key in theirs if key != "line"
        ]
        lines = _laid_over(lines, theirs.get("line", []), problems)
    names = {pause.name for pause in pauses}
    read = [_line(table, names, problems) for table in lines if table.get("off") is not True]
    if problems:
        raise CatalogueError(problems)
    stops = {
        kind: GateStop(**{key: str(value) for key, value in table.items()})
        for kind, table in ours["stop"].items()
    }
    order = [pause.name for pause in pauses]
    found = [line for line in read if line is not None]
    in_order = tuple(sorted(found, key=lambda line: order.index(line.pause)))
    return GatePolicy(pauses, in_order, stops, ours["asked_again_after"])


def _laid_over(
    ours: Sequence[Mapping[str, Any]], theirs: object, problems: list[str]
) -> list[dict[str, Any]]:
    lines = {str(line["title"]): dict(line) for line in ours}
    for table in theirs if isinstance(theirs, list) else [None]:
        title = table.get("title") if isinstance(table, Mapping) else None
        if not isinstance(table, Mapping) or not isinstance(title, str) or not title.strip():
            problems.append(f"{OFFICE_FILE}: each [[line]] has a title")
            continue
        lines[title] = {"paper": "", **table} if title not in lines else {**lines[title], **table}
    return list(lines.values())


_NOTED = ("source", "confidence", "off")
"""Kept with a line for whoever reads the file, and not read here."""


def _line(table: Mapping[str, Any], pauses: set[str], problems: list[str]) -> GateLineRule | None:
    title = str(table["title"])
    if table.get("pause") not in pauses:
        problems.append(f'{OFFICE_FILE}: "{title}": pause is {", ".join(sorted(pauses))}')
        return None
    try:
        given = {key: value for key, value in table.items() if key not in _NOTED}
        given["of"] = tuple(_asked(asked) for asked in table.get("of", ()))
        given["alarm"] = tuple(
            GateAlarm(one["fact"], one["is"], one["state"], one["says"]) for one in table.get("alarm", ())
        )
        given["check"] = GateSaying(**table["check"]) if "check" in table else None
        given["risks"] = tuple(table.get("risks", ()))
        return GateLineRule(**given)
    except (TypeError, KeyError, AttributeError):
        problems.append(f'{OFFICE_FILE}: "{title}": a key is missing, misspelt or of another kind')
        return None


def _asked(table: Mapping[str, Any]) -> GateAsked:
    says = tuple(GateSaying(**one) for one in table.get("says", ()))
    return GateAsked(**{**table, "says": says})
