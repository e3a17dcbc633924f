"""Small line drawings before the headings of a letter: they help to find a part and say nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{lines}</svg>'
)
_LINES = {
    "clock": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l4 2.5"/>',
    "bed": '<path d="M2 5v15M2 16.5h20V20M22 16.5v-3a3 3 0 0 0-3-3H2"/><circle cx="7" cy="7.5" r="1.6"/>',
    "days": '<path d="M3 5h18v16H3zM3 10h18M8 2.5V6.5M16 2.5V6.5M8 14h2M14 14h2M8 17.5h2"/>',
    "tick": '<path d="M3 3h18v18H3zM7 12l4 4.5 7-9"/>',
}


@cache
def icons(colour: str = "currentColor") -> Mapping[str, str]:
    """Each drawing by its name, as SVG in this colour."""
    return {name: _FRAME.format(colour=colour, lines=lines) for name, lines in _LINES.items()}
