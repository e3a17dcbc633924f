"""What a task is called in the country that somebody goes to, where its law has another word."""

from __future__ import annotations

from collections.abc import Mapping

from releasecheck.core.domain import Facts
from releasecheck.reports.person.countdown import ItemInfo

#: Title, short title and action by item: Housing (Wales) Act 2014, and the National Pathway.
_IN_WALES = {
    "dtr": ("Application for assistance (Wales)", "Apply to council", "help them apply to the council"),
}


def worded(infos: Mapping[str, ItemInfo], facts: Facts) -> Mapping[str, ItemInfo]:
    """The items as they are called where this person goes."""
    if facts.get("home_area") != "wales":
        return infos
    found = dict(infos)
    for item, (title, short, action) in _IN_WALES.items():
        if item in found:
            found[item] = found[item]._replace(title=title, short=short, action=action)
    return found
