"""What may be typed as the value of an option: a day, a time ahead, one of a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from releasecheck.app.opening.session import App
from releasecheck.core.outside import LONGEST_NUMBER

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from releasecheck.people.fact import Years


class DayType(click.ParamType[date]):
    """A day as people write it, or `today`, `-3d`, `23/11`: counted from the day that is worked from.

    `ahead`: a day without a year is the next one, or else the latest; None where the year must be written.
    """

    name = "date"

    def __init__(self, *, ahead: bool | None) -> None:
        self.ahead = ahead

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day meant; a usage error saying what was expected."""
        if isinstance(value, date):
            return value
        from releasecheck.people.days import typed_day
        from releasecheck.people.fact import BadValue

        today = _today(ctx)
        try:
            years: Years = "full" if self.ahead is None else "coming" if self.ahead else "past"
            return typed_day(str(value), today, ahead=self.ahead, years=years)
        except BadValue as error:
            self.fail(f'"{value}": {error}', param, ctx)


class FilePath(click.Path):
    """A file or a folder. An empty name, as of a variable that is not set, is not the folder we are in."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True, allow_dash: bool = False) -> None:
        super().__init__(file_okay=file_okay, dir_okay=dir_okay, allow_dash=allow_dash, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path meant; a usage error for an empty one."""
        if not str(value):
            self.fail("the name is empty", param, ctx)
        if str(value).startswith(("postgresql://", "postgres://")):
            self.fail("the address of a database, where a file is to be named", param, ctx)
        return super().convert(value, param, ctx)


class WindowType(click.ParamType[int]):
    """A length of time ahead, in days: 28d, 12w, 3m or a bare number of days."""

    name = "window"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of days; months are those of the calendar, from the day that is worked from."""
        if isinstance(value, int):
            return value
        text = str(value).strip().lower()
        number, unit = (text[:-1], text[-1]) if text[-1:] in ("d", "w", "m") else (text, "d")
        if not (number.isascii() and number.isdecimal()) or len(number) > 4:
            self.fail(f'"{value}": write 28d, 12w or 3m', param, ctx)
        if unit == "m":
            from releasecheck.policy.working_days import shift

            return (shift(_today(ctx), months=int(number)) - _today(ctx)).days
        return int(number) * {"d": 1, "w": 7}[unit]


def _today(ctx: click.Context | None) -> date:
    """The day that is worked from: the one of --as-of, where a command has begun."""
    app = None if ctx is None else ctx.find_object(App)
    return date.today() if app is None else app.today


class TextType(click.ParamType[str]):
    """A text that is kept or logged, within the bounds of a cell of a list."""

    name = "text"

    def __init__(self, longest: int | None = None, *, one_line: bool = False) -> None:
        self.longest, self.one_line = longest, one_line

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as typed; a usage error for one that is too long, or that a terminal would obey."""
        from releasecheck.people.fact import LONGEST_TEXT, BadValue
        from releasecheck.people.facts import plain

        text, longest = str(value), self.longest or LONGEST_TEXT
        if len(text) <= longest and text.isascii() and text.isprintable():
            return text
        try:
            plain(text, longest)
        except BadValue as error:
            self.fail(str(error), param, ctx)
        if self.one_line and len(text.strip().splitlines()) > 1:
            self.fail("is more than one line", param, ctx)
        return text


class EntryNumber(click.ParamType[int]):
    """The number of an entry, a request or a question, in the digits 0 to 9; negative from another office."""

    name = "number"

    def __init__(self, *, ours: bool) -> None:
        self.ours = ours

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error for anything else, and for one that nothing can have."""
        text = str(value).strip()
        digits = text if self.ours else text.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > LONGEST_NUMBER or not int(digits):
            self.fail(f'"{text[:LONGEST_NUMBER]}": a whole number, as the program gave it', param, ctx)
        return int(text)


class OneOf(click.ParamType[str]):
    """One of a few words, whatever its case."""

    name = "word"

    def __init__(self, what: str, words: Iterable[str]) -> None:
        self.what, self.words = what, tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as it is kept; a usage error with the closest and the whole list."""
        words = {word.casefold(): word for word in self.words}
        typed = str(value).strip().casefold()
        if typed not in words:
            from releasecheck.core.words import did_you_mean, listed

            hint = did_you_mean(typed, self.words) or "."
            self.fail(f'no {self.what} "{value}"{hint} It is {listed(self.words, "or")}', param, ctx)
        return words[typed]

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """The words that begin so: what a shell is offered after every option that takes one of them."""
        from click.shell_completion import CompletionItem

        begun = incomplete.casefold()
        return [CompletionItem(word) for word in self.words if word.casefold().startswith(begun)]


class DateTypeWord(OneOf):
    """A type of date, in the words offices use for it as well: HDC, SDS40, "FTR 28"."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__("type of date", words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The type; a usage error with the whole list, and with a guess only for a slip of the keys."""
        from releasecheck.core.words import listed, slip_for

        typed = str(value).strip()
        known = {word.casefold(): word for word in self.words}
        meant = known.get(typed.casefold()) or _type_meant(typed)
        if meant not in self.words:
            hint = slip_for(typed, self.words) or "."
            self.fail(f'no {self.what} "{value}"{hint} It is {listed(self.words, "or")}', param, ctx)
        return meant


def _type_meant(text: str) -> str:
    """The type of date that an office's word stands for; nothing for one that names none."""
    from releasecheck.exchange.reading.lists.cells import date_type
    from releasecheck.exchange.reading.lists.office_words import shipped_words
    from releasecheck.people.sentence_dates import RELEASE_FACTS

    fact = date_type(shipped_words(), text).fact
    return next((kind for kind, names in RELEASE_FACTS.items() if fact in names), "")
