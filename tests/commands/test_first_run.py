"""The first hour: the demonstration, a record of one's own, and from a spreadsheet to what is missing."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from releasecheck.commands.data.demo_data import demo_people
from releasecheck.core.domain import ROLES
from releasecheck.planning.states import MISSING
from releasecheck.reports.person.countdown import STATE_ORDER
from tests.conftest import Dump, MakePerson, Run
from tests.places import TOP

EXPORT = ["export", "plans", "--format", "jsonl", "--to", "the tests"]
DAY = date(2026, 11, 23)
SPREADSHEET = """\
NOMS No,Surname,Forename,CRD,Tier,Establishment
a1234bc,RIVERS,Sam,06/02/2027,B2,LEI
A1188DE,O’NEILL,Áine,2027-01-21,C1,STI
A2291BB,COLE,Marcus,26/11/2026,,LEI
"""


def folder_state(path: Path) -> dict[str, int]:
    return {str(found.relative_to(path)): found.stat().st_mode for found in path.rglob("*")}


# --- the demonstration ---


def test_demo_prints_caseload_checklist_missing_report_and_how_to_go_on(run: Run) -> None:
    done = run("demo")
    assert (done.code, done.err) == (0, "")
    headings = [line for line in done.out.splitlines() if line.startswith("$ ")]
    assert [heading.split()[2] for heading in headings] == ["list", "show", "missing"]
    assert "people by release date on Mon 23 Nov 2026" in done.out
    assert "RIVERS, Sam  A1234BC" in done.out
    assert "Missing on Mon 23 Nov 2026:" in done.out
    _, _, how = done.out.partition("How to go on\n")
    assert "releasecheck record init" in how
    assert "releasecheck import people FILE.csv" in how


def test_demo_says_first_that_nobody_in_it_is_real(run: Run) -> None:
    assert "Nobody here is real" in run("demo").out.splitlines()[0]


def test_demo_leaves_nothing_behind(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "config", "temp", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.chdir(tmp_path / "here")
    before = folder_state(tmp_path)
    assert run("demo").code == 0
    assert folder_state(tmp_path) == before


def test_demo_works_on_any_day(run: Run) -> None:
    for day in ("2024-02-29", "2026-12-25", "2031-06-01"):
        assert run("demo", as_of=day).code == 0


def test_demo_keep_keeps_a_record_that_the_next_command_can_use(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "demo.db"
    said = run("demo", "--keep", kept)
    assert said.code == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(kept) in said.out
    shown = run("--record", kept, "list", "--format", "json")
    assert len(json.loads(shown.out)["people"]) == sum("released_on" not in p.facts for p in demo_people(DAY))


def test_every_command_that_demo_prints_works_on_the_record_it_keeps(run: Run, demo: Path) -> None:
    for line in run("demo").out.splitlines():
        if line.startswith("$ releasecheck "):
            assert run(*line.split()[2:]).code == 0, line


def test_demo_has_a_weekend_release_a_recall_a_life_sentence_and_things_not_known(
    run: Run, demo: Path
) -> None:
    lines = run(*EXPORT).out.splitlines()
    plans = [json.loads(line) for line in lines]
    releases = [plan["release"] for plan in plans if plan["release"]]
    assert any(release["date"] != release["nominal_date"] for release in releases)
    assert any(release["type"] == "PRRD" for release in releases)
    assert any(plan["person"]["facts"].get("indeterminate") for plan in plans)
    assert any(plan["counts"]["unknown"] for plan in plans)
    assert any(plan["counts"]["done"] for plan in plans)
    assert len({plan["person"]["facts"]["prison"] for plan in plans}) == 3


# --- a record of one's own ---


def test_a_bare_command_without_a_record_says_how_to_begin(run: Run) -> None:
    done = run()
    assert done.code == 0
    assert "releasecheck demo" in done.out
    assert "releasecheck record init" in done.out


def test_a_new_record_is_for_its_owner_only_and_says_where_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    done = run("record", "init")
    path = tmp_path / "share" / "releasecheck" / "record.db"
    assert done.code == 0
    assert str(path) in done.out
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert run("record", "path").out.strip() == str(path)


def test_a_second_init_leaves_the_record_as_it_is(run: Run, record: Path, dump: Dump) -> None:
    before = dump(record)
    done = run("record", "init")
    assert (done.code, done.out) == (1, "")
    assert "nothing was changed" in done.err
    assert dump(record) == before


def test_the_whole_way_from_a_spreadsheet_to_a_done_task(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text(SPREADSHEET, encoding="utf-8")
    assert run("import", "people", file).out == "3 rows: 3 new\n"
    assert [row["name"] for row in json.loads(run("list", "--format", "json").out)["people"]] == [
        "COLE, Marcus",
        "O’NEILL, Áine",
        "RIVERS, Sam",
    ]
    assert run("set", "rivers", "com=J. Okafor", "sentence_start_date=2025-01-10").code == 0
    assert "A1234BC" in run("missing", "--item", "crs").out
    sent = run("mark", "rivers", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    assert (sent.code, sent.err) == (0, "")
    assert sent.out.startswith("A1234BC dtr submitted Mon 23 Nov 2026.")
    done = run("done", "oneill", "com_allocated", "com_name=J. Okafor")
    assert done.code == 0, done.err
    assert "com_allocated" in run("show", "oneill", "--all").out
    assert "4 weeks before release" in run("why", "rivers", "dtr").out
    assert run("record", "verify").out == "3 people: every saved plan is what the facts give.\n"


def test_as_of_moves_today_and_not_what_is_known(run: Run, make_person: MakePerson) -> None:
    make_person()
    early = json.loads(run("show", "smith", "--format", "json", as_of="2026-11-24").out)
    later = json.loads(run("show", "smith", "--format", "json", as_of="2027-01-11").out)
    assert (early["as_of"], later["as_of"]) == ("2026-11-24", "2027-01-11")
    assert early["release"]["days"] - later["release"]["days"] == 48
    states = [
        next(task["state"] for task in shown["tasks"] if task["item"] == "da_check")
        for shown in (early, later)
    ]
    assert states == ["to_do", "overdue"]
    assert early["person"] == later["person"]


def test_as_of_may_come_from_the_environment(
    run: Run, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    monkeypatch.setenv("RELEASECHECK_AS_OF", "2026-12-01")
    assert json.loads(run("show", "smith", "--format", "json", as_of=None).out)["as_of"] == "2026-12-01"


def test_the_same_report_on_the_same_day_is_the_same_to_the_letter(run: Run, demo: Path) -> None:
    for words in (["show", "A1234BC", "--all"], ["missing"], ["list"], EXPORT):
        assert run(*words) == run(*words)


def test_python_dash_m_is_the_same_command(demo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "releasecheck", "--as-of", "2026-11-23", "show", "A1234BC"],
        cwd=TOP,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("RIVERS, Sam  A1234BC")


def test_version_is_told_wherever_the_program_runs(run: Run) -> None:
    done = run("--version", as_of=None)
    assert done.code == 0
    assert re.match(r"releasecheck\b.+\n$", done.out)


# --- the checklist ---


def test_show_has_its_sections_in_the_order_of_need(run: Run, demo: Path) -> None:
    lines = run("show", "A1234BC").out.splitlines()
    headings = [found[1] for line in lines if (found := re.match(r"([A-Z][A-Z ]+[A-Z])(?: [0-9(]|$)", line))]
    order = ["CHECK THIS", "OVERDUE", "ACT NOW", "CHASE", "DO AGAIN", "BLOCKED", "NOT KNOWN", "DUE", "NEXT"]
    assert headings == [heading for heading in order if heading in headings]
    assert {"OVERDUE", "CHASE", "NOT KNOWN", "DUE", "NEXT"} <= set(headings)


def test_show_says_the_weekday_and_the_days_left_in_both_kinds(run: Run, demo: Path) -> None:
    out = run("show", "A1234BC").out
    assert "Release Fri 5 Feb 2027" in out
    assert "nominal Sat 6 Feb" in out
    assert "74 days, 51 working days" in out
    assert "may be brought forward to Thu 4 Feb" in out


def test_nobody_in_the_demo_needs_more_than_twenty_lines_of_eighty_columns(run: Run, demo: Path) -> None:
    people = json.loads(run("list", "--released", "--all", "--format", "json").out)["people"]
    for person in people:
        lines = run("show", person["prison_number"]).out.splitlines()
        assert len(lines) <= 20, person["prison_number"]
        assert max(map(len, lines)) <= 80, person["prison_number"]


def test_show_all_names_every_task_that_the_contract_has(run: Run, demo: Path) -> None:
    tasks = json.loads(run("show", "A1234BC", "--format", "json").out)["tasks"]
    shown = run("show", "A1234BC", "--all").out
    assert [task["item"] for task in tasks if task["item"] not in shown and task["missing_facts"] == []] == []


# --- the contract of DESIGN 5.1 ---

TASK_KEYS = (
    "item title pathway owner owner_name state position opens_on due_on expires_on chase_on "
    "days compressed outcome outcome_on evidence missing_facts blocked_by reasons next"
).split()
MISSING_KEYS = "prison_number name item title owner state due_on days missing_facts blocked_by".split()
ISO = re.compile(r"\d{4}-\d\d-\d\d")


def is_day(value: object) -> bool:
    return value is None or (isinstance(value, str) and ISO.fullmatch(value) is not None)


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def check_countdown(shown: dict) -> None:
    assert list(shown) == "as_of person release handover licence tasks counts".split()
    assert ISO.fullmatch(shown["as_of"])
    assert list(shown["person"]) == ["prison_number", "name", "facts"]
    assert None not in shown["person"]["facts"].values()
    if shown["release"] is not None:
        release = shown["release"]
        assert (
            list(release) == "date type nominal_date confirmed source days working_days may_move_to".split()
        )
        assert is_day(release["date"]) and is_day(release["nominal_date"]) and is_day(release["may_move_to"])
        assert isinstance(release["confirmed"], bool)
        assert isinstance(release["days"], int) and isinstance(release["working_days"], int)
    if shown["handover"] is not None:
        handover = shown["handover"]
        assert list(handover) == "date start reason responsible supporting earliest_release".split()
        assert is_day(handover["date"]) and is_day(handover["start"])
        assert handover["responsible"] in ("POM", "COM")
        assert handover["supporting"] in ("POM", "COM", None)
        assert handover["earliest_release"] is None or list(handover["earliest_release"]) == ["date", "type"]
    if shown["licence"] is not None:
        assert list(shown["licence"]) == ["start", "hard_stop", "hard_stop_warning"]
        assert all(map(is_day, shown["licence"].values()))
    for task in shown["tasks"]:
        check_task(task)
    assert list(shown["counts"]) == list(STATE_ORDER)
    assert sum(shown["counts"].values()) == len(shown["tasks"])


def check_task(task: dict) -> None:
    assert list(task) == TASK_KEYS
    assert all(isinstance(task[key], str) for key in ("item", "title", "pathway", "owner", "state"))
    assert task["owner"] in ROLES
    assert task["state"] in STATE_ORDER
    assert all(map(is_day, (task[k] for k in ("opens_on", "due_on", "expires_on", "chase_on", "outcome_on"))))
    assert isinstance(task["compressed"], bool)
    assert (task["days"] is None) == (task["due_on"] is None)
    assert isinstance(task["evidence"], dict)
    assert all(map(is_texts, (task["missing_facts"], task["blocked_by"], task["reasons"])))
    assert all(task[key] is None or task[key] for key in ("owner_name", "position", "outcome", "next"))
    assert task["position"] is None or task["position"] == task["position"].lower()


def test_every_plan_of_the_demo_keeps_the_contract(run: Run, demo: Path) -> None:
    lines = run(*EXPORT).out.splitlines()
    assert len(lines) == len(demo_people(DAY))
    for line in lines:
        check_countdown(json.loads(line))


def test_show_as_json_is_the_persons_line_of_the_export(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "plans.jsonl"
    assert run(*EXPORT, "-o", file).code == 0
    plans = {
        plan["person"]["prison_number"]: plan
        for plan in map(json.loads, file.read_text("utf-8").splitlines())
    }
    for number in ("A1234BC", "A7710FA", "A5561CD"):
        assert json.loads(run("show", number, "--format", "json").out) == plans[number]


def test_missing_as_json_keeps_the_contract(run: Run, demo: Path) -> None:
    shown = json.loads(run("missing", "--within", "14d", "--format", "json").out)
    assert list(shown) == "as_of window_days people items by_owner by_state".split()
    assert (shown["as_of"], shown["window_days"]) == ("2026-11-23", 14)
    assert shown["people"] == len({row["prison_number"] for row in shown["items"]})
    for row in shown["items"]:
        assert list(row) == MISSING_KEYS
        assert row["owner"] in ROLES and row["state"] in MISSING
        assert is_day(row["due_on"]) and (row["days"] is None) == (row["due_on"] is None)
        assert is_texts(row["missing_facts"]) and is_texts(row["blocked_by"])
    for name, key in (("by_owner", "owner"), ("by_state", "state")):
        assert shown[name] == {word: sum(row[key] == word for row in shown["items"]) for word in shown[name]}
        assert sum(shown[name].values()) == len(shown["items"])


def test_missing_and_show_agree_about_every_person(run: Run, demo: Path) -> None:
    """The one is a query over saved plans, the other is worked out for one person."""
    rows = json.loads(run("missing", "--within", "9999d", "--format", "json").out)["items"]
    by_query = {(row["prison_number"], row["item"], row["state"], row["due_on"]) for row in rows}
    plans = map(json.loads, run(*EXPORT).out.splitlines())
    by_person = {
        (plan["person"]["prison_number"], task["item"], task["state"], task["due_on"])
        for plan in plans
        if "released_on" not in plan["person"]["facts"]
        for task in plan["tasks"]
        if task["state"] in MISSING
    }
    released = {
        plan["person"]["prison_number"]
        for plan in map(json.loads, run(*EXPORT).out.splitlines())
        if "released_on" in plan["person"]["facts"]
    }
    assert {row for row in by_query if row[0] not in released} == by_person


def test_the_example_of_the_contract(run: Run, make_person: MakePerson) -> None:
    """A person released on a Saturday's CRD, looked at on Saturday 21 November 2026."""
    make_person("A1234BC", "SMITH, John", "2027-02-06", "CRD", tier="B2", sex="M")
    shown = json.loads(run("show", "A1234BC", "--format", "json", as_of="2026-11-21").out)
    assert shown["person"] == {
        "prison_number": "A1234BC",
        "name": "SMITH, John",
        "facts": {"sex": "M", "conditional_release_date": "2027-02-06", "tier": "B2"},
    }
    assert shown["release"] == {
        "date": "2027-02-05",
        "type": "CRD",
        "nominal_date": "2027-02-06",
        "confirmed": False,
        "source": None,
        "days": 76,
        # Mon 23 Nov to Thu 4 Feb is 54 weekdays; without 25 and 28 December and 1 January, 51.
        "working_days": 51,
        "may_move_to": "2027-02-04",
    }
    assert shown["handover"] == {
        "date": "2026-05-23",
        "start": "2026-05-23",
        "reason": "determinate",
        "responsible": "COM",
        "supporting": "POM",
        "earliest_release": {"date": "2027-02-06", "type": "CRD"},
    }
    assert shown["licence"] == {
        "start": "2027-02-05",
        "hard_stop": "2027-02-03",
        "hard_stop_warning": "2027-02-01",
    }
    dtr = next(task for task in shown["tasks"] if task["item"] == "dtr")
    assert dtr["reasons"][0] == "no next accommodation recorded"
    assert dtr["next"].startswith("make the referral from 11 December 2026")
    assert {key: dtr[key] for key in TASK_KEYS if key not in ("title", "reasons", "next")} == {
        "item": "dtr",
        "pathway": "accommodation",
        "owner": "COM",
        "owner_name": None,
        "state": "upcoming",
        "position": "upcoming",
        "opens_on": "2026-12-11",
        "due_on": "2027-01-08",
        "expires_on": None,
        "chase_on": None,
        "days": 48,
        "compressed": False,
        "outcome": None,
        "outcome_on": None,
        "evidence": {},
        "missing_facts": [],
        "blocked_by": [],
    }


@pytest.mark.parametrize(
    ("as_of", "days", "working_days"),
    [("2026-11-23", 74, 51), ("2027-02-03", 2, 2), ("2027-02-04", 1, 1), ("2027-02-05", 0, 0)],
)
def test_working_days_left_count_today_and_not_the_day_of_release(
    run: Run, make_person: MakePerson, as_of: str, days: int, working_days: int
) -> None:
    make_person()
    release = json.loads(run("show", "smith", "--format", "json", as_of=as_of).out)["release"]
    assert (release["days"], release["working_days"]) == (days, working_days)


def test_somebody_without_a_release_date_has_null_and_still_a_list(run: Run, make_person: MakePerson) -> None:
    make_person(release=None)
    shown = json.loads(run("show", "smith", "--format", "json").out)
    assert (shown["release"], shown["licence"]) == (None, None)
    check_countdown(shown)


# --- documents ---


class Parsed(html.parser.HTMLParser):
    """Reads a page and remembers what is open; a page that closes nothing wrongly leaves nothing open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "link", "br", "hr", "img", "col", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("words", [["show", "A1234BC"], ["missing"], ["list"]], ids=lambda words: words[0])
@pytest.mark.parametrize("form", ["md", "html", "csv", "json", "txt"])
def test_a_report_can_be_had_as_a_document(
    run: Run, demo: Path, tmp_path: Path, words: list[str], form: str
) -> None:
    file = tmp_path / f"report.{form}"
    done = run(*words, "--format", form, "-o", file)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Report written to {file}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert "A1234BC" in text
    assert run(*words, "--format", form).out.rstrip("\n") == text.rstrip("\n")
    if form == "html":
        page = Parsed()
        page.feed(text)
        assert page.open == []
        assert "RIVERS, Sam" in "".join(page.text)
    elif form == "json":
        assert json.loads(text)["as_of"] == "2026-11-23"
    elif form == "csv":
        heading, *rows = csv.reader(io.StringIO(text, newline=""))
        assert {len(row) for row in rows} == {len(heading)}
        assert "prison_number" in heading


def test_a_report_goes_over_an_earlier_one_whole(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("earlier\n" * 10_000)
    assert run("show", "A1234BC", "-o", file).code == 0
    assert "earlier" not in file.read_text("utf-8")
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_output_to_a_dash_is_the_screen(run: Run, demo: Path) -> None:
    assert json.loads(run("show", "A1234BC", "--format", "json", "-o", "-").out)["as_of"] == "2026-11-23"


def test_quiet_says_nothing_but_results(run: Run, demo: Path, tmp_path: Path) -> None:
    done = run("-q", "missing", "--format", "md", "-o", tmp_path / "missing.md")
    assert done == (0, "", "")
