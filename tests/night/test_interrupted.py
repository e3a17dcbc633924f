"""One night at a time, and nothing half done, whatever goes wrong in the middle."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from releasecheck.night.lock import LOCK
from releasecheck.reports.caseload.missing import Missing
from tests.made_up.nights import NEXT, summary, tree, visible
from tests.made_up.program import AS_OF, MakePerson, Run
from tests.made_up.records import rows
from tests.places import TOP


def test_a_second_run_says_who_holds_the_lock(run: Run, demo: Path, tmp_path: Path) -> None:
    import fcntl

    out = tmp_path / "out"
    assert run("nightly", "--out", out).code == 0
    before = visible(out)
    with (out / LOCK).open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("process 4711, P. Marsh, since 02:00 on Mon 23 Nov 2026\n")
        held.flush()
        done = run("nightly", "--out", out)
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"releasecheck: another night is being made in {out}: "
        "process 4711, P. Marsh, since 02:00 on Mon 23 Nov 2026\n"
    )
    assert visible(out) == before


def test_the_lock_of_a_dead_run_is_taken_over_and_said(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / LOCK).write_text("process 4711, P. Marsh, since 02:00 on Sun 22 Nov 2026\n")
    done = run("nightly", "--out", out)
    assert done.code == 0
    assert done.err == (
        "releasecheck: the last run was cut off and its lock is taken over: "
        "process 4711, P. Marsh, since 02:00 on Sun 22 Nov 2026\n"
    )
    assert run("nightly", "--out", out).err == ""


def test_a_full_disk_half_way_leaves_last_night_as_it_was(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run("nightly", "--out", out).code == 0
    before = tree(out / AS_OF), visible(out)
    opened = iter(range(1000))
    really = os.open

    def full(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        if str(path).endswith((".html", ".txt", ".csv")) and next(opened) == 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return really(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", full)
    done = run("nightly", "--out", out, as_of=NEXT)
    monkeypatch.undo()
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"releasecheck: cannot write the night in {out}: No space left on device. Nothing was changed there\n"
    )
    assert (tree(out / AS_OF), visible(out)) == before
    assert (out / "latest").readlink() == Path(AS_OF)


_KILLED = """
import os, sys
name, left = sys.argv.pop(1), int(sys.argv.pop(1))
really = getattr(os, name)
def dying(*args, **kwargs):
    global left
    left -= 1
    if left == 0:
        os._exit(9)
    return really(*args, **kwargs)
setattr(os, name, dying)
from releasecheck.cli import main
main(sys.argv[1:])
"""


MOMENTS = (
    *(("open", 1), ("open", 2), ("fsync", 1), ("replace", 1), ("mkdir", 1), ("open", 6), ("open", 15)),
    *(("sync", 1), ("rename", 1), ("symlink", 1), ("replace", 2), ("ftruncate", 2)),
)


@pytest.mark.parametrize(("call", "nth"), MOMENTS)
def test_a_night_killed_at_any_moment_is_never_seen_by_halves(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path, call: str, nth: int
) -> None:
    out = tmp_path / "out"
    make_person(prison="LEI", com="J. Okafor")
    assert run("nightly", "--out", out).code == 0
    words = ["--as-of", NEXT, "nightly", "--out", str(out)]
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, call, str(nth), *words], cwd=TOP, capture_output=True, text=True
    )
    assert killed.returncode == 9, killed.stderr
    whole = set(tree(out / AS_OF))
    nights = [name for name in visible(out) if name.startswith("2026")]
    assert [set(tree(out / name)) for name in nights] == [whole] * len(nights)
    assert (out / "latest" / "index.html").is_file()
    assert rows(record, "PRAGMA integrity_check") == [("ok",)]
    done = run("nightly", "--out", out, as_of=NEXT)
    assert done.code == 0, done.err
    assert ("cut off" in done.err) is ((call, nth) != MOMENTS[0])
    assert summary(out)["compared_with"] == AS_OF
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == [LOCK]
    assert [path.name for path in (out / "backups").iterdir() if path.name.startswith(".")] == []


def test_a_record_written_meanwhile_shows_one_moment(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from releasecheck.app.reading import night as night_reading
    from releasecheck.app.reading.missing import missing_report

    make_person(prison="LEI")
    make_person("A2222BC", "COLE, Marcus", prison="STI")

    def meanwhile(*args: Any, **named: Any) -> Missing:
        if not run("find", "A9999ZZ").out.count("LATE"):
            make_person("A9999ZZ", "LATE, Lou", prison="STI")
        return missing_report(*args, **named)

    monkeypatch.setattr(night_reading, "missing_report", meanwhile)
    done = run("nightly", "--out", tmp_path / "out")
    assert done.code == 0, done.err
    assert summary(tmp_path / "out")["people"] == 2
    assert "LATE" not in "".join(tree(tmp_path / "out" / AS_OF).values())
    assert "LATE" in run("find", "A9999ZZ").out
