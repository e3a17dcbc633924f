"""The numbers that others know somebody by: probation's CRN, and the police's PNC number.

Kept in one form each, so that one number is one number however it was written. Source for both forms and for
the check letter: ministryofjustice/hmpps-person-record 03e6db1, `PNCIdentifier.kt` (high); the year of a PNC
number without leading zeros is Prisoner Search's long form (hmpps-prisoner-search 995e13e, high).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from releasecheck.core.words import is_crn, listed
from releasecheck.people.fact import BadValue

CRN_EXPECTED = "a CRN is a letter and six digits, such as X123456"
PNC_EXPECTED = "a PNC number has a year, up to 7 digits and a letter, such as 2012/123456Y"
PNC_SLIP = "its letter does not fit its digits: one of them is a slip"

#: Without a slash only all seven digits show where the year ends.
_PNC = r"([0-9]{2}|[0-9]{4})(?:/([0-9]{1,7})|([0-9]{7}))([A-Z])"
_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""By the remainder of what the letter checks: no I, no O and no S."""
_THIS_CENTURY = 50
"""A year of two figures below this one is of this century, as of any day gone by."""


def parse_crn(text: str) -> str:
    """The CRN in capitals and without spaces. Raises BadValue for anything else."""
    found = _close(text)
    if not is_crn(found):
        raise BadValue(CRN_EXPECTED)
    return found


def parse_pnc(text: str) -> str:
    """The PNC number as 2012/123456Y: the year in full, no zeros before the digits.

    Raises BadValue for another form, and for a letter that does not fit the digits.
    """
    found = re.fullmatch(_PNC, _close(text))
    if found is None:
        raise BadValue(PNC_EXPECTED)
    year, serial, letter = found[1], int(found[2] or found[3]), found[4]
    if _LETTERS[int(f"{year[-2:]}{serial:07}") % len(_LETTERS)] != letter:
        raise BadValue(PNC_SLIP)
    if len(year) == 2:
        year = f"{'20' if int(year) < _THIS_CENTURY else '19'}{year}"
    return f"{year}/{serial}{letter}"


def pnc_in(text: str) -> str | None:
    """The PNC number that was typed; None where it is none."""
    try:
        return parse_pnc(text)
    except BadValue:
        return None


def same_crn_check(number: str, others: Iterable[str]) -> str:
    """The question where a CRN is somebody else's too, with what to type; never the CRN itself."""
    return f"The same CRN as {listed(others)}: whose is it? Once known: releasecheck set {number} crn=…"


def _close(text: str) -> str:
    return "".join(text.split()).upper()
