"""Wrapping looks at each letter a few times, however long the text: counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from releasecheck.formats import terminal


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The letters whose width was asked for."""
    letters: list[str] = []
    width = terminal._cells

    def asked(letter: str) -> int:
        letters.append(letter)
        return width(letter)

    monkeypatch.setattr(terminal, "_cells", asked)
    yield letters


@pytest.mark.parametrize("text", ["é", "é ", "é" * 30 + " "], ids=["one word", "short words", "words"])
def test_twice_the_text_is_looked_at_twice_as_often(text: str, looked_at: list[str]) -> None:
    counts = []
    for times in (1_000, 2_000):
        looked_at.clear()
        terminal.wrap(text * times, 80)
        counts.append(len(looked_at))
    assert 0 < counts[1] <= 2.1 * counts[0]


def test_one_long_word_is_broken_where_the_line_ends() -> None:
    assert terminal.wrap("x" * 100, 40, "", "  ") == ["x" * 40, "  " + "x" * 38, "  " + "x" * 22]
    assert terminal.wrap("字" * 5, 6) == ["字字字", "字字"]
    assert terminal.wrap("e\u0301" * 8, 6) == ["e\u0301" * 6, "e\u0301" * 2]
