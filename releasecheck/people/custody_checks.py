"""What a list said of somebody that nobody has settled yet: for *check this*, with the command to type."""

from __future__ import annotations

from datetime import date

from releasecheck.core.domain import Facts
from releasecheck.core.words import day_in_words

HELD = ("in_prison", "out_for_the_day", "in_transit", "hospital")

#: What a list says of somebody who is not held, in words.
LISTED_AS = {
    "released": "left prison",
    "released_by_court": "released by a court",
    "bailed": "bailed",
    "removed": "removed from the country",
    "escaped": "escaped or unlawfully at large",
    "moved_away": "moved out of England and Wales",
    "merged": "the number was merged with another",
    "outside": "outside prison",
}


def settling(number: str, status: str, day: date | None) -> str:
    """What to type to settle it; the day as the list has it, or DATE."""
    on = day.isoformat() if day else "DATE"
    if status in HELD:
        return f"releasecheck recalled {number} --on DATE, or returned …"
    if status == "merged":
        return f"releasecheck merge {number} NEW"
    if status == "escaped":
        return f'releasecheck note {number} "…", and nothing is due until they are back'
    if status in ("released", "released_by_court", "removed", "bailed"):
        return f"releasecheck released {number} --on {on}"
    return f"if released: releasecheck released {number} --on {on}"


def movement_words(status: str, code: object) -> str:
    """The last movement after what is said of it; one that says nothing known is named as such."""
    if status == "outside":
        return f" ({code}: not known here)" if code else " (it does not say why)"
    return f" ({code})" if code else ""


def list_check(number: str, facts: Facts) -> str | None:
    """The question that a list leaves open about somebody, with what to type; None where there is none.

    Where they are comes before the day on which they leave.
    """
    where = _where_they_are(number, facts)
    words = facts.get("release_day_words")
    if where is not None or words is None or "released_on" in facts or facts.get("legal_status") == "DEAD":
        return where
    return f'No release day: the list says "{words}". Once known: releasecheck redate {number} …'


def _where_they_are(number: str, facts: Facts) -> str | None:
    status = facts.get("custody_status")
    if not isinstance(status, str):
        return None
    day = facts.get("last_movement_on")
    on = day if isinstance(day, date) else None
    if facts.get("legal_status") == "DEAD":
        return f"Recorded as dead, and a list has them in custody. See: releasecheck history {number}"
    if "released_on" in facts:
        where = "in custody" if status in HELD else LISTED_AS.get(status, "elsewhere")
        return f"Recorded as released, and a list has them {where}: {settling(number, 'in_prison', None)}"
    if status in HELD:
        return None
    code = facts.get("last_movement")
    when = f" {day_in_words(on)}" if on else ""
    movement = movement_words(status, code)
    said = LISTED_AS.get(status, status)
    return f"{said[0].upper()}{said[1:]}{when} by a list{movement}: {settling(number, status, on)}"
