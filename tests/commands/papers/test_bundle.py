"""One person's whole record from one office to another and back: nothing is lost, nothing typed twice."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.bundles.bundle_file import _digest, read_bundle
from releasecheck.people.foreign_entries import same_entry
from tests.made_up import program
from tests.made_up.program import Dump, Result
from tests.made_up.records import entries

LEEDS, HULL = "leeds.db", "hull.db"


class Offices:
    """Two offices, each with a record of its own, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def found(self) -> None:
        """Make both records."""
        for name in (LEEDS, HULL):
            self.run(name, "record", "init")

    def run(self, office: str, *words: str | Path, as_of: str = "2026-11-23", code: int = 0) -> Result:
        by = "P. Marsh" if office == LEEDS else "L. Brook"
        done = program.run("--record", self.folder / office, "--by", by, *words, as_of=as_of)
        assert done.code == code, f"{words}: {done.err}"
        return done

    def send(self, office: str, name: str = "A1234BC.json", as_of: str = "2026-11-23") -> Path:
        file = self.folder / name
        words = ("handover", "A1234BC", "--to", "the other office", "--bundle", file, "--force")
        self.run(office, *words, as_of=as_of)
        return file

    def take(self, office: str, file: Path, *words: str, as_of: str = "2026-11-24") -> str:
        return self.run(office, "import", "bundle", file, *words, as_of=as_of).out

    def shown(self, office: str) -> object:
        return json.loads(self.run(office, "show", "A1234BC", "--format", "json", as_of="2026-12-01").out)

    def told(self, office: str) -> list[tuple[object, ...]]:
        """Every entry of the history: author, day, and what it recorded."""
        entries = json.loads(self.run(office, "history", "A1234BC", "--format", "json").out)["entries"]
        return [
            (one["at"], one["by"], one["day"], json.dumps(one["changes"]), bool(one["undone"]))
            for one in entries
        ]


@pytest.fixture(scope="session")
def _two_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    two = Offices(tmp_path_factory.mktemp("offices"))
    two.found()
    for line in (
        "add A1234BC --name RIVERS,Sam --release 2027-02-06 --type CRD date_of_birth=1989-04-10 tier=B2",
        "redate A1234BC 2027-02-13 --type CRD --source OMU",
        "mark A1234BC da_check sent force=Westmarch --on 2026-11-02",
        "own A1234BC dtr PRT",
        "contact A1234BC --by COM --how video --on 2026-11-04",
        "ask A1234BC visit --of OMU --on 2026-11-05",
        "set A1234BC rosh=low",
    ):
        two.run(LEEDS, *line.split())
    two.run(LEEDS, "undo", "--reason", "slip of the pen")
    return two.folder


@pytest.fixture
def offices(_two_offices: Path, tmp_path: Path) -> Offices:
    """Leeds knows Sam; Hull has never heard of him."""
    shutil.copytree(_two_offices, tmp_path / "offices")
    return Offices(tmp_path / "offices")


def changed(file: Path, **values: object) -> Path:
    """The same file with something else in it."""
    whole = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**whole, **values}), "utf-8")
    return file


# --- somebody new ---


def test_somebody_new_is_taken_in_whole(offices: Offices) -> None:
    said = offices.take(HULL, offices.send(LEEDS))
    assert said.splitlines()[0] == "A1234BC RIVERS, Sam: bundle, signed off by P. Marsh, Mon 23 Nov 2026"
    assert "2 release dates told" in said
    assert offices.shown(HULL) == offices.shown(LEEDS)


def test_every_entry_keeps_its_own_author_and_day(offices: Offices) -> None:
    theirs = offices.told(LEEDS)
    offices.take(HULL, offices.send(LEEDS))
    ours = offices.told(HULL)
    assert ours[: len(theirs)] == theirs
    assert len(ours) == len(theirs) + 1
    assert "brought in on Tue 24 Nov 2026" in offices.run(HULL, "history", "A1234BC").out.replace(
        "\n   ", " "
    )


def test_what_was_asked_there_can_be_answered_here(offices: Offices) -> None:
    offices.take(HULL, offices.send(LEEDS))
    asked = offices.run(HULL, "asked", "A1234BC", "--format", "csv").out.splitlines()
    request = next(line.split(",")[2] for line in asked if "visit" in line).strip("'")
    offices.run(HULL, "ask", "A1234BC", "--answered", request, "--on", "2026-11-20")
    assert "answered" in offices.run(HULL, "asked", "A1234BC").out


def test_taken_in_twice_it_records_nothing_new(offices: Offices, dump: Dump) -> None:
    file = offices.send(LEEDS)
    offices.take(HULL, file)
    before = dump(offices.folder / HULL)
    assert "Everything in it is here already." in offices.take(HULL, file)
    assert dump(offices.folder / HULL) == before


def test_it_can_be_undone_as_one_entry(offices: Offices) -> None:
    offices.take(HULL, offices.send(LEEDS))
    offices.run(HULL, "undo", as_of="2026-11-24")
    assert offices.run(HULL, "show", "A1234BC", code=1).out == ""


def test_a_dry_run_shows_what_differs_and_saves_nothing(offices: Offices, dump: Dump) -> None:
    file = offices.send(LEEDS)
    before = dump(offices.folder / HULL)
    assert "Nothing saved." in offices.take(HULL, file, "--dry-run")
    assert dump(offices.folder / HULL) == before


# --- somebody known in both ---


def test_whoever_recorded_it_last_is_followed_and_both_histories_are_kept(offices: Offices) -> None:
    offices.take(HULL, offices.send(LEEDS))
    offices.run(HULL, "set", "A1234BC", "tier=C1", "cell=A-1-002", as_of="2026-11-24")
    offices.run(LEEDS, "set", "A1234BC", "tier=A3", as_of="2026-11-25")
    offices.run(HULL, "mark", "A1234BC", "da_check", "answered", "result=known", "read_by=POM",
                "in_oasys=yes", "--on", "2026-11-25", as_of="2026-11-25")  # fmt: skip
    back = offices.send(HULL, as_of="2026-11-25")
    said = offices.take(LEEDS, back, as_of="2026-11-26")
    assert "Tier: A3 here, C1 there: not taken, told later here" in said
    assert "Cell: not known here, A-1-002 there: taken, told later" in said
    assert "da_check answered on Wed 25 Nov 2026: taken" in said
    words = " ".join(offices.run(LEEDS, "history", "A1234BC").out.split())
    assert "cell A-1-002 (was not known)" in words
    assert "L. Brook: tier C1" in words
    assert "P. Marsh: tier A3" in words
    there = offices.take(HULL, offices.send(LEEDS, as_of="2026-11-26"), as_of="2026-11-27")
    assert "Tier: C1 here, A3 there: taken, told later" in there
    assert offices.shown(HULL) == offices.shown(LEEDS)


def test_of_two_offices_that_told_apart_the_day_told_decides_and_not_the_day_recorded(
    offices: Offices,
) -> None:
    offices.take(HULL, offices.send(LEEDS, as_of="2026-11-24"), as_of="2026-11-24")
    offices.run(LEEDS, "set", "A1234BC", "rosh=high", "--told", "2026-11-26", as_of="2026-11-26")
    offices.run(HULL, "set", "A1234BC", "rosh=medium", "--told", "2026-11-25", as_of="2026-11-27")
    said = offices.take(LEEDS, offices.send(HULL, as_of="2026-11-27"), as_of="2026-11-28")
    assert "Risk of serious harm: high here, medium there: not taken, told later here" in said


def test_something_older_is_kept_in_the_history_and_does_not_come_last(offices: Offices) -> None:
    file = offices.send(LEEDS)
    offices.take(HULL, file)
    offices.run(LEEDS, "mark", "A1234BC", "da_check", "no_reply", "--on", "2026-11-20")
    offices.run(HULL, *"mark A1234BC da_check answered result=known read_by=POM in_oasys=yes".split())
    offices.take(HULL, offices.send(LEEDS))
    tasks = {task["item"]: task for task in offices.shown(HULL)["tasks"]}  # type: ignore[index]
    assert tasks["da_check"]["outcome"] == "answered"
    assert "da_check no reply on Fri 20 Nov 2026" in " ".join(
        offices.run(HULL, "history", "A1234BC").out.split()
    )


# --- what is refused ---


def test_a_file_changed_on_the_way_is_refused(offices: Offices, dump: Dump) -> None:
    file = offices.send(LEEDS)
    file.write_text(file.read_text("utf-8").replace('"B2"', '"D0"'), "utf-8")
    before = dump(offices.folder / HULL)
    refused = offices.run(HULL, "import", "bundle", file, code=1)
    assert "something changed it on the way" in refused.err
    assert dump(offices.folder / HULL) == before


def test_a_newer_format_is_refused(offices: Offices) -> None:
    refused = offices.run(
        HULL, "import", "bundle", changed(offices.send(LEEDS), releasecheck_bundle=2), code=1
    )
    assert "written by a newer releasecheck (format 2; this one reads 1)" in refused.err


def test_somebody_else_of_the_same_number_is_refused(offices: Offices, dump: Dump) -> None:
    file = offices.send(LEEDS)
    offices.run(HULL, "add", "A1234BC", "--name", "COLE, Marcus", "date_of_birth=1970-01-01")
    before = dump(offices.folder / HULL)
    refused = offices.run(HULL, "import", "bundle", file, code=1)
    assert "A1234BC is somebody else here: date of birth Thu 1 Jan 1970 here" in refused.err
    assert dump(offices.folder / HULL) == before


def test_a_new_name_with_the_same_day_of_birth_is_the_same_person(offices: Offices) -> None:
    file = offices.send(LEEDS)
    offices.run(
        HULL, "add", "A1234BC", "--name", "STONE, Sam", "date_of_birth=1989-04-10", as_of="2026-11-20"
    )
    assert "Last name: STONE here, RIVERS there" in offices.take(HULL, file)


BROKEN = {
    "not JSON": "hello",
    "another JSON": '{"a": 1}',
    "no content": '{"releasecheck_bundle": 1, "sha256": "x", "content": null}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_bundle_is_said_in_one_line(text: str, offices: Offices) -> None:
    file = offices.folder / "x.json"
    file.write_text(text, "utf-8")
    refused = offices.run(HULL, "import", "bundle", file, code=1)
    assert "x.json is not a bundle" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_signed_file_with_nonsense_in_it_is_refused(offices: Offices) -> None:
    """Whoever can write a hash can write anything: it is read as carefully as any other file."""
    sent = json.loads(offices.send(LEEDS).read_text("utf-8"))["content"]
    for key in ("prison_number", "facts", "entries", "signed_off", "known_since", "outcomes"):
        for value in (None, "x", 7, [["x"]], {"x": 1}):
            content = sent | {key: value}
            whole = {"releasecheck_bundle": 1, "sha256": _digest(content), "content": content}
            with pytest.raises(ReleasecheckError, match="not a bundle that this program wrote"):
                read_bundle(json.dumps(whole), "x.json")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("signed_off", "by"), ["x"]),
        (("signed_off", "by"), "\ud800"),
        (("facts", 0, "value"), 5),
        (("outcomes", 0, "reason"), ["x"]),
        (("outcomes", 0, "by"), 7),
        (("entries", 0, "reason"), ["x"]),
        (("entries", 0, "at"), "2026-11-01T10:00:00"),
        (("entries", 0, "at"), "0001-01-01T00:00:00+14:00"),
        (("entries", 0, "voided_by"), "x"),
        (("entries", 0, "facts", 0, 0), 5),
        (("entries", 0, "notes"), [["note", "2026-11-01", ["x"], None, {}]]),
        (("entries", 0, "notes"), [[{"x": 1}, "2026-11-01", "x", None, {}]]),
        (("entries", 0, "outcomes"), [["dtr", ["x"], "2026-11-01", None, {}]]),
        (("entries", 0, "owners"), [["dtr", ["x"]]]),
        (("entries", 0, "releases"), [["2026-11-01"]]),
    ],
)
def test_nothing_is_taken_in_that_the_history_could_not_be_read_back_from(
    offices: Offices, path: tuple[str | int, ...], value: object
) -> None:
    offices.run(LEEDS, "mark", "A1234BC", "dtr", "declined", "--reason", "does not want it")
    whole = json.loads(offices.send(LEEDS).read_text("utf-8"))
    inner = whole["content"]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with suppress(UnicodeEncodeError):
        whole["sha256"] = _digest(whole["content"])
    with pytest.raises(ReleasecheckError, match="not a bundle that this program wrote"):
        read_bundle(json.dumps(whole), "x.json")


def test_a_prison_number_among_the_facts_changes_nobodys(offices: Offices) -> None:
    file = offices.send(LEEDS)
    content = json.loads(file.read_text("utf-8"))["content"]
    content["facts"].append({"fact": "prison_number", "value": "A9999ZZ"})
    taken = offices.take(HULL, changed(file, content=content, sha256=_digest(content)))
    assert "Not known to this version, kept in the history only: prison_number" in taken
    offices.run(HULL, "record", "verify")


def test_a_task_that_the_catalogue_here_has_not_is_kept_and_said(offices: Offices) -> None:
    """Another office's own, or a newer catalogue's: it stands in the record until a catalogue knows it."""
    file = offices.send(LEEDS)
    content = json.loads(file.read_text("utf-8"))["content"]
    content["outcomes"].append({**content["outcomes"][0], "item": "their_own", "outcome": "done"})
    content["outcomes"].append({**content["outcomes"][0], "outcome": "new_word"})
    content["signed_off"]["catalogue"] = "2027-09-01"
    taken = offices.take(HULL, changed(file, content=content, sha256=_digest(content)))
    assert "the bundle was made with 2027-09-01), kept and not read: da_check new_word, their_own." in taken
    kept = offices.run(HULL, "export", "outcomes", "--format", "csv").out
    assert "their_own" in kept
    offices.run(HULL, "show", "A1234BC")
    offices.run(HULL, "record", "verify")


def test_text_that_a_terminal_would_obey_is_refused(offices: Offices) -> None:
    file = offices.send(LEEDS)
    content = json.loads(file.read_text("utf-8"))["content"]
    content["entries"][0]["by"] = "P. Marsh\x1b[2J"
    refused = offices.run(
        HULL, "import", "bundle", changed(file, content=content, sha256=_digest(content)), code=1
    )
    assert "not a bundle that this program wrote" in refused.err


def test_a_bundle_is_for_somebody_and_signed_by_somebody(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = offices.folder / "b.json"
    nobody = offices.run(LEEDS, "handover", "A1234BC", "--bundle", file, code=2)
    assert "Add --to WHO" in nobody.err
    offices.send(LEEDS, "b.json")
    again = offices.run(LEEDS, "handover", "A1234BC", "--to", "Hull", "--bundle", file, code=1)
    assert "Add --force" in again.err
    assert "to the other office" in offices.run(LEEDS, "log", "show").out
    unsigned = program.run("--record", offices.folder / LEEDS, "--by", "somebody", "handover", "A1234BC",
                    "--to", "Hull", "--bundle", offices.folder / "c.json")  # fmt: skip
    assert "who signs it off?" in unsigned.err


# --- back and forth ---

DEEDS = (
    "set A1234BC tier=B1",
    "set A1234BC tier=C2",
    "set A1234BC housing=homeless",
    "set A1234BC housing=",
    "redate A1234BC 2027-03-05 --type CRD --source OMU",
    "mark A1234BC crs submitted --on 2026-11-10 --although",
    "mark A1234BC gp_registration sent practice=Oak --on 2026-11-12 --although",
    "own A1234BC crs PRT",
    "contact A1234BC --by POM --how visit --on 2026-11-11",
    "ask A1234BC room --of OMU --on 2026-11-13",
    "note A1234BC seen",
)
SOME = st.sampled_from(DEEDS)


def deeds(some: st.SearchStrategy[str], most: int) -> st.SearchStrategy[list[str]]:
    """What one office does, each thing once: the same twice in one second is one entry to a bundle."""
    return st.lists(some, min_size=1, max_size=most, unique_by=lambda one: object() if one == "undo" else one)


def ids(file: Path) -> set[str]:
    """What the entries in a bundle are known by."""
    return {same_entry(entry) for entry in json.loads(file.read_text("utf-8"))["content"]["entries"]}


def state(two: Offices, office: str) -> tuple[object, ...]:
    """What is known: facts, the release, and where every task stands."""
    shown = json.loads(two.run(office, "show", "A1234BC", "--format", "json", as_of="2026-12-01").out)
    tasks = [(task["item"], task["owner"], task["outcome"], task["outcome_on"]) for task in shown["tasks"]]
    return shown["person"]["facts"], shown["release"]["date"], sorted(tasks, key=str)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds(SOME | st.just("undo"), 4), deeds(SOME, 3))
@example(there=["set A1234BC housing=", "undo"], here=["set A1234BC tier=B1"])
def test_two_round_trips_lose_nothing(there: list[str], here: list[str]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        two = Offices(folder)
        two.found()
        two.run(LEEDS, *"add A1234BC --name RIVERS,Sam --release 2027-02-06 --type CRD sex=M".split())
        _do(two, LEEDS, there)
        known: set[str] = set()
        for done in (here, ()):
            file = two.send(LEEDS)
            assert known <= ids(file)
            known = ids(file)
            two.take(HULL, file)
            assert state(two, HULL) == state(two, LEEDS)
            _do(two, HULL, done)
            file = two.send(HULL)
            assert known <= ids(file)
            known = ids(file)
            two.take(LEEDS, file)
            assert state(two, LEEDS) == state(two, HULL)
        assert known <= ids(two.send(LEEDS))
    finally:
        shutil.rmtree(folder)


def _do(two: Offices, office: str, deeds: Iterable[str]) -> None:
    """Whatever of this can be done; what is refused, or known already, is not there to be undone."""
    record, done = two.folder / office, 0
    for deed in deeds:
        if deed == "undo" and not done:
            continue
        before = entries(record)
        program.run("--record", record, "--by", "L. Brook" if office == HULL else "P. Marsh", *deed.split())
        done += -1 if deed == "undo" else entries(record) - before


def test_what_is_told_on_a_day_to_come_is_not_taken_in(offices: Offices) -> None:
    """It would be the last word on everything until that day."""
    file = offices.send(LEEDS)
    content = json.loads(file.read_text("utf-8"))["content"]
    next(entry for entry in content["entries"] if entry["facts"])["facts"][0][2] = "2099-01-01"
    told = changed(file, content=content, sha256=_digest(content))
    done = offices.run(HULL, "import", "bundle", told, code=1)
    assert "tells of 2099-01-01, which has not come yet" in done.err
