"""What a COM needs to take a case, in one place with the reasons, and what else a handover should say.

What is needed is counted, and what of it is missing is named first. The rest is background: needs that can be
asked about later, without which nobody is at risk today.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from releasecheck.core.domain import NOT_DONE_BEFORE, Facts, Release
from releasecheck.core.words import listed
from releasecheck.reports.person.countdown import TaskLine


class Question(NamedTuple):
    """One thing that a handover must be able to say."""

    name: str
    """A fact, or an item."""
    title: str
    ask: str
    """What to ask at the meeting while it is not known."""


class CaseNeed(NamedTuple):
    """One thing that a COM needs to take the case: known when each question that counts is answered."""

    title: str
    why: str
    questions: tuple[Question, ...]


#: What a COM needs, what can hurt somebody first. The handover report is not among it: this page is it.
NEEDED: tuple[CaseNeed, ...] = (
    CaseNeed(
        "release date",
        "everything is counted back from it, and a day that nobody vouches for moves",
        (
            Question("release_date", "release date", "When is the release, by which date type?"),
            Question("release_type", "type of release date", "Of which type is the release date?"),
            Question("release_source", "who said the release date", "Who said the release date, and when?"),
        ),
    ),
    CaseNeed(
        "COM",
        "without a name nobody outside has the case",
        (Question("com", "COM", "Who is the COM, and from which office?"),),
    ),
    CaseNeed(
        "risk of serious harm",
        "it decides how soon and how often the person is seen",
        (Question("rosh", "risk of serious harm", "What is the risk of serious harm (RoSH)?"),),
    ),
    CaseNeed(
        "MAPPA",
        "who else must be told and meet; the level once its time has come",
        (
            Question(
                "mappa_category",
                "MAPPA category",
                "Which MAPPA category, or is it not MAPPA? Who decided?",
            ),
            Question("mappa_level", "MAPPA level", "Which MAPPA level, and when is it reviewed?"),
        ),
    ),
    CaseNeed(
        "conviction",
        "it decides address, contact, conditions and notification, and a denial what work can be done",
        (
            Question("sex_offence", "whether sexual", "Is it a conviction for a sexual offence?"),
            Question("child_offence", "whether against a child", "Is it an offence against a child?"),
            Question("denies_offence", "denial", "Does the person deny the offence?"),
            Question(
                "notification_duty", "duty to notify", "Is there a duty to notify the police of address?"
            ),
        ),
    ),
    CaseNeed(
        "domestic abuse",
        "a partner may be at risk from the first day, or the person may be",
        (
            Question(
                "domestic_abuse",
                "domestic abuse",
                "Is domestic abuse known: as perpetrator, victim or neither?",
            ),
        ),
    ),
    CaseNeed(
        "domestic abuse check",
        "what the police know, answered and not only sent",
        (
            Question(
                "da_check",
                "domestic abuse check",
                "Have the police answered the domestic abuse enquiry?",
            ),
        ),
    ),
    CaseNeed(
        "children's services check",
        "what children's services know, answered and not only sent",
        (
            Question(
                "child_check",
                "children's services check",
                "Have children's services answered the enquiry?",
            ),
        ),
    ),
    CaseNeed(
        "contact with children",
        "it must be decided before any family plan or address",
        (
            Question(
                "child_contact_restriction",
                "contact with children",
                "Is contact with children restricted in custody?",
            ),
            Question(
                "child_contact_level",
                "level of contact with children",
                "Which level of contact with children was decided, and when is it reviewed?",
            ),
        ),
    ),
    CaseNeed(
        "victim contact",
        "a victim may ask for conditions, and must be told the day",
        (
            Question(
                "victim_contact",
                "victim contact",
                "Is a victim in the contact scheme, and was the VLO told?",
            ),
        ),
    ),
    CaseNeed(
        "OASys review",
        "Approved Premises, licence and MAPPA all start from it",
        (Question("oasys_review", "OASys review", "When was OASys last reviewed, and by whom?"),),
    ),
    CaseNeed(
        "security review",
        "what the prison knows of risk now, where the risk is high",
        (
            Question(
                "custody_behaviour",
                "security review",
                "When was security information reviewed and shared?",
            ),
        ),
    ),
    CaseNeed(
        "address",
        "whether there is somewhere to go on the first night, or none",
        (Question("next_accommodation", "address on release", "Where will they sleep on the first night?"),),
    ),
    CaseNeed(
        "licence conditions",
        "after the last day for them the prison makes a licence without any; counted once it is time",
        (
            Question("licence_conditions", "licence conditions", "Which licence conditions were asked for?"),
            Question("licence_approved", "licence", "Was the licence sent for approval?"),
        ),
    ),
    CaseNeed(
        "health and self-harm",
        "what must not break off on the day, and who must watch over the first night",
        (
            Question(
                "self_harm", "self-harm plan (ACCT)", "Is a self-harm plan (ACCT) open, or lately closed?"
            ),
            Question("health_need", "health", "Is there a health need to plan for?"),
            Question("medication", "medication", "Is medicine taken that must not run out?"),
        ),
    ),
)

#: What else a handover should say, in the order it is asked for.
BACKGROUND: tuple[Question, ...] = (
    Question("sentence_start_date", "sentence start", "When did the sentence start?"),
    Question("pom", "POM", "Who is the POM?"),
    Question("tier", "tier", "What is the tier?"),
    Question("housing", "housing before custody", "Is there a home to go back to, and can it be kept?"),
    Question("under18_children", "children under 18", "Are there children under 18?"),
    Question("substance_need", "drugs and alcohol", "Is help with drugs or alcohol needed?"),
    Question("id_held", "identification", "Is identification held, and which?"),
    Question("bank_account", "bank account", "Is there a bank account?"),
    Question("benefit_need", "benefits", "Is help with benefits needed?"),
    Question("debts", "debts", "Are there debts or fines?"),
    Question("work_need", "work and training", "Is help with work or training needed?"),
    Question("adjustments", "adjustments", "Are adjustments needed: language, reading, disability?"),
    Question(
        "offence_work",
        "offence-focused work",
        "Which offence-focused work is needed, and is it to be had?",
    ),
)

_ITEMS = frozenset(
    ("da_check", "child_check", "oasys_review", "custody_behaviour", "offence_work")
    + (_LICENCE := ("licence_conditions", "licence_approved"))
)
#: The categories of whoever is under MAPPA.
IN_MAPPA = ("1", "2", "3", "4")


class Case(NamedTuple):
    """What is known of one person, as far as it answers the questions."""

    facts: Facts
    release: Release | None
    tasks: Mapping[str, TaskLine]
    answered: Collection[str]
    """The enquiries that somebody has answered."""
    place: bool
    """Whether a place to sleep is arranged."""
    contact_level: str | None
    """The level of contact with children, as a fact or with its decision."""


class Lacking(NamedTuple):
    """One thing that a COM needs and does not have."""

    needed: CaseNeed
    questions: tuple[Question, ...]
    """Those of its questions that are not answered."""
    whole: bool
    """Nothing of it is known, of several that count."""

    @property
    def names(self) -> tuple[str, ...]:
        """The facts and items that would answer them."""
        return tuple(question.name for question in self.questions)

    @property
    def titles(self) -> tuple[str, ...]:
        """What is lacking, in words."""
        found = tuple(question.title for question in self.questions)
        if self.whole:
            return (self.needed.title,)
        return (f"conviction ({listed(found)})",) if self.needed.title == "conviction" else found


class CaseAnswers(NamedTuple):
    """Every question that counts for one person, in what is known and what is not."""

    known: tuple[Question, ...]
    blank: tuple[Question, ...]
    asked: int
    """How many things a COM needs of this person."""
    missing: tuple[Lacking, ...]
    """Those of them that are not known."""

    @property
    def background(self) -> tuple[Question, ...]:
        """What else is not known."""
        needed = {name for lacking in self.missing for name in lacking.names}
        return tuple(question for question in self.blank if question.name not in needed)

    @property
    def missing_titles(self) -> tuple[str, ...]:
        """What is lacking, in words: `COM`, `conviction (denial)`."""
        return tuple(title for lacking in self.missing for title in lacking.titles)


def answers(case: Case) -> CaseAnswers:
    """What is known of one person, and what of it is missing."""
    known: list[Question] = []
    blank: list[Question] = []
    missing = []
    asked = 0
    for needed in NEEDED:
        counting = [question for question in needed.questions if _counts(question.name, case)]
        lacking = tuple(question for question in counting if not _is_known(question.name, case))
        asked += bool(counting)
        if lacking:
            missing.append(Lacking(needed, lacking, len(lacking) > 1 and len(lacking) == len(counting)))
        blank += lacking
        known += [question for question in counting if question not in lacking]
    for question in BACKGROUND:
        if _counts(question.name, case):
            (known if _is_known(question.name, case) else blank).append(question)
    return CaseAnswers(tuple(known), tuple(blank), asked, tuple(missing))


def _counts(name: str, case: Case) -> bool:
    """Whether it is a question of this person, today."""
    facts = case.facts
    if name in ("release_type", "release_source"):
        return case.release is not None
    if name == "mappa_level":
        task = case.tasks.get(name)
        return facts.get("mappa_category") in IN_MAPPA and (task is None or task.state != "upcoming")
    if name == "notification_duty":
        return facts.get("sex_offence") is True
    if name == "child_contact_restriction":
        return case.contact_level is None
    if name == "child_contact_level":
        decided = ("child_contact_restriction", "child_offence", "posing_risk_to_children")
        return case.contact_level is not None or any(facts.get(fact) is True for fact in decided)
    if name not in _ITEMS:
        return True
    task = case.tasks.get(name)
    if task is None or task.state in ("not_applicable", "not_required"):
        return False
    return name not in _LICENCE or task.state not in ("upcoming", "unknown")


def _is_known(name: str, case: Case) -> bool:
    if name in ("da_check", "child_check"):
        return name in case.answered
    if name in _ITEMS:
        task = case.tasks[name]
        if name in _LICENCE:
            return task.outcome is not None
        waited_for = task.state in ("waiting", "chase", "expired")
        return task.outcome not in (None, NOT_DONE_BEFORE) and not waited_for
    match name:
        case "release_date":
            return case.release is not None
        case "release_type":
            return case.release is not None and case.release.type is not None
        case "release_source":
            return case.release is not None and case.release.source is not None
        case "next_accommodation":
            return case.place or name in case.facts
        case "child_contact_level":
            return case.contact_level is not None
    return name in case.facts
