"""Files of an office's own that are no such files: TOML, tables of words, closed days."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.faults.hostile.case import Made
from tests.faults.hostile.lists import DEEP, LONG_NUMBER


def of_toml(key: str = "x", table: str = "") -> Iterator[tuple[str, Made, str]]:
    """TOML as nobody writes it, in a file where `key` may stand under the heading `table`."""
    yield "lists in lists", f"{table}{key} = " + "[" * DEEP, "nested"
    yield "closed lists in lists", f"{table}{key} = " + "[" * DEEP + "]" * DEEP, "nested"
    yield "tables in tables", f"{table}{key} = " + "{a=" * DEEP, "nested"
    yield "a name of a hundred thousand parts", f"{table}{'a.' * DEEP}a = 1", ""
    yield "a heading of ten thousand parts", f"[{'a.' * 10_000}a]\nb = 1", ""
    yield "a number of 5,000 figures", f"{table}{key} = {LONG_NUMBER}", "number"
    yield "a hexadecimal number of 50,000 figures", f"{table}{key} = 0x{'f' * 50_000}", ""
    yield "a number of 400 powers", f"{table}{key} = 1e400", ""
    yield "no number", f"{table}{key} = nan", ""
    yield "a day that is none", f"{table}{key} = 2027-02-30", ""
    yield "a time that is none", f"{table}{key} = 25:61:00", ""
    yield "a text that is not closed", f'{table}{key} = "' + "x" * 100_000, ""
    yield "a letter that there is none of", f'{table}{key} = "\\ud800"', ""
    yield "a key twice", f"{table}{key} = 1\n{key} = 2", ""
    yield "half of a letter", f'{table}{key} = "'.encode() + b"\xe2\x82", ""
    yield "noughts", b"\0" * 1_000, ""
    yield "UTF-16", f'{table}{key} = "a"'.encode("utf-16"), ""
    yield "what a terminal obeys", f'{table}{key} = "\x1b[31m"', ""
    yield "a key that turns round", f'{table}"\u202e{key}" = "a"', ""
    yield "a text of two million letters", f'{table}{key} = "' + "x" * 2_000_000 + '"', ""
    yield (
        "a hundred thousand keys",
        table + "".join(f"k{n} = 1\n" for n in range(100_000)),
        "",
    )
    yield "twenty thousand lines", table + "".join(f"k{n} = 1\n" for n in range(20_000)), "10,000 lines"
    yield "eight thousand names that nobody knows", table + "".join(f"k{n} = 1\n" for n in range(8_000)), ""


def of_holidays() -> Iterator[tuple[str, Made, str]]:
    """Lists of closed days that GOV.UK did not publish."""
    day = {"title": "New Year’s Day", "date": "2028-01-03", "notes": "", "bunting": True}

    def events(*given: object) -> str:
        return json.dumps({"division": "england-and-wales", "events": list(given)})

    no = "not GOV.UK's list"
    yield "lists in lists", '{"events": ' + "[" * DEEP, "nested"
    yield "maps in maps", '{"england-and-wales": ' * 9_000, "nested"
    yield "no JSON", "hello", no
    yield "half of a letter", b'{"events": "\xe2\x82', "not text"
    yield "a list", "[]", no
    yield "a number of 5,000 figures", '{"events": ' + LONG_NUMBER + "}", no
    yield "no events", events(), no
    yield "an event that is a number", events(7), no
    yield "a day of 5,000 figures", events({**day, "date": LONG_NUMBER}), no
    yield "a day in the year 1", events({**day, "date": "0001-01-01"}), no
    yield "a day in the year 9999", events({**day, "date": "9999-12-31"}), no
    yield "a day as a week", events({**day, "date": "2028-W01-1"}), no
    yield "a day that is a number", events({**day, "date": 20_280_103}), no
    yield "a title of a million letters", events({**day, "title": "x" * 1_000_000}), no
    yield "a title that turns round", events({**day, "title": "\u202eyaD"}), no
    yield "a title that a terminal obeys", events({**day, "title": "\x1b[31mDay"}), no
    yield "a title of half a letter", '{"events": [{"title": "\\ud800", "date": "2028-01-03"}]}', no
    yield "another country", json.dumps({"division": "scotland", "events": [day]}), no
    yield "a country that is a list", json.dumps({"division": [["x"]], "events": [day]}), no
    yield "NaN for events", '{"events": NaN}', no
    yield (
        "a million events",
        '{"events": [' + ",".join(['{"title":"a","date":"2028-01-03"}'] * 200_000) + "]}",
        "",
    )


def of_tables(headings: str) -> Iterator[tuple[str, Made, str]]:
    """A table of an office's own, under the headings that belong there."""
    columns = headings.count(",")
    yield "nothing", b"", ""
    yield "noughts", bytes(1_000), ""
    yield "half of a letter", b"\xe2\x82", ""
    yield "other headings", "a,b\n1,2\n", ""
    yield "a mark that is not closed", f'{headings}\n"{"x" * 200_000}', ""
    yield "a cell of two hundred thousand letters", f"{headings}\n{'x' * 200_000}{',' * columns}\n", ""
    yield "a row of ten thousand cells", f"{headings}\n{',' * 10_000}\n", ""
    yield "a nought in a cell", f"{headings}\na\0b{',' * columns}\n", ""
    yield "what turns round", f"{headings}\n\u202ea{',b' * columns}\n", ""
    yield "twenty million letters", f"{headings}\n" + "\n" * 20_000_000, "larger than 16 MB"
