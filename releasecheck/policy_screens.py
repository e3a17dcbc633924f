"""Why a task is what it is, and what the catalogue says, as lines for a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from releasecheck.catalogue import Catalogue, Item, OutcomeSpec
from releasecheck.conditions import Comparison, Condition, Group
from releasecheck.domain import ROLES
from releasecheck.explain import Explanation, headline
from releasecheck.offsets import Offset
from releasecheck.reports import STATE_WORDS, TaskLine
from releasecheck.terminal import Cell, Column, Screen, table, wrap
from releasecheck.words import day_in_words, listed


def explanation_lines(told: Explanation, screen: Screen) -> list[str]:
    """One task explained: verdict, conditions, dates, people, source."""
    lines = wrap(f"{told.title}: {told.headline}", screen.room, rest="  ")
    lines.append("")
    rows = [[Cell(reason.label), Cell(reason.found), Cell(reason.said_by, "dim")] for reason in told.reasons]
    laid_out = table(rows, [Column(least=26), Column(least=30), Column(least=12)], screen)
    lines += _rows(laid_out, rows, screen)
    lines.append("")
    for source in told.sources:
        lines += wrap(f"Source: {source}", screen.room, rest="  ")
    return lines


def _rows(laid_out: Iterable[list[str]], rows: Sequence[Sequence[Cell]], screen: Screen) -> list[str]:
    """Rows side by side where nothing is cut; a row that would be cut is wrapped instead."""
    lines: list[str] = []
    for found, row in zip(laid_out, rows, strict=True):
        if any("…" in line for line in found):
            text = ": ".join(cell.text for cell in row[:2] if cell.text)
            said = f" ({row[2].text})" if len(row) > 2 and row[2].text else ""
            lines += wrap(text + said, screen.room, "  ", "      ")
        else:
            lines += found
    return lines


def verdict_lines(tasks: Sequence[TaskLine], screen: Screen) -> list[str]:
    """Every item's verdict in a line."""
    rows = [[Cell(task.item), Cell(headline(task)), Cell("; ".join(task.reasons), "dim")] for task in tasks]
    columns = [Column(), Column(least=30), Column(least=20, optional=True)]
    return [line for found in table(rows, columns, screen, indent=0) for line in found]


def catalogue_lines(items: Sequence[Item], catalogue: Catalogue, screen: Screen) -> list[str]:
    """The items under their pathways: name, title, owner, when due."""
    lines: list[str] = []
    rows = [
        [
            Cell(item.id),
            Cell(item.title + (" (off)" if item.off else "")),
            Cell(item.owner),
            Cell(_due_in_words(item)),
            Cell(item.code or ""),
        ]
        for item in items
    ]
    columns = [Column(), Column(least=24), Column(), Column(least=16), Column(optional=True)]
    laid_out = table(rows, columns, screen)
    pathway = None
    for item, found in zip(items, laid_out, strict=True):
        if item.pathway != pathway:
            pathway = item.pathway
            lines += ["", screen.style(pathway.replace("_", " ").upper(), "plain", bold=True)]
        lines += found
    office = f", with this office's {listed(catalogue.overrides)}" if catalogue.overrides else ""
    return [*lines[1:], "", f"Catalogue {catalogue.version}{office}. * local default, unconfirmed"]


def _due_in_words(item: Item) -> str:
    dues = [checkpoint.due for checkpoint in item.checkpoints if checkpoint.due]
    words = [due.in_words() + ("*" if due.local_default else "") for due in dues]
    if item.rolling is not None:
        words.append(f"every {item.rolling.days} days" + ("*" if item.rolling.local_default else ""))
    return "; ".join(words)


def item_lines(item: Item, catalogue: Catalogue, screen: Screen) -> list[str]:
    """All that a new worker needs to know of one item."""
    head = f"{item.id}: {item.title}" + (f" ({item.code})" if item.code else "")
    lines = wrap(head, screen.room, rest="  ")
    lines += [line for text in item.help.splitlines() for line in wrap(text.strip(), screen.room)]
    lines.append("")
    facts = [
        ("Who", _owners(item)),
        ("Applies", _all(item.applies) or "to everyone"),
        ("Not needed if", "; or ".join(_condition(condition) for condition in item.not_required)),
        *_timing(item),
        ("First", listed(need.item for need in item.needs)),
        ("Cannot start before", listed(need.item for need in item.needs_hard)),
        ("Switched off", "an office can turn it on with off = false" if item.off else ""),
        ("This office's own", listed(item.changed)),
    ]
    for label, text in facts:
        if text:
            lines += wrap(f"{label}: {text}", screen.room, "  ", "      ")
    lines += ["", "Outcomes: releasecheck mark PERSON " + item.id + " OUTCOME FIELD=VALUE"]
    for spec in item.outcomes.values():
        lines += wrap(_outcome(spec), screen.room, "  ", "      ")
    lines.append("")
    for source in item.sources:
        checked = day_in_words(source.checked, weekday=False)
        said = f"Source: {source.title}. {source.confidence.capitalize()} confidence, checked {checked}."
        lines += wrap(said, screen.room, rest="  ")
    if item.local_default:
        lines.append("* local default: no source confirms this number; an office can set its own")
    return lines


def _owners(item: Item) -> str:
    usual = f"{item.owner}, {ROLES[item.owner]}"
    if item.owner_before_handover:
        before = f"{item.owner_before_handover}, {ROLES[item.owner_before_handover]}"
        return f"{before}, until handover; then {usual}"
    return usual


def _timing(item: Item) -> list[tuple[str, str]]:
    found = []
    for checkpoint in item.checkpoints:
        name = f" ({checkpoint.name})" if checkpoint.name else ""
        found += [(f"Opens{name}", _offset(checkpoint.opens)), (f"Due{name}", _offset(checkpoint.due))]
    if item.rolling is not None:
        star = "*" if item.rolling.local_default else ""
        found.append(("Again", f"every {item.rolling.days} days{star} until release"))
    found += [
        ("Closes", _offset(item.closes)),
        ("Chase", _offset(item.chase)),
        ("Counts for", _offset(item.expires)),
    ]
    return found


def _offset(offset: Offset | None) -> str:
    return "" if offset is None else offset.in_words() + ("*" if offset.local_default else "")


def _all(conditions: Sequence[Condition]) -> str:
    return "; and ".join(_condition(condition) for condition in conditions)


def _condition(condition: Condition) -> str:
    if isinstance(condition, Group):
        parts = [_condition(part) for part in condition.parts]
        if condition.kind == "none":
            return f"not ({'; or '.join(parts)})"
        return f"({('; or ' if condition.kind == 'any' else '; and ').join(parts)})"
    return _comparison(condition)


def _comparison(leaf: Comparison) -> str:
    words = [
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        for value in leaf.values
    ]
    verb = {
        "is": "is",
        "is_not": "is not",
        "at_least": "is at least",
        "at_most": "is at most",
        "known": "is known" if leaf.values[0] else "is not known",
    }[leaf.operator]
    name = leaf.fact.replace("outcome:", "outcome of ")
    return f"{name} {verb}" if leaf.operator == "known" else f"{name} {verb} {listed(words, 'or')}"


def _outcome(spec: OutcomeSpec) -> str:
    kinds = STATE_WORDS | {"again": "start again", "waived": "not needed", "action": "act now"}
    text = f"{spec.name} ({kinds.get(spec.kind, spec.kind)})"
    asked = [need.field + ("" if need.required else "?") for need in spec.evidence]
    if asked:
        text += f", evidence {listed(asked)}"
    if spec.reasons:
        text += f", --reason {listed(spec.reasons, 'or')}"
    elif spec.reason_needed:
        text += ", --reason needed"
    return f"{text}: {spec.next}" if spec.next else text
