"""The words of tasks: every one of ours is of a task and an outcome that there is; an office's own win."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.shipped import DATA
from releasecheck.exchange.reading.trackers.task_words import CELLS, HEADINGS, word_key
from releasecheck.people.facts import folded
from tests.made_up.trackers import cell, in_short, shipped_catalogue, shipped_task_words, task_words_with

SENT_AND_ANSWERED = (
    *("dtr", "crs", "crs_women", "cas1", "cas2", "cas3"),
    *("da_check", "child_check", "community_health", "handover_report"),
)


def rows(name: str) -> list[dict[str, str]]:
    text = (DATA / "words" / name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_word_and_heading_is_of_a_task_and_an_outcome_of_the_catalogue() -> None:
    """Reading the tables refuses any that is not; here are the words of each kind that there must be."""
    words = shipped_task_words()
    assert words.cells.keys() - {"*"} <= shipped_catalogue().items.keys()
    assert {word.means for word in words.cells["*"].values()} >= {"sent", "chased", "done", "not_done"}
    assert all(heading.item in shipped_catalogue().items for heading in words.headings.values())


def test_every_row_says_where_it_comes_from_and_how_sure_we_are() -> None:
    for row in (*rows(CELLS), *rows(HEADINGS)):
        assert row["source"] and row["confidence"] in ("high", "medium", "low"), row
        assert row["certain"] in ("yes", "ask"), row


def test_no_word_means_two_things_of_one_task() -> None:
    for item in {row["item"] for row in rows(CELLS)}:
        keys = [
            (word_key(text), row["means"])
            for row in rows(CELLS)
            if row["item"] == item
            for text in row["written"].split("|")
        ]
        twice = [key for key, number in Counter(key for key, _ in set(keys)).items() if number > 1]
        assert not twice, (item, twice)


def test_no_heading_means_two_tasks() -> None:
    meant = {
        (folded(text), row["item"], row["outcome"])
        for row in rows(HEADINGS)
        if row["item"] != "*"
        for text in row["written"].split("|")
    }
    keys = Counter(key for key, _, _ in meant)
    assert [key for key, number in keys.items() if number > 1] == []


@pytest.mark.parametrize("item", SENT_AND_ANSWERED)
@pytest.mark.parametrize("word", ["done", "Y", "yes", "sent", "✓", "Referred"])
def test_of_what_is_sent_and_answered_done_says_only_that_it_was_sent(item: str, word: str) -> None:
    (said,) = cell(item, word).told
    assert said.spec.kind == "waiting"


@pytest.mark.parametrize("item", sorted(shipped_catalogue().items))
@pytest.mark.parametrize("word", ["No", "to do", "?", "TBC", "outstanding"])
def test_no_and_not_known_record_nothing_of_any_task(item: str, word: str) -> None:
    assert in_short(cell(item, word)) == "nothing"


@pytest.mark.parametrize("item", sorted(shipped_catalogue().items))
@pytest.mark.parametrize("word", ["N/A", "not needed", "in hand", "declined", "recalled"])
def test_no_task_is_taken_off_the_list_by_a_word_that_does_not_say_why(item: str, word: str) -> None:
    said = cell(item, word)
    assert all(one.spec.kind not in ("waived", "declined") for one in said.told), in_short(said)


def test_what_an_office_writes_itself_wins() -> None:
    words = task_words_with("dtr,On the portal|Sent,not_done\n", "cas1,Bail hostel form\n")
    dtr = shipped_catalogue().items["dtr"]
    told = [words.meant(dtr, text) for text in ("on the portal", "SENT")]
    assert [word.means if word else None for word in told] == ["not_done", "not_done"]
    assert words.headings[folded("Bail hostel form")].item == "cas1"


@pytest.mark.parametrize(
    ("cells", "headings", "why"),
    [
        ("dtrr,x,submitted\n", "", 'own tasks.csv row 2: no item "dtrr". Did you mean dtr?'),
        ("dtr,x,sent\n", "", 'own tasks.csv row 2: dtr has no outcome "sent"'),
        ("*,x,submitted\n", "", "own tasks.csv row 2: of any task a word means sent, yes, booked"),
        ("", "cas9,x\n", 'own task_headings.csv row 2: no item "cas9"'),
    ],
)
def test_what_is_wrong_in_an_offices_table_is_named_with_its_row(cells: str, headings: str, why: str) -> None:
    with pytest.raises(ReleasecheckError) as refused:
        task_words_with(cells, headings)
    assert why in str(refused.value)
