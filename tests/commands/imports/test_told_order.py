"""What is told decides, not when it is typed: by set, by redate, by list; and every change is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made_up.records import rows, tamper, told


@pytest.fixture
def rivers(run: Run, record: Path) -> None:
    run("add", "A1234BC", "--name", "RIVERS, Sam", "tier=B2", "--told", "2026-10-01", as_of="2026-10-01")


def value(record: Path, fact: str) -> object:
    return rows(record, f"SELECT {fact} FROM people WHERE prison_number = 'A1234BC'")[0][0]


def test_what_was_told_earlier_is_kept_in_the_history_and_does_not_stand(
    run: Run, record: Path, rivers: None
) -> None:
    run("set", "A1234BC", "rosh=high", "--told", "2026-11-20")
    assert run("set", "A1234BC", "rosh=low", "--told", "2026-11-01").out == (
        "A1234BC rosh: told 20 Nov 2026, after this; kept high, not low\n"
    )
    assert value(record, "rosh") == "high"
    assert [row[:2] for row in told(record, "rosh")] == [("high", "2026-11-20"), ("low", "2026-11-01")]
    out = run("history", "A1234BC").out
    assert "risk of serious harm low, told before high, which stands" in " ".join(out.split())
    assert "nothing new" in run("set", "A1234BC", "rosh=low", "--told", "2026-11-01").out
    assert run("record", "verify").code == 0


def test_what_is_typed_without_a_day_is_told_now(run: Run, record: Path, rivers: None) -> None:
    run("set", "A1234BC", "rosh=high")
    run("set", "A1234BC", "rosh=low")
    assert value(record, "rosh") == "low"


def test_the_same_told_again_on_a_later_day_counts_from_that_day(
    run: Run, record: Path, rivers: None
) -> None:
    for rosh, day in (("high", "2026-11-01"), ("high", "2026-11-20"), ("low", "2026-11-10")):
        run("set", "A1234BC", f"rosh={rosh}", "--told", day)
    assert value(record, "rosh") == "high"


def test_of_two_told_on_one_day_the_last_recorded_stands(run: Run, record: Path, rivers: None) -> None:
    for rosh in ("high", "low"):
        run("set", "A1234BC", f"rosh={rosh}", "--told", "2026-11-20")
    assert value(record, "rosh") == "low"


def test_undoing_the_later_telling_lets_the_earlier_one_stand(run: Run, record: Path, rivers: None) -> None:
    run("set", "A1234BC", "rosh=high", "--told", "2026-11-20")
    entry = rows(record, "SELECT max(id) FROM entries")[0][0]
    run("set", "A1234BC", "rosh=low", "--told", "2026-11-01")
    run("void", str(entry), "--reason", "somebody else's")
    assert value(record, "rosh") == "low"
    assert run("record", "verify").code == 0


def test_a_date_told_earlier_moves_nothing(run: Run, record: Path, rivers: None) -> None:
    words = ("--type", "CRD", "--source", "OMU memo", "--yes")
    run("redate", "A1234BC", "2027-03-05", *words, "--told", "2026-11-20")
    done = run("redate", "A1234BC", "2027-02-05", *words, "--told", "2026-11-01")
    assert "told 20 Nov 2026, after this; kept Fri 5 Mar 2027" in " ".join(done.out.split())
    assert value(record, "conditional_release_date") == "2027-03-05"
    assert len(rows(record, "SELECT * FROM releases")) == 1
    assert run("record", "verify").code == 0


def test_an_event_is_told_now_whatever_day_it_was(run: Run, record: Path, rivers: None) -> None:
    run("set", "A1234BC", "prison=LEI", "cell=B-2-014")
    run("transfer", "A1234BC", "HLI", "--on", "2026-11-20")
    assert (value(record, "prison"), value(record, "cell")) == ("HLI", None)
    assert run("record", "verify").code == 0


def write(folder: Path, *lines: str) -> Path:
    file = folder / "list.csv"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_an_older_list_never_overwrites_what_was_told_later(
    run: Run, record: Path, rivers: None, tmp_path: Path
) -> None:
    run("set", "A1234BC", "rosh=vh", "cell=B-2-014", "--told", "2026-11-20")
    file = write(tmp_path, "NOMS No,Surname,RoSH,Cell,Tier", "A1234BC,RIVERS,medium,A-1-001,C1")
    words = ("import", "people", file, "--told", "2026-11-18")
    expected = (
        "1 row: 1 otherwise changed\n"
        "  A1234BC tier: C1 (was B2)\n"
        "  A1234BC rosh: told 20 Nov 2026, after this list; kept very high, not medium\n"
        "  A1234BC cell: told 20 Nov 2026, after this list; kept B-2-014, not A-1-001\n"
    )
    assert run(*words, "--dry-run").out == expected + "Nothing saved.\n"
    assert run(*words).out == expected
    assert [value(record, fact) for fact in ("rosh", "cell", "tier")] == ["very_high", "B-2-014", "C1"]
    assert [row[:2] for row in told(record, "rosh")][-1] == ("medium", "2026-11-18")
    assert run("record", "verify").code == 0
    assert run(*words).out == "1 row: 1 unchanged\n", "the same list twice says nothing twice"


def test_a_list_that_is_older_in_everything_is_counted_so(
    run: Run, record: Path, rivers: None, tmp_path: Path
) -> None:
    run("set", "A1234BC", "cell=B-2-014", "--told", "2026-11-20")
    file = write(tmp_path, "NOMS No,Surname,Cell", "A1234BC,RIVERS,A-1-001")
    assert run("import", "people", file, "--told", "2026-11-18").out == (
        "1 row: 1 older than what stands\n"
        "  A1234BC cell: told 20 Nov 2026, after this list; kept B-2-014, not A-1-001\n"
    )


@pytest.mark.parametrize(
    ("fact", "heading", "before", "cell", "said"),
    [
        ("rosh", "RoSH", "vh", "medium", "rosh: medium (was very high)"),
        ("mappa_category", "MAPPA category", "2", "none", "mappa_category: not MAPPA (was category 2)"),
        ("mappa_level", "MAPPA level", "3", "1", "mappa_level: 1 (was 3)"),
        ("domestic_abuse", "DA", "perpetrator", "none", "domestic_abuse: none (was perpetrator)"),
    ],
)
def test_a_fall_is_always_named(
    run: Run, rivers: None, tmp_path: Path, fact: str, heading: str, before: str, cell: str, said: str
) -> None:
    run("set", "A1234BC", f"{fact}={before}")
    file = write(tmp_path, f"NOMS No,Surname,{heading}", f"A1234BC,RIVERS,{cell}")
    assert f"  LOWER: A1234BC {said}\n" in run("import", "people", file, "--dry-run").out
    assert f"  LOWER: A1234BC {said}\n" in run("import", "people", file).out


def test_a_rise_is_named_and_is_no_fall(run: Run, rivers: None, tmp_path: Path) -> None:
    run("set", "A1234BC", "rosh=low")
    file = write(tmp_path, "NOMS No,Surname,RoSH", "A1234BC,RIVERS,high")
    assert run("import", "people", file).out == (
        "1 row: 1 otherwise changed\n  A1234BC rosh: high (was low)\n"
    )


def test_of_very_many_changes_the_dangerous_are_named_and_the_rest_counted(
    run: Run, record: Path, tmp_path: Path
) -> None:
    numbers = [f"A{n:04}AA" for n in range(25)]
    before = [f"{number},SMITH,J. Okafor,high" for number in numbers]
    after = [f"{number},SMITH,T. Hughes,{'low' if n == 7 else 'high'}" for n, number in enumerate(numbers)]
    run("import", "people", write(tmp_path, "NOMS No,Surname,COM,RoSH", *before))
    assert run("import", "people", write(tmp_path, "NOMS No,Surname,COM,RoSH", *after)).out == (
        "25 rows: 25 otherwise changed\n"
        "  LOWER: A0007AA rosh: low (was high)\n"
        "  25 otherwise changed: com 25\n"
    )


def test_what_stands_in_an_older_record_stays_until_it_is_told_again(
    run: Run, record: Path, rivers: None
) -> None:
    run("set", "A1234BC", "rosh=high", "--told", "2026-11-20")
    run("set", "A1234BC", "rosh=low")
    # As version 0.1 left it: the last recorded stands, although it was told before.
    tamper(
        record,
        "DROP TRIGGER facts_no_update",
        "UPDATE facts SET told_on = '2026-11-01' WHERE value = 'low'",
        "REPLACE INTO meta(key, value) SELECT 'entries_in_order_of_typing', max(id) FROM entries",
    )
    assert "rosh" not in run("record", "verify").err
    assert value(record, "rosh") == "low"
    run("set", "A1234BC", "tier=C1")
    assert value(record, "rosh") == "low"
    run("set", "A1234BC", "rosh=medium", "--told", "2026-11-10")
    assert value(record, "rosh") == "medium"
