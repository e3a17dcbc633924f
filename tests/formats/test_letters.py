"""A screen that has not every letter: what stands in for those it lacks."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.formats.letters import PLAINLY, in_plain_letters, register, spelt_out
from tests.made_up.program import AS_OF, make_person
from tests.made_up.terminal import Terminal
from tests.places import TOP


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("O’NEILL, Áine", "O'NEILL, Aine"),
        ("ŁUKASZ SØREN ÐÓRA ẞTRAße", "LUKASZ SOREN DORA SSTRAsse"),
        ("LEI · tier – not known…", "LEI - tier - not known..."),
        ("“DTR” ① ½", "'DTR' 1 ?"),
        ("┌─┐│█", "+-+|#"),
        ("Zoe\N{COMBINING DIAERESIS} می 李", "Zoe ?? ?"),
    ],
)
def test_letters_are_put_by_plain_ones_that_look_like_them(text: str, plain: str) -> None:
    assert in_plain_letters(text) == plain


@given(st.text())
def test_any_text_can_be_shown_and_nothing_that_stands_in_ends_a_text_of_data(text: str) -> None:
    """A quotation mark or a comma that was none would break JSON, CSV or TOML in a pipe."""
    plain = in_plain_letters(text)
    assert plain.isascii()
    assert all(plain.count(mark) == text.count(mark) for mark in '",;\t\n\\<&{}[]')


@pytest.mark.parametrize("encoding", ["latin-1", "cp850", "cp437", "ascii", "utf-8", "koi8-r"])
def test_an_encoding_of_terminals_takes_every_letter(encoding: str) -> None:
    register()
    text = "O’NEILL, Áine · Ł – ┌ 李 \udce9"
    assert "O" in text.encode(encoding, PLAINLY).decode(encoding)


def test_whatever_the_program_itself_says_has_a_plain_form() -> None:
    """Every letter that stands in its own sources."""
    pages = (path for path in (TOP / "releasecheck").rglob("*") if path.suffix in (".py", ".toml", ".md"))
    letters = {letter for page in pages for letter in page.read_text("utf-8") if not letter.isascii()}
    assert {letter for letter in letters if in_plain_letters(letter) == "?"} <= set("＝＋－＠\ufffd")


def answer(record: Path, encoding: str, *words: str) -> tuple[int, str, str]:
    """A command on a terminal of that encoding, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "releasecheck", "--as-of", AS_OF, "--record", str(record), *words],
        cwd=TOP,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    letters = encoding.partition(":")[0]
    return done.returncode, done.stdout.decode(letters), done.stderr.decode(letters)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("latin-1", "O'NEILL, Áine"),
        ("cp850:strict", "O'NEILL, Áine"),
        ("ascii", "O'NEILL, Aine"),
        ("ascii:strict", "O'NEILL, Aine"),
        ("utf-8:strict", "O’NEILL, Áine"),
    ],
)
def test_a_report_prints_on_a_terminal_that_lacks_letters(record: Path, encoding: str, name: str) -> None:
    make_person("A9841ZA", "O’Neill, Áine")
    code, out, err = answer(record, encoding, "show", "A9841ZA")
    assert (code, err) == (0, "")
    assert name in out


def test_an_error_prints_there_too_and_a_file_is_utf_8(record: Path, tmp_path: Path) -> None:
    make_person("A9841ZA", "O’Neill, Áine")
    code, _, err = answer(record, "ascii", "show", "Łukasz’")
    assert code == 1 and "Lukasz'" in err and "Traceback" not in err
    assert answer(record, "ascii", "list", "--format", "csv", "-o", str(tmp_path / "l.csv"))[0] == 0
    assert "O’NEILL" in (tmp_path / "l.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1252", "ascii"])
def test_a_page_and_data_lose_no_letter_in_a_code_page(record: Path, encoding: str) -> None:
    """As `> page.html` makes them on Windows: what they say of their own letters holds."""
    make_person("A9841ZA", "O’Neill, Áine")
    for words in (
        ["show", "A9841ZA", "--format", "json"],
        ["find", "neill", "--format", "json"],
        ["export", "people", "--to", "Leeds", "--format", "jsonl"],
    ):
        code, out, _ = answer(record, encoding, *words)
        assert code == 0 and out.isascii()
        text = " ".join(map(str, map(json.loads, out.splitlines() if "jsonl" in words else [out])))
        assert "Neill" in text.replace("NEILL", "Neill") and "\N{RIGHT SINGLE QUOTATION MARK}" in text
        assert "Áine" in text, words
    code, out, _ = answer(record, encoding, "show", "A9841ZA", "--format", "html")
    assert code == 0 and out.isascii()
    assert "O’NEILL, Áine" in html.unescape(out)


def test_letters_beyond_the_first_plane_are_spelt_in_pairs() -> None:
    assert spelt_out('{"a": "\U0001f600"}', "json", "cp1252") == '{"a": "\\ud83d\\ude00"}'
    assert spelt_out("é", "json", "utf-8") == spelt_out("é", "csv", "cp1252") == "é"


def test_what_is_typed_in_other_letters_is_answered_in_words(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii:strict")
    screen = Terminal("mark", "rivers", "dtr", "submitted")
    screen.shows("Local authority (not known): ")
    screen.keys("Zoë\n")
    screen.shows("authority has a character that is not text")
    screen.shows("Local authority (not known): ")
    screen.interrupt()
    assert "Traceback" not in screen.rest()
