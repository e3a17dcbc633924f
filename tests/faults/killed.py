"""Kills a command at each call that changes the record's folder, and opens the record after each.

Run with `kill_at.c` preloaded, for only so can the process be ended inside SQLite. The interpreter is
forked for every command: starting one anew for each of some hundreds of kills would take minutes.

usage: python -m tests.faults.killed RECORD FOLDER MOST KEYS COMMAND…; one JSON object on standard output.
KEYS: the files of the keys that may open the record, each before a comma; then it is tried without one.
MOST: of a command that makes more calls than this about so many are killed: of each kind the first, the last
and some spread evenly between, and the last calls of all; with RELEASECHECK_KILLS=all every one.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from releasecheck.cli import cli
from releasecheck.store.sqlite.cipher import NO_KEY, known
from releasecheck.store.sqlite.connection import connect

_EACH_TORN = 3
"""Of the calls that are killed halfway through, one in so many."""
_LAST = 25
"""Where a command names what it made: none of these calls is passed over."""


NEEDLE = os.environ.get("KILLED_NEEDLE")
"""What no file may hold once the command has been typed again; nothing: it is not typed again."""


class Said(NamedTuple):
    """What a command left: its exit code, or minus the signal that ended it, and both of its streams."""

    code: int
    out: str
    err: str


def main(record: Path, folder: Path, most: int, keys: Sequence[str], command: Sequence[str]) -> None:
    """Print how many calls the command makes, and what the first command after each kill said."""
    at, tally = folder / "record.db", folder.parent / "calls"
    preloaded = ctypes.CDLL(None)
    preloaded.kinds_so_far.restype = ctypes.c_char_p

    def killed(call: int, torn: bool) -> None:
        preloaded.kill_at(str(folder).encode(), ctypes.c_long(call), int(torn))
        try:
            _run(at, command)
        finally:
            tally.write_bytes(preloaded.kinds_so_far())

    def opened() -> tuple[Said, str]:
        """What the first command says, and the key by which it opens the record."""
        for key in keys:
            said = _forked(partial(_run, at, ["list", "--all"], key))
            if said.code == 0:
                break
        return said, key

    _lay(record, folder)
    before, _ = opened()
    _lay(record, folder)  # opening may have brought it up to date
    assert _forked(partial(killed, 0, torn=False)).code == 0
    after, _ = opened()
    kinds = tally.read_text("ascii")
    chosen = _chosen(kinds, most)
    assert {kinds[call - 1] for call in chosen} == set(kinds), "no kind of call is left out"
    points = []
    for torn in (False, True):
        for call in chosen[:: _EACH_TORN if torn else 1]:
            _lay(record, folder)
            ended = _forked(partial(killed, call, torn))
            said, key = opened()
            found: dict[str, object] = {
                "form": Path(key).name,
                "left": sorted(path.name for path in folder.iterdir()),
            }
            found["mode"] = _forked(partial(_print_mode, at, key)).out
            others = [
                _forked(partial(_run, other, ["list", "--all"]))._asdict()
                for other in sorted(folder.glob("[!.]*.db"))
                if other != at
            ]
            found |= {"call": call, "torn": torn, "killed": ended.code == -9, "others": others}
            found |= said._asdict()
            points.append(found | (_again(at, command) if NEEDLE else {}))
    print(json.dumps({"before": before.out, "after": after.out, "points": points}))


def _chosen(kinds: str, most: int) -> list[int]:
    """Which calls to kill, counted from 1; `kinds`: a letter for what each call does."""
    calls = len(kinds)
    if os.environ.get("RELEASECHECK_KILLS") == "all":
        return list(range(1, calls + 1))
    chosen = set(range(max(1, calls - _LAST), calls + 1))
    for kind in set(kinds):
        of_it = [call for call, one in enumerate(kinds, start=1) if one == kind]
        chosen |= {of_it[0], of_it[-1], *of_it[:: max(1, calls // most)]}
    return sorted(chosen)


def _again(at: Path, command: Sequence[str]) -> dict[str, object]:
    """What the same command says when it is typed again, and which files still hold what is to be gone."""
    said = _forked(partial(_run, at, command))
    files = [path for path in at.parent.rglob("*") if path.is_file()]
    holding = [path.name for path in files if NEEDLE and NEEDLE.encode() in path.read_bytes()]
    return {"again": said._asdict(), "holding": sorted(holding)}


def _lay(record: Path, folder: Path) -> None:
    """A fresh copy of the record, with nothing beside it."""
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    shutil.copy2(record, folder / "record.db")


def _print_mode(record: Path, key: str) -> None:
    """Whether readers and a writer can be in the record together."""
    opener = known(Path(key).read_text().strip()) if key else NO_KEY
    with closing(connect(record, key=opener)) as connection:
        print(*connection.one("PRAGMA journal_mode") or ())


def _run(record: Path, words: Sequence[str], key: str | None = None) -> None:
    if key is not None:
        os.environ["RELEASECHECK_KEY_FILE"] = key
    cli.main(["--as-of", "2026-11-23", "--record", str(record), *words], "releasecheck")


def _forked(run: Callable[[], None]) -> Said:
    """What `run` said in a process of its own."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = 1
            try:
                run()
                code = 0
            except SystemExit as done:
                code = done.code if isinstance(done.code, int) else 1
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        texts = [(file.seek(0), file.read().decode())[1] for file in (out, err)]
    return Said(os.waitstatus_to_exitcode(status), *texts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(","), sys.argv[5:])
