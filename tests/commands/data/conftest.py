"""A record that is encrypted, for the tests of those commands that need one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.encrypted import SURNAME, encrypted, key_file, needs_sqlcipher
from tests.made_up.program import MakePerson


@pytest.fixture(name="patch")
def patched(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of this one test."""
    return monkeypatch


@pytest.fixture
def key(tmp_path: Path) -> Path:
    needs_sqlcipher()
    return key_file(tmp_path / "key")


@pytest.fixture
def secret(make_person: MakePerson, record: Path, key: Path, patch: pytest.MonkeyPatch) -> Path:
    """An encrypted record with one person in it, and its key set."""
    make_person(name=f"{SURNAME}, Odo", tier="B2")
    encrypted(patch, key)
    return record
