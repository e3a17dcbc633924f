"""Reports about made-up people, built by hand, for the tests of how reports look."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from releasecheck.core.domain import EarliestRelease, FactValue, Handover, Licence, RecordedOutcome, Release
from releasecheck.formats.tables import Tables
from releasecheck.people.fact_checks import Check
from releasecheck.policy.working_days import load_calendar
from releasecheck.reports.caseload.accounted import LeftOut, Scope, left_out_words
from releasecheck.reports.caseload.missing import (
    Caseload,
    CaseloadRow,
    EvidenceGap,
    Missing,
    MissingRow,
    missing,
)
from releasecheck.reports.caseload.waits import waits_by_agency
from releasecheck.reports.figures.forecast import Leaver, NeedCount, forecast
from releasecheck.reports.figures.outcomes import Rushed, outcome_tables
from releasecheck.reports.figures.released import Released
from releasecheck.reports.figures.workload import NamedLoad, OwnerLoad, Unowned, loads
from releasecheck.reports.person.countdown import STATE_ORDER, Countdown, TaskLine, sort_key, unknown_facts

TODAY = date(2026, 11, 23)
FOOTNOTES = ("Catalogue 2026.11, with office file leeds.toml.",)


def task(item: str, state: str, **known: Any) -> TaskLine:
    """A task with nothing in it but what is given."""
    plain = TaskLine(
        item=item,
        title=f"Something to do with {item.replace('_', ' ')}",
        pathway="release_day",
        owner="COM",
        owner_name=None,
        state=state,
        position=None,
        opens_on=None,
        due_on=None,
        expires_on=None,
        chase_on=None,
        closes_on=None,
        days=None,
        compressed=False,
        days_lost=None,
        outcome=None,
        outcome_on=None,
        outcome_reason=None,
        evidence={},
        gaps=(),
        missing_facts=(),
        settling_facts=(),
        blocked_by=(),
        warnings=(),
        reasons=(),
        next=None,
        local_default=False,
        public_protection=False,
    )
    line = plain._replace(**known)
    return line._replace(days=(line.due_on - TODAY).days if line.due_on else None)


def countdown(tasks: tuple[TaskLine, ...], facts: dict[str, FactValue], **known: Any) -> Countdown:
    """A report on these tasks, in the order that reports give them."""
    ordered = tuple(sorted(tasks, key=sort_key))
    found = Counter(line.state for line in ordered)
    report = Countdown(
        as_of=TODAY,
        prison_number="A1234BC",
        name="RIVERS, Sam",
        facts=facts,
        release=Release(
            date=date(2027, 2, 5),
            type="CRD",
            nominal_date=date(2027, 2, 6),
            source="OMU memo 2 Nov",
            told_on=date(2026, 11, 2),
            may_move_to=date(2027, 2, 4),
        ),
        days_to_release=74,
        working_days_to_release=51,
        handover=Handover(
            date=date(2026, 5, 23),
            start=date(2026, 5, 23),
            reason="determinate",
            responsible="COM",
            supporting="POM",
            earliest_release=EarliestRelease(date(2027, 2, 6), "CRD"),
        ),
        licence=Licence(date(2027, 2, 5), date(2027, 2, 3), date(2027, 2, 1)),
        tasks=ordered,
        found=(),
        unknown_facts=unknown_facts(ordered),
        counts={state: found.get(state, 0) for state in STATE_ORDER},
        footnotes=FOOTNOTES,
    )
    return report._replace(**known)


SAM_FACTS: dict[str, FactValue] = {
    "prison_number": "A1234BC",
    "last_name": "Rivers",
    "first_name": "Sam",
    "sex": "M",
    "prison": "HMP Leeds",
    "pom": "P. Marsh",
    "com": "J. Okafor",
    "com_office": "Leeds probation office",
    "tier": "B2",
    "rosh": "high",
    "mappa_category": "2",
    "conditional_release_date": date(2027, 2, 6),
    "next_accommodation": False,
}


def _settled() -> tuple[TaskLine, ...]:
    """What an ordinary person has besides what needs doing."""
    done = (
        task("oasys", "done", title="OASys reviewed", outcome="reviewed", outcome_on=date(2026, 6, 1)),
        task(
            "handover_report",
            "done_late",
            title="Handover report sent",
            owner="POM",
            outcome="sent",
            outcome_on=date(2026, 5, 28),
        ),
        *(
            task(f"done_{n}", "done", outcome="done", outcome_on=date(2026, 10, n), title=f"Step {n}")
            for n in range(1, 13)
        ),
    )
    waiting = (
        task(
            "ap_referral",
            "waiting",
            title="Approved Premises referral",
            outcome="submitted",
            outcome_on=date(2026, 11, 16),
            chase_on=date(2026, 11, 30),
            next="record the answer",
        ),
        task("gp", "waiting", title="GP registration sent", owner="HC", outcome="sent",
             outcome_on=date(2026, 11, 19)),
    )  # fmt: skip
    later = tuple(
        task(f"later_{n}", "upcoming", title=f"Later step {n}", opens_on=date(2027, 1, n), owner="PRT")
        for n in range(1, 20)
    )
    not_needed = (
        task("cas2", "not_applicable", title="CAS2 referral", reasons=("not eligible for HDC",)),
        task(
            "rotl",
            "not_required",
            title="Release on temporary licence considered",
            outcome="waived",
            outcome_on=date(2026, 9, 1),
            outcome_reason="too_little_time",
        ),
        *(
            task(f"other_{n}", "not_applicable", reasons=("sex is M",), title=f"Other step {n}")
            for n in range(9)
        ),
    )
    declined = task(
        *("careers", "declined"),
        title="Careers interview",
        outcome="refused",
        outcome_on=date(2026, 8, 3),
        outcome_reason="has_work",
    )
    return (*done, *waiting, *later, *not_needed, declined)


def sam() -> Countdown:
    """An ordinary person, about ten weeks before release."""
    tasks = (
        task(
            "mappa_level",
            "overdue",
            title="MAPPA level set before release",
            due_on=date(2026, 8, 5),
            next="set the MAPPA level",
            mark="set level=2",
            owner_name="J. Okafor",
        ),
        task(
            "crs",
            "overdue",
            title="CRS accommodation referral",
            due_on=date(2026, 11, 13),
            next="refer for CRS accommodation help",
            mark="submitted",
            settling_facts=("housing",),
        ),
        task(
            "da_check",
            "chase",
            title="Police domestic abuse enquiry",
            outcome="sent",
            outcome_on=date(2026, 10, 30),
            chase_on=date(2026, 11, 13),
            next="chase: record the answer, 24 days waited",
            mark="answered",
            gaps=("force",),
            public_protection=True,
        ),
        task(
            "cas3",
            "blocked",
            title="CAS-3 referral",
            due_on=date(2026, 12, 4),
            blocked_by=("dtr", "crs"),
            next="first dtr and crs",
            settling_facts=("housing",),
        ),
        task(
            "bank_account",
            "unknown",
            title="Bank account opened",
            owner="IDB",
            missing_facts=("bank_account",),
            next="find out: bank account",
        ),
        task(
            "id_held",
            "to_do",
            title="ID document held for release",
            owner="IDB",
            due_on=date(2026, 11, 27),
            compressed=True,
            days_lost=42,
            next="order the document",
            mark="ordered",
        ),
        task(
            "dtr",
            "upcoming",
            title="Duty to refer to the local housing authority",
            opens_on=date(2026, 12, 11),
            due_on=date(2027, 1, 8),
            next="make the referral from 11 December 2026",
            settling_facts=("housing",),
            local_default=True,
            reasons=("no next accommodation recorded",),
            position="upcoming",
        ),
        *_settled(),
    )
    return countdown(tasks, SAM_FACTS)


def newly_received() -> Countdown:
    """Somebody of whom little is known: ten facts that decide thirty items."""
    names = "housing bank_account id_held medication health_need substance_need debts benefit_need tier rosh"
    tasks = tuple(
        task(f"{fact}_{n}", "unknown", missing_facts=(fact,)) for fact in names.split() for n in range(3)
    )
    bare = countdown(tasks, {}, name="name not recorded", prison_number="A0001AA")
    return bare._replace(
        release=None, days_to_release=None, working_days_to_release=None, handover=None, licence=None
    )


def hostile() -> Countdown:
    """Somebody whose name and notes come from a spreadsheet that was not kind."""
    tasks = (
        task("crs", "overdue", title="<i>referral</i> | {{ 7*7 }}", due_on=date(2026, 11, 13),
             owner_name="=HYPERLINK(1)", mark="submitted"),
        task("dtr", "done", outcome="accepted", outcome_on=date(2026, 11, 1), outcome_reason="*x*"),
    )  # fmt: skip
    return countdown(
        tasks,
        {"prison": "+44 <script>", "com": "@com\x1b[31m"},
        name="<b>RIVERS</b>, {{ 7*7 }}\u202e|`*_",
        found=(Check("strange", "-1 & <b>\x07"),),
    )


def row(number: str, name: str, item: str, state: str, out_in: int | None, **known: Any) -> MissingRow:
    """One thing missing for somebody who leaves in so many days."""
    plain = MissingRow(
        prison_number=number,
        name=name,
        prison="HMP Leeds",
        item=item,
        title=f"Something to do with {item.replace('_', ' ')}",
        owner="COM",
        owner_name=None,
        state=state,
        due_on=None,
        days=None,
        missing_facts=(),
        blocked_by=(),
        release_on=None if out_in is None else TODAY + timedelta(days=out_in),
        next=None,
    )
    line = plain._replace(**known)
    return line._replace(days=(line.due_on - TODAY).days if line.due_on else None)


def what_is_missing(grouping: str = "owner") -> Missing:
    """Four people's missing items; one of them was received yesterday and little is known."""
    sam, tunde = ("A1234BC", "RIVERS, Sam"), ("A7710FA", "ADEYEMI, Tunde")
    aine, new = ("A1188DE", "O’NEILL, Áine"), ("A9001ZZ", "COLE, Marcus")
    rows = [
        row(*sam, "handover_report", "overdue", 74, title="Handover report sent", owner="POM",
            due_on=date(2026, 11, 20), owner_name="P. Marsh", rosh="high", next="send the handover report"),
        row(*tunde, "address_check", "overdue", 25, title="Release address checked",
            due_on=date(2026, 11, 11), rosh="very_high", outcome="failed", outcome_on=date(2026, 11, 2),
            next="check the address and who lives there"),
        row(*tunde, "first_appointment", "to_do", 25, title="First probation appointment booked",
            due_on=date(2026, 11, 27), rosh="very_high", next="book the first appointment"),
        row(*sam, "da_check", "chase", 74, title="Police domestic abuse enquiry", rosh="high",
            outcome="sent", outcome_on=date(2026, 10, 30), waited=24, sent_to="West Yorkshire Police",
            next="chase: record the police answer, 24 days waited"),
        row(*sam, "cas3", "blocked", 74, title="CAS-3 referral", due_on=date(2026, 12, 4),
            blocked_by=("dtr", "crs"), rosh="high", next="first dtr and crs"),
        row(*sam, "crs", "unknown", 74, missing_facts=("housing",), rosh="high",
            next="find out: housing"),
        row(*sam, "dtr", "unknown", 74, missing_facts=("housing",), rosh="high",
            next="find out: housing"),
        row(*aine, "oasys", "to_do", 59, title="OASys reviewed", owner="POM", due_on=date(2026, 11, 23),
            local_default=True, rosh="low", next="review OASys and the risk management plan"),
        *(
            row(*new, f"{fact}_{n}", "unknown", None, missing_facts=(fact,), owner="PRT")
            for fact, items in (("housing", 3), ("debts", 2), ("id_held", 2), ("medication", 1))
            for n in range(items)
        ),
    ]  # fmt: skip
    waits = waits_by_agency(
        [("West Yorkshire Police", TODAY - timedelta(days=n)) for n in (3, 24)]
        + [("Leeds", date(2026, 11, 1))],
        TODAY,
    )
    gap = EvidenceGap(*tunde, "da_check", "COM", "answered", date(2026, 10, 20), ("read_by",))
    return missing(rows, TODAY, 28, 61, grouping, ("prison HMP Leeds",), FOOTNOTES, waits, (gap,))


def caseload() -> Caseload:
    """People by release date: one past release day, one who has left, one without a date."""

    def person(number: str, name: str, out_in: int | None, **known: Any) -> CaseloadRow:
        day = None if out_in is None else TODAY + timedelta(days=out_in)
        release = Release(day, "CRD", day) if day else None
        plain = CaseloadRow(number, name, "HMP Leeds", release, out_in, {})
        return plain._replace(**known)

    rows = (
        person("A2291BB", "COLE, Marcus", 3, counts={"overdue": 1, "to_do": 1}),
        person("A5561CD", "DUNNE, Kerry", -3, counts={"to_do": 2}),
        person("A7710FA", "ADEYEMI, Tunde", 25, counts={"overdue": 2, "to_do": 3, "unknown": 1, "done": 9}),
        person("A1188DE", "O’NEILL, Áine", 59, counts={"to_do": 1, "waiting": 2}),
        person("A1234BC", "RIVERS, Sam", 74, counts={"done": 30}),
        person("A3020EE", "山田, 太郎", 400, counts={"unknown": 12}, prison=None),
        person("A6060FF", "HALE, Robin", -10, counts={}, released_on=date(2026, 11, 13)),
        person("A9001ZZ", "FROST, Lee", None, counts={"unknown": 8}),
    )
    left = {"filtered_out": 3, "restricted": 1}
    notes = (*FOOTNOTES, left_out_words(LeftOut(left), Scope()))
    return Caseload(TODAY, rows, ("prison HMP Leeds",), notes, left)


def releases_ahead() -> Tables:
    """Three releases, one of them on a Friday and soon with nobody told, and one in the new year."""
    people = (
        ("A2291BB", "COLE", "Marcus", "LEI", "J. Okafor", date(2026, 11, 27), "CRD", True, False, False),
        ("A7710FA", "ADEYEMI", "Tunde", "LEI", None, date(2026, 12, 2), "ARD", False, True, True),
        ("A1188DE", "O’NEILL", "Áine", "HLI", None, date(2027, 1, 21), "CRD", False, False, False),
    )
    needs = (
        NeedCount("2026-11", "cas3", 1, 0, 0),
        NeedCount("2026-12", "cas3", 0, 1, 0),
        NeedCount("2026-12", "first_appointment", 1, 0, 0),
        NeedCount("2027-01", "dtr", 0, 0, 1),
    )
    titles = {"cas3": "CAS-3 referral", "dtr": "Duty to refer", "first_appointment": "First appointment"}
    until = date(2027, 5, 23)
    leavers = [Leaver(*each) for each in people]
    left = {"no_release_date": 2, "day_gone_by": 1}
    notes = (*FOOTNOTES, left_out_words(LeftOut(left), Scope(what="this forecast")))
    return forecast(leavers, needs, titles, TODAY, until, load_calendar(), ("wing B",), notes, left)


def loads_of_a_prison() -> Tables:
    """Two POMs, somebody without one, and what is open for two roles."""
    return loads(
        [OwnerLoad("LEI", "COM", 12, 3), OwnerLoad("LEI", "POM", 7, 0)],
        {"LEI": 31},
        {"POM": [NamedLoad("Z. Amin", 4, 2, 0), NamedLoad(None, 2, 1, 0), NamedLoad("d. Asare", 25, 4, 0)]},
        [Unowned("A9001ZZ", "COLE", "Marcus", "LEI", None, True, False)],
        TODAY,
        28,
        (),
        FOOTNOTES,
    )


def what_became_of_them() -> Tables:
    """Twelve released in January: five settled, six homeless, one not known; one recalled after 20 days."""
    out = date(2026, 1, 15)
    nights = ["settled"] * 5 + ["homeless"] * 6 + ["not_known"]
    people = [
        Released(
            *(f"A10{n:02}AA", "SMITH", "John", out, "LEI", "F" if n < 2 else "M", date(1990, 1, 1), None),
            *(date(2024, 1, 15), date(2027, 1, 14), False, None, "none"),
            out + timedelta(days=20) if n == 0 else None,
            "10:30",
            (RecordedOutcome("night_one_outcome", night, out + timedelta(days=1)),),
        )
        for n, night in enumerate(nights)
    ]
    since = date(2025, 11, 23)
    return outcome_tables(
        people,
        [],
        Rushed(40, 6),
        since,
        TODAY,
        load_calendar(),
        "14:00",
        "sex",
        "settled",
        False,
        (),
        FOOTNOTES,
    )
