"""What must hold of a catalogue as a whole: every name it uses exists, and its dates make sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from releasecheck.core.domain import FactValue
from releasecheck.core.words import did_you_mean, listed
from releasecheck.people.fact import Fact, FactKind
from releasecheck.people.facts import FACTS, BadValue, expected, parse, to_text
from releasecheck.policy.catalogue import SHORT, Catalogue, EvidenceField, FieldKind, Item
from releasecheck.policy.conditions import OUTCOME_PREFIX, Comparison, other_task
from releasecheck.policy.derived_facts import DERIVED_FACTS
from releasecheck.policy.offsets import ANCHORS, Offset

#: The kind of fact that an answer of each kind can be.
_FACT_KINDS: dict[FieldKind, FactKind] = {"date": "date", "yes_no": "yes_no", "number": "whole_number"}


def check_catalogue(catalogue: Catalogue, where: Mapping[str, str]) -> Iterator[str]:
    """Every mistake that only shows when items are read together, one sentence each."""
    for field in catalogue.fields.values():
        for problem in (*_check_field(field), *_check_appointment(field, catalogue)):
            yield f"{where.get(f'field {field.name}', 'catalogue')}: field {field.name}: {problem}"
    for item in catalogue.items.values():
        ours = where.get(item.id) not in catalogue.overrides
        for problem in (*_check_short(item, ours), *_check_item(item, catalogue)):
            yield f"{where.get(item.id, 'catalogue')}: item {item.id}: {problem}"
    for cycle in _cycles(catalogue):
        first = cycle[0]
        yield f"{where.get(first, 'catalogue')}: item {first}: waits for itself: {listed(cycle, 'then')}"
    codes: dict[str, str] = {}
    for item in catalogue.items.values():
        other = codes.setdefault(item.code, item.id) if item.code else item.id
        if other != item.id:
            yield f"{where.get(item.id, 'catalogue')}: item {item.id}: code {item.code} is {other}'s"


def _check_short(item: Item, ours: bool) -> Iterator[str]:
    """Narrow places have room for so much; what an office leaves out is made of its title, ours never is."""
    if len(item.short) > SHORT:
        yield f'short "{item.short}" has {len(item.short)} letters: at most {SHORT}'
    elif ours and not item.short and len(item.title) > SHORT:
        yield f"short is missing: a title of more than {SHORT} letters needs one"


def _check_item(item: Item, catalogue: Catalogue) -> Iterator[str]:
    for condition in (*item.conditions(), *item.conditions_within(), *item.countersign_if):
        for leaf in condition.leaves():
            yield from _check_leaf(leaf, catalogue)
    if item.retired is not None and item.retired.into is not None:
        yield from _check_into(item, item.retired.into, catalogue)
    for anchor in dict.fromkeys(item.anchors()):
        yield from _check_anchor(anchor, catalogue)
    for key, offset in (("expires", item.expires), ("chase", item.chase)):
        if offset and offset.anchor not in item.outcomes:
            yield f'{key}: no outcome "{offset.anchor}"{did_you_mean(offset.anchor, item.outcomes)}'
    for need in (*item.needs, *item.needs_hard):
        yield from _check_outcomes(need.item, need.outcomes, catalogue)
    for spec in item.outcomes.values():
        for evidence in spec.evidence:
            if evidence.field not in catalogue.fields:
                hint = did_you_mean(evidence.field, catalogue.fields)
                yield f'evidence.{spec.name}: no field "{evidence.field}"{hint}'
        for earlier in spec.ignored_after:
            if earlier not in item.outcomes:
                yield f'outcomes.{spec.name}: no outcome "{earlier}"{did_you_mean(earlier, item.outcomes)}'
        for lifting in spec.turns.lifted_by if spec.turns else ():
            if lifting not in item.outcomes:
                hint = did_you_mean(lifting, item.outcomes)
                yield f'outcomes.{spec.name}: turns: lifted_by: no outcome "{lifting}"{hint}'
        for key, values in (("facts", spec.facts), ("suggests", spec.suggests)):
            yield from (f"outcomes.{spec.name}: {key}: {problem}" for problem in _check_facts(values))
    asked = {evidence.field for spec in item.outcomes.values() for evidence in spec.evidence}
    for name in item.gate or ():
        if name not in asked or name not in catalogue.fields:
            yield f'gate: none of its outcomes asks for "{name}"{did_you_mean(name, asked)}'
    for name in item.evidence_fits:
        field = catalogue.fields.get(name)
        if name not in asked or field is None:
            yield f'evidence_fits: none of its outcomes asks for "{name}"{did_you_mean(name, asked)}'
        elif field.kind != "date":
            yield f'evidence_fits: "{name}" is no date: its field is of kind {field.kind}'
    for name in item.if_no:
        kind = catalogue.fields[name].kind if name in catalogue.fields else ""
        if name not in asked or kind != "yes_no":
            yield f'if_no: none of its outcomes asks for "{name}", yes or no{did_you_mean(name, asked)}'
    for checkpoint in item.checkpoints:
        if checkpoint.due and checkpoint.opens and _opens_after_due(checkpoint.opens, checkpoint.due):
            yield f"due {checkpoint.due.in_words()} is before it opens, {checkpoint.opens.in_words()}"


def _check_into(item: Item, into: str, catalogue: Catalogue) -> Iterator[str]:
    """Whatever was recorded of the one must be something that the other can have."""
    if into not in catalogue.items:
        yield f'retired: into: no item "{into}"{did_you_mean(into, catalogue.items)}'
        return
    yield from (
        f'retired: into: {into} has no outcome "{name}"'
        for name in item.outcomes
        if name not in catalogue.items[into].outcomes
    )


def _check_appointment(field: EvidenceField, catalogue: Catalogue) -> Iterator[str]:
    if field.appointment and field.kind != "date":
        yield f"an appointment is a date, not {field.kind}"
    if field.at is not None:
        at = catalogue.fields.get(field.at)
        if at is None:
            yield f'at: no field "{field.at}"{did_you_mean(field.at, catalogue.fields)}'
        elif at.kind != "time" or not field.appointment:
            yield "at: names the time of an appointment"


def _check_field(field: EvidenceField) -> Iterator[str]:
    """An answer that is kept as a fact is one that the fact can have; text is read as the fact itself is."""
    if field.fact is None:
        return
    fact = FACTS.get(field.fact)
    if fact is None:
        yield f'no fact "{field.fact}"{did_you_mean(field.fact, FACTS)}'
    elif field.kind == "choice":
        yield from filter(None, (_never(fact, value) for value in field.values))
    elif field.kind != "text" and fact.kind != _FACT_KINDS.get(field.kind):
        yield f"a {field.kind} is never the fact {fact.name}: {expected(fact)}"


def _check_facts(facts: Mapping[str, FactValue]) -> Iterator[str]:
    for name, value in facts.items():
        fact = FACTS.get(name)
        if fact is None:
            yield f'no fact "{name}"{did_you_mean(name, FACTS)}'
        elif problem := _never(fact, to_text(value)):
            yield problem
        elif parse(fact, to_text(value)) != value:
            yield f"{name} is {expected(fact)}, not {value!r}"


def _never(fact: Fact, text: str) -> str:
    """That the fact cannot have this value, or nothing."""
    try:
        known = parse(fact, text) is not None
    except BadValue:
        known = False
    return "" if known else f'{fact.name} is never "{text}": {expected(fact)}'


def _check_leaf(leaf: Comparison, catalogue: Catalogue) -> Iterator[str]:
    task = other_task(leaf.fact)
    if task is not None:
        item, field = task
        plain = leaf.fact.startswith(OUTCOME_PREFIX) and not field
        yield from _check_outcomes(item, tuple(map(str, leaf.values)) if plain else (), catalogue)
        if field and field not in catalogue.fields:
            yield f'no field "{field}"{did_you_mean(field, catalogue.fields)}'
        return
    if leaf.fact in DERIVED_FACTS:
        return
    fact = FACTS.get(leaf.fact)
    if fact is None:
        yield f'no fact "{leaf.fact}"{did_you_mean(leaf.fact, (*FACTS, *DERIVED_FACTS))}'
        return
    if leaf.operator not in ("is", "is_not", "recorded"):
        return
    for value in leaf.values:
        if fact.kind == "yes_no" and not isinstance(value, bool):
            yield f"{leaf.fact} is true or false, not {value!r}"
        elif fact.kind == "choice" and str(value) not in map(str, fact.values):
            yield f'{leaf.fact} is never "{value}"{did_you_mean(str(value), map(str, fact.values))}'


def _check_outcomes(name: str, outcomes: tuple[str, ...], catalogue: Catalogue) -> Iterator[str]:
    item = catalogue.items.get(name)
    if item is None:
        yield f'no item "{name}"{did_you_mean(name, catalogue.items)}'
        return
    for outcome in outcomes:
        if outcome not in item.outcomes:
            yield f'{name} has no outcome "{outcome}"{did_you_mean(outcome, item.outcomes)}'


def _check_anchor(anchor: str, catalogue: Catalogue) -> Iterator[str]:
    item, dot, outcome = anchor.partition(".")
    if dot:
        yield from _check_outcomes(item, (outcome,), catalogue)
    elif anchor not in ANCHORS:
        yield f'no anchor "{anchor}"{did_you_mean(anchor, ANCHORS)}'


def _opens_after_due(opens: Offset, due: Offset) -> bool:
    """Only where both count from one anchor can anybody tell beforehand."""
    return opens.anchor == due.anchor and _rough_days(opens) > _rough_days(due)


def _rough_days(offset: Offset) -> float:
    size = 365.25 * offset.years + 30.44 * offset.months + 7 * offset.weeks + offset.days
    return offset.direction * (size + 1.4 * offset.working_days)


def _cycles(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Each circle of prerequisites once, as the items in it."""
    done: set[str] = set()
    for start in catalogue.items:
        path: list[str] = []
        yield from _walk(start, path, done, catalogue)


def _walk(name: str, path: list[str], done: set[str], catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    if name in path:
        yield (*path[path.index(name) :], name)
        return
    if name in done or name not in catalogue.items:
        return
    path.append(name)
    for other in catalogue.items[name].depends_on():
        yield from _walk(other, path, done, catalogue)
    path.pop()
    done.add(name)
