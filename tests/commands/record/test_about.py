"""`record about`: versions, extras and places for the report of a fault, and the bill of materials."""

from __future__ import annotations

import json
import platform
import re
from importlib import metadata
from pathlib import Path

import pytest

from releasecheck import __version__
from tests.made_up.program import MakePerson, Run


def unbroken(out: str) -> list[str]:
    """The lines before they were broken for the screen."""
    return out.replace("\n  ", " ").splitlines()


def test_it_says_what_runs_here_and_names_nobody(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person(name="RIVERS, Sam")
    done = run("record", "about")
    assert (done.code, done.err) == (0, "")
    lines = unbroken(done.out)
    assert lines[0] == f"releasecheck {__version__}"
    assert lines[1].startswith(f"Python {platform.python_version()}, ")
    assert re.fullmatch(r"SQLite 3\.[\d.]+", lines[2])
    assert re.search(r": schema \d+$", lines[3])
    assert f"click {metadata.version('click')}" in lines[-1]
    assert not {word for word in ("RIVERS", "Sam", "A1234BC", "tester") if word in done.out}


def test_every_extra_for_users_is_there_or_says_how_to_get_it(run: Run) -> None:
    lines = unbroken(run("record", "about").out)
    # `all` is the others together.
    offered = set(metadata.metadata("releasecheck").get_all("Provides-Extra") or []) - {"test", "all"}
    assert {found[1]: line for line in lines if (found := re.match(r"\[(\w+)\] ", line))}.keys() == offered
    assert f"[pdf] typst {metadata.version('typst')}" in lines


def test_the_home_of_whoever_runs_it_is_not_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Path.home() / "j.okafor" / "record.db"
    monkeypatch.setenv("HOME", str(record.parent))
    out = "\n".join(unbroken(run("--record", record, "record", "about").out))
    assert "j.okafor" not in out
    assert "Record   ~/record.db: no record at ~/record.db" in out


def test_it_can_be_typed_about_a_record_that_does_not_open(run: Run, record: Path) -> None:
    record.write_bytes(b"no record at all, and longer than a header" * 100)
    done = run("record", "about")
    told = " ".join(done.out.split()).partition("Config")[0]
    assert (done.code, "record.db is not a releasecheck record" in told) == (0, True), told


def bill(run: Run) -> dict:
    done = run("record", "about", "--sbom")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_the_bill_of_materials_is_cyclonedx_and_the_same_each_time(run: Run) -> None:
    found = bill(run)
    assert (found["bomFormat"], found["specVersion"], found["version"]) == ("CycloneDX", "1.6", 1)
    assert found["metadata"]["component"]["purl"] == f"pkg:pypi/releasecheck@{__version__}"
    assert "timestamp" not in found["metadata"]
    assert found == bill(run)


def test_every_library_is_in_it_once_with_its_version_and_licence(run: Run) -> None:
    """Those of the extras that are installed, and what they need; nothing that is only for tests."""
    found = bill(run)
    parts = {part["name"].lower(): part for part in found["components"]}
    assert len(parts) == len(found["components"])
    for name in ("click", "sqlite-utils", "jinja2", "markupsafe", "python-dateutil", "lxml", "typst"):
        assert parts[name]["version"] == metadata.version(name), name
        assert parts[name]["licenses"], name
    assert parts["click"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert {"cpython", "sqlite"} < parts.keys()
    assert not {"pytest", "hypothesis", "ruff", "mypy"} & parts.keys()


def test_what_needs_what_leads_from_the_program_to_every_part(run: Run) -> None:
    found = bill(run)
    needs = {each["ref"]: each["dependsOn"] for each in found["dependencies"]}
    reached, waiting = set(), [found["metadata"]["component"]["bom-ref"]]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += needs.get(here, [])
    assert reached == {part["bom-ref"] for part in found["components"]} | {
        found["metadata"]["component"]["bom-ref"]
    }


def test_a_file_is_for_the_bill_alone(run: Run, tmp_path: Path) -> None:
    done = run("record", "about", "--sbom", "-o", tmp_path / "parts.json")
    assert done.code == 0
    assert json.loads((tmp_path / "parts.json").read_text("utf-8")) == bill(run)
    assert run("record", "about", "-o", tmp_path / "about.json").code == 2
