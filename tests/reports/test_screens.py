"""What reports look like on a screen, at every width, and what never reaches a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import Handover
from releasecheck.core.text import safe
from releasecheck.formats.terminal import Screen, cell_width
from releasecheck.people.fact_checks import Check
from releasecheck.reports.caseload.day_lines import day_lines
from releasecheck.reports.caseload.missing_lines import missing_lines
from releasecheck.reports.caseload.needs import Mine
from releasecheck.reports.caseload.people_lines import caseload_lines
from releasecheck.reports.person.countdown import STATE_ORDER, Countdown
from releasecheck.reports.person.countdown_lines import countdown_lines
from tests import expected
from tests.expected import agreed, made
from tests.made_up import people_lists
from tests.made_up import reports as made_up

TODAY = made_up.TODAY
Lines: TypeAlias = Callable[[Screen], list[str]]

#: Those that we agreed on, and more that must fit.
SCREENS: dict[str, Lines] = {
    **expected.SCREENS,
    "show_all": lambda screen: countdown_lines(made_up.sam(), screen, show_all=True),
    "show_little_known": lambda screen: countdown_lines(made_up.newly_received(), screen),
    "show_hostile": lambda screen: countdown_lines(made_up.hostile(), screen, show_all=True),
    "missing_by_person": lambda screen: missing_lines(made_up.what_is_missing("person"), screen),
    "missing_by_item": lambda screen: missing_lines(made_up.what_is_missing("item"), screen),
}


def show(report: Countdown, width: int = 80, *, all_of_it: bool = False) -> str:
    return "\n".join(countdown_lines(report, Screen(width), show_all=all_of_it))


# --- whole screens ---


@pytest.mark.parametrize("name", expected.SCREENS)
@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_is_the_one_we_agreed(name: str, width: int) -> None:
    assert made(f"{name}.screen-{width}.txt") == agreed(f"{name}.screen-{width}.txt")


SMALL = Screen(80, height=24)


def test_an_ordinary_person_fits_on_a_small_terminal() -> None:
    assert len(countdown_lines(made_up.sam(), SMALL)) <= 22


def test_with_much_wrong_what_is_to_do_now_is_whole_and_every_section_keeps_a_line() -> None:
    crowd = tuple(
        made_up.task(f"{state}_{n}", state, due_on=TODAY) for state in STATE_ORDER for n in range(6)
    )
    report = made_up.countdown(crowd, made_up.SAM_FACTS)
    lines = countdown_lines(report, SMALL)
    now = lines[lines.index("NOW") + 1 : next(n for n, at in enumerate(lines) if at.startswith("CANNOT"))]
    assert len(now) == 30
    start = next(n for n, line in enumerate(lines) if re.fullmatch(r"CANNOT START YET \([1-5] of 6\)", line))
    assert lines[start + 1].startswith("  ")


def test_a_cut_section_says_in_its_heading_how_much_of_it_is_there() -> None:
    many = tuple(made_up.task(f"step_{n}", "to_do", due_on=TODAY + timedelta(n + 1)) for n in range(25))
    report = made_up.countdown(many, made_up.SAM_FACTS)
    lines = countdown_lines(report, SMALL)
    shown = sum("step" in line and "Next:" not in line for line in lines)
    assert f"NEXT 28 DAYS ({shown} of 25)" in lines
    assert len(lines) <= 22
    assert any("show A1234BC --all" in line for line in lines), "and how to see the rest"
    for whole in (SMALL._replace(height=60), Screen(80)):  # on a tall one, and in a pipe
        assert "NEXT 28 DAYS" in countdown_lines(report, whole)


def test_what_is_late_or_due_today_is_never_cut() -> None:
    many = tuple(made_up.task(f"step_{n}", "overdue", due_on=TODAY - timedelta(30 - n)) for n in range(25))
    lines = countdown_lines(made_up.countdown(many, made_up.SAM_FACTS), SMALL)
    assert "NOW" in lines and sum("d late" in line for line in lines) == 25


def test_where_a_window_has_closed_now_says_what_to_do_instead() -> None:
    gone = made_up.task("bank", "to_do", due_on=TODAY, closes_on=TODAY - timedelta(9))
    gone = gone._replace(compressed=True, next="too late for the scheme: agree it with the Jobcentre")
    text = "\n".join(countdown_lines(made_up.countdown((gone,), made_up.SAM_FACTS), Screen(160)))
    assert "bank: too late for the scheme: agree it with the Jobcentre" in text


def test_what_was_not_done_before_does_not_read_as_done() -> None:
    task = made_up.task("report", "to_do", due_on=TODAY)
    task = task._replace(outcome="not_done_before", outcome_on=TODAY - timedelta(3))
    text = show(made_up.countdown((task,), made_up.SAM_FACTS))
    assert "(not done before)" in text and "(last" not in text


def test_on_a_tall_terminal_what_is_done_is_shown_as_well() -> None:
    assert "DONE" not in countdown_lines(made_up.sam(), SMALL)
    assert "DONE" in countdown_lines(made_up.sam(), SMALL._replace(height=80))


def test_all_shows_what_is_done_with_its_date_and_what_is_not_needed_with_its_reason() -> None:
    text = show(made_up.sam(), all_of_it=True)
    assert re.search(r"reviewed 1 Jun +OASys reviewed +COM +oasys$", text, re.MULTILINE)
    assert re.search(r"sent 28 May, late .* handover_report$", text, re.MULTILINE)
    assert re.search(r"cas2\n +not eligible for HDC", text)
    assert re.search(r"rotl\n.*\n? +too little time", text)
    assert not re.search(r"\(\d+ of \d+\)", text)


# --- what is said ---


def test_wrong_comes_before_unknown_and_unknown_before_next() -> None:
    text = show(made_up.sam())
    headings = ["\nNOW", "\nCANNOT START YET", "\nASK", "\nNEXT 28 DAYS", " waiting · ", "\nNext: "]
    assert sorted(headings, key=text.index) == headings


def test_a_fact_not_known_says_what_it_settles_once() -> None:
    text = show(made_up.sam(), all_of_it=True)
    assert re.search(r"^  Housing +settles CRS", text, re.MULTILINE)
    assert len(re.findall(r"housing=", text)) == 1


def test_ten_facts_not_known_are_ten_lines_and_not_thirty() -> None:
    lines = countdown_lines(made_up.newly_received(), Screen(80))
    assert sum("settles" in line for line in lines) == 10


def test_what_may_have_been_done_before_is_asked_as_a_question() -> None:
    """Which tasks, what protects the public first, and how it is answered for one and for many."""
    tasks = tuple(
        made_up.task(item, "unknown", missing_facts=("done_before",))._replace(public_protection=first)
        for item, first in (("oasys", False), ("da_check", True))
    )
    text = " ".join(show(made_up.countdown(tasks, made_up.SAM_FACTS)).split())
    asked = text.partition("Done before? when? ")[2]
    assert asked.index("(da_check)") < asked.index("(oasys)")
    assert "releasecheck mark A1234BC ITEM done --on DAY, or ITEM not_done_before" in asked
    assert "for all at once: releasecheck export before -o before.xlsx" in asked


def test_evidence_not_written_down_is_named() -> None:
    assert re.search(r"Force +not written down for da_check", show(made_up.sam(), all_of_it=True))


def test_the_suggestion_is_for_the_most_urgent_task() -> None:
    assert show(made_up.sam()).endswith("\nNext: releasecheck mark A1234BC mappa_level set level=2")


def test_with_only_unknowns_the_suggestion_is_to_ask_why() -> None:
    assert show(made_up.newly_received()).endswith("\nNext: releasecheck why A0001AA bank_account_0")


def test_nothing_missing_is_said_without_calling_it_safe() -> None:
    done = (made_up.task("crs", "done", outcome="accepted", outcome_on=TODAY),)
    text = show(made_up.countdown(done, made_up.SAM_FACTS))
    assert "Nothing outstanding on this list." in text
    assert "Next:" not in text


def test_a_task_told_too_late_says_by_how_many_days() -> None:
    assert "Came too late for the usual time, by 42 days: id_held" in show(made_up.sam())
    assert "came too late for the usual time, by 42 days" in show(made_up.sam(), all_of_it=True)


def test_days_without_a_source_are_said_once_a_page() -> None:
    for everything in (False, True):
        lines = countdown_lines(made_up.sam(), Screen(80, height=80), show_all=everything)
        text = "\n".join(lines)
        assert text.count("usual here, no rule found") == 1
        assert "*" not in text


def test_release_day_gone_by_asks_whether_they_left() -> None:
    report = made_up.sam()._replace(days_to_release=-3, working_days_to_release=None)
    assert "Release day was 3 days ago: released?" in show(report)
    left = report._replace(facts={**report.facts, "released_on": date(2026, 11, 20)})
    assert "Released Fri 20 Nov 2026" in show(left)
    assert "released?" not in show(left)


def test_before_handover_the_pom_is_responsible_until_a_day() -> None:
    handover = Handover(date(2027, 1, 4), date(2027, 1, 4), "determinate", "POM", None, None)
    text = show(made_up.sam()._replace(handover=handover))
    assert "POM responsible until 4 Jan 2027: P. Marsh, then COM J. Okafor" in text


def test_a_bare_person_says_what_is_not_known() -> None:
    first, second, third, *_ = countdown_lines(made_up.newly_received(), Screen(160))
    assert first.endswith("prison not known · tier not known")
    assert second == "RoSH not known · MAPPA not known"
    assert third == "No release date recorded"


def test_missing_totals_add_up_to_the_things_in_its_heading() -> None:
    lines = missing_lines(made_up.what_is_missing(), Screen(120))
    things = len(made_up.what_is_missing().items)
    assert f" {things} things " in lines[0]
    for totals in (line for line in lines if re.match(r"\d+ things by (owner|state|reason): ", line)):
        assert sum(map(int, re.findall(r" (\d+)(?= ·|$)", totals))) == things
    groups = sum(int(found[1]) for line in lines if (found := re.search(r" · (\d+) things?$", line)))
    assert groups == things


def test_missing_summarises_unknown_facts_for_a_person() -> None:
    lines = missing_lines(made_up.what_is_missing(), Screen(200))
    person = next(n for n, line in enumerate(lines) if "A9001ZZ" in line)
    things = [f"something to do with {item}" for item in ("housing 0", "housing 1", "housing 2")]
    debts = [f"something to do with {item}" for item in ("debts 0", "debts 1")]
    assert [line.strip() for line in lines[person + 1 : person + 4]] == [
        f"housing not known: settles {', '.join(things)}",
        f"debts not known: settles {', '.join(debts)}",
        "2 more facts not known: releasecheck show A9001ZZ",
    ]


def test_missing_cut_to_a_limit_says_how_many_rows_more() -> None:
    whole, cut = (missing_lines(made_up.what_is_missing(), Screen(120), limit) for limit in (None, 2))
    people = [line for line in cut if line.startswith("  A") and " RoSH " in line]
    assert len(people) == 1 < sum(" RoSH " in line for line in whole)
    shown = sum(line.startswith("    ") for line in cut)
    assert shown == 2, "one person's things, none of them left out"
    assert f"and {len(made_up.what_is_missing().items) - shown} more: add --all" in cut
    assert [line for line in cut if " by state: " in line] == [
        line for line in whole if " by state: " in line
    ]


def test_nothing_missing_across_the_caseload_is_one_sentence() -> None:
    empty = made_up.what_is_missing()._replace(
        items=(), people=0, by_owner={}, by_state={}, footnotes=(), filters=(), waits=(), gaps=()
    )
    assert missing_lines(empty, Screen(100)) == [
        "Missing on Mon 23 Nov 2026: nothing outstanding on this list, 61 people, due within 28 days"
    ]


def test_the_list_asks_first_about_those_past_their_release_day() -> None:
    lines = caseload_lines(made_up.caseload(), Screen(80))
    check = lines.index("CHECK THIS")
    assert lines[check + 1] == "  A5561CD DUNNE, Kerry  left? releasecheck released A5561CD --on 2026-11-20"
    wide = caseload_lines(made_up.caseload(), Screen(120))
    typed = "released? releasecheck released A5561CD --on 2026-11-20"
    assert wide[check + 1] == f"  A5561CD DUNNE, Kerry  release day was Fri 20 Nov: {typed}"
    assert sum("DUNNE" in line for line in lines) == 1


# --- widths, spaces and colour ---


@pytest.mark.parametrize("name", SCREENS)
@given(width=st.integers(40, 200))
def test_no_line_is_wider_than_the_screen_or_ends_in_a_space(name: str, width: int) -> None:
    lines = SCREENS[name](Screen(width))
    assert [line for line in lines if cell_width(line) > width] == []
    assert [line for line in lines if line != line.rstrip()] == []


@given(
    width=st.integers(40, 200),
    name=st.text(max_size=60),
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
    state=st.sampled_from(STATE_ORDER),
    show_all=st.booleans(),
)
def test_whatever_somebody_typed_fits_the_screen(
    width: int, name: str, title: str, state: str, show_all: bool
) -> None:
    task = made_up.task("crs", state, title=title, outcome="sent", outcome_on=TODAY, outcome_reason=title)
    report = made_up.countdown(
        (task,), {"prison": title, "com": name}, name=name, found=(Check("strange", title),)
    )
    for line in countdown_lines(report, Screen(width), show_all):
        assert cell_width(line) <= width
        assert line == line.rstrip() == safe(line)


@pytest.mark.parametrize("name", SCREENS)
def test_without_colour_nothing_is_sent_but_text(name: str) -> None:
    assert "\x1b" not in "".join(SCREENS[name](Screen(80, colour=False)))


@pytest.mark.parametrize("name", SCREENS)
def test_colour_changes_no_word(name: str) -> None:
    coloured = SCREENS[name](Screen(80, colour=True))
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured]
    assert any("\x1b" in line for line in coloured)
    assert plain == SCREENS[name](Screen(80))


def test_overdue_is_red_due_is_yellow_and_done_is_dim() -> None:
    lines = countdown_lines(made_up.sam(), Screen(80, colour=True), show_all=True)
    colour = {re.sub(r"\x1b\[[0-9;]*m", "", line): line for line in lines}
    assert colour["NOW"].startswith("\x1b[31m")
    assert colour["CANNOT START YET"].startswith("\x1b[33m")
    assert "\x1b[2m" in colour["DONE"]


@pytest.mark.parametrize(
    ("others", "said"),
    [(1, "1 person"), (1_000, "1,000 people"), (1_001, "More than 1,000 people")],
)
def test_people_of_others_are_counted_until_there_are_many(others: int, said: str) -> None:
    report = people_lists.today(Mine("POM"))._replace(others=others)
    lines = day_lines(report, Screen(100))
    assert [line for line in lines if "of others" in line] == [f"{said} of others need somebody: today --all"]
