"""Days as people and screens write them: each has one meaning, or is refused in plain words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.words import day_in_full, day_in_words
from releasecheck.people.days import (
    is_no_day,
    nearest_day,
    parse_date,
    parse_day,
    typed_day,
    written_month_first,
)
from releasecheck.people.fact import BadValue, Years
from releasecheck.people.facts import FACTS, parse, parse_fact, to_text

TODAY = date(2026, 11, 27)
FEBRUARY, NOVEMBER = date(2027, 2, 5), date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 2), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("5/2/2027", "05/02/2027", "05.02.2027", "05-02-2027", "5 / 2 / 2027", "2027-02-05", "2027/02/05"),
        *(
            "05-FEB-2027",
            "5 Feb 2027",
            "05 feb 2027",
            "5 February 2027",
            "5th Feb 2027",
            "5th of February, 2027",
        ),
        *("05 02 2027", "Feb 5 2027", "February 5th, 2027", "05–Feb–2027", "05/02/2027 am", "5 Feb 2027 PM"),
        *("05/02/2027 (Fri)", "05/02/2027 Friday", "5 Feb 2027, Fri", "5 Feb 2027 (Friday)"),
        *("Fri 5 Feb 2027", "Friday 05/02/2027", "Friday, 5 February 2027", "fri. 5-Feb-2027"),
        *("2027-02-05T00:00:00Z", "05/02/2027 00:00", "05/02/2027 09:30", "5 Feb 2027 9:30am", "20270205"),
        *(
            "2027-02-05T00:00:00.000+00:00",
            "2027-02-05 23:10:00",
            "46423",
            "46423.0",
            "5\N{NO-BREAK SPACE}Feb 2027",
        ),
    ],
)
def test_a_day_is_read_in_every_form_that_has_one_meaning(text: str) -> None:
    assert parse_date(text) == FEBRUARY


@pytest.mark.parametrize("text", ["23/11/26", "23.11.26", "23-Nov-26", "Mon 23 Nov 26", "23 Nov ’26"])
def test_two_figures_are_a_year_where_the_fact_leaves_no_doubt(text: str) -> None:
    for name in ("conditional_release_date", "licence_expiry_date", "reception_date", "released_on"):
        assert parse_fact(name, text) == NOVEMBER
    with pytest.raises(BadValue, match="write the year in full"):
        parse_fact("date_of_birth", text)


@pytest.mark.parametrize(
    ("name", "year", "means"),
    [
        ("sentence_start_date", "98", 1998),
        ("tariff_date", "98", 1998),
        ("parole_eligibility_date", "04", 2004),
        ("sentence_expiry_date", "58", 2058),
        ("reception_date", "58", None),
        ("conditional_release_date", "98", None),
        ("licence_expiry_date", "99", None),
    ],
)
def test_two_figures_that_may_mean_two_years_are_refused(name: str, year: str, means: int | None) -> None:
    if means is not None:
        assert parse_fact(name, f"12/05/{year}") == date(means, 5, 12)
        return
    with pytest.raises(BadValue, match="write the year in full"):
        parse_fact(name, f"12/05/{year}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("12/01/2027 (HDC 04/12/2026)", "more than one day stands here: write the one that is meant"),
        ("12/01/2027 or 18/01/2027", "more than one day stands here: write the one that is meant"),
        ("05/02/2027 (Thu)", "that day is a Friday: is the day right?"),
        ("04/12/2026 HDC", "something stands beside the day: write the day alone"),
        ("c.12/01/27", "something stands beside the day: write the day alone"),
        ("12/01/2027 prov", "something stands beside the day: write the day alone"),
        ("12/01/2027*", "something stands beside the day: write the day alone"),
        ("Jan 2027", "a month is no day: write the day as 05/02/2027 or 5 Feb 2027"),
        ("Jan-27", "a month is no day: write the day as 05/02/2027 or 5 Feb 2027"),
        ("early Jan", "a month is no day: write the day as 05/02/2027 or 5 Feb 2027"),
        ("Q1 2027", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("Immediate release", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("may be", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("23/11", "write the year as well, as in 05/02/2027"),
        ("23rd Nov", "write the year as well, as in 05/02/2027"),
        ("02/15/2027", "there is no month 15: the day comes first, as in 25/12/2027"),
        ("Thu 5 Feb 2027", "that day is a Friday: is the day right?"),
        ("Thursday 05/02/2027", "that day is a Friday: is the day right?"),
        ("31/02/2027", "no such day"),
        ("0027-02-05", "is the year right?"),
        ("99/99/9999", "is the year right?"),
        (
            "2027-06-05T23:00:00Z",
            "the time is in UTC, and here it is the next day by then: write the day alone",
        ),
        ("2027-W05-1", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("٠٥/٠٢/٢٠٢٧", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("05022027", "write the day as 05/02/2027 or 5 Feb 2027"),
        ("", "write the day as 05/02/2027 or 5 Feb 2027"),
    ],
)
def test_what_is_no_day_is_refused_in_plain_words(text: str, why: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_date(text, "coming")
    assert str(caught.value) == why


@pytest.mark.parametrize(
    "text",
    [
        *("0", "00/01/1900", "00/00/0000", "00/00/00", "31/12/2999", "31-DEC-2999", "2999-12-31"),
        *("30/12/1899", "1899-12-30", "00:00:00", "00/01/1900 00:00:00", "2999-12-31T00:00:00Z"),
    ],
)
def test_what_a_program_writes_for_no_day_is_nothing(text: str) -> None:
    assert is_no_day(text)
    assert parse_fact("conditional_release_date", text) is None
    with pytest.raises(BadValue):
        parse_date(text)


def test_the_first_day_that_excel_has_is_a_birthday_at_most() -> None:
    assert parse_fact("date_of_birth", "01/01/1900") == date(1900, 1, 1)
    with pytest.raises(BadValue, match="is the year right"):
        parse_fact("conditional_release_date", "01/01/1900")


@pytest.mark.parametrize(
    ("cells", "so"),
    [
        (["02/15/2027", "3-25-27", "01/02/2027"], True),
        (["02/15/2027 00:00", "12.31.2026 09:30"], True),
        (["02/15/2027", "01/02/2027"], False),
        (["02/15/2027", "03/25/2027", "25/03/2027"], False),
        (["2027-02-15", "25 Mar 2027", "", "TBC"], False),
        (["02/45/2027", "02/46/2027"], False),
        ([], False),
    ],
)
def test_a_column_is_month_first_where_two_cells_can_be_nothing_else(cells: list[str], so: bool) -> None:
    assert written_month_first(cells) is so


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        (" Yesterday ", date(2026, 11, 26)),
        ("tomorrow", date(2026, 11, 28)),
        ("-3d", date(2026, 11, 24)),
        ("+2d", date(2026, 11, 29)),
        ("-1w", date(2026, 11, 20)),
        ("23/11/2026", NOVEMBER),
    ],
)
def test_a_day_is_typed_as_it_is_spoken(text: str, day: date) -> None:
    for ahead in (True, False, None):
        assert typed_day(text, TODAY, ahead=ahead) == day


@pytest.mark.parametrize(
    ("text", "latest", "following"),
    [
        ("23/11", date(2026, 11, 23), date(2027, 11, 23)),
        ("27/11", TODAY, TODAY),
        ("5 feb", date(2026, 2, 5), date(2027, 2, 5)),
        ("29 Feb", date(2024, 2, 29), date(2028, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_on_the_side_that_is_meant(
    text: str, latest: date, following: date
) -> None:
    assert nearest_day(text, TODAY, ahead=False) == latest
    assert nearest_day(text, TODAY, ahead=True) == following
    with pytest.raises(BadValue, match="write the year as well"):
        nearest_day(text, TODAY, ahead=None)


@pytest.mark.parametrize("text", ["mon", "-3", "3d", "-99999d", "+9999w", "31/02", "Tue 23 Nov", "now"])
def test_what_is_typed_and_could_mean_several_days_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        typed_day(text, TODAY, ahead=False)


def test_a_file_of_our_own_is_read_in_one_form() -> None:
    assert parse_day("2027-02-05") == FEBRUARY
    for text in ("05/02/2027", "20270205", "2027-W05-1", "", "5 Feb 2027"):
        with pytest.raises(BadValue):
            parse_day(text)


# --- properties ---


@given(DAYS, st.sampled_from(["full", "coming", "past"]))
def test_every_day_that_is_printed_is_read(day: date, years: Years) -> None:
    printed = {
        *(to_text(day), f"{day.day:02}/{day.month:02}/{day.year}", f"{day:%Y%m%d}", day_in_full(day)),
        *(
            day_in_words(day),
            day_in_words(day, weekday=False),
            f"{to_text(day)}T00:00:00",
            f"{day_in_words(day)}.",
        ),
    }
    assert {parse_date(text, years) for text in printed} == {day}


@given(DAYS, st.integers(0, 364), st.booleans(), st.booleans())
def test_every_day_that_is_printed_without_its_year_is_read(
    today: date, away: int, ahead: bool, weekday: bool
) -> None:
    day = today + timedelta(away if ahead else -away)
    if 1900 <= day.year <= 2100:
        text = day_in_words(day, year=False, weekday=weekday)
        assert typed_day(text, today, ahead=ahead) == day


@given(DAYS)
def test_a_weekday_that_does_not_fit_is_refused(day: date) -> None:
    others = {day_in_words(day + timedelta(away))[:3] for away in range(1, 7)}
    for other in others:
        with pytest.raises(BadValue, match="that day is a"):
            parse_date(f"{other} {day_in_words(day, weekday=False)}")


@given(st.dates(date(1928, 1, 1), date(2096, 12, 31)))
def test_the_number_that_excel_keeps_is_the_day_it_shows(day: date) -> None:
    assert parse_date(str((day - date(1899, 12, 30)).days)) == day


FORMS = st.from_regex(
    r"[0-9]{0,4}[-/. ]?(?:[0-9]{1,2}|jan|may|Sept)[-/. ]?[0-9]{0,4}[ T]?[0-9:]{0,5}Z?", fullmatch=True
)


@given(st.text() | FORMS)
def test_any_text_is_a_day_or_is_refused_with_a_reason(text: str) -> None:
    for read in (parse_date, lambda text: typed_day(text, TODAY, ahead=True)):
        try:
            day = read(text)
        except BadValue as problem:
            assert str(problem)
        else:
            assert parse(FACTS["date_of_birth"], to_text(day)) == day
