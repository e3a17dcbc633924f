"""`missing`: grouped, narrowed and in a window, with nothing left out."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from releasecheck.planning.states import MISSING
from tests.made_up.lists import known, missing_items, people
from tests.made_up.program import AS_OF, Run
from tests.made_up.records import rows


@pytest.mark.parametrize("grouping", ["owner", "person", "item", "prison", "com"])
def test_missing_is_grouped_as_asked_and_leaves_nothing_out(run: Run, demo: Path, grouping: str) -> None:
    out = run("missing", "--by", grouping, "--all").out
    headings = re.findall(r"^(\S.*?) · (?:.* · )?([\d,]+) things?$", out, re.MULTILINE)
    everything, facts = missing_items(run), known(run)
    names = {
        "owner": {row["owner"] for row in everything},
        "person": {row["prison_number"] for row in everything},
        "item": {row["item"] for row in everything},
        "prison": {str(facts[row["prison_number"]]["prison"]) for row in everything},
        "com": {"COM"},
    }[grouping]
    assert names <= {re.split(r"[ ,]", heading)[0] for heading, _ in headings}
    assert sum(int(number.replace(",", "")) for _, number in headings) == len(everything)


def test_missing_by_owner_names_the_person_who_owns_it(run: Run, demo: Path) -> None:
    assert re.search(r"^COM J\. Okafor · ", run("missing", "--by", "owner", "--all").out, re.MULTILINE)


@pytest.mark.parametrize(
    ("option", "value", "key", "kept"),
    [
        ("--owner", "POM", "owner", "POM"),
        ("--owner", "pom", "owner", "POM"),
        ("--item", "dtr", "item", "dtr"),
        ("--item", "DTR", "item", "dtr"),
        ("--state", "overdue", "state", "overdue"),
        ("--state", "Unknown", "state", "unknown"),
        ("--person", "rivers", "prison_number", "A1234BC"),
    ],
)
def test_a_filter_keeps_what_it_names_and_nothing_else(
    run: Run, demo: Path, option: str, value: str, key: str, kept: str
) -> None:
    everything = missing_items(run)
    assert missing_items(run, option, value) == [row for row in everything if row[key] == kept] != []


def test_filters_by_prison_and_by_name_look_at_the_person(run: Run, demo: Path) -> None:
    everything, facts = missing_items(run), known(run)
    for option, name in (("--prison", "prison"), ("--pom", "pom"), ("--com", "com")):
        value = facts["A1234BC"][name]
        numbers = {row["prison_number"] for row in everything}
        wanted = {number for number in numbers if facts[number].get(name) == value}
        assert {row["prison_number"] for row in missing_items(run, option, str(value))} == wanted
        assert 0 < len(wanted) < len(numbers)


def test_filters_by_wing_risk_and_pathway_keep_whom_and_what_they_name(run: Run, demo: Path) -> None:
    everything, facts = missing_items(run), known(run)
    numbers = {row["prison_number"] for row in everything}
    by_wing = {number for number in numbers if str(facts[number].get("cell")).startswith("B-")}
    assert {row["prison_number"] for row in missing_items(run, "--wing", "b")} == by_wing != set()
    risky = {number for number in numbers if facts[number].get("rosh") in ("high", "very_high")}
    assert {
        row["prison_number"] for row in missing_items(run, "--risk", "high", "--risk", "very_high")
    } == risky
    nobody_said = {number for number in numbers if "rosh" not in facts[number]}
    assert {row["prison_number"] for row in missing_items(run, "--rosh", "not_known")} == nobody_said != set()
    accommodation = {row["item"] for row in missing_items(run, "--pathway", "accommodation")}
    assert "cas3" in accommodation and "da_check" not in accommodation


def test_who_leaves_soon_includes_those_whose_day_has_passed_and_nobody_marked(run: Run, demo: Path) -> None:
    soon = {row["prison_number"] for row in missing_items(run, "--leaving", "2w")}
    wanted = {row["prison_number"] for row in people(run, "--within", "2w") if row["missing"]}
    assert soon == wanted
    assert any(row["days"] < 0 for row in people(run, "--within", "2w")), "the demo has such a person"


def test_a_pathway_nobody_knows_is_answered_with_the_closest(run: Run, demo: Path) -> None:
    done = run("missing", "--pathway", "acommodation")
    assert done.code == 2
    assert 'no pathway "acommodation". Did you mean accommodation?' in done.err


def test_missing_is_by_risk_of_harm_then_by_who_leaves_soonest(run: Run, demo: Path) -> None:
    """Riskiest first, not known before medium; then days left; a day that has passed and none last.

    A person's things are together, the worst first and then the soonest due.
    """
    order: dict[object, int] = {"very_high": 0, "high": 1, None: 2, "medium": 3, "low": 4}
    facts, leaving = known(run), {row["prison_number"]: row for row in people(run, "--released")}

    def place(row: dict) -> tuple[int, int, int, str, int, str, str]:
        number = row["prison_number"]
        row_of = leaving[number]
        days, could_be = row_of["days"], row_of["earliest_possible"]
        if days is None and could_be:
            days = (date.fromisoformat(could_be) - date.fromisoformat(AS_OF)).days
        gone = 2 if days is None else int(days < 0)
        worst = MISSING.index(row["state"]), row["due_on"] or "~", row["item"]
        return order[facts[number].get("rosh")], gone, days or 0, number, *worst

    found = [place(row) for row in missing_items(run)]
    assert found == sorted(found)
    assert len({risk for risk, *_ in found}) == 5


def test_csv_has_the_rows_of_the_json_in_their_order_with_why_each_is_missing(run: Run, demo: Path) -> None:
    import csv
    import io

    found = list(csv.DictReader(io.StringIO(run("missing", "--format", "csv").out)))
    assert [(row["prison_number"], row["item"]) for row in found] == [
        (row["prison_number"], row["item"]) for row in missing_items(run)
    ]
    reasons = {
        "overdue": {"not_started", "due_again"},
        "to_do": {"not_started", "due_again"},
        "chase": {"unanswered"},
        "action": {"act_now"},
        "expired": {"expired"},
        "blocked": {"blocked"},
        "unknown": {"fact_missing"},
    }
    assert {row["reason"] for row in found} == set.union(*reasons.values())
    for row in found:
        assert row["reason"] in reasons[row["state"]]
        assert row["next"], "every row says what to do"
        assert (row["waited"] != "") == (row["state"] == "chase")
        assert (row["missing_facts"] != "") == (row["state"] == "unknown")
        assert row["blocked_by"] or row["state"] != "blocked"
        assert not row["outcome"] or row["reason"] != "not_started"
        assert row["outcome"] or row["reason"] not in ("due_again", "act_now", "unanswered", "expired")


def test_a_csv_file_logs_whose_data_it_holds_as_the_screen_does(run: Run, demo: Path, tmp_path: Path) -> None:
    run("missing", "--owner", "HC", "--format", "csv", "-o", tmp_path / "hc.csv", "--to", "healthcare")
    (line,) = rows(demo, "SELECT people FROM log WHERE recipient = 'healthcare'")
    numbers = {row["prison_number"] for row in missing_items(run, "--owner", "HC")}
    assert set(json.loads(line[0])) == numbers


def test_filters_together_mean_all_of_them(run: Run, demo: Path) -> None:
    both = missing_items(run, "--owner", "COM", "--state", "overdue")
    assert both == [row for row in missing_items(run, "--owner", "COM") if row["state"] == "overdue"] != []


def test_a_longer_window_only_adds_what_falls_due_later(run: Run, demo: Path) -> None:
    short, long = missing_items(run, "--within", "7d"), missing_items(run, "--within", "12w")
    added = [row for row in long if row not in short]
    assert [row for row in short if row not in long] == []
    assert added and {row["state"] for row in added} == {"to_do"}
    assert all(7 < row["days"] <= 84 for row in added)


@pytest.mark.parametrize(
    ("typed", "days"), [("28d", 28), ("4w", 28), ("3m", 92), ("12m", 365), ("28", 28), ("0d", 0)]
)
def test_windows_may_be_written_in_days_weeks_and_months(run: Run, demo: Path, typed: str, days: int) -> None:
    assert json.loads(run("missing", "--within", typed, "--format", "json").out)["window_days"] == days


def test_nothing_missing_is_said_and_is_no_failure(run: Run, record: Path) -> None:
    done = run("missing", "--tasks")
    assert (done.code, done.err) == (0, "")
    assert "nothing outstanding on this list" in done.out
    assert "safe" not in done.out


def test_the_exit_code_tells_only_when_asked(run: Run, demo: Path) -> None:
    assert run("missing").code == 0
    assert run("missing", "--exit-code").code == 4
    assert run("missing", "--exit-code", "--person", "A1234BC", "--item", "release_notice").code == 0


def test_a_long_report_says_how_many_more_and_all_shows_them(run: Run, demo: Path) -> None:
    short, whole = (run("missing", "--tasks", *more).out for more in ((), ("--all",)))
    assert re.search(r"^and [\d,]+ more", short, re.MULTILINE)
    assert not re.search(r"^and [\d,]+ more", whole, re.MULTILINE)
    assert len(whole.splitlines()) > len(short.splitlines())


def test_no_more_people_have_something_missing_than_were_looked_at(demo: Path, run: Run) -> None:
    """People who have left and have something to be recorded afterwards are counted on both sides."""
    for words in ((), ("--prison", "STI"), ("--prison", "LEI"), ("--com", "M. Fairbairn")):
        heading = run("missing", *words).out.splitlines()[0]
        found = re.match(r"(\d+) of (\d+) (?:people|person)", heading)
        assert found is not None, heading
        assert int(found[1]) <= int(found[2])


def test_whoever_has_left_is_looked_at_once_something_of_theirs_is_to_be_done(demo: Path, run: Run) -> None:
    """Of WHITLOCK, who has been out since 6 November, the next is to be recorded on Friday and not before."""
    for within, of in (("3d", 51), ("4d", 52)):
        lines = [run(name, "--within", within).out.splitlines()[0] for name in ("missing", "today")]
        assert all(f"of {of} people" in line for line in lines), lines


def test_the_first_line_adds_up_to_whose_the_tasks_are_and_to_the_rows(run: Run, demo: Path) -> None:
    everything = missing_items(run)
    lines = " ".join(run("missing").out.split())
    counted = re.search(r"([\d,]+) tasks?: (.*?\d) \((\d+) questions?\)", lines)
    assert counted, lines
    by_state = dict(part.rsplit(" ", 1) for part in counted[2].split(" · "))
    assert int(counted[1].replace(",", "")) == sum(map(int, by_state.values())) == len(everything)
    for words, state in (("late", "overdue"), ("act now", "action"), ("not known", "unknown")):
        assert int(by_state.get(words, 0)) == sum(row["state"] == state for row in everything)
    whose = re.findall(r"(\w+) ([\d,]+)", lines.partition("Whose ")[2].partition(" One person")[0])
    assert sum(int(number.replace(",", "")) for _, number in whose) == len(everything)
