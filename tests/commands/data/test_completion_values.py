"""What is offered after options: every list there is, of names too, and of nobody restricted."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from releasecheck.cli import cli
from releasecheck.commands.completion_offers import AFTER_OPTION
from tests.made_up.program import MakePerson, Run
from tests.made_up.shells import offered

#: Options whose values are nobody's list, and what they are instead.
FREE = {
    **dict.fromkeys(("--answered", "--offered", "--refused", "--confirm"), "a number that was just printed"),
    **dict.fromkeys(("--email", "--office", "--note", "--name", "--source", "--reason"), "words"),
    **dict.fromkeys(("checked --because", "ask --of", "record access-report --to"), "words"),
    "--time": "a time of day",
    "--sheet": "a sheet of a file that is not read before it is asked for",
    "--encoding": "of a file, and all but never asked for",
    "--by": "at the head of a line: who is typing, who is not to be offered as somebody else",
    "--only": "a question of a form, or its number",
}
KNOWN_BY_TYPE = ("Choice", "OneOf", "DateTypeWord", "FilePath")
NO_LIST = ("DayType", "_Since", "WindowType", "IntRange", "EntryNumber", "RecordPlace")
WHO = "TextType"
"""The type of `--to WHO` and of `--reason`."""


def options() -> Iterator[tuple[str, click.Option]]:
    """Every option that takes a value, with the words of its command."""
    todo: list[tuple[str, click.Command]] = [("", cli)]
    while todo:
        path, command = todo.pop()
        for param in command.params:
            if isinstance(param, click.Option) and not (param.is_flag or param.count):
                yield path, param
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                inner = command.get_command(click.Context(command), name)
                assert inner is not None
                todo.append((f"{path} {name}".strip(), inner))


def test_every_option_with_a_list_offers_it_and_the_rest_are_known_to_have_none() -> None:
    without = set()
    for path, option in options():
        kind = type(option.type).__name__
        names = {f"{path} {name}".strip() for name in option.opts} | {*option.opts}
        by_itself = kind in (*KNOWN_BY_TYPE, *NO_LIST) or option._custom_shell_complete is not None
        if by_itself or names & {*AFTER_OPTION} or names & {*FREE} or (kind == WHO and "--to" in names):
            continue
        without.add(f"{path} {option.opts[0]}")
    assert without == set()


def test_what_is_offered_after_an_option_is_of_an_option_that_there_is() -> None:
    there = {f"{path} {name}".strip() for path, option in options() for name in option.opts}
    there |= {name for _, option in options() for name in option.opts}
    assert {*AFTER_OPTION} | {*FREE} <= there


@pytest.fixture
def office(make_person: MakePerson, run: Run) -> None:
    """Three people, one of them restricted, and one who has left; nobody asked for people to be offered."""
    make_person("A1234BC", "RIVERS, Sam", pom="P. Marsh", com="T. Hughes", cell="B-2-014")
    make_person("A2291BB", "COLE, Dee", pom="R. Okoro", com="K. Pike", cell="C-1-002")
    make_person("A9999ZZ", "HUSH, Una", pom="Z. Hidden", com="Y. Hidden", cell="Z-9-001")
    make_person("A9998ZZ", "GONE, Lee", "2026-10-30", pom="X. Gone", com="W. Gone", cell="G-1-001")
    assert run("record", "restrict", "A9999ZZ", "--reason", "dispute").code == 0
    assert run("released", "A9998ZZ", "--on", "2026-10-30").code == 0
    assert run("staff", "add", "M. Kettle", "--role", "POM").code == 0
    assert run("staff", "add", "N. Loom", "--role", "PRT").code == 0
    assert run("staff", "left", "N. Loom").code == 0


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("missing", "--pom", ""), ["P. Marsh", "R. Okoro"]),
        (("list", "--com", ""), ["K. Pike", "T. Hughes"]),
        (("missing", "--pom=p"), ["--pom=P. Marsh"]),
        (("caseload", "--wing", ""), ["B", "C"]),
        (("com", "A1234BC", "k"), ["K. Pike"]),
        (("log", "show", "--by", ""), ["tester"]),
        (("history", "rivers", "--author", "te"), ["tester"]),
        (("staff", "left", ""), ["M. Kettle\tPOM"]),
        (("staff", "left", "P. Marsh", "--to", "m"), ["M. Kettle\tPOM"]),
    ],
)
def test_names_are_those_of_the_office_and_never_through_somebody_restricted(
    words: tuple[str, ...], expected: list[str]
) -> None:
    """Nobody's data is told by them, so that no look is logged for them either."""
    assert offered(*words) == expected
