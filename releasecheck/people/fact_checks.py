"""What in the facts does not add up: shown as *check this*, never refused and never silently used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from releasecheck.core.domain import Facts, FactValue
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_words
from releasecheck.people.facts import FACTS
from releasecheck.people.sentence_dates import (
    BEFORE_SENTENCE,
    CONFIRMED,
    RELEASE_FACTS,
    is_indeterminate,
    known_day,
    on_recall,
)


class Check(NamedTuple):
    """Something in the facts that does not add up: reported as *check this*, never refused."""

    code: str
    text: str
    facts: tuple[str, ...] = ()
    settled_by: str = ""
    """What to type once it has been dealt with; empty where the facts, or the text itself, say what to do."""
    alarm: bool = False
    brief: str = ""
    """The sentence in a few words; empty where it is short enough."""

    @property
    def line(self) -> str:
        """The sentence, and what to type."""
        return f"{self.text} Once dealt with: {self.settled_by}" if self.settled_by else self.text

    @property
    def short_line(self) -> str:
        """The same in so few words that there is room for it on a small screen."""
        return f"{self.brief}: {self.settled_by}" if self.brief else self.line


#: What dates are called in a sentence; a type stands for the fact it is read from.
_NAMES = {
    CONFIRMED: "confirmed release date",
    "CRD": "conditional release date",
    "ARD": "automatic release date",
    "PRRD": "post-recall release date",
    "APD": "approved parole date",
    "HDCAD": "home detention curfew date",
    "HDCED": "home detention curfew eligibility date",
    "PED": "parole eligibility date",
    "TED": "tariff expiry date",
    "NPD": "non-parole date",
    "MTD": "mid transfer date",
    "ETD": "early transfer date",
    "LTD": "late transfer date",
    "date_of_birth": "date of birth",
    "reception_date": "reception",
    "sentence_start_date": "sentence start",
    "return_to_custody_date": "return to custody",
    "target_hearing_date": "target hearing date",
    "licence_expiry_date": "licence expiry",
    "sentence_expiry_date": "sentence expiry",
    "open_since": "first day in open conditions",
}
_RELEASES = (CONFIRMED, "CRD", "ARD", "PRRD", "APD", "HDCAD", "NPD", "MTD", "ETD", "LTD")
#: Of these no licence follows.
_NO_LICENCE = ("ARD", "MTD", "ETD", "LTD")

#: Code, the earlier date, the later date: the later one must not come first.
_IN_ORDER: tuple[tuple[str, str, str], ...] = (
    ("born_after_reception", "date_of_birth", "reception_date"),
    ("born_after_sentence", "date_of_birth", "sentence_start_date"),
    *(("release_before_sentence", "sentence_start_date", name) for name in _RELEASES),
    *(
        ("licence_expires_before_release", name, "licence_expiry_date")
        for name in _RELEASES
        if name not in _NO_LICENCE
    ),
    *(("sentence_expires_before_release", name, "sentence_expiry_date") for name in ("CRD", "ARD", "PRRD")),
    ("sentence_expires_before_it_starts", "sentence_start_date", "sentence_expiry_date"),
    ("parole_after_conditional_release", "PED", "CRD"),
    ("hdc_before_eligibility", "HDCED", "HDCAD"),
    ("hdc_after_conditional_release", "HDCAD", "CRD"),
    ("hearing_before_sentence", "sentence_start_date", "target_hearing_date"),
    ("recalled_before_sentence", "sentence_start_date", "return_to_custody_date"),
)
_ALREADY_PAST = (
    "date_of_birth",
    "reception_date",
    "sentence_start_date",
    "return_to_custody_date",
    "open_since",
)

_FactIs: TypeAlias = tuple[str, tuple[FactValue | None, ...]]

#: Code, one fact with its values, another with its values (None: not known), and the sentence when both hold.
_AT_ODDS: tuple[tuple[str, _FactIs, _FactIs, str], ...] = (
    (
        "mappa_level_without_category",
        ("mappa_level", (1, 2, 3)),
        ("mappa_category", (None,)),
        "A MAPPA level is set, but no MAPPA category.",
    ),
    (
        "mappa_level_though_not_mappa",
        ("mappa_level", (1, 2, 3)),
        ("mappa_category", ("none",)),
        "A MAPPA level is set, but the MAPPA category is none.",
    ),
    (
        "sex_offence_without_notification",
        ("sex_offence", (True,)),
        ("notification_duty", (False,)),
        "There is a sexual offence, but no duty to notify the police.",
    ),
    (
        "notification_though_not_mappa",
        ("notification_duty", (True,)),
        ("mappa_category", ("none",)),
        "There is a duty to notify the police, but the MAPPA category is none.",
    ),
    (
        "mappa_1_without_notification",
        ("mappa_category", ("1", 1)),
        ("notification_duty", (False,)),
        "The MAPPA category is 1, but there is no duty to notify the police.",
    ),
    (
        "recall_status_at_odds",
        ("legal_status", ("RECALL",)),
        ("recall", (False,)),
        "The legal status is recall, but the record says not recalled.",
    ),
    (
        "indeterminate_status_at_odds",
        ("legal_status", ("INDETERMINATE_SENTENCE",)),
        ("indeterminate", (False,)),
        "The legal status is indeterminate sentence, but the record says the sentence is determinate.",
    ),
    (
        "further_indeterminate_at_odds",
        ("additional_indeterminate", (True,)),
        ("indeterminate", (False, None)),
        "There is a further indeterminate sentence, but the sentence is not recorded as indeterminate.",
    ),
    (
        "opioid_treatment_at_odds",
        ("opioid_treatment", (True,)),
        ("substance_need", (False,)),
        "There is opioid treatment, but no substance misuse need.",
    ),
    (
        "contact_level_though_not_restricted",
        ("child_contact_level", (1, 2, 3)),
        ("child_contact_restriction", (False,)),
        "Contact with children is not restricted, but the level of contact says that it is.",
    ),
    (
        "contact_restricted_at_level_4",
        ("child_contact_level", (4,)),
        ("child_contact_restriction", (True,)),
        "Contact with children is restricted, but the level of contact says that it is not.",
    ),
)


def not_yet(facts: Mapping[str, FactValue | None], today: date) -> Iterator[tuple[str, str]]:
    """Each fact that says when something happened and tells a day to come, with why it is refused."""
    for name, value in facts.items():
        if isinstance(value, date) and value > today and name in FACTS and FACTS[name].happened:
            yield name, f"{day_in_words(value)} has not come yet: it is the day on which it happened"


def check_facts(facts: Facts, today: date) -> tuple[Check, ...]:
    """Every contradiction in the facts, in plain sentences, for *check this*."""
    dates = _dates_by_name(facts)
    return tuple(check for look in _CHECKS for check in look(facts, dates, today))


def _dates_by_name(facts: Facts) -> dict[str, tuple[str, date]]:
    """Each date the checks speak of: the fact it was read from, and the day."""
    found: dict[str, tuple[str, date]] = {}
    for name in _NAMES:
        for fact in RELEASE_FACTS.get(name, ("confirmed_release_date" if name == CONFIRMED else name,)):
            day = known_day(facts, fact)
            if day is not None:
                found[name] = (fact, day)
                break
    return found


def _out_of_order(facts: Facts, dates: Mapping[str, tuple[str, date]], today: date) -> Iterator[Check]:
    for code, first, second in _IN_ORDER:
        if first in dates and second in dates and dates[second][1] < dates[first][1]:
            (first_fact, first_day), (second_fact, second_day) = dates[first], dates[second]
            yield Check(
                code,
                f"The {_NAMES[second]} ({day_in_words(second_day)}) is before "
                f"the {_NAMES[first]} ({day_in_words(first_day)}).",
                (second_fact, first_fact),
            )


def _not_yet(facts: Facts, dates: Mapping[str, tuple[str, date]], today: date) -> Iterator[Check]:
    for name in _ALREADY_PAST:
        if name in dates and dates[name][1] > today:
            text = f"The {_NAMES[name]} ({day_in_words(dates[name][1])}) is still to come."
            yield Check(f"{name}_in_future", text, (name,))


def _at_odds(facts: Facts, dates: Mapping[str, tuple[str, date]], today: date) -> Iterator[Check]:
    for code, (fact, values), (other, other_values), text in _AT_ODDS:
        if facts.get(fact) in values and facts.get(other) in other_values:
            yield Check(code, text, (fact, other))


def _dates_that_say_more(facts: Facts, dates: Mapping[str, tuple[str, date]], today: date) -> Iterator[Check]:
    confirmed = dates.get(CONFIRMED)
    if confirmed and confirmed[1] < today and "released_on" not in facts:
        text = f"Release was confirmed for {day_in_words(confirmed[1])}: released?"
        yield Check("confirmed_date_past", text, ("confirmed_release_date", "released_on"))
    crd = dates.get("CRD")
    if confirmed and crd and confirmed[1] > crd[1] and not on_recall(facts):
        text = (
            f"The confirmed release date ({day_in_words(confirmed[1])}) is after "
            f"the conditional release date ({day_in_words(crd[1])})."
        )
        yield Check("confirmed_after_conditional_release", text, ("confirmed_release_date", crd[0]))
    if "TED" in dates and not is_indeterminate(facts):
        text = "There is a tariff expiry date, but the sentence is not recorded as indeterminate."
        yield Check("tariff_without_indeterminate", text, ("tariff_date", "indeterminate"))
    died_on = facts.get("died_on")
    if isinstance(died_on, date) and facts.get("legal_status") != "DEAD":
        text = f"There is a day of death ({day_in_words(died_on)}), but nobody is recorded as having died."
        yield Check("died_on_without_death", text, ("died_on", "legal_status"))
    if "HDCAD" in dates and facts.get("hdc_eligible") is False:
        text = "There is a home detention curfew date, but the record says not eligible for it."
        yield Check("hdc_though_not_eligible", text, ("hdc_actual_date", "hdc_eligible"))
    if "open_since" in dates and facts.get("open_conditions") is not True:
        text = "There is a first day in open conditions, but open conditions are not recorded."
        yield Check("open_since_without_open_conditions", text, ("open_since", "open_conditions"))


_CHECKS: tuple[Callable[[Facts, Mapping[str, tuple[str, date]], date], Iterator[Check]], ...] = (
    _out_of_order,
    _not_yet,
    _at_odds,
    _dates_that_say_more,
)


_IMMIGRATION = "IMMIGRATION_DETAINEE"

#: Dates that only a sentence of a fixed length has.
_OF_A_FIXED_LENGTH = ("sentence_expiry_date", "conditional_release_date", "automatic_release_date")


def missing_flags(facts: Facts) -> tuple[str, ...]:
    """The facts not known that were read as no, and could change who is responsible: for *check this*."""
    status = facts.get("legal_status")
    wanted = ["legal_status"]
    if status is None:
        wanted.append("recall")
    if status in BEFORE_SENTENCE:
        wanted.append("next_court_date")
    elif status != "INDETERMINATE_SENTENCE" and facts.keys().isdisjoint(_OF_A_FIXED_LENGTH):
        wanted.append("indeterminate")
    if is_indeterminate(facts):
        wanted += ["early_allocation", "open_conditions", "additional_indeterminate"]
        if facts.get("open_conditions") is True:
            wanted.append("open_since")
        if "target_hearing_date" in facts:
            wanted += ["last_parole_outcome", "mappa_level"]
    elif not on_recall(facts) and status not in (_IMMIGRATION, *BEFORE_SENTENCE):
        wanted.append("early_allocation")
        if facts.get("early_allocation") is not True:
            wanted.append("sentence_start_date")
    return tuple(name for name in wanted if name not in facts)
