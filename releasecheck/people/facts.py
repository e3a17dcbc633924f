"""Facts as people write them, as we keep them and as we show them.

Nothing is guessed: days as `days` reads them, listed values, no others. A bad value says what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from releasecheck.core.domain import FactValue
from releasecheck.core.errors import WrongWords
from releasecheck.core.words import day_in_words, listed, plain_prison_number, slip_for
from releasecheck.people.days import EXPECTED as DAY_EXPECTED
from releasecheck.people.days import is_no_day, parse_day, typed_day
from releasecheck.people.days import parse_date as parse_date
from releasecheck.people.fact import LINE, LONGEST_TEXT, FactKind
from releasecheck.people.fact import BadValue as BadValue
from releasecheck.people.fact import Fact as Fact
from releasecheck.people.fact_table import TABLE
from releasecheck.people.identifiers import CRN_EXPECTED, PNC_EXPECTED, parse_crn, parse_pnc

FACTS: dict[str, Fact] = {fact.name: fact for fact in TABLE}

FIRST_YEAR = 1990
"""Nothing is recorded here that happened before this year: such a date is a slip."""

#: One address: no display name, no second address, no line break, no scheme such as mailto.
_EMAIL = r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+"

#: How each kind says what it wants; a choice or a whole number lists its values instead.
_EXPECTED: dict[FactKind, str] = {
    "text": "one line or more of ordinary text",
    "name": "a name in ordinary letters",
    "date": DAY_EXPECTED,
    "yes_no": "yes, no or not known",
    "prison_number": "a prison number is a letter, 4 digits, 2 letters",
    "crn": CRN_EXPECTED,
    "pnc": PNC_EXPECTED,
}
_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}
#: What a prisoner's record has where a prison should be.
_NO_PRISONS = {"OUT": "outside", "TRN": "in transit"}
_NOT_KNOWN = frozenset({"", "?", "not known", "unknown", "nk", "n/k"})


def folded(text: str) -> str:
    """Lower case with letters and digits only, so that "NOMS No." and "nomsNo" are one heading."""
    return "".join(filter(str.isalnum, text.casefold()))


def is_not_known(text: str) -> bool:
    """Whether somebody wrote that they do not know: nothing at all, unknown, nk, a question mark."""
    return " ".join(text.casefold().replace("_", " ").split()) in _NOT_KNOWN


def expected(fact: Fact) -> str:
    """What a value of this fact looks like, for an error: "1, 2 or 3"."""
    return fact.short or listed(fact.values, "or") or _EXPECTED[fact.kind]


def ask(fact: Fact) -> str:
    """The question to put to somebody: "RoSH (low, medium, high, very_high, not known)?"."""
    forms = {"date": "05/02/2027", "yes_no": "yes, no", "prison_number": "A1234BC", "crn": "X123456"}
    answers = fact.short or ", ".join(fact.values) or forms.get(fact.kind, "")
    return f"{fact.title} ({f'{answers}, ' if answers else ''}not known)?"


def parse(fact: Fact, text: str, *, as_it_is: bool = False, today: date | None = None) -> FactValue | None:
    """The value somebody wrote, or None when they wrote that it is not known; else BadValue.

    `today`: given for what is typed at the command line, where a day may be `yesterday` or `23/11`.

    `as_it_is`: control characters are kept. A name that another system spells with one is the person's name
    there; nobody types one, and no screen or page is ever sent it raw.
    """
    text = _clean(text, as_it_is=as_it_is)
    if text in fact.absent:
        return None
    if fact.values:
        code = _codes(fact.name).get(folded(text))
        if code is not None and not text.startswith("-"):
            return int(code) if fact.kind == "whole_number" else code
    if is_not_known(text):
        return None
    if len(text) > fact.longest:
        raise BadValue(f"is longer than {fact.longest:,} letters")
    match fact.kind:
        case "text" if fact.email and not re.fullmatch(_EMAIL, text):
            raise BadValue("one e-mail address, such as j.okafor@probation.example")
        case "text" if fact.name == "prison":
            return _prison(text)
        case "text":
            return text
        case "name":
            return " ".join(text.split())
        case "date":
            return _day(fact, text, today)
        case "yes_no":
            return parse_yes_no(text)
        case "prison_number" if number := plain_prison_number(text):
            return number
        case "crn":
            return parse_crn(text)
        case "pnc":
            return parse_pnc(text)
    raise BadValue(expected(fact))


def _prison(text: str) -> str:
    """A prison by its code, where that is known."""
    if text.upper() in _NO_PRISONS:
        raise BadValue(f"{text.upper()} is no prison: it means {_NO_PRISONS[text.upper()]}")
    from releasecheck.people.prisons import prison_of

    return prison_of(text)


def _day(fact: Fact, text: str, today: date | None) -> date | None:
    """The day of a fact; None where a program wrote that there is none, such as 00/01/1900."""
    try:
        if today is None:
            return parse_date(text, fact.years)
        ahead = None if fact.years == "full" else fact.years == "coming"
        return typed_day(text, today, ahead=ahead, years=fact.years)
    except BadValue:
        if is_no_day(text):
            return None
        raise


def parse_fact(name: str, text: str, today: date | None = None) -> FactValue | None:
    """As `parse`, for a fact named as somebody typed it."""
    return parse(find_fact(name), text, today=today)


def plain(text: str, longest: int = LONGEST_TEXT) -> str | None:
    """Text that is kept: None for nothing.

    Raises BadValue for what a terminal would obey, and for more letters than that.
    """
    found = _clean(text)
    if len(found) > longest:
        raise BadValue(f"is longer than {longest:,} letters")
    return None if is_not_known(found) else found


def parse_whole(text: str) -> int:
    """A whole number in the digits 0 to 9; no other letters that mean a digit somewhere."""
    if not (text.isascii() and text.isdecimal()):
        raise BadValue("a whole number")
    return int(text)


#: 2 pm, 2:30pm, 9.15 a.m.
_HALF_DAY = re.compile(r"(\d{1,2})(?:[:.](\d\d))? ?([ap]\.?m\.?)", re.ASCII | re.IGNORECASE)


def parse_time(text: str) -> str:
    """A time of day as 09:30, written with a colon or a point, or as 2 pm; every other form is refused."""
    if (half := _HALF_DAY.fullmatch(text.strip())) is not None and 1 <= int(half[1]) <= 12:
        text = f"{int(half[1]) % 12 + 12 * (half[3][0] in 'pP')}:{half[2] or '00'}"
    hours, colon, minutes = text.strip().replace(".", ":").partition(":")
    numbers = colon and text.isascii() and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2
    if numbers and int(hours) < 24 and int(minutes) < 60:
        return f"{int(hours):02}:{int(minutes):02}"
    raise BadValue("a time such as 09:30")


def parse_yes_no(text: str) -> bool | None:
    """Yes or no, however it was written, or None for not known."""
    if is_not_known(text):
        return None
    answer = _YES_NO.get(text.strip().casefold())
    if answer is None:
        raise BadValue(_EXPECTED["yes_no"])
    return answer


def to_text(value: FactValue) -> str:
    """The form that is stored and exported: ISO dates, yes and no, plain digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def from_text(fact: Fact, stored: str) -> FactValue:
    """A stored value back again. A choice since dropped from the table is still read as it stands."""
    match fact.kind:
        case "date":
            return date.fromisoformat(stored)
        case "whole_number":
            return int(stored)
        case "yes_no":
            if stored not in ("yes", "no"):
                raise BadValue("yes or no")
            return stored == "yes"
    return stored


def show_value(fact: Fact, value: FactValue | None) -> str:
    """A value in words: "Fri 5 Feb 2027", "yes", "very high", "not known"."""
    if value is None:
        return "not known"
    if isinstance(value, date):
        return day_in_words(value)
    text = to_text(value)
    return text if fact.kind == "whole_number" else fact.values.get(text) or text


def split_name(text: str, *, as_it_is: bool = False) -> tuple[str | None, str | None]:
    """Last name and first name from "RIVERS, Sam", "RIVERS Sam" or "Sam Rivers"; None where not given.

    Without a comma the capitals at the beginning or the end are the last name, or else the last word is.
    """
    last_name, first_name = _split(_clean(text, as_it_is=as_it_is))
    longest = FACTS["last_name"].longest
    if max(len(last_name or ""), len(first_name or "")) > longest:
        raise BadValue(f"is longer than {longest:,} letters")
    return last_name, first_name


def _split(text: str) -> tuple[str | None, str | None]:
    if is_not_known(text):
        return None, None
    if "," in text:
        last, _, first = text.partition(",")
        return " ".join(last.split()) or None, " ".join(first.split()) or None
    words = text.split()
    capitals = next((n for n, word in enumerate(words) if not word.isupper()), 0)
    if capitals:
        return " ".join(words[:capitals]), " ".join(words[capitals:])
    start = len(words) - 1
    if not words[0].isupper():
        while start > 1 and words[start].isupper() and words[start - 1].isupper():
            start -= 1
    return " ".join(words[start:]), " ".join(words[:start]) or None


def find_fact(name: str) -> Fact:
    """The fact of this name, or of this heading (`crd`); a name nobody knows gets a close match."""
    fact = FACTS.get(name) or fact_for_heading(name)
    if fact is None:
        slip = slip_for(name, FACTS) or "."
        raise WrongWords(f'no fact called "{name}"{slip} See them: releasecheck catalogue facts')
    return fact


def fact_for_heading(heading: str) -> Fact | None:
    """The fact a spreadsheet or another system calls by this heading, whatever its case and punctuation."""
    return _headings().get(folded(heading))


def suggest_heading(heading: str, more: Iterable[str] = ()) -> str | None:
    """The known heading that this one is most likely a slip for, if any is; never one of another meaning.

    What a wrong guess would harm most is never guessed: risk, needs, and what has happened to somebody.
    """
    import difflib

    if len(heading) > LINE:
        return None
    facts = (fact for fact in TABLE if not (fact.sensitive or fact.happened or fact.group in _NEVER_GUESSED))
    known = (alias for fact in facts for alias in (fact.name, fact.title, *fact.aliases))
    by_form = {folded(alias): alias for alias in (*known, *more)}
    found = difflib.get_close_matches(folded(heading), by_form, n=1, cutoff=_A_SLIP)
    return by_form[found[0]] if found else None


_NEVER_GUESSED = ("risk", "sentence", "place")
_A_SLIP = 0.87
"""How alike a heading and its slip are: a letter or two of it."""


def parse_own(fact: Fact, text: str) -> FactValue | None:
    """As `parse`, for this program's own files: a day stands there in one form only."""
    return parse_day(text) if fact.kind == "date" else parse(fact, text)


def parse_assignments(words: Iterable[str], today: date | None = None) -> dict[str, FactValue | None]:
    """Facts typed as FACT=VALUE; None where the value is "not known" or left empty."""
    facts: dict[str, FactValue | None] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise WrongWords(f'"{word}" is not FACT=VALUE, such as tier=B2')
        fact = find_fact(name.strip())
        if fact.kind == "prison_number":
            raise WrongWords("the prison number says who the person is: it cannot be set")
        try:
            value = parse(fact, text, today=today)
        except BadValue as problem:
            raise WrongWords(f'{fact.name} "{text}": {problem}') from problem
        if facts.setdefault(fact.name, value) != value:
            raise WrongWords(f"{fact.name} is given twice, with different values")
    return facts


def _clean(text: str, *, as_it_is: bool = False) -> str:
    """Without outer spaces, letters composed (NFC); control characters are refused, they spoil a screen.

    `as_it_is`: only what no database can keep is refused.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    import unicodedata

    refused = ("Cs",) if as_it_is else ("Cc", "Cs")
    if "\0" in text or any(
        (unicodedata.category(letter) in refused and letter not in "\t\r\n")
        or (letter in _TURNS_ROUND and not as_it_is)
        for letter in text
    ):
        raise BadValue("has a character that is not text")
    return unicodedata.normalize("NFC", text).strip()


#: Letters that write what follows backwards: a name or a day would read as another.
_TURNS_ROUND = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@cache
def _codes(name: str) -> Mapping[str, str]:
    """Every way of writing each allowed value, folded: its code, its meaning, and its other spellings."""
    fact = FACTS[name]
    meanings = {folded(meaning): code for code, meaning in fact.values.items() if meaning}
    return {**meanings, **fact.also, **{folded(code): code for code in fact.values}}


@cache
def _headings() -> Mapping[str, Fact]:
    """Every heading, folded, with the fact it stands for."""
    return {folded(heading): fact for fact in TABLE for heading in (fact.name, fact.title, *fact.aliases)}
