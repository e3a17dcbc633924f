"""A night's folder may be one that others write in: what they put under its fixed names is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasecheck.core import system
from releasecheck.night.lock import LOCK
from tests.made_up.program import AS_OF, Run

SECRET = "the safe's number is 4711\n"


def left_alone(run: Run, out: Path, words: str) -> None:
    """The night is refused in these words, and nothing of what is there is read out."""
    done = run("nightly", "--out", out)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"releasecheck: {out / LOCK} {words}\n"
    assert not (out / AS_OF).exists()


AWAY = "it is left alone. Move it away, or choose another folder with --out"


def test_a_link_under_the_locks_name_is_not_followed(run: Run, demo: Path, tmp_path: Path) -> None:
    """It would be emptied, and its first words sent in cron's mail."""
    (tmp_path / "victim.txt").write_text(SECRET)
    out = tmp_path / "out"
    out.mkdir()
    (out / LOCK).symlink_to("../victim.txt")
    left_alone(run, out, f"is a link: {AWAY}")
    assert (tmp_path / "victim.txt").read_text() == SECRET


def test_a_link_to_the_record_costs_no_record(run: Run, demo: Path, tmp_path: Path) -> None:
    before = demo.read_bytes()
    out = tmp_path / "out"
    out.mkdir()
    (out / LOCK).symlink_to(demo)
    left_alone(run, out, f"is a link: {AWAY}")
    assert demo.read_bytes() == before
    (out / LOCK).unlink()
    (out / LOCK).hardlink_to(demo)
    left_alone(run, out, f"is no lock of this program: {AWAY}")
    assert demo.read_bytes() == before


def test_a_link_put_there_after_the_look_is_not_followed_either(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "victim.txt").write_text(SECRET)
    out = tmp_path / "out"
    out.mkdir()
    (out / LOCK).symlink_to("../victim.txt")
    monkeypatch.setattr(system, "is_link", lambda _: False)
    left_alone(run, out, f"is no lock of this program: {AWAY}")
    assert (tmp_path / "victim.txt").read_text() == SECRET


@pytest.mark.parametrize("what", ["folder", "pipe", "file", "long file"])
def test_whatever_else_has_the_locks_name_is_left_as_it_is(
    run: Run, demo: Path, tmp_path: Path, what: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    text = SECRET * (1 if what == "file" else 1000)
    if what == "folder":
        (out / LOCK).mkdir()
    elif what == "pipe":
        os.mkfifo(out / LOCK)
    else:
        (out / LOCK).write_text(text)
    left_alone(run, out, f"is no lock of this program: {AWAY}")
    if "file" in what:
        assert (out / LOCK).read_text() == text


def test_a_long_name_in_a_lock_is_still_known_for_ours(run: Run, demo: Path, tmp_path: Path) -> None:
    """An author is free text: neither its length nor a second line may lock the folder for good."""
    out = tmp_path / "out"
    out.mkdir()
    (out / LOCK).write_text("process 4711, P. Marsh\nof Leeds, since 02:00 on Sun 22 Nov 2026\n")
    assert run("nightly", "--out", out).code == 0
    assert run("--by", "é" * 100, "nightly", "--out", out).code == 0
    assert run("nightly", "--out", out).err == ""


def test_a_link_called_backups_is_not_followed(run: Run, demo: Path, tmp_path: Path) -> None:
    """A whole record would go where somebody else points; a folder that is named is ours to choose."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "backups").symlink_to(elsewhere)
    done = run("nightly", "--out", out)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"releasecheck: {out / 'backups'} is a link: it is left alone. "
        "Move it away, or say where with --backups DIR\n"
    )
    assert list(elsewhere.iterdir()) == []
    assert run("nightly", "--out", out, "--backups", out / "backups").code == 0
    assert sorted(path.name for path in elsewhere.iterdir()) == ["demo.db.erased", f"record-{AS_OF}.db"]


@pytest.mark.parametrize("what", ["link", "file"])
def test_latest_that_somebody_else_made_is_left_as_it_is(
    run: Run, demo: Path, tmp_path: Path, what: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "theirs").mkdir()
    if what == "link":
        (out / "latest").symlink_to(tmp_path / "theirs")
    else:
        (out / "latest").write_text(SECRET)
    done = run("nightly", "--out", out)
    assert done.code == 1
    assert f"{out / 'latest'} is a link or file that somebody made: move it away" in done.err
    assert (out / AS_OF / "index.html").is_file()
    assert run("nightly", "--out", out, "--check").code == 1
    assert (out / "latest").is_symlink() if what == "link" else (out / "latest").read_text() == SECRET
