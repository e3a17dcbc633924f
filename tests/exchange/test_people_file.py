"""Reading people from a spreadsheet: every row is read, or refused with its row, its column and a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import Facts
from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.table import LONGEST_CELL
from releasecheck.exchange.reading.files.tables import decode, read_table
from releasecheck.exchange.reading.lists.people import read_people
from releasecheck.exchange.reading.lists.people_diff import PeopleComparison, compare
from releasecheck.exchange.reading.lists.people_file import PeopleFile, ReadRow, rejects
from releasecheck.people.fact_table import TABLE
from releasecheck.people.facts import to_text
from releasecheck.people.sentence_dates import RELEASE_DATES
from tests.made_up.people_files import FEBRUARY, rows, rows_table, told
from tests.places import IMPORTS

TODAY = date(2026, 11, 23)


def people(case: str) -> PeopleFile:
    """The file tests/imports/CASE.csv, read."""
    return file_of(f"{case}.csv", (IMPORTS / f"{case}.csv").read_bytes())


def file_of(name: str, data: bytes) -> PeopleFile:
    return read_people(read_table(data, name))


def errors(file: PeopleFile) -> list[str]:
    return [str(error) for error in file.errors]


def unread(file: PeopleFile) -> list[tuple[int, str, str | None, str]]:
    """Row, column, words and why of each cell that was not read."""
    return [(cell.row, cell.column, cell.value, cell.why) for cell in file.unread]


# --- bytes and rows ---


def test_a_byte_order_mark_is_not_part_of_the_first_heading() -> None:
    assert told(people("byte_order_mark")) == {"A1234BC": {"last_name": "Rivers"}}


def test_a_row_after_a_line_break_in_a_cell_keeps_the_spreadsheets_number() -> None:
    file = people("line_break_in_a_cell")
    assert file.rows[0] == ReadRow(
        2, "A1234BC", {"com_office": "Leeds probation office\r\nWaterloo House", "tier": "B2"}
    )
    assert unread(file) == [(3, "Tier", "Z9", "A0 to D3, an S may follow, or A to G")]


@pytest.mark.parametrize("case", ["semicolons", "tabs"])
def test_semicolons_and_tabs_are_seen_from_the_headings(case: str) -> None:
    assert told(people(case))["A1234BC"]["conditional_release_date"] == FEBRUARY


def test_a_file_of_headings_only_says_so() -> None:
    with pytest.raises(ReleasecheckError, match=r"header_only\.csv has headings and nobody under them"):
        people("header_only")


def test_blank_rows_are_skipped_and_still_counted_in_row_numbers() -> None:
    file = people("blank_rows")
    assert [row.row for row in file.rows] == [5, 7]
    assert [(cell.row, cell.value) for cell in file.unread] == [(7, "soon")]


def test_a_cell_under_no_heading_is_named_and_the_rest_of_its_row_is_read() -> None:
    """Empty cells at the end are how spreadsheets pad their rows; a missing cell says nothing."""
    file = people("more_cells_than_headings")
    assert unread(file) == [(2, "column 3", "Sam", "stands under no heading")]
    assert told(file) == {"A1234BC": {"last_name": "Rivers"}, "A1188DE": {"last_name": "Cole"}, "A2291BB": {}}


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"N\0O\0M\0S\0", None, "leeds.csv looks like UTF-16, not UTF-8; add --encoding utf-16-le"),
        (b"\0N\0O\0M\0S", None, "leeds.csv looks like UTF-16, not UTF-8; add --encoding utf-16-be"),
        (
            b"\xe9",
            "ascii",
            "leeds.csv cannot be read as ascii; try another --encoding, such as utf-8, cp1252 or utf-16",
        ),
        (b"NOMS", "exel", 'there is no encoding called "exel"; try --encoding cp1252'),
    ],
)
def test_a_wrong_encoding_says_which_was_tried_and_what_to_add(
    data: bytes, encoding: str | None, message: str
) -> None:
    with pytest.raises(ReleasecheckError) as caught:
        decode(data, encoding, "leeds.csv")
    assert str(caught.value) == message


def test_a_named_encoding_is_used() -> None:
    assert decode(b"Zo\xeb", "cp1252") == "Zoë"
    assert decode("NOMS No".encode("utf-16"), "utf-16") == "NOMS No"
    assert decode(b"\xef\xbb\xbfNOMS No", "utf-8") == "NOMS No"


def test_a_quotation_mark_left_open_does_not_swallow_the_rest_of_the_file() -> None:
    with pytest.raises(ReleasecheckError, match=r"quotation_mark_left_open\.csv row 2 cannot be read"):
        people("quotation_mark_left_open")


def test_an_empty_file_says_so() -> None:
    with pytest.raises(ReleasecheckError, match=r"empty\.csv is empty"):
        file_of("empty.csv", b"\n\n")


# --- headings ---


def test_a_file_without_prison_numbers_says_what_was_looked_for_and_where() -> None:
    with pytest.raises(ReleasecheckError) as caught:
        people("no_prison_number")
    assert "Looked for Prison Number, NOMS No" in str(caught.value)
    assert "row 1 says none of them" in str(caught.value)
    assert "Surname" not in str(caught.value), "it may be somebody already"


def test_an_unknown_heading_is_reported_once_with_a_close_match() -> None:
    file = people("unknown_headings")
    assert [str(heading) for heading in file.unused_headings] == [
        'column "Forname" is not used. Did you mean Forename?',
        'column "Shoe size" is not used.',
        'column "(column 4, no heading)" is not used.',
    ]
    assert told(file) == {"A1234BC": {"tier": "B2"}}
    assert file.headings == {"NOMS No": ("prison_number",), "Tier": ("tier",)}


def test_the_prisoner_search_headings_are_known() -> None:
    """Its releaseDate is worked out from the others: one that is among them has their type."""
    file = people("prisoner_search_headings")
    assert errors(file) == []
    assert told(file)["A1234BC"] == {
        "first_name": "SAM",
        "last_name": "RIVERS",
        "date_of_birth": date(1990, 4, 1),
        "sex": "M",
        "prison": "LEI",
        "cell": "A-1-002",
        "legal_status": "SENTENCED",
        "recall": False,
        "indeterminate": False,
        "conditional_release_date": date(2027, 2, 6),
        "conditional_release_override_date": date(2027, 2, 10),
        "hdc_eligibility_date": date(2026, 12, 1),
        "topup_supervision_expiry_date": date(2028, 2, 6),
        "reception_date": date(2025, 6, 10),
        "untyped_release_date": None,
    }
    assert (file.unread, file.notes) == ((), ())
    assert [heading.heading for heading in file.unused_headings] == ["prisonName"]


def test_two_columns_for_one_fact_may_agree_and_may_not_differ() -> None:
    file = people("two_columns_for_one_fact")
    assert list(told(file)) == ["A1234BC", "A1188DE", "A2291BB"]
    (cell,) = file.unread
    assert (cell.row, cell.column, cell.why, cell.release) == (
        *(4, "CRD and Conditional Release", "differ, and both are conditional_release_date"),
        True,
    )
    said = told(file)["A2291BB"]
    assert said["conditional_release_date"] is None
    assert " and " in str(said["release_day_words"])


# --- cells ---


def test_a_prison_number_is_read_in_capitals() -> None:
    assert list(told(people("lower_case_prison_number"))) == ["A1234BC"]


def test_dates_are_day_first() -> None:
    """04/03/2027 is the fourth of March."""
    facts = told(people("release_date_day_first"))
    assert facts["A1234BC"] == {"conditional_release_date": date(2027, 3, 4)}
    assert facts["A1188DE"] == {"conditional_release_date": date(2027, 4, 3)}


def test_only_the_prison_number_refuses_a_row_and_every_bad_cell_is_named() -> None:
    file = people("impossible_date")
    assert errors(file) == [
        'impossible_date.csv row 4, NOMS No "A123BC": a prison number is a letter, 4 digits, 2 letters',
    ]
    assert unread(file) == [
        (2, "CRD", "31/02/2027", "no such day"),
        (2, "MAPPA level", "7", "1, 2 or 3"),
    ]
    assert told(file)["A1234BC"] == {"tier": "B2", "release_day_words": "31/02/2027"}
    assert compare((), file, TODAY).sentence() == "3 rows: 2 new, 1 refused"


def test_a_row_without_a_prison_number_is_refused() -> None:
    assert [(error.row, error.value) for error in people("prison_number_missing").errors] == [
        (2, ""),
        (3, None),
    ]


def test_an_empty_cell_leaves_the_fact_and_not_known_clears_it() -> None:
    file = people("empty_cell_and_not_known")
    assert told(file) == {"A1234BC": {"housing": None}}
    record: Facts = {"tier": "B2", "housing": "settled"}
    (change,) = compare([("A1234BC", record)], file, TODAY).changed
    assert (change.facts, change.before) == ({"housing": None}, {"housing": "settled"})


def test_a_whole_name_in_one_cell_is_split() -> None:
    """A name that is not known is left as it was, never cleared."""
    assert told(people("full_name")) == {
        "A1234BC": {"last_name": "RIVERS", "first_name": "Sam"},
        "A1188DE": {"last_name": "O’NEILL", "first_name": "Áine"},
        "A2291BB": {},
    }


def test_a_surname_column_is_believed_before_a_whole_name() -> None:
    file = people("full_name_and_surname")
    assert told(file) == {"A1234BC": {"last_name": "Rivers", "first_name": "Sam"}}
    assert file.notes == ("Name is not read: Surname is",)


def test_a_cell_may_say_several_facts_and_a_bare_mappa_number_is_not_guessed_at() -> None:
    """NFA "no" does not say that somebody is settled."""
    file = people("several_facts_in_one_cell")
    expiry = date(2030, 2, 1)
    assert told(file) == {
        "A1234BC": {
            "mappa_category": "2",
            "mappa_level": 1,
            "housing": "homeless",
            "sentence_expiry_date": expiry,
            "licence_expiry_date": expiry,
        },
        "A1188DE": {"mappa_category": "none"},
        "A2291BB": {"mappa_level": 3},
        "A7710FA": {},
    }
    assert unread(file) == [
        (5, "MAPPA", "2", "category or level? say Cat 2, Level 2 or Cat 2 Level 1"),
    ]


def test_an_error_repeats_no_name_and_nothing_sensitive() -> None:
    """Errors end up in cron's mail."""
    file = rows(
        [("NOMS No", "Surname", "Domestic abuse"), ("A1234BC", "Rivers" * 1000, "he hit her")], "leeds.csv"
    )
    assert unread(file) == [
        (2, "Surname", None, "is longer than 5,000 letters"),
        (2, "Domestic abuse", None, "perpetrator, victim, both or none"),
    ]


def test_an_error_is_one_short_line_whatever_the_cell_held() -> None:
    file = rows([("NOMS No", "Tier"), ("A1234BC", "see\nnote\x1b[2J " + "x" * 80)], "f.csv")
    (cell,) = file.unread
    assert cell.value == f"see note [2J {'x' * 47}…"


@pytest.mark.parametrize("text", ["Y", "Cat 5", "Level 4", "M2", "2"])
def test_a_mappa_cell_that_says_neither_category_nor_level_is_not_read(text: str) -> None:
    file = rows([("NOMS No", "MAPPA"), ("A1234BC", text)], "f.csv")
    assert told(file) == {"A1234BC": {}}
    assert [cell.value for cell in file.unread] == [text]


# --- a release date and its type ---


def test_a_release_date_is_recorded_as_the_type_beside_it() -> None:
    file = people("release_date_with_type")
    assert told(file) == {
        "A1234BC": {"conditional_release_date": FEBRUARY},
        "A1188DE": {"conditional_release_date": date(2027, 3, 6), "confirmed_release_date": None},
        "A2291BB": {"hdc_actual_date": date(2027, 4, 7), "confirmed_release_date": date(2027, 4, 7)},
        "A7710FA": {"actual_parole_date": date(2027, 5, 8)},
        "A5561CD": {"confirmed_release_date": date(2027, 6, 9)},
        "A4410GH": {
            "recall": True,
            "post_recall_release_date": date(2027, 6, 10),
            "confirmed_release_date": date(2027, 6, 10),
        },
        "A4411GH": {},
        "A4412GH": {"untyped_release_date": date(2027, 6, 11)},
        "A4413GH": {"untyped_release_date": date(2027, 6, 12)},
        "A4414GH": {"release_day_words": "32/06/2027"},
    }


def test_a_day_beside_a_type_that_nobody_knows_is_counted_to_without_one() -> None:
    file = rows([("NOMS No", "Release Date", "Rel type"), ("A1234BC", "05/02/2027", "XYZ")], "f.csv")
    assert told(file) == {"A1234BC": {"untyped_release_date": FEBRUARY}}
    assert [(cell.column, cell.value) for cell in file.unread] == [("Rel type", "XYZ")]


@pytest.mark.parametrize("kind", ["HDCED", "PED", "Transfer", "IS91"])
def test_a_day_on_which_nobody_is_released_is_not_taken_for_one(kind: str) -> None:
    file = rows([("NOMS No", "Release Date", "Type"), ("A1234BC", "05/02/2027", kind)], "f.csv")
    said = told(file)["A1234BC"]
    assert not RELEASE_DATES.intersection(said)
    assert kind in str(said["release_day_words"])


# --- the same person twice ---


def test_the_same_row_twice_counts_once() -> None:
    """05/02/2027 and 2027-02-05 are the same day."""
    file = people("same_person_twice_identical")
    assert [row.row for row in file.rows] == [2, 3]
    assert file.errors == ()
    assert compare((), file, TODAY).sentence() == "3 rows: 2 new, 1 repeated"


def test_of_two_days_of_release_of_one_person_neither_is_taken() -> None:
    file = people("same_person_twice_different")
    said = told(file)["A1234BC"]
    assert said["conditional_release_date"] is None
    assert str(said["release_day_words"]).startswith("Fri 5 Feb 2027, and ")
    assert [(cell.row, cell.column, cell.why) for cell in file.unread] == [(4, "CRD", "row 2 has another")]


def test_two_rows_of_a_person_are_one_where_they_do_not_differ() -> None:
    headings = ("NOMS No", "Surname", "CRD", "Tier")
    file = rows([headings, ("A1234BC", "Rivers", "", "B2"), ("A1234BC", "Rivers", "05/02/2027", "")], "f.csv")
    assert told(file) == {
        "A1234BC": {"last_name": "Rivers", "conditional_release_date": FEBRUARY, "tier": "B2"}
    }
    assert (file.errors, file.unread, file.repeated) == ((), (), 1)


def test_a_second_row_of_a_number_with_another_surname_is_refused() -> None:
    file = rows([("NOMS No", "Surname"), ("A1234BC", "Rivers"), ("A1234BC", "Cole")], "f.csv")
    assert errors(file) == [
        'f.csv row 3, NOMS No "A1234BC": is already on row 2, where it has another last name'
    ]


# --- against the record ---


@pytest.fixture
def comparison() -> PeopleComparison:
    """One release date moved, one tier changed, one unchanged, two doubtful, one new, one left out."""
    record: dict[str, Facts] = {
        "A1234BC": {"last_name": "O'Neíll", "conditional_release_date": FEBRUARY, "tier": "B2"},
        "A1188DE": {"last_name": "COLE", "conditional_release_date": date(2027, 3, 5), "tier": "C2"},
        "A2291BB": {"last_name": "Coleman", "date_of_birth": date(1979, 6, 3)},
        "A7710FA": {"last_name": "Adeyemi", "date_of_birth": date(1999, 9, 8)},
        "A4410GH": {"last_name": "Marsh", "tier": "D2", "prison": "LEI"},
        "A9999ZZ": {"last_name": "Gone"},
    }
    return compare(record.items(), people("against_the_record"), TODAY)


def test_a_moved_release_is_told_from_another_change(comparison: PeopleComparison) -> None:
    moved, other = comparison.changed
    assert moved.before["conditional_release_date"] == FEBRUARY
    assert moved.facts["conditional_release_date"] == date(2027, 2, 12)
    assert moved.moves_release
    assert not other.moves_release
    assert other.facts["tier"] == "C1"
    assert comparison.unchanged == ("A4410GH",)


def test_another_surname_or_birthday_under_the_same_number_is_refused(comparison: PeopleComparison) -> None:
    """Case, accents and apostrophes do not make another surname; no surname is said."""
    assert [str(error) for error in comparison.refused] == [
        "against_the_record.csv row 4, Surname: A2291BB is called B… here and C… in the record: "
        "the same person? If so, set last_name=NAME first",
        "against_the_record.csv row 5, DOB: A7710FA is born 1999-09-09 here and 1999-09-08 in the record: "
        "the same person? If so, set date_of_birth=1999-09-09 first",
    ]
    assert [(cell.row, cell.column) for cell in comparison.unread] == [(6, "DOB")]


def test_somebody_whose_row_is_refused_for_a_bad_cell_is_not_missing_from_the_file() -> None:
    file = people("impossible_date")
    assert compare([("A1234BC", {}), ("A1188DE", {})], file, TODAY).not_in_file == ()


def test_who_is_in_the_record_and_not_in_the_file_is_listed(comparison: PeopleComparison) -> None:
    """Somebody whose row was refused is in the file."""
    assert comparison.not_in_file == ("A9999ZZ",)


def test_the_sentence_adds_up(comparison: PeopleComparison) -> None:
    said = "1 new, 1 release date moved{}, 1 otherwise changed, 1 unchanged, 2 refused"
    assert comparison.sentence() == "6 rows: " + said.format("")
    assert comparison.sentence(overdue=1) == "6 rows: " + said.format(" (1 makes things overdue)")


def test_a_new_person_with_facts_not_known_records_only_what_is_known() -> None:
    file = rows([("NOMS No", "Tier", "Housing"), ("A1234BC", "B2", "unknown")], "new.xlsx")
    (person,) = compare((), file, TODAY).new
    assert person.facts == {"tier": "B2"}


def test_refused_rows_come_back_as_they_were_with_the_reasons() -> None:
    file = people("impossible_date")
    table = rejects(file, file.errors, file.unread)
    assert table == [
        ("NOMS No", "CRD", "MAPPA level", "Tier", "Why refused"),
        ("A1234BC", "31/02/2027", "7", "B2", "CRD: no such day; MAPPA level: 1, 2 or 3"),
        ("A123BC", "", "", "", "NOMS No: a prison number is a letter, 4 digits, 2 letters"),
    ]
    again = rows(table, "again.csv")
    assert again.unused_headings == ()
    assert (len(again.errors), len(again.unread)) == (1, 2)


# --- properties ---

VALUES: dict[str, st.SearchStrategy[str]] = {
    "text": st.sampled_from(["Leeds", "1, The Street", 'the "old" one', "=A1", "not known", ""]),
    "name": st.sampled_from(["O’Neill", "VAN DYKE", "unknown", ""]),
    "date": st.dates(date(1950, 1, 1), date(2026, 1, 1)).map(to_text) | st.just(""),
    "yes_no": st.sampled_from(["yes", "No", "unknown", ""]),
    "crn": st.sampled_from(["X123456", "x 654321", "not known", ""]),
    "pnc": st.sampled_from(["12/123456Y", "2012/0123456Y", "not known", ""]),
}
ADDRESSES = st.sampled_from(["j.okafor@probation.example", "not known", ""])
ROWS = st.fixed_dictionaries(
    {
        fact.name: ADDRESSES
        if fact.email
        else st.sampled_from([*fact.values, "?", ""])
        if fact.values
        else VALUES[fact.kind]
        for fact in TABLE
        # A number that was merged is closed: a list that has it again is refused.
        if fact.kind != "prison_number" and fact.name != "merged_into"
    }
)
NUMBERS = st.from_regex(r"[A-C][0-9]{4}[A-Z]{2}", fullmatch=True)


@given(st.dictionaries(NUMBERS, ROWS, min_size=1, max_size=4))
def test_importing_the_same_file_twice_leaves_nothing_to_write(table: dict[str, dict[str, str]]) -> None:
    names = [fact.name for fact in TABLE if fact.name != "merged_into"]
    cells = [[number, *(row[name] for name in names[1:])] for number, row in table.items()]
    file = rows([names, *cells], "people.csv")
    first = compare((), file, TODAY)
    record = {
        person.prison_number: {name: value for name, value in person.facts.items() if value is not None}
        for person in first.new
    }
    again = compare(record.items(), file, TODAY)
    assert set(record) == set(table)
    assert (again.new, again.changed, again.refused, again.not_in_file) == ((), (), (), ())
    assert again.unchanged == tuple(record)


HEADINGS = ("NOMS No", "Surname", "CRD", "Prison", "conditional_release_date", "SLED", "MAPPA", "NFA", "Tier")
CELLS = st.sampled_from(
    [
        *("", " ", "A1234BC", "a1188de", "A5561CD", "RIVERS", "O’NEILL", "'=RIVERS", "'t HART", "05/02/2027"),
        *("2027-02-05", "31/02/2027", "LEI", "Cat 2 Level 2", "yes", "no", "B2", "nk", "\0"),
        "x" * (LONGEST_CELL + 1),
    ]
)


@given(
    headings=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=6),
    body=st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=5),
)
def test_a_row_read_quickly_says_what_it_says_when_read_with_care(
    headings: list[str], body: list[list[str]]
) -> None:
    cells = [["NOMS No", *headings], *(["A1234BC", *row] if n % 2 else row for n, row in enumerate(body))]
    table = rows_table(cells, "people.csv")
    try:
        quickly = read_people(table)
    except ReleasecheckError:
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("releasecheck.exchange.reading.lists.people.simply_said", lambda *_: None)
        assert replace(read_people(table), table=quickly.table) == quickly
