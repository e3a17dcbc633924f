"""Fills of pictures are told apart by anybody: three to one between neighbours, with deuteranopia too.

Computed from the colours of the stylesheet itself, on white, on black and on paper.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import pytest

from releasecheck.core.shipped import shipped_templates

Colour: TypeAlias = tuple[float, float, float]

BASE = (shipped_templates() / "base.html.j2").read_text("utf-8")
SCHEMES = ("light", "dark", "print")
#: Deuteranopia, complete, on linear light: Machado, Oliveira and Fernandes, 2009.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def colours(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name: those of the light one where it has no other."""
    blocks = [dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root {[^}]+}", BASE)]
    light, dark, paper = blocks
    return light | {"light": {}, "dark": dark, "print": paper}[scheme]


def linear(colour: str) -> Colour:
    """Its red, green and blue as light."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def without_green(colour: Colour) -> Colour:
    """The same colour as somebody with deuteranopia sees it."""
    sums = (sum(k * part for k, part in zip(row, colour, strict=True)) for row in DEUTERANOPIA)
    red, green, blue = (min(max(each, 0.0), 1.0) for each in sums)
    return red, green, blue


def brightness(colour: Colour) -> float:
    """Relative luminance."""
    return sum(k * part for k, part in zip((0.2126, 0.7152, 0.0722), colour, strict=True))


def ratio(one: float, other: float) -> float:
    """How much brighter the brighter of them is."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def ratios(scheme: str, *, deuteranopia: bool) -> tuple[float, float]:
    """Late to due, and due to the paper that an outline leaves bare; a hatch is as bright as its whole."""
    picture = (shipped_templates() / "picture.html.j2").read_text("utf-8")
    tile = re.search(r'<pattern [^>]*width="([\d.]+)"', picture)
    stroke = re.search(r"\.hatch {[^}]*stroke-width: ([\d.]+)", BASE)
    assert tile and stroke
    covered = float(stroke[1]) / float(tile[1])
    found = colours(scheme)
    late, due, paper = (
        brightness(without_green(linear(found[name])) if deuteranopia else linear(found[name]))
        for name in ("late-fill", "due-fill", "paper")
    )
    hatch = covered * due + (1 - covered) * paper
    return ratio(late, hatch), ratio(hatch, paper)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("deuteranopia", [False, True])
def test_neighbours_stand_three_to_one(scheme: str, deuteranopia: bool) -> None:
    assert min(ratios(scheme, deuteranopia=deuteranopia)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_line_round_an_outline_stands_out(scheme: str) -> None:
    found = colours(scheme)
    assert ratio(brightness(linear(found["quiet"])), brightness(linear(found["paper"]))) >= 3


def test_the_colours_of_the_words_late_and_due_would_not_do() -> None:
    late, due = linear("#a3201a"), linear("#7a4b00")
    assert ratio(brightness(late), brightness(due)) < 1.1
    assert without_green(late) == pytest.approx(linear("#6a5e13"), abs=0.01)
