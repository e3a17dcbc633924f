"""Stopped, gone, and unknown, on every page: what stands first, what is refused, and that nothing is left.

One table, a row to a state and a page. What is not so yet is named in `NOT_YET`, and fails there once it is.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from _pytest.mark import ParameterSet

from tests.made_up.leavers import DAY, EVE, leaving
from tests.made_up.program import Result, make_person, run

SAM = "A1234BC"
OTHER = "A0001AA"
"""Somebody of whom nothing is wrong, who leaves on the same day and comes before them by name."""
AFTER = "2027-02-08"
LONG = "FEATHERSTONEHAUGH-CHOLMONDELEY-MARJORIBANKS-WRIOTHESLEY"

#: Each page, and how it is asked for; `night` is the whole folder, `digest` the mails in it.
PAGES: Mapping[str, tuple[str, ...]] = {
    "today": ("today",),
    "list": ("list",),
    "missing": ("missing",),
    "show": ("show", SAM),
    "gate": ("gate", SAM),
    "day list": ("gate", "--on", "DAY"),
    "sheet": ("sheet", SAM),
    "handover": ("handover", SAM, "--to", "J. Okafor, COM", "--preview"),
    "night": ("nightly", "--out", "FOLDER"),
    "digest": ("nightly", "--out", "FOLDER"),
}
_LISTS = ("today", "list", "missing")
_PAPERS = ("gate", "sheet", "handover")


def _done(*words: str) -> None:
    done = run(*words, as_of=EVE)
    assert done.code == 0, f"{words}: {done.err}"


def _by_the_governor(record: Path) -> None:
    leaving()
    words = ("--reason", "another warrant", "checked_by=DG Hale", "--although")
    _done("mark", SAM, "governor_check", "stop_release", *words)


def _to_be_detained(record: Path) -> None:
    leaving()
    _done("set", SAM, "immigration_interest=yes")
    _done("mark", SAM, "immigration", "detained_on_IS91", "--although", "--gaps")


def _to_be_removed(record: Path) -> None:
    leaving()
    _done("set", SAM, "immigration_interest=yes")
    _done("mark", SAM, "immigration", "removed_ers", "--although", "--gaps")


def _day_gone_by(record: Path) -> None:
    leaving()


def _no_usable_day(record: Path) -> None:
    make_person(SAM, "RIVERS, Sam", None, prison="LEI", release_day_words="TBC")


def _died(record: Path) -> None:
    leaving()
    _done("died", SAM, "--on", "2027-02-01")


def _hardly_known(record: Path) -> None:
    make_person(SAM, "RIVERS, Sam", DAY)


def _restricted(record: Path) -> None:
    leaving()
    _done("record", "restrict", SAM, "--reason", "they dispute the date")


def _very_long(record: Path) -> None:
    leaving()
    _done("set", SAM, f"last_name={LONG}", "first_name=Maximilian", "com=Wilhelmina Featherstonehaugh-Vane")


STATES: Mapping[str, Callable[[Path], None]] = {
    "stopped": _by_the_governor,
    "IS91": _to_be_detained,
    "removal": _to_be_removed,
    "gone by": _day_gone_by,
    "no day": _no_usable_day,
    "died": _died,
    "unknown": _hardly_known,
    "restricted": _restricted,
    "very long": _very_long,
}

How = Literal["check", "first", "first row", "says", "foot", "refused", "absent", "whole"]


class Expected(NamedTuple):
    """What a page says of somebody in a state."""

    how: How
    words: str = ""
    """A regular expression; upper and lower case are one."""


_STOP = {
    "stopped": r"\bstop\w*\b.{0,4}by the governor",
    "IS91": r"(stop|not to be released).*IS91",
    "removal": r"(stop|not to be released).*remov",
}


def _stopped(state: str) -> dict[tuple[str, str], Expected]:
    words = _STOP[state]
    return {
        **{(state, page): Expected("check", words) for page in _LISTS},
        **{
            (state, page): Expected("first", words)
            for page in ("show", "gate", "handover", "night", "digest")
        },
        # The word stands in the first cell, and why in another.
        (state, "day list"): Expected("first row", words.replace(r".{0,4}", ".*")),
        (state, "sheet"): Expected("refused", words),
    }


TABLE: Mapping[tuple[str, str], Expected] = {
    **_stopped("stopped"),
    **_stopped("IS91"),
    **_stopped("removal"),
    **{("gone by", page): Expected("check", r"left\?|release day was|released\?") for page in _LISTS},
    ("gone by", "show"): Expected("check", r"released\?"),
    ("gone by", "gate"): Expected("first", "still here"),
    ("gone by", "day list"): Expected("foot", r"gone by.*RIVERS|RIVERS.*5 Feb"),
    ("gone by", "sheet"): Expected("refused", "5 Feb"),
    ("gone by", "handover"): Expected("first", r"released\?|gone by|release day was"),
    ("gone by", "night"): Expected("first", r"check this.*RIVERS.*released\?"),
    ("gone by", "digest"): Expected("first", r"released\?|left\?|gone by"),
    **{("no day", page): Expected("check", "TBC") for page in _LISTS},
    ("no day", "show"): Expected("check", "TBC"),
    ("no day", "gate"): Expected("first", "TBC"),
    ("no day", "day list"): Expected("foot", "TBC"),
    ("no day", "sheet"): Expected("says", "We do not have a day for you yet"),
    ("no day", "handover"): Expected("first", "TBC"),
    ("no day", "night"): Expected("says", "TBC"),
    ("no day", "digest"): Expected("first", "TBC"),
    **{("died", page): Expected("absent") for page in (*_LISTS, "day list", "night", "digest")},
    ("died", "show"): Expected("first", "Died Mon 1 Feb 2027"),
    **{("died", page): Expected("refused", "died on Mon 1 Feb 2027: nothing is made") for page in _PAPERS},
    **{("unknown", page): Expected("says", "not known") for page in (*_LISTS, "night", "digest")},
    ("unknown", "show"): Expected("says", r"^(NOT KNOWN|ASK)"),
    ("unknown", "gate"): Expected("says", "not recorded|not known"),
    ("unknown", "day list"): Expected("says", "not known"),
    ("unknown", "sheet"): Expected("says", r"place to sleep\?|somewhere to sleep.*\?"),
    ("unknown", "handover"): Expected("first", "not known|is known: ask"),
    **{("restricted", page): Expected("absent", "1 restricted") for page in (*_LISTS, "day list", "night")},
    ("restricted", "digest"): Expected("absent"),
    ("restricted", "gate"): Expected("refused", "restricted"),
    **{("restricted", page): Expected("refused", "restricted") for page in ("show", "sheet", "handover")},
    **{("very long", page): Expected("whole") for page in PAGES},
}

NOT_YET: Mapping[tuple[str, str], str] = {}
"""What is not so yet, and why; strict: whoever makes it so takes it out."""


def _cases() -> Iterator[ParameterSet]:
    for (state, page), expected in TABLE.items():
        reason = NOT_YET.get((state, page))
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        yield pytest.param(state, page, expected, id=f"{state}: {page}", marks=marks)


def test_every_state_is_in_the_table_on_every_page() -> None:
    assert sorted(TABLE) == sorted((state, page) for state in STATES for page in PAGES)
    assert NOT_YET.keys() <= TABLE.keys()


@pytest.fixture(scope="session")
def _made(_empty_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A record of somebody in a state, made once."""
    made: dict[str, Path] = {}

    def of(state: str) -> Path:
        if state not in made:
            path = tmp_path_factory.mktemp("state") / "record.db"
            shutil.copy2(_empty_record, path)
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("RELEASECHECK_RECORD", str(path))
                STATES[state](path)
                make_person(OTHER, "ABLE, Ann", DAY, prison="LEI", rosh="low", sex="F")
            made[state] = path
        return made[state]

    return of


@pytest.mark.parametrize(("state", "page", "expected"), list(_cases()))
def test_what_a_page_says_of_somebody_in_a_state(
    _made: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    state: str,
    page: str,
    expected: Expected,
) -> None:
    record = tmp_path / "record.db"
    shutil.copy2(_made(state), record)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(record))
    monkeypatch.setenv("RELEASECHECK_BY", "P. Marsh")
    if expected.how == "refused":
        _is_refused(page, expected, tmp_path / "out")
        return
    done, text = _page(page, AFTER if state == "gone by" else EVE, tmp_path / "night")
    assert done.code == 0, done.err
    _CHECKS[expected.how](text, expected.words)


# --- pages as text ---


def _page(page: str, day: str, folder: Path) -> tuple[Result, str]:
    words = [
        {"DAY": day if day == AFTER else DAY, "FOLDER": str(folder)}.get(one, one) for one in PAGES[page]
    ]
    done = run(*words, as_of=day)
    if page == "night":
        return done, _read(folder / "latest" / "index.html")
    if page == "digest":
        found = sorted((folder / "latest" / "digests").glob("*.txt"))
        return done, "\n".join(path.read_text("utf-8") for path in found)
    return done, done.out


def _read(path: Path) -> str:
    """A web page as it is read: a line to each block, without pictures and without what a browser runs."""
    text = path.read_text("utf-8")
    text = re.sub(r"<(style|script|svg|title)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"</(h\d|p|li|tr|caption|div|section)>", "\n", text)
    return html.unescape(
        "\n".join(" ".join(line.split()) for line in re.sub(r"<[^>]+>", " ", text).split("\n"))
    )


def _is_refused(page: str, expected: Expected, folder: Path) -> None:
    """On the screen and as a file: exit 1, words on stderr, nothing else anywhere."""
    folder.mkdir()
    words = [word for word in PAGES[page] if word != "--preview"]
    to = () if "--to" in words or page == "show" else ("--to", "J. Okafor")
    day = AFTER if expected.words == "5 Feb" else EVE
    for more in ((), (*to, "-o", str(folder / "page.html"))):
        done = run(*words, *more, as_of=day)
        assert (done.code, done.out) == (1, "")
        assert re.search(expected.words, done.err, re.IGNORECASE)
        assert list(folder.iterdir()) == []


# --- what a page is looked at for ---


def _heading(line: str) -> bool:
    return line.isupper() and not line.startswith((" ", "OFFICIAL", "OUT"))


def _check(text: str, words: str) -> None:
    """The first heading is CHECK THIS, and they stand under it before anybody else."""
    lines = text.splitlines()
    headings = [n for n, line in enumerate(lines) if _heading(line)]
    assert lines[headings[0]] == "CHECK THIS"
    assert re.search(words, " ".join(lines[headings[0] + 1 : headings[0] + 3]), re.IGNORECASE)


def _first(text: str, words: str) -> None:
    """Before the page says anything else of them: in the first twelve lines that say something."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert re.search(words, " ".join(lines[:12]), re.IGNORECASE)


def _first_row(text: str, words: str) -> None:
    assert re.search(words, " ".join(text.split()), re.IGNORECASE)
    assert 0 <= text.find(SAM) < text.find(OTHER)


def _says(text: str, words: str) -> None:
    assert re.search(words, text, re.IGNORECASE | re.MULTILINE)


def _foot(text: str, words: str) -> None:
    """Of somebody who is not among those who leave: below them."""
    joined = " ".join(text.split())
    found = re.search(words, joined, re.IGNORECASE)
    assert found is not None
    assert found.end() > joined.find(OTHER)


def _absent(text: str, words: str) -> None:
    assert SAM not in text
    assert "RIVERS" not in text
    assert re.search(words, text)


def _whole(text: str, words: str) -> None:
    """Nothing is cut: the surname stands there, no line is wider than the screen, none ends in dots."""
    letters = re.sub(r"\s", "", text).casefold()
    assert LONG.casefold() in letters
    assert [
        line for line in text.splitlines() if line.rstrip().endswith("…") and "releasecheck" not in line
    ] == []


_CHECKS: Mapping[str, Callable[[str, str], None]] = {
    "check": _check,
    "first": _first,
    "first row": _first_row,
    "says": _says,
    "foot": _foot,
    "absent": _absent,
    "whole": _whole,
}
