"""The pieces of a screen: cells that fit, words that are cut, letters that a terminal would obey."""

from __future__ import annotations

import pytest

from releasecheck.core.text import safe
from releasecheck.formats.terminal import (
    Screen,
    ScreenCell,
    ScreenColumn,
    cell_width,
    elide,
    pad,
    table,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("RIVERS, Sam", "RIVERS, Sam"),
        ("O’NEILL, Áine", "O’NEILL, Áine"),
        ("\x1b[31mred", "�[31mred"),
        ("\x9b31mred", "�31mred"),
        ("two\r\nlines\tand", "two  lines and"),
        ("ab\u202edc", "ab�dc"),
        ("\u2066x\u2069\u200f\u061c", "�x���"),
        ("no\u00adbreak\u2028", "no�break�"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("bell\x07\x7f\0", "bell���"),
    ],
)
def test_a_terminal_is_shown_no_character_it_would_obey(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    ("text", "cells"),
    [("Aine", 4), ("Áine", 4), ("A\u0301ine", 4), ("山田", 4), ("ﾔﾏﾀﾞ", 4), ("", 0), ("O’NEILL · …", 11)],
)
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [("handover", 8, "handover"), ("handover", 7, "handov…"), ("山田太郎", 6, "山田…"), ("a bc", 3, "a…")],
)
def test_a_cut_text_ends_in_an_ellipsis_and_fits(text: str, width: int, cut: str) -> None:
    assert elide(text, width) == cut
    assert cell_width(cut) <= width


def test_wide_letters_are_padded_by_their_cells() -> None:
    assert [pad("山", 4), pad("A\u0301", 4, right=True)] == ["山  ", "   A\u0301"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrap("a" * 100, 40, "  ", "    ") == ["  " + "a" * 38, "    " + "a" * 36, "    " + "a" * 26]


def test_a_row_too_wide_for_columns_loses_nothing() -> None:
    row = [ScreenCell("A1234BC"), ScreenCell("x" * 30), ScreenCell("due Fri 27 Nov")]
    (lines,) = table([row], [ScreenColumn(), ScreenColumn(), ScreenColumn()], Screen(40))
    assert " ".join(" ".join(lines).split()) == f"A1234BC {'x' * 30} due Fri 27 Nov"


def test_a_column_that_may_go_goes_before_a_row_is_broken() -> None:
    row = [ScreenCell("A1234BC"), ScreenCell("x" * 30), ScreenCell("due Fri 27 Nov")]
    assert table([row], [ScreenColumn(), ScreenColumn(optional=True), ScreenColumn()], Screen(40)) == [
        ["  A1234BC  due Fri 27 Nov"]
    ]
