"""Everybody is accounted for: whoever is in prison is in a report, or counted under it with the reason."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from releasecheck.reports.caseload.accounted import (
    LEFT_OUT,
    Scope,
    Whereabouts,
    left_out,
    left_out_words,
    less_shown,
    whatever_the_day,
)
from tests.made_up import kept
from tests.made_up.kept import open_record
from tests.made_up.program import AS_OF, MakePerson, Run

TODAY = date.fromisoformat(AS_OF)
_STANDINGS = st.builds(
    Whereabouts,
    *(st.booleans() for _ in range(4)),
    st.sampled_from(["unknown", "past", "outside", "inside"]),
)


#: A caseload is a second's work: one that fails is shown as it is.
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_FIXTURES = [HealthCheck.function_scoped_fixture]


class MadeUp(NamedTuple):
    """Somebody of a made-up caseload."""

    days: int | None
    prison: str
    com: str
    now: str


_PEOPLE = st.lists(
    st.builds(
        MadeUp,
        st.none() | st.integers(-40, 400),
        st.sampled_from(["LEI", "MDI", ""]),
        st.sampled_from(["J. Okafor", ""]),
        st.sampled_from(["here", "here", "here", "released", "restricted"]),
    ),
    min_size=1,
    max_size=9,
)


def restrict(record: Path, *numbers: str) -> None:
    """No command does this yet."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with open_record(record) as store, store.writing("tester", at, TODAY, "restrict") as transaction:
        for number in numbers:
            transaction.restrict(number)


def _filled(run: Run, record: Path, people: Sequence[MadeUp]) -> None:
    """The caseload in this record: imported, and some of them released or restricted."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(("prison_number", "last_name", "crd", "prison", "com", "released_on"))
    for n, one in enumerate(people):
        day = "" if one.days is None else (TODAY + timedelta(days=one.days)).isoformat()
        left = AS_OF if one.now == "released" else ""
        rows.writerow((f"A{n:04}AA", f"SMITH{'ABCDEFGHI'[n]}", day, one.prison, one.com, left))
    done = run("import", "people", "-", stdin=text.getvalue())
    assert done.code == 0, done.err
    restrict(record, *(f"A{n:04}AA" for n, one in enumerate(people) if one.now == "restricted"))


def _counted(text: str) -> int:
    """The people whom the last sentence of a report counts."""
    text = " ".join(text.split())
    found = re.search(r"Not in [a-z ]+: (.*?)\. (?:See them|Restricted)", text)
    return sum(int(number) for number in re.findall(r"(?:^|, )(\d+) ", found[1])) if found else 0


@settings(max_examples=8, phases=_NO_SHRINKING, suppress_health_check=_FIXTURES)
@given(people=_PEOPLE, window=st.integers(0, 200))
def test_shown_and_not_counted_are_everybody_in_prison(
    people: list[MadeUp], window: int, run: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_prison = {f"A{n:04}AA" for n, one in enumerate(people) if one.now != "released"}

    def data(*words: str) -> dict[str, object]:
        done = run(*words, "--format", "json")
        assert done.code == 0, done.err
        found = json.loads(done.out)
        assert isinstance(found, dict)
        return found

    def check(shown: set[str], found: dict[str, object], what: object) -> None:
        left = found["not_counted"]
        assert isinstance(left, dict) and set(left) <= set(LEFT_OUT)
        assert len(shown & in_prison) + sum(left.values()) == len(in_prison), what

    with TemporaryDirectory() as folder:
        here = Path(folder) / "record.db"
        monkeypatch.setenv("RELEASECHECK_RECORD", kept.copy(record, here))
        _filled(run, here, people)
        narrow = [["--prison", "LEI"]] if any(one.prison == "LEI" for one in people) else []
        for more in ([], *narrow):
            within = ["--within", f"{window}d"]
            for words in (["list"], ["list", *within], ["missing", *within]):
                found = data(*words, *more)
                key = "items" if words[0] == "missing" else "people"
                rows = found[key]
                assert isinstance(rows, list)
                check({row["prison_number"] for row in rows}, found, (words, more))
            on = (TODAY + timedelta(days=window)).isoformat()
            for words in (["gate"], ["gate", "--on", on]):
                found = data(*words, *more)
                leaving, past = found["people"], found["past"]
                assert isinstance(leaving, list) and isinstance(past, list)
                check({one["prison_number"] for one in leaving} | set(past), found, (words, more))
            found = data("forecast", *within, *more)
            months, left = found["months"], found["not_counted"]
            assert isinstance(months, list) and isinstance(left, dict)
            assert sum(month["releases"] for month in months) + sum(left.values()) == len(in_prison)
            found = data("today", *more)
            needing, asked = found["people"], found["check"]
            assert isinstance(needing, list) and isinstance(asked, list)
            check({one["prison_number"] for one in (*needing, *asked)}, found, more)
        made = run("nightly", "--out", f"{folder}/out")
        assert made.code == 0, made.err
        night = f"{folder}/out/latest"
        left = json.loads(Path(night, "summary.json").read_text("utf-8"))["not_counted"]
        index = Path(night, "index.html").read_text("utf-8")
        listed = {number for number in in_prison if number in index}
        assert len(listed) + sum(left.values()) == len(in_prison)
        for digest in Path(night).glob("digests/*.txt"):
            text = digest.read_text("utf-8")
            shown = {number for number in in_prison if re.search(rf"\b{number}\b", text)}
            assert len(shown) + _counted(text) == len(in_prison), text


@given(st.dictionaries(_STANDINGS, st.integers(1, 9)))
def test_each_person_not_shown_is_under_one_reason(standings: dict[Whereabouts, int]) -> None:
    left = left_out(standings)
    shown = sum(number for standing, number in standings.items() if standing.shown)
    assert sum(left.reasons.values()) + left.released + shown == sum(standings.values())
    restricted = [
        number for one, number in standings.items() if one.restricted and not one.released | one.shown
    ]
    assert left.reasons.get("restricted", 0) == sum(restricted), "whatever was asked for"
    assert sum(whatever_the_day(standings).values()) == sum(standings.values())


def test_whoever_is_shown_after_all_is_taken_from_where_they_stood() -> None:
    here = Whereabouts(False, False, False, True, "inside")
    assert less_shown({here: 3}, [here, here]) == {here: 1, here._replace(shown=True): 2}


def test_the_sentence_says_who_why_and_what_to_type() -> None:
    here = Whereabouts(False, False, False, True, "inside")
    standings = {
        here._replace(day="unknown"): 3,
        here._replace(day="past"): 2,
        here._replace(restricted=True): 1,
    }
    assert left_out_words(left_out(standings), Scope()) == (
        "Not in this list: 3 with no release date, 2 whose day has gone by, 1 restricted. "
        "See them: releasecheck list --all"
    )
    only = {here._replace(restricted=True): 1}
    assert left_out_words(left_out(only), Scope()) == (
        "Not in this list: 1 restricted. Restricted people are in no list."
    )
    assert left_out_words(left_out({here._replace(shown=True): 7}), Scope()) == ""


@pytest.fixture
def four(make_person: MakePerson, record: Path) -> None:
    """Out soon, out in a year, without a date, and restricted."""
    make_person("A1001AA", "NEAR, Ned", "2026-12-04")
    make_person("A1002AA", "FAR, Fay", "2027-12-03")
    make_person("A1003AA", "NODATE, Nan", None)
    make_person("A1004AA", "HIDDEN, Hal", "2026-12-04")
    restrict(record, "A1004AA")


@pytest.mark.usefixtures("four")
def test_a_list_ends_with_who_is_not_in_it_in_every_form(run: Run, tmp_path: Path) -> None:
    said = (
        "Not in this list: 1 with no release date, 1 leaving after Mon 21 Dec 2026, 1 restricted. "
        "See them: releasecheck list --all"
    )
    words = ("list", "--within", "28d")
    assert run(*words).out.split("\n\n")[-1].replace("\n  ", " ").strip().endswith(said)
    for form in ("md", "html", "txt"):
        assert said in " ".join(run(*words, "--format", form).out.replace("\\", "").split()), form
    rows = run(*words, "--format", "csv")
    assert said not in rows.out and rows.err.strip() == said
    assert json.loads(run(*words, "--format", "json").out)["not_counted"] == {
        "no_release_date": 1,
        "outside_window": 1,
        "restricted": 1,
    }


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list"], "Not in this list: 1 restricted. Restricted people are in no list."),
        (["today"], "1 restricted"),
        (["missing", "--within", "28d", "--com", "nobody"], None),
        (["gate"], "1 restricted: in no list NOT COUNTED Not in this list: 2 leaving on other days."),
        (["forecast", "--within", "12w"], "Not in this forecast: 1 with no release date, 1 leaving after"),
    ],
)
def test_each_report_says_who_is_not_in_it_and_names_nobody_restricted(
    run: Run, words: list[str], said: str | None
) -> None:
    done = run(*words)
    text = " ".join((done.out + done.err).split())
    assert "HIDDEN" not in text and "A1004AA" not in text
    assert (said in text) if said else done.code == 2


@pytest.mark.usefixtures("four")
def test_many_handovers_and_a_calendar_say_who_is_in_none(run: Run, tmp_path: Path) -> None:
    done = run(
        "handover", "--all", "--within", "28d", "--to", "Leeds", "--format", "md", "--out", tmp_path / "h"
    )
    assert "Not in this list: 1 with no release date, 1 leaving after Mon 21 Dec 2026" in done.err
    pytest.importorskip("icalendar")
    done = run("export", "ics", "--within", "1d")
    assert done.code == 0 and "Not in this calendar: " in done.err and "1 restricted" in done.err
    assert run("nightly", "--out", tmp_path / "n").code == 0
    text = (tmp_path / "n" / "latest" / "calendar.ics").read_text("utf-8").replace("\n ", "")
    assert "X-WR-CALDESC:Not in this calendar" in text
