"""The policy as values: items, their outcomes, their dates, their evidence and their sources.

Reading them from TOML is `catalogue_files`; turning them into a person's tasks is `planning.planner`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from releasecheck.core.domain import Facts, FactValue, OutcomeKind
from releasecheck.core.words import shortened
from releasecheck.policy.conditions import OUTCOME_PREFIX, Condition, other_task
from releasecheck.policy.fits import Fit, Retired, Turn
from releasecheck.policy.offsets import Offset

FieldKind = Literal["text", "date", "yes_no", "number", "time", "choice"]
Confidence = Literal["high", "medium", "low"]

NONE_IN_REGION = "the home region has none"
"""Why an item is not asked for where an office's `none_in` names the home region."""

SHORT = 28
"""Letters of a short title at most: what a narrow column has room for, on a screen and on a telephone."""


@dataclass(frozen=True, slots=True)
class EvidenceField:
    """One thing worth writing down about an outcome; never content about a third party."""

    name: str
    ask: str
    kind: FieldKind = "text"
    values: tuple[str, ...] = ()
    fact: str | None = None
    """The fact that an answer is recorded as too."""
    appointment: bool = False
    """The day is one on which somebody has to be somewhere: it goes in a calendar."""
    at: str | None = None
    """The field that says at what time."""


SIGNED_BY = "countersigned_by"
"""The field that says who countersigned what is done."""


@dataclass(frozen=True, slots=True)
class EvidenceNeed:
    """A field that an outcome asks for; without a required one the outcome has a gap."""

    field: str
    required: bool = True
    if_late: bool = False
    """Required of one that was recorded after the day on which it was due by the rule."""


@dataclass(frozen=True, slots=True)
class OutcomeSpec:
    """One way a task can turn out, and what it asks of somebody next."""

    name: str
    kind: OutcomeKind
    title: str
    next: str | None = None
    reasons: tuple[str, ...] = ()
    """Allowed reasons; when there are any, one must be given."""
    reason_needed: bool = False
    evidence: tuple[EvidenceNeed, ...] = ()
    position: str | None = None
    draft: bool = False
    """Begun but not sent: shown as the position of an open task, and never counted as waiting."""
    achieved: bool = False
    """What was wanted did happen, though it no longer counts: done, once the person has been released."""
    ignored_after: tuple[str, ...] = ()
    """Earlier outcomes that this one does not overrule."""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    """Facts that follow from it, recorded with it."""
    suggests: Mapping[str, FactValue] = field(default_factory=dict)
    """Facts that may follow from it: offered as the next thing to record, never recorded with it."""
    turns: Turn | None = None
    """What it does to the release."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read, and how sure we are."""

    title: str
    confidence: Confidence
    checked: date
    url: str | None = None
    area: str | None = None
    """Where it is the law: of those who go there, or of whom nobody knows where they go."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One moment by which the item must have been done; some items have several."""

    due: Offset | None
    opens: Offset | None = None
    name: str | None = None
    owner: str | None = None
    """Who does it by this moment, where that is somebody else."""
    applies: tuple[Condition, ...] = ()
    """Only where these hold, or cannot be said; where none of an item's does, the first stands."""
    since: date | None = None
    """First asked for on this day: of somebody known before, what was due by then is not late."""
    still_needed: bool = False
    """Asked for however long ago it was due."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How often for some people: for those of whom its conditions hold, in the last weeks or always."""

    days: int
    applies: tuple[Condition, ...] = ()
    last_weeks: int | None = None
    """Only in so many weeks before the earliest possible day."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """Done again and again: the next falls so many days after the last, until release."""

    days: int
    opens_days_before: int = 7
    local_default: bool = False
    rates: tuple[Rate, ...] = ()
    """How often for some; the first that holds counts, apart for the last weeks and for before."""


@dataclass(frozen=True, slots=True)
class Need:
    """Another item that must come first, in one of these outcomes, and not too long ago."""

    item: str
    outcomes: tuple[str, ...] = ()
    """Empty: any outcome of kind done."""
    within: Offset | None = None
    """How long such an outcome counts, from its date."""
    applies: tuple[Condition, ...] = ()
    """It must come first only where these hold."""


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement: who must do it, when it applies, by when, and how we would know."""

    id: str
    title: str
    pathway: str
    owner: str
    action: str
    """What to do, as an order: "make the referral"."""
    code: str | None = None
    owner_before_handover: str | None = None
    """Who does it while the POM is responsible, where that is somebody else."""
    owner_without_com: str | None = None
    """Who does it while no COM is named, where that is somebody else."""
    countersign: str | None = None
    """The role that countersigns what is done; it is not done before."""
    countersign_if: tuple[Condition, ...] = ()
    """Only where none of these is known not to hold."""
    applies: tuple[Condition, ...] = ()
    not_required: tuple[Condition, ...] = ()
    asked_if: tuple[Condition, ...] = ()
    """Ours, and not the national service's: any of them that holds asks for it all the same."""
    not_asked_if: tuple[Condition, ...] = ()
    """Ours, and not the national service's: any of them that holds settles it, and its `position` stays."""
    notes: tuple[Condition, ...] = ()
    """They decide nothing: what is to be said where one holds, such as which country's law it is."""
    checkpoints: tuple[Checkpoint, ...] = ()
    rolling: Rolling | None = None
    closes: Offset | None = None
    """The last day on which it can be done at all."""
    stale: Offset | None = None
    """After this day it is of no use: not asked of somebody who is first recorded later."""
    late_after: Offset | None = None
    """Done after this day it counts as late, whenever it was due."""
    only_in_time: bool = False
    """Not asked for of somebody who leaves before it falls due."""
    still_needed: bool = False
    """Asked for however long ago it was due: that it was done before is seen from the facts."""
    too_late: str = ""
    """What to do where it became known too late for the usual time, or its window has closed: an order."""
    expires: Offset | None = None
    chase: Offset | None = None
    needs: tuple[Need, ...] = ()
    needs_hard: tuple[Need, ...] = ()
    outcomes: Mapping[str, OutcomeSpec] = field(default_factory=dict)
    positions: Mapping[str, str] = field(default_factory=dict)
    """The line's own status names: for `open`, `upcoming`, `blocked`, `not_required`, `not_applicable`."""
    help: str = ""
    sources: tuple[Source, ...] = ()
    off: bool = False
    after_release: bool = False
    """Done after somebody has left: goes on counting once they are released."""
    outcome_record: bool = False
    """Measures what became of somebody; never counted as missing before release."""
    public_protection: bool = False
    sensitive: bool = False
    """Its title says what only those who need it may know. Its own key alone decides that: whoever writes a
    title knows what it gives away, and reasons that rest on a sensitive fact are left out of every item."""
    community: bool = False
    """Only for somebody who goes out into the community: quiet while a release is turned."""
    evidence_fits: Mapping[str, Fit] = field(default_factory=dict)
    """How a day written down must fit the release: by evidence field."""
    if_no: Mapping[str, str] = field(default_factory=dict)
    """What to do where one of these was answered no: by evidence field; until then it is not done."""
    done_fits: Fit | None = None
    """How the day on which it was done must fit the release."""
    release_fits: Fit | None = None
    """How the release day that was counted to when it was done must fit the one counted to now."""
    gate: tuple[str, ...] | None = None
    """Evidence fields asked for on the day of release; None: the item is not asked for at the gate."""
    retired: Retired | None = None
    """Since when and why it is not asked for any more."""
    changed: tuple[str, ...] = ()
    """Keys that an office has set for itself."""
    short: str = ""
    """What to do in at most `SHORT` letters, for narrow places."""
    post_title: str = "task"
    """What mail and calendars call it, which others may read: it names no need and no risk."""

    @property
    def short_title(self) -> str:
        """The short title; the start of an office's own title where it was given none to go with it."""
        outdated = "title" in self.changed and "short" not in self.changed
        return self.short if self.short and not outdated else shortened(self.title, SHORT)

    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of it as a whole, those of the rule first and then ours."""
        return (*self.applies, *self.not_required, *self.asked_if, *self.not_asked_if, *self.notes)

    def conditions_within(self) -> tuple[Condition, ...]:
        """The conditions of its parts: on which day, how often, and after what."""
        days = (condition for checkpoint in self.checkpoints for condition in checkpoint.applies)
        rates = self.rolling.rates if self.rolling else ()
        often = (condition for rate in rates for condition in rate.applies)
        first = (condition for need in self.needs_hard for condition in need.applies)
        return (*days, *often, *first)

    def countersigned_by(self, inputs: Facts) -> str | None:
        """The role that must countersign what is done for somebody; what nobody knows is not taken for no."""
        asked = all(condition.answer(inputs) is not False for condition in self.countersign_if)
        return self.countersign if asked else None

    def reads(self) -> tuple[str, ...]:
        """Every fact (and other task's outcome) that its conditions look at, without repeats."""
        leaves = (leaf for condition in self.conditions() for leaf in condition.leaves())
        return tuple(dict.fromkeys(leaf.fact for leaf in leaves))

    def anchors(self) -> Iterator[str]:
        """Every anchor that its dates count from."""
        return (offset.anchor for offset in self.offsets())

    def offsets(self) -> Iterator[Offset]:
        """Every offset in it, for checks and for help."""
        for checkpoint in self.checkpoints:
            for offset in (checkpoint.opens, checkpoint.due):
                if offset:
                    yield offset
        for offset in (self.closes, self.stale, self.late_after):
            if offset:
                yield offset

    def depends_on(self) -> tuple[str, ...]:
        """Other items whose outcomes can change this one's plan."""
        read = (name for name in self.reads() if name.startswith(OUTCOME_PREFIX))
        from_conditions = (task[0] for task in map(other_task, read) if task is not None)
        from_needs = (need.item for need in (*self.needs, *self.needs_hard))
        from_anchors = (anchor.partition(".")[0] for anchor in self.anchors() if "." in anchor)
        return tuple(dict.fromkeys((*from_conditions, *from_needs, *from_anchors)))

    @property
    def gone(self) -> bool:
        """It is switched on and retired: in plans to be read, and asked of nobody from its day."""
        return self.retired is not None and not self.retired.brought_back and not self.off

    @property
    def first_mark(self) -> str | None:
        """The outcome usually recorded first: sent where it can be sent, else done."""
        return self._first("waiting") or self._first("done")

    @property
    def answer_mark(self) -> str | None:
        """The outcome usually recorded when what was sent is answered."""
        return self._first("done")

    def _first(self, kind: OutcomeKind) -> str | None:
        return next((spec.name for spec in self.outcomes.values() if spec.kind == kind), None)

    @property
    def local_default(self) -> bool:
        """Some number in it is ours and not policy's: reports must say so."""
        return bool(self.local_parts)

    @property
    def local_parts(self) -> tuple[str, ...]:
        """Which of its dates rest on a number of ours: `opens`, `due`, `closes`, `chase`, `expires`."""
        parts = {
            "opens": [checkpoint.opens for checkpoint in self.checkpoints],
            "due": [checkpoint.due for checkpoint in self.checkpoints],
            "closes": [self.closes],
            "chase": [self.chase],
            "expires": [self.expires],
        }
        ours = [name for name, found in parts.items() if any(one and one.local_default for one in found)]
        if self.rolling is not None and self.rolling.local_default and "due" not in ours:
            ours.append("due")
        return tuple(ours)

    @property
    def confidence(self) -> Confidence:
        """The least sure of its sources."""
        order: tuple[Confidence, ...] = ("low", "medium", "high")
        for level in order:
            if any(source.confidence == level for source in self.sources):
                return level
        return "low"


@dataclass(frozen=True)
class Catalogue:
    """Every item that counts here, in the order of its files, and the evidence fields they use."""

    items: Mapping[str, Item]
    fields: Mapping[str, EvidenceField]
    version: str
    overrides: tuple[str, ...] = ()
    """Office files merged in, for the foot of a report."""
    fingerprint: str = ""

    def installed(self) -> tuple[Item, ...]:
        """The items that are switched on."""
        return tuple(item for item in self.items.values() if not item.off)

    def named(self, name: str) -> Item | None:
        """The item of this id or code, whatever its case; None when there is none."""
        asked = name.lower()
        coded = (item for item in self.items.values() if item.code and item.code.lower() == asked)
        return self.items.get(asked) or next(coded, None)

    def required_evidence(self, spec: OutcomeSpec) -> tuple[str, ...]:
        """The fields without which this outcome has a gap."""
        return tuple(need.field for need in spec.evidence if need.required)
