"""What a list says of where somebody is: its status, last movement and prison, read beside the facts.

The names are those of a Prisoner Search record. A list that calls something else its status is not read so.
Source: ministryofjustice/hmpps-prisoner-search 995e13e, common/model/Prisoner.kt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from releasecheck.core.domain import FactValue
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.people.days import parse_date
from releasecheck.people.facts import folded, parse_yes_no
from releasecheck.planning.listed_events import NOT_LISTED, Listed
from releasecheck.policy.movements import movement_codes

NO_PRISON = "no_prison"
"""What a prison column says beside the facts, where it names none: outside, or in transit."""

_HEADINGS = {
    "status": "status",
    "inoutstatus": "in_out",
    "lastmovementtypecode": "movement",
    "lastmovementreasoncode": "reason",
    "lastmovementdate": "moved_on",
    "dischargedate": "discharged_on",
    "lastprisonid": "last_prison",
    "supportingprisonid": "supporting_prison",
    "restrictedpatient": "restricted",
    "imprisonmentstatus": "imprisonment",
    "bookingid": "booking",
    "alerts": "alerts",
}
#: Headings that only such a record has: without one of them the others are a list's own words.
_SURE = frozenset({"inoutstatus", "lastmovementtypecode", "lastmovementreasoncode", "bookingid"})


def custody_columns(meanings: Sequence[str]) -> dict[str, int]:
    """Where a file says these things, by what each is; nothing for a file that is no such record."""
    found = {folded(meaning): index for index, meaning in enumerate(meanings) if folded(meaning) in _HEADINGS}
    return {_HEADINGS[name]: index for name, index in found.items()} if _SURE & found.keys() else {}


def read_listed(columns: Mapping[str, int], cells: Sequence[SourceCell], place: str) -> Listed:
    """What a row says of where somebody is. `place`: what stands where the prison should. Raises BadValue."""
    if not columns:
        return NOT_LISTED._replace(place=place)

    def said(name: str) -> str:
        at = columns.get(name)
        return (cells[at] or "").strip() if at is not None and at < len(cells) else ""

    moved_on, none = said("moved_on") or said("discharged_on"), movement_codes().no_prison
    prisons = {name: found for name in ("last_prison", "supporting_prison") if (found := said(name).upper())}
    return Listed(
        status=said("status").upper(),
        in_out=said("in_out").upper(),
        place=place,
        movement=said("movement").upper(),
        reason=said("reason").upper(),
        moved_on=_day(moved_on) if moved_on else None,
        restricted=parse_yes_no(said("restricted")) is True,
        imprisonment=said("imprisonment").upper(),
        whole=bool(said("status") and said("booking")),
        **{name: found for name, found in prisons.items() if found not in none},
    )


@lru_cache(maxsize=10_000)
def _day(text: str) -> date:
    """The day of a movement; a time of day after it is not kept."""
    return parse_date(text[:10])


def alert_facts(columns: Mapping[str, int], cells: Sequence[SourceCell]) -> dict[str, FactValue | None]:
    """What active alerts say; an alert that is over, or that needs asking, says nothing."""
    at = columns.get("alerts")
    text = cells[at] if at is not None and at < len(cells) else None
    if not text:
        return {}
    try:
        alerts = json.loads(text)
    except ValueError:
        return {}
    return dict(_facts_of(alerts if isinstance(alerts, list) else ()))


def _facts_of(alerts: Iterable[object]) -> Iterable[tuple[str, FactValue]]:
    facts = movement_codes().alerts
    for alert in alerts:
        if isinstance(alert, dict) and alert.get("active") is True and alert.get("expired") is not True:
            code = str(alert.get("alertCode", ""))
            yield from facts.get(code, {}).items()


@lru_cache(maxsize=1_000)
def prison_cell(text: str) -> str | None:
    """What stands where a prison should and is none, as a code; None for a prison."""
    code = text.strip().upper()
    return code if code in movement_codes().no_prison else None
