"""The facts that came after 0.1.0.

What is told of risk and safety is a yes or no, a date or a level: never what happened, never a name. It is
all marked sensitive.
"""

from releasecheck.people.fact import LINE, Fact, day, identity, text, yes_no


def _sensitive(fact: Fact) -> Fact:
    return fact._replace(sensitive=True)


def _protecting(name: str, title: str, *aliases: str) -> Fact:
    """What public protection asks, yes or no."""
    return yes_no(name, "risk", title, *aliases, sensitive=True)


#: Facts that came after 0.1.0, oldest first: a new one is added at the end, and stays where it is.
LATER: tuple[Fact, ...] = (
    day("non_parole_date", "Non-parole date", "NPD", "Non parole"),
    day("early_term_date", "Early transfer date", "ETD", "Early transfer", "Early term"),
    day("mid_term_date", "Mid transfer date", "MTD", "Mid transfer", "Mid term", "Midterm"),
    day("late_term_date", "Late transfer date", "LTD", "Late transfer", "Late term"),
    day(
        *("early_removal_date", "Early removal scheme date", "ERSED", "ERS", "ERS date"),
        "earlyRemovalSchemeEligibilityDate",
    ),
    day(
        *("tariff_removal_date", "Tariff-expired removal date", "TERSED", "TERS"),
        "tariffEarlyRemovalSchemeEligibilityDate",
    ),
    day(
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
    text("last_movement", "place", "Last movement, type and reason"),
    day("last_movement_on", "Day of the last movement", group="place"),
    day("died_on", "Died on", group="sentence"),
    text("merged_into", "place", "Number that stands now"),
    text("release_day_words", "dates", "What a list says instead of a release day")._replace(longest=LINE),
    text("id_kind", "needs", "Which identification")._replace(longest=LINE),
    identity("crn", "crn", "CRN", "CRN number", "Delius CRN"),
    identity("pnc", "pnc", "PNC number"),
    yes_no("no_recourse", "needs", "Has no recourse to public funds", "NRPF", "No recourse", sensitive=True),
    Fact(
        *(
            "child_contact_level",
            "whole_number",
            "risk",
            "Level of contact with children",
            ("Contact level",),
        ),
        values={"1": "none", "2": "letters", "3": "letters and telephone", "4": "not restricted"},
        sensitive=True,
    ),
    _sensitive(
        day("child_contact_review", "Contact with children: next review", group="risk", years="coming")
    ),
    _protecting("posing_risk_to_children", "Person posing a risk to children", "PPRC"),
    _protecting("child_protection_plan", "A child has a child protection plan", "Child protection"),
    _protecting("children_at_address", "Children live at the release address"),
    _protecting("stalking", "Stalking or harassment"),
    _protecting("violent_offence", "Convicted of a violent offence", "Violent offence"),
    _protecting("restraining_order", "Restraining order"),
    _protecting("non_molestation_order", "Non-molestation order"),
    _protecting("shpo", "Sexual harm prevention order", "SHPO"),
    _protecting("other_order", "Another civil order, such as a stalking protection order"),
    _sensitive(day("order_ends", "The order that ends first ends on", group="risk", years="coming")),
    _protecting("gang", "Gang or exclusion zone to be planned for"),
    Fact(
        *("self_harm", "choice", "needs", "Self-harm plan (ACCT)", ("ACCT", "ACCT open")),
        values={"none": "none", "open": "open", "post_closure": "closed, under review"},
        also={"no": "none", "n": "none", "yes": "open", "y": "open", "closed": "none"},
        sensitive=True,
    ),
    _protecting("arson", "Arson, now or before"),
    _protecting("tact", "Terrorism Act conviction, or connected", "TACT"),
    _protecting("firearms", "Offence with a firearm"),
    Fact(
        *("security_category", "choice", "sentence", "Security category", ("Sec cat", "Category A-D")),
        values={
            "A": "category A",
            "B": "category B",
            "C": "category C",
            "D": "category D, open",
            "R": "restricted status",
            "closed": "closed (women, young adults)",
            "open": "open (women, young adults)",
        },
        also={
            **{f"cat{letter}": letter.upper() for letter in "abcd"},
            "t": "open",
            "i": "closed",
            "j": "open",
        },
        sensitive=True,
    ),
    _protecting("outstanding_charges", "Outstanding charges or warrants", "Further charges"),
    _protecting("power_to_detain", "Referred under the power to detain"),
    _protecting("slavery_victim", "Victim of modern slavery or trafficking", "NRM"),
    _protecting("deportation_order", "Deportation order"),
    yes_no("hdc_date_stands", "dates", "OMU confirmed that the HDC eligibility date stands"),
    day("next_court_date", "Next court date", "Next court", "Court date"),
    Fact(
        *("tenancy", "choice", "housing", "Home when received", ("Tenancy",)),
        values={
            "none": "none",
            "social": "rents from a social landlord",
            "private": "rents privately",
            "supported": "supported housing",
            "owner": "owns it",
            "lodger": "lodger or with family",
        },
        also={"no": "none", "council": "social", "housingassociation": "social"},
    ),
    Fact(
        *("housing_costs", "choice", "housing", "Help with housing costs when received", ()),
        values={"none": "none", "uc": "Universal Credit", "hb": "Housing Benefit"},
        also={"no": "none", "universalcredit": "uc", "housingbenefit": "hb"},
    ),
    Fact(
        *("priority_need", "choice", "housing", "Priority need for housing", ("Priority need",)),
        values={
            "children": "children",
            "care_leaver": "care leaver",
            "domestic_abuse": "domestic abuse",
            "vulnerable": "vulnerable",
            "none": "none",
        },
        sensitive=True,
    ),
    yes_no("looked_after_16_17", "needs", "Was looked after at 16 or 17", sensitive=True),
    text("care_authority", "needs", "Council that looked after them")._replace(longest=LINE),
    yes_no("welsh_wish", "needs", "Wishes to use Welsh", "Welsh language"),
    yes_no("care_act", "needs", "May need social care", "Social care need", sensitive=True),
    yes_no("pregnant", "needs", "Is pregnant, or has a baby in prison", sensitive=True),
    yes_no("wellbeing_need", "needs", "Needs help with wellbeing or family", "Wellbeing", sensitive=True),
    Fact("co_pom", "name", "people", "Co-working POM", ("Second POM", "Co-POM"), longest=100),
    Fact(
        *("ethnicity", "choice", "identity", "Ethnic group", ("Ethnic group", "Ethnic origin")),
        values={
            "asian": "Asian or Asian British",
            "black": "Black or Black British",
            "mixed": "mixed",
            "white": "white",
            "other": "another group",
        },
        sensitive=True,
    ),
    _protecting("risk_to_staff", "Is a risk to staff", "Risk to staff", "Staff risk"),
)
