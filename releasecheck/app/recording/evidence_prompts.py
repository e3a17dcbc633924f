"""Evidence for an outcome: read from FIELD=VALUE, or asked for field by field at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date

import click

from releasecheck.core.errors import UsageError, WrongWords
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import FILL_IN, count, did_you_mean, listed
from releasecheck.people.facts import FACTS, BadValue, is_not_known, plain
from releasecheck.people.office.reason_codes import reason_codes
from releasecheck.planning.marking import parse_evidence
from releasecheck.policy.catalogue import Catalogue, EvidenceField, Item, OutcomeSpec

NOT_KNOWN = "not known"
REASON = "--reason"
"""Among what is missing: the reason of an outcome that needs one."""


class TypedEvidence(NamedTuple):
    """The evidence as typed: what is given, and what somebody said that nobody knows."""

    given: dict[str, str]
    not_known: frozenset[str]
    to_fill_in: tuple[str, ...] = ()
    """Fields of which only the name was typed, as a suggested command has them."""

    def missing(self, spec: OutcomeSpec, catalogue: Catalogue) -> tuple[str, ...]:
        """The fields still to ask for."""
        needed = dict.fromkeys((*catalogue.required_evidence(spec), *self.to_fill_in))
        return tuple(name for name in needed if name not in self.given and name not in self.not_known)


def typed_evidence(
    catalogue: Catalogue, spec: OutcomeSpec, words: Iterable[str], not_known: Iterable[str], today: date
) -> TypedEvidence:
    """The evidence in FIELD=VALUE words. Raises WrongWords for a field or a value that cannot be."""
    given: dict[str, str] = {}
    to_fill_in = []
    unknown = {_known_field(catalogue, spec, name).name for name in not_known}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise WrongWords(f'"{word}": evidence is FIELD=VALUE. {_asks_for(spec)}')
        field = _known_field(catalogue, spec, name.strip())
        if text in FILL_IN:
            to_fill_in.append(field.name)
            continue
        value = None if _nobody_knows(text) else check_evidence(field, text, today)
        if value is None:
            unknown.add(field.name)
        elif given.setdefault(field.name, value) != value:
            raise WrongWords(f"{field.name} is given twice, with different values")
    return TypedEvidence(given, frozenset(unknown), tuple(to_fill_in))


def _nobody_knows(text: str) -> bool:
    """Whether somebody wrote that it is not known; writing nothing at all is no answer."""
    return bool(text.strip()) and is_not_known(text)


def can_ask() -> bool:
    """Whether somebody is at a terminal to answer."""
    return sys.stdin.isatty()


def needs(item: Item, spec: OutcomeSpec, missing: Sequence[str], catalogue: Catalogue) -> WrongWords:
    """What to say where nobody can be asked: all that is missing at once, with the answers there are."""
    words = {f"{name}=…": _asked_in_words(catalogue.fields[name]) for name in missing if name != REASON}
    if REASON in missing:
        words["--reason …"] = listed(spec.reasons, "or") or _free_reason(spec)
    width = max(map(len, words))
    them = "it" if len(words) == 1 else "them"
    gaps = ", or --gaps to record it without" if len(words) > (REASON in missing) else ""
    head = f"{item.id} {spec.name} needs {count(len(words), 'answer')}: add {them}{gaps}"
    return WrongWords("\n".join([head, *(f"  {word:<{width}}  {about}" for word, about in words.items())]))


def _free_reason(spec: OutcomeSpec) -> str:
    """What to answer where any words will do: of what was not done, a code can be counted."""
    if spec.kind != "not_achieved":
        return "why, in a few words"
    return f"{listed(reason_codes('not_done'), 'or')}, and words after a colon; or words alone"


def _asked_in_words(field: EvidenceField) -> str:
    """Consent to refer: yes, no."""
    allowed = allowed_answers(field)
    return f"{field.ask}: {allowed}" if allowed else field.ask


def ask_reason(item: Item, spec: OutcomeSpec, about: str = "") -> str:
    """Why, asked at a terminal until one of the answers there are is given. Ctrl-C leaves nothing."""
    hint = f" ({listed(spec.reasons, 'or')})" if spec.reasons else ""
    if spec.kind == "not_achieved" and not spec.reasons:
        hint = f" ({_free_reason(spec)})"
    while True:
        answer = str(click.prompt(f"{about}Reason for {spec.name}{hint}", err=True)).strip()
        answer = _meant(answer, spec.reasons) or answer
        try:
            check_reason(item, spec, plain_text("the reason", answer))
        except UsageError as error:
            click.echo(str(error), err=True)
        else:
            return answer


def ask_which(item: Item, found: Sequence[OutcomeSpec]) -> str:
    """Which of several outcomes, asked at a terminal by the name or its beginning. Ctrl-C leaves nothing."""
    names = [spec.name for spec in found]
    for spec in found:
        click.echo(f"  {spec.name}  {spec.title}", err=True)
    while True:
        answer = str(click.prompt(f"{item.id}: which of these", err=True)).strip()
        if (meant := _meant(answer, names)) is not None:
            return meant
        click.echo(listed(names, "or"), err=True)


def _meant(answer: str, words: Sequence[str]) -> str | None:
    """The one of these words that was typed, whole or only its beginning; None for none or several."""
    typed = answer.lower()
    fits = [word for word in words if word.lower().startswith(typed)]
    return typed if typed in words else fits[0] if len(fits) == 1 else None


def check_reason(item: Item, spec: OutcomeSpec, reason: str | None) -> None:
    """Raise WrongWords for a reason that is not among those the outcome takes, or is nothing."""
    if reason is None:
        raise WrongWords(f"{item.id} {spec.name} needs a reason")
    if spec.reasons and reason not in spec.reasons:
        hint = did_you_mean(reason, spec.reasons)
        raise WrongWords(
            f'{item.id} {spec.name} is never for the reason "{reason}"{hint or "."} '
            f"Reasons: {listed(spec.reasons, 'or')}."
        )


def ask_for(catalogue: Catalogue, names: Iterable[str], today: date, about: str = "") -> dict[str, str]:
    """Each field asked for at the terminal; "not known" is always an answer. Ctrl-C leaves nothing."""
    found = {}
    for name in names:
        value = _ask(catalogue.fields[name], about, today)
        if value is not None:
            found[name] = value
    return found


def plain_text(what: str, text: str | None) -> str | None:
    """Text as it is kept; None for nothing. Raises WrongWords for what a terminal would obey."""
    try:
        return None if text is None else plain(text)
    except BadValue as error:
        raise WrongWords(f"{what} {error}") from error


def _known_field(catalogue: Catalogue, spec: OutcomeSpec, name: str) -> EvidenceField:
    field = catalogue.fields.get(name)
    if field is None:
        hint = did_you_mean(name, catalogue.fields) or "."
        raise WrongWords(f'no evidence field "{name}"{hint} {_asks_for(spec)}')
    return field


def _asks_for(spec: OutcomeSpec) -> str:
    return f"{spec.name} asks for {listed(need.field for need in spec.evidence) or 'none'}"


def check_evidence(field: EvidenceField, text: str, today: date) -> str:
    """The value as it is kept, or a usage error saying what was expected."""
    text = plain_text(field.name, text) or ""
    try:
        return parse_evidence(field, text, today)
    except BadValue as error:
        raise WrongWords(f'{field.name} "{text}": {error}') from error


def allowed_answers(field: EvidenceField) -> str:
    """The answers there are, in a few words."""
    if field.kind == "time":
        return listed(("09:30", *field.values), "or")
    if field.values:
        return listed(field.values, "or")
    if field.fact is not None:
        fact = FACTS[field.fact]
        if fact.short or fact.values:
            return fact.short or listed(fact.values, "or")
    return {"yes_no": "yes, no", "date": "05/02/2027"}.get(field.kind, "")


def _ask(field: EvidenceField, about: str, today: date) -> str | None:
    """One question at a terminal, until it is answered."""
    allowed = allowed_answers(field)
    hint = f" ({', '.join(part for part in (allowed, NOT_KNOWN) if part)})"
    while True:
        answer = str(click.prompt(f"{about}{field.ask}{hint}", err=True)).strip()
        if _nobody_knows(answer):
            return None
        try:
            return check_evidence(field, answer, today)
        except UsageError as error:
            click.echo(str(error), err=True)
