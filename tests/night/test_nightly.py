"""The night's folder: what it holds, where it is put, and how long it stays."""

from __future__ import annotations

import configparser
import errno
import json
import os
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.expected import agreed, night
from tests.made_up.nights import NEXT, summary, tree, visible
from tests.made_up.program import AS_OF, Run
from tests.made_up.records import people_of, rows
from tests.places import EXPECTED

# --- what the folder holds ---


def test_the_night_is_the_one_we_agreed(tmp_path: Path) -> None:
    found = night(tmp_path)
    assert sorted(found) == [f"nightly/{name}" for name in sorted(tree(EXPECTED / "nightly"))]
    for name, text in found.items():
        assert text == agreed(name), name


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
        r"releasecheck nightly, Mon 23 Nov 2026 \d\d:\d\d, 8 prisons: 52 people, \d+ with something missing",
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


# --- where it is put, and how long it stays ---


def test_without_a_record_no_folder_is_made(run: Run, tmp_path: Path) -> None:
    done = run("--record", tmp_path / "none.db", "nightly", "--out", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("releasecheck: no record at ")
    assert list(tmp_path.iterdir()) == []


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
    monkeypatch.setattr(os, "open", denied)
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
        "demo.db.erased",
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
    service, failed = service.split("# /etc/systemd/system/releasecheck-nightly-failed.service\n")
    assert "OnFailure=releasecheck-nightly-failed.service\n" in service and "ExecStart=/bin/sh" in failed
    units = configparser.RawConfigParser(strict=False)
    units.optionxform = str  # type: ignore[assignment, method-assign]
    units.read_string(service + timer)
    shown = str(out).replace("%", "%%").replace('"', '\\"')
    assert units["Service"]["ExecStart"].endswith(f' --record {demo} nightly --out "{shown}" --mail')
    assert units["Service"]["ReadWritePaths"] == f'{demo.parent} "{shown.removesuffix("/out")}"'
    assert (units["Service"]["Type"], units["Service"]["UMask"]) == ("oneshot", "0077")
    assert units["Timer"] == {"OnCalendar": "*-*-* 02:00", "Persistent": "yes"}
    assert not out.exists()


def test_cron_is_told_with_every_path_and_no_percent_sign_of_its_own(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("nightly", "--out", "100% nights", "--print-cron")
    assert (done.code, done.err) == (0, "")
    night, check = (line for line in done.out.splitlines() if not line.startswith("#"))
    assert night.startswith("0 2 * * *  /") and check.startswith("30 7 * * 1-5  /")
    typed = shlex.split(night.removeprefix("0 2 * * *").replace("\\%", "%"))
    assert typed[-2:] == ["--out", str(tmp_path / "100% nights")] and str(demo) in typed
    assert check.endswith(" --check") and "%" not in check.replace("\\%", "")
    assert not (tmp_path / "100% nights").exists()


def test_the_log_says_whose_data_the_night_shows(run: Run, demo: Path, tmp_path: Path) -> None:
    run("nightly", "--out", tmp_path / "out")
    run("nightly", "--out", tmp_path / "out", "--to", "HMP Leeds OMU")
    lines = rows(demo, "SELECT kind, recipient, people FROM log WHERE command = 'nightly'")
    assert [line[:2] for line in lines] == [
        ("disclosure", str(tmp_path / "out")),
        ("disclosure", "HMP Leeds OMU"),
    ]
    assert all(len(people_of(demo, people)) == 52 for _, _, people in lines)
