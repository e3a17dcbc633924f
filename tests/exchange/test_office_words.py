"""The words offices use: the tables say what exists, and cells are read by them."""

from __future__ import annotations

from datetime import date

import pytest

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.lists.cells import SPECIAL_COLUMNS, TYPE, date_type
from releasecheck.exchange.reading.lists.office_words import YES_NO, shipped_words, with_words
from releasecheck.people.facts import FACTS, folded, parse
from releasecheck.people.sentence_dates import RELEASE_DATES
from tests.made_up.people_files import FEBRUARY, rows, told

NUMBER = "A1234BC"


def one(heading: str, cell: str) -> dict[str, object]:
    """What a list of one person and one column says."""
    return dict(told(rows([("NOMS No", heading), (NUMBER, cell)], "f.csv"))[NUMBER])


def test_every_word_of_the_tables_means_something_there_is() -> None:
    words = shipped_words()
    for heading, word in words.headings.items():
        assert word.means in {"", TYPE, *SPECIAL_COLUMNS, *FACTS}, heading
    for of, values in words.values.items():
        for text, said in values.items():
            for fact, value in said.facts.items():
                if fact != YES_NO:
                    assert value == "" or parse(FACTS[fact], value) is not None, (of, text)


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        *(("Date of Release", "untyped_release_date"), ("Latest release date", "untyped_release_date")),
        *(("CRD/ARD", "untyped_release_date"), ("crd_f71", "conditional_release_date")),
        *(
            ("HDC approved", "hdc_actual_date"),
            ("HDC elig", "hdc_eligibility_date"),
            ("MTD", "mid_term_date"),
        ),
        *(("Tariff", "tariff_date"), ("PRRD", "post_recall_release_date")),
    ],
)
def test_a_heading_as_offices_write_it_is_the_fact(heading: str, fact: str) -> None:
    assert one(heading, "05/02/2027")[fact] == FEBRUARY


@pytest.mark.parametrize("heading", ["HDC", "HDC date"])
def test_a_heading_of_two_meanings_is_not_decided_by_days(heading: str) -> None:
    """An eligibility date and an approved date look alike; yes and no say which it is."""
    file = rows([("NOMS No", heading), (NUMBER, "05/02/2027")], "f.csv")
    assert told(file) == {NUMBER: {}}
    assert [(unused.heading, unused.asks) for unused in file.unused_headings] == [(heading, "hdc_eligible")]
    assert one(heading, "Y") == {"hdc_eligible": True}


def test_a_count_of_rows_is_no_prison_number() -> None:
    file = rows([("No", "Surname", "NOMS"), ("1", "Rivers", NUMBER), ("2", "Cole", "A1188DE")], "f.csv")
    assert set(told(file)) == {NUMBER, "A1188DE"}
    assert set(told(rows([("Number", "Surname"), (NUMBER, "Rivers")], "f.csv"))) == {NUMBER}


@pytest.mark.parametrize(
    "heading", ["Offence", "Key worker", "RSR", "Age", "Book No", "Comments", "Date Releasd", "HDCDE", "TEDD"]
)
def test_nothing_is_read_from_a_column_and_no_other_fact_suggested(heading: str) -> None:
    file = rows([("NOMS No", heading), (NUMBER, "x")], "f.csv")
    (unused,) = file.unused_headings
    assert (unused.heading, unused.suggestion) == (heading, None)


@pytest.mark.parametrize(
    ("kind", "fact", "more"),
    [
        *((word, "conditional_release_date", {}) for word in ("CRD", "SDS", "SDS40", "SDS+", "Conditional")),
        *((word, "hdc_actual_date", {}) for word in ("HDC", "HDC tag", "tag", "HDCAD")),
        *((word, "automatic_release_date", {}) for word in ("ARD", "Auto")),
        ("PRRD", "post_recall_release_date", {"recall": True}),
        ("FTR 28", "post_recall_release_date", {"recall": True, "recall_type": "fixed_term"}),
        ("Std recall", "post_recall_release_date", {"recall": True, "recall_type": "standard"}),
        ("Parole granted", "actual_parole_date", {}),
        ("Parole", "untyped_release_date", {}),
        ("EDS", "untyped_release_date", {}),
        ("Lifer", "untyped_release_date", {"indeterminate": True}),
        ("HDCED", "hdc_eligibility_date", {}),
        ("PED", "parole_eligibility_date", {}),
    ],
)
def test_a_release_type_names_the_date_beside_it(kind: str, fact: str, more: dict[str, object]) -> None:
    found = date_type(shipped_words(), kind)
    assert (found.fact, dict(found.facts), found.why) == (fact, more, "")
    assert found.releases == (fact in RELEASE_DATES)


def test_a_type_does_not_take_the_place_of_a_date_that_has_a_column_of_its_own() -> None:
    """A recalled man's CRD is gone by; his PRRD stands beside it."""
    headings = ("NOMS No", "CRD / ARD", "PRRD", "Sentence type")
    said = told(rows([headings, (NUMBER, "05/02/2026", "05/02/2027", "FTR 28")], "f.csv"))[NUMBER]
    assert said["post_recall_release_date"] == FEBRUARY
    assert said["untyped_release_date"] == date(2026, 2, 5)


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        *(
            (("MAPPA", text, {"mappa_category": "2", "mappa_level": 1}))
            for text in ("Cat 2 L1", "2/1", "C2L1")
        ),
        *((("MAPPA", text, {"mappa_level": 2})) for text in ("Level 2", "L2", "Lvl 2")),
        *((("MAPPA", text, {"mappa_category": "none"})) for text in ("No", "Not MAPPA", "nil")),
        *((("RoSH", text, {"rosh": "high"})) for text in ("RHRH", "H", "High", "hi")),
        *((("Tier", text, {})) for text in ("NOT_SUPERVISED", "MISSING", "N/A", "?")),
        *((("COM", text, {})) for text in ("TBC", "Not allocated", "-", "#N/A", "None", "Duty", "?")),
        ("ID Held", "CIT card", {"id_held": True, "id_kind": "CitizenCard"}),
        ("ID Held", "Applied", {"id_held": False}),
        ("Bank A/c", "applied", {"bank_account": False}),
        ("Bank A/c", "Barclays", {"bank_account": True}),
        ("NFA?", "Y", {"housing": "homeless"}),
        ("NFA?", "NFA", {"housing": "homeless"}),
        ("NFA?", "N", {}),
        ("DTR", "Sent 12/11", {}),
    ],
)
def test_a_cell_as_offices_write_it(heading: str, cell: str, said: dict[str, object]) -> None:
    assert one(heading, cell) == said


@pytest.mark.parametrize("cell", ["allocated 3/11", "#REF!"])
def test_what_is_no_name_is_never_one(cell: str) -> None:
    heading = "Surname" if cell.startswith("#") else "COM"
    file = rows([("NOMS No", heading), (NUMBER, cell)], "f.csv")
    assert told(file) == {NUMBER: {}}
    shown = cell if heading == "COM" else None
    assert [(unread.column, unread.value) for unread in file.unread] == [(heading, shown)]


@pytest.mark.parametrize(
    ("heading", "cell", "name"),
    [
        *(("Surname & initials", text, ("VAN DYKE", "L")) for text in ("VAN DYKE L", "VAN DYKE, L")),
        ("Surname + Initials", "O’NEILL A B", ("O’NEILL", "A B")),
        ("Prisoner Name", "Rivers S", ("Rivers", "S")),
        ("Prisoner Name", "RIVERS, Sam", ("RIVERS", "Sam")),
        ("Service user", "Sam Rivers", ("Rivers", "Sam")),
        ("Surname, Forename", "Rivers Sam", ("Rivers", "Sam")),
    ],
)
def test_a_name_is_taken_apart_as_its_heading_says(heading: str, cell: str, name: tuple[str, str]) -> None:
    said = one(heading, cell)
    assert (said["last_name"], said["first_name"]) == name


def test_an_offices_own_table_is_read_after_ours_and_wins() -> None:
    words = with_words(
        shipped_words(),
        ("headings.csv", "written,means,certain\nOut door,Release date,yes\n"),
        ("values.csv", "of,written,means,certain\ntier,Gold,tier=A1,yes\nrosh,Amber,rosh=medium,yes\n"),
    )
    assert words.values["tier"]["gold"].facts == {"tier": "A1"}
    assert words.values["rosh"]["amber"].facts == {"rosh": "medium"}
    assert words.headings[folded("CRD")] == shipped_words().headings[folded("CRD")]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (("headings.csv", "written,certain\nx,yes\n"), "headings.csv has no column means"),
        (
            ("values.csv", "of,written,means,certain\ntier,Gold,A1,yes\n"),
            "values.csv row 2: means is FACT=VALUE",
        ),
        (
            ("values.csv", "of,written,means,certain\ntier,G,tier=A1,maybe\n"),
            "values.csv row 2: certain is yes",
        ),
    ],
)
def test_a_table_that_cannot_be_read_says_where(table: tuple[str, str], wrong: str) -> None:
    with pytest.raises(ReleasecheckError, match=wrong):
        with_words(shipped_words(), table)


# --- a diary, and rows that are nobody ---


def test_a_day_in_a_row_of_its_own_is_that_of_the_people_below_it() -> None:
    file = rows(
        [
            ("NOMS", "Name"),
            ("Friday 4 December 2026", ""),
            (NUMBER, "RIVERS S"),
            ("W/C 07/12/2026", ""),
            ("A1188DE", "COLE M"),
            ("Mon 7 Dec 2026 - 1 release", ""),
            ("A2291BB", "HOLT A"),
            ("DATE TO BE CONFIRMED", ""),
            ("A7710FA", "MARSH P"),
        ],
        "diary.csv",
    )
    days = {number: said.get("untyped_release_date") for number, said in told(file).items()}
    assert days == {
        NUMBER: date(2026, 12, 4),
        "A1188DE": None,
        "A2291BB": date(2026, 12, 7),
        "A7710FA": None,
    }
    assert [row.words for row in file.no_people] == ["W/C 07/12/2026", "DATE TO BE CONFIRMED"]


def test_months_totals_and_notes_are_nobody_and_a_broken_number_is_refused() -> None:
    file = rows(
        [
            ("NOMS", "Name", "CRD"),
            ("DECEMBER 2026", "", ""),
            (NUMBER, "RIVERS S", "05/02/2027"),
            ("Total", "1", ""),
            ("NFA = no fixed abode. Amber = chase", "", ""),
            ("A12B4CD", "WRONG N", ""),
            ("", "COLE M", "05/03/2027"),
        ],
        "list.csv",
    )
    assert set(told(file)) == {NUMBER}
    assert [row.row for row in file.no_people] == [2, 4, 5]
    assert [error.row for error in file.errors] == [6, 7]


def test_a_column_that_is_written_month_first_gives_nobody_a_day() -> None:
    days = ("02/13/2027", "03/15/2027", "04/05/2027")
    cells = [(f"A123{n}BC", day) for n, day in enumerate(days)]
    file = rows([("NOMS", "CRD"), *cells], "us.csv")
    assert not any(RELEASE_DATES.intersection(said) for said in told(file).values())
    assert len(file.unread) == 3 and "month first" in file.unread[2].why
    one_slip = rows([("NOMS", "CRD"), *cells[1:]], "gb.csv")
    assert told(one_slip)["A1232BC"] == {"conditional_release_date": date(2027, 5, 4)}


def test_the_day_above_the_table_is_that_of_the_list() -> None:
    above = [("HMP LEEDS", ""), ("Printed 23/11/2026 by OMU", ""), ("NOMS", "CRD"), (NUMBER, "05/02/2027")]
    assert rows(above, "f.csv").dated == date(2026, 11, 23)
    assert rows([("NOMS", "CRD"), (NUMBER, "05/02/2027"), ("As at 24 Nov 2026", "")], "f.csv").dated == date(
        2026, 11, 24
    )
    assert rows([("W/C 23/11/2026", ""), ("NOMS", "CRD"), (NUMBER, "05/02/2027")], "f.csv").dated is None


# --- two days that cannot both be right ---


def test_a_revised_date_that_differs_leaves_no_day() -> None:
    headings = ("NOMS", "Release date", "Revised release date")
    file = rows([headings, (NUMBER, "05/02/2027", "12/02/2027"), ("A1188DE", "05/03/2027", "")], "f.csv")
    assert told(file)[NUMBER] == {
        "release_day_words": "Fri 5 Feb 2027, and Revised release date Fri 12 Feb 2027"
    }
    assert told(file)["A1188DE"] == {"untyped_release_date": date(2027, 3, 5)}


def test_a_type_whose_day_is_not_there_leaves_no_day() -> None:
    """Whoever leaves on HDC leaves before the conditional date."""
    file = rows(
        [("NOMS", "CRD", "Rel type"), (NUMBER, "05/02/2027", "HDC"), ("A1188DE", "05/03/2027", "SDS")],
        "f.csv",
    )
    assert told(file)[NUMBER] == {"release_day_words": "HDC, and no such day: only Fri 5 Feb 2027"}
    assert told(file)["A1188DE"] == {"conditional_release_date": date(2027, 3, 5)}
