"""Every fact we keep about a person: its name, what it may be, and the headings it goes by elsewhere.

A table as Python, because `show` must start fast. Names are those of the Prisoner Search API in snake_case;
`facts` reads and writes the values. A new fact is one line here.
"""

from releasecheck.people.fact import Fact, FactGroup, FactKind, Years

_NAME, _PLACE, _LINE = 100, 60, 200
"""Letters of a name, of a prison or a cell, and of a line such as an office."""


def _identity(name: str, kind: FactKind, title: str, *aliases: str) -> Fact:
    return Fact(name, kind, "identity", title, aliases)


def _text(name: str, group: FactGroup, title: str, *aliases: str) -> Fact:
    return Fact(name, "text", group, title, aliases)


def _date(
    name: str, title: str, *aliases: str, group: FactGroup = "dates", years: Years | None = None
) -> Fact:
    ahead = years or ("coming" if group == "dates" else "past")
    return Fact(name, "date", group, title, aliases, years=ahead)


def _yes_no(name: str, group: FactGroup, title: str, *aliases: str, sensitive: bool = False) -> Fact:
    return Fact(name, "yes_no", group, title, aliases, sensitive=sensitive)


_TIERS = {
    **{f"{letter}{number}{s}": "" for letter in "ABCD" for number in range(4) for s in ("", "S")},
    **dict.fromkeys("ABCDEFG", ""),
}

_LEGAL_STATUSES = {
    "SENTENCED": "sentenced",
    "INDETERMINATE_SENTENCE": "indeterminate sentence",
    "RECALL": "recalled",
    "CONVICTED_UNSENTENCED": "convicted, not yet sentenced",
    "REMAND": "on remand",
    "IMMIGRATION_DETAINEE": "immigration detainee",
    "CIVIL_PRISONER": "civil prisoner",
    "DEAD": "has died",
    "OTHER": "other",
}

#: The codes that probation uses, and in the order of its own table.
_ACCOMMODATION = {
    "A01A": "owns the home",
    "A01C": "rents privately",
    "A01D": "rents from a social landlord",
    "A07B": "friends or family, settled",
    "A04": "supported housing",
    "A12": "care or nursing home",
    "A07A": "friends or family, for now",
    "A10": "CAS2, 13 weeks or more",
    "A11": "CAS2, under 13 weeks",
    "A03": "short-term accommodation",
    "A13": "Home Office section 4",
    "A14": "Home Office section 10",
    "A15": "immigration detention",
    "A02": "Approved Premises",
    "A17": "CAS3",
    "A16": "awaiting assessment",
    "A08A": "rough sleeping",
    "A08C": "shelter, emergency hostel or campsite",
    "A08": "squat",
    "HMP": "prison",
}

IDENTITY = (
    _identity(
        *("prison_number", "prison_number", "Prison number", "prisonerNumber", "Prisoner No", "Prison No"),
        *("NOMS", "NOMS No", "NOMS Number", "NOMS ID", "NOMIS", "NOMIS No", "NOMIS Number", "NOMIS ID"),
        *("offenderNo",),
    ),
    _identity(
        *("first_name", "name", "First name", "Forename(s)", "Forename", "First names", "Given name")
    )._replace(longest=_NAME),
    _identity("last_name", "name", "Last name", "Surname", "Family name")._replace(longest=_NAME),
    _identity("date_of_birth", "date", "Date of birth", "DOB", "Birth date")._replace(happened=True),
    Fact(
        *("sex", "choice", "identity", "Sex", ("gender",)),
        values={"M": "male", "F": "female", "N": "not recorded", "NS": "not specified"},
        also={
            "man": "M",
            "woman": "F",
            "notknown": "N",
            "notknownnotrecorded": "N",
            "notspecifiedindeterminate": "NS",
        },
    ),
)

PLACE = (
    _text(
        *("prison", "place", "Prison", "prisonId", "Establishment", "Prison code", "Est", "Agency")
    )._replace(longest=_PLACE),
    _text("cell", "place", "Cell", "cellLocation", "Location", "Cell number")._replace(longest=_PLACE),
    Fact(
        *("home_area", "choice", "place", "Home area", ("Home nation", "Release area")),
        values={"england": "England", "wales": "Wales"},
    ),
    _text("home_region", "place", "Home region", "Probation region", "Region")._replace(longest=_LINE),
    _yes_no("in_home_area", "place", "Held in the home area"),
    _yes_no("resettlement_prison", "place", "Held in a resettlement prison"),
    _yes_no("open_conditions", "place", "In open conditions"),
    _date("open_since", "In open conditions since", group="place"),
)

SENTENCE = (
    Fact("legal_status", "choice", "sentence", "Legal status", values=_LEGAL_STATUSES),
    _date("sentence_start_date", "Sentence start date", "Sentence start", "Sentence date", group="sentence"),
    _yes_no("indeterminate", "sentence", "Indeterminate sentence", "indeterminateSentence", "ISP"),
    _yes_no("recall", "sentence", "Recalled", "Recall case"),
    Fact(
        *("recall_type", "choice", "sentence", "Type of recall", ()),
        values={"fixed_term": "fixed-term recall", "standard": "standard recall"},
        also={"ftr": "fixed_term"},
    ),
    _date(
        *("return_to_custody_date", "Return to custody date", "Return to custody"), group="sentence"
    )._replace(happened=True),
    _date(*("reception_date", "Reception date", "Received", "Date received"), group="sentence")._replace(
        happened=True
    ),
    _yes_no("additional_indeterminate", "sentence", "Sentenced to a further indeterminate sentence"),
    Fact(
        *("last_parole_outcome", "choice", "sentence", "Outcome of the last parole review", ()),
        values={"release": "release", "not_release": "no release"},
    ),
)

DATES = (
    _date("confirmed_release_date", "Confirmed release date", "Confirmed release", "Confirmed date"),
    _date("conditional_release_date", "Conditional release date", "CRD", "Conditional release"),
    _date(
        *("conditional_release_override_date", "Conditional release date, override"),
        *("conditionalReleaseOverrideDate", "conditionalReleaseDateOverrideDate", "CRD override"),
    ),
    _date("automatic_release_date", "Automatic release date", "ARD", "Automatic release"),
    _date(
        *("automatic_release_override_date", "Automatic release date, override"),
        *("automaticReleaseDateOverrideDate", "ARD override"),
    ),
    _date("post_recall_release_date", "Post-recall release date", "PRRD", "Post recall release"),
    _date(
        *("post_recall_release_override_date", "Post-recall release date, override"),
        *("postRecallReleaseDateOverrideDate", "PRRD override"),
    ),
    _date("parole_eligibility_date", "Parole eligibility date", "PED", "Parole eligibility", years="past"),
    _date("actual_parole_date", "Approved parole date", "APD", "actualParoleDate", "Approved parole"),
    _date("target_hearing_date", "Target hearing date", "THD", "Target hearing", "Parole hearing"),
    _date("tariff_date", "Tariff expiry date", "TED", "Tariff", "Tariff expiry", years="past"),
    _date(
        *("hdc_eligibility_date", "HDC eligibility date", "HDCED", "HDC eligibility"),
        "homeDetentionCurfewEligibilityDate",
    ),
    _date(
        *("hdc_actual_date", "HDC approved date", "HDCAD", "HDC approved", "HDC actual"),
        *("homeDetentionCurfewActualDate", "homeDetentionCurfewApprovedDate"),
    ),
    _date("licence_expiry_date", "Licence expiry date", "LED", "Licence expiry"),
    _date("sentence_expiry_date", "Sentence expiry date", "SED", "Sentence expiry"),
    _date(
        "topup_supervision_expiry_date",
        "Top-up supervision expiry date",
        "TUSED",
        "Top up supervision expiry",
    ),
    _date(*("released_on", "Released on", "Date released", "Released", "Actual release date"))._replace(
        happened=True, years="past"
    ),
)

PEOPLE = (
    Fact(
        *("pom", "name", "people", "Prison offender manager"),
        ("POM name", "Allocated POM", "Prison OM", "Offender Supervisor", "OS"),
        longest=_NAME,
    ),
    Fact(
        *("com", "name", "people", "Community offender manager"),
        ("COM name", "Allocated COM", "Community OM", "Offender Manager", "OM"),
        longest=_NAME,
    ),
    _text("com_email", "people", "COM's email", "COM email address")._replace(longest=254, email=True),
    _text("com_office", "people", "COM's office", "Probation office", "LDU", "PDU")._replace(longest=_LINE),
)

RISK = (
    Fact(
        "tier",
        "choice",
        "risk",
        "Tier",
        ("Current tier",),
        _TIERS,
        short="A0 to D3, an S may follow, or A to G",
    ),
    Fact(
        *("rosh", "choice", "risk", "Risk of serious harm", ("RoSH level", "Risk of harm")),
        values={"low": "low", "medium": "medium", "high": "high", "very_high": "very high"},
        also={
            "l": "low",
            "m": "medium",
            "med": "medium",
            "h": "high",
            "vh": "very_high",
            "vhigh": "very_high",
        },
    ),
    Fact(
        *("mappa_category", "choice", "risk", "MAPPA category", ("MAPPA cat",)),
        values={"none": "not MAPPA", **{n: f"category {n}" for n in "1234"}},
        also={**dict.fromkeys(("n", "no", "nil"), "none"), **{f"cat{n}": n for n in "1234"}},
    ),
    Fact(
        *("mappa_level", "whole_number", "risk", "MAPPA level", ("MAPPA lvl",)),
        absent=("0",),
        values={n: f"level {n}" for n in "123"},
        also={**{f"l{n}": n for n in "123"}, **{f"level{n}": n for n in "123"}},
    ),
    _yes_no("early_allocation", "risk", "Early allocation"),
    Fact(
        *("resourcing", "choice", "risk", "Resourcing decision", ("Case resourcing",)),
        values={"enhanced": "enhanced", "standard": "standard"},
    ),
    _yes_no("sex_offence", "risk", "Convicted of a sexual offence", "Sexual offence", sensitive=True),
    _yes_no("notification_duty", "risk", "Must notify the police (sexual offences)", "RSO", sensitive=True),
    _yes_no("child_offence", "risk", "Offence against a child", sensitive=True),
    _yes_no("denies_offence", "risk", "Denies the offence", "In denial", sensitive=True),
    Fact(
        *("domestic_abuse", "choice", "risk", "Domestic abuse", ("DA flag", "DA")),
        values={
            "perpetrator": "perpetrator",
            "victim": "victim",
            "both": "perpetrator and victim",
            "none": "none",
        },
        also={"n": "none", "no": "none", "nil": "none"},
        sensitive=True,
    ),
)

HOUSING = (
    Fact(
        *("housing", "choice", "housing", "Housing", ("Housing status", "Accommodation status")),
        values={"settled": "settled", "at_risk": "at risk", "homeless": "homeless"},
        also={"nfa": "homeless", "nofixedabode": "homeless", "riskofnofixedabode": "at_risk"},
    ),
    Fact(
        *("current_accommodation", "choice", "housing", "Current accommodation", ("Accommodation type",)),
        values=_ACCOMMODATION,
        short="a code such as A07A, A08A or HMP",
    ),
    _yes_no("next_accommodation", "housing", "Has next accommodation", "Address on release"),
    _text(
        *("release_authority", "housing", "Local housing authority on release", "Local authority")
    )._replace(longest=_LINE),
)

NEEDS = (
    _yes_no(
        "substance_need", "needs", "Needs help with drugs or alcohol", "Substance misuse", sensitive=True
    ),
    _yes_no("opioid_treatment", "needs", "In opioid treatment", "OST", sensitive=True),
    _yes_no("health_need", "needs", "Has a health need", sensitive=True),
    _yes_no("medication", "needs", "Takes medication", sensitive=True),
    _yes_no("id_held", "needs", "Holds identification", "ID", "Has ID"),
    _yes_no("bank_account", "needs", "Has a bank account"),
    _yes_no("right_to_work", "needs", "Has proof of the right to work", "Right to work evidence"),
    _yes_no("benefit_need", "needs", "Needs help with benefits", "Benefits"),
    _yes_no("debts", "needs", "Has debts"),
    _yes_no("work_need", "needs", "Needs help with work or training", "ETE need", "ETE"),
    _yes_no("under18_children", "needs", "Has children under 18"),
    _yes_no("child_contact_restriction", "needs", "Child contact is restricted", sensitive=True),
    _yes_no("care_leaver", "needs", "Is a care leaver"),
    _yes_no("immigration_interest", "needs", "Of interest to immigration enforcement", "FNO", sensitive=True),
    _yes_no("hdc_eligible", "needs", "Eligible for home detention curfew"),
    _yes_no("rotl_eligible", "needs", "Eligible for release on temporary licence"),
    _yes_no("electronic_monitoring", "needs", "Will be electronically monitored", "EM", "Tag"),
    _yes_no("victim_contact", "needs", "A victim is in the contact scheme", "VCS", sensitive=True),
    _yes_no("adjustments", "needs", "Needs reasonable adjustments", "Adjustments needed", sensitive=True),
)

#: Facts that came after 0.1.0, oldest first: a new one is added at the end, and stays where it is.
LATER: tuple[Fact, ...] = (
    _date("non_parole_date", "Non-parole date", "NPD", "Non parole"),
    _date("early_term_date", "Early transfer date", "ETD", "Early transfer", "Early term"),
    _date("mid_term_date", "Mid transfer date", "MTD", "Mid transfer", "Mid term", "Midterm"),
    _date("late_term_date", "Late transfer date", "LTD", "Late transfer", "Late term"),
    _date(
        *("early_removal_date", "Early removal scheme date", "ERSED", "ERS", "ERS date"),
        "earlyRemovalSchemeEligibilityDate",
    ),
    _date(
        *("tariff_removal_date", "Tariff-expired removal date", "TERSED", "TERS"),
        "tariffEarlyRemovalSchemeEligibilityDate",
    ),
    _date(
        *("untyped_release_date", "Release date, type not known", "Date of release", "DOR", "ERD"),
        *("EDR", "Latest release date", "Discharge date", "Date of discharge"),
    ),
    Fact(
        *("responsibility_override", "choice", "sentence", "Responsibility set by hand", ()),
        values={"prison": "prison (POM)", "community": "community (COM)"},
        also={"probation": "community", "pom": "prison", "com": "community"},
    ),
    Fact(
        *("custody_status", "choice", "place", "Where the last list had them", ()),
        values={
            "in_prison": "in prison",
            "out_for_the_day": "out for the day",
            "in_transit": "in transit between prisons",
            "hospital": "in hospital as a restricted patient",
            "released": "left prison",
            "released_by_court": "released by a court",
            "bailed": "bailed",
            "removed": "removed from the country",
            "escaped": "escaped or unlawfully at large",
            "moved_away": "moved out of England and Wales",
            "merged": "closed, because two numbers are one person",
            "outside": "outside prison",
        },
        short="where a list has them when that is not simply in prison",
    ),
    _text("last_movement", "place", "Last movement, type and reason"),
    _date("last_movement_on", "Day of the last movement", group="place"),
    _date("died_on", "Died on", group="sentence"),
    _text("merged_into", "place", "Number that stands now"),
    _text("release_day_words", "dates", "What a list says instead of a release day")._replace(longest=_LINE),
    _text("id_kind", "needs", "Which identification")._replace(longest=_LINE),
    _identity("crn", "crn", "CRN", "CRN number", "Delius CRN"),
    _identity("pnc", "pnc", "PNC number"),
    _yes_no("no_recourse", "needs", "Has no recourse to public funds", "NRPF", "No recourse", sensitive=True),
)

TABLE: tuple[Fact, ...] = (*IDENTITY, *PLACE, *SENTENCE, *DATES, *PEOPLE, *RISK, *HOUSING, *NEEDS, *LATER)
