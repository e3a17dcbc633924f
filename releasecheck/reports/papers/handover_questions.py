"""What a handover must be able to say of everybody, and which of it is known."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from releasecheck.reports.person.countdown import Countdown, TaskLine


class Question(NamedTuple):
    """One thing that a handover must be able to say."""

    name: str
    """A fact, or an item."""
    title: str
    ask: str
    """What to ask at the meeting while it is not known."""


#: What a handover must say of everybody, in the order it is asked for.
_FACTS: tuple[Question, ...] = (
    Question("sentence_start_date", "sentence start", "When did the sentence start?"),
    Question("pom", "POM", "Who is the POM?"),
    Question("com", "COM", "Who is the COM, and from which office?"),
    Question("tier", "tier", "What is the tier?"),
    Question("rosh", "risk of serious harm", "What is the risk of serious harm (RoSH)?"),
    Question("mappa_category", "MAPPA category", "Which MAPPA category, or is it not MAPPA? Who decided?"),
    Question(
        "domestic_abuse", "domestic abuse", "Is domestic abuse known: as perpetrator, victim or neither?"
    ),
    Question(
        "child_contact_restriction",
        "contact with children",
        "Is contact with children restricted in custody?",
    ),
    Question("victim_contact", "victim contact", "Is a victim in the contact scheme, and was the VLO told?"),
    Question("housing", "housing before custody", "Is there a home to go back to, and can it be kept?"),
    Question("next_accommodation", "address on release", "Where will they sleep on the first night?"),
    Question("under18_children", "children under 18", "Are there children under 18?"),
    Question("substance_need", "drugs and alcohol", "Is help with drugs or alcohol needed?"),
    Question("health_need", "health", "Is there a health need to plan for?"),
    Question("medication", "medication", "Is medicine taken that must not run out?"),
    Question("id_held", "identification", "Is identification held, and which?"),
    Question("bank_account", "bank account", "Is there a bank account?"),
    Question("benefit_need", "benefits", "Is help with benefits needed?"),
    Question("debts", "debts", "Are there debts or fines?"),
    Question("work_need", "work and training", "Is help with work or training needed?"),
    Question("adjustments", "adjustments", "Are adjustments needed: language, reading, disability?"),
)
#: What must have been recorded where the item applies.
_ITEMS: tuple[Question, ...] = (
    Question("da_check", "domestic abuse check", "Have the police answered the domestic abuse enquiry?"),
    Question("child_check", "children's services check", "Have children's services answered the enquiry?"),
    Question("oasys_review", "OASys review", "When was OASys last reviewed, and by whom?"),
    Question("custody_behaviour", "security review", "When was security information reviewed and shared?"),
    Question(
        "offence_work", "offence-focused work", "Which offence-focused work is needed, and is it to be had?"
    ),
)
_RELEASE = Question("release_date", "release date", "When is the release, by which date type?")
_RELEASE_TYPE = Question("release_type", "type of release date", "Of which type is the release date?")
_RELEASE_SOURCE = Question(
    "release_source", "who said the release date", "Who said the release date, and when?"
)
_MAPPA_LEVEL = Question("mappa_level", "MAPPA level", "Which MAPPA level, and when is it reviewed?")


def asked(countdown: Countdown, tasks: Mapping[str, TaskLine]) -> tuple[list[Question], list[Question]]:
    """What a handover must say, in what is known and what is blank."""
    known: list[Question] = []
    blank: list[Question] = []
    for question, answered in _answers(countdown, tasks):
        (known if answered else blank).append(question)
    return known, blank


def _answers(countdown: Countdown, tasks: Mapping[str, TaskLine]) -> Iterator[tuple[Question, bool]]:
    facts, release = countdown.facts, countdown.release
    yield _RELEASE, release is not None
    if release is not None:
        yield _RELEASE_TYPE, release.type is not None
        yield _RELEASE_SOURCE, release.source is not None
    for question in _FACTS:
        yield question, question.name in facts
        if question.name == "mappa_category" and facts.get("mappa_category") in ("1", "2", "3", "4"):
            yield _MAPPA_LEVEL, "mappa_level" in facts
    for question in _ITEMS:
        task = tasks.get(question.name)
        if task is None or task.state in ("not_applicable", "not_required"):
            continue
        yield question, task.outcome is not None and task.state not in ("waiting", "chase", "expired")
