"""Bundles whose checksum is right and whose content no office ever wrote."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.hostile.case import Made
from tests.faults.hostile.lists import DEEP, LONG_NUMBER

Change = Callable[[dict[str, Any]], None]
NUMBER = "A7770ZZ"
TURNED, OBEYED, LONE = "\u202eegassem", "\x1b[31mred", "\ud800"
_NO = "is not a bundle"


def content() -> dict[str, Any]:
    """The content of a small bundle as an office writes it."""
    at = "2026-11-02T09:00:00+00:00"
    entry: dict[str, Any] = {
        "entry": 1,
        "at": at,
        "by": "P. Marsh",
        "command": "add",
        "day": "2026-11-02",
        "reason": None,
        "facts": [["last_name", "THIMBLE", "2026-11-02", None], ["tier", "B2", "2026-11-02", "OMU"]],
        "outcomes": [["da_check", "sent", "2026-11-02", None, {"force": "Westmarch"}]],
        "releases": [["2027-02-06", "CRD", False, "2026-11-02", "OMU"]],
        "owners": [["dtr", "PRT"]],
        "notes": [["note", "2026-11-02", "asks about his bank card", None, {}]],
        **dict.fromkeys(("voided_by", "void_reason", "voided_at", "voided_by_whom")),
    }
    return {
        "prison_number": NUMBER,
        "signed_off": {
            "by": "P. Marsh",
            "on": "2026-11-20",
            "office": "HMP Leeds",
            "made_for": "Hull",
            "catalogue": "2026-11-23",
        },
        "known_since": "2026-11-02",
        "facts": [
            {
                "fact": "last_name",
                "value": "THIMBLE",
                "told_on": "2026-11-02",
                "source": None,
                "by": "P. Marsh",
            },
            {"fact": "tier", "value": "B2", "told_on": "2026-11-02", "source": "OMU", "by": "P. Marsh"},
        ],
        "releases_told": [
            {
                "told_on": "2026-11-02",
                "date": "2027-02-06",
                "type": "CRD",
                "confirmed": False,
                "source": "OMU",
                "anchors": {},
            }
        ],
        "outcomes": [
            {
                "item": "da_check",
                "outcome": "sent",
                "on": "2026-11-02",
                "reason": None,
                "by": "P. Marsh",
                "evidence": {"force": "Westmarch"},
            }
        ],
        "owners": {"dtr": "PRT"},
        "entries": [entry],
    }


def sealed(given: object, form: object = 1) -> str:
    """A bundle with this content, and the checksum that belongs to it."""
    text = json.dumps(given, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return json.dumps({"releasecheck_bundle": form, "sha256": digest, "content": given})


def sealed_after(change: Change) -> str:
    """The small bundle with one thing changed."""
    given = copy.deepcopy(content())
    change(given)
    return sealed(given)


def _put(value: object, *path: str | int) -> Change:
    """Puts a value at the end of a path."""

    def change(given: dict[str, Any]) -> None:
        inner: Any = given
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return change


_DAYS: tuple[tuple[str | int, ...], ...] = (
    *(("known_since",), ("signed_off", "on"), ("releases_told", 0, "told_on"), ("releases_told", 0, "date")),
    *(("outcomes", 0, "on"), ("entries", 0, "day"), ("entries", 0, "facts", 0, 2)),
    *(("entries", 0, "outcomes", 0, 2), ("entries", 0, "releases", 0, 0), ("entries", 0, "releases", 0, 3)),
    *(("entries", 0, "notes", 0, 1),),
)
_MOMENTS: tuple[tuple[str | int, ...], ...] = (("entries", 0, "at"),)
_TEXTS: tuple[tuple[str | int, ...], ...] = (
    *(
        ("signed_off", "by"),
        ("signed_off", "office"),
        ("signed_off", "made_for"),
        ("signed_off", "catalogue"),
    ),
    *(
        ("facts", 0, "value"),
        ("releases_told", 0, "source"),
        ("outcomes", 0, "reason"),
        ("outcomes", 0, "by"),
    ),
    *(("outcomes", 0, "evidence", "force"), ("entries", 0, "by"), ("entries", 0, "command")),
    *(("entries", 0, "reason"), ("entries", 0, "facts", 0, 1), ("entries", 0, "facts", 0, 3)),
    *(("entries", 0, "outcomes", 0, 3), ("entries", 0, "releases", 0, 4), ("entries", 0, "notes", 0, 2)),
    *(("entries", 0, "void_reason"), ("entries", 0, "voided_by_whom")),
)
_NAMES: tuple[tuple[str | int, ...], ...] = (
    *(("prison_number",), ("facts", 0, "fact"), ("releases_told", 0, "type"), ("outcomes", 0, "item")),
    *(("outcomes", 0, "outcome"), ("entries", 0, "facts", 0, 0), ("entries", 0, "outcomes", 0, 0)),
    *(("entries", 0, "outcomes", 0, 1), ("entries", 0, "releases", 0, 1), ("entries", 0, "owners", 0, 0)),
    *(("entries", 0, "owners", 0, 1), ("entries", 0, "notes", 0, 0), ("entries", 0, "notes", 0, 3)),
)


def of_shapes() -> Iterator[tuple[str, Made, str]]:
    """Every value of a bundle, of another kind or beyond what is ever written there."""

    def at(path: tuple[str | int, ...]) -> str:
        return ".".join(map(str, path))

    for path in _DAYS:
        for day in ("0001-01-01", "9999-12-31", "2027-02-30", "2027-W01-1", LONG_NUMBER):
            yield f"{at(path)} is {day[:10]}", sealed_after(_put(day, *path)), _NO
    for path in _MOMENTS:
        for moment in ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2026-11-02T09:00:00+05:00"):
            yield f"{at(path)} is {moment[:19]}", sealed_after(_put(moment, *path)), _NO
    for path in (*_TEXTS, *_NAMES):
        yield f"{at(path)} turns round", sealed_after(_put(TURNED, *path)), _NO
        yield f"{at(path)} is obeyed", sealed_after(_put(OBEYED, *path)), _NO
        yield f"{at(path)} is a hundred thousand letters", sealed_after(_put("x" * 100_000, *path)), _NO
    for path in (*_DAYS, *_TEXTS, *_NAMES, ("facts",), ("entries",), ("entries", 0, "notes"), ("owners",)):
        yield f"{at(path)} is true", sealed_after(_put(True, *path)), _NO
        yield f"{at(path)} is a list of lists", sealed_after(_put([[[]]], *path)), _NO
    for path in _NAMES[3:5]:
        yield f"{at(path)} is no task", sealed_after(_put("no_such", *path)), ""
    for number in (True, -1, 0, 10**30, 1.5, "1", None):
        yield f"entries.0.entry is {number!r}", sealed_after(_put(number, "entries", 0, "entry")), ""
        yield f"entries.0.voided_by is {number!r}", sealed_after(_put(number, "entries", 0, "voided_by")), ""
    for form in (True, False, -1, 0, 1.0, 2, 10**30, "1", None, [1]):
        yield f"format {form!r}", sealed(content(), form), ""


def of_files() -> Iterator[tuple[str, Made, str]]:
    """Files that are no bundles, and bundles of any size."""
    yield "nothing", b"", _NO
    yield "noughts", bytes(1_000), _NO
    yield "half of a letter", b'{"releasecheck_bundle": "\xe2\x82', _NO
    yield "lists in lists", '{"releasecheck_bundle": 1, "content": ' + "[" * DEEP, "nested"
    yield (
        "closed lists in lists",
        '{"releasecheck_bundle": 1, "content": ' + "[" * DEEP + "]" * DEEP + "}",
        "nested",
    )
    deep: Any = []
    for _ in range(600):
        deep = [deep]
    yield "six hundred lists in a bundle", sealed_after(_put(deep, "facts")), _NO
    yield "six hundred lists beside what is read", sealed_after(_put(deep, "more")), _NO
    number = sealed(content()).replace('"entry": 1', f'"entry": {LONG_NUMBER}')
    yield "a number of 5,000 figures", number, "number"
    yield "NaN for a number", sealed_after(_put(float("nan"), "entries", 0, "voided_by")), _NO
    yield "NaN beside what is read", sealed_after(_put(float("nan"), "more")), _NO
    yield "half a letter in a text", sealed_after(_put(LONE, "facts", 0, "value")), _NO
    yield "a nought in a text", sealed_after(_put("a\0b", "entries", 0, "notes", 0, 2)), _NO
    yield "another checksum", sealed(content()).replace("THIMBLE", "THIMBLF"), "not as it was written"
    yield "a checksum that is a list", json.dumps({"releasecheck_bundle": 1, "sha256": [], "content": {}}), ""
    yield "a key twice", sealed(content()).replace('"sha256"', '"sha256": "x", "sha256"', 1), ""
    yield (
        "a note of ten million letters",
        sealed_after(_put("x" * 10_000_000, "entries", 0, "notes", 0, 2)),
        _NO,
    )
    yield "thirty million letters", sealed_after(_put("x" * 30_000_000, "signed_off", "office")), "MB"
    many = content()
    many["entries"] *= 100_001
    yield "more entries than anybody has", sealed(many), ""
    noted = content()
    noted["entries"][0]["notes"] *= 20_000
    yield "an entry of twenty thousand notes", sealed(noted), ""
    told = content()
    told["releases_told"] *= 20_000
    yield "twenty thousand release dates", sealed(told), ""
    facts = content()
    facts["facts"] = [{**facts["facts"][0], "fact": f"f{n}"} for n in range(20_000)]
    yield "twenty thousand facts", sealed(facts), ""
    evidence = content()
    evidence["outcomes"][0]["evidence"] = {f"f{n}": "x" for n in range(20_000)}
    yield "evidence of twenty thousand fields", sealed(evidence), ""
    owned = content()
    owned["owners"] = {f"f{n}": "PRT" for n in range(20_000)}
    yield "twenty thousand owners", sealed(owned), ""
