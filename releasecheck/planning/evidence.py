"""What somebody wrote as evidence of an outcome, and how it is kept. Nothing is guessed."""

from __future__ import annotations

from releasecheck.core.words import listed
from releasecheck.people.facts import FACTS, BadValue, parse, parse_date, parse_time, to_text
from releasecheck.policy.catalogue import EvidenceField

_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def plain(text: str) -> str | None:
    """Text as it is kept; None for nothing. Raises BadValue for what a terminal would obey."""
    found = parse(FACTS["cell"], text)  # any fact that is text will do
    return None if found is None else str(found)


def parse_evidence(field: EvidenceField, text: str) -> str:
    """The value as it is kept; raises BadValue saying what was expected."""
    if field.kind == "date":
        return parse_date(text).isoformat()
    if field.kind == "time":
        return parse_time(text)
    if field.kind == "yes_no":
        if text.lower() in _YES_NO:
            return _YES_NO[text.lower()]
        raise BadValue("yes, no or not known")
    if field.kind == "number":
        if text.isdecimal():
            return str(int(text))
        raise BadValue("a whole number")
    if field.kind == "choice":
        chosen = text.lower().replace(" ", "_")
        if chosen in field.values:
            return chosen
        raise BadValue(listed(field.values, "or"))
    if not text:
        raise BadValue("something, or not known")
    value = parse(FACTS[field.fact], text) if field.fact else None
    return text if value is None else to_text(value)
