"""An erasure that is cut off at any call is wholly undone or is finished by typing it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.killing import killed_everywhere
from tests.made_up.program import make_person, run

ODO, ANN = "A5561CD", "A1234BC"
NAME = "ZWETSCHGENMEIER"
MOST = 25
"""Calls at which it is cut off, of some hundred."""


def test_an_erasure_that_is_cut_off_is_undone_or_finished_and_says_so(
    kill_at: Path, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first command after it says that it was cut off; typed again, no byte of the name is left."""
    make_person(ANN, "COLE, Ann")
    make_person(ODO, f"{NAME}, Odilius", tier="B2")
    monkeypatch.setenv("KILLED_NEEDLE", NAME)
    folder = tmp_path / "killed"
    folder.mkdir()
    words: list[str | Path] = ["record", "erase", ODO, "--rule", "request", "--confirm", ODO]
    found = killed_everywhere(kill_at, record, folder, words, MOST)
    points = found["points"]
    assert len(points) >= MOST
    assert [(one["code"], one["err"]) for one in points if one["code"] != 0] == []
    assert {one["out"] for one in points} == {found["before"], found["after"]}
    for point in points:
        assert point["again"]["code"] == 0, point
        assert point["holding"] == [], point
        if point["out"] == found["before"]:
            assert point["err"] == ""
        elif point["err"]:
            assert f"erasing {ODO} was cut off" in point["err"]
            assert "That was cut off, and is now finished" in point["again"]["out"]
    assert any(point["err"] for point in points)


WRITES = {
    "note": ("note", ODO, f"{NAME} asked for the chaplain"),
    "fact": ("set", ODO, "tier=A1"),
    "name": ("set", ODO, f"last_name={NAME}-Bär"),
    "outcome": ("mark", ODO, "dtr", "submitted", f"authority={NAME} Council", "consent_to_refer=yes"),
    "date": ("redate", ODO, "2027-03-01", "--type", "CRD", "--source", f"{NAME} told us"),
    "undo": ("undo", "--yes"),
    "look": ("show", ODO),
    "restrict": ("record", "restrict", ODO, "--reason", f"{NAME} disputes it"),
    "contact": ("contact", ODO, "com"),
    "other": ("set", ANN, "tier=B1"),
    "night": ("nightly", "--out", "NIGHTS"),
    "died": ("died", ODO, "--on", "2026-11-20"),
}


@settings(max_examples=12)
@given(deeds=st.lists(st.sampled_from(sorted(WRITES)), max_size=8))
def test_whatever_was_done_before_no_byte_of_a_name_is_left(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[str]
) -> None:
    """Reasons are the one free text that the chains are sealed over: they are named, where they name them."""
    folder = tmp_path_factory.mktemp("erased")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASECHECK_RECORD", str(folder / "record" / "record.db"))
        assert run("record", "init").code == 0
        make_person(ANN, "COLE, Ann")
        make_person(ODO, f"{NAME}, Odilius")
        for deed in deeds:
            run(*(str(folder / "nights") if word == "NIGHTS" else word for word in WRITES[deed]))
        done = run("record", "erase", ODO, "--rule", "request", "--confirm", ODO)
        assert done.code == 0, done.err
        found = _holding(folder / "record")
        named = "of the log: reason" in done.out
        assert named == bool(found)
        assert [one for one in _holding(folder) if "nights/2026" in one] == []
        assert run("record", "verify").code == 0
        assert run("log", "verify").code == 0


def _holding(folder: Path) -> list[str]:
    needles = [NAME.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be")]
    needles += [NAME.lower().encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be")]
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [str(path) for path in files if any(one in path.read_bytes() for one in needles)]
