"""The program on Windows, as far as that can be had elsewhere: what its calls refuse and lack is made up."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from releasecheck.app.presenting import present
from releasecheck.core.system import not_kept
from releasecheck.night.lock import holder_words, night_lock
from tests.made_up import windows
from tests.made_up.encrypted import needs_sqlcipher
from tests.made_up.program import Result, make_person, run
from tests.made_up.records import open_elsewhere

WARNING = "on Windows"


@pytest.fixture(autouse=True)
def on_windows(monkeypatch: pytest.MonkeyPatch, record: Path) -> Iterator[None]:
    windows.move_in(monkeypatch)
    yield
    not_kept.clear()


def well(*words: str | Path) -> Result:
    done = run(*words)
    assert done.code == 0, done.err
    return done


def test_the_simulation_refuses_what_windows_refuses(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.write_text("x")
    (tmp_path / "new").write_text("y")
    with held.open() as _:
        for refused in (
            held.unlink,
            lambda: (tmp_path / "new").replace(held),
            lambda: held.rename(tmp_path / "b"),
        ):
            with pytest.raises(PermissionError):
                refused()
    with pytest.raises(PermissionError):
        os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(OSError, match="filename"):
        (tmp_path / "a:b").mkdir()
    assert not hasattr(os, "pread")


def test_a_day_of_work(tmp_path: Path) -> None:
    number = make_person()
    well("mark", number, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    well("undo")
    well("list")
    well("show", number, "-o", tmp_path / "page.html")
    well("show", number, "-o", tmp_path / "page.html")  # in the place of the first
    well("handover", number, "--to", "COM J. Okafor", "-o", tmp_path / "page.txt")
    well("export", "people", "--to", "Leeds", "-o", tmp_path / "people.csv")
    well("config", "set", "prison", "LEI")
    well("record", "verify")
    assert {path.name for path in tmp_path.iterdir()} >= {"page.html", "page.txt", "people.csv"}
    assert not list(tmp_path.glob(".*")), "nothing is left beside them"


def test_nights_and_what_leads_to_the_last(tmp_path: Path, record: Path) -> None:
    make_person()
    for _ in range(2):
        well("nightly", "--out", tmp_path / "nights")
    assert (tmp_path / "nights" / "latest").read_text("utf-8").strip() == "2026-11-23.2"
    assert "2026-11-23.2" in well("nightly", "--out", tmp_path / "nights", "--check").out
    assert (tmp_path / "nights" / "backups" / "record-2026-11-23.db").is_file()


def test_only_one_night_at_a_time(tmp_path: Path, record: Path) -> None:
    """The lock says who holds it, though somebody else holds it: the byte that is locked is no byte of it."""
    nights = tmp_path / "nights"
    nights.mkdir()
    with night_lock(nights, holder_words(4711, "somebody else", "02:00"), print):
        done = run("nightly", "--out", nights)
    assert done.code == 1
    assert "another night is being made" in done.err
    assert "process 4711, somebody else" in done.err
    well("nightly", "--out", nights)


def test_a_backup_is_made_and_restored(tmp_path: Path, record: Path) -> None:
    number = make_person()
    well("record", "backup", tmp_path / "copy.db")
    well("mark", number, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    well("record", "restore", tmp_path / "copy.db", "--yes")
    assert "submitted" not in well("history", number).out
    kept = list(tmp_path.glob("record-until-*.db"))
    assert len(kept) == 1, "what was there is kept"
    assert "submitted" in well("--record", kept[0], "history", number).out
    well("record", "verify")


def test_a_record_in_use_is_not_replaced(tmp_path: Path, record: Path) -> None:
    make_person()
    well("record", "backup", tmp_path / "copy.db")
    with open_elsewhere(record) as read:
        read("SELECT count(*) FROM people")
        done = run("record", "restore", tmp_path / "copy.db", "--yes")
    assert done.code == 1
    assert "Traceback" not in done.err
    well("record", "verify")


def test_a_record_is_encrypted(tmp_path: Path, record: Path) -> None:
    needs_sqlcipher()
    number = make_person()
    done = well("record", "encrypt", "--new-key", tmp_path / "key")
    assert WARNING in done.err
    well("config", "set", "key_file", tmp_path / "key")
    well("show", number)
    well("record", "verify")


def test_a_look_that_the_record_cannot_take_is_kept(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make_person()
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0")
    with open_elsewhere(record) as ask:
        ask("BEGIN IMMEDIATE")
        for _ in range(2):
            assert run("show", number).code == 0
    well("list")
    assert well("log", "show").out.count("show") == 2


def test_somebody_is_erased_and_no_page_is_left_in_a_folder_that_nobody_holds(
    tmp_path: Path, record: Path
) -> None:
    left = tmp_path / ".releasecheck-cutoff00"
    left.mkdir()
    (left / "page.html").write_text("a page of somebody")
    well("show", make_person(), "-o", tmp_path / "page.html")
    assert not left.exists()


@pytest.mark.parametrize("name", ["page:2026.html", "con.html", "what?.html", "Nul", "a|b.html"])
def test_a_name_that_windows_has_not_is_refused_and_nothing_hidden_behind_another(
    name: str, tmp_path: Path, record: Path
) -> None:
    number = make_person()
    before = sorted(tmp_path.iterdir())
    done = run("show", number, "--format", "html", "-o", tmp_path / name)
    assert done.code == 1
    assert "Windows has no file of such a name" in done.err
    assert sorted(tmp_path.iterdir()) == before


def test_lines_end_once_in_what_is_printed(record: Path, tmp_path: Path) -> None:
    """Windows makes \\r\\n of each \\n that is printed; a file is written as it is."""
    make_person()
    assert "\r" not in well("export", "people", "--to", "Leeds").out
    assert "\r" not in well("export", "ics", "--to", "Leeds").out
    well("export", "ics", "--to", "Leeds", "-o", tmp_path / "days.ics")
    assert b"BEGIN:VCALENDAR\r\n" in (tmp_path / "days.ics").read_bytes()


def test_no_page_lies_in_a_file_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    app = SimpleNamespace(answer=None, screen=SimpleNamespace(colour=False))
    paged: list[str] = []
    monkeypatch.setattr(click, "echo_via_pager", lambda text, color: paged.append(text))
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    present.print_lines(app, ["a line"] * 500)  # type: ignore[arg-type]
    assert paged == []
    assert screen.getvalue().count("a line") == 500


def test_nothing_is_promised_that_windows_does_not_keep(tmp_path: Path, record: Path) -> None:
    number = make_person()
    made: dict[str, list[str | Path]] = {
        "init": ["--record", tmp_path / "new.db", "record", "init"],
        "backup": ["record", "backup", tmp_path / "copy.db"],
        "night": ["nightly", "--out", tmp_path / "nights"],
        "page": ["show", number, "-o", tmp_path / "page.html"],
        "key": ["record", "signing-key", "new", tmp_path / "signing"],
        "settings": ["config", "set", "prison", "LEI"],
    }
    for what, words in made.items():
        done = well(*words)
        assert done.err.count(WARNING) == 1, what
        assert not promises(done.out + done.err), what
    assert WARNING not in well("show", number).err, "nothing was written"
    assert WARNING not in well("-q", "show", number, "-o", tmp_path / "quiet.html").err


def promises(text: str) -> bool:
    """Whether it says that nobody else can read something."""
    return "by you only" in text or "only you can" in text


def test_elsewhere_it_is_promised_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    done = run("--record", tmp_path / "new.db", "record", "init")
    assert promises(done.out)
    assert WARNING not in done.err
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_a_record_is_compacted_repaired_and_somebody_erased(tmp_path: Path, record: Path) -> None:
    number = make_person()
    well("nightly", "--out", tmp_path / "nights")
    well("record", "compact")
    well("record", "repair", tmp_path / "repaired.db")
    well("record", "erase", number, "--rule", "request", "--confirm", number)
    assert run("show", number).code == 1
