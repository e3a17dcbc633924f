"""What `record erase` says of files that still hold somebody, wherever they were written, of any kind."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Result, Run
from tests.made_up.records import rows

ODO, ANN = "A5561CD", "A1234BC"
NUMBER, NAME = "has their number in it", "has their name in it"
SURNAME = "has their surname in it: may be somebody else of that name"


@pytest.fixture
def office(
    _empty_record: Path, tmp_path: Path, make_person: MakePerson, run: Run, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A record in a folder of its own, so that there is an elsewhere, with two people."""
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.setenv("RELEASECHECK_RECORD", str(folder / "record.db"))
    assert run("record", "init").code == 0
    make_person(ANN, "COLE, Ann", prison="LEI")
    make_person(ODO, "ZWETSCHGENMEIER, Odilius", prison="LEI", tier="B2")
    return folder


def erase(run: Run, *more: str | Path) -> Result:
    done = run("record", "erase", ODO, "--rule", "request", "--confirm", ODO, *more)
    assert done.code == 0, done.err
    return done


def packed(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_csv", ".csv"), text)


RUNS = (
    '<w:document xmlns:w="x"><w:p><w:r><w:t>ZWETSCHGEN</w:t></w:r><w:r><w:t>MEIER, Odilius</w:t></w:r></w:p>'
    "</w:document>"
)
CELLS = "<sst><si><t>Zwetschgenmeier</t></si><si><t>Odilius</t></si></sst>"

#: What lies in a folder inside the record's, and what is said of it.
FILES: dict[str, tuple[object, str | None]] = {
    "number.csv": (f"Prison Number,Tier\n{ODO},B2\n", NUMBER),
    "small-letters.txt": (ODO.lower(), NUMBER),
    f"{ODO}.pdf": (b"%PDF-1.7 nothing to see", NUMBER),
    "name.txt": ("to Odilius Zwetschgenmeier, of this parish", NAME),
    "one-name.txt": ("Dear Mr Zwetschgenmeier", NAME),
    "digest.eml": ("Subject: two people\n\nzwetschgenmeier: housing referral", NAME),
    "wide.csv": ("ZWETSCHGENMEIER;Odilius".encode("utf-16"), NAME),
    "wide-without-mark.csv": ("ZWETSCHGENMEIER;Odilius".encode("utf-16-le"), NAME),
    "odd.bin": (b"\1\2\0\3" + ODO.encode() + b"\0\4", NUMBER),
    "page.html": ("<td>Zwetschgenmeier</td><td>Odilius</td>", NAME),
    "runs.docx": ({"word__document_xml": RUNS}, NAME),
    "cells.xlsx": ({"xl__workbook_xml": "<a/>", "xl__sharedStrings_xml": CELLS}, NAME),
    "lists.zip": ({"people_csv": f"x,{ODO}"}, NUMBER),
    "other-number.csv": ("A5561CDX, A5561C", None),
    "longer.txt": ("Zwetschgenmeiersdorf", None),
    "another.csv": ("COLE, Ann", None),
}


def test_every_kind_of_file_in_the_folders_of_the_record_is_read(run: Run, office: Path) -> None:
    folder = office / "sar" / "2026"
    folder.mkdir(parents=True)
    for name, (kept, _) in FILES.items():
        if isinstance(kept, dict):
            packed(folder / name, **kept)
        else:
            (folder / name).write_bytes(kept if isinstance(kept, bytes) else str(kept).encode())
    done = erase(run)
    for name, (_, said) in FILES.items():
        line = f"  {folder / name}  {said}\n"
        assert (line in done.out) == (said is not None), name
        assert (str(folder / name) in done.out) == (said is not None), name
    assert sorted(one.name for one in folder.iterdir()) == sorted(FILES), "nothing is taken away"
    assert "Zwetsch" not in done.out


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("ÅBÆRG, Óscar", "utf-8"),
        ("Åbærg Óscar", "cp1252"),
        (json.dumps("Åbærg, Óscar"), "ascii"),
        ("abaerg oscar", "ascii"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(
    run: Run, office: Path, make_person: MakePerson, written: str, encoding: str
) -> None:
    make_person("A7770ZZ", "ÅBÆRG, Óscar")
    (office / "list.txt").write_bytes(written.encode(encoding))
    done = run("record", "erase", "A7770ZZ", "--rule", "request", "--confirm", "A7770ZZ")
    assert f"{office / 'list.txt'}  {NAME}" in done.out


def test_of_a_surname_that_others_have_it_says_so(run: Run, office: Path, make_person: MakePerson) -> None:
    make_person("A7770ZZ", "ZWETSCHGENMEIER, Una")
    (office / "list.txt").write_text("ZWETSCHGENMEIER: housing")
    (office / "whole.txt").write_text("ZWETSCHGENMEIER, Odilius: housing")
    (office / "hers.txt").write_text("Una Zwetschgenmeier")
    done = erase(run)
    assert f"{office / 'list.txt'}  {SURNAME}" in done.out
    assert f"{office / 'hers.txt'}  {SURNAME}" in done.out
    assert f"{office / 'whole.txt'}  {NAME}" in done.out


def test_files_that_were_written_elsewhere_are_found_there(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a line of the log says to whom, and not where; and where the path was not whole."""
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(tmp_path)
    for words in (
        ("handover", ODO, "--to", "Leeds", "-o", away / "one" / "odo.docx"),
        ("export", "people", "--to", "the council", "-o", away / "two" / "people.xlsx"),
        ("show", ODO, "-o", Path("away", "three", "show.html")),
        ("handover", ODO, "--to", "Leeds", "--bundle", away / "four" / "bundle.json"),
        ("record", "access-report", ODO, "--to", "them", "-o", away / "five"),
        ("record", "backup", away / "six" / "copy.db"),
        ("sheet", ODO, "-o", away / "seven" / "sheet.html"),
    ):
        folder = Path(words[-1]) if "access-report" in words else Path(words[-1]).parent
        folder.mkdir(exist_ok=True)
        done = run(*words)
        assert done.code == 0, done.err
    monkeypatch.chdir(office)
    done = erase(run)
    for name in (
        "one/odo.docx",
        "two/people.xlsx",
        "three/show.html",
        "four/bundle.json",
    ):
        assert f"  {away / name}  {NUMBER}\n" in done.out, name
    assert f"  {away / 'seven' / 'sheet.html'}  {NAME}\n" in done.out
    for name in (f"access-report-{ODO}.html", f"review-sheet-{ODO}.html"):
        assert f"  {away / 'five' / name}  {NUMBER}\n" in done.out
    assert f"  {away / 'six' / 'copy.db'}  holds them until it is removed" in done.out
    assert len([one for one in away.rglob("*") if one.is_file()]) == 8


def test_a_folder_that_is_called_after_them_is_searched_and_not_remembered(
    run: Run, office: Path, tmp_path: Path
) -> None:
    away = tmp_path / "Zwetschgenmeier"
    away.mkdir()
    assert run("handover", ODO, "--to", "Leeds", "-o", away / "page.html").code == 0
    done = erase(run)
    assert f"{away / 'page.html'}  {NUMBER}" in done.out
    assert "Zwetsch" not in json.dumps(rows(office / "record.db", "SELECT key, value FROM meta"))


def test_what_nobody_looked_into_is_said(run: Run, office: Path) -> None:
    (office / "scan.pdf").write_bytes(b"%PDF-1.7")
    (office / "old.csv.gz").write_bytes(b"\x1f\x8b\x08")
    with zipfile.ZipFile(office / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b" " * 200_000_000)
    (office / "cut.docx").write_bytes(b"PK\3\4cut short")
    deep = office.joinpath(*"abcdef")
    deep.mkdir(parents=True)
    (deep / "list.csv").write_text(ODO)
    done = erase(run)
    assert (
        "Not looked into: PDFs, pictures and packed files (2), folders more than 3 deep (1) and packed files "
        "with a password or beyond all bounds (1).\n"
    ) in done.out
    assert f"{office / 'cut.docx'}  cannot be looked into" in done.out


def test_typed_again_it_searches_by_number(run: Run, office: Path) -> None:
    erase(run)
    (office / "late.csv").write_text(f"x,{ODO}")
    done = run("record", "erase", ODO)
    assert done.code == 0, done.err
    assert f"{office / 'late.csv'}  {NUMBER}" in done.out


def test_a_link_is_not_followed_and_the_record_is_not_named(run: Run, office: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs.csv").write_text(ODO)
    (office / "link.csv").symlink_to(tmp_path / "theirs.csv")
    (office / "loop").symlink_to(office)
    done = erase(run)
    assert "Still to be seen to" not in done.out
