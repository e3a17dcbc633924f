"""The examples in the help of what is typed daily: there are some, and each does what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from releasecheck.commands.registry import SECTIONS, load
from tests.made_up.program import AS_OF, Run
from tests.made_up.records import entries

#: The commands of daily work; what looks after the record itself is told at length on the pages.
DAILY = [name for heading, names in SECTIONS if heading != "Data and upkeep" for name in names]
#: What must have been recorded before an example is typed, and the day on which it is, where that is another.
BEFORE: dict[str, tuple[str, ...]] = {
    "note": ('note rivers --question "When am I out?" --to COM',),
    "own": ('staff add "S. Jones" --role PRT',),
    "handback": ("staff add tester --role PRT", "own rivers dtr tester"),
    **dict.fromkeys(("undo", "void"), ("note rivers 'by mistake'",)),
    **dict.fromkeys(("recalled", "returned"), ("released rivers --on 2027-02-05",)),
    "merge": ("add A4321CB --name 'RIVERS, Samuel'",),
    "handover": ("handover khan --to COM -o sent.html",),
    "ask": ("ask rivers visit --of OMU",),
}
ON = {"recalled": "2027-03-20", "returned": "2027-03-20", "released": "2027-02-05"}
#: What only a terminal can have, and what is said elsewhere: the line was understood.
AT_A_TERMINAL = {"board": "the board is for a terminal"}
#: Numbers that stand in examples for one that the program has just given out: the last entry's.
GIVEN_OUT = re.compile(r"\b(41|57)\b")


def examples(name: str) -> list[str]:
    """The lines under Examples in the help of a command, less what a shell makes of their ends."""
    command = load(name)
    assert command is not None
    assert command.help is not None
    _, _, after = command.help.partition("Examples:\n")
    lines = re.match(r"(?: +releasecheck .*\n?)*", after)
    assert lines is not None
    return [re.split(r" \| |   ", line.strip())[0] for line in lines[0].splitlines()]


EXAMPLES = [(name, line) for name in DAILY for line in examples(name)]


@pytest.mark.parametrize("name", DAILY)
def test_the_help_of_what_is_typed_daily_has_examples(name: str) -> None:
    found = examples(name)
    assert found
    assert all(len(line) <= 76 for line in found), "they are read in eighty columns, set in by four"
    assert any(shlex.split(line)[1] == name for line in found)


@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_an_example_does_what_it_says(
    run: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    """Typed as it stands, about the made-up people."""
    monkeypatch.chdir(tmp_path)
    day = ON.get(name, AS_OF)
    for before in BEFORE.get(name, ()):
        done = run(*shlex.split(before), as_of=day)
        assert done.code == 0, done.err
    line = GIVEN_OUT.sub(str(entries(demo)), line)
    done = run(*shlex.split(line)[1:], as_of=day)
    if name in AT_A_TERMINAL:
        assert (done.code, AT_A_TERMINAL[name] in done.err) == (2, True)
        return
    assert (done.code, "Error" in done.err) == (0, False), done.err
    written = re.search(r" -o (\S+)", line)
    assert written is None or Path(written[1]).stat().st_size > 0
