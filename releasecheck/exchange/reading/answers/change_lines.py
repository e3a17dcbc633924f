"""What importing a list changes, person by person and fact by fact: the dangerous first, and in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from releasecheck.core.domain import FactValue
from releasecheck.exchange.reading.lists.people_diff import PersonDifference
from releasecheck.formats.terminal import Screen, wrap
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.sentence_dates import RELEASE_DATES
from releasecheck.planning.events import SETTLED
from releasecheck.reports.person.older_lines import older_words

_FEW = 20
"""Changes that are all named; of more, those that are not dangerous are counted."""
_MOST = 12
"""Of many changes, those named that bear on risk, release and status; a level that falls is always named."""

#: Facts whose fall by a list is a thing to be seen, each with how much its values weigh. MAPPA categories are
#: kinds and not degrees: to be in none is what is less.
_WEIGHTS: dict[str, dict[FactValue, int]] = {
    "rosh": {"low": 1, "medium": 2, "high": 3, "very_high": 4},
    "mappa_category": {"none": 0, "1": 1, "2": 1, "3": 1, "4": 1},
    "mappa_level": {1: 1, 2: 2, 3: 3},
    "domestic_abuse": {"none": 0, "victim": 1, "perpetrator": 2, "both": 3},
}

#: Whether somebody is in prison and on recall: where that is wrong they fall off a list.
_STATUS = frozenset({"legal_status", "recall", "released_on", "return_to_custody_date"})


def _falls(name: str, before: FactValue | None, after: FactValue | None) -> bool:
    """Whether a level of risk that was known would fall, or be forgotten."""
    weights = _WEIGHTS.get(name)
    if weights is None or before is None or before not in weights:
        return False
    # Nobody knows: that is less than anything but none.
    return (0 if after is None else weights.get(after, 0)) < weights[before]


def _is_dangerous(name: str) -> bool:
    """Whether a change of this fact is named however many there are."""
    return FACTS[name].group == "risk" or name in RELEASE_DATES or name in _STATUS


def _is_renumbered(person: PersonDifference, name: str) -> bool:
    """Whether somebody known by a CRN or a PNC number would be known by another."""
    return FACTS[name].kind in ("crn", "pnc") and person.before[name] is not None


def change_lines(
    people: Sequence[PersonDifference], screen: Screen, moves: Collection[str] = ()
) -> list[str]:
    """A line for each fact that changes or stays although the list says otherwise.

    `moves`: whose release dates have been named already.
    """
    each = [
        (person, name)
        for person in people
        for name in person.facts
        # Where a list has somebody is said in words already, by the line of what happened.
        if name not in SETTLED and not (name in RELEASE_DATES and person.prison_number in moves)
    ]
    older = [(person, name) for person in people for name in person.older]
    few = len(each) + len(older) <= _FEW
    fallen: list[str] = []
    renumbered: list[str] = []
    dangerous: list[tuple[PersonDifference, str]] = []
    plain: list[tuple[PersonDifference, str]] = []
    for person, name in each:
        if _falls(name, person.before[name], person.facts[name]):
            fallen.append(f"LOWER: {_words(person, name)}")
        elif _is_renumbered(person, name):
            renumbered.append(_words(person, name))
        elif _is_dangerous(name) and (few or person.before[name] is not None):
            dangerous.append((person, name))
        else:
            plain.append((person, name))
    lines = [*fallen, *renumbered, *(_words(*one) for one in dangerous[:_MOST])]
    if few:
        lines += [_words(*one) for one in plain]
        lines += [_kept(*one) for one in older]
    else:
        lines += _counted("more that matter", (name for _, name in dangerous[_MOST:]))
        lines += [_kept(*one) for one in older if _is_dangerous(one[1])]
        lines += _counted("otherwise changed", (name for _, name in plain))
        lines += _counted("told later, and kept", (name for _, name in older if not _is_dangerous(name)))
    return [part for line in lines for part in wrap(line, screen.width, "  ", "    ")]


def _words(person: PersonDifference, name: str) -> str:
    fact = FACTS[name]
    was, now = show_value(fact, person.before[name]), show_value(fact, person.facts[name])
    return f"{person.prison_number} {name}: {now} (was {was})"


def _kept(person: PersonDifference, name: str) -> str:
    return older_words(person.prison_number, name, person.older[name], "this list")


def _counted(what: str, names: Iterable[str]) -> list[str]:
    counted = Counter(names)
    if not counted:
        return []
    each = ", ".join(f"{name} {number:,}" for name, number in counted.most_common())
    return [f"{counted.total():,} {what}: {each}"]
