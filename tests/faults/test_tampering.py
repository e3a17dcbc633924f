"""Whatever another program changes behind the record's back shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.tampering import TAMPERINGS, Tampering, changed, noticed, tamper
from tests.made_up.program import Run

Lay = Callable[[], Path]


def test_every_tampering_is_refused_or_noticed(
    full_record: Lay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy2(full_record(), tmp_path / "before.db")
    refused, missed, nothing = [], [], []
    for deed in TAMPERINGS:
        record = full_record()
        if not tamper(record, deed):
            refused.append(deed.name)
        if not changed(tmp_path / "before.db", record):
            nothing += [deed.name] if deed.name not in refused else []
        elif not noticed():
            missed.append(deed.name)
    tried = len(TAMPERINGS)
    with capsys.disabled():
        shown = tried - len(refused) - len(missed)
        print(f"\ntamperings: {tried} tried, {len(refused)} refused, {shown} noticed, {len(missed)} missed")
    assert nothing == [], "these change nothing: they prove nothing"
    assert missed == []


def test_a_record_that_nobody_touched_is_not_suspected(full_record: Lay) -> None:
    full_record()
    assert not noticed()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE facts SET value = 'C1' WHERE fact = 'tier'", "A1234BC is not as it was written (facts "),
        ("UPDATE facts SET told_on = 'soon' WHERE id = 1", "facts 1: told_on cannot be read"),
        ("UPDATE people SET cell = 'B2-14' WHERE prison_number = 'A1234BC'", "people A1234BC: cell is not"),
        (
            "UPDATE tasks SET open = 0 WHERE prison_number = 'A1234BC' AND item = 'dtr'",
            "A1234BC dtr: open is",
        ),
        ("UPDATE outcomes SET evidence = '{'", "outcomes 1: evidence cannot be read"),
        ("UPDATE log SET people = 'x' WHERE id = 2", "log 2: people cannot be read"),
        ("UPDATE people SET mappa_level = NULL, date_of_birth = 'x'", "date_of_birth cannot be read"),
        ("DROP INDEX facts_by_person", "index facts_by_person is not there"),
    ],
)
def test_what_is_not_as_it_should_be_is_named_by_table_and_key_and_never_by_name(
    full_record: Lay, run: Run, statement: str, said: str
) -> None:
    tamper(full_record(), Tampering("", statement, behind_the_guards=True))
    done = run("record", "verify")
    assert done.code == 1
    assert said in done.err
    assert not any(name in done.err for name in ("SMITH", "NIGHTLARK", "THIMBLE", "John", "Odo"))
