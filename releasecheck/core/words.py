"""Small things said the same way everywhere: days, plurals, lists and close matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from releasecheck.core.system import on_windows

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

FILL_IN = ("…", "...")
"""What stands in a suggested command for what somebody has still to give: pasted so, it is asked for."""


def day_in_words(day: date, *, year: bool = True, weekday: bool = True) -> str:
    """Fri 5 Feb 2027, the same on every machine whatever its language."""
    parts = [_DAYS[day.weekday()]] if weekday else []
    parts += [str(day.day), _MONTHS[day.month - 1]]
    if year:
        parts.append(str(day.year))
    return " ".join(parts)


def day_in_full(day: date) -> str:
    """5 February 2027, for a sentence that other programs show."""
    return f"{day.day} {_FULL_MONTHS[day.month - 1]} {day.year}"


def month_in_words(day: date, today: date) -> str:
    """December; with its year where that is not this one: January 2027."""
    month = _FULL_MONTHS[day.month - 1]
    return month if day.year == today.year else f"{month} {day.year}"


def day_written(text: str | None) -> date | None:
    """A day kept as 2026-11-20; None for nothing, and for words from before the field was a date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def count(number: int, one: str, many: str | None = None) -> str:
    """1 day, 2 days; 1 person, 2 people."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def megabytes(size: int) -> str:
    """4.1 MB, of so many bytes."""
    return f"{size / 1_000_000:.1f} MB"


def tally(unit: str, parts: Iterable[tuple[int, str]]) -> str:
    """3 rows: 2 new, 1 refused; of parts, each with its number and its words, those that are not none."""
    some = [(number, words) for number, words in parts if number]
    told = count(sum(number for number, _ in some), unit)
    return f"{told}: {', '.join(words for _, words in some)}" if some else told


def listed(names: Iterable[str], last: str = "and") -> str:
    """a, b and c."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def close_match(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like what was typed, if any is."""
    if len(word) > _A_WORD:
        return None
    import difflib

    lowered = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


_A_WORD = 200
"""Letters; a longer text is no slip for anything, and takes the square of the time to compare."""


def slip_for(word: str, choices: Iterable[str]) -> str:
    """`. Did you mean tier?`, or nothing: only where it is the same word with a letter or two out of place.

    For names whose nearest may mean something else: HDC is no slip for HDCED.
    """
    import difflib

    match = close_match(word, choices)
    if match is None:
        return ""
    typed, meant = word.lower(), match.lower()
    alike = difflib.SequenceMatcher(None, typed, meant).ratio() >= _ALIKE
    return f". Did you mean {match}?" if alike or sorted(typed) == sorted(meant) else ""


_ALIKE = 0.8


DID_YOU_MEAN = "Did you mean "
"""Begins what is said of a slip of a word that is known."""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`. Did you mean housing?`, or nothing."""
    match = close_match(word, choices)
    return f". {DID_YOU_MEAN}{match}?" if match else ""


def for_shell(word: str) -> str:
    """A word as it may be pasted into a shell, whatever is in a file's name: spaces, quotes, `$`.

    On Windows that is PowerShell.
    """
    import shlex

    plain = f"./{word}" if word.startswith("-") and word != "-" else word
    quoted = shlex.quote(plain)
    return quoted if quoted == plain or not on_windows() else "'{}'".format(plain.replace("'", "''"))


def who(number: str, facts: Mapping[str, object]) -> str:
    """A1234BC SMITH, John: the name beside the number, so that a wrong number is seen."""
    return f"{number} {full_name(facts.get('last_name'), facts.get('first_name'))}"


def is_prison_number(text: str) -> bool:
    """Whether a text has the form of a prison number, in any case: a letter, 4 digits, 2 letters."""
    digits, letters = text[1:5], text[:1] + text[5:]
    return text.isascii() and len(text) == 7 and digits.isdecimal() and letters.isalpha()


def plain_prison_number(text: str) -> str | None:
    """The prison number that a text is, as it is kept: "a 1234 bc" is A1234BC; None for anything else."""
    plain = "".join(letter for letter in text if not letter.isspace() and letter not in "-.")
    return plain.upper() if is_prison_number(plain) else None


def is_crn(text: str) -> bool:
    """Whether a text has the form of probation's CRN, in any case: a letter and 6 digits."""
    return text.isascii() and len(text) == 7 and text[0].isalpha() and text[1:].isdecimal()


def full_name(last_name: object, first_name: object) -> str:
    """SMITH, John; or what there is of it."""
    parts = [str(last_name).upper()] if last_name else []
    if first_name:
        parts.append(str(first_name))
    return ", ".join(parts) or "name not recorded"


def initialled(name: str) -> str:
    """SMITH, J.: the surname whole and the first name to its initial, for a narrow place."""
    surname, comma, first = name.partition(", ")
    return f"{surname}, {first[0]}." if comma and first else name


def uncapital(text: str) -> str:
    """The text as it stands inside a sentence; what begins with a name in capitals stays: OASys."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def shortened(text: str, most: int) -> str:
    """As many whole words of the text as fit into so many letters; a first word too long for it is cut."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0].rstrip(" ,;:(") or text[:most]


def initials(name: str) -> str:
    """S. R. for RIVERS, Sam: as somebody is named where a list could be read by others."""
    last, _, first = name.partition(", ")
    letters = [word[0].upper() for part in (first, last) for word in part.split() if word[:1].isalpha()]
    return " ".join(f"{letter}." for letter in letters)


def capital(text: str) -> str:
    """The text as a sentence begins: with a capital, and otherwise as it is."""
    return text[:1].upper() + text[1:]
