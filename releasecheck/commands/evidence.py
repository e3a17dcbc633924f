"""Evidence for an outcome: read from FIELD=VALUE, or asked for field by field at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from releasecheck.catalogue import Catalogue, EvidenceField, OutcomeSpec
from releasecheck.commands.context import App
from releasecheck.errors import UsageError
from releasecheck.words import did_you_mean, listed

NOT_KNOWN = "not known"
_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def read_evidence(
    app: App, spec: OutcomeSpec, words: Sequence[str], not_known: Sequence[str]
) -> dict[str, str]:
    """The evidence given, and at a terminal what is still missing, asked for.

    Raises UsageError naming every missing field when there is nobody to ask.
    """
    catalogue = app.planner().catalogue
    given = _given(catalogue, spec, words)
    for name in not_known:
        _known_field(catalogue, spec, name)
    missing = [
        name for name in catalogue.required_evidence(spec) if name not in given and name not in not_known
    ]
    if not missing:
        return given
    if not sys.stdin.isatty():
        fields = " ".join(f"{name}=…" for name in missing)
        raise UsageError(
            f"{spec.name} needs {listed(missing)}. Add {fields}, or --not-known {missing[0]} to leave a gap"
        )
    for name in missing:
        value = _ask(catalogue.fields[name])
        if value is not None:
            given[name] = value
    return given


def _given(catalogue: Catalogue, spec: OutcomeSpec, words: Sequence[str]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f'"{word}": evidence is FIELD=VALUE. {_asks_for(spec)}')
        field = _known_field(catalogue, spec, name.strip())
        if text.strip().lower() != NOT_KNOWN:
            found[field.name] = check_evidence(field, text)
    return found


def _known_field(catalogue: Catalogue, spec: OutcomeSpec, name: str) -> EvidenceField:
    field = catalogue.fields.get(name)
    if field is None:
        hint = did_you_mean(name, catalogue.fields) or "."
        raise UsageError(f'no evidence field "{name}"{hint} {_asks_for(spec)}')
    return field


def _asks_for(spec: OutcomeSpec) -> str:
    return f"{spec.name} asks for {listed(need.field for need in spec.evidence) or 'none'}"


def check_evidence(field: EvidenceField, text: str) -> str:
    """The value as it is kept, or a usage error saying what was expected."""
    from releasecheck.facts import BadValue, parse_date

    text = text.strip()
    problem = ""
    if field.kind == "date":
        try:
            return parse_date(text).isoformat()
        except BadValue as error:
            problem = str(error)
    elif field.kind == "yes_no":
        if text.lower() in _YES_NO:
            return _YES_NO[text.lower()]
        problem = "yes, no or not known"
    elif field.kind == "number":
        if text.isdecimal():
            return str(int(text))
        problem = "a whole number"
    elif field.kind == "time":
        hours, colon, minutes = text.replace(".", ":").partition(":")
        if colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60:
            return f"{int(hours):02}:{int(minutes):02}"
        problem = "a time such as 09:30"
    elif field.kind == "choice":
        chosen = text.lower().replace(" ", "_")
        if chosen in field.values:
            return chosen
        problem = listed(field.values, "or")
    elif text:
        return text
    else:
        problem = "something, or not known"
    raise UsageError(f'{field.name} "{text}": {problem}')


def _ask(field: EvidenceField) -> str | None:
    """One question at a terminal, until it is answered; Ctrl-C leaves nothing recorded."""
    allowed = {"yes_no": "yes, no", "date": "YYYY-MM-DD", "time": "09:30"}.get(field.kind, "")
    allowed = listed(field.values, "or") if field.kind == "choice" else allowed
    hint = f" ({', '.join(part for part in (allowed, NOT_KNOWN) if part)})"
    while True:
        answer = str(click.prompt(f"{field.ask}{hint}", err=True)).strip()
        if answer.lower() in (NOT_KNOWN, "nk", "?"):
            return None
        try:
            return check_evidence(field, answer)
        except UsageError as error:
            click.echo(str(error), err=True)
