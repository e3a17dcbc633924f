"""Every fact we keep about a person: its name, what it may be, and the headings it goes by elsewhere.

A table as Python, because `show` must start fast. Names are those of the Prisoner Search API in snake_case;
`facts` reads and writes the values. A new fact is one line here.
"""

from releasecheck.people.fact import LINE, NAME, Fact, day, identity, text, yes_no
from releasecheck.people.later_facts import LATER

_PLACE = 60
"""Letters of a prison or a cell."""


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
    identity(
        *("prison_number", "prison_number", "Prison number", "prisonerNumber", "Prisoner No", "Prison No"),
        *("NOMS", "NOMS No", "NOMS Number", "NOMS ID", "NOMIS", "NOMIS No", "NOMIS Number", "NOMIS ID"),
        *("offenderNo",),
    ),
    identity(
        *("first_name", "name", "First name", "Forename(s)", "Forename", "First names", "Given name")
    )._replace(longest=NAME),
    identity("last_name", "name", "Last name", "Surname", "Family name")._replace(longest=NAME),
    identity("date_of_birth", "date", "Date of birth", "DOB", "Birth date")._replace(happened=True),
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
    text(
        *("prison", "place", "Prison", "prisonId", "Establishment", "Prison code", "Est", "Agency")
    )._replace(longest=_PLACE),
    text("cell", "place", "Cell", "cellLocation", "Location", "Cell number")._replace(longest=_PLACE),
    Fact(
        *("home_area", "choice", "place", "Home area", ("Home nation", "Release area")),
        values={"england": "England", "wales": "Wales"},
    ),
    text("home_region", "place", "Home region", "Probation region", "Region")._replace(longest=LINE),
    yes_no("in_home_area", "place", "Held in the home area"),
    yes_no("resettlement_prison", "place", "Held in a resettlement prison"),
    yes_no("open_conditions", "place", "In open conditions"),
    day("open_since", "In open conditions since", group="place"),
)

SENTENCE = (
    Fact("legal_status", "choice", "sentence", "Legal status", values=_LEGAL_STATUSES),
    day("sentence_start_date", "Sentence start date", "Sentence start", "Sentence date", group="sentence"),
    yes_no("indeterminate", "sentence", "Indeterminate sentence", "indeterminateSentence", "ISP"),
    yes_no("recall", "sentence", "Recalled", "Recall case"),
    Fact(
        *("recall_type", "choice", "sentence", "Type of recall", ()),
        values={"fixed_term": "fixed-term recall", "standard": "standard recall"},
        also={"ftr": "fixed_term"},
    ),
    day(
        *("return_to_custody_date", "Return to custody date", "Return to custody"), group="sentence"
    )._replace(happened=True),
    day(*("reception_date", "Reception date", "Received", "Date received"), group="sentence")._replace(
        happened=True
    ),
    yes_no("additional_indeterminate", "sentence", "Sentenced to a further indeterminate sentence"),
    Fact(
        *("last_parole_outcome", "choice", "sentence", "Outcome of the last parole review", ()),
        values={"release": "release", "not_release": "no release"},
    ),
)

DATES = (
    day("confirmed_release_date", "Confirmed release date", "Confirmed release", "Confirmed date"),
    day("conditional_release_date", "Conditional release date", "CRD", "Conditional release"),
    day(
        *("conditional_release_override_date", "Conditional release date, override"),
        *("conditionalReleaseOverrideDate", "conditionalReleaseDateOverrideDate", "CRD override"),
    ),
    day("automatic_release_date", "Automatic release date", "ARD", "Automatic release"),
    day(
        *("automatic_release_override_date", "Automatic release date, override"),
        *("automaticReleaseDateOverrideDate", "ARD override"),
    ),
    day("post_recall_release_date", "Post-recall release date", "PRRD", "Post recall release"),
    day(
        *("post_recall_release_override_date", "Post-recall release date, override"),
        *("postRecallReleaseDateOverrideDate", "PRRD override"),
    ),
    day("parole_eligibility_date", "Parole eligibility date", "PED", "Parole eligibility", years="past"),
    day("actual_parole_date", "Approved parole date", "APD", "actualParoleDate", "Approved parole"),
    day("target_hearing_date", "Target hearing date", "THD", "Target hearing", "Parole hearing"),
    day("tariff_date", "Tariff expiry date", "TED", "Tariff", "Tariff expiry", years="past"),
    day(
        *("hdc_eligibility_date", "HDC eligibility date", "HDCED", "HDC eligibility"),
        "homeDetentionCurfewEligibilityDate",
    ),
    day(
        *("hdc_actual_date", "HDC approved date", "HDCAD", "HDC approved", "HDC actual"),
        *("homeDetentionCurfewActualDate", "homeDetentionCurfewApprovedDate"),
    ),
    day("licence_expiry_date", "Licence expiry date", "LED", "Licence expiry"),
    day("sentence_expiry_date", "Sentence expiry date", "SED", "Sentence expiry"),
    day(
        "topup_supervision_expiry_date",
        "Top-up supervision expiry date",
        "TUSED",
        "Top up supervision expiry",
    ),
    day(*("released_on", "Released on", "Date released", "Released", "Actual release date"))._replace(
        happened=True, years="past"
    ),
)

PEOPLE = (
    Fact(
        *("pom", "name", "people", "Prison offender manager"),
        ("POM name", "Allocated POM", "Prison OM", "Offender Supervisor", "OS"),
        longest=NAME,
    ),
    Fact(
        *("com", "name", "people", "Community offender manager"),
        ("COM name", "Allocated COM", "Community OM", "Offender Manager", "OM"),
        longest=NAME,
    ),
    text("com_email", "people", "COM's email", "COM email address")._replace(longest=254, email=True),
    text("com_office", "people", "COM's office", "Probation office", "LDU", "PDU")._replace(longest=LINE),
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
    yes_no("early_allocation", "risk", "Early allocation"),
    Fact(
        *("resourcing", "choice", "risk", "Resourcing decision", ("Case resourcing",)),
        values={"enhanced": "enhanced", "standard": "standard"},
    ),
    yes_no("sex_offence", "risk", "Convicted of a sexual offence", "Sexual offence", sensitive=True),
    yes_no("notification_duty", "risk", "Must notify the police (sexual offences)", "RSO", sensitive=True),
    yes_no("child_offence", "risk", "Offence against a child", sensitive=True),
    yes_no("denies_offence", "risk", "Denies the offence", "In denial", sensitive=True),
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
    yes_no("next_accommodation", "housing", "Has next accommodation", "Address on release"),
    text(*("release_authority", "housing", "Local housing authority on release", "Local authority"))._replace(
        longest=LINE
    ),
)

NEEDS = (
    yes_no("substance_need", "needs", "Needs help with drugs or alcohol", "Substance misuse", sensitive=True),
    yes_no("opioid_treatment", "needs", "In opioid treatment", "OST", sensitive=True),
    yes_no("health_need", "needs", "Has a health need", sensitive=True),
    yes_no("medication", "needs", "Takes medication", sensitive=True),
    yes_no("id_held", "needs", "Holds identification", "ID", "Has ID"),
    yes_no("bank_account", "needs", "Has a bank account"),
    yes_no("right_to_work", "needs", "Has proof of the right to work", "Right to work evidence"),
    yes_no("benefit_need", "needs", "Needs help with benefits", "Benefits"),
    yes_no("debts", "needs", "Has debts"),
    yes_no("work_need", "needs", "Needs help with work or training", "ETE need", "ETE"),
    yes_no("under18_children", "needs", "Has children under 18"),
    yes_no("child_contact_restriction", "needs", "Child contact is restricted", sensitive=True),
    yes_no("care_leaver", "needs", "Is a care leaver"),
    yes_no("immigration_interest", "needs", "Of interest to immigration enforcement", "FNO", sensitive=True),
    yes_no("hdc_eligible", "needs", "Eligible for home detention curfew"),
    yes_no("rotl_eligible", "needs", "Eligible for release on temporary licence"),
    yes_no("electronic_monitoring", "needs", "Will be electronically monitored", "EM", "Tag"),
    yes_no("victim_contact", "needs", "A victim is in the contact scheme", "VCS", sensitive=True),
    yes_no("adjustments", "needs", "Needs reasonable adjustments", "Adjustments needed", sensitive=True),
)

TABLE: tuple[Fact, ...] = (*IDENTITY, *PLACE, *SENTENCE, *DATES, *PEOPLE, *RISK, *HOUSING, *NEEDS, *LATER)
