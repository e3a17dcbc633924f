"""One item's table in TOML, read into an `Item`; every mistake in it is heard and reading goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from releasecheck.core.domain import COUNTERSIGNED, NOT_DONE_BEFORE, FactValue, OutcomeKind
from releasecheck.core.words import did_you_mean, listed
from releasecheck.policy.catalogue import (
    NONE_IN_REGION,
    SIGNED_BY,
    Checkpoint,
    Confidence,
    EvidenceNeed,
    Item,
    OutcomeSpec,
    Rate,
    Rolling,
    Source,
)
from releasecheck.policy.conditions import Condition, read_condition
from releasecheck.policy.fits import Fit, read_fit, read_retired, read_turn
from releasecheck.policy.items.part_reader import PartReader
from releasecheck.policy.offsets import PAST_ANCHORS

_KINDS = ("waiting", "done", "action", "again", "declined", "not_achieved", "waived")
_CONFIDENCE: tuple[Confidence, ...] = ("high", "medium", "low")
_ITEM_KEYS = (
    "code title short post_title pathway owner owner_before_handover action applies not_required "
    "asked_if not_asked_if none_in opens due checkpoints every closes stale still_needed too_late "
    "expires chase needs needs_hard evidence outcomes positions help sources off after_release "
    "outcome_record public_protection community evidence_fits done_fits release_fits gate retired "
    "owner_without_com notes late_after only_in_time since countersign countersign_if if_no sensitive"
).split()
_OUTCOME_KEYS = (
    "kind title next reasons reason_needed position draft achieved ignored_after facts suggests turns"
).split()
_POSITIONS = ("open", "upcoming", "blocked", "not_required", "not_applicable")
PATHWAYS = {
    "sentence": "Sentence management",
    "handover": "Handover",
    "parole": "Parole",
    "protection": "Public protection",
    "licence": "Licence",
    "victims": "Victims",
    "immigration": "Immigration",
    "accommodation": "Accommodation",
    "finance": "ID, money and benefits",
    "work": "Education, training and work",
    "health": "Health",
    "substances": "Substance misuse",
    "family": "Children and families",
    "equality": "Equality",
    "release_day": "Release day and after",
}
POST_TITLES = (
    *("address check", "assessment", "contact", "course", "follow-up", "handover", "health task"),
    *("housing referral", "housing task", "licence papers", "meeting", "money and ID task", "move", "papers"),
    *("plan", "public-protection check", "public-protection task", "questions to ask", "referral"),
    *("release task", "task", "work task"),
)
"""What mail and calendars may call a task: so few that none says what somebody needs or is thought to be."""

_CHECKPOINT_KEYS = "name opens due owner applies since still_needed".split()
_RATE_KEYS = "if days last_weeks".split()


class ItemReader(PartReader):
    """Reads one item's table; `complain` hears every mistake and reading goes on."""

    def read(self, changed: tuple[str, ...]) -> Item:
        """The item; `changed` names the keys that an office has set for itself."""
        for key in self.table:
            if key not in _ITEM_KEYS:
                self.complain(f'no key "{key}"{did_you_mean(key, _ITEM_KEYS)}')
        pathway = self.word("pathway")
        if pathway and pathway not in PATHWAYS:
            self.complain(f'pathway "{pathway}" is unknown{did_you_mean(pathway, PATHWAYS)}')
        return Item(
            id=self.name,
            title=self.word("title"),
            pathway=pathway,
            owner=self.role("owner"),
            action=self.word("action"),
            code=str(self.table["code"]) if "code" in self.table else None,
            owner_before_handover=self.other_role("owner_before_handover"),
            owner_without_com=self.other_role("owner_without_com"),
            countersign=self.other_role("countersign"),
            countersign_if=self.conditions("countersign_if"),
            applies=self.conditions("applies"),
            not_required=self.conditions("not_required"),
            asked_if=self.conditions("asked_if"),
            not_asked_if=(*self.conditions("not_asked_if"), *self._none_in()),
            notes=self.conditions("notes"),
            checkpoints=self._checkpoints(),
            rolling=self._rolling(),
            closes=self.offset(self.table.get("closes"), "closes"),
            stale=self.offset(self.table.get("stale"), "stale"),
            late_after=self.offset(self.table.get("late_after"), "late_after"),
            too_late=str(self.table.get("too_late", "")).strip(),
            expires=self.offset(self.table.get("expires"), "expires"),
            chase=self.offset(self.table.get("chase"), "chase"),
            needs=self.needs("needs"),
            needs_hard=self.needs("needs_hard"),
            outcomes=self._outcomes(),
            positions=self._positions(),
            help=str(self.table.get("help", "")).strip(),
            sources=self._sources(),
            evidence_fits=self._evidence_fits(),
            if_no={name: str(order) for name, order in self.subtable("if_no").items()},
            done_fits=self._fit("done_fits", "done on"),
            release_fits=self._fit("release_fits", "made for a release on"),
            gate=tuple(map(str, self.entries("gate"))) if "gate" in self.table else None,
            retired=read_retired(self.table.get("retired"), self.complain),
            changed=changed,
            short=self.word("short") if "short" in self.table else "",
            post_title=self._post_title(),
            **{
                key: self.flag(key)
                for key in (
                    *("off", "after_release", "outcome_record", "public_protection"),
                    *("community", "still_needed", "only_in_time", "sensitive"),
                )
            },
        )

    def _post_title(self) -> str:
        """What the post calls it; what an office leaves out is no more than a task."""
        said = self.table.get(
            "post_title", "public-protection task" if self.flag("public_protection") else "task"
        )
        if said not in POST_TITLES:
            self.complain(
                f'post_title "{said}" is none of those that mail may say: {listed(POST_TITLES, "or")}'
            )
        return str(said)

    def _since(self, table: Mapping[str, object]) -> date | None:
        """Since when a checkpoint is asked for: it says so, or the item for all of them."""
        since = table.get("since", self.table.get("since"))
        if since is None or isinstance(since, date):
            return since
        self.complain('"since" is a date such as 2026-11-27')
        return None

    def _none_in(self) -> tuple[Condition, ...]:
        """The home regions that have none, as a condition; nobody is asked for their region by it."""
        regions = self.entries("none_in")
        if not all(isinstance(region, str) for region in regions):
            self.complain('"none_in" is a list of home regions in quotes')
        if not regions:
            return ()
        known = {"fact": "home_region", "known": True}
        there = {"fact": "home_region", "is": list(map(str, regions))}
        group = {"all": [known, there], "because": NONE_IN_REGION}
        read = read_condition(group, self.complain)
        return () if read is None else (read,)

    def _checkpoints(self) -> tuple[Checkpoint, ...]:
        opens = self.offset(self.table.get("opens"), "opens")
        if "checkpoints" not in self.table:
            due = self.offset(self.table.get("due"), "due")
            return (Checkpoint(due, opens, since=self._since({})),) if due or opens else ()
        if "due" in self.table or "opens" in self.table:
            self.complain('with "checkpoints", put "opens" and "due" inside each of them')
        found = []
        for table in self.entries("checkpoints"):
            if not isinstance(table, Mapping) or "due" not in table:
                self.complain('a checkpoint is a table with a "due"')
                continue
            for key in table:
                if key not in _CHECKPOINT_KEYS:
                    self.complain(f'checkpoints: no key "{key}"{did_you_mean(key, _CHECKPOINT_KEYS)}')
            found.append(
                Checkpoint(
                    self.offset(table["due"], "due"),
                    self.offset(table.get("opens"), "opens"),
                    str(table["name"]) if "name" in table else None,
                    PartReader(self.name, table, self.complain).other_role("owner"),
                    self.conditions("applies", table, "checkpoints: applies"),
                    self._since(table),
                    table.get("still_needed") is True,
                )
            )
        return tuple(found)

    def _rolling(self) -> Rolling | None:
        table = self.table.get("every")
        if table is None:
            return None
        if not isinstance(table, Mapping) or not isinstance(table.get("days"), int):
            self.complain('"every" is a table such as { days = 28 }')
            return None
        return Rolling(
            int(str(table["days"])),
            int(str(table.get("opens_days_before", 7))),
            bool(table.get("local_default")),
            tuple(rate for rate in map(self._rate, self.entries("rates", table)) if rate is not None),
        )

    def _rate(self, table: object) -> Rate | None:
        days, weeks = (
            (table.get("days"), table.get("last_weeks")) if isinstance(table, Mapping) else (None, None)
        )
        if not isinstance(table, Mapping) or type(days) is not int or type(weeks) not in (int, type(None)):
            self.complain("rates: each is a table such as { if = [...], last_weeks = 12, days = 14 }")
            return None
        for key in table:
            if key not in _RATE_KEYS:
                self.complain(f'rates: no key "{key}"{did_you_mean(key, _RATE_KEYS)}')
        return Rate(days, self.conditions("if", table, "rates: if"), cast("int | None", weeks))

    def _evidence_fits(self) -> dict[str, Fit]:
        found = {
            name: self._read_fit(f"evidence_fits: {name}", table, "booked for")
            for name, table in self.subtable("evidence_fits").items()
        }
        return {name: fit for name, fit in found.items() if fit is not None}

    def _fit(self, key: str, says: str) -> Fit | None:
        return self._read_fit(key, self.table[key], says) if key in self.table else None

    def _read_fit(self, place: str, table: object, says: str) -> Fit | None:
        order = f"{self.table.get('action', '')} again"
        return read_fit(table, says, order, lambda text: self.complain(f"{place}: {text}"))

    def _outcomes(self) -> dict[str, OutcomeSpec]:
        evidence = self.subtable("evidence")
        tables = dict(self.subtable("outcomes"))
        for name in evidence:
            if name not in tables and name != "done":
                self.complain(f'evidence.{name}: there is no outcome "{name}"{did_you_mean(name, tables)}')
        if not any(isinstance(table, Mapping) and table.get("kind") == "done" for table in tables.values()):
            tables.setdefault("done", {"kind": "done"})
        tables.setdefault("declined", {"kind": "declined", "title": "declined by the person"})
        tables.setdefault("not_achieved", {"kind": "not_achieved", "reason_needed": True})
        tables.setdefault("not_needed", {"kind": "waived", "reason_needed": True, "title": "not needed"})
        if self._may_lie_before():
            before = {"kind": "again", "title": "not done before"}
            tables.setdefault(NOT_DONE_BEFORE, before)
        found = {name: self._outcome(name, table, evidence) for name, table in tables.items()}
        if "countersign" in self.table:
            asked = (EvidenceNeed(SIGNED_BY),)
            signed = OutcomeSpec(COUNTERSIGNED, "countersigned", "countersigned", evidence=asked)
            found[COUNTERSIGNED] = signed
        return found

    def _may_lie_before(self) -> bool:
        """Whether one of its days counts from what may be long past when somebody is first recorded."""
        tables = [self.table, *(table for table in self.entries("checkpoints") if isinstance(table, Mapping))]
        due = [found for table in tables if isinstance(found := table.get("due"), Mapping)]
        anchors = {str(anchor) for table in due for anchor in table.values()}
        return not PAST_ANCHORS.isdisjoint(anchors)

    def _outcome(self, name: str, table: object, evidence: Mapping[str, object]) -> OutcomeSpec:
        if not isinstance(table, Mapping):
            self.complain(f"outcomes.{name} is a table")
            return OutcomeSpec(name, "done", name)
        for key in table:
            if key not in _OUTCOME_KEYS:
                self.complain(f'outcomes.{name}: no key "{key}"{did_you_mean(key, _OUTCOME_KEYS)}')
        kind = table.get("kind")
        if kind not in _KINDS:
            self.complain(f'outcomes.{name}: kind "{kind}" is not one of {", ".join(_KINDS)}')
            kind = "done"
        reasons = tuple(map(str, self.entries("reasons", table)))
        needs = [str(entry) for entry in self.entries(name, evidence)]
        return OutcomeSpec(
            name=name,
            kind=cast(OutcomeKind, kind),
            title=str(table.get("title", name.replace("_", " "))),
            next=str(table["next"]) if "next" in table else None,
            reasons=reasons,
            reason_needed=bool(reasons) or bool(table.get("reason_needed", False)),
            evidence=tuple(map(_evidence_need, needs)),
            position=str(table["position"]) if "position" in table else None,
            draft=bool(table.get("draft", False)),
            achieved=bool(table.get("achieved", False)),
            ignored_after=tuple(map(str, self.entries("ignored_after", table))),
            facts=self._facts(f"outcomes.{name}", "facts", table),
            suggests=self._facts(f"outcomes.{name}", "suggests", table),
            turns=read_turn(table.get("turns"), lambda text: self.complain(f"outcomes.{name}: {text}")),
        )

    def _facts(self, place: str, key: str, table: Mapping[str, object]) -> dict[str, FactValue]:
        given = table.get(key, {})
        if not isinstance(given, Mapping):
            self.complain(f'{place}: "{key}" is a table such as {{ id_held = true }}')
            return {}
        found: dict[str, FactValue] = {}
        for name, value in given.items():
            if isinstance(value, str | int | bool | date):
                found[name] = value
            else:
                self.complain(f"{place}: {key}: {name} is a word, a number, a date, true or false")
        return found

    def _positions(self) -> dict[str, str]:
        found = {}
        for key, value in self.subtable("positions").items():
            if key not in _POSITIONS:
                self.complain(f'positions: no key "{key}"{did_you_mean(key, _POSITIONS)}')
            found[key] = str(value)
        return found

    def _sources(self) -> tuple[Source, ...]:
        found = []
        for table in self.entries("sources"):
            if not isinstance(table, Mapping) or not isinstance(table.get("title"), str):
                self.complain('a source is a table with "title", "confidence" and "checked"')
                continue
            given, checked = table.get("confidence"), table.get("checked")
            confidence = next((level for level in _CONFIDENCE if level == given), None)
            if confidence is None:
                self.complain(f'source confidence "{given}" is high, medium or low')
            if not isinstance(checked, date):
                self.complain("a source says the day it was checked, as checked = 2026-11-21")
                checked = date.min
            url = str(table["url"]) if "url" in table else None
            area = str(table["area"]) if "area" in table else None
            found.append(Source(str(table["title"]), confidence or "low", checked, url, area))
        if not found:
            self.complain("has no source: say where the rule was read, or that it is this office's own")
        return tuple(found)


def _evidence_need(entry: str) -> EvidenceNeed:
    """A field is required; with ? it may stay empty, and with ?late only of what is in time."""
    field, asked, when = entry.partition("?")
    return EvidenceNeed(field, not asked, if_late=when == "late")
