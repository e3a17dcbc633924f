"""Evidence for an outcome: read from FIELD=VALUE, or asked for field by field at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import click

from releasecheck.core.errors import UsageError
from releasecheck.core.words import did_you_mean, listed
from releasecheck.people.facts import FACTS, BadValue, is_not_known, plain
from releasecheck.planning.marking import parse_evidence
from releasecheck.policy.catalogue import Catalogue, EvidenceField, OutcomeSpec

NOT_KNOWN = "not known"


class TypedEvidence(NamedTuple):
    """The evidence as typed: what is given, and what somebody said that nobody knows."""

    given: dict[str, str]
    not_known: frozenset[str]

    def missing(self, spec: OutcomeSpec, catalogue: Catalogue) -> tuple[str, ...]:
        """The fields still to ask for."""
        needed = catalogue.required_evidence(spec)
        return tuple(name for name in needed if name not in self.given and name not in self.not_known)


def typed_evidence(
    catalogue: Catalogue, spec: OutcomeSpec, words: Iterable[str], not_known: Iterable[str], today: date
) -> TypedEvidence:
    """The evidence in FIELD=VALUE words. Raises UsageError for a field or a value that cannot be."""
    given: dict[str, str] = {}
    unknown = {_known_field(catalogue, spec, name).name for name in not_known}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f'"{word}": evidence is FIELD=VALUE. {_asks_for(spec)}')
        field = _known_field(catalogue, spec, name.strip())
        value = None if _nobody_knows(text) else check_evidence(field, text, today)
        if value is None:
            unknown.add(field.name)
        elif given.setdefault(field.name, value) != value:
            raise UsageError(f"{field.name} is given twice, with different values")
    return TypedEvidence(given, frozenset(unknown))


def _nobody_knows(text: str) -> bool:
    """Whether somebody wrote that it is not known; writing nothing at all is no answer."""
    return bool(text.strip()) and is_not_known(text)


def can_ask() -> bool:
    """Whether somebody is at a terminal to answer."""
    return sys.stdin.isatty()


def needs_evidence(spec: OutcomeSpec, missing: Sequence[str]) -> UsageError:
    """What to say where nobody can be asked: every missing field, and how to leave a gap."""
    fields = " ".join(f"{name}=…" for name in missing)
    return UsageError(
        f"{spec.name} needs {listed(missing)}. Add {fields}, or --not-known {missing[0]} to leave a gap"
    )


def ask_for(catalogue: Catalogue, names: Iterable[str], today: date, about: str = "") -> dict[str, str]:
    """Each field asked for at the terminal; "not known" is always an answer. Ctrl-C leaves nothing."""
    found = {}
    try:
        for name in names:
            value = _ask(catalogue.fields[name], about, today)
            if value is not None:
                found[name] = value
    except click.Abort:
        click.echo("\nNothing recorded.", err=True)
        click.get_current_context().exit(1)
    return found


def plain_text(what: str, text: str | None) -> str | None:
    """Text as it is kept; None for nothing. Raises UsageError for what a terminal would obey."""
    try:
        return None if text is None else plain(text)
    except BadValue as error:
        raise UsageError(f"{what} {error}") from error


def _known_field(catalogue: Catalogue, spec: OutcomeSpec, name: str) -> EvidenceField:
    field = catalogue.fields.get(name)
    if field is None:
        hint = did_you_mean(name, catalogue.fields) or "."
        raise UsageError(f'no evidence field "{name}"{hint} {_asks_for(spec)}')
    return field


def _asks_for(spec: OutcomeSpec) -> str:
    return f"{spec.name} asks for {listed(need.field for need in spec.evidence) or 'none'}"


def check_evidence(field: EvidenceField, text: str, today: date) -> str:
    """The value as it is kept, or a usage error saying what was expected."""
    text = plain_text(field.name, text) or ""
    try:
        return parse_evidence(field, text, today)
    except BadValue as error:
        raise UsageError(f'{field.name} "{text}": {error}') from error


def _allowed(field: EvidenceField) -> str:
    """The answers there are, in a few words."""
    if field.values:
        return listed(field.values, "or")
    if field.fact is not None:
        fact = FACTS[field.fact]
        if fact.short or fact.values:
            return fact.short or listed(fact.values, "or")
    return {"yes_no": "yes, no", "date": "05/02/2027", "time": "09:30"}.get(field.kind, "")


def _ask(field: EvidenceField, about: str, today: date) -> str | None:
    """One question at a terminal, until it is answered."""
    allowed = _allowed(field)
    hint = f" ({', '.join(part for part in (allowed, NOT_KNOWN) if part)})"
    while True:
        answer = str(click.prompt(f"{about}{field.ask}{hint}", err=True)).strip()
        if _nobody_knows(answer):
            return None
        try:
            return check_evidence(field, answer, today)
        except UsageError as error:
            click.echo(str(error), err=True)
