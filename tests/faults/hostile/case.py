"""What a hostile input is: a name, a command with the file it is given, and what must be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

Made: TypeAlias = "bytes | str | Callable[[Path], None] | None"
"""The file: what is in it, or what lays it there (a pipe, a link, a folder)."""


class Case(NamedTuple):
    """One input. `{file}` in the words is where the file stands, `{folder}` the folder it stands in."""

    name: str
    words: tuple[str, ...]
    file: Made = None
    says: str = ""
    """A piece of what must be said."""
    codes: tuple[int, ...] = (1,)
    called: str = "file"
    """The file's name, where a command goes by it."""
    env: Mapping[str, str] = {}
    stdin: bool = False
    """Whether the file is standard input, and `-` stands in the words."""


def each(
    kind: str, words: tuple[str, ...], files: Iterable[tuple[str, Made, str]], **more: object
) -> Iterator[Case]:
    """A case of this command for each file: its name, what it is, and what must be said."""
    for name, file, says in files:
        yield Case(f"{kind}: {name}", words, file, says)._replace(**more)  # type: ignore[arg-type]
