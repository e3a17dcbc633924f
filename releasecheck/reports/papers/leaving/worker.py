"""What whoever makes a sheet is told beside it, and when none is made; without names, for a screen."""

from __future__ import annotations

from collections.abc import Iterator

from releasecheck.core.words import count, day_in_words, listed
from releasecheck.reports.papers.leaving.times import clashes
from releasecheck.reports.papers.leaving.typed import EASY, count_words, is_english, typed_texts
from releasecheck.reports.papers.sheet import Sheet
from releasecheck.reports.papers.sheet_page import PHONES
from releasecheck.reports.person.countdown import Countdown
from releasecheck.reports.person.phrases import gone_by
from releasecheck.reports.person.task_words import stopped_words


def no_sheet(report: Countdown) -> str | None:
    """Why no sheet can be made of somebody, and what to type; None where one can."""
    number, release = report.prison_number, report.release
    if report.stopped is not None:
        stopped = stopped_words(report.stopped, report.as_of)
        why = f"releasecheck why {number} {report.stopped.item}"
        return f"{number}: no sheet is made. {stopped}. What would lift it: {why}"
    if release is not None and release.date < report.as_of and "released_on" not in report.facts:
        asked = gone_by(number, release.date, day_in_words(release.date))
        return f"{number}: no sheet is made: {asked}. Another day: releasecheck redate {number} DAY"
    return None


def unmet(report: Sheet) -> list[str]:
    """Times of the day of release that nobody could keep, and how to correct them; nothing where all fit."""
    bed = report.bed
    door = bed.by if bed.standing == "yes" else None
    found = clashes(report.release_on, report.leave_at, door, report.appointments)
    if not found:
        return []
    number = report.prison_number
    items = listed(dict.fromkeys(clash.item for clash in found))
    return [
        f"{number}: no sheet is made: times that cannot be kept:",
        *(f"  {clash.words}" for clash in found),
        f"Correct {items}: releasecheck history {number} has the entry; void it, and mark it again.",
        "Or make it as it is: add --although",
    ]


def worth_saying(report: Sheet, *, welsh: bool) -> Iterator[str]:
    """What to look at before it is printed: empty numbers, English on a Welsh sheet, what is hard to read."""
    number = report.prison_number
    empty = [name for name in PHONES if name not in report.phones]
    if empty:
        settings = "; ".join(f"releasecheck config set phone_{name} NUMBER" for name in empty)
        yield f"{number}: {count(len(empty), 'telephone number')} empty: {settings}"
    texts = list(typed_texts(report))
    english = [_named(field) for _, field, text in texts if is_english(text)]
    if welsh and english:
        verb = "is" if len(english) == 1 else "are"
        named = listed(dict.fromkeys(english))
        said = f"{count(len(english), 'answer')} {verb} in English: {named}"
        yield f"{number}: {said}. Add them in Welsh or leave"
    for _, field, text in texts:
        if (hard := hard_to_read(field, text)) is not None:
            yield f"{number}: {hard}"


def hard_to_read(field: str, text: str) -> str | None:
    """What to say of a text that the person is to read; None where it is short enough."""
    words = count_words(text)
    if words <= EASY:
        return None
    return f"{_named(field)}, {words} words; this is read by the person: under {EASY} is easier"


def _named(field: str) -> str:
    return {"document": "ID", "card_location": "bank card"}.get(field, field.replace("_", " "))
