"""What two offices recorded of somebody comes to the same at a third, whichever bundle it takes in first."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from releasecheck.exchange.bundles.bundle_file import _digest
from tests.made_up import program
from tests.made_up.records import rows

#: What an office may record of one person; the last word is the day that it was told or done.
DEEDS = (
    *("set A1234BC tier=A3 --told 2026-11-10", "set A1234BC tier=C1 --told 2026-11-11"),
    *("set A1234BC tier=B2 --told 2026-11-11", "set A1234BC rosh=high --told 2026-11-10"),
    *("set A1234BC rosh=medium --told 2026-11-12", "own A1234BC dtr PRT", "own A1234BC dtr COM"),
    "mark A1234BC da_check sent force=Westmarch --on 2026-11-11",
    "mark A1234BC da_check no_reply --on 2026-11-12",
    "undo",
)
AFTER = "2026-11-24"


class Offices:
    """Offices in one folder, each with a record of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, office: str, line: str) -> str:
        before = ("--record", self.folder / f"{office}.db", "--by", office)
        done = program.run(*before, *line.split(), as_of=AFTER)
        assert done.code == 0, f"{line}: {done.err}"
        return done.out

    def send(self, office: str) -> Path:
        file = self.folder / f"from-{office}-{len(list(self.folder.iterdir()))}.json"
        self.run(office, f"handover A1234BC --to another --bundle {file}")
        return file

    def take(self, office: str, file: Path) -> str:
        return self.run(office, f"import bundle {file}")

    def found(self, office: str) -> tuple[object, ...]:
        """What stands there: facts, owners, the last outcome of each task."""
        shown = json.loads(self.run(office, "show A1234BC --format json"))
        tasks = [(one["item"], one["outcome"], one["outcome_on"], one["owner"]) for one in shown["tasks"]]
        return self.known(office, "tier", "rosh"), tasks

    def known(self, office: str, *facts: str) -> list[object]:
        """These facts of theirs, as they stand there."""
        ((*found,),) = rows(self.folder / f"{office}.db", f"SELECT {', '.join(facts)} FROM people")
        return found


@pytest.fixture(scope="session")
def _known_in_both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Leeds recorded them and sent a bundle to Hull; York has never heard of them."""
    offices = Offices(tmp_path_factory.mktemp("offices"))
    for name in ("leeds", "hull", "york", "perth"):
        offices.run(name, "record init")
    offices.run("leeds", "add A1234BC --name RIVERS,Sam --release 2027-02-06 --type CRD")
    offices.take("hull", offices.send("leeds"))
    return offices.folder


@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(st.tuples(st.sampled_from(("leeds", "hull")), st.sampled_from(DEEDS)), max_size=7))
def test_bundles_of_two_offices_come_to_the_same_in_either_order(
    deeds: list[tuple[str, str]], _known_in_both: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("some")
    shutil.copytree(_known_in_both, folder, dirs_exist_ok=True)
    offices = Offices(folder)
    made = {"leeds": 0, "hull": 0}
    for office, line in deeds:
        if line != "undo" or made[office]:
            offices.run(office, line)
            made[office] += -1 if line == "undo" else 1
    leeds, hull = offices.send("leeds"), offices.send("hull")
    for office, files in {
        "york": (leeds, hull),
        "perth": (hull, leeds),
        "leeds": [hull],
        "hull": [leeds],
    }.items():
        for file in files:
            offices.take(office, file)
    assert offices.found("york") == offices.found("perth")
    assert offices.found("leeds")[0] == offices.found("hull")[0] == offices.found("york")[0]


@pytest.fixture
def offices(_known_in_both: Path, tmp_path: Path) -> Offices:
    shutil.copytree(_known_in_both, tmp_path / "offices")
    return Offices(tmp_path / "offices")


def test_a_fact_taken_in_keeps_the_day_it_was_told(offices: Offices) -> None:
    """Told on the 10th there and on the 12th here: the 12th stands, though the bundle came on the 24th."""
    offices.run("leeds", "set A1234BC tier=A3 --told 2026-11-10")
    offices.take("hull", offices.send("leeds"))
    assert rows(offices.folder / "hull.db", "SELECT told_on FROM facts WHERE fact = 'tier'") == [
        ("2026-11-10",)
    ]
    offices.run("hull", "set A1234BC tier=C1 --told 2026-11-12")
    assert offices.known("hull", "tier") == ["C1"]


def test_what_one_office_undid_is_undone_wherever_it_went(offices: Offices) -> None:
    offices.run("leeds", "set A1234BC tier=A3")
    before = offices.send("leeds")
    offices.take("hull", before)
    offices.run("leeds", "undo")
    after = offices.send("leeds")
    assert "Tier: A3 here, not known there: taken" in offices.take("hull", after)
    for office, files in {"york": (before, after), "perth": (after, before)}.items():
        for file in files:
            offices.take(office, file)
        assert offices.known(office, "tier") == [None]
    assert offices.known("hull", "tier") == [None]


def test_what_is_told_after_a_bundle_comes_after_what_was_in_it(offices: Offices) -> None:
    """The clock of Leeds goes ahead: what Hull tells in the knowledge of it is the later all the same."""
    offices.run("leeds", "set A1234BC tier=A3 --told 2026-11-10")
    sent = json.loads(offices.send("leeds").read_text("utf-8"))
    content = sent["content"]
    told = content["entries"][-1]
    told["at"] = (datetime.fromisoformat(told["at"]) + timedelta(hours=12)).isoformat()
    file = offices.folder / "ahead.json"
    file.write_text(json.dumps({**sent, "content": content, "sha256": _digest(content)}), "utf-8")
    offices.take("hull", file)
    offices.run("hull", "set A1234BC tier=C1 --told 2026-11-10")
    hull = offices.send("hull")
    for files in ((file, hull), (hull, file)):
        for one in files:
            offices.take("york", one)
        assert offices.known("york", "tier") == ["C1"]
