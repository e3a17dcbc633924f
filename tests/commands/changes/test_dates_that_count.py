"""Dates that count no longer, dates of every type and dates of no type, through the front door."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.places import DATA

FRIDAY = "2026-11-27"
CASES = DATA / "cases"


def listed(run: Run) -> dict[str, tuple[str | None, str | None]]:
    """Everybody in the list, with the day and the type of their release."""
    found = json.loads(run("list", "--format", "json", as_of=FRIDAY).out)["people"]
    return {row["prison_number"]: (row["release_date"], row["release_type"]) for row in found}


def shown(run: Run, number: str) -> str:
    return " ".join(run("show", number, as_of=FRIDAY).out.split())


def test_nobody_recalled_is_counted_to_the_day_they_were_recalled_from(run: Run, record: Path) -> None:
    """A list of Prisoner Search says recalled, and does not know the day of return."""
    assert run("import", "people", CASES / "04" / "recalls.json", as_of=FRIDAY).code == 0
    assert listed(run) == {
        "A9201ZA": ("2027-02-12", "PRRD"),
        "A9202ZA": ("2027-02-04", "CRD"),
        "A9203ZA": ("2027-02-12", "PRRD"),
        "A9017ZA": (None, None),
    }
    assert "which date did the OMU tell since?" in shown(run, "A9017ZA")
    assert "2 people: 2 not ready" in run("gate", "--on", "2027-02-12", as_of="2027-02-11").out
    assert "3 releases" in run("forecast", as_of=FRIDAY).out
    assert run("record", "verify").code == 0


def test_a_recall_taken_back_gives_the_dates_back(run: Run, record: Path) -> None:
    run("add", "A9201ZA", "--name", "PAROLED, Al", "--release", "2026-11-30", "--type", "CRD", as_of=FRIDAY)
    run("set", "A9201ZA", "recall=yes", as_of="2026-12-07")
    assert listed(run)["A9201ZA"] == (None, None)
    assert run("record", "verify", as_of="2026-12-07").code == 0
    run("undo", as_of="2026-12-07")
    assert listed(run)["A9201ZA"] == ("2026-11-30", "CRD")
    run("set", "A9201ZA", "recall=yes", "--told", "2026-11-27", as_of="2026-12-07")
    assert listed(run)["A9201ZA"] == ("2026-11-30", "CRD"), "still to come on the day the recall was told"


def test_a_non_parole_date_is_recorded_and_counted_to(run: Run, record: Path) -> None:
    done = run("import", "people", CASES / "08" / "npd.json", as_of=FRIDAY)
    assert (done.code, listed(run)) == (0, {"A9205ZA": ("2027-02-04", "NPD")})


def test_a_detention_and_training_order_is_counted_to(run: Run, record: Path) -> None:
    for name in ("dto.json", "dto.csv"):
        assert run("import", "people", CASES / "09" / name, as_of=FRIDAY).code == 0
    words = ("--name", "YOUTH, Two", "--release", "2026-12-15", "--type", "MTD")
    assert run("add", "A9892ZA", *words, as_of=FRIDAY).code == 0
    assert listed(run) == {
        "A9206ZA": ("2026-12-15", None),
        "A9891ZA": ("2026-12-15", "MTD"),
        "A9892ZA": ("2026-12-15", "MTD"),
    }
    assert re.search(r"Tue 15 Dec +not known +A9206ZA", run("list", as_of=FRIDAY).out)
    assert "which date is it?" in shown(run, "A9206ZA")


def test_a_date_of_no_type_is_settled_by_telling_its_type(run: Run, record: Path) -> None:
    run("import", "people", CASES / "09" / "dto.json", as_of=FRIDAY)
    words = ("--type", "MTD", "--source", "YOT")
    assert run("redate", "A9206ZA", "2026-12-15", *words, as_of=FRIDAY).code == 0
    assert listed(run) == {"A9206ZA": ("2026-12-15", "MTD")}
    assert run("redate", "A9206ZA", "2026-12-22", *words, as_of=FRIDAY).code == 0
    assert "which date is it?" not in shown(run, "A9206ZA")
    assert run("record", "verify").code == 0


@pytest.mark.parametrize("kind", ["NPD", "ETD", "MTD", "LTD"])
def test_every_type_can_be_told_and_told_again(kind: str, run: Run, record: Path) -> None:
    words = ("--name", "YOUTH, Two", "--release", "2026-12-15", "--type", kind)
    assert run("add", "A9892ZA", *words, as_of=FRIDAY).code == 0
    done = run("redate", "A9892ZA", "2026-12-16", "--type", kind, "--source", "OMU", as_of=FRIDAY)
    assert (done.code, listed(run)) == (0, {"A9892ZA": ("2026-12-16", kind)})


def test_a_slip_in_a_type_is_never_answered_with_a_tariff(run: Run, record: Path) -> None:
    done = run("add", "A9892ZA", "--name", "YOUTH, Two", "--release", "2026-12-15", "--type", "MTDD")
    assert done.code == 2
    assert "MTD?" in done.err and "TED?" not in done.err


def test_the_licence_of_a_used_up_curfew_is_not_the_licence_to_write(run: Run, record: Path) -> None:
    run(
        *(
            "add",
            "A9841ZB",
            "--name",
            "HDCREC, Al",
            "--release",
            "2027-02-12",
            "--type",
            "PRRD",
            "prison=LEI",
        ),
        *("recall=yes", "legal_status=RECALL", "return_to_custody_date=2026-10-01"),
        *("hdc_actual_date=2026-06-01", "conditional_release_date=2026-09-04"),
        "licence_expiry_date=2028-02-12",
        as_of=FRIDAY,
    )
    assert "Release Fri 12 Feb 2027" in shown(run, "A9841ZB")
    why = " ".join(run("why", "A9841ZB", "licence_approved", as_of=FRIDAY).out.split())
    assert "Due on hard stop Wed 10 Feb 2027" in why


def test_a_post_recall_date_without_a_recall_is_counted_and_said(
    run: Run, record: Path, tmp_path: Path
) -> None:
    path = tmp_path / "pr.csv"
    path.write_text(
        'NOMS No,Name,PRRD,Recall\nA1001AA,"HALL, Al",29/11/2026,Y\nA1002AA,"MOOR, Al",29/11/2026,\n'
    )
    assert run("import", "people", path, as_of=FRIDAY).code == 0
    assert listed(run) == {"A1001AA": ("2026-11-27", "PRRD"), "A1002AA": ("2026-11-27", "PRRD")}
    assert "2 people: 2 not ready" in run("gate", as_of=FRIDAY).out
    assert "recall not recorded" in shown(run, "A1002AA")
    assert "recall not recorded" not in shown(run, "A1001AA")


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_list_and_the_gate_say_in_the_row_that_no_recall_is_recorded(
    run: Run, record: Path, form: str
) -> None:
    release = ("--release", "2026-11-29", "--type", "PRRD")
    run("add", "A1001AA", "--name", "HALL, Al", *release, "recall=yes", as_of=FRIDAY)
    run("add", "A1002AA", "--name", "MOOR, Al", *release, as_of=FRIDAY)
    run("add", "A1003AA", "--name", "FENN, Al", *release, "legal_status=RECALL", as_of=FRIDAY)
    for command in (("list",), ("gate", "--on", FRIDAY)):
        said = " ".join(run(*command, "--format", form, as_of=FRIDAY).out.split())
        assert said.count("recall not recorded") == 1, said
        assert 0 < said.index("recall not recorded") - said.index("A1002AA") < 120
    run("set", "A1002AA", "recall=yes", as_of=FRIDAY)
    assert "recall not recorded" not in run("list", "--format", form, as_of=FRIDAY).out


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_the_row_has_room_for_it_on_any_screen(
    run: Run, record: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    release = ("--release", "2026-11-29", "--type", "PRRD")
    run("add", "A1002AA", "--name", "MOOR, Al", *release, "prison=LEI", as_of=FRIDAY)
    out = run("list", as_of=FRIDAY).out
    assert re.search(r"Fri 27 Nov +PRRD, recall( not)?( recorded)? ", out)
    assert "recorded" in out and "…" not in out
