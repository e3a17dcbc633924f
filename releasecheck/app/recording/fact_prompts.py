"""Facts typed as FACT=VALUE: where only the name was given, the value is asked for at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click

from releasecheck.app.recording.evidence_prompts import can_ask
from releasecheck.core.domain import FactValue
from releasecheck.core.errors import WrongWords
from releasecheck.core.words import FILL_IN, count
from releasecheck.people.fact import Fact
from releasecheck.people.facts import ask, find_fact, parse_assignments


def typed_facts(words: Iterable[str], today: date) -> dict[str, FactValue | None]:
    """The facts meant, a day without its year by `today`; `tier=…` is asked for. None is "not known".

    Raises WrongWords for what cannot be, and for all that is still to give where nobody can be asked.
    """
    given, open_facts = [], []
    for word in words:
        name, equals, text = word.partition("=")
        if equals and text in FILL_IN:
            open_facts.append(find_fact(name.strip()))
        else:
            given.append(word)
    facts = parse_assignments(given, today)
    if open_facts and not can_ask():
        width = max(len(fact.name) for fact in open_facts)
        lines = [f"  {fact.name}=…{'':<{width - len(fact.name)}}  {ask(fact)}" for fact in open_facts]
        them = "it" if len(lines) == 1 else "them"
        raise WrongWords("\n".join([f"{count(len(lines), 'answer')} to give: add {them}", *lines]))
    for fact in open_facts:
        facts |= _answered(fact, today)
    return facts


def _answered(fact: Fact, today: date) -> dict[str, FactValue | None]:
    while True:
        answer = click.prompt(ask(fact).rstrip("?"), err=True)
        try:
            return parse_assignments([f"{fact.name}={answer}"], today)
        except WrongWords as error:
            click.echo(str(error), err=True)
