"""What a record keeps of the policy its plans were made from: the catalogue's items, and closed days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.store.rows import ClosedDayRow, ItemRow
from releasecheck.store.tables.columns import insert_over, map_from, texts_from, to_json
from releasecheck.store.tables.reading import STANDS

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Catalogue
    from releasecheck.store.database import Database, SqlRow, SqlValue

_ITEM_COLUMNS = (
    "item, code, title, pathway, owner, action, local_parts, confidence, "
    "outcome_record, public_protection, after_release, outcomes, first_mark, answer_mark, short, sensitive, "
    "unsaid"
)


def save_items(connection: Database, catalogue: Catalogue) -> None:
    """Replace the saved items by those that are installed now."""
    from releasecheck.policy.items.unsaid import unsaid

    rows: list[tuple[SqlValue, ...]] = [
        (
            *(sequence, item.id, item.code, item.title, item.pathway, item.owner, item.action),
            *(to_json(item.local_parts), item.confidence, int(item.outcome_record)),
            *(int(item.public_protection), int(item.after_release)),
            to_json({name: outcome.title for name, outcome in item.outcomes.items()}),
            *(item.first_mark, item.answer_mark, item.short_title, int(item.sensitive)),
            to_json(unsaid(item)),
        )
        for sequence, item in enumerate(catalogue.installed())
    ]
    connection.execute("DELETE FROM items")
    places = ", ".join("?" * (_ITEM_COLUMNS.count(",") + 2))
    connection.execute_many(f"INSERT INTO items(sequence, {_ITEM_COLUMNS}) VALUES ({places})", rows)


def evidence_asked(catalogue: Catalogue) -> dict[str, object]:
    """What shell completion offers: each outcome's fields, with their questions and their answers."""
    return {
        "fields": {
            f"{item.id} {spec.name}": [need.field for need in spec.evidence]
            for item in catalogue.installed()
            for spec in item.outcomes.values()
            if spec.evidence
        },
        "ask": {field.name: field.ask for field in catalogue.fields.values()},
        "answers": {
            field.name: list(field.values) or ["yes", "no"]
            for field in catalogue.fields.values()
            if field.values or field.kind == "yes_no"
        },
    }


def item_rows(connection: Database) -> list[ItemRow]:
    """The saved items, in the order of the catalogue."""
    return [_item(row) for row in connection.all(f"SELECT {_ITEM_COLUMNS} FROM items ORDER BY sequence")]


def _item(row: SqlRow) -> ItemRow:
    (
        item,
        code,
        title,
        pathway,
        owner,
        action,
        *flags,
        outcomes,
        first_mark,
        answer_mark,
        short,
        sensitive,
        said,
    ) = row
    local, confidence, record, protection, after = flags
    return ItemRow(
        *(
            item,
            code,
            title,
            pathway,
            owner,
            action,
            texts_from(local),
            confidence,
            bool(record),
            bool(protection),
        ),
        *(bool(after), map_from(outcomes), first_mark, answer_mark, short or title),
        *(bool(sensitive), texts_from(said or "[]")),
    )


def closed_days(connection: Database) -> list[ClosedDayRow]:
    """The office's closed days and the bank holidays it imported, by date, without the undone."""
    rows = connection.all(f"SELECT date, title, kind FROM closed_days WHERE {STANDS} ORDER BY date")
    return [ClosedDayRow(date.fromisoformat(day), title, kind) for day, title, kind in rows]


def add_closed_days(connection: Database, days: Iterable[ClosedDayRow], entry: Callable[[], int]) -> int:
    """Record closed days, a day at most once; how many are new or say something else than before.

    `entry` gives the entry they belong to; it is asked only if there is one to record.
    """
    known = set(closed_days(connection))
    new = [day for day in days if day not in known]
    if new:
        connection.execute_many(
            insert_over("closed_days", "date, title, kind, entry", "date"),
            [(day.date.isoformat(), day.title, day.kind, entry()) for day in new],
        )
    return len(new)
