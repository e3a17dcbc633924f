"""All that is kept of one person, for them to have; and apart from it what an officer must look at first.

Nothing that may name or reveal somebody else is released by itself: it stands in the review sheet whole, and
in the report only as an entry that is under review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from releasecheck.people.entries import HistoryEntry, ToldFact, ToldNote, ToldOutcome, agency
from releasecheck.people.facts import FACTS, show_value

UNDER_REVIEW = "under review"
"""Stands where something is left out until an officer has decided."""

_STAFF = frozenset(("pom", "com", "co_pom", "com_email"))
_OTHERS = frozenset(
    "victim_contact domestic_abuse stalking restraining_order non_molestation_order shpo other_order "
    "order_ends "
    "child_contact_restriction child_contact_level child_contact_review under18_children children_at_address "
    "posing_risk_to_children child_protection_plan child_offence gang tact risk_to_staff notification_duty "
    "security_category mappa_category mappa_level firearms".split()
)
"""Facts that may say something of a victim, a child, staff or the police."""
_BY_THE_PROGRAM = ("import", "merged from ")
"""How a source begins that the program wrote itself."""
_AGENCY_FIELDS = frozenset("authority provider practice force bank prison_asked agency".split())


class AccessLogLine(NamedTuple):
    """A line of the log that is about the person."""

    line: int
    at: datetime
    kind: str
    command: str
    by: str
    recipient: str | None
    reason: str | None


class Asked(NamedTuple):
    """What a report is made from, besides what was told."""

    items: Mapping[str, str]
    """Titles of items."""
    reviewed_items: frozenset[str]
    """Items that are about protecting others."""
    replies: frozenset[tuple[str, str]]
    """Items and outcomes with which police or a council answered."""
    plain_fields: frozenset[str]
    """Fields of evidence that hold a day, a choice or yes and no: no free text."""
    roles: Mapping[str, str]
    """What each member of staff is, by their name in lower case."""
    staff_names: bool
    """Whether the office names its staff."""


class AccessRow(NamedTuple):
    """One thing kept, as the report says it."""

    entry: int
    what: str
    says: str
    on: date
    how: str
    """How it came to be known, and from whom."""
    stands: str = ""
    """`now`, `replaced` or `undone`."""


class ReviewRow(NamedTuple):
    """Something that an officer decides on."""

    entry: str
    """`entry 12`, `line 40 of the log`."""
    what: str
    says: str
    why: str


class AccessReport(NamedTuple):
    """What is kept of somebody, and what is to be looked at before it is given to them."""

    facts: tuple[AccessRow, ...]
    releases: tuple[AccessRow, ...]
    tasks: tuple[AccessRow, ...]
    notes: tuple[AccessRow, ...]
    referrals: tuple[tuple[str, str, date], ...]
    """To which service, what, and when."""
    log: tuple[AccessLogLine, ...]
    review: tuple[ReviewRow, ...]


def access_report(
    entries: Iterable[HistoryEntry], log: Iterable[AccessLogLine], asked: Asked
) -> AccessReport:
    """Sort all that was told of somebody into what they can have and what an officer decides on."""
    made = _Sorting(asked)
    told = sorted(entries, key=lambda entry: entry.at)
    for entry in told:
        made.take(entry)
    lines = []
    for line in log:
        if line.reason:
            made.review.append(ReviewRow(f"line {line.line} of the log", "reason", line.reason, _FREE))
        lines.append(line._replace(by=made.author(line.by), reason=None))
    return AccessReport(
        tuple(_with_standing(made.facts)),
        tuple(made.releases),
        tuple(made.tasks),
        tuple(made.notes),
        tuple(made.referrals),
        tuple(lines),
        tuple(made.review),
    )


_FREE = "free text: it may name somebody"


class _Sorting:
    """The report while it is made."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.facts: list[AccessRow] = []
        self.releases: list[AccessRow] = []
        self.tasks: list[AccessRow] = []
        self.notes: list[AccessRow] = []
        self.referrals: list[tuple[str, str, date]] = []
        self.review: list[ReviewRow] = []

    def author(self, name: str) -> str:
        """Who it was: their role, or their name where the office gives names."""
        role = self.asked.roles.get(name.casefold(), "a member of staff")
        return f"{name}, {role}" if self.asked.staff_names else role

    def take(self, entry: HistoryEntry) -> None:
        """Everything that one entry says."""
        stands = "undone" if entry.voided_by is not None else ""
        for fact in entry.facts:
            self._fact(entry, fact, stands)
        for release in entry.releases:
            kinds = ", ".join(filter(None, (release.type, "confirmed" if release.confirmed else "")))
            how = self._how(entry, release.source)
            says = f"{release.day.isoformat()}"
            self.releases.append(AccessRow(entry.entry, kinds or "date", says, release.told_on, how, stands))
        for outcome in entry.outcomes:
            self._outcome(entry, outcome, stands)
        for owner in entry.owners:
            role = (owner.role or "the usual role").partition(" ")[0] if owner.role else "the usual role"
            title = self.asked.items.get(owner.item, owner.item)
            self.tasks.append(
                AccessRow(entry.entry, title, f"with {role}", entry.day, self._how(entry), stands)
            )
        for note in entry.notes:
            self._note(entry, note, stands)
        for text, what in ((entry.reason, "reason"), (entry.void_reason, "why it was undone")):
            if text and text not in {outcome.reason for outcome in entry.outcomes}:
                self._ask(entry, what, text, _FREE)

    def _how(self, entry: HistoryEntry, source: str | None = None) -> str:
        """By whom it was recorded and from where; a source that was typed is free text."""
        parts = [f"entry {entry.entry}" if entry.entry > 0 else "another office", self.author(entry.by)]
        if source and (entry.command.startswith("import") or source.startswith(_BY_THE_PROGRAM)):
            parts.append(f"from {source}")
        elif source:
            self._ask(entry, "source", source, "who said so: it may name somebody")
            parts.append(f"source {UNDER_REVIEW}")
        return ", ".join(parts)

    def _ask(self, entry: HistoryEntry, what: str, says: str, why: str) -> None:
        row = ReviewRow(f"entry {entry.entry}" if entry.entry > 0 else "another office", what, says, why)
        if row not in self.review:
            self.review.append(row)

    def _fact(self, entry: HistoryEntry, told: ToldFact, stands: str) -> None:
        if told.fact not in FACTS:
            return
        fact = FACTS[told.fact]
        says = "not known" if told.value is None else show_value(fact, told.value)
        how = self._how(entry, told.source)
        if told.fact in _OTHERS:
            self._ask(entry, fact.title, says, "it may reveal a victim, a child, the police or security")
            says = UNDER_REVIEW
        elif told.fact in _STAFF and told.value is not None and not self.asked.staff_names:
            says = "a member of staff"
        self.facts.append(AccessRow(entry.entry, fact.title, says, told.told_on, how, stands))

    def _outcome(self, entry: HistoryEntry, told: ToldOutcome, stands: str) -> None:
        title, how = self.asked.items.get(told.item, told.item), self._how(entry)
        if told.item in self.asked.reviewed_items or (told.item, told.outcome) in self.asked.replies:
            details = [f"{name.replace('_', ' ')}: {text}" for name, text in told.evidence.items()]
            says = "; ".join(filter(None, (told.outcome.replace("_", " "), told.reason, *details)))
            self._ask(entry, title, says, "about protecting others, or a reply by police or council")
            self.tasks.append(AccessRow(entry.entry, title, UNDER_REVIEW, told.on, how, stands))
            return
        parts = [told.outcome.replace("_", " ")]
        for name, text in told.evidence.items():
            words = name.replace("_", " ")
            if name in self.asked.plain_fields or name in _AGENCY_FIELDS:
                parts.append(f"{words} {text}")
            else:
                self._ask(entry, f"{title}: {words}", text, _FREE)
                parts.append(f"{words} {UNDER_REVIEW}")
        if told.reason:
            self._ask(entry, f"{title}: reason", told.reason, _FREE)
            parts.append(f"reason {UNDER_REVIEW}")
        self.tasks.append(AccessRow(entry.entry, title, ", ".join(parts), told.on, how, stands))
        if (service := agency(told.evidence)) is not None:
            self.referrals.append((service, title, told.on))

    def _note(self, entry: HistoryEntry, note: ToldNote, stands: str) -> None:
        title = self.asked.items.get(note.item, note.item) if note.item else ""
        kind = " ".join(filter(None, (note.kind.replace("_", " "), f"about {title}" if title else "")))
        details = [f"{name.replace('_', ' ')}: {text}" for name, text in note.fields.items()]
        says = "; ".join(filter(None, (note.text, *details)))
        if says:
            self._ask(entry, kind, says, "a note: free text, it may name somebody or be in their words")
        row = AccessRow(entry.entry, kind, UNDER_REVIEW if says else "", note.on, self._how(entry), stands)
        self.notes.append(row)


def _with_standing(rows: Sequence[AccessRow]) -> Iterator[AccessRow]:
    """Each value that was ever told, and which one of each fact stands: nothing is corrected away."""
    standing: dict[str, int] = {}
    for place, row in enumerate(rows):
        if not row.stands and (row.what not in standing or rows[standing[row.what]].on <= row.on):
            standing[row.what] = place
    for place, row in enumerate(rows):
        yield row if row.stands else row._replace(stands=_stands(standing[row.what] == place))


def _stands(now: bool) -> str:
    return "now" if now else "replaced"
