"""The referral forms as data (`data/prefill.toml`): what each asks, where it is recorded, what stops it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from releasecheck.core.shipped import DATA

NOT_KNOWN = "not known"

Means = Literal["should_not", "not_yet", "approval"]
"""What an answer does to a referral: there is no use in it, something is missing, or somebody must agree."""


class Stop(NamedTuple):
    """An answer, and what it does to the referral."""

    when: str
    """The answer in lower case, or `not known`."""
    says: str
    means: Means
    short: str
    """The reason, as the first line says it; of an approval, whose it is."""
    months_ahead: int | None = None
    """Instead of an answer: the release is further away than so many calendar months."""


class FormQuestion(NamedTuple):
    """One thing a form asks."""

    ask: str
    source: str | None
    """Where the record has the answer; None: nowhere, it is a blank."""
    other: str | None
    """Where else to look."""
    otherwise: str | None
    """The answer where the record has none."""
    note: str
    """What to know of an answer that is there."""
    where: str
    """Where a blank is found, or nothing."""
    stops: tuple[Stop, ...]
    section: str
    """The heading that begins here, or nothing."""
    if_known: bool = False
    """It stands on the form only where there is an answer."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Everything it reads."""
        return tuple(filter(None, (self.source, self.other)))


class ReferralForm(NamedTuple):
    """A referral form: what it is for, what to know first, and its questions."""

    item: str
    title: str
    to: str
    source: str
    confidence: str
    before: tuple[str, ...]
    questions: tuple[FormQuestion, ...]
    task: str
    """The task that it is sent for, where that is another item's."""
    for_women: str | None = None
    """The form that a woman is referred with instead."""


@cache
def forms() -> Mapping[str, ReferralForm]:
    """Every form, by the item it is for."""
    import tomllib

    tables = tomllib.loads((DATA / "prefill.toml").read_text("utf-8"))
    return {item: _form(item, table) for item, table in tables["form"].items()}


def _form(item: str, table: Mapping[str, Any]) -> ReferralForm:
    questions = tuple(
        FormQuestion(
            ask=field["ask"],
            source=field.get("from"),
            other=field.get("or"),
            otherwise=field.get("or_text"),
            note=field.get("note", ""),
            where=field.get("where", ""),
            stops=tuple(_stop(stop) for stop in field.get("stops", ())),
            section=field.get("section", ""),
            if_known=field.get("if_known", False),
        )
        for field in table["fields"]
    )
    before = tuple(table.get("before", ()))
    return ReferralForm(
        *(item, table["title"], table["to"], table["source"], table["confidence"], before, questions),
        *(table.get("task", item), table.get("for_women")),
    )


def _stop(table: Mapping[str, Any]) -> Stop:
    when, months = table.get("when", "").lower(), table.get("months_ahead")
    return Stop(when, table["says"], table["means"], table["short"], months)
