"""The texts that policy is written in, and a short name for them: whether a saved plan still holds.

Nothing here reads what they say: a command that only shows a plan need not understand the policy.
"""

from __future__ import annotations

from collections.abc import Iterable

from releasecheck.core.named import NamedTuple
from releasecheck.core.sha import sha256
from releasecheck.core.shipped import DATA

PLAN_VERSION = 6
"""Raised when the program makes another plan of the same record, so that saved plans are made again."""
SHIPPED = "f440f88b90df279e"
"""The fingerprint of what ships with the program and plans are made from; a test works it out."""


class CatalogueFile(NamedTuple):
    """One file's name, for messages, and its text."""

    name: str
    text: str
    office: bool = False
    prison: str = ""
    """The code of the prison whose layer it is of; empty where it holds for the whole record."""


OFFICE_RULES = "this office's rules.toml"
"""What an office's own date rules are called, wherever they are kept."""


def builtin_files() -> tuple[CatalogueFile, ...]:
    """The catalogue that ships with the program, one file per pathway."""
    return tuple(
        CatalogueFile(path.name, path.read_text("utf-8"))
        for path in sorted((DATA / "catalogue").iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    )


def fingerprint(files: Iterable[CatalogueFile]) -> str:
    """A short name for exactly these texts, to tell that a saved plan was made from others."""
    digest = sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.text}\0".encode())
    return digest.hexdigest()[:16]


def plan_mark(office: Iterable[CatalogueFile]) -> str:
    """What plans are marked with that this program makes by an office's files, beside what is shipped."""
    return f"{PLAN_VERSION}-{SHIPPED}-{fingerprint(office)}"


def made_by(mark: str) -> int:
    """The PLAN_VERSION of the program that made plans so marked; 0 before there was one."""
    version = mark.partition("-")[0]
    return int(version) if version.isdecimal() else 0


def rules_text() -> str:
    """The date rules that ship with the program, as they are written."""
    return (DATA / "rules.toml").read_text("utf-8")


KEPT_FILES = "office_files"
"""The key under which a record keeps the office's files that its plans were made by."""
LAYERS = "policy_layers"
"""The key under which it keeps which prisons have rules of their own over them."""


def files_text(files: Iterable[CatalogueFile]) -> str:
    """The office's own of these files as a record keeps them."""
    import json

    return json.dumps([(file.name, file.text) for file in files if file.office], ensure_ascii=False)


def files_from(kept: str | None) -> tuple[CatalogueFile, ...]:
    """The office's files that a record kept; none where it kept none."""
    import json

    return tuple(CatalogueFile(str(name), str(text), True) for name, text in json.loads(kept or "[]"))
