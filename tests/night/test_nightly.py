"""The night: what its folder holds, what changed since the last, and what happens when it goes wrong."""

from __future__ import annotations

import configparser
import errno
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from releasecheck.night import folder as night_folder
from releasecheck.night import lock as night_lock
from releasecheck.night.bundle import Asked, PrisonNight, make_night
from releasecheck.night.folder import NightFolder
from releasecheck.night.lock import LOCK
from releasecheck.reports.caseload.missing import Missing, missing
from releasecheck.reports.caseload.night import Snapshot, digest, owner_of
from releasecheck.reports.caseload.night_page import initials
from releasecheck.store import open_record
from tests.conftest import AS_OF, MakePerson, Run
from tests.made_up import reports as made_up
from tests.places import EXPECTED, TOP

NIGHTLY = EXPECTED / "nightly"
NEXT = "2026-11-24"


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder and what is in it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ics")
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in found}


def visible(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir() if not path.name.startswith("."))


def summary(out: Path, night: str = "latest") -> dict[str, Any]:
    found = json.loads((out / night / "summary.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def made_up_night(folder: NightFolder, **asked: Any) -> tuple[str, ...]:
    """The made-up caseload as a night of its own; the problems that were found."""
    report: Missing = made_up.what_is_missing("person")
    known = {
        "A1234BC": "2027-02-12 cas3:blocked:2026-12-04 da_check:chase: gate:to_do:2026-11-25",
        "A7710FA": "2026-12-18 address_check:overdue:2026-11-11",
        "A1188DE": "2027-01-21 oasys:to_do:2026-11-23",
        "A2291BB": "2026-11-26 crs:to_do:2026-11-27",
        "A0007GG": "2026-11-19 crs:overdue:2026-11-01",
    }
    told = Asked(
        day=made_up.TODAY,
        office="HMP Leeds",
        window_days=28,
        unanswered_days=14,
        repeat=False,
        titles={"gate": "Gate check done", "crs": "CRS accommodation referral"},
        pathways={"crs": "accommodation", "cas3": "accommodation", "dtr": "accommodation"},
        footnotes=made_up.FOOTNOTES,
        before=Snapshot(date(2026, 11, 22), known, 5),
        marking="OFFICIAL-SENSITIVE",
        template_dirs=(),
    )
    people = made_up.caseload().rows
    made = make_night(
        folder,
        told._replace(**asked),
        [PrisonNight("HMP Leeds", report, people)],
        {"A0007GG": ("GREY, Ola", date(2026, 11, 19))},
    )
    return made.problems


# --- what the folder holds ---


def test_the_night_is_the_one_we_agreed(tmp_path: Path) -> None:
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        assert made_up_night(folder) == ()
        path = folder.publish()
    assert path.name == AS_OF
    found = tree(path)
    assert sorted(found) == sorted(tree(NIGHTLY))
    for name, text in found.items():
        assert text == (NIGHTLY / name).read_text("utf-8"), name


def test_the_lists_say_what_missing_says(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "out").code == 0
    listed = json.loads((tmp_path / "out" / "latest" / "missing.json").read_text("utf-8"))
    told = json.loads(run("missing", "--format", "json").out)
    key = lambda row: (row["prison_number"], row["item"])  # noqa: E731
    assert sorted(listed.pop("items"), key=key) == sorted(told.pop("items"), key=key)
    assert listed == told
    rows = (tmp_path / "out" / "latest" / "missing.csv").read_text("utf-8").splitlines()
    assert sorted(rows) == sorted(run("missing", "--format", "csv").out.splitlines())


def test_cron_is_told_in_three_lines_and_only_the_owner_can_read(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run("nightly", "--out", out)
    assert (done.code, done.err) == (0, "")
    first, changed, where = done.out.splitlines()
    assert re.fullmatch(
        r"releasecheck nightly, Mon 23 Nov 2026 \d\d:\d\d, 3 prisons: 40 people, \d+ with something missing",
        first,
    )
    assert re.fullmatch(
        r"The first night: the next will say what has changed\. Backup verified, \d+\.\d MB\.", changed
    )
    assert where == str(out / AS_OF / "index.html")
    assert (out / "latest").readlink() == Path(AS_OF)
    modes = {oct(path.stat().st_mode & 0o777) for path in out.rglob("*") if path.is_file()}
    folders = {oct(path.stat().st_mode & 0o777) for path in (out, *out.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({"0o600"}, {"0o700"})
    made = tree(out / AS_OF)
    linked = set(re.findall(r'href="([^"]+)"', made["index.html"]))
    assert linked - {"calendar.ics"} == {
        name for name in made if not name.startswith(("digests/", "index", "summary"))
    }


def test_the_exit_code_tells_only_when_asked(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "out").code == 0
    assert run("nightly", "--out", tmp_path / "out", "--exit-code").code == 4


def test_an_empty_record_has_a_night_as_well(run: Run, record: Path, tmp_path: Path) -> None:
    done = run("nightly", "--out", tmp_path / "out", "--exit-code")
    assert done.code == 0
    assert "0 people, 0 with something missing" in done.out
    assert summary(tmp_path / "out")["missing"] == 0
    assert json.loads((tmp_path / "out" / "latest" / "missing.json").read_text("utf-8"))["items"] == []


def test_the_calendar_is_the_one_that_is_exported(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "out").code == 0
    made = (tmp_path / "out" / "latest" / "calendar.ics").read_text("utf-8")
    event = re.compile(r"DTSTART[^:]*:(\d+).*?UID:(\S+)", re.DOTALL)
    exported = event.findall(run("export", "ics", "--within", "14d").out.partition("END:VTIMEZONE")[2])
    found = event.findall(made.partition("END:VTIMEZONE")[2])
    assert found == [(day, number) for day, number in exported if day >= "20261123"] != []


def test_a_night_without_what_makes_calendars_says_so_and_goes_on(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    done = run("nightly", "--out", tmp_path / "out")
    assert done.code == 0
    assert done.err == (
        "calendar.ics was left out: a calendar file needs icalendar. "
        "Type: pip install 'releasecheck[office]'\n"
    )
    assert not (tmp_path / "out" / "latest" / "calendar.ics").exists()


# --- what changed ---


def test_the_next_night_says_what_changed(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    make_person(prison="LEI")
    make_person("A2222BC", "COLE, Marcus", prison="LEI")
    make_person("A3333BC", "DUNNE, Kerry", "2026-11-26", prison="LEI")
    assert run("nightly", "--out", out).code == 0
    assert run("redate", "A2222BC", "2027-01-29", "--type", "CRD", "--source", "memo", "-y").code == 0
    assert run("mark", "smith", "crs", "submitted").code == 0
    assert run("released", "A3333BC", as_of="2026-11-26").code == 0
    make_person("A4444BC", "NEW, Nina", prison="LEI")
    done = run("nightly", "--out", out, as_of="2026-11-26")
    assert done.code == 0
    assert "(Mon 23 Nov 3)" in done.out
    changes = summary(out)["changes"]
    assert (changes["arrived"], changes["moved"]) == (1, 1)
    assert changes["cleared"] >= 1
    index = (out / "latest" / "index.html").read_text("utf-8")
    assert "from Fri 5 Feb to Fri 29 Jan" in index and "7 days earlier" in index
    assert re.search(
        r"A1234BC SMITH, John</th><td>[^<]* <code>crs</code></td><td>nothing missing any more", index
    )
    assert re.search(r"A4444BC NEW, Nina</th><td>-</td><td>out Fri 5 Feb", index)


def test_the_restricted_and_the_erased_are_not_named_as_gone_and_whoever_is_named_is_logged(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    now, day = datetime.now(UTC), date(2026, 11, 23)
    with open_record(demo) as store, store.writing("t", now, day, "restrict", None) as transaction:
        transaction.restrict("A2291BB")
        transaction.erase("A6472FA")
    assert run("released", "A3301FE", "--on", "2026-11-23").code == 0
    with closing(sqlite3.connect(demo)) as connection, connection:
        connection.execute("UPDATE tasks SET open = 0 WHERE prison_number = 'A3301FE'")
    assert run("nightly", "--out", out, as_of=NEXT).code == 0
    everything = "".join(tree(out / "latest").values())
    assert "A2291BB" not in everything and "A6472FA" not in everything
    assert "A3301FE" in everything and summary(out)["changes"]["left"] == 1
    with closing(sqlite3.connect(demo)) as connection:
        (people,) = connection.execute(
            "SELECT people FROM log WHERE command = 'nightly' ORDER BY rowid DESC"
        ).fetchone()
    assert "A3301FE" in json.loads(people)


def test_a_second_run_of_a_day_is_compared_with_the_day_before_as_well(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    run("nightly", "--out", out, as_of=NEXT)
    first = tree(out / NEXT)
    assert run("nightly", "--out", out, as_of=NEXT).code == 0
    assert tree(out / f"{NEXT}.2") == first
    assert (out / "latest").readlink() == Path(f"{NEXT}.2")
    assert summary(out)["compared_with"] == AS_OF


def test_no_digest_repeats_what_stands_as_it_stood_unless_asked(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    run("nightly", "--out", out, as_of=NEXT)
    again = (out / NEXT / "digests" / "com-j-okafor.txt").read_text("utf-8")
    assert "nothing new" in again
    assert re.search(r"As it was on Mon 23 Nov: \d+ things, \d+ of them overdue\.", again)
    assert "RIVERS" not in again
    run("nightly", "--out", out, "--repeat", as_of=NEXT)
    assert "RIVERS" in (out / "latest" / "digests" / "com-j-okafor.txt").read_text("utf-8")


def test_a_task_that_waits_until_a_date_is_quiet_until_then(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(com="J. Okafor", prison="LEI")
    assert run("mark", "smith", "crs", "submitted").code == 0
    for day, said in ((AS_OF, False), ("2026-12-20", True)):
        assert run("nightly", "--out", tmp_path / "out", as_of=day).code == 0
        text = (tmp_path / "out" / "latest" / "digests" / "com-j-okafor.txt").read_text("utf-8")
        assert (re.search(r"^ +crs +.*unanswered", text, re.MULTILINE) is not None) is said


def test_an_item_is_fresh_when_its_state_or_its_date_is_another() -> None:
    row = made_up.row("A1234BC", "RIVERS, Sam", "crs", "to_do", 74, due_on=date(2026, 11, 27))
    for line, fresh in (
        ("2027-02-05 crs:to_do:2026-11-27", 0),
        ("2027-02-05 crs:to_do:2026-11-27 dtr:unknown:", 0),
        ("2027-02-05 crs:to_do:2026-11-30", 1),
        ("2027-02-05 crs:blocked:2026-11-27", 1),
        ("2027-02-05 xcrs:to_do:2026-11-27", 1),
    ):
        before = Snapshot(date(2026, 11, 22), {"A1234BC": line}, 1)
        assert len(digest(owner_of(row), [row], before, made_up.TODAY, "p").rows) == fresh, line


# --- one at a time, and nothing half done ---


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

    monkeypatch.setattr(night_folder.os, "open", full)
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
    with closing(sqlite3.connect(record)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
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

    make_person(prison="LEI")
    make_person("A2222BC", "COLE, Marcus", prison="STI")
    really = night_reading.missing_report

    def meanwhile(*args: Any) -> Missing:
        if not run("find", "A9999ZZ").out.count("LATE"):
            make_person("A9999ZZ", "LATE, Lou", prison="STI")
        return really(*args)

    monkeypatch.setattr(night_reading, "missing_report", meanwhile)
    done = run("nightly", "--out", tmp_path / "out")
    assert done.code == 0, done.err
    assert summary(tmp_path / "out")["people"] == 2
    assert "LATE" not in "".join(tree(tmp_path / "out" / AS_OF).values())
    assert "LATE" in run("find", "A9999ZZ").out


# --- where it is put, and how long it stays ---


def test_the_folder_is_made_but_not_the_one_above_it(run: Run, demo: Path, tmp_path: Path) -> None:
    done = run("nightly", "--out", tmp_path / "not-mounted" / "out")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"releasecheck: no folder {tmp_path}/not-mounted to make out in: make it, or mount its disk\n"
    )
    (tmp_path / "file").touch()
    assert "is not a folder" in run("nightly", "--out", tmp_path / "file").err


def test_a_folder_that_cannot_be_written_to_is_said(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: Any) -> int:
        raise OSError(errno.EACCES, "Permission denied")

    (tmp_path / "out").mkdir()
    monkeypatch.setattr(night_lock.os, "open", denied)
    done = run("nightly", "--out", tmp_path / "out")
    monkeypatch.undo()
    assert (done.code, done.err) == (1, f"releasecheck: cannot write in {tmp_path}/out: Permission denied\n")


def test_old_nights_go_and_nothing_else_does(run: Run, record: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for day in range(1, 12):
        assert run("nightly", "--out", out, as_of=f"2026-06-{day:02}").code == 0
    (out / "2026-01-01").mkdir()
    (out / "2026-01-01" / "mine.txt").touch()
    (out / "2026-01-02").symlink_to(out / "2026-06-01")
    assert run("nightly", "--out", out, "--keep-days", "30").code == 0
    left = [f"2026-06-{day:02}" for day in range(6, 12)]
    assert visible(out) == ["2026-01-01", "2026-01-02", *left, AS_OF, "backups", "latest"]


def test_so_many_backups_are_kept_and_each_is_a_record(run: Run, demo: Path, tmp_path: Path) -> None:
    out, backups = tmp_path / "out", tmp_path / "elsewhere"
    for day in range(23, 28):
        done = run(
            *("nightly", "--out", out, "--backups", backups, "--keep-backups", "2"), as_of=f"2026-11-{day}"
        )
        assert done.code == 0, done.err
    assert [path.name for path in sorted(backups.iterdir())] == [
        "record-2026-11-26.db",
        "record-2026-11-27.db",
    ]
    shown = run("--record", backups / "record-2026-11-27.db", "show", "A1234BC")
    assert shown.out == run("show", "A1234BC").out


def test_a_backup_that_cannot_be_made_stops_the_night(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from releasecheck.store.sqlite import backup

    monkeypatch.setattr(backup, "APPLICATION_ID", 1)
    done = run("nightly", "--out", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert "did not pass its check and was not kept" in done.err
    assert visible(tmp_path / "out") == ["backups"]
    assert list((tmp_path / "out" / "backups").iterdir()) == []


def test_a_clock_moved_back_is_said_and_costs_nothing(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out, as_of="2026-11-22")
    run("nightly", "--out", out, as_of=NEXT)
    done = run("nightly", "--out", out)
    assert done.code == 0
    assert "there is a night of Tue 24 Nov 2026, after Mon 23 Nov 2026: is the clock right?" in done.err
    assert (out / "latest").readlink() == Path(NEXT)
    assert summary(out, AS_OF)["compared_with"] == "2026-11-22"
    assert run("nightly", "--out", out, as_of="2026-11-25").code == 0
    assert summary(out)["compared_with"] == NEXT


def test_latest_that_somebody_made_a_folder_of_is_left_alone(run: Run, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "latest").mkdir(parents=True)
    done = run("nightly", "--out", tmp_path / "out")
    assert done.code == 1
    assert "is a folder that somebody made: move it away. The night is in 2026-11-23" in done.err
    assert (tmp_path / "out" / AS_OF / "index.html").is_file()


def test_where_there_are_no_links_latest_is_a_text(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", no_links)
    assert run("nightly", "--out", tmp_path / "out").code == 0
    assert (tmp_path / "out" / "latest").read_text("utf-8") == f"{AS_OF}\n"
    assert run("nightly", "--out", tmp_path / "out", "--check").code == 0


def test_check_says_whether_tonights_has_been_made(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    none = run("nightly", "--out", out, "--check")
    assert (none.code, none.out) == (1, "")
    assert "no night has been made in" in none.err
    run("nightly", "--out", out)
    made = run("nightly", "--out", out, "--check")
    assert (made.code, made.out) == (
        0,
        f"The night of Mon 23 Nov 2026 has been made.\n{out}/{AS_OF}/index.html\n",
    )
    late = run("nightly", "--out", out, "--check", as_of=NEXT)
    assert (late.code, late.out) == (1, "")
    assert "no night for Tue 24 Nov 2026; the last is of Mon 23 Nov 2026" in late.err


def test_systemd_is_told_what_to_run_and_where_it_may_write(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / 'a "b" 100%' / "out"
    done = run("nightly", "--out", out, "--mail", "--print-systemd")
    assert (done.code, done.err) == (0, "")
    service, timer = done.out.split("# /etc/systemd/system/releasecheck-nightly.timer\n")
    units = configparser.RawConfigParser(strict=False)
    units.optionxform = str  # type: ignore[assignment, method-assign]
    units.read_string(service + timer)
    shown = str(out).replace("%", "%%").replace('"', '\\"')
    assert units["Service"]["ExecStart"].endswith(f' --record {demo} nightly --out "{shown}" --mail')
    assert units["Service"]["ReadWritePaths"] == f'{demo.parent} "{shown.removesuffix("/out")}"'
    assert (units["Service"]["Type"], units["Service"]["UMask"]) == ("oneshot", "0077")
    assert units["Timer"] == {"OnCalendar": "*-*-* 02:00", "Persistent": "yes"}
    assert not out.exists()


def test_the_log_says_whose_data_the_night_shows(run: Run, demo: Path, tmp_path: Path) -> None:
    run("nightly", "--out", tmp_path / "out")
    run("nightly", "--out", tmp_path / "out", "--to", "HMP Leeds OMU")
    with closing(sqlite3.connect(demo)) as connection:
        lines = connection.execute(
            "SELECT kind, recipient, people FROM log WHERE command = 'nightly'"
        ).fetchall()
    assert [line[:2] for line in lines] == [("consultation", None), ("disclosure", "HMP Leeds OMU")]
    assert all(len(json.loads(people)) == 40 for _, _, people in lines)


# --- what came from elsewhere stays text ---


def test_a_template_the_office_broke_is_named_and_ours_used_for_the_rest(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    run("nightly", "--out", tmp_path / "well")
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "templates"
    folder.mkdir(parents=True)
    (folder / "missing.html.j2").write_text("<p>\n{{ page.titel }}</p>", "utf-8")
    done = run("nightly", "--out", tmp_path / "out")
    assert done.code == 1
    assert re.fullmatch(
        rf"releasecheck: {re.escape(str(folder))}/missing\.html\.j2 line 2: .*titel.*\. "
        r"The built-in page was used instead\n",
        done.err,
    )
    assert len(done.out.splitlines()) == 3
    assert tree(tmp_path / "out" / AS_OF) == tree(tmp_path / "well" / AS_OF)


HOSTILE = '=cmd|"{{ 7*7 }}<script>alert(1)</script>'


def test_hostile_names_are_shown_as_text_everywhere(tmp_path: Path) -> None:
    row = made_up.row(
        *("A1234BC", HOSTILE, "crs", "overdue", 74),
        due_on=date(2026, 11, 1),
        owner_name="../../" + HOSTILE,
        title=HOSTILE,
        prison="../" + HOSTILE,
    )
    report = missing([row], made_up.TODAY, 28, 1, "person")
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        asked = Asked(made_up.TODAY, HOSTILE, 28, 14, False, {}, {}, (), None, "OFFICIAL-SENSITIVE", ())
        make_night(folder, asked, [PrisonNight(row.prison, report, ())], {})
        found = tree(folder.publish())
    assert sorted(found) == [
        "digests/com-cmd-7-7-script-alert-1-script.txt",
        "index.html",
        "missing.csv",
        "missing.json",
        "owners/com-cmd-7-7-script-alert-1-script.html",
        "prisons/cmd-7-7-script-alert-1-script.html",
        "summary.json",
    ]
    pages = "".join(text for name, text in found.items() if name.endswith(".html"))
    assert "<script>alert" not in pages
    assert "&lt;script&gt;alert(1)" in pages
    assert "49" not in pages
    assert "'=cmd" in found["missing.csv"]


def test_two_owners_whose_names_look_alike_have_a_page_each(tmp_path: Path) -> None:
    rows = [
        made_up.row("A1234BC", "RIVERS, Sam", "crs", "overdue", 74, owner_name=name, due_on=date(2026, 11, 1))
        for name in ("Áine O’Neill", "Aine O-Neill", "山田")
    ]
    report = missing(rows, made_up.TODAY, 28, 1, "person")
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        asked = Asked(made_up.TODAY, "", 28, 14, False, {}, {}, (), None, "OFFICIAL-SENSITIVE", ())
        make_night(folder, asked, [PrisonNight("LEI", report, ())], {})
        owners = [name for name in folder.files if name.startswith("owners")]
    assert owners == ["owners/com-aine-o-neill.html", "owners/com-aine-o-neill-2.html", "owners/com.html"]


def test_initials_are_all_that_the_post_says_of_a_name() -> None:
    assert initials("O’NEILL, Áine Mary") == "Á. M. O."
    assert initials("name not recorded") == "N. N. R."
