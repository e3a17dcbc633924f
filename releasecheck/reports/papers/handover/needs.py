"""What somebody needs by pathway, as it is recorded: nothing that is not needed, nothing clinical."""

from __future__ import annotations

from collections.abc import Iterator

from releasecheck.core.domain import Facts
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.papers.handover.words import fact_of

#: What a yes or a no says of a need, by pathway; nothing where the other is recorded.
_YES: dict[str, tuple[tuple[str, str], ...]] = {
    "family": (("under18_children", "children under 18"), ("wellbeing_need", "wellbeing or family")),
    "substances": (("substance_need", "help needed"),),
    "health": (
        ("health_need", "help needed"),
        ("medication", "takes medicine"),
        ("care_act", "may need social care"),
        ("pregnant", "is pregnant, or has a baby in prison"),
    ),
    "finance": (
        ("benefit_need", "help with benefits"),
        ("debts", "debts"),
        ("no_recourse", "no recourse to public funds"),
    ),
    "work": (("work_need", "help needed"),),
    "immigration": (
        ("immigration_interest", "of interest to immigration enforcement"),
        ("deportation_order", "deportation order"),
    ),
    "equality": (("adjustments", "adjustments"), ("welsh_wish", "wishes to use Welsh")),
    "protection": (("slavery_victim", "victim of modern slavery or trafficking"),),
}
_NO: dict[str, tuple[tuple[str, str], ...]] = {
    "accommodation": (("next_accommodation", "no address on release"),),
    "finance": (("id_held", "no ID"), ("bank_account", "no bank account")),
    "work": (("right_to_work", "no proof of the right to work"),),
}


_HERE: dict[bool | None, str] = {True: "available here", False: "not available here"}


def known_needs(report: HandoverReport) -> dict[str, str]:
    """By pathway, what is needed; a pathway without a need that is recorded is not among them."""
    facts = report.countdown.facts
    found: dict[str, list[str]] = {}
    for pathway in dict.fromkeys(("accommodation", *_YES, *_NO, "sentence")):
        words = [text for name, text in _YES.get(pathway, ()) if facts.get(name) is True]
        words += [text for name, text in _NO.get(pathway, ()) if facts.get(name) is False]
        words += _more(report, pathway, facts)
        if words:
            found[pathway] = words
    return {pathway: ", ".join(words) for pathway, words in found.items()}


def _more(report: HandoverReport, pathway: str, facts: Facts) -> Iterator[str]:
    if pathway == "accommodation":
        yield from (
            f"{before}{text}"
            for name, before in (
                ("housing", ""),
                ("release_authority", "council: "),
                ("priority_need", "priority: "),
            )
            if (text := fact_of(report, name)) and text not in ("settled", "none")
        )
    elif pathway == "family" and True in (facts.get("care_leaver"), facts.get("looked_after_16_17")):
        council = fact_of(report, "care_authority")
        yield f"care leaver{f' ({council})' if council else ''}"
    elif pathway == "sentence" and report.work_named is not None:
        here = _HERE.get(report.work_here, "whether it is available not recorded")
        yield f"offence-focused work: {report.work_named}, {here}"
