"""Where what ships with the program stands: the one place that finds its data and its templates.

It is the same for a wheel, an sdist, an editable install, a checkout, and one file that holds everything.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast


def _package() -> Path:
    """The package's folder; of a pyz what stands for one, which can be read from and looked into."""
    folder = Path(__file__).parent.parent
    if folder.is_dir():
        return folder
    from importlib.resources import files

    return cast("Path", files("releasecheck"))


_PACKAGE = _package()

DATA = _PACKAGE / "data"
"""The folder of the catalogue, the date rules, the bank holidays and the like."""


def packed_in() -> Path | None:
    """The one file that holds the whole program; None where it is installed or a checkout."""
    return None if isinstance(_PACKAGE, Path) else Path(__file__).parents[2]


@cache
def shipped_templates() -> Path:
    """The program's own templates: inside the package once installed, else beside it."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def shipped_page(place: str) -> Path:
    """A page by its place in the repository; once installed, those from outside the package are inside it."""
    folder, _, rest = place.partition("/")
    if folder == "releasecheck":
        return _PACKAGE / rest
    if folder == "templates":
        return shipped_templates() / rest
    inside = _PACKAGE / "pages"
    return (inside if inside.is_dir() else _PACKAGE.parent) / place
