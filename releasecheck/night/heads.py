"""The heads of the record as nights keep them in their summaries, read back to compare a record with."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.errors import ReportError
from releasecheck.core.heads import NightHeads, night_heads
from releasecheck.night.folder import SUMMARY, nights

_MOST = 16_000_000
"""Bytes of the longest summary that could be one."""


class KeptHeads(NamedTuple):
    """What a night keeps of the record's heads, and where."""

    path: Path
    heads: NightHeads | None
    """None where something stands there that no night wrote."""


def kept_heads(against: Path) -> list[KeptHeads]:
    """The heads in a summary, in a night's folder, or in a folder of nights, newest night first.

    Nights of a version that kept none are left out. Raises ReportError where there is no night at all.
    """
    if against.is_dir() and not (against / SUMMARY).exists():
        paths = [path / SUMMARY for _, _, path in reversed(nights(against))]
    else:
        paths = [against / SUMMARY if against.is_dir() else against] if against.exists() else []
    if not paths:
        raise ReportError(
            f"no night in {against}: name the folder that nightly --out names, or a night in it"
        )
    return [found for path in paths for found in _in_summary(path)]


def _in_summary(path: Path) -> Iterator[KeptHeads]:
    try:
        summary = json.loads(_text(path))
    except (ValueError, RecursionError):
        raise ReportError(f"{path} is no summary of a night") from None
    if not isinstance(summary, dict):
        raise ReportError(f"{path} is no summary of a night")
    if summary.get("heads") is None:
        return
    try:
        yield KeptHeads(path, night_heads(summary["heads"]))
    except ValueError:
        yield KeptHeads(path, None)


def _text(path: Path) -> str:
    """A plain file of a length that a summary could have: a pipe would never end."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST:
                raise ReportError(f"{path} is no summary of a night")
            return file.read().decode()
    except OSError as error:
        raise ReportError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReportError(f"{path} is no summary of a night") from error
