"""Which tests are not run with a record on a server, and why."""

from __future__ import annotations

import pytest

from tests.places import TOP

ONLY_FILES: dict[str, str] = {}


def reason(item: pytest.Item) -> str | None:
    """Why a test is not run with a record on a server; None where it is."""
    name = str(item.path.relative_to(TOP))
    if not name.startswith(("tests/commands/", "tests/night/", "tests/reports/", "tests/imports/")):
        return "it is of no command"
    if not {"record", "demo"} & set(getattr(item, "fixturenames", ())):
        return "it has no record"
    whole = f"{name}::{item.name}"
    return next((why for begins, why in ONLY_FILES.items() if whole.startswith(begins)), None)
