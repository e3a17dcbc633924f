"""`help`: the manual that ships with the program, and each command's own help."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
import pexpect
import pytest
from click.shell_completion import ShellComplete

from releasecheck.app.presenting.page_lines import page_lines
from releasecheck.cli import cli
from releasecheck.commands.data.help import TOPICS, Topic
from releasecheck.core.shipped import shipped_page
from releasecheck.formats.terminal import Screen, cell_width
from tests.made_up.program import Run

TOP = Path(__file__).parents[2]
NAMES = [topic.name for topic in TOPICS]


def test_without_a_word_every_page_is_listed_in_a_line(run: Run) -> None:
    done = run("help", as_of=None)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[: len(TOPICS)]] == NAMES
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("topic", TOPICS, ids=NAMES)
def test_every_page_is_printed(run: Run, topic: Topic) -> None:
    done = run("help", topic.name, as_of=None)
    text = shipped_page(topic.place).read_text("utf-8")
    assert (done.code, done.err) == (0, "")
    if topic.blanks:
        assert done.out == text, "as it is written, to be filled in"
        return
    assert done.out.splitlines()[0].lower() == text.splitlines()[0].removeprefix("# ").lower()
    for heading in re.findall(r"^## ([^`\n]+)$", text, re.MULTILINE):
        assert heading.upper() in done.out, "every part is there"
    assert "<!--" not in done.out


def test_no_page_is_called_as_a_command_is() -> None:
    assert set(NAMES) & set(cli.list_commands(click.Context(cli))) == set()


@pytest.mark.parametrize("words", ["show", "import people", "record", "help"])
def test_a_command_named_is_its_own_help(run: Run, words: str) -> None:
    assert run("help", *words.split()) == run(*words.split(), "--help")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("fies", "no page and no command fies. Did you mean files?"),
        ("shw", "no page and no command shw. Did you mean show?"),
        ("xyzzy", "no page and no command xyzzy. See what there is: releasecheck help"),
        ("import peple", "no command import peple. Did you mean people?"),
        ("show rivers", "no command show rivers. See"),
    ],
)
def test_what_is_not_there_is_answered_with_the_closest(run: Run, words: str, said: str) -> None:
    done = run("help", *words.split())
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_help_opens_no_record_and_asks_no_reason(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASECHECK_RECORD", str(tmp_path / "none.db"))
    assert run("help", "start", as_of=None).code == 0
    assert [*tmp_path.iterdir()] == []


def test_pages_and_commands_are_offered_to_a_shell() -> None:
    offers = ShellComplete(cli, {}, "releasecheck", "_RELEASECHECK_COMPLETE").get_completions(["help"], "s")
    assert {offer.value for offer in offers} == {
        "screen",
        "security",
        "set",
        "sheet",
        "show",
        "staff",
        "start",
        "systems",
    }


def test_a_long_page_goes_through_the_pager(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    paged, pager = tmp_path / "paged", tmp_path / "pager"
    pager.write_text(f'#!/bin/sh\ncat > "{paged}"\n', "utf-8")
    pager.chmod(0o755)
    monkeypatch.setenv("PAGER", str(pager))
    words = ["-m", "releasecheck", "--no-color", "help", "night"]
    pexpect.spawn(sys.executable, words, cwd=str(TOP), dimensions=(24, 80), timeout=30).read()
    assert paged.read_text("utf-8") == run("help", "night").out


# --- laid out for a screen ---

PAGE = """\
# The title

<!-- part: generated -->

Some **bold** words that go on in a
second line, with a [page](../files.md).

- One point that is so long that it does not fit
  in a line of forty cells.
- Two.

| column | what |
|---|---|
| `a\\|b` | all of it, and a great deal more of it than fits |

<!-- part: end -->

### `show`

```text
$ releasecheck show rivers

  as it is, and no line of it is ever broken
```
"""


def test_a_page_is_laid_out_for_a_narrow_screen() -> None:
    lines = page_lines(PAGE, Screen(40), lambda link: f"at {link}")
    assert lines == [
        "THE TITLE",
        "",
        "Some bold words that go on in a second",
        "line, with a page (at ../files.md).",
        "",
        "- One point that is so long that it does",
        "  not fit in a line of forty cells.",
        "- Two.",
        "",
        "  column | what",
        "  `a|b` | all of it, and a great deal",
        "      more of it than fits",
        "",
        "show",
        "",
        "$ releasecheck show rivers",
        "",
        "  as it is, and no line of it is ever broken",
    ]


@pytest.mark.parametrize("topic", TOPICS, ids=NAMES)
def test_nothing_but_code_is_wider_than_the_screen(topic: Topic) -> None:
    text = re.sub(r"^```.*?^```$", "", shipped_page(topic.place).read_text("utf-8"), flags=re.DOTALL | re.M)
    lines = page_lines(text, Screen(60), lambda link: link)
    assert [line for line in lines if cell_width(line) > 60] == []


def test_a_link_to_another_page_says_what_to_type(run: Run) -> None:
    out = " ".join(run("help", "policy").out.split())
    assert "running it at night (releasecheck help night)" in out
