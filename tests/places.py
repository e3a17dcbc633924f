"""Where things are, for the tests of every room."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
TOP = TESTS.parent
DATA = TESTS / "data"
EXPECTED = TESTS / "expected"
IMPORTS = TESTS / "imports"
