"""`outcomes` for readers outside the office: small counts are held back in every form."""

from __future__ import annotations

import json

import pytest

from tests.made_up.program import MakePerson, Run


@pytest.fixture(autouse=True)
def eleven(run: Run, make_person: MakePerson) -> None:
    """Eleven released on 2 November, three of them women; four settled, six homeless, one not known."""
    people = [f"A10{n:02}AA" for n in range(11)]
    for n, number in enumerate(people):
        answers = {"sex": "F" if n < 3 else "M", "ethnicity": "asian" if n < 2 else "white"}
        make_person(number, release="2026-11-02", **answers)
        run("released", number, "--on", "2026-11-02", "--time", "10:30", as_of="2026-11-02")
    for those, night in ((people[:4], "settled"), (people[4:10], "homeless"), (people[10:], "not_known")):
        done = run("mark", *those, "night_one_outcome", night, "--on", "2026-11-03", as_of="2026-11-03")
        assert done.code == 0, done.err


def settled(run: Run, *words: str) -> dict:
    done = run("outcomes", "--measure", "settled", "--format", "json", *words)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_a_count_of_one_to_four_is_no_number_for_programs_and_the_row_says_so(run: Run) -> None:
    (row,) = settled(run, "--for-outside")["measures"]
    assert (row["yes"], row["not_known"], row["share"], row["suppressed"]) == (None, None, None, True)
    assert row["not_due"] == 0
    (ours,) = settled(run, "--for-outside")["published"]
    assert ours["ours"] is None
    (all_of_it,) = settled(run)["measures"]
    assert (all_of_it["yes"], all_of_it["of"], "suppressed" in all_of_it) == (4, 10, False)


def test_it_is_so_in_every_form_and_the_page_says_the_rule(run: Run) -> None:
    for form, small in {"table": "<5", "txt": "<5", "md": "\\<5", "csv": "<5", "html": "&lt;5"}.items():
        made = " ".join(run("outcomes", "--for-outside", "--by", "sex", "--format", form).out.split())
        assert small in made, form
        assert "hidden" in made, form
        assert "40.0%" not in made, form
        assert form == "csv" or f"1 to 4 is shown as {small}" in made, form


def test_whoever_it_is_given_to_is_outside_unless_they_are_this_office(run: Run) -> None:
    run("config", "set", "office", "HMP Leeds OMU")
    (given,) = settled(run, "--to", "Leeds City Council")["measures"]
    assert given["suppressed"] is True
    for words in (("--to", "hmp leeds omu"), ("--to", "Leeds City Council", "--for-office")):
        (ours,) = settled(run, *words)["measures"]
        assert ours["yes"] == 4, words


def test_the_office_sets_how_small_is_small(run: Run) -> None:
    run("config", "set", "small_counts", "3")
    (row,) = settled(run, "--for-outside")["measures"]
    assert (row["yes"], row["not_known"]) == (4, None)
    run("config", "set", "small_counts", "few")
    done = run("outcomes", "--for-outside")
    assert (done.code, done.out) == (1, "")
    assert 'small_counts "few": a number from 2 to 100' in done.err


def test_no_split_tells_a_small_group_by_what_is_left(run: Run) -> None:
    for by in ("sex", "ethnicity", "age", "sentence", "prison", "region", "friday"):
        rows = settled(run, "--by", by, "--for-outside")["split"]
        assert rows, by
        assert not [row for row in rows if {row["yes"], row["of"], row["not_known"]} & {1, 2, 3, 4}], by
        assert len([row for row in rows if row.get("suppressed")]) >= min(2, len(rows)), by


def test_who_names_people_and_is_for_nobody_outside(run: Run) -> None:
    done = run("outcomes", "--measure", "late", "--who", "--for-outside")
    assert (done.code, done.out) == (2, "")
    listed = run("outcomes", "--measure", "late", "--who", "--to", "Leeds City Council")
    assert (listed.code, "A1000AA" in listed.out) == (0, True), "as it always was: logged as given to them"


def test_fewer_than_five_releases_are_not_counted_out(run: Run) -> None:
    assert "Outcomes of 0 releases" in run("outcomes", "--since", "2026-11-03", "--for-outside").out
    run("set", "A1000AA", "prison=LEI")
    assert "Outcomes of fewer than 5 releases" in run("outcomes", "--prison", "LEI", "--for-outside").out
