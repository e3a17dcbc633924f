"""Texts that are no lists: letters, separators, numbers and brackets as nobody writes them."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from tests.faults.hostile.case import Made

DEEP = 100_000
LONG_NUMBER = "9" * 5_000


def of_text() -> Iterator[tuple[str, Made, str]]:
    """CSV, TSV, and what is neither."""
    head = "NOMS No,Surname,CRD\n"
    yield "nothing", b"", "is empty"
    yield "noughts", bytes(1_000), "is empty"
    yield "line ends", "\n" * 100_000, ""
    yield "headings alone", head, ""
    yield "a nought among letters", head + "A5561CD,NIGHT\0LARK,14/02/2027\n", ""
    yield "bytes of every kind", bytes(range(256)) * 20, ""
    yield "half of a letter", head.encode() + b"A5561CD,\xe2\x82,14/02/2027\n", ""
    yield "a mark that is not closed", head + 'A5561CD,"NIGHTLARK,14/02/2027\n' * 50, ""
    yield "marks alone", '"' * 99_999, ""
    yield "a cell of two million letters", head + f"A5561CD,{'x' * 2_000_000},14/02/2027\n", ""
    yield "one line of ten million letters", "x" * 10_000_000, ""
    yield "ten thousand columns", ",".join(f"c{n}" for n in range(10_000)), "columns"
    yield "a row of a hundred thousand cells", head + "A5561CD" + "," * 100_000, "columns"
    yield "1,048,577 rows", head + "x\n" * 1_048_577, "1,048,576 rows"
    yield "a hundred thousand rows of separators", head + ",,,\n" * 100_000, ""
    yield "a UTF-16 file cut within a letter", ("\ufeff" + head).encode("utf-16-le")[:-1], ""
    yield "a UTF-32 mark, and no UTF-32", b"\xff\xfe\0\0abc", ""
    yield "a UTF-7 name", head + "A5561CD,+AG4-,14/02/2027\n", ""
    yield "letters that turn round", head + "A5561CD,\u202eKRALTHGIN,14/02/2027\n", ""
    yield "what a terminal obeys", head + "A5561CD,\x1b[31mRED\x1b]0;x\x07,14/02/2027\n", ""
    yield "a heading of a hundred thousand letters", f"NOMS No,{'H' * 100_000}\nA5561CD,x\n", ""
    yield "a heading that turns round", "NOMS No,\u202eemanruS\nA5561CD,x\n", ""
    yield "five hundred headings of one name", ",".join(["NOMS No"] * 500) + "\n", ""
    for number, word in (("A" + LONG_NUMBER, "a long number"), ("٤٣٢١", "figures of another alphabet")):
        yield f"a prison number of {word}", head + f"{number},NIGHTLARK,14/02/2027\n", ""
    for day in (
        *("99999999999", LONG_NUMBER, "1e400", "32/13/2027", "0000-00-00", "9999-12-31", "١٤/٠٢/٢٠٢٧"),
        *(
            "-1",
            "nan",
            "14/02/99999",
            "0x7f",
            "1" * 100_000,
            "14/02/2027" * 1_000,
            "may " * 1_000,
            "1/" * 9_999,
        ),
        *("sat " * 2_000, "1 jan" + " " * 5_000 + "x", "29 Feb 2027", "30/2/27 (mon" + "(" * 3_000),
    ):
        yield f"a day written {day[:14]!r}", head + f"A5561CD,NIGHTLARK,{day}\n", ""


def of_json() -> Iterator[tuple[str, Made, str]]:
    """JSON and JSON Lines as no program writes them."""
    person = {"prisonerNumber": "A5561CD", "lastName": "NIGHTLARK"}
    whole = "is not whole JSON"
    yield "lists in lists", "[{" + '"a":' + "[" * DEEP, whole
    yield "maps in maps", '{"a":' * DEEP, whole
    yield "closed ones too", '[{"a":' + "[" * DEEP + "]" * DEEP + "}]", whole
    yield "a number of 5,000 figures", '[{"prisonerNumber": ' + LONG_NUMBER + "}]", ""
    yield "a number of 5,000 figures in a line", ('{"a": ' + LONG_NUMBER + "}\n") * 2, ""
    yield "NaN", '[{"prisonerNumber": NaN, "lastName": Infinity}]', ""
    yield "half of a letter", '[{"prisonerNumber": "A5561CD", "lastName": "\\ud800"}]', ""
    yield "a nought in a value", '[{"prisonerNumber": "A5561CD", "lastName": "a\\u0000b"}]', ""
    yield "a nought in a key", '[{"prisonerNumber": "A5561CD", "last\\u0000Name": "ab"}]', ""
    yield "two thousand keys", json.dumps([{f"k{n}": 1 for n in range(2_000)}]), "columns"
    yield "a key of a million letters", json.dumps([{"k" * 1_000_000: 1, **person}]), ""
    yield "lines that are no objects", "[1]\n[2]\n{}\n", ""
    yield "an object, then none", '{"prisonerNumber": "A5561CD"}\n{]}\n', whole
    yield "a list of lists", "[[1, 2], [3]]", ""
    yield "an empty list", "[]", ""
    yield "an empty object", "{}", ""
    yield (
        "a page that is said to be the last of none",
        json.dumps({"content": [person], "totalPages": -1}),
        "",
    )
    yield "a page of true pages", json.dumps({"content": [person], "totalPages": True}), ""
    yield "a page of more pages than figures", '{"content": [], "totalPages": ' + LONG_NUMBER + "}", ""
    yield "a value in a value", json.dumps([{**person, "alerts": [[[{"a": [1]}]]]}]), ""
    deep_cell = '[{"prisonerNumber": "A5561CD", "lastName": ' + "[" * 900 + "]" * 900 + "}]"
    yield "a cell of nine hundred lists", deep_cell, ""


def of_pages() -> Iterator[tuple[str, Made, str]]:
    """Web pages under the name of a workbook."""
    yield "tables in tables", "<table><tr><td>" * 50_000, ""
    yield "a cell of any width", "<table><tr><td colspan=99999999999>NOMS No</td></tr></table>", ""
    yield (
        "cells of any height",
        "<table>" + "<tr><td rowspan=65534 colspan=999>x</td></tr>" * 9_000,
        "too large",
    )
    yield "a width of 5,000 figures", f"<table><tr><td colspan={LONG_NUMBER}>NOMS No</td></tr></table>", ""
    yield "comments nobody closes", "<table>" + "<!--" * 200_000, ""
    yield "tags nobody closes", "<table" + " a" * 200_000, ""
    yield "letters by number", "<table><tr><td>&#99999999999999;&#0;&#xd800;</td></tr></table>", ""
    yield "a script", "<table><tr><td>NOMS No</td></tr></table><script>alert(1)</script>", ""
    yield "no table", "<html><body>hello</body></html>", "without a table"
    yield "a declaration of brackets", "<!doctype html>" + "<![" * 100_000, ""
    yield "a page of a hundred thousand tables", "<table><tr><td>x" * 1 + "</table><table>" * 100_000, ""


def of_kinds() -> Iterator[tuple[str, Made, str]]:
    """Files of another kind altogether."""
    yield from (
        ("a PDF", b"%PDF-1.7", "is a PDF"),
        ("a document", b"{\\rtf1", "RTF"),
        ("a database", b"SQLite format 3\0" + bytes(100), "SQLite"),
        ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        ("gzip", b"\x1f\x8b\x08" + bytes(100), "gzip"),
        ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), "7z"),
        ("XML", b"<?xml version='1.0'?><a/>", "XML"),
        ("XML nested deep", b"<a>" * DEEP, "XML"),
        ("a mail", b"MIME-Version: 1.0\r\n", "mail"),
        ("a program", b"\x7fELF" + bytes(range(256)) * 9, ""),
    )


def of_places() -> Iterator[tuple[str, Made, str]]:
    """Places that hold no file: nothing there may make a command wait for ever."""

    def pipe(path: Path) -> None:
        os.mkfifo(path)

    def around(path: Path) -> None:
        path.symlink_to(path.name)

    def listening(path: Path) -> None:
        short = os.path.relpath(path)
        with socket.socket(socket.AF_UNIX) as one:
            try:
                one.bind(short if len(short) < 100 else str(path))
            except OSError:
                path.symlink_to("/dev/full")

    yield "a device without an end", lambda path: path.symlink_to("/dev/zero"), "is a device"
    yield "a device of any bytes", lambda path: path.symlink_to("/dev/urandom"), "is a device"
    yield "a pipe that nobody writes into", pipe, "nobody writes"
    yield "a folder", lambda path: path.mkdir(), ""
    yield "a link to itself", around, ""
    yield "a link to nothing", lambda path: path.symlink_to("/nosuch/file"), ""
    yield "a door of another program", listening, ""
    yield "a file of 4 GB that holds nothing", _vast, "MB"


def _vast(path: Path) -> None:
    path.touch()
    os.truncate(path, 4 * 2**30)
