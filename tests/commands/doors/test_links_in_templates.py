"""A link among the office's templates is not followed: it could lead to any file of who makes the page."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.made_up.nights import found_in
from tests.made_up.program import AS_OF, MakePerson, Run

SECRET = "-----BEGIN MADE-UP KEY-----"
USED = r"\. The built-in page was used instead\n"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this office's own templates, in which others may write."""
    folder = tmp_path / "office" / "templates"
    folder.mkdir(parents=True)
    (folder.parent / "config.toml").touch()
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(folder.parent / "config.toml"))
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "id_made_up").write_text(f"{SECRET}\n", "utf-8")
    return folder


def linked(name: str) -> Callable[[Path], Path]:
    """The template itself is the link."""

    def put(templates: Path) -> Path:
        (templates / name).symlink_to("../../private/id_made_up")
        return templates / name

    return put


def reading(name: str, text: str) -> Callable[[Path], Path]:
    """A template of this text, that asks for a file which is a link."""

    def put(templates: Path) -> Path:
        (templates / name).write_text(text, "utf-8")
        (templates / "part.j2").symlink_to("../../private/id_made_up")
        return templates / "part.j2"

    return put


def below_a_link(templates: Path) -> Path:
    """A template asks for a file in a folder, and that folder is the link."""
    (templates / "gate.md.j2").write_text("{% include 'parts/id_made_up' %}", "utf-8")
    (templates / "parts").symlink_to("../../private")
    return templates / "parts"


def in_word(templates: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("{% include 'part.j2' %}")
    document.save(str(templates / "gate.docx"))
    (templates / "part.j2").symlink_to("../../private/id_made_up")
    return templates / "part.j2"


def word_file(templates: Path) -> Path:
    docx.Document().save(str(templates.parent.parent / "private" / "theirs.docx"))
    (templates / "gate.docx").symlink_to("../../private/theirs.docx")
    return templates / "gate.docx"


LINKS = {
    "html": ("gate", "html", linked("gate.html.j2")),
    "txt": ("gate", "txt", linked("gate.txt.j2")),
    "the layout": ("gate", "html", linked("checklist.html.j2")),
    "what all pages stand in": ("gate", "html", linked("base.html.j2")),
    "include": ("gate", "md", reading("gate.md.j2", "{% include 'part.j2' %}")),
    "include that may be missing": (
        "gate",
        "md",
        reading("gate.md.j2", "{% include 'part.j2' ignore missing %}"),
    ),
    "import": ("gate", "txt", reading("gate.txt.j2", "{% import 'part.j2' as part %}{{ part }}")),
    "extends": ("gate", "html", reading("gate.html.j2", "{% extends 'part.j2' %}")),
    "a folder": ("gate", "md", below_a_link),
    "typ": ("gate", "pdf", linked("gate.typ.j2")),
    "included in typ": ("gate", "pdf", reading("gate.typ.j2", "{% include 'part.j2' %}")),
    "docx": ("gate", "docx", word_file),
    "included in docx": ("gate", "docx", in_word),
    "words": ("sheet", "md", linked("sheet.en.toml")),
}


@pytest.mark.parametrize("case", LINKS)
def test_no_link_is_followed_and_the_built_in_page_is_given(
    run: Run, make_person: MakePerson, templates: Path, tmp_path: Path, case: str
) -> None:
    paper, form, put = LINKS[case]
    person, file = make_person(), tmp_path / f"page.{form}"
    link = put(templates)
    done = run(paper, person, "--format", form, "-o", file)
    assert done.code == 1
    said = rf"^releasecheck: {re.escape(str(link))} is a link, which is not followed.*{USED}"
    assert re.search(said, done.err, re.MULTILINE), done.err
    assert SECRET not in done.out + done.err
    assert file.stat().st_size and SECRET.encode() not in file.read_bytes()
    checked = run("template", "check")
    assert checked.code == 1 and f"{link} is a link" in checked.err
    assert SECRET not in checked.out + checked.err


@pytest.mark.parametrize("words", [("list",), ("show", "gate.md.j2"), ("check",)])
def test_nothing_of_what_it_leads_to_is_said(run: Run, templates: Path, words: tuple[str, ...]) -> None:
    (templates.parent.parent / "private" / "id_made_up").write_text(f"{{# {SECRET}. #}}", "utf-8")
    (templates / "gate.md.j2").symlink_to("../../private/id_made_up")
    done = run("template", *words)
    assert SECRET not in done.out + done.err
    assert done.code == (0 if words == ("list",) else 1)
    assert re.search("(is a|A) link, which is not followed", done.out + done.err)


def test_a_night_is_made_all_the_same(run: Run, demo: Path, templates: Path) -> None:
    out = templates.parent
    templates.rmdir()
    run("nightly", "--out", out / "well")
    templates.mkdir()
    (templates / "owner.html.j2").symlink_to("../../private/id_made_up")
    done = run("nightly", "--out", out / "night")
    assert done.code == 1
    assert re.fullmatch(rf"releasecheck: .*owner\.html\.j2 is a link.*{USED}", done.err), done.err
    assert found_in(out / "night" / AS_OF) == found_in(out / "well" / AS_OF)


def test_a_pipe_among_them_is_not_waited_for(run: Run, make_person: MakePerson, templates: Path) -> None:
    os.mkfifo(templates / "gate.md.j2")
    done = run("gate", make_person(), "--format", "md")
    assert (done.code, done.err) == (0, "")


def test_a_folder_that_is_a_link_itself_is_the_office_s_to_choose(
    run: Run, make_person: MakePerson, templates: Path
) -> None:
    """Many keep their settings elsewhere; what stands in that folder is read as ever, folders in it too."""
    elsewhere = templates.parent.parent / "elsewhere"
    (elsewhere / "parts").mkdir(parents=True)
    (elsewhere / "gate.md.j2").write_text("{% include 'parts/one.j2' %}", "utf-8")
    (elsewhere / "parts" / "one.j2").write_text("Ours: {{ page.title }}", "utf-8")
    templates.rmdir()
    templates.symlink_to(elsewhere)
    done = run("gate", make_person(), "--format", "md")
    assert (done.code, done.out) == (0, "Ours: SMITH, John\n")
