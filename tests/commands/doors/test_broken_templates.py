"""A template of the office's own that goes wrong in any way: it is named, and the built-in one is used."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest

from releasecheck.core.shipped import shipped_templates
from tests.made_up.nights import found_in
from tests.made_up.program import AS_OF, MakePerson, Run

WRONG = {
    "{{ 1/0 }}": "division by zero",
    "{{ none + 1 }}": "unsupported operand",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}": "maximum recursion depth",
    "{{ page|sort }}": "not supported between instances|is not iterable",
    "{% for x in range(99999999) %}{% endfor %}": "Range too big",
    "{{ 'x' * 10**8 }}": r"too much for \*",
    "{{ 'x' * 100000 * 100000 }}": r"too much for \*",
    "{{ 10 ** 10 ** 9 }}": r"too much for \*\*",
    "{{ page.tittle }}": "tittle",
    "{{ page.__class__ }}": "unsafe|__class__",
    "{% if %}": "Expected an expression",
    "{% include 'nowhere.j2' %}": "there is no template nowhere.j2",
}
"""What may stand in a template, and what is said of it."""

USED = r"\. The built-in page was used instead\n"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this office's own templates, not there yet."""
    folder = tmp_path / "office" / "templates"
    folder.parent.mkdir()
    (folder.parent / "config.toml").touch()
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(folder.parent / "config.toml"))
    return folder


def put(template: Path, text: str) -> None:
    """A template of the office's own with this on its second line."""
    template.parent.mkdir(exist_ok=True)
    template.write_text(f"{{# Ours. #}}\n{text}", "utf-8")


def before_it_broke(run: Run, *words: str | Path) -> str:
    """The page as the built-in template has it."""
    done = run(*words)
    assert done.code == 0, done.err
    return done.out


@pytest.mark.parametrize("text", WRONG)
def test_whatever_it_does_the_built_in_page_is_given(
    run: Run, make_person: MakePerson, templates: Path, text: str
) -> None:
    person = make_person()
    words = ("gate", person, "--format", "md")
    page = before_it_broke(run, *words)
    put(templates / "gate.md.j2", text)
    done = run(*words)
    assert (done.code, done.out) == (1, page)
    assert re.fullmatch(rf"releasecheck: .*({WRONG[text]}).*{USED}", done.err), done.err


@pytest.mark.parametrize("text", WRONG)
def test_the_night_is_made_all_the_same(run: Run, demo: Path, templates: Path, text: str) -> None:
    out = templates.parent
    run("nightly", "--out", out / "well")
    for name in ("owner.html.j2", "digest.txt.j2", "nightly.html.j2"):
        assert (shipped_templates() / name).is_file()
        put(templates / name, text)
    done = run("nightly", "--out", out / "night")
    assert done.code == 1
    assert re.fullmatch(rf"releasecheck: .*({WRONG[text]}).*{USED}", done.err), done.err
    assert found_in(out / "night" / AS_OF) == found_in(out / "well" / AS_OF)


def test_checking_names_every_one_of_them(run: Run, templates: Path) -> None:
    """Those that are pages, each with its line; none hides another."""
    pages = ("checklist", "form", "letter", "list", "missing", "nightly", "owner", "show", "tables")
    for name, text in zip(pages, WRONG, strict=False):
        put(templates / f"{name}.html.j2", text)
    done = run("template", "check")
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert f"releasecheck: {len(pages)} mistakes in templates:\n" in done.err
    for name, said in zip(pages, WRONG.values(), strict=False):
        assert re.search(rf"^{templates}/{name}\.html\.j2 line 2: .*({said})", done.err, re.MULTILINE), name


def test_what_a_template_reads_of_a_person_is_not_said_of_its_mistake(
    run: Run, make_person: MakePerson, templates: Path
) -> None:
    """Python's own words for it quote the value: a name, on stderr and in cron's mail."""
    person = make_person(name="QUILLFEATHER, Ada")
    put(templates / "gate.md.j2", "{{ page.title.encode('utf-8').decode('utf-16') }}")
    done = run("gate", person, "--format", "md")
    assert (done.code, "QUILLFEATHER" in done.out) == (1, True)
    assert "QUILL" not in done.err.upper()
    put(templates / "gate.typ.j2", "#panic(json(bytes(sys.inputs.page)).title)")
    done = run("gate", person, "-o", templates.parent / "gate.pdf")
    assert done.code == 1
    assert re.search(rf"gate\.typ\.j2: the template gives up, line 1{USED}", done.err)
    assert "QUILL" not in done.err.upper()


@pytest.mark.parametrize("text", ["{{ 1/0 }}", "{{ page.tittle }}", "{{ page|sort }}", "{% if %}"])
def test_a_word_file_that_goes_wrong_is_named(
    run: Run, make_person: MakePerson, templates: Path, text: str
) -> None:
    person = make_person()
    templates.mkdir()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(templates / "gate.docx"))
    file = templates.parent / "page.docx"
    done = run("gate", person, "-o", file)
    assert done.code == 1
    assert re.search(rf"^releasecheck: {templates}/gate\.docx.*{USED}", done.err, re.MULTILINE), done.err
    assert docx.Document(str(file)).core_properties.title == "SMITH, John"
    checked = run("template", "check")
    assert checked.code == 1
    assert f"{templates}/gate.docx" in checked.err


def test_words_of_the_sheet_that_are_wrong_are_named_and_ours_used(
    run: Run, make_person: MakePerson, templates: Path
) -> None:
    person = make_person()
    page = before_it_broke(run, "sheet", person, "--format", "md")
    templates.mkdir()
    for text in ("[greeting\n", "[nothing]\nof = 'this'\n", "\xff"):
        (templates / "sheet.en.toml").write_text(text, "latin-1")
        done = run("sheet", person, "--format", "md")
        assert (done.code, done.out) == (1, page)
        assert re.search(rf"^releasecheck: {templates}/sheet\.en\.toml.*{USED}", done.err, re.MULTILINE)
        assert f"{templates}/sheet.en.toml" in run("template", "check").err
