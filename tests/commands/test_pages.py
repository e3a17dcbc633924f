"""Pages of one person and of lists: what stands first, in which words, and what is said once only."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from releasecheck.planning.states import MISSING
from releasecheck.reports.figures.outcomes_picture import beside_picture, per_cent
from releasecheck.reports.person.countdown import STATE_ORDER
from releasecheck.reports.person.person_rows import person_rows
from releasecheck.reports.person.state_words import TAGS
from tests.made_up import reports as made_up
from tests.made_up.program import Run


@pytest.fixture
def page(run: Run, demo: Path) -> Page:
    return Page(run)


class Page:
    """Makes web pages of the demonstration, and gives back what stands in them."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __call__(self, *words: str) -> str:
        done = self.run(*words, "--format", "html")
        assert done.code == 0, done.err
        return done.out.partition("<main>")[2].partition("</main>")[0]


def texts(html: str, tag: str) -> list[str]:
    """What stands in each of these."""
    found = re.findall(rf"<{tag}[ >].*?</{tag}>", html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in found]


# --- the words of states ---


def test_every_state_has_a_word_and_what_is_missing_a_rule_round_it() -> None:
    assert TAGS.keys() == set(STATE_ORDER)
    assert {state for state, tag in TAGS.items() if tag.needed} == set(MISSING)
    assert all(tag.word == tag.word.lower() for tag in TAGS.values())


# --- one person ---


def test_a_person_is_now_then_questions_then_what_comes_then_what_is_folded(page: Page) -> None:
    html = page("show", "A1234BC")
    headings = texts(html, "h2")
    assert headings[:4] == ["Check this", "Now", "Not known", "Next 28 days"]
    folded = texts(html, "summary")
    assert [text.partition(":")[0] for text in folded] == ["Later", "Done", "Not needed, or came to nothing"]
    assert html.index("<details>") > html.index("Next 28 days")
    now = texts(html.partition(">Now<")[2].partition("</table>")[0], "tr")
    assert [row.partition(" COM ")[2] for row in now[1:4]] == [
        "5 Aug † late 110 days",
        "13 Nov late 10 days",
        "13 Nov † late 10 days, last 28 Oct",
    ]


def test_a_number_of_ours_is_explained_once_and_no_id_stands_on_the_page(page: Page) -> None:
    html = page("show", "A1234BC")
    assert html.count("usual here, no rule found") == 1 and html.count("†") > 3
    ids = [name for name in ("da_check", "mappa_level", "first_contact", "bank_account") if name in html]
    assert "<code>" not in html and ids == []
    assert "hard stop" not in html and "local default" not in html


def test_a_question_says_who_can_answer_it(page: Page) -> None:
    asked = page("show", "A1234BC").partition(">Not known<")[2].partition("</table>")[0]
    assert "Has a bank account? settles open a bank account The person not known" in texts(asked, "tr")


def test_every_task_is_in_exactly_one_list_whatever_its_state() -> None:
    tasks = tuple(
        made_up.task(f"t{n}", state, due_on=day)
        for n, (state, day) in enumerate(
            (state, day) for state in STATE_ORDER for day in (None, made_up.TODAY, date(2027, 1, 30))
        )
    )
    rows = person_rows(made_up.countdown(tasks, {}))
    shown = [row for rows in (rows.now, rows.coming, rows.later, rows.done, rows.idle) for row in rows]
    unknown = [task for task in tasks if task.state == "unknown"]
    assert len(shown) == len(tasks) - len(unknown)


# --- what is missing ---


def test_what_is_missing_is_a_block_a_person_in_the_order_of_its_days(page: Page) -> None:
    html = page("missing")
    contents = re.findall(r'<a href="#(group-\d+)">([^<]+)</a> (\d+) p', html)
    assert ("group-1", "COM J. Okafor", "9") in contents
    assert all(f'<h2 id="{target}">{name} · {number} p' in html for target, name, number in contents)
    rivers = next(block for block in html.split('class="block"') if "RIVERS, Sam" in block)
    assert texts(rivers, "h3") == ["RIVERS, Sam A1234BC · RoSH high · out in 74 days · POM P. Marsh"]
    lines = texts(rivers, "li")
    assert lines[:4] == [
        "Set MAPPA level 5 Aug late 110 days",
        "Refer for housing help 13 Nov late 10 days",
        "Speak to the person 13 Nov late 10 days, again, done 28 Oct",
        "Ask police about abuse now waiting 24 days, West Yorkshire Police",
    ]
    assert "Review OASys Fri 11 Dec due again, done 22 May" in lines
    assert not any("not started" in line for line in texts(html, "li"))


def test_whose_day_has_gone_by_stands_first_on_the_page_of_what_is_missing(page: Page) -> None:
    html = page("missing")
    first = html.partition('class="contents"')[0]
    assert "Check this" in first and "DUNNE, Kerry A5561CD: release day was Fri 20 Nov: released?" in first


def test_the_word_late_of_what_is_late_is_the_same_in_the_line_of_counts(page: Page) -> None:
    html = page("missing")
    counts = next(text for text in texts(html, "p") if text.startswith("late "))
    number = re.match(r"late (\d+)", counts)
    assert number and int(number[1]) == html.count('class="state late"')


# --- people by release date ---


def test_the_list_goes_by_week_then_by_month_and_names_what_is_worst(page: Page) -> None:
    html = page("list")
    groups = re.findall(r'scope="rowgroup" colspan="5">([^<]+) · \d+<', html)
    assert groups[:5] == ["This week", "Next week", "December", "January 2027", "February 2027"]
    assert groups[-1] == "No release day"
    row = next(text for text in texts(html, "tr") if "RAMSDEN, Tyler" in text)
    assert row == (
        "8 days RAMSDEN, Tyler A6472FA · DTI Tue 1 Dec CRD, not confirmed late confirm first night "
        "1 do again · 1 waiting · 6 due"
    )


def test_the_window_and_who_is_not_counted_stand_at_the_top_and_nowhere_else(page: Page) -> None:
    html = page("list", "--within", "12w")
    assert texts(html, "h1") == ["Out within 12 weeks of Mon 23 Nov 2026: 20 people"]
    assert html.count("Not in this list:") == 1
    assert html.index("Not in this list:") < html.index("Check this")


# --- figures ---


def test_a_month_is_in_words_and_the_last_day_is_the_one_asked_for(page: Page) -> None:
    html = page("forecast", "--within", "12m")
    assert texts(html, "h1")[0].endswith(" from Mon 23 Nov 2026 to Tue 23 Nov 2027")
    assert re.findall(r">\d{4}-\d\d<", html) == []
    assert ">December<" in html and ">January 2027<" in html


def test_ours_and_the_published_figure_are_drawn_beside_each_other_in_one_table(page: Page) -> None:
    html = page("outcomes")
    assert "Published figures beside ours" not in html
    picture = html.partition("<svg")[2].partition("</figure>")[0]
    assert "42.5% / 4 in 10" in picture and "too few / 4 in 10" in picture
    assert picture.count("<circle") == picture.count(" / ") - picture.count("too few / ")


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("42.5%", 42.5),
        ("4 in 10 (2023)", 40),
        ("just under half (2023)", 50),
        ("about half", 50),
        ("too few", None),
    ],
)
def test_a_published_figure_is_read_as_a_share(words: str, share: float | None) -> None:
    assert per_cent(words) == share


def test_there_is_no_picture_of_a_measure_that_nobody_published() -> None:
    assert beside_picture(made_up.loads_of_a_prison()) is None


def test_nobody_named_comes_first_and_leads_to_who_they_are(page: Page) -> None:
    html = page("caseload")
    first = html.partition('id="poms"')[2].partition("<tbody>")[2].partition("</tr>")[0]
    assert '<a href="#unowned">nobody named</a>' in first
    assert 'id="unowned"' in html
    assert texts(html, "thead")[0] == "POM People Open Late"
