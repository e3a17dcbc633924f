"""Killed at any call, a change of form leaves a record that opens, and nothing else that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.killing import killed_everywhere
from tests.made_up.encrypted import key_file, needs_sqlcipher
from tests.made_up.program import MakePerson, Run

MOST = 20
"""Calls of a command that copies the whole record and makes some hundred of them; the last are all killed."""


@pytest.mark.parametrize("command", ["encrypt", "rekey", "decrypt"])
def test_whenever_a_change_of_form_is_cut_off_a_whole_record_is_there(
    kill_at: Path,
    run: Run,
    make_person: MakePerson,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    needs_sqlcipher()
    make_person(tier="B2")
    keys = key_file(tmp_path / "old", "a1"), key_file(tmp_path / "new", "b2")
    monkeypatch.setenv("RELEASECHECK_KEY_FILE", str(keys[0]))
    if command != "encrypt":
        assert run("record", "encrypt").code == 0
    more: dict[str, list[str | Path]] = {"rekey": ["--to-key", keys[1]], "decrypt": ["--yes"]}
    words: list[str | Path] = ["record", command, *more.get(command, [])]
    (tmp_path / "killed").mkdir()
    names = "".join(f"{key}," for key in keys)
    found = killed_everywhere(kill_at, record, tmp_path / "killed", words, MOST, names)
    points = found["points"]
    assert len(points) >= MOST
    assert [point["call"] for point in points if not point["killed"]] == []
    assert [(point["call"], point["err"]) for point in points if point["code"] != 0] == []
    assert {point["out"] for point in points} == {found["before"]} == {found["after"]}
    assert {name for point in points for name in point["left"]} == {"record.db"}
    assert {point["mode"] for point in points} == {"wal\n"}
    forms = {point["form"] for point in points}
    assert (
        forms
        == {
            "encrypt": {"", "old"},
            "rekey": {"old", "new"},
            "decrypt": {"old", ""},
        }[command]
    ), "killed before it was put in place, and after"
