"""Everything that can be told of risk and safety, told of one person, and the words that give it away."""

from __future__ import annotations

import re

from releasecheck.people.facts import FACTS
from tests.made_up.program import AS_OF, run

#: Sensitive too, but the leaver's own arrangements follow from them, and are on their sheet.
OF_THEIR_NEEDS = frozenset(
    "substance_need opioid_treatment health_need medication adjustments care_act pregnant wellbeing_need "
    "no_recourse looked_after_16_17 priority_need immigration_interest ethnicity".split()
)
OF_RISK = {
    **{
        name: "yes"
        for name, fact in FACTS.items()
        if fact.sensitive and fact.kind == "yes_no" and name not in OF_THEIR_NEEDS
    },
    "domestic_abuse": "both",
    "child_contact_level": "2",
    "child_contact_review": "2027-03-01",
    "order_ends": "2028-04-01",
    "self_harm": "open",
    "security_category": "C",
}
ASKED = "Can my brother come, and will I be tagged?"
"""A question of the person's own."""
GIVEN_AWAY = re.compile(
    r"sexual|child.{0,9}contact|contact with child|protection plan|abuse|perpetrator|stalk|harass|"
    r"restraining|molest|arson|terror|firearm|weapon|self.harm|\bACCT\b|\bgang|SHPO|PPRC|MAPPA|charges|"
    r"slavery|deport|denie|category [a-d]|tagged|brother",
    re.IGNORECASE,
)


def tell_all(person: str) -> None:
    """Tell every one of them of somebody, and note what they asked."""
    told = run("set", person, *(f"{name}={value}" for name, value in OF_RISK.items()), as_of=AS_OF)
    assert told.code == 0, told.err
    asked = run("note", person, "--question", ASKED, "--on", "2026-10-01", as_of=AS_OF)
    assert asked.code == 0, asked.err
