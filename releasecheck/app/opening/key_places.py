"""Where an office keeps a secret: in a file that nobody else can read, or with a command that prints it.

A secret is never an argument and never printed, and nothing of it stands in what is said of a mistake.
"""

from __future__ import annotations

import os
from pathlib import Path

from releasecheck.core import system
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import for_shell

_MOST = 4096
"""Bytes of the longest file, or of what a command prints, that could be a key."""
_SECONDS = 60
"""How long a command may take: somebody may have to be asked for a card."""


def in_private_file(path: Path, what: str, missing: str, error: type[ReleasecheckError]) -> str:
    """The text of a file that nobody else can read.

    `what` it is, and what is said where it is `missing`; raises `error` where it cannot be had.
    """
    try:
        with path.open("rb") as file:
            if system.others_can_read(os.fstat(file.fileno())):
                raise error(f"{what} {path} can be read by others. Type: chmod 600 {for_shell(str(path))}")
            return file.read(_MOST).decode("ascii", "replace")
    except FileNotFoundError:
        raise error(missing) from None
    except OSError as problem:
        raise error(f"cannot read {what} {path}: {problem.strerror}") from problem


def printed_by(command: str, setting: str, error: type[ReleasecheckError]) -> str:
    """What a command prints; whatever it says on stderr is for whoever is there.

    `setting`: where the command is named; raises `error` where it cannot be run or gives nothing.
    """
    import shlex
    import subprocess

    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise error(f"{setting}: no key within {_SECONDS} seconds") from None
    except (OSError, ValueError, IndexError) as problem:
        why = getattr(problem, "strerror", None) or "it is no command"
        raise error(f"{setting} cannot be run: {why}") from None
    if done.returncode:
        raise error(f"{setting} ended with {done.returncode} and gave no key")
    return done.stdout[:_MOST].decode("ascii", "replace")


def in_new_file(path: Path, text: str, error: type[ReleasecheckError]) -> None:
    """Write a secret to a new file that only its owner can read; it is on the disk once this returns.

    Raises `error` where there is something at the path already, or it cannot be written.
    """
    try:
        handle = system.new_file(path)
    except FileExistsError:
        raise error(
            f"there is already something at {path}, and a key is never written over. Name another file"
        ) from None
    except OSError as problem:
        raise error(f"cannot write {path}: {problem.strerror}") from problem
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{text}\n")
            file.flush()
            system.flush(handle)
        system.to_disk(path.absolute().parent)  # the name too: without it the file is lost with the power
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise error(f"cannot write {path}: {problem.strerror}") from problem
