"""Our `NamedTuple` is that of `typing`, to whoever makes one, reads one or keeps one."""

from __future__ import annotations

import copy
import inspect
import os
import pickle
import subprocess
import sys
import typing

import pytest

from releasecheck.core.named import NamedTuple


class Ours(NamedTuple):
    """Somebody."""

    number: str
    day: str | None = None
    days: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.number} {self.day}"


class Theirs(typing.NamedTuple):
    """Somebody."""

    number: str
    day: str | None = None
    days: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.number} {self.day}"


def said(kind: typing.Any) -> list[object]:
    """What can be asked of one."""
    one, made = kind("A", days=(1,)), kind._make(["A", "B", ()])
    asked = [(each.name, each.default) for each in inspect.signature(kind).parameters.values()]
    return [
        *(tuple(one), one == made, one.number, one.both, made.both, one._replace(day="C").both),
        *(one._asdict(), tuple(copy.copy(one)), tuple(pickle.loads(pickle.dumps(one))), len(one), hash(one)),
        *(
            kind._fields,
            kind._field_defaults,
            kind.__match_args__,
            kind.__doc__,
        ),
        *(asked, repr(one).partition("(")[2], isinstance(one, tuple), kind.__module__, one.__getnewargs__()),
    ]


def test_it_says_what_that_of_typing_says() -> None:
    assert said(Ours) == said(Theirs)
    assert type(pickle.loads(pickle.dumps(Ours("A")))) is type(Ours("A")._replace(day="B")) is Ours


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_that_of_typing_refuses_is_refused(kind: typing.Any) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'number'"):
        kind()
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        kind("A", other=1)
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        kind._make(["A"])
    with pytest.raises((TypeError, ValueError), match="Got unexpected field names"):
        kind("A")._replace(other=1)
    with pytest.raises(AttributeError):
        kind("A").number = "B"
    with pytest.raises(AttributeError):
        kind("A").other = "B"


def test_a_field_without_a_default_after_one_that_has_one_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="a field without a default follows one that has one"):

        class Wrong(NamedTuple):
            one: int = 1
            other: int  # type: ignore[misc]


COUNTED = """
import sys, typing
before = typing.NamedTupleMeta.__new__
def made(mcs, name, bases, body):
    if body["__module__"].startswith("releasecheck"):
        print("made by typing:", body["__module__"], name)
    return before(mcs, name, bases, body)
typing.NamedTupleMeta.__new__ = made
from releasecheck.cli import main
sys.argv = ["releasecheck", *sys.argv[1:]]
main()
"""


def test_show_makes_none_by_way_of_typing(demo: object) -> None:
    """Each costs it as much as a query does: sixty of them were a sixth of the whole command."""
    words = [sys.executable, "-c", COUNTED, "--as-of", "2026-11-23", "show", "A0377CT"]
    done = subprocess.run(words, capture_output=True, text=True, env=dict(os.environ), check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "A0377CT" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("made by typing")] == []
