"""The pages say what the program does, in the program's own words, and lead where they say."""

from __future__ import annotations

import re
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from releasecheck.commands.data.help import TOPICS
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import CatalogueFile, builtin_files
from tests import docs
from tests.made_up.wrong_words import wrong_words
from tests.places import TOP

TEXT = docs.README.read_text("utf-8")
PAGES = {path.relative_to(TOP).as_posix(): path.read_text("utf-8") for path in docs.PAGES}


@pytest.mark.parametrize("place", PAGES)
def test_the_generated_parts_of_every_page_are_up_to_date(place: str) -> None:
    """If this fails: python -m tests.docs, and read what changed."""
    assert docs.with_parts(PAGES[place]) == PAGES[place]


def test_every_generated_part_stands_in_one_place() -> None:
    found = [name for text in PAGES.values() for name in docs.parts_of(text)]
    assert sorted(found) == sorted(docs.PARTS)
    assert len(found) == sum(text.count(": generated -->") for text in PAGES.values())


def test_every_room_with_a_page_has_a_topic() -> None:
    folders = (TOP, *(TOP / name for name in ("releasecheck", "templates", "tests")))
    found = [
        page for folder in folders for page in (folder.glob if folder == TOP else folder.rglob)("README.md")
    ]
    found += (TOP / "releasecheck" / "data" / "pages").glob("*.md")
    assert sorted({page.relative_to(TOP).as_posix() for page in found}) == sorted(PAGES)


# --- the README ---


def test_the_readme_opens_with_the_two_commands() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert blocks == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/releasecheck demo\n",
        ".venv/bin/pip install '.[test]' && .venv/bin/pytest\n",
    ]


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len(TEXT.splitlines()) <= 250


def test_the_tour_works_as_pasted_into_a_clean_shell(tmp_path: Path) -> None:
    """All that it types, in an empty folder, with nothing set but what the tour sets itself."""
    begin, end = (TEXT.index(f"<!-- tour: {word} -->") for word in ("generated", "end"))
    shown = re.findall(r"^```(bash|text)\n(.*?)^```$", TEXT[begin:end], re.DOTALL | re.MULTILINE)
    typed = "".join(block for kind, block in shown if kind == "bash")
    printed = "".join(block for kind, block in shown if kind == "text")
    assert typed.count("releasecheck ") >= 9
    assert docs.pasted(typed, tmp_path) == printed
    assert "RIVERS, Sam" in (tmp_path / "tour" / "rivers.html").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["tour"], "nothing is left elsewhere, at home either"


# --- links ---

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    """How the headings of a page are linked to."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.M), re.MULTILINE
    )
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(text: str, folder: Path) -> list[str]:
    """The links of a page in this folder that lead nowhere in the repository; others are left alone."""
    found = []
    for link in LINK.findall(CODE.sub("", text)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, heading = link.partition("#")
        target = (folder / place).resolve()
        inside = target.is_relative_to(TOP) and target.exists()
        here = target.read_text("utf-8") if place and inside and target.is_file() else text
        if (place and not inside) or (heading and heading not in anchors(here)):
            found.append(link)
    return found


@pytest.mark.parametrize("place", [*PAGES, "CHANGELOG.md"])
def test_every_link_leads_to_something_that_is_there(place: str) -> None:
    path = TOP / place
    assert dead_links(path.read_text("utf-8"), path.parent) == []


@pytest.mark.parametrize(
    "link", ["gone.md", "templates/gone.j2", "#gone", "CHANGELOG.md#gone", "../elsewhere/README.md"]
)
def test_a_link_that_leads_nowhere_is_found(link: str) -> None:
    assert dead_links(f"# Here\n\nSee [it]({link}).", TOP) == [link]


@pytest.mark.parametrize(
    "link", ["CHANGELOG.md", "tests", "#here-and-now", "CHANGELOG.md#changelog", "https://x.y"]
)
def test_a_link_that_leads_somewhere_is_let_be(link: str) -> None:
    assert dead_links(f"# Here, and `now`\n\nSee [it]({link}).", TOP) == []


# --- what the pages tell ---

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
    table = dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", PAGES["releasecheck/README.md"], re.MULTILINE))
    assert [name for name in wanted if not table.get(name)] == []


def test_the_office_file_of_the_policy_page_is_a_sound_one() -> None:
    page = PAGES["releasecheck/policy/README.md"]
    example = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)[0]
    catalogue = read_catalogue((*builtin_files(), CatalogueFile("office.toml", example, office=True)))
    assert catalogue.items["dtr"].owner == "PRT"
    assert not catalogue.items["housing_status"].off
    assert "library_books" in catalogue.items


def test_the_tree_of_the_architecture_page_names_every_room() -> None:
    page = PAGES["releasecheck/README.md"]
    tree = page[page.index("```text") : page.index("```", page.index("```text") + 3)]
    rooms = [path.name for path in (TOP / "releasecheck").iterdir() if (path / "__init__.py").is_file()]
    assert [room for room in rooms if not re.search(rf"^  {room}/ ", tree, re.MULTILINE)] == []
    inner = re.findall(r"\b(\w+)/", re.sub(r"^\.\./.*$", "", tree, flags=re.MULTILINE))
    folders = {path.name for path in (TOP / "releasecheck").rglob("*") if path.is_dir()} | {"releasecheck"}
    assert [name for name in inner if name not in folders] == []


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
    texts = [TEXT, *map(template_text, (TOP / "templates").glob("*.*"))]
    assert [
        line for text in texts for line in titles.sub("", text).splitlines() if "offender" in line.lower()
    ] == []


@pytest.mark.parametrize("place", PAGES)
def test_people_are_people_on_every_page(place: str) -> None:
    quoted = re.sub(r"\*[^*\n]+\*", "", PAGES[place])  # a word that a page speaks of stands in italics
    assert wrong_words(quoted) == []


def test_every_topic_is_on_the_page_that_lists_them() -> None:
    assert [
        topic.name for topic in TOPICS if f"| `{topic.name}` |" not in PAGES["releasecheck/README.md"]
    ] == []
