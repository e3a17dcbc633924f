"""A list is remembered: what was said of it once need not be said again; and its tracker comes with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.answers import facts, task
from tests.made_up.program import Run
from tests.made_up.terminal import Terminal

HEADINGS = "NOMS No,Surname,CRD,ID Held,Off Mgr"
MAP = '[columns]\n"Off Mgr" = "com"\n\n[values."ID Held"]\n"blue badge" = "yes"\n"pink slip" = ""\n'


def write(folder: Path, *rows: str, headings: str = HEADINGS) -> Path:
    file = folder / "list.csv"
    file.write_text("\n".join((headings, *rows)) + "\n", "utf-8")
    return file


def test_what_a_map_says_is_known_next_week(run: Run, record: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(MAP, "utf-8")
    first = write(tmp_path, "A1234BC,RIVERS,05/02/2027,blue badge,J. Okafor")
    assert run("import", "people", first, "--map", mapping).code == 0
    again = write(tmp_path, "A1188DE,COLE,05/03/2027,Blue Badge,T. Hughes", "A2291BB,HOLT,,pink slip,")
    done = run("import", "people", again)
    assert (done.code, done.err.count("Off Mgr")) == (0, 0)
    assert facts(run, "A1188DE")["id_held"] is True and facts(run, "A1188DE")["com"] == "T. Hughes"
    assert "id_held" not in facts(run, "A2291BB")


def test_a_map_that_was_only_tried_is_not_remembered(run: Run, record: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(MAP, "utf-8")
    file = write(tmp_path, "A1234BC,RIVERS,05/02/2027,blue badge,J. Okafor")
    run("import", "people", file, "--map", mapping, "--dry-run")
    done = run("import", "people", file)
    assert done.code == 3 and 'ID Held: "blue badge" 1' in done.out


def test_headings_that_changed_since_last_week_are_said(run: Run, record: Path, tmp_path: Path) -> None:
    run("import", "people", write(tmp_path, "A1234BC,RIVERS,05/02/2027,Y,x"))
    changed = write(tmp_path, "A1234BC,RIVERS,05/02/2027,Y,B2", headings="NOMS No,Surname,CRD,ID Held,Tier")
    done = run("import", "people", changed)
    assert "Headings have changed since the last such list; new: Tier; no more: Off Mgr" in done.err
    other = write(tmp_path, "A1234BC,B2,x,y", headings="NOMIS ID,Current tier,RoSH level,Region")
    assert "Headings have changed" not in run("import", "people", other).err


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[columns]\n[values."Tier"]\n"Gold" = "Z9"\n', '[values."Tier"] "Gold" = \'Z9\': A0 to D3'),
        ('[columns]\n[values."Tier"]\n"Gold" = 3\n', "is text in quotation marks"),
        ("values = 3\n", "has no [columns]"),
    ],
)
def test_an_answer_that_its_column_cannot_be_is_refused(
    run: Run, record: Path, tmp_path: Path, text: str, wrong: str
) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(text, "utf-8")
    done = run("import", "people", write(tmp_path, "A1234BC,RIVERS,,,"), "--map", mapping)
    assert done.code == 1 and wrong in done.err


def test_a_word_is_asked_about_once_at_a_terminal(run: Run, record: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "A1234BC,RIVERS,05/02/2027,blue badge,", headings=HEADINGS)
    screen = Terminal("import", "people", str(file))
    screen.shows("1 word is not known here. Say now what they mean?")
    screen.type("y")
    screen.shows('ID Held "blue badge"')
    screen.type("perhaps")
    screen.shows("yes, no or not known")
    screen.type("yes")
    screen.shows("Which prison is this list of?")
    screen.type("")
    assert "1 row: 1 new" in screen.rest()
    assert facts(run, "A1234BC")["id_held"] is True
    again = write(tmp_path, "A1188DE,COLE,05/03/2027,blue badge,")
    assert run("import", "people", again).code == 0


def test_a_tracker_comes_over_with_the_people(run: Run, record: Path, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "A1234BC,RIVERS,05/02/2027,Sent 12/11,Y 18/11/26,awaiting",
        headings="NOMS No,Surname,CRD,DTR sent,GP registered,CRS ref",
    )
    done = run("import", "people", file, as_of="2026-11-23")
    assert done.code == 3 and "2 outcomes come over for 1 person" in done.out
    assert 'CRS ref: "awaiting" 1' in done.out
    sent = task(run, "dtr")
    assert (sent["outcome"], sent["outcome_on"]) == ("submitted", "2026-11-12")
    assert task(run, "gp_registration")["outcome_on"] == "2026-11-18"
    assert task(run, "crs")["outcome"] is None
    again = run("import", "people", file, as_of="2026-11-30")
    assert "come over" not in again.out and "1 unchanged" in again.out


def test_what_a_tracker_column_says_is_answered_by_a_map(run: Run, record: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[columns]\n"Council" = "task:dtr"\n\n[values."Council"]\n"gone off" = "sent"\n', "utf-8"
    )
    file = write(tmp_path, "A1234BC,RIVERS,05/02/2027,gone off", headings="NOMS No,Surname,CRD,Council")
    assert run("import", "people", file, "--map", mapping).code == 0
    assert task(run, "dtr")["outcome"] == "submitted"


def test_the_prison_of_a_list_stands_above_it_or_in_the_config(
    run: Run, record: Path, tmp_path: Path
) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text(
        "HMP LEEDS - RESETTLEMENT BOARD,,\nNOMS No,Surname,CRD\nA1234BC,RIVERS,05/02/2027\n", "utf-8"
    )
    run("import", "people", file)
    assert facts(run, "A1234BC")["prison"] == "LEI"


def test_an_offices_own_words_stand_beside_its_config(
    run: Run, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "office" / "config.toml"
    (config.parent / "words").mkdir(parents=True)
    config.write_text("", "utf-8")
    (config.parent / "words" / "values.csv").write_text(
        "of,written,means,certain\nid_held,blue badge,id_held=yes; id_kind=blue badge,yes\n", "utf-8"
    )
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    assert run("import", "people", write(tmp_path, "A1234BC,RIVERS,05/02/2027,Blue badge,")).code == 0
    assert facts(run, "A1234BC")["id_kind"] == "blue badge"


def test_the_report_of_an_import_has_what_was_not_read_and_what_was_told(
    run: Run, record: Path, tmp_path: Path
) -> None:
    run("import", "people", write(tmp_path, "A1234BC,RIVERS,TBC,blue badge,", "A12,COLE,,,"))
    report = json.loads(run("import", "report", "--format", "json").out)
    cells = {(cell["prison_number"], cell["heading"], cell["words"]) for cell in report["not_read"]}
    assert cells >= {("A1234BC", "ID Held", "blue badge"), ("", "NOMS No", "A12")}
    told = {(one["fact"], one["value"]) for one in report["recorded"]}
    assert ("release_day_words", "TBC") in told
    assert run("import", "report", "99").code == 1
