"""Bank holidays: GOV.UK's list as it is read, and a newer one imported over it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from releasecheck.core.errors import ReleasecheckError
from releasecheck.policy.bank_holidays import published_holidays
from releasecheck.policy.working_days import load_calendar
from tests.made_up.calendars import CALENDAR, PUBLISHED, whole_year


def as_published(events: object) -> str:
    return json.dumps({"division": "england-and-wales", "events": events})


def test_the_whole_document_and_the_division_alone_read_the_same():
    """With or without the mark that some editors put at the start of a file."""
    text = PUBLISHED.read_text(encoding="utf-8")
    alone = json.dumps(json.loads(text)["england-and-wales"])
    assert len(published_holidays(text)) == 107
    assert published_holidays("\ufeff" + text) == published_holidays(alone) == published_holidays(text)


def test_a_substitute_day_is_titled_as_one():
    event = {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": True}
    assert published_holidays(as_published([event])) == {date(2026, 12, 28): "Boxing Day (substitute day)"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>", r"it is not JSON \(Expecting value: line 1 column 1"),
        ("[]", 'there is no "england-and-wales" with "events" in it'),
        ('{"scotland": {"events": []}}', 'there is no "england-and-wales" with "events" in it'),
        ('{"england-and-wales": []}', 'there is no "england-and-wales" with "events" in it'),
        ('{"division": "scotland", "events": []}', "it is for scotland, not for england-and-wales"),
        (as_published([]), 'its "events" is not a list of bank holidays'),
        (as_published({}), 'its "events" is not a list of bank holidays'),
        (as_published(["2027-01-01"]), "event 1 is not a bank holiday"),
        (as_published([{"title": "New Year"}]), 'event 1 needs a "date" and a "title"'),
        (as_published([{"title": 1, "date": "2027-01-01"}]), 'event 1 needs a "date" and a "title"'),
        (
            as_published([{"title": "A", "date": "2027-01-01"}, {"title": "B", "date": "2027-02-30"}]),
            'event 2, "B": no such day as "2027-02-30"',
        ),
    ],
)
def test_a_file_of_another_shape_is_refused_with_what_is_wrong_and_where_to_get_it(text, said):
    with pytest.raises(ReleasecheckError, match=f"{said}.*gov.uk/bank-holidays.json"):
        published_holidays(text)


def test_an_imported_year_is_known_and_no_longer_provisional():
    announced = whole_year(2029) | {date(2029, 6, 8): "A royal wedding"}
    calendar = load_calendar(imported=announced)
    assert calendar.known_until == date(2029, 12, 31)
    assert not calendar.is_provisional(date(2029, 6, 8))
    assert calendar.why_closed(date(2029, 6, 8)) == "A royal wedding"
    assert CALENDAR.is_working_day(date(2029, 6, 8))


def test_an_imported_year_replaces_the_year_that_shipped():
    """A holiday that moved is open on its old day and closed on its new one; other years stay."""
    moved = whole_year(2027)
    moved[date(2027, 5, 7)] = moved.pop(date(2027, 5, 3))
    calendar = load_calendar(imported=moved)
    assert calendar.is_working_day(date(2027, 5, 3))
    assert not calendar.is_working_day(date(2027, 5, 7))
    assert not calendar.is_working_day(date(2026, 5, 4))


def test_an_imported_list_cut_short_takes_no_bank_holiday_away():
    calendar = load_calendar(imported={date(2027, 6, 8): "Extra", date(2029, 1, 1): "New Year’s Day"})
    assert calendar.why_closed(date(2027, 6, 8)) == "Extra"
    assert calendar.why_closed(date(2027, 12, 27)) == "Christmas Day (substitute day)"
    assert calendar.why_closed(date(2029, 12, 25)) == "Christmas Day"
    assert calendar.known_until == date(2028, 12, 31)


def test_a_year_left_out_of_the_lists_is_provisional_and_later_listed_years_are_not():
    calendar = load_calendar(imported=whole_year(2030))
    assert calendar.known_until == date(2028, 12, 31)
    assert calendar.is_provisional(date(2029, 6, 1))
    assert not calendar.is_provisional(date(2030, 6, 1))
