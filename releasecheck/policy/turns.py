"""What an outcome does to the release, read from its table; every mistake is heard and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from releasecheck.core.words import did_you_mean, listed
from releasecheck.policy.catalogue import Turn
from releasecheck.policy.offsets import ANCHORS

KINDS = ("detained", "removed", "stopped", "refused", "remanded")
_KEYS = "kind words lifted_by lifted_after types quiet".split()


def read_turn(table: object, complain: Callable[[str], None]) -> Turn | None:
    """`{ kind = "detained", words = "to be detained", lifted_by = ["released"] }`; None without a table."""
    if table is None:
        return None
    if not isinstance(table, Mapping):
        complain('"turns" is a table such as { kind = "detained", words = "…", lifted_by = ["released"] }')
        return None
    for key in table:
        if key not in _KEYS:
            complain(f'turns: no key "{key}"{did_you_mean(key, _KEYS)}')
    kind, words, after = table.get("kind"), table.get("words"), table.get("lifted_after")
    if kind not in KINDS:
        complain(f'turns: kind "{kind}" is not one of {listed(KINDS, "or")}')
    if not isinstance(words, str) or not words.strip():
        complain('turns: "words" say what stops the release')
    if after is not None and after not in ANCHORS:
        complain(f'turns: no anchor "{after}"{did_you_mean(str(after), ANCHORS)}')
    lists = {}
    for key in ("lifted_by", "types"):
        value = table.get(key, [])
        if not isinstance(value, list):
            complain(f'turns: "{key}" is a list')
            value = []
        lists[key] = tuple(map(str, value))
    if not lists["lifted_by"]:
        complain('turns: "lifted_by" names the outcomes that lift it')
    return Turn(
        *(str(kind), str(words), lists["lifted_by"], None if after is None else str(after), lists["types"]),
        quiet=table.get("quiet") is True,
    )
