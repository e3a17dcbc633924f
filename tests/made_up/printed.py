"""Papers as they come out of a printer: counted in sheets, in the face that is shipped with the program."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader

from releasecheck.core.shipped import DATA

QUIET = "--no-sandbox --disable-background-networking --no-first-run --disable-gpu".split()


def chromium() -> str:
    """The browser that pages are tried in."""
    return program("Chromium", "chromium", "chromium", "chromium-browser", "google-chrome")


def program(what: str, package: str, *names: str) -> str:
    """A program by the first of its names; a test that lacks it is skipped, and in CI that is a failure."""
    if (found := next(filter(None, map(shutil.which, names)), None)) is not None:
        return found
    said = f"no {what} here: apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


def with_the_face(folder: Path) -> dict[str, str]:
    """The environment in which Arial is the shipped face: page counts are the same on every machine."""
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{DATA / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir>"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        "<match><test name='family'><string>Arial</string></test>"
        "<edit name='family' mode='prepend' binding='strong'><string>Liberation Sans</string></edit></match>"
        "</fontconfig>",
        "utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(folder)}


def sheets(pdf: Path) -> list[str]:
    """The text of each sheet."""
    return [page.extract_text() for page in PdfReader(pdf).pages]


def words_as_pdf(files: Iterable[Path], folder: Path) -> list[Path]:
    """Word files as LibreOffice prints them, all in one start of it."""
    soffice = program("LibreOffice Writer", "libreoffice-writer-nogui", "soffice", "libreoffice")
    made = list(files)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "from-word"
    words = (soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, made))
    done = subprocess.run(words, env=with_the_face(folder), capture_output=True, text=True, timeout=180)
    found = [out / f"{file.stem}.pdf" for file in made]
    assert all(path.is_file() for path in found), done.stderr
    return found


def pages_as_pdf(files: Iterable[Path], folder: Path) -> list[Path]:
    """Web pages as a browser prints them, without backgrounds."""
    out = folder / "from-web"
    out.mkdir(exist_ok=True)
    # In a thread of its own: another test may hold a browser open in this one.
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_printed, list(files), out, folder).result()


def _printed(files: list[Path], out: Path, folder: Path) -> list[Path]:
    from playwright.sync_api import sync_playwright

    found = []
    environment: dict[str, str | float | bool] = dict(with_the_face(folder))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET, env=environment)
        for file in files:
            page = browser.new_page()
            page.goto(file.as_uri())
            found.append(out / f"{file.stem}.pdf")
            page.pdf(path=found[-1], prefer_css_page_size=True, print_background=False)
            page.close()
        browser.close()
    return found


#: Cells and boxes of which a part lies outside the window.
_OUTSIDE = """[...document.querySelectorAll('main *')]
  .filter(one => !one.closest('.hidden, .stack > thead, svg') && one.getBoundingClientRect().width)
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.tagName + ' ' + one.textContent.slice(0, 30))"""


def seen_by_axe(
    pages: Mapping[str, str], folder: Path, width: int, scheme: str, medium: str
) -> list[tuple[str, str, list[str]]]:
    """Each page by its name, with what axe finds wrong and what lies outside a window of that width."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lambda: list(_seen(pages, folder, width, scheme, medium))).result()


def _seen(
    pages: Mapping[str, str], folder: Path, width: int, scheme: str, medium: str
) -> Iterator[tuple[str, str, list[str]]]:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        for name, text in pages.items():
            file = folder / f"{name}.html"
            file.write_text(text, "utf-8")
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
            page.emulate_media(media=medium)  # type: ignore[arg-type]
            page.goto(file.as_uri())
            found = Axe().run(page)
            outside = page.evaluate(_OUTSIDE) if medium == "screen" else []
            yield name, found.generate_report() if found.violations_count else "", outside
            page.close()
        browser.close()
