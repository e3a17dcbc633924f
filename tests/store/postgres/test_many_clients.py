"""A short form of `python -m tests.bench at-once`: several clients mark and look at once for a while."""

from __future__ import annotations

import pytest

from tests.bench import at_once
from tests.made_up.servers import TestServer


@pytest.mark.parametrize(("delay", "offices"), [(0.0, 1), (10.0, 3)])
def test_nothing_is_lost_and_the_chains_are_whole(server: TestServer, delay: float, offices: int) -> None:
    found = at_once.together(server, clients=6, seconds=2, delay=delay, offices=offices, people=40)
    assert found.marking
    assert found.looking
    assert (found.lost, found.faults) == ([], [])
