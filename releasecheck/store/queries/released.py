"""Releases that have happened, with what was recorded of each until the next one.

A release is every time `released_on` was told and not taken back; being brought back ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.domain import RecordedOutcome
from releasecheck.planning.contacts import WAYS
from releasecheck.reports.figures.outcomes import Rushed
from releasecheck.reports.figures.released import DatedAnswer, HandedOver, Released, Seen
from releasecheck.store.queries.filters import PERSON_FILTERS, given, narrowing
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import day_from, map_from, to_json
from releasecheck.store.tables.latest import by_clock
from releasecheck.store.tables.reading import STANDS

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue

_AT_A_TIME = 250
_ITEMS = (
    *("night_one_outcome", "move_on", "work_outcome", "recall_outcome", "treatment_outcome"),
    *("first_appointment_outcome", "da_check", "child_check", "release_told", "travel_and_money"),
    *("release_notice", "oasys_review", "bank_account", "benefits", "debts", "work_lined_up", "cas3"),
    *("resettlement_prison", "pom_contact"),
)
_FACTS = (
    *("bank_account", "benefit_need", "debts", "work_need", "in_home_area", "resettlement_prison"),
    "ethnicity",
    *("reception_date", "return_to_custody_date"),
)
_HANDOVER_ITEMS = ("handover_report", "handover_meeting")
_BACK = ("recalled", "returned")


class _Event(NamedTuple):
    """One time out of prison."""

    number: str
    on: date
    back_on: date | None
    recalled: bool
    until: date
    """The day of the next release, or the last day there is."""
    since: date = date.min
    """The day of the release before."""

    @property
    def known_until(self) -> date:
        """The last day on which what is told of them is of this release, and not of coming back."""
        return min(self.back_on or date.max, self.until)


def released(connection: Database, first: date, last: date, filters: Filters) -> Iterator[Released]:
    """Every release between these days of the people whom the filters let through, by prison number."""
    with connection.snapshot():
        events = [event for event in _events(connection, filters) if first <= event.on <= last]
        for start in range(0, len(events), _AT_A_TIME):
            some = events[start : start + _AT_A_TIME]
            chosen = to_json(sorted({event.number for event in some}))
            people = {row[0]: row for row in connection.all(_PEOPLE, (chosen,))}
            outcomes = _outcomes(connection, chosen, _ITEMS)
            times = {(number, on): time for number, on, time in connection.all(_TIMES, (chosen,))}
            told, seen = _told(connection, chosen), _seen(connection, chosen)
            for event in some:
                own = (o for o in outcomes.get(event.number, ()) if o.on <= event.until)
                found = _released(event, people[event.number], own, times)
                yield found._replace(
                    told=tuple(t for t in told.get(event.number, ()) if t.on <= event.known_until),
                    seen=_meetings(event, seen.get(event.number, ()), outcomes.get(event.number, ())),
                )


def events_sql(filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """Every telling of a release or of its end, by the small index that holds nothing else."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    return (
        f"""
SELECT f.prison_number, f.value, f.told_on, e.command
FROM facts AS f INDEXED BY facts_of_release
CROSS JOIN entries AS e ON e.id = f.entry
CROSS JOIN people AS p ON p.prison_number = f.prison_number
WHERE f.fact = 'released_on' AND f.{STANDS} AND p.restricted = 0 AND p.merged_into IS NULL{clauses}
ORDER BY f.prison_number, {by_clock()}, f.id""",
        given(filters),
    )


def _events(connection: Database, filters: Filters) -> Iterator[_Event]:
    rows = connection.all(*events_sql(filters))
    for number, told in groupby(rows, key=lambda row: str(row[0])):
        yield from _events_of(number, list(told))


def _events_of(number: str, told: Sequence[SqlRow]) -> Iterator[_Event]:
    """A later day corrects an earlier one; not known takes it back, unless that is how they came back."""
    found: list[_Event] = []
    out: date | None = None
    for _, value, told_on, command in told:
        if value is not None:
            out = date.fromisoformat(value)
        elif out is not None:
            if command in _BACK:
                found.append(
                    _Event(number, out, date.fromisoformat(told_on), command == "recalled", date.max)
                )
            out = None
    if out is not None:
        found.append(_Event(number, out, None, False, date.max))
    for n, event in enumerate(found):
        following = found[n + 1].on if n + 1 < len(found) else date.max
        yield event._replace(until=following, since=found[n - 1].on if n else date.min)


_PEOPLE = """
SELECT p.prison_number, last_name, first_name, prison, sex, date_of_birth, home_region, sentence_start_date,
  sentence_expiry_date, indeterminate, substance_need, mappa_category, known_since,
  json_extract(r.anchors, '$.handover')
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE p.prison_number IN (SELECT value FROM json_each(?))"""
_TOLD = f"""
SELECT f.prison_number, f.fact, f.value, f.told_on FROM facts AS f JOIN entries AS e ON e.id = f.entry
WHERE f.prison_number IN (SELECT value FROM json_each(:who))
  AND f.fact IN (SELECT value FROM json_each(:facts)) AND f.{STANDS}
ORDER BY f.told_on, {by_clock()}, f.id"""
_SEEN = f"""
SELECT prison_number, json_extract(fields, '$.by'), on_date FROM notes
WHERE prison_number IN (SELECT value FROM json_each(:who)) AND kind = 'contact'
  AND json_extract(fields, '$.how') IN (SELECT value FROM json_each(:ways)) AND {STANDS}"""
_TIMES = f"""
SELECT prison_number, on_date, json_extract(fields, '$.time') FROM notes
WHERE prison_number IN (SELECT value FROM json_each(?)) AND kind = 'released' AND {STANDS}"""


def _outcomes(connection: Database, chosen: str, items: Iterable[str]) -> dict[str, list[RecordedOutcome]]:
    rows = connection.all(
        f"""
SELECT o.prison_number, o.item, o.outcome, o.on_date, o.reason, o.evidence
FROM outcomes AS o JOIN entries AS e ON e.id = o.entry
WHERE o.prison_number IN (SELECT value FROM json_each(:who))
  AND o.item IN (SELECT value FROM json_each(:items)) AND o.{STANDS}
ORDER BY o.on_date, {by_clock()}, o.id""",
        {"who": chosen, "items": to_json(list(items))},
    )
    found: dict[str, list[RecordedOutcome]] = {}
    for number, item, outcome, on, reason, evidence in rows:
        one = RecordedOutcome(item, outcome, date.fromisoformat(on), reason, map_from(evidence))
        found.setdefault(number, []).append(one)
    return found


def _told(connection: Database, chosen: str) -> dict[str, list[DatedAnswer]]:
    """What was ever told of the facts that measures ask about, by the day it was told."""
    found: dict[str, list[DatedAnswer]] = {}
    for number, fact, value, on in connection.all(_TOLD, {"who": chosen, "facts": to_json(list(_FACTS))}):
        found.setdefault(number, []).append(DatedAnswer(fact, value, date.fromisoformat(on)))
    return found


def _seen(connection: Database, chosen: str) -> dict[str, list[Seen]]:
    """Every meeting face to face that was noted."""
    ways = to_json([name for name, way in WAYS.items() if way == "face_to_face"])
    found: dict[str, list[Seen]] = {}
    for number, role, on in connection.all(_SEEN, {"who": chosen, "ways": ways}):
        found.setdefault(number, []).append(Seen(role, date.fromisoformat(on)))
    return found


def _meetings(event: _Event, noted: Iterable[Seen], outcomes: Iterable[RecordedOutcome]) -> tuple[Seen, ...]:
    """Before this release and since the last: those noted, and those that a contact task was marked with."""
    marked = (
        Seen(_seen_by(each), each.on)
        for each in outcomes
        if each.item == "pom_contact" and each.outcome == "done"
    )
    met = {each for each in (*noted, *marked) if event.since < each.on <= event.on}
    return tuple(sorted(met, key=lambda each: (each.on, each.role)))


def _seen_by(outcome: RecordedOutcome) -> str:
    """Whose contact task it was: the POM's, unless it says that the key worker met them."""
    by = outcome.evidence.get("seen_by", "").casefold()
    return "KW" if by.split(", ")[-1] == "kw" or "key worker" in by else "POM"


def _released(
    event: _Event,
    person: SqlRow,
    outcomes: Iterable[RecordedOutcome],
    times: Mapping[tuple[str, str], str | None],
) -> Released:
    number, last, first, prison, sex, born, region, start, end, *known = person
    indeterminate, substance, mappa, known_since, handover = known
    superseded = event.back_on is not None or event.until != date.max
    return Released(
        prison_number=number,
        last_name=last,
        first_name=first,
        on=event.on,
        prison=prison,
        sex=sex,
        date_of_birth=day_from(born),
        home_region=region,
        sentence_start=day_from(start),
        sentence_end=day_from(end),
        indeterminate=bool(indeterminate),
        substance_need=None if substance is None else bool(substance),
        mappa_category=mappa,
        back_on=event.back_on if event.recalled else None,
        time_out=times.get((number, event.on.isoformat())),
        outcomes=tuple(outcomes),
        known_since=day_from(known_since),
        handover_on=None if superseded else day_from(handover),
        superseded=superseded,
    )


def handed_over(connection: Database, first: date, last: date, filters: Filters) -> list[HandedOver]:
    """Every handover whose day was between these days."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    rows = connection.all(
        f"""
SELECT r.prison_number, r.handover_date, coalesce(m.rest NOT IN ('not_required', 'not_applicable'), false)
FROM plans AS r CROSS JOIN people AS p ON p.prison_number = r.prison_number
JOIN tasks AS t ON t.prison_number = r.prison_number AND t.item = 'handover_report'
LEFT JOIN tasks AS m ON m.prison_number = r.prison_number AND m.item = 'handover_meeting'
WHERE r.handover_date BETWEEN :first AND :last AND t.rest <> 'not_applicable' AND p.restricted = 0{clauses}
ORDER BY 1""",
        {"first": first.isoformat(), "last": last.isoformat(), **given(filters)},
    )
    found: list[HandedOver] = []
    for start in range(0, len(rows), _AT_A_TIME):
        some = rows[start : start + _AT_A_TIME]
        outcomes = _outcomes(connection, to_json([row[0] for row in some]), _HANDOVER_ITEMS)
        found += [
            HandedOver(number, date.fromisoformat(on), bool(required), tuple(outcomes.get(number, ())))
            for number, on, required in some
        ]
    return found


def rushed(connection: Database, numbers: Iterable[str]) -> Rushed:
    """Of these people's tasks with a day to open and a day due: how many begun, how many in the second half.

    Begun is the first thing recorded from the day it opened; what was begun before that is not rushed.
    """
    row = connection.one(
        f"""
SELECT count(*), count(*) FILTER (WHERE begun > half) FROM (
  SELECT julianday(opens_on) + (julianday(due_on) - julianday(opens_on)) / 2 AS half,
    (SELECT julianday(min(on_date)) FROM outcomes AS o
      WHERE o.prison_number = t.prison_number AND o.item = t.item AND o.{STANDS}) AS begun
  FROM json_each(?) AS w CROSS JOIN tasks AS t ON t.prison_number = w.value
  WHERE t.opens_on < t.due_on) AS x
WHERE begun IS NOT NULL""",
        (to_json(sorted(set(numbers))),),
    )
    return Rushed(int(row[0]), int(row[1])) if row else Rushed(0, 0)
