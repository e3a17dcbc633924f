"""What starts a night by itself on Windows and on macOS: read as those would read it, for neither is here."""

from __future__ import annotations

import plistlib
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.made_up.program import Run

SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def task(run: Run, *words: str | Path) -> ET.Element:
    done = run("nightly", *words, "--print-task")
    assert (done.code, done.err) == (0, "")
    assert done.out.isascii(), "it is right whatever a shell writes it as"
    assert done.out.startswith('<?xml version="1.0"?>\n')
    return ET.fromstring(done.out)


def said(found: ET.Element, name: str) -> str:
    return found.findtext(f".//t:{name}", "", SPACE)


def as_windows_reads(line: str) -> list[str]:
    """The words of a command line, quotes and backslashes as the runtime of C takes them."""
    words: list[str] = []
    word, quoted, slashes, begun = "", False, 0, False
    for letter in f"{line} ":
        if letter == "\\":
            slashes += 1
            begun = True
            continue
        if letter == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            begun = True
        elif letter in " \t" and not quoted:
            word += "\\" * slashes
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word += "\\" * slashes + letter
            begun = True
        slashes = 0
    return words


def test_the_task_of_the_night_runs_without_a_window_and_says_where_its_words_are(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = task(run, "--out", 'Zoë & Co "nights"', "--mail")
    out = tmp_path / 'Zoë & Co "nights"'
    log = tmp_path / 'Zoë & Co "nights".log'
    assert said(found, "Command") == str(Path(sys.executable).with_name(f"{Path(sys.executable).name}w"))
    words = as_windows_reads(said(found, "Arguments"))
    assert words[0] == "-c"
    assert words[3] == str(log)
    assert words[4:] == ["--record", str(demo), "nightly", "--out", str(out), "--mail"]
    assert str(log) in said(found, "Description")
    assert said(found, "StartBoundary").endswith("T02:00:00")
    assert said(found, "StartWhenAvailable") == "true"
    assert not out.exists()


def test_what_the_task_runs_makes_the_night_and_keeps_its_words(run: Run, demo: Path, tmp_path: Path) -> None:
    found = task(run, "--out", tmp_path / "nights")
    words = as_windows_reads(said(found, "Arguments"))
    subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=tmp_path)
    assert "people" in (tmp_path / "nights.log").read_text("utf-8")
    assert (tmp_path / "nights" / "latest").exists()


def test_a_night_that_fails_says_so_in_its_words_and_in_its_exit_code(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    found = task(run, "--out", tmp_path / "nights")
    demo.unlink()
    words = as_windows_reads(said(found, "Arguments"))
    assert subprocess.run([sys.executable, *words], capture_output=True, cwd=tmp_path).returncode == 1
    assert "releasecheck: " in (tmp_path / "nights.log").read_text("utf-8")


def test_the_task_of_the_morning_keeps_its_window_where_there_is_something_to_say(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    found = task(run, "--out", tmp_path / "nights", "--check")
    assert said(found, "Command") == "cmd.exe"
    asked = said(found, "Arguments")
    assert asked.startswith('/d /c "') and asked.endswith(' --check || pause"')
    assert str(tmp_path / "nights") in asked
    days = found.find(".//t:DaysOfWeek", SPACE)
    assert days is not None and len(days) == 5


def test_the_agent_of_launchd_has_every_path(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("nightly", "--out", "Zoë & Co", "--print-launchd")
    agent = plistlib.loads(done.out.encode())
    assert agent["ProgramArguments"][-5:] == [
        "--record",
        str(demo),
        "nightly",
        "--out",
        str(tmp_path / "Zoë & Co"),
    ]
    assert Path(agent["ProgramArguments"][0]).is_absolute()
    assert agent["StandardErrorPath"] == agent["StandardOutPath"] == str(tmp_path / "Zoë & Co.log")
    assert agent["StartCalendarInterval"] == {"Hour": 2, "Minute": 0}
    assert agent["Umask"] == 0o077
