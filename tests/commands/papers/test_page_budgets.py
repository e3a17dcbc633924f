"""How many sheets each paper takes, for four made-up people, from every printer: pdf, Word and a browser.

A paper that grows is read by nobody: an ordinary case has its one page, and a very long one keeps what
matters most on the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.made_up.leavers import half_way, leaving, ready_for_the_gate, ready_to_leave, unknown
from tests.made_up.printed import pages_as_pdf, sheets, words_as_pdf
from tests.made_up.program import AS_OF, Run, make_person, run

WAY_IN = " ".join(["Go round the back of the house by the lane and ring the lower bell twice."] * 20)
"""300 words."""
LONG_NAME = "FEATHERSTONEHAUGH-CHOLMONDELEY-MARJORIBANKS, Maximilian Bartholomew"


def very_long() -> str:
    number = ready_to_leave(way_in=WAY_IN)
    names = LONG_NAME.split(", ")
    assert run("set", number, f"last_name={names[0]}", f"first_name={names[1]}").code == 0
    for n in range(1, 25):
        assert (
            run("note", number, f"Asked again about the flat in Leeds and what it costs, call {n}").code == 0
        )
    return number


def in_wales() -> str:
    number = ready_to_leave()
    assert run("set", number, "home_area=wales", "welsh_wish=yes", "prison=CFI").code == 0
    return number


def hardly_known() -> str:
    return make_person("A0001AA", "LANE, Kit", "2027-02-05", com="J. Okafor")


#: Each paper of each person, what is typed for it, on which day, and the most sheets that it may take.
BUDGETS: Mapping[str, tuple[Callable[[], str], str, int]] = {
    "sheet, ordinary": (ready_to_leave, "sheet NUMBER", 1),
    "sheet, hardly known": (hardly_known, "sheet NUMBER", 1),
    "sheet, very long": (very_long, "sheet NUMBER", 2),
    "sheet, Wales": (in_wales, "sheet NUMBER", 2),
    "sheet, Welsh and English": (in_wales, "sheet NUMBER --both", 3),
    "sheet, large": (ready_to_leave, "sheet NUMBER --large", 2),
    "sheet, large and very long": (very_long, "sheet NUMBER --large", 3),
    "gate, ordinary": (lambda: ready_for_the_gate(leaving()), "gate NUMBER", 1),
    "gate, hardly known": (hardly_known, "gate NUMBER", 1),
    "gate, very long": (very_long, "gate NUMBER", 1),
    "handover, ordinary": (half_way, "handover NUMBER --to COM", 2),
    "handover, hardly known": (unknown, "handover NUMBER --to COM", 1),
    "handover, very long": (very_long, "handover NUMBER --to COM", 2),
    "prefill, ordinary": (half_way, "prefill NUMBER dtr --to HPT", 1),
    "prefill, the longest form": (half_way, "prefill NUMBER cas3 --to HPT", 3),
    "prefill, hardly known": (unknown, "prefill NUMBER cas3 --to HPT", 3),
}
#: What takes more where another program breaks the lines: 300 words in large type, a name of three lines.
MORE = {
    ("sheet, large and very long", "docx"): 4,
    ("sheet, large and very long", "html"): 4,
    ("handover, very long", "html"): 3,
    ("handover, very long", "docx"): 3,
}


@pytest.fixture
def papers(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], dict[str, Path]]:
    """Makes every paper of the table in one form, each from a record of its own."""

    def make(ending: str) -> dict[str, Path]:
        found = {}
        for name, (person, words, _) in BUDGETS.items():
            file = tmp_path / f"{name.replace(', ', '-').replace(' ', '-')}.{ending}"
            record = tmp_path / f"{file.stem}-{ending}.db"
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("RELEASECHECK_RECORD", str(record))
                assert run("record", "init").code == 0
                number = person()
                typed = words.replace("NUMBER", number).split()
                done = run(*typed, "-o", file, as_of=AS_OF)
            assert done.code == 0, f"{name}: {done.err}"
            found[name] = file
        return found

    return make


def over(found: Mapping[str, Path], form: str) -> dict[str, tuple[int, int]]:
    """The papers that take more sheets than they may: how many, and the most."""
    most = {name: MORE.get((name, form), BUDGETS[name][2]) for name in found}
    counted = {name: len(sheets(pdf)) for name, pdf in found.items()}
    return {name: (n, most[name]) for name, n in counted.items() if n > most[name]}


def test_as_pdf_no_paper_is_longer_than_its_budget(papers: Callable[[str], dict[str, Path]]) -> None:
    assert over(papers("pdf"), "pdf") == {}


def test_from_word_no_paper_is_longer_than_its_budget(
    papers: Callable[[str], dict[str, Path]], tmp_path: Path
) -> None:
    made = papers("docx")
    assert over(dict(zip(made, words_as_pdf(made.values(), tmp_path), strict=True)), "docx") == {}


def test_from_a_browser_no_paper_is_longer_than_its_budget(
    papers: Callable[[str], dict[str, Path]], tmp_path: Path
) -> None:
    made = papers("html")
    assert over(dict(zip(made, pages_as_pdf(made.values(), tmp_path), strict=True)), "html") == {}


@pytest.mark.parametrize("large", [False, True])
def test_a_very_long_sheet_keeps_the_day_and_the_numbers_on_its_first_page(
    run: Run, record: Path, tmp_path: Path, large: bool
) -> None:
    file = tmp_path / "sheet.pdf"
    assert run("sheet", very_long(), *(["--large"] if large else []), "-o", file).code == 0
    first, *others = sheets(file)
    for words in ("Friday 5 February 2027", "You must go to the probation meeting", "0113 496 0000", "999"):
        assert words in first, words
    assert others, "it takes more than one"


def test_a_day_of_eight_people_of_whom_nothing_is_ready_is_one_sheet(
    run: Run, record: Path, tmp_path: Path
) -> None:
    for n in range(1, 9):
        make_person(
            f"A100{n}AA", f"PERSON-LONGNAME{n}, Firstname", "2027-02-05", prison="LEI", cell=f"B-2-01{n}"
        )
    file = tmp_path / "day.pdf"
    assert run("gate", "--on", "2027-02-05", "-o", file, as_of="2027-02-04").code == 0
    assert len(sheets(file)) == 1
