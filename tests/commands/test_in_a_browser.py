"""Pages in a real browser: nothing leaves them, rows can be found and ordered, keys alone will do, and paper.

Skipped on a desk without Chromium; in CI its absence is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pypdf import PdfReader

from tests.made_up.program import AS_OF, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = "--no-sandbox --disable-background-networking --no-first-run --disable-gpu".split()
PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
#: The headings of tables that are wider than what they stand in.
RUNNING_OUT = """[...document.querySelectorAll('.scroll')]
  .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.innerText.slice(0, 40))"""
PAGES = ("index", "owners/com-j-okafor", "prisons/lei")
COMMANDS = {
    "show": "show A1234BC",
    "list": "list",
    "missing": "missing",
    "today": "today",
    "forecast": "forecast",
    "sheet": "sheet A2291BB",
    "sheet in large type and Welsh": "sheet A2291BB --welsh --large",
    "gate": "gate A2291BB",
    "gate of a day": "gate",
    "prefill": "prefill A1234BC cas3 --to HPT",
    "handover": "handover A1234BC --to COM",
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        said = "no Chromium here: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
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
        for size, scheme in ((LAPTOP, "light"), (LAPTOP, "dark"), (PHONE, "light")):
            heard = Heard([], [])
            page = opened(browser, path, size, heard, color_scheme=scheme)
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


def test_a_print_of_some_rows_says_so(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["missing"], LAPTOP)
    page.get_by_label("Find a person or a task").fill("rivers")
    page.emulate_media(media="print")
    assert page.get_by_text(re.compile("Only rows with “rivers”: ")).is_visible()
    assert not page.get_by_label("Find a person or a task").is_visible()
    page.context.close()
