"""What is sensitive is not mailed, put in a calendar or printed, nor shown to a role without need."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from releasecheck.core.domain import ROLES, ROLES_WITHOUT_NEED
from tests.made_up.moves import SAM
from tests.made_up.need import CATALOGUE, LEFT_OUT, SECRET
from tests.made_up.program import MakePerson, Run


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    """Somebody with an order, an offence and an office that asks about both."""
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "catalogue"
    folder.mkdir(parents=True)
    (folder / "need.toml").write_text(CATALOGUE, "utf-8")
    return make_person(
        com="J. Okafor",
        prison="LEI",
        restraining_order="yes",
        sex_offence="yes",
        work_need="yes",
        domestic_abuse="perpetrator",
    )


def _as(run: Run, role: str | None) -> None:
    if role is not None:
        assert run("config", "set", "role", role).code == 0


def _read(run: Run, *words: str | Path) -> str:
    done = run(*words)
    assert done.code == 0, done.err
    return " ".join((done.out + done.err).split())


SCREENS = (
    *(("today",), ("today", "--all"), ("today", "--tasks"), ("missing", "--within", "90d")),
    *(("missing", "--tasks", "--within", "90d"), ("missing", "--by", "item", "--within", "90d")),
    *(("list",), ("show", SAM), ("show", SAM, "--all"), ("why", SAM), ("why", SAM, "job_club")),
    *(
        ("history", SAM),
        ("show", SAM, "--format", "json"),
        ("missing", "--within", "90d", "--format", "json"),
    ),
    *(("missing", "--within", "90d", "--format", "csv"), ("today", "--format", "json")),
    *(("show", SAM, "--format", "md", "--to", "me"), ("history", SAM, "--format", "json")),
    *(("export", "unknown", "--format", "json"), ("list", "--format", "json")),
)


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
@pytest.mark.parametrize("role", sorted(ROLES_WITHOUT_NEED))
def test_a_role_without_need_is_shown_nothing_sensitive(
    sam: str, run: Run, words: tuple[str, ...], role: str
) -> None:
    _as(run, role)
    text = _read(run, *words)
    assert [secret for secret in SECRET if secret in text.replace(LEFT_OUT, "")] == []


@pytest.mark.parametrize("role", [None, *(role for role in ROLES if role not in ROLES_WITHOUT_NEED)])
def test_everybody_else_is_shown_all_of_it(sam: str, run: Run, role: str | None) -> None:
    _as(run, role)
    shown = _read(run, "show", SAM, "--all")
    assert "List the court bans" in shown and LEFT_OUT not in shown
    tasks = json.loads(run("show", SAM, "--format", "json").out)["tasks"]
    reasons = {task["item"]: task["reasons"] for task in tasks}
    assert reasons["court_bans"] == ["a court forbade contact"] and reasons["job_club"] == [
        "needs looking after"
    ]
    assert "List the court bans" in _read(run, "missing", "--tasks", "--within", "90d")
    assert "restraining_order = yes" in _read(run, "why", SAM, "court_bans")
    assert json.loads(run("show", SAM, "--format", "json").out)["person"]["facts"]["sex_offence"] is True


@pytest.mark.parametrize(
    "words",
    [
        ("show", SAM),
        ("show", SAM, "--all"),
        ("why", SAM),
        ("missing", "--within", "90d"),
        ("missing", "--tasks", "--within", "90d"),
        ("today", "--all", "--within", "90d"),
        ("today", "--tasks", "--within", "90d"),
    ],
    ids=" ".join,
)
def test_how_many_are_not_shown_is_said_once(sam: str, run: Run, words: tuple[str, ...]) -> None:
    _as(run, "PWC")
    text = _read(run, *words)
    assert text.count(LEFT_OUT) == 1 and re.search(rf"[2-9] tasks {LEFT_OUT}", text)


def test_what_waits_for_something_sensitive_does_not_name_it(sam: str, run: Run) -> None:
    _as(run, "PEL")
    assert "first a task not shown here" in _read(run, "show", SAM)
    assert "Something of them not shown here" in _read(run, "why", SAM, "job_club")
    assert "first a task not shown here" in _read(run, "missing", "--tasks", "--within", "90d")


def test_whoever_has_it_to_do_is_shown_it(sam: str, run: Run) -> None:
    _as(run, "PEL")
    shown = _read(run, "show", SAM, "--all")
    assert "job_risk" in shown and re.search(rf"\d tasks? {LEFT_OUT}", shown)
    assert run("why", SAM, "job_risk").code == 0
    assert run("mark", SAM, "job_risk", "done").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("why", SAM, "court_bans"),
        ("mark", SAM, "court_bans", "done", "court_on=2026-12-01"),
        ("done", SAM, "court_bans", "court_on=2026-12-01"),
        ("waive", SAM, "court_bans", "--reason", "no"),
        ("own", SAM, "court_bans", "PWC"),
        ("handback", SAM, "court_bans", "--because", "no_capacity"),
    ],
    ids=lambda words: words[0],
)
def test_asking_about_it_is_refused_with_who_may(sam: str, run: Run, words: tuple[str, ...]) -> None:
    _as(run, "PWC")
    refused = run(*words)
    assert refused.code == 2 and refused.out == ""
    said = " ".join(refused.err.split())
    assert "court_bans is a task of public protection, and not shown to a prison work coach (PWC)." in said
    assert "POM, COM, SPO" in said and "may see it" in said
    _as(run, "POM")
    assert "court_bans" not in _read(run, "history", SAM).partition("restraining")[0]


def test_a_line_of_many_marks_is_refused_by_its_number(sam: str, run: Run) -> None:
    _as(run, "PWC")
    refused = run("mark", "-", stdin=f"{SAM} court_bans done court_on=2026-12-01\n")
    assert refused.code == 2 and "line 1: court_bans is a task of public protection" in refused.err


def test_nothing_sensitive_is_mailed_whoever_it_is_for(sam: str, run: Run, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "out", as_of="2027-01-11").code == 0
    folder = tmp_path / "out" / "latest"
    digests = {file.name: file.read_text("utf-8") for file in folder.glob("digests/*.txt")}
    coms = [text for name, text in digests.items() if name.startswith("com")]
    assert coms and all(re.search(rf"\d tasks? {LEFT_OUT}", " ".join(text.split())) for text in coms)
    for text in digests.values():
        assert [secret for secret in SECRET if secret in text] == []
    pages = "".join(file.read_text("utf-8") for file in folder.glob("owners/*.html"))
    assert "List the court bans" in pages


def test_nothing_sensitive_is_in_a_calendar_or_on_the_sheet(sam: str, run: Run, tmp_path: Path) -> None:
    assert run("done", SAM, "court_bans", "court_on=2027-01-12").code == 0
    calendar = _read(run, "export", "ics", "--all", "--to", "me", "-o", tmp_path / "all.ics", "--names")
    calendar += " ".join((tmp_path / "all.ics").read_text("utf-8").split())
    assert "Job club" in calendar
    assert [secret for secret in SECRET if secret in calendar] == []
    sheet = _read(run, "sheet", SAM, "--to", "Sam")
    assert [secret for secret in SECRET if secret in sheet] == []


def test_the_key_is_true_or_false(run: Run, record: Path) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "catalogue"
    folder.mkdir(parents=True)
    (folder / "need.toml").write_text(CATALOGUE.replace("sensitive = true", 'sensitive = "yes"'), "utf-8")
    checked = run("catalogue", "check")
    assert checked.code == 1 and "sensitive" in checked.err
