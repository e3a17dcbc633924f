"""People on their way out, of whom papers are made: as they are recorded, command by command."""

from __future__ import annotations

from functools import partial

from tests.made_up.program import AS_OF, make_person, run

EVE = "2027-02-04"
DAY = "2027-02-05"

#: Everything a handover must say, but for housing and what happens on the day.
FACTS = dict(
    pair.split("=")
    for pair in (
        "date_of_birth=1989-04-10, sex=M, prison=LEI, home_area=england, in_home_area=yes, "
        "legal_status=SENTENCED, resettlement_prison=yes, sentence_start_date=2025-02-06, "
        "licence_expiry_date=2029-02-05, recall=no, pom=P. Marsh, com=J. Okafor, "
        "com_office=Leeds probation office, tier=B2, rosh=high, mappa_category=2, "
        "domestic_abuse=perpetrator, sex_offence=no, child_offence=no, denies_offence=no, "
        "notification_duty=no, resourcing=enhanced, child_contact_restriction=no, victim_contact=yes, "
        "next_accommodation=no, under18_children=no, substance_need=yes, opioid_treatment=no, "
        "health_need=no, medication=no, id_held=no, benefit_need=yes, debts=no, work_need=yes, "
        "adjustments=no, immigration_interest=no, hdc_eligible=no, rotl_eligible=no"
    ).split(", ")
)
#: What was recorded about Sam, in the order it happened.
TOLD = (
    "mark A1234BC da_check sent force=Westmarch reference=DA-118 --on 2026-10-30",
    "mark A1234BC child_check sent authority=Leeds --on 2026-10-05",
    "mark A1234BC child_check answered result=known in_oasys=yes --on 2026-10-20 --not-known read_by",
    "mark A1234BC offence_work not_available_here needed=Horizon --on 2026-10-21 --although",
    "mark A1234BC cas1 submitted reference=AP-7 --on 2026-10-22",
    "decline A1234BC id_document --on 2026-10-23",
    "mark A1234BC benefits booked jobcentre=Leeds appointment_on=2027-02-08 appointment_at=10:30",
    "contact A1234BC --by COM --how video --on 2026-11-04",
    "ask A1234BC video_link --of OMU --for first_contact --on 2026-11-05",
)


def mark(*words: str, as_of: str = AS_OF) -> None:
    """Record an outcome of the person whom everything here is about."""
    done = run("mark", "A1234BC", *words, as_of=as_of)
    assert done.code == 0, done.err


def unknown() -> str:
    """Somebody of whom almost nothing is known."""
    return make_person("A0001AA", "LANE, Kit", None)


def leaving() -> str:
    """Somebody who leaves on Friday 5 February 2027, of whom nothing more was written down."""
    return make_person(
        *("A1234BC", "RIVERS, Sam", DAY),
        confirmed_release_date=DAY,
        rosh="medium",
        cell="B-2-014",
        prison="LEI",
        date_of_birth="1989-04-17",
        immigration_interest="no",
        electronic_monitoring="no",
        opioid_treatment="no",
        id_held="yes",
        bank_account="yes",
        medication="yes",
        notification_duty="no",
        victim_contact="no",
        legal_status="SENTENCED",
    )


def ready_for_the_gate(number: str) -> str:
    """The same person, with everything that is asked for at the gate done."""
    done = partial(mark, as_of=EVE)
    done("release_told", "done", "checked_by=OMU", "who_was_told=COM and healthcare", "days_notice=20")
    done("governor_check", "done", "checked_by=DG Hale", "identity_checked=yes", "licence_present=yes",
         "holds_clear=yes")  # fmt: skip
    done("first_appointment", "booked", f"appointment_on={DAY}", "appointment_at=13:30", "place=Leeds",
         "way_there=bus 14", "given_in_writing=yes")  # fmt: skip
    done("travel_and_money", "done", "warrant_to=Leeds", "payment=yes", "phone=yes", "property=yes",
         "planned_time=10:30")  # fmt: skip
    done("address_night_one", "done", "place_kind=settled", "confirmed_with=CAS", "check_in_by=18:00",
         "way_in=key at the desk", "told_person=yes")  # fmt: skip
    done("discharge_medicines", "supplied", "supply_arranged=yes", "supply_days=7")
    done("licence_approved", "approved", "approver=SPO")
    done("licence_explained", "done", "signed=yes", "copy_given=yes")
    return number


def ready_to_leave(**instead: str) -> str:
    """Somebody for whom everything is arranged.

    `instead`: what was written down otherwise, by the field: `way_in="ring twice"`.
    """

    def told(*words: str) -> None:
        flags = [word for word in words if "=" not in word]
        fields = dict(word.split("=", 1) for word in words if "=" in word)
        other = {name: instead.get(name, value) for name, value in fields.items()}
        mark(*flags, *(f"{name}={value}" for name, value in other.items()))

    person = make_person(
        *("A1234BC", "RIVERS, Sam"),
        confirmed_release_date=DAY,
        com="J. Okafor",
        pom="P. Marsh",
        bank_account="yes",
        id_held="no",
        medication="yes",
        substance_need="yes",
        housing="homeless",
        sex="M",
    )
    booked = f"appointment_on={DAY}"
    told("com_allocated", "done", "com_name=J. Okafor", "com_phone=0113 496 0000", "com_office=Leeds")
    told("cas3", "booking_confirmed", f"bed_from={DAY}", "--although")
    told("address_night_one", "done", "place_kind=temporary", "confirmed_with=CAS-3 provider",
         "check_in_by=18:00", "way_in=ring the top bell", "told_person=yes")  # fmt: skip
    told("first_appointment", "booked", booked, "appointment_at=13:30", "place=Leeds probation office",
         "way_there=bus 14 from the gate", "given_in_writing=yes")  # fmt: skip
    told("benefits", "booked", "jobcentre=Leeds Southern House", booked, "appointment_at=15:00")
    told("substance_appointment", "booked", "provider=Forward Leeds", "appointment_on=2027-02-08")
    told("gp_registration", "accepted", "practice=Harehills surgery")
    told("id_document", "done", "document=birth certificate")
    told("discharge_medicines", "supplied", "supply_arranged=yes", "supply_days=7")
    told("travel_and_money", "done", "warrant_to=Leeds", "planned_time=10:00")
    told("work_lined_up", "job_to_start", "employer=Leeds Bakery", "starts_on=2027-02-15")
    told("dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    assert run("decline", "A1234BC", "debts").code == 0
    return person


def half_way() -> str:
    """A person half way through, with something of everything."""
    number = make_person("A1234BC", "RIVERS, Sam", **FACTS)
    for line in TOLD:
        done = run(*line.split())
        assert done.code == 0, f"{line}: {done.err}"
    return number


def referred() -> str:
    """Somebody with nowhere to go, whose referral was sent last week."""
    person = make_person(
        *("A1234BC", "RIVERS, Sam", "2027-02-06"),
        date_of_birth="1989-04-17",
        sex="M",
        prison="LEI",
        com="J. Okafor",
        rosh="high",
        com_email="j.okafor@probation.example",
        housing="homeless",
        next_accommodation="no",
    )
    words = ("authority=Leeds", "consent_to_refer=yes", "reference=DTR-4471")
    assert run("mark", person, "dtr", "submitted", *words, "--on", "2026-11-20").code == 0
    return person
