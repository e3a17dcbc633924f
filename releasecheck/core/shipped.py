"""Where what ships with the program stands: the one place that finds its data and its templates.

It is the same for a wheel, an sdist, an editable install and a checkout.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent

DATA = _PACKAGE / "data"
"""The folder of the catalogue, the date rules, the bank holidays and the like."""


def shipped_templates() -> Path:
    """The program's own templates: inside the package once installed, else beside it."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def shipped_page(place: str) -> Path:
    """A page by its place in the repository; once installed, those from outside the package are inside it."""
    folder, _, rest = place.partition("/")
    if folder == _PACKAGE.name:
        return _PACKAGE / rest
    if folder == "templates":
        return shipped_templates() / rest
    inside = _PACKAGE / "pages"
    return (inside if inside.is_dir() else _PACKAGE.parent) / place
