"""Two made-up people who are marked all day, and a record that must stay as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.made_up.answers import ANN, SAM
from tests.made_up.program import Dump, MakePerson, Run


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    return make_person(SAM, "RIVERS, Sam", sentence_start_date="2025-03-03", reception_date="2025-02-10")


@pytest.fixture
def ann(make_person: MakePerson) -> str:
    return make_person(ANN, "COLE, Ann")


@pytest.fixture
def unchanged(run: Run, record: Path, dump: Dump) -> Iterator[Callable[[], None]]:
    """From when it is called, the record must hold what it held, and its log still verify."""
    before: list[dict[str, list[tuple[object, ...]]]] = []
    yield lambda: before.append(dump(record))
    assert [dump(record)] == before
    assert run("log", "verify").code == 0
