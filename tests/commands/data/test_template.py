"""Templates: what each is for, this office's own in their place, and every mistake in them at once."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest

from releasecheck.core.shipped import shipped_templates
from releasecheck.formats.template_files import TemplateFile, about, template_files
from tests.made_up.program import MakePerson, Run

FILES = template_files(shipped_templates(), Path("nowhere"))


@pytest.fixture
def office(tmp_path: Path) -> tuple[str | Path, ...]:
    """The words that make this folder the office's: its templates go in `templates` there."""
    (tmp_path / "templates").mkdir()
    config = tmp_path / "config.toml"
    config.write_text("", encoding="utf-8")
    return "--config", config


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_built_in_template_says_what_it_is_for(file: TemplateFile) -> None:
    assert file.about.endswith("."), file.name
    assert len(file.about) < 130, file.name


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.name.endswith(("md.j2", "html.j2", "typ.j2"))]
)
def test_every_layout_says_what_is_given_to_it(file: TemplateFile) -> None:
    header = file.path.read_text("utf-8").partition("#}")[0]
    assert "Given here" in header or "comes as data" in header


def test_the_list_says_what_is_built_in_and_what_is_this_offices(
    run: Run, office: tuple[str | Path, ...], tmp_path: Path
) -> None:
    own = tmp_path / "templates" / "sheet.en.toml"
    own.write_text("# Our words.\n", encoding="utf-8")
    listed = run(*office, "template", "list").out
    before, _, after = listed.partition("BUILT IN")
    assert "sheet.en.toml" in before
    assert "Our words." in before
    assert "sheet.en.toml" not in after
    assert "sheet.cy.toml" in after


@pytest.mark.parametrize("name", ["sheet.en.toml", "form.docx", "show.html.j2"])
def test_a_copy_is_the_offices_own_and_is_not_replaced_unasked(
    run: Run, office: tuple[str | Path, ...], tmp_path: Path, name: str
) -> None:
    copied = run(*office, "template", "copy", name)
    assert copied.code == 0, copied.err
    own = tmp_path / "templates" / name
    assert copied.out.startswith(f"{own}\n")
    assert own.read_bytes() == (shipped_templates() / name).read_bytes()
    own.write_bytes(b"ours")
    refused = run(*office, "template", "copy", name)
    assert (refused.code, own.read_bytes()) == (1, b"ours")
    assert "--force" in refused.err
    assert run(*office, "template", "copy", name, "--force").code == 0
    assert own.read_bytes() != b"ours"


def test_a_template_nobody_knows_gets_the_closest(run: Run) -> None:
    done = run("template", "copy", "sheet.en.tml")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean sheet.en.toml?" in done.err


def test_show_prints_the_one_that_is_used(run: Run, office: tuple[str | Path, ...], tmp_path: Path) -> None:
    built_in = (shipped_templates() / "list.md.j2").read_text("utf-8")
    assert run(*office, "template", "show", "list.md.j2").out == built_in
    (tmp_path / "templates" / "list.md.j2").write_text("{# Ours. #}\n", encoding="utf-8")
    assert run(*office, "template", "show", "list.md.j2").out == "{# Ours. #}\n"
    assert "template copy form.docx" in run(*office, "template", "show", "form.docx").out


def test_an_offices_copy_is_used_and_a_broken_one_is_named_with_file_and_line(
    run: Run, office: tuple[str | Path, ...], tmp_path: Path, make_person: MakePerson
) -> None:
    person = make_person()
    own = tmp_path / "templates" / "gate.md.j2"
    own.write_text("{# Ours. #}\nLeeds: {{ page.title }}\n", encoding="utf-8")
    assert run(*office, "gate", person, "--format", "md").out.startswith("Leeds: SMITH, John")
    own.write_text("{# Ours. #}\n\n{{ page.tittle }}\n", encoding="utf-8")
    done = run(*office, "gate", person, "--format", "md")
    assert (done.code, "SMITH, John" in done.out, "Leeds" in done.out) == (1, True, False)
    assert f"{own} line 3: " in done.err


def test_the_built_in_templates_have_no_mistake(run: Run) -> None:
    done = run("template", "check")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("templates, 0 of this office. No mistakes.\n")


def test_every_mistake_is_found_at_once_with_file_and_line(
    run: Run, office: tuple[str | Path, ...], tmp_path: Path
) -> None:
    """A typing error, an unknown name, a docx that is none, a wrong {brace}, and pages nobody has today."""
    folder = tmp_path / "templates"
    texts = {
        "show.html.j2": "one\n{{ page.nmae }}",
        "list.md.j2": "{% if page %}",
        "handover.html.j2": "\n\n{{ nobody }}",
        "gate.typ.j2": "= Title\n#nobody\n",
        "sheet.cy.toml": '[sleep]\nyes = "{adress}"\n',
        "letter-head.md.j2": "{% endif %}",
        "digest.txt.j2": "{{ line }}",
        "nightly.html.j2": "\n{{ page.sumary }}",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "prefill.docx").write_bytes(b"not a Word file")
    document = docx.Document()
    document.add_paragraph("{{ page.tittle }}")
    document.save(str(folder / "gate.docx"))
    done = run(*office, "template", "check")
    assert done.code == 1
    for name, said in {
        "show.html.j2": " line 2: ",
        "list.md.j2": " line 1: ",
        "handover.html.j2": " line 3: ",
        "gate.typ.j2": ": unknown variable: nobody, line 2",
        "sheet.cy.toml": " line 2: sleep.yes has {adress}",
        "letter-head.md.j2": " line 1: ",
        "digest.txt.j2": " line 1: ",
        "nightly.html.j2": " line 2: ",
        "prefill.docx": " is not a Word document",
        "gate.docx": "tittle",
    }.items():
        lines = [line for line in done.err.splitlines() if str(folder / name) in line]
        assert len(lines) == 1, (name, done.err)
        assert said in lines[0]
    assert "10 mistakes in templates:" in done.err
    assert f"{folder / 'letter-head.md.j2'}: no page asks for it" in done.out


def test_a_name_that_was_shipped_once_says_what_stands_in_its_place(run: Run) -> None:
    done = run("template", "copy", "paper.docx")
    assert done.code == 2
    assert "paper.docx is no more: each layout has its own, letter.docx" in done.err


def test_a_layout_that_lost_a_part_is_named_with_what_it_lost(
    run: Run, office: tuple[str | Path, ...], tmp_path: Path
) -> None:
    built_in = (shipped_templates() / "paper.md.j2").read_text("utf-8")
    own = tmp_path / "templates" / "paper.md.j2"
    own.write_text(built_in.replace("{{ shown(row[0])|trim }}", ""), "utf-8")
    done = run(*office, "template", "check")
    assert f"{own}: a sheet made with it leaves out “Please tell us”" in done.err
    own.write_text(built_in.replace("{% if part.title %}", "{% if false %}"), "utf-8")
    done = run(*office, "template", "check")
    assert done.code == 1
    assert f"{own}: a gate made with it leaves out" in done.err
    assert "compare it with the built-in paper.md.j2" in done.err


def test_checking_reads_no_real_person_and_says_what_it_could_not_check(
    run: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = record.read_bytes()
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = run("template", "check")
    assert done.code == 0, done.err
    assert "Not checked: to make a docx, this program needs more than is installed" in done.out
    assert record.read_bytes() == before


def test_a_file_that_is_no_word_file_has_nothing_to_say_of_itself(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(b"PK nonsense")
    assert about(tmp_path / "paper.docx") == ""
