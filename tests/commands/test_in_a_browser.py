"""Pages in a real browser: nothing leaves them, rows can be found and ordered, keys alone will do, and paper.

Skipped on a desk without Chromium; in CI its absence is a failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pypdf import PdfReader

from tests.made_up.printed import QUIET, chromium
from tests.made_up.program import AS_OF, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

PHONE: ViewportSize = {"width": 375, "height": 812}
SMALL: ViewportSize = {"width": 320, "height": 640}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
#: The headings of tables that are wider than what they stand in.
RUNNING_OUT = """[...document.querySelectorAll('.scroll')]
  .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.innerText.slice(0, 40))"""
#: Cells of tables, and lines of what is missing, of which some lies to the left or right of the window.
OUTSIDE = """[...document.querySelectorAll('main th, main td, main .block li, main .block h3')]
  .filter(cell => getComputedStyle(cell.closest('thead') || cell).clipPath === 'none')
  .filter(cell => cell.getBoundingClientRect().left < -1
    || cell.getBoundingClientRect().right > innerWidth + 1)
  .map(cell => cell.innerText.slice(0, 40))"""
#: Whatever is painted behind words or in their place: a browser leaves it out when it prints.
PAINTED = """[...document.querySelectorAll('main *')].map(each => [each, getComputedStyle(each)])
  .filter(([each, style]) => style.backgroundImage !== 'none'
    || !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(style.backgroundColor))
  .map(([each]) => each.outerHTML.slice(0, 60))"""
LISTS = ("show", "list", "missing", "forecast", "outcomes", "caseload")
"""The pages of one person and of lists, which this program lays out for a screen first."""
PAGES = ("index", "owners/com-j-okafor", "prisons/lei")
COMMANDS = {
    "show": "show A1234BC",
    "list": "list",
    "missing": "missing",
    "today": "today",
    "forecast": "forecast",
    "outcomes": "outcomes",
    "caseload": "caseload",
    "sheet": "sheet A2291BB",
    "sheet in large type and Welsh": "sheet A2291BB --welsh --large",
    "gate": "gate A2291BB",
    "gate of a day": "gate",
    "prefill": "prefill A1234BC cas3 --to HPT",
    "handover": "handover A1234BC --to COM",
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def pages(run: Run, demo: Path, tmp_path: Path) -> dict[str, Path]:
    """Every kind of page, made from the demonstration."""
    out = tmp_path / "out"
    assert run("nightly", "--out", out, as_of="2026-11-22").code == 0
    assert run("nightly", "--out", out).code == 0
    found = {}
    for name, words in COMMANDS.items():
        found[name] = tmp_path / f"{name}.html"
        done = run(*words.split(), "--format", "html", "-o", found[name])
        assert done.code == 0, done.err
    return found | {name: out / AS_OF / f"{name}.html" for name in PAGES}


class Heard(NamedTuple):
    """What a page asked for while it loaded, and what it complained of."""

    asked: list[str]
    complaints: list[str]


def opened(
    browser: Browser, path: Path, size: ViewportSize, heard: Heard | None = None, **settings: Any
) -> Page:
    """The page, loaded; what it asked for and complained of is noted for whoever wants to know."""
    noted = heard or Heard([], [])
    page = browser.new_context(viewport=size, **settings).new_page()
    page.on("request", lambda request: noted.asked.append(request.url))
    page.on("console", lambda message: noted.complaints.append(message.text))
    page.on("pageerror", lambda error: noted.complaints.append(str(error)))
    page.goto(path.as_uri())
    return page


def rows(page: Page) -> list[str]:
    """The rows that can be seen: of tables, and of what is missing for each person."""
    return [
        row.inner_text() for row in page.locator("main .scroll tbody tr:visible, .block li:visible").all()
    ]


def blocks(page: Page) -> list[str]:
    """The people who can be seen, each with their rows."""
    return [block.inner_text() for block in page.locator(".block:visible").all()]


def test_pages_load_alone_and_axe_finds_nothing_light_or_dark(
    browser: Browser, pages: dict[str, Path]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for name, path in pages.items():
        sizes = [(LAPTOP, "light"), (LAPTOP, "dark"), (PHONE, "light")]
        sizes += [(SMALL, "light"), (LAPTOP, "print")] if name in LISTS else []
        for size, scheme in sizes:
            heard = Heard([], [])
            page = opened(browser, path, size, heard, color_scheme="dark" if scheme == "dark" else "light")
            if scheme == "print":
                page.emulate_media(media="print")
            assert heard == ([path.as_uri()], []), name
            found = axe.run(page)
            assert found.violations_count == 0, f"{name} {size} {scheme}: {found.generate_report()}"
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{name} is {width} wide"
            assert page.evaluate(RUNNING_OUT) == [], f"{name} at {size['width']}"
            page.context.close()


def test_rows_are_found_by_their_words(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["missing"], LAPTOP)
    everything, found_by = rows(page), page.get_by_label("Find a person or a task")
    found_by.fill("RIVERS overdue-not-there")
    assert rows(page) == blocks(page) == []
    assert page.get_by_role("status").inner_text().endswith(f": 0 of {len(everything)}")
    found_by.fill("rivers late")
    found = rows(page)
    assert found and all("late" in row for row in found)
    assert all("RIVERS" in block for block in blocks(page))
    assert page.get_by_role("status").inner_text() == (
        f"Only rows with “rivers late”: {len(found)} of {len(everything)}"
    )
    found_by.press("Escape")
    assert rows(page) == everything
    found_by.fill("goncalves")
    assert blocks(page) and all("GONÇALVES" in block for block in blocks(page))
    page.context.close()


def test_rows_are_ordered_by_a_column_within_their_week_or_month(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["list"], LAPTOP)

    def columns(number: int) -> list[list[str]]:
        """What stands in a column, week by week and month by month."""
        bodies = page.locator(".people tbody").all()
        return [
            [row.locator("th, td").nth(number).inner_text() for row in body.locator("tr:not(.heading)").all()]
            for body in bodies
        ]

    first = columns(1)
    assert len(first) > 5
    page.get_by_role("button", name="Who").press("Enter")
    assert columns(1) == [sorted(group) for group in first]
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("Who")
    page.get_by_role("button", name="Who").press("Enter")
    assert columns(1) == [sorted(group, reverse=True) for group in first]
    page.get_by_role("button", name="Out in").click()
    days = [int(re.sub(r"\D", "", text)) for group in columns(0) for text in group if text[:1].isdigit()]
    assert days == sorted(days) and len(days) > 20
    page.context.close()


def test_days_are_ordered_as_days(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["forecast"], LAPTOP)
    weeks = rows(page)[:12]
    for order in (weeks, weeks[::-1]):
        page.get_by_role("button", name="Week from").press("Enter")
        assert rows(page)[:12] == order
    page.context.close()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_keyboard_alone_reaches_everything(
    browser: Browser, pages: dict[str, Path], size: ViewportSize
) -> None:
    for name in ("index", "missing"):
        page = opened(browser, pages[name], size)
        things = page.locator("a, button, input, [tabindex='0']").count()
        reached = set()
        for _ in range(things):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate(
                    "[...document.querySelectorAll('a, button, input, [tabindex]')]"
                    ".indexOf(document.activeElement)"
                )
            )
        assert reached == set(range(things)), name
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.context.close()


def test_a_page_says_everything_without_its_script(browser: Browser, pages: dict[str, Path]) -> None:
    for name in ("missing", "index"):
        without = opened(browser, pages[name], LAPTOP, java_script_enabled=False)
        with_it = opened(browser, pages[name], LAPTOP)
        assert [re.split(r"\s+", row) for row in rows(without)] == [
            re.split(r"\s+", row) for row in rows(with_it)
        ]
        assert without.locator("input, button").count() == 0
        without.context.close()
        with_it.context.close()


def test_every_printed_page_is_marked_and_numbered(browser: Browser, pages: dict[str, Path]) -> None:
    for name in ("missing", "index", "show"):
        page = opened(browser, pages[name], LAPTOP)
        target = pages[name].with_suffix(".pdf")
        page.pdf(path=target, prefer_css_page_size=True)
        sheets = [sheet.extract_text() for sheet in PdfReader(target).pages]
        assert len(sheets) > 1, name
        for number, text in enumerate(sheets, start=1):
            assert text.count("OFFICIAL-SENSITIVE") == 2, f"{name} page {number}"
            assert f"page {number} of {len(sheets)}" in text
        page.context.close()


def test_a_nights_pages_keep_to_their_sheets(browser: Browser, pages: dict[str, Path]) -> None:
    """The first page on two, an owner's on one, whoever has only paper."""
    for name, most in (("index", 2), ("owners/com-j-okafor", 1)):
        page = opened(browser, pages[name], LAPTOP)
        target = pages[name].with_suffix(".pdf")
        page.pdf(path=target, prefer_css_page_size=True)
        assert len(PdfReader(target).pages) <= most, name
        page.context.close()


def test_what_is_folded_up_is_found_by_its_words(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["owners/com-j-okafor"], LAPTOP)
    assert not page.get_by_text("RIVERS, Sam").last.is_visible()
    page.get_by_label("Find a person or a task").fill("rivers")
    assert page.get_by_text("RIVERS, Sam").last.is_visible()
    page.context.close()


def test_a_print_of_some_rows_says_so(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["missing"], LAPTOP)
    page.get_by_label("Find a person or a task").fill("rivers")
    page.emulate_media(media="print")
    assert page.get_by_text(re.compile("Only rows with “rivers”: ")).is_visible()
    assert not page.get_by_label("Find a person or a task").is_visible()
    page.context.close()


def printed(browser: Browser, path: Path, *, backgrounds: bool = False) -> PdfReader:
    """The page on paper, as a browser prints it unless told to print backgrounds."""
    page, target = opened(browser, path, LAPTOP), path.with_suffix(".pdf")
    page.pdf(path=target, prefer_css_page_size=True, print_background=backgrounds)
    page.context.close()
    return PdfReader(target)


def words_of(paper: PdfReader) -> str:
    """Every word on it."""
    return "\n".join(sheet.extract_text() for sheet in paper.pages)


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["320", "375"])
def test_nothing_in_a_table_lies_outside_of_a_phone(
    browser: Browser, pages: dict[str, Path], size: ViewportSize
) -> None:
    for name in LISTS:
        page = opened(browser, pages[name], size)
        for folded in page.locator("summary").all():
            folded.click()
        assert page.evaluate(OUTSIDE) == [], name
        assert page.locator("main th").count() > 0
        page.context.close()


def test_nothing_on_paper_depends_on_a_background(browser: Browser, pages: dict[str, Path]) -> None:
    for name in LISTS:
        page = opened(browser, pages[name], LAPTOP)
        page.emulate_media(media="print")
        assert page.evaluate(PAINTED) == [], name
        page.context.close()
        with_them = words_of(printed(browser, pages[name], backgrounds=True))
        assert words_of(printed(browser, pages[name])) == with_them, name
    for state in ("late", "due", "waiting", "do again"):
        assert state in words_of(printed(browser, pages["missing"]))


def test_what_is_missing_takes_at_most_eight_landscape_sheets_for_forty_people(
    browser: Browser, pages: dict[str, Path]
) -> None:
    paper = printed(browser, pages["missing"])
    people = re.search(r": (\d+) of \d+ people", paper.pages[0].extract_text())
    assert people and int(people[1]) > 40
    assert len(paper.pages) * 40 / int(people[1]) <= 8
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in paper.pages)


@pytest.mark.parametrize(("number", "sheets"), [("A1234BC", 2), ("A1007AA", 2), ("A6214DT", 3)])
def test_a_person_takes_two_sheets_and_a_long_one_three(
    run: Run, demo: Path, browser: Browser, tmp_path: Path, number: str, sheets: int
) -> None:
    path = tmp_path / "person.html"
    assert run("show", number, "--format", "html", "-o", path).code == 0
    assert len(printed(browser, path).pages) <= sheets


def test_every_sheet_of_a_list_has_the_heads_of_its_columns(browser: Browser, pages: dict[str, Path]) -> None:
    sheets = [sheet.extract_text() for sheet in printed(browser, pages["list"]).pages]
    assert len(sheets) > 2
    assert all("Worst or next" in text for text in sheets[:-1])


def test_a_picture_fills_its_place_and_is_not_shown_where_there_is_none(
    browser: Browser, pages: dict[str, Path]
) -> None:
    wide = opened(browser, pages["list"], LAPTOP)
    box, main = (wide.locator(what).bounding_box() for what in (".picture > svg", "main"))
    assert box and main and box["width"] == pytest.approx(main["width"])
    wide.context.close()
    narrow = opened(browser, pages["show"], {"width": 899, "height": 800})
    assert not narrow.locator(".picture").is_visible()
    narrow.set_viewport_size({"width": 900, "height": 800})
    assert narrow.locator(".picture").is_visible()
    narrow.context.close()


def test_what_is_done_is_folded_away_and_opens_by_the_keyboard(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["show"], LAPTOP)
    done = page.locator("details", has_text="Done:")
    assert not done.locator("table").is_visible()
    done.locator("summary").press("Enter")
    assert done.locator("table").is_visible()
    assert done.locator(".state").count() == 0
    page.context.close()
