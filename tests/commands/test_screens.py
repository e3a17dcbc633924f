"""Reports in a terminal and in a pipe: how wide, how long, and in what colour."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.made_up.program import Run
from tests.made_up.terminal import Terminal


@pytest.mark.parametrize("width", [80, 120, 160])
@pytest.mark.parametrize(
    "line", ["today", "list", "missing --all", "show rivers", "why rivers dtr", "catalogue list"]
)
def test_no_line_is_wider_than_the_screen(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, width: int, line: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(*line.split()).out.splitlines()
    assert lines
    assert [text for text in lines if len(text) > width] == []


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(
    "line", ["today", "today --tasks", "list", "missing", "missing --tasks", "catalogue list"]
)
def test_nothing_is_cut(run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, width: int, line: str) -> None:
    """Nothing that somebody must act on ends in three dots: it goes on below, or is counted in words."""
    monkeypatch.setenv("COLUMNS", str(width))
    out = run(*line.split()).out
    assert out
    assert [text for text in out.splitlines() if "…" in text] == []


def test_a_wider_screen_is_used(run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = run("missing").out
    monkeypatch.setenv("COLUMNS", "160")
    wide = run("missing").out
    assert max(map(len, wide.splitlines())) > 80 >= max(map(len, narrow.splitlines()))


def test_nothing_in_a_pipe_is_coloured(run: Run, demo: Path) -> None:
    for line in (["today"], ["list"], ["missing"], ["show", "rivers"]):
        assert "\x1b" not in run(*line).out


@pytest.mark.parametrize("name", ["FORCE_COLOR", "CLICOLOR_FORCE"])
def test_colour_in_a_pipe_can_be_asked_for(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    assert "\x1b[31m" in run("show", "rivers").out
    assert "\x1b" not in run("--no-color", "show", "rivers").out
    assert "\x1b" not in run("show", "rivers", "--format", "json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("show", "rivers").out


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        (["--no-color"], {}),
        ([], {"NO_COLOR": "1"}),
        ([], {"TERM": "dumb"}),
        ([], {"CLICOLOR": "0"}),
    ],
)
def test_colour_in_a_terminal_can_be_switched_off(
    demo: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], variables: dict[str, str]
) -> None:
    monkeypatch.delenv("COLUMNS")
    coloured = Terminal("show", "rivers", rows=50).rest()
    assert "\x1b[31m" in coloured
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    plain = Terminal(*options, "show", "rivers", rows=50).rest()
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_more_than_a_screenful_goes_through_the_pager_and_less_does_not(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    paged = tmp_path / "paged"
    pager = tmp_path / "pager"
    pager.write_text(f'#!/bin/sh\ncat > "{paged}"\n')
    pager.chmod(0o755)
    monkeypatch.setenv("PAGER", os.fspath(pager))
    Terminal("--no-color", "missing", "--tasks").rest()
    assert paged.read_text("utf-8") == run("missing", "--tasks").out
    paged.unlink()
    short = Terminal("show", "rivers", rows=50).rest()
    assert "RIVERS, Sam" in short
    assert not paged.exists()
