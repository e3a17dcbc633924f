"""What the program runs on, as it is installed here: its libraries, theirs, and which extras are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import PackageMetadata

PROGRAM = "releasecheck"
_NOT_FOR_USERS = ("test", "all")
"""Extras that say nothing to them: what is for tests, and all the others once more."""
_REQUIREMENT = re.compile(
    r"\s*(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^]]*)\])?(?P<rest>[^;]*)(?:;(?P<marker>.*))?"
)
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w.-]+)["']""")
#: The classifiers that mean one licence and no other.
_SPDX = {
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "Apache Software License": "Apache-2.0",
}


class Library(NamedTuple):
    """One distribution that is installed."""

    name: str
    version: str
    licence: str
    """An SPDX expression, or the words of whoever made it; nothing where they say nothing."""
    spdx: bool
    needs: tuple[str, ...]
    """The names of what it needs and what is installed, in the order of the alphabet."""


class Extra(NamedTuple):
    """One extra of the program, with what it asks for."""

    name: str
    there: tuple[str, ...]
    missing: tuple[str, ...]


def libraries() -> Mapping[str, Library]:
    """The program first, then by name what it needs and what that needs; empty where it is not installed."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        offered = metadata(PROGRAM).get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return {}
    found: dict[str, Library] = {}
    asked: dict[str, frozenset[str]] = {}
    waiting = [(PROGRAM, frozenset(offered) - set(_NOT_FOR_USERS))]
    while waiting:
        name, extras = waiting.pop()
        if name in asked and extras <= asked[name]:
            continue
        asked[name] = asked.get(name, frozenset()) | extras
        try:
            told = metadata(name)
        except PackageNotFoundError:
            continue
        needed = dict(_needed(told, asked[name]))
        waiting += needed.items()
        licence, spdx = _licence(told)
        found[name] = Library(told["Name"], told["Version"], licence, spdx, tuple(sorted(needed)))
    return {
        name: found[name]._replace(needs=tuple(each for each in found[name].needs if each in found))
        for name in (PROGRAM, *sorted(found.keys() - {PROGRAM}))
    }


def extras() -> list[Extra]:
    """The extras of the program that are for users."""
    from importlib.metadata import PackageNotFoundError, metadata, version

    try:
        told = metadata(PROGRAM)
    except PackageNotFoundError:
        return []
    found = []
    for extra in told.get_all("Provides-Extra") or []:
        if extra in _NOT_FOR_USERS:
            continue
        there, missing = [], []
        for name, _ in _needed(told, frozenset((extra,)), only=extra):
            try:
                there.append(f"{name} {version(name)}")
            except PackageNotFoundError:
                missing.append(name)
        found.append(Extra(extra, tuple(there), tuple(missing)))
    return found


def _needed(
    told: PackageMetadata, extras: frozenset[str], only: str = ""
) -> Iterator[tuple[str, frozenset[str]]]:
    """The names that it asks for and the extras of theirs; `only`: for this extra of its own alone.

    What is asked for on other machines alone (Windows, an older Python) is among them: it is not installed
    here, and whoever reads this leaves out what is not.
    """
    for line in told.get_all("Requires-Dist") or []:
        asked = _REQUIREMENT.match(line)
        if asked is None:
            continue
        of = set(_EXTRA.findall(asked["marker"] or ""))
        if of & extras if of else not only:
            theirs = re.split(r"[,\s]+", asked["extras"] or "")
            yield _plain(asked["name"]), frozenset(filter(None, theirs))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(told: PackageMetadata) -> tuple[str, bool]:
    if "License-Expression" in told:
        return told["License-Expression"], True
    classes = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier") or []
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    if len(classes) == 1 and classes[0] in _SPDX:
        return _SPDX[classes[0]], True
    if classes:
        return ", ".join(classes), False
    words = told["License"].strip().splitlines() if "License" in told else []
    return (words[0] if words else ""), False
