"""An outcome that turns the release is the first thing said, until a later one lifts it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.made_up.nights import unlinked
from tests.made_up.office_files import docx_texts
from tests.made_up.records import rows

FLORIN = "A1007AA"
OTHER = "A1010AA"
TOLD = "2027-01-14"
QUIET = ("dtr", "cas3", "gp_registration", "first_appointment", "address_night_one", "travel_and_money")

#: Item, outcome, what is said, what lifts it, and whether what waits outside is quiet.
TURNED = [
    ("immigration", ("detained_on_IS91",), "to be detained under IS91", "released", True),
    ("immigration", ("removed_ers",), "to be removed from the country", "released", True),
    ("governor_check", ("remand_warrant",), "held on a remand warrant", "done", True),
    (
        "governor_check",
        ("stop_release", "--reason", "another warrant"),
        "by the governor's check",
        "done",
        False,
    ),
]
#: What is read first at the gate, before the day and the lines.
NOT_OUT = "NOT TO BE RELEASED INTO THE COMMUNITY"
AT_THE_GATE = {
    "to be detained under IS91": f"{NOT_OUT} · to be detained under IS91, Thu 14 Jan",
    "to be removed from the country": f"{NOT_OUT} · to be removed from the country",
    "held on a remand warrant": "STOP · held on a remand warrant, Thu 14 Jan",
    "by the governor's check": "STOP · by the governor, Thu 14 Jan, tester: another warrant",
}
EVIDENCE = {
    "released": ("released_to_community=yes",),
    "done": ("checked_by=Governor", "identity_checked=yes", "licence_present=yes", "holds_clear=yes"),
}


def typed(run: Run, *words: str, as_of: str = TOLD) -> str:
    """What a command that must succeed says, in one line."""
    done = run(*words, as_of=as_of)
    assert done.code == 0, done.err
    return " ".join(done.out.split())


@pytest.fixture
def leaving(record: Path, run: Run) -> str:
    """Somebody who leaves tomorrow, of interest to immigration enforcement, with much still open."""
    facts = ("sex=M", "prison=LEI", "legal_status=SENTENCED", "sentence_start_date=2026-01-15")
    release = ("--release", "2027-01-15", "--type", "CRD")
    more = ("next_accommodation=no", "immigration_interest=yes", "rosh=low")
    typed(run, "add", FLORIN, "--name", "ILIE, Florin", *release, *facts, *more, as_of="2026-06-01")
    return FLORIN


def shown(run: Run, as_of: str = TOLD) -> dict[str, Any]:
    """The checklist as programs read it."""
    answer: dict[str, Any] = json.loads(run("show", FLORIN, "--format", "json", as_of=as_of).out)
    return answer


def states(run: Run) -> dict[str, str]:
    """Where each task stands."""
    return {task["item"]: task["state"] for task in shown(run)["tasks"]}


@pytest.mark.parametrize(("item", "outcome", "words", "lifting", "quiet"), TURNED, ids=lambda one: str(one))
def test_what_turns_the_release_is_said_first_until_it_is_lifted(
    leaving: str,
    record: Path,
    run: Run,
    tmp_path: Path,
    item: str,
    outcome: tuple[str, ...],
    words: str,
    lifting: str,
    quiet: bool,
) -> None:
    before = states(run)
    assert shown(run)["stopped"] is None
    typed(run, "mark", FLORIN, item, *outcome)
    first = f"Stopped: {words}, recorded 14 Jan"
    assert run("show", FLORIN, as_of=TOLD).out.splitlines()[0] == first
    assert AT_THE_GATE[words] in typed(run, "gate", FLORIN).replace(" | | ", " ")
    assert "Leaving Fri 15 Jan 2027 · 1 person: 1 stopped" in typed(run, "gate", "--on", "2027-01-15")
    assert run("gate", FLORIN, "--exit-code", as_of=TOLD).code == 4
    sheet = run("sheet", FLORIN, "-o", tmp_path / "sheet.html", as_of=TOLD)
    assert (sheet.code, sheet.out) == (1, "")
    assert f"no sheet is made. {first}" in sheet.err
    assert f"releasecheck why {FLORIN} {item}" in sheet.err
    assert not (tmp_path / "sheet.html").exists()
    assert first in typed(run, "list") and "CHECK THIS" in typed(run, "list")
    assert f"Stopped: {words}" in typed(run, "today")
    assert run("nightly", "--out", tmp_path / "night", as_of=TOLD).code == 0
    index = (tmp_path / "night" / TOLD / "index.html").read_text("utf-8")
    assert first.replace("'", "&#39;") in unlinked(index)
    now = states(run)
    if quiet:
        assert {now[name] for name in QUIET if before[name] != "not_applicable"} == {"not_required"}
        assert f"{words}, recorded 14 Jan" in typed(run, "why", FLORIN, "gp_registration")
        assert "not asked for while stopped" in typed(run, "gate", FLORIN)
        listed = {
            row["item"] for row in json.loads(run("missing", "--format", "json", as_of=TOLD).out)["items"]
        }
        assert not listed & set(QUIET)
    else:
        assert {name: now[name] for name in QUIET} == {name: before[name] for name in QUIET}
    stop = {"kind": shown(run)["stopped"]["kind"], "words": words, "since": TOLD, "item": item}
    assert shown(run)["stopped"] == stop
    assert json.loads(run("gate", FLORIN, "--format", "json", as_of=TOLD).out)["stopped"] == stop
    assert json.loads(run("list", "--format", "json", as_of=TOLD).out)["people"][0]["stopped"] == stop
    assert run("record", "verify", as_of=TOLD).code == 0
    typed(run, "mark", FLORIN, item, lifting, *EVIDENCE[lifting])
    assert shown(run)["stopped"] is None
    assert {name: states(run)[name] for name in QUIET} == {name: before[name] for name in QUIET}
    assert "You leave prison on Friday 15 January 2027." in typed(run, "sheet", FLORIN)
    assert rows(record, "SELECT stopped FROM plans") == [(None,)]


NAMED = f"ILIE, Florin {FLORIN}"


def test_a_handover_says_it_right_under_the_name(leaving: str, run: Run, tmp_path: Path) -> None:
    first = "Stopped: to be detained under IS91, recorded 14 Jan"
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91")
    assert run("handover", FLORIN, "--to", "COM", as_of=TOLD).out.splitlines()[:2] == [NAMED, f"{first}."]
    for form in ("md", "txt", "html", "docx"):
        page = tmp_path / f"handed.{form}"
        assert run("handover", FLORIN, "--to", "COM", "-o", page, as_of=TOLD).code == 0
        text = "\n".join(docx_texts(page.read_bytes())) if form == "docx" else page.read_text("utf-8")
        assert text.index(NAMED) < text.index(first) < text.index("handover from POM")
    data = json.loads(run("handover", FLORIN, "--to", "COM", "--format", "json", as_of=TOLD).out)
    assert data["stopped"] == shown(run)["stopped"]
    typed(run, "mark", FLORIN, "immigration", "released", *EVIDENCE["released"])
    assert run("handover", FLORIN, "--to", "COM", as_of=TOLD).out.splitlines()[0] == NAMED


@pytest.fixture
def two(leaving: str, run: Run) -> None:
    """Another of higher risk who leaves the same day, before whom whoever is stopped comes all the same."""
    facts = ("sex=M", "prison=LEI", "legal_status=SENTENCED", "sentence_start_date=2026-01-15", "rosh=high")
    release = ("--release", "2027-01-15", "--type", "CRD")
    typed(run, "add", OTHER, "--name", "OTT, Wim", *release, *facts, as_of="2026-06-01")
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91")


STOPPED = "Stopped: to be detained under IS91, recorded 14 Jan"


@pytest.mark.parametrize("grouping", ["person", "owner", "prison"])
def test_the_missing_report_marks_whoever_is_stopped(two: None, run: Run, grouping: str) -> None:
    said = typed(run, "missing", "--by", grouping, "--all")
    assert said.count(STOPPED) == said.count(f"{FLORIN} ILIE, Florin") > 0
    assert OTHER in said
    by_item = run("missing", "--by", "item", "--all", as_of=TOLD).out
    rows = [line for line in by_item.splitlines() if f"{FLORIN}  ILIE, Florin" in line]
    assert rows and all(line.startswith(f"  {FLORIN}  ILIE, Florin  stopped") for line in rows)
    page = run("missing", "--format", "md", as_of=TOLD).out
    assert all(line.endswith(f"{STOPPED} |") for line in page.splitlines() if f"| {FLORIN}" in line)


def test_programs_are_told_of_it_with_everything_missing(two: None, run: Run) -> None:
    items = json.loads(run("missing", "--format", "json", as_of=TOLD).out)["items"]
    stop = shown(run)["stopped"]
    assert {row["prison_number"] for row in items} == {FLORIN, OTHER}
    assert all(row["stopped"] == (stop if row["prison_number"] == FLORIN else None) for row in items)
    listed = csv.DictReader(io.StringIO(run("missing", "--format", "csv", as_of=TOLD).out))
    found = {(row["prison_number"], row["stopped"]) for row in listed}
    assert found == {(FLORIN, "to be detained under IS91"), (OTHER, "")}


def test_the_night_lists_whoever_is_stopped_first(two: None, run: Run, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "night", as_of=TOLD).code == 0
    day = tmp_path / "night" / TOLD
    index = (day / "index.html").read_text("utf-8")
    assert index.index("Release stopped") < index.index(STOPPED) < index.index("The first night")
    assert index.count(STOPPED) == 1
    both = 0
    for file in (*day.glob("digests/*.txt"), *day.glob("owners/*.html")):
        said = " ".join(file.read_text("utf-8").split())
        if FLORIN in said:
            assert STOPPED in said[said.index(FLORIN) :]
        if FLORIN in said and OTHER in said:
            both += 1
            assert said.index(FLORIN) < said.index(OTHER)
    assert both, "somebody has both, and the riskier comes second"


def test_a_release_day_that_goes_by_while_stopped_is_not_asked_about(
    two: None, run: Run, tmp_path: Path
) -> None:
    late = "2027-01-20"
    assert run("nightly", "--out", tmp_path / "night", as_of=late).code == 0
    index = (tmp_path / "night" / late / "index.html").read_text("utf-8")
    assert index.index("Release stopped") < index.index(FLORIN) < index.index("Check this")
    assert f"{OTHER} OTT, Wim: release day was Fri 15 Jan: released?" in unlinked(index)
    assert f"{FLORIN} ILIE, Florin: release day was" not in unlinked(index)


def test_undone_it_stops_nothing(leaving: str, run: Run) -> None:
    before = states(run)
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91")
    typed(run, "undo")
    assert shown(run)["stopped"] is None and states(run) == before


def test_asking_again_lifts_nothing(leaving: str, run: Run) -> None:
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91", as_of="2027-01-11")
    typed(run, "mark", FLORIN, "immigration", "asked")
    assert run("show", FLORIN, as_of=TOLD).out.startswith(
        "Stopped: to be detained under IS91, recorded 11 Jan\n"
    )


def test_the_national_position_stays(leaving: str, run: Run) -> None:
    typed(run, "mark", FLORIN, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    before = {task["item"]: task["position"] for task in shown(run)["tasks"]}
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91")
    assert {task["item"]: task["position"] for task in shown(run)["tasks"]} == before


def test_whoever_was_sent_a_referral_is_still_to_be_told_of_a_new_date(leaving: str, run: Run) -> None:
    typed(run, "mark", FLORIN, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91")
    moved = typed(run, "redate", FLORIN, "2027-02-12", "--type", "CRD", "--source", "OMU", "--dry-run")
    assert "housing authority Leeds" in moved


def test_a_release_refused_stops_one_that_needs_the_board_and_no_other(leaving: str, run: Run) -> None:
    typed(run, "set", FLORIN, "parole_eligibility_date=2026-12-01", "target_hearing_date=2027-01-11")
    typed(run, "mark", FLORIN, "parole_report", "release_refused", "--although")
    assert shown(run)["stopped"] is None, "the conditional release comes all the same"
    typed(run, "set", FLORIN, "actual_parole_date=2027-01-15")
    assert shown(run)["stopped"]["kind"] == "refused"
    typed(run, "set", FLORIN, "target_hearing_date=2027-07-11")
    assert shown(run)["stopped"] is None, "there is another hearing"


def test_coming_back_ends_what_stopped_an_earlier_release(leaving: str, run: Run) -> None:
    typed(run, "mark", FLORIN, "immigration", "detained_on_IS91")
    typed(run, "set", FLORIN, "return_to_custody_date=2027-03-01", as_of="2027-03-01")
    assert shown(run, "2027-03-01")["stopped"] is None
