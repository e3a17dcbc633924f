"""Changed files thrown at every reader for a minute: each is read, or refused in words.

For longer: `RELEASECHECK_FUZZ=60 pytest tests/faults/test_fuzz.py` takes sixty times as many, about an hour.
What breaks a reader is printed, and goes into `BROKE` under a name of its own, where it is tried every time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.fuzzed import READERS

TIMES = int(os.environ.get("RELEASECHECK_FUZZ", "1"))
#: How many of each are tried in a minute of two cores.
EACH = {
    "list": 400,
    "workbook": 400,
    "toml": 1_000,
    "catalogue": 60,
    "holidays": 300,
    "bundle": 600,
    "days": 1_500,
    "values": 250,
    "person": 1_000,
}

#: What once broke a reader, by what it was.
BROKE: dict[str, tuple[str, bytes]] = {
    "a number of 5,000 figures": ("toml", b"x = " + b"9" * 5_000),
    "lists nested a thousand deep": ("toml", b"x = " + b"[" * 1_000),
    "a name of ten thousand parts": ("toml", b"[" + b"a." * 10_000 + b"a]\nb = 1"),
    "closed days nested a hundred thousand deep": ("holidays", b'{"events": ' + b"[" * 100_000),
    "a declaration that is none": ("list", b"<!doctype html>" + b"<![" * 9),
    "a cell as wide as a number of 5,000 figures": (
        "list",
        b"<table><tr><td colspan=" + b"9" * 5_000 + b">NOMS No</td></tr></table>",
    ),
    "a bundle nested six hundred deep": ("bundle", b'{"facts": ' + b"[" * 600 + b"]" * 600 + b"}"),
}

_BITS = st.sampled_from(
    [
        *(b"", b"\0", b'"', b"'", b",", b"\n", b"\r", b"<", b">", b"&", b"]]>", b"-", b"{", b"}", b"[", b"]"),
        *(
            b"9" * 20,
            b"9" * 5_000,
            b"1e999",
            b"NaN",
            b"true",
            b"null",
            b"0001-01-01",
            b"9999-12-31",
            b"2027-02-30",
        ),
        *("\u202e".encode(), b"\xed\xa0\x80", b"\xff", b"\x1b[31m", "٣".encode(), "é".encode(), b"\\u0000"),
        *(
            b"[" * 200,
            b"{" * 200,
            b"<a>" * 200,
            b"a." * 200,
            b" " * 2_000,
            b"xmlns:",
            b"&#0;",
            b"<!--",
            b"<![CDATA[",
        ),
    ]
)
_PIECES = st.one_of(_BITS, st.binary(max_size=12), st.text(max_size=8).map(lambda text: text.encode()))
_EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 40), _PIECES), min_size=1, max_size=6)


def changed(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with pieces taken out and others put in their place."""
    for at, gone, piece in edits:
        place = at % (len(data) + 1)
        data = data[:place] + piece + data[place + gone :]
    return data


@pytest.mark.parametrize("name", READERS)
def test_a_changed_file_is_read_or_refused_in_words(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    reader = READERS[name]
    tried = 0

    @settings(
        max_examples=EACH[name] * TIMES,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(reader.begins()), _EDITS)
    def throw(begun: bytes, edits: list[tuple[int, int, bytes]]) -> None:
        nonlocal tried
        tried += 1
        reader.read(changed(begun, edits))

    throw()
    with capsys.disabled():
        print(f"\nfuzzed {name}: {tried} tried, 0 lost", end=" ")
    assert tried >= EACH[name] // 2


@pytest.mark.parametrize("name", BROKE)
def test_what_once_broke_a_reader_is_refused_in_words(name: str) -> None:
    reader, data = BROKE[name]
    READERS[reader].read(data)
