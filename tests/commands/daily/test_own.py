"""`own`: who does a task for somebody, by role or by name, and where the name is then said."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.program import MakePerson, Run

FRIDAY = "2026-11-27"
SAM, ANN = "A1234BC", "A2291BB"


@pytest.fixture
def office(run: Run, make_person: MakePerson) -> None:
    """Two people, and two pre-release workers."""
    for number, name in ((SAM, "RIVERS, Sam"), (ANN, "COLE, Ann")):
        make_person(number, name, "2027-01-08", debts="yes", housing="homeless", pom="B. Low", com="A. Khan")
    for worker in ("S. Jones", "R. Okoro"):
        assert run("staff", "add", worker, "--role", "PRT").code == 0


def as_worker(run: Run, tmp_path: Path, name: str, *words: str | Path, role: str = "PRT") -> str:
    """What one worker, who has said who they are, sees."""
    config = tmp_path / "config.toml"
    config.write_text(f'role = "{role}"\nby = "{name}"\n')
    done = run("--config", config, *words, as_of=FRIDAY)
    assert done.code == 0, done.err
    return done.out


def owners(run: Run, number: str = SAM) -> dict[str, tuple[str, str | None]]:
    """Who has each task."""
    found: dict[str, Any] = json.loads(run("show", number, "--format", "json").out)
    return {task["item"]: (task["owner"], task["owner_name"]) for task in found["tasks"]}


def test_own_gives_a_task_to_somebody_else_and_back(run: Run, make_person: MakePerson) -> None:
    make_person()

    assert owners(run)["dtr"] == ("COM", None)
    assert (
        run("own", "smith", "dtr", "prt").out == "A1234BC SMITH, John dtr: now with PRT, pre-release team.\n"
    )
    assert owners(run)["dtr"] == ("PRT", None)
    assert run("own", "smith", "dtr", "PRT").out == "A1234BC SMITH, John: nothing new, that was so already.\n"
    assert run("own", "smith", "dtr", "usual").code == 0
    assert owners(run)["dtr"] == ("COM", None)


# --- by name ---


def test_a_worker_is_named_for_a_task_of_any_role(run: Run, office: None) -> None:
    said = run("own", "rivers", "dtr", "Jones, S").out
    assert said == "A1234BC RIVERS, Sam dtr: now with PRT S. Jones, pre-release team.\n"
    assert owners(run)["dtr"] == ("PRT", "S. Jones")
    assert owners(run)["crs"] == ("COM", "A. Khan")
    assert "S. Jones" in run("why", "rivers", "dtr").out
    assert run("history", "rivers").out.count("dtr with PRT S. Jones (was the usual role)") == 1
    assert run("record", "verify").code == 0


def test_a_worker_is_named_for_all_tasks_of_their_role(run: Run, office: None) -> None:
    said = run("own", "rivers", "prt", "S. Jones").out
    assert said.startswith("A1234BC RIVERS, Sam: S. Jones has the PRT tasks, ")
    prt = {name for role, name in owners(run).values() if role == "PRT"}
    assert prt == {"S. Jones"}
    run("own", "rivers", "debts", "R. Okoro")
    assert owners(run)["debts"] == ("PRT", "R. Okoro")
    assert "named for all of this" in " ".join(run("why", "rivers", "family_plan").out.split())
    assert run("own", "rivers", "PRT", "usual").out.endswith("nobody is named for the PRT tasks any more.\n")
    assert owners(run)["family_plan"] == ("PRT", None)
    assert owners(run)["debts"] == ("PRT", "R. Okoro")
    assert run("record", "verify").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("dtr", "S. Jonas"),
            "Did you mean S. Jones? To add them: releasecheck staff add 'S. Jonas' --role PRT",
        ),
        (("dtr", "B. Low"), "To add them: releasecheck staff add 'B. Low' --role POM"),
        (("dtr", "prf"), 'no role "prf". Did you mean PRT? Roles: POM, COM'),
        (("PRT", "OMU"), "who does the PRT tasks of A1234BC? A name"),
        (
            ("OMU", "S. Jones"),
            "S. Jones is PRT and not OMU. If that as well: releasecheck staff add",
        ),
        (("COM", "S. Jones"), 'releasecheck com A1234BC "T. Hughes"'),
    ],
)
def test_a_name_nobody_knows_says_what_to_type(
    run: Run, office: None, words: tuple[str, ...], said: str
) -> None:
    done = run("own", "rivers", *words)
    assert done.code == 2
    assert said in done.err
    assert "own" not in run("history", "rivers").out


def test_whoever_has_two_roles_is_meant_as_the_one_that_has_the_task(run: Run, office: None) -> None:
    run("staff", "add", "S. Jones", "--role", "IDB")
    done = run("own", "rivers", "dtr", "S. Jones")
    assert done.code == 2
    assert 'say as which, "IDB S. Jones" or "PRT S. Jones"' in done.err
    assert run("own", "rivers", "dtr", "PRT S. Jones").code == 0
    assert run("own", "rivers", "debts", "S. Jones").out.endswith(
        "now with PRT S. Jones, pre-release team.\n"
    )


def test_a_name_of_the_old_prison_is_left_behind_by_a_move(run: Run, office: None) -> None:
    run("set", "rivers", "prison=LEI", "co_pom=D. Two")
    run("own", "rivers", "PRT", "S. Jones")
    run("own", "rivers", "dtr", "S. Jones")
    assert run("transfer", "rivers", "MDI").code == 0
    assert owners(run)["family_plan"] == ("PRT", None)
    assert owners(run)["dtr"] == ("PRT", None)
    assert "co_pom" not in json.loads(run("show", SAM, "--format", "json").out)["person"]["facts"]
    assert run("record", "verify").code == 0
    assert run("undo", "-y").code == 0
    assert owners(run)["dtr"] == ("PRT", "S. Jones")


# --- mine ---


MISSING = ("missing", "--mine", "--within", "12w", "--format", "csv")


def missing_of(text: str) -> set[tuple[str, str]]:
    return {(row["prison_number"], row["item"]) for row in csv.DictReader(io.StringIO(text))}


def test_mine_is_what_is_in_my_name_and_what_of_my_role_is_in_nobodys(
    run: Run, office: None, tmp_path: Path
) -> None:
    run("own", "rivers", "PRT", "S. Jones")
    run("own", "rivers", "dtr", "R. Okoro")
    run("own", "cole", "cas3", "S. Jones")
    jones = missing_of(as_worker(run, tmp_path, "S. Jones", *MISSING))
    okoro = missing_of(as_worker(run, tmp_path, "Okoro, R", *MISSING))
    assert {(SAM, "debts"), (ANN, "debts"), (ANN, "cas3")} <= jones
    assert (SAM, "dtr") not in jones
    assert {(SAM, "dtr"), (ANN, "debts")} <= okoro
    assert okoro.isdisjoint({(SAM, "debts"), (ANN, "cas3")})
    assert all(item != "crs" for _, item in jones | okoro)


def test_today_counts_and_says_whose_a_task_of_the_same_role_is(
    run: Run, office: None, tmp_path: Path
) -> None:
    run("own", "rivers", "PRT", "S. Jones")
    run("own", "cole", "PRT", "R. Okoro")
    said = as_worker(run, tmp_path, "S. Jones", "today", "--mine", "--within", "12w")
    assert "A1234BC" in said
    assert "A2291BB" not in said
    run("own", "rivers", "debts", "R. Okoro")
    said = as_worker(run, tmp_path, "R. Okoro", "today", "--mine", "--within", "12w")
    assert "A1234BC" in said
    assert "A2291BB" in said
    tasks = as_worker(run, tmp_path, "R. Okoro", "today", "--mine", "--tasks", "--ids", "--within", "12w")
    assert "your tasks" in tasks
    assert "debts" in tasks


def test_the_role_of_whoever_asks_is_known_from_the_staff(run: Run, office: None, tmp_path: Path) -> None:
    run("own", "rivers", "PRT", "S. Jones")
    config = tmp_path / "config.toml"
    config.write_text('by = "S Jones"\n')
    done = run("--config", config, "missing", "--mine", "--format", "csv", as_of=FRIDAY)
    assert (SAM, "debts") in missing_of(done.out)


def test_a_co_working_pom_has_the_person_among_theirs(run: Run, office: None, tmp_path: Path) -> None:
    run("set", "rivers", "co_pom=D. Two")
    said = as_worker(run, tmp_path, "D Two", "today", role="POM")
    assert "your 1 person" in said
    assert "A1234BC" in said
    assert "A2291BB" not in said
    assert owners(run)["release_told"] != ("POM", "D. Two")


def test_a_com_has_a_task_of_anothers_person(run: Run, office: None, tmp_path: Path) -> None:
    run("com", "cole", "T. Hughes")
    run("staff", "add", "T. Hughes", "--role", "COM")
    run("own", "rivers", "crs", "T. Hughes")
    found = missing_of(as_worker(run, tmp_path, "T. Hughes", *MISSING, role="COM"))
    assert (SAM, "crs") in found


def test_the_night_has_a_page_and_a_digest_for_a_named_worker(run: Run, office: None, tmp_path: Path) -> None:
    run("own", "rivers", "PRT", "S. Jones")
    assert run("nightly", "--out", tmp_path / "out", as_of=FRIDAY).code == 0
    day = tmp_path / "out" / FRIDAY
    page = next(path for path in (day / "owners").iterdir() if "jones" in path.name)
    assert "A1234BC" in page.read_text("utf-8")
    assert "A2291BB" not in page.read_text("utf-8")
    digest = (day / "digests" / page.with_suffix(".txt").name).read_text("utf-8")
    assert "PRT S. Jones" in digest
    assert "releasecheck missing --mine" in digest


def test_a_name_comes_back_from_an_export(run: Run, office: None, tmp_path: Path) -> None:
    run("own", "rivers", "PRT", "S. Jones")
    run("own", "rivers", "dtr", "R. Okoro")
    made = tmp_path / "people.csv"
    assert run("export", "people", "-o", made, "--to", "J. Okafor").code == 0
    other = tmp_path / "other.db"
    assert run("--record", other, "record", "init").code == 0
    assert run("--record", other, "import", "people", made).code == 0
    found = json.loads(run("--record", other, "show", SAM, "--format", "json").out)
    assert {task["owner_name"] for task in found["tasks"] if task["owner"] == "PRT"} == {
        "S. Jones",
        "R. Okoro",
    }


# --- handed back ---


@pytest.fixture
def handed_back(run: Run, office: None, tmp_path: Path) -> None:
    """The worker who was given the referral hands it back."""
    run("own", "rivers", "dtr", "S. Jones")
    said = as_worker(
        run, tmp_path, "S. Jones", "handback", "rivers", "dtr", "--because", "no-capacity: on leave"
    )
    assert said == (
        "A1234BC RIVERS, Sam dtr: handed back by PRT S. Jones, no capacity: on leave.\n"
        "It stays with PRT S. Jones, and is listed for COM A. Khan too, until somebody takes it:\n"
        "Next: releasecheck own A1234BC dtr COM\n"
    )


def row_of(run: Run, item: str, number: str = SAM) -> dict[str, Any]:
    found = json.loads(run("missing", "--person", number, "--format", "json", as_of=FRIDAY).out)["items"]
    return next((row for row in found if row["item"] == item), {})


def test_what_is_handed_back_stays_and_is_listed_for_both(
    run: Run, handed_back: None, tmp_path: Path
) -> None:
    row = row_of(run, "dtr")
    assert (row["owner"], row["owner_name"], row["state"]) == ("PRT", "S. Jones", "action")
    assert (row["contested_with"], row["contested_name"]) == ("COM", "A. Khan")
    said = "handed back by S. Jones, 27 Nov 2026: no capacity: on leave"
    for words in (("show", "rivers"), ("why", "rivers", "dtr"), ("missing", "--owner", "COM", "--tasks")):
        assert said in " ".join(run(*words, as_of=FRIDAY).out.split()), words
    for name, role in (("S. Jones", "PRT"), ("A. Khan", "COM")):
        assert (SAM, "dtr") in missing_of(as_worker(run, tmp_path, name, *MISSING, role=role))
    assert (SAM, "dtr") not in missing_of(as_worker(run, tmp_path, "R. Okoro", *MISSING))
    assert "dtr handed back on Fri 27 Nov 2026 by PRT S. Jones: no capacity" in " ".join(
        run("history", "rivers").out.split()
    )
    assert run("record", "verify", as_of=FRIDAY).code == 0


def test_both_have_it_in_their_digest(run: Run, handed_back: None, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "out", as_of=FRIDAY).code == 0
    folder = tmp_path / "out" / FRIDAY / "digests"
    told = {path.stem for path in folder.iterdir() if "contested" in path.read_text("utf-8")}
    assert told == {"com-a-khan", "prt-s-jones"}


@pytest.mark.parametrize(
    ("owner", "now"),
    [("COM", ("COM", "A. Khan")), ("S. Jones", ("PRT", "S. Jones")), ("usual", ("COM", "A. Khan"))],
)
def test_it_is_contested_until_somebody_takes_it(
    run: Run, handed_back: None, owner: str, now: tuple[str, str]
) -> None:
    assert run("own", "rivers", "dtr", owner, as_of=FRIDAY).code == 0
    assert owners(run)["dtr"] == now
    row = row_of(run, "dtr")
    assert (row["state"], row["contested_with"]) == ("to_do", None)
    assert run("record", "verify", as_of=FRIDAY).code == 0
    assert run("undo", "-y", as_of=FRIDAY).code == 0
    assert row_of(run, "dtr")["contested_with"] == "COM"
    assert run("record", "verify", as_of=FRIDAY).code == 0


def test_what_is_done_is_contested_no_more(run: Run, handed_back: None) -> None:
    done = run(
        "mark", "rivers", "dtr", "accepted", "--reason", "priority_need", "--gaps", "--although", as_of=FRIDAY
    )
    assert done.code == 0, done.err
    assert row_of(run, "dtr") == {}
    assert owners(run)["dtr"] == ("PRT", "S. Jones")


def test_with_nobody_before_the_other_side_is_the_spo(run: Run, office: None, tmp_path: Path) -> None:
    said = as_worker(run, tmp_path, "S. Jones", "handback", "cole", "debts", "--because", "staff redeployed")
    assert "handed back by PRT, staff redeployed." in said
    assert row_of(run, "debts", ANN)["contested_with"] == "SPO"
    tasks = as_worker(run, tmp_path, "A. Senior", *MISSING, role="SPO")
    assert missing_of(tasks) == {(ANN, "debts")}


def test_nothing_is_counted_as_sent_because_it_was_handed_back(run: Run, handed_back: None) -> None:
    assert (
        "council" not in run("redate", "rivers", "2027-02-12", "--type", "CRD", "--dry-run", as_of=FRIDAY).out
    )


@pytest.mark.parametrize(
    ("by", "words", "said"),
    [
        (
            "A. Khan",
            ("dtr", "--because", "no_capacity"),
            "dtr of A1234BC is with PRT S. Jones, and you are",
        ),
        (
            "S. Jones",
            ("crs", "--because", "no_capacity"),
            "crs of A1234BC is with COM A. Khan, and you are",
        ),
        (
            "S. Jones",
            ("dtr", "--because", "no_capcity"),
            "Did you mean no_capacity? One of no_capacity, ",
        ),
        ("S. Jones", ("dtr", "--because", "other"), 'say why in words: --because "on leave until March"'),
        ("S. Jones", ("dtr", "--because", ""), '--because ""'),
    ],
)
def test_only_whoever_has_it_hands_it_back_and_says_why(
    run: Run, office: None, by: str, words: tuple[str, ...], said: str
) -> None:
    run("own", "rivers", "dtr", "S. Jones")
    done = run("--by", by, "handback", "rivers", *words, as_of=FRIDAY)
    assert done.code == 2
    assert said in done.err
    assert row_of(run, "dtr")["state"] == "to_do"


def test_what_was_handed_back_is_not_handed_back_twice(run: Run, handed_back: None) -> None:
    done = run("--by", "S. Jones", "handback", "rivers", "dtr", "--because", "no_capacity", as_of=FRIDAY)
    assert done.code == 2
    assert "handed back already. Who takes it: releasecheck own A1234BC dtr OWNER" in done.err
