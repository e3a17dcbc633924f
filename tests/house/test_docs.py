"""The README says what the program does, in the program's own words."""

from __future__ import annotations

import re
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from tests import docs
from tests.places import TOP

TEXT = docs.README.read_text("utf-8")


def test_the_generated_parts_of_the_readme_are_up_to_date() -> None:
    """If this fails: python -m tests.docs, and read what changed."""
    assert docs.with_parts(TEXT) == TEXT


def test_the_readme_opens_with_the_two_commands() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert blocks == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/releasecheck demo\n",
        ".venv/bin/pip install '.[test]' && .venv/bin/pytest\n",
    ]


HELP = dict(docs.commands())


@pytest.mark.parametrize("path", HELP)
def test_every_command_has_help_that_starts_with_what_it_does(path: str) -> None:
    words = HELP[path].split("\n\n")[1].strip()
    assert words
    assert words[0].isupper()


def test_every_runtime_library_is_named_with_its_reason() -> None:
    config = ConfigParser()
    config.read(TOP / "setup.cfg", "utf-8")
    wanted = [line.split()[0] for line in config["options"]["install_requires"].strip().splitlines()]
    table = dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", TEXT, re.MULTILINE))
    assert [name for name in wanted if not table.get(name)] == []


def test_the_office_file_in_the_readme_is_a_sound_one() -> None:
    from releasecheck.policy.sources import CatalogueFile

    example = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)[0]
    catalogue = read_catalogue((*builtin_files(), CatalogueFile("office.toml", example, office=True)))
    assert catalogue.items["dtr"].owner == "PRT"
    assert not catalogue.items["housing_status"].off
    assert "library_books" in catalogue.items


def template_text(path: Path) -> str:
    """What a template says; of a Word file, its body, header and footer."""
    if path.suffix != ".docx":
        return path.read_text("utf-8") if path.is_file() else ""
    with zipfile.ZipFile(path) as file:
        return " ".join(
            file.read(name).decode()
            for name in file.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        )


def test_nobody_is_called_an_offender() -> None:
    """Only job titles and services' own names keep the word."""
    titles = re.compile(
        r"(prison|community) offender manager|offender management|Offender (Manager|accommodation)", re.I
    )
    texts = [TEXT, *map(template_text, (TOP / "templates").iterdir())]
    assert [
        line for text in texts for line in titles.sub("", text).splitlines() if "offender" in line.lower()
    ] == []
