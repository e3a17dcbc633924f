"""`demo --files` gives a newcomer a made-up list to import, and takes nothing that is there."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from releasecheck.core.shipped import DATA
from tests.made_up.program import Run

LIST = (DATA / "demo" / "leeds.csv").read_bytes()


def commands_in(out: str) -> list[list[str]]:
    """What is to be typed next, as a shell would read it."""
    lines = [line.strip() for line in out.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("releasecheck ")]


@pytest.mark.parametrize("folder", ["tour", "some/where else", "."])
def test_the_list_is_written_and_what_to_type_next_works(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("demo", "--files", folder, as_of=None)
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / folder / "leeds.csv").read_bytes() == LIST
    codes = {tuple(words[-2:]): run(*words, as_of=None) for words in commands_in(done.out)}
    ends = [found.code for found in codes.values()]
    assert ends == [0, 3, 0], "a record, a list with one row refused, and who leaves when"
    assert "RIVERS, Sam" in [*codes.values()][-1].out


def test_nothing_else_is_written(run: Run, tmp_path: Path) -> None:
    run("demo", "--files", tmp_path / "tour")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == [
        "tour",
        "tour/leeds.csv",
    ]


def test_a_file_that_is_there_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "leeds.csv").write_text("mine", encoding="utf-8")
    done = run("demo", "--files", tmp_path)
    assert done.code == 1
    assert "is left as it is. Name another folder" in done.err
    assert (tmp_path / "leeds.csv").read_text("utf-8") == "mine"


def test_a_link_under_that_name_is_not_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "leeds.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert run("demo", "--files", tmp_path).code == 1
    assert not (tmp_path / "elsewhere.csv").exists()


def test_a_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("demo", "--files", tmp_path / "file" / "tour")
    assert done.code == 1
    assert f"cannot make {tmp_path / 'file' / 'tour'}: Not a directory" in done.err


def test_a_list_and_a_record_are_not_asked_for_together(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--files", tmp_path, "--keep", tmp_path / "demo.db")
    assert done.code == 2
    assert [*tmp_path.iterdir()] == []
