"""What a value may be stands on the fact: typed, imported or taken in, the same is refused everywhere."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.people.days import parse_date, parse_day
from releasecheck.people.fact_checks import not_yet
from releasecheck.people.facts import (
    FACTS,
    BadValue,
    parse,
    parse_fact,
    parse_time,
    parse_whole,
    plain,
)
from tests.conftest import MakePerson, Run

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("released_on", "2027-01-01"),
        ("return_to_custody_date", "2026-11-24"),
        ("reception_date", "2030-01-01"),
        ("com_email", "a@b.example\r\nBcc: c@d.example"),
        ("com_email", "javascript:alert(5)"),
        ("com_email", "mailto:j@probation.example"),
        ("com_email", "j@probation.example, k@probation.example"),
        ("com_email", "J Okafor <j@probation.example>"),
        ("com_email", "j@probation"),
        ("first_name", "x" * 101),
        ("prison", "x" * 61),
        ("cell", "B-2 " * 40),
        ("com_office", "x" * 5001),
        ("confirmed_release_date", "1899-12-31"),
        ("confirmed_release_date", "01/01/2101"),
        ("confirmed_release_date", "٢٠٢٧-٠٢-٠٥"),
    ],
)
def test_what_is_refused_when_typed_is_not_read_when_imported(
    run: Run, make_person: MakePerson, record: object, fact: str, value: str
) -> None:
    make_person("A1001AA")
    assert run("set", "A1001AA", f"{fact}={value}").code == 2
    added = run("add", "A1002AA", "--name", "Ann Ash", f"{fact}={value}")
    assert added.code == 2
    quoted = value.replace('"', '""')
    done = run("import", "people", "-", stdin=f'prison_number,{fact}\nA1001AA,"{quoted}"\n')
    assert done.code == 3, done.out
    assert f"{fact}: " in done.out or "NO RELEASE DAY READ, 1 person" in done.out
    shown = json.loads(run("show", "A1001AA", "--format", "json").out)
    assert shown["person"]["facts"].get(fact) != value


def test_nothing_typed_is_written_backwards(run: Run, make_person: MakePerson) -> None:
    make_person("A1001AA")
    assert run("set", "A1001AA", "pom=\u202esiraP .K").code == 2
    assert run("note", "A1001AA", "\u202eesaeler").code == 2


def test_somebody_cannot_have_left_on_a_day_to_come(run: Run, make_person: MakePerson) -> None:
    make_person("A1001AA")
    done = run("set", "A1001AA", "released_on=2027-01-01")
    assert done.err.strip().endswith(
        "A1001AA released_on: Fri 1 Jan 2027 has not come yet: it is the day on which it happened"
    )
    assert run("set", "A1001AA", "released_on=2026-11-23").code == 0


def test_a_name_on_the_command_line_is_as_long_as_in_a_file(run: Run, record: object) -> None:
    assert run("add", "A1001AA", "--name", f"{'x' * 101}, Ann").code == 2
    assert run("add", "A1001AA", "--name", f"{'x' * 100}, Ann").code == 0


@pytest.mark.parametrize("text", ["٠٩:٠٠", "0９:30", "9:3", "24:00"])
def test_a_time_is_written_in_our_digits(text: str) -> None:
    with pytest.raises(BadValue):
        parse_time(text)


@given(st.text(st.characters(categories=["Nd", "No", "Nl"]), min_size=1, max_size=4))
def test_a_number_is_written_in_our_digits(text: str) -> None:
    if text.isascii():
        assert parse_whole(text) == int(text)
    else:
        with pytest.raises(BadValue):
            parse_whole(text)


@given(st.dates())
def test_a_date_lies_between_1900_and_2100_however_it_is_told(day: date) -> None:
    if 1900 <= day.year <= 2100:
        assert parse_date(day.isoformat()) == parse_day(day.isoformat()) == day
        return
    for read in (parse_date, parse_day):
        with pytest.raises(BadValue):
            read(day.isoformat())


@given(st.sampled_from([fact.name for fact in FACTS.values() if fact.happened]), st.dates())
def test_what_has_happened_happened_by_today(name: str, day: date) -> None:
    assert bool(list(not_yet({name: day}, TODAY))) == (day > TODAY)


@given(st.text(st.characters(codec="ascii"), max_size=30))
def test_an_address_is_one_line_with_one_sign(text: str) -> None:
    try:
        kept = parse(FACTS["com_email"], text)
    except BadValue:
        return
    assert kept is None or (str(kept).count("@") == 1 and ":" not in str(kept) and str(kept).isprintable())


def test_an_ordinary_address_is_kept() -> None:
    assert parse_fact("com_email", "t.o'hughes+york@probation.example") == "t.o'hughes+york@probation.example"


def test_a_note_and_evidence_are_no_longer_than_a_cell(run: Run, make_person: MakePerson) -> None:
    make_person("A1001AA")
    assert plain("x" * 5000) == "x" * 5000
    with pytest.raises(BadValue):
        plain("x" * 5001)
    assert run("note", "A1001AA", "x" * 5001).code == 2
