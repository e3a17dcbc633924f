"""Words for people that are not said here, and how they are found in a text."""

from __future__ import annotations

import re

#: Words for people that are not said here, and other words for what has a name.
FORBIDDEN = {
    "offender": "person",
    "offenders": "people",
    "ex-offender": "person",
    "inmate": "person",
    "inmates": "people",
    "convict": "person",
    "convicts": "people",
    "prisoners": "people",
    "service user": "person",
    "service users": "people",
    "client": "person",
    "clients": "people",
    "customer": "person",
    "criminals": "people",
    "to-do item": "task",
    "workflow": "plan",
    "ruleset": "catalogue",
}
#: Job titles, laws, services and other programs' own headings keep their words.
NAMES = re.compile(
    r"(prison|community) offender managers?|offender management( unit| in custody)?"
    r"|Offender (Manager|Supervisor|Management|accommodation|employment)\w*"
    r"|Offenders \(Day of Release[^)]*\) Act 2023"
    r"|offenderNo|Prisoner (Search|No)|prison leavers|mail clients?|email clients?",
    re.IGNORECASE,
)


def wrong_words(text: str) -> list[str]:
    """The forbidden words in a text, names of other things left aside."""
    plain = NAMES.sub("", text)
    return [word for word in FORBIDDEN if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain, re.I)]
