"""`today`: who needs somebody now, one person to a line, on day one, day two and day eight."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.items.item_reader import PATHWAYS
from releasecheck.policy.sources import builtin_files
from releasecheck.reports.caseload.person_rows import ask_words
from releasecheck.reports.caseload.pressing import pressing_rules
from tests.made_up.program import MakePerson, Run
from tests.made_up.terminal import Terminal

FRIDAY = "2026-11-27"
MARSH = 'role = "POM"\nby = "P. Marsh"\noffice = "HMP Leeds"\n'


@pytest.fixture
def marsh(tmp_path: Path) -> tuple[str, ...]:
    """The options of a POM who has said who she is."""
    config = tmp_path / "config.toml"
    config.write_text(MARSH)
    return ("--config", str(config))


def numbers(text: str) -> list[str]:
    return re.findall(r"^ *(?:[\d+]+ d(?: ago)?|today|-) ([A-Z]\d{4}[A-Z]{2})", text, re.MULTILINE)


def test_a_bare_command_with_a_record_is_today(run: Run, demo: Path) -> None:
    assert run() == run("today")


def test_whose_release_day_has_passed_comes_before_everybody(run: Run, demo: Path) -> None:
    lines = run("today").out.splitlines()
    assert lines[0].startswith("Mon 23 Nov 2026 · ")
    typed = "left? releasecheck released A5561CD --on 2026-11-20"
    assert lines[2:4] == ["CHECK THIS", f"  A5561CD DUNNE, Kerry  {typed}"]
    assert next(n for n, line in enumerate(lines) if line.lstrip().startswith("OUT ")) > 3


def test_people_come_by_risk_and_days_left_together(run: Run, demo: Path) -> None:
    found = json.loads(run("today", "--format", "json", as_of=FRIDAY).out)["people"]
    by = {"very_high": 4, "high": 2, None: 2}
    days = [abs(row["days"]) / by.get(row["rosh"], 1) for row in found if row["days"] is not None]
    assert days == sorted(days)
    assert found[-1]["days"] is None, "whoever has no day at all comes last"


def test_the_worst_is_named_by_consequence_and_not_by_the_alphabet(run: Run, demo: Path) -> None:
    """A man out in four days has no address: that, and not the review of OASys that is later by weeks."""
    found = json.loads(run("today", "--format", "json", as_of=FRIDAY).out)["people"]
    (ramsden,) = (row for row in found if row["prison_number"] == "A6472FA")
    assert (ramsden["late_item"], ramsden["late"]) == ("address_night_one", 3)
    assert "confirm first" in run("today", as_of=FRIDAY).out


def test_with_role_and_name_set_it_is_ones_own(run: Run, demo: Path, marsh: tuple[str, ...]) -> None:
    mine = run(*marsh, "today", as_of=FRIDAY).out
    head = mine.splitlines()[0]
    assert head == "Fri 27 Nov 2026 · HMP Leeds · P. Marsh, POM · 5 of your 10 people need you"
    assert re.search(r"^ +70 d A1234BC RIVERS, Sam +H +set MAPPA level", mine, re.MULTILINE)
    assert "(COM) +3" in mine, "what is another role's carries the role"
    assert "Colleagues: COM 10 people" in mine
    assert "42 people of others need somebody: today --all" in mine
    everybody = run(*marsh, "today", "--all", as_of=FRIDAY).out
    assert "52 of 52 people need somebody" in everybody.splitlines()[0]
    assert len(numbers(everybody)) > 28 + len(numbers(mine)) - 5
    assert run(*marsh, "today", "--mine", as_of=FRIDAY).out == mine


def test_whoever_has_nobody_under_their_name_sees_everybody(run: Run, demo: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(MARSH.replace("P. Marsh", "N. Body"))
    assert "of 52 people need somebody" in run("--config", str(config), "today").out.splitlines()[0]


@pytest.mark.parametrize("name", ["missing", "list"])
def test_a_list_of_everybody_says_so_and_how_to_see_ones_own(
    run: Run, demo: Path, marsh: tuple[str, ...], name: str
) -> None:
    said = f"Everybody's. Yours: releasecheck {name} --pom 'P. Marsh'"
    assert said in run(*marsh, name).out.splitlines()
    assert "Everybody's" not in run(name).out + run(*marsh, name, "--pom", "P. Marsh").out
    assert run(*marsh, name, "--pom", "P. Marsh").code == 0


def test_mine_needs_a_role(run: Run, demo: Path) -> None:
    done = run("today", "--mine")
    assert done.code == 2 and "config set role POM" in done.err


@pytest.mark.parametrize("words", [(), ("--prison", "LEI"), ("--com", "J. Okafor"), ("--owner", "PRT")])
def test_the_same_people_count_in_today_and_in_missing(run: Run, demo: Path, words: tuple[str, ...]) -> None:
    """Whoever must only be checked needs somebody today, and has nothing missing."""
    for within in ("7d", "28d"):
        today, missing = (run(name, "--within", within, *words).out for name in ("today", "missing"))
        heads = [page.splitlines()[0] for page in (today, missing)]
        found = [re.search(r"(\d+) of (\d+) p", head) for head in heads]
        assert found[0] and found[1] and found[0][2] == found[1][2], heads
        to_check = set(re.findall(r"left\? releasecheck released (\w+)", today))
        numbers = {row["prison_number"] for row in missing_items(run, within, *words)}
        assert int(found[1][1]) == len(numbers), heads
        assert int(found[0][1]) == len(numbers | to_check), heads


def missing_items(run: Run, within: str, *words: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(
        run("missing", "--within", within, *words, "--format", "json").out
    )["items"]
    return found


def test_the_caseload_of_a_worker_has_as_many_people(run: Run, demo: Path, marsh: tuple[str, ...]) -> None:
    loads = json.loads(run("caseload", "--format", "json", as_of=FRIDAY).out)
    (people,) = (row["people"] for row in loads["poms"] if row["name"] == "P. Marsh")
    assert f"of your {people} people" in run(*marsh, "today", as_of=FRIDAY).out


def test_a_screen_holds_all_of_it_and_counts_the_rest(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = len(json.loads(run("today", "--format", "json", as_of=FRIDAY).out)["people"])
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for rows in (24, 40):
        lines = Terminal("--no-color", "--as-of", FRIDAY, "today", rows=rows).rest().splitlines()
        assert rows - 6 < len(lines) <= rows - 2
        shown = len(numbers("\n".join(lines)))
        assert any(f"... {listed - shown} more people: today --all" in line for line in lines), lines


def test_other_programs_read_the_same(run: Run, demo: Path, tmp_path: Path) -> None:
    data = json.loads(run("today", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run("today", "--format", "csv").out)))
    assert [row["prison_number"] for row in rows] == [row["prison_number"] for row in data["people"]]
    page = tmp_path / "today.html"
    assert run("today", "-o", page).code == 0
    assert "RIVERS, Sam" in page.read_text("utf-8")


def test_task_by_task_is_the_long_form(run: Run, demo: Path) -> None:
    long = run("today", "--tasks").out
    assert all(f"\n{heading}\n" in long for heading in ("OVERDUE", "DUE THIS WEEK", "WAITING TOO LONG"))


# --- day one and day two ---


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-24"])
def test_on_the_first_days_it_says_what_to_decide_first(run: Run, make_person: MakePerson, day: str) -> None:
    make_person("A1004CD", "HALL, Curtis", release="2026-11-27", rosh="low")
    make_person("A1000AA", "WILLIAMS, Jake", release="2026-12-11", rosh="low")
    out = run("today", as_of=day).out
    assert out.splitlines()[0].endswith(" · 2 people, first day")
    assert re.search(r"^ *OUT WHO +DECIDE FIRST +BY$", out, re.MULTILINE)
    assert numbers(out) == ["A1004CD", "A1000AA"]
    assert "LATE" not in out
    assert re.search(r"^NOT KNOWN  [a-z ]+ 2, [a-z ]+ 2, [a-z ]+ 2: releasecheck", out, re.MULTILINE)
    assert "first day" not in run("today", as_of="2026-11-25").out


def test_what_is_late_on_the_second_day_is_said_as_late(run: Run, make_person: MakePerson) -> None:
    make_person("A1004CD", "HALL, Curtis", release="2026-11-24", rosh="low")
    make_person("A1000AA", "WILLIAMS, Jake", release="2026-12-11", rosh="low")
    assert "DECIDE FIRST" in run("today", as_of="2026-11-23").out
    found = json.loads(run("today", "--format", "json", as_of="2026-11-24").out)["people"]
    assert sum(row["late"] for row in found) > 0
    out = run("today", as_of="2026-11-24").out
    assert re.search(r"^ *OUT WHO +LATE +NEXT$", out, re.MULTILINE) and "DECIDE FIRST" not in out


def test_task_by_task_as_many_people_need_somebody(run: Run, demo: Path, marsh: tuple[str, ...]) -> None:
    heads = [run("today", *words).out.splitlines()[0] for words in ((), ("--tasks",))]
    found = [re.search(r"\d+ of \d+ people need somebody", head) for head in heads]
    assert found[0] and found[1] and found[0][0] == found[1][0], heads
    mine = run(*marsh, "today", "--tasks", "--mine").out.partition("\n\n")[0]
    assert re.search(r"need\s+you", mine)


def test_never_all_is_well_over_people_of_whom_nothing_is_known(run: Run, make_person: MakePerson) -> None:
    make_person("A1004CD", "HALL, Curtis", release="2029-11-27")
    out = run("today", as_of="2026-12-08").out
    assert "0 of" not in out and "Nothing outstanding" not in out
    assert re.search(r"A1004CD HALL, Curtis +\? ", out)


def test_an_empty_record_is_nothing_outstanding(run: Run, record: Path) -> None:
    assert "Nothing outstanding on this list." in run("today").out


def test_what_to_ask_is_named_where_it_is_one_thing() -> None:
    assert ask_words(["housing"]) == "ask: housing"
    assert ask_words(["housing", "done_before", "sex"]) == "ask 2 things"
    assert ask_words(["done_before"]) == "done before? when?"


# --- the numbers it goes by ---


def test_what_is_weighed_is_an_item_or_a_pathway() -> None:
    known = {*read_catalogue(builtin_files()).items, *PATHWAYS}
    rules = pressing_rules()
    assert set(rules.weights) <= known
    assert set(rules.divided_by) <= {"low", "medium", "high", "very_high", "not_known"}
    assert min(rules.divided_by.values()) > 0


Days = Callable[[str | None, int | None], float]


def test_risk_brings_nearer_and_no_day_is_last() -> None:
    days: Days = pressing_rules().days
    assert [days(rosh, 40) for rosh in ("very_high", "high", None, "medium", "low")] == [10, 20, 20, 40, 40]
    assert days("very_high", None) == float("inf")
