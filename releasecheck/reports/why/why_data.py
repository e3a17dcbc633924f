"""Why a task is what it is, and what the catalogue says, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from releasecheck.formats.columns import Column, object_maker
from releasecheck.formats.json_text import Json, plain
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec
from releasecheck.reports.person.countdown import TaskLine
from releasecheck.reports.why.why import Explanation, headline
from releasecheck.reports.why.why_lines import due_in_words

VERDICT: tuple[Column[TaskLine], ...] = (
    Column("item", "the item, by its id", "item"),
    Column("title", "its title", "title"),
    Column("state", "where it stands", "state"),
    Column("verdict", "the same in words", headline),
    Column("because", "what that follows from, in words", "reasons"),
    Column("missing_facts", "the facts that would say whether it applies, or done_before", "missing_facts"),
)

ITEM: tuple[Column[Item], ...] = (
    Column("item", "the item, by its id", "id"),
    Column("title", "its title", "title"),
    Column("code", "what the service calls it in short", "code"),
    Column("pathway", "its pathway", "pathway"),
    Column("owner", "the role that must act", "owner"),
    Column("due", "when it falls due, in words; a star marks a number of our own", due_in_words),
    Column("switched_off", "whether it is not asked for here", "off"),
    Column("retired", "whether it is asked for nowhere any more", "gone"),
    Column("changed", "what this office has set of it, by key", "changed"),
)


def verdicts_object(number: str, tasks: Sequence[TaskLine], not_shown: int) -> dict[str, Json]:
    """Every item's verdict for one person, in the order of the catalogue."""
    return {
        "prison_number": number,
        "items": list(map(object_maker(VERDICT), tasks)),
        "not_shown": not_shown,
    }


def explanation_object(
    number: str, item: Item, line: TaskLine | None, told: Explanation | None
) -> dict[str, Json]:
    """One task explained; of an item that is switched off here no more than that."""
    return {
        "prison_number": number,
        "item": item.id,
        "title": item.title,
        "state": line and line.state,
        "verdict": told.headline if told else "switched off here",
        "reasons": [
            {"asked": each.label, "found": each.found, "said_by": each.said_by}
            for each in (told.reasons if told else ())
        ],
        "sources": list(told.sources) if told else [],
    }


def catalogue_object(items: Iterable[Item], catalogue: Catalogue) -> dict[str, Json]:
    """The items, in the order of their files."""
    return {
        "catalogue": catalogue.version,
        "own_files": list(catalogue.overrides),
        "items": list(map(object_maker(ITEM), items)),
    }


def item_object(item: Item, catalogue: Catalogue) -> dict[str, Json]:
    """All of one item: what can be recorded of it, and where it was read."""
    return {
        "catalogue": catalogue.version,
        **object_maker(ITEM)(item),
        "help": item.help,
        "reads": list(item.reads()),
        "outcomes": list(map(_outcome, item.outcomes.values())),
        "sources": [
            {
                "title": source.title,
                "confidence": source.confidence,
                "checked": plain(source.checked),
                "url": source.url,
            }
            for source in item.sources
        ],
    }


def _outcome(spec: OutcomeSpec) -> Json:
    return {
        "outcome": spec.name,
        "kind": spec.kind,
        "title": spec.title,
        "next": spec.next,
        "reason_needed": bool(spec.reasons) or spec.reason_needed,
        "reasons": list(spec.reasons),
        "evidence": [{"field": need.field, "required": need.required} for need in spec.evidence],
    }
