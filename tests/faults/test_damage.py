"""Whatever happens to the bytes of a record shows, unless it reads to the letter as before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.damage import damages, whole
from tests.faults.tampering import noticed

Lay = Callable[[], Path]


def test_every_damage_is_noticed_or_changes_nothing(
    full_record: Lay, capsys: pytest.CaptureFixture[str]
) -> None:
    as_it_was = whole(full_record())
    tried, harmless, missed = 0, 0, []
    for damage in damages():
        tried += 1
        record = full_record()
        record.write_bytes(damage.of(bytearray(record.read_bytes())))
        same = whole(record) == as_it_was
        record.write_bytes(damage.of(bytearray(full_record().read_bytes())))  # looking may have mended it
        if noticed():
            continue
        if same:
            harmless += 1
        else:
            missed.append(damage.name)
    with capsys.disabled():
        seen = tried - harmless - len(missed)
        print(
            f"\ndamages: {tried} tried, {seen} noticed, {harmless} that change nothing, {len(missed)} missed"
        )
    assert missed == []
