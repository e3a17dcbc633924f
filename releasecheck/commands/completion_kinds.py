"""Everything of a kind that a shell could be offered: the one place where the lists of values come together.

What no record and no catalogue holds stands beside the option itself, as a list of its words.
"""

from __future__ import annotations

from collections.abc import Callable

from releasecheck.store.sqlite.completion import Offer, Peek

COMPLETED = ("bash", "zsh", "fish", "powershell")
"""The shells that are answered."""


def of_kind(kind: str, begun: str, peek: Peek) -> list[Offer]:
    """Everything of a kind that could be meant; the shell is given only what fits."""
    match kind:
        case "person":
            return peek.people(begun)
        case "item":
            return peek.items()
        case "pathway":
            return peek.pathways()
        case "pom" | "com" | "wing" | "author" | "staff":
            return peek.names(kind)
        case "cause":
            return peek.answers("recall_cause")
        case "role":
            from releasecheck.core.domain import ROLES

            return [*(Offer(role, title) for role, title in ROLES.items()), Offer("usual", "as usual")]
        case "prison":
            from releasecheck.people.prisons import prison_codes

            return [Offer(code, name) for code, name in prison_codes().items()]
        case "fact":
            return assignments(_facts(), begun, _fact_values)
        case "fact_name":
            return _facts()
        case "handed_back" | "not_done":
            from releasecheck.people.office.reason_codes import reason_codes

            codes = reason_codes("handback" if kind == "handed_back" else "not_done")
            return [Offer(code, words) for code, words in codes.items()]
        case "setting":
            from releasecheck.app.opening.config import SETTINGS

            return [Offer(setting.name, setting.about) for setting in SETTINGS]
        case "shell":
            return [Offer(shell) for shell in COMPLETED]
    return []


def _facts() -> list[Offer]:
    from releasecheck.people.facts import FACTS

    return [Offer(fact.name, fact.title) for fact in FACTS.values() if fact.kind != "prison_number"]


def _fact_values(name: str) -> list[Offer]:
    from releasecheck.people.facts import FACTS

    fact = FACTS[name]
    if fact.kind == "yes_no":
        return [Offer("yes"), Offer("no")]
    return [Offer(value, meaning) for value, meaning in fact.values.items()]


def assignments(names: list[Offer], begun: str, values: Callable[[str], list[Offer]]) -> list[Offer]:
    """NAME= for each that fits; once only one does, NAME=VALUE where its values are a short list."""
    name, equals, _ = begun.partition("=")
    fits = [offer for offer in names if (offer.value == name if equals else offer.value.startswith(begun))]
    if len(fits) == 1:
        (one,) = fits
        known = [Offer(f"{one.value}={each.value}", each.about) for each in values(one.value)]
        return known or [Offer(f"{one.value}=", one.about)]
    return [Offer(f"{offer.value}=", offer.about) for offer in fits]
